"""What a person can wish for a week, checked at its field; and what the week goes by besides."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Ability, Experience
from hipapp.core.labels import WEEKDAYS, Label, choices
from hipapp.core.speech import say
from hipapp.core.wrong import FocusOnWrong
from poses.body.answers import DEFAULT_MINUTES, DEFAULT_WEEKDAYS, MINUTES, BodyAnswers
from poses.body.forms import prop_choices
from poses.body.questions import BY_SLUG
from poses.content.loader import at_hand, shipped
from poses.routines import words
from poses.routines.assemble import Wishes
from poses.routines.edit import LONGEST_ANCHOR
from poses.safety.facts import ASSUMED_PROPS

DAYS = list(enumerate(WEEKDAYS))
_CHOOSE = {"required": _("Choose how many minutes."), "invalid_choice": _("Choose one of these lengths.")}
_DAYS = {
    "required": _("Choose at least one day."),
    **dict.fromkeys(("invalid_choice", "invalid_list"), _("Choose days of the week.")),
}


ABILITIES = ("floor", "kneel", "hands")
CANNOT = (
    ("kneel", _("I can’t kneel")),
    ("floor", _("I can’t get to the floor")),
    ("hands", _("I can’t lean on my hands")),
)


class WishesForm(forms.Form):
    """What a week is to be like. What there is at home is asked here until it is answered (`answers`).

    What most homes have is ticked beforehand: when nothing was, whoever ticked a chair and overlooked the blanket lost
    every pose that lies on one. What was shown and sent is an answer.
    """

    minutes = forms.TypedChoiceField(
        label=_("Minutes on a practice day"),
        coerce=int,
        choices=[(m, m) for m in MINUTES],
        error_messages=_CHOOSE,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Practice days"),
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_DAYS,
    )
    two_minutes = forms.BooleanField(
        label=_("The other days"),
        required=False,
        help_text=_("Short days keep the habit. One day of the week is for rest."),
    )
    cannot = forms.MultipleChoiceField(
        label=_("What you can’t do"),
        required=False,
        help_text=_(
            "“I can’t kneel” still leaves poses lying down, with a chair beside you to get down and up. "
            "“I can’t get to the floor” leaves a chair and standing."
        ),
        choices=CANNOT,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), _("Choose from these.")),
    )
    props = forms.MultipleChoiceField(
        label=_("What you have at home"),
        required=False,
        help_text=_(
            "Untick what is not there. Something alike counts: two firm pillows for a bolster, a belt for a strap, a "
            "coat for a blanket. A wall and a rug or mat we take as there."
        ),
        choices=prop_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), _("Choose from these.")),
    )
    experience = forms.TypedChoiceField(
        label=_("Exercises like these"),
        required=False,
        coerce=Experience,
        empty_value=None,
        choices=choices(Experience),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose from these.")},
    )
    anchor = forms.CharField(
        label=_("When: after which habit?"),
        required=False,
        max_length=LONGEST_ANCHOR,
        help_text=_("For example “After dinner”. A habit is easier to remember than a time."),
        error_messages={"max_length": _("Please say it in at most 200 characters.")},
    )

    def __init__(self, data: Any = None, *, answers: BodyAnswers, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        told = data is None or {"asked", "props_told", "props"} & set(data)
        if answers.props is not None or not told:
            del self.fields["props"]

    @staticmethod
    def initial_of(answers: BodyAnswers, cannot: frozenset[str] = frozenset()) -> dict[str, Any]:
        """What was said before; `cannot` is what filters said, where *My body* has no answer yet."""
        minutes = answers.minutes if answers.minutes in MINUTES else DEFAULT_MINUTES
        return {
            "minutes": minutes,
            "weekdays": list(answers.weekdays or DEFAULT_WEEKDAYS),
            "two_minutes": answers.two_minutes is not False,
            "anchor": answers.anchor or "",
            "experience": answers.experience or Experience.NEW,
            "props": [slug for slug, _name in prop_choices() if slug in ASSUMED_PROPS],
            "cannot": [
                name
                for name in ABILITIES
                if (said := getattr(answers, name)) is Ability.NO or (said is None and name in cannot)
            ],
        }

    @staticmethod
    def abilities(values: dict[str, Any], answers: BodyAnswers) -> dict[str, Ability | None]:
        """What the ticks say of floor, knees and hands, beside what was answered: no tick is no answer."""
        ticked = set(values["cannot"])
        said = {name: getattr(answers, name) for name in ABILITIES}
        found = {
            name: Ability.NO if name in ticked else None if was is Ability.NO else was
            for name, was in said.items()
        }
        if found["floor"] is Ability.NO and found["kneel"] is Ability.YES:
            found["kneel"] = None  # it needs a way down to the floor
        return found

    @staticmethod
    def wishes(values: dict[str, Any], answers: BodyAnswers, props: frozenset[str] | None) -> Wishes:
        return Wishes(
            minutes=values["minutes"],
            weekdays=tuple(sorted(values["weekdays"])),
            experience=values.get("experience") or answers.experience or Experience.NEW,
            props=at_hand(values["props"], shipped().props) if "props" in values else props,
            sites=frozenset(answers.sites or ()),
            anchor=values["anchor"],
            two_minutes=values["two_minutes"],
        )


@dataclass(frozen=True)
class Basis:
    """One thing that a week goes by: what was answered, or what is taken for granted until it is."""

    question: str
    title: Label
    text: str
    is_known: bool


#: Questions of *My body*, by what they are called here, what counts while they are not answered, and "none".
_BASES = (
    ("conditions", _("Conditions"), words.NOT_ANSWERED, words.NO_CONDITIONS),
    ("sites", _("Sore or stiff places"), words.ASSUMED_SITES, words.NO_SITES),
    ("abilities", _("Floor, knees and hands"), words.ASSUMED_ABILITIES, ""),
    ("props", _("Props at home"), words.ASSUMED_PROPS, words.NO_PROPS),
)


def bases(answers: BodyAnswers, but: Collection[str] = ()) -> list[Basis]:
    """What a week goes by besides what its form asks; `but`: the questions that the form asks itself."""
    found = []
    for slug, title, assumed, none in _BASES:
        if slug in but:
            continue
        said = BY_SLUG[slug].said(answers)
        text = say(assumed) if said is None else ", ".join(said) or say(none)
        found.append(Basis(slug, title, text, said is not None))
    return found


class NameForm(FocusOnWrong, forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={
            "required": _("Give it a name, so that you find it again."),
            "max_length": _("Please keep it to 80 characters."),
        },
    )
