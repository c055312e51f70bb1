"""What a picture shows, as plain facts from which its text is made (`words.py`). Pure JSON, left and right as drawn.

Degrees and cm, whole. `ahead`, `out` and `up` are seen from the figure: along the floor the way it faces (lying on the
back: the way its feet point; on the front and on all fours: the way its head points), away from its middle, upwards.
"""

from typing import Any

import numpy as np

from poses.figures.geometry import Vector, unit
from poses.figures.limb_facts import arm_facts, leg_facts
from poses.figures.nearby import Nearby, Touching
from poses.figures.numbers import SIDES
from poses.figures.picture import Scene
from poses.figures.prop_facts import prop_facts
from poses.figures.seen import front_of, hips, joint, seen, share, spot, upright, whole

LYING = 0.62  # how far up the chest's front must look, of 1
ON_SIDE = 0.85  # how steep the line from hip to hip is on the side, of 1
LUNGE = 60.0  # cm between the feet
LOW_HIPS = 30.0  # cm: hips below that on the knees are sat back
SEAT_HIGH = 40.0  # cm: whoever sits so high sits on a chair, whatever lies on it
ASIDE = 45.0  # cm: a foot so far out is beside the figure, not in front of it
UPRIGHT = (
    50.0  # degrees from upright up to which somebody stands, sits or kneels rather than being on all fours
)
UPRIGHT_BASES = {"standing", "chair", "floor", "kneeling", "half_kneeling", "squat", "lunge"}


def facts(scene: Scene) -> dict[str, Any]:
    """Base, trunk, head, legs, arms, props and seat of a settled frame."""
    near, settled = Nearby(scene), scene.settled
    base = _base(near)
    return {
        "base": base,
        "seat": _seat(near),
        "front": {"x": share(front_of(settled)[0]), "z": share(front_of(settled)[2])},
        "trunk": _trunk(near, base),
        "head": _head(near),
        "legs": {side: leg_facts(near, side) for side in SIDES},
        "arms": {side: arm_facts(near, side) for side in SIDES},
        "between": {
            "knees": whole(near.apart("knee.left", "knee.right")),
            "feet": whole(near.apart("foot.left", "foot.right")),
            "hands": whole(near.apart("hand.left", "hand.right")),
        },
        "props": prop_facts(near),
    }


# -- base ----------------------------------------------------------------------------------------------------


def _base(near: Nearby) -> str:
    settled = near.scene.settled
    posed = settled.posed
    chest = posed.of("spine02")
    front, left = chest @ [0, 0, 1], chest @ [1, 0, 0]
    lean, height = upright(settled), settled.body.root.at[1]
    knees = near.contacts("knee.left", "knee.right", "shin.left", "shin.right")
    straight = all(posed.measures[f"hip_flexion.{s}"] < 45 for s in SIDES)
    if height < 25 and (posed.rotation[0] @ [0, 0, 1])[1] < -0.7 and straight:
        return "lying_front"
    tilted = (posed.rotation[0] @ [1, 0, 0])[1]
    # A chest may turn to the floor or away from it: the pelvis tells on which side somebody lies.
    if lean > UPRIGHT + 10 and height < 36 and abs(tilted) > ON_SIDE and front[1] <= LYING:
        return "lying_right" if tilted > 0 else "lying_left"
    if lean > UPRIGHT + 10 and height < 36 and not (knees and front[1] < -0.3 and height > 14):
        if front[1] > LYING:
            return "lying_back"
        if abs(left[1]) > LYING:
            return "lying_right" if left[1] > 0 else "lying_left"
        return "lying_front" if front[1] < -0.3 else "lying_back"
    seat = _seat(near)
    if seat in {"chair", "bench"} or (seat and near.low("seat") > SEAT_HIGH and seat != "wall"):
        return "chair"
    return _base_on_feet_or_knees(near, lean, seat is not None)


def _base_on_feet_or_knees(near: Nearby, lean: float, seated: bool) -> str:
    settled = near.scene.settled
    measures, height = settled.posed.measures, settled.body.root.at[1]
    down = [s for s in SIDES if near.contacts(f"knee.{s}", f"shin.{s}")]
    feet = {s: joint(settled, s, "foot") for s in SIDES}
    heels = all(measures[f"knee.{s}"] > 100 and feet[s]["ahead"] < 5 for s in SIDES)
    if seated and height < 40 and not (down and heels):
        return "floor"
    other = feet["right" if down == ["left"] else "left"]
    if len(down) == 1 and other["ahead"] > 10 and other["out"] < ASIDE:
        return "half_kneeling"
    if down and lean > UPRIGHT and height > LOW_HIPS and not seated:
        return "hands_knees"
    if down or (seated and heels):
        return "kneeling"
    if abs(feet["left"]["ahead"] - feet["right"]["ahead"]) > LUNGE and height < 70:
        return "lunge"
    return "standing" if height > 55 else "squat"


