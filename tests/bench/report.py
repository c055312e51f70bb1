"""Scores as Markdown, and where they stand in docs/coach-bench.md."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.measure import BINS, Record
from tests.bench.score import Bar, Bin, Number, Score, bars, calibration

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "coach-bench.md"
PICTURES = DOCS / "coach"

type People = Sequence[Mapping[str, Record]]
type Rows = Sequence[Sequence[str]]


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Write `text` between the markers of that name; they must be there."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.read_text().partition(begin)
    _old, ended, after = rest.partition(end)
    if not found or not ended:
        raise SystemExit(f"{page.name} has no place for {name}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")


def table(head: Sequence[str], rows: Rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# -- numbers -----------------------------------------------------------------------------------------------------


def points(n: Number | None) -> str:
    return _shown(n, 1, 2)


def percent(n: Number | None, digits: int = 0) -> str:
    return _shown(n, 100, digits, " %")


def thousandths(n: Number | None) -> str:
    return _shown(n, 1, 3)


def _shown(n: Number | None, times: int, digits: int, unit: str = "") -> str:
    """The estimate and its interval, in brackets; no interval where it has no width."""
    if n is None:
        return "–"
    value, low, high = (f"{times * x:.{digits}f}".replace("-", "−") for x in (n.value, n.low, n.high))
    return f"{value}{unit}" if n.low == n.high else f"{value}{unit} [{low}, {high}]"


# -- the table of all ways ---------------------------------------------------------------------------------------

HEAD = (
    "way", "gain over static, points", "share of the oracle's", "gain, people with a harmful pose",
    "harmful eased by week 8", "helpful wrongly eased", "P(harm) off by (ECE)", "to read a week",
    "violations", "CPU ms a call: median, 99th",
)  # fmt: skip


def world_table(world: str, about: str, scores: Mapping[str, Score]) -> str:
    rows = [_row(way, s) for way, s in scores.items()]
    return f"**{world}**: {about}\n\n{table(HEAD, rows)}\n"


def _row(way: str, s: Score) -> list[str]:
    return [
        f"**{way}**" if way == "coach" else way,
        points(s.gain),
        percent(s.share),
        points(s.harmed),
        percent(s.found),
        percent(s.wrong, 1),
        thousandths(s.ece),
        points(s.said),
        str(s.violations),
        f"{s.median:.1f}, {s.most:.1f}",
    ]


# -- the bars ----------------------------------------------------------------------------------------------------

BARS = {
    "share": ("share of the oracle's gain", "≥ 75 % / 55 %"),
    "found": ("harmful eased by week 8", "≥ 70 %"),
    "wrong": ("helpful wrongly eased", "≤ 5 % / 4 %"),
    "ece": ("ECE of P(harm)", "≤ 0.03"),
    "said": ("to read a week", "≤ 0.6"),
    "violations": ("violations", "0"),
    "ms": ("CPU ms a call", "≤ 5"),
}


def bar_table(scores: Mapping[str, Score]) -> str:
    """By world, each bar and whether the coach reaches it."""
    head = ["world", *(f"{name}: {asked}" for name, asked in BARS.values())]
    return table(head, [[world, *_verdicts(world, s)] for world, s in scores.items()])


def _verdicts(world: str, s: Score) -> list[str]:
    found = bars(world, s)
    return [_verdict(name, found[name]) for name in BARS]


def _verdict(name: str, bar: Bar | None) -> str:
    """✓ reached, ✗ not; with a question mark where the bar lies within the 95 % interval."""
    if bar is None:
        return "–"
    value = bar.found.value
    shown = {
        "share": f"{100 * value:.0f} % (of {100 * bar.asked:.0f})", "found": f"{100 * value:.0f} %",
        "wrong": f"{100 * value:.1f} %", "ece": f"{value:.3f}", "said": f"{value:.2f}",
        "violations": f"{value:.0f}", "ms": f"{value:.1f}",
    }[name]  # fmt: skip
    sign = ("✓" if bar.reached else "✗") + ("" if bar.sure else "?")
    return f"{sign} {shown}" if bar.reached else f"**{sign} {shown}**"


# -- calibration -------------------------------------------------------------------------------------------------


def calibration_table(found: Mapping[str, Sequence[Bin | None]]) -> str:
    """Stated → true, and how often stated, by world and step."""
    head = ["world", *(f"{10 * i}–{10 * i + 10} %" for i in range(BINS))]
    rows = [
        [world, *("–" if b is None else f"{100 * b.stated:.0f} → {100 * b.true.value:.0f} ({b.count})" for b in bins)]
        for world, bins in found.items()
    ]  # fmt: skip
    return table(head, rows)


def calibrations(people: Mapping[str, People], way: str) -> dict[str, list[Bin | None]]:
    return {world: calibration([p[way] for p in records]) for world, records in people.items()}
