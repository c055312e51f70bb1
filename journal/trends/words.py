"""The trends in words: what is known, plainly, and "we can't tell yet" where it is not. Pure.

Nothing here promises, blames or cheers. A change is named only when `stats.progress` found one; how often it finds one
by chance is measured in docs/coach-bench.md, "A change in the trends".
"""

from dataclasses import dataclass
from datetime import date

from hipapp.core.speech import N_, say, say_n
from journal.trends.stats import MIN_RATED_DAYS, NOISE_POINTS, Progress, ProgressKind, ThisWeek, Window

NOTHING_YET = N_("There is nothing to compare yet, and that is fine.")
NOTHING_YET_NOTE = N_(
    "Rate your back or hips before practice on %(least)s days in your first two weeks, and on %(least)s days in two "
    "later weeks. That takes about a month; then this page can say how it was and how it is."
)
_SAME = N_(
    "You have felt about the same in the last two weeks as in your first two: before practice it is now %(now)s "
    "of 10 on average, and was %(then)s at first. A point more or less is too small to mean anything."
)
_SAME_LOWER = N_(
    "You have felt about the same in the last two weeks as in your first two: before practice it is now %(now)s "
    "of 10 on average, and was %(then)s at first. That is lower, but not enough to call it a change."
)
_SAME_HIGHER = N_(
    "You have felt about the same in the last two weeks as in your first two: before practice it is now %(now)s "
    "of 10 on average, and was %(then)s at first. That is higher, but not enough to call it a change."
)
#: Below this start a change to the better of `CHANGE_POINTS` would end below one point: hardly anybody rates so little.
LOW_START = 3.0
LOW_START_NOTE = N_("You began low, which is good: from there we can hardly ever call it better.")


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence that can stand alone, and what else is fair to say about it (may be empty).

    `soonest`: the first day on which there may be something to compare, where that is still to come.
    """

    sentence: str
    note: str = ""
    soonest: date | None = None


def progress_words(progress: Progress) -> Words:
    match progress.kind:
        case ProgressKind.TOO_EARLY:
            return _too_early(progress)
        case ProgressKind.ABOUT_THE_SAME:
            return _about_the_same(progress)
        case ProgressKind.BETTER:
            return Words(
                say(
                    "You have felt better in the last two weeks than in your first two: "
                    "before practice it is now %(now)s of 10 on average, and was %(then)s at first.",
                    **_means(progress),
                ),
                say(
                    "That is big enough to call a change: in a back that stays the same, chance alone shows this "
                    "only 1 or 2 times in 100. It doesn’t tell us why: people often begin when it is at its worst, "
                    "and backs ease by themselves too."
                ),
            )
        case ProgressKind.WORSE:
            return Words(
                say(
                    "You have felt worse in the last two weeks than in your first two: "
                    "before practice it is now %(now)s of 10 on average, and was %(then)s at first.",
                    **_means(progress),
                ),
                say(
                    "That is big enough to call a change: in a back that stays the same, chance alone shows this "
                    "only about once in 100 times. It doesn’t tell us why, and it is nothing you did wrong. If it "
                    "stays like this, please talk to a doctor or physiotherapist."
                ),
            )


def mornings_words(then: Window, now: Window) -> str:
    """What the next mornings came to, beside the ratings before practice. It claims no change."""
    return say(
        "On the mornings after practice it is now %(now)s of 10 on average, and was %(then)s at first.",
        then=_number(then.mean),
        now=_number(now.mean),
    )


def this_week_words(week: ThisWeek, planned: int | None = None) -> str:
    """The running week in one line; empty on its first day as long as there is nothing of it to tell.

    `planned` is the routine's number of practice days, if there is one.
    """
    if not week.days:
        if week.is_new:
            return ""
        return say("Nothing yet this week, which began on Monday. It isn’t over.")
    days = len(week.days)
    spent = say_n("%(n)s minute", "%(n)s minutes", max(1, round(week.minutes)))
    if planned and days < planned:
        return say_n(
            "You practised on %(n)s day this week, %(planned)s planned, %(time)s.",
            "You practised on %(n)s days this week, %(planned)s planned, %(time)s.",
            days,
            planned=planned,
            time=spent,
        )
    return say_n(
        "You practised on %(n)s day this week, %(time)s.",
        "You practised on %(n)s days this week, %(time)s.",
        days,
        time=spent,
    )


def _too_early(progress: Progress) -> Words:
    if not progress.rated_days:
        return Words(say(NOTHING_YET), say(NOTHING_YET_NOTE, least=MIN_RATED_DAYS))
    if progress.now.enough:
        return Words(
            say(
                "We can’t tell yet: your last two weeks came to %(now)s of 10, and there is not "
                "enough from before them to compare.",
                now=_number(progress.now.mean),
            ),
            soonest=progress.soonest,
        )
    few = _too_few(progress.now.days)
    if progress.then is None:
        takes = say(
            "We compare your first two weeks with your last two, and need %(least)s days with a rating in each.",
            least=MIN_RATED_DAYS,
        )
        return Words(few, takes, progress.soonest)
    takes = say(
        "It takes %(least)s such days to compare them with your first two weeks.", least=MIN_RATED_DAYS
    )
    kept = say("A gap is only a gap; what you recorded before it is kept.")
    return Words(few, f"{takes} {kept}")


def _about_the_same(progress: Progress) -> Words:
    change = progress.change or 0.0
    if change > NOISE_POINTS:
        return Words(say(_SAME_HIGHER, **_means(progress)))
    low = progress.then is not None and progress.then.mean is not None and progress.then.mean < LOW_START
    same = _SAME if change >= -NOISE_POINTS else _SAME_LOWER
    return Words(say(same, **_means(progress)), say(LOW_START_NOTE) if low else "")


def _means(progress: Progress) -> dict[str, str]:
    then = progress.then.mean if progress.then else None
    return {"then": _number(then), "now": _number(progress.now.mean)}


def _number(mean: float | None) -> str:
    return "–" if mean is None else f"{mean:.1f}"


def _too_few(days: int) -> str:
    if not days:
        return say("We can’t tell yet: no day had a rating in the last two weeks.")
    return say_n(
        "We can’t tell yet: only %(n)s day had a rating in the last two weeks.",
        "We can’t tell yet: only %(n)s days had a rating in the last two weeks.",
        days,
    )
