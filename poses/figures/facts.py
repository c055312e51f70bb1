"""What a picture shows, as plain facts from which its text is made (`words.py`). Pure JSON, left and right as drawn.

Degrees and cm, whole. `ahead`, `out` and `up` are seen from the figure: along the floor the way it faces (lying on the
back: the way its feet point; on the front and on all fours: the way its head points), away from its middle, upwards.
"""

from typing import Any

import numpy as np

from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.nearby import FLOOR, Nearby
from poses.figures.numbers import LETTER, SIDES, Side, Touch
from poses.figures.picture import Scene

LYING = 0.62  # how far up the chest's front must look, of 1
LUNGE = 60.0  # cm between the feet
LOW_HIPS = 30.0  # cm: hips below that on the knees are sat back
SEAT_HIGH = 40.0  # cm: whoever sits so high sits on a chair, whatever lies on it
ASIDE = 45.0  # cm: a foot so far out is beside the figure, not in front of it
UPRIGHT = (
    50.0  # degrees from upright up to which somebody stands, sits or kneels rather than being on all fours
)
IN_AIR = 5.0  # cm above what carries
HAND_LOW = 7.0  # cm: a hand so low is laid down
HANGS = 25.0  # degrees: an arm with its elbow so straight, without anything told, hangs or reaches
UPRIGHT_BASES = {"standing", "chair", "floor", "kneeling", "half_kneeling", "squat", "lunge"}


def facts(scene: Scene) -> dict[str, Any]:
    """Base, trunk, head, legs, arms, props and seat of a settled frame."""
    near, settled = Nearby(scene), scene.settled
    base = _base(near)
    return {
        "base": base,
        "seat": _seat(near),
        "front": {"x": _part(_front(settled)[0]), "z": _part(_front(settled)[2])},
        "trunk": _trunk(near, base),
        "head": _head(near),
        "legs": {side: _leg(near, side) for side in SIDES},
        "arms": {side: _arm(near, side) for side in SIDES},
        "between": {
            "knees": _whole(near.apart("knee.left", "knee.right")),
            "feet": _whole(near.apart("foot.left", "foot.right")),
            "hands": _whole(near.apart("hand.left", "hand.right")),
        },
        "props": _props(near),
    }


def _whole(value: Any) -> int:
    return round(float(value))


def _part(value: Any) -> float:
    return round(float(value), 2)


def _hips(settled: Settled) -> Vector:
    return np.array(settled.body.root.at)


def _at(point: Vector) -> dict[str, int]:
    return {axis: _whole(value) for axis, value in zip("xyz", point, strict=True)}


def _front(settled: Settled) -> Vector:
    """The figure's own front on the floor; where it lies, the way that its feet or its head point."""
    pelvis = settled.posed.rotation[0]
    front = pelvis @ np.array([0.0, 0, 1])
    if abs(front[1]) > 0.6:  # on the back the feet point ahead, on the front and on all fours the head
        front = -np.sign(front[1]) * (pelvis @ np.array([0.0, 1, 0]))
    return unit(front * [1, 0, 1])


def _from(settled: Settled, start: Vector, end: Vector, side: Side) -> dict[str, int]:
    """From one place to another, as the figure has it."""
    way = end - start
    out = settled.posed.rotation[0] @ np.array([1.0 if side == "left" else -1.0, 0, 0])
    return {"ahead": _whole(way @ _front(settled)), "out": _whole(way @ out), "up": _whole(way[1])}


# -- base ----------------------------------------------------------------------------------------------------


def _upright(settled: Settled) -> float:
    """Degrees from upright of the way from the hips to the neck."""
    way = unit(settled.posed.at("neck01") - _hips(settled))
    return float(np.degrees(np.arccos(np.clip(way[1], -1, 1))))


def _base(near: Nearby) -> str:
    settled = near.scene.settled
    posed = settled.posed
    chest = posed.of("spine02")
    front, left = chest @ [0, 0, 1], chest @ [1, 0, 0]
    lean, height = _upright(settled), settled.body.root.at[1]
    knees = near.contacts("knee.left", "knee.right", "shin.left", "shin.right")
    straight = all(posed.measures[f"hip_flexion.{s}"] < 45 for s in SIDES)
    if height < 25 and (posed.rotation[0] @ [0, 0, 1])[1] < -0.7 and straight:
        return "lying_front"
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
    feet = {s: _joint(settled, s, "foot") for s in SIDES}
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
    kinds = [near.kind(contact) for contact in found]
    under = [t.kind for t in near.on("seat") if t.above and t.kind not in {"wall", "table"} and t.points > 20]
    return next((kind for kind in kinds if kind != "wall"), under[0] if under else None)


