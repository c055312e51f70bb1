"""The words for a picture, for people who do not see it: hand-made measures of a dozen kinds of pose."""

from typing import Any

import pytest

from poses.figures.words import describe, in_mirror


def leg(**more: Any) -> dict[str, Any]:
    return {
        "hip": 0,
        "spread": 4,
        "turn": 4,
        "knee": 3,
        "foot": "flat",
        "lifted": False,
        "ahead": 0,
        "out": 8,
        "up": -78,
    } | more


def at(ahead: int, out: int, up: int) -> dict[str, int]:
    """A place from the hips (of a hand: from the shoulder), as the figure has it."""
    return {"ahead": ahead, "out": out, "up": up}


def arm(**more: Any) -> dict[str, Any]:
    return {"hand": "air", "raise": 5, "elbow": 8, "above_head": False} | more


def both(limb: dict[str, Any]) -> dict[str, Any]:
    return {"left": limb, "right": limb}


def facts(base: str, **more: Any) -> dict[str, Any]:
    still = {"lean": 0, "side": 0, "rounded": 0, "twist": 0}
    level = {"nod": 0, "turn": 0, "tilt": 0, "on": None}
    made = {
        "base": base,
        "trunk": still,
        "head": level,
        "legs": both(leg()),
        "arms": both(arm()),
        "props": [],
    }
    return made | more


KNEE = leg(hip=90, knee=92, foot="top", ahead=-40, up=-41, knee_on="floor", kneecap=at(0, 9, -37))
KNEELING_LEGS = both(KNEE)
HANDS = both(arm(hand="floor", from_shoulder=at(0, 0, -45), from_hips=at(44, 15, -41), **{"raise": 88}))

