"""Where every mark of a chart goes: numbers in, drawing primitives out. Pure geometry; templates draw them.

A drawing is 340 units wide, about a phone's column, so that a unit is about a CSS pixel there. Text is laid
out for letters of 16 units, which large ones have there; `charts.css` sets others in fewer, which leaves more room.
Dates stay dates: the template writes them in the reader's language, and the layout keeps `DATE_WIDTH` free.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise
from typing import Literal

from journal.trends.stats import DayDone, Flag, Mean, Series, Week, Window, monday

Anchor = Literal["start", "middle", "end"]
DayKind = Literal["none", "practice", "gentle"]

WIDTH = 340.0
#: Room for one letter or digit, and for a short date in any language ("28 Sep", "28 sept.", "Sep 2026").
LETTER_WIDTH = 10.0
DATE_WIDTH = 72.0
MONTH_WIDTH = 36.0
#: At most a year and the running week. Earlier weeks are counted in `earlier`, never silently dropped.
MAX_WEEKS = 53
#: A first week stands at the left with room ahead, not alone in the middle.
MIN_SLOTS = 6
#: From here on the week labels are months.
LABEL_MONTHS_FROM = 40

RATING_TICKS = (0, 2, 4, 6, 8, 10)
RATING_TOP = 10.0

_RIGHT = WIDTH - 6.0
_LEFT_MIN = 27.0
_LINE_TOP, _LINE_BOTTOM, _LINE_HEIGHT = 24.0, 194.0, 218.0
_BARS_TOP, _BARS_BOTTOM, _BARS_HEIGHT = 20.0, 120.0, 144.0
_LABELS_DOWN = 8.0  # from the plot's floor to the top of the week labels
_FLAGS_FULL_HEIGHT = 12  # with more flags than this their lines would hide the ratings, so they are short
_MARK_LARGEST, _MARK_SMALLEST = 4.5, 1.8
_SPAN_VALUE, _SPAN_HALF = (
    26.0,
    7.0,
)  # room for the number of an average of two weeks, and half its band's height
_SPAN_GAP, _SPAN_LETTERS = 3.0, 10.0  # from there to its number, and how high that is
_BAR_WIDEST, _BAR_LOWEST = 26.0, 2.0
_BAR_VALUE_FROM = 28.0  # a bar's place has to be this wide for its number to stand on it

_DAYS_LEFT, _DAYS_TOP = 36.0, 20.0
_DAYS_WEEKS_A_BLOCK = 27
_DAYS_LARGEST = 18.0
_DAYS_GAP = 0.16  # of a day's place
_BLOCK_GAP = 10.0
_WEEKDAYS_NAMED = (0, 2, 4, 6)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


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


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    x: float
    y: float
    mean: Mean


@dataclass(frozen=True, slots=True)
class Line:
    """One series. `paths` has a path for each run of weeks with ratings; between runs there is nothing."""

    series: Series
    points: tuple[Point, ...]
    paths: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class FlagMark:
    """A numbered flag; its words stand in the list below the drawing."""

    number: int
    day: date
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class FlagLabel:
    """The number over one flag, or first to last over neighbours too close for a number each."""

    text: str
    x: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Span:
    """An average over some days, at its height across those days."""

    first: date
    last: date
    mean: float
    x1: float
    x2: float
    y: float
    #: Where its number stands: over or under the average and the ratings before practice that it is made of.
    value_x: float
    value_y: float


@dataclass(frozen=True, slots=True)
class LineChart:
    width: float
    height: float
    plot: Box
    ticks: tuple[Tick, ...]
    labels: tuple[DateLabel, ...]
    by_month: bool
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    flags: tuple[FlagMark, ...]
    flag_labels: tuple[FlagLabel, ...]
    flag_top: float
    flag_bottom: float
    flag_baseline: float
    weeks: tuple[Week, ...]
    earlier: int

    @property
    def empty(self) -> bool:
        return not any(line.points for line in self.lines)


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


@dataclass(frozen=True, slots=True)
class BarChart:
    width: float
    height: float
    plot: Box
    ticks: tuple[Tick, ...]
    labels: tuple[DateLabel, ...]
    by_month: bool
    bars: tuple[Bar, ...]
    weeks: tuple[Week, ...]
    earlier: int

    @property
    def empty(self) -> bool:
        return not self.bars


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


def line_chart(
    weeks: Sequence[Week], flags: Iterable[Flag] = (), windows: Iterable[Window] = ()
) -> LineChart:
    """The three ratings by week, and the averages over `windows`. `weeks` is what `stats.weeks` returned."""
    shown = tuple(weeks[-MAX_WEEKS:])
    plot = Box(_LEFT_MIN, _LINE_TOP, _RIGHT, _LINE_BOTTOM)
    step = _step(plot, len(shown))
    marks = tuple(_flag_marks(flags, shown, plot, step))
    told = tuple(windows)
    lines = tuple(_line(series, shown, plot, step, _begins(told, shown, plot)) for series in Series)
    return LineChart(
        width=WIDTH,
        height=_LINE_HEIGHT,
        plot=plot,
        ticks=tuple(Tick(value, _rating_y(plot, value)) for value in RATING_TICKS),
        labels=_week_labels(shown, plot, step),
        by_month=len(shown) >= LABEL_MONTHS_FROM,
        lines=lines,
        spans=tuple(_spans(told, shown, plot, lines[0].points)),
        flags=marks,
        flag_labels=_flag_labels(marks),
        flag_top=plot.top - 6.0,
        flag_bottom=plot.bottom if len(marks) <= _FLAGS_FULL_HEIGHT else plot.top + 6.0,
        flag_baseline=plot.top - 9.0,
        weeks=shown,
        earlier=len(weeks) - len(shown),
    )


def bar_chart(weeks: Sequence[Week]) -> BarChart:
    """Minutes a week. A week without practice has no bar."""
    shown = tuple(weeks[-MAX_WEEKS:])
    top = _round_top(max((week.minutes or 0.0 for week in shown), default=0.0))
    left = max(_LEFT_MIN, len(str(top)) * LETTER_WIDTH + 6.0)
    plot = Box(left, _BARS_TOP, _RIGHT, _BARS_BOTTOM)
    step = _step(plot, len(shown))
    ticks = ((0, plot.bottom), (top // 2, (plot.top + plot.bottom) / 2), (top, plot.top))
    return BarChart(
        width=WIDTH,
        height=_BARS_HEIGHT,
        plot=plot,
        ticks=tuple(Tick(value, _round(y)) for value, y in ticks),
        labels=_week_labels(shown, plot, step),
        by_month=len(shown) >= LABEL_MONTHS_FROM,
        bars=tuple(_bars(shown, plot, step, top)),
        weeks=shown,
        earlier=len(weeks) - len(shown),
    )


def day_chart(done: Sequence[DayDone], today: date) -> DayChart:
    """A square for each day from the first practice (at most 53 weeks back) to today, a column a week."""
    days = {d.day: d for d in done if d.day <= today}
    oldest = monday(today) - (MAX_WEEKS - 1) * _WEEK
    first = max(min(days, default=today), oldest)
    start = monday(first)
    columns = (monday(today) - start).days // 7 + 1
    size = min(_DAYS_LARGEST, _round((WIDTH - _DAYS_LEFT) / min(max(columns, 1), _DAYS_WEEKS_A_BLOCK)))
    shown = [first + n * _DAY for n in range((today - first).days + 1)]
    squares = tuple(_square(day, start, size, days.get(day)) for day in shown)
    side = _round(size * (1 - _DAYS_GAP))
    blocks = -(-columns // _DAYS_WEEKS_A_BLOCK)
    return DayChart(
        width=WIDTH,
        height=_round(_block_top(blocks, size) - _DAYS_TOP - _BLOCK_GAP + 4.0),
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


def _round(number: float) -> float:
    """A tenth of a unit is finer than any screen, and keeps the page small."""
    return round(number, 1)


def _step(plot: Box, weeks: int) -> float:
    return plot.width / max(weeks, MIN_SLOTS)


def _middle(plot: Box, step: float, index: int) -> float:
    return plot.left + (index + 0.5) * step


def _rating_y(plot: Box, rating: float) -> float:
    return _round(plot.bottom - (plot.bottom - plot.top) * rating / RATING_TOP)


def _begins(windows: Sequence[Window], weeks: Sequence[Week], plot: Box) -> float:
    """Where the first window begins, if within the first week: what was rated in that week lies in it."""
    if not windows or not weeks or monday(windows[0].first) != weeks[0].start:
        return plot.left
    return plot.left + (windows[0].first - weeks[0].start).days * _step(plot, len(weeks)) / 7


def _line(series: Series, weeks: Sequence[Week], plot: Box, step: float, begins: float) -> Line:
    """Within a week's place the three stand side by side in their order, where there is room; none before `begins`."""
    aside = min(step * 0.2, 7.0) * (tuple(Series).index(series) - 1)
    runs: list[list[Point]] = [[]]
    for index, week in enumerate(weeks):
        mean = week.mean(series)
        if mean is None:
            runs.append([])
            continue
        x = _round(max(begins, _middle(plot, step, index) + aside))
        runs[-1].append(Point(week.start, x, _rating_y(plot, mean.value), mean))
    return Line(
        series=series,
        points=tuple(point for run in runs for point in run),
        paths=tuple(_path(run) for run in runs if len(run) > 1),
        mark=_mark(series, step),
    )