# -- trunk and head ------------------------------------------------------------------------------------------


def _trunk(near: Nearby, base: str) -> dict[str, Any]:
    settled = near.scene.settled
    spine, posed = settled.body.spine, settled.posed
    pelvis, chest = posed.rotation[0], posed.of("spine02")
    way = unit(posed.at("neck01") - _hips(settled))
    stands = base in UPRIGHT_BASES
    ahead = unit(pelvis @ [0, 0, 1] * np.array([1, 0, 1])) if stands else pelvis @ [0, 0, 1]
    left = unit(np.cross([0, 1, 0], ahead))
    out: dict[str, Any] = {
        "lean": _whole(np.degrees(np.arctan2(way @ ahead, way[1]))),
        "side": _whole(np.degrees(np.arcsin(np.clip(way @ left, -1, 1)))) if stands else 0,
        "rounded": _whole(spine.lumbar[0] + spine.chest[0]),
        "twist": _whole(spine.lumbar[2] + spine.chest[2]),
        "hips": _whole(settled.body.root.at[1]),
        "drop": _whole(settled.body.root.at[1] - posed.at("neck01")[1]),
        "tip": _whole(_tip(pelvis)),
        "hitch": _whole(np.degrees(np.arcsin(np.clip((pelvis @ [1, 0, 0])[1], -1, 1)))),  # left hip higher
        "at": _at(_hips(settled)),
    }
    if base in {"lying_back", "lying_front"}:
        rolled = np.degrees(np.arcsin(np.clip(-(pelvis @ [1, 0, 0])[1], -1, 1)))  # left side down
        out["rolled"] = _whole(rolled if base == "lying_back" else -rolled)
    if base.startswith("lying"):
        out["open"] = _whole(100 * (chest @ [0, 0, 1])[1])  # how far up the chest looks, of 100
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
    found = [t for part in parts for t in near.on(part) if t.above and t.kind not in {"wall", "chair", "table"}]
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
        "gaze": _whole(np.degrees(np.arcsin(np.clip(face[1], -1, 1)))),
        "on": "hands" if _on_hands(near) else on,
        "at": _at(settled.posed.at("head")),
    }


def _on_hands(near: Nearby) -> bool:
    """Whether the head of somebody bent or lying rests on a hand: one near it and below it."""
    if _upright(near.scene.settled) < 30:
        return False
    middle = float(near.skin("head")[:, 1].mean())
    return any(
        near.apart(f"hand.{s}", "head") < 4.5 and near.skin(f"hand.{s}")[:, 1].mean() < middle - 4
        for s in SIDES
        if (t := getattr(near.scene.settled.body.arms, s).touches) is None or t.bone.startswith(("head", "wrist"))
        if near.scene.settled.posed.measures[f"elbow.{s}"] > 40
    )


# -- legs ----------------------------------------------------------------------------------------------------


def _joint(settled: Settled, side: Side, bone: str) -> dict[str, int]:
    """Where a joint is from the middle of the hips."""
    return _from(settled, _hips(settled), settled.posed.at(f"{bone}.{LETTER[side]}"), side)


def _leg(near: Nearby, side: Side) -> dict[str, Any]:
    settled = near.scene.settled
    measures, posed = settled.posed.measures, settled.posed
    low = near.low(f"foot.{side}")
    where = _foot(near, side, low)
    return {
        "hip": round(measures[f"hip_flexion.{side}"]),
        "spread": round(measures[f"hip_abduction.{side}"]),
        "turn": round(measures[f"hip_rotation.{side}"]),
        "knee": round(measures[f"knee.{side}"]),
        "foot": where,
        "knee_on": _down(near, f"knee.{side}"),
        "rests_on": _rests(near, side),
        "calf_on": _calf(near, side),
        "lifted": where == "air",
        "toes": _toes(settled, side),
        **_joint(settled, side, "foot"),
        "kneecap": _joint(settled, side, "lowerleg01"),
        "at": _at(posed.at(f"foot.{LETTER[side]}")),
        "knee_at": _at(posed.at(f"lowerleg01.{LETTER[side]}")),
    }


