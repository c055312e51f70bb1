"""The questions of *My body* in their order, as data. Only the first has to be answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hipapp.core.labels import Label
from poses.body import forms
from poses.body.answers import BodyAnswers, has_details
from poses.body.ticks import NoneButton
from poses.body.words import ANSWERED


@dataclass(frozen=True, slots=True)
class Question:
    """One screen. `why` says what the answer changes; a question that is not required can be skipped."""

    slug: str
    title: Label
    why: Label
    form: type[forms.QuestionForm]
    required: bool = False
    layout: str = ""  # a CSS class for its ticks
    applies: Callable[[BodyAnswers], bool] = lambda answers: True
    hint: Label = ""  # how to read a list that folds, said above it with its length
    after: Label = ""  # said below a list that folds
    short: Label = ""  # what the answer is about, where all of them are listed

    @property
    def about(self) -> Label:
        return self.short or self.title

    @property
    def none_told(self) -> Label:
        """As `none`, where the list itself is not in sight."""
        return _("None of those on the list") if self.none == NoneButton.none else self.none

    @property
    def none(self) -> Label:
        """What the "none" button says; empty for a question without one."""
        return self.form.none if issubclass(self.form, NoneButton) else ""

    def said(self, answers: BodyAnswers) -> list[str] | None:
        """The answer in words: None if it was not answered, empty for "none of these"."""
        return ANSWERED[self.slug](answers)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "conditions",
        _("Do you have any of these?"),
        _("Some conditions change which poses suit you, so this list comes before practice."),
        forms.ConditionsForm,
        required=True,
        hint=_("A back or hip that is only sore or stiff needs no tick in this list."),
        after=_(
            "A name that means nothing to you is most likely not yours. What is not here, such as fibromyalgia, a "
            "blood thinner or the heart, changes no pose. Ask whoever treats you whether gentle practice is right for "
            "you."
        ),
        short=_("Conditions"),
    ),
    Question(
        "details",
        _("More about your conditions"),
        _(
            "The dates, and from which side a hip was replaced, change which poses suit you. "
            "What you leave empty is taken the careful way."
        ),
        forms.DetailsForm,
        applies=has_details,
        short=_("More about your conditions"),
    ),
    Question(
        "movements",
        _("Which movements hurt?"),
        _("No diagnosis needed. What asks for a movement that hurts you is left out or made softer."),
        forms.MovementsForm,
        short=_("Movements that hurt"),
    ),
    Question(
        "sites",
        _("Where is it sore or stiff?"),
        _("Your practice then reaches the places that you name. Left and right are yours, as you feel them."),
        forms.SitesForm,
        layout="body-map",
        short=_("Sore or stiff places"),
    ),
    Question(
        "how-long",
        _("How long has it been there?"),
        _("Your poses stay the same. It is kept for you, and for anyone you may want to show your notes to."),
        forms.HowLongForm,
        short=_("How long it has been there"),
    ),
    Question(
        "abilities",
        _("Can you get to the floor, kneel and lean on your hands?"),
        _("What you can’t do is left out. Where you need care, the practice says how to support yourself."),
        forms.AbilitiesForm,
        layout="thirds",
        short=_("Floor, knees and hands"),
    ),
    Question(
        "props",
        _("What do you have at home?"),
        _(
            "Props make poses kinder. Nothing has to be bought: what is named below each one does as well. We count on "
            "a wall or a door, and on something soft to lie on: a mat, a rug, a carpet or a folded blanket."
        ),
        forms.PropsForm,
        layout="two-columns",
        short=_("Props at home"),
    ),
    Question(
        "minutes",
        _("How many minutes on a practice day?"),
        _("A week is put together to fit. Little and often is plenty; if you skip this, it is 12 minutes."),
        forms.MinutesForm,
        layout="side-by-side",
        short=_("Minutes on a practice day"),
    ),
    Question(
        "days",
        _("Which days suit you?"),
        _("The other days get two minutes or rest. If you skip this, it is Monday, Wednesday and Friday."),
        forms.DaysForm,
        layout="side-by-side",
        short=_("Practice days"),
    ),
    Question(
        "experience",
        _("Have you done exercises like these before?"),
        _("If this is new to you, you begin with the easier forms. You can change each one later."),
        forms.ExperienceForm,
        short=_("Experience"),
    ),
)


def asked_of(answers: BodyAnswers) -> list[Question]:
    """The questions for somebody who has answered so, in their order."""
    return [q for q in QUESTIONS if q.applies(answers)]


def neighbours(question: Question, answers: BodyAnswers) -> tuple[Question | None, Question | None]:
    """The questions before and after this one."""
    asked = asked_of(answers)
    here = asked.index(question)
    return asked[here - 1] if here else None, asked[here + 1] if here + 1 < len(asked) else None


BY_SLUG: Mapping[str, Question] = {q.slug: q for q in QUESTIONS}
