"""What has moved from one frame of a figure to the next, in words. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.mirror import number
from poses.figures.terms import SIDES, side_of, towards

type Facts = Mapping[str, Any]
type Way = tuple[float, float, float]  # ahead, to the left, up; cm

MOVED = 3.0  # cm: less than that is not told
MOST = 4  # clauses
_WAYS = (
    (N_("forward"), N_("back")),
    (N_("to the left"), N_("to the right")),
    (N_("up"), N_("down")),
)


def changed(before: Facts, now: Facts) -> Iterator[str]:
    """`What has changed: the hips have moved back …`, at most four things; nothing where places are unknown."""
    told = [*_trunk(before, now), *_head(before, now), *_limbs(before, now)][:MOST]
    if told:
        yield say("What has changed: %(first)s", first=told[0])
        yield from told[1:]


def _trunk(before: Facts, now: Facts) -> Iterator[str]:
    if before.get("base") != now.get("base"):
        return  # the first sentence tells it
    one, two = before.get("trunk", {}), now.get("trunk", {})
    if way := _way(_moved(before, one.get("at"), two.get("at"))):
        yield say("hips %(way)s", way=way)
    yield from _tip(one, two)
    if "at" in two:
        yield from _curve(number(two, "rounded") - number(one, "rounded"))
    twist = number(two, "twist") - number(one, "twist")
    if "at" in two and abs(twist) >= 9 and now.get("base") != "lying_back":
        yield say("chest turned to the %(side)s", side=towards(twist))
    if one.get("breath") and not two.get("breath") and "at" in two:
        yield say("belly and lower ribs sink back")


def _tip(one: Facts, two: Facts) -> Iterator[str]:
    """Of the pelvis: its upper rim forward or back, one side up."""
    tip, hitch = number(two, "tip") - number(one, "tip"), number(two, "hitch") - number(one, "hitch")
    if "tip" in one and abs(tip) >= 8:
        yield say("pelvis tipped forward") if tip > 0 else say("pelvis tipped back")
    if "hitch" in one and abs(hitch) >= 8 and "rolled" not in two:
        yield say("weight moved to the %(side)s sitting bone", side=towards(-hitch))


def _curve(by: float) -> Iterator[str]:
    if by >= 12:
        yield say("back rounder")
    elif by <= -12:
        yield say("back longer")


def _head(before: Facts, now: Facts) -> Iterator[str]:
    one, two = before.get("head", {}), now.get("head", {})
    turn, nod = number(two, "turn") - number(one, "turn"), number(two, "nod") - number(one, "nod")
    if "at" in one and abs(turn) >= 15:
        yield say("head turned to the %(side)s", side=towards(turn))
    elif "at" in one and abs(nod) >= 15 and not str(now.get("base", "")).startswith("lying"):
        yield say("chin lowered") if nod > 0 else say("face lifted")


def _limbs(before: Facts, now: Facts) -> Iterator[str]:
    for limbs, place, both, one in (
        ("legs", "knee_at", N_("knees %(way)s"), N_("%(side)s knee %(way)s")),
        ("legs", "at", N_("feet %(way)s"), N_("%(side)s foot %(way)s")),
        ("arms", "at", N_("hands %(way)s"), N_("%(side)s hand %(way)s")),
    ):
        ways = {side: _limb(before, now, limbs, side, place) for side in SIDES}
        if ways["left"] and ways["left"] == ways["right"]:
            yield say(both, way=ways["left"])
        else:
            yield from (say(one, side=side_of(s), way=way) for s, way in ways.items() if way)


def _limb(before: Facts, now: Facts, limbs: str, side: str, place: str) -> str | None:
    one, two = (facts.get(limbs, {}).get(side, {}) for facts in (before, now))
    return _way(_moved(before, one.get(place), two.get(place)))


def _moved(facts: Facts, start: Facts | None, end: Facts | None) -> Way:
    """From a place in the room to another, as the figure faced at first."""
    if not start or not end:
        return (0, 0, 0)
    x, y, z = (number(end, axis) - number(start, axis) for axis in "xyz")
    front_x, front_z = number(facts, "front", "x"), number(facts, "front", "z")
    return (x * front_x + z * front_z, x * front_z - z * front_x, y)


def _way(moved: Way) -> str | None:
    """The direction that counts most; a second one if it counts nearly as much."""
    order = sorted(range(3), key=lambda axis: -abs(moved[axis]))
    first, second = order[0], order[1]
    if abs(moved[first]) < MOVED:
        return None
    way = say(_WAYS[first][moved[first] < 0])
    if abs(moved[second]) >= max(MOVED, 0.6 * abs(moved[first])):
        other = say(_WAYS[second][moved[second] < 0])
        way = say("%(way)s and %(other)s", way=way, other=other)
    return say("a little %(way)s", way=way) if abs(moved[first]) < 7 else way