CAT = facts(
    "hands_knees",
    trunk={"lean": 0, "side": 0, "rounded": 54, "twist": 0},
    head={"nod": 40, "turn": 0, "tilt": 0},
    legs=KNEELING_LEGS,
    arms=HANDS,
)
COW = CAT | {"trunk": {"rounded": -30, "lean": 0}, "head": {"nod": -25}}
TABLE = CAT | {"trunk": {"rounded": 4, "lean": 2}, "head": {"nod": 3}}
LYING = facts("lying_back", legs=both(leg(hip=45, knee=90)), arms=both(arm(hand="floor", **{"raise": 20})))
FIGURE_FOUR = LYING | {
    "legs": {"left": leg(hip=60, knee=95, turn=50, foot="on:thigh.right"), "right": leg(hip=45, knee=90)}
}
HALF_KNEELING = facts(
    "half_kneeling",
    legs={
        "left": KNEE | leg(hip=-5, knee=88, foot="top", ahead=-40),
        "right": leg(hip=85, knee=90, ahead=35, kneecap=at(37, 11, 2)),
    },
    arms={
        "left": arm(hand="on:pelvis.left", elbow=90),
        "right": arm(hand="chair", elbow=30, high=45, from_shoulder=at(9, 18, -41)),
    },
    props=[{"kind": "blanket", "under": ["knee.left"]}, {"kind": "chair", "under": ["hand.right"]}],
)
ON_A_CHAIR = facts(
    "chair",
    trunk={"lean": 4, "rounded": 5, "side": 0, "twist": 0},
    legs=both(leg(hip=88, knee=90)),
    arms={"left": arm(hand="on:thigh.left", elbow=70), "right": arm(hand="on:thigh.right", elbow=70)},
    seat="chair",
    props=[{"kind": "chair", "under": ["pelvis"]}],
)
HINGE = facts("standing", trunk={"lean": 70, "rounded": 4}, legs=both(leg(knee=20)))
SIDE_REACH = facts(
    "standing",
    trunk={"lean": 0, "side": 22, "rounded": 0, "twist": 0},
    arms={"left": arm(), "right": arm(above_head=True, **{"raise": 165})},
)
CHILD = facts(
    "kneeling",
    trunk={"lean": 110, "rounded": 40},
    head={"nod": 10, "on": "floor"},
    legs=both(leg(hip=130, knee=150, foot="top", up=-18, knee_on="floor", kneecap=at(31, 19, -18))),
    arms=HANDS,
)
TWIST = facts(
    "lying_back",
    trunk={"twist": -44, "rolled": 49, "open": 90},
    head={"nod": 0, "turn": -40, "tilt": 0, "on": "pillow"},
    legs=both(leg(hip=80, knee=90, foot="cushion", rests_on="cushion")),
    arms=both(arm(hand="floor", palm="up", way={"front": 0, "out": 90, "head": 20}, **{"raise": 85})),
    props=[
        {"kind": "cushion", "under": ["shin.left"], "over": []},
        {"kind": "cushion", "under": ["knee.right"], "over": ["knee.left"]},
    ],
)
ON_THE_SIDE = facts(
    "lying_left",
    head={"on": "pillow"},
    legs={"left": leg(hip=30, knee=60, foot="side"), "right": leg(hip=5, knee=2, foot="air", lifted=True)},
    arms={"left": arm(hand="on:head", elbow=120), "right": arm(hand="floor", elbow=60)},
)
BUTTERFLY = facts(
    "floor",
    trunk={"lean": 3},
    legs=both(leg(hip=70, turn=60, knee=130, foot="side", ahead=30, kneecap=at(19, 40, 10))),
    between={"feet": 2, "knees": 60},
    arms={"left": arm(hand="on:ankle.left"), "right": arm(hand="on:ankle.right")},
    seat="cushion",
    props=[{"kind": "cushion", "under": ["pelvis"]}],
)
STRAP = LYING | {
    "legs": {
        "left": leg(hip=75, knee=8, foot="air", lifted=True, up=76),
        "right": leg(knee=4, foot="heel", up=-5),
    },
    "arms": both(arm(hand="strap", elbow=90)),
    "props": [{"kind": "strap", "under": ["hand.left", "hand.right"], "round": "foot.left"}],
}
SPHINX = facts(
    "lying_front",
    trunk={"rounded": -25},
    legs=both(leg(foot="top")),
    arms=both(arm(hand="floor", elbow=88, **{"raise": 80})),
)
WALL = LYING | {"legs": both(leg(hip=88, knee=5, foot="wall", up=72))}
ROCKED_BACK = TABLE | {
    "trunk": {"lean": 2, "rounded": 4, "at": {"x": 0, "y": 35, "z": -25}},
    "front": {"x": 0, "z": 1},
    "legs": {
        "left": leg(hip=139, knee=29, ahead=25, out=75, up=-28, kneecap=at(21, 39, -10)),
        "right": KNEE | {"knee": 126, "kneecap": at(25, 9, -28)},
    },
    "props": [{"kind": "blanket", "under": ["knee.right", "shin.right"]}],
}
BEFORE_IT = ROCKED_BACK | {
    "trunk": {"lean": 2, "rounded": 4, "at": {"x": 0, "y": 44, "z": -1}},
    "legs": ROCKED_BACK["legs"] | {"right": KNEE},
}
LEG_BACK = TABLE | {
    "legs": {
        "left": leg(hip=29, knee=35, foot="tucked", ahead=-69, up=-28, kneecap=at(-28, 11, -24)),
        "right": KNEE,
    },
}
SHELL = facts(
    "lying_right",
    trunk={"hips": 17},
    head={"on": "pillow"},
    legs={
        "left": leg(knee=104, foot="on:foot.right", rests_on="cushion", ahead=-8, kneecap=at(25, 12, 10)),
        "right": leg(knee=104, foot="floor", knee_on="floor", ahead=-9, kneecap=at(26, 10, -12)),
    },
    arms={"left": arm(hand="on:hip.left"), "right": arm(hand="floor", forearm="floor", elbow=92)},
    between={"feet": 0, "knees": 9},
    props=[{"kind": "cushion", "under": ["knee.left"], "over": ["knee.right"]}],
)
AT_A_CHAIR = facts(
    "standing",
    legs={
        "left": leg(knee=14, out=54, kneecap=at(5, 31, -30)),
        "right": leg(knee=68, out=22, kneecap=at(22, 18, -29)),
    },
    arms=both(arm(hand="chair", high=88, elbow=80, from_shoulder=at(19, 0, -25))),
    props=[
        {"kind": "chair", "under": [], "on": "wall", "from_hips": {"ahead": 45, "leftward": 0, "up": -70}},
        {"kind": "wall", "under": [], "from_hips": {"ahead": 67, "leftward": 0, "up": -70}},
    ],
)
OVER_A_CUSHION = LYING | {
    "legs": both(leg(hip=18, knee=44, foot="heel", rests_on="cushion", kneecap=at(35, 13, 13))),
    "props": [{"kind": "cushion", "under": ["thigh.left", "thigh.right"]}],
}
ON_THE_HANDS = facts(
    "lying_front",
    trunk={"rounded": 4, "drop": -1},
    head={"on": "hands"},
    legs=both(leg(foot="floor")),
    arms={
        "left": arm(hand="on:hand.right", elbow=120),
        "right": arm(hand="floor", forearm="floor", elbow=140),
    },
    props=[{"kind": "cushion", "under": ["trunk", "seat"]}],
)
BRIDGE = facts(
    "lying_left",
    trunk={"hips": 28, "twist": 36, "open": -34},
    head={"turn": -22},
    legs={
        "left": leg(knee=90, foot="floor", knee_on="blanket", rests_on="blanket", kneecap=at(0, 9, -21)),
        "right": leg(knee=90, foot="on:foot.left", kneecap=at(0, 3, -9)),
    },
    arms={
        "left": arm(hand="floor", forearm="blanket", elbow=76, plumb=21),
        "right": arm(hand="blanket", elbow=20),
    },
    between={"feet": 3, "knees": 1},
    props=[{"kind": "blanket", "under": ["knee.left", "forearm.left", "hand.right"], "rolled": False}],
)
NINETY = facts(
    "floor",
    trunk={"lean": -28},
    legs={
        "left": leg(knee=102, turn=93, foot="floor", ahead=45, out=-6, kneecap=at(29, 31, -11)),
        "right": leg(knee=101, turn=-47, foot="floor", ahead=-25, out=49, kneecap=at(15, 39, -14)),
    },
    arms=both(arm(hand="floor", from_shoulder=at(-8, 10, -44), from_hips=at(-27, 25, -5))),
    between={"feet": 73, "knees": 55},
    seat="blanket",
)
THREADED = CAT | {
    "trunk": {"rounded": 8, "drop": 21, "twist": -54},
    "head": {"nod": 4, "turn": -20, "on": "cushion"},
    "arms": {
        "left": arm(
            hand="floor", forearm="cushion", shoulder_on="cushion", palm="up", from_shoulder=at(-10, -41, -11)
        ),
        "right": arm(hand="floor", from_shoulder=at(12, 16, -28), from_hips=at(60, 32, -41)),
    },
    "props": [{"kind": "cushion", "under": ["head", "forearm.left"]}],
}
SLID = TABLE | {
    "legs": {
        "left": KNEE | {"knee_on": "towel", "rests_on": "towel", "kneecap": at(5, 27, -32)},
        "right": KNEE | {"kneecap": at(15, 20, -32)},
    },
    "props": [{"kind": "towel", "under": ["knee.left"], "rolled": False}],
}
ON_A_ROLL = facts(
    "lying_front",
    trunk={"rounded": 4, "drop": -1},
    legs=both(leg(foot="floor", knee_on="floor", rests_on="blanket")),
    props=[{"kind": "blanket", "under": ["shin.left", "shin.right"], "rolled": True}],
)
TREE = facts(
    "standing",
    legs={
        "left": leg(knee=108, turn=53, foot="on:shin.right", kneecap=at(15, 35, -23)),
        "right": leg(knee=20, kneecap=at(7, 8, -37)),
    },
)
STEPPED_UP = facts(
    "standing",
    legs={
        "left": leg(knee=19, ahead=-20, out=10, kneecap=at(-3, 10, -37)),
        "right": leg(knee=110, foot="chair", ahead=34, kneecap=at(36, 10, 11)),
    },
)
HAPPY_BABY = LYING | {
    "legs": both(leg(hip=132, knee=60, foot="air", lifted=True, up=59, kneecap=at(-17, 37, 18)))
}


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (
            CAT,
            "On hands and knees, back rounded, chin towards the chest. Knees below the hips, tops of the feet "
            "on the floor. Hands on the floor, below the shoulders.",
        ),
        (
            COW,
            "On hands and knees, back gently hollowed, face lifted. Knees below the hips, tops of the feet on "
            "the floor. Hands on the floor, below the shoulders.",
        ),
        (
            TABLE,
            "On hands and knees, back flat. Knees below the hips, tops of the feet on the floor. Hands on the "
            "floor, below the shoulders.",
        ),
        (
            LYING,
            "Lying on the back. Knees bent and pointing up, feet flat on the floor. Arms beside the body.",
        ),
        (
            FIGURE_FOUR,
            "Lying on the back. Left ankle on the right thigh, left knee out to the side. Right knee bent and "
            "pointing up, foot flat on the floor. Arms beside the body.",
        ),
        (
            HALF_KNEELING,
            "Kneeling on the left knee, right foot in front, upright. Left knee below the hip, top of the "
            "foot on the floor. Right knee bent to a right angle, knee above the ankle, foot flat on the "
            "floor. Left hand on the left hip. Right hand on the seat of a chair, beside you. A folded "
            "blanket under the left knee.",
        ),
        (
            ON_A_CHAIR,
            "Sitting on a chair, upright. Knees bent, feet flat on the floor. Hands on the thighs.",
        ),
        (
            HINGE,
            "Standing, bent forward until the trunk is about level, back flat. Knees soft, feet flat on the "
            "floor. Arms hanging.",
        ),
        (
            SIDE_REACH,
            "Standing, upright, bent sideways to the left. Legs straight, feet flat on the floor. Left arm "
            "hanging. Right arm reaching overhead.",
        ),
        (
            CHILD,
            "Kneeling, hips back on the heels, folded forward over the legs, back rounded. Knees wide apart, "
            "big toes together, tops of the feet on the floor. Hands on the floor, in front. Forehead on the "
            "floor.",
        ),
        (
            TWIST,
            "Lying on the back, rolled onto the left hip, both knees over to that side, chest still facing "
            "the ceiling. Knees bent to a right angle, resting on cushions. Arms out to the sides on the "
            "floor, palms up. Head resting on a pillow, turned to the right. A cushion between the knees.",
        ),
        (
            ON_THE_SIDE,
            "Lying on the left side. Left leg below, bent. Right leg on top, straight, in line with the body, "
            "lifted. Left hand on the head. Right hand on the floor in front of the chest. Head resting on a "
            "pillow.",
        ),
        (
            BUTTERFLY,
            "Sitting on a cushion, upright. Soles of the feet together, knees open to the sides. Hands on the "
            "ankles.",
        ),
        (
            STRAP,
            "Lying on the back. Left leg straight, pointing up to the ceiling. Right leg stretched out on the "
            "floor. Hands holding a strap round the left foot, elbows bent.",
        ),
        (
            SPHINX,
            "Lying on the front, chest lifted off the floor. Legs stretched out, tops of the feet on the "
            "floor. Forearms on the floor.",
        ),
        (
            WALL,
            "Lying on the back. Legs straight, pointing up to the ceiling, heels against the wall. Arms "
            "beside the body.",
        ),
        (
            ROCKED_BACK,
            "On hands and knees, hips moved back towards the heels, back flat. Left leg stretched out to the "
            "side, foot flat on the floor. Right knee on the floor. Hands on the floor, below the shoulders. "
            "A folded blanket under the right knee.",
        ),
        (
            LEG_BACK,
            "On hands and knees, back flat. Left leg stretched straight back, toes tucked under. Right knee "
            "below the hip. Hands on the floor, below the shoulders.",
        ),
        (
            SHELL,
            "Lying on the right side. Knees bent, in front of the hips, feet together, heels in line with the "
            "seat, a cushion between the knees. Left hand on the left hip. Right arm on the floor in front of "
            "the face. Head resting on a pillow.",
        ),
        (
            AT_A_CHAIR,
            "Standing, upright. Feet wide apart, flat on the floor, hips over the right foot. Left knee soft. "
            "Right knee bent. Hands on the back of a chair, in front. The chair stands against the wall.",
        ),
        (
            OVER_A_CUSHION,
            "Lying on the back. Knees a little bent over a cushion, heels on the floor. Arms beside the body.",
        ),
        (
            ON_THE_HANDS,
            "Lying on the front. Legs stretched out, tops of the feet on the floor. Hands one on the other on "
            "the floor, elbows out to the sides. Forehead on the hands. A cushion under the belly and hips.",
        ),
        (
            BRIDGE,
            "Lying on the left side, propped on that forearm and knee, hips lifted off the floor. Knees bent "
            "to a right angle, one leg on the other, thighs in line with the body. Left forearm on a folded "
            "blanket, elbow below the shoulder. Right hand on the floor in front of the chest. A folded "
            "blanket under the left knee.",
        ),
        (
            NINETY,
            "Sitting on a folded blanket, leaning back, both knees tipped over to the left. Left knee bent to "
            "a right angle, shin lying across in front of the body. Right knee bent to a right angle, thigh "
            "out to the right, shin and foot pointing back. Hands on the floor, behind the hips.",
        ),
        (
            THREADED,
            "On hands and knees, hips high, chest low, chest turned far to the right. Knees below the hips, "
            "tops of the feet on the floor. Left arm threaded under the chest to the right, palm up, shoulder "
            "and head resting on a cushion. Right hand on the floor, in front of the shoulder.",
        ),
        (
            SLID,
            "On hands and knees, back flat. Left knee slid out to the side on a folded towel, shin pointing "
            "back. Right knee on the floor. Hands on the floor, below the shoulders.",
        ),
        (
            ON_A_ROLL,
            "Lying on the front. Legs stretched out, ankles on a rolled blanket. Arms hanging.",
        ),
        (
            TREE,
            "Standing, upright. Left knee bent and turned out to the side, sole against the inner side of the "
            "right calf. Right knee soft, foot flat on the floor. Arms hanging.",
        ),
        (
            STEPPED_UP,
            "Standing, upright. Left foot a step behind the other one, flat on the floor, knee soft. Right "
            "knee bent, foot on the seat of a chair in front. Arms hanging.",
        ),
        (
            HAPPY_BABY,
            "Lying on the back. Knees bent, drawn towards the chest, wide apart, shins upright, soles facing "
            "the ceiling. Arms beside the body.",
        ),
    ],
    ids=[
        "cat",
        "cow",
        "table",
        "lying",
        "figure-four",
        "half-kneeling",
        "on-a-chair",
        "hinge",
        "side-reach",
        "child",
        "twist",
        "on-the-side",
        "butterfly",
        "strap",
        "sphinx",
        "wall",
        "rocked-back",
        "leg-back",
        "shell",
        "at-a-chair",
        "over-a-cushion",
        "on-the-hands",
        "side-bridge",
        "ninety-ninety",
        "threaded",
        "slid",
        "on-a-roll",
        "tree",
        "stepped-up",
        "happy-baby",
    ],
)
def test_it_can_be_followed_with_eyes_closed(shown: dict[str, Any], text: str) -> None:
    assert describe(shown) == text


