"""What the coach says, in plain words. Pure.

Chances are told as "about 4 in 10", effects to a tenth of a point, marks as counts. It never says that something
causes, harms, heals or is proven; it says what was seen, how sure that is, and what happens if nothing changes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hipapp.core.enums import Mark, Move
from hipapp.core.speech import N_, say, say_n
from journal.coach.ask import NOTICED
from journal.coach.facts import Action, Advice, Effect, History, Quiet, Status, Suggestion

#: Effects nearer to nothing than this are not spoken of, points.
WORTH_TELLING = 0.1

_MOVES = {
    Move.FLEX: N_("Rounding the back"),
    Move.EXT: N_("Arching the back"),
    Move.ROT: N_("Twisting"),
    Move.HIPFLEX: N_("Folding the hip far"),
    Move.KNEE: N_("Kneeling"),
    Move.ABD: N_("Opening the legs wide"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """How poses and their rungs are called: `pose(slug)` and `rung(slug, level)`, in the reader's language."""

    pose: Callable[[str], str]
    rung: Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A suggestion in words: what it is about, the question, why, how sure, and what happens otherwise."""

    about: str
    question: str
    because: tuple[str, ...]
    sure: str
    otherwise: str

    def lines(self) -> tuple[str, ...]:
        return (self.about, *self.because, self.sure, self.question, self.otherwise)


def told(suggestion: Suggestion, advice: Advice, names: Names) -> Told:
    """One suggestion in words."""
    pose = names.pose(suggestion.pose)
    effect = advice.effects.get(suggestion.pose)
    match suggestion.action:
        case Action.GIVE_BACK | Action.PROGRESS | Action.ADD:
            return _more(suggestion, effect, names, pose)
        case _:
            return Told(
                _about_less(suggestion, advice, pose),
                _less_question(suggestion, names, pose),
                tuple(_because(suggestion, effect)),
                _sure(suggestion),
                say("If you keep it as it is, nothing changes, and we go on watching together."),
            )


def _about_less(s: Suggestion, advice: Advice, pose: str) -> str:
    if s.move is not None:
        return say(
            "%(movement)s seems to bother your back (we are about %(n)s in 10 sure), and it is part of “%(pose)s”.",
            movement=say(_MOVES[s.move]),
            n=in_ten(advice.moves[s.move]),
            pose=pose,
        )
    if s.rule == "heard":
        return say("You said more than once that “%(pose)s” was too much.", pose=pose)
    return say("“%(pose)s” may not suit you right now.", pose=pose)


def _less_question(s: Suggestion, names: Names, pose: str) -> str:
    match s.action:
        case Action.SWAP if s.to is not None:
            return say(
                "Swap it for “%(other)s”? It does the same job, and starts with its easier form, “%(rung)s”.",
                other=names.pose(s.to),
                rung=names.rung(s.to, s.level or 0),
            )
        case Action.EASE:
            return say("Try the easier form for a week, “%(rung)s”?", rung=names.rung(s.pose, s.level or 0))
        case _:
            return say(
                "Leave “%(pose)s” out for now? Nothing easier is left, and nothing else does its job for you.",
                pose=pose,
            )


def _because(s: Suggestion, effect: Effect | None) -> Iterator[str]:
    if effect is not None:
        yield from _seen(effect)
    much = effect.said.get(Mark.TOO_MUCH, 0) if effect else 0
    if effect and much and much == sum(effect.said.values()):
        yield say_n(
            "You marked it once, as “too much”.",
            "You marked it %(n)s times, each time “too much”.",
            much,
        )
    elif effect and much:
        yield say_n(
            "You marked it “too much” once, out of the %(all)s times that you marked it.",
            "You marked it “too much” %(n)s times, out of the %(all)s that you marked it.",
            much,
            all=sum(effect.said.values()),
        )


def _seen(effect: Effect) -> Iterator[str]:
    if effect.after_mean >= WORTH_TELLING and effect.after_mean >= effect.morning_mean:
        yield say(
            "After practices with it your back was about %(points)s points sorer than after others, "
            "allowing for how you felt before.",
            points=points(effect.after_mean),
        )
    elif effect.morning_mean >= WORTH_TELLING:
        yield say(
            "On mornings after it your back was about %(points)s points sorer than on others, "
            "allowing for how you felt before.",
            points=points(effect.morning_mean),
        )


def _why_more(effect: Effect | None, sure: float) -> Iterator[str]:
    """Why a little more: first what it comes to. What nobody would notice is told without its tenths and its odds,
    which stand with the numbers of the card."""
    if effect is not None and effect.after_mean > -NOTICED:
        yield say(
            "After practices with it your back was a little better than after others, though less than you would "
            "notice on a single day."
        )
        return
    yield _helps(effect, sure)
    if effect is not None:
        yield say(
            "After practices with it your back was about %(points)s points better than after others, "
            "allowing for how you felt before.",
            points=points(effect.after_mean),
        )


def _helps(effect: Effect | None, sure: float) -> str:
    """That it helps, and how sure that is; what one would not notice on a single day is called a little."""
    if effect is not None and effect.after_mean > -NOTICED:
        return say(
            "It seems to help you a little, though less than you would notice on a single day "
            "(we are about %(n)s in 10 sure).",
            n=in_ten(sure),
        )
    return say("It seems to help you (we are about %(n)s in 10 sure).", n=in_ten(sure))


def _sure(s: Suggestion) -> str:
    n = in_ten(s.p_harm)
    if s.p_harm >= 0.75:
        return say("We are fairly sure, not certain: about %(n)s in 10.", n=n)
    if n >= 6:
        return say("It is more likely than not, and no proof: about %(n)s in 10.", n=n)
    if n == 5:
        return say("It may be so or not: about %(n)s in 10.", n=n)
    return say("That is a hint, not proof: about %(n)s in 10.", n=n)


def _more(s: Suggestion, effect: Effect | None, names: Names, pose: str) -> Told:
    rung = names.rung(s.pose, s.level or 0)
    stay = say("If you stay where you are, nothing changes; staying is just as good.")
    if s.action is Action.GIVE_BACK:
        return Told(
            say("The easier form of “%(pose)s” has been calm.", pose=pose),
            say("Try the fuller form again, “%(rung)s”?", rung=rung),
            (say("Your last practices and the mornings after them were calm too."),),
            say("If it turns out too much, say so, and it is made easier again."),
            stay,
        )
    if s.rule == "felt_easy":
        easy = effect.said.get(Mark.FELT_EASY, 0) if effect else 0
        because = [say_n("You said once that it felt easy.", "You said %(n)s times that it felt easy.", easy)]
    else:
        because = list(_why_more(effect, s.p_help))
    return Told(
        say("It has been calm lately, and “%(pose)s” goes well.", pose=pose),
        say("Try a little more, the form “%(rung)s”? Or stay as you are.", rung=rung),
        tuple(because),
        say("We don’t know whether more is better; some people like the change."),
        stay,
    )


#: Each rule of `decide.py`, in words.
_RULES = {
    "ease": N_("may be too much, and there is an easier form"),
    "swap": N_("may be too much, and another pose does its job"),
    "remove": N_("may be too much, and nothing easier is left"),
    "heard": N_("said to be too much twice in the last four marks"),
    "give_back": N_("made easier before, and calm since"),
    "helps": N_("seems to help, and all has been calm"),
    "felt_easy": N_("felt easy twice in the last four marks, and all has been calm"),
}


def rule_words(rule: str) -> str:
    """Why that was proposed, as a rule; rules of later engines have at least their name."""
    return say(_RULES[rule]) if rule in _RULES else rule.replace("_", " ")


def changed(action: Action, names: Names, pose: str, to: str, level: int | None) -> str:
    """What a suggestion that was taken has done to the routine."""
    match action:
        case Action.REMOVE:
            return say("“%(pose)s” is left out of your routine for now.", pose=names.pose(pose))
        case Action.SWAP:
            return say(
                "“%(other)s” now stands where “%(pose)s” was.", other=names.pose(to), pose=names.pose(pose)
            )
        case _:
            return say(
                "“%(pose)s” is now in your routine in this form: %(rung)s.",
                pose=names.pose(pose),
                rung=names.rung(pose, level or 0),
            )


def quiet(advice: Advice, history: History) -> str:
    """Why there is nothing to decide."""
    match advice.quiet:
        case Quiet.EARLY:
            return say("It is early days. After a few more practices the coach can begin to look.")
        case Quiet.SEE_SOMEONE:
            return say("Until a doctor or physiotherapist has had a look, the coach suggests nothing.")
        case Quiet.AWAY:
            return say(
                "You have been away for a while. Begin again gently; the coach looks again as you go on."
            )
        case Quiet.GENTLE:
            return say("Today is for the gentle form, so nothing else changes.")
        case Quiet.ASKING:
            return say("Nothing to change. While you are asking your back, nothing gets harder.")
        case Quiet.ONE_A_WEEK:
            if not _latest_was_taken(history):
                return say("Nothing else is suggested this week.")
            return say("One change at a time, so that we can tell what it does. Nothing else this week.")
        case _:
            return say("Nothing to change this week.")


def _latest_was_taken(history: History) -> bool:
    """Where it was declined, there is no change of which anything could be told."""
    return max(history.changes, key=lambda c: c.day).accepted if history.changes else True


def counts(effects: Mapping[str, Effect], routine: tuple[str, ...]) -> str:
    """How many poses of the routine seem fine, seem to help, and so on, as one sentence."""
    found = Counter(effects[p].status if p in effects else Status.CANT_TELL for p in routine)
    parts = [
        say_n("%(n)s seems to help", "%(n)s seem to help", found[Status.SEEMS_TO_HELP])
        if found[Status.SEEMS_TO_HELP]
        else "",
        say_n("%(n)s seems fine", "%(n)s seem fine", found[Status.SEEMS_FINE])
        if found[Status.SEEMS_FINE]
        else "",
        say_n("%(n)s may be too much", "%(n)s may be too much", _much(found)) if _much(found) else "",
        say_n("for %(n)s we can’t tell yet", "for %(n)s we can’t tell yet", found[Status.CANT_TELL])
        if found[Status.CANT_TELL]
        else "",
    ]
    listed = [p for p in parts if p]
    if not listed:
        return ""
    if set(found) == {Status.CANT_TELL}:
        return say_n(
            "We can’t tell yet for the pose of your routine.",
            "We can’t tell yet for any of your %(n)s poses.",
            len(routine),
        )
    return say("Of your poses: %(list)s.", list=", ".join(listed))


def _much(found: Counter[Status]) -> int:
    return found[Status.MAY_BE_TOO_MUCH] + found[Status.SEEMS_TOO_MUCH]


def status_words(effect: Effect | None) -> str:
    """What can be said of one pose for this person."""
    if effect is None:
        return say("You have not done it yet, so there is nothing to say.")
    match effect.status:
        case Status.SEEMS_TO_HELP:
            if effect.after_mean > -NOTICED:
                return _helps(effect, effect.p_help)
            return say(
                "It seems to help you, by about %(points)s points (we are about %(n)s in 10 sure).",
                points=points(effect.after_mean),
                n=in_ten(effect.p_help),
            )
        case Status.SEEMS_FINE:
            return say("It seems fine for you.")
        case Status.MAY_BE_TOO_MUCH:
            return say(
                "It may be too much for you right now (a chance of about %(n)s in 10).",
                n=in_ten(effect.p_harm),
            )
        case Status.SEEMS_TOO_MUCH:
            return say(
                "It seems too much for you right now (we are about %(n)s in 10 sure).",
                n=in_ten(effect.p_harm),
            )
        case _:
            return _cant_tell(effect)


def _cant_tell(effect: Effect) -> str:
    if effect.sessions_with and not effect.sessions_without and effect.marks < 2:
        return say(
            "We can’t tell yet: it was in every practice. A mark after practice now and then would help to tell, "
            "or leaving it out once or twice."
        )
    if not effect.sessions_with and not effect.marks:
        return say("We can’t tell yet: no rated practice had it so far.")
    if effect.sessions_with < 3 and effect.marks < 2:
        return say_n(
            "We can’t tell yet: it was in %(n)s rated practice so far.",
            "We can’t tell yet: it was in %(n)s rated practices so far.",
            effect.sessions_with,
        )
    return say("We can’t tell yet whether it helps.")


def in_ten(p: float) -> int:
    """A chance as "about n in 10": never 0 and never 10, because nothing is certain."""
    return min(9, max(1, round(10 * p)))


def points(value: float) -> str:
    """An effect in points, to a tenth."""
    return f"{abs(value):.1f}"
