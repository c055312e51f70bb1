"""What a person reads of a change to a week: why it can't be made, what it did, and what a check took out."""

from collections.abc import Sequence

from hipapp.core.amounts import count_in_words
from hipapp.core.enums import DoseKind
from hipapp.core.speech import N_, say, say_n
from poses.routines.words import day_name, listed

GONE = N_("This step is no longer in the routine.")
NO_SUCH_POSE = N_("This pose is not in the library.")
NO_TESTS = N_("A self-check is not something to practise; it has its own place.")
ONE_GO = N_("Left and right can’t be chosen here: both sides take part in one go.")
ANCHOR_TOO_LONG = N_("Please say it in at most 200 characters.")
NO_TWO_MINUTES = N_("With your answers there is nothing for a two-minute day; a rest day is fine too.")
MEANWHILE = N_(
    "This was changed in the meantime, maybe in another window. Nothing is lost: here is how it stands now."
)
UNDO_TOO_LATE = N_(
    "The routine was changed again since, so nothing was undone. It is all kept: see “Earlier versions”."
)
NO_SUCH_DAY = N_("Please choose a day from Monday to Sunday.")


def other_job(name: str, other: str) -> str:
    return say(
        "%(other)s does another job than %(name)s. Add it beside, or choose one that does the same.",
        other=other,
        name=name,
    )


def day_full(weekday: int, most: int) -> str:
    return say_n(
        "%(day)s already has %(n)s step, and more would not do you more good.",
        "%(day)s already has %(n)s steps, and more would not do you more good.",
        most,
        day=day_name(weekday),
    )


def amount_between(least: int, most: int, kind: DoseKind) -> str:
    return say("Choose between %(least)s and %(most)s.", least=least, most=count_in_words(kind, most))


def amounts_wanted(parts: int) -> str:
    return say_n("Say one number.", "Say %(n)s numbers, one for each part.", parts)


def on_days(weekdays: Sequence[int], change: str) -> str:
    """A change of one or more days: "Monday and Friday: …"."""
    return say("%(days)s: %(change)s", days=listed(map(day_name, weekdays), most=7), change=change)


def eased(name: str, rung_name: str, because: str) -> str:
    return say("%(name)s is now “%(form)s”. %(because)s", name=name, form=rung_name, because=because)


def replaced(name: str, other: str, because: str) -> str:
    return say(
        "“%(other)s” stands in for “%(name)s”, which is left out. %(because)s",
        other=other,
        name=name,
        because=because,
    )


def taken_out(name: str, because: str) -> str:
    return say(
        "%(name)s is left out, and nothing else that does its job fits. %(because)s",
        name=name,
        because=because,
    )


def retired(slug: str) -> str:
    return say(
        "“%(name)s” is taken out, because it is no longer in the library.", name=slug.replace("-", " ")
    )


def retired_rung(name: str) -> str:
    return say("This step of %(name)s is no longer in the library.", name=name)


def other_dose(name: str, before: str, after: str) -> str:
    return say("%(name)s: %(after)s, before %(before)s", name=name, after=after, before=before)


def other_form(name: str, before: str, after: str) -> str:
    return say("%(name)s: “%(after)s” in place of “%(before)s”", name=name, after=after, before=before)


#: Refused: a longer dose where a change asks for the shortest.
BRIEFLY = N_("The change for your body asks for the shortest time here, so it can’t be made longer.")


def kept_brief(name: str) -> str:
    return say("%(name)s now takes the shortest time there is, as the change for your body asks.", name=name)


def own_dose(name: str) -> str:
    return say(
        "%(name)s is back to its own dose and sides, because what can be chosen there has changed.", name=name
    )


def becomes_rest() -> str:
    return say("Nothing is left, so it is a rest day for now.")
