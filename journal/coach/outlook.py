"""A pose's effect in plain words, and how much more practice would tell. Pure.

Effects are points of the 0 to 10 rating for one standard dose; above 0 is worse. Intervals are of 80 %.
"""

from math import ceil

from hipapp.core.speech import say, say_n
from journal.coach.chances import HARM
from journal.coach.engine import LEAST_SESSIONS, enough_to_tell
from journal.coach.facts import Effect, Status
from journal.coach.model import NOISE_SD
from journal.coach.words import points

#: Standard deviations on either side of the mean that hold 80 % of a Gaussian.
EIGHTY = 1.2816
#: Beyond so many further practices it is kinder to say that a mark tells sooner.
MOST_MORE = 60
#: Means nearer to nothing than this read as no difference, points.
_SAME = 0.05


def interval(mean: float, sd: float) -> tuple[float, float]:
    """From and to, points: the effect lies between them with a chance of 8 in 10."""
    return mean - EIGHTY * sd, mean + EIGHTY * sd


def about(mean: float) -> str:
    """An effect in words: "about 0.3 points sorer"."""
    if abs(mean) < _SAME:
        return say("about the same")
    if mean > 0:
        return say("about %(points)s points sorer", points=points(mean))
    return say("about %(points)s points better", points=points(mean))


def between(low: float, high: float) -> str:
    """An interval in words, the nearer end first: "between 0.1 better and 0.6 sorer"."""
    low, high = round(low, 1), round(high, 1)
    if low >= 0:
        return say("between %(low)s and %(high)s sorer", low=points(low), high=points(high))
    if high <= 0:
        return say("between %(low)s and %(high)s better", low=points(high), high=points(low))
    return say("between %(low)s better and %(high)s sorer", low=points(low), high=points(high))


def effect_words(effect: Effect) -> str:
    """What was seen straight after practices with a pose; nothing while there is too little to look at."""
    if not enough_to_tell(effect.sessions_with, effect.sessions_without, effect.marks):
        return ""
    likely = between(*interval(effect.after_mean, effect.after_sd))
    if abs(effect.after_mean) < _SAME:
        return say(
            "On your 0 to 10 rating, counting how you felt before, your back was about the same after practices with "
            "it as after others. Likely (8 in 10): %(between)s. One would notice about half a point.",
            between=likely,
        )
    return say(
        "On your 0 to 10 rating, counting how you felt before, your back was %(about)s after practices with it than "
        "after others. Likely (8 in 10): %(between)s. One would notice about half a point.",
        about=about(effect.after_mean),
        between=likely,
    )


def practices_to_tell(effect: Effect) -> int | None:
    """So many more rated practices, with and without the pose as often as so far, would tell whether it is too much.

    A rated practice adds s (1 - s) / noise^2 to what is known of the contrast, s being the share of practices with
    the pose; it tells once the mean lies an 80 % half-width away from `HARM`. None if the pose was in every
    practice or in none: then no number of them tells.
    """
    rated = effect.sessions_with + effect.sessions_without
    share = effect.sessions_with / rated if rated else 0.0
    if share in (0.0, 1.0):
        return None
    gap = abs(HARM - effect.after_mean)
    wanted = (EIGHTY / gap) ** 2 - effect.after_sd**-2 if gap else float("inf")
    more = max(
        wanted * NOISE_SD[0] ** 2 / (share * (1 - share)),
        (LEAST_SESSIONS - effect.sessions_with) / share,
        (LEAST_SESSIONS - effect.sessions_without) / (1 - share),
    )
    return MOST_MORE + 1 if more > MOST_MORE else max(0, ceil(more))


def outlook_words(effect: Effect) -> str:
    """What would help to tell, where we can't yet; nothing where we can, or where that was said already."""
    if effect.status not in (Status.CANT_TELL, Status.MAY_BE_TOO_MUCH):
        return ""
    more = practices_to_tell(effect)
    if more is None:
        if effect.sessions_with and effect.marks >= 2:
            return say("It was in every rated practice; leaving it out once or twice would help to tell.")
        return ""
    if more > MOST_MORE:
        return say("Ratings alone would take very long here; marking it after practice would tell sooner.")
    if more:
        return say_n(
            "About %(n)s more rated practice would tell.",
            "About %(n)s more rated practices would tell.",
            more,
        )
    return ""
