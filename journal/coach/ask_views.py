"""Ask my back: which pose, how long, what it takes, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hipapp.core.enums import TrialEnd
from hipapp.core.people import PersonRequest, owned
from journal.coach import ask_words
from journal.coach.ask import LENGTHS, Refusal
from journal.coach.ask_records import (
    Asking,
    Kept,
    RefusedTrialError,
    asking,
    begin,
    go_on,
    kept_of,
    may_go_on,
    seen,
)
from journal.coach.plot import answer_drawing
from journal.sessions.models import Trial
from journal.sessions.trials import end, week_words
from poses.gatekeeping import Gate
from poses.routines.views import gated

#: Weeks that are chosen unless somebody chooses others.
FIRST_CHOICE = 8
#: So many past questions are listed.
LISTED = 50


@require_safe
@gated
def questions(request: PersonRequest, gate: Gate) -> HttpResponseBase:
    """What can be asked, and what was."""
    asked = asking(request.user, gate)
    shown = gate.catalogue
    past = request.user.trials.newest_first().exclude(ended_at=None)[:LISTED]
    context = {
        "open": asked.open_trial,
        "open_name": shown.name(asked.open_trial.pose) if asked.open_trial else "",
        "week": _week(asked.open_trial, gate),
        "poses": [(pose, shown.name(pose)) for pose in asked.poses],
        "past": [(trial, shown.name(trial.pose)) for trial in past],
        "version": asked.version,
    }
    return render(request, "journal/coach/questions.html", context)


def _week(trial: Trial | None, gate: Gate) -> str:
    return week_words(trial, gate.today, gate.catalogue.name(trial.pose)) if trial else ""


# -- before it begins --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@gated
def ask(request: PersonRequest, gate: Gate, slug: str) -> HttpResponseBase:
    if slug not in gate.catalogue.poses:
        raise Http404
    asked = asking(request.user, gate)
    if request.method == "POST":
        return _begin(request, asked, slug)
    return render(request, "journal/coach/ask.html", _plan(asked, slug))


def _plan(asked: Asking, slug: str, chosen: str = str(FIRST_CHOICE), error: str = "") -> dict[str, Any]:
    name = asked.gate.catalogue.name(slug)
    context: dict[str, Any] = {"slug": slug, "name": name, "error": error}
    try:
        offer = asked.offer(slug)
    except RefusedTrialError as refused:
        return context | {"refused": _why(refused.why, asked, name), "open": asked.open_trial}
    lengths = [(str(w), w, ask_words.chance_words(p)) for w, p in offer.chances.items()]
    return context | {
        "lengths": lengths,
        "chosen": chosen,
        "often": ask_words.often(offer.a_week),
        "hardly": max(offer.chances.values()) < ask_words.HARDLY,
    }


def _why(why: Refusal, asked: Asking, name: str) -> str:
    trial = asked.open_trial
    return ask_words.refused(why, name, asked.gate.catalogue.name(trial.pose) if trial else "")


def _begin(request: PersonRequest, asked: Asking, slug: str) -> HttpResponseBase:
    typed = request.POST.get("weeks", "")
    if typed not in {str(w) for w in LENGTHS}:
        page = _plan(asked, slug, typed, _("Please choose how many weeks."))
        return render(request, "journal/coach/ask.html", page, status=422)
    try:
        trial = begin(asked, slug, int(typed))
    except RefusedTrialError:
        return render(
            request, "journal/coach/ask.html", _plan(asking(request.user, asked.gate), slug), status=422
        )
    messages.success(request, _("It has begun. Practise and rate as usual; everything else stays as it is."))
    return redirect("trial", pk=trial.pk)


# -- while it runs, and after ------------------------------------------------------------------------------------


@require_safe
@gated
def trial(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    """How far it is; the answer once it is over, and not before, so that nobody stops at a lucky moment."""
    row = owned(Trial.objects.all(), request.user, pk=pk)
    if row.is_open and row.last_day < gate.today:
        end(row, TrialEnd.DONE)
    seen(row)
    name = gate.catalogue.name(row.pose)
    kept = kept_of(row)
    context: dict[str, Any] = {
        "trial": row,
        "name": name,
        "in_library": row.pose in gate.catalogue.poses,
        "kept": kept,
        "weeks": len(row.weeks),
        "chance": ask_words.chance_words(row.told.get("chance", 0.0)),
        "week": _week(row, gate),
        "may_go_on": may_go_on(row, gate.today),
    }
    return render(request, "journal/coach/trial.html", context | _answer(row, kept, name))


def _answer(row: Trial, kept: Kept, name: str) -> dict[str, Any]:
    if row.ended is None or row.ended_at is None:
        return {}
    week = row.week_of(row.ended_at.astimezone(row.user.zone).date())
    why = ask_words.ended(row.ended, 0 if week is None else week + 1)
    if row.ended is TrialEnd.SHARP:
        return {"why": why}
    return {
        "why": why,
        "heading": ask_words.heading(kept.found, name),
        "lines": ask_words.lines(kept.found, name),
        "drawing": answer_drawing(kept.found),
    }


@require_POST
@gated
def stop(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    row = owned(Trial.objects.all(), request.user, pk=pk)
    if row.is_open:
        end(row, TrialEnd.DONE if row.last_day < gate.today else TrialEnd.STOPPED)
        undo = format_html(
            '{} <button class="link-button" form="undo-answer" formaction="{}">{}</button>',
            _("Stopped. Your practice is whole again."),
            reverse("trial_go_on", args=[pk]),
            _("Undo"),
        )
        messages.success(request, undo)
    return redirect("trial", pk=pk)


@require_POST
@gated
def again(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    """Take up a trial that was stopped, in the weeks that the coin had given."""
    row = owned(Trial.objects.all(), request.user, pk=pk)
    asked = asking(request.user, gate)
    if row.is_open or go_on(row, asked):
        messages.success(request, _("It goes on."))
    else:
        messages.info(request, _("It can’t go on any more. You can ask anew."))
    return redirect("trial", pk=pk)
