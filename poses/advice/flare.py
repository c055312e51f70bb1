"""The gentlest session there is, for a sore day. Pure.

A short list that a clinician can read in a minute, rather than a search through the library: breathing, one or two
small movements, rest, all in one place. The gate is asked for each of them as for anything else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hipapp.core.enums import Position, Rung, Verdict
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc, RungDoc
from poses.routines.plan import Step, day_seconds
from poses.safety.facts import Ruling

#: How long it takes, in seconds: no more is added from the first on, and it is never longer than the second.
FLARE_ENOUGH_S = 240
FLARE_MOST_S = 360
#: The most for one of several poses, as far as its dose allows.
FLARE_POSE_S = 90
#: So many small movements before rest; more only while there is time.
FLARE_MOVES = 2

#: The gate, asked about one rung of one pose.
Ask = Callable[[str, Rung], Ruling]
Steps = tuple[Step, ...]


class Where(StrEnum):
    LYING = "lying"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the body is, and what may be done there: how to begin, what moves, how to end, each in its order."""

    positions: frozenset[Position]
    begin: tuple[str, ...]
    move: tuple[str, ...]
    rest: tuple[str, ...]


PLACES: Mapping[Where, Place] = {
    Where.LYING: Place(
        frozenset({Position.LYING_BACK, Position.LYING_SIDE}),
        begin=("belly-breathing", "body-scan"),
        move=("pelvic-tilts", "knee-to-chest-rock", "hip-circles"),
        rest=("constructive-rest", "body-scan", "savasana-supported"),
    ),
    Where.CHAIR: Place(
        frozenset({Position.CHAIR}),
        begin=("belly-breathing", "body-scan"),
        move=("pelvic-bowl", "cat-cow-hinge"),
        rest=("body-scan",),
    ),
}


@dataclass(frozen=True, slots=True)
class Flare:
    """The session. `moves`: something small moves in it; otherwise only quiet poses are open."""

    where: Where
    steps: Steps
    moves: bool


def flare(poses: Mapping[str, PoseDoc], ask: Ask, where: Where | None = None) -> Flare:
    """The session at `where`; if nobody has chosen, lying down, or on a chair where that leaves more to do.

    What is beyond `FLARE_ENOUGH_S` is not counted as more.
    """
    made = [_made(poses, ask, w) for w in Where if w in (where or w,)]
    return max(made, key=lambda m: (m.moves, min(day_seconds(m.steps, poses), FLARE_ENOUGH_S)))


def _made(poses: Mapping[str, PoseDoc], ask: Ask, where: Where) -> Flare:
    place = PLACES[where]

    def found(slugs: tuple[str, ...], *rungs: Rung) -> list[tuple[Step, Verdict]]:
        """Each pose in the first of `rungs` that is in this place and open."""
        steps = []
        for slug in slugs:
            for rung in rungs:
                step = _step(poses, slug, rung, place.positions)
                if step and (ruling := ask(slug, rung)).allowed:
                    steps.append((step, ruling.verdict))
                    break
        return steps

    begin = tuple(step for step, _ in found(place.begin, Rung.EASIER, Rung.STANDARD))[:1]
    # What suits as it is goes before what has to be changed; within that the order of the list stands.
    small = sorted(found(place.move, Rung.EASIER), key=lambda move: move[1] is Verdict.ADAPT)
    moves = tuple(step for step, _ in small)
    quiet = (step for step, _ in found(place.rest, Rung.EASIER, Rung.STANDARD))
    rest = tuple(step for step in quiet if step.pose not in {s.pose for s in begin})[:1]
    return Flare(where, _numbered(_filled(poses, begin, moves, rest)), moves=bool(moves))


def _filled(poses: Mapping[str, PoseDoc], begin: Steps, moves: Steps, rest: Steps) -> Steps:
    """As many movements as there is time for. Where nothing moves, the quiet poses take their own time."""
    if not moves:
        longer = tuple(Step(s.id, s.pose, s.rung) for s in (*begin, *rest))
        return longer if day_seconds(longer, poses) <= FLARE_MOST_S else (*begin, *rest)
    taken: Steps = ()
    for move in moves:
        now = day_seconds((*begin, *taken, *rest), poses)
        then = day_seconds((*begin, *taken, move, *rest), poses)
        if (len(taken) < FLARE_MOVES or now < FLARE_ENOUGH_S) and then <= FLARE_MOST_S:
            taken = (*taken, move)
    return (*begin, *taken, *rest)


def _step(poses: Mapping[str, PoseDoc], slug: str, rung: Rung, positions: frozenset[Position]) -> Step | None:
    doc = poses.get(slug)
    found = rung_of(doc, rung) if doc else None
    if doc is None or found is None or doc.test or (found.position or doc.position) not in positions:
        return None
    return Step(slug, slug, rung, _short(found))


def _short(rung: RungDoc) -> tuple[int, ...] | None:
    """Amounts that bring a long dose down to `FLARE_POSE_S`, as far as its `least` allows."""
    if rung.dose.seconds <= FLARE_POSE_S:
        return None
    return tuple(max(p.least, p.amount * FLARE_POSE_S // rung.dose.seconds) for p in rung.dose.parts)


def _numbered(steps: Steps) -> Steps:
    return tuple(Step(f"flare-{n}", s.pose, s.rung, s.amounts) for n, s in enumerate(steps))
