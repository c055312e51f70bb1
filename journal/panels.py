"""What the journal shows on lower rooms' pages, and the coach on home."""

from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string

from hipapp.core.clock import today_of
from hipapp.core.enums import Mark
from hipapp.core.panels import register
from hipapp.core.people import person_of
from journal.coach.ask_records import may_be_asked
from journal.coach.history import effect_of
from journal.coach.kept import practised
from journal.coach.outlook import effect_words, outlook_words
from journal.coach.records import review
from journal.coach.words import status_words
from journal.sessions.starting import Choice, build
from journal.sessions.trials import running, week_words
from poses.content.schema import PoseDoc
from poses.gatekeeping import Gate
from poses.library.catalogue import catalogue
from poses.library.reading import Form


@register("pose to do")
def do_it_now(request: HttpRequest, *, doc: PoseDoc, gate: Gate, chosen: Form) -> str | None:
    """Starts a session of this one pose, where something of it is open; the lists come first by themselves.
    No query."""
    if doc.test:
        return None
    choice = Choice("pose", pose=doc.slug, rung=chosen.rung.rung)
    built = build(gate, choice, None) if gate.ready else None
    steps = built.script["steps"] if built else []
    if built and not steps and (chosen.closed or not gate.gentle):
        return None  # the page says why by itself
    context = {
        "choice": choice,
        "ready": gate.ready,
        "steps": steps,
        "gentle": gate.gentle if built else None,
        "why_not": [reason for left in built.left_out for reason in left.reasons] if built else [],
    }
    return render_to_string("journal/_do_it_now.html", context, request)


@register("pose")
def you_and_this_pose(request: HttpRequest, *, doc: PoseDoc, gate: Gate) -> str | None:
    """How often the person did this pose, how they marked it, and what it seems to do. Four queries, six for a long
    journal; nothing for somebody new."""
    user = person_of(request)
    found = practised(user, gate.today) if user else None
    told = list(found.told_of(doc.slug)) if found else []
    if not found or not told:
        return None
    days, marks = [day for day, _ in told], [mark for _, mark in told]
    effect = effect_of(doc.slug, found, gate)
    context = {
        "times": len(days),
        "last": days[-1],
        "counts": {mark: marks.count(mark) for mark in Mark if mark in marks},
        "status": status_words(effect),
        "effect": effect_words(effect) if effect else "",
        "outlook": outlook_words(effect) if effect else "",
        "slug": doc.slug,
        "may_ask": may_be_asked(found.user, gate, doc.slug, effect, found.practices),
    }
    return render_to_string("journal/_pose_panel.html", context)


@register("home")
def coach_waits(request: HttpRequest, *, gate: Gate) -> str | None:
    """A card while a suggestion waits. The coach looks once a day; what it found then costs one query."""
    user = person_of(request)
    if user is None or not gate.ready or gate.calm or gate.gentle:
        return None
    day, found = request.session.get("coach_looked", ("", False))
    if day != gate.today.isoformat():
        waiting = review(user, gate=gate).suggestion
        request.session["coach_looked"] = (gate.today.isoformat(), waiting is not None)
    else:
        waiting = user.suggestions.open().first() if found else None
    return (
        render_to_string("journal/coach/_waits.html", {"suggestion": waiting}, request) if waiting else None
    )


@register("routine")
def this_week(request: HttpRequest) -> str | None:
    """That a pose of the week is left out, or is not, because the person is asking their back. One query."""
    user = person_of(request)
    today = today_of(user) if user else date.min
    trial = running(user, today) if user else None
    if trial is None:
        return None
    words = week_words(trial, today, catalogue().name(trial.pose))
    return render_to_string("journal/coach/_this_week.html", {"words": words, "trial": trial})
