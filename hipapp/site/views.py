"""Home, and the pages that belong to no room."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hipapp.core.clock import today_of
from hipapp.core.enums import DayKind
from hipapp.core.models import User
from hipapp.core.people import person_of
from hipapp.site.today import CardKind, card, dots
from journal.models import Session, SkippedDay
from journal.sessions.light import see_someone
from poses.content.loader import shipped
from poses.gatekeeping import Gate, gate_for
from poses.routines.models import RoutineVersion
from poses.routines.plan import day_seconds
from poses.routines.records import active_version, recheck_all

#: How far home looks back; enough for the two fortnights and the month that "see somebody" compares.
LOOK_BACK = timedelta(days=60)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    if user is None:
        return render(request, "site/welcome.html")
    return render(request, "site/home.html", _home(user))


def _home(user: User) -> dict[str, Any]:
    today = today_of(user)
    gate = gate_for(user, today)
    version = _version_in_use(user, gate)
    recent = list(
        user.sessions.practised().without_script().filter(local_day__gt=today - LOOK_BACK).newest_first()
    )
    practised = {s.local_day for s in recent}
    skipped = dict(
        SkippedDay.objects.filter(user=user, day__gt=today - timedelta(days=8)).values_list("day", "moved_to")
    )
    plan = version.plan if version else None
    shown = card(plan, today, practised, skipped)
    week = dots(plan, today, practised)
    steps = gate.open_steps(shown.day.steps) if shown.day else ()
    return {
        "today": today,
        "gate": gate,
        "card": shown,
        "kinds": CardKind,
        "version": version,
        "seconds": day_seconds(steps, gate.catalogue.poses),
        "names": list(dict.fromkeys(gate.catalogue.name(s.pose) for s in steps)),
        "dots": week,
        "done_count": sum(d.done for d in week),
        "planned_count": sum(d.kind is DayKind.PRACTICE for d in week),
        "morning": _morning(recent, today),
        "last": recent[0] if recent else None,
        "see_someone": see_someone([(s.local_day, s.before) for s in recent if s.before is not None], today),
        "ratings": range(11),
    }


def _version_in_use(user: User, gate: Gate) -> RoutineVersion | None:
    """The active routine's newest version, checked again first if the rules have changed."""
    version = active_version(user)
    if version and gate.known and version.routine.rules_version != gate.catalogue.rules_version:
        recheck_all(user, gate)
        version = active_version(user)
    return version


def _morning(recent: list[Session], today: date) -> Session | None:
    """Yesterday's last session, if nobody has said yet how the morning after was."""
    yesterday = [s for s in recent if s.local_day == today - timedelta(days=1)]
    return yesterday[0] if yesterday and yesterday[0].next_morning is None else None


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {"sources": shipped().sources.values()})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; for a proxy or a supervisor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
