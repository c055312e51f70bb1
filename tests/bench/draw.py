"""The two plots of docs/coach-bench.md, as small SVG by hand: own ground, own colours in light and dark."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from tests.bench.score import Bin, Number

STYLE = """
  .ground { fill: #fdfcf9 }
  text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #2b2a26 }
  .small { font-size: 11px; fill: #5d5a52 }
  .name { font-weight: 600 }
  .grid { stroke: #dedad0; fill: none }
  .ideal { stroke: #8b877c; stroke-dasharray: 4 3; fill: none }
  .a { stroke: #0b6b5b; fill: none; stroke-width: 2.2 }
  .b { stroke: #a3500a; fill: none; stroke-width: 2.2; stroke-dasharray: 7 3 }
  .c { stroke: #5d5a52; fill: none; stroke-width: 1.5 }
  .dot, .word-a { fill: #0b6b5b }
  .word-b { fill: #a3500a }
  .band { fill: #0b6b5b; opacity: .16 }
  .count { fill: #a9a498 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #1b1d1c }
    text { fill: #eceae3 }
    .small { fill: #b5b2a8 }
    .grid { stroke: #3a3d3b }
    .ideal { stroke: #8d8a81 }
    .a { stroke: #5cc9b2 }
    .b { stroke: #f0a45d }
    .c { stroke: #b5b2a8 }
    .dot, .word-a { fill: #5cc9b2 }
    .word-b { fill: #f0a45d }
    .band { fill: #5cc9b2; opacity: .2 }
    .count { fill: #65675f }
  }
"""


def _svg(width: int, height: int, title: str, about: str, parts: Sequence[str]) -> str:
    body = "\n".join(f"  {part}" for part in parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title about">\n'
        f'  <title id="title">{escape(title)}</title>\n  <desc id="about">{escape(about)}</desc>\n'
        f"  <style>{STYLE}  </style>\n"
        f'  <rect class="ground" width="{width}" height="{height}" rx="8"/>\n{body}\n</svg>\n'
    )


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


# -- calibration: a small panel a world --------------------------------------------------------------------------

ACROSS, SIDE, COUNTS = 2, 170, 34
CELL_WIDTH, CELL_HEIGHT = 250, 288


def calibration_plot(found: Mapping[str, Sequence[Bin | None]]) -> str:
    """Stated P(harm) across, true share up, 95 % intervals over people; below, how often it was stated."""
    rows = math.ceil(len(found) / ACROSS)
    parts = []
    for i, (world, bins) in enumerate(found.items()):
        left, top = 20 + CELL_WIDTH * (i % ACROSS), 34 + CELL_HEIGHT * (i // ACROSS)
        parts += _panel(left + 38, top, world, bins)
    about = "One panel a world. Points on the dashed line are right; above it, harm was likelier than stated."
    title = "What the coach said of harm, and what was true"
    return _svg(20 + CELL_WIDTH * ACROSS, 24 + CELL_HEIGHT * rows, title, about, parts)


def _panel(left: float, top: float, world: str, bins: Sequence[Bin | None]) -> list[str]:
    low = top + SIDE
    parts = [_text(left, top - 10, world, "name")]
    for share in (0.0, 0.5, 1.0):
        x, y = left + SIDE * share, low - SIDE * share
        parts += [_line(left, y, left + SIDE, y, "grid"), _line(x, top, x, low, "grid")]
        parts.append(_text(left - 6, y + 4, f"{100 * share:.0f} %", "small", "end"))
    parts.append(_line(left, low, left + SIDE, top, "ideal"))
    parts.append(_text(left - 6, low - SIDE * 0.75 + 4, "true", "small", "end"))
    for b in bins:
        if b is not None:
            parts += _dot(left, low, b)
    return parts + _counts(left, low, bins)


def _dot(left: float, low: float, b: Bin) -> list[str]:
    x = left + SIDE * b.stated
    return [
        _line(x, low - SIDE * b.true.low, x, low - SIDE * b.true.high, "a"),
        f'<circle class="dot" cx="{x:.1f}" cy="{low - SIDE * b.true.value:.1f}" r="4"/>',
    ]


def _counts(left: float, low: float, bins: Sequence[Bin | None]) -> list[str]:
    """Bars from one (1 px) to a hundred thousand (full height), by the logarithm, and the total in words."""
    ground, wide = low + COUNTS + 8, SIDE / len(bins)
    parts = []
    for step, b in enumerate(bins):
        if b is not None:
            high = 1 + (COUNTS - 1) * min(1.0, math.log10(b.count) / 5)
            x, y = left + wide * step + 1, ground - high
            parts.append(
                f'<rect class="count" x="{x:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{high:.1f}"/>'
            )
    for share in (0.0, 0.5, 1.0):
        parts.append(_text(left + SIDE * share, ground + 15, f"{100 * share:.0f} %", "small", "middle"))
    total = sum(b.count for b in bins if b is not None)
    return [
        *parts,
        _text(left + SIDE / 2, ground + 31, f"stated {total:,} times".replace(",", " "), "small", "middle"),
    ]


# -- gain by week ------------------------------------------------------------------------------------------------

WIDE, HIGH = 520, 190
MOST = 0.8  # points at the top


def weeks_plot(worlds: Mapping[str, tuple[Sequence[Number], Sequence[Number]]]) -> str:
    """Points gained over a static routine by week; `worlds` hold the coach's and the oracle's."""
    parts: list[str] = []
    for i, (world, (coach, oracle)) in enumerate(worlds.items()):
        parts += _weeks(56, 36 + i * (HIGH + 66), world, coach, oracle)
    about = "One panel a world. Static is the line at zero; the band is the 95 % interval of the coach."
    title = "Points gained over a static routine, by week"
    return _svg(WIDE + 140, 14 + len(worlds) * (HIGH + 66), title, about, parts)


def _weeks(
    left: float, top: float, world: str, coach: Sequence[Number], oracle: Sequence[Number]
) -> list[str]:
    n = len(coach)
    low = top + HIGH

    def x(week: int) -> float:
        return left + WIDE * week / (n - 1)

    def y(value: float) -> float:
        return low - HIGH * max(-0.1, min(MOST, value)) / MOST

    parts = [_text(left, top - 12, f"{world}: points gained a session, by week", "name")]
    for value in (0.2, 0.4, 0.6, 0.8):
        parts.append(_line(left, y(value), left + WIDE, y(value), "grid"))
    for value in (0.0, 0.2, 0.4, 0.6, 0.8):
        parts.append(_text(left - 8, y(value) + 4, f"{value:.1f}", "small", "end"))
    for week in (1, 4, 8, 12, 16):
        parts.append(_text(x(week - 1), low + 20, str(week), "small", "middle"))
    edge = [(x(w), y(c.high)) for w, c in enumerate(coach)] + [
        (x(w), y(c.low)) for w, c in reversed(list(enumerate(coach)))
    ]
    parts.append(f'<path class="band" d="M{"L".join(f"{a:.1f} {b:.1f}" for a, b in edge)}Z"/>')
    parts.append(_line(left, low, left + WIDE, low, "c"))
    parts.append(_text(left + WIDE + 8, low + 4, "static", "small"))
    for numbers, kind, word in ((oracle, "b", "oracle"), (coach, "a", "coach")):
        course = "L".join(f"{x(w):.1f} {y(v.value):.1f}" for w, v in enumerate(numbers))
        parts.append(f'<path class="{kind}" d="M{course}"/>')
        parts.append(_text(left + WIDE + 8, y(numbers[-1].value) + 4, word, f"word-{kind}"))
    return parts
