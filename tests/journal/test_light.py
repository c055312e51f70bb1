from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.enums import Light
from journal.sessions.light import (
    Rating,
    ask_again,
    gentle_until,
    light_of,
    matters,
    see_someone,
    sign_came_back,
)

TODAY = date(2026, 3, 31)
#: A busy machine is slow now and then; that is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
maybe = st.none() | st.integers(0, 10)


@pytest.mark.parametrize(
    ("before", "after", "morning", "light"),
    [
        (4, 4, None, Light.GREEN),
        (4, 2, 4, Light.GREEN),
        (6, 6, 6, Light.GREEN),  # above five, but no higher than before
        (7, None, 7, Light.GREEN),
        (4, 5, None, Light.AMBER),
        (5, 6, 5, Light.AMBER),
        (4, 3, 5, Light.AMBER),
        (4, 6, None, Light.RED),
        (4, 4, 6, Light.RED),
        (0, 2, 0, Light.RED),
        (8, None, None, Light.RED),
        (8, 3, 3, Light.RED),
        (None, 9, 9, None),
        (5, None, None, None),
        (None, None, None, None),
    ],
)
def test_ratings(before: int | None, after: int | None, morning: int | None, light: Light | None) -> None:
    signal = light_of(before, after, morning)
    assert (signal and signal.light) == light


def test_sharp_is_red_but_does_not_stop() -> None:
    signal = light_of(3, 2, 2, sharp=True)
    assert signal
    assert signal.light is Light.RED


def test_numb_stops_whatever_the_ratings() -> None:
    signal = light_of(3, 2, 2, sharp=True, numb=True)
    assert signal
    assert signal.light is Light.STOP


@patient
@given(maybe, maybe, maybe, st.booleans(), st.booleans())
def test_a_reason_is_one_kind_sentence(
    before: int | None, after: int | None, morning: int | None, sharp: bool, numb: bool
) -> None:
    signal = light_of(before, after, morning, sharp=sharp, numb=numb)
    if signal:
        assert signal.reason[0].isupper()
        assert signal.reason.endswith(".")
        assert "!" not in signal.reason


@patient
@given(st.integers(0, 10), st.integers(0, 9), maybe)
def test_a_higher_rating_is_never_a_better_light(before: int, after: int, morning: int | None) -> None:
    order = [None, Light.GREEN, Light.AMBER, Light.RED]
    lower, higher = light_of(before, after, morning), light_of(before, after + 1, morning)
    assert lower
    assert higher
    assert order.index(lower.light) <= order.index(higher.light)


def test_red_lasts_four_days() -> None:
    day = date(2026, 3, 2)
    assert gentle_until(day) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("now", "then", "answer"),
    [(6, 4, True), (5, 3, True), (9, 7, False), (2, 0, True), (4, 3, False), (Fraction(39, 10), 2, False)],
)
def test_what_matters_is_two_points_and_a_third(now: int, then: int, answer: bool) -> None:
    assert matters(Fraction(now), Fraction(then)) is answer


def ratings(level: int, first: int, last: int, every: int = 2) -> list[Rating]:
    """One rating each `every` days, from `first` days ago to `last` days ago."""
    return [(TODAY - timedelta(days=n), level) for n in range(first, last - 1, -every)]


def test_nothing_is_asked_of_nobody() -> None:
    assert ask_again([], TODAY) is None
    assert see_someone([], TODAY) is None


def test_eight_twice_running_asks_again() -> None:
    assert ask_again([(TODAY - timedelta(days=1), 8), (TODAY, 9)], TODAY)
    assert ask_again([(TODAY, 8), (TODAY, 8)], TODAY)
    assert (
        ask_again([(TODAY - timedelta(days=2), 8), (TODAY - timedelta(days=1), 7), (TODAY, 9)], TODAY) is None
    )
    assert ask_again([(TODAY, 8)], TODAY) is None


def test_eight_twice_long_ago_asks_nothing() -> None:
    assert ask_again([(TODAY - timedelta(days=40), 8), (TODAY - timedelta(days=39), 9)], TODAY) is None


def test_two_weeks_two_points_over_the_best_ask_again() -> None:
    assert ask_again(ratings(3, 60, 46) + ratings(5, 44, 14) + ratings(5, 12, 0), TODAY)
    assert ask_again(ratings(4, 60, 46) + ratings(5, 44, 0), TODAY) is None


def test_windows_that_overlap_are_not_compared() -> None:
    assert ask_again(ratings(3, 13, 7, every=1) + ratings(7, 6, 0, every=1), TODAY) is None


def test_four_ratings_say_nothing() -> None:
    assert ask_again(ratings(2, 60, 20) + ratings(7, 6, 0), TODAY) is None
    assert see_someone(ratings(2, 41, 14) + ratings(7, 6, 0), TODAY) is None


def test_see_someone_needs_points_and_share() -> None:
    assert see_someone(ratings(3, 41, 14) + ratings(5, 13, 0), TODAY)
    assert see_someone(ratings(7, 41, 14) + ratings(9, 13, 0), TODAY) is None
    assert see_someone(ratings(3, 41, 14) + ratings(4, 13, 0), TODAY) is None


def test_see_someone_looks_at_the_month_before_only() -> None:
    assert see_someone(ratings(2, 90, 43) + ratings(5, 13, 0), TODAY) is None


@patient
@given(st.lists(st.tuples(st.integers(-5, 90).map(lambda n: TODAY - timedelta(days=n)), st.integers(0, 10))))
def test_the_future_and_the_order_of_days_do_not_matter(found: list[Rating]) -> None:
    # One rating a day: of two on the same day the order given is the order of the day.
    once = list(dict(found).items())
    past = [r for r in once if r[0] <= TODAY]
    assert ask_again(once, TODAY) == ask_again(past[::-1], TODAY)
    assert see_someone(once, TODAY) == see_someone(past[::-1], TODAY)


@pytest.mark.parametrize(
    ("days_ago", "says"),
    [((0,), False), ((0, 0), False), ((0, 27), True), ((0, 28), False), ((3, 9, 12), True)],
)
def test_a_sign_in_the_leg_that_comes_back_asks_for_somebody_to_look(
    days_ago: tuple[int, ...], says: bool
) -> None:
    signs = [TODAY - timedelta(days=n) for n in days_ago]
    assert (sign_came_back(signs, TODAY) is not None) is says
