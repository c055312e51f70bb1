"""A week as its pages show it: equal days folded, what can be changed at each step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.dates import WEEKDAYS_ABBR

from hipapp.core.enums import DoseKind, Level, Phase, Position, Rung, Side
from hipapp.core.labels import label
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc, RungDoc
from poses.gatekeeping import Gate
from poses.routines import words
from poses.routines.choose import is_double, props_missing, to_fetch
from poses.routines.edit import SwapOption
from poses.routines.plan import Day, Plan, Step, day_seconds, levels_of, place_changes, step_seconds
from poses.safety.facts import Ruling


@dataclass(frozen=True)
class Touched:
    """The step that a form was about; open where its buttons are still wanted, with what was typed and refused."""

    step: str = ""
    is_open: bool = False
    error: str = ""
    typed: Mapping[str, str] | None = None


NOTHING_TOUCHED = Touched()
#: From here on breaths are told in minutes too.
LONG_BREATHS_S = 90

type Steps = tuple[Step, ...]


def place(position: Position | None, rung: RungDoc) -> str:
    """Where a form is done, as "lying on the back"; "" where its name says so already ("On the edge of a chair")."""
    if position is None:
        return ""
    where, name = str(label(position)).lower(), rung.name.lower()
    said = where.split()[-1] if position is Position.CHAIR else where
    return "" if said in name else where


@dataclass(frozen=True)
class Part:
    """One amount of a dose, to be typed."""

    name: str
    kind: DoseKind
    least: int
    most: int
    value: object


@dataclass(frozen=True)
class StepRow:
    """A step with what its row shows."""

    step: Step
    name: str
    rung: RungDoc | None
    ruling: Ruling
    other_rungs: list[RungDoc]
    dose: str
    parts: list[Part]
    #: A change asks for the shortest time, so there is nothing to choose.
    is_brief: bool
    is_changed: bool
    is_open: bool
    error: str
    is_about_dose: bool
    position: Position | None
    #: What this home has in place of a prop of the form, and that prop.
    stand_ins: tuple[tuple[str, str], ...]

    @property
    def is_standard(self) -> bool:
        return self.step.rung is Rung.STANDARD

    @property
    def place(self) -> str:
        return place(self.position, self.rung) if self.rung else ""

    @property
    def take_instead(self) -> str:
        return words.take_instead(self.stand_ins)

    @property
    def takes(self) -> str:
        """How long many breaths take: nobody knows that of 26. Empty where it is short, or told in seconds."""
        if self.rung is None or not any(p.kind is DoseKind.BREATHS for p in self.rung.dose.parts):
            return ""
        seconds = step_seconds(self.rung, self.step)
        return words.takes(seconds) if seconds >= LONG_BREATHS_S else ""

    @property
    def is_dose_wrong(self) -> bool:
        """Whether it is the amounts that are wrong: the error stands at them."""
        return bool(self.error) and self.is_about_dose


@dataclass(frozen=True)
class DayRow:
    """A day; `same_as` names the earlier day that has just the same steps."""

    day: Day
    steps: list[StepRow]
    seconds: int
    levels: tuple[Level, ...]
    same_as: str

    @property
    def name(self) -> str:
        return words.day_name(self.day.weekday)

    @property
    def short_name(self) -> str:
        return str(WEEKDAYS_ABBR[self.day.weekday])

    @property
    def what(self) -> str:
        return words.day_what(self.day.kind, self.seconds)

    @property
    def places(self) -> str:
        """Where it is done, in turn: "on a chair, then on the floor"; empty without steps."""
        return _in_turn(self.levels)

    @property
    def is_open(self) -> bool:
        return any(s.is_open or s.is_changed for s in self.steps)

    @property
    def resting(self) -> int:
        """How many of its steps are not open now, though something of it is."""
        return sum(not s.ruling.allowed for s in self.steps) if self.may_be_practised else 0

    @property
    def may_be_practised(self) -> bool:
        """Whether anything of it is open now."""
        return any(s.ruling.allowed for s in self.steps)


@dataclass(frozen=True)
class Offer:
    """A pose that may be put in, in the rung that it would come in, and which of its props are not at hand.

    `also_on` names the other days that have it already, where that is asked. What may stand in a week need not be
    open today: `is_open_now`.
    """

    doc: PoseDoc
    rung: RungDoc
    ruling: Ruling
    missing: tuple[str, ...]
    also_on: str = ""
    is_open_now: bool = True
    #: How long the day would be with it, where that is other minutes than now.
    day_then: str = ""
    #: Where the day would be done in turn, where that is up and down more often than now.
    places_then: str = ""
    #: The days that a swap everywhere changes, if there are several: not those that have it already.
    everywhere_on: str = ""

    @property
    def dose(self) -> str:
        return words.dose(self.rung, None, Side.BOTH)

    @property
    def position(self) -> Position:
        return self.rung.position or self.doc.position

    @property
    def is_standard(self) -> bool:
        return self.rung.rung is Rung.STANDARD

    @property
    def place(self) -> str:
        return place(self.position, self.rung)

    @property
    def lacks(self) -> str:
        return words.not_at_hand(self.missing) if self.missing else ""


@dataclass(frozen=True)
class Ahead:
    """A pose that a day holds, with what its picture is asked by."""

    pose: str
    rung: Rung
    side: Side
    name: str


def ahead(steps: Iterable[Step], gate: Gate) -> list[Ahead]:
    """What these steps bring, each pose once."""
    once: dict[str, Ahead] = {}
    for s in steps:
        once.setdefault(s.pose, Ahead(s.pose, s.rung, s.side, gate.catalogue.name(s.pose)))
    return list(once.values())


def week_of(plan: Plan, gate: Gate, touched: Touched = NOTHING_TOUCHED) -> list[DayRow]:
    return list(_days(plan, gate, touched))


def _days(plan: Plan, gate: Gate, touched: Touched) -> Iterator[DayRow]:
    poses = gate.catalogue.poses
    seen: dict[object, str] = {}
    for day in plan.days:
        content = day.kind, tuple((s.pose, s.rung, s.amounts, s.side) for s in day.steps)
        yield DayRow(
            day,
            [_step(s, gate, touched) for s in day.steps],
            day_seconds(day.steps, poses),
            levels_of(day.steps, poses),
            seen.get(content, "") if day.steps else "",
        )
        seen.setdefault(content, words.day_name(day.weekday))


def _step(step: Step, gate: Gate, touched: Touched) -> StepRow:
    doc = gate.catalogue.poses.get(step.pose)
    rung = rung_of(doc, step.rung) if doc else None
    others = [r for r in (doc.rungs if doc else ()) if r.rung is not step.rung]
    mine = touched if touched.step == step.id else NOTHING_TOUCHED
    briefly = gate.lasting_ruling(step.pose, step.rung).briefly
    return StepRow(
        step=step,
        name=gate.catalogue.name(step.pose),
        rung=rung,
        ruling=gate.ruling(step.pose, step.rung),
        other_rungs=[r for r in others if gate.lasting_ruling(step.pose, r.rung).allowed],
        dose=words.dose(rung, step.amounts, step.side) if rung else "",
        parts=[] if briefly else list(_parts(rung, step, mine.typed or {})),
        is_brief=briefly,
        is_changed=bool(mine.step and not mine.error),
        is_open=mine.is_open,
        error=mine.error,
        is_about_dose=(mine.typed or {}).get("action") == "amounts" and not briefly,
        position=(rung.position or doc.position) if doc and rung else None,
        stand_ins=_stand_ins(doc, rung, gate) if doc and rung else (),
    )


def _stand_ins(doc: PoseDoc, rung: RungDoc, gate: Gate) -> tuple[tuple[str, str], ...]:
    return tuple((other, wanted) for wanted in to_fetch(doc, rung) if (other := gate.stand_in(wanted)))


def _parts(rung: RungDoc | None, step: Step, typed: Mapping[str, str]) -> Iterator[Part]:
    parts = rung.dose.parts if rung else ()
    amounts = step.amounts or ()
    for number, part in enumerate(parts):
        name = f"amount{number}"
        now = amounts[number] if number < len(amounts) else part.amount
        yield Part(name, part.kind, part.least, part.most, typed.get(name, now))


def offers(gate: Gate, phase: Phase) -> list[Offer]:
    """The poses of a phase that may be put in, those whose props are at hand first; each movement once."""
    found = [o for doc in gate.catalogue.poses.values() if doc.phase is phase and (o := _offer(gate, doc))]
    beside = {o.doc.slug for o in found}
    return sorted((o for o in found if not is_double(o.rung, beside)), key=lambda o: bool(o.missing))


def _offer(gate: Gate, doc: PoseDoc) -> Offer | None:
    """In the standard form, else the nearest one: what is at hand comes before what is not."""
    found = [
        offer(gate, doc, rung)
        for level in (Rung.STANDARD, Rung.EASIER, Rung.HARDER)
        if (rung := rung_of(doc, level)) and gate.lasting_ruling(doc.slug, level).allowed
    ]
    # A want of props never leads to the harder form.
    usual = [o for o in found if o.rung.rung is not Rung.HARDER] or found
    return min(usual, key=lambda o: bool(o.missing), default=None)


def offer(gate: Gate, doc: PoseDoc, rung: RungDoc, also_on: str = "") -> Offer:
    missing = props_missing(doc, rung, gate.props)
    is_open_now = gate.ruling(doc.slug, rung.rung).allowed
    return Offer(doc, rung, gate.lasting_ruling(doc.slug, rung.rung), missing, also_on, is_open_now)


def days_with(days: Iterable[Day], pose: str) -> str:
    """The names of those days that have this pose, as a list in words; "" if none has."""
    found = [words.day_name(d.weekday) for d in days if any(s.pose == pose for s in d.steps)]
    return words.listed(found, most=7) if found else ""


def in_place_of(
    old: Step, day: Day, options: Iterable[SwapOption], gate: Gate, others: Sequence[Day]
) -> list[Offer]:
    """What may take a step's place on its day; `others` are the week's other days."""
    poses = gate.catalogue.poses
    rungs = ((poses[o.pose], rung_of(poses[o.pose], o.rung)) for o in options)
    found = []
    for doc, rung in rungs:
        if rung:
            new = Step(old.id, doc.slug, rung.rung)
            then = tuple(new if s is old else s for s in day.steps)
            put_in = offer(gate, doc, rung, days_with(others, doc.slug))
            found.append(
                replace(
                    put_in,
                    day_then=_day_then(day.steps, then, poses),
                    places_then=_places_then(day.steps, then, poses),
                    everywhere_on=_everywhere_on(day, others, old.pose, doc.slug),
                )
            )
    return found


def _everywhere_on(day: Day, others: Iterable[Day], old: str, new: str) -> str:
    """The names of the days that `swap_everywhere` changes, where they are more than this one; else ""."""
    has = {d.weekday: {s.pose for s in d.steps} for d in others}
    also = [weekday for weekday, poses in has.items() if old in poses and new not in poses]
    return words.listed(map(words.day_name, sorted([day.weekday, *also])), most=7) if also else ""


def _day_then(now: Steps, then: Steps, poses: Mapping[str, PoseDoc]) -> str:
    """How long a day would be, where that is other minutes than now; else ""."""
    minutes = words.minutes(day_seconds(then, poses))
    return "" if minutes == words.minutes(day_seconds(now, poses)) else minutes


def _places_then(now: Steps, then: Steps, poses: Mapping[str, PoseDoc]) -> str:
    """Where a day would be done in turn, where one would go up and down more often than now; else ""."""
    more = place_changes(then, poses) > place_changes(now, poses)
    return _in_turn(levels_of(then, poses)) if more else ""


def _in_turn(levels: Iterable[Level]) -> str:
    return words.in_turn([str(label(level)) for level in levels])
