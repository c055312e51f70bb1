"""What a person can wish for a week, checked at its field; and what the week goes by besides."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Ability, Experience
from hipapp.core.labels import WEEKDAYS, Label, choices
from hipapp.core.speech import say
from hipapp.core.wrong import FocusOnWrong
from poses.body.answers import DEFAULT_MINUTES, DEFAULT_WEEKDAYS, MINUTES, BodyAnswers
from poses.body.forms import prop_choices, prop_choices_in_a_row
from poses.body.questions import BY_SLUG
from poses.content.loader import at_hand, shipped
from poses.routines import words
from poses.routines.assemble import Wishes
from poses.routines.edit import LONGEST_ANCHOR
from poses.safety.facts import ASSUMED_PROPS, BodyFacts

DAYS = list(enumerate(WEEKDAYS))
_CHOOSE = {"required": _("Choose how many minutes."), "invalid_choice": _("Choose one of these lengths.")}
_DAYS = {
    "required": _("Choose at least one day."),
    **dict.fromkeys(("invalid_choice", "invalid_list"), _("Choose days of the week.")),
}


ABILITIES = ("floor", "kneel", "hands")
CANNOT = (
    ("kneel", _("No kneeling")),
    ("floor", _("Not on the floor")),
    ("hands", _("No weight on my hands")),
)


def _ticks(**field: Any) -> forms.MultipleChoiceField:
    """Any of some, or none."""
    return forms.MultipleChoiceField(
        **field,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), _("Choose from these.")),
    )


class WishesForm(forms.Form):
    """What a week is to be like. What there is at home is asked here until it is answered (`answers`).

    What most homes have is ticked beforehand: when nothing was, whoever ticked a chair and overlooked the blanket lost
    every pose that lies on one. What was shown and sent is an answer; `asked` names the ticks that were shown, because
    none of them is sent when all are empty.
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
    cannot = _ticks(
        label=_("What to leave out"),
        help_text=_(
            "What you can’t do, or would rather not. “No kneeling” still leaves poses lying down, with a chair beside "
            "you to get down and up. “Not on the floor” leaves a chair and standing."
        ),
        choices=CANNOT,
    )
    props = _ticks(
        label=_("What you have at home"),
        help_text=_(
            "Untick what is not there. Something alike counts, such as a coat for a blanket, but no chair on wheels "
            "for a sturdy one. A wall and a rug or mat we take as there."
        ),
        choices=prop_choices_in_a_row,
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
        label=_("When in the day?"),
        required=False,
        max_length=LONGEST_ANCHOR,
        help_text=_("Say it by a habit, such as “after dinner”: that is easier to remember than a time."),
        error_messages={"max_length": _("Please say it in at most 200 characters.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, answers: BodyAnswers, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.answers = answers
        if answers.props is not None or (data is not None and "props" not in data.getlist("asked")):
            del self.fields["props"]

    @classmethod
    def of(
        cls, sent: QueryDict, answers: BodyAnswers, cannot: frozenset[str] = frozenset(), *, is_told: bool
    ) -> Self:
        """The form as it was sent; unbound if nothing was.

        Ticks that were not shown are taken as they would be shown, and where a week is only looked at: what is saved
        (`is_told`) is an answer, and a request that no form made tells nothing of them. What can't be done is joined
        with what *My body* says by now, since one may come back from its questions.
        """
        initial = cls._initial(answers, cannot)
        if not {"asked", "minutes", "weekdays"} & set(sent):
            return cls(answers=answers, initial=initial)
        wished, shown = sent.copy(), sent.getlist("asked")
        if "cannot" not in shown:
            wished.setlist("cannot", sorted({*sent.getlist("cannot"), *initial["cannot"]}))
            wished.setdefault("experience", initial["experience"])
        if "props" not in shown and not is_told:
            wished.setlist("props", initial["props"])
            wished.appendlist("asked", "props")
        return cls(wished, answers=answers, initial=initial)

    @staticmethod
    def _initial(answers: BodyAnswers, cannot: frozenset[str]) -> dict[str, Any]:
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

    @property
    def is_by_search(self) -> bool:
        """Something is ticked because it was searched with, and was never said in *My body*."""
        return any(getattr(self.answers, name) is not Ability.NO for name in self.initial["cannot"])

    @property
    def values(self) -> dict[str, Any]:
        """What is wished, checked or as the form begins."""
        found = self.cleaned_data if self.is_bound else {name: self.initial[name] for name in self.fields}
        return found | {"experience": found["experience"] or self.answers.experience or Experience.NEW}

    @property
    def address(self) -> str:
        """A query that brings the wishes back; what can't be done may be told in *My body* meanwhile."""
        asked = {"asked": "props"} if "props" in self.fields else {}
        return urlencode(self.values | asked, doseq=True)

    @property
    def abilities(self) -> dict[str, Ability | None]:
        """What the ticks say of floor, knees and hands, beside what was answered: no tick is no answer."""
        ticked = set(self.values["cannot"])
        said = {name: getattr(self.answers, name) for name in ABILITIES}
        found = {
            name: Ability.NO if name in ticked else None if was is Ability.NO else was
            for name, was in said.items()
        }
        if found["floor"] is Ability.NO and found["kneel"] is Ability.YES:
            found["kneel"] = None  # it needs a way down to the floor
        return found

    @property
    def told(self) -> dict[str, Any]:
        """The wishes as answers of *My body*."""
        values = {name: value for name, value in self.values.items() if name != "cannot"}
        return values | {"weekdays": tuple(sorted(values["weekdays"]))} | self.abilities

    @property
    def said_props(self) -> tuple[str, ...] | None:
        """What is at home, as it is ticked here or was answered before."""
        return tuple(self.values["props"]) if "props" in self.fields else self.answers.props

    def body(self, body: BodyFacts) -> BodyFacts:
        """A body as the gate knows it, with what is wished here in the place of what was answered."""
        props = at_hand(self.values["props"], shipped().props) if "props" in self.fields else body.props
        able = self.abilities
        return replace(body, floor=able["floor"], kneel=able["kneel"], hands=able["hands"], props=props)

    def wishes(self, props: frozenset[str] | None) -> Wishes:
        """For the assembler; `props` as the gate has them."""
        values = self.values
        return Wishes(
            minutes=values["minutes"],
            weekdays=tuple(sorted(values["weekdays"])),
            experience=values["experience"],
            props=props,
            sites=frozenset(self.answers.sites or ()),
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
    ("movements", _("Movements that hurt"), words.ASSUMED_MOVEMENTS, words.NO_MOVEMENTS),
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
        text = say(assumed) if said is None else "; ".join(said) or say(none)
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
