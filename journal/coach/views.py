"""The coach's pages: the week in a minute, one suggestion at most, and a log of everything that changed."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hipapp.core.enums import Answer
from hipapp.core.models import User
from hipapp.core.people import PersonRequest, owned, person_required
from hipapp.core.undo import with_undo
from journal.coach import words
from journal.coach.engine import advise
from journal.coach.facts import Action, Advice, Effect, History, Status
from journal.coach.history import history_as_of
from journal.coach.log import Entry, page_of
from journal.coach.models import Suggestion
from journal.coach.plot import Numbers, numbers
from journal.coach.records import decline, evidence_of, names_of, review, try_it, undo
from journal.sessions.models import Trial
from journal.sessions.today import practice_days
from journal.sessions.trials import week_words
from journal.trends import stats
from journal.trends.records import entries_of
from journal.trends.words import progress_words, this_week_words
from poses.gatekeeping import Gate
from poses.library.catalogue import Catalogue, catalogue
from poses.routines.edit import EditError
from poses.routines.views import gated

_WEEK = timedelta(days=7)


# -- the week ----------------------------------------------------------------------------------------------------


@require_safe
@gated
def coach(request: PersonRequest, gate: Gate) -> HttpResponseBase:
    return render(request, "journal/coach/coach.html", _page(request.user, gate))


def _page(user: User, gate: Gate) -> dict[str, Any]:
    found = review(user, gate=gate)
    entries = entries_of(user)
    planned = practice_days(user, found.version, gate)
    return {
        "gate": gate,
        "version": found.version,
        "practised": bool(entries),
        "week": this_week_words(stats.this_week(entries, gate.today), planned),
        "progress": progress_words(stats.progress(entries, gate.today)),
        "suggestion": found.suggestion,
        "card": _card(found.suggestion, gate.catalogue) if found.suggestion else None,
        **_asking(found.trial, gate),
        **_said(found.advice, found.history, found.names),
    }


def _asking(trial: Trial | None, gate: Gate) -> dict[str, Any]:
    if trial is None:
        return {}
    name = gate.catalogue.name(trial.pose)
    return {"trial": trial, "trial_name": name, "trial_week": week_words(trial, gate.today, name)}


def _said(advice: Advice, history: History, names: words.Names) -> dict[str, Any]:
    """What there is to say beside a suggestion."""
    poses = sorted((p.pose for p in history.routine), key=partial(_shown_first, advice.effects))
    alike: dict[str, list[tuple[str, str]]] = {}
    for pose in poses:
        alike.setdefault(words.status_words(advice.effects.get(pose)), []).append((pose, names.pose(pose)))
    return {
        "advice": advice,
        "quiet": words.quiet(advice, history),
        "counts": words.counts(advice.effects, tuple(poses)),
        "number": len(poses),
        "alike": alike,
    }


_ORDER = tuple(Status)


def _shown_first(effects: Mapping[str, Effect], pose: str) -> tuple[int, float]:
    """What helps first, the surest before the others; what is not known after what is fine."""
    effect = effects.get(pose)
    return (_ORDER.index(effect.status), -effect.p_help) if effect else (_ORDER.index(Status.CANT_TELL), 1.0)


def _card(row: Suggestion, catalogue: Catalogue) -> dict[str, Any]:
    """A stored suggestion with its numbers, in the words of its day."""
    return {
        "words": row.words,
        "numbers": numbers(row.evidence),
        "poses": _links(row.pose, row.to_pose, catalogue),
        "rule": words.rule_words(row.rule),
        "engine": row.engine,
    }


def _links(pose: str, to: str | None, catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(slug, catalogue.name(slug)) for slug in (pose, to) if slug and slug in catalogue.poses]


# -- answers -----------------------------------------------------------------------------------------------------


@require_POST
@gated
def answer(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    row = owned(Suggestion.objects.all(), request.user, pk=pk)
    said = request.POST.get("answer")
    if said not in (Answer.TRIED, Answer.NOT_NOW, Answer.NEVER):
        return HttpResponseBadRequest(_("Please choose one of the answers."))
    if row.answer not in (Answer.OPEN, said):
        messages.info(
            request, _("That was answered before, or its time is over. You find it under “Every change”.")
        )
        return redirect("coach")
    try:
        _take(row, Answer(said), gate)
    except EditError as error:
        page = _page(request.user, gate) | {"error": str(error)}
        if page["suggestion"] != row:
            page["card"] = None  # a new one can wait until this is read
        return render(request, "journal/coach/coach.html", page, status=422)
    messages.success(request, with_undo(_answered(row, gate.catalogue), reverse("coach_undo", args=[pk])))
    return redirect("home" if "home" in request.POST and row.said is Answer.NOT_NOW else "coach")


def _take(row: Suggestion, said: Answer, gate: Gate) -> None:
    """Raises `EditError` for a change that the gate, the routine or what was told since refuses."""
    if said is not Answer.TRIED:
        decline(row, said)
    else:
        if row.answer == Answer.OPEN and review(row.user, gate=gate).suggestion != row:
            raise EditError(
                _(
                    "This suggestion no longer fits, because what you told has changed. Your week is as it was."
                )
            )
        try_it(row)
    row.refresh_from_db()


def _answered(row: Suggestion, catalogue: Catalogue) -> str:
    """What the answer has done."""
    names = names_of(catalogue)
    if row.answer == Answer.NEVER:
        text = _("Nothing was changed, and the coach won’t bring up %(pose)s again.")
        return text % {"pose": names.pose(row.pose)}
    if row.answer == Answer.NOT_NOW:
        return _("Nothing was changed. It can wait.")
    done = words.changed(Action(row.action), names, row.pose, row.to_pose, row.to_level)
    if row.routine_id is None:
        return done
    url = reverse("routine", args=[row.routine_id])
    return format_html('{} <a href="{}">{}</a>', done, url, _("See the routine"))


@require_POST
@gated
def take_back(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    row = owned(Suggestion.objects.all(), request.user, pk=pk)
    if not row.may_be_undone:
        messages.info(request, _("There is nothing left to take back."))
    else:
        try:
            made = undo(row)
            back = _("Taken back. In your routine it is as it was before that change.")
            messages.success(request, back if made else _("Taken back. The coach may bring it up again."))
        except EditError as error:
            messages.error(request, str(error))
    return redirect("coach_log" if "log" in request.POST else "coach")


# -- looking back ------------------------------------------------------------------------------------------------


@require_safe
@person_required
def log(request: PersonRequest) -> HttpResponseBase:
    shown = catalogue()
    page, entries = page_of(request.user, request.GET.get("page"))
    rows = [(e, _entry_card(e, shown)) for e in entries]
    return render(request, "journal/coach/log.html", {"page": page, "rows": rows})


def _entry_card(entry: Entry, shown: Catalogue) -> dict[str, Any] | None:
    if entry.suggestion:
        return _card(entry.suggestion, shown)
    return {"name": shown.name(entry.trial.pose)} if entry.trial else None


@require_safe
@gated
def replay(request: PersonRequest, gate: Gate) -> HttpResponseBase:
    """What the coach would have said on a past day. Nothing of it is stored."""
    day = _day(request.GET.get("week", ""), gate.today)
    history = history_as_of(request.user, replace(gate, today=day), day)
    advice, names = advise(history), names_of(gate.catalogue)
    context = {
        "day": day,
        "today": gate.today,
        "earlier": day - _WEEK if history.sessions else None,
        "later": min(day + _WEEK, gate.today) if day < gate.today else None,
        "card": _card_then(advice, history, names, gate.catalogue),
        **_said(advice, history, names),
    }
    return render(request, "journal/coach/replay.html", context)


def _card_then(
    advice: Advice, history: History, names: words.Names, catalogue: Catalogue
) -> dict[str, Any] | None:
    found = advice.suggestion
    if found is None:
        return None
    shown: Numbers = numbers(evidence_of(found, advice))
    return {
        "words": asdict(words.told(found, advice, names)),
        "numbers": shown,
        "poses": _links(found.pose, found.to, catalogue),
        "rule": words.rule_words(found.rule),
        "engine": advice.engine,
    }


def _day(text: str, today: date) -> date:
    """The day asked for; a week ago for anything that is no day of the past."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today - _WEEK
    return day if date(1900, 1, 1) <= day <= today else today - _WEEK
