"""The statistics of the trends and their words. No database, no clock."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.trends import stats, words
from journal.trends.stats import Entry, Flag, Mean, Progress, ProgressKind, Series, Window

TODAY = date(2026, 11, 21)  # a Saturday
DAY = timedelta(days=1)

ratings = st.none() | st.integers(0, 10)
entries_lists = st.lists(
    st.builds(
        Entry,
        day=st.integers(-3, 120).map(lambda ago: TODAY - ago * DAY),
        before=ratings,
        after=ratings,
        next_morning=ratings,
        minutes=st.sampled_from([0.0, 0.5, 2.0, 12.5, 40.0]),
        gentle=st.booleans(),
    ),
    max_size=60,
)


def rated(ago: int, before: int | None) -> Entry:
    return Entry(TODAY - ago * DAY, before, None, None, 10.0)


def steady(agos: Sequence[int], before: int) -> list[Entry]:
    return [rated(ago, before) for ago in agos]


def then_and_now(then: int, now: int) -> Progress:
    return stats.progress(steady(range(40, 35, -1), then) + steady(range(5), now), TODAY)


# Mornings


def test_mornings_are_told_where_both_fortnights_have_enough_of_them() -> None:
    def told(early: int, late: int) -> tuple[Window, Window] | None:
        mornings = [7] * early + [None] * (10 - early) + [3] * late + [None] * (10 - late)
        agos = [*range(40, 30, -1), *range(9, -1, -1)]
        done = [Entry(TODAY - a * DAY, 6, 4, m, 10.0) for a, m in zip(agos, mornings, strict=True)]
        return stats.mornings(done, stats.progress(done, TODAY))

    assert told(4, 5) is told(5, 4) is None
    then, now = told(5, 5) or pytest.fail("both have five")
    assert (then.mean, now.mean) == (7, 3)
    assert words.mornings_words(then, now) == (
        "On the mornings after practice it is now 3.0 of 10 on average, and was 7.0 at first."
    )
    early = steady(range(5), 4)
    assert stats.mornings(early, stats.progress(early, TODAY)) is None


# Weeks


def test_weeks_are_the_persons_calendar_weeks_from_the_first_entry_to_this_one() -> None:
    weeks = stats.weeks([rated(19, 4), rated(0, 2)], TODAY)
    assert [w.start for w in weeks] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]


def test_a_week_without_anything_is_none_and_never_zero() -> None:
    gap = stats.weeks([rated(19, 4), rated(0, 2)], TODAY)[1]
    assert gap.means == (None, None, None)
    assert gap.minutes is None
    assert (gap.sessions, gap.days) == (0, 0)


def test_a_week_has_mean_and_count_of_each_series() -> None:
    monday = date(2026, 11, 16)
    week = stats.weeks(
        [
            Entry(monday, 4, None, 3, 10),
            Entry(monday, 5, None, None, 5.5),
            Entry(monday + DAY, None, 0, None, 0),
        ],
        TODAY,
    )[0]
    assert week.before == Mean(4.5, 2)
    assert week.after == Mean(0.0, 1)
    assert week.next_morning == Mean(3.0, 1)
    assert (week.sessions, week.minutes, week.days) == (2, 15.5, 1)


def test_sunday_belongs_to_the_week_before_monday() -> None:
    sunday = date(2026, 11, 15)
    assert [w.start for w in stats.weeks([Entry(sunday, 1, None, None, 5)], sunday)] == [date(2026, 11, 9)]


def test_no_entries_no_weeks() -> None:
    assert stats.weeks([], TODAY) == ()
    assert stats.weeks([rated(-1, 5)], TODAY) == ()


@settings(max_examples=60, deadline=None)
@given(entries_lists)
def test_every_rating_is_counted_once_and_none_is_made_up(entries: list[Entry]) -> None:
    weeks = stats.weeks(entries, TODAY)
    past = [e for e in entries if e.day <= TODAY]
    for series in Series:
        known = [r for e in past if (r := e.rating(series)) is not None]
        means = [m for w in weeks if (m := w.mean(series))]
        assert sum(m.count for m in means) == len(known)
        assert sum(m.value * m.count for m in means) == pytest.approx(sum(known))
    for week in weeks:
        inside = [e for e in past if stats.monday(e.day) == week.start]
        for series in Series:
            assert (week.mean(series) is None) == all(e.rating(series) is None for e in inside)
        assert (week.minutes is None) == (not any(e.practised for e in inside))


@settings(max_examples=60, deadline=None)
@given(entries_lists)
def test_weeks_follow_each_other_without_a_jump(entries: list[Entry]) -> None:
    starts = [w.start for w in stats.weeks(entries, TODAY)]
    assert all(b - a == 7 * DAY for a, b in pairwise(starts))
    assert not starts or starts[-1] == stats.monday(TODAY)
    assert all(start.weekday() == 0 for start in starts)


# Days


def test_two_sessions_on_a_day_are_one_day_and_gentle_only_if_both_were() -> None:
    done = stats.practised_days(
        [Entry(TODAY, None, None, None, 8, gentle=True), Entry(TODAY, None, None, None, 2), rated(3, 4)],
        TODAY,
    )
    assert [(d.day, d.minutes, d.gentle) for d in done] == [
        (TODAY - 3 * DAY, 10.0, False),
        (TODAY, 10.0, False),
    ]


def test_this_week_counts_from_monday_and_not_the_future() -> None:
    week = stats.this_week([rated(6, 4), rated(5, 4), rated(0, 4), rated(0, 3), rated(-1, 3)], TODAY)
    assert week.start == date(2026, 11, 16)
    assert week.days == (date(2026, 11, 16), TODAY)
    assert (week.sessions, week.minutes) == (3, 30.0)


# Progress


def test_fortnight_counts_each_day_once() -> None:
    window = stats.fortnight([rated(0, 2), rated(0, 4), rated(13, 6), rated(14, 10)], TODAY)
    assert (window.mean, window.days) == (4.5, 2)


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (6, 4, ProgressKind.BETTER),
        (6, 5, ProgressKind.ABOUT_THE_SAME),
        (8, 6, ProgressKind.ABOUT_THE_SAME),  # two points, but a quarter
        (3, 2, ProgressKind.ABOUT_THE_SAME),  # a third, but one point
        (2, 0, ProgressKind.BETTER),
        (0, 2, ProgressKind.WORSE),
        (0, 0, ProgressKind.ABOUT_THE_SAME),
        (4, 6, ProgressKind.WORSE),
        (8, 10, ProgressKind.ABOUT_THE_SAME),
        (10, 7, ProgressKind.BETTER),  # exactly both
    ],
)
def test_a_change_needs_two_points_and_three_tenths(then: int, now: int, kind: ProgressKind) -> None:
    assert then_and_now(then, now).kind is kind


@pytest.mark.parametrize("now", [range(4), [0] * 9])
def test_too_few_rated_days_is_too_early(now: Sequence[int]) -> None:
    assert stats.progress(steady(range(40, 30, -1), 9) + steady(now, 1), TODAY).kind is ProgressKind.TOO_EARLY


def test_the_two_windows_never_share_a_day() -> None:
    entries = steady(range(26, -1, -1), 5)
    assert stats.progress(entries, TODAY).kind is ProgressKind.TOO_EARLY
    assert stats.progress([*entries, rated(27, 5)], TODAY).kind is ProgressKind.ABOUT_THE_SAME


def test_then_is_the_first_fortnight_with_enough_ratings() -> None:
    lonely, first, middle, now = [rated(110, 0)], [90, 88, 86, 84, 82], range(60, 50, -1), range(6)
    progress = stats.progress(lonely + steady(first, 7) + steady(middle, 1) + steady(now, 6), TODAY)
    assert progress.then == Window(TODAY - 90 * DAY, TODAY - 77 * DAY, 7.0, 5)
    assert progress.kind is ProgressKind.ABOUT_THE_SAME


def test_ratings_after_practice_and_from_the_future_say_nothing() -> None:
    after = [Entry(TODAY - n * DAY, None, 3, 3, 10) for n in range(60)]
    assert stats.progress(after, TODAY).rated_days == 0
    assert stats.progress(steady(range(-1, -9, -1), 3), TODAY).rated_days == 0


@settings(max_examples=150, deadline=None)
@given(entries_lists, st.integers(0, 10), st.integers(0, 10))
def test_claims_only_past_the_thresholds(entries: list[Entry], then: int, now: int) -> None:
    entries = entries + steady([100, 98, 96, 95, 94], then) + steady([0, 1, 3, 5, 9], now)
    progress = stats.progress(entries, TODAY)
    if progress.kind is ProgressKind.TOO_EARLY:
        return
    assert progress.then is not None
    assert progress.then.last < progress.now.first
    assert min(progress.then.days, progress.now.days) >= stats.MIN_RATED_DAYS
    start, end = exact_mean(entries, progress.then), exact_mean(entries, progress.now)
    claimed = progress.kind is not ProgressKind.ABOUT_THE_SAME
    assert claimed == (abs(end - start) >= 2 and abs(end - start) >= Fraction(3, 10) * start)
    assert not claimed or (progress.kind is ProgressKind.BETTER) == (end < start)


@settings(max_examples=60, deadline=None)
@given(entries_lists)
def test_too_early_says_when_it_need_not_be_any_more(entries: list[Entry]) -> None:
    """Whoever rates every day from now on can be told something on that day, and not before."""
    progress = stats.progress(entries, TODAY)
    assert (progress.soonest is not None) == (progress.kind is ProgressKind.TOO_EARLY)
    if progress.soonest is None:
        return
    waits = (progress.soonest - TODAY).days
    assert 0 <= waits <= 27
    for n in range(waits + 1):
        kind = stats.progress(entries + steady(range(0, -n - 1, -1), 3), TODAY + n * DAY).kind
        assert (kind is ProgressKind.TOO_EARLY) == (n < waits)


@settings(max_examples=60, deadline=None)
@given(entries_lists)
def test_the_order_of_entries_is_nothing(entries: list[Entry]) -> None:
    turned = entries[::-1]
    assert stats.progress(turned, TODAY).kind is stats.progress(entries, TODAY).kind
    assert stats.practised_days(turned, TODAY) == stats.practised_days(entries, TODAY)


def exact_mean(entries: list[Entry], window: Window) -> Fraction:
    by_day: dict[date, list[int]] = {}
    for e in entries:
        if window.first <= e.day <= window.last and e.before is not None:
            by_day.setdefault(e.day, []).append(e.before)
    days = [Fraction(sum(day), len(day)) for day in by_day.values()]
    return sum(days, Fraction()) / len(days)


def test_the_averages_that_are_told_are_those_that_the_words_name() -> None:
    both = then_and_now(6, 3)
    assert [w.mean for w in both.told] == [6.0, 3.0]
    early = stats.progress(steady(range(6), 3), TODAY)
    assert [w.mean for w in early.told] == [3.0]
    assert not stats.progress([rated(0, 3)], TODAY).told
    assert not stats.progress([], TODAY).told


@settings(max_examples=60, deadline=None)
@given(entries_lists)
def test_every_average_that_is_told_stands_in_the_sentence(entries: list[Entry]) -> None:
    progress = stats.progress(entries, TODAY)
    numbers = [f"{w.mean:.1f}" for w in progress.told if w.mean is not None]
    assert re.findall(r"\d+\.\d+", words.progress_words(progress).sentence) == numbers


@pytest.mark.parametrize(
    ("rated_ago", "flag_ago", "marked"),
    [([], 0, False), ([0], 0, False), ([2], 0, False), ([3], 0, True), ([5, 1], 3, False), ([30], 10, True)],
)
def test_a_mark_needs_ratings_some_days_before_it(rated_ago: list[int], flag_ago: int, marked: bool) -> None:
    """Nothing was felt before a first week, so nothing is parted by it; nor by what is altered on the next day."""
    flags = [Flag(TODAY - flag_ago * DAY, "x")]
    entries = [rated(90, None), *(rated(ago, 4) for ago in rated_ago)]
    assert stats.worth_marking(flags, entries) == (flags if marked else [])


# Words


def test_about_the_same_in_words() -> None:
    entries = [rated(40 - n, r) for n, r in enumerate([4, 4, 4, 4, 4, 4, 4, 4, 4, 5])]
    said = words.progress_words(
        stats.progress(entries + [rated(n, r) for n, r in enumerate([4, 4, 4, 4, 3])], TODAY)
    )
    assert said.sentence == (
        "You have felt about the same in the last two weeks as in your first two: "
        "before practice it is now 3.8 of 10 on average, and was 4.1 at first. "
        "A point more or less is too small to mean anything."
    )


def test_a_large_difference_that_is_no_change_is_not_called_nothing() -> None:
    assert words.progress_words(then_and_now(8, 6)).sentence == (
        "You have felt about the same in the last two weeks as in your first two: "
        "before practice it is now 6.0 of 10 on average, and was 8.0 at first. "
        "That is lower, but not enough to call it a change."
    )


def test_better_and_worse_say_that_we_cannot_tell_why() -> None:
    better, worse = words.progress_words(then_and_now(6, 3)), words.progress_words(then_and_now(3, 6))
    assert better.sentence == (
        "You have felt better in the last two weeks than in your first two: "
        "before practice it is now 3.0 of 10 on average, and was 6.0 at first."
    )
    assert worse.sentence == (
        "You have felt worse in the last two weeks than in your first two: "
        "before practice it is now 6.0 of 10 on average, and was 3.0 at first."
    )
    assert "doesn’t tell us why" in better.note
    assert "doesn’t tell us why" in worse.note
    assert "doctor or physiotherapist" in worse.note


def test_who_began_low_reads_that_better_is_hardly_possible() -> None:
    """Two points down from two is nothing at all: whoever waits for "better" should know."""
    for then, now, is_told in ((2, 1, True), (2, 0, False), (2, 3, True), (1, 3, False), (3, 2, False)):
        progress = then_and_now(then, now)
        assert (words.progress_words(progress).note == words.LOW_START_NOTE) is is_told, progress.kind


COMPARED = "We compare your first two weeks with your last two, and need 5 days with a rating in each."


@pytest.mark.parametrize(
    ("entries", "sentence", "note", "days"),
    [
        (
            steady([0], 3),
            "We can’t tell yet: only 1 day had a rating in the last two weeks.",
            COMPARED,
            27,
        ),
        (
            steady([90], 3),
            "We can’t tell yet: no day had a rating in the last two weeks.",
            COMPARED,
            27,
        ),
        (
            steady(range(40, 30, -1), 3) + steady(range(4), 3),
            "We can’t tell yet: only 4 days had a rating in the last two weeks.",
            "It takes 5 such days to compare them with your first two weeks. "
            "A gap is only a gap; what you recorded before it is kept.",
            None,
        ),
        (
            steady(range(6), 3),
            "We can’t tell yet: your last two weeks came to 3.0 of 10, "
            "and there is not enough from before them to compare.",
            "",
            22,
        ),
    ],
)
def test_too_early_says_what_is_missing(
    entries: list[Entry], sentence: str, note: str, days: int | None
) -> None:
    told = words.progress_words(stats.progress(entries, TODAY))
    assert (told.sentence, told.note) == (sentence, note)
    assert told.soonest == (None if days is None else TODAY + days * DAY)


def test_nothing_yet_names_what_it_takes_and_that_is_enough() -> None:
    """As many days with a rating in each of two fortnights, and one day fewer is too early."""
    note = words.progress_words(stats.progress([], TODAY)).note
    assert note == (
        "Rate your back or hips before practice on 5 days in your first two weeks, and on 5 days in two later weeks. "
        "That takes about a month; then this page can say how it was and how it is."
    )
    assert then_and_now(4, 4).kind is not ProgressKind.TOO_EARLY
    fewer = stats.progress(steady(range(40, 35, -1), 4) + steady(range(4), 4), TODAY)
    assert fewer.kind is ProgressKind.TOO_EARLY


@settings(max_examples=100, deadline=None)
@given(entries_lists)
def test_words_are_calm_and_claim_only_what_was_found(entries: list[Entry]) -> None:
    progress = stats.progress(entries, TODAY)
    said = words.progress_words(progress)
    both = f"{said.sentence} {said.note}"
    assert "!" not in both
    assert "%" not in both
    assert "None" not in both
    assert said.sentence.endswith(".")
    assert ("better" in both) == (progress.kind is ProgressKind.BETTER)
    assert ("worse" in both) == (progress.kind is ProgressKind.WORSE)
    assert all(len(n) <= 4 for n in re.findall(r"\d+\.\d+", both))


def test_a_week_that_begins_today_is_not_told_as_one_without_practice() -> None:
    """Whoever wrote down Sunday's practice on Monday once read that there was nothing yet."""
    monday = stats.monday(TODAY)
    yesterday = [Entry(monday - timedelta(days=1), 4, 3, None, 10)]
    assert words.this_week_words(stats.this_week(yesterday, monday), 3) == ""


@pytest.mark.parametrize(
    ("agos", "planned", "line"),
    [
        ([], 3, "Nothing yet this week, which began on Monday. It isn’t over."),
        ([0, 2, 4], 3, "You practised on 3 days this week, 30 minutes."),
        ([0], 3, "You practised on 1 day this week, 3 planned, 10 minutes."),
        ([0, 1, 2, 3], 3, "You practised on 4 days this week, 40 minutes."),
        ([0], None, "You practised on 1 day this week, 10 minutes."),
    ],
)
def test_this_week_in_words(agos: list[int], planned: int | None, line: str) -> None:
    assert words.this_week_words(stats.this_week(steady(agos, 4), TODAY), planned) == line


def test_half_a_minute_counts() -> None:
    week = stats.this_week([Entry(TODAY, None, None, None, 0.4)], TODAY)
    assert words.this_week_words(week) == "You practised on 1 day this week, 1 minute."
