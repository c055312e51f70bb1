"""What a person can wish for a week, checked at its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Experience
from hipapp.core.labels import WEEKDAYS
from poses.body.answers import DEFAULT_MINUTES, DEFAULT_WEEKDAYS, MINUTES, BodyAnswers
from poses.routines.assemble import Wishes
from poses.routines.edit import LONGEST_ANCHOR

DAYS = list(enumerate(WEEKDAYS))


class WishesForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("Minutes on a practice day"), coerce=int, choices=[(m, m) for m in MINUTES]
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Practice days"),
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    anchor = forms.CharField(
        label=_("After which habit?"),
        required=False,
        max_length=LONGEST_ANCHOR,
        help_text=_("For example “After brushing my teeth”. A habit remembers better than a clock."),
    )

    @staticmethod
    def initial_of(answers: BodyAnswers) -> dict[str, Any]:
        return {
            "minutes": answers.minutes or DEFAULT_MINUTES,
            "weekdays": list(answers.weekdays or DEFAULT_WEEKDAYS),
            "anchor": answers.anchor or "",
        }

    @staticmethod
    def wishes(values: dict[str, Any], answers: BodyAnswers, props: frozenset[str] | None) -> Wishes:
        return Wishes(
            minutes=values["minutes"],
            weekdays=tuple(sorted(values["weekdays"])),
            experience=answers.experience or Experience.NEW,
            props=props,
            sites=frozenset(answers.sites or ()),
            anchor=values["anchor"],
        )


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
