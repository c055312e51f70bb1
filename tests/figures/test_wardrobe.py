"""Clothes, hair and face as functions of a place on the reference body."""

import numpy as np
import pytest

from poses.figures.wardrobe import (
    FOOT,
    HAND,
    HEAD,
    KIND,
    LOOKS,
    NECK,
    RIGHT,
    SHIN,
    THIGH,
    TRUNK,
    UPPER_ARM,
    blush,
    digit_of,
    dressed,
    ear,
    face,
    limb_of,
)


def kind_at(who: str, limb: int, *place: float) -> int:
    return int(dressed(LOOKS[who], np.array([limb], np.int16), np.array([place]))[0])


# -- clothes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["a", "b"])
def test_everybody_is_dressed(who: str) -> None:
    look = LOOKS[who]
    assert kind_at(who, TRUNK, 0, 110, 8) == KIND[look.top]
    assert kind_at(who, TRUNK, 0, 84, 8) == KIND[look.legs]
    assert kind_at(who, THIGH, 12, 60, 5) == KIND[look.legs]
    assert kind_at(who, SHIN, 15, 25, 3) == KIND[look.legs]
    assert kind_at(who, FOOT, 16, 4, 10) == KIND["skin"]
    assert kind_at(who, HEAD, 0, 148, 13) == KIND["skin"]
    assert kind_at(who, HEAD, 0, 160, 4) == KIND[look.hair]
    assert kind_at(who, HEAD, 7.5, 149, 4.3) == KIND["skin"]  # an ear


def test_only_the_second_body_has_sleeves() -> None:
    arm = (22.0, 121.0, 2.0)
    assert kind_at("b", UPPER_ARM, *arm) == KIND["shirt"]
    assert kind_at("a", UPPER_ARM, *arm) == KIND["skin"]
    assert kind_at("b", UPPER_ARM + RIGHT, -arm[0], *arm[1:]) == KIND["shirt"]


def test_both_sides_are_dressed_alike() -> None:
    rng = np.random.default_rng(1)
    place = rng.uniform((-40, 0, -10), (40, 165, 16), (3000, 3))
    limb = np.full(3000, TRUNK, np.int16)
    for look in LOOKS.values():
        assert (dressed(look, limb, place) == dressed(look, limb, place * [-1, 1, 1])).all()


def test_ears_are_at_the_sides_only() -> None:
    assert ear(np.array([[7.2, 149.0, 4.3], [-7.2, 149.0, 4.3]])).all()
    assert not ear(np.array([[0, 149.0, 4.3], [7.2, 157.0, 4.3], [6.0, 149.0, 9.0]])).any()


def test_limbs_and_digits_by_the_bones_names() -> None:
    bones = (
        "spine02",
        "head",
        "neck02",
        "finger2-1.L",
        "finger1-3.R",
        "metacarpal1.L",
        "toe5-2.R",
        "clavicle.R",
    )
    assert limb_of(bones).tolist() == [TRUNK, HEAD, NECK, HAND, HAND + RIGHT, HAND, FOOT + RIGHT, TRUNK]
    assert digit_of(bones).tolist() == [0, 0, 0, 2, 1, 0, 5, 0]


# -- the face ----------------------------------------------------------------------------------------------


def drawn(*, bold: bool = False, pixel: float = 0.2) -> np.ndarray:
    """A flat face, seen from the front: rows from the top (156) down to 142, columns from -8 to 8."""
    y, x = np.mgrid[156:142:-0.05, -8:8:0.05]
    place = np.stack([x, y, np.full(x.shape, 13.0)], axis=-1)
    return face(np.full(x.shape, HEAD, np.int16), place, pixel, bold=bold)


def test_the_mouth_smiles() -> None:
    made = drawn()
    mouth = made[int((156 - 146.2) / 0.05) :]
    columns = np.flatnonzero(mouth.any(0))
    ends, middle = mouth[:, columns[4]], mouth[:, columns[len(columns) // 2]]
    assert np.flatnonzero(ends).mean() < np.flatnonzero(middle).mean()  # rows count downwards


def test_a_small_picture_has_bolder_and_fewer_strokes() -> None:
    brows = slice(0, int((156 - 152) / 0.05))
    assert drawn()[brows].any()
    assert not drawn(bold=True)[brows].any()
    assert drawn(bold=True, pixel=1.0).sum() > drawn(bold=True, pixel=0.2).sum()


def test_nobody_has_a_face_at_the_back_of_the_head() -> None:
    place = np.stack([*np.mgrid[-8:8:0.1, 142:158:0.1], np.full((160, 160), -3.0)], axis=-1)
    limb = np.full(place.shape[:2], HEAD, np.int16)
    assert not face(limb, place, 0.2).any()
    assert not blush(limb, place).any()
