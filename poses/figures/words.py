"""What a figure shows, in words that can be followed with eyes closed; made from the pose's own measures. Pure.

`facts` are one frame's, as its manifest has them (`docs/architecture.md`). Whatever is missing there is passed over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.terms import (
    SIDES,
    THINGS,
    kind_of,
    parts_of,
    place_of,
    side_of,
    thing_of,
    things_of,
    towards,
)

type Facts = Mapping[str, Any]
#: A limb's clauses: for one side, or for both at once if the side is "both".
type Clauses = Callable[[Facts, str, str], Iterator[str]]

_OTHER = {"left": "right", "right": "left"}
#: What changes its sign in a mirror.
_SIDED = frozenset({"side", "twist", "turn", "tilt", "rolled"})
#: cm: hips so high above the floor are lifted.
HIPS_LIFTED = 17
#: As many degrees or centimetres apart, two limbs still do the same.
_ALIKE = 14

_PLACES = {
    "hands_knees": N_("On hands and knees"),
    "lying_back": N_("Lying on the back"),
    "lying_front": N_("Lying on the front"),
    "lying_left": N_("Lying on the left side"),
    "lying_right": N_("Lying on the right side"),
    "chair": N_("Sitting on a chair"),
    "floor": N_("Sitting on the floor"),
    "kneeling": N_("Kneeling"),
    "half_kneeling": N_("Half kneeling"),
    "standing": N_("Standing"),
    "squat": N_("Squatting"),
    "lunge": N_("In a lunge"),
}
_UPRIGHT = frozenset({"chair", "floor", "kneeling", "half_kneeling", "standing", "squat", "lunge"})


def describe(facts: Facts, mirrored: bool = False) -> str:
    """Two to four short sentences: the place with trunk and head, the legs, the arms, what else lies there."""
    seen = in_mirror(facts) if mirrored else facts
    base = str(seen.get("base", ""))
    sentences = [
        [*_place(seen, base), *_trunk(seen.get("trunk", {}), base), *_head(seen.get("head", {}), base)],
        *_limbs(seen.get("legs", {}), base, _leg),
        *_limbs(seen.get("arms", {}), base, _arm),
        *([prop] for prop in _props(seen)),
    ]
    return " ".join(_sentence(clauses) for clauses in sentences if clauses)


def in_mirror(facts: Any, key: str = "") -> Any:
    """The same facts of the picture turned over: left is right, and what leans left leans right."""
    if isinstance(facts, Mapping):
        # A leg's outward turn is outward on the other side too: only trunk and head turn towards a side.
        whole = key in ("trunk", "head")
        return {
            _OTHER.get(k, k): -v if whole and k in _SIDED and _is_number(v) else in_mirror(v, k)
            for k, v in facts.items()
        }
    if isinstance(facts, str):
        return _other_side(facts)
    if isinstance(facts, Sequence):
        return [in_mirror(item) for item in facts]
    return facts


def _other_side(word: str) -> str:
    """`hand.left` for `hand.right`, `lying_left` for `lying_right`."""
    for end in ("left", "right"):
        stem = word.removesuffix(end)
        if stem != word and stem[-1:] in (".", "_", ""):
            return stem + _OTHER[end]
    return word


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sentence(clauses: Sequence[str]) -> str:
    text = ", ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


def _degrees(facts: Facts, name: str) -> float:
    value = facts.get(name)
    return float(value) if _is_number(value) and value is not None else 0.0


# -- place, trunk, head --------------------------------------------------------------------------------------


def _place(facts: Facts, base: str) -> Iterator[str]:
    seat = facts.get("seat")
    thing = thing_of(seat) if seat and seat not in ("floor", "mat", "chair") else ""
    if thing and base in ("floor", "chair"):
        yield say("Sitting on %(thing)s", thing=thing)
    elif base in _PLACES:
        yield say(_PLACES[base])
        if thing and base in ("kneeling", "squat"):
            yield say("sitting on %(thing)s", thing=thing)
    if base in ("half_kneeling", "lunge") and (front := _front_leg(facts.get("legs", {}))):
        yield say("%(side)s foot in front", side=side_of(front))


def _front_leg(legs: Facts) -> str | None:
    flat = [side for side in SIDES if legs.get(side, {}).get("foot") == "flat"]
    if len(flat) == 1:
        return flat[0]
    ahead = {side: _degrees(legs.get(side, {}), "ahead") for side in SIDES}
    return max(ahead, key=lambda side: ahead[side]) if ahead["left"] != ahead["right"] else None


def _trunk(trunk: Facts, base: str) -> Iterator[str]:
    yield from _lean(_degrees(trunk, "lean"), base) if "lean" in trunk else ()
    yield from _rounded(_degrees(trunk, "rounded"), base) if "rounded" in trunk else ()
    side, twist = _degrees(trunk, "side"), _degrees(trunk, "twist")
    if abs(side) >= 8 and base in _UPRIGHT:
        yield say("bent sideways to the %(side)s", side=towards(side))
    if base == "lying_back" and _degrees(trunk, "hips") >= HIPS_LIFTED:
        yield say("hips lifted off the floor")
    if abs(rolled := _degrees(trunk, "rolled")) >= 20:
        yield say("hips turned to the %(side)s", side=towards(rolled))
    if abs(twist) >= 30:
        yield say("chest turned far to the %(side)s", side=towards(twist))
    elif abs(twist) >= 9:
        yield say("chest turned to the %(side)s", side=towards(twist))
    if trunk.get("wall"):
        yield say("back against the wall")
    if trunk.get("breath"):
        yield say("belly and lower ribs wide with the breath")


def _lean(lean: float, base: str) -> Iterator[str]:
    if base == "hands_knees":
        if lean >= 18:
            yield say("chest lower than the hips")
        elif lean <= -18:
            yield say("chest higher than the hips")
        return
    if base not in _UPRIGHT:
        return
    steps = (
        (-10, say("leaning back")),
        (10, say("upright")),
        (28, say("leaning a little forward from the hips")),
        (62, say("leaning well forward from the hips")),
        (105, say("bent forward until the trunk is about level")),
    )
    yield next((words for most, words in steps if lean < most), say("folded forward over the legs"))


def _rounded(rounded: float, base: str) -> Iterator[str]:
    if base == "lying_front":
        yield from (say("chest lifted"),) if rounded <= -12 else ()
    elif rounded >= 28:
        yield say("back rounded")
    elif rounded >= 13:
        yield say("back a little rounded")
    elif rounded <= -22:
        yield say("back gently hollowed")
    elif rounded <= -12:
        yield say("back a little hollowed")
    elif base == "hands_knees":
        yield say("back flat")


def _head(head: Facts, base: str) -> Iterator[str]:
    nod, turn, tilt = (_degrees(head, name) for name in ("nod", "turn", "tilt"))
    if nod >= 18:
        yield say("chin towards the chest")
    elif nod <= -16:
        yield say("looking up") if base in _UPRIGHT else say("face lifted")
    if abs(turn) >= 15:
        yield say("head turned to the %(side)s", side=towards(turn))
    if abs(tilt) >= 12 and base in _UPRIGHT:
        yield say("head tilted to the %(side)s", side=towards(tilt))
    on = head.get("on")
    # Whoever lies on the back has the head on the floor anyway.
    if on and not (base == "lying_back" and on in ("floor", "mat")):
        yield say("head resting on %(thing)s", thing=place_of(str(on)))


# -- legs and arms -------------------------------------------------------------------------------------------


def _limbs(limbs: Facts, base: str, clauses: Clauses) -> Iterator[list[str]]:
    """One sentence if both do the same, else one for each."""
    left, right = limbs.get("left"), limbs.get("right")
    if left and right and _alike(left, right):
        yield list(clauses(left, "both", base))
        return
    for side, limb in (("left", left), ("right", right)):
        if limb:
            yield list(clauses(limb, side, base))


def _alike(left: Facts, right: Facts) -> bool:
    other = in_mirror(right)
    return all(_same(left.get(key), other.get(key)) for key in {*left, *other})


def _same(one: object, two: object) -> bool:
    if _is_number(one) and _is_number(two):
        return abs(float(one) - float(two)) <= _ALIKE  # type: ignore[arg-type]
    return one == two


def _leg(leg: Facts, side: str, base: str) -> Iterator[str]:
    carried = leg.get("rests_on") if leg.get("lifted") or base.startswith("lying") else None
    yield from _knee(_degrees(leg, "knee"), side) if "knee" in leg else ()
    yield from _raised(leg, side, base, carried=bool(carried))
    yield from _outwards(leg, side)
    if base in ("standing", "half_kneeling", "lunge") and side != "both":
        yield from _ahead(_degrees(leg, "ahead"))
    if carried and (leg.get("calf_on") or leg.get("lifted")):
        yield _carried(str(carried), side, calf=bool(leg.get("calf_on")))
        return
    yield from _foot(str(leg.get("foot") or ""), side, base)


def _carried(prop: str, side: str, *, calf: bool) -> str:
    thing = thing_of(prop)
    if not calf:
        return say("resting on %(thing)s", thing=thing)
    both = say("calves on %(thing)s", thing=thing)
    return both if side == "both" else say("calf on %(thing)s", thing=thing)


def _raised(leg: Facts, side: str, base: str, *, carried: bool) -> Iterator[str]:
    hip, knee = _degrees(leg, "hip"), _degrees(leg, "knee")
    lifted = leg.get("lifted") and not carried
    if base != "lying_back":
        yield from (say("lifted"),) if lifted else ()
    elif knee < 40 and hip >= 65:
        yield say("pointing up")
    elif knee < 40 and hip >= 20:
        yield say("raised")
    elif hip >= 105:
        yield say("drawn towards the chest")
    elif hip >= 70:
        yield say("knees above the hips") if side == "both" else say("knee above the hip")
    elif lifted:
        yield say("lifted")


def _knee(knee: float, side: str) -> Iterator[str]:
    """The limb's own clause, which names it."""
    both = side == "both"
    if knee < 12:
        yield say("Legs straight") if both else say("%(side)s leg straight", side=side_of(side))
    elif knee < 40:
        yield say("Knees soft") if both else say("%(side)s knee soft", side=side_of(side))
    elif 78 <= knee <= 102:
        right = say("Knees bent to a right angle")
        yield right if both else say("%(side)s knee bent to a right angle", side=side_of(side))
    elif knee < 125:
        yield say("Knees bent") if both else say("%(side)s knee bent", side=side_of(side))
    else:
        yield say("Knees folded") if both else say("%(side)s knee folded", side=side_of(side))


