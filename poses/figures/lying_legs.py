"""Legs of somebody who lies, in words. Pure."""

from collections.abc import Iterator

from hipapp.core.speech import N_, say
from poses.figures.leg import (
    DOWN,
    FOLDED,
    NEARLY,
    RIGHT,
    STRAIGHT,
    Leg,
    ankle_on,
    feet_apart,
    foot_words,
    shape,
    tipped,
)
from poses.figures.mirror import number
from poses.figures.terms import side_of, thing_here, thing_of


def on_back(leg: Leg) -> Iterator[str]:
    rests = str(leg.leg.get("rests_on") or "")
    if abs(number(leg.all, "trunk", "rolled")) >= 30:
        yield from _over_to_one_side(leg, rests)
    elif leg.foot.startswith("on:"):
        yield from ankle_on(leg)
        yield from (_above_hip(leg),) if leg.of("hip") >= 100 else ()
    elif leg.leg.get("calf_on") == "chair":
        yield leg.named(N_("Calves on a chair"), N_("%(side)s calf on a chair"))
        yield leg.either(
            N_("knees bent to a right angle above the hips"), N_("knee bent to a right angle above the hip")
        )
    elif rests and leg.foot in ("heel", "floor"):
        over = {"thing": thing_of(rests)}
        yield (
            say("Knees a little bent over %(thing)s", **over)
            if leg.both
            else say("%(side)s knee a little bent over %(thing)s", side=side_of(leg.side), **over)
        )
        yield leg.either(N_("heels on the floor"), N_("heel on the floor"))
    elif leg.long:
        yield from _long_on_back(leg)
    elif leg.lifted or leg.foot == "wall":
        yield shape(leg)
        yield from _raised_on_back(leg)
    else:
        yield from _bent_on_back(leg)


def _over_to_one_side(leg: Leg, rests: str) -> Iterator[str]:
    knees = [number(one, "knee") for one in leg.all.get("legs", {}).values()]
    alike = all(NEARLY <= knee < FOLDED for knee in knees)
    square = all(RIGHT[0] <= knee <= RIGHT[1] for knee in knees)
    bent = leg.named(N_("Knees bent"), N_("%(side)s knee bent"))
    yield bent if alike and not square else shape(leg)
    if rests and leg.both:
        yield (
            say("resting on cushions")
            if rests == "cushion"
            else say("resting on %(thing)s", thing=thing_of(rests))
        )
    elif rests:
        yield say("resting on %(thing)s", thing=thing_of(rests))


def _long_on_back(leg: Leg) -> Iterator[str]:
    up = leg.of("up") if "up" in leg.leg else 80.0 if leg.of("hip") >= 65 else 0.0
    if up >= 55:
        yield shape(leg)
        yield say("pointing up to the ceiling")
    elif leg.lifted and up >= 20:
        yield shape(leg)
        yield say("raised at a slant")
    elif leg.lifted:
        yield leg.named(
            N_("Legs stretched out low above the floor"), N_("%(side)s leg stretched out low above the floor")
        )
    else:
        yield leg.named(N_("Legs stretched out on the floor"), N_("%(side)s leg stretched out on the floor"))
    if leg.foot == "wall":
        yield leg.either(N_("heels against the wall"), N_("heel against the wall"))


def _above_hip(leg: Leg) -> str:
    if leg.placed and leg.of("kneecap", "ahead") <= -8:
        return leg.either(N_("drawn towards the chest"), N_("drawn towards the chest"))
    return leg.either(N_("knees above the hips"), N_("knee above the hip"))


