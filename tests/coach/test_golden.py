"""Twelve histories written by hand, and the exact words. To see new words: `python -m tests.coach.show`."""

import pytest

from tests.coach.golden import Golden, all_golden, words

GOLDEN = all_golden()


@pytest.mark.parametrize("golden", GOLDEN, ids=[g.name for g in GOLDEN])
def test_the_coach_says_these_very_words(golden: Golden) -> None:
    assert words(golden.history) == golden.says


def test_never_a_word_that_promises_or_frightens() -> None:
    said = " ".join(words(g.history) for g in GOLDEN).lower()
    for word in ("%", "cause", " safe", "injur", "best", "worst", "!", "heal", "cure", "damage"):
        assert word not in said, word
