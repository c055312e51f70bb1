"""Read and check the content files: every error of every file, each with its file and key."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from hipapp.core.enums import Condition, Phase, Region, Rung
from poses.content.schema import (
    ConditionDoc,
    PartDoc,
    PoseDoc,
    PropDoc,
    RedFlagDoc,
    RegionDoc,
    RungDoc,
    SourceDoc,
    StarterDoc,
)

CONTENT = Path(__file__).parent


class ContentError(Exception):
    """What is wrong with the content, one line each: `file: key: message`."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Content:
    """All content, checked. `poses` have their `same_as` rungs resolved, `written` are as in the files."""

    poses: dict[str, PoseDoc]
    written: dict[str, PoseDoc]
    conditions: dict[Condition, ConditionDoc]
    regions: dict[Region, RegionDoc]
    props: dict[str, PropDoc]
    sources: dict[str, SourceDoc]
    red_flags: dict[str, RedFlagDoc]
    parts: dict[str, PartDoc]
    starters: dict[str, StarterDoc]
    rules_version: str


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping, which YAML itself lets the last one win."""


def _no_duplicates(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_duplicates)


def parse(text: str) -> Any:
    """YAML, plain types only; refuses a key that stands twice in one mapping. Raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506


@dataclass
class _Reader:
    root: Path
    errors: list[str] = field(default_factory=list)

    def say(self, file: str, key: str, message: str) -> None:
        self.errors.append(f"{file}: {key}: {message}" if key else f"{file}: {message}")

    def raw(self, file: str) -> Any:
        try:
            return parse((self.root / file).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.say(file, "", " ".join(str(error).split()))
            return None

    def model[M: BaseModel](self, kind: type[M], raw: Any, file: str, prefix: str = "") -> M | None:
        try:
            return kind.model_validate_json(json.dumps(raw, default=_plain))
        except ValidationError as error:
            for item in error.errors():
                key = ".".join([prefix, *(str(part) for part in item["loc"])]).strip(".")
                self.say(file, key or "(whole)", item["msg"].removeprefix("Value error, "))
        return None

    def listed[M: BaseModel](self, kind: type[M], file: str) -> dict[Any, M]:
        """A file that is a list of models, by slug."""
        raw = self.raw(file)
        if not isinstance(raw, list):
            if raw is not None:
                self.say(file, "", "must be a list")
            return {}
        found: dict[Any, M] = {}
        for index, item in enumerate(raw):
            doc = self.model(kind, item, file, str(index))
            if doc is None:
                continue
            slug = doc.slug  # type: ignore[attr-defined]
            if slug in found:
                self.say(file, str(index), f"{slug} stands twice")
            found[slug] = doc
        return found


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not allowed in content")


def load(root: Path = CONTENT) -> Content:
    """Read all content under `root`. Raises `ContentError` with every problem found."""
    reader = _Reader(root)
    poses: dict[str, PoseDoc] = {}
    for path in sorted((root / "poses").glob("*.yaml")):
        if path.name.endswith(".figure.yaml"):
            continue
        file = f"poses/{path.name}"
        raw = reader.raw(file)
        doc = reader.model(PoseDoc, raw, file) if raw is not None else None
        if doc:
            if doc.slug != path.stem:
                reader.say(file, "slug", f"{doc.slug!r} is not the file's name")
            poses[doc.slug] = doc
    content = Content(
        poses={},
        written=poses,
        conditions=reader.listed(ConditionDoc, "conditions.yaml"),
        regions=reader.listed(RegionDoc, "regions.yaml"),
        props=reader.listed(PropDoc, "props.yaml"),
        sources=reader.listed(SourceDoc, "sources.yaml"),
        red_flags=reader.listed(RedFlagDoc, "red_flags.yaml"),
        parts=reader.listed(PartDoc, "parts.yaml"),
        starters=reader.listed(StarterDoc, "starters.yaml"),
        rules_version="",
    )
    reader.errors.extend(_cross_check(content))
    if reader.errors:
        raise ContentError(reader.errors)
    resolved = resolve(poses)
    return replace(content, poses=resolved, rules_version=_rules_version(resolved, content.red_flags))


@cache
def shipped() -> Content:
    """The content that this version of hipapp ships, read once per process."""
    return load()


def _cross_check(content: Content) -> Iterator[str]:
    """What no file can know alone: that every word used in one place stands in another."""
    yield from (f"conditions.yaml: {c} is missing" for c in Condition if c not in content.conditions)
    yield from (f"regions.yaml: {r} is missing" for r in Region if r not in content.regions)
    for prop in content.props.values():
        for other in prop.replaced_by:
            if other not in content.props:
                yield f"props.yaml: {prop.slug}.replaced_by: no prop {other!r}"
    for flag in content.red_flags.values():
        if flag.source not in content.sources:
            yield f"red_flags.yaml: {flag.slug}.source: no source {flag.source!r} in sources.yaml"
    yield from _check_parts(content)
    for doc in content.written.values():
        yield from _check_pose(doc, content.written, content.props, content.sources)
    for starter in content.starters.values():
        yield from _check_starter(starter, content.written)


def _check_parts(content: Content) -> Iterator[str]:
    """Everything that a list asks stands in one part of it, and nothing else."""
    asked = {
        "red_flags": set(content.red_flags),
        "conditions": {c.value for c, doc in content.conditions.items() if not (doc.movement or doc.derived)},
    }
    for of, slugs in asked.items():
        named = Counter(slug for part in content.parts.values() if part.of == of for slug in part.names)
        yield from (f"parts.yaml: {of}: {slug} stands in no part" for slug in sorted(slugs - set(named)))
        yield from (f"parts.yaml: {of}: there is no {slug}" for slug in sorted(set(named) - slugs))
        yield from (f"parts.yaml: {of}: {slug} stands twice" for slug, n in named.items() if n > 1)


def _check_starter(starter: StarterDoc, poses: Mapping[str, PoseDoc]) -> Iterator[str]:
    for index, step in enumerate(starter.steps):
        if step.pose not in poses or rung_of(poses[step.pose], step.rung) is None:
            yield f"starters.yaml: {starter.slug}.steps.{index}: no pose {step.pose!r} with that rung"


def _check_pose(
    doc: PoseDoc, poses: dict[str, PoseDoc], props: dict[str, PropDoc], sources: dict[str, SourceDoc]
) -> Iterator[str]:
    file = f"poses/{doc.slug}.yaml"
    if doc.test != (doc.phase is Phase.TEST):
        yield f"{file}: test: a self-test has phase test, and only a self-test"
    for key in ("prepare_with", "follow_with", "same_job"):
        for slug in getattr(doc, key):
            if slug not in poses or slug == doc.slug:
                yield f"{file}: {key}: no other pose {slug!r}"
    for slug in doc.same_job:
        if slug in poses and poses[slug].job is not doc.job:
            yield f"{file}: same_job: {slug} has the job {poses[slug].job}, not {doc.job}"
    for index, claim in enumerate(doc.claims):
        if claim.source not in sources:
            yield f"{file}: claims.{index}.source: no source {claim.source!r} in sources.yaml"
    for rung in doc.rungs:
        yield from (f"{file}: rungs.{rung.rung}.{m}" for m in _check_rung(doc, rung, poses, props, sources))


def _check_rung(
    doc: PoseDoc,
    rung: RungDoc,
    poses: dict[str, PoseDoc],
    props: dict[str, PropDoc],
    sources: dict[str, SourceDoc],
) -> Iterator[str]:
    needs: Iterable[str] = (n for c in rung.cells.values() for n in c.needs)
    for prop in (*rung.props, *needs):
        if prop not in props:
            yield f"props: no prop {prop!r} in props.yaml"
    if rung.fetch and not rung.props:
        yield "fetch: says what to fetch, but there are no props"
    for condition, cell in rung.cells.items():
        if cell.source not in sources:
            yield f"cells.{condition}.source: no source {cell.source!r} in sources.yaml"
    if rung.same_as is None:
        if missing := [c.value for c in Condition if c not in rung.cells]:
            yield f"cells: missing (a missing cell would be avoid): {', '.join(missing)}"
        return
    target = poses.get(rung.same_as.pose)
    if target is None or target.slug == doc.slug:
        yield f"same_as: no other pose {rung.same_as.pose!r}"
        return
    match = [r for r in target.rungs if r.rung is rung.same_as.rung]
    if not match or match[0].same_as:
        yield f"same_as: {target.slug} has no such rung of its own"


def resolve(poses: dict[str, PoseDoc]) -> dict[str, PoseDoc]:
    """`poses` with the facts of each `same_as` rung filled in; the pose it really is must be among them."""
    return {slug: _resolve(doc, poses) for slug, doc in poses.items()}


def _resolve(doc: PoseDoc, poses: dict[str, PoseDoc]) -> PoseDoc:
    """`doc` with the safety facts of each `same_as` rung filled in from the pose it really is."""

    def fill(rung: RungDoc) -> RungDoc:
        if rung.same_as is None:
            return rung.model_copy(update={"sides": rung.sides or doc.sides})
        target = poses[rung.same_as.pose]
        found = next(r for r in target.rungs if r.rung is rung.same_as.rung)
        return rung.model_copy(
            update={
                "position": found.position,
                "sides": found.sides or target.sides,
                "features": found.features,
                "cells": found.cells,
                "props": rung.props or found.props,
                "fetch": rung.fetch if rung.props else found.fetch,
                "steps": rung.steps or found.steps or target.steps,
                "change": rung.change or found.change or target.change,
            }
        )

    return doc.model_copy(update={"rungs": tuple(fill(r) for r in doc.rungs)})


#: Counts up whenever the gate's own rules (poses/safety) become stricter, so that every routine is checked again.
GATE_RULES = 1


def _rules_version(poses: dict[str, PoseDoc], red_flags: dict[str, RedFlagDoc]) -> str:
    """A fingerprint of everything the gate reads, stored with every session that it checked."""
    facts = [
        (
            doc.slug,
            int(r.rung),
            r.model_dump(mode="json", include={"features", "cells", "position", "sides", "same_as", "dose"}),
        )
        for _, doc in sorted(poses.items())
        for r in doc.rungs
    ]
    flags = [(f.slug, f.level) for _, f in sorted(red_flags.items())]
    text = json.dumps([GATE_RULES, facts, flags], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def at_hand(said: Iterable[str], props: Mapping[str, PropDoc]) -> frozenset[str]:
    """What somebody with the props `said` can use: those, and those that one of them replaces."""
    own = frozenset(said)
    return own | {slug for slug, doc in props.items() if own & set(doc.replaced_by)}


def stand_in(prop: str, said: Iterable[str], props: Mapping[str, PropDoc]) -> str | None:
    """What somebody who said they have `said` uses in place of `prop`; None if they have it, or nothing for it."""
    own = frozenset(said)
    if prop in own or prop not in props:
        return None
    return next((other for other in props[prop].replaced_by if other in own), None)


def rung_of(doc: PoseDoc, rung: Rung) -> RungDoc | None:
    return next((r for r in doc.rungs if r.rung is rung), None)


def main() -> int:
    """`python -m poses.content.loader`: check the content and print what is wrong."""
    try:
        content = load()
    except ContentError as error:
        print(error)  # noqa: T201
        print(f"{len(error.errors)} problem(s)")  # noqa: T201
        return 1
    print(f"{len(content.poses)} poses, rules {content.rules_version}: all well")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
