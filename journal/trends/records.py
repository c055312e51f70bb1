"""From journal rows to what the statistics read."""

from datetime import date

from django.utils.translation import gettext as _

from hipapp.core.models import User
from journal.trends.stats import Entry, Flag
from poses.routines.models import RoutineVersion


def entries_of(user: User) -> list[Entry]:
    """One entry per session of any kind that is kept, oldest first."""
    rows = (
        user.sessions.kept()
        .order_by("started_at")
        .values_list("local_day", "before", "after", "next_morning", "seconds", "is_gentle")
    )
    return [Entry(day, b, a, m, seconds / 60, gentle) for day, b, a, m, seconds, gentle in rows]


def routine_flags(user: User) -> list[Flag]:
    """When the routine changed: of one day a new routine counts most, then the last change."""
    versions = (
        RoutineVersion.objects.filter(routine__user=user)
        .select_related("routine")
        .order_by("created_at")
        .defer("data", "notes")
    )
    begun: dict[date, Flag] = {}
    changed: dict[date, Flag] = {}
    for version in versions:
        day = version.created_at.astimezone(user.zone).date()
        if version.number > 1 and version.note:
            changed[day] = Flag(day, version.note)
        else:
            begun[day] = Flag(day, _("“%(name)s” begins") % {"name": version.routine.name})
    return sorted((changed | begun).values(), key=lambda flag: flag.day)
