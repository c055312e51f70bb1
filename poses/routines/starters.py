"""The sequences of the sources as routines of one's own, the gate applied."""

from collections.abc import Mapping, Sequence

from hipapp.core.enums import DayKind, Experience
from poses.content.schema import PoseDoc, StarterDoc
from poses.routines import words
from poses.routines.assemble import Assembly, Wishes, other_days
from poses.routines.choose import Gate, with_props
from poses.routines.edit import recheck_day
from poses.routines.plan import DAY_KEYS, Day, Plan, Step


def from_starter(doc: StarterDoc, poses: Mapping[str, PoseDoc], ruling: Gate, wishes: Wishes) -> Assembly:
    """The sequence on each of the wished weekdays, two minutes on the other days, one of them for rest.

    A step that is not allowed, or that needs a prop which is not at hand, comes in an easier rung, else another
    pose of its job stands in, else it is left out; `notes` say so. Without a single step left those days are rest
    days, and `conflicts` says that. Of the wishes only days, props and anchor count. Raises ValueError for no
    weekday.
    """
    if not wishes.weekdays:
        raise ValueError("no weekday")
    steps = tuple(Step(s.pose, s.pose, s.rung, why=s.why) for s in doc.steps)
    asked = with_props(ruling, poses, wishes.props)
    checked, notes = recheck_day(Day(0, DayKind.PRACTICE, steps), asked, poses)
    # The sequence is gentle by itself; the days around it are as for somebody new.
    around = Wishes(
        weekdays=tuple(sorted(set(wishes.weekdays))), experience=Experience.NEW, props=wishes.props
    )
    days = other_days(poses, ruling, around)
    for weekday in around.weekdays:
        days[weekday] = _day(weekday, checked.steps)
    conflicts = () if checked.steps else (words.starter_empty(doc.name),)
    return Assembly(Plan(tuple(days[d] for d in range(7)), wishes.anchor), notes, conflicts)


def _day(weekday: int, steps: Sequence[Step]) -> Day:
    own = tuple(
        Step(f"{DAY_KEYS[weekday]}-{number}", s.pose, s.rung, s.amounts, s.side, s.why)
        for number, s in enumerate(steps, start=1)
    )
    return Day(weekday, DayKind.PRACTICE if own else DayKind.REST, own)
