"""Every form for every condition and every pair of conditions: the gate beside the naive reader. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, product

from hipapp.core.enums import (
    Ability,
    Basis,
    Condition,
    Feature,
    FlagLevel,
    HoldKind,
    Movement,
    Position,
    Rung,
    Verdict,
)
from poses.content.loader import at_hand
from poses.content.schema import Cell, PropDoc
from poses.safety.audit.naive import Answer, Table, judge
from poses.safety.facts import BodyFacts, Hold, RedFlags, Ruling, RungFacts

TODAY = date(2026, 3, 2)
CLEAR = RedFlags(ticked={}, answered_on=TODAY)
_CELLS = frozenset(Condition)

#: The gate, asked of one form.
Gate = Callable[[RungFacts, BodyFacts, RedFlags, date], Ruling]


def _days(number: int) -> date:
    return TODAY + timedelta(days=number)


def _soon(checked: date | None) -> RedFlags:
    return RedFlags({"weight_loss": FlagLevel.SOON}, TODAY, {"weight_loss": checked} if checked else {})


#: Answers to the red-flag list on both sides of every line that the docs draw.
FLAGS: Mapping[str, RedFlags] = {
    "none": CLEAR,
    "never answered": RedFlags(),
    "answered, nobody knows when": RedFlags({}),
    "a day without an answer": RedFlags(answered_on=TODAY),
    "answered 27 days ago": replace(CLEAR, answered_on=_days(-27)),
    "answered 28 days ago": replace(CLEAR, answered_on=_days(-28)),
    "asked anew": replace(CLEAR, asked_anew=True),
    "urgent": RedFlags({"both_legs": FlagLevel.URGENT}, TODAY),
    "urgent, looked at": RedFlags({"both_legs": FlagLevel.URGENT}, TODAY, {"both_legs": TODAY}),
    "soon": _soon(None),
    "soon, looked at today": _soon(TODAY),
    "soon, looked at 27 days ago": _soon(_days(-27)),
    "soon, looked at 28 days ago": _soon(_days(-28)),
    "soon, to be looked at tomorrow": _soon(_days(1)),
    "soon twice, one looked at": RedFlags(
        {"weight_loss": FlagLevel.SOON, "lump": FlagLevel.SOON}, TODAY, {"lump": TODAY}
    ),
    "gently": RedFlags({"flare": FlagLevel.GENTLY}, TODAY),
    "to be talked about": RedFlags({"six_weeks": FlagLevel.TALK}, TODAY),
}
#: Features that a rule looks at, on both sides of its line.
_LINES: Mapping[Feature, tuple[float, ...]] = {
    **dict.fromkeys((Feature.LUMBAR_FLEXION, Feature.LUMBAR_EXTENSION, Feature.LUMBAR_ROTATION), (0.69, 0.7)),
    **dict.fromkeys(
        (Feature.KNEELING_PRESSURE, Feature.LYING_BACK, Feature.WEIGHT_ON_HANDS, Feature.STANDING),
        (0.29, 0.3),
    ),
}
_HELD = (
    (HoldKind.OUT, 0),
    (HoldKind.OUT, -1),
    (HoldKind.EASE, None),
    (HoldKind.EASE, -1),
    (HoldKind.GENTLE, 0),
)
_HELD_ALL = ((HoldKind.CALM, 0), (HoldKind.CALM, -1), (HoldKind.GENTLE, 0))
_MOVEMENTS = (frozenset[Movement](), *(frozenset({m}) for m in Movement), frozenset(Movement))
_FEW_MOVEMENTS = (frozenset({Movement.BENDING, Movement.ARCHING, Movement.TWISTING}), frozenset(Movement))
_ABILITIES: tuple[Mapping[str, Ability], ...] = (
    {},
    *({name: said} for name in ("floor", "kneel", "hands") for said in (Ability.CARE, Ability.NO)),
    *(dict.fromkeys(("floor", "kneel", "hands"), said) for said in Ability),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two read the table differently."""

    pose: str
    rung: int
    body: BodyFacts
    flags: RedFlags
    gate: Answer
    naive: Answer

    def __str__(self) -> str:
        said = ", ".join(sorted(self.body.conditions or ())) or "no condition"
        more = [*sorted(self.body.movements), *sorted(self.body.props or ()), *map(str, self.body.holds)]
        return (
            f"{self.pose} {self.rung}, {said} ({', '.join(more)}; {self.flags}): "
            f"the gate {self.gate.verdict} {sorted(self.gate.hows)}, "
            f"the naive reader {self.naive.verdict} {sorted(self.naive.hows)}"
        )


