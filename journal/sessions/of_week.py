"""What of a person's week can be written down as done elsewhere: only what the gate has open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from hipapp.core.enums import DayKind
from hipapp.core.models import User
from journal.sessions.script import Form, build_script
from poses.gatekeeping import Gate, RefusedError
from poses.routines.models import RoutineVersion
from poses.routines.plan import Step, day_seconds
from poses.routines.records import checked_versions

#: The form of the script of what was done elsewhere.
BY_HAND = "by_hand"


@dataclass(frozen=True)
class OfWeek:
    """The week in use, as today's gate lets it be."""

    version: RoutineVersion
    gate: Gate

    def steps(self, weekday: int) -> tuple[Step, ...]:
        """Each pose once: those of that weekday first, as they stand there, then the rest of the week."""
        plan = self.version.plan
        found: dict[str, Step] = {}
        for step in self.gate.open_steps((*plan.day(weekday).steps, *plan.steps)):
            if not self.gate.catalogue.poses[step.pose].test:
                found.setdefault(step.pose, step)
        return tuple(found.values())

    def minutes(self, weekday: int) -> int | None:
        """How long that weekday is planned to last, else the first practice day of the week; None without one."""
        days = (self.version.plan.day(weekday), *self.version.plan.days)
        day = next((d for d in days if d.kind is DayKind.PRACTICE and d.steps), None)
        return round(day_seconds(day.steps, self.gate.catalogue.poses) / 60) if day else None

    def first_days(self, weekday: int) -> dict[str, int]:
        """By pose, that weekday where it has it, else the first one that does."""
        plan = self.version.plan
        found: dict[str, int] = {}
        for day in (plan.day(weekday), *plan.days):
            for step in day.steps:
                found.setdefault(step.pose, day.weekday)
        return found

    def days_of(self, pose: str) -> list[int]:
        """The weekdays that have it."""
        return [d.weekday for d in self.version.plan.days if any(s.pose == pose for s in d.steps)]

    def names(self, weekday: int) -> list[tuple[str, str]]:
        """Slug and name of each of `steps`."""
        return [(s.pose, self.gate.catalogue.name(s.pose)) for s in self.steps(weekday)]

    def script(self, ticked: Collection[str], weekday: int, title: str) -> dict[str, Any]:
        """The script of these poses as if they had been planned. Raises `RefusedError` if one can't be in it."""
        steps = [s for s in self.steps(weekday) if s.pose in ticked]
        catalogue = self.gate.catalogue
        built = build_script(
            steps, catalogue.poses, self.gate.ruling, Form.PLANNED, title, catalogue.rules_version
        )
        if built.left_out or len(steps) < len(set(ticked)):
            raise RefusedError("not all of it is open to this person any more")
        return built.script | {"form": BY_HAND}


def of_week(user: User, gate: Gate, day: date) -> OfWeek | None:
    """The routine in use, or for a day before it was made the newest that was there; if anything of it is open."""
    version = _there_on(day, checked_versions(user, gate), user.zone)
    found = OfWeek(version, gate) if version else None
    return found if found and found.steps(0) else None


def _there_on(day: date, versions: Sequence[RoutineVersion], zone: tzinfo) -> RoutineVersion | None:
    active = next((v for v in versions if v.routine.is_active), None)
    there = [v for v in versions if v.routine.created_at.astimezone(zone).date() <= day]
    if active is None or active in there or not there:
        return active
    return max(there, key=lambda v: v.routine.created_at)
