"""What lies around a figure, in words: what it carries, where it stands. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hipapp.core.speech import say
from poses.figures.leg import slid
from poses.figures.mirror import number
from poses.figures.terms import SIDES, THINGS, kind_of, part_of, parts_of, thing_here, thing_of

type Facts = Mapping[str, Any]

#: What a leg's, an arm's, the head's or the seat's own sentence names, is not told again.
_WALL_NEAR = 30  # cm
_MAIN = ("head", "back", "trunk", "loin", "pelvis", "thigh", "knee", "shin", "foot", "heel", "toes")


def props(facts: Facts) -> Iterator[list[str]]:
    """A sentence for every kind of thing whose place nobody has told yet."""
    named, kinds = set(_named(facts)), dict[str, list[Facts]]()
    for prop in facts.get("props") or ():
        kinds.setdefault(kind_of(str(prop.get("kind", ""))), []).append(prop)
    for kind, some in kinds.items():
        if kind in ("mat", "strap") or kind not in THINGS or any(p.get("held") for p in some):
            continue
        if sentence := _told(facts, kind, some, named):
            yield [sentence]


def _told(facts: Facts, kind: str, some: Sequence[Facts], named: set[str]) -> str | None:
    if kind == "wall":
        return _wall(facts, some[0]) if kind not in named else None
    if kind == "chair":
        return _chair(facts, some[0], told=kind in named)
    if kind == "table":
        return None if kind in named else _somewhere(facts, kind, some[0])
    return _soft(facts, kind, some, told=kind in named)


def _chair(facts: Facts, chair: Facts, *, told: bool) -> str | None:
    """A chair that stands against the wall, or one that nobody touches."""
    at_wall = chair.get("on") == "wall"
    if told:
        return say("The chair stands against the wall") if at_wall else None
    where = _direction(chair)
    if where is None:
        return None
    if at_wall:
        return say("A chair stands %(where)s, against the wall", where=where)
    return say("A chair stands %(where)s", where=where)


def _wall(facts: Facts, wall: Facts) -> str | None:
    if any(p.get("on") == "wall" for p in facts.get("props") or ()):
        return None  # told with the chair
    where = _direction(wall)
    return say("The wall is %(where)s", where=where) if where else None


def _somewhere(facts: Facts, kind: str, prop: Facts) -> str | None:
    where = _direction(prop)
    if where and (carried := _carries(facts, kind)):
        return say(
            "%(other)s on %(thing)s %(where)s", thing=thing_of(kind), where=where, other=thing_of(carried)
        )
    return say("%(thing)s stands %(where)s", thing=thing_of(kind), where=where) if where else None


def _direction(prop: Facts) -> str | None:
    if "from_hips" not in prop:
        return None
    ahead, left = number(prop, "from_hips", "ahead"), number(prop, "from_hips", "leftward")
    if abs(left) > abs(ahead):
        return say("at your left side") if left > 0 else say("at your right side")
    return say("in front of you") if ahead > 0 else say("behind you")


def _soft(facts: Facts, kind: str, some: Sequence[Facts], *, told: bool) -> str | None:
    """What lies under or between parts of the body, if its place has not been told."""
    sole = [p for p in some if p.get("on") != kind] or list(some)
    many = len(sole) > 1
    thing = thing_here(facts, kind, many)
    flat = any(leg.get("foot") == "flat" for leg in facts.get("legs", {}).values())
    under = [part for prop in some for part in _main(prop.get("under") or (), flat)]
    if (between := _between(some, facts)) and kind_of(str(facts.get("seat") or "")) != kind:
        return (
            None
            if _leg_tells_any(facts, kind)
            else say("%(thing)s between %(part)s", thing=thing_of(kind), part=between)
        )
    if (carried := _carries(facts, kind)) and not _trunk_on(facts, kind):
        return say("%(thing)s under %(other)s", thing=thing, other=thing_of(carried))
    under = [part for part in under if not _already(facts, part, kind)]
    on_side = str(facts.get("base", "")) in ("lying_left", "lying_right")
    if under and on_side and under[0] in ("back", "trunk", "loin"):
        return say("%(thing)s behind the back", thing=thing)
    if under and not (_hands_on(facts, kind) and facts.get("head", {}).get("on") == "hands"):
        return say("%(thing)s under %(part)s", thing=thing, part=_called(facts, under, kind))
    if told:
        return None
    if facts.get("base") in ("kneeling", "hands_knees") and any(_between_feet(p) for p in some):
        return say("%(thing)s between the feet", thing=thing)
    if part := next((str(p["below"]) for p in some if p.get("below")), None):
        return say("%(thing)s on the floor below %(part)s", thing=thing, part=part_of(part))
    return None


def _called(facts: Facts, parts: Sequence[str], kind: str) -> str:
    """Who lies on the front or bends far forward, lies on belly and chest."""
    stem = parts[0].partition(".")[0]
    if facts.get("base") == "lying_front" and stem in ("back", "trunk", "loin", "pelvis", "seat"):
        everything = {str(p) for prop in facts.get("props") or () if prop.get("kind") == kind
                      for p in prop.get("under") or ()}  # fmt: skip
        return say("the belly and hips") if {"seat", "pelvis"} & everything else say("the chest")
    if stem in ("back", "trunk") and number(facts, "trunk", "lean") >= 40:
        return say("the chest")
    if stem == "shin" and facts.get("base") in ("floor", "lying_back") and _opened(facts):
        return say("the thighs, close to the knees")
    return parts_of(parts)


def _opened(facts: Facts) -> bool:
    """Soles together and knees out: a prop beneath lies under the thigh and the shin folded onto it."""
    legs = facts.get("legs", {})
    apart = all(number(legs, side, "kneecap", "out") >= 18 for side in SIDES)
    return apart and "between" in facts and number(facts, "between", "feet") < 5


def _hands_on(facts: Facts, kind: str) -> bool:
    arms = facts.get("arms", {}).values()
    return any(kind_of(str(arm.get(place) or "")) == kind for arm in arms for place in ("hand", "forearm"))


def _trunk_on(facts: Facts, kind: str) -> bool:
    return facts.get("base") == "kneeling" and facts.get("trunk", {}).get("on") == kind


def _main(parts: Sequence[Any], flat: bool) -> list[str]:
    """The part that a pose or the skin puts on a prop first, and its fellow of the other side."""
    known = [str(p) for p in parts if str(p).partition(".")[0] in _MAIN]
    if not known:
        return []
    stems = {p.partition(".")[0] for p in known}
    if "foot" in stems and "toes" not in stems and not stems & {"knee", "thigh"}:
        end = "heel" if flat else "ankle"
        return [part.replace("foot.", f"{end}.") for part in known if part.startswith("foot.")]
    stem = "knee" if any(p.startswith("knee.") for p in known) else known[0].partition(".")[0]
    return [part for part in known if part.partition(".")[0] == stem]


def _between(some: Sequence[Facts], facts: Facts) -> str | None:
    """A cushion with one leg above it and the other below."""
    if facts.get("base") == "kneeling" and (soft := _on_the_lap(some, facts)):
        return soft
    for prop in some:
        above, below = list(prop.get("under") or ()), list(prop.get("over") or ())
        for stem in ("knee", "shin", "thigh"):
            sides = {s: (f"{stem}.{s}" in above, f"{stem}.{s}" in below) for s in SIDES}
            if (sides["left"][0] and sides["right"][1]) or (sides["right"][0] and sides["left"][1]):
                return parts_of([f"{stem}.left", f"{stem}.right"])
        if {"shin.left", "shin.right"} <= set(below) and not above and prop.get("from_hips"):
            return parts_of(["shin.left", "shin.right"])
    return None


def _between_feet(prop: Facts) -> bool:
    ahead, left = number(prop, "from_hips", "ahead"), number(prop, "from_hips", "leftward")
    return "from_hips" in prop and not prop.get("on") and -45 < ahead < -10 and abs(left) < 8


def _on_the_lap(some: Sequence[Facts], facts: Facts) -> str | None:
    """Of somebody who bends forward over it."""
    if number(facts, "trunk", "lean") < 40 or any(_trunk_on(facts, str(p.get("kind"))) for p in some):
        return None
    lap = any(number(p, "from_hips", "ahead") >= 15 and "thigh.left" in (p.get("over") or ()) for p in some)
    return say("the belly and the thighs") if lap else None


def _already(facts: Facts, part: str, kind: str) -> bool:
    """Whether the sentence of that part has told that it lies on this."""
    stem, _, side = part.partition(".")
    if stem in ("seat", "pelvis", "hip", "loin", "back", "trunk"):
        trunk, base = facts.get("trunk", {}), facts.get("base")
        seat = kind_of(str(facts.get("seat") or ""))
        lying = base == "lying_back" and trunk.get("on") == kind
        resting = base == "kneeling" and trunk.get("on") == kind and kind != "blanket"
        seated = seat == kind and base not in ("lying_front", "lying_back")
        return seated or lying or resting or stem == "hip"
    if stem == "head":
        return kind_of(str(facts.get("head", {}).get("on") or "")) == kind
    if stem == "thigh" and kind_of(str(facts.get("seat") or "")) == kind:
        return True
    return side in SIDES and _leg_tells(facts, side, kind)


def _leg_tells_any(facts: Facts, kind: str) -> bool:
    on_side = str(facts.get("base", "")) in ("lying_left", "lying_right")
    legs = [facts.get("legs", {}).get(side, {}).get("rests_on") for side in SIDES]
    if abs(number(facts, "trunk", "rolled")) >= 30 and legs.count(kind) == 1:
        return True
    feet = number(facts, "between", "feet") < 3 and "between" in facts
    return on_side and (
        feet or any(_leg_tells(facts, side, kind) and not _lifted(facts, side) for side in SIDES)
    )


def _lifted(facts: Facts, side: str) -> bool:
    return bool(facts.get("legs", {}).get(side, {}).get("lifted"))


def _leg_tells(facts: Facts, side: str, kind: str) -> bool:
    leg, base = facts.get("legs", {}).get(side, {}), str(facts.get("base", ""))
    rests, foot = kind_of(str(leg.get("rests_on") or "")), kind_of(str(leg.get("foot") or ""))
    if foot == kind:
        return True
    if rests != kind:
        return False
    if base == "lying_back":
        over = abs(number(facts, "trunk", "rolled")) >= 30
        return over or leg.get("foot") == "heel"
    if base in ("lying_left", "lying_right"):
        return kind != "blanket"
    if kind == "towel" and slid(facts, side):
        return True
    return base == "lying_front" and kind == "blanket" and leg.get("knee_on") == "floor"


def _carries(facts: Facts, kind: str) -> str | None:
    """What lies on such a prop: a cushion on a bolster."""
    return next(
        (str(p.get("kind")) for p in facts.get("props") or () if p.get("on") == kind != p.get("kind")), None
    )


def _named(facts: Facts) -> Iterator[str]:
    yield kind_of(str(facts.get("seat") or ""))
    yield kind_of(str(facts.get("head", {}).get("on") or ""))
    if facts.get("base") == "chair":
        yield "chair"
    if facts.get("trunk", {}).get("wall"):
        yield "wall"
    for arm in facts.get("arms", {}).values():
        yield kind_of(str(arm.get("forearm") or ""))
        yield kind_of(str(arm.get("hand") or ""))
    for leg in facts.get("legs", {}).values():
        yield kind_of(str(leg.get("foot") or ""))
        yield kind_of(str(leg.get("calf_on") or ""))
