"""One form for each screen of *My body*, and those of the red-flag list.

A form knows what has been answered so far, gives the changes for `records.answer`, and says at the field what
cannot be right. Nothing ticked is never taken for "none of these": that has its own button.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import (
    Ability,
    Cleared,
    Condition,
    Experience,
    FlagLevel,
    HipApproach,
    HowLong,
    Movement,
    Site,
)
from hipapp.core.labels import WEEKDAYS, Label, choices, label
from poses.body.answers import DUE_AHEAD, DUE_BEHIND, LONGEST_ANCHOR, MINUTES, BodyAnswers, contradictions
from poses.content.loader import shipped
from poses.content.schema import PartDoc
from poses.safety.facts import ALWAYS_AT_HAND

#: The name of the submit button that says "none of these".
NONE = "none"
#: How long ago a check by somebody qualified may lie to be written down.
CHECK_AT_MOST = timedelta(days=366)

_GONE = dict.fromkeys(
    ("invalid_choice", "invalid_list"),
    _("This list has changed since you opened it. Please look through it once more."),
)
_CHOOSE = {"required": _("Choose one, or skip this question."), **_GONE}


@dataclass(frozen=True, slots=True)
class Option:
    """One tick box or radio button."""

    value: str
    label: Label
    checked: bool
    help: Label = ""
    #: What was said of it the last time.
    note: Label = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Options that stand together under a heading of their own.

    `line` names all of them in short: the row then folds, and is open where something in it was said already, or
    where it `begins_open`.
    """

    options: tuple[Option, ...]
    heading: Label = ""
    line: Label = ""
    begins_open: bool = False

    @property
    def is_open(self) -> bool:
        return self.begins_open or any(o.checked or o.note for o in self.options)


@dataclass(frozen=True, slots=True)
class Group:
    """A field as the template shows it."""

    field: BoundField
    kind: str  # checkbox | radio
    rows: tuple[Row, ...]


class ChoiceForm(forms.Form):
    """Its choice fields are shown as groups of large ticks, its text fields below them."""

    def helps(self) -> Mapping[str, Label]:
        """A second line for some of the options, by value."""
        return {}

    def notes(self) -> Mapping[str, Label]:
        """What was said of some of the options the last time, by value."""
        return {}

    def groups(self) -> list[Group]:
        return [self.group(f) for f in self if isinstance(f.field, forms.ChoiceField)]

    def texts(self) -> list[BoundField]:
        return [f for f in self if not isinstance(f.field, forms.ChoiceField)]

    def group(self, field: BoundField) -> Group:
        kind = "checkbox" if isinstance(field.field, forms.MultipleChoiceField) else "radio"
        return Group(field, kind, tuple(self.rows(field)))

    def rows(self, field: BoundField) -> Iterable[Row]:
        yield Row(tuple(self.options(field)))

    def options(self, field: BoundField) -> list[Option]:
        value = field.value()
        chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}
        helps, notes = self.helps(), self.notes()
        pairs: Iterable[tuple[Any, Any]] = field.field.choices  # type: ignore[attr-defined]
        return [
            Option(v := str(value), text, v in chosen, helps.get(v, ""), notes.get(v, ""))
            for value, text in pairs
        ]


class NoneButton(ChoiceForm):
    """A list of ticks, where nobody says "none of these" but by its own button."""

    ticks: ClassVar[str]
    none: ClassVar[Label] = _("None of these")
    tick: ClassVar[Label] = _("Tick what is true")
    skippable: ClassVar[bool] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.ticks in self.errors:
            return cleaned
        none, ticked = NONE in self.data, bool(cleaned.get(self.ticks))
        if none and ticked:
            text = gettext("You ticked something and tapped “%(none)s”. Only one of them can be true.")
            self.add_error(self.ticks, text % {"none": self.none})
        elif not none and not ticked:
            text = gettext("%(tick)s, or tap “%(none)s”.")
            if self.skippable:
                text = gettext("%(tick)s, tap “%(none)s”, or skip this question.")
            self.add_error(self.ticks, text % {"tick": self.tick, "none": self.none})
        return cleaned


#: Between the slugs of conditions that are offered as one.
_AND = "+"


class PartsForm(NoneButton):
    """One of the two safety lists. Its lines, a part each, are what is read; a part is opened to tick something.

    Thirty signs and their sentences are more than most people read to the end; nine lines that name each of them are
    not (docs/safety.md, "The lists as they are asked").
    """

    of: ClassVar[str]
    tick = _("Open a line and tick what is true")

    def rows(self, field: BoundField) -> Iterable[Row]:
        if field.name != self.ticks:
            yield from super().rows(field)
            return
        offered = {o.value.split(_AND)[0]: o for o in self.options(field)}
        for part in self.parts():
            options = tuple(offered[slug] for slug in part.names if slug in offered)
            yield self.row(part, options)

    def parts(self) -> list[PartDoc]:
        return [part for part in shipped().parts.values() if part.of == self.of]

    def row(self, part: PartDoc, options: tuple[Option, ...]) -> Row:
        return Row(options, part.heading, part.line)


# -- the red-flag list -------------------------------------------------------------------------------------


def _red_flag_choices() -> list[tuple[str, Any]]:
    return [(f.slug, f.text) for f in shipped().red_flags.values()]


