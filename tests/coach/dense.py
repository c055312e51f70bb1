"""The same model once more, as slowly and plainly as it can be written: one big Gaussian for each combination.

Every session and every mean of marks is a row of its own; a suspicion is a part of the prior; evidence and
posterior are those of a textbook, with no solved system, no correction and no sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import ndtr, owens_t

from hipapp.core.enums import Mark
from journal.coach import chances, marks, model
from journal.coach.chances import Belief
from journal.coach.facts import MOVES, PoseFacts, SessionFacts
from journal.coach.sums import HALF_LIFE, LEVEL_DOSE, MARKS, NEWEST, Array

Suspicion = tuple[int, int]  # direction (movements, then poses that were done) and kind


@dataclass
class Rows:
    """Rows over (a, m) of all poses, constants and slopes of both outcomes, the person's leaning."""

    x: Array
    y: Array
    variance: Array


@dataclass
class Question:
    poses: list[str]  # those that were done, then those that were not
    done: int
    library: Mapping[str, PoseFacts]
    sessions: Sequence[SessionFacts]

    @property
    def n(self) -> int:
        return len(self.poses)


def felt(counts: Array) -> tuple[float, float]:
    """Marks of a pose as a value and its variance: what they add to a wide prior."""
    at = np.arange(-3.4, 3.6, 0.005)
    edges = ndtr((np.array([-np.inf, *marks.MARK_STEPS, np.inf])[:, None] - at) / marks.MARK_SD)
    density = np.prod(np.diff(edges, axis=0) ** counts[:, None], axis=0) * np.exp(
        -0.5 * ((at - 0.1) / 0.5) ** 2
    )
    density /= density.sum()
    mean = density @ at
    precision = 1 / (density @ (at - mean) ** 2)
    return (mean * precision - 0.1 / 0.5**2) / (precision - 1 / 0.5**2), 1 / (precision - 1 / 0.5**2)


def rows(q: Question, noise: Sequence[float], leaning: marks.Leaning) -> tuple[Rows, Rows, Rows]:
    """Straight after, next morning, marks; each row's variance grows with its age."""
    n, size = q.n, 2 * q.n + 5
    column = {p: i for i, p in enumerate(q.poses)}
    last = q.sessions[-1].day
    told: list[list[tuple[Array, float, float]]] = [[], []]
    marks: dict[str, list[tuple[float, float, Mark]]] = {}
    usual: float | None = None
    for s in q.sessions:
        weight = 0.5 ** ((last - s.day) / HALF_LIFE)
        x = np.zeros(n)
        for i in s.items:
            x[column[i.pose]] += LEVEL_DOSE[i.level] * i.dose
            if i.pose in s.marks:
                marks.setdefault(i.pose, []).append((weight, LEVEL_DOSE[i.level], s.marks[i.pose]))
        if s.before is None:
            continue
        deviation = 0.0 if usual is None else s.before - usual
        usual = s.before if usual is None else (1 - NEWEST) * usual + NEWEST * s.before
        for k, later in enumerate((s.after, s.next_morning)):
            if later is not None:
                row = np.zeros(size)
                row[k * n : (k + 1) * n] = x
                row[2 * n + 2 * k : 2 * n + 2 * k + 2] = 1.0, deviation
                told[k].append((row, later - s.before, noise[k] / weight))
    means = []
    for pose, found in marks.items():
        weights, doses = np.array([f[:2] for f in found]).T
        value, variance = felt(np.array([sum(w for w, _, m in found if m is mark) for mark in MARKS]))
        row = np.zeros(size)
        row[column[pose]] = weights @ doses / weights.sum()
        row[-1] = 1.0
        means.append((row, value, variance + leaning.pose**2))
    return tuple(Rows(*_columns(found, size)) for found in (*told, means))  # type: ignore[return-value]


def _columns(found: Sequence[tuple[Array, float, float]], size: int) -> tuple[Array, Array, Array]:
    return (
        np.array([f[0] for f in found]).reshape(-1, size),
        np.array([f[1] for f in found]),
        np.array([f[2] for f in found]),
    )


def prior(q: Question, suspicions: Sequence[Suspicion], leaning: marks.Leaning) -> tuple[Array, Array]:
    """Mean and covariance of everything unknown, if these suspicions hold."""
    n, size = q.n, 2 * q.n + 5
    facts = [q.library.get(p) or PoseFacts(p, "") for p in q.poses]
    tags = np.array([f.moves for f in facts])
    job = np.array([model.job_effect(f) for f in facts])
    own = model.OWN_SD**2 * np.eye(n) + model.MOVE_SD**2 * tags @ tags.T
    mean, cov = np.zeros(size), np.zeros((size, size))
    share, rho = model.MORNING_SD, model.CORRELATION
    cov[: 2 * n, : 2 * n] = np.kron([[1, rho * share], [rho * share, share**2]], own)
    mean[:n], mean[n : 2 * n] = model.JOB_AFTER * job, model.JOB_MORNING * job
    mean[2 * n :] = [0, model.SLOPE[0][0], 0, model.SLOPE[1][0], 0]
    sds = [model.CONSTANT_SD[0], model.SLOPE[0][1], model.CONSTANT_SD[1], model.SLOPE[1][1]]
    cov[2 * n :, 2 * n :] = np.diag(np.square([*sds, leaning.person]))
    for direction, kind in suspicions:
        f = tags[:, direction] if direction < len(MOVES) else np.eye(n)[direction - len(MOVES)]
        k = model.KINDS[kind]
        between = k.correlation * k.sd[0] * k.sd[1]
        mean[: 2 * n] += np.kron(k.mean, f)
        cov[: 2 * n, : 2 * n] += np.kron([[k.sd[0] ** 2, between], [between, k.sd[1] ** 2]], np.outer(f, f))
    return mean, cov


