"""A week as plain text, to be read, copied and shared."""

from collections.abc import Iterator, Mapping

from hipapp.core.speech import say
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc
from poses.routines import words
from poses.routines.plan import Day, Plan, Step, day_seconds


def as_text(plan: Plan, poses: Mapping[str, PoseDoc]) -> str:
    """The week in words.

    Leaves out why each step is there: that tells where somebody hurts, and a shared text goes anywhere. Steps
    of poses that are no longer known are left out too.
    """
    lines = [say(words.TITLE)]
    if plan.anchor:
        lines.append(words.anchored(plan.anchor))
    for day in plan.days:
        lines += [
            "",
            words.day_title(day.weekday, day.kind, day_seconds(day.steps, poses)),
            *_lines(day, poses),
        ]
    return "\n".join([*lines, "", say(words.WHEN_TO_STOP), say(words.FOOTER), ""])


def _lines(day: Day, poses: Mapping[str, PoseDoc]) -> Iterator[str]:
    lines = [line for step in day.steps if (line := _line(step, poses))]
    return (f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _line(step: Step, poses: Mapping[str, PoseDoc]) -> str | None:
    doc = poses.get(step.pose)
    rung = rung_of(doc, step.rung) if doc else None
    if doc is None or rung is None:
        return None
    return words.line(doc.name, rung.name, words.dose(rung, step.amounts, step.side))
