"""What was done in a session, pose by pose: which rung, and how much of what was planned. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from journal.sessions.replay.result import Outcome, Projection, StepResult

#: More than this share of the planned dose counts as this much: a forgotten timer is no practice.
MOST_DOSE = 1.5


def done(script: Mapping[str, Any], state: Projection) -> list[dict[str, Any]]:
    """`[{"pose", "level", "dose", "sharp"}]`, each pose once, in the order of the script.

    `level` is the rung that was done longest (0 easier, 1 standard, 2 harder); `dose` the share of the planned
    seconds of all its steps, 0 to `MOST_DOSE`; `sharp` whether it felt sharp or pinching. A pose's second side is
    part of it; one that was skipped has nothing planned.
    """
    planned = {s["key"]: s["seconds"] for s in script.get("steps", ())}
    found: dict[str, list[StepResult]] = {}
    for step in state.steps:
        if step.pose and step.rung is not None and (step.seconds or step.outcome is Outcome.SHARP):
            found.setdefault(step.pose, []).append(step)
    return list(_items(found, planned, state.sharp))


def _items(
    found: Mapping[str, list[StepResult]], planned: Mapping[str, int], sharp: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    for pose, steps in found.items():
        whole = sum(planned.get(s.key, 0) for s in steps)
        seconds = sum(s.seconds for s in steps)
        by_rung: dict[int, int] = {}
        for s in steps:
            by_rung[s.rung or 0] = by_rung.get(s.rung or 0, 0) + s.seconds
        dose = min(MOST_DOSE, seconds / whole) if whole else 0.0
        yield {
            "pose": pose,
            "level": max(by_rung, key=lambda rung: (by_rung[rung], -rung)),
            "dose": round(dose, 2),
            "sharp": pose in sharp,
        }