def test_on_hands_and_knees_an_arm_past_the_head_reaches_forward() -> None:
    arms = {"left": arm(hand="floor"), "right": arm(hand="air", above_head=True, **{"raise": 150})}
    assert "Right arm reaching forward" in describe(CAT | {"arms": arms})
    assert "Right arm reaching overhead" in describe(CAT | {"base": "standing", "arms": arms})


def test_what_has_changed_is_told_beside_what_is_shown() -> None:
    assert describe(ROCKED_BACK, before=BEFORE_IT).endswith("What has changed: hips back.")
    assert describe(ROCKED_BACK, before=ROCKED_BACK) == describe(ROCKED_BACK)
    lifted = {"at": {"x": 11, "y": 48, "z": -78}, "knee_at": {"x": 11, "y": 45, "z": -37}}
    down = {"at": {"x": 11, "y": 17, "z": -69}, "knee_at": {"x": 11, "y": 20, "z": -28}}
    still = {"front": {"x": 0, "z": 1}, "trunk": BEFORE_IT["trunk"]}
    one, two = (
        {**LEG_BACK, **still, "legs": {"left": LEG_BACK["legs"]["left"] | to}} for to in (down, lifted)
    )
    assert describe(two, before=one).endswith("What has changed: left leg up.")
    assert describe(two, mirrored=True, before=one).endswith("What has changed: right leg up.")


