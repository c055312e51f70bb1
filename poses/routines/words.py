"""What a person reads of a routine: every sentence that the pure modules of this room say, in one place.

Plain f-strings, each built by a small function, so that a translation has one module to replace. No promise
of relief, nothing that pushes.
"""

from collections.abc import Iterable, Sequence

from hipapp.core.enums import DayKind, DoseKind, Job, Phase, Side, Sides, Site
from poses.content.schema import PoseDoc, RungDoc
from poses.routines.plan import dose_of
from poses.safety.facts import Reason, Ruling

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PHASES = {
    Phase.ARRIVE: "arriving",
    Phase.WARM_UP: "warming up",
    Phase.OPEN: "opening the hips",
    Phase.STRENGTHEN: "strengthening",
    Phase.FINISH: "finishing quietly",
}

_JOBS = {
    Job.SETTLE: "settling",
    Job.WARM_UP: "easy movement in the hips",
    Job.HIP_FLEXOR: "the front of the hips",
    Job.HIP_ROTATOR: "the outer hips and buttocks",
    Job.ADDUCTOR: "the inner thighs",
    Job.TWIST: "a soft turn of the trunk",
    Job.HAMSTRING: "the backs of the thighs",
    Job.STRENGTHEN: "strength around the hips",
    Job.FINISH: "rest",
}

_SITES = {
    Site.UPPER_BACK: "your upper back",
    Site.LOW_BACK_LEFT: "the left of your low back",
    Site.LOW_BACK_MIDDLE: "the middle of your low back",
    Site.LOW_BACK_RIGHT: "the right of your low back",
    Site.BUTTOCK_LEFT: "your left buttock",
    Site.BUTTOCK_RIGHT: "your right buttock",
    Site.OUTER_HIP_LEFT: "the outside of your left hip",
    Site.OUTER_HIP_RIGHT: "the outside of your right hip",
    Site.FRONT_HIP_LEFT: "the front of your left hip",
    Site.FRONT_HIP_RIGHT: "the front of your right hip",
    Site.LEG_LEFT: "your left leg",
    Site.LEG_RIGHT: "your right leg",
}

#: Why something of this phase is in the day at all, when the person named no place that it reaches.
_TAILS = {
    Phase.ARRIVE: "It is a moment to notice how you are, before anything moves.",
    Phase.WARM_UP: "It comes early, to make what follows easier.",
    Phase.STRENGTHEN: "It comes after the opening, while your hips are warm.",
    Phase.FINISH: "It comes last, so that you end quietly.",
}


def listed(words: Iterable[str], most: int = 3) -> str:
    """ "a, b and c"; beyond `most` the rest is only counted."""
    all_words = list(words)
    shown = all_words[:most] if len(all_words) > most + 1 else all_words
    rest = len(all_words) - len(shown)
    if rest:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def prop(slug: str) -> str:
    return f"a {slug.replace('_', ' ')}"


def reason(why_not: Reason) -> str:
    """A refusal as a sentence. With `needs` its text says how to adapt, so the missing props are named."""
    if why_not.needs:
        return f"For you this works only with {listed(map(prop, why_not.needs))} at hand."
    return why_not.text


def refusal(ruling: Ruling) -> str:
    """Why a rung is not open: the first reason that forbids it, what no prop could change before the rest."""
    first = min(ruling.why_not, key=lambda r: bool(r.needs), default=None)
    return reason(first) if first else "It doesn't fit the answers that you gave."


# -- why a step is there ---------------------------------------------------------------------------


def why_assembled(doc: PoseDoc, phase: Phase, sites: Sequence[Site], kind: DayKind) -> str:
    """Why a step stands in an assembled day: what it is for, and what it has to do with this person."""
    if sites:
        tail = f"You named {listed((_SITES[s] for s in sites), most=2)}."
    elif kind is DayKind.SHORT:
        tail = "Two minutes are enough today."
    elif phase is Phase.OPEN:
        tail = f"Today it is the turn of {_JOBS[doc.job]}."
    else:
        tail = _TAILS[phase]
    return f"{doc.why} {tail}"


