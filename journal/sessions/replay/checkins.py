"""Ratings, marks, tags, notes and edits: they count whenever they come. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from hipapp.core.enums import EventKind, Mark, Tag
from journal.sessions.replay.reading import moment, text, whole
from journal.sessions.replay.state import State, poses_of

#: Minutes in a day, the most that a person can set by hand.
MOST_MINUTES = 1440
_MARKS = frozenset(Mark)
_TAGS = frozenset(Tag)


def _rated(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    """A whole number sets the rating, an explicit null takes it back."""
    rating = whole(data.get("rating"), 0, 10)
    if rating is not None:
        state.ratings[kind] = rating
    elif "rating" in data and data["rating"] is None:
        state.ratings.pop(kind, None)


def _marked(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    pose, mark = text(data.get("pose")), data.get("mark", "")
    if pose is None or all(pose not in poses_of(form) for s in state.steps for form in (s.own, s.rest)):
        return
    if mark is None:
        state.marks.pop(pose, None)
    elif text(mark) in _MARKS:
        state.marks[pose] = mark


def _tagged(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    tags = data.get("tags")
    if isinstance(tags, list | tuple):
        state.tags = list(dict.fromkeys(tag for tag in tags if text(tag) in _TAGS))


def _noted(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    note = text(data.get("note"))
    state.note = state.note if note is None else note


def _edited(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    if moment(data.get("started_at")) is not None:
        state.edits["started_at"] = data["started_at"]
        state.edits["day_only"] = data.get("day_only") is True
    minutes, title = whole(data.get("minutes"), 0, MOST_MINUTES), text(data.get("title"))
    if minutes is not None:
        state.edits["minutes"] = minutes
    if title is not None:
        state.edits["title"] = title


def _deleted(state: State, kind: EventKind, data: Mapping[str, Any]) -> None:
    state.deleted = kind is EventKind.DELETED


#: These always count, before the start and after the end too.
CHECK_INS: dict[EventKind, Callable[[State, EventKind, Mapping[str, Any]], None]] = {
    EventKind.BEFORE: _rated,
    EventKind.AFTER: _rated,
    EventKind.NEXT_MORNING: _rated,
    EventKind.MARKED: _marked,
    EventKind.TAGGED: _tagged,
    EventKind.NOTED: _noted,
    EventKind.EDITED: _edited,
    EventKind.DELETED: _deleted,
    EventKind.RESTORED: _deleted,
}