def test_sideways_is_told_for_the_side_that_is_shown() -> None:
    before = AT_A_CHAIR | {"front": {"x": 0, "z": -1}, "trunk": {"at": {"x": 0, "y": 76, "z": 0}}}
    after = before | {"trunk": {"at": {"x": 16, "y": 76, "z": 0}}}  # it faces away: +x is its right
    assert describe(after, before=before).endswith("What has changed: hips to the right.")
    assert describe(after, mirrored=True, before=before).endswith("What has changed: hips to the left.")


def test_lying_down_a_way_leads_to_the_head_or_the_feet() -> None:
    before = LYING | {"front": {"x": 0, "z": 1}, "trunk": {"at": {"x": 0, "y": 10, "z": 0}}}
    after = before | {"trunk": {"at": {"x": 0, "y": 10, "z": 5}}}
    assert describe(after, before=before).endswith("What has changed: hips a little towards the feet.")


def test_on_the_front_chest_and_head_come_down_too() -> None:
    up = SPHINX | {"trunk": {"drop": -10, "at": {"x": 0, "y": 16, "z": 0}}, "front": {"x": 0, "z": 1}}
    down = SPHINX | {"trunk": {"drop": 4, "at": {"x": 0, "y": 16, "z": 0}}}
    assert describe(down, before=up).endswith("What has changed: chest and head down.")


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (8, "Sitting well back on a chair, against the backrest, upright."),
        (2, "Sitting on a chair, upright."),
        (-4, "Sitting on the front half of a chair, free of the backrest, upright."),
    ],
)
def test_where_somebody_sits_on_a_chair(ahead: int, text: str) -> None:
    chair = {"kind": "chair", "under": ["seat"], "from_hips": {"ahead": ahead, "leftward": 0, "up": -54}}
    assert describe(ON_A_CHAIR | {"props": [chair]}).startswith(text)


