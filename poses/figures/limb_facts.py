"""What the legs and arms of a settled figure do, as plain facts: bent how far, where, carried by what."""

from typing import Any

import numpy as np

from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.nearby import FLOOR, Nearby
from poses.figures.numbers import LETTER, SIDES, Side, Touch
from poses.figures.seen import joint, seen, spot, whole

IN_AIR = 5.0  # cm above what carries
HAND_LOW = 7.0  # cm: a hand so low is laid down
HANGS = 25.0  # degrees: an arm with its elbow so straight, without anything told, hangs or reaches

# -- legs ----------------------------------------------------------------------------------------------------


def leg_facts(near: Nearby, side: Side) -> dict[str, Any]:
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
        **joint(settled, side, "foot"),
        "kneecap": joint(settled, side, "lowerleg01"),
        "at": spot(posed.at(f"foot.{LETTER[side]}")),
        "knee_at": spot(posed.at(f"lowerleg01.{LETTER[side]}")),
    }


def _toes(settled: Settled, side: Side) -> int:
    """Degrees that the toes point outwards on the floor."""
    rest = settled.posed.skeleton
    ankle, toe = (rest.at(f"{b}.{LETTER[side]}") for b in ("foot", "toe2-1"))
    way = settled.posed.of(f"foot.{LETTER[side]}") @ ((toe - ankle) * [0, 1, 1])
    where = seen(settled, np.zeros(3), way * 10, side)
    return whole(np.degrees(np.arctan2(where["out"], where["ahead"])))


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
    elif stem in {"belly", "pelvis"}:
        return _low_front(touch, stem, side)
    elif stem == "chest" and touch.face == "front" and touch.along < 0.4:
        return "ribs"
    elif stem in {"chest", "head", "neck"}:
        return stem
    stem = PLAIN.get(stem, stem)
    return f"{stem}.{side}" if side else stem


def _low_front(touch: Touch, stem: str, side: str) -> str:
    """A place on belly or pelvis: the waist, a hip bone, the crease of the hip, the front of the pelvis, the belly."""
    front, outer = touch.face == "front", touch.face == "outer"
    if stem == "pelvis" and not front:
        return f"{PLAIN[stem]}.{side}" if side else PLAIN[stem]
    if stem == "pelvis":
        return f"crease.{side}" if touch.turn >= 55 else "belly"
    if side and outer:
        return f"waist.{side}"
    if side and front and touch.turn >= 35 and touch.along < 0.4:
        return f"hip_bone.{side}"
    return "pelvis.front" if front and touch.along <= 0.15 else "belly"


# -- arms ----------------------------------------------------------------------------------------------------


def arm_facts(near: Nearby, side: Side) -> dict[str, Any]:
    settled = near.scene.settled
    posed, letter = settled.posed, LETTER[side]
    shoulder, wrist = posed.at(f"upperarm01.{letter}"), posed.at(f"wrist.{letter}")
    sign = 1 if side == "left" else -1
    along, chest = unit(wrist - shoulder), posed.of("spine02")
    return {
        "hand": _hand(near, side),
        "forearm": _forearm(near, side),
        "shoulder_on": next((t.kind for t in near.on(f"shoulder.{side}") if t.above), None),
        "high": whole(near.low(f"hand.{side}")),
        "palm": _palm(settled, side),
        "raise": round(posed.measures[f"shoulder.{side}"]),
        "elbow": round(posed.measures[f"elbow.{side}"]),
        "plumb": _plumb(shoulder, posed.at(f"lowerarm01.{letter}")),
        # Of 100, as the chest has it: towards its front, away from its middle, towards the head.
        "way": {
            "front": whole(100 * along @ chest @ [0, 0, 1]),
            "out": whole(100 * along @ chest @ [sign, 0, 0]),
            "head": whole(100 * along @ chest @ [0, 1, 0]),
            "up": whole(100 * along[1]),
        },
        "from_hips": joint(settled, side, "wrist"),
        "from_shoulder": seen(settled, shoulder, wrist, side),
        "at": spot(wrist),
    }


def _plumb(shoulder: Vector, elbow: Vector) -> int:
    """Degrees between the upper arm and straight down: 0 with the elbow right below the shoulder."""
    return whole(np.degrees(np.arccos(np.clip(-unit(elbow - shoulder)[1], -1, 1))))


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
    return (
        [f"on:{part}"]
        if part and (hand == f"on:{part}" or hand.startswith(("on:hand", "on:forearm")))
        else []
    )
