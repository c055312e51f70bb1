"""How a pose seems to work for one person: an exact Gaussian mixture over what may be the matter.

Unknown for each pose p are a_p and m_p, the effect of one standard dose straight after and by next morning:
    after - before   = c_a + b_a dev + sum_p x_p a_p + e
    morning - before = c_m + b_m dev + sum_p x_p m_p + e'
    each mark of p: between which steps lies dose a_p + lean + u_p + noise
`dev` is "before" minus the usual: it takes out regression to the mean, and that people change the practice on bad
days. On top of small effects of each pose's own stand sparse suspicions: one movement that harms, or one pose,
felt at once or only next morning, alone or in pairs. A suspicion adds `direction x z` to the effects, with z a
Gaussian of two numbers; so all of it is linear and Gaussian, each suspicion is a correction of rank two (a pair:
four) of one solved system, and weights are exact marginal likelihoods. Model and numbers: shared notes on the
coach, section 4; suspicions of single poses, of delayed harm and of pairs are hipapp's own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Move
from journal.coach.chances import Belief, Gaussians, grouped, judged
from journal.coach.facts import MOVES, PoseFacts
from journal.coach.marks import LEANINGS, of_marks, told_by
from journal.coach.sums import EXTRA, Array, Sums

type Places = NDArray[np.intp]

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
CONSTANT_SD = (0.20, 0.40)
SLOPE = ((-0.20, 0.15), (-0.45, 0.25))


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be too much: mean and covariance of (straight after, next morning) for a full direction."""

    mean: tuple[float, float]
    sd: tuple[float, float]
    correlation: float


FELT = Kind((0.75, 0.60), (0.26, 0.24), 0.6)
#: Nothing to speak of is felt at once. Were that left open (sd 0.08), "good" for a pose would speak for a delayed
#: harm that soothes at first, and a better mark could raise P(harm) by 0.04.
DELAYED = Kind((0.0, 0.55), (0.03, 0.28), 0.0)
KINDS = (FELT, DELAYED)
#: Prior odds of each suspicion against none: shared by the movements, and for each pose; of a delayed one to a
#: felt one; and of a second suspicion beside a first, to that second one alone.
ODDS_MOVES, ODDS_POSE, ODDS_DELAYED, ODDS_SECOND = 1.5, 0.06, 0.45, 0.5
#: The lightest combinations are left out, so many that together they weigh no more than this: no probability
#: is off by more.
NEGLIGIBLE = 5e-4


def beliefs(sums: Sums, library: Mapping[str, PoseFacts], others: Sequence[str] = ()) -> dict[str, Belief]:
    """What is believed of each pose that was done, and of `others` that never were."""
    fit = fitted(sums, library)
    return of_done(fit) | of_new(fit, library, [p for p in others if p not in sums.poses])


@dataclass(slots=True)
class _System:
    """The solved system without suspicions, and what is needed to correct it for one."""

    n: int
    prior_mean: Array
    mean: Array
    cov: Array
    toward: Array  # K = I - cov Lambda: how a shift of the prior mean moves the posterior
    g: Array  # pull of the data on a shift
    big_g: Array  # information of the data about a shift
    tags: Array
    directions: Array  # poses x directions: movements, then single poses
    log: float  # evidence, but for what all leanings share


@dataclass(slots=True)
class _Mixture:
    """Weights of the combinations, and z of each: (combinations, 4) and (combinations, 4, 4), by slot."""

    weight: Array
    slots: Places  # combinations x 2: a suspicion, that is direction times kinds plus kind; -1 for none
    mean: Array
    cov: Array


@dataclass(slots=True)
class Fit:
    """All that a history says. Poses are asked of it by `of_done` and `of_new`.

    One system a leaning, with the combinations that count under it; all weights together are one.
    """

    poses: list[str]
    parts: list[tuple[_System, _Mixture]]


def fitted(sums: Sums, library: Mapping[str, PoseFacts]) -> Fit:
    weighed = [_weigh(system) for system in _solve(sums, library)]
    return Fit(sums.poses, _heaviest(weighed))


