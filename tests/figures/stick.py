"""A figure of sticks: the real skeleton (rest positions in skeleton.json) with a few rigid points for skin."""

import json
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Vector
from poses.figures.numbers import LETTER, Touch
from poses.figures.posing import Posed
from poses.figures.skeleton import Skeleton


def skeleton() -> Skeleton:
    data = json.loads((Path(__file__).parent / "skeleton.json").read_text())
    return Skeleton(
        tuple(data["names"]), tuple(data["parent"]), np.array(data["head"]), np.array(data["tail"])
    )


type Spot = tuple[str, list[list[float]]]
PLACES: dict[str, Spot] = {  # part: bone and where its lowest skin is at rest, from the bone's head (cm)
    "seat": ("root", [[0, -9, -6], [6, -9, -4], [-6, -9, -4]]),
    "head": ("head", [[0, 6, -8], [0, 16, 0], [0, 4, 10]]),
}
SIDED: dict[str, Spot] = {
    "foot": ("foot", [[0, -6.5, -4], [0, -6.5, 12]]),
    "knee": ("lowerleg01", [[0, 0, 5], [0, -3, 4]]),
    "palm": ("wrist", [[0, -2, 0]]),
}


class Stick:
    """The solver's `Surface`, small enough to know every answer."""

    def __init__(self) -> None:
        self.skeleton = skeleton()
        rows: list[tuple[int, list[float]]] = []
        self.parts: dict[str, NDArray[np.int64]] = {}
        for part, (bone, points) in self._places():
            self.parts[part] = np.arange(len(rows), len(rows) + len(points))
            rows += [(self.skeleton.index[bone], point) for point in points]
        self._bone = np.array([bone for bone, _ in rows])
        self._off = np.array([off for _, off in rows], float)

    def _places(self) -> list[tuple[str, Spot]]:
        sided = [
            (f"{part}.{side}", (f"{bone}.{letter}", points))
            for part, (bone, points) in SIDED.items()
            for side, letter in LETTER.items()
        ]
        return [*PLACES.items(), *sided]

    @cached_property
    def everything(self) -> NDArray[np.int64]:
        return np.arange(len(self._bone))

    def shape(self, posed: Posed, only: NDArray[np.int64] | None = None) -> Vector:
        rows = self.everything if only is None else only
        bones = self._bone[rows]
        out: Vector = posed.position[bones] + np.einsum("nij,nj->ni", posed.rotation[bones], self._off[rows])
        return out

    def whole(self, posed: Posed) -> Vector:
        return self.shape(posed)

    def place(self, posed: Posed, touch: Touch) -> tuple[Vector, Vector]:
        side = LETTER[touch.bone.rpartition(".")[2]]
        bone = posed.skeleton.index[f"upperleg02.{side}"]
        turn = posed.rotation[bone]
        along = posed.skeleton.legs[side].upper_way * posed.skeleton.legs[side].upper * touch.along
        top = posed.position[posed.skeleton.index[f"upperleg01.{side}"]]
        return top + turn @ along + turn @ np.array([0, 0, 7.0]), turn @ np.array([0, 0, 1.0])
