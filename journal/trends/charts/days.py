"""A square for each day, a column for each week."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from journal.trends.charts.frame import DAY, MAX_WEEKS, WEEK, WIDTH, DateLabel, rounded
from journal.trends.stats import DayDone, monday

DayKind = Literal["none", "practice", "gentle"]
MONTH_WIDTH = 36.0
_DAYS_LEFT, _DAYS_TOP = 36.0, 20.0
_DAYS_WEEKS_A_BLOCK = 27
_DAYS_LARGEST = 18.0
_DAYS_GAP = 0.16  # of a day's place
_BLOCK_GAP = 10.0
_WEEKDAYS_NAMED = (0, 2, 4, 6)


@dataclass(frozen=True, slots=True)
class Square:
    day: date
    x: float
    y: float
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Squares:
    """All squares of a kind as one path: a year of them one by one would be a heavy page."""

    kind: DayKind
    path: str


@dataclass(frozen=True, slots=True)
class DaysOfWeek:
    """A row of the table: the days of a week with practice."""

    start: date
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class DayChart:
    width: float
    height: float
    size: float
    squares: tuple[Square, ...]
    layers: tuple[Squares, ...]
    months: tuple[DateLabel, ...]
    weekdays: tuple[DateLabel, ...]
    first: date
    last: date
    practised: int
    weeks: tuple[DaysOfWeek, ...]
    earlier: int

    @property
    def empty(self) -> bool:
        return not self.practised

    @property
    def kinds(self) -> frozenset[DayKind]:
        """What the legend has to name: the kinds of day that are drawn."""
        return frozenset(squares.kind for squares in self.layers)


def day_chart(done: Sequence[DayDone], today: date) -> DayChart:
    """A square for each day from the first practice (at most 53 weeks back) to today, a column a week."""
    days = {d.day: d for d in done if d.day <= today}
    oldest = monday(today) - (MAX_WEEKS - 1) * WEEK
    first = max(min(days, default=today), oldest)
    start = monday(first)
    columns = (monday(today) - start).days // 7 + 1
    size = min(_DAYS_LARGEST, rounded((WIDTH - _DAYS_LEFT) / min(max(columns, 1), _DAYS_WEEKS_A_BLOCK)))
    shown = [first + n * DAY for n in range((today - first).days + 1)]
    squares = tuple(_square(day, start, size, days.get(day)) for day in shown)
    side = rounded(size * (1 - _DAYS_GAP))
    blocks = -(-columns // _DAYS_WEEKS_A_BLOCK)
    return DayChart(
        width=WIDTH,
        height=rounded(_block_top(blocks, size) - _DAYS_TOP - _BLOCK_GAP + 4.0),
        size=side,
        squares=squares,
        layers=tuple(_squares(squares, side)),
        months=tuple(_month_labels(start, first, columns, size)),
        weekdays=tuple(_weekday_labels(start, blocks, size)),
        first=first,
        last=today,
        practised=sum(first <= day for day in days),
        weeks=_days_by_week(days, start, columns),
        earlier=sum(day < first for day in days),
    )


def _block_top(block: int, size: float) -> float:
    """Where a block's squares begin; each block has its month labels above it."""
    return _DAYS_TOP + block * (7 * size + _DAYS_TOP + _BLOCK_GAP)


def _place(column: int, weekday: int, size: float) -> tuple[float, float]:
    block, across = divmod(column, _DAYS_WEEKS_A_BLOCK)
    return rounded(_DAYS_LEFT + across * size), rounded(_block_top(block, size) + weekday * size)


def _square(day: date, start: date, size: float, done: DayDone | None) -> Square:
    x, y = _place((day - start).days // 7, day.weekday(), size)
    if done is None:
        return Square(day, x, y, "none")
    return Square(day, x, y, "gentle" if done.gentle else "practice")


def _squares(squares: Sequence[Square], side: float) -> Iterator[Squares]:
    kinds: tuple[DayKind, ...] = ("none", "practice", "gentle")
    for kind in kinds:
        corners = [square for square in squares if square.kind == kind]
        if corners:
            outline = f"h{side:g}v{side:g}h{-side:g}z"
            yield Squares(kind, "".join(f"M{s.x:g} {s.y:g}{outline}" for s in corners))


def _month_labels(start: date, first: date, columns: int, size: float) -> Iterator[DateLabel]:
    """A month over the week in which it begins, and over a block's first week where that leaves room."""
    for block_start in range(0, columns, _DAYS_WEEKS_A_BLOCK):
        columns_here = range(block_start, min(block_start + _DAYS_WEEKS_A_BLOCK, columns))
        begins = {c: day for c in columns_here if (day := _month_begins(start + c * WEEK))}
        room = (min(begins, default=columns + MAX_WEEKS) - block_start) * size
        if room >= MONTH_WIDTH:
            begins[block_start] = max(start + block_start * WEEK, first)
        for column, day in sorted(begins.items()):
            x, top = _place(column, 0, size)
            if x + MONTH_WIDTH <= WIDTH:
                yield DateLabel(day, x, rounded(top - 6.0), "start", x, x + MONTH_WIDTH)


def _month_begins(week: date) -> date | None:
    return next((day for day in (week + n * DAY for n in range(7)) if day.day == 1), None)


def _weekday_labels(start: date, blocks: int, size: float) -> Iterator[DateLabel]:
    for block in range(blocks):
        for weekday in _WEEKDAYS_NAMED:
            y = _block_top(block, size) + (weekday + 0.5) * size
            yield DateLabel(start + weekday * DAY, 0.0, rounded(y), "start", 0.0, _DAYS_LEFT)


def _days_by_week(days: Iterable[date], start: date, columns: int) -> tuple[DaysOfWeek, ...]:
    known = sorted(days)
    starts = [start + column * WEEK for column in range(columns)]
    return tuple(DaysOfWeek(week, tuple(d for d in known if monday(d) == week)) for week in starts)
