"""Simulated people with a drifting, noisy back, to measure what a way of adapting the routine is worth.

Every number here is an assumption, set near those of the first trial of the coach (within-person SD of about 1.2
points in a week, 62 % with one sensitive movement that costs 0.45 to 0.95 points a standard dose, and so on).
The draws of a person do not depend on what is advised, so that all ways are tried on the same days.
Frozen before any engine was tuned on it: a change here is a change of the yardstick, and says so in its commit.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Mark
from journal.coach.facts import MOVES, Action, Change, History, Item, Placed, PoseFacts, SessionFacts

type Vector = NDArray[np.float64]
type Random = np.random.Generator

WEEKS = 16
#: Days beyond the last one that is practised, for its next morning.
DAYS = 7 * WEEKS + 1
#: How much of a standard dose a rung is, in truth as in the model.
LEVEL_DOSE = (0.70, 1.0, 1.35)
HARM = 0.20
HELP = -0.05
PHASES = ("arrive", "warm-up", "open", "strengthen", "finish")


@dataclass(frozen=True, slots=True)
class World:
    """What is true of the people of a world. Rates are a day's or a session's, effects points of 0 to 10."""

    name: str
    about: str
    sensitive: float = 0.62  # share of people with a movement (or with poses) that harms
    second: float = 0.08  # of those, share with a second movement
    cost: tuple[float, float] = (0.45, 0.95)  # points a standard dose of a fully tagged movement
    scatter: float = 0.10  # sd of a pose's own effect beside its job's
    tagged: bool = True  # harm follows the movement tags
    untagged_share: float = 0.14  # share of poses that harm where it does not
    after_share: float = 1.0  # how much of the harm is felt straight after
    morning_share: float = 0.8  # how much of it the next morning
    carry: float = 0.30  # how much of a morning's effect is left a day later
    skip_demanding: float = 0.10  # chance that a demanding pose is left out on a bad day
    days_a_week: tuple[float, float] = (3.0, 6.0)
    missing: float = 0.08  # planned days that are not practised
    after_answered: float = 0.92
    morning_answered: float = 0.60
    never_marks: float = 0.15
    mark_rate: tuple[float, float] = (0.20, 0.75)
    mark_bias: float = 0.12  # sd of a person's leaning, and of their leaning for a pose
    drift: float = 0.006  # sd of points a day
    flare_rate: float = 1 / 56
    wrong_tags: float = 0.0  # share of tags that are another pose's
    together: bool = False  # the same poses every day, none ever left out


WORLDS: tuple[World, ...] = (
    World("default", "one movement harms 62 of 100 people, after and next morning"),
    World("delayed", "harm shows only next morning", after_share=0.0, morning_share=1.0),
    World("untagged", "harm has nothing to do with movement", tagged=False),
    World("nothing harms", "no pose harms anybody", sensitive=0.0),
    World("skippers", "people leave demanding poses out on bad days", skip_demanding=0.60),
    World("sparse", "two to three days a week, few answers, few marks", days_a_week=(2.0, 3.2),
          after_answered=0.60, morning_answered=0.30, never_marks=0.50, mark_rate=(0.05, 0.20)),
    World("leaning marks", "people mark everything good, or everything too much", mark_bias=0.35),
    World("wrong tags", "a third of the tags belong to another pose", wrong_tags=0.33),
    World("delayed and untagged", "harm only next morning, and not by movement", after_share=0.0,
          morning_share=1.0, tagged=False),
    World("every pose every day", "nothing ever left out", together=True, skip_demanding=0.0),
)  # fmt: skip


@cache
def library() -> tuple[Mapping[str, PoseFacts], Mapping[str, str]]:
    """The poses as the coach is told of them, and the phase of each."""
    rows = json.loads((Path(__file__).parent / "library.json").read_text())
    facts = {
        row["id"]: PoseFacts(row["id"], row["job"], tuple(row["moves"][m] for m in MOVES), row["prior_mean"])
        for row in rows
    }
    return facts, {row["id"]: row["phase"] for row in rows}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's truth. `after` and `morning` are effects of one standard dose, by the order of `poses`."""

    world: World
    poses: tuple[str, ...]
    after: Vector
    morning: Vector
    avoid: frozenset[str]
    max_level: Mapping[str, int]
    routine: tuple[Placed, ...]
    templates: tuple[frozenset[int], ...]  # which places of the routine are done on which kind of day
    practice: NDArray[np.bool_]  # by day
    level: Vector  # the back on each day, without what practice does
    noise_before: Vector
    noise_after: Vector
    noise_morning: Vector
    left_out: Vector  # uniform a day and place
    half_dose: Vector
    marks_at: Vector
    mark_noise: Vector
    mark_rate: float
    mark_lean: Vector  # by pose
    answers: Vector  # uniform a day: before, after, morning
    takes: Vector  # uniform a day

    def harmful(self) -> NDArray[np.bool_]:
        return (self.after >= HARM) | (self.morning >= HARM)

    def helpful(self) -> NDArray[np.bool_]:
        return (self.after <= HELP) & ~self.harmful()


