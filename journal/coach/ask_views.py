"""Ask my back: which pose, how long, what it takes, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hipapp.core.enums import TrialEnd
from hipapp.core.people import PersonRequest, owned
from hipapp.core.undo import with_undo
from journal.coach import ask_words
from journal.coach.ask import LENGTHS, Refusal
from journal.coach.ask_records import (
    Asking,
    Kept,
    Offer,
    RefusedTrialError,
    asking,
    begin,
    first_day,
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

#: A chance from which a length is taken for sensible.
EVEN = 0.5
#: So many past questions are listed.
LISTED = 50


@require_safe
@gated
def questions(request: PersonRequest, gate: Gate) -> HttpResponseBase:
    """What can be asked, and what was."""
    asked = asking(request.user, gate)
    shown, trial = gate.catalogue, asked.open_trial
    past = request.user.trials.newest_first().exclude(ended_at=None)[:LISTED]
    longest = max(LENGTHS)
    rows = [(o.pose, shown.name(o.pose), ask_words.chance_words(o.chances[longest])) for o in asked.offers]
    worth = sum(max(o.chances.values()) >= ask_words.HARDLY for o in asked.offers)
    context = {
        "open": trial,
        "open_name": shown.name(trial.pose) if trial else "",
        "week": _week(trial, gate),
        "longest": longest,
        "offers": rows[:worth],
        "hardly": rows[worth:],
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


def _plan(asked: Asking, slug: str, chosen: str | None = None, error: str = "") -> dict[str, Any]:
    name, today = asked.gate.catalogue.name(slug), asked.gate.today
    stopped = asked.user.trials.filter(pose=slug, end=TrialEnd.STOPPED.value).newest_first().first()
    context: dict[str, Any] = {"slug": slug, "name": name, "error": error, "open": asked.open_trial}
    try:
        offer = asked.offer(slug)
    except RefusedTrialError as refused:
        missing = refused.why is Refusal.NOT_THERE
        return context | {
            "refused": _why(refused.why, asked, name),
            "missing": missing,
            "version": asked.version,
        }
    first = first_day(asked)
    return context | {
        "lengths": [(str(w), w, ask_words.chance_words(p)) for w, p in offer.chances.items()],
        "chosen": str(_sensible(offer)) if chosen is None else chosen,
        "often": ask_words.often(offer.a_week),
        "hardly": max(offer.chances.values()) < ask_words.HARDLY,
        "first_day": first,
        "tomorrow": first > today,
        "stopped": stopped if stopped and may_go_on(stopped, today) else None,
    }


def _sensible(offer: Offer) -> int:
    """The shortest length with an even chance of an answer, else the longest."""
    return next((weeks for weeks, p in offer.chances.items() if p >= EVEN), max(offer.chances))


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
    begun = _("The coin is tossed. Practise and rate as usual; everything else stays as it is.")
    messages.success(request, begun)
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
    if row.ended in (TrialEnd.SHARP, TrialEnd.CHANGED) or not kept.practices:
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
        end(row, TrialEnd.STOPPED)
        if row.ended is TrialEnd.STOPPED:
            stopped = _("Stopped. Your practice has everything in it again.")
            messages.success(request, with_undo(stopped, reverse("trial_go_on", args=[pk])))
    return redirect("trial", pk=pk)


@require_POST
@gated
def again(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    """Take up a trial that was stopped, in the weeks that the coin had given."""
    row = owned(Trial.objects.all(), request.user, pk=pk)
    asked = asking(request.user, gate)
    row.refresh_from_db()
    why = None if row.is_open else go_on(row, asked)
    if why is None:
        messages.success(request, _("It goes on."))
    else:
        messages.info(request, _no_more(why, asked, row))
    return redirect("trial", pk=pk)


def _no_more(why: Refusal, asked: Asking, row: Trial) -> str:
    if asked.gate.today > row.last_day:
        return _("Its weeks are over, so it can’t go on.")
    return _why(why, asked, asked.gate.catalogue.name(row.pose))
