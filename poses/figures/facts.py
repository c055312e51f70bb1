"""What a picture shows, as plain facts from which its text is made (`words.py`). Pure JSON, left and right as drawn."""

from typing import Any

import numpy as np

from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.numbers import LETTER, SIDES, Contact, Side
from poses.figures.picture import Scene

LYING = 0.62  # how far up the chest's front must look, of 1
LOW_HIPS = 30.0  # cm: hips below that on the knees are sat back
UPRIGHT = (
    50.0  # degrees from upright up to which somebody stands, sits or kneels rather than being on all fours
)
IN_AIR = 5.0  # cm above what carries


def facts(scene: Scene) -> dict[str, Any]:
    """Base, trunk, head, legs, arms, props and seat of a settled frame; degrees and cm, rounded."""
    settled = scene.settled
    base = _base(settled)
    return {
        "base": base,
        "seat": _seat(settled),
        "trunk": _trunk(settled, base),
        "head": _head(settled),
        "legs": {side: _leg(scene, side) for side in SIDES},
        "arms": {side: _arm(scene, side) for side in SIDES},
        "props": _props(settled),
    }


def _touching(settled: Settled, *parts: str) -> list[Contact]:
    return [c for c in settled.body.contacts if c.part in parts]


def _kind(settled: Settled, contact: Contact) -> str:
    """What a contact lies on: floor, or a prop's kind."""
    if isinstance(contact.upon, str) and contact.upon in settled.body.props:
        return settled.body.props[contact.upon].kind
    if contact.upon == "floor":
        return "floor"
    high = float(contact.upon)
    return "floor" if high < 4 else _prop_at(settled, high)


def _prop_at(settled: Settled, high: float) -> str:
    """A prop whose top is about so high; else the floor."""
    from poses.figures.props import top

    near = [
        p for p in settled.body.props.values() if p.kind not in {"wall", "strap"} and abs(top(p) - high) < 5
    ]
    return near[0].kind if near else "floor"


def _upright(settled: Settled) -> float:
    """Degrees from upright of the way from the hips to the neck."""
    posed = settled.posed
    way = unit(posed.at("neck01") - np.array(settled.body.root.at))
    return float(np.degrees(np.arccos(np.clip(way[1], -1, 1))))


def _base(settled: Settled) -> str:
    chest = settled.posed.of("spine02")
    front, left = chest @ [0, 0, 1], chest @ [1, 0, 0]
    lean = _upright(settled)
    seats = _touching(settled, "seat", "hip.left", "hip.right", "pelvis")
    knees = len({c.part for c in _touching(settled, "knee.left", "knee.right", "shin.left", "shin.right")})
    height = settled.body.root.at[1]
    if lean > UPRIGHT + 10 and height < 36 and not (knees and front[1] < -0.3 and height > 14):
        if front[1] > LYING:
            return "lying_back"
        if abs(left[1]) > LYING:
            return "lying_right" if left[1] > 0 else "lying_left"
        if front[1] < -0.3:
            return "lying_front"
        return "lying_back"
    if seats and any(_kind(settled, c) in {"chair", "bench"} for c in seats):
        return "chair"
    if knees and lean > UPRIGHT and height > LOW_HIPS:
        return "hands_knees"
    if seats and height < 40:
        return "floor"
    if knees:
        both = all(_touching(settled, f"knee.{s}", f"shin.{s}") for s in SIDES)
        bent = [settled.posed.measures[f"hip_flexion.{s}"] for s in SIDES]
        return "kneeling" if both or abs(bent[0] - bent[1]) < 35 else "half_kneeling"
    return "standing" if height > 55 else "squat"


def _seat(settled: Settled) -> str | None:
    found = _touching(settled, "seat", "pelvis")
    return _kind(settled, found[0]) if found else None


def _trunk(settled: Settled, base: str) -> dict[str, float]:
    spine, posed = settled.body.spine, settled.posed
    pelvis = posed.rotation[0]
    way = unit(posed.at("neck01") - np.array(settled.body.root.at))
    ahead = unit(pelvis @ [0, 0, 1] * np.array([1, 0, 1])) if base in UPRIGHT_BASES else pelvis @ [0, 0, 1]
    left = unit(np.cross([0, 1, 0], ahead))
    return {
        "lean": round(float(np.degrees(np.arctan2(way @ ahead, way[1])))),
        "side": round(
            float(np.degrees(np.arcsin(np.clip(way @ left, -1, 1)))) + spine.lumbar[1] + spine.chest[1]
        )
        if base not in UPRIGHT_BASES
        else round(float(np.degrees(np.arcsin(np.clip(way @ left, -1, 1))))),
        "rounded": round(spine.lumbar[0] + spine.chest[0]),
        "twist": round(spine.lumbar[2] + spine.chest[2]),
        "hips": round(settled.body.root.at[1]),
        "pelvis": round(settled.body.root.pitch),
    }


