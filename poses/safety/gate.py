"""The safety gate: may this body do this rung today, and if so how?

Pure. `judge` collects a reason for everything that speaks against a rung and lets the strictest win. What is
not known is never taken as good: a missing cell, an unanswered list and an unknown prop all mean *avoid*.
The rules are cautious convention, not yet reviewed by a physiotherapist.
"""

from collections.abc import Iterator
from datetime import date

from hipapp.core.enums import (
    Ability,
    Basis,
    Condition,
    Feature,
    HoldKind,
    Level,
    Movement,
    Position,
    Rung,
    Verdict,
)
from hipapp.core.speech import say
from poses.safety.facts import ALWAYS_AT_HAND, BodyFacts, Reason, RedFlags, Ruling, RungFacts
from poses.safety.red_flags import FlagState, flag_state

#: A rung that asks this much of a movement that hurts is left out whatever its cell says; below it the cell
#: decides. hipapp's own caution, as all thresholds here.
HURTS_TOO_MUCH = 0.7
#: Pressure, load or lying at or above this counts as doing it at all.
COUNTS_AS = 0.3

_CELL_OF_MOVEMENT = {
    Movement.BENDING: (Condition.BEND_BOTHERS, Feature.LUMBAR_FLEXION),
    Movement.ARCHING: (Condition.ARCH_BOTHERS, Feature.LUMBAR_EXTENSION),
    Movement.TWISTING: (Condition.TWIST_BOTHERS, Feature.LUMBAR_ROTATION),
}
_SEATED = (Position.CHAIR, Position.SEATED_FLOOR)
_ON_KNEES = (Position.KNEELING, Position.HANDS_KNEES)
_PLACES = {condition: place for place, condition in enumerate(Condition)}
_ORDER = {Verdict.FINE: 0, Verdict.ADAPT: 1, Verdict.AVOID: 2}


def judge(rung: RungFacts, body: BodyFacts, flags: RedFlags, today: date) -> Ruling:
    """The verdict for `rung` on `today`, with a reason for everything that is not *fine*."""
    reasons = (
        *_from_flags(rung, flag_state(flags, today)),
        *_from_conditions(rung, body),
        *_from_movements(rung, body),
        *_from_abilities(rung, body),
        *_from_holds(rung, body, today),
    )
    verdict = max((r.verdict for r in reasons), key=_ORDER.__getitem__, default=Verdict.FINE)
    return Ruling(verdict, reasons)


def _own(verdict: Verdict, rule: str, text: str, source: str = "house") -> Reason:
    return Reason(verdict, rule, text, Basis.CONVENTION, source)


def _from_flags(rung: RungFacts, state: FlagState) -> Iterator[Reason]:
    if state.due:
        yield _own(
            Verdict.AVOID, "list_due", say("The safety list comes first: it has not been answered lately.")
        )
    if state.stops:
        yield _own(
            Verdict.AVOID, "urgent", say("You need medical help today, before anything else."), "ifompt"
        )
    if state.calm_only and not rung.calm:
        yield _own(
            Verdict.AVOID,
            "soon",
            say(
                "Until a doctor or physiotherapist has looked at what you ticked, only breathing and the body scan "
                "are open."
            ),
            "ifompt",
        )


def _from_conditions(rung: RungFacts, body: BodyFacts) -> Iterator[Reason]:
    if body.conditions is None:
        yield _own(Verdict.AVOID, "conditions_due", say("First say whether any condition is true for you."))
        return
    asked = set(body.conditions) | {_CELL_OF_MOVEMENT[m][0] for m in body.movements if m in _CELL_OF_MOVEMENT}
    for condition in sorted(asked, key=_PLACES.__getitem__):
        cell = rung.cells.get(condition)
        if cell is None:
            yield _own(
                Verdict.AVOID, condition, say("Nobody has worked out yet whether this suits your condition.")
            )
        elif cell.verdict is not Verdict.FINE:
            missing = [n for n in cell.needs if n not in ALWAYS_AT_HAND | (body.props or frozenset())]
            verdict = Verdict.AVOID if missing else cell.verdict
            yield Reason(
                verdict, condition, cell.sentence, cell.basis, cell.source, tuple(missing), cell.briefly
            )


