"""Every way by which a pose reaches a person, tried out for careful people, and the naive reader's word on each.

No database: the ways are the functions that the pages call. That the pages call them, and that nobody else writes, is
what tests/site/test_ways_in.py and the walk over HTTP (tests/slow) look at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from hipapp.core.enums import (
    Ability,
    Condition,
    DayKind,
    Experience,
    FlagLevel,
    HoldKind,
    Movement,
    Phase,
    Rung,
    Side,
    Site,
)
from journal.sessions.script import Form, build_script, forms_of
from journal.sessions.starting import Choice, build, still_fits
from poses.content.loader import Content, at_hand
from poses.gatekeeping import Gate
from poses.library.catalogue import Catalogue
from poses.library.reading import read
from poses.routines import editing
from poses.routines.assemble import Wishes, assemble
from poses.routines.edit import EditError, recheck, swap, swap_options
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import DAY_KEYS, Day, Plan, Step
from poses.routines.rows import offers, week_of
from poses.routines.starters import from_starter
from poses.safety.audit.grid import CLEAR, TODAY
from poses.safety.audit.naive import Table, judge
from poses.safety.facts import BodyFacts, Hold, RedFlags


@dataclass(frozen=True, slots=True)
class Person:
    """`body.props` are those that the person named."""

    name: str
    body: BodyFacts
    flags: RedFlags = CLEAR


@dataclass(frozen=True, slots=True)
class Reached:
    """A form that a way brought to somebody. `hows` is what was said to be done differently, None if the way does not
    say it; `today` if it is to be done now, not only to stand in a routine."""

    way: str
    pose: str
    rung: int
    today: bool = False
    hows: tuple[str, ...] | None = None


@dataclass
class Paths:
    """What the walk counted, by way, and every leak in words."""

    people: int = 0
    reached: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Audit:
    """The content as the gate has it, and as the naive reader has it."""

    content: Content
    catalogue: Catalogue
    table: Table

    def gate(self, person: Person) -> Gate:
        body = person.body
        told = body if body.props is None else replace(body, props=at_hand(body.props, self.content.props))
        return Gate(self.catalogue, told, person.flags, TODAY)

    @cached_property
    def nobody(self) -> Gate:
        """Somebody to whom everything is open."""
        return self.gate(Person("nobody", BodyFacts(frozenset(), props=frozenset(self.content.props))))

    @cached_property
    def anything(self) -> Plan:
        """A week with every form of every pose in it, as somebody's older routine may have."""
        keys = [k for k in self.catalogue.facts if not self.catalogue.poses[k[0]].test]
        days: list[list[Step]] = [[] for _ in range(7)]
        for number, (pose, rung) in enumerate(keys):
            weekday = number % 7
            days[weekday].append(Step(f"{DAY_KEYS[weekday]}-{number}", pose, rung))
        return Plan(tuple(Day(n, DayKind.PRACTICE, tuple(steps)) for n, steps in enumerate(days)))

    @cached_property
    def begun(self) -> list[dict[str, Any]]:
        """Scripts that were made while everything was open, to be gone on with later."""
        made = (
            build_script(day.steps, self.content.poses, self.nobody.ruling, form, "Begun", "")
            for day in self.anything.days
            for form in Form
        )
        # One step at a time: otherwise a single one that is refused would hide the others.
        return [b.script | {"steps": [step]} for b in made for step in b.script["steps"]]


def people(content: Content, *, quick: bool = False) -> Iterator[Person]:
    """Every condition alone, with all that may come on top, and a sample of the pairs."""
    everything = frozenset(content.props)
    extras = list(_extras(content).items())
    for number, condition in enumerate(Condition):
        body = BodyFacts(frozenset({condition}), props=everything)
        if not quick or number % 6 == 0:
            yield Person(condition, body)
        # Each extra meets a third of the conditions, in a quick walk one of them.
        for name, (more, flags) in extras[number : number + 1] if quick else extras[number % 3 :: 3]:
            yield Person(f"{condition}, {name}", replace(body, **more), flags)
    pairs = list(combinations(Condition, 2))
    for a, b in () if quick else pairs[::5]:
        yield Person(f"{a} and {b}", BodyFacts(frozenset({a, b}), props=frozenset({"chair"})))