UPRIGHT_BASES = {"standing", "chair", "floor", "kneeling", "half_kneeling", "squat"}


def _head(settled: Settled) -> dict[str, Any]:
    spine = settled.body.spine
    found = _touching(settled, "head")
    return {
        "nod": round(spine.neck[0] + spine.head[0]),
        "tilt": round(spine.neck[1] + spine.head[1]),
        "turn": round(spine.neck[2] + spine.head[2]),
        "on": _kind(settled, found[0]) if found else None,
    }


def _leg(scene: Scene, side: Side) -> dict[str, Any]:
    settled = scene.settled
    measures, posed = settled.posed.measures, settled.posed
    ankle = posed.at(f"foot.{LETTER[side]}") - np.array(settled.body.root.at)
    local = posed.rotation[0].T @ ankle
    sign = 1 if side == "left" else -1
    low = float(scene.settled.vertices[scene.skin.body.parts[f"foot.{side}"], 1].min())
    where = _foot(settled, side, low)
    return {
        "hip": round(measures[f"hip_flexion.{side}"]),
        "out": round(measures[f"hip_abduction.{side}"]),
        "turn": round(measures[f"hip_rotation.{side}"]),
        "knee": round(measures[f"knee.{side}"]),
        "foot": where,
        "knee_on": _on(settled, f"knee.{side}", f"shin.{side}", f"thigh.{side}"),
        "lifted": where == "air",
        "high": round(low),
        "ahead": round(float(_level(posed.rotation[0]) @ ankle)),
        "aside": round(float(local[0]) * sign),
    }


def _level(pelvis: Vector) -> Vector:
    """The figure's own front on the floor; where it lies, the way that its feet point from its hips."""
    front = pelvis @ np.array([0.0, 0, 1])
    if abs(front[1]) > 0.75:
        front = -(pelvis @ np.array([0.0, 1, 0]))
    return unit(front * [1, 0, 1])


def _on(settled: Settled, *parts: str) -> str | None:
    found = _touching(settled, *parts)
    return _kind(settled, found[0]) if found else None


def _foot(settled: Settled, side: Side, low: float) -> str:
    leg = getattr(settled.body.legs, side)
    if leg.touches:
        return f"on:{leg.touches.bone}"
    on = _on(settled, f"foot.{side}", f"toes.{side}", f"heel.{side}")
    if on is not None and on != "floor":
        return on
    if on is None and low > IN_AIR:
        return "air"
    if _touching(settled, f"heel.{side}") and not (leg.foot and leg.foot.sole == "down"):
        return "heel"
    if leg.foot is None or leg.foot.sole is None:
        return (
            "side"
            if leg.foot and leg.foot.toes
            else "heel"
            if low < IN_AIR and settled.body.root.pitch < -45
            else "floor"
        )
    if leg.foot.sole == "down" and leg.foot.pitch < -15:
        return "toes"
    return {"down": "flat", "up": "top", "tucked": "tucked"}[leg.foot.sole]


def _arm(scene: Scene, side: Side) -> dict[str, Any]:
    settled = scene.settled
    posed, arm = settled.posed, getattr(settled.body.arms, side)
    head = posed.at("head")
    wrist = posed.at(f"wrist.{LETTER[side]}")
    chest = posed.of("spine02")
    low = float(settled.vertices[scene.skin.body.parts[f"hand.{side}"], 1].min())
    on = _on(settled, f"palm.{side}", f"hand.{side}")
    fore = _on(settled, f"forearm.{side}", f"elbow.{side}")
    free = on or ("floor" if low < 1.5 else "air")
    hand = f"on:{arm.touches.bone}.{arm.touches.face}" if arm.touches else free
    local = chest.T @ (wrist - posed.at("spine02"))
    sign = 1 if side == "left" else -1
    return {
        "hand": hand,
        "forearm": fore,
        "palm": arm.hand.palm,
        "raise": round(posed.measures[f"shoulder.{side}"]),
        "elbow": round(posed.measures[f"elbow.{side}"]),
        "above_head": bool(float(chest[:, 1] @ (wrist - head)) > 4),
        "ahead": round(float(local[2])),
        "aside": round(float(local[0]) * sign),
    }


def _props(settled: Settled) -> list[dict[str, Any]]:
    out = []
    for name, prop in settled.body.props.items():
        carries = [c.part for c in settled.body.contacts if c.upon == name]
        through = [p for p in prop.through if isinstance(p, str)]
        out.append({"kind": prop.kind, "under": carries + list(prop.under) + through})
    return out
