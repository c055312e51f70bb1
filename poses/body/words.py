"""What a person reads about their own answers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Condition, FlagLevel, HoldKind
from hipapp.core.labels import WEEKDAYS, Label, label
from poses.body.answers import BodyAnswers
from poses.content.loader import shipped
from poses.content.schema import RedFlagDoc
from poses.safety.facts import Hold

#: Heading and one line for each group of the red-flag list.
FLAG_GROUPS: Mapping[FlagLevel, tuple[Label, Label]] = {
    FlagLevel.URGENT: (_("Get help today"), _("New, or getting worse. If one is true, practice waits.")),
    FlagLevel.SOON: (
        _("If one of these is true, see a doctor or physiotherapist first"),
        _("Until it has been looked at there is only quiet breathing and resting here."),
    ),
    FlagLevel.TALK: (
        _("Practice goes on, but tell your doctor"),
        _("You practise as before. Mention it when you can."),
    ),
    FlagLevel.GENTLY: (_("Go gently today"), _("Today’s practice then comes in its gentle form.")),
}

#: What the strongest ticked level means now.
FLAG_STATES: Mapping[FlagLevel | None, Label] = {
    FlagLevel.URGENT: _("You need medical help today. Practice waits."),
    FlagLevel.SOON: _(
        "Please let a doctor or physiotherapist have a look. Until then, breathing and the body scan are open."
    ),
    FlagLevel.TALK: _("You can practise. Something is worth telling your doctor."),
    FlagLevel.GENTLY: _("Today is a day to go gently."),
    None: _("Nothing on the list stands in the way."),
}

#: Why the list is asked, in one or two kind sentences.
WHY_ASKED: Mapping[str, Label] = {
    "first": _(
        "The first of two lists: signs that may need a doctor. Conditions, such as thin bones, come in the second."
    ),
    "periodic": _("Four weeks have gone by since you last went through it, so here it is once more."),
    "session": _(
        "You felt something down the leg, or numbness. Please look through these signs before anything else."
    ),
    "worse": _(
        "Your back has been sorer lately than it was before. Please see whether any of this is true now."
    ),
    "unlock": _(
        "Go through the list as things are now. What you ticked counts until you save it differently."
    ),
    "asked": _("Something new? Go through the list as things are now."),
}

#: Said once the list is answered with nothing on it, on a day when something was felt down the leg.
AFTER_A_SIGN = _(
    "Good to know. That is enough for today; breathing and the body scan stay open. "
    "If it comes back or is still there tomorrow, let a doctor or physiotherapist have a look."
)

#: What was told where a condition counts that was not told by its name (`conditions_on`).
TOLD_INSTEAD: Mapping[Condition, Label] = {
    Condition.HIP_OSTEOARTHRITIS: _(
        "Hip replacement, which counts like a worn hip once its limits are lifted"
    ),
    Condition.RECENT_SURGERY: _("Hip replacement in the last weeks, which counts as fresh surgery"),
    Condition.AFTER_BIRTH: _("Pregnant, and the due date has passed"),
}

GONE_ITEM = _("Something you ticked earlier that is no longer on the list.")


def flag_text(slug: str) -> Label:
    flag = shipped().red_flags.get(slug)
    return flag.text if flag else GONE_ITEM


def is_history(slug: str) -> bool:
    """Whether a sign stays true, so that one look at it is enough."""
    flag = shipped().red_flags.get(slug)
    return flag is not None and flag.history


def flag_whom(slug: str) -> Label:
    flag = shipped().red_flags.get(slug)
    return flag.whom if flag else _("Talk to a doctor or physiotherapist.")


# -- answers: None is "not answered", an empty list "none of these" ----------------------------------------

type Phrases = list[str] | None


def _conditions(answers: BodyAnswers) -> Phrases:
    if answers.conditions is None:
        return None
    known = shipped().conditions
    return list(dict.fromkeys(known[c].asked_as or known[c].label for c in answers.conditions))


def _details(answers: BodyAnswers) -> Phrases:
    """What was told of the conditions' dates; the approach of a replaced hip among them."""
    days = (
        (gettext("due on %(day)s"), answers.due_date),
        (gettext("hip replaced on %(day)s"), answers.hip_operated_on),
        (gettext("limits lifted on %(day)s"), answers.hip_limits_lifted_on),
        (gettext("surgery on %(day)s"), answers.surgery_on),
        (gettext("cleared on %(day)s"), answers.surgery_cleared_on),
    )
    approach = [str(label(answers.hip_approach)).lower()] if answers.hip_approach else []
    return [*(text % {"day": date_format(day, "j F Y")} for text, day in days if day), *approach] or None


