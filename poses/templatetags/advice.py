"""Helpers of the templates about safety rules: what a rule is about, and what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import template

from hipapp.core.enums import Condition, Verdict
from hipapp.core.labels import Label, label
from poses.content.loader import shipped
from poses.content.schema import SourceDoc
from poses.library.reading import Form, Reading

register = template.Library()


@dataclass(frozen=True, slots=True)
class Ground:
    """One sentence that a person was told, and what it rests on. `reviewed_by` only of somebody who has."""

    text: str
    basis: Label
    source: SourceDoc
    reviewed_by: str | None = None
    reviewed_on: date | None = None


@register.filter
def condition(word: Condition) -> str:
    return shipped().conditions[word].label


@register.filter
def verdict_word(verdict: str) -> Label:
    """As it is said everywhere: "Fine with a change"."""
    return label(Verdict(verdict))


@register.filter
def source(key: str) -> SourceDoc:
    return shipped().sources[key]


@register.filter
def props(slugs: Iterable[str]) -> str:
    """By name: "sturdy chair, folded blanket"."""
    return ", ".join(shipped().props[s].name.lower() for s in slugs)


@register.filter
def grounds(reading: Reading) -> list[Ground]:
    """Every reason that a pose's page shows, each sentence once; what waits for a prop is no instruction yet."""
    return list({g.text: g for form in reading.forms for g in _of(form)}.values())


def _of(form: Form) -> Iterable[Ground]:
    for reason in (*form.changes, *form.why_closed):
        cell = form.rung.cells.get(Condition(reason.rule)) if reason.rule in set(Condition) else None
        reviewed = (cell.reviewed_by, cell.reviewed_on) if cell else (None, None)
        yield Ground(reason.text, label(reason.basis), shipped().sources[reason.source], *reviewed)
