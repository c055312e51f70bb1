"""What is said before, during and after "ask my back". Pure.

Nothing here urges: that it may never tell is said before it begins, and that it did not tell is no failure.
"""

from hipapp.core.enums import TrialEnd
from hipapp.core.speech import say, say_n
from journal.coach.ask import LEAST, Answer, Difference, Found, Refusal
from journal.coach.outlook import between
from journal.coach.words import in_ten, points

#: Under this the chance of a clear answer is hardly one.
HARDLY = 0.05


def refused(why: Refusal, pose: str, other: str = "") -> str:
    """Why it can't be asked now. `pose` and `other` (that is being asked about) are names."""
    match why:
        case Refusal.ANOTHER:
            return say(
                "You are asking about %(other)s. One question at a time, so that we can tell.", other=other
            )
        case Refusal.NOT_THERE:
            return say(
                "%(pose)s is not in your routine yet. Once it is there, you can ask your back about it.",
                pose=pose,
            )
        case Refusal.NOT_OPEN:
            return say("%(pose)s is not fully open to you just now. That comes first.", pose=pose)
        case Refusal.ALONE:
            return say("On some day nothing would be left to do without %(pose)s.", pose=pose)
        case Refusal.WARM_UP:
            return say("%(pose)s is all that warms you up on some day, so it stays in.", pose=pose)
        case Refusal.EARLY:
            return say("It is early days. After a few more practices you can ask.")
        case Refusal.MUCH:
            return say("%(pose)s may be too much for you. That is nothing to try out.", pose=pose)
        case Refusal.UNSURE:
            return say(
                "We can’t rule out yet that %(pose)s is a bit much for you, so it is nothing to try out.",
                pose=pose,
            )
        case Refusal.HELPS:
            return say("%(pose)s seems to help you already, so there is little to ask.", pose=pose)


def chance_words(p: float) -> str:
    """The chance of a clear answer."""
    if p < HARDLY:
        return say("hardly any chance")
    if p >= 0.95:
        return say("nearly certain")
    return say("about %(n)s in 10", n=in_ten(p))


def often(a_week: float) -> str:
    """How often a practice with the pose is rated, as far as it is known."""
    n = round(a_week)
    if not n:
        return say("less than one rated practice a week on days with this pose")
    return say_n(
        "about %(n)s rated practice a week on days with this pose",
        "about %(n)s rated practices a week on days with this pose",
        n,
    )


def heading(found: Found, pose: str) -> str:
    """The answer in one line."""
    match found.after.answer:
        case Answer.BETTER:
            return say("Your back was better after practices with %(pose)s.", pose=pose)
        case Answer.WORSE:
            return say("Your back was sorer after practices with %(pose)s.", pose=pose)
        case Answer.SAME:
            return say("With or without %(pose)s: no difference that you would notice.", pose=pose)
        case _:
            return say("We can’t tell.")


def lines(found: Found, pose: str) -> list[str]:
    """The answer in sentences: what was seen, how sure that is, next mornings, and what now."""
    if _too_few(found.after):
        return [
            _few(found.after),
            say("If you would like to know, ask again for longer, and rate before and after."),
        ]
    return [
        _seen(found.after),
        _sure(found.after),
        _morning(found.next_morning, after=found.after.answer),
        _now(found, pose),
    ]


def _too_few(d: Difference) -> bool:
    return min(d.with_it, d.without) < LEAST


def _few(d: Difference) -> str:
    return say(
        "Rated practices with it: %(with_it)s. Without it: %(without)s. That is too few to say anything.",
        with_it=d.with_it,
        without=d.without,
    )


def _seen(d: Difference) -> str:
    return say(
        "%(amount)s, allowing for how you felt before. That is from %(with_it)s rated practices with it and %(n)s "
        "without.",
        amount=_amount(d.mean),
        with_it=d.with_it,
        n=d.without,
    )


def _amount(mean: float) -> str:
    if round(abs(mean), 1) < 0.1:
        return say("After practices with it your back was about the same as after those without it")
    if mean < 0:
        return say(
            "On your 0 to 10 rating your back was about %(n)s points better after practices with it than after those "
            "without it",
            n=points(mean),
        )
    return say(
        "On your 0 to 10 rating your back was about %(n)s points sorer after practices with it than after those "
        "without it",
        n=points(mean),
    )


def _sure(d: Difference) -> str:
    return say("Very likely (9 in 10) it was %(between)s.", between=between(*d.interval))


def _morning(d: Difference, after: Answer) -> str:
    if _too_few(d):
        return say("Too few next mornings were rated to say anything of them.")
    match d.answer:
        case Answer.BETTER if after is Answer.BETTER:
            return say("Next mornings were better too: by about %(n)s points.", n=points(d.mean))
        case Answer.BETTER:
            return say("Next mornings were better: by about %(n)s points.", n=points(d.mean))
        case Answer.WORSE:
            return say("Next mornings were sorer: by about %(n)s points.", n=points(d.mean))
        case Answer.SAME:
            return say("Next mornings made no difference that you would notice.")
        case _:
            return say("Of next mornings we can’t tell.")


def _now(found: Found, pose: str) -> str:
    """What now. What is sorer, at once or by the next morning, outweighs all else."""
    answer = found.after.answer
    if Answer.WORSE in (answer, found.next_morning.answer):
        return say(
            "You could leave %(pose)s out, make it easier, or swap it. The coach counts these weeks too.",
            pose=pose,
        )
    match answer:
        case Answer.BETTER:
            return say("It has earned its place. Things may change; you can ask again one day.")
        case Answer.SAME:
            return say("Keep it if you like it, or use the minutes for something else.")
        case _:
            return say(
                "That happens often: backs change from day to day by more than one pose does. "
                "Nothing here speaks against going on as before."
            )


def ended(how: TrialEnd, weeks: int) -> str:
    """Why it is over, where that was before its time; `weeks` is the one in which, from 1, or 0 before it began."""
    match how:
        case TrialEnd.STOPPED:
            if not weeks:
                return say("You stopped before it began.")
            return say("You stopped in week %(n)s. This is what there is so far.", n=weeks)
        case TrialEnd.SHARP:
            return say(
                "It felt sharp, or went down the leg, so we stopped asking. That is an answer of its own: "
                "go gently with it, or leave it out for now."
            )
        case TrialEnd.CHANGED:
            return say("The pose was changed or left your routine, so the question ended there.")
        case _:
            return ""
