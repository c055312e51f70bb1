"""What "ask my back" is worth: simulated people ask about one pose, and their answers are held against the truth.

    python -m tests.bench.asking [--people 300] [--write]

Four weeks as usual, then a trial of 4, 8 or 12 weeks about a pose that is undecided and harmless by then. Nobody's
routine changes. Seeds 20000 and above. With --write the table of docs/coach-bench.md is made anew.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from journal.coach.ask import Answer, Practice, chance, found, noise, refusal, toss
from journal.coach.engine import advise
from journal.coach.facts import Effect, History, SessionFacts
from journal.coach.sums import rung_dose
from tests.bench import report
from tests.bench.measure import WORLD, pool
from tests.bench.people import DAYS, LEVEL_DOSE, WEEKS, Life, Person, library, live, person

FIRST_SEED, FIRST_DAY = 20000, 28
LENGTHS = (4, 8, 12)
#: World, what a week adds to all its changes (sd, points), and its name in the table.
WORLDS = (("default", 0.0, "default"), ("nothing harms", 0.0, "nothing harms"), ("sparse", 0.0, "sparse"),
          ("default", 0.5, "default, weeks that differ by half a point"))  # fmt: skip
#: A true effect under this, points, is as good as none.
NOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """One trial: what was told before, what came out, and the truth (points a practice as it was meant)."""

    told: float
    answer: Answer
    mean: float
    low: float
    high: float
    truth: float


def ask(seed: int, world: str, weeks: int, week_sd: float = 0.0) -> Asked | None:
    """None if nothing may be asked of this person. `week_sd`: what a week adds to all its changes, points."""
    who = person(WORLD[world], seed)
    if week_sd:
        by_week = np.random.default_rng([seed, 1]).normal(0, week_sd, WEEKS + 1)
        who = replace(who, noise_after=who.noise_after + by_week[np.arange(DAYS) // 7])
    before = history(who, live(who, unchanged))
    effects = advise(before).effects
    rng = np.random.default_rng([seed, weeks])
    open_ = [p for p in who.routine if refusal(effects.get(p.pose), len(before.sessions)) is None]
    if not open_:
        return None
    placed = open_[int(rng.integers(len(open_)))]
    place = who.routine.index(placed)
    has_it = toss(weeks, lambda: bool(rng.integers(2)))
    left_out = who.left_out.copy()
    for week, has in enumerate(has_it):
        if not has:
            left_out[FIRST_DAY + 7 * week : FIRST_DAY + 7 * week + 7, place] = -1.0
    life = live(replace(who, left_out=left_out), unchanged)
    practices = list(part_of(who, life, place, has_it))
    seen = found(practices).after
    dose = LEVEL_DOSE[placed.level]
    truth = dose * float(who.after[who.poses.index(placed.pose)])
    return Asked(
        told(who, before, effects[placed.pose], place, weeks), seen.answer, seen.mean, *seen.interval, truth
    )


def unchanged(_history: History) -> tuple[None, bool, dict[str, float]]:
    return None, False, {}


def history(who: Person, life: Life) -> History:
    facts, _ = library()
    sessions = tuple(s for s in life.sessions if s.day < FIRST_DAY)
    return History(FIRST_DAY, facts, who.routine, sessions, (), who.avoid, who.max_level)


def part_of(who: Person, life: Life, place: int, has_it: Sequence[bool]) -> Iterator[Practice]:
    """The practices of the trial's weeks on whose kind of day the pose stands."""
    for number, s in enumerate(life.sessions):
        week = (s.day - FIRST_DAY) // 7
        if 0 <= week < len(has_it) and place in who.templates[number % len(who.templates)]:
            yield Practice(week, has_it[week], s.before, s.after, s.next_morning)


def told(who: Person, before: History, effect: Effect, place: int, weeks: int) -> float:
    """The chance of a clear answer, as the page reckons it."""
    share = sum(place in t for t in who.templates) / len(who.templates)
    rated = [s for s in before.sessions if s.before is not None and s.after is not None]
    dose = rung_dose(who.routine[place].level)
    return chance(
        weeks,
        share * len(rated) / (FIRST_DAY / 7),
        noise(practice(s) for s in before.sessions),
        dose * effect.after_mean,
        dose * effect.after_sd,
    )


def practice(s: SessionFacts) -> Practice:
    return Practice(s.day // 7, with_it=False, before=s.before, after=s.after, next_morning=s.next_morning)


def row(world: str, weeks: int, asked: Sequence[Asked]) -> list[str]:
    clear = [a for a in asked if a.answer is not Answer.UNCLEAR]
    signed = [a for a in clear if a.answer is not Answer.SAME]
    right = [a for a in signed if (a.truth > 0) == (a.answer is Answer.WORSE) and abs(a.truth) >= NOTHING]
    none = [a for a in asked if abs(a.truth) < NOTHING]
    false = [a for a in none if a.answer in (Answer.BETTER, Answer.WORSE)]
    inside = [a for a in asked if a.low <= a.truth <= a.high]
    same = [a for a in asked if a.answer is Answer.SAME]
    return [
        world, str(weeks), str(len(asked)),
        percent(sum(a.told for a in asked), len(asked)),
        percent(len(clear), len(asked)),
        f"{len(same)}, {sum(abs(a.truth) < 0.5 for a in same)}",
        f"{len(signed)}, {len(right)}",
        f"{percent(len(false), len(none))} of {len(none)}",
        percent(len(inside), len(asked)),
    ]  # fmt: skip


def percent(part: float, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


HEAD = ("world", "weeks", "people", "clear answer: told", "came", "“no difference”: said, true (under half a point)",
        "“better” or “sorer”: said, true", "said where there is nothing", "truth within the 9 in 10")  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.asking", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--write", action="store_true", help="into docs/coach-bench.md")
    wanted = parser.parse_args(argv)
    seeds = range(FIRST_SEED, FIRST_SEED + wanted.people)
    rows = []
    with pool(wanted.processes) as workers:
        for world, week_sd, name in WORLDS:
            for weeks in LENGTHS:
                n = len(seeds)
                asked = workers.map(ask, seeds, [world] * n, [weeks] * n, [week_sd] * n, chunksize=10)
                rows.append(row(name, weeks, [a for a in asked if a is not None]))
    table = report.table(HEAD, rows)
    sys.stdout.write(f"{table}\n")
    if wanted.write:
        report.put("asking", table)


if __name__ == "__main__":
    main()
