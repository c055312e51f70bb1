"""The library's filters as a GET form, so that every state of the page has an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Job, Position, Region
from hipapp.core.labels import choices
from poses.content.loader import shipped
from poses.library.search import Filters
from poses.safety.facts import ALWAYS_AT_HAND


def _prop_choices() -> list[tuple[str, Any]]:
    return [(p.slug, p.name) for p in shipped().props.values() if p.slug not in ALWAYS_AT_HAND]


#: A filter of an old address: it is told and left out.
_LEFT_OUT = dict.fromkeys(
    ("invalid_choice", "invalid_list"), _("This filter is not known, so it is left out.")
)


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        error_messages={"max_length": _("Please use fewer than 80 characters.")},
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("What bothers you?")}),
    )
    job = forms.MultipleChoiceField(
        label=_("What for"),
        required=False,
        choices=choices(Job),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_LEFT_OUT,
    )
    position = forms.MultipleChoiceField(
        label=_("Position"),
        required=False,
        choices=choices(Position),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_LEFT_OUT,
    )
    region = forms.MultipleChoiceField(
        label=_("Where"),
        required=False,
        choices=choices(Region),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_LEFT_OUT,
    )
    limit_props = forms.BooleanField(label=_("Only with what I have here:"), required=False)
    props = forms.MultipleChoiceField(
        label=_("Props at hand"),
        required=False,
        choices=_prop_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_LEFT_OUT,
    )
    minutes = forms.TypedChoiceField(
        label=_("Takes at most"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=_LEFT_OUT,
        choices=[
            ("", _("any time")),
            (1, _("1 minute")),
            (2, _("2 minutes")),
            (3, _("3 minutes")),
            (5, _("5 minutes")),
        ],
    )
    no_kneeling = forms.BooleanField(label=_("No kneeling"), required=False)
    no_floor = forms.BooleanField(label=_("Not on the floor"), required=False)
    suits_me = forms.BooleanField(label=_("Only what suits me"), required=False)

    @property
    def is_narrowed(self) -> bool:
        """Whether one of the filters behind "More filters" is set."""
        return any(self[name].value() for name in ("job", "position", "region", "props", "minutes"))

    def filters(self) -> Filters:
        """The valid part of what was asked; a wrong value is shown at its field and otherwise left out."""
        self.is_valid()
        d = self.cleaned_data
        return Filters(
            q=d.get("q", ""),
            job=tuple(Job(j) for j in d.get("job", [])),
            position=tuple(Position(p) for p in d.get("position", [])),
            region=tuple(Region(r) for r in d.get("region", [])),
            props=tuple(d.get("props", [])),
            limit_props=d.get("limit_props", False),
            minutes=d.get("minutes"),
            no_kneeling=d.get("no_kneeling", False),
            no_floor=d.get("no_floor", False),
            suits_me=d.get("suits_me", False),
        )
