"""One leg of a figure as the words see it, and what is said of it in every position. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.mirror import number
from poses.figures.terms import SIDES, place_of, side_of, thing_of, towards

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


def shape(leg: Leg) -> str:
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


def wide(leg: Leg) -> Iterator[str]:
    out = leg.of("kneecap", "out") if leg.placed else leg.of("spread")
    if leg.both and out >= 25:
        yield say("wide apart")
    elif not leg.both and out >= 25:
        yield say("out to the side")
    if leg.foot == "flat" and leg.both and leg.of("toes") >= 25:
        yield say("toes turned out")


def ankle_on(leg: Leg) -> Iterator[str]:
    """The figure four."""
    part, _, other = leg.foot.removeprefix("on:").partition(".")
    if part == "knee" and other in SIDES:
        yield say("%(side)s ankle on the %(other)s thigh", side=side_of(leg.side), other=side_of(other))
        yield say("just above the knee")
    else:
        yield say("%(side)s ankle on %(thing)s", side=side_of(leg.side), thing=place_of(leg.foot))
    yield say("%(side)s knee out to the side", side=side_of(leg.side))


def slid(facts: Facts, side: str) -> bool:
    """Whether a knee has slid out to the side on a towel."""
    leg = facts.get("legs", {}).get(side, {})
    far = number(leg, "kneecap", "out") >= 20
    return facts.get("base") == "hands_knees" and leg.get("knee_on") == "towel" and far


def feet_apart(leg: Leg) -> Iterator[str]:
    wide = leg.of("kneecap", "out") < leg.of("out") - 4
    if leg.both and wide and number(leg.all, "between", "feet") >= 22:
        yield say("wide apart")


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


def foot_words(leg: Leg) -> Iterator[str]:
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
