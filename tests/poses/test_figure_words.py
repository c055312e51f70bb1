"""The words for a picture, for people who do not see it: hand-made measures of a dozen kinds of pose."""

from typing import Any

import pytest

from poses.figures.words import describe, in_mirror


def leg(**more: Any) -> dict[str, Any]:
    return {
        "hip": 0,
        "out": 4,
        "turn": 4,
        "knee": 3,
        "foot": "flat",
        "lifted": False,
        "ahead": 0,
        "aside": 8,
    } | more


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


KNEELING_LEGS = both(leg(hip=90, knee=92, foot="top", ahead=-40))
HANDS = both(arm(hand="floor", **{"raise": 88}))

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
    legs={"left": leg(hip=-5, knee=88, foot="top", ahead=-40), "right": leg(hip=85, knee=90, ahead=35)},
    arms={"left": arm(hand="on:pelvis.left", elbow=90), "right": arm(hand="chair", elbow=30)},
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
    legs=both(leg(hip=130, knee=150, foot="top")),
    arms=HANDS,
)
TWIST = facts(
    "lying_back",
    trunk={"twist": -35, "side": 0},
    head={"nod": 0, "turn": 40, "tilt": 0, "on": "pillow"},
    legs=both(leg(hip=80, knee=90, foot="air", lifted=False)),
    arms=both(arm(hand="floor", **{"raise": 85})),
    props=[{"kind": "cushion", "under": ["knee.left", "knee.right"]}],
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
    legs=both(leg(hip=70, out=40, turn=60, knee=130, foot="side")),
    arms={"left": arm(hand="on:ankle.left"), "right": arm(hand="on:ankle.right")},
    seat="cushion",
    props=[{"kind": "cushion", "under": ["pelvis"]}],
)
STRAP = LYING | {
    "legs": {"left": leg(hip=75, knee=8, foot="strap", lifted=True), "right": leg(knee=4, foot="heel")},
    "arms": both(arm(hand="strap", elbow=40)),
}
SPHINX = facts(
    "lying_front",
    trunk={"rounded": -25},
    legs=both(leg(foot="top")),
    arms=both(arm(hand="floor", elbow=88, **{"raise": 80})),
)
WALL = LYING | {"legs": both(leg(hip=88, knee=5, foot="wall"))}


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (
            CAT,
            "On hands and knees, back rounded, chin towards the chest. Knees bent to a right angle, tops of the "
            "feet on the floor. Hands flat on the floor, arms straight.",
        ),
        (
            COW,
            "On hands and knees, back gently hollowed, face lifted. Knees bent to a right angle, tops of the "
            "feet on the floor. Hands flat on the floor, arms straight.",
        ),
        (
            TABLE,
            "On hands and knees, back flat. Knees bent to a right angle, tops of the feet on the floor. "
            "Hands flat on the floor, arms straight.",
        ),
        (
            LYING,
            "Lying on the back. Knees bent to a right angle, feet flat on the floor. Arms beside the body.",
        ),
        (
            FIGURE_FOUR,
            "Lying on the back. Left knee bent to a right angle, turned outward, ankle on the right thigh. Right "
            "knee bent to a right angle, foot flat on the floor. Arms beside the body.",
        ),
        (
            HALF_KNEELING,
            "Half kneeling, right foot in front, upright. Left knee bent to a right angle, behind, top of the foot "
            "on the floor. Right knee bent to a right angle, in front, foot flat on the floor. Left hand on the "
            "left hip, elbow bent. Right hand on a chair. A folded blanket under the left knee.",
        ),
        (
            ON_A_CHAIR,
            "Sitting on a chair, upright. Knees bent to a right angle, feet flat on the floor. Hands on the thighs, "
            "elbows bent.",
        ),
        (
            HINGE,
            "Standing, bent forward until the trunk is about level. Knees soft, feet flat on the floor. Arms hanging.",
        ),
        (
            SIDE_REACH,
            "Standing, upright, bent sideways to the left. Legs straight, feet flat on the floor. Left arm hanging. "
            "Right arm reaching overhead.",
        ),
        (
            CHILD,
            "Kneeling, folded forward over the legs, back rounded, head resting on the floor. Knees folded, tops of "
            "the feet on the floor. Hands flat on the floor, arms straight.",
        ),
        (
            TWIST,
            "Lying on the back, chest turned far to the right, head turned to the left, head resting on a pillow. "
            "Knees bent to a right angle, knees above the hips, feet in the air. Arms out to the sides. A cushion "
            "under the knees.",
        ),
        (
            ON_THE_SIDE,
            "Lying on the left side, head resting on a pillow. Left knee bent, outer edge of the foot on the floor. "
            "Right leg straight, lifted, foot in the air. Left hand on the head, elbow bent. Right hand on the "
            "floor, elbow bent.",
        ),
        (
            BUTTERFLY,
            "Sitting on a cushion, upright. Knees folded, legs wide apart, turned outward, outer edges of the feet "
            "on the floor. Hands on the ankles, arms straight.",
        ),
        (
            STRAP,
            "Lying on the back. Left leg straight, pointing up, a strap round the foot. Right leg straight. "
            "Hands holding a strap.",
        ),
        (SPHINX, "Lying on the front, chest lifted. Legs straight. Forearms on the floor."),
        (WALL, "Lying on the back. Legs straight, pointing up, feet against the wall. Arms beside the body."),
    ],
    ids=[
        "cat",
        "cow",
        "table",
        "lying",
        "figure-four",
        "half-kneeling",
        "chair",
        "hinge",
        "side-reach",
        "child",
        "twist",
        "side",
        "butterfly",
        "strap",
        "sphinx",
        "wall",
    ],
)
def test_it_can_be_followed_with_eyes_closed(shown: dict[str, Any], text: str) -> None:
    assert describe(shown) == text


def test_on_hands_and_knees_an_arm_past_the_head_reaches_forward() -> None:
    arms = {"left": arm(hand="floor"), "right": arm(hand="air", above_head=True, **{"raise": 150})}
    assert "Right arm reaching forward" in describe(CAT | {"arms": arms})
    assert "Right arm reaching overhead" in describe(CAT | {"base": "standing", "arms": arms})


def test_in_the_mirror_left_is_right() -> None:
    assert describe(SIDE_REACH, mirrored=True) == (
        "Standing, upright, bent sideways to the right. Legs straight, feet flat on the floor. Left arm reaching "
        "overhead. Right arm hanging."
    )
    assert describe(ON_THE_SIDE, mirrored=True).startswith("Lying on the right side")
    assert "ankle on the left thigh" in describe(FIGURE_FOUR, mirrored=True)
    assert "A folded blanket under the right knee" in describe(HALF_KNEELING, mirrored=True)


@pytest.mark.parametrize("shown", [CAT, HALF_KNEELING, SIDE_REACH, TWIST, ON_THE_SIDE, FIGURE_FOUR])
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
         "Sitting on the floor, head resting on a block."),
        ({"base": "lying_back", "props": [{"kind": "bolster", "under": ["back"]}]},
         "Lying on the back. A bolster under the back."),
        ({"base": "standing", "props": [{"kind": "wall"}, {"kind": "mat"}]}, "Standing. Beside the wall."),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_passed_over(shown: dict[str, Any], text: str) -> None:
    assert describe(shown) == text


def test_every_pose_is_a_few_short_sentences() -> None:
    for shown in (CAT, FIGURE_FOUR, HALF_KNEELING, SIDE_REACH, TWIST, ON_THE_SIDE, BUTTERFLY, STRAP, SPHINX):
        text = describe(shown)
        assert 2 <= text.count(".") <= 6
        assert len(text) < 300
