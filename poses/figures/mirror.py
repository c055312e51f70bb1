"""The facts of a figure turned over: left is right, and what leans left leans right. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_OTHER = {"left": "right", "right": "left"}
#: What changes its sign in a mirror: of trunk and head, and wherever it stands.
_SIDED = frozenset({"side", "twist", "turn", "tilt", "rolled", "hitch"})
_ACROSS = frozenset({"x", "leftward"})


def in_mirror(facts: Any, key: str = "") -> Any:
    """The same facts of the picture turned over."""
    if isinstance(facts, Mapping):
        # A leg's outward turn is outward on the other side too: only trunk and head turn towards a side.
        signed = _ACROSS | _SIDED if key in ("trunk", "head") else _ACROSS
        return {
            _OTHER.get(k, k): -v if k in signed and is_number(v) else in_mirror(v, k)
            for k, v in facts.items()
        }
    if isinstance(facts, str):
        return _other_side(facts)
    if isinstance(facts, Sequence):
        return [in_mirror(item) for item in facts]
    return facts


def other(side: str) -> str:
    return _OTHER[side]


def _other_side(word: str) -> str:
    """`hand.left` for `hand.right`, `lying_left` for `lying_right`."""
    for end in ("left", "right"):
        stem = word.removesuffix(end)
        if stem != word and stem[-1:] in (".", "_", ""):
            return stem + _OTHER[end]
    return word


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(facts: Mapping[str, Any], *path: str) -> float:
    """A measure, or 0 where there is none: `number(leg, "kneecap", "up")`."""
    value: Any = facts
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return float(value) if is_number(value) and value is not None else 0.0