def movements(fit: Fit) -> dict[Move, float]:
    """P(this movement is too much), for each."""
    found = dict.fromkeys(MOVES, 0.0)
    for _system, mixture in fit.parts:
        slots = mixture.slots // len(KINDS)  # -1, for none, stays below 0
        for k, move in enumerate(MOVES):
            found[move] += float(mixture.weight[(slots == k).any(axis=1)].sum())
    return found


def job_effect(pose: PoseFacts) -> float:
    return pose.prior_mean if pose.prior_mean is not None else JOB_EFFECT.get(pose.job, OTHER_JOB)


def _pair_block(after: Array) -> Array:
    """Covariance of (after, morning) from that of after."""
    cross = CORRELATION * MORNING_SD * after
    return np.block([[after, cross], [cross, MORNING_SD**2 * after]])


def _solve(sums: Sums, library: Mapping[str, PoseFacts]) -> list[_System]:
    """A system for each leaning; for one alone where nothing was marked, since all say the same then."""
    n = len(sums.poses)
    facts = [library.get(p) or PoseFacts(p, "") for p in sums.poses]
    tags = np.array([f.moves for f in facts]).reshape(n, len(MOVES))
    job = np.array([job_effect(f) for f in facts])
    size = 2 * n + 2 * EXTRA + 1  # both effects, constant and slope of both, leaning of the marks
    prior_mean = np.concatenate([JOB_AFTER * job, JOB_MORNING * job, [0, SLOPE[0][0], 0, SLOPE[1][0], 0]])
    prior = np.zeros((size, size))
    prior[: 2 * n, : 2 * n] = _pair_block(OWN_SD**2 * np.eye(n) + MOVE_SD**2 * tags @ tags.T)
    rest = [CONSTANT_SD[0], SLOPE[0][1], CONSTANT_SD[1], SLOPE[1][1], LEANINGS[0].person]
    prior[range(2 * n, size), range(2 * n, size)] = np.square(rest)
    precision = np.linalg.inv(prior)
    places = (
        np.r_[0:n, 2 * n : 2 * n + EXTRA],
        np.r_[n : 2 * n, 2 * n + EXTRA : 2 * n + 2 * EXTRA],
    )
    noise = [s**2 for s in NOISE_SD]
    info, pull = _of_ratings(sums, places, noise, size)
    told = told_by(sums)
    marks = of_marks(told, LEANINGS[0].pose, size)
    first = np.linalg.solve(precision + info + marks.info, precision @ prior_mean + pull + marks.pull)
    # Noise as first assumed, then as the fit leaves it.
    info, pull = _of_ratings(sums, places, _noise(sums, places, first), size)
    directions = np.hstack([tags, np.eye(n)])
    found = []
    for leaning in LEANINGS if len(told.poses) else LEANINGS[:1]:
        marks = of_marks(told, leaning.pose, size)
        precision[-1, -1] = 1 / leaning.person**2
        all_info, all_pull = info + marks.info, pull + marks.pull
        linear = precision @ prior_mean + all_pull
        cov = np.linalg.inv(precision + all_info)
        mean = cov @ linear
        residual = all_pull - all_info @ prior_mean
        toward = np.eye(size) - cov @ all_info
        log = np.log(leaning.chance) + marks.log - np.log(leaning.person)
        log += 0.5 * (np.linalg.slogdet(cov)[1] + linear @ mean)
        found.append(_System(n, prior_mean, mean, cov, toward, toward.T @ residual, all_info @ toward, tags,
                             directions, float(log)))  # fmt: skip
    return found


def _of_ratings(
    sums: Sums, places: tuple[Places, Places], noise: Sequence[float], size: int
) -> tuple[Array, Array]:
    """Precision and pull of the ratings."""
    info, pull = np.zeros((size, size)), np.zeros(size)
    for place, outcome, variance in zip(places, (sums.after, sums.morning), noise, strict=True):
        info[np.ix_(place, place)] += outcome.xx / variance
        pull[place] += outcome.xy / variance
    return info, pull


