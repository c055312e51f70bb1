"""Pages of routines: make one, see the week, change it, go back."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from hipapp.core.enums import ROUTINE_PHASES, Author
from hipapp.core.htmx import render_page
from hipapp.core.labels import WEEKDAYS
from hipapp.core.models import User
from hipapp.core.people import PersonRequest, owned, person_of, person_required
from hipapp.core.speech import say
from poses.body.answers import DEFAULT_WEEKDAYS, BodyAnswers
from poses.body.changes import after_change
from poses.body.records import answer, answers_of
from poses.content.loader import shipped
from poses.gatekeeping import Gate, gate_for
from poses.library.remember import cannot
from poses.routines import editing, words
from poses.routines.assemble import Assembly, Wishes, assemble
from poses.routines.edit import EditError, recheck, swap_options
from poses.routines.forms import ABILITIES, CANNOT, NameForm, WishesForm, bases
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import Plan
from poses.routines.records import (
    activate,
    change,
    checked_versions,
    create_routine,
    free_name,
    go_back,
    latest_version,
    made_on,
    restore,
    save_version,
    told,
)
from poses.routines.records import delete as put_aside
from poses.routines.rows import Touched, days_with, in_place_of, offers, week_of
from poses.routines.said import Said, about, place
from poses.routines.starters import from_starter
from poses.routines.text import as_text

type Page[**P] = Callable[Concatenate[PersonRequest, Gate, P], HttpResponseBase]


def gated[**P](page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for somebody whose two lists are answered and who need not get help first; hands the gate on."""

    @wraps(page)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = person_of(request)
        gate = gate_for(user)
        onward = request.get_full_path() if request.method == "GET" else reverse("routines")
        if way := _way_first(user, gate, onward):
            return redirect(way)
        return page(request, gate, *args, **kwargs)  # type: ignore[arg-type]

    return wrapped


def _way_first(user: User | None, gate: Gate, onward: str) -> str | None:
    """Where somebody has to go before a routine is shown, and from there `onward`; None if nowhere."""
    back = urlencode({"next": onward})
    if gate.state.stops:
        return reverse("stop")
    if user is None or gate.flags.ticked is None:
        return f"{reverse('check')}?{back}"
    if gate.body.conditions is None:
        return f"{reverse('body_question', args=['conditions'])}?{back}"
    return None


@require_safe
def routines(request: HttpRequest) -> HttpResponseBase:
    user = person_of(request)
    if user is None:
        return render(
            request, "routines/list.html", {"versions": [], "starters": shipped().starters.values()}
        )
    return _list(request)


@gated
def _list(request: PersonRequest, gate: Gate) -> HttpResponseBase:
    versions = checked_versions(request.user, gate)
    context = {
        "versions": [
            (v, week_of(v.plan, gate), words.week_in_short(v.plan.practice_days, v.plan.short_days))
            for v in versions
        ],
        "starters": shipped().starters.values(),
        "gate": gate,
    }
    return render(request, "routines/list.html", context)


@require_http_methods(["GET", "POST"])
def assemble_week(request: HttpRequest) -> HttpResponseBase:
    """A week by the wishes on the page: shown at once, saved with one more tap.

    Whoever has not answered the two lists says the wishes first, and the week stands there when they come back.
    """
    user = person_of(request)
    gate = gate_for(user)
    is_post = request.method == "POST"
    sent = request.POST if is_post else request.GET
    answers = answers_of(user) if user else BodyAnswers()
    form = WishesForm.of(sent, answers, cannot(request.session), is_told=is_post)
    kept = {name: sent.getlist(name) for name in ("asked", *form.fields) if name in sent}
    way = _way_first(user, gate, f"{reverse('routine_assemble')}?{urlencode(kept, doseq=True)}#result")
    if way is None:
        return _assembled(request, form, gate)  # type: ignore[arg-type]
    if gate.state.stops or "HX-Request" in request.headers or (form.is_bound and form.is_valid()):
        return redirect(way)
    context = {"form": form, "gate": gate, "lists_first": True}
    return render(request, "routines/assemble.html", context, status=422 if form.is_bound else 200)


