"""One form for each screen of *My body*.

A form knows what has been answered so far, gives the changes for `records.answer`, and says at the field what
cannot be right. Nothing ticked is never taken for "none of these": that has its own button.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import (
    Ability,
    Condition,
    Experience,
    HipApproach,
    HowLong,
    Movement,
    Site,
)
from hipapp.core.labels import WEEKDAYS, Label, choices, label
from poses.body.answers import DUE_AHEAD, DUE_BEHIND, LONGEST_ANCHOR, MINUTES, BodyAnswers, contradictions
from poses.body.ticks import AND, GONE, ChoiceForm, NoneButton, Option, PartsForm, Row
from poses.content.loader import shipped
from poses.safety.facts import ALWAYS_AT_HAND

_CHOOSE = {"required": _("Choose one, or skip this question."), **GONE}


class QuestionForm(ChoiceForm):
    """Fields are named as those of `BodyAnswers`, and begin with what was answered before."""

    #: The page's title is the question. Else each group of choices shows its own above it.
    title_asks: ClassVar[bool] = True

    def __init__(self, data: Any = None, *, answers: BodyAnswers, today: date) -> None:
        self.answers, self.today = answers, today
        before = answers.model_dump(mode="json")
        super().__init__(data, initial={name: before[name] for name in self.base_fields})

    def changes(self) -> dict[str, Any]:
        """What was answered; an empty field is None, "not answered"."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for name, message in contradictions(self.answers.answering(**self.changes())):
                if name in self.fields:
                    self.add_error(name, message)
        return cleaned


class TickForm(NoneButton, QuestionForm):
    """A question that is answered by ticks or by "none of these"."""


def _condition_choices() -> list[tuple[str, Any]]:
    """What can be ticked: conditions asked as one thing (a replaced hip, whatever the approach) are one choice."""
    asked: dict[str, tuple[list[str], str]] = {}
    for doc in shipped().conditions.values():
        if not (doc.movement or doc.derived):
            slugs, _text = asked.setdefault(doc.asked_as or doc.slug, ([], doc.asked_as or doc.label))
            slugs.append(doc.slug.value)
    return [(AND.join(slugs), text) for slugs, text in asked.values()]


def prop_choices() -> list[tuple[str, Any]]:
    """What one may have or not; what is taken as there everywhere is not asked."""
    return [(p.slug, p.name) for p in shipped().props.values() if p.slug not in ALWAYS_AT_HAND]


def prop_choices_in_a_row() -> list[tuple[str, Any]]:
    """The same for a row of ticks, where what does as well stands in the name."""
    props = shipped().props
    return [(slug, props[slug].ticked_as or name) for slug, name in prop_choices()]


class ConditionsForm(PartsForm, QuestionForm):
    of = "conditions"
    ticks = "conditions"
    skippable = False
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"), required=False, choices=_condition_choices, error_messages=GONE
    )

    def __init__(self, data: Any = None, *, answers: BodyAnswers, today: date) -> None:
        super().__init__(data, answers=answers, today=today)
        said = {c.value for c in answers.conditions or ()}
        self.initial["conditions"] = [v for v, _text in _condition_choices() if said & set(v.split(AND))]

    def helps(self) -> Mapping[str, Label]:
        known = shipped().conditions.values()
        helps = {c.slug.value: " ".join(filter(None, (c.help, c.hint))) for c in known if c.help or c.hint}
        return {v: helps[first] for v, _text in _condition_choices() if (first := v.split(AND)[0]) in helps}

    def changes(self) -> dict[str, Any]:
        """One of two that are asked as one stays as it was told; so does what is asked elsewhere (an import)."""
        before = [c.value for c in self.answers.conditions or ()]
        offered = [v.split(AND) for v, _text in _condition_choices()]
        ticked = [v.split(AND) for v in self.cleaned_data["conditions"]]
        told = [slug for slugs in ticked for slug in ([s for s in slugs if s in before] or slugs)]
        others = [s for s in before if not any(s in slugs for slugs in offered)]
        return {"conditions": [Condition(s) for s in (*told, *others)]}


def _day(text: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=text,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2026-03-14.")},
    )


