"""What somebody's marks say of what was felt: ordinal answers, as a Gaussian. Pure."""

from dataclasses import dataclass
from itertools import pairwise
from math import erfc, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from journal.coach.sums import Array, Sums

#: A mark says between which two steps (points) it was felt, with some noise (sd): good rather than felt easy from
#: there down, OK, too much.
MARK_STEPS, MARK_SD = (-0.70, -0.15, 0.35), 0.40


@dataclass(frozen=True, slots=True)
class Leaning:
    """A way to mark: how likely it is, and by how much all marks lean, and those of one pose (sd, points)."""

    chance: float
    person: float
    pose: float


#: Most people's marks follow what is felt; those of some go their own way, by person and by pose.
LEANINGS = (Leaning(0.75, 0.12, 0.12), Leaning(0.25, 0.30, 0.30))
#: Marks that count for less than this in all are forgotten.
FORGOTTEN = 1e-9


@dataclass(slots=True)
class Told:
    """What was felt, by the marks: places of the poses, mean dose, and precision and pull of their marks."""

    poses: NDArray[np.intp]
    dose: Array
    precision: Array
    pull: Array


def told_by(sums: Sums) -> Told:
    count = sums.marks[:, 1:].sum(axis=1)
    marked = np.flatnonzero(count > FORGOTTEN)
    return Told(marked, sums.marks[marked, 0] / count[marked], *_felt(sums.marks[marked, 1:]))


@dataclass(slots=True)
class Marks:
    """Precision and pull of the marks, and how much a leaning of poses explains of them (log)."""

    info: Array
    pull: Array
    log: float


def of_marks(told: Told, lean: float, size: int) -> Marks:
    """What the marks say of all that is unknown, where those of a pose lean by so much (sd)."""
    info, pull = np.zeros((size, size)), np.zeros(size)
    known = 1 / (1 + lean**2 * told.precision)
    log = 0.5 * float(np.log(known).sum() + lean**2 * (told.pull**2 * known).sum())
    own, pulled = told.precision * known, told.pull * known
    info[told.poses, told.poses] = told.dose**2 * own
    info[told.poses, -1] = info[-1, told.poses] = told.dose * own
    info[-1, -1] = own.sum()
    pull[told.poses] = told.dose * pulled
    pull[-1] = pulled.sum()
    return Marks(info, pull, log)


def _between(low: float, high: float) -> float:
    """P(low < Z < high) of a standard normal, also far out."""
    if low > 0:
        low, high = -high, -low
    return 0.5 * (erfc(-high / sqrt(2)) - erfc(-low / sqrt(2)))


def _log_chances() -> Array:
    """Log chance of each of `MARKS` at each place of the grid."""
    edges = (-inf, *MARK_STEPS, inf)
    return np.log(
        [[_between((low - felt) / MARK_SD, (high - felt) / MARK_SD) for felt in _GRID.tolist()]
         for low, high in pairwise(edges)]
    )  # fmt: skip


#: What may be felt of a pose (points), and a wide prior of it: mean and sd.
_GRID, _WIDE_MEAN, _WIDE_SD = np.linspace(-2.9, 3.1, 241), 0.1, 0.5
_LOG_CHANCES, _LOG_WIDE = _log_chances(), -0.5 * ((_GRID - _WIDE_MEAN) / _WIDE_SD) ** 2
#: No number of marks tells what was felt to less than this (variance): finer than the grid.
_SHARPEST = 1e-3


def _felt(counts: Array) -> tuple[Array, Array]:
    """Precision and pull of the marks of each pose (counts by `MARKS`) on what was felt.

    Their likelihood as a Gaussian: mean and variance under a wide prior, which is taken out again.
    """
    log = counts @ _LOG_CHANCES + _LOG_WIDE
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ _GRID
    precision = 1 / np.maximum(_SHARPEST, weight @ _GRID**2 - mean**2)
    before = 1 / _WIDE_SD**2
    return np.maximum(0.0, precision - before), mean * precision - _WIDE_MEAN * before