def _path(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in run)


def _mark(series: Series, step: float) -> str:
    """A disc, a square and a diamond around (0, 0), drawn from the last to the first.

    The square's corners show around the disc and the diamond's tips around both, where they fall together.
    """
    r = _round(max(_MARK_SMALLEST, min(_MARK_LARGEST, step * 0.36)))
    match series:
        case Series.BEFORE:
            return f"M{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"
        case Series.AFTER:
            s = _round(r * 1.1)
            return f"M{-s:g} {-s:g}h{2 * s:g}v{2 * s:g}h{-2 * s:g}z"
        case Series.NEXT_MORNING:
            d = _round(r * 1.7)
            return f"M0 {-d:g}L{d:g} 0 0 {d:g} {-d:g} 0z"


def _week_labels(weeks: Sequence[Week], plot: Box, step: float) -> tuple[DateLabel, ...]:
    """Every n-th week back from the newest, with the smallest n at which they stand clear of each other."""
    y = plot.bottom + _LABELS_DOWN
    for stride in count(1):
        indexes = sorted(range(len(weeks) - 1, -1, -stride))
        labels = tuple(_date_label(weeks[i].start, _middle(plot, step, i), y) for i in indexes)
        if all(one.right <= other.left for one, other in pairwise(labels)):
            return labels
    raise AssertionError("a single label always stands clear")


