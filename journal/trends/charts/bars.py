"""Minutes a week as bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.trends.charts.frame import (
    LEFT_MIN,
    LETTER_WIDTH,
    MAX_WEEKS,
    RIGHT,
    Box,
    Tick,
    WeekChart,
    middle_of,
    rounded,
    step_of,
    week_labels,
)
from journal.trends.stats import Week

_BARS_TOP, _BARS_BOTTOM, _BARS_HEIGHT = 20.0, 120.0, 144.0
_BAR_WIDEST, _BAR_LOWEST = 26.0, 2.0
_BAR_VALUE_FROM = 28.0  # a bar's place has to be this wide for its number to stand on it


@dataclass(frozen=True, slots=True)
class Bar:
    day: date
    x: float
    y: float
    width: float
    height: float
    minutes: float
    #: Where its number stands, if there is room for one.
    value_x: float
    value_y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(WeekChart):
    bars: tuple[Bar, ...]

    @property
    def empty(self) -> bool:
        return not self.bars


def bar_chart(weeks: Sequence[Week]) -> BarChart:
    """Minutes a week. A week without practice has no bar."""
    shown = tuple(weeks[-MAX_WEEKS:])
    top = _round_top(max((week.minutes or 0.0 for week in shown), default=0.0))
    left = max(LEFT_MIN, len(str(top)) * LETTER_WIDTH + 6.0)
    plot = Box(left, _BARS_TOP, RIGHT, _BARS_BOTTOM)
    step = step_of(plot, len(shown))
    ticks = ((0, plot.bottom), (top // 2, (plot.top + plot.bottom) / 2), (top, plot.top))
    return BarChart(
        height=_BARS_HEIGHT,
        plot=plot,
        ticks=tuple(Tick(value, rounded(y)) for value, y in ticks),
        labels=week_labels(shown, plot, step),
        bars=tuple(_bars(shown, plot, step, top)),
        weeks=shown,
        earlier=len(weeks) - len(shown),
    )


def _bars(weeks: Sequence[Week], plot: Box, step: float, top: int) -> Iterator[Bar]:
    width = rounded(min(step * 0.7, _BAR_WIDEST))
    for index, week in enumerate(weeks):
        if week.minutes is None:
            continue
        middle = middle_of(plot, step, index)
        height = max(_BAR_LOWEST, (plot.bottom - plot.top) * week.minutes / top)
        y = rounded(plot.bottom - height)
        yield Bar(
            day=week.start,
            x=rounded(middle - width / 2),
            y=y,
            width=width,
            height=rounded(plot.bottom - y),
            minutes=week.minutes,
            value_x=rounded(middle),
            value_y=rounded(y - 4.0) if step >= _BAR_VALUE_FROM else None,
        )


def _round_top(most: float) -> int:
    """The lowest round number that holds the highest bar and has a whole half."""
    power = 10
    while True:
        for digit in (1, 2, 3, 4, 6, 8):
            if digit * power >= most:
                return digit * power
        power *= 10
