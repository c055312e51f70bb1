"""How much, in words: one way of saying it everywhere."""

import pytest

from hipapp.core.amounts import amount_in_words, dose_in_words, time_in_words
from hipapp.core.enums import DoseKind, Side, Sides
from poses.content.loader import shipped


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        (DoseKind.REPS, 1, "once"),
        (DoseKind.REPS, 8, "8 times"),
        (DoseKind.BREATHS, 1, "1 breath"),
        (DoseKind.PULSES, 6, "6 times in and out"),
        (DoseKind.HOLD, 55, "hold 55 seconds"),
        (DoseKind.HOLD, 60, "hold 1 minute"),
        (DoseKind.HOLD, 90, "hold 1 minute 30 seconds"),
        (DoseKind.HOLD, 105, "hold 1 minute 45 seconds"),
        (DoseKind.HOLD, 120, "hold 2 minutes"),
    ],
)
def test_one_amount(kind: DoseKind, amount: int, said: str) -> None:
    assert amount_in_words(kind, amount) == said


def test_a_whole_dose() -> None:
    poses = shipped().poses
    hero, hold = poses["hero-supported"].rungs[1].dose, poses["bridge-hold"].rungs[1].dose
    bridge = hold.amounts, hold.sets
    assert dose_in_words(hero.amounts, hero.sets, Sides.ONCE) == "6 times in and out, then hold 30 seconds"
    assert dose_in_words(*bridge) == "hold 10 seconds, 3 rounds"
    assert dose_in_words(*bridge, Sides.EACH) == "hold 10 seconds, 3 rounds, each side"
    assert dose_in_words(*bridge, Sides.EACH, Side.LEFT) == "hold 10 seconds, 3 rounds, left side only"
    assert dose_in_words(*bridge, Sides.ALTERNATE) == "hold 10 seconds, 3 rounds, left and right in turn"


def test_time() -> None:
    said = {
        1: "1 second", 19: "19 seconds", 48: "50 seconds", 52: "50 seconds", 58: "1 minute", 64: "1 minute",
        72: "1 minute", 89: "1 minute", 90: "2 minutes", 150: "2 minutes",
    }  # fmt: skip
    assert {s: time_in_words(s) for s in said} == said
