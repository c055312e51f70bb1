"""How a pose seems to work for one person: an exact Gaussian mixture over what may be the matter.

Unknown for each pose p are a_p and m_p, the effect of one standard dose straight after and by next morning:
    after - before   = c_a + b_a dev + sum_p x_p a_p + e
    morning - before = c_m + b_m dev + sum_p x_p m_p + e'
    mean score of the marks of p = dose a_p + lean + u_p
`dev` is "before" minus the usual: it takes out regression to the mean, and that people change the practice on bad
days. On top of small effects of each pose's own stand sparse suspicions: one movement that harms, or one pose,
felt at once or only next morning, alone or in pairs. A suspicion adds `direction x z` to the effects, with z a
Gaussian of two numbers; so all of it is linear and Gaussian, each suspicion is a correction of rank two (a pair:
four) of one solved system, and weights are exact marginal likelihoods. Model and numbers: shared notes on the
coach, section 4; suspicions of single poses, of delayed harm and of pairs are hipapp's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from journal.coach.facts import MOVES, PoseFacts
from journal.coach.sums import EXTRA, Array, Sums

#: A pose is too much if one standard dose adds this, straight after or by next morning; it helps below the other.
HARM, HELP = 0.20, -0.05
#: Usual effect of a job straight after, points (coach, section 4).
JOB_EFFECT = {
    "settle": -0.06, "warm_up": -0.13, "hip_flexor": -0.09, "hip_rotator": -0.09, "adductor": -0.08,
    "twist": -0.08, "hamstring": -0.07, "strengthen": -0.02, "balance": -0.02, "finish": -0.13,
}  # fmt: skip
OTHER_JOB = -0.07
#: Of a job's usual effect, what is expected straight after and what is left by next morning.
JOB_AFTER, JOB_MORNING = 0.9, 0.4
#: A pose's own effect beside its job's: sd straight after, sd next morning as a share of it, correlation.
OWN_SD, MORNING_SD, CORRELATION = 0.10, 0.80, 0.55
#: What any movement may do a little (sd for a full tag).
MOVE_SD = 0.07
#: Noise of the two changes before anything is known (sd), and for how many ratings that counts.
NOISE_SD, NOISE_COUNT = (1.0, 1.35), 12.0
#: Prior mean and sd of constant and slope: straight after, next morning.
CONSTANT_SD = (0.30, 0.50)
SLOPE = ((-0.20, 0.15), (-0.45, 0.25))
#: A mark's noise, a pose's own leaning, and a person's leaning for all of them (sd, points).
MARK_SD, MARK_POSE_SD, MARK_PERSON_SD = 0.40, 0.15, 0.12


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be too much: mean and covariance of (straight after, next morning) for a full direction."""

    mean: tuple[float, float]
    sd: tuple[float, float]
    correlation: float


FELT = Kind((0.60, 0.48), (0.26, 0.24), 0.6)
DELAYED = Kind((0.0, 0.55), (0.08, 0.28), 0.0)
KINDS = (FELT, DELAYED)
#: Prior odds of each suspicion against none: shared by the movements, and for each pose; of a delayed one to a
#: felt one; and of a second suspicion beside a first, to that second one alone.
ODDS_MOVES, ODDS_POSE, ODDS_DELAYED, ODDS_SECOND = 1.5, 0.06, 0.45, 0.5
#: Combinations that weigh less than this share of the heaviest are left out.
NEGLIGIBLE = 1e-4


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


def beliefs(sums: Sums, library: Mapping[str, PoseFacts], others: Sequence[str] = ()) -> dict[str, Belief]:
    """What is believed of each pose that was done, and of `others` that never were."""
    system = _solve(sums, library)
    mixture = _weigh(system)
    done = _marginals(system, mixture)
    new = [p for p in others if p not in sums.poses]
    return dict(zip(sums.poses, done, strict=True)) | _predicted(mixture, library, new)


@dataclass(slots=True)
class _System:
    """The solved system without suspicions, and what is needed to correct it for one."""

    n: int
    mean: Array
    cov: Array
    toward: Array  # K = I - cov Lambda: how a shift of the prior mean moves the posterior
    g: Array  # pull of the data on a shift
    big_g: Array  # information of the data about a shift
    directions: Array  # poses x directions: movements, then single poses


