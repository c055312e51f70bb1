"""Ask my back: weeks with a pose against weeks without it, as a coin decides. Pure.

The answer rests on the practices of those weeks alone, not on what was believed before: only that no pose changes a
rating by much more than a point is taken for granted (`EFFECT_SDS`). Each practice counts for the arm that
its week was meant for, whatever was done of the pose: who leaves it out on a bad day would else blame or praise it.
What is compared is the change from before to after a practice, and by the next morning, counting how the back was
before (as in `model.py`), with a little extra for each week, because the practices of one week are alike.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from journal.coach.chances import normal
from journal.coach.decide import RULES, Rules
from journal.coach.facts import Effect, Status
from journal.coach.model import NOISE_COUNT, NOISE_SD, SLOPE
from journal.coach.sums import Array

#: Weeks to choose from; even, as weeks come in pairs.
LENGTHS = (4, 8, 12, 16)
#: Half-width of the interval in standard deviations: 9 in 10.
NINETY = 1.645
#: Differences under this, points, are not noticed (hipapp's own; one point between two days is noise, evidence §1).
NOTICED = 0.5
#: What a week adds to all its practices (sd, points): how much is not known beforehand, so each is weighed by how well
#: it goes with the ratings, times its share here. hipapp's own.
WEEK_SDS = ((0.10, 0.30), (0.25, 0.40), (0.50, 0.20), (0.90, 0.10))
#: As it is reckoned with beforehand.
WEEK_SD = 0.25
#: What is thought possible for a pose (sd around nothing, points; share): mostly little, though wide beside what is
#: believed of poses (`model.py`: 0.1), so that noise alone seldom says "better" or "sorer"; now and then a lot, so that
#: a lot is not made little. Measured in docs/coach-bench.md; hipapp's own.
EFFECT_SDS = ((0.35, 0.75), (1.20, 0.25))
#: As it is reckoned with beforehand.
EFFECT_SD = 0.40
#: What all the other poses of a practice may do together (sd, points): so wide that none of it is put down to this one.
REST_SD = 3.0
#: Rated practices of either kind that an answer needs.
LEAST = 3
#: P(harm) from which a pose is not tried out for the sake of knowing.
HARMLESS = 0.20


class Answer(StrEnum):
    BETTER = "better"  # the back was better after practices with it
    WORSE = "worse"
    SAME = "same"  # no difference that is noticed
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice of the trial. Ratings are 0 to 10, None where not given."""

    week: int
    with_it: bool
    before: int | None
    after: int | None
    next_morning: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """With the pose minus without it, in points of the rating; above 0 is worse with it."""

    mean: float
    sd: float
    with_it: int  # rated practices
    without: int

    @property
    def answer(self) -> Answer:
        if min(self.with_it, self.without) < LEAST:
            return Answer.UNCLEAR
        low, high = self.interval
        if high < 0:
            return Answer.BETTER
        if low > 0:
            return Answer.WORSE
        return Answer.SAME if max(-low, high) < NOTICED else Answer.UNCLEAR

    @property
    def interval(self) -> tuple[float, float]:
        """From and to, points: the difference lies between them with a chance of 9 in 10."""
        return self.mean - NINETY * self.sd, self.mean + NINETY * self.sd


@dataclass(frozen=True, slots=True)
class Found:
    """Straight after practice, which is what was asked; and next morning, beside it."""

    after: Difference
    next_morning: Difference