def _outwards(leg: Facts, side: str) -> Iterator[str]:
    out, turn = _degrees(leg, "out"), _degrees(leg, "turn")
    if out >= 22 and side == "both":
        yield say("legs wide apart")
    elif out >= 22:
        yield say("out to the side")
    elif out <= -12 and side != "both":
        yield say("across the other leg")
    if turn >= 32:
        yield say("turned outward")
    elif turn <= -20:
        yield say("turned inward")


def _ahead(ahead: float) -> Iterator[str]:
    if ahead >= 25:
        yield say("in front")
    elif ahead <= -25:
        yield say("behind")


_FEET = {
    "flat": (N_("foot flat on the floor"), N_("feet flat on the floor")),
    "top": (N_("top of the foot on the floor"), N_("tops of the feet on the floor")),
    "tucked": (N_("toes tucked under"), N_("toes tucked under")),
    "heel": (N_("heel on the floor"), N_("heels on the floor")),
    "side": (N_("outer edge of the foot on the floor"), N_("outer edges of the feet on the floor")),
    "air": (N_("foot in the air"), N_("feet in the air")),
    "wall": (N_("foot against the wall"), N_("feet against the wall")),
}


def _foot(foot: str, side: str, base: str) -> Iterator[str]:
    both = side == "both"
    # Lying with straight legs, or kneeling, the foot is where everybody would put it.
    if not foot or (foot == "heel" and base == "lying_back") or (foot == "top" and base == "lying_front"):
        return
    if foot in _FEET:
        yield say(_FEET[foot][both])
    elif kind_of(foot) == "strap":
        yield say("a strap round the feet") if both else say("a strap round the foot")
    elif foot.startswith("on:"):
        place = place_of(foot, both)
        yield say("feet on %(thing)s", thing=place) if both else say("ankle on %(thing)s", thing=place)
    else:
        place = thing_of(foot)
        yield say("feet on %(thing)s", thing=place) if both else say("foot on %(thing)s", thing=place)