def _assembled(request: PersonRequest, form: WishesForm, gate: Gate) -> HttpResponseBase:
    context: dict[str, Any] = {"form": form, "gate": gate}
    if form.is_bound and not form.is_valid():
        context["bases"] = bases(form.answers, form.fields)
        return render_page(request, "routines/assemble.html", context, partial="result", status=422)
    gate = replace(gate, body=form.body(gate.body), said_props=form.said_props)
    made = assemble(gate.catalogue.poses, gate.lasting_ruling, form.wishes(gate.props))
    if request.method == "POST" and "show" not in request.POST:
        return _kept(request, form, gate, made)
    context = {
        "form": form,
        "gate": gate,
        "made": made,
        "week": week_of(made.plan, gate),
        "values": form.values,
        "here": f"{reverse('routine_assemble')}?{form.address}#bases",
        "bases": bases(form.answers.answering(**form.abilities), form.fields),
        "today": gate.today.weekday(),
        "made_today": made_on(request.user, gate.today),
        "in_short": words.week_in_short(made.plan.practice_days, made.plan.short_days),
    }
    return render_page(request, "routines/assemble.html", context, partial="result")


def _kept(request: PersonRequest, form: WishesForm, gate: Gate, made: Assembly) -> HttpResponse:
    """The week saved, and what was said for it kept as answers; other weeks go by them too."""
    followed = _answer(request, form)
    response = _saved_anew(request, gate, made) or _saved(request, gate, _("My week"), made, Author.ASSEMBLER)
    if said := [f"“{text}”" for name, text in CANNOT if followed and name in form.values["cannot"]]:
        told = _("%(said)s is kept in My body, and your older weeks go by it too.")
        messages.info(request, told % {"said": ", ".join(said)})
    return response


def _answer(request: PersonRequest, form: WishesForm) -> bool:
    """Keep what was said of the body as an answer. Whether other weeks had to change by it."""
    with transaction.atomic():  # an answer is never kept without what follows from it
        after = answer(request.user, **form.told).answers
        changed = any(getattr(after, name) is not getattr(form.answers, name) for name in ABILITIES)
        return bool(after_change(request.user)) if changed else False


def _saved_anew(request: PersonRequest, gate: Gate, made: Assembly) -> HttpResponse | None:
    """A week that was made today and is made again is the same week, unless told otherwise; None if there is none."""
    routine = made_on(request.user, gate.today)
    if routine is None or "another" in request.POST:
        return None
    notes = (*made.conflicts, *made.notes)
    save_version(routine, made.plan, Author.ASSEMBLER, _("Made anew"), notes, gate=gate)
    messages.success(
        request, _("Saved. It takes the place of what you made today, which “Earlier versions” keeps.")
    )
    return redirect("routine", pk=routine.pk)


def _saved(request: PersonRequest, gate: Gate, name: str, made: Assembly, author: Author) -> HttpResponse:
    """A new routine, with what it cost to make it kept beside it."""
    notes = (*made.conflicts, *made.notes)
    before = request.user.routines.kept().filter(is_active=True).first()
    routine = create_routine(request.user, free_name(request.user, name), made.plan, author, notes, gate=gate)
    told = _("Saved. You can change all of it.")
    if before:
        told += " " + _("It takes the place of “%(name)s”, which is kept.") % {"name": before.name}
    if request.user.is_guest:
        told += " " + _("You find it again in this browser; with an account, anywhere.")
    messages.success(request, told)
    return redirect("routine", pk=routine.pk)


@require_http_methods(["GET", "POST"])
@gated
def starter(request: PersonRequest, gate: Gate, slug: str) -> HttpResponseBase:
    """A sequence of the sources, the gate applied; one tap makes it a routine of one's own."""
    doc = shipped().starters.get(slug)
    if doc is None:
        raise Http404
    answers = answers_of(request.user)
    wishes = Wishes(
        weekdays=answers.weekdays or DEFAULT_WEEKDAYS,
        props=gate.props,
        anchor=answers.anchor or "",
        two_minutes=answers.two_minutes is not False,
    )
    made = from_starter(doc, gate.catalogue.poses, gate.lasting_ruling, wishes)
    if request.method == "POST":
        return _saved(request, gate, doc.name, made, Author.STARTER)
    props = next(b for b in bases(answers) if b.question == "props")
    week, today = week_of(made.plan, gate), gate.today.weekday()
    context = {"starter": doc, "made": made, "week": week, "today": today, "props": props}
    return render(request, "routines/starter.html", context)


