"""A place as the figure itself has it: ahead, away from its middle, up. Whole centimetres.

Ahead is along the floor the way the figure faces; lying on the back the way its feet point, on the front and on all
fours the way its head points.
"""

from typing import Any

import numpy as np

from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.numbers import LETTER, Side


def whole(value: Any) -> int:
    return round(float(value))


def share(value: Any) -> float:
    return round(float(value), 2)


def hips(settled: Settled) -> Vector:
    return np.array(settled.body.root.at)


def spot(point: Vector) -> dict[str, int]:
    return {axis: whole(value) for axis, value in zip("xyz", point, strict=True)}


def front_of(settled: Settled) -> Vector:
    """The figure's own front on the floor; where it lies, the way that its feet or its head point."""
    pelvis = settled.posed.rotation[0]
    front = pelvis @ np.array([0.0, 0, 1])
    if abs(front[1]) > 0.6:  # on the back the feet point ahead, on the front and on all fours the head
        front = -np.sign(front[1]) * (pelvis @ np.array([0.0, 1, 0]))
    return unit(front * [1, 0, 1])


def seen(settled: Settled, start: Vector, end: Vector, side: Side) -> dict[str, int]:
    """From one place to another, as the figure has it."""
    way = end - start
    out = settled.posed.rotation[0] @ np.array([1.0 if side == "left" else -1.0, 0, 0])
    return {"ahead": whole(way @ front_of(settled)), "out": whole(way @ out), "up": whole(way[1])}


def upright(settled: Settled) -> float:
    """Degrees from upright of the way from the hips to the neck."""
    way = unit(settled.posed.at("neck01") - hips(settled))
    return float(np.degrees(np.arccos(np.clip(way[1], -1, 1))))


def joint(settled: Settled, side: Side, bone: str) -> dict[str, int]:
    """Where a joint is from the middle of the hips."""
    return seen(settled, hips(settled), settled.posed.at(f"{bone}.{LETTER[side]}"), side)
