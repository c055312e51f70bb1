"""A session of about five minutes out of everything that is open, for a day when there is no more. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hipapp.core.enums import Level, Phase, Rung, Verdict
from journal.sessions.script import RulingOf, is_test
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc, RungDoc
from poses.routines.choose import to_fetch
from poses.routines.plan import Step, day_seconds, place_changes

#: The five-minute session, in seconds: the aim, the limit, and the most for one pose if its dose allows.
FIVE_MINUTES_S = 300
FIVE_MINUTES_MOST_S = 360
FIVE_MINUTES_POSE_S = 90
_PHASES = (Phase.ARRIVE, Phase.WARM_UP, Phase.OPEN, Phase.FINISH)
#: What fills the time once each phase has its pose; a second one to arrive with where little else is open.
_FILLERS = (*(Phase.WARM_UP, Phase.OPEN, Phase.FINISH) * 2, Phase.ARRIVE)


def five_minutes(poses: Mapping[str, PoseDoc], ruling: RulingOf) -> tuple[Step, ...]:
    """Steps for about five minutes, always the same for the same content and body; never over six minutes.

    One pose of each phase, then more while there is time, then each as long as it is by itself. Staying in one place
    goes before filling the time exactly; beginning with nothing to fetch goes before both, and every phase before that.
    """
    options = [_on(poses, ruling, level) for level in (Level.FLOOR, Level.SEATED, Level.STANDING, None)]
    plain = dict(poses)

    def worth(steps: tuple[Step, ...]) -> tuple[int, int, int, int]:
        phases = {poses[s.pose].phase for s in steps}
        seconds = day_seconds(steps, plain)
        return (
            len(phases),
            -_fetched(steps[:1], plain),
            -place_changes(steps, plain),
            -abs(seconds - FIVE_MINUTES_S),
        )

    return max(options, key=worth)


def _fetched(steps: Sequence[Step], poses: Mapping[str, PoseDoc]) -> int:
    """How many things have to be fetched for these steps."""
    rungs = ((poses[s.pose], rung_of(poses[s.pose], s.rung)) for s in steps)
    return sum(len(to_fetch(doc, rung)) for doc, rung in rungs if rung)


def _on(poses: Mapping[str, PoseDoc], ruling: RulingOf, level: Level | None) -> tuple[Step, ...]:
    """The session whose poses all stand on `level`, anywhere if it is None."""
    candidates = {phase: _candidates(poses, ruling, phase, level) for phase in _PHASES}
    plain = dict(poses)
    taken: tuple[Step, ...] = ()

    def take(phase: Phase, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        used = {s.pose for s in steps}
        for candidate in candidates[phase]:
            with_it = tuple(sorted((*steps, candidate), key=lambda s: _PHASES.index(poses[s.pose].phase)))
            if candidate.pose not in used and day_seconds(with_it, plain) <= FIVE_MINUTES_MOST_S:
                return with_it
        return steps

    for phase in _PHASES:
        taken = take(phase, taken)

    def is_short(steps: tuple[Step, ...]) -> bool:
        return day_seconds(steps, plain) < FIVE_MINUTES_S - FIVE_MINUTES_POSE_S // 2

    for phase in _FILLERS:
        if is_short(taken):
            taken = take(phase, taken)
    for n, step in enumerate(taken):
        whole = (*taken[:n], replace(step, amounts=None), *taken[n + 1 :])
        if is_short(taken) and day_seconds(whole, plain) <= FIVE_MINUTES_MOST_S:
            taken = whole
    return tuple(Step(f"five-{n}", s.pose, s.rung, s.amounts) for n, s in enumerate(taken))


def _candidates(
    poses: Mapping[str, PoseDoc], ruling: RulingOf, phase: Phase, level: Level | None
) -> list[Step]:
    """Allowed poses of a phase: those that need no adapting first, then those with the fewest props."""
    found: list[tuple[tuple[bool, int], Step]] = []
    for doc in poses.values():
        if doc.phase is not phase or is_test(doc):
            continue
        for rung in (r for r in doc.rungs if r.rung is not Rung.HARDER):
            verdict = ruling(doc.slug, rung.rung).verdict
            place = (rung.position or doc.position).level
            if verdict is Verdict.AVOID or level not in (None, place):
                continue
            step = Step(doc.slug, doc.slug, rung.rung, _short_amounts(rung))
            found.append(((verdict is Verdict.ADAPT, len(rung.props)), step))
            break  # the easier rung is enough for somebody we know nothing about
    return [step for _, step in sorted(found, key=lambda item: item[0])]


def _short_amounts(rung: RungDoc) -> tuple[int, ...] | None:
    """Amounts that bring a long dose down to `FIVE_MINUTES_POSE_S`, as far as its `least` allows."""
    seconds = rung.dose.seconds
    if seconds <= FIVE_MINUTES_POSE_S:
        return None
    return tuple(max(p.least, p.amount * FIVE_MINUTES_POSE_S // seconds) for p in rung.dose.parts)
