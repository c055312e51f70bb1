"""The traffic light of a session, and when ratings ask for more than a light.

Sources: the pain-monitoring model (Thomeé 1997, Silbernagel 2007; made for knees and tendons, borrowed here)
and hipapp's own simulation of 150 people over 16 weeks; see docs/safety.md. No clinician has reviewed it.
Ratings are whole numbers from 0 (no discomfort) to 10 (worst imaginable); None is not asked or not answered,
and nothing is concluded from it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hipapp.core.enums import Light
from hipapp.core.speech import N_, say

#: The smallest change of a 0 to 10 rating that matters: points, and share of the value before
#: (Ostelo et al. 2008, consensus; Suzuki et al. 2020 found 1.3 to 1.8 points for chronic low back pain).
MATTERS_POINTS = 2
MATTERS_SHARE = Fraction(3, 10)

#: One point more is amber, two are red: change from "before", because a usual 4 to 6 would forbid most people
#: any practice under an absolute cut (evidence §4).
AMBER_RISE = 1
RED_RISE = MATTERS_POINTS
#: Above this the pain-monitoring model calls pain too much (evidence §4).
ACCEPTABLE_UNTIL = 5
#: A rating before practice from here on is red by itself (evidence §4).
RED_BEFORE = 8
#: A red session older than this counts as amber (evidence §4).
RED_LASTS = timedelta(days=4)

#: This many ratings before practice in a row at `RED_BEFORE` or more ask the list again (evidence §3, row 2).
HIGH_RUNNING = 2
#: The window of a level, and the longer one before it that it is compared with (evidence §3, rows 4 and 6).
WINDOW = timedelta(days=14)
BASE = timedelta(days=28)
#: So many days with a sign in the leg within `BASE` ask for somebody to look. hipapp's own caution.
LEG_SIGNS = 2
#: Fewer ratings in a window say nothing (evidence §3, row 4; for row 6 hipapp's own caution).
LEAST_RATINGS = 5

#: A day and the rating before practice on it.
Rating = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Signal:
    """A light and its reason: one sentence for the person."""

    light: Light
    reason: str


_ROSE_AFTERWARDS = N_(
    "Your back was %(rise)s points sorer afterwards, so the next session comes in the gentle form."
)
_ROSE_NEXT_MORNING = N_(
    "Your back was %(rise)s higher the next morning, so the next session comes in the gentle form."
)


def light_of(
    before: int | None,
    after: int | None = None,
    next_morning: int | None = None,
    *,
    sharp: bool = False,
    numb: bool = False,
) -> Signal | None:
    """The light of one session, the strictest rule first; None while there is nothing to go by.

    Sharp or pinching ends only its pose (evidence §7); the session still counts as red (evidence §4), so that
    the next one is gentle.
    """
    if numb:
        return Signal(
            Light.STOP,
            say("You felt something down the leg or numb, so the safety list comes first."),
        )
    return (
        _red(before, after, next_morning, sharp)
        or _amber(before, after, next_morning)
        or _green(before, after, next_morning)
    )


def _red(before: int | None, after: int | None, morning: int | None, sharp: bool) -> Signal | None:
    if sharp:
        return Signal(
            Light.RED, say("Something felt sharp or pinched, so the next session comes in the gentle form.")
        )
    for later, sentence in ((after, _ROSE_AFTERWARDS), (morning, _ROSE_NEXT_MORNING)):
        rise = _rise(before, later)
        if rise >= RED_RISE:
            return Signal(Light.RED, say(sentence, rise=rise))
    if before is not None and before >= RED_BEFORE:
        return Signal(
            Light.RED,
            say("You began at %(rating)s, and on such days the gentle form is kinder.", rating=before),
        )
    return None


def _amber(before: int | None, after: int | None, morning: int | None) -> Signal | None:
    if _rise(before, after) >= AMBER_RISE:
        if after is not None and after > ACCEPTABLE_UNTIL:
            reason = say(
                "Your back ended a little higher, at %(rating)s, so for now everything stays as it is.",
                rating=after,
            )
        else:
            reason = say(
                "Your back was a little sorer afterwards, which is common; nothing gets harder for now."
            )
        return Signal(Light.AMBER, reason)
    if _rise(before, morning) >= AMBER_RISE:
        return Signal(
            Light.AMBER,
            say("Your back was a little higher the next morning, so nothing gets harder for now."),
        )
    return None


def _green(before: int | None, after: int | None, morning: int | None) -> Signal | None:
    if before is None or (after is None and morning is None):
        return None
    return Signal(Light.GREEN, say("Your back was no worse for it, so you can go on as planned."))


def _rise(before: int | None, later: int | None) -> int:
    """Points more than before; 0 where one of the two is missing."""
    return 0 if before is None or later is None else later - before


def gentle_until(day: date) -> date:
    """The last day on which a red session of `day` makes the next one gentle."""
    return day + RED_LASTS


def matters(now: Fraction, then: Fraction) -> bool:
    """Whether `now` is higher than `then` by an amount that matters: points and share both."""
    rise = now - then
    return rise >= MATTERS_POINTS and rise >= MATTERS_SHARE * then


def ask_again(ratings: Sequence[Rating], today: date) -> str | None:
    """Why the red-flag list is quietly asked again, or None. A question costs little, so this is easily true.

    Rows 2 and 4 of evidence §3: in the simulation they fired in 15 % and 34 % of people who were well, and in
    65 % and 96 % of people who were slowly getting worse.
    """
    known = _up_to(ratings, today)
    recent = _between(known, today - WINDOW, today)
    if len(recent) >= HIGH_RUNNING and all(r >= RED_BEFORE for r in recent[-HIGH_RUNNING:]):
        return say(
            "You began at %(rating)s or more twice running, so a few questions first.", rating=RED_BEFORE
        )
    now, best = _mean(recent), _best_mean(known, today - WINDOW)
    if now is not None and best is not None and now - best >= MATTERS_POINTS:
        return say("The last two weeks were harder than your better times, so a few questions first.")
    return None


def see_someone(ratings: Sequence[Rating], today: date) -> str | None:
    """Why it is time to see somebody soon, or None (evidence §3, row 6: 7 % of people who were well)."""
    known = _up_to(ratings, today)
    now = _mean(_between(known, today - WINDOW, today))
    then = _mean(_between(known, today - WINDOW - BASE, today - WINDOW))
    if now is not None and then is not None and matters(now, then):
        return say(
            "On average your back was clearly worse in the last two weeks than in the month before; "
            "please let a doctor or physiotherapist have a look."
        )
    return None


def sign_came_back(days: Sequence[date], today: date) -> str | None:
    """Why it is time to see somebody soon, from the days on which something went down the leg or felt numb, or None.

    Twice within `BASE` is hipapp's own caution: once is answered with the list of warning signs.
    """
    lately = {d for d in days if today - BASE < d <= today}
    if len(lately) < LEG_SIGNS:
        return None
    return say(
        "It went down the leg or felt numb more than once lately; "
        "please let a doctor or physiotherapist have a look."
    )


def _up_to(ratings: Sequence[Rating], today: date) -> list[Rating]:
    """By day; ratings of one day keep their order."""
    return sorted((r for r in ratings if r[0] <= today), key=lambda r: r[0])


def _between(known: Sequence[Rating], after: date, until: date) -> list[int]:
    """Ratings of the days after `after` up to and with `until`, from ratings sorted by day."""
    first = bisect_left(known, after + timedelta(days=1), key=lambda r: r[0])
    end = bisect_left(known, until + timedelta(days=1), key=lambda r: r[0])
    return [rating for _, rating in known[first:end]]


def _mean(ratings: Sequence[int]) -> Fraction | None:
    return Fraction(sum(ratings), len(ratings)) if len(ratings) >= LEAST_RATINGS else None


def _best_mean(known: Sequence[Rating], until: date) -> Fraction | None:
    """The lowest mean of a window that ends with a rating's day, `until` at the latest."""
    ends = {day for day, _ in known if day <= until}
    means = (_mean(_between(known, day - WINDOW, day)) for day in ends)
    return min((m for m in means if m is not None), default=None)
