"""From the records of many people to numbers with 95 % intervals, and the bars they are held against.

Intervals are a bootstrap over people (whole people are drawn again, with all their sessions), so that the many
sessions and poses of one person count as one piece of evidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.measure import BINS, Record, Vector
from tests.bench.people import WEEKS

#: How often the people are drawn again, and with which seed.
AGAIN, SEED = 1000, 20261121
#: Under this gain of the oracle (points) a share of it says nothing.
LEAST_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class Number:
    """An estimate and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a way is worth in a world. Gains are points of 0 to 10 a session, over a routine that never changes."""

    people: int
    gain: Number
    share: Number | None  # of the oracle's gain
    harmed: Number | None  # gain of people with a harmful pose in their first routine
    found: Number | None  # share of harmful poses of the first routine that were eased by week 8
    wrong: Number | None  # share of helpful poses that were eased within sixteen weeks
    ece: Number | None  # expected calibration error of the stated P(harm)
    said: Number  # suggestions to read a week
    violations: int
    median: float  # CPU milliseconds a call
    most: float  # of 99 in 100 calls


def score(people: Sequence[Mapping[str, Record]], way: str) -> Score:
    """`people` hold a record of `static` each, and of `oracle` if shares are wanted."""
    mine = [p[way] for p in people]
    weights = drawn_again(len(people))
    gain = np.array([p["static"].cost - p[way].cost for p in people])
    best = np.array([p["static"].cost - p["oracle"].cost for p in people if "oracle" in p])
    harmed = np.array([float(r.harmful > 0) for r in mine])
    times = np.concatenate([r.times for r in mine])
    return Score(
        people=len(people),
        gain=_number(weights @ gain / len(people)),
        share=_ratio(weights, gain, best, LEAST_GAIN * len(people)) if len(best) else None,
        harmed=_ratio(weights, gain * harmed, harmed),
        found=_ratio(weights, _column(mine, "found"), _column(mine, "harmful")),
        wrong=_ratio(weights, _column(mine, "wrong"), _column(mine, "helpful")),
        ece=_calibration(weights, mine),
        said=_number(weights @ _column(mine, "said") / len(people) / WEEKS),
        violations=sum(len(r.violations) for r in mine),
        median=float(np.median(times)) if len(times) else 0.0,
        most=float(np.quantile(times, 0.99)) if len(times) else 0.0,
    )


def drawn_again(people: int) -> Vector:
    """How often each person counts, by draw. The first row is the people as they are."""
    rng = np.random.default_rng(SEED)
    draws = rng.multinomial(people, np.full(people, 1 / people), AGAIN).astype(float)
    return np.vstack([np.ones(people), draws])


def _column(records: Sequence[Record], name: str) -> Vector:
    return np.array([float(getattr(r, name)) for r in records])


def _number(values: Vector, *, lopsided: bool = False) -> Number:
    """From the estimate and those of the people drawn again.

    `lopsided` is for what noise can only make larger (an error without sign): the interval is mirrored at the
    estimate ("basic bootstrap") and ends at 0, or it would lie above what it is an interval of.
    """
    again = values[1:][np.isfinite(values[1:])]
    low, high = np.quantile(again, [0.025, 0.975]) if len(again) else (np.nan, np.nan)
    if lopsided:
        low, high = max(0.0, 2 * values[0] - high), max(values[0], 2 * values[0] - low)
    return Number(float(values[0]), float(low), float(high))


def _ratio(weights: Vector, over: Vector, under: Vector, least: float = 0.0) -> Number | None:
    if float(under.sum()) <= least:
        return None
    below = weights @ under
    return _number(np.where(below > 0, weights @ over / np.where(below > 0, below, 1.0), np.nan))


def _calibration(weights: Vector, records: Sequence[Record]) -> Number | None:
    bins = np.array([r.bins for r in records])
    if not bins[..., 0].any():
        return None
    count, stated, true = np.moveaxis(np.einsum("dp,pbk->dbk", weights, bins), -1, 0)
    return _number(np.abs(stated - true).sum(axis=1) / count.sum(axis=1), lopsided=True)


@dataclass(frozen=True, slots=True)
class Bin:
    """A step of the stated P(harm): how often stated (pose x session), its mean, and the true share."""

    count: int
    stated: float
    true: Number


def calibration(records: Sequence[Record]) -> list[Bin | None]:
    """Stated against true by step; None where nothing was stated."""
    bins = np.array([r.bins for r in records])
    weights = drawn_again(len(records))
    found: list[Bin | None] = []
    for step in range(BINS):
        count, stated, true = bins[:, step].T
        number = _ratio(weights, true, count)
        if number is None:
            found.append(None)
        else:
            found.append(Bin(int(count.sum()), float(stated.sum() / count.sum()), number))
    return found


def by_week(people: Sequence[Mapping[str, Record]], way: str) -> list[Number]:
    """The gain over a static routine in each week, of the people who practised in it."""
    weights = drawn_again(len(people))
    gains = np.array([p["static"].weekly - p[way].weekly for p in people])
    told = np.isfinite(gains)
    gains = np.where(told, gains, 0.0)
    weeks = (_ratio(weights, gains[:, w], told[:, w].astype(float)) for w in range(WEEKS))
    return [number or Number(0.0, 0.0, 0.0) for number in weeks]


# -- the bars ----------------------------------------------------------------------------------------------------

#: Share of the oracle's gain that is asked for, by world; in the others none was set.
SHARES = {"default": 0.75, "delayed": 0.55, "untagged": 0.55, "delayed and untagged": 0.55}
FOUND, WRONG, WRONG_NOTHING, ECE, SAID, MILLISECONDS = 0.70, 0.05, 0.04, 0.03, 0.6, 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What was asked for, what was found, and whether the estimate reaches it. `sure`: the whole interval agrees."""

    asked: float
    found: Number
    reached: bool
    sure: bool


def bars(world: str, s: Score) -> dict[str, Bar | None]:
    """Every bar for one world, set before any engine was tuned; None where it does not apply."""
    share = SHARES.get(world)
    wrong = WRONG_NOTHING if world == "nothing harms" else WRONG
    time = Number(s.median, s.median, s.median)
    broken = Number(s.violations, s.violations, s.violations)
    return {
        "share": _at_least(share, s.share) if share is not None else None,
        # Where nothing harms, a few poses are too much by their own scatter alone: too few to hold a bar against.
        "found": None if world == "nothing harms" else _at_least(FOUND, s.found),
        "wrong": _at_most(wrong, s.wrong),
        "ece": _at_most(ECE, s.ece),
        "said": _at_most(SAID, s.said),
        "violations": _at_most(0, broken),
        "ms": _at_most(MILLISECONDS, time),
    }


def _at_least(asked: float, found: Number | None) -> Bar | None:
    if found is None:
        return None
    return Bar(asked, found, found.value >= asked, not found.low < asked <= found.high)


def _at_most(asked: float, found: Number | None) -> Bar | None:
    if found is None:
        return None
    return Bar(asked, found, found.value <= asked, not found.low <= asked < found.high)
