"""What a figure shows, in words that can be followed with eyes closed; made from the pose's own measures. Pure.

`facts` are one frame's, as its manifest has them (`docs/architecture.md`). Whatever is missing there is passed over.
The order is that in which somebody would get there: position and trunk, legs, arms, head, what lies around.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hipapp.core.speech import N_, say
from poses.figures.arm_words import arms, shoulder_told
from poses.figures.change_words import changed
from poses.figures.leg import tipped
from poses.figures.leg_words import legs, stance
from poses.figures.mirror import in_mirror, number
from poses.figures.prop_words import props
from poses.figures.terms import SIDES, kind_of, side_of, thing_here, thing_of, things_of, towards

__all__ = ["describe", "in_mirror"]

type Facts = Mapping[str, Any]

#: cm: hips so high above the floor are lifted, lying on the back and on the side.
HIPS_LIFTED, SIDE_LIFTED = 17, 23
#: cm: a neck so high above the hips of somebody who lies on the front is lifted.
CHEST_LIFTED = 9
#: cm: a neck so far below the hips of somebody on hands and knees.
LOW_CHEST = 12
#: cm that the middle of a chair is ahead of the hips of somebody who leans on its back, or sits at its front.
WELL_BACK, WELL_FRONT = 7, -4
#: Degrees: a trunk that leans forward so far; until its back is called rounded it is rather flat.
BENT, FLAT = 28, 20

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


def describe(facts: Facts, mirrored: bool = False, before: Facts | None = None) -> str:
    """A few short sentences; with the facts of the frame `before`, also what has moved since."""
    seen = in_mirror(facts) if mirrored else facts
    since = in_mirror(before) if mirrored and before else before
    base = str(seen.get("base", ""))
    sentences = [
        [*_place(seen, base), *_trunk(seen, base), *_curl(seen.get("head", {}), base)],
        *stance(seen),
        *legs(seen),
        *arms(seen),
        [*_head(seen, base)],
        *props(seen),
        [*changed(since, seen)] if since else [],
    ]
    return " ".join(_sentence(clauses) for clauses in sentences if clauses)


def _sentence(clauses: Sequence[str]) -> str:
    text = ", ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


# -- position ------------------------------------------------------------------------------------------------


def _place(facts: Facts, base: str) -> Iterator[str]:
    seat = str(facts.get("seat") or "")
    thing = _seat(facts, seat) if seat and seat not in ("floor", "mat", "chair") else ""
    if base == "half_kneeling":
        yield from _half_kneeling(facts)
    elif base in ("lying_left", "lying_right") and number(facts, "trunk", "hips") >= SIDE_LIFTED:
        yield say(
            "Lying on the %(side)s side, propped on that forearm and knee",
            side=side_of(base.removeprefix("lying_")),
        )
        yield say("hips lifted off the floor")
    elif base == "chair" and thing:
        yield say("Sitting on %(thing)s on a chair", thing=thing)
    elif base == "chair":
        yield from _on_chair(facts)
    elif base == "floor" and thing:
        yield say("Sitting on %(thing)s", thing=thing)
    elif base in _PLACES:
        yield say(_PLACES[base])
    if base in ("kneeling", "squat"):
        yield from _sitting_back(facts, base, thing)
    if base == "lunge" and (front := front_leg(facts.get("legs", {}))):
        yield say("%(side)s foot in front", side=side_of(front))


def _on_chair(facts: Facts) -> Iterator[str]:
    """Whether somebody sits at the front of the chair or leans on its back."""
    chairs = [p for p in facts.get("props") or () if p.get("kind") == "chair" and "from_hips" in p]
    middle = number(chairs[0], "from_hips", "ahead") if chairs and facts.get("seat") == "chair" else 0
    if middle >= WELL_BACK:
        yield say("Sitting well back on a chair")
        yield say("against the backrest")
    elif middle <= WELL_FRONT:
        yield say("Sitting on the front half of a chair")
        # Whoever leans forward is free of it anyway.
        yield from (say("free of the backrest"),) if number(facts, "trunk", "lean") < 10 else ()
    else:
        yield say(_PLACES["chair"])


def _seat(facts: Facts, seat: str) -> str:
    """What carries the seat; blocks if they are stacked."""
    stacked = any(p.get("kind") == seat == p.get("on") for p in facts.get("props") or ())
    return things_of(seat) if stacked else thing_of(seat)


def _half_kneeling(facts: Facts) -> Iterator[str]:
    front = front_leg(facts.get("legs", {}))
    if front is None:
        yield say(_PLACES["half_kneeling"])
        return
    back = "right" if front == "left" else "left"
    yield say("Kneeling on the %(back)s knee", back=side_of(back))
    yield say("%(side)s foot in front", side=side_of(front))


def _sitting_back(facts: Facts, base: str, thing: str) -> Iterator[str]:
    if thing and base == "kneeling" and number(facts, "between", "feet") >= 12:
        yield say("sitting on %(thing)s between the feet", thing=thing)
    elif base == "kneeling" and _on_heels(facts):
        yield say("hips back on the heels")
    elif thing:
        yield say("sitting on %(thing)s", thing=thing)
    elif base == "kneeling" and "kneecap" in facts.get("legs", {}).get("left", {}):
        back = min(number(facts, "legs", side, "kneecap", "ahead") for side in SIDES)
        yield say("hips above the knees") if back < 6 else say("hips a little way back")


def _on_heels(facts: Facts) -> bool:
    up = [number(facts, "legs", side, "up") for side in SIDES]
    folded = all(number(facts, "legs", side, "knee") >= 140 for side in SIDES)
    return folded and all(-22 < high < 0 for high in up)


def front_leg(legs: Facts) -> str | None:
    flat = [side for side in SIDES if legs.get(side, {}).get("foot") == "flat"]
    if len(flat) == 1:
        return flat[0]
    ahead = {side: number(legs, side, "ahead") for side in SIDES}
    return max(ahead, key=lambda side: ahead[side]) if ahead["left"] != ahead["right"] else None


# -- trunk ---------------------------------------------------------------------------------------------------


def _trunk(facts: Facts, base: str) -> Iterator[str]:
    trunk: Facts = facts.get("trunk", {})
    if base == "hands_knees":
        yield from _hips_back(facts)
        if number(trunk, "drop") >= LOW_CHEST:
            yield say("hips high, chest low")
    yield from _lean(number(trunk, "lean"), base) if "lean" in trunk else ()
    yield from _rounded(trunk, base)
    yield from _carried(trunk, base)
    yield from _sideways(facts, trunk, base)
    yield from _against_wall(trunk)
    if trunk.get("breath"):
        yield say("belly and lower ribs wide with the breath")


def _hips_back(facts: Facts) -> Iterator[str]:
    """How far the hips are behind the knee that carries; nothing while they are above it."""
    carrying = [leg for leg in facts.get("legs", {}).values() if leg.get("knee_on") and "kneecap" in leg]
    back = min((number(leg, "kneecap", "ahead") for leg in carrying), default=0)
    if back >= 18:
        yield say("hips moved back towards the heels")
    elif back >= 6:
        yield say("hips a little behind the knees")


_LEANS = (
    (-10, N_("leaning back")),
    (10, N_("upright")),
    (28, N_("leaning a little forward from the hips")),
    (45, N_("leaning forward from the hips")),
    (62, N_("leaning well forward from the hips")),
    (105, N_("bent forward until the trunk is about level")),
)


def _lean(lean: float, base: str) -> Iterator[str]:
    if base in _UPRIGHT:
        yield say(next((words for most, words in _LEANS if lean < most), N_("folded forward over the legs")))


def _rounded(trunk: Facts, base: str) -> Iterator[str]:
    rounded = number(trunk, "rounded")
    if "rounded" not in trunk:
        return
    if base == "lying_front":
        lifted = -number(trunk, "drop") >= CHEST_LIFTED if "drop" in trunk else rounded <= -12
        yield from (say("chest lifted off the floor"),) if lifted else ()
    elif base == "lying_back":
        yield from _low_back(rounded, number(trunk, "hips"))
    elif base in _UPRIGHT and number(trunk, "lean") >= BENT and -12 < rounded <= FLAT:
        yield from (say("back flat"),) if rounded < 13 else ()
    elif rounded >= 28:
        yield say("back rounded")
    elif rounded >= 13:
        yield say("back a little rounded")
    elif rounded <= -22:
        yield say("back gently hollowed")
    elif rounded <= -12:
        yield say("back a little hollowed")
    elif base == "hands_knees" and number(trunk, "drop") < LOW_CHEST:
        yield say("back flat")


def _low_back(rounded: float, hips: float) -> Iterator[str]:
    """Lying on the back its curve is seen where it meets the floor."""
    if hips >= HIPS_LIFTED:
        return
    if rounded >= 13:
        yield say("lower back pressed flat to the floor")
    elif rounded <= -12:
        yield say("lower back arched a little off the floor")


def _carried(trunk: Facts, base: str) -> Iterator[str]:
    on = str(trunk.get("on") or "")
    if base == "lying_back" and number(trunk, "hips") >= HIPS_LIFTED and not on:
        yield say("hips lifted, in one line from the shoulders to the knees")
    elif base == "lying_back" and on:
        yield say("hips resting on %(thing)s", thing=thing_of(on))
    elif base == "kneeling" and on in ("bolster", "pillow", "cushion"):
        yield say("chest and belly resting on %(thing)s", thing=thing_of(on))


def _sideways(facts: Facts, trunk: Facts, base: str) -> Iterator[str]:
    side, twist = number(trunk, "side"), number(trunk, "twist")
    if abs(side) >= 7 and base in _UPRIGHT:
        hitched = abs(number(trunk, "hitch")) >= 5
        leaning = say("leaning to the %(side)s", side=towards(side))
        yield leaning if hitched else say("bent sideways to the %(side)s", side=towards(side))
    elif base == "chair" and abs(hitch := number(trunk, "hitch")) >= 5:
        yield say("weight on the %(side)s sitting bone", side=towards(-hitch))
    if over := tipped(facts):
        yield over
    if base == "lying_back" and "open" in trunk:
        if abs(twist) >= 9 and number(trunk, "open") >= 75:
            yield say("chest still facing the ceiling")
    elif base.startswith("lying") and twist and number(trunk, "open") >= 35:
        yield say("chest turned towards the ceiling")
    elif base in ("lying_left", "lying_right"):
        return
    elif abs(twist) >= 30:
        yield say("chest turned far to the %(side)s", side=towards(twist))
    elif abs(twist) >= 9 and not base.startswith("lying"):
        yield say("chest turned to the %(side)s", side=towards(twist))


def _against_wall(trunk: Facts) -> Iterator[str]:
    if wall := trunk.get("wall"):
        yield say("seat touching the wall behind") if wall == "seat" else say("back against the wall")


# -- head ----------------------------------------------------------------------------------------------------


def _curl(head: Facts, base: str) -> Iterator[str]:
    """The neck as part of the back's curve."""
    nod = number(head, "nod")
    if head.get("on") or base.startswith("lying"):
        return
    if nod >= 18:
        yield say("chin towards the chest")
    elif nod <= -16 and base == "hands_knees":
        yield say("face lifted")