@require_GET
@gated
def routine(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    return _show(request, gate, latest_version(found), found, Said.kept(request.session, pk))


def _show(
    request: HttpRequest, gate: Gate, version: RoutineVersion, found: Routine, said: Said | None = None
) -> HttpResponse:
    """A routine's page; `said` stands at the step or day that it is about."""
    error = said.text if said and said.level == "danger" else ""
    # Where a button is gone by its own change, the step is shown closed: what it is now is what counts.
    still_wanted = bool(error or (said and not said.takes_focus))
    step = said.step if said else ""
    touched = Touched(step, still_wanted, error, request.POST.dict() if error else None)
    week = week_of(version.plan, gate, touched)
    context = {
        "routine": found,
        "version": version,
        "anchor": request.POST.get("anchor", version.plan.anchor) if error else version.plan.anchor,
        "week": week,
        "today": gate.today.weekday(),
        "told": told(found),
        "error": error,
        # A refusal is said at its step where there is one.
        "said": None if error and any(d.is_open for d in week) else said,
        "announced": said,
        "gate": gate,
        "days": list(enumerate(WEEKDAYS)),
        "when_to_stop": say(words.WHEN_TO_STOP),
    }
    status = 422 if error else 200
    return render_page(request, "routines/routine.html", context, partial="week", status=status)


@require_POST
@gated
def edit(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    """One change. By htmx the week comes back at once; by a plain form the page is loaded anew."""
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    post = request.POST.dict()

    def how(plan: Plan, seen: Plan | None) -> tuple[Plan, str]:
        edited = editing.apply(plan, gate, post, seen)
        return edited.plan, edited.note

    try:
        before, version = change(found, how, gate, _number(post.get("seen", "")))
    except EditError as refusal:
        now = latest_version(found)
        at, _step, _focus = about(now.plan, post)
        said = Said(str(refusal), at, "danger", step=post.get("step", ""))
        return _show(request, gate, now, found, said)
    at, step, focus = about(before.plan, post)
    if version.pk == before.pk:
        said = Said(_("It was so already, so nothing changed."), at, "info", step=step, takes_focus=focus)
    else:
        text = _("%(change)s.") % {"change": version.note}
        more = editing.follows(before.plan, version.plan, gate, post)
        shorter = editing.made_shorter(before.plan, version.plan, gate)
        said = Said(text, at, "success", before.number, version.number, step, focus, more, shorter)
    return _say(request, gate, version, found, said)


def _say(
    request: PersonRequest, gate: Gate, version: RoutineVersion, found: Routine, said: Said
) -> HttpResponse:
    """The week with what is to be said: at once by htmx, else on the page that a redirect leads to."""
    if request.headers.get("HX-Request"):
        return _show(request, gate, version, found, said)
    said.keep(request.session, found.pk)
    return redirect(f"{reverse('routine', args=[found.pk])}{said.anchor}")


def _number(text: str) -> int | None:
    """The number of a version; None if that is not one."""
    return int(text) if text.isdecimal() and len(text) < 9 else None


@require_GET
@gated
def add_step(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    """Every pose that may be added to a day, by its phase; with `instead` in the place of that step."""
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    version = latest_version(found)
    text, wanted = request.GET.get("day", ""), request.GET.get("instead", "")
    weekday = int(text) if text in set("0123456") and text else 0
    old = next((s for s in version.plan.steps if s.id == wanted), None)
    phases = [
        (phase, [o for o in offers(gate, phase) if not old or o.doc.slug != old.pose])
        for phase in ROUTINE_PHASES
    ]
    context = {
        "routine": found,
        "version": version,
        "weekday": weekday,
        "phases": [p for p in phases if p[1]],
        "gate": gate,
        "step": old,
        "name": gate.catalogue.name(old.pose) if old else "",
    }
    return render(request, "routines/add.html", context)


@require_GET
@gated
def swap_step(request: PersonRequest, gate: Gate, pk: UUID, step: str) -> HttpResponseBase:
    """What may take a step's place: safe, and of the same job."""
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    version, poses = latest_version(found), gate.catalogue.poses
    try:
        options = swap_options(version.plan, gate.lasting_ruling, poses, step, gate.props)
    except EditError as gone:
        messages.info(request, str(gone))
        return redirect("routine", pk=pk)
    days = version.plan.days
    day = next(d for d in days if any(s.id == step for s in d.steps))
    old = next(s for s in day.steps if s.id == step)
    others = [d for d in days if d is not day]
    context = {
        "routine": found,
        "version": version,
        "step": old,
        "name": gate.catalogue.name(old.pose),
        "gate": gate,
        "day": words.day_name(day.weekday),
        "weekday": day.weekday,
        "that_day": {s.pose for s in day.steps},
        "job": words.job(poses[old.pose].job) if old.pose in poses else "",
        "other_days": days_with(others, old.pose),
        "offers": in_place_of(old, day, options, gate, others),
    }
    return render(request, "routines/swap.html", context)


@require_GET
@gated
def history(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    versions = found.versions.order_by("-number").defer("data")[:100]
    return render(request, "routines/history.html", {"routine": found, "versions": versions})


@require_POST
@gated
def restore_version(request: PersonRequest, gate: Gate, pk: UUID, number: int) -> HttpResponseBase:
    """An earlier version again, as the newest one; what the gate no longer lets in stays out, and we say so."""
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    earlier = found.versions.filter(number=number).first()
    if earlier is None:
        raise Http404
    at = place(request.POST.get("at", ""))
    try:
        changes = go_back(found, earlier, gate, _number(request.GET.get("newest", "")))
    except EditError as late:
        said = Said(str(late), at, "warning")
    else:
        text = _("Back as it was, but for what follows.") if changes else _("Back as it was.")
        said = Said(text, at, more=tuple(changes))
    return _say(request, gate, latest_version(found), found, said)


@require_http_methods(["GET", "POST"])
@gated
def rename(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if form.is_bound and form.is_valid():
        found.name = form.cleaned_data["name"]
        found.save(update_fields=["name"])
        return redirect("routine", pk=pk)
    context = {"routine": found, "form": form}
    return render(request, "routines/rename.html", context, status=422 if form.errors else 200)


@require_POST
@gated
def use(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    activate(owned(Routine.objects.kept(), request.user, pk=pk))
    messages.success(request, _("This is your routine now."))
    return redirect("routine", pk=pk)


@require_POST
@gated
def duplicate(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    plan, changes = recheck(latest_version(found).plan, gate.lasting_ruling, gate.catalogue.poses)
    name = _("%(name)s, a copy") % {"name": found.name[:70]}
    copy = create_routine(request.user, name, plan, Author.PERSON, changes, activate=False, gate=gate)
    return redirect("routine", pk=copy.pk)


@person_required
@require_POST
def delete(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.all(), request.user, pk=pk)
    put_aside(found)
    undo = format_html(
        '{} <button class="link-button" form="undo" formaction="{}">{}</button>',
        _("“%(name)s” is deleted.") % {"name": found.name},
        reverse("routine_undelete", args=[pk]),
        _("Undo"),
    )
    messages.success(request, undo)
    return redirect("routines")


@require_POST
@gated
def undelete(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    for said in restore(owned(Routine.objects.all(), request.user, pk=pk), gate):
        messages.info(request, said)
    return redirect("routine", pk=pk)


@require_GET
@gated
def text(request: PersonRequest, gate: Gate, pk: UUID) -> HttpResponseBase:
    found = owned(Routine.objects.kept(), request.user, pk=pk)
    plan, _changes = recheck(latest_version(found).plan, gate.lasting_ruling, gate.catalogue.poses)
    context = {"routine": found, "text": as_text(plan, gate.catalogue.poses), "gate": gate}
    return render(request, "routines/text.html", context)
