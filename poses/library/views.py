"""The list of poses and a pose's page. Both look the same to everybody; what the gate says is added to them."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hipapp.core.enums import Ability, ClaimTag, Movement, Rung, Verdict
from hipapp.core.htmx import render_page
from hipapp.core.labels import WEEKDAYS, label
from hipapp.core.people import person_of
from poses.body.questions import BY_SLUG
from poses.content.loader import shipped
from poses.content.schema import PoseDoc, PropDoc, RungDoc, SourceDoc
from poses.gatekeeping import Gate, gate_for
from poses.library.forms import FilterForm
from poses.library.reading import Ask, Form, Reading, fitting, instead_of, needs, needs_one, read
from poses.library.remember import remember
from poses.library.search import Match, Vocabulary, find
from poses.routines.records import active_version
from poses.safety.facts import CALM_POSES


@dataclass(frozen=True)
class Want:
    """What a form lacks, and what would do as well."""

    says: str
    instead: str
    #: What it is there for, in the words of the rules that ask for it.
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A pose in the list, in the form that fits both the filters and the person."""

    form: Form
    want: Want | None
    #: The form's number, if the pose's page would show another one by itself.
    asks_for: int | None
    #: What of the form's things is not at home, but for what `want` tells, as a sentence; empty if nothing.
    away: str = ""

    @property
    def doc(self) -> PoseDoc:
        return self.form.doc


