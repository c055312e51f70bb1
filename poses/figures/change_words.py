"""What has moved from one frame of a figure to the next, in words. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.mirror import number
from poses.figures.terms import SIDES, side_of, towards

type Facts = Mapping[str, Any]
type Way = tuple[float, float, float]  # ahead, to the left, up; cm

#: cm: less than the first is told only if nothing else is, less than the second never.
MOVED, LEAST = 3.0, 1.5
MUCH = 7.0  # cm: less than that is a little
MOST = 3  # clauses
TURNED = 9  # degrees: a chest that has turned

_UP = (N_("up"), N_("down"))
_SIDES = (N_("to the left"), N_("to the right"))
_FRONT = (N_("forward"), N_("back"))
_FEET_AHEAD, _HEAD_AHEAD = (
    (N_("towards the feet"), N_("towards the head")),
    (N_("towards the head"), N_("towards the feet")),
)
#: What ahead and to the left are called by somebody who lies.
_AXES = {
    "lying_back": (_FEET_AHEAD, _SIDES, _UP),
    "lying_front": (_HEAD_AHEAD, _SIDES, _UP),
    "lying_left": (_FRONT, _HEAD_AHEAD, _UP),
    "lying_right": (_FRONT, _FEET_AHEAD, _UP),
}


def changed(before: Facts, now: Facts) -> Iterator[str]:
    """`What has changed: hips back …`, at most three things; nothing where places are unknown."""
    told = list(_told(before, now, MOVED)) or list(_told(before, now, LEAST))
    if told:
        yield say("What has changed: %(first)s", first=told[0])
        yield from told[1:MOST]


def _told(before: Facts, now: Facts, least: float) -> Iterator[str]:
    hips = _moved(before, before.get("trunk", {}).get("at"), now.get("trunk", {}).get("at"))
    if (before.get("base"), now.get("base")) == ("chair", "standing"):
        yield say("risen from the chair to standing")
    elif way := _way(before, hips, least):
        yield say("hips %(way)s", way=way)
    if before.get("base") != now.get("base"):
        return  # the first sentence tells the rest
    yield from _chest(before, now)
    yield from _heels(before, now)
    yield from _legs(before, now, least)
    yield from _trunk(before, now)
    yield from _head(before, now)
    yield from _arms(before, now, least)


def _trunk(before: Facts, now: Facts) -> Iterator[str]:
    one, two = before.get("trunk", {}), now.get("trunk", {})
    if "at" not in two:
        return
    lean, lying = number(two, "lean") - number(one, "lean"), str(now.get("base", "")).startswith("lying")
    if abs(lean) >= 15 and now.get("base") == "standing":
        yield say("trunk bent further forward") if lean > 0 else say("trunk upright again")
    else:
        yield from _tip(one, two, lying)
    if not lying:
        yield from _curve(number(two, "rounded") - number(one, "rounded"))
    if abs(twist := number(two, "twist") - number(one, "twist")) >= TURNED and not lying:
        yield say("chest turned to the %(side)s", side=towards(twist))
    if one.get("breath") and not two.get("breath"):
        yield say("belly and lower ribs sink back")


def _chest(before: Facts, now: Facts) -> Iterator[str]:
    """Of somebody who lies on the front: chest and head come up, or down again."""
    one, two = before.get("trunk", {}), now.get("trunk", {})
    if now.get("base") == "lying_front" and abs(by := number(two, "drop") - number(one, "drop")) >= 5:
        yield say("chest and head down") if by > 0 else say("chest and head up")


def _tip(one: Facts, two: Facts, lying: bool) -> Iterator[str]:
    """Of the pelvis: its upper rim forward or back, one side up."""
    tip, hitch = number(two, "tip") - number(one, "tip"), number(two, "hitch") - number(one, "hitch")
    lifted = abs(number(two, "hips") - number(one, "hips")) >= MUCH
    if abs(tip) >= 8 and lying and not lifted:
        yield say("lower back arches up") if tip > 0 else say("lower back sinks down")
    elif abs(tip) >= 8 and not lifted:
        yield say("pelvis tipped forward") if tip > 0 else say("pelvis tipped back")
    if abs(hitch) >= 8 and not lying:
        yield say("weight moved to the %(side)s sitting bone", side=towards(-hitch))


def _curve(by: float) -> Iterator[str]:
    if by >= 12:
        yield say("back rounder")
    elif by <= -12:
        yield say("back longer")


def _head(before: Facts, now: Facts) -> Iterator[str]:
    one, two = before.get("head", {}), now.get("head", {})
    if "at" not in two:
        return
    if abs(turn := number(two, "turn") - number(one, "turn")) >= 15:
        yield say("head turned to the %(side)s", side=towards(turn))
    elif now.get("base") == "hands_knees" and abs(nod := number(two, "nod") - number(one, "nod")) >= 15:
        yield say("chin lowered") if nod > 0 else say("face lifted")
    elif now.get("base") == "chair" and abs(gaze := number(two, "gaze") - number(one, "gaze")) >= 15:
        yield say("face lifted") if gaze > 0 else say("face lowered")


# -- limbs ---------------------------------------------------------------------------------------------------


def _heels(before: Facts, now: Facts) -> Iterator[str]:
    """A heel that has left the floor, or come back to it."""
    feet = {side: tuple(f.get("legs", {}).get(side, {}).get("foot") for f in (before, now)) for side in SIDES}
    for pair, both, one in (
        (("flat", "toes"), N_("heels lifted"), N_("%(side)s heel lifted")),
        (("toes", "flat"), N_("heels lowered"), N_("%(side)s heel lowered")),
    ):
        sides = [side for side in SIDES if feet[side] == pair]
        if len(sides) == 2:
            yield say(both)
        elif sides:
            yield say(one, side=side_of(sides[0]))


def _legs(before: Facts, now: Facts, least: float) -> Iterator[str]:
    told = {side: _leg(before, now, side, least) for side in SIDES}
    left, right = told["left"], told["right"]
    if left and left == right:
        yield say(left[0].both, way=left[1])
        return
    for side, one in told.items():
        if one:
            yield say(one[0].one, side=side_of(side), way=one[1])


class _Said:
    """A clause about one limb, and about both."""

    def __init__(self, one: str, both: str) -> None:
        self.one, self.both = one, both


_FOOT = _Said(N_("%(side)s foot %(way)s"), N_("feet %(way)s"))
_KNEE = _Said(N_("%(side)s knee %(way)s"), N_("knees %(way)s"))
_LEG = _Said(N_("%(side)s leg %(way)s"), N_("legs %(way)s"))


def _leg(before: Facts, now: Facts, side: str, least: float) -> tuple[_Said, str] | None:
    """A leg that has moved by itself: the knee, the foot or all of it."""
    one, two = (facts.get("legs", {}).get(side, {}) for facts in (before, now))
    if {one.get("foot"), two.get("foot")} == {"flat", "toes"}:
        return None  # told as the heel
    if closer := _closer(before, one, two):
        return _KNEE, closer
    hips = _moved(before, before.get("trunk", {}).get("at"), now.get("trunk", {}).get("at"))
    knee = _moved(before, one.get("knee_at"), two.get("knee_at"))
    foot = _moved(before, one.get("at"), two.get("at"))
    if _far(foot) >= least and _far(knee) >= least:
        way = _way(before, foot if _far(foot) >= _far(knee) else knee, least)
        return (_LEG, way) if way and _alike(foot, knee) else (_FOOT, way) if way else None
    if _far(foot) >= least:
        way = _way(before, foot, least)
        whole = before.get("base") == "lying_front" and max(number(one, "knee"), number(two, "knee")) < 40
        return (_LEG if whole else _FOOT, way) if way else None
    # A knee that goes with the hips does nothing of its own.
    if _far(knee) >= least and _far(knee) > 1.2 * _far(hips):
        way = _way(before, knee, least)
        return (_KNEE, way) if way else None
    return None


def _closer(before: Facts, one: Facts, two: Facts) -> str | None:
    """On the back a raised knee comes to the chest or leaves it."""
    hips = number(one, "hip"), number(two, "hip")
    if before.get("base") != "lying_back" or min(hips) < 100 or abs(by := hips[1] - hips[0]) < 4:
        return None
    return say("closer to the chest") if by > 0 else say("away from the chest")


def _arms(before: Facts, now: Facts, least: float) -> Iterator[str]:
    if abs(number(now.get("trunk", {}), "twist") - number(before.get("trunk", {}), "twist")) >= TURNED:
        return  # the arms go with the chest
    told = {side: _arm(before, now, side, least) for side in SIDES}
    if told["left"] and told["left"] == told["right"]:
        yield say("hands %(way)s", way=told["left"])
    else:
        yield from (say("%(side)s hand %(way)s", side=side_of(s), way=way) for s, way in told.items() if way)


def _arm(before: Facts, now: Facts, side: str, least: float) -> str | None:
    """A hand that has moved by itself, not with what it lies on."""
    one, two = (facts.get("arms", {}).get(side, {}) for facts in (before, now))
    hand = str(two.get("hand") or "")
    if hand == one.get("hand") and hand.startswith("on:") and not hand.startswith(("on:hand", "on:shoulder")):
        return None
    moved = _moved(before, one.get("at"), two.get("at"))
    if hand == "air":  # what only goes with the body does nothing of its own
        hips = _moved(before, before.get("trunk", {}).get("at"), now.get("trunk", {}).get("at"))
        if _far((moved[0] - hips[0], moved[1] - hips[1], moved[2] - hips[2])) < max(least, MOVED):
            return None
    return _way(before, moved, least)


# -- where to ------------------------------------------------------------------------------------------------


def _moved(facts: Facts, start: Facts | None, end: Facts | None) -> Way:
    """From a place in the room to another, as the figure faced at first."""
    if not start or not end:
        return (0, 0, 0)
    x, y, z = (number(end, axis) - number(start, axis) for axis in "xyz")
    front_x, front_z = number(facts, "front", "x"), number(facts, "front", "z")
    return (x * front_x + z * front_z, x * front_z - z * front_x, y)


def _far(moved: Way) -> float:
    return max(abs(value) for value in moved)


def _alike(one: Way, two: Way) -> bool:
    return sum(a * b for a, b in zip(one, two, strict=True)) > 0.5 * _far(one) * _far(two)


def _way(before: Facts, moved: Way, least: float) -> str | None:
    """The direction that counts most; a second one if it counts nearly as much."""
    order = sorted(range(3), key=lambda axis: -abs(moved[axis]))
    first, second = order[0], order[1]
    if abs(moved[first]) < least:
        return None
    axes = _AXES.get(str(before.get("base", "")), (_FRONT, _SIDES, _UP))
    way = say(axes[first][moved[first] < 0])
    if abs(moved[second]) >= max(MOVED, 0.7 * abs(moved[first])):
        other = say(axes[second][moved[second] < 0])
        way = say("%(way)s and %(other)s", way=way, other=other)
    return say("a little %(way)s", way=way) if abs(moved[first]) < MUCH else way