def _noise(sums: Sums, places: tuple[Places, Places], mean: Array) -> list[float]:
    found = []
    for place, outcome, first in zip(places, (sums.after, sums.morning), NOISE_SD, strict=True):
        fit = mean[place]
        squares = max(0.0, outcome.yy - 2 * float(fit @ outcome.xy) + float(fit @ outcome.xx @ fit))
        found.append((NOISE_COUNT * first**2 + squares) / (NOISE_COUNT + outcome.count))
    return found


@lru_cache(maxsize=64)
def _combinations(n: int) -> tuple[Places, Places]:
    """(direction, kind) of each single suspicion, and every combination of none, one or two of them: of one, the
    second is -1; two never share a direction."""
    count = len(KINDS) * (len(MOVES) + n)
    single = np.divmod(np.arange(count), len(KINDS))
    one, two = np.triu_indices(count, 1)
    different = single[0][one] != single[0][two]
    alone = np.c_[np.arange(-1, count), np.full(count + 1, -1)]
    return np.array(single), np.vstack([alone, np.c_[one, two][different]])


def _log_odds(n: int, direction: Places, kind: Places) -> Array:
    """Log prior odds of each single suspicion."""
    odds = np.concatenate([np.full(len(MOVES), ODDS_MOVES / len(MOVES)), np.full(n, ODDS_POSE)])
    return np.asarray(np.log(odds[direction] * np.array([1.0, ODDS_DELAYED])[kind]))


_KIND_MEAN = np.array([k.mean for k in KINDS])
_KIND_COV = np.array(
    [[[k.sd[0] ** 2, k.correlation * k.sd[0] * k.sd[1]], [k.correlation * k.sd[0] * k.sd[1], k.sd[1] ** 2]]
     for k in KINDS]
)  # fmt: skip
_KIND_PRECISION = np.linalg.inv(_KIND_COV)
_KIND_LOGDET = np.linalg.slogdet(_KIND_COV)[1]


@dataclass(slots=True)
class _Weighed:
    """Log weight of every combination in a system, and what is needed to tell the z of some."""

    system: _System
    log: Array
    slots: Places
    direction: Places
    info: Array
    precision: Array
    linear: Array


def _weigh(system: _System) -> _Weighed:
    """Weight of every combination (none, each suspicion, each two) by its marginal likelihood.

    With `info` and `pull` of the data on z and z ~ N(m, C) before, the log marginal likelihood is
    (r' P^-1 r - log|P| - m' C^-1 m - log|C|) / 2, with P = C^-1 + info and r = C^-1 m + pull. A second
    suspicion beside a first adds the same with what the first leaves of P and r (Schur's complement).
    """
    n, f = system.n, system.directions
    parts = [slice(0, n), slice(n, 2 * n)]
    # Information and pull of the data on z, for every two directions: (directions, 2, directions, 2).
    info = np.array([[f.T @ system.big_g[r, c] @ f for c in parts] for r in parts]).transpose(2, 0, 3, 1)
    pull = np.stack([f.T @ system.g[p] for p in parts], axis=-1)
    (direction, kind), slots = _combinations(n)
    prior_mean, prior = _KIND_MEAN[kind], _KIND_PRECISION[kind]
    linear = np.einsum("sij,sj->si", prior, prior_mean)
    before = (
        _log_odds(n, direction, kind) - 0.5 * (prior_mean * linear).sum(axis=1) - 0.5 * _KIND_LOGDET[kind]
    )
    precision = prior + info[direction, :, direction, :]
    linear = linear + pull[direction]
    single = before + _gained(precision, linear)
    one, two = slots[1 + len(direction) :].T
    between = info[direction[one], :, direction[two], :]
    back = between.transpose(0, 2, 1)
    cov = np.linalg.inv(precision)
    left = linear[two] - (back @ (cov @ linear[:, :, None])[one])[:, :, 0]
    rest = precision[two] - back @ cov[one] @ between
    pair = np.log(ODDS_SECOND) + single[one] + before[two] + _gained(rest, left)
    log = system.log + np.concatenate([[0.0], single, pair])
    return _Weighed(system, log, slots, direction, info, precision, linear)


