"""The three ratings by week, with the averages that words tell and flags where something changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.trends.charts.frame import (
    DAY,
    LEFT_MIN,
    LETTER_WIDTH,
    MAX_WEEKS,
    RIGHT,
    WEEK,
    WIDTH,
    Box,
    Tick,
    WeekChart,
    middle_of,
    rounded,
    step_of,
    week_labels,
)
from journal.trends.stats import Flag, Mean, Series, Week, Window, monday

RATING_TICKS = (0, 2, 4, 6, 8, 10)
RATING_TOP = 10.0
_LINE_TOP, _LINE_BOTTOM, _LINE_HEIGHT = 24.0, 194.0, 218.0
_FLAGS_FULL_HEIGHT = 12  # with more flags than this their lines would hide the ratings, so they are short
_MARK_LARGEST, _MARK_SMALLEST = 4.5, 1.8
_SPAN_VALUE, _SPAN_HALF = 26.0, 7.0  # room for the number of an average, and half its band's height
_SPAN_GAP, _SPAN_LETTERS = 3.0, 10.0  # from there to its number, and how high that is


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(WeekChart):
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    flags: tuple[FlagMark, ...]
    flag_labels: tuple[FlagLabel, ...]
    flag_top: float
    flag_bottom: float
    flag_baseline: float

    @property
    def drawn(self) -> dict[Series, Line]:
        """The series that have points."""
        return {line.series: line for line in self.lines if line.points}

    @property
    def empty(self) -> bool:
        return not any(line.points for line in self.lines)


def line_chart(
    weeks: Sequence[Week], flags: Iterable[Flag] = (), windows: Iterable[Window] = ()
) -> LineChart:
    """The three ratings by week, and the averages over `windows`. `weeks` is what `stats.weeks` returned."""
    shown = tuple(weeks[-MAX_WEEKS:])
    plot = Box(LEFT_MIN, _LINE_TOP, RIGHT, _LINE_BOTTOM)
    step = step_of(plot, len(shown))
    marks = tuple(_flag_marks(flags, shown, plot, step))
    told = tuple(windows)
    lines = tuple(_line(series, shown, plot, step, _begins(told, shown, plot)) for series in Series)
    return LineChart(
        height=_LINE_HEIGHT,
        plot=plot,
        ticks=tuple(Tick(value, _rating_y(plot, value)) for value in RATING_TICKS),
        labels=week_labels(shown, plot, step),
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


def _rating_y(plot: Box, rating: float) -> float:
    return rounded(plot.bottom - (plot.bottom - plot.top) * rating / RATING_TOP)


def _begins(windows: Sequence[Window], weeks: Sequence[Week], plot: Box) -> float:
    """Where the first window begins, if within the first week: what was rated in that week lies in it."""
    if not windows or not weeks or monday(windows[0].first) != weeks[0].start:
        return plot.left
    return plot.left + (windows[0].first - weeks[0].start).days * step_of(plot, len(weeks)) / 7


def _line(series: Series, weeks: Sequence[Week], plot: Box, step: float, begins: float) -> Line:
    """Within a week's place the three stand side by side in their order, where there is room; none before `begins`."""
    aside = min(step * 0.2, 7.0) * (tuple(Series).index(series) - 1)
    runs: list[list[Point]] = [[]]
    for index, week in enumerate(weeks):
        mean = week.mean(series)
        if mean is None:
            runs.append([])
            continue
        x = rounded(max(begins, middle_of(plot, step, index) + aside))
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
    r = rounded(max(_MARK_SMALLEST, min(_MARK_LARGEST, step * 0.36)))
    match series:
        case Series.BEFORE:
            return f"M{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"
        case Series.AFTER:
            s = rounded(r * 1.1)
            return f"M{-s:g} {-s:g}h{2 * s:g}v{2 * s:g}h{-2 * s:g}z"
        case Series.NEXT_MORNING:
            d = rounded(r * 1.7)
            return f"M0 {-d:g}L{d:g} 0 0 {d:g} {-d:g} 0z"


def _spans(
    windows: Iterable[Window], weeks: Sequence[Week], plot: Box, points: Sequence[Point]
) -> Iterator[Span]:
    """What of each window is in the drawing; one that begins before it would be half a truth, and is left out."""
    for window in windows:
        if window.mean is None or not weeks or window.first < weeks[0].start:
            continue
        day = step_of(plot, len(weeks)) / 7
        x1 = rounded(plot.left + (window.first - weeks[0].start).days * day)
        x2 = rounded(x1 + (window.last + DAY - window.first).days * day)
        x = min(max((x1 + x2) / 2, plot.left + _SPAN_VALUE / 2), plot.right - _SPAN_VALUE / 2)
        y = _rating_y(plot, window.mean)
        near = [p.y for p in points if abs(p.x - x) < max(_SPAN_VALUE, x2 - x1) / 2 + _MARK_LARGEST]
        over = min([y - _SPAN_HALF, *(top - _MARK_LARGEST for top in near)]) - _SPAN_GAP
        under = max([y + _SPAN_HALF, *(low + _MARK_LARGEST for low in near)]) + _SPAN_GAP + _SPAN_LETTERS
        # On the side where it stands closer to its average: over a high dot it would be taken for the dot's number.
        at = over if y - over <= under - _SPAN_LETTERS - y or under > plot.bottom else under
        yield Span(window.first, window.last, window.mean, x1, x2, y, rounded(x), rounded(at))


def _flag_marks(flags: Iterable[Flag], weeks: Sequence[Week], plot: Box, step: float) -> Iterator[FlagMark]:
    if not weeks:
        return
    first, end = weeks[0].start, weeks[-1].start + WEEK
    inside = sorted((f for f in flags if first <= f.day < end), key=lambda f: f.day)
    for number, flag in enumerate(inside, start=1):
        x = plot.left + ((flag.day - first).days + 0.5) / 7 * step
        yield FlagMark(number, flag.day, flag.text, rounded(x))


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
    return FlagLabel(text, rounded(x), x - half, x + half)
