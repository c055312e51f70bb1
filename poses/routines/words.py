"""What a person reads of a routine: every sentence that the pure modules of this room say, in one place.

Each is built by a small function, or is a constant that `say` translates where it is used. No promise of relief,
nothing that pushes.
"""

from collections.abc import Iterable, Mapping, Sequence

from hipapp.core.amounts import dose_in_words
from hipapp.core.enums import DayKind, Job, Phase, Side, Site
from hipapp.core.speech import N_, WEEKDAYS, say, say_n
from poses.content.schema import PoseDoc, RungDoc
from poses.routines.plan import dose_kept
from poses.safety.facts import Reason, Ruling

_PHASES = {
    Phase.ARRIVE: N_("arriving"),
    Phase.WARM_UP: N_("warming up"),
    Phase.OPEN: N_("opening the hips"),
    Phase.STRENGTHEN: N_("strengthening"),
    Phase.FINISH: N_("finishing quietly"),
}

_PROPS = {
    "mat": N_("a mat"),
    "blanket": N_("a blanket"),
    "cushion": N_("a cushion"),
    "bolster": N_("a bolster"),
    "block": N_("a block"),
    "strap": N_("a strap"),
    "towel": N_("a towel"),
    "chair": N_("a chair"),
    "wall": N_("a wall"),
}

_JOBS = {
    Job.SETTLE: N_("settling"),
    Job.WARM_UP: N_("easy movement in the hips"),
    Job.HIP_FLEXOR: N_("the front of the hips"),
    Job.HIP_ROTATOR: N_("the outer hips and buttocks"),
    Job.ADDUCTOR: N_("the inner thighs"),
    Job.TWIST: N_("a soft turn of the trunk"),
    Job.HAMSTRING: N_("the backs of the thighs"),
    Job.STRENGTHEN: N_("strength around the hips"),
    Job.BALANCE: N_("balance"),
    Job.FINISH: N_("rest"),
}

_SITES = {
    Site.UPPER_BACK: N_("your upper back"),
    Site.LOW_BACK_LEFT: N_("the left of your low back"),
    Site.LOW_BACK_MIDDLE: N_("the middle of your low back"),
    Site.LOW_BACK_RIGHT: N_("the right of your low back"),
    Site.BUTTOCK_LEFT: N_("your left buttock"),
    Site.BUTTOCK_RIGHT: N_("your right buttock"),
    Site.OUTER_HIP_LEFT: N_("the outside of your left hip"),
    Site.OUTER_HIP_RIGHT: N_("the outside of your right hip"),
    Site.FRONT_HIP_LEFT: N_("the front of your left hip"),
    Site.FRONT_HIP_RIGHT: N_("the front of your right hip"),
    Site.LEG_LEFT: N_("your left leg"),
    Site.LEG_RIGHT: N_("your right leg"),
}

#: More places than these in a row are not told one by one.
MOST_IN_TURN = 4

#: Why something of this phase is in the day at all, when the person named no place that it reaches.
_TAILS = {
    Phase.ARRIVE: N_("It is a moment to notice how you are, before anything moves."),
    Phase.WARM_UP: N_("It comes early, to make what follows easier."),
    Phase.STRENGTHEN: N_("It comes after the opening, while your hips are warm."),
    Phase.FINISH: N_("It comes last, so that you end quietly."),
}


def listed(words: Iterable[str], most: int = 3) -> str:
    """ "a, b and c"; beyond `most` the rest is only counted."""
    all_words = list(words)
    shown = all_words[:most] if len(all_words) > most + 1 else all_words
    rest = len(all_words) - len(shown)
    if rest:
        shown.append(say_n("%(n)s more", "%(n)s more", rest))
    if len(shown) == 1:
        return shown[0]
    return say("%(others)s and %(last)s", others=", ".join(shown[:-1]), last=shown[-1])


def day_name(weekday: int) -> str:
    return say(WEEKDAYS[weekday])


def job(word: Job) -> str:
    """What something of this job is in the week for."""
    return say(_JOBS[word])