def _from_movements(rung: RungFacts, body: BodyFacts) -> Iterator[Reason]:
    for movement, (_, feature) in _CELL_OF_MOVEMENT.items():
        if movement in body.movements and rung.asks(feature) >= HURTS_TOO_MUCH:
            yield _own(Verdict.AVOID, movement, say("It asks a lot of just the movement that hurts you."))
    if Movement.KNEELING in body.movements and _kneels(rung):
        yield _own(Verdict.AVOID, Movement.KNEELING, say("You said that kneeling hurts."), "seed001")
    if Movement.LYING_BACK in body.movements and rung.asks(Feature.LYING_BACK) >= COUNTS_AS:
        yield _own(Verdict.AVOID, Movement.LYING_BACK, say("You said that lying on your back hurts."))
    if Movement.SITTING in body.movements and rung.position in _SEATED:
        yield _own(
            Verdict.ADAPT,
            Movement.SITTING,
            say("Sit high, and stand up or lie down as soon as sitting bothers you."),
        )
    if Movement.STANDING in body.movements and _stands(rung):
        yield _own(
            Verdict.ADAPT, Movement.STANDING, say("Keep a hand on something firm and sit down between goes.")
        )


def _from_abilities(rung: RungFacts, body: BodyFacts) -> Iterator[Reason]:
    if rung.position.level in (Level.FLOOR, Level.KNEELING):
        if body.floor is Ability.NO:
            yield _own(
                Verdict.AVOID, "floor", say("You said that you can’t get down to the floor and up again.")
            )
        elif body.floor is Ability.CARE:
            by_chair = say("If you go down to the floor, do it by way of a sturdy chair, and take your time.")
            yield _own(Verdict.ADAPT, "floor", by_chair)
    if _kneels(rung):
        if body.kneel is Ability.NO:
            yield _own(Verdict.AVOID, "kneel", say("You said that kneeling is to be left out."), "seed001")
        elif body.kneel is Ability.CARE:
            yield _own(
                Verdict.ADAPT, "kneel", say("Put as much padding under your knees as feels kind."), "seed001"
            )
    if rung.asks(Feature.WEIGHT_ON_HANDS) >= COUNTS_AS:
        if body.hands is Ability.NO:
            yield _own(Verdict.AVOID, "hands", say("You said that you can’t put weight on your hands."))
        elif body.hands is Ability.CARE:
            yield _own(
                Verdict.ADAPT, "hands", say("Rest on your fists or forearms whenever the wrists want it.")
            )


def _kneels(rung: RungFacts) -> bool:
    return rung.position in _ON_KNEES or rung.asks(Feature.KNEELING_PRESSURE) >= COUNTS_AS


def _stands(rung: RungFacts) -> bool:
    return rung.position is Position.STANDING or rung.asks(Feature.STANDING) >= COUNTS_AS


def _from_holds(rung: RungFacts, body: BodyFacts, today: date) -> Iterator[Reason]:
    if (reason := calm_today(body, today)) and not rung.calm:
        yield _own(Verdict.AVOID, HoldKind.CALM, reason)
    for hold in body.holds:
        if not hold.counts_on(today):
            continue
        here = [level for pose, level in rung.names if pose == hold.pose]
        if here and (hold.kind is HoldKind.OUT or (hold.kind is HoldKind.EASE and max(here) > Rung.EASIER)):
            yield _own(Verdict.AVOID, hold.kind, hold.reason, "seed001")


def calm_today(body: BodyFacts, today: date) -> str | None:
    """Why the journal leaves only breathing and the body scan open today, or None."""
    kept = (h for h in body.holds if h.kind is HoldKind.CALM and h.counts_on(today))
    return next((h.reason for h in kept), None)


def gentle_next(body: BodyFacts, flags: RedFlags, today: date) -> str | None:
    """Why the next session is the gentle form, or None if it need not be."""
    for hold in body.holds:
        if hold.kind is HoldKind.GENTLE and hold.counts_on(today):
            return hold.reason
    if flag_state(flags, today).gently:
        return say("You said that today is a day to go gently.")
    return None