@pytest.mark.parametrize(
    ("knee", "text"),
    [(32, "Knees soft"), (45, "Knees bent a little"), (65, "Knees bent."), (77, "Knees bent deeply")],
)
def test_how_far_the_knees_are_bent(knee: int, text: str) -> None:
    assert text in describe(facts("standing", legs=both(leg(knee=knee, kneecap=at(9, 9, -36)))))


@pytest.mark.parametrize(
    ("up", "text"),
    [(-68, "foot lifted a little off the floor"), (-30, "in front, lifted."), (-8, "to hip height")],
)
def test_how_high_a_leg_is_lifted(up: int, text: str) -> None:
    raised = leg(foot="air", lifted=True, ahead=38, up=up, kneecap=at(20, 11, -32))
    assert text in describe(facts("standing", legs={"left": raised, "right": leg(kneecap=at(8, 8, -36))}))


def test_risen_from_a_chair_the_rest_is_told_by_the_first_sentence() -> None:
    sat = ON_A_CHAIR | {"front": {"x": 0, "z": 1}, "trunk": {"at": {"x": 0, "y": 54, "z": 0}}}
    stood = facts("standing", trunk={"at": {"x": 0, "y": 84, "z": 30}})
    assert describe(stood, before=sat).endswith("What has changed: risen from the chair to standing.")


