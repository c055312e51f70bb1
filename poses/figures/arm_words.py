"""The arms of a figure in words: what a hand holds or lies on, or where it reaches. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.mirror import in_mirror, number, other
from poses.figures.terms import SIDES, kind_of, part_of, place_of, side_of, thing_of, things_of

type Facts = Mapping[str, Any]

BENT = 60  # degrees from which an elbow is called bent
CHAIR_BACK = 60  # cm: a hand higher than that is on the back of a chair
_ON_SIDE = ("lying_left", "lying_right")
_LYING = ("lying_back", "lying_front", "lying_left", "lying_right")


class Arm:
    """One arm of the facts and how it is spoken of: alone, or for both."""

    def __init__(self, facts: Facts, side: str, both: bool) -> None:
        self.all, self.side, self.both = facts, side, both
        self.arm: Facts = facts.get("arms", {}).get(side, {})
        self.base = str(facts.get("base", ""))
        self.hand = str(self.arm.get("hand") or "")
        self.forearm = str(self.arm.get("forearm") or "")

    def of(self, *path: str) -> float:
        return number(self.arm, *path)

    def named(self, many: str, one: str, **more: str) -> str:
        return say(many, **more) if self.both else say(one, side=side_of(self.side), **more)

    @property
    def elbow(self) -> float:
        return self.of("elbow")


def arms(facts: Facts) -> Iterator[list[str]]:
    """One sentence if both do the same, else one for each."""
    if joined := list(_joined(facts)):
        yield joined
        return
    sides = [side for side in SIDES if facts.get("arms", {}).get(side)]
    told = [list(_arm(Arm(facts, side, both=False))) for side in sides]
    turned = list(_arm(Arm(in_mirror(facts), "left", both=False)))
    if len(told) == 2 and told[0] == turned:
        yield list(_arm(Arm(facts, "left", both=True)))
    else:
        yield from told


# -- both at once --------------------------------------------------------------------------------------------


def _joined(facts: Facts) -> Iterator[str]:
    """Hands that hold, meet or lie on each other, and forearms that do."""
    pair = [Arm(facts, side, both=True) for side in SIDES]
    hands = {arm.hand for arm in pair}
    if hands == {"strap"}:
        yield from _strap(facts)
    elif any(p.get("held") for p in facts.get("props") or ()):
        held = next(p for p in facts["props"] if p.get("held"))
        yield say("Both arms holding %(thing)s against the chest", thing=thing_of(str(held.get("kind", ""))))
    elif any(hand.startswith("on:forearm.") for hand in hands):
        yield from _folded(pair)
    elif any(hand.startswith("on:hand.") for hand in hands):
        yield from _hands_meet(facts, pair)
    elif hands == {"on:head", "floor"} and facts.get("base") in ("lying_front", "kneeling", "hands_knees"):
        yield say("Elbows and forearms on the floor, one hand on the other")
    elif _crossed(pair):
        yield say("Arms crossed in front of the chest, hands on the opposite shoulders")
    elif hands == {"on:chest"} and all(arm.of("way", "out") <= -60 for arm in pair):
        yield say("Arms crossed, hands on the chest")
    elif len(hands) == 1 and (both := hands.pop()).startswith("on:") and both.endswith(SIDES):
        # Both hands on one leg.
        yield say("Both hands on %(thing)s", thing=place_of(both))


def _crossed(pair: list[Arm]) -> bool:
    free = all(
        arm.hand == "air" or arm.hand.startswith(("on:shoulder", "on:arm", "on:elbow")) for arm in pair
    )
    return free and all(
        arm.of("way", "out") <= -55 and arm.of("way", "head") > -40 and arm.elbow >= 80 for arm in pair
    )


def _strap(facts: Facts) -> Iterator[str]:
    straps = [p for p in facts.get("props") or () if kind_of(str(p.get("kind", ""))) == "strap"]
    rounds = [str(p["round"]) for p in straps if p.get("round")]
    if len(rounds) > 1:
        yield say("Each hand holding a strap round the foot of its side")
    elif rounds:
        yield say("Hands holding a strap round %(part)s", part=part_of(rounds[0]))
    else:
        yield say("Hands holding a strap")
    if all(number(facts, "arms", side, "elbow") >= BENT for side in SIDES):
        yield say("elbows bent")


def _folded(pair: list[Arm]) -> Iterator[str]:
    on = next((arm.forearm for arm in pair if arm.forearm.startswith("on:")), "")
    if on:
        leg = part_of(f"leg.{on.rpartition('.')[2]}")
        yield say("Forearms folded on %(thing)s", thing=leg)
    else:
        yield say("Forearms folded in front of the belly")


def _hands_meet(facts: Facts, pair: list[Arm]) -> Iterator[str]:
    head = str(facts.get("head", {}).get("on") or "")
    rest = next((arm.hand for arm in pair if not arm.hand.startswith("on:hand.") and arm.hand != "air"), "")
    forearm = next((arm.forearm for arm in pair if arm.forearm), "")
    if head == "hands":
        thing = thing_of(rest if rest and not rest.startswith("on:") else forearm or "floor")
        yield say("Hands one on the other on %(thing)s, elbows out to the sides", thing=thing)
    elif rest:
        yield say("Hands one on the other on %(thing)s", thing=place_of(rest))
    else:
        yield from _meeting_in_the_air(pair)


def _meeting_in_the_air(pair: list[Arm]) -> Iterator[str]:
    head, elbow = (sum(arm.of(*path) for arm in pair) / 2 for path in (("way", "head"), ("elbow",)))
    if head >= 70:
        yield say("Hands joined overhead, arms long")
    elif elbow >= 85:
        yield say("Palms together in front of the chest")
    else:
        yield say("Arms reaching forward in a circle, hands together in front of the chest")


# -- one arm, or both alike ----------------------------------------------------------------------------------


def _arm(arm: Arm) -> Iterator[str]:
    hand = arm.hand
    if arm.forearm and not arm.forearm.startswith("on:") and hand in ("floor", "air", "on:head", arm.forearm):
        yield from _on_forearm(arm)
    elif hand == "strap":
        yield from _holding_a_strap(arm)
    elif hand == "floor":
        yield from _on_the_floor(arm)
    elif hand.startswith("on:"):
        yield from _on_skin(arm)
    elif hand and hand != "air":
        yield from _on_a_thing(arm)
    else:
        yield from _reaching(arm)


def _on_forearm(arm: Arm) -> Iterator[str]:
    if arm.base == "lying_back":
        yield from _lying_arm(arm)
        return
    if arm.base in ("lying_left", "lying_right") and number(arm.all, "trunk", "hips") < 23:
        yield say("%(side)s arm on the floor in front of the face", side=side_of(arm.side))
        return
    if _threaded(arm):
        yield from _threading(arm)
        return
    if arm.base == "lying_front" and arm.of("way", "head") <= -60:
        yield from _lying_arm(arm)
        return
    yield arm.named(
        N_("Forearms on %(thing)s"), N_("%(side)s forearm on %(thing)s"), thing=thing_of(arm.forearm)
    )
    if arm.base in _ON_SIDE:
        yield from (say("elbow below the shoulder"),) if "plumb" in arm.arm and arm.of("plumb") < 30 else ()
    elif arm.base == "lying_front" and arm.of("way", "front") >= 88:
        yield say("elbows below the shoulders") if arm.both else say("elbow below the shoulder")
    elif arm.base == "lying_front" and "plumb" in arm.arm and not arm.all.get("head", {}).get("on"):
        yield say("elbows in front of the shoulders") if arm.both else say("elbow in front of the shoulder")
    elif arm.base == "standing":
        yield say("elbow at shoulder height") if not arm.both else say("elbows at shoulder height")


def _threaded(arm: Arm) -> bool:
    return arm.base == "hands_knees" and arm.of("from_shoulder", "out") <= -30


def shoulder_told(facts: Facts) -> bool:
    """Whether head and shoulder of a threaded arm lie on the same thing: that arm's sentence tells both."""
    pair = [Arm(facts, side, both=False) for side in SIDES]
    head = facts.get("head", {}).get("on")
    return bool(head) and any(_threaded(arm) and arm.arm.get("shoulder_on") == head for arm in pair)