def _toes(settled: Settled, side: Side) -> int:
    """Degrees that the toes point outwards on the floor."""
    rest = settled.posed.skeleton
    ankle, toe = (rest.at(f"{b}.{LETTER[side]}") for b in ("foot", "toe2-1"))
    way = settled.posed.of(f"foot.{LETTER[side]}") @ ((toe - ankle) * [0, 1, 1])
    seen = _from(settled, np.zeros(3), way * 10, side)
    return _whole(np.degrees(np.arctan2(seen["out"], seen["ahead"])))


def _down(near: Nearby, part: str) -> str | None:
    """What a part lies on: floor, or a prop's kind."""
    found = [t for t in near.on(part) if t.above]
    return found[0].kind if found else "floor" if near.low(part) < FLOOR else None


def _calf(near: Nearby, side: Side) -> str | None:
    """What carries the back of the lower leg."""
    over = near.scene.settled.posed.of(f"lowerleg01.{LETTER[side]}")[1, 2] > 0
    found = [t for t in near.on(f"shin.{side}") if t.above]
    return found[0].kind if over and found else None


def _rests(near: Nearby, side: Side) -> str | None:
    """A prop that carries the leg along its length."""
    parts = [f"{part}.{side}" for part in ("thigh", "knee", "shin", "foot")]
    found = [t for part in parts for t in near.on(part) if t.above and t.kind not in {"chair", "bench"}]
    return max(found, key=lambda t: t.points).kind if found else None


def _foot(near: Nearby, side: Side, low: float) -> str:
    settled = near.scene.settled
    leg = getattr(settled.body.legs, side)
    if leg.touches:
        return f"on:{_named(leg.touches)}"
    found = near.contacts(f"foot.{side}", f"toes.{side}", f"heel.{side}")
    on = near.kind(found[0]) if found else None
    if on is not None and on != "floor":
        return on
    if low > IN_AIR:
        return _foot_above(near, side)
    if near.contacts(f"heel.{side}") and not (leg.foot and leg.foot.sole == "down"):
        return "heel"
    if leg.foot is None or leg.foot.sole is None:
        if leg.foot and leg.foot.toes:
            return "side"
        return "heel" if low < IN_AIR and settled.body.root.pitch < -45 else "floor"
    if leg.foot.sole == "down" and leg.foot.pitch < -15:
        return "toes"
    return {"down": "flat", "up": "top", "tucked": "tucked"}[leg.foot.sole]


def _foot_above(near: Nearby, side: Side) -> str:
    """Off the floor: against the wall, on a prop, against the other leg, or in the air."""
    found = [t for t in near.on(f"foot.{side}") if t.above or t.kind == "wall"]
    if found:
        return found[0].kind
    other = "right" if side == "left" else "left"
    leg = near.of_skin(f"foot.{side}", (f"{part}.{other}" for part in ("foot", "shin", "knee", "thigh")))
    return f"on:{leg}" if leg else "air"


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
    elif stem == "belly" and touch.face == "outer" and side:
        stem = "waist"
    elif stem == "pelvis" and touch.face == "front" and touch.turn >= 55:
        stem = "crease"
    elif stem == "belly" or (stem == "pelvis" and touch.face == "front"):
        return "belly"
    elif stem == "chest" and touch.along < 0.2 and touch.turn >= 45:
        return "ribs"
    elif stem in {"chest", "head", "neck"}:
        return stem
    stem = PLAIN.get(stem, stem)
    return f"{stem}.{side}" if side else stem


# -- arms ----------------------------------------------------------------------------------------------------


def _arm(near: Nearby, side: Side) -> dict[str, Any]:
    settled = near.scene.settled
    posed, letter = settled.posed, LETTER[side]
    shoulder, wrist = posed.at(f"upperarm01.{letter}"), posed.at(f"wrist.{letter}")
    sign = 1 if side == "left" else -1
    along, chest = unit(wrist - shoulder), posed.of("spine02")
    return {
        "hand": _hand(near, side),
        "forearm": _forearm(near, side),
        "high": _whole(near.low(f"hand.{side}")),
        "palm": _palm(settled, side),
        "raise": round(posed.measures[f"shoulder.{side}"]),
        "elbow": round(posed.measures[f"elbow.{side}"]),
        # Of 100, as the chest has it: towards its front, away from its middle, towards the head.
        "way": {
            "front": _whole(100 * along @ chest @ [0, 0, 1]),
            "out": _whole(100 * along @ chest @ [sign, 0, 0]),
            "head": _whole(100 * along @ chest @ [0, 1, 0]),
            "up": _whole(100 * along[1]),
        },
        "from_hips": _joint(settled, side, "wrist"),
        "from_shoulder": _from(settled, shoulder, wrist, side),
        "at": _at(wrist),
    }


