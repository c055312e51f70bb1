"""One simulated person under every way of adapting the routine, and what came of it as plain numbers.

All ways are tried on the same days of the same person (tests/bench/people.py), so that differences between ways are
differences within people.
"""

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import process_time

import numpy as np
from numpy.typing import NDArray

from journal.coach.facts import History
from tests.bench.people import WEEKS, WORLDS, Life, Person, World, live, person
from tests.bench.ways import WAYS, Answer

type Vector = NDArray[np.float64]

#: A harmful pose counts as found if it is eased, swapped or left out before this day.
FOUND_BY = 8 * 7
#: Equal steps of the stated P(harm), for the calibration.
BINS = 10
WORLD = {world.name: world for world in WORLDS}


@dataclass(frozen=True, slots=True)
class Record:
    """Sixteen weeks of one person under one way. Costs are noise-free points of 0 to 10 a session."""

    cost: float
    weekly: Vector  # mean cost of each week's sessions; nan where none was practised
    harmful: int  # poses of the first routine that are too much for this person
    found: int  # of those, how many were eased by week 8
    helpful: int
    wrong: int  # of the helpful, how many were eased within the sixteen weeks
    said: int  # suggestions to read
    violations: tuple[str, ...]
    bins: Vector  # (BINS, 3): how often P(harm) was stated, sum of the stated, sum of the truth
    times: Vector  # CPU milliseconds of each call


def records(world: World, seed: int, ways: Sequence[str]) -> dict[str, Record]:
    """The person number `seed` of a world, under each of the ways."""
    who = person(world, seed)
    return {name: _record(who, name) for name in ways}


def _record(who: Person, name: str) -> Record:
    way = WAYS[name](who)
    times: list[float] = []

    def timed(history: History) -> Answer:
        begun = process_time()  # of this process alone, so that a busy machine costs no milliseconds
        answer = way(history)
        times.append(1000 * (process_time() - begun))
        return answer

    return summed_up(who, live(who, timed), times)


def summed_up(who: Person, life: Life, times: Sequence[float] = ()) -> Record:
    first = {placed.pose for placed in who.routine}
    harmful = first & {pose for pose, is_so in zip(who.poses, who.harmful(), strict=True) if is_so}
    helpful = first & {pose for pose, is_so in zip(who.poses, who.helpful(), strict=True) if is_so}
    return Record(
        cost=float(np.mean(life.cost)) if life.cost else 0.0,
        weekly=_weekly(life),
        harmful=len(harmful),
        found=sum(life.eased_on.get(pose, FOUND_BY) < FOUND_BY for pose in harmful),
        helpful=len(helpful),
        wrong=sum(pose in life.eased_on for pose in helpful),
        said=life.said,
        violations=tuple(life.violations or ()),
        bins=_bins(who, life),
        times=np.array(times, float),
    )


def _weekly(life: Life) -> Vector:
    cost, count = np.zeros(WEEKS), np.zeros(WEEKS)
    for session, points in zip(life.sessions, life.cost, strict=True):
        cost[session.day // 7] += points
        count[session.day // 7] += 1
    return np.where(count > 0, cost / np.maximum(count, 1), math.nan)


def _bins(who: Person, life: Life) -> Vector:
    truth = dict(zip(who.poses, who.harmful(), strict=True))
    bins = np.zeros((BINS, 3))
    for _day, pose, stated in life.stated:
        bins[min(int(stated * BINS), BINS - 1)] += 1.0, stated, truth[pose]
    return bins


# -- many people -------------------------------------------------------------------------------------------------


def pool(processes: int | None = None) -> ProcessPoolExecutor:
    """Processes with one thread of linear algebra each: the matrices are small, and threads would only wait."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    return ProcessPoolExecutor(processes or os.cpu_count(), mp_context=get_context("spawn"))


def _one(task: tuple[str, int, tuple[str, ...]]) -> dict[str, Record]:
    world, seed, ways = task
    return records(WORLD[world], seed, ways)


def many(
    workers: ProcessPoolExecutor, world: str, seeds: Iterable[int], ways: Sequence[str]
) -> Iterator[dict[str, Record]]:
    """The records of many people, in the order of their seeds."""
    return workers.map(_one, [(world, seed, tuple(ways)) for seed in seeds], chunksize=4)
