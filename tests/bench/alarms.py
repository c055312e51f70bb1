"""How often the alarms of journal/sessions/light.py go off in simulated people who are well, and who worsen.

    python -m tests.bench.alarms [--people 300] [--write]

The ratings before practice are read as the site reads them: on each day of practice, with that day's rating. Drift is
taken out of people who are called steady by a world without it, and worsening is added to the level of the back; both
leave every other draw of a person as it was.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from journal.sessions.light import ask_again, see_someone
from tests.bench import report
from tests.bench.measure import WORLD, pool
from tests.bench.people import DAYS, Life, Person, World, is_red, live, person
from tests.bench.run import Progress, tell
from tests.bench.ways import WAYS

#: From the start of week 5, so many points a day (as in the simulation behind the alarms).
WORSE_FROM, WORSE = 28, 0.04
FIRST_DAY = date(2026, 1, 5)


def worsening(who: Person, slope: float = WORSE, start: int = WORSE_FROM) -> Person:
    """The same person, whose back gets worse by `slope` points a day from day `start` on."""
    return replace(who, level=who.level + slope * np.maximum(0, np.arange(DAYS) - start))


def steady(world: World) -> World:
    """The same people without drift: their first and their last week are alike but for noise."""
    return replace(world, drift=0.0)


def as_is(who: Person) -> Person:
    return who


@dataclass(frozen=True, slots=True)
class Group:
    """Who is looked at. `harmed`: only people with a harmful pose in their first routine, or only without."""

    name: str
    world: World
    made: Callable[[Person], Person] = as_is
    harmed: bool | None = False
    way: str = "static"


GROUPS = {
    group.name: group
    for group in (
        Group("no harmful pose, no drift", steady(WORLD["nothing harms"])),
        Group("no harmful pose, drift as in every world", WORLD["nothing harms"]),
        Group("with harmful poses, no drift, routine never changes", steady(WORLD["default"]), harmed=True),
        Group("the same people with the coach", steady(WORLD["default"]), harmed=True, way="coach"),
        Group("no harmful pose, worse by 0.04 a day from week 5", steady(WORLD["nothing harms"]), worsening),
    )
}


@dataclass(frozen=True, slots=True)
class Fired:
    """Day on which each alarm first went off, None if never; `asked_days` of so many `days` of practice."""

    high: int | None  # ask_again: twice running at 8 or more
    level: int | None  # ask_again: two weeks against the best two
    see: int | None
    red: int | None
    asked_days: int
    days: int


def fired(life: Life) -> Fired:
    """What somebody would have seen, day by day."""
    ratings: list[tuple[date, int]] = []
    high, level, see, red = (list[int]() for _ in range(4))
    for s in life.sessions:
        if is_red(s):
            red.append(s.day)
        if s.before is None:
            continue
        today = FIRST_DAY + timedelta(days=s.day)
        ratings.append((today, s.before))
        asked = ask_again(ratings, today)
        if asked is not None:
            (high if "twice running" in asked else level).append(s.day)
        if see_someone(ratings, today) is not None:
            see.append(s.day)
    return Fired(
        min(high, default=None),
        min(level, default=None),
        min(see, default=None),
        min(red, default=None),
        asked_days=len(high) + len(level),
        days=len(life.sessions),
    )


def members(group: Group, people: int) -> list[int]:
    """The first seeds that belong to the group."""
    found: list[int] = []
    seed = 0
    while len(found) < people:
        if group.harmed is None or _is_harmed(person(group.world, seed)) == group.harmed:
            found.append(seed)
        seed += 1
    return found


def _is_harmed(who: Person) -> bool:
    harmful = {pose for pose, is_so in zip(who.poses, who.harmful(), strict=True) if is_so}
    return any(placed.pose in harmful for placed in who.routine)


def one(task: tuple[str, int]) -> Fired:
    group = GROUPS[task[0]]
    who = group.made(person(group.world, task[1]))
    return fired(live(who, WAYS[group.way](who)))


# -- told --------------------------------------------------------------------------------------------------------

HEAD = (
    "people", "list asked again", "8 or more twice running", "two weeks 2 above the best two",
    "see someone", "any red session", "days on which the list is asked", "first day: asked, see someone",
)  # fmt: skip
#: What the first simulation found for the same rules (150 people of another simulator).
BEFORE = (
    ("first simulation: stable, no harmful pose", "–", "15 %", "34 %", "7 %", "about half", "–", "–"),
    ("first simulation: with harmful poses", "–", "25 %", "–", "–", "–", "–", "–"),
    ("first simulation: worse by 0.04 a day", "–", "65 %", "96 %", "43 %", "–", "–", "74, –"),
)


def alarm_table(found: Mapping[str, Sequence[Fired]]) -> str:
    return report.table(HEAD, [*(_row(name, fs) for name, fs in found.items()), *map(list, BEFORE)])


def _row(name: str, found: Sequence[Fired]) -> list[str]:
    asked = [_first(f.high, f.level) for f in found]
    share = sum(f.asked_days for f in found) / max(1, sum(f.days for f in found))
    return [
        name,
        rate(asked),
        rate([f.high for f in found]),
        rate([f.level for f in found]),
        rate([f.see for f in found]),
        rate([f.red for f in found]),
        f"{100 * share:.0f} %",
        f"{_median(asked)}, {_median([f.see for f in found])}",
    ]


def _first(*days: int | None) -> int | None:
    return min((d for d in days if d is not None), default=None)


def rate(days: Sequence[int | None], digits: int = 0) -> str:
    """Share of people in whom it ever went off, with Wilson's 95 % interval."""
    n, k, z = len(days), sum(d is not None for d in days), 1.96
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    low, high = 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
    return f"{100 * share:.{digits}f} % [{low:.{digits}f}, {high:.{digits}f}]"


def _median(days: Iterable[int | None]) -> str:
    told = [d for d in days if d is not None]
    return f"{np.median(told):.0f}" if told else "–"


# -- run ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bench[Told]:
    """Something told of everybody in some groups, and its place in docs/coach-bench.md."""

    name: str
    about: str
    groups: Mapping[str, Group]
    #: Of a group's name and a seed. Runs in a process of its own, so it stands at the top of a module.
    one: Callable[[tuple[str, int]], Told]
    table: Callable[[Mapping[str, Sequence[Told]]], str]
    people: int

    def main(self, argv: Sequence[str] | None = None) -> None:
        parser = argparse.ArgumentParser(prog=f"python -m tests.bench.{self.name}", description=self.about)
        parser.add_argument("--people", type=int, default=self.people, help="people a group")
        parser.add_argument("--write", action="store_true", help="into docs/coach-bench.md")
        wanted = parser.parse_args(argv)
        text = f"{wanted.people} people a row.\n\n{self.table(self._found(wanted.people))}"
        tell(text)
        if wanted.write:
            report.put(self.name, text)

    def _found(self, people: int) -> dict[str, list[Told]]:
        progress = Progress(people * len(self.groups))
        found: dict[str, list[Told]] = {name: [] for name in self.groups}
        with pool() as workers:
            for name, group in self.groups.items():
                tasks = [(name, seed) for seed in members(group, people)]
                for told in workers.map(self.one, tasks, chunksize=8):
                    found[name].append(told)
                    progress.one_more(name)
        return found


if __name__ == "__main__":
    Bench("alarms", __doc__.partition("\n")[0], GROUPS, one, alarm_table, people=300).main()