def _threading(arm: Arm) -> Iterator[str]:
    side, across = side_of(arm.side), side_of(other(arm.side))
    yield say("%(side)s arm threaded under the chest to the %(other)s", side=side, other=across)
    yield from (say("palm up"),) if arm.arm.get("palm") == "up" else ()
    if on := arm.arm.get("shoulder_on"):
        thing = thing_of(str(on))
        if shoulder_told(arm.all):
            yield say("shoulder and head resting on %(thing)s", thing=thing)
        else:
            yield say("shoulder resting on %(thing)s", thing=thing)


def _holding_a_strap(arm: Arm) -> Iterator[str]:
    straps = [p for p in arm.all.get("props") or () if f"hand.{arm.side}" in (p.get("under") or ())]
    part = next((str(p["round"]) for p in straps if p.get("round")), "")
    if part:
        yield say("%(side)s hand holding a strap round %(part)s", side=side_of(arm.side), part=part_of(part))
    else:
        yield arm.named(N_("Hands holding a strap"), N_("%(side)s hand holding a strap"))


def _on_the_floor(arm: Arm) -> Iterator[str]:
    if arm.base in ("lying_back", "lying_front"):
        yield from _lying_arm(arm)
        return
    if _threaded(arm):
        yield from _threading(arm)
        return
    if arm.base in ("lying_left", "lying_right"):
        yield arm.named(N_("Hands on the floor"), N_("%(side)s hand on the floor in front of the chest"))
        return
    yield arm.named(N_("Hands on the floor"), N_("%(side)s hand on the floor"))
    yield from _where(arm)


