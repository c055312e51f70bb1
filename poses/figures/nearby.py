"""What a settled body touches, by distance: its own skin, the floor, what stands around. For the facts of a picture.

A pose's contacts say only what the solver must meet; a hand on the other arm or a cushion between the knees is seen
here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from poses.figures.geometry import Vector
from poses.figures.numbers import Contact, Prop
from poses.figures.picture import Scene
from poses.figures.props import SOFT, boxes, turned

TOUCH, GIVES = 1.2, 2.4  # cm: so near touches something hard, something soft
ON_SKIN = 2.6  # cm between the skins of two parts that touch
FLOOR = 1.5
BESIDE = 70.0  # cm, seen from above: what something so far away may rest on
LOOSE = {"mat", "strap"}


@dataclass(frozen=True)
class Touching:
    """A part at a prop: how many points of its skin, and whether they lie on top of it."""

    prop: str
    kind: str
    points: int
    above: bool


@dataclass(frozen=True)
class Nearby:
    scene: Scene

    @cached_property
    def props(self) -> dict[str, Prop]:
        """As they stand: soft ones are as high as the body leaves them."""
        pairs = zip(self.scene.settled.body.props.items(), self.scene.solids, strict=True)
        return {n: p.model_copy(update={"size": s.size} if any(s.size) else {}) for (n, p), s in pairs}

    @cached_property
    def _trees(self) -> dict[str, cKDTree]:
        return {}

    def skin(self, part: str) -> Vector:
        return self.scene.settled.vertices[self.scene.skin.body.parts[part]]

    def low(self, part: str) -> float:
        return float(self.skin(part)[:, 1].min())

    def _tree(self, part: str) -> cKDTree:
        if part not in self._trees:
            self._trees[part] = cKDTree(self.skin(part))
        return self._trees[part]

    def apart(self, one: str, two: str) -> float:
        """cm between the skins of two parts."""
        return float(self._tree(two).query(self.skin(one))[0].min())

    def to_skin(self, point: Vector, part: str) -> float:
        return float(self._tree(part).query(point)[0])

    def kind(self, contact: Contact) -> str:
        """What a contact lies on: floor, or a prop's kind. A height alone is that of what is found there."""
        if isinstance(contact.upon, str) and contact.upon in self.props:
            return self.props[contact.upon].kind
        if contact.upon == "floor" or float(contact.upon) < 4:
            return "floor"
        found = self.on(contact.part)
        return found[0].kind if found else self._nearest(contact.part)

    def _nearest(self, part: str) -> str:
        """The prop beside or under a part, seen from above."""
        where = self.skin(part).mean(0)
        solid = [p for p in self.props.values() if p.kind not in LOOSE | {"wall"}]
        away: dict[str, float] = {
            p.kind: float(np.hypot(p.at[0] - where[0], p.at[2] - where[2])) for p in reversed(solid)
        }
        best = min(away, key=lambda kind: away[kind], default="floor")
        return best if best != "floor" and away[best] < BESIDE else "floor"

    def contacts(self, *parts: str) -> list[Contact]:
        return [c for c in self.scene.settled.body.contacts if c.part in parts]

    def on(self, part: str) -> list[Touching]:
        """The props that a part touches, the one with most of it first."""
        found = [t for name, prop in self.props.items() if (t := self._at(part, name, prop))]
        return sorted(found, key=lambda t: -t.points)

    def _at(self, part: str, name: str, prop: Prop) -> Touching | None:
        if prop.kind in LOOSE:
            return None
        local = (self.skin(part) - np.array(prop.at)) @ turned(prop)
        near = np.zeros(len(local), bool)
        above = 0
        for middle, half in boxes(prop):
            off = np.linalg.norm(np.maximum(np.abs(local - middle) - half, 0), axis=1)
            here = off < (GIVES if prop.kind in SOFT else TOUCH)
            near |= here
            above += int((local[here, 1] > middle[1] + half[1] * 0.3).sum())
        count = int(near.sum())
        return Touching(name, prop.kind, count, above * 2 > count) if count > 1 else None

    def of_skin(self, part: str, others: Iterator[str], most: float = ON_SKIN) -> str | None:
        """The nearest of other parts of the body that a part touches."""
        away = {other: self.apart(part, other) for other in others}
        best = min(away, key=lambda other: away[other], default=None)
        return best if best is not None and away[best] < most else None