def _arm(arm: Facts, side: str, base: str) -> Iterator[str]:
    both, hand = side == "both", str(arm.get("hand") or "")
    if (fore := arm.get("forearm")) and hand in ("floor", "air", fore):
        yield _forearm(thing_of(str(fore)), side)
        return
    if hand == "floor" and base in ("lying_back", "lying_front"):
        yield from _lying_arm(arm, side, base)
        return
    if hand == "floor":
        yield from _on_the_floor(arm, side)
    elif kind_of(hand) == "strap":
        yield (
            say("Hands holding a strap") if both else say("%(side)s hand holding a strap", side=side_of(side))
        )
    elif hand and hand != "air":
        place = things_of(hand) if both else place_of(hand)
        on = say("Hands on %(thing)s", thing=place)
        yield on if both else say("%(side)s hand on %(thing)s", side=side_of(side), thing=place)
    else:
        yield from _reaching(arm, side, base)
    yield from _elbow(arm, side)


def _on_the_floor(arm: Facts, side: str) -> Iterator[str]:
    both = side == "both"
    if _degrees(arm, "elbow") < 40:
        flat = say("Hands flat on the floor")
        yield flat if both else say("%(side)s hand flat on the floor", side=side_of(side))
    else:
        yield say("Hands on the floor") if both else say("%(side)s hand on the floor", side=side_of(side))


