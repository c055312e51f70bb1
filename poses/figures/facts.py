"""What a picture shows, as plain facts from which its text is made (`words.py`). Pure JSON, left and right as drawn."""

from typing import Any

import numpy as np

from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.numbers import LETTER, SIDES, Contact, Side, Touch
from poses.figures.picture import Scene

LYING = 0.62  # how far up the chest's front must look, of 1
LUNGE = 60.0  # cm between the feet
LOW_HIPS = 30.0  # cm: hips below that on the knees are sat back
UPRIGHT = (
    50.0  # degrees from upright up to which somebody stands, sits or kneels rather than being on all fours
)
NEAR = 70.0  # cm, seen from above: what a hand so far away may rest on
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
    """What a contact lies on: floor, or a prop's kind. A height alone is that of the nearest prop so high."""
    if isinstance(contact.upon, str) and contact.upon in settled.body.props:
        return settled.body.props[contact.upon].kind
    if contact.upon == "floor":
        return "floor"
    return "floor" if float(contact.upon) < 4 else _nearest(settled, contact.part)


def _nearest(settled: Settled, part: str) -> str:
    """The prop beside or under a part, seen from above."""
    stem, _, side = part.partition(".")
    bone = {
        "palm": "wrist",
        "hand": "wrist",
        "forearm": "lowerarm01",
        "elbow": "lowerarm01",
        "head": "head",
    }.get(stem, "foot")
    where = settled.posed.at(f"{bone}.{LETTER[side]}" if side else "head")
    solid = [p for p in settled.body.props.values() if p.kind not in {"mat", "strap", "wall"}]
    away = [float(np.hypot(*(where - np.array(p.at))[[0, 2]])) for p in solid]
    return solid[int(np.argmin(away))].kind if solid and min(away) < NEAR else "floor"


def _upright(settled: Settled) -> float:
    """Degrees from upright of the way from the hips to the neck."""
    posed = settled.posed
    way = unit(posed.at("neck01") - np.array(settled.body.root.at))
    return float(np.degrees(np.arccos(np.clip(way[1], -1, 1))))


def _base(settled: Settled) -> str:
    posed = settled.posed
    chest = posed.of("spine02")
    front, left = chest @ [0, 0, 1], chest @ [1, 0, 0]
    lean = _upright(settled)
    seats = _touching(settled, "seat", "hip.left", "hip.right", "pelvis")
    knees = len({c.part for c in _touching(settled, "knee.left", "knee.right", "shin.left", "shin.right")})
    height = settled.body.root.at[1]
    straight = all(posed.measures[f"hip_flexion.{s}"] < 45 for s in SIDES)
    if height < 25 and (posed.rotation[0] @ [0, 0, 1])[1] < -0.7 and straight:
        return "lying_front"
    if lean > UPRIGHT + 10 and height < 36 and not (knees and front[1] < -0.3 and height > 14):
        if front[1] > LYING:
            return "lying_back"
        if abs(left[1]) > LYING:
            return "lying_right" if left[1] > 0 else "lying_left"
        return "lying_front" if front[1] < -0.3 else "lying_back"
    if seats and any(_kind(settled, c) in {"chair", "bench"} for c in seats):
        return "chair"
    return _base_on_feet_or_knees(settled, lean, bool(seats))


def _base_on_feet_or_knees(settled: Settled, lean: float, seated: bool) -> str:
    measures, height = settled.posed.measures, settled.body.root.at[1]
    down = [s for s in SIDES if _touching(settled, f"knee.{s}", f"shin.{s}")]
    ahead = {s: _ahead(settled, s) for s in SIDES}
    heels = all(measures[f"knee.{s}"] > 110 for s in SIDES) and all(ahead[s] < 5 for s in SIDES)
    if seated and height < 40 and not (down and heels):
        return "floor"
    if len(down) == 1 and ahead["right" if down == ["left"] else "left"] > 10:
        return "half_kneeling"
    if down and lean > UPRIGHT and height > LOW_HIPS:
        return "hands_knees"
    if down or (seated and heels):
        return "kneeling"
    if abs(ahead["left"] - ahead["right"]) > LUNGE and height < 70:
        return "lunge"
    return "standing" if height > 55 else "squat"


def _seat(settled: Settled) -> str | None:
    found = _touching(settled, "seat", "pelvis")
    return _kind(settled, found[0]) if found else None