def _movements(answers: BodyAnswers) -> Phrases:
    return None if answers.movements is None else [str(label(m)) for m in answers.movements]


def _sites(answers: BodyAnswers) -> Phrases:
    return None if answers.sites is None else [str(label(s)) for s in answers.sites]


def _how_long(answers: BodyAnswers) -> Phrases:
    return [str(label(answers.how_long))] if answers.how_long else None


def _abilities(answers: BodyAnswers) -> Phrases:
    asked = (
        (gettext("Down to the floor and up"), answers.floor),
        (gettext("Kneeling"), answers.kneel),
        (gettext("Weight on the hands"), answers.hands),
    )
    return [f"{what}: {str(label(can)).lower()}" for what, can in asked if can] or None


def _props(answers: BodyAnswers) -> Phrases:
    if answers.props is None:
        return None
    known = shipped().props
    return [known[p].name if p in known else p for p in answers.props]


def _minutes(answers: BodyAnswers) -> Phrases:
    n = answers.minutes
    return [ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}] if n else None


def _days(answers: BodyAnswers) -> Phrases:
    if answers.weekdays is None:
        return None
    days = [str(WEEKDAYS[d]) for d in sorted(answers.weekdays)]
    return [*days, answers.anchor] if answers.anchor else days


def _experience(answers: BodyAnswers) -> Phrases:
    return [str(label(answers.experience))] if answers.experience else None


ANSWERED: Mapping[str, Callable[[BodyAnswers], Phrases]] = {
    "conditions": _conditions,
    "details": _details,
    "movements": _movements,
    "sites": _sites,
    "how-long": _how_long,
    "abilities": _abilities,
    "props": _props,
    "minutes": _minutes,
    "days": _days,
    "experience": _experience,
}


# -- holds -------------------------------------------------------------------------------------------------


def hold(found: Hold, name: str, today: date) -> str:
    """What the journal reported, in words. `name` is that of the pose, if it is about one."""
    said = {
        "name": name,
        "until": date_format(found.until, "j F") if found.until else "",
        "why": found.reason,
    }
    if found.kind is HoldKind.CALM and found.until == today:
        return gettext("Only breathing and the body scan for the rest of today. %(why)s") % said
    if found.kind is HoldKind.CALM:
        return gettext("Only breathing and the body scan until %(until)s. %(why)s") % said
    # Reasons of the others say what follows from them.
    if found.kind is HoldKind.GENTLE:
        return found.reason
    return gettext("%(name)s: %(why)s") % said


def holds(found: Iterable[Hold], name: Callable[[str], str], today: date) -> list[str]:
    """All of them in words, what is of every pose first; of one that is out it isn't said that it will come easier."""
    found = tuple(found)
    out = {h.pose for h in found if h.kind is HoldKind.OUT}
    told = [h for h in found if not (h.kind is HoldKind.EASE and h.pose in out)]
    told.sort(key=lambda h: (h.kind is not HoldKind.CALM, h.kind is not HoldKind.GENTLE))
    return list(dict.fromkeys(hold(h, name(h.pose or ""), today) for h in told))


def by_whom(flags: Iterable[RedFlagDoc]) -> list[tuple[str, list[RedFlagDoc]]]:
    """Signs by whom to see, in their order."""
    found: dict[str, list[RedFlagDoc]] = {}
    for flag in flags:
        found.setdefault(flag.whom, []).append(flag)
    return list(found.items())
