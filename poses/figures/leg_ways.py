"""One leg of a figure in words, for each way to be: how bent, where it points, what the foot does. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.mirror import number
from poses.figures.terms import SIDES, kind_of, place_of, side_of, thing_here, thing_of, towards

type Facts = Mapping[str, Any]

#: Degrees: so straight is a straight leg, nearly straight, a right angle, folded.
STRAIGHT, NEARLY, RIGHT, FOLDED = 12, 40, (78, 102), 125
#: Degrees: standing, a knee is bent a little up to the first, deeply from the second.
LITTLE, DEEP = 57, 72
#: cm below the hips: a foot, or a bent knee, that is lifted to their height; a foot lifted to that of the knees.
HIP_HIGH, KNEE_HIGH = -16, -45
DOWN = ("flat", "toes", "tucked", "side", "heel", "floor")


class Leg:
    """One leg of the facts and how it is spoken of: alone, or for both."""

    def __init__(self, facts: Facts, side: str, both: bool) -> None:
        self.all, self.side, self.both = facts, side, both
        self.leg: Facts = facts.get("legs", {}).get(side, {})
        self.base = str(facts.get("base", ""))
        self.foot = str(self.leg.get("foot") or "")
        self.lifted = bool(self.leg.get("lifted"))

    def of(self, *path: str) -> float:
        return number(self.leg, *path)

    def named(self, many: str, one: str) -> str:
        return say(many) if self.both else say(one, side=side_of(self.side))

    def either(self, many: str, one: str) -> str:
        return say(many) if self.both else say(one)

    @property
    def knee(self) -> float:
        return self.of("knee")

    @property
    def long(self) -> bool:
        return "knee" in self.leg and self.knee < NEARLY

    @property
    def placed(self) -> bool:
        """Whether it is known where the knee is."""
        return "kneecap" in self.leg


def one_leg(leg: Leg) -> Iterator[str]:
    if not leg.leg:
        return
    if "knee" in leg.leg:
        yield from _WAYS.get(leg.base, _other)(leg)
    else:
        yield from _foot(leg)


def tipped(facts: Facts) -> str | None:
    """Both knees over to one side, of somebody who lies on the back or sits."""
    base, trunk = facts.get("base"), facts.get("trunk", {})
    rolled = number(trunk, "rolled")
    if base == "lying_back" and abs(rolled) >= 30:
        return say("rolled onto the %(side)s hip, both knees over to that side", side=towards(rolled))
    limbs = [facts.get("legs", {}).get(side, {}) for side in SIDES]
    for side, limb, other in (("left", *limbs), ("right", *reversed(limbs))):
        # One thigh turned outward, the other inward: both knees have gone to the side of the first.
        if base == "floor" and number(limb, "turn") >= 60 and number(other, "turn") <= -25:
            return say("both knees tipped over to the %(side)s", side=side_of(side))
    if base not in ("lying_back", "floor") or not all(leg.get("foot") == "side" for leg in limbs):
        return None
    knees = (number(limbs[0], "kneecap", "out") - number(limbs[1], "kneecap", "out")) / 2
    return say("both knees tipped over to the %(side)s", side=towards(knees)) if abs(knees) >= 12 else None


# -- each way to be ------------------------------------------------------------------------------------------


def _shape(leg: Leg) -> str:
    """The leg's own clause, which names it."""
    knee = leg.knee
    if knee < STRAIGHT:
        return leg.named(N_("Legs straight"), N_("%(side)s leg straight"))
    if knee < NEARLY:
        return leg.named(N_("Legs nearly straight"), N_("%(side)s leg nearly straight"))
    if RIGHT[0] <= knee <= RIGHT[1]:
        return leg.named(N_("Knees bent to a right angle"), N_("%(side)s knee bent to a right angle"))
    if knee < FOLDED:
        return leg.named(N_("Knees bent"), N_("%(side)s knee bent"))
    return leg.named(N_("Knees folded"), N_("%(side)s knee folded"))