@dataclass(slots=True)
class _Mixture:
    """Weights of the combinations, and z of each: (combinations, 4) and (combinations, 4, 4), by slot."""

    weight: Array
    slots: Array  # combinations x 2: index of direction, -1 for none
    mean: Array
    cov: Array


def job_effect(pose: PoseFacts) -> float:
    return pose.prior_mean if pose.prior_mean is not None else JOB_EFFECT.get(pose.job, OTHER_JOB)


def _pair_block(after: Array) -> Array:
    """Covariance of (after, morning) from that of after."""
    cross = CORRELATION * MORNING_SD * after
    return np.block([[after, cross], [cross, MORNING_SD**2 * after]])


def _solve(sums: Sums, library: Mapping[str, PoseFacts]) -> _System:
    n = len(sums.poses)
    facts = [library.get(p) or PoseFacts(p, "") for p in sums.poses]
    tags = np.array([f.moves for f in facts]).reshape(n, len(MOVES))
    job = np.array([job_effect(f) for f in facts])
    size = 2 * n + 2 * EXTRA + 1  # both effects, constant and slope of both, leaning of the marks
    prior_mean = np.concatenate([JOB_AFTER * job, JOB_MORNING * job, [0, SLOPE[0][0], 0, SLOPE[1][0], 0]])
    prior = np.zeros((size, size))
    prior[: 2 * n, : 2 * n] = _pair_block(OWN_SD**2 * np.eye(n) + MOVE_SD**2 * tags @ tags.T)
    rest = [CONSTANT_SD[0], SLOPE[0][1], CONSTANT_SD[1], SLOPE[1][1], MARK_PERSON_SD]
    prior[range(2 * n, size), range(2 * n, size)] = np.square(rest)
    precision = np.linalg.inv(prior)
    places = (
        np.r_[0:n, 2 * n : 2 * n + EXTRA],
        np.r_[n : 2 * n, 2 * n + EXTRA : 2 * n + 2 * EXTRA],
    )
    noise = [s**2 for s in NOISE_SD]
    for _round in range(2):  # noise as first assumed, then as the fit leaves it
        info, pull = _information(sums, places, noise, size)
        cov = np.linalg.inv(precision + info)
        mean = cov @ (precision @ prior_mean + pull)
        noise = _noise(sums, places, mean)
    residual = pull - info @ prior_mean
    toward = np.eye(size) - cov @ info
    return _System(
        n, mean, cov, toward, toward.T @ residual, info @ toward, np.hstack([tags, np.eye(n)])
    )  # fmt: skip


def _information(
    sums: Sums, places: tuple[Array, Array], noise: Sequence[float], size: int
) -> tuple[Array, Array]:
    """Precision and pull of the ratings and of the marks."""
    info, pull = np.zeros((size, size)), np.zeros(size)
    for place, outcome, variance in zip(places, (sums.after, sums.morning), noise, strict=True):
        info[np.ix_(place, place)] += outcome.xx / variance
        pull[place] += outcome.xy / variance
    count, dose, score = sums.marks.T
    marked = np.flatnonzero(count > 0)
    variance = MARK_SD**2 / count[marked] + MARK_POSE_SD**2
    x, y = dose[marked] / count[marked], score[marked] / count[marked]
    info[marked, marked] += x**2 / variance
    info[marked, -1] += x / variance
    info[-1, marked] += x / variance
    info[-1, -1] += (1 / variance).sum()
    pull[marked] += x * y / variance
    pull[-1] += (y / variance).sum()
    return info, pull


def _noise(sums: Sums, places: tuple[Array, Array], mean: Array) -> list[float]:
    found = []
    for place, outcome, first in zip(places, (sums.after, sums.morning), NOISE_SD, strict=True):
        fit = mean[place]
        squares = max(0.0, outcome.yy - 2 * float(fit @ outcome.xy) + float(fit @ outcome.xx @ fit))
        found.append((NOISE_COUNT * first**2 + squares) / (NOISE_COUNT + outcome.count))
    return found