@dataclass
class Report:
    """What the walk counted; `asked` includes made-up forms, `cells` and what follows are content's own.

    A cell is one form for one condition, with all props at hand.
    """

    asked: int = 0
    pairs: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    avoided: Counter[str] = field(default_factory=Counter)
    avoided_poses: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


def as_answer(ruling: Ruling) -> Answer:
    """A ruling in the words of the naive reader."""
    adapted = [r for r in ruling.reasons if r.verdict == "adapt"] if ruling.verdict == "adapt" else []
    return Answer(
        ruling.verdict.value,
        frozenset(r.text if r.rule in _CELLS else f"rule:{r.rule!s}" for r in adapted),
    )


@dataclass(frozen=True)
class Both:
    """The gate and the naive reader, asked the same."""

    gate: Gate
    facts: Mapping[tuple[str, Rung], RungFacts]
    table: Table
    props: Mapping[str, PropDoc]

    def ask(
        self, key: tuple[str, Rung], body: BodyFacts, flags: RedFlags, today: date = TODAY
    ) -> tuple[Answer, Answer]:
        """`body.props` are those that the person named."""
        if body.props is None or len(body.props) == len(self.props):  # nothing said, or nothing to replace
            told = body
        else:
            told = replace(body, props=at_hand(body.props, self.props))
        ours = as_answer(self.gate(self.facts[key], told, flags, today))
        return ours, judge(self.table, key[0], int(key[1]), body, flags, today)


def with_made_up(both: Both) -> Both:
    """With forms that no content has: each position, each feature on both sides of its line, no cells, another name.

    A rule that today's content happens not to need is still held against the docs.
    """
    docs, facts = dict(both.table.poses), dict(both.facts)
    fine = {c: Cell(verdict=Verdict.FINE, basis=Basis.CONVENTION, source="gk") for c in Condition}

    def make(
        name: str, position: Position, features: Mapping[Feature, float], cells: Mapping[Condition, Cell]
    ) -> None:
        facts[name, Rung.STANDARD] = RungFacts(name, Rung.STANDARD, position, features, cells)
        told = {condition.value: {"verdict": cell.verdict.value} for condition, cell in cells.items()}
        asks = {feature.value: value for feature, value in features.items()}
        docs[name] = {"rungs": [{"rung": 1, "position": position.value, "features": asks, "cells": told}]}

    for position in Position:
        make(f"made-up-{position}", position, {}, fine)
    for position, (feature, values) in product((Position.CHAIR, Position.LYING_SIDE), _LINES.items()):
        for value in values:
            make(f"made-up-{position}-{feature}-{value}", position, {feature: value}, fine)
    make("made-up-without-cells", Position.CHAIR, {}, {})
    really = f"made-up-{Position.CHAIR}"
    facts["made-up-name", Rung.EASIER] = RungFacts(
        "made-up-name", Rung.EASIER, Position.CHAIR, {}, fine, really=really, really_rung=Rung.STANDARD
    )
    docs["made-up-name"] = {"rungs": [{"rung": 0, "same_as": {"pose": really, "rung": 1}}]}
    return replace(both, facts=facts, table=replace(both.table, poses=docs))


