"""The poses as the rest of the code sees them: checked documents in memory, refreshed when a sync changed them.

A request costs one small query (which release is the newest?); the poses are read again only if it changed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from hipapp.core.enums import Phase, Rung
from poses.content.loader import Content, resolve, rung_of, shipped
from poses.content.schema import PoseDoc, RungDoc
from poses.library.models import ContentRelease, Pose
from poses.safety.facts import CALM_POSES, RungFacts

_PHASE_ORDER = {phase: i for i, phase in enumerate(Phase)}


def in_order(poses: Iterable[PoseDoc]) -> list[PoseDoc]:
    """As a practice goes, then by name."""
    return sorted(poses, key=lambda doc: (_PHASE_ORDER[doc.phase], doc.name))


@dataclass(frozen=True)
class Catalogue:
    """Current poses in the order of a practice, names of retired ones for old journals, the rules' version."""

    poses: dict[str, PoseDoc]
    retired: dict[str, str] = field(default_factory=dict)
    rules_version: str = ""

    @cached_property
    def facts(self) -> dict[tuple[str, Rung], RungFacts]:
        return {(d.slug, r.rung): rung_facts(d, r) for d in self.poses.values() for r in d.rungs}

    def rung(self, slug: str, rung: Rung) -> RungDoc | None:
        doc = self.poses.get(slug)
        return rung_of(doc, rung) if doc else None

    def name(self, slug: str) -> str:
        """The pose's name, retired or not; the slug if it was never known."""
        doc = self.poses.get(slug)
        return doc.name if doc else self.retired.get(slug, slug)


def rung_facts(doc: PoseDoc, rung: RungDoc) -> RungFacts:
    """What the gate needs to know of one rung."""
    assert rung.position is not None  # noqa: S101 (resolved by the loader)
    return RungFacts(
        pose=doc.slug,
        rung=rung.rung,
        position=rung.position,
        features=rung.features,
        cells=rung.cells,
        calm=doc.slug in CALM_POSES,
        really=rung.same_as.pose if rung.same_as else None,
        really_rung=rung.same_as.rung if rung.same_as else None,
    )


_memory: dict[str, Catalogue] = {}


def catalogue() -> Catalogue:
    """The catalogue of the newest release. Empty before the first sync."""
    release = ContentRelease.objects.order_by("-id").first()
    key = f"{release.pk}:{release.digest}" if release else ""
    if key not in _memory:
        fresh = _read(release.rules_version if release else "")
        _memory.clear()
        _memory[key] = fresh
    return _memory[key]


def _read(rules_version: str) -> Catalogue:
    rows = list(Pose.objects.all())
    read = {r.slug: PoseDoc.model_validate_json(json.dumps(r.doc)) for r in rows if not r.retired_at}
    current = in_order(resolve(read).values())
    # Of a retired pose only the name is read: its document may be of an older form.
    retired = {r.slug: str(r.doc.get("name", r.slug)) for r in rows if r.retired_at}
    return Catalogue({d.slug: d for d in current}, retired, rules_version)


@dataclass(frozen=True)
class SyncReport:
    added: int
    changed: int
    retired: int

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.retired)


@transaction.atomic
def sync(content: Content | None = None) -> SyncReport:
    """Bring the rows in line with the content files. Run twice, the second run changes nothing.

    Raises ContentError (with every problem) before anything is written.
    """
    content = content or shipped()
    rows = {row.slug: row for row in Pose.objects.select_for_update()}
    added = changed = retired = 0
    for slug, doc in content.written.items():
        data = doc.model_dump(mode="json")
        digest = _digest(data)
        row = rows.get(slug)
        if row is None:
            Pose.objects.create(slug=slug, doc=data, digest=digest)
            added += 1
        elif row.digest != digest or row.retired_at:
            row.doc, row.digest, row.retired_at = data, digest, None
            row.save()
            changed += 1
    for slug, row in rows.items():
        if slug not in content.poses and row.retired_at is None:
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])
            retired += 1
    digest = _digest(sorted((s, _digest(d.model_dump(mode="json"))) for s, d in content.written.items()))
    latest = ContentRelease.objects.order_by("-id").first()
    if latest is None or (latest.digest, latest.rules_version) != (digest, content.rules_version):
        ContentRelease.objects.create(digest=digest, rules_version=content.rules_version)
    return SyncReport(added, changed, retired)


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