def _combinations(n: int) -> tuple[Array, Array, Array]:
    """(slots, kinds, log prior) of no suspicion, each single one and each pair of different directions."""
    moves = len(MOVES)
    odds = np.concatenate([np.full(moves, ODDS_MOVES / moves), np.full(n, ODDS_POSE)])
    direction = np.repeat(np.arange(moves + n), len(KINDS))
    kind = np.tile(np.arange(len(KINDS)), moves + n)
    single = np.repeat(odds, len(KINDS)) * np.tile([1.0, ODDS_DELAYED], moves + n)
    one, two = np.triu_indices(len(direction), 1)
    different = direction[one] != direction[two]
    one, two = one[different], two[different]
    slots = np.vstack([[[-1, -1]], np.c_[direction, np.full(len(direction), -1)],
                       np.c_[direction[one], direction[two]]])  # fmt: skip
    kinds = np.vstack([[[0, 0]], np.c_[kind, np.zeros_like(kind)], np.c_[kind[one], kind[two]]])
    prior = np.concatenate([[1.0], single, ODDS_SECOND * single[one] * single[two]])
    return slots, kinds, np.log(prior)


_KIND_MEAN = np.array([k.mean for k in KINDS])
_KIND_COV = np.array(
    [[[k.sd[0] ** 2, k.correlation * k.sd[0] * k.sd[1]], [k.correlation * k.sd[0] * k.sd[1], k.sd[1] ** 2]]
     for k in KINDS]
)  # fmt: skip
_KIND_PRECISION = np.linalg.inv(_KIND_COV)
_KIND_LOGDET = np.linalg.slogdet(_KIND_COV)[1]