def _extras(content: Content) -> Mapping[str, tuple[dict[str, Any], RedFlags]]:
    flags = {level: RedFlags({"weight_loss": level}, TODAY) for level in FlagLevel}
    hurts = frozenset({Movement.BENDING, Movement.TWISTING, Movement.KNEELING})
    out = tuple(Hold(HoldKind.OUT, "sharp", pose, TODAY) for pose in list(content.poses)[::3])
    ease = tuple(Hold(HoldKind.EASE, "sharp", pose) for pose in content.poses)
    return {
        "props not said": ({"props": None}, CLEAR),
        "no props": ({"props": frozenset()}, CLEAR),
        "not to the floor": ({"floor": Ability.NO}, CLEAR),
        "with care": (dict.fromkeys(("floor", "kneel", "hands"), Ability.CARE), CLEAR),
        "no kneeling, no hands": ({"kneel": Ability.NO, "hands": Ability.NO}, CLEAR),
        "bending, twisting, kneeling hurt": ({"movements": hurts}, CLEAR),
        "everything hurts": ({"movements": frozenset(Movement)}, CLEAR),
        "some poses out": ({"holds": out}, CLEAR),
        "all eased": ({"holds": ease}, CLEAR),
        "a gentle day": ({"holds": (Hold(HoldKind.GENTLE, "red", None, TODAY),)}, CLEAR),
        "enough for today": ({"holds": (Hold(HoldKind.CALM, "numb", None, TODAY),)}, CLEAR),
        "to be seen soon": ({}, flags[FlagLevel.SOON]),
        "to be seen now": ({}, flags[FlagLevel.URGENT]),
        "the list waits": ({}, replace(CLEAR, asked_anew=True)),
        "nothing answered": ({"conditions": None}, RedFlags()),
    }


def walk(
    audit: Audit, *, quick: bool = False, said: Callable[[str], None] = lambda _: None, most_told: int = 50
) -> Paths:
    """Lead everybody down every way; `quick` takes fewer people and fewer wishes."""
    found = Paths()
    for person in people(audit.content, quick=quick):
        found.people += 1
        for reached in dict.fromkeys(_all_ways(audit, person, quick=quick)):
            found.reached[reached.way] += 1
            why = leak(audit, person, reached)
            if why and len(found.leaks) < most_told:
                found.leaks.append(f"{reached.way}: {reached.pose} {reached.rung} for {person.name}: {why}")
        if found.people % 50 == 0:
            said(f"{found.people} people, {found.reached.total()} forms reached")
    return found


def leak(audit: Audit, person: Person, reached: Reached) -> str:
    """Why the naive reader would not have it; empty if it would."""
    body = person.body if reached.today else replace(person.body, holds=())
    flags = person.flags if reached.today else CLEAR
    answer = judge(audit.table, reached.pose, reached.rung, body, flags, TODAY)
    if answer.verdict == "avoid":
        return "avoid"
    if reached.hows is None:
        return ""
    unsaid = [how for how in answer.hows if not how.startswith("rule:") and how not in reached.hows]
    return "not told what to do differently" if unsaid or len(reached.hows) < len(answer.hows) else ""


def _all_ways(audit: Audit, person: Person, *, quick: bool) -> Iterator[Reached]:
    gate = audit.gate(person)
    plans = [
        ("assemble", assemble(gate.catalogue.poses, gate.lasting_ruling, w).plan)
        for w in _wishes(gate, quick=quick)
    ]
    plans += [
        (
            f"starter {slug}",
            from_starter(doc, gate.catalogue.poses, gate.lasting_ruling, Wishes(props=gate.props)).plan,
        )
        for slug, doc in audit.content.starters.items()
    ]
    checked, _ = recheck(audit.anything, gate.lasting_ruling, gate.catalogue.poses)
    plans.append(("checked again: body or rules changed, restore, duplicate, undelete, text", checked))
    for way, plan in plans:
        yield from (Reached(way, s.pose, s.rung) for s in plan.steps)
    yield from _offered(audit, gate, checked)
    yield from _edited(audit, gate, checked)
    yield from _today(audit, gate, [] if quick else [plan for _, plan in plans])
    yield from _shown(audit, gate)


def _wishes(gate: Gate, *, quick: bool) -> Iterator[Wishes]:
    places = frozenset({Site.LOW_BACK_LEFT, Site.FRONT_HIP_RIGHT})
    yield Wishes(weekdays=(0, 2, 4), props=gate.props, experience=Experience.NEW)
    if quick:
        return
    yield Wishes(minutes=5, weekdays=tuple(range(7)), props=gate.props, experience=Experience.REGULAR)
    yield Wishes(minutes=30, weekdays=(0, 3), props=None, experience=Experience.SOME, sites=places)
    yield Wishes(minutes=15, weekdays=(1,), props=frozenset(), experience=Experience.SOME)


def _offered(audit: Audit, gate: Gate, checked: Plan) -> Iterator[Reached]:
    poses = gate.catalogue.poses
    for phase in Phase:
        yield from (Reached("offered to be added", o.doc.slug, o.rung.rung) for o in offers(gate, phase))
    for plan in (audit.anything, checked):
        one_each = {s.pose: s for s in plan.steps}.values()
        for step in one_each:
            for option in swap_options(plan, gate.lasting_ruling, poses, step.id, gate.props):
                yield Reached("offered as a swap", option.pose, option.rung)
    for day in week_of(audit.anything, gate):
        for row in day.steps:
            yield from (Reached("offered as another form", row.step.pose, r.rung) for r in row.other_rungs)


