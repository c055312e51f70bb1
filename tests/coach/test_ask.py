"""Ask my back: the coin, the arithmetic of the answer, the chance of one, and the words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.enums import TrialEnd
from journal.coach import ask_words
from journal.coach.ask import (
    LENGTHS,
    NOTICED,
    Answer,
    Difference,
    Found,
    Practice,
    Refusal,
    chance,
    found,
    noise,
    refusal,
    toss,
)
from journal.coach.facts import Effect, Status

UNDECIDED = Effect(0.08, 0.4, Status.CANT_TELL, -0.03, 0.12, 0.0, 0.2, 5, 6, 0)


def trial(
    effect: float, *, weeks: int = 12, a_week: int = 4, sd: float = 0.8, seed: int = 0
) -> list[Practice]:
    """Practices of somebody on whom a pose has an effect (points), with the noise of their ratings."""
    rng = np.random.default_rng(seed)
    made = []
    for week in range(weeks):
        for _ in range(a_week):
            with_it = week % 2 == 0
            before = int(np.clip(round(rng.normal(4, 1.2)), 0, 10))
            rise = effect * with_it - 0.2 * (before - 4) + rng.normal(0, sd)
            after = int(np.clip(round(before + rise), 0, 10))
            made.append(Practice(week, with_it, before, after, after))
    return made


@given(st.lists(st.booleans(), min_size=1, max_size=13))
def test_of_each_two_weeks_one_has_the_pose_and_the_coin_says_which(heads: list[bool]) -> None:
    weeks = toss(2 * len(heads), iter(heads).__next__)
    assert [weeks[i] for i in range(0, len(weeks), 2)] == heads
    assert all(weeks[i] != weeks[i + 1] for i in range(0, len(weeks), 2))


@pytest.mark.parametrize("weeks", [0, -2, 3])
def test_weeks_come_in_pairs(weeks: int) -> None:
    with pytest.raises(ValueError, match="pairs"):
        toss(weeks, lambda: True)


@pytest.mark.parametrize(("effect", "answer"), [(0.8, Answer.WORSE), (-0.8, Answer.BETTER)])
def test_a_large_effect_is_found_with_its_sign(effect: float, answer: Answer) -> None:
    seen = found(trial(effect))
    assert seen.after.answer is answer
    low, high = seen.after.interval
    assert low < effect < high
    assert (seen.after.with_it, seen.after.without) == (24, 24)


def test_no_effect_is_no_difference_that_is_noticed_after_long_enough() -> None:
    answers = [found(trial(0.0, weeks=16, a_week=5, seed=s)).after.answer for s in range(30)]
    assert answers.count(Answer.SAME) > 15
    assert answers.count(Answer.BETTER) + answers.count(Answer.WORSE) <= 4


def test_what_the_other_poses_do_is_not_put_down_to_this_one() -> None:
    lower = [replace(p, after=max(0, (p.before or 0) - 3)) for p in trial(0.0, weeks=8)]
    assert abs(found(lower).after.mean) < 0.1


def test_two_or_three_practices_say_nothing() -> None:
    few = trial(3.0, weeks=2, a_week=2)
    assert found(few).after.answer is Answer.UNCLEAR
    assert found([]).after.answer is Answer.UNCLEAR
    unrated = [replace(p, after=None) for p in trial(2.0)]
    assert found(unrated).after.answer is Answer.UNCLEAR
    assert found(unrated).next_morning.answer is Answer.WORSE, "each outcome has its own ratings"


def test_bad_days_are_counted_in() -> None:
    """Who is sorer in the weeks with the pose, and falls back to the usual by itself, is not helped by the pose."""
    made = []
    for p in trial(0.0, weeks=12, a_week=5):
        if p.before is not None:
            before = min(10, p.before + 2 * p.with_it)
            made.append(replace(p, before=before, after=round(before - 0.2 * (before - 4))))
    assert abs(found(made).after.mean) < 0.3


@given(st.permutations(trial(0.5, weeks=4, a_week=3)))
def test_the_order_of_practices_does_not_matter(shuffled: list[Practice]) -> None:
    one, other = found(shuffled).after, found(trial(0.5, weeks=4, a_week=3)).after
    assert one.mean == pytest.approx(other.mean)
    assert one.sd == pytest.approx(other.sd)


@given(
    st.lists(
        st.builds(
            Practice,
            st.integers(0, 15),
            st.booleans(),
            *[st.one_of(st.none(), st.integers(0, 10)) for _ in range(3)],
        ),
        max_size=40,
    )
)
def test_any_weeks_have_an_answer_that_can_be_told(practices: list[Practice]) -> None:
    seen = found(practices)
    for d in (seen.after, seen.next_morning):
        assert np.isfinite([d.mean, d.sd]).all()
        assert d.sd > 0
    assert ask_words.heading(seen, "Bridge")
    assert all(ask_words.lines(seen, "Bridge"))


# -- the chance that is told -------------------------------------------------------------------------------------


def test_the_chance_grows_with_weeks_and_practices_and_falls_with_noise() -> None:
    by_weeks = [chance(w, 3, 0.9, -0.05, 0.12) for w in LENGTHS]
    assert by_weeks == sorted(by_weeks)
    assert by_weeks[0] < 0.05, "four weeks seldom tell, and that is said"
    assert chance(12, 5, 0.9, 0.0, 0.12) > chance(12, 2, 0.9, 0.0, 0.12)
    assert chance(12, 3, 1.3, 0.0, 0.12) < chance(12, 3, 0.7, 0.0, 0.12)
    assert chance(4, 0.5, 0.9, 0.0, 0.12) == 0.0


@given(st.sampled_from(LENGTHS), st.floats(0, 7), st.floats(0.3, 4), st.floats(-2, 2), st.floats(0.01, 1.5))
def test_a_chance_is_one(weeks: int, a_week: float, noise_sd: float, mean: float, sd: float) -> None:
    p = chance(weeks, a_week, noise_sd, mean, sd)
    assert 0 <= p <= 1
    assert ask_words.chance_words(p)


def test_the_chance_is_about_how_often_it_comes_true() -> None:
    """With practices made as the reckoning takes them: 8 weeks of 5, noise .7, an effect around +0.1."""
    rng = np.random.default_rng(3)
    clear = 0
    for n in range(150):
        made = trial(float(rng.normal(0.1, 0.3)), weeks=8, a_week=5, sd=0.63, seed=n)
        clear += found(made).after.answer is not Answer.UNCLEAR
    told = chance(8, 5, 0.7, 0.1, 0.3)
    assert clear / 150 == pytest.approx(told, abs=0.15)


def test_the_noise_is_the_persons_own() -> None:
    calm = [Practice(0, with_it=False, before=4, after=4, next_morning=None)] * 60
    wild = [replace(p, after=7 if n % 2 else 1) for n, p in enumerate(calm)]
    assert noise([]) == pytest.approx(1.0)
    assert noise(calm) < 0.5
    assert noise(wild) > 1.0


# -- whether to ask ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "sessions", "why"),
    [
        (UNDECIDED, 9, None),
        (replace(UNDECIDED, status=Status.SEEMS_FINE), 9, None),
        (UNDECIDED, 3, Refusal.EARLY),
        (None, 9, Refusal.EARLY),
        (replace(UNDECIDED, p_harm=0.2), 9, Refusal.UNSURE),
        (replace(UNDECIDED, status=Status.MAY_BE_TOO_MUCH), 9, Refusal.MUCH),
        (replace(UNDECIDED, status=Status.SEEMS_TO_HELP), 9, Refusal.HELPS),
    ],
)
def test_only_what_is_undecided_and_harmless_is_asked(
    effect: Effect | None, sessions: int, why: Refusal | None
) -> None:
    assert refusal(effect, sessions) is why


# -- words -------------------------------------------------------------------------------------------------------


def said(after: Difference, morning: Difference | None = None) -> list[str]:
    seen = Found(after, morning or Difference(0.0, 1.0, 0, 0))
    return [ask_words.heading(seen, "Glute bridge"), *ask_words.lines(seen, "Glute bridge")]


def test_the_very_words_of_each_answer() -> None:
    assert said(Difference(-0.62, 0.2, 14, 13), Difference(-0.7, 0.3, 9, 9)) == [
        "Your back was better after practices with Glute bridge.",
        "On your 0 to 10 rating your back was about 0.6 points better after practices with it than after those without "
        "it, allowing for how you felt before. That is from 14 rated practices with it and 13 without.",
        "Very likely (9 in 10) it was between 0.3 and 0.9 better.",
        "Next mornings were better too: by about 0.7 points.",
        "It has earned its place. Things may change; you can ask again one day.",
    ]
    assert said(Difference(0.55, 0.25, 14, 13))[:1] + said(Difference(0.55, 0.25, 14, 13))[-2:] == [
        "Your back was sorer after practices with Glute bridge.",
        "Too few next mornings were rated to say anything of them.",
        "You could leave Glute bridge out, make it easier, or swap it. The coach counts these weeks too.",
    ]
    same = said(Difference(0.03, 0.2, 20, 19))
    assert same[0] == "With or without Glute bridge: no difference that you would notice."
    assert same[1].startswith(
        "After practices with it your back was about the same as after those without it,"
    )
    assert same[2] == "Very likely (9 in 10) it was between 0.3 better and 0.4 sorer."
    assert said(Difference(0.2, 0.4, 2, 9)) == [
        "We can’t tell.",
        "Rated practices with it: 2. Without it: 9. That is too few to say anything.",
        "If you would like to know, ask again for longer, and rate before and after.",
    ]


def test_what_is_sorer_by_the_next_morning_is_never_recommended() -> None:
    """Harm that shows late is what is overlooked most."""
    kinds = {Answer.BETTER: -0.8, Answer.WORSE: 0.8, Answer.SAME: 0.0}
    differences = {answer: Difference(mean, 0.2, 12, 12) for answer, mean in kinds.items()}
    differences[Answer.UNCLEAR] = Difference(0.1, 0.6, 12, 12)
    for after, first in differences.items():
        for morning, then in differences.items():
            text = " ".join(said(first, then))
            assert (first.answer, then.answer) == (after, morning)
            worse = Answer.WORSE in (after, morning)
            for praise in ("earned", "Keep it if you like", "speaks against going on"):
                assert not (worse and praise in text), (after, morning)
            assert ("You could leave Glute bridge out" in text) is worse
            assert ("better too" in text) is (after is morning is Answer.BETTER)


def test_each_refusal_has_words_of_its_own() -> None:
    told = {why: ask_words.refused(why, "Bridge", "Sphinx") for why in Refusal}
    assert len(set(told.values())) == len(Refusal)
    assert "warms you up" in told[Refusal.WARM_UP]
    assert "nothing would be left" in told[Refusal.ALONE]


def test_nothing_is_promised_or_blamed() -> None:
    differences = [Difference(m, s, n, n) for m in (-1.0, 0.0, 1.0) for s in (0.1, 0.6) for n in (1, 20)]
    text = " ".join(line for d in differences for line in said(d, d))
    text += " ".join(ask_words.refused(why, "Bridge", "Sphinx") for why in Refusal)
    text += " ".join(ask_words.ended(how, n) for how in TrialEnd for n in (0, 3))
    text += " ".join(ask_words.chance_words(p) for p in (0.0, 0.06, 0.5, 0.99))
    for word in ("cause", "prove", "safe", "injur", "%", "fail", "should have"):
        assert word not in text.lower()
    assert "hardly any chance" in text
    assert NOTICED == 0.5, "the page says half a point"