@pytest.mark.parametrize(
    ("feet", "text"),
    [
        ((at(0, 5, -80), at(0, 5, -80)), "Feet close together, flat on the floor."),
        ((at(0, 9, -80), at(0, 9, -80)), "Feet hip-width apart, flat on the floor."),
        ((at(10, 9, -80), at(-10, 9, -80)), "Left foot half a step in front, both feet flat on the floor."),
        ((at(-25, 9, -80), at(20, 9, -80)), "Right foot a step in front, both feet flat on the floor."),
        ((at(12, 0, -80), at(-12, 0, -80)), "Left foot right in front of the other, as on a line, both feet"),
        ((at(0, 52, -80), at(0, 50, -80)), "Feet very wide apart, flat on the floor."),
    ],
)
def test_how_somebody_stands(feet: tuple[dict[str, int], dict[str, int]], text: str) -> None:
    pair = {
        side: leg(kneecap=at(5, 9, -40)) | foot for side, foot in zip(("left", "right"), feet, strict=True)
    }
    assert text in describe(facts("standing", legs=pair))


def test_in_the_mirror_left_is_right() -> None:
    assert describe(SIDE_REACH, mirrored=True) == (
        "Standing, upright, bent sideways to the right. Legs straight, feet flat on the floor. Left arm reaching "
        "overhead. Right arm hanging."
    )
    assert describe(ON_THE_SIDE, mirrored=True).startswith("Lying on the right side")
    assert "Right ankle on the left thigh" in describe(FIGURE_FOUR, mirrored=True)
    assert "rolled onto the right hip" in describe(TWIST, mirrored=True)
    assert "hips over the left foot" in describe(AT_A_CHAIR, mirrored=True)
    assert "Lying on the right side, propped" in describe(BRIDGE, mirrored=True)
    assert "both knees tipped over to the right" in describe(NINETY, mirrored=True)
    assert "Right arm threaded under the chest to the left" in describe(THREADED, mirrored=True)
    assert "A folded blanket under the right knee" in describe(HALF_KNEELING, mirrored=True)