def _date_label(day: date, x: float, y: float) -> DateLabel:
    """Centred on `x`, or leaning inwards at an edge of the drawing."""
    x, half = _round(x), DATE_WIDTH / 2
    if x - half < 0:
        return DateLabel(day, 0.0, y, "start", 0.0, DATE_WIDTH)
    if x + half > WIDTH:
        return DateLabel(day, WIDTH, y, "end", WIDTH - DATE_WIDTH, WIDTH)
    return DateLabel(day, x, y, "middle", x - half, x + half)


def _spans(
    windows: Iterable[Window], weeks: Sequence[Week], plot: Box, points: Sequence[Point]
) -> Iterator[Span]:
    """What of each window is in the drawing; one that begins before it would be half a truth, and is left out."""
    for window in windows:
        if window.mean is None or not weeks or window.first < weeks[0].start:
            continue
        day = _step(plot, len(weeks)) / 7
        x1 = _round(plot.left + (window.first - weeks[0].start).days * day)
        x2 = _round(x1 + (window.last + _DAY - window.first).days * day)
        x = min(max((x1 + x2) / 2, plot.left + _SPAN_VALUE / 2), plot.right - _SPAN_VALUE / 2)
        y = _rating_y(plot, window.mean)
        near = [p.y for p in points if abs(p.x - x) < max(_SPAN_VALUE, x2 - x1) / 2 + _MARK_LARGEST]
        over = min([y - _SPAN_HALF, *(top - _MARK_LARGEST for top in near)]) - _SPAN_GAP
        under = max([y + _SPAN_HALF, *(low + _MARK_LARGEST for low in near)]) + _SPAN_GAP + _SPAN_LETTERS
        # On the side where it stands closer to its average: over a high dot it would be taken for the dot's number.
        at = over if y - over <= under - _SPAN_LETTERS - y or under > plot.bottom else under
        yield Span(window.first, window.last, window.mean, x1, x2, y, _round(x), _round(at))


