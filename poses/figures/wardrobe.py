"""What covers the skin, as functions of a place on the reference body: smooth hems on a coarse mesh.

Every body has the same vertices in the same order, so a place is looked up on the reference body at rest (cm, feet on
the floor, 161.5 tall) whatever the figure's own shape.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Vector, unit

type Mask = NDArray[np.bool_]

TRUNK, HEAD, UPPER_ARM, FOREARM, HAND, THIGH, SHIN, FOOT = 1, 2, 3, 4, 5, 6, 7, 8
RIGHT = 20  # added for the right side
LIMBS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("root", "pelvis", "spine", "clavicle", "shoulder"), TRUNK),
    (("neck", "head"), HEAD),
    (("upperarm",), UPPER_ARM),
    (("lowerarm",), FOREARM),
    (("wrist", "finger", "metacarpal"), HAND),
    (("upperleg",), THIGH),
    (("lowerleg",), SHIN),
    (("foot", "toe"), FOOT),
)
# What a pixel can be. The order is that of the layers' painting.
KINDS = (
    "", "skin", "top", "legs", "hair", "mat", "wall", "table", "chair", "bench", "block", "blanket", "towel", "bolster",
    "cushion", "pillow", "strap",
)  # fmt: skip
KIND = {name: i for i, name in enumerate(KINDS)}


def limb_of(bones: tuple[str, ...]) -> NDArray[np.int16]:
    """Of each bone, the limb that it belongs to; right ones are `RIGHT` more."""
    out = np.zeros(len(bones), np.int16)
    for i, name in enumerate(bones):
        limb = next(number for starts, number in LIMBS if name.startswith(starts))
        out[i] = limb + (RIGHT if name.endswith(".R") and limb > HEAD else 0)
    return out


@dataclass(frozen=True)
class Look:
    """How one body is dressed. Heights in cm on the reference body."""

    hem: float  # legs of the trousers end here
    waist: float
    sleeve: float  # from the middle outwards, along x; 0: no sleeves
    neckline: float
    bun: bool
    hair: Callable[[Vector], Mask]
    volume: float  # of the hair, cm


def long_hair(r: Vector) -> Mask:
    """Tied back: a hairline high in front, behind the ears down to the nape."""
    x, y, z = np.abs(r[..., 0]), r[..., 1], r[..., 2]
    front = 155.6 + np.clip(z - 11, 0, 3) * 0.5 - np.clip(x - 3.5, 0, 9) * 0.55
    side = 148 + (z - 5.2) * 2.4
    nape = 142.5 + np.clip(z, 0, 5) * 0.6
    line = np.where(z > 8.0, front, np.where(z > 5.2, side, nape))
    ear = (x > 6.55) & (y < 152.6) & (y > 145.5) & (z > 3.0) & (z < 7.6)
    return (y > line) & ~ear


def short_hair(r: Vector) -> Mask:
    """Short, a little receded at the temples, cut above the nape."""
    x, y, z = np.abs(r[..., 0]), r[..., 1], r[..., 2]
    front = 156.4 + np.clip(z - 11, 0, 3) * 0.5 - np.clip(x - 4.2, 0, 9) * 0.35
    side = 149.4 + (z - 5.2) * 2.2
    nape = 145.2 + np.clip(z, 0, 5) * 0.5
    line = np.where(z > 8.0, front, np.where(z > 5.2, side, nape))
    ear = (x > 6.55) & (y < 152.6) & (y > 145.5) & (z > 3.0) & (z < 7.6)
    return (y > line) & ~ear


LOOKS = {
    "a": Look(hem=13.5, waist=95, sleeve=0, neckline=124.5, bun=True, hair=long_hair, volume=0.9),
    "b": Look(hem=10.5, waist=92, sleeve=27, neckline=129.0, bun=False, hair=short_hair, volume=0.45),
}


def dressed(look: Look, limb: NDArray[np.int16], place: Vector) -> NDArray[np.int16]:
    """The kind of each pixel of the body, from its limb and its place on the reference body."""
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    part = limb % RIGHT
    kind = np.full(limb.shape, KIND["skin"], np.int16)
    lower = np.isin(part, (TRUNK, THIGH, SHIN)) & (y < look.waist) & (y > look.hem)
    kind[lower] = KIND["legs"]
    front = z > 3.0
    neck = np.where(
        front, look.neckline + (x / 7.2) ** 2 * (133 - look.neckline), 129 + (x / 8.0) ** 2 * 5
    )
    if look.sleeve:
        arm = np.full(x.shape, look.sleeve)
        sleeved = np.isin(part, (UPPER_ARM,)) & (x < look.sleeve)
        upper = (np.isin(part, (TRUNK, HEAD)) & (y >= look.waist) & (y < np.minimum(neck, 134.5))) | sleeved
    else:
        arm = np.where(y > 117.5, 13.2 + np.clip(126 - y, 0, 9) ** 2 * 0.05, 99)
        upper = np.isin(part, (TRUNK, HEAD)) & (y >= look.waist) & (y < neck) & (x < arm)
        upper |= (part == UPPER_ARM) & (y > 117.5) & (y < neck) & (x < arm)
    kind[upper] = KIND["top"]
    kind[(part == HEAD) & look.hair(place)] = KIND["hair"]
    return kind


def face(limb: NDArray[np.int16], place: Vector) -> Mask:
    """Closed lids, brows and a small smile: where a line is drawn on the face."""
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    on_front = (limb == HEAD) & (z > 8.5)
    lid = (x - 3.05) / 1.85
    eye = (np.abs(lid) < 1) & (np.abs(y - (150.2 + 0.62 * lid * lid)) < 0.24 + 0.10 * (1 - lid * lid))
    arch = (x - 3.2) / 2.0
    brow = (np.abs(arch) < 1) & (np.abs(y - (154.0 - 0.75 * arch * arch)) < 0.16)
    smile = x / 2.25
    mouth = (smile < 1) & (np.abs(y - (144.45 + 0.85 * smile * smile)) < 0.19)
    return on_front & (eye | brow | mouth)


def hair_lift(look: Look, vertices: Vector, on_head: Mask) -> NDArray[np.float64]:
    """How far (0 to 1) each vertex stands out under the hair."""
    return (look.hair(vertices) & on_head).astype(float)


def bun(steps: int = 24) -> tuple[Vector, NDArray[np.int32]]:
    """A knot of hair at the back of the reference head: an ellipsoid."""
    from poses.figures.props import _superellipsoid

    vertices, triangles = _superellipsoid((8.6, 8.2, 7.8), 1, 1)
    return vertices + np.array([0, 158.0, -5.6]), triangles


def up() -> Vector:
    return unit([0, 1, 0])
