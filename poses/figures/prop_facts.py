"""What stands around a settled figure, as plain facts: what lies on it, what it lies on, where it is."""

from typing import Any

import numpy as np

from poses.figures.geometry import Vector
from poses.figures.nearby import Nearby
from poses.figures.numbers import LETTER, SIDES
from poses.figures.seen import hips, seen

#: Parts that may lie on a prop, in the order in which they are named.
PARTS = (
    "head",
    "back",
    "loin",
    "pelvis",
    "seat",
    "hip",
    "thigh",
    "knee",
    "shin",
    "foot",
    "heel",
    "toes",
    "forearm",
    "hand",
)
ROLLS = {"blanket", "towel"}  # told apart by their size: a roll is hardly wider than it is high


def prop_facts(near: Nearby) -> list[dict[str, Any]]:
    return [_prop(near, name) for name in near.props]


def _prop(near: Nearby, name: str) -> dict[str, Any]:
    """What it is, what lies on it, what it lies on or leans against, and where it stands."""
    settled, prop = near.scene.settled, near.props[name]
    carries = [c.part for c in settled.body.contacts if c.upon == name]
    through = [p for p in prop.through if isinstance(p, str)]
    touched = _touched(near, name)
    above = [part for part, on_top in touched if on_top]
    made: dict[str, Any] = {
        "kind": prop.kind,
        "under": list(dict.fromkeys([*carries, *prop.under, *above, *through])),
        "over": [part for part, on_top in touched if not on_top],
        "from_hips": seen(settled, hips(settled), np.array(prop.at), "left"),
    }
    made["from_hips"]["leftward"] = made["from_hips"].pop("out")
    if prop.kind == "strap":
        made["round"] = _round(near, prop.through)
    if prop.kind in ROLLS and prop.size:
        made["rolled"] = min(prop.size[0], prop.size[2]) < 2 * prop.size[1]
    if other := _upon(near, name):
        made["on"] = other
    if prop.kind == "chair" and _at_wall(near, name):
        made["on"] = "wall"
    if not above and prop.kind not in {"strap", "wall", "chair", "table", "mat"}:
        made["below"] = _below(near, name)
    stems = {part.partition(".")[0] for part, _ in touched}
    if touched and stems <= {"hand", "forearm"} and prop.at[1] > 20 and "on" not in made:
        made["held"] = True
    return made


def _touched(near: Nearby, name: str) -> list[tuple[str, bool]]:
    if near.props[name].kind in {"mat", "strap", "wall"}:
        return []
    known = near.scene.skin.body.parts
    parts = [p for stem in PARTS for p in (stem, f"{stem}.left", f"{stem}.right") if p in known]
    return [(part, t.above) for part in parts for t in near.on(part) if t.prop == name]


def _below(near: Nearby, name: str) -> str | None:
    """What a prop lies under without touching it."""
    prop, posed = near.props[name], near.scene.settled.posed
    reach = max((prop.size or (40, 0, 40))[0], (prop.size or (40, 0, 40))[2]) / 2
    joints = {f"{part}.{s}": posed.at(f"{bone}.{LETTER[s]}") for s in SIDES
              for part, bone in (("knee", "lowerleg01"), ("foot", "foot"))}  # fmt: skip
    away = {
        part: float(np.hypot(at[0] - prop.at[0], at[2] - prop.at[2]))
        for part, at in joints.items()
        if at[1] > prop.at[1] + (prop.size or (0, 0, 0))[1]
    }
    best = min(away, key=lambda part: away[part], default=None)
    return best if best and away[best] < reach else None


def _round(near: Nearby, through: tuple[Any, ...]) -> str | None:
    """The part that a strap runs round: one that it names, or the one nearest its middle."""
    named = [p for p in through if isinstance(p, str) and not p.startswith("hand")]
    if named:
        stem, _, side = named[0].partition(".")
        return f"{'foot' if stem == 'sole' else stem}.{side}"
    points = [np.array(p, float) for p in through if not isinstance(p, str)]
    parts = [f"{part}.{side}" for part in ("foot", "shin", "thigh") for side in SIDES]
    return min(parts, key=lambda part: sum(near.to_skin(p, part) for p in points)) if points else None


def _upon(near: Nearby, name: str) -> str | None:
    """The prop that this one lies on."""
    prop = near.props[name]
    if prop.at[1] < 3 or prop.kind == "strap":
        return None
    under = {}
    for other, below in near.props.items():
        height = below.at[1] + (below.size or (0, 0, 0))[1]
        away = float(np.hypot(below.at[0] - prop.at[0], below.at[2] - prop.at[2]))
        if (
            other != name
            and below.kind not in {"mat", "wall", "strap"}
            and abs(height - prop.at[1]) < 4
            and away < 45
        ):
            under[below.kind] = away
    return min(under, key=lambda kind: under[kind], default=None)


def _at_wall(near: Nearby, name: str) -> bool:
    chair = near.props[name]
    walls = [p for p in near.props.values() if p.kind == "wall"]
    return any(_before(np.array(chair.at), np.array(w.at), w.yaw) < 45 for w in walls)


def _before(point: Vector, wall: Vector, yaw: float) -> float:
    """How far (cm) a place is before a wall."""
    turn = np.radians(yaw)
    return float(abs((point - wall) @ [np.sin(turn), 0, np.cos(turn)]))
