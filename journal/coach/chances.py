"""From a mixture of Gaussians to chances: how likely a pose is too much, and how likely it helps. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journal.coach.sums import Array

#: A pose is too much if one standard dose adds this, straight after or by next morning; it helps below the other.
HARM, HELP = 0.20, -0.05


@dataclass(frozen=True, slots=True)
class Belief:
    """Of one pose: probabilities, and mean and sd of its effect in points a standard dose."""

    p_harm: float
    p_help: float
    p_good: float  # helps straight after, and is not too much by next morning
    after: float
    after_sd: float
    morning: float
    morning_sd: float


@dataclass(slots=True)
class Gaussians:
    """Gaussians of (straight after, next morning), each of one pose: what a mixture is made of."""

    pose: NDArray[np.intp]
    weight: Array
    mean: Array  # outcome, Gaussian
    var: Array
    both: Array  # covariance of the two outcomes


#: Means of one pose in the same cell of this width (points), between these bounds, count as alike; beyond them no
#: probability has far to go. So do next mornings, if their variances stand on the same side of the third number.
_CELL, _CELLS_BETWEEN, _WIDE = 0.04, (-0.4, 0.9), 0.02


def grouped(parts: Gaussians) -> Gaussians:
    """Gaussians of a pose that are much alike, as one with their mean and covariance.

    Hundreds of combinations become some dozens; means and sds stay what they are, and no probability moves by more
    than 0.0005 (tests/coach).
    """
    low, high = _CELLS_BETWEEN
    many = int((high - low) / _CELL) + 1
    after, morning = ((np.clip(parts.mean, low, high) - low) / _CELL).astype(np.intp)
    groups = ((parts.pose * many + after) * many + morning) * 2 + (parts.var[1] > _WIDE)
    there = np.bincount(groups) > 0
    place = (np.cumsum(there) - 1)[groups]
    count = int(there.sum())

    def total(values: Array) -> Array:
        return np.bincount(place, parts.weight * values, count)

    weight = np.bincount(place, parts.weight, count)
    mean = np.array([total(m) for m in parts.mean]) / weight
    var = np.array([total(v + m * m) for v, m in zip(parts.var, parts.mean, strict=True)]) / weight - mean**2
    both = total(parts.both + parts.mean[0] * parts.mean[1]) / weight - mean[0] * mean[1]
    pose = np.zeros(count, np.intp)
    pose[place] = parts.pose
    return Gaussians(pose, weight, mean, var, both)


def judged(parts: Gaussians, n: int) -> list[Belief]:
    """Beliefs of `n` poses."""
    sd = np.sqrt(parts.var)
    rho = np.clip(parts.both / (sd[0] * sd[1]), -0.99, 0.99)
    harmless, eased = (HARM - parts.mean) / sd, (HELP - parts.mean[0]) / sd[0]

    def total(values: Array) -> Array:
        return np.bincount(parts.pose, parts.weight * values, n)

    average = np.array([total(m) for m in parts.mean])
    square = np.array([total(v + m * m) for v, m in zip(parts.var, parts.mean, strict=True)])
    sds = np.sqrt(np.maximum(0.0, square - average**2))
    harm = 1 - total(both_below(harmless[0], harmless[1], rho))
    good = total(both_below(eased, harmless[1], rho))
    chances = np.clip([harm, total(normal(eased)), good], 0.0, 1.0)
    rows = np.array([*chances, average[0], sds[0], average[1], sds[1]]).T
    return [Belief(*row) for row in rows.tolist()]


def normal(z: Array) -> Array:
    """Standard normal distribution function, absolute error under 1e-6.

    Abramowitz and Stegun, formula 26.2.17.
    """
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) * poly
    return np.asarray(np.where(z > 0, 1 - upper, upper))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)


def both_below(x: Array, y: Array, rho: Array) -> Array:
    """P(X < x and Y < y) of a standard bivariate normal, absolute error under 1e-5 up to a correlation of 0.9.

    Plackett's integral over the correlation, as an angle so that the integrand stays smooth, by Gauss and
    Legendre with five nodes (Drezner and Wesolowsky 1990; Genz 2004).
    """
    angle = np.arcsin(rho)
    squares, product = 0.5 * (x * x + y * y), x * y
    total = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        sine = np.sin(angle * ((node + 1) / 2))
        total += weight * np.exp((sine * product - squares) / (1 - sine * sine))
    return np.asarray(np.clip(normal(x) * normal(y) + angle * total / (4 * np.pi), 0.0, 1.0))
