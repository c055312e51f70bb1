"""Pages of practising: choose, play, leave, how was it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hipapp.core.clock import today_of
from hipapp.core.enums import EventKind, Rung
from hipapp.core.models import User
from hipapp.core.people import PersonRequest, ensure_person, owned, person_required
from journal.sessions.events import event_list, projection
from journal.sessions.forms import AboutForm, AfterForm, RatingForm
from journal.sessions.light import light_of
from journal.sessions.models import Session, SkippedDay
from journal.sessions.pictures import pictures_of
from journal.sessions.records import MAX_BATCH, append, record, record_all_done
from journal.sessions.replay import Outcome
from journal.sessions.script import amount_of
from journal.sessions.starting import FLARES, Begun, Choice, begin, close, still_open, unfinished, what_first
from journal.sessions.today import comes_to, has_other_form, planned_steps
from journal.sessions.trials import running, week_words
from poses.content.loader import rung_of
from poses.gatekeeping import Gate, Placed, gate_for
from poses.library.catalogue import catalogue
from poses.routines.choose import to_fetch
from poses.routines.models import RoutineVersion
from poses.routines.records import checked_versions
from poses.routines.words import listed, prop, serves, take_instead

PENDING = "practise"
WEEKDAYS = set("0123456")
RATINGS = {str(n) for n in range(11)}
RUNGS = {str(int(rung)) for rung in Rung}


@person_required
@require_GET
def practise(request: PersonRequest) -> HttpResponseBase:
    """What to practise, and how the back is now; one tap on a number starts."""
    weekday = request.GET.get("day", "")
    wanted = request.GET.get("routine", "")
    return _to_choose(request, request.user, wanted, int(weekday) if weekday in WEEKDAYS else None)


def _to_choose(
    request: HttpRequest,
    user: User,
    wanted: str,
    weekday: int | None = None,
    wrong: str = "",
    gentle: bool = False,
) -> HttpResponseBase:
    """The page on which one starts; `wrong` says at the numbers why nothing did, with what was ticked still ticked."""
    gate = gate_for(user)
    if first := what_first(gate):
        return redirect(_page(first, reverse("practise")))
    today = today_of(user)
    weekday = today.weekday() if weekday is None else weekday
    versions = checked_versions(user, gate)
    version = next((v for v in versions if str(v.pk) == wanted), versions[0] if versions else None)
    day = version.plan.day(weekday) if version else None
    trial = running(user, today) if day and not has_other_form(gate) else None
    steps, part = planned_steps(day, trial, gate)
    poses, seconds = comes_to(day, version, steps, gate)
    context = {
        "others": [(v, days) for v in versions if (days := _other_days(v, version, weekday))],
        "version": version,
        "day": day if day and day.steps else None,
        "weekday": weekday,
        "is_today": weekday == today.weekday(),
        "seconds": seconds,
        "ahead": poses,
        **_needs(poses, gate),
        "trial": trial if part else None,
        "trial_week": week_words(trial, today, gate.catalogue.name(trial.pose)) if trial and part else "",
        "gate": gate,
        "open_session": unfinished(user, gate, today),
        "ratings": range(11),
        "here": _practise_url(version, weekday),
        "wrong": wrong,
        "gentle": gentle,
    }
    return render(request, "journal/practise.html", context, status=422 if wrong else 200)


def _practise_url(version: RoutineVersion | None, weekday: int) -> str:
    asked = {"routine": str(version.pk) if version else "", "day": str(weekday)}
    return f"{reverse('practise')}?{urlencode(asked)}"


def _other_days(one: RoutineVersion, shown: RoutineVersion | None, weekday: int) -> list[int]:
    """The days with something to do, but for the one that is shown."""
    return [d.weekday for d in one.plan.days if d.steps and (one, d.weekday) != (shown, weekday)]


def _needs(steps: Iterable[Placed], gate: Gate) -> dict[str, str]:
    """What to have at hand for these forms, each thing once, and for what it stands in; empty if nothing."""
    poses = gate.catalogue.poses
    forms = ((poses[s.pose], rung_of(poses[s.pose], s.rung)) for s in steps if s.pose in poses)
    wanted = sorted({p for doc, rung in forms if rung for p in to_fetch(doc, rung)})
    instead = [(other, p) for p in wanted if (other := gate.stand_in(p))]
    # One towel can't be two things at once, so each use is named.
    things = [serves(other, p) if (other := gate.stand_in(p)) else prop(p) for p in wanted]
    return {
        "needs": listed(things, most=len(things)) if things else "",
        "take_instead": take_instead(instead),
    }


@require_POST
def start(request: HttpRequest) -> HttpResponseBase:
    """Start, or first answer what has to be answered and then start by itself."""
    user = ensure_person(request)
    rating = request.POST.get("before", "")
    choice = Choice(
        what=what if (what := request.POST.get("what", "")) in ("day", "pose", *FLARES) else "five",
        version=request.POST.get("version", "")[:40],
        weekday=int(request.POST["weekday"]) if request.POST.get("weekday", "") in WEEKDAYS else 0,
        gentle="gentle" in request.POST,
        before=int(rating) if rating in RATINGS else None,
        pose=request.POST.get("pose", "")[:80],
        rung=int(rung) if (rung := request.POST.get("rung", "")) in RUNGS else Rung.STANDARD,
    )
    if rating and choice.before is None:
        wrong = _("Please choose a whole number from 0 to 10. Nothing was started.")
        day = choice.weekday if choice.what == "day" else None
        return _to_choose(request, user, choice.version, day, wrong, choice.gentle)
    return _answer(request, choice, begin(user, choice))


@person_required
@require_GET
def go(request: PersonRequest) -> HttpResponseBase:
    """Where the lists lead back to. Starts only what this browser asked to start before."""
    pending = request.session.pop(PENDING, None)
    if not pending:
        return redirect("practise")
    choice = Choice(**pending)
    return _answer(request, choice, begin(request.user, choice))


def _answer(request: HttpRequest, choice: Choice, begun: Begun) -> HttpResponse:
    if begun.first:
        request.session[PENDING] = choice.to_json()
        return redirect(_page(begun.first, reverse("practise_go")))
    if begun.session is None:
        messages.warning(request, begun.problem)
        return redirect("pose", choice.pose) if _is_known(choice.pose) else redirect("practise")
    for left in begun.left_out:
        messages.info(request, f"{left.name}: {' '.join(left.reasons)}")
    return redirect("play", pk=begun.session.pk)


def _is_known(pose: str) -> bool:
    return pose in catalogue().poses


def _page(first: str, back: str) -> str:
    urls = {
        "stop": reverse("stop"),
        "check": reverse("check"),
        "conditions": reverse("body_question", args=["conditions"]),
    }
    return f"{urls[first]}?{urlencode({'next': back})}"


@person_required
@require_GET
def play(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    session = owned(Session.objects.kept(), request.user, pk=pk)
    if not session.is_open:
        return redirect("after", pk=pk)
    gate = gate_for(request.user)
    if first := what_first(gate):
        return redirect(_page(first, reverse("play", args=[pk])))
    if not still_open(session, gate):
        close(session)
        messages.info(
            request, _("Your answers changed since this session began, so please start a fresh one.")
        )
        return redirect("practise")
    config = {
        "session": str(session.pk),
        "script": session.script,
        "events": event_list(session),
        "pictures": pictures_of(session.script, request.user),
        "urls": {
            "events": reverse("session_events", args=[pk]),
            "after": reverse("after", args=[pk]),
            "home": reverse("home"),
            "check": f"{reverse('check')}?{urlencode({'because': 'session'})}",
        },
    }
    out = set(projection(session).out)
    steps = (s for s in session.script["steps"] if not {s["pose"], s["really"]} & out)
    plain = [s | {"dose": amount_of(s)} for s in steps]
    context = {"session": session, "config": config, "ratings": range(11), "plain": plain}
    return render(request, "journal/player.html", context)


@person_required
@require_http_methods(["POST"])
def events(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A device's events: `{"sent_at": iso, "events": [...]}` → what became of each, and the state after."""
    session = owned(Session.objects.all(), request.user, pk=pk)
    try:
        body = json.loads(request.body, parse_constant=_no_number)
        batch, sent = list(body["events"]), body.get("sent_at")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": "expected a JSON object with events"}, status=400)
    if len(batch) > MAX_BATCH:
        return JsonResponse({"error": f"at most {MAX_BATCH} events at once"}, status=413)
    result = append(session, batch, _moment(sent))
    session.refresh_from_db()
    status = 409 if result.conflicts else 422 if result.rejected else 200
    return JsonResponse(
        {
            "accepted": result.accepted,
            "conflicts": result.conflicts,
            "rejected": result.rejected,
            "state": projection(session).to_json(),
        },
        status=status,
    )


