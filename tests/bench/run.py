"""What each way of adapting a routine is worth, measured on simulated people.

    python -m tests.bench.run [--people 300] [--worlds default,delayed] [--ways static,coach,oracle] [--write]

The same people (seeds 0 to 299 of each world) under every way. No engine was tuned on these seeds: tuning used 1000
to 1120 and 5000 to 5120. With --write the tables and plots of docs/coach-bench.md are made anew.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from journal.coach.engine import ENGINE
from tests.bench import draw, report
from tests.bench.measure import WORLD, Record, many, pool
from tests.bench.score import Score, by_week, score
from tests.bench.ways import WAYS

type People = list[dict[str, Record]]

#: Worlds whose gain is drawn by week.
DRAWN = ("default", "delayed", "untagged")


def main(argv: Sequence[str] | None = None) -> None:
    wanted = _wanted(argv)
    people: dict[str, People] = {}
    scores: dict[str, dict[str, Score]] = {}
    progress = Progress(wanted.people * len(wanted.worlds))
    with pool(wanted.processes) as workers:
        for world in wanted.worlds:
            people[world] = _lived(workers, world, wanted, progress)
            scores[world] = {way: score(people[world], way) for way in wanted.ways}
            tell(report.world_table(world, WORLD[world].about, scores[world]))
    coach = {world: found["coach"] for world, found in scores.items() if "coach" in found}
    if coach:
        tell(report.bar_table(coach))
    if wanted.write:
        write(people, scores)


def _lived(
    workers: ProcessPoolExecutor, world: str, wanted: argparse.Namespace, progress: "Progress"
) -> People:
    people: People = []
    seeds = range(wanted.first_seed, wanted.first_seed + wanted.people)
    for record in many(workers, world, seeds, wanted.ways):
        people.append(record)
        progress.one_more(world)
    return people


def write(people: Mapping[str, People], scores: Mapping[str, Mapping[str, Score]]) -> None:
    """Tables and plots into docs/."""
    count = next(iter(next(iter(scores.values())).values())).people
    worlds = "\n".join(report.world_table(w, WORLD[w].about, found) for w, found in scores.items())
    report.put("worlds", f"{count} people a world, sixteen weeks, engine {ENGINE}.\n\n{worlds}")
    report.put("bars", report.bar_table({w: found["coach"] for w, found in scores.items()}))
    found = report.calibrations(people, "coach")
    report.put("calibration", report.calibration_table(found))
    report.PICTURES.mkdir(exist_ok=True)
    (report.PICTURES / "calibration.svg").write_text(draw.calibration_plot(found))
    weeks = {w: (by_week(people[w], "coach"), by_week(people[w], "oracle")) for w in DRAWN if w in people}
    (report.PICTURES / "weeks.svg").write_text(draw.weeks_plot(weeks))


def _wanted(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=300, help="people a world")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--worlds", type=_among(WORLD), default=list(WORLD), help=", ".join(WORLD))
    parser.add_argument("--ways", type=_among(WAYS), default=list(WAYS), help=", ".join(WAYS))
    parser.add_argument("--processes", type=int, help="as many as there are cores, unless said")
    parser.add_argument("--write", action="store_true", help="into docs/coach-bench.md and docs/coach/")
    wanted = parser.parse_args(argv)
    if "static" not in wanted.ways:
        wanted.ways.insert(0, "static")  # what every gain is measured against
    if wanted.write and not {"coach", "oracle"} <= set(wanted.ways):
        parser.error("--write needs the ways coach and oracle")
    return wanted


class _among:  # noqa: N801 (used like a function)
    """A list between commas, of known names."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names

    def __call__(self, text: str) -> list[str]:
        given = [name.strip() for name in text.split(",")]
        for name in given:
            if name not in self.names:
                raise argparse.ArgumentTypeError(f"no {name!r}; there are: {', '.join(self.names)}")
        return given


class Progress:
    """People done, on the error stream: a bar in a terminal, else a line now and then."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.begun = total, 0, time.monotonic()

    def one_more(self, world: str) -> None:
        self.done += 1
        live = sys.stderr.isatty()
        if not live and self.done % 100 and self.done != self.total:
            return
        share = self.done / self.total
        left = (time.monotonic() - self.begun) * (1 - share) / share
        filled = "█" * int(30 * share)
        line = f"{filled:░<30} {self.done} of {self.total} people, {left / 60:.0f} min left, {world}"
        end = "\n" if not live or self.done == self.total else ""
        sys.stderr.write(f"\r\x1b[K{line}{end}" if live else f"{line}{end}")
        sys.stderr.flush()


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
