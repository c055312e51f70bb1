"""A pose in numbers: the strict schema of what a person writes. Lengths in cm, angles in degrees.

World: the floor is y = 0, the figure's own front is +z unless its root is yawed, +x is its left. Points and directions
are [x, y, z]. A right limb that is written through `both` is the left one mirrored (x negated).
"""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

type Triple = tuple[float, float, float]
type Side = Literal["left", "right"]

SIDES: tuple[Side, Side] = ("left", "right")
LETTER = {"left": "L", "right": "R"}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Root(Strict):
    """Where the pelvis is and how it is turned. Back on the floor: pitch -90; on all fours: pitch 90."""

    at: Triple = (0, 84, 0)
    pitch: float = 0
    yaw: float = 0
    roll: float = 0
    twist: float = 0


class Spine(Strict):
    """Each part: [flexion forward, side bend to the left, twist to the left], spread over its bones."""

    lumbar: Triple = (0, 0, 0)
    chest: Triple = (0, 0, 0)
    neck: Triple = (0, 0, 0)
    head: Triple = (0, 0, 0)


class Touch(Strict):
    """A place on the figure's own skin: along a bone (0 its start, 1 its end), on that side of it."""

    bone: str
    along: float = Field(0.5, ge=-0.5, le=1.5)
    face: Literal["front", "back", "inner", "outer"] = "front"
    turn: float = Field(0, ge=-180, le=180)  # degrees from that face, towards the limb's own outside
    gap: float = Field(0, ge=-3, le=40)  # cm between the skins


class Foot(Strict):
    """Either `sole` with a heading, or `ankle` against the shin, or two directions."""

    sole: Literal["down", "up", "tucked"] | None = None
    heading: float = 0  # of the toes, degrees from +z towards the figure's left (+x)
    pitch: float = 0  # toes up, degrees from level
    ankle: float | None = None  # 0 is a right angle with the shin, positive is pointed
    turn: float = 0  # with `ankle`: sole towards the other leg
    toes: Triple | None = None
    top: Triple | None = None

    @model_validator(mode="after")
    def one_way(self) -> Self:
        ways = [self.sole is not None, self.ankle is not None, self.toes is not None]
        if sum(ways) != 1 or (self.toes is None) != (self.top is None):
            raise ValueError("say exactly one: sole, ankle, or toes with top")
        return self


class Leg(Strict):
    """One of: `ankle` (with `pole`), `knee` and `ankle`, `hip` and `bend`, or `touches` (the ankle rests there)."""

    ankle: Triple | None = None
    knee: Triple | None = None
    pole: Triple | None = None
    hip: Triple | None = None  # flexion, abduction, outward rotation
    bend: float = 0
    touches: Touch | None = None
    foot: Foot | None = None
    curl: float = 0  # of the toes, upwards

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if sum([self.ankle is not None, self.hip is not None, self.touches is not None]) != 1:
            raise ValueError("say exactly one: ankle, hip, or touches")
        if self.knee is not None and self.ankle is None:
            raise ValueError("a knee needs its ankle")
        return self


class Hand(Strict):
    """Palm with the fingers' heading, or two directions; without either the hand goes on from the forearm."""

    palm: Literal["down", "up"] | None = None
    heading: float = 0
    pitch: float = 0  # fingers up, degrees from level
    fingers: Triple | None = None
    back: Triple | None = None
    # Of each finger's joints, negative closes the hand; a laid hand is flat and a free one soft by itself.
    curl: float | None = Field(None, ge=-100, le=30)
    thumb: float | None = Field(None, ge=-30, le=80)  # degrees out of the palm's plane; laid flat by itself

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if self.palm is not None and (self.fingers is not None or self.back is not None):
            raise ValueError("say palm, or fingers with back, not both")
        if (self.fingers is None) != (self.back is None):
            raise ValueError("fingers and back belong together")
        return self


class Arm(Strict):
    """One of: `wrist` (with `pole`), `elbow` and `wrist`, `shoulder` and `bend`, or `touches` (the palm lies there)."""

    wrist: Triple | None = None
    elbow: Triple | None = None
    pole: Triple | None = None
    shoulder: Triple | None = None  # flexion, abduction, inward rotation
    bend: float = 12
    touches: Touch | None = None
    fingers: Triple | None = None  # with `touches`: their direction, laid flat on the skin
    hand: Hand = Hand()
    shrug: float = Field(0, ge=-10, le=25)

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if sum([self.wrist is not None, self.shoulder is not None, self.touches is not None]) != 1:
            raise ValueError("say exactly one: wrist, shoulder, or touches")
        if self.elbow is not None and self.wrist is None:
            raise ValueError("an elbow needs its wrist")
        if self.fingers is not None and self.touches is None:
            raise ValueError("fingers beside touches only; otherwise write hand")
        return self


