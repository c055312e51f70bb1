"""What the charts have in common: how wide a drawing is, where its weeks stand, and their dates below. Pure geometry.

A drawing is 340 units wide, about a phone's column, so that a unit is about a CSS pixel there. Text is laid
out for letters of 16 units, which large ones have there; `charts.css` sets others in fewer, which leaves more room.
Dates stay dates: the template writes them in the reader's language, and the layout keeps `DATE_WIDTH` free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise
from typing import Literal

from journal.trends.stats import Week

Anchor = Literal["start", "middle", "end"]

WIDTH = 340.0
#: Room for one letter or digit, and for a short date in any language ("28 Sep", "28 sept.", "Sep 2026").
LETTER_WIDTH = 10.0
DATE_WIDTH = 72.0
#: At most a year and the running week. Earlier weeks are counted in `earlier`, never silently dropped.
MAX_WEEKS = 53
#: A first week stands at the left with room ahead, not alone in the middle; with so few each has its date.
MIN_SLOTS = 4
#: From here on the week labels are months.
LABEL_MONTHS_FROM = 40
RIGHT = WIDTH - 6.0
LEFT_MIN = 27.0
LABELS_DOWN = 8.0  # from the plot's floor to the top of the week labels
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the drawing that the numbers live in."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Tick:
    value: int
    y: float


@dataclass(frozen=True, slots=True)
class DateLabel:
    """A date and what it may take from `left` to `right`.

    `y` is the top of the letters under a plot, the middle of them beside a row, and their baseline over one:
    the template moves them by parts of their size, because that differs from screen to screen.
    """

    day: date
    x: float
    y: float
    anchor: Anchor
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekChart:
    """A chart that runs along weeks."""

    width: float = WIDTH
    height: float
    plot: Box
    ticks: tuple[Tick, ...]
    labels: tuple[DateLabel, ...]
    weeks: tuple[Week, ...]
    earlier: int

    @property
    def by_month(self) -> bool:
        return len(self.weeks) >= LABEL_MONTHS_FROM


def rounded(number: float) -> float:
    """A tenth of a unit is finer than any screen, and keeps the page small."""
    return round(number, 1)


def step_of(plot: Box, weeks: int) -> float:
    return plot.width / max(weeks, MIN_SLOTS)


def middle_of(plot: Box, step: float, index: int) -> float:
    return plot.left + (index + 0.5) * step


def week_labels(weeks: Sequence[Week], plot: Box, step: float) -> tuple[DateLabel, ...]:
    """Every n-th week back from the newest, with the smallest n at which they stand clear of each other."""
    y = plot.bottom + LABELS_DOWN
    for stride in count(1):
        indexes = sorted(range(len(weeks) - 1, -1, -stride))
        labels = tuple(date_label(weeks[i].start, middle_of(plot, step, i), y) for i in indexes)
        if all(one.right <= other.left for one, other in pairwise(labels)):
            return labels
    raise AssertionError("a single label always stands clear")


def date_label(day: date, x: float, y: float) -> DateLabel:
    """Centred on `x`, or leaning inwards at an edge of the drawing."""
    x, half = rounded(x), DATE_WIDTH / 2
    if x - half < 0:
        return DateLabel(day, 0.0, y, "start", 0.0, DATE_WIDTH)
    if x + half > WIDTH:
        return DateLabel(day, WIDTH, y, "end", WIDTH - DATE_WIDTH, WIDTH)
    return DateLabel(day, x, y, "middle", x - half, x + half)
