"""Legs of somebody who kneels, lunges or sits on the floor, in words. Pure."""

from collections.abc import Iterator

from hipapp.core.speech import N_, say
from poses.figures.leg import Leg, feet_apart, foot_words, shape, slid, tipped, wide
from poses.figures.mirror import number
from poses.figures.terms import SIDES, side_of, thing_here


def on_knees(leg: Leg) -> Iterator[str]:
    """All fours, kneeling, half kneeling, in a lunge."""
    if leg.long and leg.placed:
        yield from _stretched(leg)
    elif leg.lifted:
        yield from _drawn_in(leg)
    elif leg.leg.get("knee_on") or not leg.placed:
        yield from _kneeling(leg)
    else:
        yield from _bent_on_foot(leg)
    # On all fours everybody would put the back of the foot down.
    if not leg.lifted and not (leg.base == "hands_knees" and leg.foot == "top" and not leg.both):
        yield from foot_words(leg)


def _stretched(leg: Leg) -> Iterator[str]:
    out, ahead, up = leg.of("out"), leg.of("ahead"), leg.of("up")
    if ahead <= -45:
        if out >= 25 and not leg.both:
            yield say("%(side)s leg stretched back and a little out to the side", side=side_of(leg.side))
        else:
            yield leg.named(N_("Legs stretched straight back"), N_("%(side)s leg stretched straight back"))
        if leg.lifted:
            yield say("lifted as high as the hips") if up >= -10 else say("lifted off the floor")
    elif out >= 45:
        yield leg.named(N_("Legs stretched out to the sides"), N_("%(side)s leg stretched out to the side"))
    elif ahead >= 30:
        yield leg.named(N_("Legs stretched forward"), N_("%(side)s leg stretched forward, nearly straight"))
    else:
        yield shape(leg)


def _drawn_in(leg: Leg) -> Iterator[str]:
    if leg.of("kneecap", "ahead") >= 15:
        yield say("%(side)s knee drawn in under the belly", side=side_of(leg.side))
        yield say("off the floor")
    else:
        yield shape(leg)
        yield say("lifted")


def _kneeling(leg: Leg) -> Iterator[str]:
    ahead, out = leg.of("kneecap", "ahead"), leg.of("kneecap", "out")
    if not leg.placed:
        yield shape(leg)
    elif slid(leg.all, leg.side):
        thing = thing_here(leg.all, "towel")
        yield say("%(side)s knee slid out to the side on %(thing)s", side=side_of(leg.side), thing=thing)
        yield say("shin pointing back")
    elif leg.base in ("half_kneeling", "lunge"):
        below = say("%(side)s knee below the hip", side=side_of(leg.side))
        yield below if ahead > -10 else say("%(side)s knee behind the hip", side=side_of(leg.side))
    elif out >= 16 and leg.both:
        yield say("Knees wide apart")
        yield from (say("big toes together"),) if leg.of("out") < 9 and leg.base == "kneeling" else ()
    elif out >= 20 and not any(slid(leg.all, side) for side in SIDES):
        yield say("%(side)s knee out to the side", side=side_of(leg.side))
    elif ahead < 6 and leg.base == "hands_knees":
        yield leg.named(N_("Knees below the hips"), N_("%(side)s knee below the hip"))
    elif leg.both:
        close = number(leg.all, "between", "knees") < 4
        yield say("Knees together") if close else say("Knees hip-width apart")
    else:
        yield say("%(side)s knee on the floor", side=side_of(leg.side))


def _bent_on_foot(leg: Leg) -> Iterator[str]:
    if leg.of("ahead") <= -45:
        yield say("%(side)s leg stretched back", side=side_of(leg.side))
        yield say("knee off the floor")
        return
    yield shape(leg)
    if leg.foot == "flat" and leg.base in ("half_kneeling", "lunge"):
        over = leg.of("kneecap", "ahead") - leg.of("ahead")
        yield say("knee ahead of the ankle") if over >= 10 else say("knee above the ankle")


def on_floor(leg: Leg) -> Iterator[str]:
    ahead, kneecap = leg.of("ahead"), leg.leg.get("kneecap", {})
    out = number(kneecap, "out")
    if leg.long and ahead <= -45:
        yield leg.named(N_("Legs stretched straight back"), N_("%(side)s leg stretched straight back"))
        yield from foot_words(leg)
    elif leg.placed and not leg.both and ahead <= -10:
        tip = tipped(leg.all)
        yield shape(leg) if tip else say("%(side)s knee out to the side", side=side_of(leg.side))
        yield from (say("thigh out to the %(side)s", side=side_of(leg.side)),) if tip else ()
        yield say("shin and foot pointing back")
    elif leg.placed and leg.of("turn") >= 60 and leg.of("out") < 10:
        tip = tipped(leg.all)
        yield shape(leg) if tip else say("%(side)s knee bent, out to the side", side=side_of(leg.side))
        yield say("shin lying across in front of the body")
    elif leg.placed and leg.foot == "flat" and number(kneecap, "up") > 8:
        yield leg.named(N_("Knees bent and pointing up"), N_("%(side)s knee bent and pointing up"))
        yield from wide(leg)
        yield from foot_words(leg)
        yield from feet_apart(leg)
    else:
        yield shape(leg)
        yield from (say("legs wide apart"),) if leg.both and out >= 25 and not tipped(leg.all) else ()
        yield from foot_words(leg)