def _weigh(system: _System) -> _Mixture:
    """Weight of every combination by its marginal likelihood, and its z."""
    n, f = system.n, system.directions
    slots, kinds, log_prior = _combinations(n)
    parts = [slice(0, n), slice(n, 2 * n)]
    # Information and pull of the data on z, for every two directions: (directions, 2, directions, 2).
    info = np.array([[f.T @ system.big_g[r, c] @ f for c in parts] for r in parts]).transpose(2, 0, 3, 1)
    pull = np.stack([f.T @ system.g[p] for p in parts], axis=-1)
    count = len(slots)
    used = slots >= 0
    precision, linear = np.zeros((count, 4, 4)), np.zeros((count, 4))
    log = log_prior.copy()
    for i in range(2):
        a = slice(2 * i, 2 * i + 2)
        # An empty slot has precision one and no pull, so that it counts for nothing.
        precision[:, a, a] = np.where(used[:, i, None, None], _KIND_PRECISION[kinds[:, i]], np.eye(2))
        prior_mean = np.where(used[:, i, None], _KIND_MEAN[kinds[:, i]], 0.0)
        linear[:, a] = np.einsum("hij,hj->hi", precision[:, a, a], prior_mean)
        log -= 0.5 * np.einsum("hi,hi->h", prior_mean, linear[:, a])
        log -= np.where(used[:, i], 0.5 * _KIND_LOGDET[kinds[:, i]], 0.0)
        linear[:, a] += np.where(used[:, i, None], pull[slots[:, i]], 0.0)
    for i in range(2):
        for j in range(2):
            both = (used[:, i] & used[:, j])[:, None, None]
            block = info[slots[:, i], :, slots[:, j], :]
            precision[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += np.where(both, block, 0.0)
    cov = np.linalg.inv(precision)
    mean = np.einsum("hij,hj->hi", cov, linear)
    log += 0.5 * np.einsum("hi,hi->h", linear, mean) - 0.5 * np.linalg.slogdet(precision)[1]
    weight = np.exp(log - log.max())
    keep = weight > NEGLIGIBLE
    weight = weight[keep] / weight[keep].sum()
    return _Mixture(weight, slots[keep], mean[keep], cov[keep])


def _marginals(system: _System, mixture: _Mixture) -> list[Belief]:
    """(after, morning) of each pose under each combination, then mixed."""
    n, f = system.n, system.directions
    if not n:
        return []
    rows = np.stack([system.toward[:n], system.toward[n : 2 * n]])  # outcome, pose, column
    # How z of a direction moves each pose: (outcome, pose, direction, z).
    moved = np.stack([rows[:, :, :n] @ f, rows[:, :, n : 2 * n] @ f], axis=-1)
    blank = np.zeros((2, n, 1, 2))
    moved = np.concatenate([moved, blank], axis=2)  # direction -1: nothing
    per = np.concatenate([moved[:, :, mixture.slots[:, 0]], moved[:, :, mixture.slots[:, 1]]], axis=-1)
    base = np.stack([system.mean[:n], system.mean[n : 2 * n]])[:, :, None]
    mean = base + np.einsum("ophz,hz->oph", per, mixture.mean)
    spread = np.einsum("ophz,hzy,qphy->oqph", per, mixture.cov, per)
    at = np.arange(n)
    own = np.array([[system.cov[at, at], system.cov[at, n + at]],
                    [system.cov[n + at, at], system.cov[n + at, n + at]]])  # fmt: skip
    return _mixed(mixture.weight, mean, spread + own[..., None])


def _predicted(
    mixture: _Mixture, library: Mapping[str, PoseFacts], poses: Sequence[str]
) -> dict[str, Belief]:
    """Of poses that were never done: their job's usual effect, and what a movement does to this person."""
    if not poses:
        return {}
    facts = [library[p] for p in poses]
    tags = np.array([f.moves for f in facts])
    job = np.array([job_effect(f) for f in facts])
    moves = len(MOVES)
    mean = np.stack([JOB_AFTER * job, JOB_MORNING * job])[:, :, None] + np.zeros(len(mixture.weight))
    block = np.array([[1.0, CORRELATION * MORNING_SD], [CORRELATION * MORNING_SD, MORNING_SD**2]])
    own = OWN_SD**2 + MOVE_SD**2 * (tags**2).sum(axis=1)
    cov = block[:, :, None, None] * own[:, None] + np.zeros(len(mixture.weight))
    # The tag of the movement in each slot; a suspicion of a single pose says nothing of another.
    shown = np.concatenate([tags, np.zeros((len(poses), 1))], axis=1)
    tag = [shown[:, np.where((s < 0) | (s >= moves), moves, s)] for s in mixture.slots.T]
    for i in range(2):
        mean += tag[i][None] * mixture.mean[:, 2 * i : 2 * i + 2].T[:, None, :]
        for j in range(2):
            between = mixture.cov[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].transpose(1, 2, 0)
            cov += (tag[i] * tag[j])[None, None] * between[:, :, None, :]
    return dict(zip(poses, _mixed(mixture.weight, mean, cov), strict=True))


def _mixed(weight: Array, mean: Array, cov: Array) -> list[Belief]:
    """Beliefs from (outcome, pose, combination) means and (outcome, outcome, pose, combination) covariances."""
    sd = np.sqrt(np.stack([cov[0, 0], cov[1, 1]]))
    rho = np.clip(cov[0, 1] / (sd[0] * sd[1]), -0.99, 0.99)
    below = (HARM - mean) / sd
    harm = (1 - both_below(below[0], below[1], rho)) @ weight
    eased = (HELP - mean[0]) / sd[0]
    helps = normal(eased) @ weight
    good = both_below(eased, below[1], rho) @ weight
    average = mean @ weight
    total = np.sqrt(np.maximum(0.0, (sd**2 + mean**2) @ weight - average**2))
    return [
        Belief(*map(float, row))
        for row in zip(
            np.clip(harm, 0, 1), helps, good, average[0], total[0], average[1], total[1], strict=True
        )
    ]


def normal(z: Array) -> Array:
    """Standard normal distribution function, absolute error under 1e-6.

    Abramowitz and Stegun, formula 26.2.17.
    """
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) * poly
    return np.where(z > 0, 1 - upper, upper)


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


def both_below(x: Array, y: Array, rho: Array) -> Array:
    """P(X < x and Y < y) of a standard bivariate normal: Plackett's integral over the correlation by Gauss and
    Legendre with eight nodes (Drezner and Wesolowsky 1990)."""
    total = np.zeros_like(x)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        r = rho * (node + 1) / 2
        rest = 1 - r * r
        total += weight * np.exp(-(x * x - 2 * r * x * y + y * y) / (2 * rest)) / np.sqrt(rest)
    return np.asarray(np.clip(normal(x) * normal(y) + rho / 2 * total / (2 * np.pi), 0.0, 1.0))