def _standing(leg: Leg) -> Iterator[str]:
    if (
        leg.foot == "side"
        and leg.of("turn") >= 40
        and number(leg.all, "between", "feet") < 4
        and not leg.both
    ):
        yield say("%(side)s knee turned out to the side", side=side_of(leg.side))
        yield say("toes on the floor, heel resting against the other ankle")
        return
    if leg.foot.startswith("on:"):
        yield leg.named(N_("Knees bent"), N_("%(side)s knee bent and turned out to the side"))
        yield say("sole against %(thing)s", thing=_inner_side(leg.foot))
        return
    if not leg.lifted and leg.foot in DOWN:
        if _behind_a_chair(leg):
            yield from _step_behind(leg)
            return
        if leg.foot == "toes" and leg.long and leg.of("ahead") <= -30:
            yield say("%(side)s leg stretched back, nearly straight", side=side_of(leg.side))
        elif STRAIGHT <= leg.knee < NEARLY and leg.foot in ("flat", "toes"):
            yield leg.named(N_("Knees soft"), N_("%(side)s knee soft"))
        else:
            yield _stood_shape(leg)
        if leg.foot == "floor":
            yield from _swung(leg)
            yield say("toes close to the floor")
            return
        yield from _turned_out(leg)
        yield from _foot(leg) if not _stood(leg) else ()
        return
    yield _shape(leg)
    if leg.lifted:
        yield from _raised_standing(leg)
    elif kind_of(leg.foot) == "chair":
        yield say("foot on the seat of a chair in front")
    else:
        yield from _foot(leg)


def _stood_shape(leg: Leg) -> str:
    """How far the knee of a leg that stands is bent."""
    if NEARLY <= leg.knee < LITTLE:
        return leg.named(N_("Knees bent a little"), N_("%(side)s knee bent a little"))
    if DEEP <= leg.knee < FOLDED:
        return leg.named(N_("Knees bent deeply"), N_("%(side)s knee bent deeply"))
    return _shape(leg)


def _behind_a_chair(leg: Leg) -> bool:
    """Whether this foot stands behind the other one, which is on a chair."""
    return not leg.both and not _both_down(leg) and leg.foot == "flat" and leg.of("ahead") <= -15


def _step_behind(leg: Leg) -> Iterator[str]:
    if leg.of("ahead") <= -30:
        yield say("%(side)s foot a long step behind the other one", side=side_of(leg.side))
    else:
        yield say("%(side)s foot a step behind the other one", side=side_of(leg.side))
    yield say("flat on the floor")
    if leg.knee < STRAIGHT:
        yield say("leg straight")
    else:
        yield say("knee soft") if leg.knee < NEARLY else say("knee bent")


def _inner_side(foot: str) -> str:
    """Where the sole of somebody who stands meets the other leg."""
    part, _, side = foot.removeprefix("on:").partition(".")
    inner = {
        "shin": N_("the inner side of the %(side)s calf"),
        "thigh": N_("the inner side of the %(side)s thigh"),
    }
    return say(inner[part], side=side_of(side)) if part in inner and side in SIDES else place_of(foot)


def _stood(leg: Leg) -> bool:
    """Whether the stance has told that both feet are flat on the floor."""
    limbs = leg.all.get("legs", {}).values()
    return len(limbs) == 2 and all(one.get("foot") == "flat" and "kneecap" in one for one in limbs)


def _both_down(leg: Leg) -> bool:
    return all(one.get("foot") in DOWN for one in leg.all.get("legs", {}).values())


def _turned_out(leg: Leg) -> Iterator[str]:
    other = Leg(leg.all, "right" if leg.side == "left" else "left", both=False)
    if (
        not leg.both
        and leg.of("toes") >= 25
        and other.of("toes") < 18
        and leg.foot in ("flat", "side", "toes")
    ):
        yield say("toes turned out")


def _swung(leg: Leg) -> Iterator[str]:
    if leg.of("out") >= 25:
        yield say("out to the side")
    elif leg.of("out") <= -4:
        yield say("across in front of the other leg")
    elif leg.of("ahead") <= -12:
        yield say("behind")
    elif leg.of("ahead") >= 12:
        yield say("in front")


def _raised_standing(leg: Leg) -> Iterator[str]:
    knee = leg.knee >= NEARLY
    at: tuple[str, ...] = ("kneecap",) if knee else ()
    out, ahead, up = leg.of(*at, "out"), leg.of(*at, "ahead"), leg.of(*at, "up")
    if out >= 25:
        yield say("out to the side")
    elif abs(ahead) >= 15:
        yield say("in front") if ahead > 0 else say("behind")
    if ("kneecap" if knee else "up") in leg.leg and up >= HIP_HIGH:
        yield say("lifted to hip height")
    elif not knee and up < KNEE_HIGH:
        yield say("foot lifted a little off the floor")
    else:
        yield say("lifted")