def why_added(doc: PoseDoc) -> str:
    return f"{doc.why} You added it yourself."


def why_swapped(doc: PoseDoc, before: str) -> str:
    return f"{doc.why} You chose it in place of {before}."


def why_stands_in(doc: PoseDoc, before: str) -> str:
    return f"{doc.why} It stands in for {before}, which is out for you at the moment."


# -- notes: which rule cost what -------------------------------------------------------------------


def _names(names: Sequence[str], most: int = 5) -> str:
    """Names of poses have commas of their own."""
    rest = len(names) - most
    return "; ".join(names) if rest <= 1 else f"{'; '.join(names[:most])}; and {rest} more"


def left_out(names: Sequence[str], because: str) -> str:
    return f"Left out: {_names(names)}. {because}"


def left_out_props(names: Sequence[str], props: Sequence[str]) -> str:
    return f"Left out: {_names(names)}. Not at hand: {listed(map(prop, props))}."


def other_rung(name: str, rung_name: str, because: str) -> str:
    return f"{name}: in the form “{rung_name}”. {because}"


def other_rung_props(name: str, rung_name: str, props: Sequence[str]) -> str:
    return f"{name}: in the form “{rung_name}”. Not at hand: {listed(map(prop, props))}."


def rest_day(weekday: int, before: int | None) -> str:
    """`before` is the practice day that the rest follows, None if the week has none."""
    day = WEEKDAYS[weekday]
    if before is None:
        return f"{day} is your rest day. Rest is part of the week."
    return (
        f"{day} is your rest day, because it follows {WEEKDAYS[before]}'s practice. Rest is part of the week."
    )


# -- conflicts: which wish to drop -----------------------------------------------------------------


def nothing_open() -> str:
    return "With your answers as they are, nothing is open to you yet, so every day is a rest day."


def ends_with(name: str) -> str:
    return f"Nothing made for the end of a practice is open to you, so your days end with {name} instead."


def nothing_for(phases: Sequence[Phase]) -> str:
    what = listed((_PHASES[p] for p in phases), most=5)
    return f"Nothing for {what} is safe with your answers, so your days go without."


def nothing_for_props(phase: Phase, props: Sequence[str], name: str) -> str:
    return (
        f"Nothing for {_PHASES[phase]} works with the props you have. "
        f"Either leave it out, or get {listed(map(prop, props))}: that brings back {name}."
    )


def nothing_at(site: Site) -> str:
    return (
        f"You named {_SITES[site]}, but nothing that works there is safe with your answers. "
        "This week works around it."
    )


def too_few_minutes(minutes: int, enough: int, takes_turns: bool, *, no_arriving: bool) -> str:
    gone = " and arriving is left out" if no_arriving else ""
    what = f"opening and strengthening take turns{gone}" if takes_turns else "some parts are left out"
    return (
        f"{minutes} minutes are too few for all five parts, so {what}. "
        f"If you want all of them on one day, wish for {enough} minutes."
    )


def cannot_fill(minutes: int, filled: int) -> str:
    return (
        f"Of your {minutes} minutes, about {filled} can be filled with what is safe and at hand for you. "
        "Fewer minutes are fine; nothing is stretched just to fill the time."
    )


def no_rest_day() -> str:
    return (
        "You wished for practice on all seven days, so no rest day is planned. Drop one day if you want one."
    )


# -- edits and re-checks ---------------------------------------------------------------------------

GONE = "This step is no longer in the routine."
NO_SUCH_POSE = "This pose is not in the library."
NO_TESTS = "A self-test is not something to practise; it has its own place."
ONE_GO = "Left and right can't be chosen here: both sides take part in one go."
ANCHOR_TOO_LONG = "Please say it in at most 200 characters."
NO_TWO_MINUTES = "With your answers there is nothing for a two-minute day; a rest day is fine too."
NO_SUCH_DAY = "A week has seven days."


def no_such_rung(name: str) -> str:
    return f"{name} has no such step on its ladder."