def _trunk(settled: Settled, base: str) -> dict[str, float]:
    spine, posed = settled.body.spine, settled.posed
    pelvis = posed.rotation[0]
    way = unit(posed.at("neck01") - np.array(settled.body.root.at))
    stands = base in UPRIGHT_BASES
    ahead = unit(pelvis @ [0, 0, 1] * np.array([1, 0, 1])) if stands else pelvis @ [0, 0, 1]
    left = unit(np.cross([0, 1, 0], ahead))
    rolled = np.degrees(np.arcsin(np.clip(-(pelvis @ [1, 0, 0])[1], -1, 1)))  # left side down
    out: dict[str, float] = {
        "lean": _whole(np.degrees(np.arctan2(way @ ahead, way[1]))),
        "side": _whole(np.degrees(np.arcsin(np.clip(way @ left, -1, 1)))) if stands else 0,
        "rounded": _whole(spine.lumbar[0] + spine.chest[0]),
        "twist": _whole(spine.lumbar[2] + spine.chest[2]),
        "hips": _whole(settled.body.root.at[1]),
    }
    if base in {"lying_back", "lying_front"}:
        out["rolled"] = _whole(rolled if base == "lying_back" else -rolled)
    if settled.body.breath > 0.3:
        out["breath"] = 1
    if any(
        _kind(settled, c) == "wall" for c in _touching(settled, "back", "trunk", "seat", "pelvis", "loin")
    ):
        out["wall"] = 1
    return out


def _whole(value: Any) -> int:
    return round(float(value))


UPRIGHT_BASES = {"standing", "chair", "floor", "kneeling", "half_kneeling", "squat", "lunge"}


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
        "calf_on": _on(settled, f"shin.{side}")
        if settled.posed.of(f"lowerleg01.{LETTER[side]}")[1, 2] > 0
        else None,
        "rests_on": _rests(settled, side),
        "lifted": where == "air",
        "high": round(low),
        "ahead": round(_ahead(settled, side)),
        "aside": round(float(local[0]) * sign),
    }


def _ahead(settled: Settled, side: Side) -> float:
    """How far (cm) a foot is before the hips."""
    ankle = settled.posed.at(f"foot.{LETTER[side]}") - np.array(settled.body.root.at)
    return float(_level(settled.posed.rotation[0]) @ ankle)


def _level(pelvis: Vector) -> Vector:
    """The figure's own front on the floor; where it lies, the way that its feet point from its hips."""
    front = pelvis @ np.array([0.0, 0, 1])
    if abs(front[1]) > 0.75:  # on the back the feet point ahead, on the front and on all fours the head
        front = -np.sign(front[1]) * (pelvis @ np.array([0.0, 1, 0]))
    return unit(front * [1, 0, 1])


def _rests(settled: Settled, side: Side) -> str | None:
    """A prop that carries the leg along its length."""
    parts = [f"{part}.{side}" for part in ("thigh", "shin", "knee", "foot")]
    fitted = [p.kind for p in settled.body.props.values() if set(parts) & set(p.under)]
    on = _on(settled, *parts[:3])
    return fitted[0] if fitted else on if on != "floor" else None


def _on(settled: Settled, *parts: str) -> str | None:
    found = _touching(settled, *parts)
    return _kind(settled, found[0]) if found else None


def _foot(settled: Settled, side: Side, low: float) -> str:
    leg = getattr(settled.body.legs, side)
    if leg.touches:
        return f"on:{_named(leg.touches)}"
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


PLAIN = {"upperarm": "arm", "pelvis": "hip"}


def _named(touch: Touch) -> str:
    """What people call a place on the skin: `knee.left` for the end of a thigh."""
    stem, _, side = touch.bone.rpartition(".") if "." in touch.bone else (touch.bone, "", "")
    if (stem == "thigh" and touch.along > 0.82 and touch.face != "back") or (
        stem == "shin" and touch.along < 0.15
    ):
        stem = "knee"
    elif stem == "thigh" and touch.face == "back":
        stem = "thigh_back"
    elif stem == "shin" and touch.along > 0.8:
        stem = "ankle"
    elif stem == "belly" or (stem == "pelvis" and touch.face == "front"):
        return "belly"
    elif stem in {"chest", "head", "neck"}:
        return stem
    stem = PLAIN.get(stem, stem)
    return f"{stem}.{side}" if side else stem


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
    hand = f"on:{_named(arm.touches)}" if arm.touches else free
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
