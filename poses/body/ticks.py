"""Lists of large ticks: options, rows that fold, and "none of these", which only its own button says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.labels import Label
from hipapp.core.wrong import FocusOnWrong
from poses.content.loader import shipped
from poses.content.schema import PartDoc

#: The name of the submit button that says "none of these".
NONE = "none"
GONE = dict.fromkeys(
    ("invalid_choice", "invalid_list"),
    _("This list has changed since you opened it. Please look through it once more."),
)


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


class ChoiceForm(FocusOnWrong, forms.Form):
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
AND = "+"


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
        offered = {o.value.split(AND)[0]: o for o in self.options(field)}
        for part in self.parts():
            options = tuple(offered[slug] for slug in part.names if slug in offered)
            yield self.row(part, options)

    def parts(self) -> list[PartDoc]:
        return [part for part in shipped().parts.values() if part.of == self.of]

    def row(self, part: PartDoc, options: tuple[Option, ...]) -> Row:
        return Row(options, part.heading, part.line)
