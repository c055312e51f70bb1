"""What a call of the coach costs on one core, from four weeks to ten years, and what a nightly run would take.

    python -m tests.bench.cost [--people 20] [--write]

Longer histories are the sixteen simulated weeks of a person, one after the other. In "every pose" the routine is
another one in each of those stretches, so that in the end nearly the whole library was done: the model has two columns
a pose and a suspicion for every two of them, so that is where it costs most.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import process_time

import numpy as np

from journal.coach.engine import ENGINE, advise
from journal.coach.facts import History, SessionFacts
from journal.coach.sums import Sums, add, as_json, from_json
from tests.bench import report
from tests.bench.measure import WORLD, pool
from tests.bench.people import WEEKS, Person, library, live, person
from tests.bench.ways import static

#: Seeds that are neither reported nor tuned on.
FIRST_SEED = 9000
#: Sessions that are handed over beside kept sums: those of the last weeks.
RECENT_WEEKS = 26
SPANS = {"4 weeks": 4, "16 weeks": 16, "52 weeks": 52, "ten years": 520}
#: Of each person and span, the best of so many calls counts: whatever else the machine does only adds.
TIMES = 3
PEOPLE, CORES = 1_000_000, 2


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one person's call, by median and 99th in a hundred."""

    name: str
    sessions: float
    poses: float
    median: float
    most: float
    kept: float = 0.0  # bytes of the kept sums, as JSON


def costs(people: int) -> list[Cost]:
    found = []
    for every_pose in (False, True):
        for name, weeks in SPANS.items():
            if every_pose and weeks <= WEEKS:
                continue
            histories = [long_history(FIRST_SEED + i, weeks, every_pose=every_pose) for i in range(people)]
            about = f"{name}, {'nearly every pose done' if every_pose else 'one routine'}"
            found.append(_cost(f"{about}: whole history", histories, _whole))
            if weeks > RECENT_WEEKS:
                found.append(_cost(f"{about}: kept sums", histories, _kept))
    return found


# -- histories ---------------------------------------------------------------------------------------------------


def long_history(seed: int, weeks: int, *, every_pose: bool = False) -> History:
    """A person's history of so many weeks, without any change of their own or ours."""
    stretches = -(-weeks // WEEKS)
    whos = [person(WORLD["default"], seed + (1000 * k if every_pose else 0)) for k in range(stretches)]
    lives = [live(who, static(who)).sessions for who in (whos if every_pose else whos[:1])]
    sessions = [
        replace(s, day=s.day + 7 * WEEKS * k, id=f"{k}-{s.day}")
        for k in range(stretches)
        for s in lives[k % len(lives)]
    ]
    return _history(whos[-1], [s for s in sessions if s.day < 7 * weeks], 7 * weeks)


def _history(who: Person, sessions: Sequence[SessionFacts], day: int) -> History:
    facts, _ = library()
    return History(day, facts, who.routine, tuple(sessions), (), who.avoid, who.max_level, 4)


# -- the two ways to call ----------------------------------------------------------------------------------------


def _whole(history: History) -> tuple[Callable[[], object], int]:
    return lambda: advise(history), 0


def _kept(history: History) -> tuple[Callable[[], object], int]:
    """As the site does it: read the sums, and judge the poses of the routine. (Every four weeks it carries them on.)"""
    edge = history.day - 7 * RECENT_WEEKS
    old = [s for s in history.sessions if s.day < edge]
    recent = replace(history, sessions=tuple(s for s in history.sessions if s.day >= edge))
    text = json.dumps(as_json(add(Sums(), old)))
    routine = {p.pose for p in history.routine}
    return lambda: advise(recent, from_json(json.loads(text)), only=routine), len(text)


def _cost(
    name: str, histories: Sequence[History], way: Callable[[History], tuple[Callable[[], object], int]]
) -> Cost:
    calls = [way(h) for h in histories]
    times = [min(_milliseconds(call) for _ in range(TIMES)) for call, _size in calls]
    done = [len({i.pose for s in h.sessions for i in s.items}) for h in histories]
    return Cost(
        name,
        float(np.mean([len(h.sessions) for h in histories])),
        float(np.mean(done)),
        float(np.median(times)),
        float(np.quantile(times, 0.99)),
        float(np.mean([size for _call, size in calls])),
    )


def _milliseconds(call: Callable[[], object]) -> float:
    begun = process_time()
    call()
    return 1000 * (process_time() - begun)


# -- told --------------------------------------------------------------------------------------------------------


def cost_table(found: Sequence[Cost]) -> str:
    head = ("history", "sessions", "poses done", "ms a call: median", "99th", "kept sums",
            "a million people on two cores")  # fmt: skip
    rows = [
        [c.name, f"{c.sessions:.0f}", f"{c.poses:.0f}", f"{c.median:.1f}", f"{c.most:.1f}",
         f"{c.kept / 1000:.0f} kB" if c.kept else "–", f"{nightly_hours(c.median):.1f} h"]
        for c in found
    ]  # fmt: skip
    return table_of(head, rows)


def table_of(head: Sequence[str], rows: report.Rows) -> str:
    return f"Engine {ENGINE}; CPU milliseconds on one core.\n\n{report.table(head, rows)}"


def nightly_hours(milliseconds: float) -> float:
    """Hours for everybody: people x milliseconds / (1000 x 3600 x cores)."""
    return PEOPLE * milliseconds / (1000 * 3600 * CORES)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.cost", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="into docs/coach-bench.md")
    wanted = parser.parse_args(argv)
    with pool(1) as worker:
        text = cost_table(worker.submit(costs, wanted.people).result())
    sys.stdout.write(text + "\n")
    if wanted.write:
        report.put("cost", text)


if __name__ == "__main__":
    main()