def _edited(audit: Audit, gate: Gate, checked: Plan) -> Iterator[Reached]:
    """Every change that a form can ask for, whatever it names; a refusal is what should happen to most."""
    room = Plan(tuple(Day(n, DayKind.PRACTICE) for n in range(7)))
    for pose, rung in gate.catalogue.facts:
        post = {"action": "add", "pose": pose, "rung": str(int(rung)), "weekday": "0"}
        yield from _after("added", room, gate, post)
    yield from _after("two-minute day", checked, gate, {"action": "short", "weekday": "3"})
    day = next((d for d in checked.days if d.steps), None)
    if day is None:
        return
    for step in day.steps:
        for post in _step_actions(step):
            yield from _after(f"{post['action']} of a step", checked, gate, post)
        for pose, rung in gate.catalogue.facts:
            yield from _swapped(checked, gate, step, pose, rung)
    for pose, rung in gate.catalogue.facts:
        post = {"action": "instead", "step": day.steps[0].id, "pose": pose, "rung": str(int(rung))}
        yield from _after("put in a step's place", checked, gate, post)
    copy = {"action": "copy", "weekday": str(day.weekday), "target": "6"}
    yield from _after("copied day", checked, gate, copy)
    # The day of a routine that nobody has checked again is not copied.
    yield from _after("copied day", audit.anything, gate, copy, weekday=6)


def _step_actions(step: Step) -> Iterator[dict[str, str]]:
    for rung in Rung:
        yield {"action": "rung", "step": step.id, "rung": str(int(rung))}
    for amount in ("1", "20", "60"):
        yield {"action": "amounts", "step": step.id, "amount0": amount}
    yield {"action": "side", "step": step.id, "side": Side.LEFT}
    yield from ({"action": action, "step": step.id} for action in ("up", "down"))
    yield {"action": "to_day", "step": step.id, "weekday": "5"}


def _after(
    way: str, plan: Plan, gate: Gate, post: Mapping[str, str], weekday: int | None = None
) -> Iterator[Reached]:
    try:
        after = editing.apply(plan, gate, post).plan
    except EditError:
        return
    steps = after.steps if weekday is None else after.day(weekday).steps
    before = set(plan.steps)
    yield from (Reached(way, s.pose, s.rung) for s in steps if s not in before or s.id == post.get("step"))


def _swapped(plan: Plan, gate: Gate, step: Step, pose: str, rung: Rung) -> Iterator[Reached]:
    try:
        after = swap(plan, gate.lasting_ruling, gate.catalogue.poses, step_id=step.id, pose=pose, rung=rung)
    except EditError:
        return
    yield from (Reached("swapped", s.pose, s.rung) for s in after.steps if s.id == step.id)


def _today(audit: Audit, gate: Gate, plans: Iterable[Plan]) -> Iterator[Reached]:
    """What would be practised today: sessions of a routine as old as you like, five minutes, and what was begun."""
    yield from _script("five minutes", build(gate, Choice("five"), None).script)
    yield from _script("five minutes, gently", build(gate, Choice("five", gentle=True), None).script)
    for pose, rung in gate.catalogue.facts:
        yield from _script("one pose", build(gate, Choice("pose", pose=pose, rung=rung), None).script)
    for plan in (audit.anything, *plans):
        version = RoutineVersion(routine=Routine(name="A week"), data=plan.to_json())
        for weekday, gentle in ((w, g) for w in range(7) for g in (False, True)):
            script = build(gate, Choice("day", weekday=weekday, gentle=gentle), version).script
            yield from _script(f"a day of a routine, {script['form']}", script)
    for day in audit.anything.days:
        yield from (
            Reached("shown on home and before a session", s.pose, s.rung, True)
            for s in gate.open_steps(day.steps)
        )
    for script in audit.begun:
        if still_fits(script, (), gate):
            yield from _script("gone on with", script)


def _script(way: str, script: Mapping[str, Any]) -> Iterator[Reached]:
    for form in forms_of(script):
        yield Reached(way, form["pose"], form["rung"], True, tuple(form["hows"]))
    for step in script["steps"]:
        for part in ("easier", "rest"):
            if step[part] and step[part]["pose"]:
                yield Reached(
                    f"too much: {part}",
                    step[part]["pose"],
                    step[part]["rung"],
                    True,
                    tuple(step[part]["hows"]),
                )


def _shown(audit: Audit, gate: Gate) -> Iterator[Reached]:
    """What the library shows as open."""
    for doc in gate.catalogue.poses.values():
        for form in read(doc, gate.ruling).open:
            yield Reached(
                "open in the library", doc.slug, form.rung.rung, True, tuple(c.text for c in form.changes)
            )
        for other in gate.instead(doc.job, doc.slug):
            for rung in gate.pose(other).allowed:
                yield Reached("named instead of another", other.slug, rung, True)