class RedFlagForm(PartsForm):
    """The list. `earlier` are the items of the last answer: they are named, never ticked beforehand.

    After "down the leg or numb" (`after_leg`) what fits that comes first, and is open. Where an urgent item was ticked,
    leaving it out needs a word on what has changed: a slip of the finger must neither lock nor unlock the practice
    unnoticed.
    """

    of = "red_flags"
    ticks = "ticked"
    skippable = False
    ticked = forms.MultipleChoiceField(
        label=_("Is any of this true?"), required=False, choices=_red_flag_choices, error_messages=_GONE
    )
    cleared = forms.ChoiceField(
        label=_("What has changed since then?"),
        required=False,
        choices=choices(Cleared),
        error_messages=_GONE,
    )

    def __init__(self, data: Any = None, *, earlier: Iterable[str] = (), after_leg: bool = False) -> None:
        self.earlier, self.after_leg = frozenset(earlier), after_leg
        known = shipped().red_flags
        self.standing = {s for s in self.earlier if s in known and known[s].level is FlagLevel.URGENT}
        super().__init__(data)
        if not self.standing:
            del self.fields["cleared"]

    def groups(self) -> list[Group]:
        """The list, and before it what has changed, if that has to be said."""
        return sorted(super().groups(), key=lambda g: g.field.name == self.ticks)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        let_go = self.standing - set(cleaned.get("ticked") or ())
        if let_go and not self.errors and not cleaned.get("cleared"):
            self.add_error("cleared", gettext("Say what has changed, or tick again what is still true."))
        return cleaned

    def helps(self) -> Mapping[str, Label]:
        """Whom to see, where a sign is read in full."""
        goes_on = gettext("Practice goes on.")
        return {
            f.slug: f"{f.whom} {goes_on}" if f.level is FlagLevel.TALK else f.whom
            for f in shipped().red_flags.values()
        }

    def notes(self) -> Mapping[str, Label]:
        return dict.fromkeys(self.earlier, _("You ticked this last time."))

    def parts(self) -> list[PartDoc]:
        """After a sign in the leg, first the parts that are about it."""
        return sorted(super().parts(), key=lambda part: self.after_leg and not _about_legs(part))

    def row(self, part: PartDoc, options: tuple[Option, ...]) -> Row:
        return replace(super().row(part, options), begins_open=self.after_leg and _about_legs(part))


def _about_legs(part: PartDoc) -> bool:
    return any(shipped().red_flags[slug].leg for slug in part.names)


class CheckedForm(forms.Form):
    """ "Checked on <date> by …" for one item of level *soon*. Both fields or none; `is_filled` says which."""

    on = forms.DateField(
        label=_("Checked on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2026-03-14.")},
    )
    by = forms.CharField(
        label=_("Checked by"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto", "autocomplete": "off"}),
        help_text=_("Who looked at it, such as “my doctor” or a name."),
        error_messages={"max_length": _("Please keep it to 80 characters.")},
    )

    def __init__(
        self, slug: str, today: date, data: Any = None, earlier: Mapping[str, str] | None = None
    ) -> None:
        self.slug, self.today = slug, today
        super().__init__(data, prefix=slug, initial=dict(earlier or {}))
        self.fields["on"].widget.attrs |= {
            "max": today.isoformat(),
            "min": (today - CHECK_AT_MOST).isoformat(),
        }

    @property
    def is_filled(self) -> bool:
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(_("This date has not come yet. On which day was it?"))
        if on and on < self.today - CHECK_AT_MOST:
            raise forms.ValidationError(_("That is more than a year ago. Please have it looked at again."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_filled:
            if "on" not in self.errors and not cleaned.get("on"):
                self.add_error("on", _("On which day was it?"))
            if "by" not in self.errors and not cleaned.get("by"):
                self.add_error("by", _("Who looked at it?"))
        return cleaned


# -- the body, question by question ------------------------------------------------------------------------


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
    return [(_AND.join(slugs), text) for slugs, text in asked.values()]


def _prop_choices() -> list[tuple[str, Any]]:
    """What one may have or not; what is taken as there everywhere is not asked."""
    return [(p.slug, p.name) for p in shipped().props.values() if p.slug not in ALWAYS_AT_HAND]


class ConditionsForm(PartsForm, QuestionForm):
    of = "conditions"
    ticks = "conditions"
    skippable = False
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"), required=False, choices=_condition_choices, error_messages=_GONE
    )

    def __init__(self, data: Any = None, *, answers: BodyAnswers, today: date) -> None:
        super().__init__(data, answers=answers, today=today)
        said = {c.value for c in answers.conditions or ()}
        self.initial["conditions"] = [v for v, _text in _condition_choices() if said & set(v.split(_AND))]

    def helps(self) -> Mapping[str, Label]:
        known = shipped().conditions.values()
        helps = {c.slug.value: " ".join(filter(None, (c.help, c.hint))) for c in known if c.help or c.hint}
        return {v: helps[first] for v, _text in _condition_choices() if (first := v.split(_AND)[0]) in helps}

    def changes(self) -> dict[str, Any]:
        """One of two that are asked as one stays as it was told; so does what is asked elsewhere (an import)."""
        before = [c.value for c in self.answers.conditions or ()]
        offered = [v.split(_AND) for v, _text in _condition_choices()]
        ticked = [v.split(_AND) for v in self.cleaned_data["conditions"]]
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
        error_messages=_GONE,
    )
    hip_operated_on = _day(
        _("When was the hip replaced?"), _("Not sure of the day? Take the last one of that month.")
    )
    hip_limits_lifted_on = _day(
        _("When did your surgeon lift the limits on bending and turning it?"),
        _("Leave it empty if nobody has. Then what those limits forbid stays out."),
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
        label=_("Movements that hurt"), required=False, choices=choices(Movement), error_messages=_GONE
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
        label=_("Where"), required=False, choices=choices(Site), error_messages=_GONE
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
        label=text, required=False, empty_value=None, choices=choices(Ability), error_messages=_GONE
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
        label=_("Things at home"), required=False, choices=_prop_choices, error_messages=_GONE
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
        error_messages={"required": _("Choose at least one day, or skip this question."), **_GONE},
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