def prop(slug: str) -> str:
    if slug in _PROPS:
        return say(_PROPS[slug])
    return say("a %(prop)s", prop=slug.replace("_", " "))


def _props(props: Iterable[str]) -> str:
    return listed(map(prop, props))


def reason(why_not: Reason) -> str:
    """A refusal as a sentence. With `needs` its text says how to adapt, so the missing props are named."""
    if why_not.needs:
        return say("For you this works only with %(props)s at hand.", props=_props(why_not.needs))
    return why_not.text


def refusal(ruling: Ruling) -> str:
    """Why a rung is not open: the first reason that forbids it, what no prop could change before the rest."""
    first = main_reason(ruling)
    return reason(first) if first else say("It doesn’t fit the answers that you gave.")


def main_reason(ruling: Ruling) -> Reason | None:
    """The first reason that forbids a rung, what no prop could change before the rest."""
    return min(ruling.why_not, key=lambda r: bool(r.needs), default=None)


def caution_for(because: str, condition: str) -> str:
    return say("%(because)s (A caution for: %(condition)s.)", because=because, condition=condition)


# -- why a step is there ---------------------------------------------------------------------------


def why_assembled(doc: PoseDoc, phase: Phase, sites: Sequence[Site], kind: DayKind) -> str:
    """Why a step stands in an assembled day: what it is for, and what it has to do with this person."""
    if sites:
        tail = say("You named %(places)s.", places=listed((say(_SITES[s]) for s in sites), most=2))
    elif kind is DayKind.SHORT:
        tail = say("Two minutes are enough on such a day.")
    elif phase is Phase.OPEN:
        tail = say("On this day it is the turn of %(job)s.", job=say(_JOBS[doc.job]))
    else:
        tail = say(_TAILS[phase])
    return f"{doc.why} {tail}"


def why_added(doc: PoseDoc) -> str:
    return say("%(why)s You added it yourself.", why=doc.why)


def why_swapped(doc: PoseDoc, before: str) -> str:
    return say("%(why)s You chose it in place of %(before)s.", why=doc.why, before=before)


def why_stands_in(doc: PoseDoc, before: str) -> str:
    return say("%(why)s It stands in for %(before)s.", why=doc.why, before=before)


def no_such_rung(name: str) -> str:
    return say("%(name)s has no such form. Please choose one that is shown.", name=name)


# -- notes: which rule cost what -------------------------------------------------------------------


def _names(names: Sequence[str], most: int = 5) -> str:
    """Names of poses have commas of their own."""
    rest = len(names) - most
    if rest <= 1:
        return "; ".join(names)
    return say_n(
        "%(names)s; and %(n)s more", "%(names)s; and %(n)s more", rest, names="; ".join(names[:most])
    )


def left_out(names: Sequence[str], because: str) -> str:
    return say("Left out: %(names)s. %(because)s", names=_names(names), because=because)


def not_at_hand(props: Sequence[str]) -> str:
    return say("Not at hand: %(props)s.", props=_props(props))


#: What serves as what, and how: one pillow is no bolster.
_SERVES = {
    ("towel", "blanket"): N_("a large towel folded in four"),
    ("bolster", "cushion"): N_("the bolster"),
    ("cushion", "bolster"): N_("two firm pillows tied together"),
    ("towel", "strap"): N_("a long towel"),
    ("blanket", "towel"): N_("a folded blanket"),
}


def serves(instead: str, wanted: str) -> str:
    """How `instead` is taken where a form asks for `wanted`."""
    return say(_SERVES[instead, wanted]) if (instead, wanted) in _SERVES else prop(instead)


def in_place_of(instead: str, wanted: str) -> str:
    """The two props as one item of a list: "a long towel in place of a strap"."""
    return say("%(instead)s in place of %(wanted)s", instead=serves(instead, wanted), wanted=prop(wanted))


def take_instead(pairs: Sequence[tuple[str, str]]) -> str:
    """What serves at this home in place of what a form asks for; empty without any."""
    things = listed((in_place_of(*pair) for pair in pairs), most=len(pairs)) if pairs else ""
    return say("Take %(things)s.", things=things) if things else ""