def _gained(precision: Array, linear: Array) -> Array:
    """(r' P^-1 r - log|P|) / 2 for many P of two by two."""
    a, b, c = precision[:, 0, 0], precision[:, 0, 1], precision[:, 1, 1]
    x, y = linear.T
    size = a * c - b * b
    return np.asarray(0.5 * ((c * x * x - 2 * b * x * y + a * y * y) / size - np.log(size)))


def _heaviest(found: Sequence[_Weighed]) -> list[tuple[_System, _Mixture]]:
    """The fewest combinations that together leave out no more than `NEGLIGIBLE`; their weights sum to one."""
    log = np.concatenate([w.log for w in found])
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    order = np.argsort(-weight, kind="stable")
    total = np.cumsum(weight[order])
    kept = np.sort(order[: 1 + int(np.searchsorted(total, 1 - NEGLIGIBLE))])
    weight /= weight[kept].sum()
    parts, start = [], 0
    for w in found:
        mine = kept[(kept >= start) & (kept < start + len(w.log))]
        if len(mine):
            slots = w.slots[mine - start]
            z = _of_z(slots, w.direction, w.info, w.precision, w.linear)
            parts.append((w.system, _Mixture(weight[mine], slots, *z)))
        start += len(w.log)
    return parts


def _of_z(
    chosen: Places, direction: Places, info: Array, precision: Array, linear: Array
) -> tuple[Array, Array]:
    """Mean and covariance of z for combinations of suspicions; nothing where a slot is empty (-1)."""
    used = chosen >= 0
    joint, pulled = np.zeros((len(chosen), 4, 4)), np.zeros((len(chosen), 4))
    for i in range(2):
        a = slice(2 * i, 2 * i + 2)
        # Precision one and no pull, so that an empty slot counts for nothing.
        joint[:, a, a] = np.where(used[:, i, None, None], precision[chosen[:, i]], np.eye(2))
        pulled[:, a] = np.where(used[:, i, None], linear[chosen[:, i]], 0.0)
    both = used.all(axis=1)
    one, two = direction[chosen[both]].T
    joint[both, :2, 2:] = info[one, :, two, :]
    joint[both, 2:, :2] = info[two, :, one, :]
    cov = np.linalg.inv(joint)
    return (cov @ pulled[:, :, None])[:, :, 0], cov


def of_done(fit: Fit, only: Collection[str] | None = None) -> dict[str, Belief]:
    """Of each pose that was done, or of those among `only`: to judge a pose costs more than to weigh what it says."""
    places = [i for i, pose in enumerate(fit.poses) if only is None or pose in only]
    if not places:
        return {}
    parts = []
    for system, mixture in fit.parts:
        after, morning = (np.arange(h.start, h.stop)[places] for h in _halves(system.n))
        own = np.array([[system.cov[r, c] for c in (after, morning)] for r in (after, morning)])
        base = np.stack([system.mean[after], system.mean[morning]])
        parts.append(_gaussians(mixture, base, own, _moved(system, system.toward)[..., places]))
    return dict(zip([fit.poses[i] for i in places], _mixed(parts, len(places)), strict=True))


