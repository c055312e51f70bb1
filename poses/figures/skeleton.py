"""Bones: names, parents and where they start and end at rest. Left is `.L`, right is `.R`, as the rig names them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from poses.figures.geometry import Vector, frame, unit

SIDES = ("L", "R")


@dataclass(frozen=True)
class Limb:
    """Three joints at rest, in cm: hip, knee, ankle or shoulder, elbow, wrist."""

    top: Vector
    middle: Vector
    end: Vector

    @cached_property
    def upper(self) -> float:
        return float(np.linalg.norm(self.middle - self.top))

    @cached_property
    def lower(self) -> float:
        return float(np.linalg.norm(self.end - self.middle))

    @cached_property
    def upper_way(self) -> Vector:
        return unit(self.middle - self.top)

    @cached_property
    def lower_way(self) -> Vector:
        return unit(self.end - self.middle)


@dataclass(frozen=True)
class Skeleton:
    """Bones in an order in which parents come first; `parent` is an index, -1 for the root."""

    names: tuple[str, ...]
    parent: tuple[int, ...]
    head: Vector  # (bones, 3), cm
    tail: Vector

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    def at(self, bone: str) -> Vector:
        return self.head[self.index[bone]]

    @cached_property
    def legs(self) -> dict[str, Limb]:
        return {s: self._limb(s, "upperleg01", "lowerleg01", "foot") for s in SIDES}

    @cached_property
    def arms(self) -> dict[str, Limb]:
        return {s: self._limb(s, "upperarm01", "lowerarm01", "wrist") for s in SIDES}

    def _limb(self, side: str, *bones: str) -> Limb:
        top, middle, end = (self.at(f"{bone}.{side}") for bone in bones)
        return Limb(top, middle, end)

    @cached_property
    def hips(self) -> Vector:
        """Midway between the hip joints."""
        return (self.legs["L"].top + self.legs["R"].top) / 2

    @cached_property
    def hand(self) -> dict[str, Vector]:
        """At rest: a frame of the fingers' direction and the back of the hand."""
        found = {}
        for s in SIDES:
            wrist = self.arms[s].end
            middle, index, little = (self.at(f"finger{k}-1.{s}") - wrist for k in (3, 2, 5))
            back = np.cross(index, little) * (1 if s == "L" else -1)
            found[s] = frame(middle, back)
        return found

    @cached_property
    def foot(self) -> dict[str, Vector]:
        """At rest: a frame of the toes' direction on the floor and the top of the foot."""
        return {s: frame((self.at(f"toe2-1.{s}") - self.legs[s].end) * [1, 0, 1], [0, 1, 0]) for s in SIDES}

    def fingers(self, side: str) -> list[int]:
        return self._named(("finger", "metacarpal"), side)

    def toes(self, side: str) -> list[int]:
        return self._named(("toe",), side)

    def _named(self, starts: tuple[str, ...], side: str) -> list[int]:
        return [i for i, n in enumerate(self.names) if n.startswith(starts) and n.endswith(f".{side}")]