def posterior(mean: Array, cov: Array, data: Rows) -> tuple[Array, Array, float]:
    """Mean, covariance and log evidence."""
    spread = data.x @ cov @ data.x.T + np.diag(data.variance)
    gain = np.linalg.solve(spread, data.x @ cov).T
    rest = data.y - data.x @ mean
    log = -0.5 * (np.linalg.slogdet(2 * np.pi * spread)[1] + rest @ np.linalg.solve(spread, rest))
    return mean + gain @ rest, cov - gain @ data.x @ cov, float(log)


def hypotheses(done: int) -> list[tuple[tuple[Suspicion, ...], float]]:
    """Every combination with its prior odds."""
    alone = {}
    for direction in range(len(MOVES) + done):
        odds = model.ODDS_MOVES / len(MOVES) if direction < len(MOVES) else model.ODDS_POSE
        alone[direction, 0], alone[direction, 1] = odds, odds * model.ODDS_DELAYED
    found: list[tuple[tuple[Suspicion, ...], float]] = [((), 1.0)]
    found += [((s,), odds) for s, odds in alone.items()]
    found += [
        ((s, t), model.ODDS_SECOND * alone[s] * alone[t]) for s, t in combinations(alone, 2) if s[0] != t[0]
    ]
    return found


def joined(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.vstack([p.x for p in parts]),
        np.concatenate([p.y for p in parts]),
        np.concatenate([p.variance for p in parts]),
    )


def noise(q: Question) -> list[float]:
    """From the residuals of a first fit without suspicions, as most people mark."""
    first, leaning = [s**2 for s in model.NOISE_SD], marks.LEANINGS[0]
    parts = rows(q, first, leaning)
    mean, _cov, _log = posterior(*prior(q, (), leaning), joined(parts))
    found = []
    for variance, part in zip(first, parts, strict=False):
        weight = variance / part.variance
        squares = float(weight @ (part.y - part.x @ mean) ** 2)
        found.append((model.NOISE_COUNT * variance + squares) / (model.NOISE_COUNT + float(weight.sum())))
    return found


def beliefs(q: Question) -> dict[str, Belief]:
    known = noise(q)
    log, fits = [], []
    for leaning in marks.LEANINGS:
        data = joined(rows(q, known, leaning))
        for suspicions, odds in hypotheses(q.done):
            fits.append(posterior(*prior(q, suspicions, leaning), data))
            log.append(np.log(leaning.chance * odds) + fits[-1][2])
    weight = np.exp(np.array(log) - max(log))
    weight /= weight.sum()
    return {pose: _belief(weight, fits, i, q.n + i) for i, pose in enumerate(q.poses)}


def _belief(weight: Array, fits: Sequence[tuple[Array, Array, float]], a: int, m: int) -> Belief:
    means = np.array([f[0][[a, m]] for f in fits])
    covs = np.array([f[1][np.ix_([a, m], [a, m])] for f in fits])
    sds = np.sqrt(covs[:, [0, 1], [0, 1]])
    rho = covs[:, 0, 1] / sds.prod(axis=1)
    after, helps, morning = ((t - means[:, k]) / sds[:, k]
                             for t, k in ((chances.HARM, 0), (chances.HELP, 0), (chances.HARM, 1)))  # fmt: skip
    harmless, good = weight @ both_below(after, morning, rho), weight @ both_below(helps, morning, rho)
    average = weight @ means
    sd = np.sqrt(weight @ (means**2 + sds**2) - average**2)
    row = [1 - harmless, weight @ ndtr(helps), good, average[0], sd[0], average[1], sd[1]]
    return Belief(*map(float, row))


def both_below(h: Array, k: Array, rho: Array) -> Array:
    """P(X < h and Y < k) of a standard bivariate normal, by Owen's T."""
    root = np.sqrt(1 - rho**2)
    found = (ndtr(h) + ndtr(k)) / 2
    found -= owens_t(h, (k / h - rho) / root) + owens_t(k, (h / k - rho) / root)
    return np.asarray(found - np.where((h * k < 0) | ((h * k == 0) & (h + k < 0)), 0.5, 0.0))
