"""Contacts: numbers give way until parts lie on what carries them.

One contact carries the body (`drives: root`); the others move their own limb, or an angle, until their part just
touches. Each pass takes one damped Newton step a contact; what does not settle is an error with pose, part and number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Vector
from poses.figures.numbers import SIDES, Body, Contact, Touch
from poses.figures.posing import Posed, pose
from poses.figures.props import facing, top
from poses.figures.skeleton import Skeleton

PASSES = 14
CLOSE = 0.15  # cm: settled
AWAY = 30.0  # cm: a target that gives way further has failed
STEP = {"length": 12.0, "angle": 14.0}  # the most that one pass may change
ANGLES = {
    "neck": ("spine", "neck", 0),
    "head": ("spine", "head", 0),
    "chest": ("spine", "chest", 0),
    "lumbar": ("spine", "lumbar", 0),
    "neck_side": ("spine", "neck", 1),
    "chest_twist": ("spine", "chest", 2),
    "chest_side": ("spine", "chest", 1),
    "pitch": ("root", "pitch"),
    "roll": ("root", "roll"),
    "twist": ("root", "twist"),
}


class Surface(Protocol):
    """The skin as the solver needs it: a quick shape of some vertices, the true one of all, and places on it."""

    @property
    def skeleton(self) -> Skeleton: ...
    @property
    def parts(self) -> dict[str, NDArray[np.int64]]: ...
    def shape(self, posed: Posed, only: NDArray[np.int64] | None = None) -> Vector: ...
    def whole(self, posed: Posed) -> Vector: ...
    def place(self, posed: Posed, touch: Touch) -> tuple[Vector, Vector]: ...


class ContactError(ValueError):
    """A contact that can't be met: which part, and how far it stays away."""


@dataclass(frozen=True)
class Plane:
    normal: Vector
    height: float

    def gap(self, points: Vector) -> float:
        """Distance (cm) of the nearest point; negative is inside."""
        return float((points @ self.normal).min()) - self.height


@dataclass(frozen=True)
class Settled:
    body: Body
    posed: Posed
    vertices: Vector
    gaps: dict[str, float]  # per contact: cm between its part and what it lies on, less the gap asked for


def plane(contact: Contact, body: Body) -> Plane:
    """What a contact lies on. Raises KeyError for an unknown prop."""
    up = np.array([0.0, 1, 0])
    if isinstance(contact.upon, (int, float)):
        return Plane(up, float(contact.upon) + contact.gap)
    if contact.upon == "floor":
        return Plane(up, contact.gap)
    if contact.upon not in body.props:
        raise ContactError(f"{contact.part}: there is no prop called {contact.upon!r}")
    prop = body.props[contact.upon]
    if prop.kind == "wall":
        way = facing(prop)
        return Plane(way, float(way @ np.array(prop.at)) + contact.gap)
    return Plane(up, top(prop) + contact.gap)


def settle(skin: Surface, body: Body) -> Settled:
    """Meet all contacts. Raises `ContactError` where one can't be met."""
    numbers = body.model_dump()
    planes = [plane(c, body) for c in body.contacts]
    for c in body.contacts:
        if c.part not in skin.parts:
            raise ContactError(f"{c.part}: no part of the body is called that")
    _one_carries(body, planes)
    lifts = [0.0] * len(planes)  # what delta mush adds to the quick skin
    for _round in range(3):
        numbers = _passes(skin, body, numbers, planes, lifts)
        settled = Body.model_validate(numbers)
        posed = _posed(skin, settled)
        vertices = skin.whole(posed)
        left = [p.gap(vertices[skin.parts[c.part]]) for c, p in zip(body.contacts, planes, strict=True)]
        if all(abs(gap) < CLOSE * 2 for gap in left):
            break
        quick = [p.gap(_quick(skin, posed, c.part)) for c, p in zip(body.contacts, planes, strict=True)]
        lifts = [gap - q for gap, q in zip(left, quick, strict=True)]
    _runs_away(body, settled)
    return Settled(settled, posed, vertices, {c.part: g for c, g in zip(body.contacts, left, strict=True)})


def _one_carries(body: Body, planes: list[Plane]) -> None:
    """Two contacts that drive the root the same way would pull it to and fro."""
    up = [
        c.part for c, p in zip(body.contacts, planes, strict=True) if c.drives == "root" and p.normal[1] > 0.9
    ]
    if len(up) > 1:
        raise ContactError(f"{' and '.join(up)} both drive the root's height: only one can carry")