def left_out_props(names: Sequence[str], props: Sequence[str]) -> str:
    return left_out(names, not_at_hand(props))


def other_rung(name: str, rung_name: str, because: str) -> str:
    return say(
        "%(name)s comes in another form, “%(form)s”. %(because)s", name=name, form=rung_name, because=because
    )


def other_rung_props(name: str, rung_name: str, props: Sequence[str]) -> str:
    return other_rung(name, rung_name, not_at_hand(props))


def begins_easy() -> str:
    return say(
        "Most poses come in their easier form, because this is new to you. Each form can also be changed by itself."
    )


# -- conflicts: which wish to drop -----------------------------------------------------------------


def nothing_open() -> str:
    return say("With your answers as they are, nothing is open to you yet, so every day is a rest day.")


def ends_with(name: str) -> str:
    return say(
        "Nothing made for the end of a practice is open to you, so your days end with %(name)s instead.",
        name=name,
    )


def nothing_for(phases: Sequence[Phase]) -> str:
    what = listed((say(_PHASES[p]) for p in phases), most=5)
    return say("Nothing for %(parts)s is safe with your answers, so your days go without.", parts=what)


def nothing_for_props(phase: Phase, props: Sequence[str], name: str) -> str:
    return say(
        "Nothing for %(part)s works with the props you have. "
        "Either leave it out, or get %(props)s: that brings back %(name)s.",
        part=say(_PHASES[phase]),
        props=_props(props),
        name=name,
    )


def nothing_at(site: Site) -> str:
    return say(
        "You named %(place)s, but nothing that works there is safe with your answers. "
        "This week works around it.",
        place=say(_SITES[site]),
    )


def too_few_minutes(minutes: int, enough: int, takes_turns: bool, *, no_arriving: bool) -> str:
    if not takes_turns:
        cost = say_n(
            "%(n)s minute is too few for all five parts, so some parts are left out.",
            "%(n)s minutes are too few for all five parts, so some parts are left out.",
            minutes,
        )
    elif no_arriving:
        cost = say_n(
            "%(n)s minute is too few for all five parts, so opening and strengthening take turns "
            "and arriving is left out.",
            "%(n)s minutes are too few for all five parts, so opening and strengthening take turns "
            "and arriving is left out.",
            minutes,
        )
    else:
        cost = say_n(
            "%(n)s minute is too few for all five parts, so opening and strengthening take turns.",
            "%(n)s minutes are too few for all five parts, so opening and strengthening take turns.",
            minutes,
        )
    way_out = say_n(
        "If you want all of them on one day, wish for %(n)s minute.",
        "If you want all of them on one day, wish for %(n)s minutes.",
        enough,
    )
    return f"{cost} {way_out}"


def shorter(wished: int, seconds: int, because: str) -> str:
    """A practice day that stays below the wished minutes, and why."""
    return say_n(
        "Shorter than the %(n)s minute you asked for, about %(time)s, because %(because)s.",
        "Shorter than the %(n)s minutes you asked for, about %(time)s, because %(because)s.",
        wished,
        time=minutes(seconds),
        because=because,
    )


def all_that_is_open() -> str:
    return say("that is all that suits your body and what you have at home, each as long as is good for it")


def enough_poses(poses: int) -> str:
    return say_n(
        "%(n)s pose is enough for one day, and it lasts as long as is good for it",
        "%(n)s poses are enough for one day, and each lasts as long as is good for it",
        poses,
    )


def one_more_is_too_long() -> str:
    return say("one pose more would make it longer than you asked for")


def no_rest_day() -> str:
    return say(
        "You wished for practice on all seven days, so no rest day is planned. Drop one day if you want one."
    )


# -- starters --------------------------------------------------------------------------------------


def starter_empty(name: str) -> str:
    return say(
        "Nothing of “%(name)s” is safe with your answers. Let a week be assembled for you instead.", name=name
    )


# -- as text ---------------------------------------------------------------------------------------

