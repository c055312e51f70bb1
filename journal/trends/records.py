"""From journal rows to what the statistics read."""

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
    """When the routine changed: the last change of a day stands for it."""
    versions = (
        RoutineVersion.objects.filter(routine__user=user)
        .select_related("routine")
        .order_by("created_at")
        .defer("data", "notes")
    )
    by_day = {}
    for version in versions:
        day = version.created_at.astimezone(user.zone).date()
        begun = _("“%(name)s” begins") % {"name": version.routine.name}
        text = version.note if version.number > 1 and version.note else begun
        by_day[day] = Flag(day, text)
    return list(by_day.values())
