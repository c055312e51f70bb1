"""Numbers to bones: forward kinematics of the spine, two-bone reach or angles for the limbs."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from poses.figures.geometry import (
    Matrix,
    Vector,
    about,
    about_x,
    about_y,
    about_z,
    angle_between,
    arc,
    bend,
    euler,
    frame,
    part_of,
    reach,
    signed_angle,
    swing_and_twist,
    unit,
)
from poses.figures.numbers import LETTER, SIDES, Arm, Body, Foot, Hand, Leg, Side, Touch
from poses.figures.skeleton import Skeleton

# How a part of the spine shares its bend among its bones, lowest first.
LUMBAR = (("spine05", 0.30), ("spine04", 0.35), ("spine03", 0.35))
CHEST = (("spine02", 0.5), ("spine01", 0.5))
NECK = (("neck01", 1 / 3), ("neck02", 1 / 3), ("neck03", 1 / 3))
# The collarbone and the shoulder blade follow a raised arm: shares of its swing, from 20 degrees on, whole at 120.
COLLARBONE, BLADE = 0.25, 0.40

type Place = Callable[["Posed", Touch], tuple[Vector, Vector]]


@dataclass
class Posed:
    """Where every bone is (cm) and how it is turned, and what the joints measure (degrees; reaches in cm)."""

    skeleton: Skeleton
    rotation: Matrix  # (bones, 3, 3)
    position: Vector  # (bones, 3)
    breath: float = 0.0  # 0 to 1
    measures: dict[str, float] = field(default_factory=dict)

    @classmethod
    def empty(cls, skeleton: Skeleton) -> "Posed":
        n = len(skeleton.names)
        return cls(skeleton, np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 3)))

    def set(self, bone: str, rotation: Matrix, at: Vector | None = None) -> None:
        """Turn a bone; it starts where its parent has carried it, or `at` (cm)."""
        i = self.skeleton.index[bone]
        self.position[i] = self.start(bone) if at is None else at
        self.rotation[i] = rotation

    def start(self, bone: str) -> Vector:
        i = self.skeleton.index[bone]
        p = self.skeleton.parent[i]
        return self.position[p] + self.rotation[p] @ (self.skeleton.head[i] - self.skeleton.head[p])

    def of(self, bone: str) -> Matrix:
        return self.rotation[self.skeleton.index[bone]]

    def at(self, bone: str) -> Vector:
        return self.position[self.skeleton.index[bone]]


def sign(side: Side) -> int:
    return 1 if side == "left" else -1


def pose(skeleton: Skeleton, body: Body, place: Place) -> Posed:
    """Bones for a body's numbers. `place` finds a `Touch` on the skin: point and outward normal (cm, world)."""
    posed = Posed.empty(skeleton)
    posed.breath = body.breath
    _trunk(posed, body)
    resting = [s for s in SIDES if getattr(body.legs, s).touches is not None]
    for side in sorted(SIDES, key=lambda s: s in resting):  # a leg that lies on the other comes after it
        _leg(posed, side, getattr(body.legs, side), place)
    resting = [s for s in SIDES if (t := getattr(body.arms, s).touches) is not None and _of_arm(t)]
    for side in sorted(SIDES, key=lambda s: s in resting):
        _arm(posed, side, getattr(body.arms, side), place)
    return posed


def _of_arm(touch: Touch) -> bool:
    return touch.bone.startswith(("upperarm", "forearm", "hand"))


def _trunk(posed: Posed, body: Body) -> None:
    bones, root = posed.skeleton, body.root
    turned = euler(root.pitch, root.yaw, root.roll, root.twist)
    posed.rotation[0] = turned
    posed.position[0] = np.array(root.at) + turned @ (bones.head[0] - bones.hips)
    spine = body.spine
    for part, shares in (
        (spine.lumbar, LUMBAR),
        (spine.chest, CHEST),
        (spine.neck, NECK),
        (spine.head, (("head", 1.0),)),
    ):
        for bone, share in shares:
            before = posed.rotation[bones.parent[bones.index[bone]]]
            posed.set(bone, before @ bend(*(share * x for x in part)))
    chest = posed.of("spine01")
    for bone in (
        "clavicle",
        "shoulder01",
    ):  # at rest, so that a hand finds the other shoulder before its arm is placed
        for s in LETTER.values():
            posed.set(f"{bone}.{s}", chest)