def _on_chair(leg: Leg) -> Iterator[str]:
    if leg.foot.startswith("on:"):
        yield from _ankle_on(leg)
        return
    reach = leg.of("ahead") - leg.of("kneecap", "ahead") if leg.placed else 0
    if reach >= 12 and leg.foot not in ("flat", "toes"):
        if leg.long:
            yield leg.named(
                N_("Legs stretched forward, nearly straight"),
                N_("%(side)s leg stretched forward, nearly straight"),
            )
        else:
            yield leg.named(
                N_("Legs stretched forward, knees bent"),
                N_("%(side)s leg stretched forward, knee a little bent"),
            )
    elif leg.both and leg.placed and leg.of("kneecap", "out") >= 25:
        yield say("Knees bent and wide apart")
        yield from (say("toes turned out"),) if leg.of("toes") >= 25 else ()
    else:
        yield leg.named(N_("Knees bent"), N_("%(side)s knee bent")) if leg.knee >= 65 else _shape(leg)
        yield from _wide(leg)
    yield from _foot(leg)


def _wide(leg: Leg) -> Iterator[str]:
    out = leg.of("kneecap", "out") if leg.placed else leg.of("spread")
    if leg.both and out >= 25:
        yield say("wide apart")
    elif not leg.both and out >= 25:
        yield say("out to the side")
    if leg.foot == "flat" and leg.both and leg.of("toes") >= 25:
        yield say("toes turned out")


def _ankle_on(leg: Leg) -> Iterator[str]:
    """The figure four."""
    part, _, other = leg.foot.removeprefix("on:").partition(".")
    if part == "knee" and other in SIDES:
        yield say("%(side)s ankle on the %(other)s thigh", side=side_of(leg.side), other=side_of(other))
        yield say("just above the knee")
    else:
        yield say("%(side)s ankle on %(thing)s", side=side_of(leg.side), thing=place_of(leg.foot))
    yield say("%(side)s knee out to the side", side=side_of(leg.side))


def _on_knees(leg: Leg) -> Iterator[str]:
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
        yield from _foot(leg)


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
        yield _shape(leg)


def _drawn_in(leg: Leg) -> Iterator[str]:
    if leg.of("kneecap", "ahead") >= 15:
        yield say("%(side)s knee drawn in under the belly", side=side_of(leg.side))
        yield say("off the floor")
    else:
        yield _shape(leg)
        yield say("lifted")


def slid(facts: Facts, side: str) -> bool:
    """Whether a knee has slid out to the side on a towel."""
    leg = facts.get("legs", {}).get(side, {})
    far = number(leg, "kneecap", "out") >= 20
    return facts.get("base") == "hands_knees" and leg.get("knee_on") == "towel" and far


def _kneeling(leg: Leg) -> Iterator[str]:
    ahead, out = leg.of("kneecap", "ahead"), leg.of("kneecap", "out")
    if not leg.placed:
        yield _shape(leg)
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
    yield _shape(leg)
    if leg.foot == "flat" and leg.base in ("half_kneeling", "lunge"):
        over = leg.of("kneecap", "ahead") - leg.of("ahead")
        yield say("knee ahead of the ankle") if over >= 10 else say("knee above the ankle")


def _on_floor(leg: Leg) -> Iterator[str]:
    ahead, kneecap = leg.of("ahead"), leg.leg.get("kneecap", {})
    out = number(kneecap, "out")
    if leg.long and ahead <= -45:
        yield leg.named(N_("Legs stretched straight back"), N_("%(side)s leg stretched straight back"))
        yield from _foot(leg)
    elif leg.placed and not leg.both and ahead <= -10:
        tip = tipped(leg.all)
        yield _shape(leg) if tip else say("%(side)s knee out to the side", side=side_of(leg.side))
        yield from (say("thigh out to the %(side)s", side=side_of(leg.side)),) if tip else ()
        yield say("shin and foot pointing back")
    elif leg.placed and leg.of("turn") >= 60 and leg.of("out") < 10:
        tip = tipped(leg.all)
        yield _shape(leg) if tip else say("%(side)s knee bent, out to the side", side=side_of(leg.side))
        yield say("shin lying across in front of the body")
    elif leg.placed and leg.foot == "flat" and number(kneecap, "up") > 8:
        yield leg.named(N_("Knees bent and pointing up"), N_("%(side)s knee bent and pointing up"))
        yield from _wide(leg)
        yield from _foot(leg)
        yield from _feet_apart(leg)
    else:
        yield _shape(leg)
        yield from (say("legs wide apart"),) if leg.both and out >= 25 and not tipped(leg.all) else ()
        yield from _foot(leg)


