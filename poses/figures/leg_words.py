"""The legs of a figure in words: how it stands on them, what they do together, else each of them. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipapp.core.speech import say
from poses.figures.leg import Leg, tipped
from poses.figures.leg_ways import one_leg
from poses.figures.mirror import in_mirror, number
from poses.figures.terms import SIDES, side_of, thing_of, towards

type Facts = Mapping[str, Any]

#: cm from side to side between two feet.
CLOSE, WIDER, WIDE, VERY_WIDE = 12, 27, 45, 88
#: cm from front to back between two feet.
HALF_STEP, STEP, LONG_STEP = 10, 30, 58
LINE = 5  # cm from side to side: one foot right in front of the other
_ON_FEET = ("standing", "squat")
_STOOD = ("flat", "toes", "side")


def legs(facts: Facts) -> Iterator[list[str]]:
    """One sentence if both do the same, else one for each."""
    if joined := list(_together(facts)):
        yield joined
        return
    sides = [side for side in SIDES if facts.get("legs", {}).get(side)]
    told = [list(one_leg(Leg(facts, side, both=False))) for side in sides]
    turned = list(one_leg(Leg(in_mirror(facts), "left", both=False)))
    if len(told) == 2 and told[0] == turned:
        yield list(one_leg(Leg(facts, "left", both=True)))
    else:
        yield from told


# -- both at once --------------------------------------------------------------------------------------------


def stance(facts: Facts) -> Iterator[list[str]]:
    """How somebody stands on both feet: how wide, which one in front, toes outwards, where the weight is."""
    limbs: Facts = facts.get("legs", {})
    feet = [Leg(facts, side, both=False) for side in SIDES if limbs.get(side)]
    if (
        facts.get("base") not in _ON_FEET
        or len(feet) < 2
        or not all(f.placed and f.foot in _STOOD for f in feet)
    ):
        return
    left, right = feet
    across, along = left.of("out") + right.of("out"), left.of("ahead") - right.of("ahead")
    clauses = [*_apart(across, along)]
    if min(left.of("toes"), right.of("toes")) >= 18:
        clauses.append(say("toes turned out"))
    if left.foot == right.foot == "flat":
        apart = abs(along) < HALF_STEP or across >= WIDE
        clauses.append(say("flat on the floor") if apart else say("both feet flat on the floor"))
    if across >= WIDER and abs(shift := left.of("out") - right.of("out")) >= 12 and "lifted" in left.leg:
        clauses.append(say("hips over the %(side)s foot", side=towards(-shift)))
    yield clauses


def _apart(across: float, along: float) -> Iterator[str]:
    side = towards(along)
    if abs(across) <= LINE and abs(along) >= 18:
        yield say("%(side)s foot right in front of the other, as on a line", side=side)
    elif across >= VERY_WIDE:
        yield say("Feet very wide apart")
    elif across >= WIDE:
        yield say("Feet wide apart")
    elif abs(along) >= LONG_STEP:
        yield say("%(side)s foot a long step in front", side=side)
    elif abs(along) >= STEP:
        yield say("%(side)s foot a step in front", side=side)
    elif abs(along) >= HALF_STEP:
        yield say("%(side)s foot half a step in front", side=side)
    elif across >= WIDER:
        yield say("Feet wider than the hips")
    elif across >= CLOSE:
        yield say("Feet hip-width apart")
    else:
        yield say("Feet close together")


def _together(facts: Facts) -> Iterator[str]:
    """Legs that are one thing: crossed, soles together, knees like a shell."""
    pair = [Leg(facts, side, both=True) for side in SIDES]
    if not all(leg.placed and leg.of("knee") > 50 for leg in pair) or tipped(facts):
        return
    feet, base = number(facts, "between", "feet"), str(facts.get("base"))
    turned = all(leg.of("turn") >= 35 and leg.of("kneecap", "out") >= 18 for leg in pair)
    if turned and feet < 12 and all(leg.of("out") < 4 for leg in pair):
        yield say("Feet crossed at the ankles") if base == "chair" else say("Legs crossed")
        yield say("knees out to the sides")
        yield from (say("outer edges of the feet on the floor"),) if base == "chair" else ()
    elif turned and feet < 5 and base in ("floor", "lying_back"):
        yield say("Soles of the feet together")
        yield say("knees open to the sides")
    elif base.startswith("lying_") and (feet < 3 or any(leg.foot.startswith("on:foot") for leg in pair)):
        yield from _shell(facts, base)


def _shell(facts: Facts, base: str) -> Iterator[str]:
    """Lying on the side, one bent leg on the other."""
    below = base.removeprefix("lying_")
    if below not in SIDES:
        return
    if number(facts, "trunk", "hips") >= 23:
        yield say("Knees bent to a right angle, one leg on the other")
        yield say("thighs in line with the body")
        return
    upper = "right" if below == "left" else "left"
    yield say("Knees bent, in front of the hips")
    yield say("feet together")
    apart = number(facts, "between", "knees")
    if number(facts, "legs", below, "kneecap", "ahead") >= 0 and number(facts, "legs", below, "ahead") < -4:
        yield say("heels in line with the seat")
    rests = facts.get("legs", {}).get(upper, {}).get("rests_on")
    if rests:
        yield say("%(thing)s between the knees", thing=thing_of(str(rests)))
    elif apart >= 8:
        yield say("%(side)s knee lifted, opening away from the other", side=side_of(upper))
    else:
        yield say("one knee on the other")
