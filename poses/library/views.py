"""The list of poses and a pose's page. Both look the same to everybody; what the gate says is added to them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hipapp.core.enums import Verdict
from hipapp.core.htmx import render_page
from hipapp.core.labels import WEEKDAYS
from hipapp.core.people import person_of
from poses.content.loader import shipped
from poses.content.schema import PoseDoc, RungDoc
from poses.gatekeeping import Gate, PoseRuling, gate_for
from poses.library.forms import FilterForm
from poses.library.search import find
from poses.routines.records import active_version
from poses.safety.facts import Ruling


@dataclass(frozen=True)
class Card:
    doc: PoseDoc
    ruling: PoseRuling | None  # None while the two questions are open

    @property
    def seconds(self) -> int:
        rung = next(r for r in self.doc.rungs if r.rung == 1)
        return rung.dose.seconds * (2 if self.doc.sides == "each" else 1)


@require_safe
def poses(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    gate = gate_for(person_of(request))
    if gate.state.stops:
        return redirect("stop")
    rulings = {doc.slug: gate.pose(doc) for doc in gate.catalogue.poses.values()} if gate.known else {}

    def suits(doc: PoseDoc) -> bool:
        ruling = rulings.get(doc.slug)
        return ruling is None or ruling.verdict is not Verdict.AVOID

    found = find(gate.catalogue.poses.values(), filters, suits)
    labels = {name: form.fields[name].label for name in form.fields}
    context = {
        "form": form,
        "cards": [Card(doc, rulings.get(doc.slug)) for doc in found.poses],
        "drop": [(name, labels[name], count) for name, count in found.drop],
        "active": len(filters.active()),
        "gate": gate,
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
    content = shipped()
    ruling = gate.pose(doc) if gate.known else None
    context = {
        "doc": doc,
        "standard": next(r for r in doc.rungs if r.rung == 1),
        "ladder": _ladder(doc, gate),
        "ruling": ruling,
        "gate": gate,
        "instead": gate.instead(doc.job, doc.slug) if ruling and ruling.verdict is Verdict.AVOID else [],
        "cautions": _cautions(doc),
        "claims": [(c, content.sources[c.source]) for c in doc.claims],
        "props": [content.props[p] for p in dict.fromkeys(p for r in doc.rungs for p in r.props)],
        "related": _related(doc, gate),
        "sources": content.sources,
        "routine": active_version(user) if user and not doc.test else None,
        "days": list(enumerate(WEEKDAYS)),
    }
    return render(request, "poses/pose.html", context)


def _ladder(doc: PoseDoc, gate: Gate) -> list[tuple[RungDoc, Ruling | None]]:
    return [(r, gate.ruling(doc.slug, r.rung) if gate.known else None) for r in doc.rungs]


def _related(doc: PoseDoc, gate: Gate) -> dict[str, list[PoseDoc]]:
    poses = gate.catalogue.poses
    return {
        key: [poses[s] for s in getattr(doc, key) if s in poses]
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