def _head(facts: Facts, base: str) -> Iterator[str]:
    head: Facts = facts.get("head", {})
    on, turn, tilt = head.get("on"), number(head, "turn"), number(head, "tilt")
    if base in ("lying_left", "lying_right") and number(facts, "trunk", "hips") >= SIDE_LIFTED:
        turn += number(facts, "trunk", "twist")  # away from the pelvis, not only from the chest
    # Whoever lies on the back has the head on the floor anyway.
    if on == "hands":
        yield say("Forehead on the hands") if abs(turn) < 15 else say("Head resting on the hands")
    elif on and shoulder_told(facts):
        return
    elif on and not (base == "lying_back" and on in ("floor", "mat")):
        face = base == "lying_front" or (base == "kneeling" and abs(turn) < 15)
        thing = thing_here(facts, kind_of(str(on)))
        yield (
            say("Forehead on %(thing)s", thing=thing)
            if face
            else say("Head resting on %(thing)s", thing=thing)
        )
    if abs(turn) >= 15:
        turned = say("turned to the %(side)s", side=towards(turn))
        yield turned if on else say("head turned to the %(side)s", side=towards(turn))
    if abs(tilt) >= 12 and base in _UPRIGHT:
        yield say("head tilted to the %(side)s", side=towards(tilt))
    yield from _gaze(head, base, number(facts, "trunk", "lean")) if not on and abs(turn) < 15 else ()


def _gaze(head: Facts, base: str, lean: float) -> Iterator[str]:
    """Where the eyes go, if the trunk's lean does not tell it."""
    gaze, free = number(head, "gaze"), number(head, "gaze") + lean
    if base in _UPRIGHT and gaze >= 10 and free >= 12:
        yield say("face lifted a little")
    elif base in _UPRIGHT and gaze <= -30 and free <= -20 and number(head, "nod") < 18:
        yield say("looking down")
    elif base == "lying_front" and "gaze" in head:
        yield say("looking down at the floor")