def _where(arm: Arm) -> Iterator[str]:
    """Of a hand on the floor: below the shoulder, ahead of it, behind the hips."""
    if "from_shoulder" not in arm.arm:
        return
    ahead, hips = arm.of("from_shoulder", "ahead"), arm.of("from_hips", "ahead")
    if arm.base in ("floor", "chair") and hips <= -10:
        yield say("behind the hips")
    elif arm.base == "hands_knees" and abs(ahead) < 9:
        yield say("below the shoulders") if arm.both else say("below the shoulder")
    elif ahead >= 9 or hips >= 25:
        if arm.base != "hands_knees":
            yield say("in front")
        else:
            yield say("in front of the shoulders") if arm.both else say("in front of the shoulder")


def _lying_arm(arm: Arm) -> Iterator[str]:
    """On the floor beside somebody who lies, or away from them."""
    raised, head = arm.of("raise"), arm.of("way", "head")
    if arm.base == "lying_front" and arm.elbow >= 45 and head > -60:
        yield arm.named(N_("Forearms on the floor"), N_("%(side)s forearm on the floor"))
        return
    if arm.arm.get("above_head") or head >= 60 or raised >= 130:
        yield arm.named(N_("Arms resting overhead"), N_("%(side)s arm resting overhead"))
    elif (raised >= 74 and arm.of("way", "out") >= 70) or (raised >= 55 and "way" not in arm.arm):
        yield arm.named(
            N_("Arms out to the sides on the floor"), N_("%(side)s arm out to the side on the floor")
        )
    elif raised >= 50 or arm.of("way", "out") >= 45:
        yield arm.named(
            N_("Arms on the floor, a little away from the body"),
            N_("%(side)s arm on the floor, a little away from the body"),
        )
    else:
        yield arm.named(N_("Arms beside the body"), N_("%(side)s arm beside the body"))
    if palm := arm.arm.get("palm"):
        up = say("palms up") if arm.both else say("palm up")
        yield up if palm == "up" else say("palms down") if arm.both else say("palm down")


def _on_skin(arm: Arm) -> Iterator[str]:
    part, _, of = arm.hand.removeprefix("on:").partition(".")
    if part in ("shoulder", "arm", "elbow") and of == other(arm.side):
        yield arm.named(
            N_("Arms crossed, hands on the opposite shoulders"), N_("%(side)s hand on the opposite shoulder")
        )
        return
    own = of == arm.side
    place = say("the other hand") if part == "hand" else part_of(arm.hand.removeprefix("on:"), both=arm.both)
    yield arm.named(N_("Hands on %(thing)s"), N_("%(side)s hand on %(thing)s"), thing=place)
    if part == "shoulder" and own:
        high = arm.of("raise") >= 60
        yield say("elbow lifted to shoulder height") if high else say("elbow hanging down")
    elif part == "lumbar":
        yield say("palm outwards") if not arm.both else say("palms outwards")