def other_job(name: str, other: str) -> str:
    return f"{other} does another job than {name}. Add it beside, or choose one that does the same."


def day_full(weekday: int, most: int) -> str:
    return f"{WEEKDAYS[weekday]} already has {most} steps, and more would not do you more good."


def amount_between(least: int, most: int, kind: DoseKind) -> str:
    return f"Choose between {least} and {count(most, kind)}."


def amounts_wanted(parts: int) -> str:
    return "Say one number." if parts == 1 else f"Say {parts} numbers, one for each part."


def on_days(weekdays: Sequence[int], change: str) -> str:
    """A change of one or more days: "Monday and Friday: …"."""
    return f"{listed((WEEKDAYS[d] for d in weekdays), most=7)}: {change}"


def eased(name: str, rung_name: str, because: str) -> str:
    return f"{name} is now “{rung_name}”. {because}"


def replaced(name: str, other: str, because: str) -> str:
    return f"{other} stands in for {name}. {because}"


def taken_out(name: str, because: str) -> str:
    return f"{name} is taken out, and nothing else that does its job is open to you. {because}"


def retired(slug: str) -> str:
    return f"“{slug.replace('-', ' ')}” is taken out, because it is no longer in the library."


def retired_rung(name: str) -> str:
    return f"This step of {name} is no longer in the library."


def own_dose(name: str) -> str:
    return f"{name} is back to its own dose and sides, because what can be chosen there has changed."


def becomes_rest() -> str:
    return "Nothing is left, so it is a rest day for now."


# -- starters --------------------------------------------------------------------------------------


def starter_empty(name: str) -> str:
    return f"Nothing of “{name}” is safe with your answers. Let a week be assembled for you instead."


# -- as text ---------------------------------------------------------------------------------------

TITLE = "A week of gentle practice"
SHORT_DAY = "two-minute day"
REST_DAY = "rest"
NOTHING_YET = "nothing chosen yet"
FOOTER = (
    "Stop what you do if it hurts sharply or pinches. "
    "Numbness, or weakness in a leg: stop for today and ask for help.\n"
    "This week was put together for one person's body. Make your own before you follow it."
)


def anchored(anchor: str) -> str:
    return f"When: {anchor}"


def day_title(weekday: int, kind: DayKind, seconds: int) -> str:
    """`seconds` is the length of the day; 0 if it has no steps."""
    day = WEEKDAYS[weekday]
    if kind is DayKind.REST:
        return f"{day}: {REST_DAY}"
    if not seconds:
        return f"{day}: {NOTHING_YET}"
    if kind is DayKind.SHORT:
        return f"{day}: {SHORT_DAY}"
    return f"{day}: about {minutes(seconds)}"


def minutes(seconds: int) -> str:
    """Rounded to whole minutes, at least one."""
    number = max(1, round(seconds / 60))
    return "1 minute" if number == 1 else f"{number} minutes"


def count(amount: int, kind: DoseKind) -> str:
    """One amount of a dose: "30 seconds", "8 times", "5 breaths", "6 soft pulses"."""
    if kind is DoseKind.HOLD:
        return f"{amount} seconds" if amount % 60 or amount < 60 else minutes(amount)
    noun = {DoseKind.REPS: "time", DoseKind.BREATHS: "breath", DoseKind.PULSES: "soft pulse"}[kind]
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def dose(rung: RungDoc, amounts: tuple[int, ...] | None, side: Side) -> str:
    """The whole dose: "5 soft pulses, then 30 seconds, 2 rounds, each side". Raises as `dose_of`."""
    own = dose_of(rung, amounts)
    words = [", then ".join(count(p.amount, p.kind) for p in own.parts)]
    if own.sets > 1:
        words.append(f"{own.sets} rounds")
    if rung.sides is Sides.EACH:
        words.append("each side" if side is Side.BOTH else f"{side} side only")
    elif rung.sides is Sides.ALTERNATE:
        words.append("left and right in turn")
    return ", ".join(words)
