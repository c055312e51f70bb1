"""Numbers give way until parts lie on what carries them, or the pose says which one can't."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poses.figures.checks import failures
from poses.figures.contacts import ContactError, Settled, settle
from tests.figures.stick import Stick
from tests.figures.test_posing import body

STICK = Stick()
LEGS = {"both": {"ankle": [10, 9, 0], "pole": [0.1, 0, 1], "foot": {"sole": "down"}}}


def settled(**parts: Any) -> Settled:
    return settle(STICK, body(**parts))


@given(st.floats(-6, 10), st.floats(-15, 15), st.floats(40, 50))
@settings(max_examples=12, deadline=None)
def test_sitting_down_from_anywhere_ends_on_the_seat_with_both_feet_on_the_floor(
    off: float, pitch: float, seat: float
) -> None:
    found = settled(
        root={"at": [0, seat + 9 + off, -5], "pitch": pitch},
        legs={"both": {**LEGS["both"], "ankle": [10, 9, 30]}},
        contacts={"seat": {"upon": "chair", "drives": "root"}, "foot.both": "floor"},
        props={"chair": {"size": [42, seat, 42]}},
    )
    assert all(abs(gap) < 0.3 for gap in found.gaps.values())


def test_an_angle_gives_way_where_the_text_says_so() -> None:
    found = settled(
        root={"at": [0, 12, 0], "pitch": -90},
        contacts={"seat": {"upon": "floor", "drives": "root"}, "head": {"upon": 6.0, "drives": "neck"}},
    )
    assert abs(found.gaps["head"]) < 0.3
    assert found.body.spine.neck[0] != 0


def test_a_wall_stops_a_hand_and_a_foot_along_its_own_direction() -> None:
    found = settled(
        root={"at": [0, 82, 0]},
        legs=LEGS,
        arms={"left": {"wrist": [17, 120, 25], "pole": [1, -1, 0]}},
        contacts={"palm.left": {"upon": "wall"}},
        props={"wall": {"at": [0, 0, 40], "yaw": 180}},
    )
    assert abs(found.gaps["palm.left"]) < 0.3
    assert found.body.arms.left.wrist is not None
    assert found.body.arms.left.wrist[1] == pytest.approx(120)


def test_a_contact_that_can_not_be_met_is_told_with_its_part_and_number() -> None:
    found = settled(
        root={"at": [0, 120, 0]},
        legs={"both": {**LEGS["both"], "ankle": [10, 60, 0]}},
        contacts={"foot.left": "floor"},
    )
    broken = failures({f"contact:{part}": gap for part, gap in found.gaps.items()})
    assert len(broken) == 1
    assert broken[0].startswith("foot.left: its contact is +")


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ({"foot.left": {"upon": "sofa"}}, "there is no prop called 'sofa'"),
        ({"tail": "floor"}, "no part of the body is called that"),
        ({"seat": "floor"}, "say what it drives"),
        ({"palm.left": "floor"}, "has no wrist that could give way"),
        ({f"foot.{s}": {"drives": "root"} for s in ("left", "right")}, "both drive the root's height"),
    ],
)
def test_a_contact_that_makes_no_sense_is_refused(contacts: dict[str, Any], said: str) -> None:
    with pytest.raises(ContactError, match=said):
        settled(legs=LEGS, contacts=contacts)
