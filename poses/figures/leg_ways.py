"""One leg of a figure in words: each position has its way. Pure."""

from collections.abc import Callable, Iterator

from poses.figures.leg import Leg, foot_words, shape
from poses.figures.low_legs import on_floor, on_knees
from poses.figures.lying_legs import on_back, on_front, on_side
from poses.figures.upright_legs import on_chair, standing


def one_leg(leg: Leg) -> Iterator[str]:
    if not leg.leg:
        return
    if "knee" in leg.leg:
        yield from _WAYS.get(leg.base, _other)(leg)
    else:
        yield from foot_words(leg)


def _other(leg: Leg) -> Iterator[str]:
    yield shape(leg)
    yield from foot_words(leg)


_WAYS: dict[str, Callable[[Leg], Iterator[str]]] = {
    "standing": standing,
    "squat": standing,
    "chair": on_chair,
    "floor": on_floor,
    "hands_knees": on_knees,
    "kneeling": on_knees,
    "half_kneeling": on_knees,
    "lunge": on_knees,
    "lying_back": on_back,
    "lying_left": on_side,
    "lying_right": on_side,
    "lying_front": on_front,
}
