"""Help on a sore day, when to be cautious, and the rule table for a professional to read. All open to everybody."""

import csv
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hipapp.core.enums import Condition
from hipapp.core.labels import Label
from hipapp.core.people import person_of
from poses.advice import rules as table
from poses.advice import words
from poses.advice.flare import Where
from poses.advice.records import in_force_since
from poses.advice.today import flare_for
from poses.body.words import FLAG_GROUPS, by_whom
from poses.content.loader import shipped
from poses.content.schema import RedFlagDoc, SourceDoc
from poses.gatekeeping import Gate, gate_for
from poses.library.catalogue import Catalogue, catalogue
from poses.routines.plan import day_seconds
from poses.routines.rows import ahead

FlagLevelShown = tuple[Label, Label, list[tuple[str, list[RedFlagDoc]]]]


@require_safe
def sore_today(request: HttpRequest) -> HttpResponse:
    """What helps today, and the gentlest session at once. What it is for this person is said once both lists are
    answered; starting it may ask them again."""
    gate = gate_for(person_of(request))
    today, sources = _numbered()
    context = {
        "gate": gate,
        "offers": _offers(gate) if gate.ready else [],
        "today": today,
        "see_somebody": words.SEE_SOMEBODY,
        "sources": sources,
    }
    return render(request, "advice/flare.html", context)


@require_safe
def cautious(request: HttpRequest) -> HttpResponse:
    known, conditions = catalogue(), shipped().conditions
    props = frozenset(shipped().props)
    context = {
        "levels": _flags(),
        "conditions": [
            (doc, table.changes(known.poses, known.facts, table.body_with(slug, props)))
            for slug, doc in conditions.items()
        ],
        **_version(known),
    }
    return render(request, "advice/cautious.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The counts of everything, and the rules that the address asks for."""
    known = catalogue()
    want = _wanted(request, known)
    every = table.all_rules(known.poses)
    meant = table.wanted(every, replace(want, fine=True)) if want.anything else []
    context = {
        "want": want,
        "found": [r for r in meant if want.fine or not r.is_fine],
        "counted": table.tally(meant),
        "tally": table.tally(every),
        "poses": [(doc, table.tally(table.all_rules({doc.slug: doc}))) for doc in known.poses.values()],
        "conditions": shipped().conditions.values(),
        "beside": [(b.when, gettext(b.does) % words.NUMBERS, b.source) for b in words.BESIDE],
        "levels": _flags(),
        **_version(known),
    }
    return render(request, "advice/rules.html", context)


@require_safe
def rules_of_pose(request: HttpRequest, slug: str) -> HttpResponse:
    known = catalogue()
    doc = known.poses.get(slug)
    if doc is None:
        raise Http404
    forms = [
        (form, known.poses[form.rung.same_as.pose] if form.rung.same_as else None)
        for form in table.forms_of(doc)
    ]
    tally = table.tally(table.all_rules({slug: doc}))
    context = {"doc": doc, "forms": forms, "tally": tally, **_version(known)}
    return render(request, "advice/rules_of_pose.html", context)


@require_safe
def rules_csv(request: HttpRequest) -> HttpResponse:
    known = catalogue()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attached(known, "csv")
    writer = csv.DictWriter(response, table.COLUMNS)
    writer.writeheader()
    for row in table.rows(known.poses, known.rules_version):
        writer.writerow(row | {"needs": " ".join(row["needs"])})
    return response


@require_safe
def rules_json(request: HttpRequest) -> HttpResponse:
    known, content = catalogue(), shipped()
    version = _version(known)
    data = {
        "format": 1,
        "rules_version": known.rules_version,
        "in_force_since": version["since"],
        "rules": list(table.rows(known.poses, known.rules_version)),
        "red_flags": [f.model_dump(mode="json") for f in content.red_flags.values()],
        "conditions": {c.value: doc.label for c, doc in content.conditions.items()},
        "sources": {s.slug: s.model_dump(mode="json", exclude={"slug"}) for s in content.sources.values()},
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = _attached(known, "json")
    return response


# -- parts -------------------------------------------------------------------------------------------------


def _offers(gate: Gate) -> list[dict[str, Any]]:
    """The session as it would be for this person now: where most is open, and the other place for who would rather."""
    first, lying, chair = flare_for(gate), flare_for(gate, Where.LYING), flare_for(gate, Where.CHAIR)
    made = [("flare", first)]
    if first.where is not Where.CHAIR:
        made.append(("flare_chair", chair))
    elif lying.moves:
        made.append(("flare_lying", lying))
    return [
        {
            "what": what,
            "flare": flare,
            "ahead": ahead(flare.steps, gate),
            "seconds": day_seconds(flare.steps, gate.catalogue.poses),
        }
        for what, flare in made
        if flare.steps
    ]


def _numbered() -> tuple[list[tuple[words.Advice, int | None]], list[SourceDoc]]:
    """What to do today with the number of its source, and the sources; what nobody has verified has no number."""
    known = shipped().sources
    sources = [known[s] for s in dict.fromkeys(a.source for a in words.TODAY) if known[s].verified]
    number = {doc.slug: n for n, doc in enumerate(sources, 1)}
    return [(advice, number.get(advice.source)) for advice in words.TODAY], sources


def _flags() -> list[FlagLevelShown]:
    """The safety list by level: heading, a line on it, and its items by whom to see."""
    flags = shipped().red_flags.values()
    return [
        (heading, line, by_whom(f for f in flags if f.level is level))
        for level, (heading, line) in FLAG_GROUPS.items()
    ]


def _wanted(request: HttpRequest, known: Catalogue) -> table.Wanted:
    """What the address asks for; nonsense asks for nothing."""
    condition, pose = request.GET.get("condition", ""), request.GET.get("pose", "")
    return table.Wanted(
        Condition(condition) if condition in set(Condition) else None,
        pose if pose in known.poses else "",
        fine="fine" in request.GET,
    )


def _version(known: Catalogue) -> dict[str, Any]:
    return {"version": known.rules_version, "since": in_force_since(known.rules_version)}


def _attached(known: Catalogue, ending: str) -> str:
    return f'attachment; filename="hipapp-rules-{known.rules_version or "none"}.{ending}"'
