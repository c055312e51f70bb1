"""What people call the parts of a body and the things around it, in the words of a figure's text. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from hipapp.core.speech import N_, say

SIDES = ("left", "right")

SIDE_WORDS = {"left": N_("left"), "right": N_("right")}
THINGS = {
    "floor": N_("the floor"),
    "mat": N_("the mat"),
    "wall": N_("the wall"),
    "table": N_("a table"),
    "chair": N_("a chair"),
    "bench": N_("a bench"),
    "block": N_("a block"),
    "blanket": N_("a folded blanket"),
    "towel": N_("a rolled towel"),
    "bolster": N_("a bolster"),
    "cushion": N_("a cushion"),
    "pillow": N_("a pillow"),
    "strap": N_("a strap"),
}
THINGS_UNDER_BOTH = {
    "block": N_("blocks"),
    "blanket": N_("folded blankets"),
    "towel": N_("rolled towels"),
    "cushion": N_("cushions"),
    "pillow": N_("pillows"),
}
PARTS = {
    "hand": N_("the %(side)s hand"),
    "palm": N_("the %(side)s palm"),
    "wrist": N_("the %(side)s wrist"),
    "forearm": N_("the %(side)s forearm"),
    "elbow": N_("the %(side)s elbow"),
    "arm": N_("the %(side)s upper arm"),
    "shoulder": N_("the %(side)s shoulder"),
    "hip": N_("the %(side)s hip"),
    "hip_bone": N_("the front of the %(side)s hip bone"),
    "pelvis": N_("the %(side)s hip"),
    "buttock": N_("the %(side)s buttock"),
    "thigh": N_("the %(side)s thigh"),
    "thigh_back": N_("the back of the %(side)s thigh"),
    "knee": N_("the %(side)s knee"),
    "shin": N_("the %(side)s shin"),
    "calf": N_("the %(side)s calf"),
    "ankle": N_("the %(side)s ankle"),
    "foot": N_("the %(side)s foot"),
    "heel": N_("the %(side)s heel"),
    "toes": N_("the toes of the %(side)s foot"),
    "leg": N_("the %(side)s leg"),
    "crease": N_("the crease of the %(side)s hip"),
    "waist": N_("the %(side)s side of the waist"),
}
BOTH_PARTS = {
    "hand": N_("both hands"),
    "palm": N_("both palms"),
    "wrist": N_("both wrists"),
    "forearm": N_("both forearms"),
    "elbow": N_("both elbows"),
    "arm": N_("both upper arms"),
    "shoulder": N_("both shoulders"),
    "hip": N_("the hips"),
    "hip_bone": N_("the front of the hip bones"),
    "pelvis": N_("the hips"),
    "buttock": N_("the buttocks"),
    "thigh": N_("the thighs"),
    "thigh_back": N_("the backs of the thighs"),
    "knee": N_("the knees"),
    "shin": N_("the shins"),
    "calf": N_("the calves"),
    "ankle": N_("the ankles"),
    "foot": N_("the feet"),
    "heel": N_("the heels"),
    "toes": N_("the toes"),
    "leg": N_("the legs"),
    "crease": N_("the creases of the hips"),
    "waist": N_("the waist"),
}
MIDDLE_PARTS = {
    "pelvis.front": N_("the front of the pelvis"),
    "pelvis.back": N_("the back of the pelvis"),
    "chest.front": N_("the chest"),
    "head": N_("the head"),
    "neck": N_("the neck"),
    "chest": N_("the chest"),
    "back": N_("the back"),
    "belly": N_("the belly"),
    "ribs": N_("the lower ribs"),
    "lumbar": N_("the lower back"),
    "waist": N_("the waist"),
    "pelvis": N_("the pelvis"),
    "seat": N_("the seat"),
    "forehead": N_("the forehead"),
}


def parts_of(parts: Sequence[str]) -> str:
    """ "the knees" of both, else the first one."""
    stem, _dot, _end = parts[0].partition(".")
    both = {f"{stem}.left", f"{stem}.right"} <= set(parts)
    return part_of(parts[0], both)


def part_of(part: str, both: bool = False) -> str:
    stem, _dot, end = part.partition(".")
    if end in SIDES and both and stem in BOTH_PARTS:
        return say(BOTH_PARTS[stem])
    if end in SIDES and stem in PARTS:
        return say(PARTS[stem], side=side_of(end))
    middle = part if part in MIDDLE_PARTS else stem
    if middle in MIDDLE_PARTS:
        return say(MIDDLE_PARTS[middle])
    return say("the %(part)s", part=part.replace(".", " ").replace("_", " "))


def place_of(place: str, both: bool = False) -> str:
    return part_of(place.removeprefix("on:"), both) if place.startswith("on:") else thing_of(place)


def things_of(hand: str) -> str:
    """Where both hands are: on the two knees, or on two blocks."""
    if hand.startswith("on:"):
        return place_of(hand, both=True)
    kind = kind_of(hand)
    return say(THINGS_UNDER_BOTH[kind]) if kind in THINGS_UNDER_BOTH else thing_of(kind)


def thing_of(prop: str) -> str:
    kind = kind_of(prop)
    return say(THINGS[kind]) if kind in THINGS else kind.replace("_", " ")


def thing_here(facts: Mapping[str, Any], kind: str, many: bool = False) -> str:
    """A thing of these facts, or more of its kind: whether a blanket or a towel is folded or rolled up."""
    if kind not in ("blanket", "towel"):
        return things_of(kind) if many else thing_of(kind)
    known = [bool(p["rolled"]) for p in facts.get("props") or () if p.get("kind") == kind and "rolled" in p]
    if kind == "towel" and known and not any(known):
        return say("folded towels") if many else say("a folded towel")
    if kind == "blanket" and known and all(known):
        return say("rolled blankets") if many else say("a rolled blanket")
    return things_of(kind) if many else thing_of(kind)


def kind_of(prop: str) -> str:
    """A prop's kind; a second one of a kind may be named `block2` or `block_left`."""
    return next((kind for kind in THINGS if prop.startswith(kind)), prop)


def side_of(side: str) -> str:
    return say(SIDE_WORDS[side])


def towards(degrees: float) -> str:
    return side_of("left" if degrees > 0 else "right")