@pytest.mark.parametrize("shown", [CAT, HALF_KNEELING, SIDE_REACH, TWIST, ON_THE_SIDE, ROCKED_BACK])
def test_twice_mirrored_is_the_same_again(shown: dict[str, Any]) -> None:
    assert in_mirror(in_mirror(shown)) == shown


@pytest.mark.parametrize("shown", [CAT, ON_A_CHAIR, BUTTERFLY, LYING, WALL])
def test_what_is_alike_on_both_sides_reads_the_same_in_the_mirror(shown: dict[str, Any]) -> None:
    assert describe(shown, mirrored=True) == describe(shown)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ({}, ""),
        ({"base": "standing"}, "Standing."),
        ({"base": "on_a_cloud", "arms": {"left": {"hand": "on:nose.tip"}}}, "Left hand on the nose tip."),
        ({"base": "chair", "legs": {"right": {}}, "props": [{}]}, "Sitting on a chair."),
        ({"base": "floor", "trunk": {"twist": None}, "head": {"on": "block_2"}},
         "Sitting on the floor. Head resting on a block."),
        ({"base": "lying_back", "props": [{"kind": "bolster", "under": ["back"]}]},
         "Lying on the back. A bolster under the back."),
        ({"base": "standing", "props": [{"kind": "wall"}, {"kind": "mat"}]}, "Standing."),
        ({"base": "standing", "props": [{"kind": "wall", "from_hips": {"ahead": -60, "leftward": 2}}]},
         "Standing. The wall is behind you."),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_passed_over(shown: dict[str, Any], text: str) -> None:
    assert describe(shown) == text


def test_every_pose_is_a_few_short_sentences() -> None:
    for shown in (
        CAT,
        FIGURE_FOUR,
        HALF_KNEELING,
        SIDE_REACH,
        TWIST,
        ON_THE_SIDE,
        BUTTERFLY,
        STRAP,
        SPHINX,
        SHELL,
    ):
        text = describe(shown)
        assert 2 <= text.count(".") <= 6
        assert len(text.split()) <= 62