def walk(both: Both, *, quick: bool = False, said: Callable[[str], None] = lambda _: None) -> Report:
    """Ask both of every form; `quick` leaves out most of the variations and most of the pairs."""
    report = Report()
    everything = frozenset(both.props)
    pairs = list(combinations(Condition, 2))
    pairs = pairs[::29] if quick else pairs
    report.pairs = len(pairs)
    for number, (key, facts) in enumerate(sorted(both.facts.items(), key=lambda f: f[0]), start=1):
        for condition in Condition:
            answer = _compare(both, report, key, BodyFacts(frozenset({condition}), props=everything), CLEAR)
            report.cells[answer] += 1
            if answer == "avoid":
                report.avoided[condition] += 1
                report.avoided_poses[key[0]] += 1
        for body, flags in cases(facts, everything, pairs, quick=quick):
            _compare(both, report, key, body, flags)
        if number % 20 == 0:
            said(f"{number} of {len(both.facts)} forms, {report.asked} answers compared")
    imagined = with_made_up(both)
    for key in imagined.facts.keys() - both.facts.keys():
        for body, flags in cases(imagined.facts[key], everything, (), quick=True):
            _compare(imagined, report, key, body, flags)
    return report


def _compare(both: Both, report: Report, key: tuple[str, Rung], body: BodyFacts, flags: RedFlags) -> str:
    ours, naive = both.ask(key, body, flags)
    report.asked += 1
    if ours != naive:
        report.differences.append(Difference(key[0], int(key[1]), body, flags, ours, naive))
    return ours.verdict


type Case = tuple[BodyFacts, RedFlags]


def cases(
    facts: RungFacts, everything: frozenset[str], pairs: Iterable[tuple[Condition, Condition]], *, quick: bool
) -> Iterator[Case]:
    homes = _homes(everything)
    yield from _without_condition(facts, everything)
    for condition in Condition:
        body = BodyFacts(frozenset({condition}), props=everything)
        yield from ((replace(body, props=props), CLEAR) for props in homes)
        yield from ((replace(body, movements=moves), CLEAR) for moves in _MOVEMENTS)
        if not quick:
            yield from _with_condition(facts, body, homes)
    for pair in pairs:
        body = BodyFacts(frozenset(pair), props=everything)
        yield body, CLEAR
        yield replace(body, props=None), CLEAR
        if not quick:
            yield from ((replace(body, props=props), CLEAR) for props in homes[1:])
            yield from ((replace(body, movements=moves), CLEAR) for moves in _FEW_MOVEMENTS)


def _without_condition(facts: RungFacts, everything: frozenset[str]) -> Iterator[Case]:
    nothing = BodyFacts(frozenset(), props=everything)
    yield replace(nothing, conditions=None), CLEAR
    for holds, flags in product(_holds(facts), FLAGS.values()):
        yield replace(nothing, holds=holds), flags
    for moves, able in product(_MOVEMENTS, _ABILITIES):
        yield replace(nothing, movements=moves, **able), CLEAR  # type: ignore[arg-type]


def _with_condition(
    facts: RungFacts, body: BodyFacts, homes: Iterable[frozenset[str] | None]
) -> Iterator[Case]:
    for moves, props in product(_MOVEMENTS, homes):
        yield replace(body, movements=moves, props=props), CLEAR
    for moves, able in product((*_MOVEMENTS[:1], *_FEW_MOVEMENTS), _ABILITIES):
        yield replace(body, movements=moves, **able), CLEAR  # type: ignore[arg-type]
    for holds in _holds(facts):
        yield replace(body, holds=holds), CLEAR
    for flags in FLAGS.values():
        yield body, flags


def _homes(everything: frozenset[str]) -> list[frozenset[str] | None]:
    """What somebody may have at home: not said, nothing, each prop alone."""
    return [None, frozenset(), *(frozenset({prop}) for prop in sorted(everything))]


def _holds(facts: RungFacts) -> list[tuple[Hold, ...]]:
    """Nothing held; this pose, what it really is and another one, each held in every way and past its day."""
    names = [facts.pose, *([facts.really] if facts.really else []), "another-pose"]
    found: list[tuple[Hold, ...]] = [()]
    for name, (kind, until) in product(names, _HELD):
        found.append((Hold(kind, "held", name, None if until is None else _days(until)),))
    return found + [(Hold(kind, "held", None, _days(until)),) for kind, until in _HELD_ALL]
