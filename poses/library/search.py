"""Which poses fit a search and filters. Pure: documents in, documents out."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from hipapp.core.enums import Feature, Job, Level, Position, Region
from poses.content.schema import PoseDoc, RungDoc
from poses.safety.facts import ALWAYS_AT_HAND


@dataclass(frozen=True)
class Filters:
    """What the library page is asked for. Empty means not asked."""

    q: str = ""
    job: tuple[Job, ...] = ()
    position: tuple[Position, ...] = ()
    region: tuple[Region, ...] = ()
    props: tuple[str, ...] = ()  # at hand
    limit_props: bool = False  # only poses that need nothing but `props`
    minutes: int | None = None  # at most, for the whole pose with both sides
    no_kneeling: bool = False
    no_floor: bool = False
    suits_me: bool = False

    def active(self) -> tuple[str, ...]:
        """Names of the filters that are set, in the page's order."""
        names = [name for name in ("q", "job", "position", "region") if getattr(self, name)]
        if self.limit_props:
            names.append("props")
        return (
            *names,
            *(n for n in ("minutes", "no_kneeling", "no_floor", "suits_me") if getattr(self, n)),
        )

    def without(self, name: str) -> "Filters":
        empty = Filters()
        if name == "props":
            return replace(self, props=(), limit_props=False)
        return replace(self, **{name: getattr(empty, name)})


@dataclass(frozen=True)
class Found:
    poses: list[PoseDoc]
    #: If nothing was found: which filter to drop, and how many poses that would show.
    drop: list[tuple[str, int]] = field(default_factory=list)


def find(poses: Iterable[PoseDoc], filters: Filters, suits: Callable[[PoseDoc], bool]) -> Found:
    """Poses that pass every filter. A pose fits a filter about its form if one of its rungs does."""
    all_poses = list(poses)
    found = [doc for doc in all_poses if _fits(doc, filters, suits)]
    if found:
        return Found(found)
    tried = [
        (name, sum(_fits(doc, filters.without(name), suits) for doc in all_poses))
        for name in filters.active()
    ]
    return Found([], sorted(((n, c) for n, c in tried if c), key=lambda t: -t[1]))


def _fits(doc: PoseDoc, filters: Filters, suits: Callable[[PoseDoc], bool]) -> bool:
    return (
        (not filters.job or doc.job in filters.job)
        and (not filters.region or bool(set(filters.region) & set(doc.regions)))
        and _matches(doc, filters.q)
        and any(_rung_fits(doc, rung, filters) for rung in doc.rungs)
        and (not filters.suits_me or suits(doc))
    )


def _rung_fits(doc: PoseDoc, rung: RungDoc, filters: Filters) -> bool:
    assert rung.position is not None  # noqa: S101 (resolved by the loader)
    level = rung.position.level
    at_hand = ALWAYS_AT_HAND | set(filters.props)
    sides = 2 if (rung.sides or doc.sides) == "each" else 1
    return (
        (not filters.position or rung.position in filters.position)
        and (not filters.limit_props or set(rung.props) <= at_hand)
        and (filters.minutes is None or rung.dose.seconds * sides <= filters.minutes * 60)
        and not (filters.no_floor and level in (Level.FLOOR, Level.KNEELING))
        and not (
            filters.no_kneeling
            and (level is Level.KNEELING or rung.features.get(Feature.KNEELING_PRESSURE, 0) > 0)
        )
    )


def fold(text: str) -> str:
    """Lower case without accents, apostrophes or hyphens, so that "cant", "can't" and "cat-cow" meet."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.casefold().replace("'", "").replace("’", "").replace("-", " ")


def _matches(doc: PoseDoc, query: str) -> bool:
    """Every word of the query begins a word of the pose's names, complaints, muscles or regions."""
    words = fold(query).split()
    if not words:
        return True
    text = fold(
        " ".join(
            (doc.name, doc.sanskrit or "", *doc.aliases, *doc.complaints, *doc.muscles, *doc.regions, doc.job)
        ).replace("_", " ")
    ).split()
    return all(any(known.startswith(word) for known in text) for word in words)