# -- legs --------------------------------------------------------------------------------------------------


def _leg(posed: Posed, side: Side, leg: Leg, place: Place) -> None:
    s, sg, bones = LETTER[side], sign(side), posed.skeleton
    limb, pelvis = bones.legs[s], posed.rotation[0]
    posed.set(f"pelvis.{s}", pelvis)
    pole = np.array(leg.pole) if leg.pole else pelvis @ [0.15 * sg, 0, 1]
    thigh, shin = _leg_ways(posed, side, leg, place, pole)
    hinge = _hinge(thigh, shin, np.cross(thigh, -pole))
    if leg.hip is not None:
        hinge = pelvis @ _hip(leg.hip, sg) @ [1, 0, 0]
    whole = frame(thigh, hinge) @ frame(limb.upper_way, [1, 0, 0]).T
    lower = frame(shin, hinge) @ frame(limb.lower_way, [1, 0, 0]).T
    swing, twist = swing_and_twist(pelvis.T @ whole, limb.upper_way)
    posed.set(f"upperleg01.{s}", pelvis @ swing @ part_of(twist, 0.5))
    posed.set(f"upperleg02.{s}", whole)
    # A thigh, as a shin, is two bones that are not quite in line; knee and ankle stay where they were reached.
    knee = posed.at(f"upperleg01.{s}") + thigh * limb.upper
    posed.set(f"lowerleg01.{s}", lower, knee)
    foot = _foot(posed, s, sg, leg.foot or Foot(ankle=10), lower)
    _, ankle_twist = swing_and_twist(lower.T @ foot, limb.lower_way)
    posed.set(f"lowerleg02.{s}", lower @ part_of(ankle_twist, 0.5))
    posed.set(f"foot.{s}", foot, knee + shin * limb.lower)
    for i in bones.toes(s):
        first = bones.names[i].split("-")[1].startswith("1")
        before = posed.rotation[bones.parent[i]]
        posed.set(bones.names[i], before @ about_x(-leg.curl if first else 0))
    flexion, abduction, outward = hip_angles(pelvis.T @ thigh, pelvis.T @ hinge, sg)
    posed.measures |= {
        f"hip_flexion.{side}": flexion,
        f"hip_abduction.{side}": abduction,
        f"hip_rotation.{side}": outward,
        f"knee.{side}": angle_between(thigh, shin),
        f"ankle.{side}": 90 - angle_between(shin, foot @ bones.foot[s][:, 0]),
    }


def _hip(angles: tuple[float, float, float], sg: int) -> Matrix:
    flexion, abduction, outward = angles
    return about_x(-flexion) @ about_z(abduction * sg) @ about_y(outward * sg)


def hip_angles(thigh: Vector, hinge: Vector, sg: int) -> tuple[float, float, float]:
    """Flexion, abduction and outward rotation of a thigh, seen from the pelvis: the inverse of `_hip`.

    `hinge` is the knee's axis; `sg` is 1 on the left, -1 on the right.
    """
    flexion = float(np.degrees(np.arctan2(thigh[2], -thigh[1])))
    abduction = float(np.degrees(np.arcsin(np.clip(thigh[0] * sg, -1, 1))))
    neutral = _hip((flexion, abduction, 0), sg)
    x, _, z = neutral.T @ hinge
    return flexion, abduction, sg * float(np.degrees(np.arctan2(-z, x)))


def _leg_ways(posed: Posed, side: Side, leg: Leg, place: Place, pole: Vector) -> tuple[Vector, Vector]:
    """Unit directions of thigh and shin."""
    s, sg = LETTER[side], sign(side)
    limb, hip = posed.skeleton.legs[s], posed.start(f"upperleg01.{s}")
    if leg.hip is not None:
        turned = posed.rotation[0] @ _hip(leg.hip, sg)
        return turned @ [0, -1, 0], turned @ about_x(leg.bend) @ [0, -1, 0]
    if leg.touches is not None:
        point, normal = place(posed, leg.touches)
        target = point + normal * (3.4 + leg.touches.gap)  # the ankle's own radius
    else:
        target = np.array(leg.ankle, float)
    if leg.knee is not None:
        thigh = unit(np.array(leg.knee) - hip)
        knee = hip + thigh * limb.upper
        return thigh, unit(target - knee)
    knee, end, off = reach(hip, target, limb.upper, limb.lower, pole)
    posed.measures[f"leg_reach.{side}"] = off
    return unit(knee - hip), unit(end - knee)