def of_new(fit: Fit, library: Mapping[str, PoseFacts], poses: Sequence[str]) -> dict[str, Belief]:
    """Of poses that were never done: their job's usual effect, and what their movements do to this person.

    Beside the suspicions, the little that any movement may do is shared with the poses that were done: the
    prior's regression of the new on the done, put on what was learned of these.
    """
    if not poses:
        return {}
    tags = np.array([library[p].moves for p in poses])
    job = np.array([job_effect(library[p]) for p in poses])
    done = fit.parts[0][0].tags
    shared = MOVE_SD**2 * tags @ done.T
    gain = np.linalg.solve(OWN_SD**2 * np.eye(len(done)) + MOVE_SD**2 * done @ done.T, shared.T).T
    alone = OWN_SD**2 + MOVE_SD**2 * (tags**2).sum(axis=1) - (gain * shared).sum(axis=1)
    parts = []
    for system, mixture in fit.parts:
        halves = _halves(system.n)
        learned = system.mean - system.prior_mean
        base = np.stack([share * job + gain @ learned[h]
                         for share, h in zip((JOB_AFTER, JOB_MORNING), halves, strict=True)])  # fmt: skip
        own = np.array([[((gain @ system.cov[r, c]) * gain).sum(axis=1) for c in halves] for r in halves])
        own += _BOTH[:, :, None] * alone
        # A suspicion of a single pose says nothing of another, but for what it takes out of the poses done.
        moved = _moved(system, system.toward - np.eye(len(system.mean))) @ gain.T
        for o in range(2):
            moved[: len(MOVES), o, o] += tags.T
        parts.append(_gaussians(mixture, base, own, moved))
    return dict(zip(poses, _mixed(parts, len(poses)), strict=True))


#: Covariance of (straight after, next morning) where that of straight after is one.
_BOTH = np.array([[1.0, CORRELATION * MORNING_SD], [CORRELATION * MORNING_SD, MORNING_SD**2]])


def _halves(n: int) -> tuple[slice, slice]:
    """Places of the effects straight after, and next morning."""
    return slice(0, n), slice(n, 2 * n)


def _moved(system: _System, map_: Array) -> Array:
    """How z of a direction moves each pose: (direction, z, outcome, pose); the last direction is none."""
    n, f = system.n, system.directions
    moved = np.zeros((f.shape[1] + 1, 2, 2, n))
    for o, r in enumerate(_halves(n)):
        for z, c in enumerate(_halves(n)):
            moved[:-1, z, o] = (map_[r, c] @ f).T
    return moved


def _gaussians(mixture: _Mixture, base: Array, own: Array, moved: Array) -> Gaussians:
    """What is believed of poses by combination: `base` (outcome, pose) and `own` (outcome, outcome, pose) without
    suspicions, `moved` what these add."""
    count, n = len(mixture.weight), base.shape[1]
    mean, var, both = np.empty((2, count, n)), np.empty((2, count, n)), np.empty((count, n))
    for start in range(0, count, _BLOCK):
        at = slice(start, min(start + _BLOCK, count))
        # By combination, z of both slots, outcome and pose; -1 div kinds stays -1.
        per = moved[mixture.slots[at] // len(KINDS)].reshape(-1, 4, 2, n)
        spread = (mixture.cov[at] @ per.reshape(-1, 4, 2 * n)).reshape(per.shape)
        mean[:, at] = np.einsum("hz,hzop->ohp", mixture.mean[at], per) + base[:, None]
        var[:, at] = np.einsum("hzop,hzop->ohp", spread, per) + own[[0, 1], [0, 1]][:, None]
        both[at] = np.einsum("hzp,hzp->hp", spread[:, :, 0], per[:, :, 1]) + own[0, 1]
    return Gaussians(np.tile(np.arange(n), count), np.repeat(mixture.weight, n),
                      mean.reshape(2, -1), var.reshape(2, -1), both.ravel())  # fmt: skip


def _mixed(parts: Sequence[Gaussians], n: int) -> list[Belief]:
    """Beliefs of `n` poses from their Gaussians under each leaning."""
    few = [grouped(part) for part in parts]
    return judged(
        Gaussians(
            np.concatenate([p.pose for p in few]), np.concatenate([p.weight for p in few]),
            np.hstack([p.mean for p in few]), np.hstack([p.var for p in few]),
            np.concatenate([p.both for p in few]),
        ),
        n,
    )  # fmt: skip


#: Combinations at a time, so that what is worked on stays near the processor.
_BLOCK = 128