def _forearm(thing: str, side: str) -> str:
    if side == "both":
        return say("Forearms on %(thing)s", thing=thing)
    return say("%(side)s forearm on %(thing)s", side=side_of(side), thing=thing)


def _lying_arm(arm: Facts, side: str, base: str) -> Iterator[str]:
    """On the floor beside somebody who lies, or under them."""
    both, raised = side == "both", _degrees(arm, "raise")
    if base == "lying_front" and _degrees(arm, "elbow") >= 45:
        yield (
            say("Forearms on the floor") if both else say("%(side)s forearm on the floor", side=side_of(side))
        )
    elif arm.get("above_head") or raised >= 130:
        yield (
            say("Arms resting overhead") if both else say("%(side)s arm resting overhead", side=side_of(side))
        )
    elif raised >= 55:
        yield (
            say("Arms out to the sides") if both else say("%(side)s arm out to the side", side=side_of(side))
        )
    else:
        yield say("Arms beside the body") if both else say("%(side)s arm beside the body", side=side_of(side))


def _reaching(arm: Facts, side: str, base: str) -> Iterator[str]:
    both, raised = side == "both", _degrees(arm, "raise")
    up = arm.get("above_head") or raised >= 130
    if up and base == "hands_knees":  # past the head is ahead there
        yield (
            say("Arms reaching forward") if both else say("%(side)s arm reaching forward", side=side_of(side))
        )
    elif up:
        yield (
            say("Arms reaching overhead")
            if both
            else say("%(side)s arm reaching overhead", side=side_of(side))
        )
    elif raised >= 65:
        level = say("Arms reaching out at shoulder height")
        yield level if both else say("%(side)s arm reaching out at shoulder height", side=side_of(side))
    elif raised >= 25:
        yield say("Arms reaching low") if both else say("%(side)s arm reaching low", side=side_of(side))
    else:
        yield say("Arms hanging") if both else say("%(side)s arm hanging", side=side_of(side))


def _elbow(arm: Facts, side: str) -> Iterator[str]:
    if "elbow" not in arm:
        return
    elbow, both = _degrees(arm, "elbow"), side == "both"
    if elbow < 18 and arm.get("hand") != "air":
        yield say("arms straight") if both else say("arm straight")
    elif elbow >= 60:
        yield say("elbows bent") if both else say("elbow bent")


# -- what else lies there ------------------------------------------------------------------------------------


def _props(facts: Facts) -> Iterator[str]:
    """What has not been named as the place of a hand, a foot, the seat or the head."""
    named = set(_named(facts))
    for prop in facts.get("props") or ():
        kind, under = kind_of(str(prop.get("kind", ""))), [str(part) for part in prop.get("under") or ()]
        if kind in named or kind == "mat":
            continue
        named.add(kind)
        if under:
            yield say("%(thing)s under %(part)s", thing=thing_of(kind), part=parts_of(under))
        elif kind in ("wall", "chair", "table"):
            yield say("Beside %(thing)s", thing=thing_of(kind))
        elif kind in THINGS:
            yield say("With %(thing)s", thing=thing_of(kind))


def _named(facts: Facts) -> Iterator[str]:
    yield kind_of(str(facts.get("seat") or ""))
    yield kind_of(str(facts.get("head", {}).get("on") or ""))
    if facts.get("trunk", {}).get("wall"):
        yield "wall"
    for leg in facts.get("legs", {}).values():
        if leg.get("lifted"):
            yield kind_of(str(leg.get("rests_on") or ""))
    for arm in facts.get("arms", {}).values():
        yield kind_of(str(arm.get("forearm") or ""))
    for limbs, end in (("legs", "foot"), ("arms", "hand")):
        for limb in facts.get(limbs, {}).values():
            yield kind_of(str(limb.get(end) or ""))