class Pair[L: BaseModel](Strict):
    left: L
    right: L


class Contact(Strict):
    """A part that lies on something. `drives` says which number gives way until it does.

    `upon` is `floor`, the name of a prop (its top; a wall: its face) or a height in cm.
    """

    part: str
    upon: str | float = "floor"
    drives: str = "limb"
    gap: float = Field(0, ge=-6, le=10)  # below 0: it sinks into something soft


class Prop(Strict):
    """Something at home. `at` is the middle of its underside; a wall's is where it meets the floor."""

    kind: Literal[
        "mat",
        "blanket",
        "block",
        "bolster",
        "cushion",
        "pillow",
        "chair",
        "wall",
        "strap",
        "table",
        "towel",
        "bench",
    ]
    at: Triple = (0, 0, 0)
    size: Triple | None = None  # width (x), height, depth (z) before it is turned
    yaw: float = 0
    pitch: float = 0
    roll: float = 0
    under: tuple[str, ...] = ()  # parts: a soft prop takes its height from the lowest of them above it
    through: tuple[
        str | Triple, ...
    ] = ()  # a strap: from place to place (points, or hand.left, foot.left ...)


class Body(Strict):
    """A whole body and what stands around it, in one frame of a form."""

    root: Root = Root()
    spine: Spine = Spine()
    breath: float = Field(0, ge=-0.5, le=1.5)  # 1: belly and lower ribs as wide as a deep breath makes them
    legs: Pair[Leg]
    arms: Pair[Arm]
    contacts: tuple[Contact, ...] = ()
    props: dict[str, Prop] = {}


class Camera(Strict):
    """From where: degrees round the figure (0 in front, 90 from its left, -90 from its right) and above level."""

    azimuth: float = 30
    elevation: float = Field(12, ge=0, le=80)
    span: float | None = None  # height of the picture in cm at the target; else as large as it fits
    wide: float = Field(0, ge=0, le=100)  # cm left free around


# -- what stands in a file ---------------------------------------------------------------------------------


class Form(Strict):
    """One rung: a stance and what differs from it, for all frames and for each."""

    stance: str | None = None
    same_as: int | None = None  # another rung of this file that looks the same
    camera: Camera | None = None
    body: dict[str, Any] = {}
    frames: dict[Literal["still", "in", "out"], dict[str, Any]] = {"still": {}}
    cover: Literal["still", "in", "out"] | None = None  # which one a card shows; else out, or still
    mirrored: bool = False  # drawn for the right side first, because the text is
    note: str | None = None


class FigureDoc(Strict):
    """`<slug>.figure.yaml`, beside the pose."""

    stance: str | None = None
    camera: Camera = Camera()
    body: dict[str, Any] = {}
    rungs: dict[Literal[0, 1, 2], Form]


class StanceDoc(Strict):
    """A way to sit, stand, kneel or lie that many poses start from (`stances.yaml`)."""

    stance: str | None = None  # built on another one
    camera: Camera | None = None
    body: dict[str, Any] = {}


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Maps are merged key by key; anything else replaces. A null takes a key away."""
    out = dict(base)
    for key, value in over.items():
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict):
            out[key] = merged(out[key], value)
        else:
            out[key] = value
    return out


MIRRORED_POINTS = {"ankle", "knee", "pole", "wrist", "elbow", "toes", "top", "fingers", "back"}


def mirrored_limb(limb: dict[str, Any]) -> dict[str, Any]:
    """A left limb as the right one: directions and points with x negated, headings turned, bones of the other side."""
    out: dict[str, Any] = {}
    for key, value in limb.items():
        if key == "heading":
            out[key] = -value
        elif key == "bone" and isinstance(value, str):
            out[key] = other_side(value)
        elif key in MIRRORED_POINTS and isinstance(value, list):
            out[key] = [-value[0], *value[1:]]
        elif isinstance(value, dict):
            out[key] = mirrored_limb(value)
        else:
            out[key] = value
    return out


def other_side(name: str) -> str:
    """`hand.left` for `hand.right` and the other way round; names without a side stay."""
    stem, dot, side = name.rpartition(".")
    return f"{stem}{dot}{ {'left': 'right', 'right': 'left'}.get(side, side) }"


def spread(limbs: dict[str, Any]) -> dict[str, Any]:
    """`both` written out as left and right; what stands under left and right goes over it."""
    both = limbs.get("both", {})
    out = {"left": both, "right": mirrored_limb(both)}
    return {side: {**out[side], **limbs.get(side, {})} for side in SIDES}
