"""Legs of somebody who stands, squats or sits on a chair, in words. Pure."""

from collections.abc import Iterator

from hipapp.core.speech import N_, say
from poses.figures.leg import (
    DEEP,
    DOWN,
    FOLDED,
    HIP_HIGH,
    KNEE_HIGH,
    LITTLE,
    NEARLY,
    STRAIGHT,
    Leg,
    ankle_on,
    foot_words,
    shape,
    wide,
)
from poses.figures.mirror import number
from poses.figures.terms import SIDES, kind_of, place_of, side_of


def standing(leg: Leg) -> Iterator[str]:
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
        yield from foot_words(leg) if not _stood(leg) else ()
        return
    yield shape(leg)
    if leg.lifted:
        yield from _raised_standing(leg)
    elif kind_of(leg.foot) == "chair":
        yield say("foot on the seat of a chair in front")
    else:
        yield from foot_words(leg)


def _stood_shape(leg: Leg) -> str:
    """How far the knee of a leg that stands is bent."""
    if NEARLY <= leg.knee < LITTLE:
        return leg.named(N_("Knees bent a little"), N_("%(side)s knee bent a little"))
    if DEEP <= leg.knee < FOLDED:
        return leg.named(N_("Knees bent deeply"), N_("%(side)s knee bent deeply"))
    return shape(leg)


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


def on_chair(leg: Leg) -> Iterator[str]:
    if leg.foot.startswith("on:"):
        yield from ankle_on(leg)
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
        yield leg.named(N_("Knees bent"), N_("%(side)s knee bent")) if leg.knee >= 65 else shape(leg)
        yield from wide(leg)
    yield from foot_words(leg)
