"""Effects in words, how much more practice would tell, and where the marks of the drawing go."""

from dataclasses import replace

import pytest

from journal.coach.facts import Effect, Status
from journal.coach.outlook import EIGHTY, about, between, effect_words, outlook_words, practices_to_tell
from journal.coach.plot import numbers, signed

EFFECT = Effect(0.3, 0.2, Status.CANT_TELL, 0.0, 0.3, 0.0, 0.4, 5, 5, 0)


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (0.31, "about 0.3 points sorer"),
        (-0.26, "about 0.3 points better"),
        (0.04, "about the same"),
        (-0.04, "about the same"),
    ],
)
def test_an_effect_in_words(mean: float, words: str) -> None:
    assert about(mean) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.2, 0.8, "between 0.2 and 0.8 sorer"),
        (-0.8, -0.2, "between 0.2 and 0.8 better"),
        (-0.1, 0.6, "between 0.1 better and 0.6 sorer"),
        (-0.01, 0.6, "between 0.0 and 0.6 sorer"),
    ],
)
def test_an_interval_in_words(low: float, high: float, words: str) -> None:
    assert between(low, high) == words


def test_nothing_is_said_of_an_effect_from_too_little() -> None:
    assert effect_words(replace(EFFECT, sessions_with=2)) == ""
    assert "about the same after practices with it as after others" in effect_words(EFFECT)
    less = effect_words(replace(EFFECT, after_mean=-0.4))
    assert "about 0.4 points better after practices with it than" in less
    assert less.startswith("On your 0 to 10 rating"), "a number has its scale"
    assert less.endswith("One would notice about half a point."), "and says what it comes to"


def test_so_many_practices_bring_the_interval_to_the_line() -> None:
    more = practices_to_tell(replace(EFFECT, after_mean=-0.3))
    assert more is not None
    sd = (0.3**-2 + more * 0.25) ** -0.5
    assert EIGHTY * sd <= 0.5 + 1e-9
    one_less = (0.3**-2 + (more - 1) * 0.25) ** -0.5
    assert more == 0 or EIGHTY * one_less > 0.5


def test_a_narrower_choice_of_days_takes_longer() -> None:
    even = practices_to_tell(replace(EFFECT, after_mean=-0.1, after_sd=0.35))
    seldom = practices_to_tell(
        replace(EFFECT, after_mean=-0.1, after_sd=0.35, sessions_with=3, sessions_without=12)
    )
    assert even is not None
    assert seldom is not None
    assert 0 < even < seldom


def test_it_takes_three_with_and_three_without_whatever_the_numbers() -> None:
    assert (
        practices_to_tell(replace(EFFECT, after_mean=-0.5, after_sd=0.1, sessions_with=1, sessions_without=9))
        == 20
    )


@pytest.mark.parametrize(("with_", "without"), [(0, 0), (0, 8), (8, 0)])
def test_no_number_tells_where_it_was_always_or_never(with_: int, without: int) -> None:
    assert practices_to_tell(replace(EFFECT, sessions_with=with_, sessions_without=without)) is None


def test_the_outlook_in_words() -> None:
    soon = replace(EFFECT, after_mean=-0.1, after_sd=0.25)
    assert outlook_words(soon).startswith("About ")
    assert "marking it after practice would tell sooner" in outlook_words(replace(EFFECT, after_mean=0.2))
    always = replace(EFFECT, sessions_without=0, marks=2)
    assert "leaving it out once or twice" in outlook_words(always)
    assert outlook_words(replace(always, marks=0)) == "", "the status says it already"
    assert outlook_words(replace(soon, status=Status.SEEMS_FINE)) == ""


def test_the_drawing_keeps_to_its_axis() -> None:
    n = numbers(
        {"after": [0.0, 0.1], "next_morning": [0.9, 4.9], "p_harm": 0.99, "p_help": 0.0, "marks": {"ok": 1}}
    )
    drawn = n.drawing
    after, morning = drawn.rows
    assert after.x == drawn.zero_x == (drawn.left + drawn.right) / 2
    assert not after.arrows
    assert drawn.goes_on, "the page says what an arrow is"
    assert (morning.low_x, morning.high_x, len(morning.arrows)) == (drawn.left, drawn.right, 2)
    assert drawn.zero_x < drawn.shade_x == drawn.dashes[0] < drawn.right
    assert (n.p_harm, n.p_help) == (9, 1), "nothing is certain"
    assert [t.text for t in drawn.ticks] == ["−1", "−0.5", "0", "+0.5", "+1"]


def test_a_whole_line_is_drawn_where_there_is_room() -> None:
    drawn = numbers({"after": [1.8, 0.5], "next_morning": [0.2, 0.1]}).drawing
    assert drawn.reach == 3
    assert not drawn.goes_on
    assert all(drawn.left < row.low_x < row.x < row.high_x < drawn.right for row in drawn.rows)


def test_names_stand_above_what_is_drawn() -> None:
    """Between two rows there is room for a name of 16 units."""
    first, second = numbers({"after": [0.0, 0.1], "next_morning": [0.0, 0.1]}).drawing.rows
    assert second.top - first.bottom >= 20


def test_evidence_of_an_older_engine_is_drawn_as_far_as_it_goes() -> None:
    assert numbers({}).drawing.rows == ()


@pytest.mark.parametrize(("value", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (0.26, "+0.3"), (-1.0, "−1.0")])
def test_numbers_have_signs(value: float, text: str) -> None:
    assert signed(value) == text
