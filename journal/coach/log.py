"""Every change of a person's routines, every suggestion and every question to the back, in one order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Value

from hipapp.core.enums import Author
from hipapp.core.models import User
from journal.coach.models import Suggestion
from journal.sessions.models import Trial
from poses.routines.models import RoutineVersion

#: Entries on a page.
PAGE = 50


@dataclass(frozen=True)
class Entry:
    """What the coach proposed, a version of a routine by somebody else, or a question to the back: one of them."""

    suggestion: Suggestion | None = None
    version: RoutineVersion | None = None
    trial: Trial | None = None


def page_of(user: User, number: str | None) -> tuple[Page[Any], list[Entry]]:
    """The page asked for, newest first. Five queries, however much there is."""
    told = _keys(user.suggestions, "suggestion")
    made = _keys(
        RoutineVersion.objects.filter(routine__user=user).exclude(author=Author.COACH.value), "version"
    )
    asked = _keys(user.trials, "trial")
    page = Paginator(told.union(made, asked, all=True).order_by("-created_at", "-id"), PAGE).get_page(number)
    return page, _entries(list(page.object_list))


def _keys(rows: Any, kind: str) -> Any:
    named = rows.order_by().annotate(kind=Value(kind, output_field=CharField()))
    return named.values_list("created_at", "id", "kind")


def _entries(keys: Sequence[tuple[datetime, UUID, str]]) -> list[Entry]:
    wanted = [pk for _, pk, _ in keys]
    told = Suggestion.objects.select_related("routine", "made").defer("made__data").in_bulk(wanted)
    made = RoutineVersion.objects.select_related("routine").defer("data").in_bulk(wanted)
    asked = Trial.objects.in_bulk(wanted)
    return [Entry(told.get(pk), made.get(pk), asked.get(pk)) for pk in wanted]