class DetailsForm(QuestionForm):
    """Dates and the approach, each only where its condition was ticked. What stays empty is read the stricter way."""

    title_asks = False

    due_date = _day(
        _("When is the baby due?"), _("Before week 20 a few more poses are open. Empty counts as later.")
    )
    hip_approach = forms.TypedChoiceField(
        label=_("Where was the new hip put in: from behind, the side or the front?"),
        required=False,
        empty_value=None,
        choices=choices(HipApproach),
        error_messages=GONE,
    )
    hip_operated_on = _day(
        _("When was the hip replaced?"), _("Not sure of the day? Take the last one of that month.")
    )
    hip_limits_lifted_on = _day(
        _("When did your surgeon lift the limits on bending and turning it?"),
        _(
            "Long ago, and the day is forgotten? The last one that it can have been will do. Leave it empty if nobody "
            "has; then what those limits forbid stays out."
        ),
    )
    surgery_on = _day(_("When was the surgery?"))
    surgery_cleared_on = _day(
        _("When were you cleared for exercise?"),
        _("By your surgeon or physiotherapist. Until then, breathing and the body scan are open."),
    )

    _OF: ClassVar[Mapping[Condition, tuple[str, ...]]] = {
        Condition.PREGNANCY: ("due_date",),
        Condition.HIP_REPLACEMENT_POSTERIOR: ("hip_approach", "hip_operated_on", "hip_limits_lifted_on"),
        Condition.HIP_REPLACEMENT_ANTERIOR: ("hip_approach", "hip_operated_on", "hip_limits_lifted_on"),
        Condition.RECENT_SURGERY: ("surgery_on", "surgery_cleared_on"),
    }

    def __init__(self, data: Any = None, *, answers: BodyAnswers, today: date) -> None:
        super().__init__(data, answers=answers, today=today)
        asked = {name for c in answers.conditions or () for name in self._OF.get(c, ())}
        for name in [n for n in self.fields if n not in asked]:
            del self.fields[name]

    def clean_due_date(self) -> date | None:
        due: date | None = self.cleaned_data["due_date"]
        if due and due > self.today + DUE_AHEAD:
            raise forms.ValidationError(_("That is more than 42 weeks ahead. Is the year right?"))
        if due and due < self.today - DUE_BEHIND:
            raise forms.ValidationError(
                _(
                    "That is more than six weeks ago. If the child is born, change your answer to the conditions."
                )
            )
        return due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in set(self.fields) - {"due_date", "hip_approach"}:
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, gettext("This date has not come yet. On which day was it?"))
        return cleaned


class MovementsForm(TickForm):
    ticks = "movements"
    tick = _("Tick what hurts")
    movements = forms.MultipleChoiceField(
        label=_("Movements that hurt"), required=False, choices=choices(Movement), error_messages=GONE
    )


_LEFT, _MIDDLE, _RIGHT = _("Left"), _("Middle"), _("Right")
type _Places = tuple[tuple[Site, Label], ...]
#: The body map: its rows from top to bottom, and what can be chosen there. One place is its own name.
SITE_MAP: tuple[tuple[Label, _Places], ...] = (
    ("", ((Site.UPPER_BACK, label(Site.UPPER_BACK)),)),
    (
        _("Low back"),
        ((Site.LOW_BACK_LEFT, _LEFT), (Site.LOW_BACK_MIDDLE, _MIDDLE), (Site.LOW_BACK_RIGHT, _RIGHT)),
    ),
    (_("Buttock"), ((Site.BUTTOCK_LEFT, _LEFT), (Site.BUTTOCK_RIGHT, _RIGHT))),
    (_("Outer hip"), ((Site.OUTER_HIP_LEFT, _LEFT), (Site.OUTER_HIP_RIGHT, _RIGHT))),
    (_("Front of the hip"), ((Site.FRONT_HIP_LEFT, _LEFT), (Site.FRONT_HIP_RIGHT, _RIGHT))),
    (_("Leg, front or back"), ((Site.LEG_LEFT, _LEFT), (Site.LEG_RIGHT, _RIGHT))),
)


class SitesForm(TickForm):
    ticks = "sites"
    tick = _("Tick where it is")
    none = _("Nowhere in particular")
    sites = forms.MultipleChoiceField(
        label=_("Where"), required=False, choices=choices(Site), error_messages=GONE
    )

    def rows(self, field: BoundField) -> Iterable[Row]:
        checked = {o.value for o in self.options(field) if o.checked}
        for heading, places in SITE_MAP:
            options = tuple(Option(s.value, text, s.value in checked) for s, text in places)
            yield Row(options, heading)


class HowLongForm(QuestionForm):
    how_long = forms.ChoiceField(label=_("How long"), choices=choices(HowLong), error_messages=_CHOOSE)


def _ability(text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=text, required=False, empty_value=None, choices=choices(Ability), error_messages=GONE
    )


class AbilitiesForm(QuestionForm):
    floor = _ability(_("Can you get down to the floor and up again?"))
    kneel = _ability(_("Can you kneel?"))
    hands = _ability(_("Can you put weight on your hands?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error(None, _("Answer at least one of the three, or skip this question."))
        return cleaned


class PropsForm(TickForm):
    ticks = "props"
    tick = _("Tick what you have")
    props = forms.MultipleChoiceField(
        label=_("Things at home"), required=False, choices=prop_choices, error_messages=GONE
    )

    def helps(self) -> Mapping[str, Label]:
        return {p.slug: _props_help(p.substitutes, p.help) for p in shipped().props.values()}


def _props_help(substitutes: Iterable[str], note: str | None) -> str:
    also = gettext("Also: %(things)s.") % {"things": "; ".join(substitutes)}
    return f"{also} {note}" if note else also


class MinutesForm(QuestionForm):
    minutes = forms.TypedChoiceField(
        label=_("Minutes on a practice day"),
        coerce=int,
        choices=[(m, _("%(n)d minutes") % {"n": m}) for m in MINUTES],
        error_messages=_CHOOSE,
    )


class DaysForm(QuestionForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Practice days"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        error_messages={"required": _("Choose at least one day, or skip this question."), **GONE},
    )
    anchor = forms.CharField(
        label=_("Which habit could it follow?"),
        required=False,
        max_length=LONGEST_ANCHOR,
        empty_value=None,
        help_text=_("A thing you do anyway, such as “after brushing my teeth”. It may stay empty."),
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": _("Please keep it to 200 characters.")},
    )


class ExperienceForm(QuestionForm):
    experience = forms.ChoiceField(label=_("Experience"), choices=choices(Experience), error_messages=_CHOOSE)
