"""The sequences of the sources as routines of one's own, the gate applied."""

from collections.abc import Iterator, Mapping, Sequence

from hipapp.core.enums import DayKind, Experience, Rung
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc, StarterDoc, StarterStep
from poses.routines import words
from poses.routines.assemble import Assembly, Wishes, other_days
from poses.routines.choose import Gate
from poses.routines.plan import DAY_KEYS, Day, Plan, Step


def from_starter(
    doc: StarterDoc, poses: Mapping[str, PoseDoc], ruling: Gate, weekdays: Sequence[int], anchor: str = ""
) -> Assembly:
    """The sequence on each of `weekdays` (0 is Monday), two minutes on the other days, one of them for rest.

    A step that is not allowed comes in an easier rung, else it is left out; `notes` say so. Without a single
    step left those days are rest days, and `conflicts` says that. Raises ValueError for no weekday.
    """
    notes: list[str] = []
    allowed = tuple(_steps(doc, poses, ruling, notes))
    # The sequence is gentle by itself; the days around it are as for somebody new.
    wishes = Wishes(weekdays=tuple(sorted(set(weekdays))), experience=Experience.NEW)
    days, rest = other_days(poses, ruling, wishes)
    for weekday in wishes.weekdays:
        steps = tuple(
            Step(f"{DAY_KEYS[weekday]}-{number}", s.pose, s.rung, why=s.why)
            for number, s in enumerate(allowed, start=1)
        )
        days[weekday] = Day(weekday, DayKind.PRACTICE if steps else DayKind.REST, steps)
    if rest is not None:
        before = (rest - 1) % 7
        notes.append(words.rest_day(rest, before if before in wishes.weekdays else None))
    conflicts = () if allowed else (words.starter_empty(doc.name),)
    return Assembly(Plan(tuple(days[d] for d in range(7)), anchor), tuple(notes), conflicts)


def _steps(
    doc: StarterDoc, poses: Mapping[str, PoseDoc], ruling: Gate, notes: list[str]
) -> Iterator[StarterStep]:
    """The steps as they may be done; adds to `notes` what they cost."""
    for step in doc.steps:
        pose = poses.get(step.pose)
        if pose is None or pose.test or rung_of(pose, step.rung) is None:
            notes.append(words.retired(step.pose))
            continue
        answer = ruling(step.pose, step.rung)
        if answer.allowed:
            yield step
            continue
        easier = _easier(pose, step.rung, ruling)
        if easier is None:
            notes.append(words.left_out([pose.name], words.refusal(answer)))
        else:
            name = next(r.name for r in pose.rungs if r.rung is easier)
            notes.append(words.other_rung(pose.name, name, words.refusal(answer)))
            yield step.model_copy(update={"rung": easier})


def _easier(pose: PoseDoc, rung: Rung, ruling: Gate) -> Rung | None:
    return next((r.rung for r in pose.rungs if r.rung < rung and ruling(pose.slug, r.rung).allowed), None)
