"""The journal: calendar and list, each entry to be changed for ever."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hipapp.core.clock import today_of
from hipapp.core.enums import EventKind
from hipapp.core.people import PersonRequest, owned, person_required
from journal.sessions.forms import AddForm, EntryForm
from journal.sessions.models import Session
from journal.sessions.of_week import of_week
from journal.sessions.player import practised_poses, save_about
from journal.sessions.records import record, start_said, write_down
from poses.gatekeeping import RefusedError, gate_for

#: Minutes that a practice is taken to have had until they are said, where no week says how long one is.
MINUTES = 10


@person_required
@require_GET
def journal(request: PersonRequest) -> HttpResponseBase:
    """The calendar of a month, and beside it its entries, or those of one day."""
    today = today_of(request.user)
    day = _day(request.GET.get("day", ""), today)
    month = day.replace(day=1) if day else _month(request.GET.get("month", ""), today)
    kept = request.user.sessions.practised().without_script().newest_first()
    after = _shift(month, 1)
    in_month = list(kept.filter(local_day__gte=month, local_day__lt=after))
    weeks = _weeks(month, in_month)
    context = {
        "entries": [s for s in in_month if s.local_day == day] if day else in_month,
        "older": kept.filter(local_day__lt=month).first(),
        "newer": kept.filter(local_day__gte=after).last(),
        "day": day,
        "month": month,
        "asked": "month" in request.GET,
        "weeks": weeks,
        "often": any(len(done) > 1 for week in weeks for _day, _inside, done in week),
        "today": today,
        "earlier": _shift(month, -1),
        "later": after if after <= today else None,
    }
    return render(request, "journal/journal.html", context)


def _weeks(month: date, in_month: Iterable[Session]) -> list[list[tuple[date, bool, list[Session]]]]:
    """Monday to Sunday: each day, whether it is in the month, and its sessions."""
    days: dict[date, list[Session]] = {}
    for session in in_month:
        days.setdefault(session.local_day, []).append(session)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[(d, d.month == month.month, days.get(d, [])) for d in week] for week in weeks]


def _day(text: str, today: date) -> date | None:
    """The day asked for, None for anything that the calendar doesn't reach."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1900, 2, 1) <= day <= today else None


def _month(text: str, today: date) -> date:
    """The month asked for, not later than this one and within what the journal can hold."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return max(date(1900, 2, 1), min(month, today.replace(day=1)))


def _shift(month: date, by: int) -> date:
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


@person_required
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest) -> HttpResponseBase:
    """Write down a session done elsewhere, some of one's own week perhaps."""
    user = request.user
    today = today_of(user)
    day = _day(request.GET.get("day", ""), today)
    week = of_week(user, gate_for(user, today), day or today)
    title = "" if week else _("Practice")
    minutes = week.minutes((day or today).weekday()) if week else None
    initial = {"day": day or today, "minutes": minutes or MINUTES, "title": title}
    form = AddForm(request.POST or None, user=user, week=week, initial=initial)
    if request.method == "POST" and form.is_valid() and (session := _written_down(form)):
        _save_ratings(session, form)
        save_about(session, form)
        messages.success(request, _told_of(session))
        return redirect("journal")
    yesterday = today - timedelta(days=1)
    days = [day] if day else [yesterday, today]
    context = {
        "form": form,
        "week": week,
        "yesterday": None if day else yesterday,
        "there": user.sessions.practised().filter(local_day__in=days).newest_first(),
    }
    return render(request, "journal/add.html", context, status=422 if form.errors else 200)


def _written_down(form: AddForm) -> Session | None:
    """None if the body has changed since the poses were offered; the form says so."""
    try:
        script = form.script()
        return write_down(
            form.user,
            started_at=form.started_at(),
            day_only=form.day_only,
            minutes=form.cleaned_data["minutes"],
            title=form.named(),
            script=script,
            routine_version=form.week.version if form.week and script else None,
        )
    except RefusedError:
        form.refuse()
        return None


def _told_of(session: Session) -> str:
    """What is written down; where poses were ticked, with the way to say how they were."""
    minutes = round(session.seconds / 60)
    parts = [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}]
    if session.poses:
        parts.append(ngettext("%(n)s pose", "%(n)s poses", len(session.poses)) % {"n": len(session.poses)})
    if session.before is not None:
        parts.append(_("%(n)s before") % {"n": session.before})
    if session.after is not None:
        parts.append(_("%(n)s after") % {"n": session.after})
    if session.next_morning is not None:
        parts.append(_("%(n)s the next morning") % {"n": session.next_morning})
    day = date_format(session.local_day, "l j F")
    text = _("Written down for %(day)s: %(parts)s.") % {"day": day, "parts": ", ".join(parts)}
    if not session.poses:
        return text
    where = f"{reverse('entry', args=[session.pk])}#marks"
    return format_html('{} <a href="{}">{}</a>', text, where, _("How was each pose?"))


@person_required
@require_http_methods(["GET", "POST"])
def entry(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    session = owned(Session.objects.kept(), request.user, pk=pk)
    form = EntryForm(
        request.POST or None,
        user=request.user,
        zone=session.time_zone,
        poses=practised_poses(session),
        initial=EntryForm.initial_of(session),
    )
    if request.method == "POST" and form.is_valid():
        _save_edits(session, form)
        _save_ratings(session, form)
        save_about(session, form)
        messages.success(request, _("Saved."))
        return redirect("journal")
    context = {"session": session, "form": form, "lacks_poses": _lacks_poses(session)}
    return render(request, "journal/entry.html", context, status=422 if form.errors else 200)


def _lacks_poses(session: Session) -> bool:
    """Whether it was written down without a pose, where some could be ticked when writing it anew.

    Not here: what was done are steps of the script, and that never changes once it is stored.
    """
    if not session.by_hand or session.poses:
        return False
    gate = gate_for(session.user, today_of(session.user))
    return of_week(session.user, gate, session.local_day) is not None


def _save_edits(session: Session, form: EntryForm) -> None:
    edits: dict[str, object] = {}
    if {"day", "at"} & set(form.changed_data):
        edits |= start_said(form.started_at(), form.day_only)
    for name in ("minutes", "title"):
        if name in form.changed_data:
            edits[name] = form.cleaned_data[name]
    if edits:
        record(session, EventKind.EDITED, edits, zone=session.time_zone)


def _save_ratings(session: Session, form: EntryForm) -> None:
    for name in ("before", "after", "next_morning"):
        rating = form.cleaned_data[name]
        if rating != getattr(session, name):
            record(session, EventKind(name), {"rating": rating})


@person_required
@require_POST
def delete(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    session = owned(Session.objects.kept(), request.user, pk=pk)
    record(session, EventKind.DELETED)
    messages.success(
        request,
        format_html(
            '{} <button class="link-button" type="submit" form="undo-delete" formaction="{}">{}</button>',
            _("Deleted."),
            reverse("entry_restore", args=[pk]),
            _("Undo"),
        ),
    )
    return redirect("journal")


@person_required
@require_POST
def restore(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    session = owned(Session.objects.all(), request.user, pk=pk)
    record(session, EventKind.RESTORED)
    messages.success(request, _("It is back."))
    return redirect("journal")
