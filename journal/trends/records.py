"""From journal rows to what the statistics read."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q
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
    """When a routine that is in use, or was practised in the player, began or changed.

    What was only written down does not tell that a routine was taken into use: the form offers whichever was there on
    that day, and a guest who signs in to an account with a week of its own brings theirs, put aside, with what was
    written down for it. Of one day a new routine counts most, then the last change. One query.
    """
    played = user.sessions.practised().filter(by_hand=False).exclude(routine_version=None)
    practised = played.values("routine_version__routine")
    in_use = Q(routine__is_active=True, routine__deleted_at=None)
    versions = (
        RoutineVersion.objects.filter(in_use | Q(routine__in=practised), routine__user=user)
        .select_related("routine")
        .order_by("created_at")
        .defer("data", "notes")
    )
    begun: dict[date, str] = {}
    changed: dict[date, Flag] = {}
    for version in versions:
        day = version.created_at.astimezone(user.zone).date()
        if version.number > 1 and version.note:
            changed[day] = Flag(day, version.note)
        elif version.number == 1:
            begun[day] = version.routine.name
    return sorted([*_beginnings(begun), *(f for d, f in changed.items() if d not in begun)], key=_day_of)


def _beginnings(begun: Mapping[date, str]) -> Iterator[Flag]:
    """By day; a name that began before is told from that one."""
    named: set[str] = set()
    for day, name in begun.items():
        told = _("A new “%(name)s” begins") if name in named else _("“%(name)s” begins")
        named.add(name)
        yield Flag(day, told % {"name": name})


def _day_of(flag: Flag) -> date:
    return flag.day