def _raised_on_back(leg: Leg) -> Iterator[str]:
    if leg.of("hip") >= 65:
        drawn = leg.placed and leg.of("kneecap", "ahead") <= -8
        yield _above_hip(leg) if drawn else leg.either(N_("above the hips"), N_("above the hip"))
    else:
        yield say("lifted")
    if leg.placed and leg.of("kneecap", "out") >= 27:
        yield leg.either(N_("wide apart"), N_("out to the side"))
    shin = leg.of("up") - leg.of("kneecap", "up")
    if leg.placed and abs(shin) <= 10:
        yield leg.either(N_("shins level"), N_("shin level"))
    elif leg.placed and shin >= 30:
        yield leg.either(N_("shins upright"), N_("shin upright"))
        yield leg.either(N_("soles facing the ceiling"), N_("sole facing the ceiling"))
    elif leg.lifted:
        yield leg.either(N_("feet in the air"), N_("foot in the air"))


def _bent_on_back(leg: Leg) -> Iterator[str]:
    out = leg.of("kneecap", "out")
    if leg.placed and out >= 25 and not tipped(leg.all):
        yield leg.named(
            N_("Knees bent and open to the sides"), N_("%(side)s knee bent and lowered out to the side")
        )
    elif leg.foot == "side":
        yield shape(leg)
    else:
        yield leg.named(N_("Knees bent and pointing up"), N_("%(side)s knee bent and pointing up"))
    if leg.both and number(leg.all, "between", "knees") <= 4 and "between" in leg.all and leg.of("out") >= 14:
        yield say("leaning together")
    if leg.foot == "heel":
        yield leg.either(N_("heels touching the floor"), N_("heel touching the floor"))
    elif leg.foot == "flat" and leg.placed:
        yield _flat(leg)
        yield from feet_apart(leg)
    else:
        yield from foot_words(leg)


def _flat(leg: Leg) -> str:
    """Feet on the floor of somebody who lies on the back: how far from the hips."""
    if leg.of("ahead") < 33:
        return leg.either(
            N_("feet flat on the floor, close to the hips"), N_("foot flat on the floor, close to the hips")
        )
    return leg.either(N_("feet flat on the floor"), N_("foot flat on the floor"))


def on_side(leg: Leg) -> Iterator[str]:
    below = leg.base.endswith(leg.side)
    yield (
        say("%(side)s leg below", side=side_of(leg.side))
        if below
        else say("%(side)s leg on top", side=side_of(leg.side))
    )
    yield _bend(leg)
    rests, thigh = str(leg.leg.get("rests_on") or ""), leg.of("kneecap", "ahead")
    if leg.placed and not leg.long:
        if thigh >= 18:
            yield say("knee in front")
        elif leg.of("ahead") <= -15 and not leg.foot.startswith("on:"):
            yield say("foot behind")
    elif leg.long and leg.of("ahead") < 15:
        yield say("in line with the body")
    if leg.foot == "air":
        yield say("lifted")
    elif rests and rests not in ("blanket",):
        yield say("resting on %(thing)s", thing=thing_of(rests))
    elif leg.foot.startswith("on:"):
        yield say("lying on the other")
    elif leg.foot in DOWN and not below:
        yield say("foot on the floor")


def _bend(leg: Leg) -> str:
    if leg.knee < STRAIGHT:
        return say("straight")
    return say("nearly straight") if leg.knee < NEARLY else say("bent")


def on_front(leg: Leg) -> Iterator[str]:
    yield leg.named(N_("Legs stretched out"), N_("%(side)s leg stretched out")) if leg.long else shape(leg)
    if leg.lifted:
        yield say("lifted a little off the floor")
    elif under := _under_ankle(leg):
        thing = thing_here(leg.all, under)
        yield (
            say("ankles on %(thing)s", thing=thing) if leg.both else say("ankle on %(thing)s", thing=thing)
        )
    elif leg.foot in ("floor", "top"):
        yield leg.either(N_("tops of the feet on the floor"), N_("top of the foot on the floor"))


def _under_ankle(leg: Leg) -> str | None:
    """What lies under the end of the shin of somebody who lies on the front."""
    props = leg.all.get("props") or ()
    return next((str(p.get("kind")) for p in props if f"shin.{leg.side}" in (p.get("under") or ())), None)
