"""The maths of rotations and of two-bone reach."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poses.figures import geometry as g

number = st.floats(-50, 50, allow_nan=False)
angle = st.floats(-179, 179)
vectors = st.tuples(number, number, number).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.5)
rotations = st.builds(g.euler, angle, angle, angle, angle)


def is_rotation(m: g.Matrix) -> bool:
    return bool(np.allclose(m @ m.T, np.eye(3), atol=1e-9) and np.isclose(np.linalg.det(m), 1))


@given(vectors, angle, rotations)
def test_everything_that_turns_is_a_rotation(axis: g.Vector, degrees: float, rotation: g.Matrix) -> None:
    assert is_rotation(g.about(axis, degrees))
    assert is_rotation(rotation)
    assert is_rotation(g.part_of(rotation, 0.4))
    assert is_rotation(g.frame(axis, [0.2, 1, 0.1]))


@given(vectors, vectors)
def test_an_arc_turns_one_direction_into_the_other(a: g.Vector, b: g.Vector) -> None:
    assert np.allclose(g.arc(a, b) @ g.unit(a), g.unit(b), atol=1e-6)


@given(rotations, vectors)
def test_swing_and_twist_make_the_rotation_again(rotation: g.Matrix, axis: g.Vector) -> None:
    swing, twist = g.swing_and_twist(rotation, axis)
    assert np.allclose(swing @ twist, rotation, atol=1e-6)
    assert np.allclose(twist @ g.unit(axis), g.unit(axis), atol=1e-6)


@given(vectors, st.floats(-170, 170))
def test_a_signed_angle_comes_back(axis: g.Vector, degrees: float) -> None:
    assume(abs(degrees) > 0.1)
    assert g.signed_angle(g.about(axis, degrees), axis) == pytest.approx(degrees, abs=1e-3)


@given(rotations)
def test_two_halves_make_a_whole(rotation: g.Matrix) -> None:
    assume(g.axis_angle(rotation)[1] < 175)
    half = g.part_of(rotation, 0.5)
    assert np.allclose(half @ half, rotation, atol=1e-6)


@given(vectors, vectors, st.floats(15, 45), st.floats(15, 45), vectors)
def test_reach_keeps_lengths_and_says_how_far_it_missed(
    start: g.Vector, target: g.Vector, upper: float, lower: float, pole: g.Vector
) -> None:
    distance = float(np.linalg.norm(target - start))
    assume(distance > 1)
    middle, end, off = g.reach(start, target, upper, lower, pole)
    assert np.linalg.norm(middle - start) == pytest.approx(upper, abs=1e-6)
    assert np.linalg.norm(end - middle) == pytest.approx(lower, abs=1e-4)
    assert np.linalg.norm(target - end) == pytest.approx(abs(off), abs=1e-6)
    if abs(upper - lower) + 0.5 <= distance <= upper + lower - 0.05:
        assert off == pytest.approx(0, abs=1e-9)


def test_the_middle_joint_points_to_the_pole() -> None:
    middle, _, _ = g.reach(np.zeros(3), np.array([0, -60.0, 0]), 37, 41, [0, 0, 1])
    assert middle[2] > 20
    assert abs(middle[0]) < 1e-9


def test_euler_turns_as_the_words_say() -> None:
    assert np.allclose(g.euler(-90, 0, 0) @ [0, 0, 1], [0, 1, 0])  # on the back: the front looks up
    assert np.allclose(g.euler(0, 0, -90) @ [1, 0, 0], [0, 1, 0])  # on the right side: the left is above
    assert np.allclose(g.euler(0, 90, 0) @ [0, 0, 1], [1, 0, 0])  # yaw to its left
    assert (g.bend(20, 0, 0) @ [0, 1, 0])[2] > 0  # flexion bends forward
    assert (g.bend(0, 20, 0) @ [0, 1, 0])[0] > 0  # side bend to the left
    assert (g.bend(0, 0, 20) @ [0, 0, 1])[0] > 0  # twist to the left