@require_safe
def poses(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    gate = gate_for(person_of(request))
    if gate.state.stops:
        return redirect("stop")
    worst = _worst(gate)

    def suits(slug: str, rung: Rung) -> bool:
        return not _judged(gate) or gate.ruling(slug, rung).allowed

    found = find(gate.catalogue.poses.values(), filters, suits, vocabulary())
    # What is not for now matches no less, and is no answer.
    cards = sorted((_card(match, gate, worst) for match in found.matches), key=lambda c: c.form.closed)
    order = {match.doc.slug: n for n, match in enumerate(found.matches)}
    labels = {name: form.fields[name].label for name in form.fields} | {"q": filters.q}
    if request.GET:
        remember(request.session, filters, found.asked)
    context = {
        "form": form,
        "cards": cards,
        # Browsed by parts of a day: what only takes something from home stays in its part.
        "parted": sorted((c for c in cards if c.want or not c.form.closed), key=lambda c: order[c.doc.slug]),
        "closed": [c for c in cards if c.form.closed and not c.want],
        "drop": [(_without(request.GET, name), labels[name], count) for name, count in found.drop],
        "active": len(filters.active()),
        "gate": gate,
        "judged": _judged(gate),
        "asked": found.asked,
        "named": [shipped().conditions[c] for c in found.asked.conditions],
        "cannot": [name for name in ("kneel", "floor") if getattr(gate.body, name) is Ability.NO],
        "told": set(found.asked.conditions) <= (gate.body.conditions or frozenset()),
        "questions": [BY_SLUG[slug] for slug in worst],
    }
    return render_page(request, "poses/list.html", context, partial="results")


@require_safe
def pose(request: HttpRequest, slug: str) -> HttpResponse:
    user = person_of(request)
    gate = gate_for(user)
    if gate.state.stops:
        return redirect("stop")
    doc = gate.catalogue.poses.get(slug)
    if doc is None:
        if slug in gate.catalogue.retired:
            return render(request, "poses/retired.html", {"name": gate.catalogue.name(slug)}, status=410)
        raise Http404
    reading = _read(doc, gate, _worst(gate))
    # On a gentle day the easier form is what "Do it now" brings.
    # `planned` is the form of a week that leads here, `form` the one that was tapped on this page.
    planned = str(Rung.EASIER.value) if gate.gentle else request.GET.get("planned")
    chosen = reading.form(request.GET.get("form", planned))
    context = {
        "doc": doc,
        "reading": reading,
        "chosen": chosen,
        "shared_texts": {reason.text for reason in reading.shared},
        "chips": _chips(chosen),
        "gate": gate,
        "lacking": [(form, _want(form, gate)) for form in reading.lacking],
        "wants": list({form.lacks: _want(form, gate) for form in reading.lacking}.values()),
        "questions": [BY_SLUG[slug] for slug in chosen.unsettled],
        "sources": _sources(reading),
        "instead": _instead(doc, gate) if reading.verdict is Verdict.AVOID else [],
        "routine": active_version(user) if user and not doc.test else None,
        "days": list(enumerate(WEEKDAYS)),
    }
    return render(request, "poses/pose.html", context | _about(doc, chosen, gate))


# -- for the person ----------------------------------------------------------------------------------------


def _judged(gate: Gate) -> bool:
    """Verdicts mean something: both required questions are answered, and the list does not wait for an answer."""
    return gate.known and not gate.state.due


def _worst(gate: Gate) -> dict[str, Ask]:
    """For each optional question that is still open, the gate as if its worst answer were true."""
    body, no = gate.body, Ability.NO
    worst = {}
    if _judged(gate) and not gate.movements_told:
        worst["movements"] = replace(body, movements=frozenset(Movement))
    if _judged(gate) and None in (body.floor, body.kneel, body.hands):
        worst["abilities"] = replace(
            body, floor=body.floor or no, kneel=body.kneel or no, hands=body.hands or no
        )
    return {slug: replace(gate, body=changed).ruling for slug, changed in worst.items()}


def _read(doc: PoseDoc, gate: Gate, worst: dict[str, Ask]) -> Reading:
    return read(doc, gate.ruling if _judged(gate) else None, worst)


def _card(match: Match, gate: Gate, worst: dict[str, Ask]) -> Card:
    reading = _read(match.doc, gate, worst)
    form = fitting(f for f in reading.forms if f.rung in match.rungs)
    asks_for = None if form is reading.fitting else form.rung.rung.value
    props = gate.body.props
    # For breathing and the body scan it is comfort: nothing is missing.
    away = (
        ()
        if props is None or match.doc.slug in CALM_POSES
        else tuple(p for p in form.props if p not in {*props, *form.lacks})
    )
    return Card(
        form,
        _want_of_any(form, reading, gate),
        asks_for,
        needs(away, shipped().props, said=True) if away else "",
    )


def _want(form: Form, gate: Gate) -> Want | None:
    if not form.lacks:
        return None
    props = shipped().props
    why = dict.fromkeys(r.text for r in form.ruling.why_not) if form.ruling else {}
    return Want(
        needs(form.lacks, props, gate.body.props is not None), instead_of(form.lacks, props), tuple(why)
    )


def _want_of_any(form: Form, reading: Reading, gate: Gate) -> Want | None:
    """What a pose lacks of which no form is open: any form's things would do."""
    want = _want(form, gate)
    options = list(dict.fromkeys(f.lacks for f in reading.lacking))
    if want is None or len(options) == 1:
        return want
    return replace(want, says=needs_one(options, shipped().props, gate.body.props is not None))


def _instead(doc: PoseDoc, gate: Gate) -> list[PoseDoc]:
    """What to do in its place: the same job, or breathing and the body scan while nothing else is open."""
    calm = (gate.catalogue.poses[s] for s in CALM_POSES if s in gate.catalogue.poses)
    return gate.instead(doc.job, doc.slug) or [d for d in calm if d != doc and gate.pose(d).allowed]


def _sources(reading: Reading) -> list[SourceDoc]:
    """What the verdicts on this page rest on, each once; hipapp's own caution and convention go without."""
    found = (r.source for r in reading.grounds)
    sources = [shipped().sources[s] for s in dict.fromkeys(found)]
    return [s for s in sources if s.verified]


def vocabulary() -> Vocabulary:
    content = shipped()
    return Vocabulary(
        {slug: doc.words for slug, doc in content.regions.items()},
        {slug: doc.words for slug, doc in content.conditions.items()},
    )


# -- for everybody -----------------------------------------------------------------------------------------


def _without(query: QueryDict, name: str) -> str:
    """The address of the same search without one of its filters."""
    dropped = {"props": ("props", "limit_props")}.get(name, (name,))
    left = query.copy()
    for key in dropped:
        left.pop(key, None)
    return f"?{left.urlencode()}"


def _chips(form: Form) -> list[object]:
    """What kind of pose it is, in the shown form; no word twice."""
    doc = form.doc
    words = (label(w) for w in (form.position, doc.phase, *doc.regions))
    return list({str(word): word for word in words}.values())


def _about(doc: PoseDoc, chosen: Form, gate: Gate) -> dict[str, object]:
    return {
        "cautions": _cautions(doc),
        "claims": _claims(doc),
        "props": _props(doc, chosen),
        "related": _related(doc, gate),
    }


def _props(doc: PoseDoc, chosen: Form) -> list[tuple[PropDoc, list[RungDoc]]]:
    """What the shown form needs comes first; a thing that only other forms need goes with their names."""
    named = dict.fromkeys((*chosen.rung.props, *(p for r in doc.rungs for p in r.props)))
    return [
        (shipped().props[p], [] if p in chosen.rung.props else [r for r in doc.rungs if p in r.props])
        for p in named
    ]


def _claims(doc: PoseDoc) -> list[tuple[ClaimTag, list[tuple[SourceDoc, list[str]]]]]:
    """By how sure they are and where they come from, so that neither is said twice."""
    found: dict[ClaimTag, dict[str, list[str]]] = {}
    for claim in doc.claims:
        found.setdefault(claim.tag, {}).setdefault(claim.source, []).append(claim.text)
    return [(tag, [(shipped().sources[s], texts) for s, texts in by.items()]) for tag, by in found.items()]


def _related(doc: PoseDoc, gate: Gate) -> dict[str, list[PoseDoc]]:
    """Other poses to go to: of somebody who has answered, those that are open."""
    poses, judged = gate.catalogue.poses, _judged(gate)
    return {
        key: [
            poses[s] for s in getattr(doc, key) if s in poses and (not judged or gate.pose(poses[s]).allowed)
        ]
        for key in ("prepare_with", "follow_with", "same_job")
    }


def _cautions(doc: PoseDoc) -> list[dict[str, object]]:
    """Conditions with a cell that is not *fine* in some rung: one row each, rung by rung."""
    content = shipped()
    rows = []
    for condition, asked in content.conditions.items():
        cells = [(r.rung, r.cells.get(condition)) for r in doc.rungs]
        if any(cell is None or cell.verdict is not Verdict.FINE for _, cell in cells):
            rows.append({"condition": asked, "cells": cells})
    return rows