TITLE = N_("A week of gentle practice")
SHORT_DAY = N_("two-minute day")
REST_DAY = N_("rest")
NOTHING_YET = N_("nothing chosen yet")
#: Stands on whatever of a week leaves the screen: its text, and its page on paper.
WHEN_TO_STOP = N_(
    "Stop if it hurts sharply or pinches, or if a leg goes numb or tingles. Get help today if a leg is suddenly weak, "
    "or if you are numb between the legs."
)
FOOTER = N_("This week was put together for one person’s body. Make your own before you follow it.")


def anchored(anchor: str) -> str:
    return say("When: %(anchor)s", anchor=anchor)


def day_what(kind: DayKind, seconds: int) -> str:
    """What a day is: "about 12 minutes", "two-minute day", "rest". `seconds` is 0 if it has no steps."""
    if kind is DayKind.REST:
        return say(REST_DAY)
    if not seconds:
        return say(NOTHING_YET)
    if kind is DayKind.SHORT and round(seconds / 60) <= 2:
        return say(SHORT_DAY)
    return say("about %(time)s", time=minutes(seconds))


def in_turn(places: Sequence[str]) -> str:
    """Where a day is done: "on a chair, then on the floor"; with many changes only which places there are."""
    if len(places) > MOST_IN_TURN:
        return say("by turns %(places)s", places=listed(dict.fromkeys(places), most=4))
    first, *rest = places or [""]
    return first + "".join(say(", then %(place)s", place=place) for place in rest)


def day_title(weekday: int, kind: DayKind, seconds: int) -> str:
    return say("%(day)s: %(what)s", day=day_name(weekday), what=day_what(kind, seconds))


def line(name: str, rung_name: str, dose: str) -> str:
    """One step of a day."""
    return say("%(name)s (%(form)s): %(dose)s", name=name, form=rung_name, dose=dose)


def other_lengths(days: Mapping[str, Sequence[int]]) -> str:
    """How long days are after a change, by length: "Now about 7 minutes on Monday, 8 minutes on Friday." """
    lengths = (
        say("%(time)s on %(days)s", time=length, days=listed(map(day_name, weekdays), most=7))
        for length, weekdays in days.items()
    )
    return say("Now about %(lengths)s.", lengths=", ".join(lengths))


def takes(seconds: int) -> str:
    return say("about %(time)s", time=minutes(seconds))


def minutes(seconds: int) -> str:
    """Rounded to whole minutes, at least one."""
    return say_n("%(n)s minute", "%(n)s minutes", max(1, round(seconds / 60)))


def dose(rung: RungDoc, amounts: tuple[int, ...] | None, side: Side) -> str:
    """The whole dose of a step: the person's amounts, or the rung's own where its bounds have left them behind."""
    own = dose_kept(rung, amounts)
    return dose_in_words(own.amounts, own.sets, rung.sides, side)


def week_in_short(practice: int, short: int) -> str:
    """How many days of a week are for what: "3 practice days, two minutes on 3 others, 1 rest day"."""
    free = 7 - practice - short
    told = [
        say_n("%(n)s practice day", "%(n)s practice days", practice),
        say_n("two minutes on %(n)s other", "two minutes on %(n)s others", short) if short else "",
        say_n("%(n)s rest day", "%(n)s rest days", free) if free else "",
    ]
    return ", ".join(filter(None, told))


# -- what a week goes by ---------------------------------------------------------------------------

ASSUMED_ABILITIES = N_("We take it that you can get down to the floor and up, and kneel.")
ASSUMED_MOVEMENTS = N_(
    "Not answered yet. If arching, bending or twisting hurts, say so, and it is left out or softer."
)
NO_MOVEMENTS = N_("None of them")
ASSUMED_PROPS = N_(
    "Not answered yet. For now we take it that you have a chair, a wall, pillows and a blanket. "
    "Poses that are safe for you only with one of these come in once you have answered."
)
ASSUMED_SITES = N_("Not answered yet. For now every part of hips and low back has its turn.")
NO_SITES = N_("Nowhere in particular")
NO_PROPS = N_("nothing but a wall and the floor")
NO_CONDITIONS = N_("None of the list")
NOT_ANSWERED = N_("Not answered yet.")