def toss(weeks: int, coin: Callable[[], bool]) -> tuple[bool, ...]:
    """Which weeks have the pose: of each two weeks one, and the coin says which. `weeks` is even."""
    if weeks % 2 or weeks <= 0:
        raise ValueError("weeks come in pairs")
    first = [bool(coin()) for _pair in range(weeks // 2)]
    return tuple(week for heads in first for week in (heads, not heads))


def found(practices: Iterable[Practice]) -> Found:
    told = [p for p in practices if p.before is not None]
    usual = sum(p.before or 0 for p in told) / len(told) if told else 0.0
    after = [(p, p.after) for p in told]
    morning = [(p, p.next_morning) for p in told]
    return Found(_difference(after, usual, 0), _difference(morning, usual, 1))


def _difference(rated: Sequence[tuple[Practice, int | None]], usual: float, outcome: int) -> Difference:
    told = [(p, p.before, later) for p, later in rated if p.before is not None and later is not None]
    with_it = np.array([p.with_it for p, _, _ in told], float)
    x = _columns(with_it, [before - usual for _, before, _ in told], [p.week for p, _, _ in told])
    y = np.array([later - before for _, before, later in told], float)
    mean, sd = _fitted(x, y, outcome)
    return Difference(mean, sd, int(with_it.sum()), len(told) - int(with_it.sum()))


def _columns(with_it: Array, deviation: Sequence[float], weeks: Sequence[int]) -> Array:
    """Constant, how far "before" was from the usual, the pose, then one column a week."""
    numbers = sorted(set(weeks))
    of_week = (np.array(weeks)[:, None] == np.array(numbers)[None, :]).astype(float)
    fixed = np.column_stack([np.ones(len(with_it)), np.array(deviation, float), with_it])
    return np.hstack([fixed, of_week.reshape(len(with_it), len(numbers))])


def _fitted(x: Array, y: Array, outcome: int) -> tuple[float, float]:
    """Mean and sd of the pose's column, over what a pose and a week may do."""
    fits = [
        (week_share * share, *_given(x, y, outcome, week_sd, effect_sd))
        for week_sd, week_share in WEEK_SDS
        for effect_sd, share in EFFECT_SDS
    ]
    highest = max(evidence for _, evidence, _, _ in fits)
    weights = np.array([share * np.exp(evidence - highest) for share, evidence, _, _ in fits])
    weights /= weights.sum()
    means = np.array([mean for *_, mean, _ in fits])
    squares = np.array([variance + mean**2 for *_, mean, variance in fits])
    mean = float(weights @ means)
    return mean, sqrt(max(0.0, float(weights @ squares) - mean**2))


def _given(x: Array, y: Array, outcome: int, week_sd: float, effect_sd: float) -> tuple[float, float, float]:
    """Log marginal likelihood, mean and variance of the pose's column, if a week and a pose do so much.

    Gaussian; the noise as first assumed, and then as the fit leaves it.
    """
    slope, slope_sd = SLOPE[outcome]
    n = x.shape[1]
    prior_mean = np.zeros(n)
    prior_mean[1] = slope
    precision = np.array([REST_SD, slope_sd, effect_sd, *[week_sd] * (n - 3)]) ** -2
    noise = NOISE_SD[outcome] ** 2
    for _round in range(3):
        cov = np.linalg.inv(np.diag(precision) + x.T @ x / noise)
        off = y - x @ prior_mean
        shift = cov @ (x.T @ off) / noise
        squares = float(((off - x @ shift) ** 2).sum())
        fitted_with = noise
        noise = (NOISE_COUNT * NOISE_SD[outcome] ** 2 + squares) / (NOISE_COUNT + len(y))
    evidence = 0.5 * (
        np.linalg.slogdet(cov)[1] + np.log(precision).sum() - len(y) * np.log(fitted_with)
        - squares / fitted_with - float(shift @ (precision * shift))
    )  # fmt: skip
    return float(evidence), float(prior_mean[2] + shift[2]), float(cov[2, 2])


# -- before it begins --------------------------------------------------------------------------------------------


def noise(practices: Iterable[Practice]) -> float:
    """How much the change over a practice varies for this person (sd, points), from the practices given."""
    told = [(p.before, p.after) for p in practices if p.before is not None and p.after is not None]
    usual = sum(b for b, _ in told) / len(told) if told else 0.0
    rest = [a - b - SLOPE[0][0] * (b - usual) for b, a in told]
    middle = sum(rest) / len(rest) if rest else 0.0
    squares = sum((r - middle) ** 2 for r in rest)
    return sqrt((NOISE_COUNT * NOISE_SD[0] ** 2 + squares) / (NOISE_COUNT + len(rest)))


def chance(weeks: int, a_week: float, noise_sd: float, mean: float, sd: float) -> float:
    """P(a clear answer about straight after), if the effect is as likely as is believed now: N(mean, sd^2) points.

    `a_week`: rated practices a week; `noise_sd`: of the change over one of them. Every other week has the pose.
    """
    if a_week * weeks / 2 < LEAST:
        return 0.0
    # The practices of a week tell of it together.
    data = 2 * (WEEK_SD**2 + noise_sd**2 / a_week) / (weeks / 2)
    kept = EFFECT_SD**2 / (EFFECT_SD**2 + data)  # of what is seen, after "no pose does so much"
    needed = NINETY * sqrt(kept * data)
    middle, spread = kept * mean, kept * sqrt(sd**2 + data)

    def below(x: float) -> float:
        return float(normal(np.array([(x - middle) / spread]))[0])

    differs = below(-needed) + 1 - below(needed)
    same = min(needed, NOTICED - needed)  # so near to nothing that the whole interval is
    return min(1.0, differs + (below(same) - below(-same) if same > 0 else 0.0))


class Refusal(StrEnum):
    """Why a pose is not asked about."""

    ANOTHER = "another"  # one question at a time
    NOT_THERE = "not_there"  # no routine has weeks with it
    NOT_OPEN = "not_open"  # held, or no longer allowed
    ALONE = "alone"  # without it some practice has nothing left to do
    WARM_UP = "warm_up"  # or nothing to warm up with
    EARLY = "early"  # too few practices yet
    MUCH = "much"  # may be too much: nothing to be tried out
    UNSURE = "unsure"  # it can't be ruled out that it is
    HELPS = "helps"  # known well enough


def refusal(effect: Effect | None, sessions: int, rules: Rules = RULES) -> Refusal | None:
    """What the data say against asking: only what is not known to help, and harmless, is asked."""
    if effect is None or sessions < rules.first_sessions:
        return Refusal.EARLY
    if effect.status in (Status.MAY_BE_TOO_MUCH, Status.SEEMS_TOO_MUCH):
        return Refusal.MUCH
    if effect.p_harm >= HARMLESS:
        return Refusal.UNSURE
    return Refusal.HELPS if effect.status is Status.SEEMS_TO_HELP else None