def _runs_away(before: Body, after: Body) -> None:
    """A target that has to give way so far was never within reach."""
    for limbs, keys in (("legs", ("ankle", "knee")), ("arms", ("wrist", "elbow"))):
        for side in SIDES:
            for key in keys:
                start, end = (getattr(getattr(getattr(b, limbs), side), key) for b in (before, after))
                if start and (far := float(np.linalg.norm(np.subtract(end, start)))) > AWAY:
                    raise ContactError(f"{key}.{side}: runs away ({far:.0f} cm): its contact is out of reach")


def _posed(skin: Surface, body: Body) -> Posed:
    return pose(skin.skeleton, body, skin.place)


def _quick(skin: Surface, posed: Posed, part: str) -> Vector:
    return skin.shape(posed, skin.parts[part])


def _passes(
    skin: Surface, body: Body, numbers: dict[str, Any], planes: list[Plane], lifts: list[float]
) -> dict[str, Any]:
    for _ in range(PASSES):
        worst = 0.0
        for contact, on, lift in zip(body.contacts, planes, lifts, strict=True):
            turn = _knob(contact, on, numbers)
            if turn is None:
                continue

            def gap(
                values: dict[str, Any], contact: Contact = contact, on: Plane = on, lift: float = lift
            ) -> float:
                return on.gap(_quick(skin, _posed(skin, Body.model_validate(values)), contact.part)) + lift

            now = gap(numbers)
            worst = max(worst, abs(now))
            if abs(now) < CLOSE / 2:
                continue
            slope = gap(turn(numbers, 1.0)) - now
            if abs(slope) < 0.02:
                continue
            most = STEP["angle" if contact.drives in ANGLES else "length"]
            numbers = turn(numbers, float(np.clip(-now / slope, -most, most)))
        if worst < CLOSE:
            break
    return numbers


type Knob = Callable[[dict[str, Any], float], dict[str, Any]]


def _knob(contact: Contact, on: Plane, numbers: dict[str, Any]) -> Knob | None:
    """What to turn for a contact: returns the numbers changed by so many cm or degrees."""
    if contact.drives == "nothing":
        return None
    if contact.drives in ANGLES:
        path = ANGLES[contact.drives]
        return lambda values, by: _changed(values, path, by)
    if contact.drives == "root":
        return lambda values, by: _shifted(values, ("root", "at"), on.normal * by)
    path = _limb_path(contact, numbers)
    return lambda values, by: _shifted(values, path, on.normal * by)


LIMB = {"foot": "legs", "heel": "legs", "toes": "legs", "shin": "legs", "knee": "legs", "thigh": "legs",
        "palm": "arms", "hand": "arms", "forearm": "arms", "elbow": "arms", "arm": "arms"}  # fmt: skip
MIDDLE = {"knee", "thigh", "elbow", "arm"}


def _limb_path(contact: Contact, numbers: dict[str, Any]) -> tuple[str, ...]:
    stem, _, side = contact.part.partition(".")
    if stem not in LIMB or contact.drives not in {"limb", "knee", "ankle", "wrist", "elbow"}:
        raise ContactError(
            f"{contact.part}: say what it drives: root, nothing, or one of {', '.join(ANGLES)}"
        )
    limbs = LIMB[stem]
    middle = {"legs": "knee", "arms": "elbow"}[limbs]
    end = {"legs": "ankle", "arms": "wrist"}[limbs]
    key = contact.drives if contact.drives != "limb" else (middle if stem in MIDDLE else end)
    if numbers[limbs][side].get(key) is None:
        raise ContactError(f"{contact.part}: its limb has no {key} that could give way")
    return (limbs, side, key)


def _changed(values: dict[str, Any], path: tuple[Any, ...], by: float) -> dict[str, Any]:
    first, *rest = path
    if isinstance(values, (list, tuple)):
        out = list(values)
        out[first] = out[first] + by
        return tuple(out)
    changed = values[first] + by if not rest else _changed(values[first], tuple(rest), by)
    return {**values, first: changed}


def _shifted(values: dict[str, Any], path: tuple[str, ...], by: Vector) -> dict[str, Any]:
    first, *rest = path
    if rest:
        return {**values, first: _shifted(values[first], tuple(rest), by)}
    return {**values, first: tuple(float(a + b) for a, b in zip(values[first], by, strict=True))}
