"""What covers the skin, as functions of a place on the reference body: smooth hems on a coarse mesh.

Every body has the same vertices in the same order, so a place is looked up on the reference body at rest (cm, feet on
the floor, 161.5 tall) whatever the figure's own shape.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Vector, unit
from poses.figures.props import Shape, superellipsoid

type Mask = NDArray[np.bool_]
type Field = NDArray[np.float64]

TRUNK, HEAD, UPPER_ARM, FOREARM, HAND, THIGH, SHIN, FOOT, NECK = 1, 2, 3, 4, 5, 6, 7, 8, 9
RIGHT = 20  # added for the right side
LIMBS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("root", "pelvis", "spine", "clavicle", "shoulder"), TRUNK),
    (("head",), HEAD),
    (("neck",), NECK),
    (("upperarm",), UPPER_ARM),
    (("lowerarm",), FOREARM),
    (("wrist", "finger", "metacarpal"), HAND),
    (("upperleg",), THIGH),
    (("lowerleg",), SHIN),
    (("foot", "toe"), FOOT),
)
# Limbs that go over into each other: no line where they meet.
JOINED = (
    (TRUNK, NECK), (NECK, HEAD), (TRUNK, UPPER_ARM), (UPPER_ARM, FOREARM), (FOREARM, HAND),
    (TRUNK, THIGH), (THIGH, SHIN), (SHIN, FOOT),
)  # fmt: skip

PERSON = ("skin", "legs", "trousers", "top", "shirt", "hair", "grey")  # in the order of their painting
PROPS = (
    "wall", "mat", "table", "chair", "bench", "blanket", "towel", "block", "bolster", "cushion", "pillow", "strap",
)  # fmt: skip
KINDS = ("", *PERSON, *PROPS)  # what a pixel can be
KIND = {name: i for i, name in enumerate(KINDS)}


def limb_of(bones: tuple[str, ...]) -> NDArray[np.int16]:
    """Of each bone, the limb that it belongs to; right ones are `RIGHT` more."""
    out = np.zeros(len(bones), np.int16)
    for i, name in enumerate(bones):
        limb = next(number for starts, number in LIMBS if name.startswith(starts))
        out[i] = limb + (RIGHT if name.endswith(".R") and limb not in {HEAD, NECK, TRUNK} else 0)
    return out


def digit_of(bones: tuple[str, ...]) -> NDArray[np.int16]:
    """Of each bone, which finger or toe it is (1 is the thumb), else 0."""
    found = [next((n.removeprefix(s)[0] for s in ("finger", "toe") if n.startswith(s)), "0") for n in bones]
    return np.array([int(d) for d in found], np.int16)


@dataclass(frozen=True)
class Look:
    """How one body is dressed. Heights and lengths in cm on the reference body."""

    top: str
    legs: str
    hair: str  # the kinds
    hem: float  # the trousers end at this height
    waist: float
    sleeve: float  # along the upper arm, from the shoulder's joint; 0: no sleeves
    neckline: float  # its lowest point in front
    hairline: tuple[tuple[float, float], ...]  # seen from the side: (z, height of the line), nape to forehead
    volume: float  # of the hair, cm
    loose: float  # cm that clothes stand off from the skin
    bun: bool = False


LOOKS = {
    "a": Look(
        "top", "legs", "hair", hem=13.5, waist=95, sleeve=0, neckline=124.0, volume=0.9, loose=0.0, bun=True,
        hairline=((-4, 142.6), (-1, 142.8), (1.5, 144.6), (4.3, 149.0), (6.0, 150.2), (7.2, 151.4), (8.6, 153.7),
                  (10.2, 155.5), (12, 156.9), (15, 157.4)),
    ),
    "b": Look(
        "shirt", "trousers", "grey", hem=9.0, waist=91, sleeve=14.5, neckline=131.4, volume=0.5, loose=0.8,
        hairline=((-4, 144.6), (-1, 144.9), (1.5, 146.0), (4.3, 149.2), (5.6, 149.2), (6.6, 149.8), (7.3, 153.0),
                  (8.2, 156.2), (9.6, 157.4), (11, 158.0), (13, 158.3), (15, 158.5)),
    ),
}  # fmt: skip
SHOULDER = np.array([16.3, 127.8, 2.0])
ARM_WAY = unit(np.array([32.2, 110.5, 2.3]) - SHOULDER)


def down_the_arm(place: Vector) -> Field:
    """How far (cm) a place is along the upper arm, whichever side."""
    x = np.abs(place[..., 0])
    return (
        (x - SHOULDER[0]) * ARM_WAY[0]
        + (place[..., 1] - SHOULDER[1]) * ARM_WAY[1]
        + (place[..., 2] - SHOULDER[2]) * ARM_WAY[2]
    )


def ear(place: Vector) -> Mask:
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    return (((z - 4.35 + (y - 149) * 0.08) / 1.95) ** 2 + ((y - 149.0) / 2.75) ** 2 < 1) & (x > 5.6)


def smooth_line(at: Field, points: tuple[tuple[float, float], ...]) -> Field:
    """A line through points without corners: straight pieces, averaged over 1.2 cm."""
    x, y = np.array(points).T
    steps = np.linspace(-0.6, 0.6, 5)
    return np.mean([np.interp(at + s, x, y) for s in steps], axis=0)


def hair(look: Look, place: Vector) -> Mask:
    return (place[..., 1] > smooth_line(place[..., 2], look.hairline)) & ~ear(place)


def dressed(look: Look, limb: NDArray[np.int16], place: Vector) -> NDArray[np.int16]:
    """The kind of each pixel of the body, from its limb and its place on the reference body."""
    part = limb % RIGHT
    kind = np.full(limb.shape, KIND["skin"], np.int16)
    kind[_lower(look, part, place)] = KIND[look.legs]
    kind[_upper(look, part, place)] = KIND[look.top]
    kind[np.isin(part, (HEAD, NECK)) & hair(look, place)] = KIND[look.hair]
    return kind


def _lower(look: Look, part: NDArray[np.int16], place: Vector) -> Mask:
    y = place[..., 1]
    return np.isin(part, (TRUNK, THIGH, SHIN, FOOT)) & (y < look.waist) & (y > look.hem)


def _upper(look: Look, part: NDArray[np.int16], place: Vector) -> Mask:
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    trunk = np.isin(part, (TRUNK, NECK))
    behind = np.clip((5.0 - z) / 5.0, 0, 1)  # 0 in front, 1 at the back, so that the neckline has no step
    if look.sleeve:
        front = look.neckline + (x / 8.0) ** 2 * (135 - look.neckline)
        neck = front + (133.8 + (x / 8.0) ** 2 * 2 - front) * behind
        sleeve = (part == UPPER_ARM) & (down_the_arm(place) < look.sleeve)
        return (trunk & (y >= look.waist) & (y < neck)) | sleeve
    front = look.neckline + (x / 7.2) ** 2 * (133 - look.neckline)
    neck = front + (129 + (x / 8.0) ** 2 * 5 - front) * behind
    arm = np.where(y > 117.5, 13.2 + np.clip(126 - y, 0, 9) ** 2 * 0.05, 99)
    body = (trunk & (y >= look.waist)) | ((part == UPPER_ARM) & (y > 117.5))
    return body & (y < neck) & (x < arm)


def lift(look: Look, limb: NDArray[np.int16], vertices: Vector) -> Field:
    """How far (cm) hair and clothes stand off from the skin, for each vertex of the reference body."""
    kind = dressed(look, limb, vertices)
    y, along = vertices[:, 1], down_the_arm(vertices)
    cuff = np.clip(1 - (y - look.hem) / 22, 0, 1) * (np.isin(limb % RIGHT, (SHIN, FOOT)))
    sleeve = np.clip(1 - (look.sleeve - along) / 9, 0, 1) * (limb % RIGHT == UPPER_ARM)
    tail = np.clip(1 - (y - look.waist) / 8, 0, 1)
    out = np.zeros(len(vertices))
    out[kind == KIND[look.hair]] = look.volume
    lower, upper = kind == KIND[look.legs], kind == KIND[look.top]
    out[lower] = look.loose * (0.6 + 1.0 * cuff[lower])
    collar = np.clip((135.5 - y) / 7, 0.2, 1)
    out[upper] = look.loose * (1 + 1.1 * sleeve[upper] + 0.5 * tail[upper]) * collar[upper]
    return out


# -- the face ----------------------------------------------------------------------------------------------


def _stroke(
    x: Field, y: Field, span: tuple[float, float], line: Callable[[Field], Field], wide: float
) -> Mask:
    """A line over a middle +- a half, as thick as `wide` on each side, with ends that run out."""
    middle, half = span
    t = np.clip((x - middle) / half, -1.2, 1.2)
    full = np.sqrt(np.clip(1 - t * t, 0, 1)) * 0.5 + 0.5
    return (np.abs(t) < 1) & (np.abs(y - line(t)) < wide * full)


def face(limb: NDArray[np.int16], place: Vector, pixel: float, *, bold: bool = False) -> Mask:
    """Closed lids, brows, a hint of a nose and a smile, never thinner than the picture shows (`pixel` in cm).

    `bold` leaves lids and smile only.
    """
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    front = (limb == HEAD) & (z > 7.5)
    thin, thick = max(0.15, 0.45 * pixel), max(0.22, 0.8 * pixel)
    lid = _stroke(x, y, (2.95, 1.75), lambda t: 150.55 - 0.55 * (1 - t * t), thick)
    lid &= (z > 11.6) | (np.abs(x - 2.95) > 1.2)  # not what lies deep in the eye's opening
    mouth = _stroke(x, y, (0.0, 2.3), lambda t: 144.65 + 0.95 * t * t, thick) & (z > 9)
    if bold:
        return front & (lid | mouth)
    brow = _stroke(x, y, (3.05, 1.75), lambda t: 153.3 + 0.75 * (1 - t * t) - 0.10 * t, thin)
    nose = _stroke(x, y, (0.0, 0.75), lambda t: 146.75 + 0.2 * t * t, thin) & (z > 12)
    return front & (lid | brow | mouth | nose)


def blush(limb: NDArray[np.int16], place: Vector) -> Mask:
    """Warm cheeks."""
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    return (limb == HEAD) & (((x - 4.0) / 1.5) ** 2 + ((y - 147.6) / 1.15) ** 2 < 1) & (z > 7)


def eyes(limb: NDArray[np.int16], place: Vector) -> Mask:
    """Round the eyes, whose sockets are no outlines to be drawn."""
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    return (limb == HEAD) & (np.abs(x - 2.95) < 2.0) & (np.abs(y - 150.8) < 1.7) & (z > 8)


def calm(limb: NDArray[np.int16], place: Vector) -> Mask:
    """Where no shade falls: the face, and ears."""
    return (limb == HEAD) & (((place[..., 2] > 5.5) & (place[..., 1] > 142.6)) | ear(place))


def knot() -> Shape:
    """A knot of hair high at the back of the reference head, where it is seen from the front and not lain upon."""
    vertices, triangles = superellipsoid((8.2, 7.2, 7.8), 1, 1)
    return vertices + np.array([0, 162.6, -0.6]), triangles