def _on_a_thing(arm: Arm) -> Iterator[str]:
    kind = kind_of(arm.hand)
    if kind == "chair" and arm.base == "chair":
        yield from _on_own_chair(arm)
        return
    if kind == "blanket" and arm.base in _ON_SIDE and not arm.both:
        yield say("%(side)s hand on the floor in front of the chest", side=side_of(arm.side))
        return
    if kind == "chair" and "high" in arm.arm:
        back = arm.of("high") >= CHAIR_BACK
        thing = say("the back of a chair") if back else say("the seat of a chair")
    else:
        thing = things_of(arm.hand) if arm.both else thing_of(arm.hand)
    yield arm.named(N_("Hands on %(thing)s"), N_("%(side)s hand on %(thing)s"), thing=thing)
    yield from _at(arm, kind)


def _on_own_chair(arm: Arm) -> Iterator[str]:
    ahead = arm.of("from_hips", "ahead")
    if ahead <= -6:
        yield arm.named(
            N_("Hands on the seat behind the hips"), N_("%(side)s hand on the seat behind the hips")
        )
    else:
        yield arm.named(
            N_("Hands on the seat beside the hips"), N_("%(side)s hand on the seat beside the hip")
        )


def _at(arm: Arm, kind: str) -> Iterator[str]:
    """Where the thing is that a hand rests on."""
    if "from_shoulder" not in arm.arm or kind in ("blanket", "bolster", "cushion"):
        return
    ahead, out, up = (arm.of("from_shoulder", way) for way in ("ahead", "out", "up"))
    if kind == "wall" and arm.all.get("trunk", {}).get("wall"):
        yield say("beside the hips") if arm.both else say("beside the hip")
    elif kind == "wall":
        high = up >= -20
        if out >= 12 and ahead < 16:
            yield say("beside you at chest height") if high else say("beside you")
        elif ahead >= 16:
            yield say("in front at chest height") if high else say("in front")
    elif kind == "block":
        yield say("below the shoulders") if arm.both else say("below the shoulder")
    elif kind == "chair" and out >= 9 and ahead < 14 and not arm.both:
        yield say("beside you")
    elif ahead >= 7:
        yield say("in front")


# -- in the air ----------------------------------------------------------------------------------------------


def _reaching(arm: Arm) -> Iterator[str]:
    yield _way(arm) if "way" in arm.arm else _way_by_angle(arm)
    if arm.elbow >= BENT:
        yield say("elbows bent") if arm.both else say("elbow bent")


def _way_by_angle(arm: Arm) -> str:
    raised = arm.of("raise")
    if arm.arm.get("above_head") or raised >= 130:
        return _up(arm)
    if raised >= 65:
        return arm.named(
            N_("Arms reaching out at shoulder height"), N_("%(side)s arm reaching out at shoulder height")
        )
    return _down(arm)


def _way(arm: Arm) -> str:
    front, out, head = (arm.of("way", way) for way in ("front", "out", "head"))
    if head >= 65:
        return _up(arm)
    if arm.base == "lying_back" and front >= 60:
        return arm.named(N_("Arms pointing up to the ceiling"), N_("%(side)s arm pointing straight up"))
    if arm.base == "lying_front":
        return arm.named(
            N_("Arms stretched back beside the hips, off the floor"),
            N_("%(side)s arm stretched back beside the hip, off the floor"),
        )
    if out >= 75:
        return arm.named(
            N_("Arms stretched out to the sides at shoulder height"),
            N_("%(side)s arm stretched out to the side at shoulder height"),
        )
    if front >= 70:
        return arm.named(
            N_("Arms reaching forward at shoulder height"),
            N_("%(side)s arm reaching forward at shoulder height"),
        )
    return _down(arm)


def _up(arm: Arm) -> str:
    if arm.base == "hands_knees" and arm.of("way", "out") >= 40:
        return arm.named(
            N_("Arms reaching forward and outward"), N_("%(side)s arm reaching forward and outward")
        )
    if arm.base == "hands_knees":  # past the head is ahead there
        return arm.named(N_("Arms reaching forward"), N_("%(side)s arm reaching forward"))
    if arm.base == "lying_back":
        return arm.named(
            N_("Arms stretched back past the head, above the floor"),
            N_("%(side)s arm stretched back past the head, above the floor"),
        )
    return arm.named(N_("Arms reaching overhead"), N_("%(side)s arm reaching overhead"))


def _down(arm: Arm) -> str:
    if arm.of("way", "out") >= 35:
        return arm.named(
            N_("Arms hanging a little away from the body"),
            N_("%(side)s arm hanging a little away from the body"),
        )
    return arm.named(N_("Arms hanging"), N_("%(side)s arm hanging"))