def _palm(settled: Settled, side: Side) -> str | None:
    """Which way the palm looks, if it clearly looks up or down."""
    letter = LETTER[side]
    back = (settled.posed.of(f"wrist.{letter}") @ settled.posed.skeleton.hand[letter][:, 1])[1]
    return "down" if back > 0.6 else "up" if back < -0.6 else None


def _hand(near: Nearby, side: Side) -> str:
    """What a hand holds or lies on."""
    arm = getattr(near.scene.settled.body.arms, side)
    if arm.touches:
        return f"on:{_named(arm.touches)}"
    found = near.contacts(f"palm.{side}", f"hand.{side}")
    if found:
        return near.kind(found[0])
    if any(f"hand.{side}" in prop.through for prop in near.props.values()):
        return "strap"
    if near.low(f"hand.{side}") < HAND_LOW:
        return "floor"
    return _hand_found(near, side)


def _hand_found(near: Nearby, side: Side) -> str:
    other = "right" if side == "left" else "left"
    if near.apart(f"palm.{side}", f"palm.{other}") < 1.5:
        return f"on:hand.{other}"
    if props := near.on(f"palm.{side}"):
        return props[0].kind
    elbow = near.scene.settled.posed.measures[f"elbow.{side}"]
    if elbow < HANGS:
        return "air"
    arm = [f"{part}.{other}" for part in ("hand", "forearm", "elbow", "shoulder", "arm")]
    legs = [f"{part}.{s}" for part in ("knee", "shin", "thigh", "foot") for s in SIDES]
    own = [f"shoulder.{side}"] if elbow > 100 else []
    skin = near.of_skin(f"palm.{side}", iter([*arm, *own, *legs, "head", "back", "loin"]), 4.0)
    return f"on:{_trunk_part(near, side, skin)}" if skin else "air"


def _trunk_part(near: Nearby, side: Side, part: str) -> str:
    """A hand on the trunk lies in front of it or behind it."""
    if part not in {"back", "loin"}:
        return part
    posed = near.scene.settled.posed
    hand = posed.at(f"wrist.{LETTER[side]}") - posed.at("spine03")
    ahead = hand @ (posed.of("spine03") @ [0, 0, 1]) > 0
    return ("chest" if part == "back" else "belly") if ahead else ("back" if part == "back" else "lumbar")


def _forearm(near: Nearby, side: Side) -> str | None:
    """What a forearm lies on."""
    found = near.contacts(f"forearm.{side}", f"elbow.{side}")
    kinds = [near.kind(contact) for contact in found]
    laid = [t.kind for t in near.on(f"forearm.{side}") if (t.above or t.kind == "wall") and t.points > 12]
    if near.contacts(f"palm.{side}") and not found:
        laid = []
    floor = ["floor"] if not kinds and not laid and near.low(f"elbow.{side}") < 3 else []
    return next(iter([*kinds, *laid, *floor, *_forearm_on_leg(near, side)]), None)


def _forearm_on_leg(near: Nearby, side: Side) -> list[str]:
    if near.scene.settled.posed.measures[f"elbow.{side}"] < 50:
        return []
    legs = [f"{part}.{s}" for part in ("shin", "thigh") for s in SIDES]
    part = near.of_skin(f"forearm.{side}", iter(legs))
    hand = _hand(near, side)
    return [f"on:{part}"] if part and (hand == f"on:{part}" or hand.startswith(("on:hand", "on:forearm"))) else []


# -- props ---------------------------------------------------------------------------------------------------

#: Parts that may lie on a prop, in the order in which they are named.
PARTS = ("head", "back", "loin", "pelvis", "seat", "hip", "thigh", "knee", "shin", "foot", "heel", "toes", "forearm", "hand")


def _props(near: Nearby) -> list[dict[str, Any]]:
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
        "from_hips": _from(settled, _hips(settled), np.array(prop.at), "left"),
    }
    made["from_hips"]["leftward"] = made["from_hips"].pop("out")
    if prop.kind == "strap":
        made["round"] = _round(near, prop.through)
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
        if other != name and below.kind not in {"mat", "wall", "strap"} and abs(height - prop.at[1]) < 4 and away < 45:
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
