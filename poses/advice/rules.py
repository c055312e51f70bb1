"""The safety table as a list of rules, to be read, filtered, counted and written out. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hipapp.core.enums import Basis, Condition, Movement, Rung, Verdict
from poses.content.schema import Cell, PoseDoc, RungDoc
from poses.safety.facts import ALWAYS_AT_HAND, BodyFacts, RedFlags, RungFacts
from poses.safety.gate import judge

Key = tuple[str, Rung]

#: What a cell that is missing counts as.
MISSING = Cell(
    verdict=Verdict.AVOID,
    how="Not worked out yet, so it is left out.",
    basis=Basis.CONVENTION,
    source="house",
)
COLUMNS = (
    "rules_version", "pose", "pose_name", "rung", "rung_name", "same_as", "position", "condition",
    "verdict", "how", "needs", "basis", "source", "reviewed_by", "reviewed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What one condition means for one form of one pose."""

    doc: PoseDoc
    rung: RungDoc
    condition: Condition
    cell: Cell

    @property
    def is_fine(self) -> bool:
        return self.cell.verdict is Verdict.FINE

    @property
    def is_reviewed(self) -> bool:
        return self.cell.reviewed_on is not None

    @property
    def needs(self) -> tuple[str, ...]:
        """Props without which it is left out: not what every home is taken to have."""
        return tuple(n for n in self.cell.needs if n not in ALWAYS_AT_HAND)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a pose with its rules. `rules` is empty where it is another pose: they stand there."""

    doc: PoseDoc
    rung: RungDoc
    rules: tuple[Rule, ...]

    @property
    def fine(self) -> tuple[Rule, ...]:
        return tuple(r for r in self.rules if r.is_fine)

    @property
    def other(self) -> tuple[Rule, ...]:
        """Those that are not fine, the strictest first."""
        return tuple(sorted((r for r in self.rules if not r.is_fine), key=_strictest_first))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rules there are of each verdict, and how many of them somebody has reviewed."""

    fine: int
    adapt: int
    avoid: int
    reviewed: int

    @property
    def all(self) -> int:
        return self.fine + self.adapt + self.avoid


def forms_of(doc: PoseDoc) -> tuple[Form, ...]:
    return tuple(Form(doc, r, () if r.same_as else tuple(_rules(doc, r))) for r in doc.rungs)


def all_rules(poses: Mapping[str, PoseDoc]) -> list[Rule]:
    """Every rule once: a form that is another pose has none of its own."""
    return [rule for doc in poses.values() for form in forms_of(doc) for rule in form.rules]


def _rules(doc: PoseDoc, rung: RungDoc) -> Iterator[Rule]:
    for condition in Condition:
        yield Rule(doc, rung, condition, rung.cells.get(condition, MISSING))


def tally(rules: Iterable[Rule]) -> Tally:
    rules = list(rules)
    counts = Counter(r.cell.verdict for r in rules)
    reviewed = sum(r.is_reviewed for r in rules)
    return Tally(counts[Verdict.FINE], counts[Verdict.ADAPT], counts[Verdict.AVOID], reviewed)


def _strictest_first(rule: Rule) -> bool:
    return rule.cell.verdict is not Verdict.AVOID


# -- what one condition changes ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changes:
    """The poses by what somebody with one condition may do of them."""

    fine: tuple[PoseDoc, ...]  # every form as it is
    adapt: tuple[PoseDoc, ...]  # some form, or with a change
    avoid: tuple[PoseDoc, ...]  # none


#: Conditions that are asked as movements that hurt, which the gate treats a little more strictly.
MOVEMENTS: Mapping[Condition, Movement] = {
    Condition.BEND_BOTHERS: Movement.BENDING,
    Condition.ARCH_BOTHERS: Movement.ARCHING,
    Condition.TWIST_BOTHERS: Movement.TWISTING,
}
_CLEAR = RedFlags(ticked={}, answered_on=date.min)


def body_with(condition: Condition, props: frozenset[str]) -> BodyFacts:
    """A body of which only this is known."""
    if movement := MOVEMENTS.get(condition):
        return BodyFacts(conditions=frozenset(), movements=frozenset({movement}), props=props)
    return BodyFacts(conditions=frozenset({condition}), props=props)


def changes(poses: Mapping[str, PoseDoc], facts: Mapping[Key, RungFacts], body: BodyFacts) -> Changes:
    """By the gate itself, on a day without red flags."""
    found: dict[Verdict, list[PoseDoc]] = {verdict: [] for verdict in Verdict}
    for doc in poses.values():
        verdicts = {judge(facts[doc.slug, r.rung], body, _CLEAR, date.min).verdict for r in doc.rungs}
        found[verdicts.pop() if len(verdicts) == 1 else Verdict.ADAPT].append(doc)
    return Changes(*(tuple(found[v]) for v in (Verdict.FINE, Verdict.ADAPT, Verdict.AVOID)))


# -- to take along -----------------------------------------------------------------------------------------


def rows(poses: Mapping[str, PoseDoc], version: str) -> Iterator[dict[str, Any]]:
    """The whole table, a row for each form and condition, with the keys `COLUMNS`.

    A form that is another pose has that pose's rules here too, so that no form is missing; `same_as` names it.
    """
    for doc in poses.values():
        for rung in doc.rungs:
            for rule in _rules(doc, rung):
                yield _row(rule, version)


def _row(rule: Rule, version: str) -> dict[str, Any]:
    doc, rung, cell = rule.doc, rule.rung, rule.cell
    return {
        "rules_version": version,
        "pose": doc.slug,
        "pose_name": doc.name,
        "rung": int(rung.rung),
        "rung_name": rung.name,
        "same_as": f"{rung.same_as.pose}:{int(rung.same_as.rung)}" if rung.same_as else None,
        "position": (rung.position or doc.position).value,
        "condition": rule.condition.value,
        "verdict": cell.verdict.value,
        "how": cell.how,
        "needs": list(cell.needs),
        "basis": cell.basis.value,
        "source": cell.source,
        "reviewed_by": cell.reviewed_by,
        "reviewed_on": cell.reviewed_on.isoformat() if cell.reviewed_on else None,
    }


# -- what is asked for in the address ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules to show. Nothing asked: none, only the counts."""

    condition: Condition | None = None
    pose: str = ""
    fine: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.condition or self.pose)


def wanted(rules: Iterable[Rule], want: Wanted) -> list[Rule]:
    return [
        r
        for r in rules
        if (not want.condition or r.condition is want.condition)
        and (not want.pose or r.doc.slug == want.pose)
        and (want.fine or not r.is_fine)
    ]