def _flag_marks(flags: Iterable[Flag], weeks: Sequence[Week], plot: Box, step: float) -> Iterator[FlagMark]:
    if not weeks:
        return
    first, end = weeks[0].start, weeks[-1].start + _WEEK
    inside = sorted((f for f in flags if first <= f.day < end), key=lambda f: f.day)
    for number, flag in enumerate(inside, start=1):
        x = plot.left + ((flag.day - first).days + 0.5) / 7 * step
        yield FlagMark(number, flag.day, flag.text, _round(x))


def _flag_labels(marks: Sequence[FlagMark]) -> tuple[FlagLabel, ...]:
    """Neighbours whose numbers would touch share a label; being wider, it may take in the one before."""
    groups: list[list[FlagMark]] = []
    for mark in marks:
        groups.append([mark])
        while len(groups) > 1 and _flag_label(groups[-1]).left < _flag_label(groups[-2]).right:
            last = groups.pop()
            groups[-1].extend(last)
    return tuple(_flag_label(group) for group in groups)


def _flag_label(group: Sequence[FlagMark]) -> FlagLabel:
    first, last = group[0], group[-1]
    text = str(first.number) if first is last else f"{first.number}–{last.number}"
    half = (len(text) * LETTER_WIDTH + 5.0) / 2
    x = min(max((first.x + last.x) / 2, half), WIDTH - half)
    return FlagLabel(text, _round(x), x - half, x + half)


def _round_top(most: float) -> int:
    """The lowest round number that holds the highest bar and has a whole half."""
    power = 10
    while True:
        for digit in (1, 2, 3, 4, 6, 8):
            if digit * power >= most:
                return digit * power
        power *= 10


def _bars(weeks: Sequence[Week], plot: Box, step: float, top: int) -> Iterator[Bar]:
    width = _round(min(step * 0.7, _BAR_WIDEST))
    for index, week in enumerate(weeks):
        if week.minutes is None:
            continue
        middle = _middle(plot, step, index)
        height = max(_BAR_LOWEST, (plot.bottom - plot.top) * week.minutes / top)
        y = _round(plot.bottom - height)
        yield Bar(
            day=week.start,
            x=_round(middle - width / 2),
            y=y,
            width=width,
            height=_round(plot.bottom - y),
            minutes=week.minutes,
            value_x=_round(middle),
            value_y=_round(y - 4.0) if step >= _BAR_VALUE_FROM else None,
        )


def _block_top(block: int, size: float) -> float:
    """Where a block's squares begin; each block has its month labels above it."""
    return _DAYS_TOP + block * (7 * size + _DAYS_TOP + _BLOCK_GAP)


def _place(column: int, weekday: int, size: float) -> tuple[float, float]:
    block, across = divmod(column, _DAYS_WEEKS_A_BLOCK)
    return _round(_DAYS_LEFT + across * size), _round(_block_top(block, size) + weekday * size)


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
        begins = {c: day for c in columns_here if (day := _month_begins(start + c * _WEEK))}
        room = (min(begins, default=columns + MAX_WEEKS) - block_start) * size
        if room >= MONTH_WIDTH:
            begins[block_start] = max(start + block_start * _WEEK, first)
        for column, day in sorted(begins.items()):
            x, top = _place(column, 0, size)
            if x + MONTH_WIDTH <= WIDTH:
                yield DateLabel(day, x, _round(top - 6.0), "start", x, x + MONTH_WIDTH)


def _month_begins(week: date) -> date | None:
    return next((day for day in (week + n * _DAY for n in range(7)) if day.day == 1), None)


def _weekday_labels(start: date, blocks: int, size: float) -> Iterator[DateLabel]:
    for block in range(blocks):
        for weekday in _WEEKDAYS_NAMED:
            y = _block_top(block, size) + (weekday + 0.5) * size
            yield DateLabel(start + weekday * _DAY, 0.0, _round(y), "start", 0.0, _DAYS_LEFT)


def _days_by_week(days: Iterable[date], start: date, columns: int) -> tuple[DaysOfWeek, ...]:
    known = sorted(days)
    starts = [start + column * _WEEK for column in range(columns)]
    return tuple(DaysOfWeek(week, tuple(d for d in known if monday(d) == week)) for week in starts)