def _hinge(upper: Vector, lower: Vector, otherwise: Vector) -> Vector:
    """The axis about which a limb bends; of a straight one, from its pole."""
    axis = np.cross(upper, lower)
    return unit(axis) if np.linalg.norm(axis) > 0.08 else unit(otherwise)


def heading(degrees: float, up: float = 0.0) -> Vector:
    """A direction: so far from +z towards +x, and so far above level."""
    return about_y(degrees) @ about_x(-up) @ np.array([0.0, 0, 1])


def _foot(posed: Posed, s: str, sg: int, foot: Foot, shin: Matrix) -> Matrix:
    rest = posed.skeleton.foot[s].T
    if foot.toes is not None and foot.top is not None:
        return frame(foot.toes, foot.top) @ rest
    if foot.ankle is not None:
        return shin @ about_x(foot.ankle) @ about_z(-sg * foot.turn)
    toes = heading(foot.heading, foot.pitch)
    level = heading(foot.heading)
    match foot.sole:
        case "down":
            return frame(toes, np.array([0.0, 1, 0])) @ rest
        case "up":
            return frame(toes, np.array([0.0, -1, 0])) @ rest
        case _:  # tucked: the sole behind, the toes bent on the floor
            return frame(level * 0.35 + np.array([0, -1.0, 0]), level) @ rest


# -- arms --------------------------------------------------------------------------------------------------


def _arm(posed: Posed, side: Side, arm: Arm, place: Place) -> None:
    s, sg, bones = LETTER[side], sign(side), posed.skeleton
    limb, chest = bones.arms[s], posed.of("spine01")
    pole = np.array(arm.pole) if arm.pole else chest @ [0.3 * sg, -0.3, -1]
    hand, target = _hand_on(posed, side, arm, place)
    upper, fore = _arm_ways(posed, side, arm, pole, target)
    hinge0 = np.cross(limb.upper_way, limb.lower_way)
    hinge = _hinge(upper, fore, np.cross(upper, -pole))
    if arm.shoulder is not None:
        hinge = chest @ _shoulder(arm.shoulder, sg) @ [-1, 0, 0]
    above = frame(upper, hinge) @ frame(limb.upper_way, hinge0).T
    below = frame(fore, hinge) @ frame(limb.lower_way, hinge0).T
    blade = posed.of(f"shoulder01.{s}")
    swing, twist = swing_and_twist(blade.T @ above, limb.upper_way)
    posed.set(f"upperarm01.{s}", blade @ swing @ part_of(twist, 0.5))
    posed.set(f"upperarm02.{s}", above)
    elbow = posed.at(f"upperarm01.{s}") + upper * limb.upper
    posed.set(f"lowerarm01.{s}", below, elbow)
    if hand is None:
        hand = _hand(posed, s, arm.hand, below)
    _, turned = swing_and_twist(below.T @ hand, limb.lower_way)
    posed.set(f"lowerarm02.{s}", below @ part_of(turned, 0.6))
    posed.set(f"wrist.{s}", hand, elbow + fore * limb.lower)
    laid = arm.touches is not None or arm.hand.palm is not None
    thumb = arm.hand.thumb if arm.hand.thumb is not None else (THUMB_FLAT if laid else 0)
    curl = arm.hand.curl if arm.hand.curl is not None else (FINGERS_FLAT if laid else FINGERS_SOFT)
    _fingers(posed, s, sg, curl, thumb)
    posed.measures |= {
        f"elbow.{side}": angle_between(upper, fore),
        f"wrist.{side}": angle_between(fore, hand @ bones.hand[s][:, 0]),
        f"forearm_turn.{side}": signed_angle(turned, limb.lower_way),
        f"shoulder.{side}": angle_between(chest @ [0, -1, 0], upper),
    }


def _shoulder(angles: tuple[float, float, float], sg: int) -> Matrix:
    flexion, abduction, inward = angles
    return about_x(-flexion) @ about_z(abduction * sg) @ about_y(-inward * sg)


