"""What the numbers of a journal say, and what they don't. Pure: no database, no request, no clock.

A missing rating is missing: it is never zero, never filled in from its neighbours. A week belongs to the
person's own calendar (Monday to Sunday of their local days).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

#: A change smaller than this is none. Ostelo 2008 (consensus on the 0-10 rating: 2 points or 30 %) and
#: Suzuki 2020 (chronic low-back pain, cut-off 1.3 to 1.8, rounded up): evidence.md section 1, L1 and L2.
CHANGE_POINTS = 2.0
#: And it has to be this part of where the person started (Ostelo 2008; evidence.md section 1, L1).
CHANGE_PART = 0.30
#: Up to a point either way is noise: backs vary by about 1.2 points in a week (evidence.md section 1, L10).
NOISE_POINTS = 1.0
#: Days in each of the two windows that are compared (evidence.md section 1, "14-day mean").
WINDOW_DAYS = 14
#: Days with a rating that a window needs (evidence.md section 3, the 14-day rule asks for five as well).
MIN_RATED_DAYS = 5
#: What began or changed is marked in the ratings once they reach back so many days before it. A mark parts what was
#: felt before from what was felt after; with nothing, or a day or two, before it there is nothing to part. That is so
#: for somebody's first week, and for whatever they alter while they settle in.
RATED_BEFORE_DAYS = 3

#: Means are sums of whole numbers; this takes out what binary fractions add to an exact two points.
_FLOAT_SLACK = 1e-9
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Series(StrEnum):
    """The three ratings of a session, in the order in which they are asked."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_MORNING = "next_morning"


class ProgressKind(StrEnum):
    TOO_EARLY = "too_early"
    ABOUT_THE_SAME = "about_the_same"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session on the person's local day. The next morning's rating stays with the session it is about."""

    day: date
    before: int | None
    after: int | None
    next_morning: int | None
    minutes: float
    gentle: bool = False

    def rating(self, series: Series) -> int | None:
        match series:
            case Series.BEFORE:
                return self.before
            case Series.AFTER:
                return self.after
            case Series.NEXT_MORNING:
                return self.next_morning

    @property
    def practised(self) -> bool:
        return self.minutes > 0


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that changed on a day, usually the routine."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and the number of ratings behind it, which is at least one."""

    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday. Nothing rated is None; no practice is None minutes, not zero minutes."""

    start: date
    before: Mean | None
    after: Mean | None
    next_morning: Mean | None
    sessions: int
    minutes: float | None
    days: int

    def mean(self, series: Series) -> Mean | None:
        match series:
            case Series.BEFORE:
                return self.before
            case Series.AFTER:
                return self.after
            case Series.NEXT_MORNING:
                return self.next_morning

    @property
    def last_day(self) -> date:
        return self.start + 6 * _DAY

    @property
    def means(self) -> tuple[Mean | None, ...]:
        """Of the three ratings, in the order of `Series`."""
        return tuple(self.mean(series) for series in Series)


@dataclass(frozen=True, slots=True)
class DayDone:
    """A day with practice. `gentle` when all of it was."""

    day: date
    minutes: float
    gentle: bool


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """The running week: the days with practice so far, each once; `is_new` on its Monday."""

    start: date
    is_new: bool
    days: tuple[date, ...]
    sessions: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Window:
    """The mean over some days, of one value a day, and the number of days that had one."""

    first: date
    last: date
    mean: float | None
    days: int

    @property
    def enough(self) -> bool:
        return self.days >= MIN_RATED_DAYS


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be said about the back now and then. `rated_days` counts all days that ever had a rating.

    `soonest`: where it is too early, the first day on which it need not be, if every day from today on is rated.
    """

    kind: ProgressKind
    then: Window | None
    now: Window
    rated_days: int
    soonest: date | None = None

    @property
    def told(self) -> tuple[Window, ...]:
        """The windows whose means the words name: both, the last one alone, or none."""
        if self.kind is not ProgressKind.TOO_EARLY and self.then is not None:
            return self.then, self.now
        return (self.now,) if self.now.enough else ()

    @property
    def change(self) -> float | None:
        """Now minus then; None as long as there is nothing to compare."""
        if self.then is None or self.then.mean is None or self.now.mean is None:
            return None
        return self.now.mean - self.then.mean


def monday(day: date) -> date:
    return day - day.weekday() * _DAY


def weeks(entries: Iterable[Entry], today: date) -> tuple[Week, ...]:
    """Every week from the first entry's to this one, those without anything included."""
    by_week: dict[date, list[Entry]] = defaultdict(list)
    for entry in _until(entries, today):
        by_week[monday(entry.day)].append(entry)
    if not by_week:
        return ()
    first = min(by_week)
    count = (monday(today) - first).days // 7 + 1
    starts = (first + n * _WEEK for n in range(count))
    return tuple(_week(start, by_week.get(start, [])) for start in starts)


