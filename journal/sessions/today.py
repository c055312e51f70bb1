"""What today's practice comes to: its poses and its minutes in the form of this day, and how many a week there are."""

from datetime import timedelta

from hipapp.core.clock import local_day
from hipapp.core.enums import Rung, Side
from hipapp.core.models import User
from journal.sessions.models import Trial
from journal.sessions.starting import Choice, build
from journal.sessions.trials import asked
from poses.gatekeeping import Gate
from poses.routines.models import RoutineVersion
from poses.routines.plan import Day, Step, day_seconds
from poses.routines.rows import Ahead, ahead


def practice_days(user: User, version: RoutineVersion | None, gate: Gate) -> int | None:
    """How many practice days this week was planned to have; None where it would read as a reproach.

    That is while practice is closed, and in the week in which the routine was made.
    """
    if version is None or gate.state.stops or gate.calm:
        return None
    monday = gate.today - timedelta(days=gate.today.weekday())
    if local_day(version.routine.created_at, user.time_zone) > monday:
        return None
    return version.plan.practice_days or None


def has_other_form(gate: Gate) -> bool:
    """Whether a day of a routine comes in other forms today than it was planned in."""
    return bool(gate.gentle or gate.calm)


def planned_steps(
    day: Day | None, trial: Trial | None, gate: Gate
) -> tuple[tuple[Step, ...], dict[str, object]]:
    """What is open today of a day as it was planned, and which part of a question to the back it is."""
    if day is None or has_other_form(gate):
        return (), {}
    steps, part = asked(day.steps, trial, gate.today, gate)
    return gate.open_steps(steps), part


def comes_to(
    day: Day | None, version: RoutineVersion | None, steps: tuple[Step, ...], gate: Gate
) -> tuple[list[Ahead], int]:
    """The poses of a day and its seconds as it comes today; `steps` are those of its planned form."""
    if day is None or version is None or not has_other_form(gate):
        return ahead(steps, gate), day_seconds(steps, gate.catalogue.poses)
    script = build(gate, Choice("day", weekday=day.weekday), version).script
    once: dict[str, Ahead] = {}
    for s in script["steps"]:
        once.setdefault(s["pose"], Ahead(s["pose"], Rung(s["rung"]), Side(s["side"]), s["name"]))
    return list(once.values()), sum(s["seconds"] + s["get_ready_s"] for s in script["steps"])
