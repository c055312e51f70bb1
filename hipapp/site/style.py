"""The living style page: each part of a page in all its states, as the pages use it. For those who work on hipapp."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from hipapp.core.enums import Condition, Experience
from hipapp.core.people import person_of
from hipapp.core.undo import with_undo
from journal.coach.facts import Action, Suggestion
from journal.coach.plot import numbers
from journal.sessions.forms import RatingField
from journal.trends import charts, stats
from poses.body.answers import BodyAnswers
from poses.body.questions import BY_SLUG
from poses.body.ticks import Group
from poses.content.schema import PoseDoc
from poses.gatekeeping import Gate
from poses.library.catalogue import catalogue
from poses.library.reading import read
from poses.library.views import Card
from poses.routines.assemble import Wishes, assemble
from poses.routines.rows import week_of
from poses.safety.facts import BodyFacts, RedFlags

#: A pose whose standard form is fine, one that is adapted, and one that is left out with a new knee.
SHOWN = ("glute-bridge", "reclined-twist-cushions", "hero-supported")
DAY = date(2026, 3, 2)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Not there for anybody but staff, and while debugging."""
    user = person_of(request)
    if not (settings.DEBUG or (user and user.is_staff)):
        raise Http404
    poses = catalogue().poses
    knee = _gate(frozenset({Condition.KNEE_REPLACEMENT}))
    well = _gate(frozenset())
    fine, *others = (poses[slug] for slug in SHOWN)
    read_by = [read(fine, well.ruling), *(read(doc, knee.ruling) for doc in others), read(fine, None)]
    week = assemble(poses, knee.lasting_ruling, Wishes(weekdays=(0,), experience=Experience.REGULAR)).plan
    context = {
        "cards": [Card(reading.fitting, None, None) for reading in read_by],
        "reading": read_by[0],
        "days": week_of(week, knee)[:2],
        "ratings": range(11),
        "ratings_to_save": _rated(),
        "chart": charts.line_chart(stats.weeks(_entries(), DAY)),
        "no_chart": charts.line_chart([]),
        "card": _suggestion(poses[SHOWN[2]]),
        "asked": {"pk": uuid4(), "answer": "open"},
        "question": BY_SLUG["abilities"],
        "listed": _listed(),
        "toasts": _toasts(),
        "form": _typed(),
        "colours": ("paper", "card", "ink", "quiet", "line", "main", "tint", "fine", "adapt", "avoid"),
        "sizes": ("xs", "s", "m", "l", "xl", "title"),
        "spaces": range(1, 7),
        "shapes": ("radius-s", "radius-m", "radius-l", "radius-round", "lift"),
        "icons": ("today", "poses", "routine", "journal", "trends", "help", "calm", "adapt", "avoid", "done"),
    }
    return render(request, "site/style.html", context)


def _listed() -> Group:
    """Two lines of the list of conditions; in the second one something is ticked."""
    told = BodyAnswers(conditions=(Condition.WRIST,))
    listed = BY_SLUG["conditions"].form(None, answers=told, today=DAY).groups()[0]
    return replace(listed, rows=listed.rows[2:4])


def _gate(conditions: frozenset[Condition]) -> Gate:
    body = BodyFacts(conditions=conditions)
    return Gate(catalogue(), body, RedFlags(ticked={}, answered_on=DAY), DAY)


def _entries() -> list[stats.Entry]:
    """Ten weeks with a gap."""
    days = [DAY - timedelta(days=n) for n in range(70, 0, -2) if not 28 < n < 43]
    return [stats.Entry(day, 4 + n % 3, 3 + n % 2, None, 10.0) for n, day in enumerate(days)]


def _suggestion(doc: PoseDoc) -> dict[str, Any]:
    """As the coach keeps one."""
    about = Suggestion(doc.slug, Action.EASE)
    evidence = {
        "p_harm": 0.62, "p_help": 0.1, "after": [0.41, 0.22], "next_morning": [0.2, 0.7], "sessions_with": 6,
        "sessions_without": 5, "marks": {"too_much": 2, "ok": 1},
    }  # fmt: skip
    words = {
        "about": _("%(pose)s may not suit you right now.") % {"pose": doc.name},
        "because": [_("You marked it “too much” twice, out of the 3 times that you marked it.")],
        "sure": _("It is more likely than not, and no proof: about 6 in 10."),
        "question": _("Try the easier form for a week?"),
        "otherwise": _("If you keep it as it is, nothing changes, and we go on watching together."),
    }
    return {
        "words": words,
        "numbers": numbers(evidence),
        "poses": [(about.pose, doc.name)],
        "rule": "",
        "engine": "2",
    }


def _toasts() -> list[tuple[str, str]]:
    return [
        ("success", _("Saved.")),
        ("success", with_undo(_("The entry is deleted."), "#s-toasts")),
        ("warning", _("It is in your week now, in its easier form.")),
        ("error", _("That day is full. Nothing was changed.")),
    ]


class _Form(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As you would call it."),
        max_length=20,
        error_messages={"required": _("Please fill this in.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=60,
        error_messages={"max_value": _("Between 1 and 60 minutes, please.")},
    )


class _Rated(forms.Form):
    before = RatingField(label=_l("Before"))


def _rated() -> list[_Rated]:
    """As it comes, with a number, and with one that is none; ids of their own, as all stand on one page."""
    return [
        _Rated(auto_id="rated-fresh-%s", prefix="fresh"),
        _Rated(auto_id="rated-chosen-%s", prefix="chosen", initial={"before": 4}),
        _Rated({"wrong-before": "11"}, auto_id="rated-wrong-%s", prefix="wrong"),
    ]


def _typed() -> SimpleNamespace:
    """A form as it comes, and one that was sent with something wrong in it."""
    return SimpleNamespace(fresh=_Form(), wrong=_Form({"name": "", "minutes": "70"}))