def practised_days(entries: Iterable[Entry], today: date) -> tuple[DayDone, ...]:
    """The days with practice, in their order; several sessions on a day are one day."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in _until(entries, today):
        if entry.practised:
            by_day[entry.day].append(entry)
    return tuple(
        DayDone(day, sum(e.minutes for e in done), all(e.gentle for e in done))
        for day, done in sorted(by_day.items())
    )


def this_week(entries: Iterable[Entry], today: date) -> ThisWeek:
    start = monday(today)
    done = [e for e in _until(entries, today) if e.practised and e.day >= start]
    return ThisWeek(
        start=start,
        is_new=today == start,
        days=tuple(sorted({e.day for e in done})),
        sessions=len(done),
        minutes=sum(e.minutes for e in done),
    )


def fortnight(entries: Iterable[Entry], last: date, series: Series = Series.BEFORE) -> Window:
    """The 14-day mean that ends with `last`."""
    return _window(_daily(entries, series), last - (WINDOW_DAYS - 1) * _DAY)


def progress(entries: Iterable[Entry], today: date) -> Progress:
    """How the last 14 days compare with the first 14.

    The rating is the one *before* practice: *after* moves with the session itself, and the next morning is
    answered too seldom. One value a day (its mean), so that a day with three sessions counts once.

    *Then* is the first 14 days with enough ratings that lie wholly before the last 14. It is fixed by the
    calendar, so nobody picks it: comparing with the best or worst earlier stretch would find a change in a
    third of all steady backs (evidence.md section 3, row 4). Its price is that many people start on a bad
    stretch and drift back by themselves, which the words say (coach.md section 5).

    A change is claimed only at two points *and* three tenths of *then* (Ostelo 2008, Suzuki 2020:
    evidence.md section 1). Either alone is an accepted cut; both together keep a low start from turning
    noise into news, and a high start from turning two points of ten into a promise.
    """
    daily = _daily(_until(entries, today), Series.BEFORE)
    now = _window(daily, today - (WINDOW_DAYS - 1) * _DAY)
    then = _first_window(daily, before=now.first)
    kind = _kind(then, now)
    soonest = _soonest(daily, today) if kind is ProgressKind.TOO_EARLY else None
    return Progress(kind, then, now, len(daily), soonest)


def mornings(entries: Sequence[Entry], compared: Progress) -> tuple[Window, Window] | None:
    """The next mornings of the two fortnights that are compared; None unless both have enough of them."""
    if compared.kind is ProgressKind.TOO_EARLY or compared.then is None:
        return None
    daily = _daily(entries, Series.NEXT_MORNING)
    then, now = _window(daily, compared.then.first), _window(daily, compared.now.first)
    return (then, now) if then.enough and now.enough else None


def worth_marking(flags: Iterable[Flag], entries: Iterable[Entry]) -> list[Flag]:
    """Those with ratings from some days before them."""
    rated = [e.day for e in entries if any(e.rating(series) is not None for series in Series)]
    if not rated:
        return []
    settled = min(rated) + RATED_BEFORE_DAYS * _DAY
    return [flag for flag in flags if flag.day >= settled]


def _kind(then: Window | None, now: Window) -> ProgressKind:
    if then is None or then.mean is None or now.mean is None or not now.enough:
        return ProgressKind.TOO_EARLY
    change = now.mean - then.mean
    if abs(change) + _FLOAT_SLACK < max(CHANGE_POINTS, CHANGE_PART * then.mean):
        return ProgressKind.ABOUT_THE_SAME
    return ProgressKind.BETTER if change < 0 else ProgressKind.WORSE


def _soonest(daily: Sequence[tuple[date, float]], today: date) -> date:
    """After two windows in a row all days are there, so it is found among them."""
    days = [today + n * _DAY for n in range(2 * WINDOW_DAYS)]
    rated = {day for day, _ in daily}
    all_rated = sorted([*daily, *((day, 0.0) for day in days if day not in rated)])
    for day in days[:-1]:
        now = _window(all_rated, day - (WINDOW_DAYS - 1) * _DAY)
        if now.enough and _first_window(all_rated, before=now.first):
            return day
    return days[-1]


def _first_window(daily: Sequence[tuple[date, float]], before: date) -> Window | None:
    for first, _ in daily:
        window = _window(daily, first)
        if window.last >= before:
            return None
        if window.enough:
            return window
    return None


def _window(daily: Sequence[tuple[date, float]], first: date) -> Window:
    """`daily` is sorted by day."""
    last = first + (WINDOW_DAYS - 1) * _DAY
    inside = daily[bisect_left(daily, first, key=_day_of) : bisect_right(daily, last, key=_day_of)]
    return Window(first, last, fmean(value for _, value in inside) if inside else None, len(inside))


def _daily(entries: Iterable[Entry], series: Series) -> list[tuple[date, float]]:
    """One value for each day that has a rating, in the order of the days."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for entry in entries:
        rating = entry.rating(series)
        if rating is not None:
            by_day[entry.day].append(rating)
    return [(day, fmean(ratings)) for day, ratings in sorted(by_day.items())]


def _day_of(dated: tuple[date, float]) -> date:
    return dated[0]


def _week(start: date, entries: Sequence[Entry]) -> Week:
    done = [e for e in entries if e.practised]
    return Week(
        start=start,
        before=_mean(entries, Series.BEFORE),
        after=_mean(entries, Series.AFTER),
        next_morning=_mean(entries, Series.NEXT_MORNING),
        sessions=len(done),
        minutes=sum(e.minutes for e in done) if done else None,
        days=len({e.day for e in done}),
    )


def _mean(entries: Iterable[Entry], series: Series) -> Mean | None:
    ratings = [rating for e in entries if (rating := e.rating(series)) is not None]
    return Mean(fmean(ratings), len(ratings)) if ratings else None


def _until(entries: Iterable[Entry], today: date) -> list[Entry]:
    """A device whose clock runs ahead must not push the charts into the future."""
    return [e for e in entries if e.day <= today]