def _on_back(leg: Leg) -> Iterator[str]:
    rests = str(leg.leg.get("rests_on") or "")
    if abs(number(leg.all, "trunk", "rolled")) >= 30:
        yield from _over_to_one_side(leg, rests)
    elif leg.foot.startswith("on:"):
        yield from _ankle_on(leg)
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
        yield _shape(leg)
        yield from _raised_on_back(leg)
    else:
        yield from _bent_on_back(leg)


def _over_to_one_side(leg: Leg, rests: str) -> Iterator[str]:
    knees = [number(one, "knee") for one in leg.all.get("legs", {}).values()]
    alike = all(NEARLY <= knee < FOLDED for knee in knees)
    square = all(RIGHT[0] <= knee <= RIGHT[1] for knee in knees)
    bent = leg.named(N_("Knees bent"), N_("%(side)s knee bent"))
    yield bent if alike and not square else _shape(leg)
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
        yield _shape(leg)
        yield say("pointing up to the ceiling")
    elif leg.lifted and up >= 20:
        yield _shape(leg)
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
        yield _shape(leg)
    else:
        yield leg.named(N_("Knees bent and pointing up"), N_("%(side)s knee bent and pointing up"))
    if leg.both and number(leg.all, "between", "knees") <= 4 and "between" in leg.all and leg.of("out") >= 14:
        yield say("leaning together")
    if leg.foot == "heel":
        yield leg.either(N_("heels touching the floor"), N_("heel touching the floor"))
    elif leg.foot == "flat" and leg.placed:
        yield _flat(leg)
        yield from _feet_apart(leg)
    else:
        yield from _foot(leg)


def _feet_apart(leg: Leg) -> Iterator[str]:
    wide = leg.of("kneecap", "out") < leg.of("out") - 4
    if leg.both and wide and number(leg.all, "between", "feet") >= 22:
        yield say("wide apart")


def _flat(leg: Leg) -> str:
    """Feet on the floor of somebody who lies on the back: how far from the hips."""
    if leg.of("ahead") < 33:
        return leg.either(
            N_("feet flat on the floor, close to the hips"), N_("foot flat on the floor, close to the hips")
        )
    return leg.either(N_("feet flat on the floor"), N_("foot flat on the floor"))


def _on_side(leg: Leg) -> Iterator[str]:
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


def _on_front(leg: Leg) -> Iterator[str]:
    yield leg.named(N_("Legs stretched out"), N_("%(side)s leg stretched out")) if leg.long else _shape(leg)
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


def _other(leg: Leg) -> Iterator[str]:
    yield _shape(leg)
    yield from _foot(leg)


_WAYS: dict[str, Callable[[Leg], Iterator[str]]] = {
    "standing": _standing,
    "squat": _standing,
    "chair": _on_chair,
    "floor": _on_floor,
    "hands_knees": _on_knees,
    "kneeling": _on_knees,
    "half_kneeling": _on_knees,
    "lunge": _on_knees,
    "lying_back": _on_back,
    "lying_left": _on_side,
    "lying_right": _on_side,
    "lying_front": _on_front,
}


# -- feet ----------------------------------------------------------------------------------------------------

_FEET = {
    "flat": (N_("foot flat on the floor"), N_("feet flat on the floor")),
    "top": (N_("top of the foot on the floor"), N_("tops of the feet on the floor")),
    "tucked": (N_("toes tucked under"), N_("toes tucked under")),
    "toes": (N_("heel lifted"), N_("heels lifted, on the balls of the feet")),
    "heel": (N_("heel on the floor"), N_("heels on the floor")),
    "side": (N_("outer edge of the foot on the floor"), N_("outer edges of the feet on the floor")),
    "floor": (N_("foot touching the floor"), N_("feet touching the floor")),
    "air": (N_("foot in the air"), N_("feet in the air")),
    "wall": (N_("foot against the wall"), N_("feet against the wall")),
}


def _foot(leg: Leg) -> Iterator[str]:
    foot = leg.foot
    if not foot:
        return
    if foot in _FEET:
        yield say(_FEET[foot][leg.both])
    elif foot.startswith("on:"):
        yield say("ankle on %(thing)s", thing=place_of(foot))
    else:
        place = thing_of(foot)
        yield say("feet on %(thing)s", thing=place) if leg.both else say("foot on %(thing)s", thing=place)
