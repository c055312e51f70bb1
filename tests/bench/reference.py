"""The model of the first trial, as plainly as it can be written: none, one of six movements, or scattered."""

from math import erfc

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Mark
from journal.coach.facts import History
from tests.bench.people import HARM, HELP, LEVEL_DOSE, Person, library

type Vector = NDArray[np.float64]
type Odds = dict[str, tuple[float, float, float]]  # pose: P(harm), P(help), mean effect

SCORE = {Mark.GOOD: -0.32, Mark.OK: 0.03, Mark.FELT_EASY: -0.32, Mark.TOO_MUCH: 0.55}
NOISE = (1.0, 1.35)
SCATTERED, NONE = 9, -1
HYPOTHESES = ((NONE, 0.30), *((k, 0.50 / 6) for k in range(6)), (SCATTERED, 0.20))


def tail(z: float) -> float:
    """P(Z > z) of a standard normal."""
    return 0.5 * erfc(z / 2**0.5)


def odds(history: History, who: Person) -> Odds:
    """P(harm), P(help) and mean effect of every pose, by Bayesian average over the eight hypotheses."""
    facts, _ = library()
    tags = np.array([facts[p].moves for p in who.poses])
    job = np.array([facts[p].prior_mean or 0.0 for p in who.poses])
    info, pull = _evidence(history, who)
    keep = _known(history, who)
    fits = [_fit(*_prior(h, tags, job), info, pull, keep) for h, _ in HYPOTHESES]
    logs = np.array([np.log(w) for _, w in HYPOTHESES]) + [log for log, _, _ in fits]
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    n = len(who.poses)
    return {
        pose: _mixed([(w, mean, cov) for w, (_, mean, cov) in zip(weights, fits, strict=True)], i, n + i)
        for i, pose in enumerate(who.poses)
    }


def _evidence(history: History, who: Person) -> tuple[Vector, Vector]:
    """Precision and pull of ratings and marks on all effects, two constants and two slopes."""
    n = len(who.poses)
    col = {p: i for i, p in enumerate(who.poses)}
    rows, rises = _rows(history, col)
    info, pull = np.zeros((2 * n + 4, 2 * n + 4)), np.zeros(2 * n + 4)
    for k in (0, 1):
        if rows[k]:
            x, y = np.array(rows[k]), np.array(rises[k])
            variance = (12 * NOISE[k] ** 2 + float(((y - y.mean()) ** 2).sum()) * 0.85) / (12 + len(y))
            info += x.T @ x / variance
            pull += x.T @ y / variance
    for p in who.poses:
        marks = [SCORE[s.marks[p]] for s in history.sessions if p in s.marks]
        if marks:
            variance = 0.40**2 / len(marks) + 0.15**2
            info[col[p], col[p]] += 1 / variance
            pull[col[p]] += float(np.mean(marks)) / variance
    return info, pull


def _rows(history: History, col: dict[str, int]) -> tuple[list[list[Vector]], list[list[int]]]:
    n = len(col)
    rows: list[list[Vector]] = [[], []]
    rises: list[list[int]] = [[], []]
    usual: float | None = None
    for s in history.sessions:
        if s.before is None:
            continue
        dev = 0.0 if usual is None else s.before - usual
        usual = s.before if usual is None else 0.85 * usual + 0.15 * s.before
        x = np.zeros(n)
        for i in s.items:
            x[col[i.pose]] += LEVEL_DOSE[i.level] * i.dose
        for k, later in enumerate((s.after, s.next_morning)):
            if later is not None:
                row = np.zeros(2 * n + 4)
                row[k * n : (k + 1) * n] = x
                row[2 * n + 2 * k : 2 * n + 2 * k + 2] = 1.0, dev
                rows[k].append(row)
                rises[k].append(later - s.before)
    return rows, rises


def _known(history: History, who: Person) -> NDArray[np.int_]:
    """Columns of the poses that were done, and of constants and slopes."""
    n = len(who.poses)
    col = {p: i for i, p in enumerate(who.poses)}
    done = sorted({col[i.pose] for s in history.sessions for i in s.items})
    return np.array(done + [n + d for d in done] + list(range(2 * n, 2 * n + 4)), int)


def _fit(
    mu: Vector, v: Vector, info: Vector, pull: Vector, keep: NDArray[np.int_]
) -> tuple[float, Vector, Vector]:
    """Log evidence, mean and covariance of one hypothesis."""
    mu_k, v_k = mu[keep], v[np.ix_(keep, keep)]
    inverse = np.linalg.inv(v_k)
    q = inverse + info[np.ix_(keep, keep)]
    r = inverse @ mu_k + pull[keep]
    cov = np.linalg.inv(q)
    fit = cov @ r
    size = np.linalg.slogdet(v_k)[1] + np.linalg.slogdet(q)[1] + mu_k @ inverse @ mu_k - r @ fit
    gain = v[:, keep] @ inverse
    return -0.5 * float(size), mu + gain @ (fit - mu_k), v - gain @ (v_k - cov) @ gain.T


def _mixed(fits: list[tuple[float, Vector, Vector]], a: int, m: int) -> tuple[float, float, float]:
    harm = help_ = mean = 0.0
    for weight, mu, c in fits:
        after, morning = tail((HARM - mu[a]) / c[a, a] ** 0.5), tail((HARM - mu[m]) / c[m, m] ** 0.5)
        rho = abs(c[a, m]) / (c[a, a] * c[m, m]) ** 0.5
        both = after * morning + rho * (min(after, morning) - after * morning)
        harm += weight * (after + morning - both)
        help_ += weight * tail((mu[a] - HELP) / c[a, a] ** 0.5)
        mean += weight * (mu[a] + mu[m]) / 2
    return float(harm), float(help_), float(mean)


def _prior(h: int, tags: Vector, job: Vector) -> tuple[Vector, Vector]:
    n = len(job)
    w = np.full(tags.shape[1], 0.07**2)
    shift = np.zeros(n)
    if 0 <= h < 6:
        w[h] = 0.28**2
        shift = 0.55 * tags[:, h]
    own = (0.28 if h == 9 else 0.10) ** 2
    va = tags @ np.diag(w) @ tags.T + own * np.eye(n)
    v = np.zeros((2 * n + 4, 2 * n + 4))
    v[:n, :n] = va
    v[n : 2 * n, n : 2 * n] = 0.64 * va
    v[:n, n : 2 * n] = v[n : 2 * n, :n] = 0.55 * 0.8 * va
    v[2 * n :, 2 * n :] = np.diag([0.3**2, 0.15**2, 0.5**2, 0.25**2])
    mu = np.concatenate([0.9 * job + shift, 0.4 * job + 0.8 * shift, [0.0, -0.20, 0.0, -0.45]])
    return mu, v