def person(world: World, seed: int) -> Person:
    """The person number `seed` of a world."""
    rng = np.random.default_rng([seed, sum(map(ord, world.name))])
    facts, phases = library()
    poses = tuple(facts)
    after, morning = _effects(world, rng, facts)
    avoid = frozenset(p for p, u in zip(poses, rng.random(len(poses)), strict=True) if u < 0.10)
    limits = rng.random(len(poses))
    max_level = {p: (0 if u < 0.06 else 1) for p, u in zip(poses, limits, strict=True) if u < 0.22}
    routine = _routine(rng, phases, avoid, max_level)
    n = len(routine)
    bias = rng.normal(0, world.mark_bias)
    return Person(
        world, poses, after, morning, avoid, max_level, routine,
        templates=_templates(world, rng, routine, phases),
        practice=_practice(world, rng),
        level=_level(world, rng),
        noise_before=rng.normal(0, 0.45, DAYS),
        noise_after=rng.normal(0, 0.90, DAYS),
        noise_morning=rng.normal(0, 0.55, DAYS),
        left_out=rng.random((DAYS, n)),
        half_dose=rng.random((DAYS, n)),
        marks_at=rng.random((DAYS, n)),
        mark_noise=rng.normal(0, 0.35, (DAYS, n)),
        mark_rate=0.0 if rng.random() < world.never_marks else rng.uniform(*world.mark_rate),
        mark_lean=bias + rng.normal(0, world.mark_bias, len(poses)),
        answers=rng.random((DAYS, 3)),
        takes=rng.random(DAYS),
    )  # fmt: skip


def _effects(world: World, rng: Random, facts: Mapping[str, PoseFacts]) -> tuple[Vector, Vector]:
    tags = np.array([f.moves for f in facts.values()])
    job = np.array([f.prior_mean or 0.0 for f in facts.values()])
    n = len(job)
    if world.wrong_tags:
        swapped = rng.random(n) < world.wrong_tags
        tags = np.where(swapped[:, None], tags[rng.permutation(n)], tags)
    harm = np.zeros(n)
    chosen, second = rng.random(2)
    kinds = rng.permutation(len(MOVES))
    costs = rng.uniform(*world.cost, (2, n))
    if chosen < world.sensitive:
        if world.tagged:
            felt = np.minimum(1.0, 1.5 * tags)  # a movement harms well before its end range
            harm = felt[:, kinds[0]] * costs[0, 0]
            if second < world.second:
                harm = harm + felt[:, kinds[1]] * costs[1, 0]
        else:
            harm = np.where(rng.random(n) < world.untagged_share, costs[0], 0.0)
    own = rng.normal(0, world.scatter, n)
    after = job + own + world.after_share * harm
    morning = 0.4 * job + 0.55 * 0.8 * own + rng.normal(0, 0.065, n) + world.morning_share * harm
    return after, morning


def _routine(
    rng: Random, phases: Mapping[str, str], avoid: frozenset[str], max_level: Mapping[str, int]
) -> tuple[Placed, ...]:
    """Seven to eleven poses in the order of a practice, all allowed."""
    open_ = [p for p in phases if p not in avoid]
    counts = {"arrive": 1, "warm-up": 1 + int(rng.integers(2)), "open": 3 + int(rng.integers(2)),
              "strengthen": 1 + int(rng.integers(3)), "finish": 1}  # fmt: skip
    placed = []
    for phase in PHASES:
        pool = [p for p in open_ if phases[p] == phase]
        for index in rng.permutation(len(pool))[: counts[phase]]:
            level = min(1, max_level.get(pool[index], 2))
            placed.append(Placed(pool[index], level))
    return tuple(placed)


