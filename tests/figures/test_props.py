"""Props: closed meshes that look outwards, as large as they say, on the floor; and what is drawn on them."""

from collections import Counter

import numpy as np
import pytest

from poses.figures.numbers import Prop
from poses.figures.props import SHAPES, SIZES, Shape, Solid, marks, rounded_box, size_of, solid, strap, top

LAID = sorted(SHAPES)


def edges(shape: Shape) -> Counter[tuple[int, int]]:
    triangles = shape[1].tolist()
    return Counter((min(a, b), max(a, b)) for t in triangles for a, b in zip(t, t[1:] + t[:1], strict=True))


def volume(shape: Shape) -> float:
    a, b, c = (shape[0][shape[1][:, k]] for k in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6


def of(kind: str) -> Solid:
    return solid(Prop(kind=kind))


@pytest.mark.parametrize("kind", LAID)
def test_every_prop_is_closed(kind: str) -> None:
    shape = SHAPES[kind](SIZES[kind])
    assert set(edges(shape).values()) == {2}


@pytest.mark.parametrize("kind", LAID)
def test_every_prop_looks_outwards(kind: str) -> None:
    assert volume(SHAPES[kind](SIZES[kind])) > 0


@pytest.mark.parametrize("radius", [0.0, 1.0, 50.0])
def test_a_rounded_box_is_closed_and_fills_its_size(radius: float) -> None:
    shape = rounded_box((20, 8, 12), radius)
    assert set(edges(shape).values()) == {2}
    assert np.allclose(np.ptp(shape[0], axis=0), (20, 8, 12))
    assert 0.5 * 20 * 8 * 12 < volume(shape) <= 20 * 8 * 12 + 1e-6


@pytest.mark.parametrize("kind", [k for k in LAID if k not in {"chair", "wall"}])
def test_a_prop_stands_on_its_floor_and_is_as_high_as_it_says(kind: str) -> None:
    made = of(kind)
    assert abs(made.vertices[:, 1].min()) < 0.01
    assert abs(made.vertices[:, 1].max() - SIZES[kind][1]) < 0.01


@pytest.mark.parametrize("kind", ["block", "blanket", "bolster", "cushion", "pillow"])
def test_a_prop_is_as_wide_and_deep_as_it_says(kind: str) -> None:
    wide = np.ptp(of(kind).vertices, axis=0)
    assert wide[0] == pytest.approx(SIZES[kind][0], rel=0.08)  # a pillow's corners are drawn in
    assert wide[2] == pytest.approx(SIZES[kind][2], rel=0.08)


def test_a_chairs_seat_carries_and_its_back_stands_behind() -> None:
    chair = of("chair")
    assert top(Prop(kind="chair")) == SIZES["chair"][1]
    back = chair.vertices[chair.vertices[:, 1] > 60]
    assert back[:, 2].max() < -10


def test_a_turned_prop_keeps_its_own_places() -> None:
    prop = Prop(kind="block", at=(30, 5, -10), yaw=40, size=(9, 23, 15))
    made, plain = solid(prop), solid(Prop(kind="block", size=(9, 23, 15)))
    assert made.local is not None
    assert plain.local is not None
    assert np.allclose(made.local, plain.local)
    assert made.size == size_of(prop)


def test_a_strap_is_closed() -> None:
    made = strap([np.array([0.0, 0, 0]), np.array([0.0, 10, 0]), np.array([5.0, 20, 0])])
    shape = (made.vertices, made.triangles)
    assert set(edges(shape).values()) == {2}
    assert volume(shape) > 0


@pytest.mark.parametrize("kind", ["blanket", "bolster", "cushion", "pillow", "wall"])
def test_seams_are_seen_but_don_t_cover(kind: str) -> None:
    size = SIZES[kind]
    rng = np.random.default_rng(3)
    shape = SHAPES[kind](size)[0]
    low, high = shape.min(0), shape.max(0)
    places = rng.uniform(low, high, (4000, 3))
    dark, _ = marks(kind, size, places, 0.2)
    assert 0 < dark.mean() < 0.35


def test_a_towel_is_rolled_when_it_is_as_high_as_deep() -> None:
    rolled, folded = solid(Prop(kind="towel", size=(34, 12, 12))), solid(Prop(kind="towel", size=(34, 4, 20)))
    assert rolled.vertices[rolled.vertices[:, 1] > 11.9][:, 2].max() < 2  # only its ridge is that high
    assert folded.vertices[folded.vertices[:, 1] > 3.9][:, 2].max() > 7
    assert not marks("chair", SIZES["chair"], np.zeros((3, 3)), 0.2)[0].any()
