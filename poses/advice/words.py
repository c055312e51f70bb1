"""The sentences of the advice pages that are more than a template should hold: each with what it rests on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hipapp.core.labels import Label
from poses.safety.gate import COUNTS_AS, HURTS_TOO_MUCH
from poses.safety.red_flags import ASK_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class Advice:
    """`source` is a key of sources.yaml."""

    text: Label
    source: str


#: What helps on a sore day. Only what a source says carries that source; the rest is convention.
TODAY = (
    Advice(_("Most new back pain eases with time, whatever is done for it."), "acp2017"),
    Advice(_("Stay gently active. Do what you can of an ordinary day, in smaller pieces."), "ng59"),
    Advice(_("Move often, before it gets hard to stay as you are."), "gk"),
    Advice(_("Walk a little, at an easy pace, several times in the day."), "gk"),
    Advice(_("Short rests are good. Whole days in bed tend to make it slower."), "gk"),
    Advice(
        _("Warmth may help: a hot-water bottle or a warm bath, never so hot that it burns."),
        "acp2017",
    ),
    Advice(_("Leave out for now what makes it clearly worse. It will come back, step by step."), "gk"),
    Advice(
        _("Medicines: ask a pharmacist or doctor which ones suit you. hipapp knows nothing about them."),
        "house",
    ),
)

#: When to let somebody have a look, short of an emergency; the whole list is on the page "When to be cautious".
SEE_SOMEBODY = (
    Advice(_("It has not begun to settle after a few days, or it gets steadily worse."), "seed002"),
    Advice(_("It goes below the knee in one leg, with numbness or weakness."), "seed002"),
    Advice(_("No position eases it at night."), "ifompt"),
    Advice(_("You have a fever, chills or feel ill with it: within a day or two."), "ifompt"),
    Advice(_("It is so strong that you can’t sleep, wash or dress."), "seed002"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A rule of the gate that stands in no cell: when it speaks, and what it does."""

    when: Label
    does: str
    source: str = "house"


_WEEKS = ASK_AGAIN_AFTER.days // 7
#: In the order of docs/safety.md. Numbers are filled in where they are shown (`numbers`).
BESIDE = (
    Beside(
        _("The safety list has not been answered, or not lately"),
        gettext_noop(
            "Nothing opens. It is asked again every %(weeks)s weeks and whenever something is worse."
        ),
        "ifompt",
    ),
    Beside(
        _("An urgent sign is ticked"),
        gettext_noop("Nothing opens until the whole list has been answered again without it."),
        "ifompt",
    ),
    Beside(
        _("A sign to have looked at soon is ticked"),
        gettext_noop(
            "Breathing and the body scan only, until “checked on … by …”, which counts for %(weeks)s weeks."
        ),
        "ifompt",
    ),
    Beside(
        _("The question about conditions is not answered"),
        gettext_noop("Nothing opens."),
    ),
    Beside(
        _("Several conditions at once"),
        gettext_noop("The strictest rule wins, and every change is shown."),
    ),
    Beside(
        _("A change needs a prop that is not at hand"),
        gettext_noop("The form is left out."),
    ),
    Beside(
        _("Bending, arching or twisting hurts"),
        gettext_noop(
            "The rule in the table counts. A form that asks for %(much)s or more of that movement is left out, "
            "whatever the table says. 0 is none; 1 is as much as a practice at home ever asks."
        ),
    ),
    Beside(
        _("Kneeling hurts, or lying on the back"),
        gettext_noop("Every form that asks for %(some)s or more of it is left out."),
        "seed001",
    ),
    Beside(
        _("Sitting or standing hurts"),
        gettext_noop("Such forms stay, with a word on sitting high or holding on."),
    ),
    Beside(
        _("Getting to the floor, kneeling or leaning on the hands: no, or only with care"),
        gettext_noop("No: left out. With care: it stays, with a word on how to support yourself."),
    ),
    Beside(
        _("Sharp or pinching in a session"),
        gettext_noop(
            "That pose is out for the day, and comes in its easier form until it has been calm once."
        ),
        "seed001",
    ),
    Beside(
        _("Down the leg or numb in a session"),
        gettext_noop(
            "The session ends and the safety list is asked. The rest of the day is for breathing and the body scan, "
            "and the next session that moves is the gentle form."
        ),
    ),
    Beside(
        _("Clearly sorer after a session or the next morning, or a session made for a sore day"),
        gettext_noop("The next session is the gentle form, for a few days at most."),
        "painmodel",
    ),
)
NUMBERS = {"weeks": _WEEKS, "much": HURTS_TOO_MUCH, "some": COUNTS_AS}