def _seat(near: Nearby) -> str | None:
    """What the seat rests on: as the pose says, else what is found under it."""
    found = near.contacts("seat", "pelvis", "hip.left", "hip.right")
    # A height alone may be that of the own heels: then what is found below the hips, not before them.
    kinds = [near.kind(c) for c in found if c.upon in near.props or c.upon == "floor" or float(c.upon) < 4]
    under = [t.kind for t in near.on("seat") if t.above and t.points > 20 and _below_hips(near, t)]
    return next((kind for kind in kinds if kind != "wall"), under[0] if under else None)


def _below_hips(near: Nearby, touching: Touching) -> bool:
    settled, prop = near.scene.settled, near.props[touching.prop]
    ahead = seen(settled, hips(settled), np.array(prop.at), "left")["ahead"]
    return touching.kind not in {"wall", "table"} and ahead < 15


# -- trunk and head ------------------------------------------------------------------------------------------


def _trunk(near: Nearby, base: str) -> dict[str, Any]:
    settled = near.scene.settled
    spine, posed = settled.body.spine, settled.posed
    pelvis, chest = posed.rotation[0], posed.of("spine02")
    way = unit(posed.at("neck01") - hips(settled))
    stands = base in UPRIGHT_BASES
    ahead = unit(pelvis @ [0, 0, 1] * np.array([1, 0, 1])) if stands else pelvis @ [0, 0, 1]
    left = unit(np.cross([0, 1, 0], ahead))
    out: dict[str, Any] = {
        "lean": whole(np.degrees(np.arctan2(way @ ahead, way[1]))),
        "side": whole(np.degrees(np.arcsin(np.clip(way @ left, -1, 1)))) if stands else 0,
        "rounded": whole(spine.lumbar[0] + spine.chest[0]),
        "twist": whole(spine.lumbar[2] + spine.chest[2]),
        "hips": whole(settled.body.root.at[1]),
        "drop": whole(settled.body.root.at[1] - posed.at("neck01")[1]),
        "tip": whole(_tip(pelvis)),
        "hitch": whole(np.degrees(np.arcsin(np.clip((pelvis @ [1, 0, 0])[1], -1, 1)))),  # left hip higher
        "at": spot(hips(settled)),
    }
    if base in {"lying_back", "lying_front"}:
        rolled = np.degrees(np.arcsin(np.clip(-(pelvis @ [1, 0, 0])[1], -1, 1)))  # left side down
        out["rolled"] = whole(rolled if base == "lying_back" else -rolled)
    if base.startswith("lying"):
        out["open"] = whole(100 * (chest @ [0, 0, 1])[1])  # how far up the chest looks, of 100
    if settled.body.breath > 0.3:
        out["breath"] = 1
    if any(t.kind == "wall" for part in ("back", "seat", "loin") for t in near.on(part)):
        out["wall"] = "seat" if not any(t.kind == "wall" for t in near.on("back")) else "back"
    if under := _carried(near, "loin", "pelvis"):
        out["on"] = under
    return out


def _tip(pelvis: Vector) -> float:
    """Degrees that the pelvis is tipped forward from upright."""
    up, front = pelvis @ [0, 1, 0], pelvis @ [0, 0, 1]
    return float(np.degrees(np.arctan2(-front[1], up[1])))


def _carried(near: Nearby, *parts: str) -> str | None:
    found = [
        t for part in parts for t in near.on(part) if t.above and t.kind not in {"wall", "chair", "table"}
    ]
    return found[0].kind if found else None


def _head(near: Nearby) -> dict[str, Any]:
    settled = near.scene.settled
    spine = settled.body.spine
    found = near.contacts("head")
    face = settled.posed.of("head") @ [0, 0, 1]
    on = near.kind(found[0]) if found else _carried(near, "head")
    return {
        "nod": round(spine.neck[0] + spine.head[0]),
        "tilt": round(spine.neck[1] + spine.head[1]),
        "turn": round(spine.neck[2] + spine.head[2]),
        "gaze": whole(np.degrees(np.arcsin(np.clip(face[1], -1, 1)))),
        "on": "hands" if _on_hands(near) else on,
        "at": spot(settled.posed.at("head")),
    }


def _on_hands(near: Nearby) -> bool:
    """Whether the head of somebody bent or lying rests on a hand: one near it and below it."""
    if upright(near.scene.settled) < 30:
        return False
    middle = float(near.skin("head")[:, 1].mean())
    return any(
        near.apart(f"hand.{s}", "head") < 4.5 and near.skin(f"hand.{s}")[:, 1].mean() < middle - 4
        for s in SIDES
        if (t := getattr(near.scene.settled.body.arms, s).touches) is None
        or t.bone.startswith(("head", "hand", "wrist"))
        if near.scene.settled.posed.measures[f"elbow.{s}"] > 40
    )
