"""Numbers to bones and back, left and right alike."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poses.figures.documents import over
from poses.figures.geometry import Vector
from poses.figures.numbers import Body
from poses.figures.posing import Posed, pose
from tests.figures.stick import Stick

STICK = Stick()
HANGING = {"both": {"shoulder": [0, 10, 0]}}


def body(**parts: Any) -> Body:
    whole = over(over({}, {"legs": {"both": {"hip": [0, 0, 0]}}, "arms": HANGING}), parts)
    return Body.model_validate({**whole, "contacts": list(whole.get("contacts", {}).values())})


def posed(given_body: Body) -> Posed:
    return pose(STICK.skeleton, given_body, STICK.place)


small = st.floats(-25, 25)
numbers = st.fixed_dictionaries(
    {
        "root": st.fixed_dictionaries({"pitch": small, "yaw": small, "roll": small, "twist": small}),
        "spine": st.fixed_dictionaries(
            {k: st.tuples(small, small, small) for k in ("lumbar", "chest", "neck")}
        ),
    }
)


@settings(max_examples=30, deadline=None)
@given(st.floats(-20, 110), st.floats(-20, 45), st.floats(-30, 60), st.floats(5, 140))
def test_hip_and_knee_angles_come_back_as_they_were_written(f: float, a: float, r: float, k: float) -> None:
    said = posed(body(legs={"both": {"hip": [f, a, r], "bend": k}})).measures
    for side in ("left", "right"):
        assert said[f"hip_flexion.{side}"] == pytest.approx(f, abs=0.01)
        assert said[f"hip_abduction.{side}"] == pytest.approx(a, abs=0.01)
        assert said[f"hip_rotation.{side}"] == pytest.approx(r, abs=0.01)
        assert said[f"knee.{side}"] == pytest.approx(k, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(numbers, st.tuples(st.floats(2, 25), st.floats(10, 60), st.floats(-30, 50)))
def test_a_foot_within_reach_is_where_it_was_put(trunk: dict[str, Any], ankle: Vector) -> None:
    there = body(**trunk, legs={"left": {"ankle": list(ankle), "pole": [0, 0.3, 1]}})
    found = posed(there)
    off = np.linalg.norm(found.at("foot.L") - np.array(ankle))
    assert off == pytest.approx(abs(found.measures["leg_reach.left"]), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(numbers)
def test_bones_keep_their_length(trunk: dict[str, Any]) -> None:
    bones, found = STICK.skeleton, posed(body(**trunk))
    for i, p in enumerate(bones.parent):
        if p >= 0:  # to a tenth of a millimetre, but where two bones share a limb and are not quite in line
            length = np.linalg.norm(bones.head[i] - bones.head[p])
            loose = 0.5 if bones.names[i].startswith(("lowerleg01", "foot", "lowerarm01", "wrist")) else 0.01
            assert np.linalg.norm(found.position[i] - found.position[p]) == pytest.approx(length, abs=loose)


def _mirror(trunk: dict[str, Any]) -> dict[str, Any]:
    root = {k: v if k == "pitch" else -v for k, v in trunk["root"].items()}
    return {"root": root, "spine": {k: (f, -s, -t) for k, (f, s, t) in trunk["spine"].items()}}


@settings(max_examples=30, deadline=None)
@given(numbers, st.floats(0, 80), st.floats(0, 90), st.floats(0, 120))
def test_mirrored_numbers_make_a_mirrored_body(
    trunk: dict[str, Any], hip: float, knee: float, shoulder: float
) -> None:
    """Up to the rest skeleton's own unevenness, a hundredth of a centimetre."""
    leg, arm = {"hip": [hip, 12, 20], "bend": knee}, {"shoulder": [shoulder, 15, 5], "bend": 30}
    one = posed(body(**trunk, legs={"left": leg}, arms={"left": arm}))
    other = posed(body(**_mirror(trunk), legs={"right": leg}, arms={"right": arm}))
    for bone in ("foot", "toe2-1", "wrist", "finger3-1", "lowerarm01"):
        expected = one.at(f"{bone}.L") * [-1, 1, 1]
        assert np.allclose(other.at(f"{bone}.R"), expected, atol=0.05), bone


def test_both_writes_the_right_limb_as_the_mirrored_left() -> None:
    legs = {"both": {"ankle": [12, 7, 20], "pole": [0.2, 0.5, 1], "foot": {"sole": "down", "heading": 15}}}
    found = posed(body(legs=legs))
    for bone in ("lowerleg01", "foot", "toe2-1"):
        assert np.allclose(found.at(f"{bone}.R") * [-1, 1, 1], found.at(f"{bone}.L"), atol=0.05), bone


def test_a_hand_laid_on_the_thigh_is_on_it_with_the_palm() -> None:
    sitting = body(
        root={"at": [0, 50, 0]},
        legs={"both": {"hip": [90, 5, 0], "bend": 90}},
        arms={
            "left": {
                "touches": {"bone": "thigh.left", "along": 0.7},
                "fingers": [0, 0, 1],
                "pole": [1, 0, -1],
            }
        },
    )
    found = posed(sitting)
    point, normal = STICK.place(found, sitting.arms.left.touches)  # type: ignore[arg-type]
    hand = found.of("wrist.L") @ STICK.skeleton.hand["L"]
    assert found.measures["arm_reach.left"] == pytest.approx(0, abs=1e-6)
    assert np.allclose(hand[:, 1], normal, atol=1e-6)  # the back of the hand looks away from the thigh
    assert float((found.at("wrist.L") - point) @ normal) == pytest.approx(1.6, abs=0.01)


def test_a_closed_hand_closes_towards_the_palm() -> None:
    def fist(curl: float) -> float:
        arm = {"wrist": [20, 90, 20], "hand": {"palm": "down", "curl": curl}}
        found = posed(body(arms={"left": arm}))
        return float(found.at("finger3-3.L")[1] - found.at("wrist.L")[1])

    assert fist(-60) < fist(0) - 1