def _templates(
    world: World, rng: Random, routine: tuple[Placed, ...], phases: Mapping[str, str]
) -> tuple[frozenset[int], ...]:
    """Two kinds of day that share arriving and finishing; for three people in ten all days are the same."""
    everything = frozenset(range(len(routine)))
    if world.together or rng.random() < 0.30:
        return (everything,)
    fixed = {i for i, p in enumerate(routine) if phases[p.pose] in ("arrive", "finish")}
    side = rng.permutation([i % 2 for i in range(len(routine))])
    both = rng.random(len(routine)) < 0.40
    return tuple(
        frozenset(i for i in everything if i in fixed or both[i] or side[i] == kind) for kind in (0, 1)
    )


def _practice(world: World, rng: Random) -> NDArray[np.bool_]:
    """Which days are practised: the planned weekdays, some of them missed, and one longer gap for some."""
    count = int(np.clip(round(rng.uniform(*world.days_a_week)), 1, 7))
    weekdays = set(rng.permutation(7)[:count].tolist())
    done = np.array([d % 7 in weekdays for d in range(DAYS)]) & (rng.random(DAYS) >= world.missing)
    if rng.random() < 0.20:
        gap = int(rng.integers(21, DAYS - 21))
        done[gap : gap + 10] = False
    done[-1] = False
    return done


def _level(world: World, rng: Random) -> Vector:
    """The back by day without practice: usual, drift, day noise that fades (AR 1), weekday, stress, flares."""
    usual = np.clip(rng.normal(3.6, 1.2), 1.2, 6.5)
    days = np.arange(DAYS)
    noise = np.zeros(DAYS)
    shocks = rng.normal(0, 1, DAYS)
    rho, sd = 0.55, 0.95
    noise[0] = sd * shocks[0]
    for day in range(1, DAYS):
        noise[day] = rho * noise[day - 1] + sd * np.sqrt(1 - rho**2) * shocks[day]
    weekday = rng.normal(0, 0.25, 7)[days % 7]
    stress = (rng.random(DAYS) < 0.08) * rng.uniform(0.5, 1.5, DAYS)
    flares = np.zeros(DAYS)
    for start in np.flatnonzero(rng.random(DAYS) < world.flare_rate).tolist():
        length = int(rng.integers(3, 8))
        flares[start : start + length] += 2.2 * np.linspace(1, 0.3, length)[: DAYS - start]
    drift = rng.normal(0, world.drift) * days
    return np.asarray(usual + drift + noise + weekday + stress + flares)


# -- living through it -------------------------------------------------------------------------------------------


@dataclass
class Life:
    """What happened to a person under one way of adapting the routine."""

    sessions: list[SessionFacts]
    changes: list[Change]
    routine: list[Placed]
    #: Noise-free points that a session cost straight after and next morning, their mean, by session.
    cost: list[float]
    #: Day on which a pose of the first routine was first made easier, swapped or left out.
    eased_on: dict[str, int]
    #: (day, pose, P(harm) as stated) for calibration.
    stated: list[tuple[int, str, float]]
    said: int = 0
    violations: list[str] | None = None


def live(who: Person, way: Any) -> Life:
    """Sixteen weeks. `way(history)` answers `(suggestion or None, gentle today, stated P(harm) by pose)`."""
    facts, _phases = library()
    life = Life([], [], list(who.routine), [], {}, [], violations=[])
    lingering, kind = 0.0, 0  # what earlier practice still does to the back today
    column = {p: i for i, p in enumerate(who.poses)}
    tolerance = 1.0
    usual = float(np.mean(who.level[:7]))
    for day in range(DAYS - 1):
        if not who.practice[day]:
            lingering *= who.world.carry
            continue
        felt = who.level[day] + lingering
        rated = rating(felt + who.noise_before[day])
        before = rated if who.answers[day, 0] < 0.97 else None
        history = History(
            day, facts, tuple(p for p in life.routine if p.level >= 0), tuple(life.sessions), tuple(life.changes),
            who.avoid, who.max_level, before,
        )  # fmt: skip
        suggestion, gentle, stated = way(history)
        life.stated += [(day, pose, p) for pose, p in stated.items()]
        if suggestion is not None:
            _answer(who, life, day, suggestion, history)
        items, places = _done(who, life, day, kind, gentle, felt - usual)
        kind += 1
        dose = np.array([LEVEL_DOSE[i.level] * i.dose for i in items])
        cols = [column[i.pose] for i in items]
        a = float(dose @ (who.after[cols] * np.where(who.after[cols] > 0, tolerance, 1.0)))
        m = float(dose @ (who.morning[cols] * np.where(who.morning[cols] > 0, tolerance, 1.0)))
        tolerance *= 0.9985
        after = rating(felt + a - 0.17 * (felt - usual) + who.noise_after[day])
        by_morning = lingering * who.world.carry + m
        morning = rating(who.level[day + 1] + by_morning + who.noise_morning[day])
        lingering = by_morning * who.world.carry
        life.cost.append((a + m) / 2)
        life.sessions.append(
            SessionFacts(
                day,
                tuple(items),
                before,
                after if who.answers[day, 1] < who.world.after_answered else None,
                morning if who.answers[day, 2] < who.world.morning_answered else None,
                gentle,
                _marks(who, day, items, places, cols),
            )
        )
    return life


