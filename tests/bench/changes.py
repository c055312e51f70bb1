"""How often the trends call a change in simulated people: in backs that stay the same, and in backs that change.

    python -m tests.bench.changes [--people 1000] [--write]

The ratings before practice go through `journal.trends.stats.progress` as on the page: at one look after eight, twelve
and sixteen weeks, and on each day until then, as often as somebody may look. The people are those of the alarms.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from journal.trends.stats import Entry, ProgressKind, progress
from tests.bench import report
from tests.bench.alarms import FIRST_DAY, GROUPS, WORSE, Bench, Group, rate, steady, worsening
from tests.bench.measure import WORLD
from tests.bench.people import live, person
from tests.bench.ways import WAYS

STAYS = "no harmful pose, no drift"
CHANGES = {
    STAYS: GROUPS[STAYS],
    "with drift as in every world": GROUPS["no harmful pose, drift as in every world"],
    "better by 0.04 a day from week 5": Group(
        "better", steady(WORLD["nothing harms"]), partial(worsening, slope=-WORSE)
    ),
    "worse by 0.04 a day from week 5": GROUPS["no harmful pose, worse by 0.04 a day from week 5"],
}
#: Days of a look, counted from the first.
LOOKS = (55, 83, 111)

#: What the page would call it at each look, and all that it called it on any day until the last.
type Kinds = tuple[tuple[ProgressKind, ...], frozenset[ProgressKind]]


def kinds(task: tuple[str, int]) -> Kinds:
    group = CHANGES[task[0]]
    who = group.made(person(group.world, task[1]))
    entries = [
        Entry(FIRST_DAY + timedelta(days=s.day), s.before, None, None, minutes=1.0)
        for s in live(who, WAYS[group.way](who)).sessions
    ]
    called = [
        progress(_until(entries, day), FIRST_DAY + timedelta(days=day)).kind for day in range(LOOKS[-1] + 1)
    ]
    return tuple(called[day] for day in LOOKS), frozenset(called)


def _until(entries: Sequence[Entry], day: int) -> list[Entry]:
    return [e for e in entries if e.day <= FIRST_DAY + timedelta(days=day)]


HEAD = (
    "people",
    *(f"week {(day + 1) // 7}: better, worse, too early to tell" for day in LOOKS),
    f"on some day of {(LOOKS[-1] + 1) // 7} weeks: better, worse",
)


def change_table(found: Mapping[str, Sequence[Kinds]]) -> str:
    return report.table(
        HEAD, [[name, *(_cell(ks, n) for n in range(len(LOOKS))), _any_day(ks)] for name, ks in found.items()]
    )


def _cell(found: Sequence[Kinds], look: int) -> str:
    told = (ProgressKind.BETTER, ProgressKind.WORSE, ProgressKind.TOO_EARLY)
    return ", ".join(rate([1 if at[look] is kind else None for at, _ in found], digits=1) for kind in told)


def _any_day(found: Sequence[Kinds]) -> str:
    told = (ProgressKind.BETTER, ProgressKind.WORSE)
    return ", ".join(rate([1 if kind in ever else None for _, ever in found], digits=1) for kind in told)


if __name__ == "__main__":
    Bench("changes", __doc__.partition("\n")[0], CHANGES, kinds, change_table, people=1000).main()
