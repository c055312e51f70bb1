"""A week of practice as plain data, its lengths, and its JSON form.

A `Plan` is what a routine version stores. It is immutable: edits (`poses.routines.edit`) return a new one.
"""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from hipapp.core.enums import DayKind, Level, Rung, Side, Sides
from poses.content.loader import rung_of
from poses.content.schema import Dose, PoseDoc, RungDoc

#: Weekdays as step ids begin, Monday first.
DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Seconds to get ready before a step, and for a step that changes place (floor, kneeling, chair, standing).
GET_READY_S = 8
CHANGE_PLACE_S = 20
#: Seconds to change from one side to the other.
SWITCH_SIDES_S = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One pose in a day. `amounts` are the dose's amounts part by part; None is the rung's own dose.

    `id` is unique within the plan and stays with the step through every edit.
    """

    id: str
    pose: str
    rung: Rung
    amounts: tuple[int, ...] | None = None
    side: Side = Side.BOTH
    why: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """`weekday` 0 is Monday."""

    weekday: int
    kind: DayKind
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Seven days, Monday first; `anchor` is the habit that practice hangs on ("after brushing my teeth")."""

    days: tuple[Day, ...]
    anchor: str = ""

    def day(self, weekday: int) -> Day:
        return self.days[weekday]

    @property
    def short_days(self) -> int:
        """Days a week of about two minutes."""
        return sum(d.kind is DayKind.SHORT for d in self.days)

    @property
    def practice_days(self) -> int:
        """Days a week with more than two minutes."""
        return sum(d.kind is DayKind.PRACTICE for d in self.days)

    def with_day(self, day: Day) -> Self:
        return replace(self, days=tuple(day if d.weekday == day.weekday else d for d in self.days))

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(s for d in self.days for s in d.steps)

    def to_json(self) -> dict[str, Any]:
        """The stored and exported form; `from_json` is its inverse."""
        return {"format": 1, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Raises KeyError or ValueError if `data` is not of the stored form."""
        if data["format"] != 1:
            raise ValueError("a plan of another format")
        days = tuple(
            Day(d["weekday"], DayKind(d["kind"]), tuple(_step(s) for s in d["steps"])) for d in data["days"]
        )
        if [d.weekday for d in days] != list(range(7)):
            raise ValueError("seven days, Monday first")
        plan = cls(days=days, anchor=data.get("anchor", ""))
        if len({s.id for s in plan.steps}) != len(plan.steps):
            raise ValueError("two steps with one id")
        return plan


def new_id(weekday: int, taken: Collection[str]) -> str:
    """An id such as "mon-3" that is not among `taken`."""
    number = 1
    while f"{DAY_KEYS[weekday]}-{number}" in taken:
        number += 1
    return f"{DAY_KEYS[weekday]}-{number}"


def _step(s: dict[str, Any]) -> Step:
    amounts = s.get("amounts")
    return Step(
        id=s["id"],
        pose=s["pose"],
        rung=Rung(s["rung"]),
        amounts=tuple(amounts) if amounts is not None else None,
        side=Side(s.get("side", "both")),
        why=s.get("why", ""),
    )


def dose_of(rung: RungDoc, amounts: tuple[int, ...] | None) -> Dose:
    """The rung's dose with the person's own amounts. Raises ValueError outside least … most."""
    if amounts is None:
        return rung.dose
    if len(amounts) != len(rung.dose.parts):
        raise ValueError("one amount for each part of the dose")
    for part, amount in zip(rung.dose.parts, amounts, strict=True):
        if not part.least <= amount <= part.most:
            raise ValueError(f"between {part.least} and {part.most}")
    parts = tuple(p.model_copy(update={"amount": a}) for p, a in zip(rung.dose.parts, amounts, strict=True))
    return rung.dose.model_copy(update={"parts": parts})


def dose_kept(rung: RungDoc, amounts: tuple[int, ...] | None) -> Dose:
    """The person's own amounts, or the rung's where those no longer fit the content."""
    try:
        return dose_of(rung, amounts)
    except ValueError:
        return rung.dose


def least_dose(rung: RungDoc) -> Dose:
    """The shortest that the rung offers."""
    return dose_of(rung, least_amounts(rung))


def least_amounts(rung: RungDoc) -> tuple[int, ...] | None:
    """The amounts of that dose; None where they are the rung's own, or where its lines are spoken at fixed seconds."""
    least = tuple(p.least for p in rung.dose.parts)
    return None if rung.timeline or least == tuple(p.amount for p in rung.dose.parts) else least


def rounds(rung: RungDoc, side: Side) -> int:
    """How often the dose is done: twice for `each` unless only one side was chosen."""
    return 2 if rung.sides is Sides.EACH and side is Side.BOTH else 1


def step_seconds(rung: RungDoc, step: Step) -> int:
    """Seconds of the step itself with its change of sides, without getting ready."""
    times = rounds(rung, step.side)
    dose, amounts = rung.dose, step.amounts
    kept = dose.seconds_with(amounts) if amounts is not None and dose.takes(amounts) else dose.seconds
    return kept * times + SWITCH_SIDES_S * (times - 1)


def day_seconds(steps: tuple[Step, ...], poses: Mapping[str, PoseDoc]) -> int:
    """Seconds of a whole day's practice, getting ready included. Steps of unknown poses count nothing."""
    total = 0
    place: Level | None = None
    for step in steps:
        rung = rung_of(poses[step.pose], step.rung) if step.pose in poses else None
        if rung is None or rung.position is None:
            continue
        level = rung.position.level
        total += step_seconds(rung, step) + (GET_READY_S if place is level else CHANGE_PLACE_S)
        place = level
    return total


def levels_of(steps: tuple[Step, ...], poses: Mapping[str, PoseDoc]) -> tuple[Level, ...]:
    """Where the day is done, in turn: one more for each change between floor, kneeling, chair and standing."""
    levels = (
        rung.position.level
        for s in steps
        if s.pose in poses and (rung := rung_of(poses[s.pose], s.rung)) and rung.position
    )
    return tuple(level for level, _same in itertools.groupby(levels))


def place_changes(steps: tuple[Step, ...], poses: Mapping[str, PoseDoc]) -> int:
    """How often the day changes between floor, kneeling, chair and standing."""
    return max(0, len(levels_of(steps, poses)) - 1)