def rating(level: float) -> int:
    return int(np.clip(round(level), 0, 10))


def _done(
    who: Person, life: Life, day: int, kind: int, gentle: bool, bad: float
) -> tuple[list[Item], list[int]]:
    """What is done today: the day's places, some left out, some at half a dose."""
    facts, _ = library()
    items, places = [], []
    template = who.templates[kind % len(who.templates)]
    for place, placed in enumerate(life.routine):
        if place not in template or placed.level < 0:
            continue
        demanding = min(1.0, sum(facts[placed.pose].moves))
        chance = 0.0 if who.world.together else 0.04
        chance += demanding * who.world.skip_demanding * (bad > 0.8)
        if who.left_out[day, place] < chance:
            continue
        dose = 0.5 if who.half_dose[day, place] < 0.08 else 1.0
        level = 0 if gentle else placed.level
        items.append(Item(placed.pose, level, 0.7 * dose if gentle else dose))
        places.append(place)
    return items, places


def _marks(who: Person, day: int, items: list[Item], places: list[int], cols: list[int]) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for item, place, col in zip(items, places, cols, strict=True):
        if who.marks_at[day, place] >= who.mark_rate:
            continue
        felt = LEVEL_DOSE[item.level] * item.dose * who.after[col] + who.mark_lean[col]
        felt += who.mark_noise[day, place]
        if felt > 0.42:
            marks[item.pose] = Mark.TOO_MUCH
        elif felt > -0.15:
            marks[item.pose] = Mark.OK
        elif felt > -0.70:
            marks[item.pose] = Mark.GOOD
        else:
            marks[item.pose] = Mark.FELT_EASY
    return marks


def _answer(who: Person, life: Life, day: int, s: Any, history: History) -> None:
    """The person takes the suggestion, or declines it in 15 of 100 cases."""
    life.said += 1
    accepted = bool(who.takes[day] >= 0.15)
    life.changes.append(Change(day, s.pose, s.action, s.to, accepted))
    assert life.violations is not None
    life.violations += broken(history, s)
    if not accepted:
        return
    place = next((i for i, p in enumerate(life.routine) if p.pose == s.pose and p.level >= 0), None)
    if place is None:
        return
    now = life.routine[place]
    if s.action in (Action.EASE, Action.SWAP, Action.REMOVE):
        life.eased_on.setdefault(s.pose, day)
    if s.action is Action.REMOVE:
        life.routine[place] = replace(now, level=-1)
    elif s.action is Action.SWAP:
        life.routine[place] = Placed(s.to, s.level)
    else:
        life.routine[place] = replace(now, level=s.level)


def broken(history: History, s: Any) -> list[str]:
    """Which rules of the house a suggestion breaks."""
    said: list[str] = []
    last = history.sessions[-1] if history.sessions else None
    placed = next((p for p in history.routine if p.pose == s.pose and p.level >= 0), None)
    if any(c.accepted and history.day - c.day < 7 for c in history.changes):
        said.append("a second change within a week")
    if placed is None:
        said.append("a pose that is not in the routine")
    target = s.to or s.pose
    if target in history.avoid:
        said.append("a pose that is never to be done")
    if s.level is not None and s.level > history.max_level.get(target, 2):
        said.append("a rung above what the gate allows")
    if s.to is not None and history.library[s.to].job != history.library[s.pose].job:
        said.append("a swap into another job")
    if s.action in (Action.PROGRESS, Action.GIVE_BACK) and last is not None and is_red(last):
        said.append("more after a red session")
    return said


def is_red(s: SessionFacts) -> bool:
    if s.before is None:
        return False
    later = [r for r in (s.after, s.next_morning) if r is not None]
    return s.before >= 8 or any(r >= s.before + 2 for r in later)