def _girdle(posed: Posed, s: str, sg: int, towards: Vector, shrug: float) -> Vector:
    """Raise collarbone and blade with the arm; returns where the arm now starts."""
    bones, chest = posed.skeleton, posed.of("spine01")
    way = chest.T @ towards
    swing = arc(bones.arms[s].upper_way, way)
    share = float(np.clip((angle_between(way, [0, -1, 0]) - 20) / 100, 0, 1))
    posed.set(f"clavicle.{s}", chest @ part_of(swing, COLLARBONE * share) @ about_z(sg * shrug))
    posed.set(f"shoulder01.{s}", chest @ part_of(swing, BLADE * share))
    return posed.start(f"upperarm01.{s}")


def _arm_ways(
    posed: Posed, side: Side, arm: Arm, pole: Vector, target: Vector | None
) -> tuple[Vector, Vector]:
    s, sg = LETTER[side], sign(side)
    bones, chest = posed.skeleton, posed.of("spine01")
    limb = bones.arms[s]
    socket = posed.at("spine01") + chest @ (limb.top - bones.at("spine01"))
    if arm.shoulder is not None:
        turned = chest @ _shoulder(arm.shoulder, sg)
        upper = turned @ [0, -1, 0]
        _girdle(posed, s, sg, upper, arm.shrug)
        return upper, turned @ about_x(-arm.bend) @ [0, -1, 0]
    goal = target if target is not None else np.array(arm.wrist, float)
    if arm.elbow is not None:
        elbow = np.array(arm.elbow, float)
        start = _girdle(posed, s, sg, unit(elbow - socket), arm.shrug)
        upper = unit(elbow - start)
        return upper, unit(goal - (start + upper * limb.upper))
    start = _girdle(posed, s, sg, unit(goal - socket), arm.shrug)
    elbow, end, off = reach(start, goal, limb.upper, limb.lower, pole)
    posed.measures[f"arm_reach.{side}"] = off
    return unit(elbow - start), unit(end - elbow)


PALM = 7.0  # cm from the wrist to the middle of the palm
PALM_DEPTH = 1.6  # cm from the hand's bones to the palm's skin


def _hand_on(posed: Posed, side: Side, arm: Arm, place: Place) -> tuple[Matrix | None, Vector | None]:
    """A hand laid on the figure's own skin: its rotation, and where the wrist must be."""
    if arm.touches is None:
        return None, None
    s = LETTER[side]
    point, normal = place(posed, arm.touches)
    along = point - posed.start(f"clavicle.{s}")  # on, along the way from the shoulder
    fingers = along if arm.fingers is None else np.array(arm.fingers, float)
    made = frame(frame(normal, fingers)[:, 1], normal)
    wrist = point + normal * (PALM_DEPTH + arm.touches.gap) - made[:, 0] * PALM
    return made @ posed.skeleton.hand[s].T, wrist


def _hand(posed: Posed, s: str, hand: Hand, forearm: Matrix) -> Matrix:
    rest = posed.skeleton.hand[s].T
    if hand.palm is not None:
        up = np.array([0.0, 1 if hand.palm == "down" else -1, 0])
        return frame(heading(hand.heading, hand.pitch), up) @ rest
    if hand.fingers is not None and hand.back is not None:
        return frame(hand.fingers, hand.back) @ rest
    return forearm


FINGERS_FLAT, FINGERS_SOFT = 6.0, -10.0  # degrees: at rest the fingers are a little closed already
THUMB_FLAT = 38.0  # degrees by which a resting thumb must turn to lie in the palm's plane


def _fingers(posed: Posed, s: str, sg: int, curl: float, thumb_out: float) -> None:
    bones = posed.skeleton
    rest = bones.hand[s]
    axis = np.cross(rest[:, 1], rest[:, 0])
    for i in bones.fingers(s):
        name = bones.names[i]
        before = posed.rotation[bones.parent[i]]
        thumb = name.startswith("finger1")
        bends = name.startswith("finger") and not thumb
        turn = about(axis, -curl) if bends else np.eye(3)
        if name.startswith("finger1-1"):
            turn = about(rest[:, 0], -sg * thumb_out)
        posed.set(name, before @ turn)
