"""Reports that were a slip of the finger, and were taken back at once. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from hipapp.core.enums import EventKind
from journal.sessions.replay.checkins import CHECK_INS
from journal.sessions.replay.reading import data_of, text

_REPORTS = frozenset((EventKind.SHARP, EventKind.NUMB))
#: Nothing is done in these, so a report before them is still the last thing that was done.
_STILL = frozenset((*CHECK_INS, EventKind.PAUSED))


def without_slips(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The events as if what was taken back had not been tapped: the report goes, and the pause that it brought.

    Only the last report can be taken back, and only before anything else was done.
    """
    kept: list[Mapping[str, Any]] = []
    for event in events:
        if event["kind"] != EventKind.TOOK_BACK:
            kept.append(event)
            continue
        last = next((i for i in reversed(range(len(kept))) if kept[i]["kind"] not in _STILL), None)
        kind = text(data_of(event).get("kind"))
        if last is not None and kind in _REPORTS and kept[last]["kind"] == kind:
            kept[last:] = [e for e in kept[last + 1 :] if e["kind"] != EventKind.PAUSED]
    return kept