def _no_number(name: str) -> None:
    """JSON has no NaN and no Infinity, whatever Python reads."""
    raise ValueError(name)


def _moment(text: Any) -> datetime | None:
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


@person_required
@require_POST
def leave(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """Without JavaScript: everything was read and done, or not."""
    session = owned(Session.objects.kept(), request.user, pk=pk)
    if session.is_open:
        if "done" in request.POST:
            record_all_done(session)
        else:
            record(session, EventKind.LEFT)
    return redirect("after", pk=pk)


@person_required
@require_POST
def finish(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """Leave an unfinished session at that: what was done of it counts, and home doesn't offer it any more."""
    session = owned(Session.objects.all(), request.user, pk=pk)
    if session.is_open and not session.is_deleted:
        close(session)
    if session.is_deleted:
        messages.success(request, _("Put away. That is fine."))
        return redirect("home")
    return redirect("after", pk=pk)


@person_required
@require_http_methods(["GET", "POST"])
def after(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """Back now: one tap saves, and with it whatever else is filled in. One form, so that nothing typed is lost."""
    session = owned(Session.objects.kept(), request.user, pk=pk)
    form = _after_form(request, session)
    if form.is_bound and _save_after(session, form):
        return _after_saved(request, session, form.cleaned_data["rating"])
    state = projection(session)
    light = light_of(state.before, state.after, state.next_morning, sharp=bool(state.sharp), numb=state.numb)
    context = {"session": session, "form": form, "ratings": range(11), "state": state, "light": light}
    return render(request, "journal/after.html", context, status=422 if form.errors else 200)


def _after_form(request: HttpRequest, session: Session) -> AfterForm:
    return AfterForm(
        request.POST if request.method == "POST" else None,
        poses=practised_poses(session),
        initial={
            "tags": session.tags,
            "note": session.note,
            **{f"mark-{p}": m for p, m in session.marks.items()},
        },
    )


def _save_after(session: Session, form: AfterForm) -> bool:
    """Save what can be saved: a good rating even if the note beside it is too long. True if that was all."""
    complete = form.is_valid()
    rating = form.cleaned_data.get("rating")
    if rating is not None:
        record(session, EventKind.AFTER, {"rating": rating})
    if complete and "note" in form.data:  # a bare rating says nothing about marks, tags and note
        save_about(session, form)
    return complete


def _after_saved(request: HttpRequest, session: Session, rating: int | None) -> HttpResponse:
    """A rating stays here, where its light is told; "Done" is done with the session too."""
    if rating is not None:
        messages.success(request, _("Saved: %(n)d of 10.") % {"n": rating})
        return redirect("after", pk=session.pk)
    if session.is_open:
        record(session, EventKind.FINISHED)
    messages.success(request, _("Saved."))
    return redirect("home")


def practised_poses(session: Session) -> dict[str, str]:
    """Slug and name of the poses that something was done or said of; what was only skipped has no mark to give."""
    done = {s.pose for s in projection(session).steps if s.seconds or s.outcome is not Outcome.SKIPPED}
    known = done | set(session.marks)
    return {s["pose"]: s["name"] for s in session.script["steps"] if s["pose"] in known}


def save_about(session: Session, form: AboutForm) -> None:
    """Append what changed of marks, tags and note."""
    for pose, mark in form.marks().items():
        if session.marks.get(pose) != mark:
            record(session, EventKind.MARKED, {"pose": pose, "mark": mark})
    if set(session.tags) != set(form.cleaned_data["tags"]):
        record(session, EventKind.TAGGED, {"tags": form.cleaned_data["tags"]})
    if session.note != form.cleaned_data["note"]:
        record(session, EventKind.NOTED, {"note": form.cleaned_data["note"]})


@person_required
@require_POST
def morning(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """One tap the morning after."""
    session = owned(Session.objects.kept(), request.user, pk=pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "ratings": range(11)}
        return render(request, "journal/rate_again.html", context, status=422)
    record(session, EventKind.NEXT_MORNING, {"rating": form.cleaned_data["rating"]})
    messages.success(request, _("Saved: %(n)d of 10.") % {"n": form.cleaned_data["rating"]})
    return redirect("home")


@person_required
@require_POST
def skip_day(request: PersonRequest) -> HttpResponseBase:
    """Let today go, move it to tomorrow, or take that back."""
    today = today_of(request.user)
    if "undo" in request.POST:
        SkippedDay.objects.filter(user=request.user, day=today).delete()
        return redirect("home")
    moved = today.fromordinal(today.toordinal() + 1) if "tomorrow" in request.POST else None
    SkippedDay.objects.update_or_create(user=request.user, day=today, defaults={"moved_to": moved})
    return redirect("home")
