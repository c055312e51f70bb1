"""Home, and the pages that belong to no room."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hipapp.core.clock import local_day, now, today_of
from hipapp.core.enums import DayKind, Light
from hipapp.core.models import User
from hipapp.core.people import person_of
from hipapp.site.today import Card, Dot, card, dots
from journal.models import Session, SkippedDay, Trial
from journal.sessions.light import see_someone, sign_came_back
from journal.sessions.starting import unfinished
from journal.sessions.today import comes_to, planned_steps, practice_days
from journal.sessions.trials import to_tell, week_words
from poses.content.loader import shipped
from poses.gatekeeping import Gate, gate_for
from poses.routines.models import RoutineVersion
from poses.routines.records import active_version, recheck_all

#: The hour from which the morning is over.
NOON = 12
#: How far home looks back; enough for the two fortnights and the month that "see somebody" compares.
LOOK_BACK = timedelta(days=60)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours went wrong. If even its page can't be made, there are words."""
    try:
        page: str = render_to_string("500.html")
    except Exception:  # whatever it is, this is the last one to speak
        page = "Something went wrong on our side. What was saved stays saved. Please try again in a moment."
    return HttpResponse(page, status=500)


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
    plan = version.plan if version else None
    recent = _recent(user, today)
    practised = [s for s in recent if s.seconds]
    finished = any(s.local_day == today and s.is_days_practice and not s.is_open for s in practised)
    open_session = unfinished(user, gate, today)
    so_far = {"unfinished": bool(open_session), "finished": finished, "enough": gate.enough is not None}
    skipped = _skipped(user, today)
    shown = card(plan, today, skipped, **so_far)
    trial = to_tell(user)
    return {
        "today": today,
        "gate": gate,
        "card": shown,
        "version": version,
        "open_session": open_session,
        "morning": _morning(recent, today),
        "is_morning": now().astimezone(user.zone).hour < NOON,
        "last": practised[0] if practised else None,
        "see_someone": _see_someone(recent, today),
        "ratings": range(11),
        "trial": trial,
        "trial_over": trial is not None and not (trial.is_open and today <= trial.last_day),
        **_planned(shown, version, gate, trial),
        **_week(dots(plan, today, {s.local_day for s in practised}, _since(version, user), skipped)),
        "planned_count": practice_days(user, version, gate),
    }


def _recent(user: User, today: date) -> list[Session]:
    since = user.sessions.practised().filter(local_day__gt=today - LOOK_BACK).with_form()
    return list(since.without_script().newest_first())


def _see_someone(recent: list[Session], today: date) -> str | None:
    ratings = [(s.local_day, s.before) for s in recent if s.before is not None]
    signs = [s.local_day for s in recent if s.light == Light.STOP]
    return sign_came_back(signs, today) or see_someone(ratings, today)


def _skipped(user: User, today: date) -> dict[date, date | None]:
    """The days let go lately, each with the day it was moved to."""
    lately = SkippedDay.objects.filter(user=user, day__gt=today - timedelta(days=8))
    return dict(lately.values_list("day", "moved_to"))


def _planned(shown: Card, version: RoutineVersion | None, gate: Gate, trial: Trial | None) -> dict[str, Any]:
    """What the card's day brings today, and how long it takes; and the question to the back that it is part of."""
    steps, part = planned_steps(shown.day, trial, gate)
    poses, seconds = comes_to(shown.day, version, steps, gate)
    return {
        "ahead": poses,
        "seconds": seconds,
        "trial_week": week_words(trial, gate.today, gate.catalogue.name(trial.pose))
        if trial and part
        else "",
    }


def _week(days: list[Dot]) -> dict[str, Any]:
    """The week's dots with their counts, and which signs the legend has to explain."""
    planned = {d.kind for d in days if not (d.done or d.is_before or d.is_let_go)}
    return {
        "dots": days,
        "done_count": sum(d.done for d in days),
        "legend": [kind for kind in DayKind if kind in planned],
        "free": None in planned,
        "let_go": any(d.is_let_go and not d.done for d in days),
    }


def _since(version: RoutineVersion | None, user: User) -> date:
    """The day on which the routine was made."""
    return local_day(version.routine.created_at, user.time_zone) if version else date.min


def _version_in_use(user: User, gate: Gate) -> RoutineVersion | None:
    """The active routine's newest version, checked again first if the rules have changed."""
    version = active_version(user)
    if version and gate.known and version.routine.rules_version != gate.checked_by:
        recheck_all(user, gate)
        version = active_version(user)
    return version


def _morning(recent: list[Session], today: date) -> Session | None:
    """Yesterday's last session that something was done or rated in, if the morning after is not rated yet."""
    yesterday = today - timedelta(days=1)
    told = (s for s in recent if s.local_day == yesterday and (s.seconds or s.after is not None))
    last = next(told, None)
    return last if last and last.next_morning is None else None


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    sources = shipped().sources.values()
    parts = (
        (_("Trials, reviews and guidelines"), [s for s in sources if s.study]),
        (_("Where the practices come from"), [s for s in sources if s.verified and not s.study]),
        (_("Not verified"), [s for s in sources if not s.verified]),
    )
    return render(request, "site/about.html", {"sources": parts})


#: Where everything is somebody's own.
OWN = ("body", "coach", "journal", "practise", "trends")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """For search engines: the public pages, and nothing that is about a person."""
    lines = ["User-agent: *", *(f"Disallow: /{folder}/" for folder in OWN), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; for a proxy or a supervisor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
