"""The forms of the red-flag list: the list itself, and "checked on … by …" for what has to be looked at soon."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Cleared, FlagLevel
from hipapp.core.labels import Label, choices
from poses.body.ticks import GONE, Group, Option, PartsForm, Row
from poses.content.loader import shipped
from poses.content.schema import PartDoc

#: How long ago a check by somebody qualified may lie to be written down.
CHECK_AT_MOST = timedelta(days=366)


def _red_flag_choices() -> list[tuple[str, Any]]:
    return [(f.slug, f.text) for f in shipped().red_flags.values()]


class RedFlagForm(PartsForm):
    """The list. `earlier` are the items of the last answer: they are named, never ticked beforehand.

    After "down the leg or numb" (`after_leg`) what fits that comes first, and is open. Where an urgent item was ticked,
    leaving it out needs a word on why: a slip of the finger must neither lock nor unlock the practice
    unnoticed.
    """

    of = "red_flags"
    ticks = "ticked"
    skippable = False
    ticked = forms.MultipleChoiceField(
        label=_("Is any of this true?"), required=False, choices=_red_flag_choices, error_messages=GONE
    )
    cleared = forms.ChoiceField(
        label=_("Why may practice go on?"),
        required=False,
        choices=choices(Cleared),
        error_messages=GONE,
    )

    def __init__(self, data: Any = None, *, earlier: Iterable[str] = (), after_leg: bool = False) -> None:
        self.earlier, self.after_leg = frozenset(earlier), after_leg
        known = shipped().red_flags
        self.standing = {s for s in self.earlier if s in known and known[s].level is FlagLevel.URGENT}
        super().__init__(data)
        if not self.standing:
            del self.fields["cleared"]

    def groups(self) -> list[Group]:
        """The list, and before it why practice may go on, if that has to be said."""
        return sorted(super().groups(), key=lambda g: g.field.name == self.ticks)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        let_go = self.standing - set(cleaned.get("ticked") or ())
        if let_go and not self.errors and not cleaned.get("cleared"):
            self.add_error(
                "cleared", gettext("Say why practice may go on, or tick again what is still true.")
            )
        return cleaned

    def helps(self) -> Mapping[str, Label]:
        """Whom to see, where a sign is read in full."""
        goes_on = gettext("Practice goes on.")
        return {
            f.slug: " ".join(filter(None, (f.unless, f.whom, goes_on if f.level is FlagLevel.TALK else "")))
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
