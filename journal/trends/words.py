"""The trends in words: what is known, plainly, and "we can't tell yet" where it is not. Pure.

Nothing here promises, blames or cheers. A change is named only when `stats.progress` found one.
"""

from dataclasses import dataclass

from journal.trends.stats import MIN_RATED_DAYS, NOISE_POINTS, Progress, ProgressKind, ThisWeek

NOTHING_YET = "There is nothing to compare yet, and that is fine."
NOTHING_YET_NOTE = (
    "When you rate your back before a practice now and then, this page can show where it was and where it is."
)


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence that can stand alone, and what else is fair to say about it (may be empty)."""

    sentence: str
    note: str = ""


def progress_words(progress: Progress) -> Words:
    match progress.kind:
        case ProgressKind.TOO_EARLY:
            return _too_early(progress)
        case ProgressKind.ABOUT_THE_SAME:
            return _about_the_same(progress)
        case ProgressKind.BETTER:
            return Words(
                f"Your back has been better lately than in your first two weeks: {_then_and_now(progress)}.",
                "That is big enough to call a change. It doesn't tell us why: people often begin during a "
                "hard stretch, and backs ease by themselves too.",
            )
        case ProgressKind.WORSE:
            return Words(
                f"Your back has been worse lately than in your first two weeks: {_then_and_now(progress)}.",
                "That is big enough to call a change. It doesn't tell us why, and it is nothing you did "
                "wrong. If it stays like this, please talk to a doctor or physiotherapist.",
            )


def this_week_words(week: ThisWeek, planned: int | None = None) -> str:
    """The running week in one line. `planned` is the routine's number of practice days, if there is one."""
    if not week.days:
        return "This week is still open."
    days = len(week.days)
    minutes = max(1, round(week.minutes))
    spent = "1 minute" if minutes == 1 else f"{minutes} minutes"
    if planned and days <= planned:
        return f"{days} of your {planned} this week, {spent}."
    return f"{_days(days)} this week, {spent}."


def _too_early(progress: Progress) -> Words:
    if not progress.rated_days:
        return Words(NOTHING_YET, NOTHING_YET_NOTE)
    if progress.now.enough:
        return Words(
            f"We can't tell yet: your last two weeks came to {_number(progress.now.mean)}, and there is not "
            "enough from before them to compare.",
            "With a rating now and then, we can set the two side by side in a few weeks.",
        )
    few = (
        f"We can't tell yet: {_had_a_rating(progress.now.days)} in the last two weeks, "
        f"and it takes {MIN_RATED_DAYS}."
    )
    if progress.then is None:
        return Words(few, "There is no hurry.")
    return Words(few, "A gap is only a gap; what you recorded before it is kept.")


def _about_the_same(progress: Progress) -> Words:
    change = progress.change or 0.0
    same = f"Your back is about the same as in your first two weeks: {_then_and_now(progress)}"
    if abs(change) <= NOISE_POINTS:
        return Words(f"{same}, and a point either way says nothing.")
    way = "lower" if change < 0 else "higher"
    return Words(f"{same}, which is {way} but not by enough to call it a change.")


def _then_and_now(progress: Progress) -> str:
    then = progress.then.mean if progress.then else None
    return f"{_number(then)} then, {_number(progress.now.mean)} now"


def _number(mean: float | None) -> str:
    return "–" if mean is None else f"{mean:.1f}"


def _had_a_rating(days: int) -> str:
    if not days:
        return "no day had a rating"
    return "only 1 day had a rating" if days == 1 else f"only {days} days had a rating"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
