"""Reading what was written: events, times, numbers and texts of which anything may be wrong. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from math import inf
from typing import Any

from hipapp.core.enums import EventKind

#: The longest that one event may claim to have been practised, in seconds; a phone that slept is no practice.
MOST_SECONDS = 3600
#: Whole numbers beyond this are not the same in Python and in the browser.
_SAFE = 2**53 - 1
_KINDS = frozenset(EventKind)
_ISO = re.compile(
    r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


def usable(events: object) -> Iterator[Mapping[str, Any]]:
    """The events of a known kind with an id: without one nobody can tell a repetition."""
    for event in events if isinstance(events, Iterable) else ():
        if isinstance(event, Mapping) and text(event.get("id")) and text(event.get("kind")) in _KINDS:
            yield event


def in_order(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each event once, in the order in which they happened."""
    once: dict[str, Mapping[str, Any]] = {}
    for event in sorted(events, key=_order):
        once.setdefault(event["id"], event)
    return list(once.values())


def data_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    data = event.get("data")
    return data if isinstance(data, Mapping) else {}


def _order(event: Mapping[str, Any]) -> tuple[float, bytes, int, bytes]:
    at = moment(event.get("at"))
    seq = whole(event.get("seq"), -_SAFE, _SAFE)
    return (inf if at is None else at, _units(event.get("device")), seq or 0, _units(event["id"]))


def _units(value: object) -> bytes:
    """Text as the browser compares it: by UTF-16 units."""
    return (text(value) or "").encode("utf-16-be", "surrogatepass")


def moment(value: object) -> int | None:
    """Milliseconds since 1970 of an ISO time with an offset; None for anything else."""
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    fraction, sign, off_hours, off_minutes = match.groups()[6:]
    away = int(off_hours or 0) * 60 + int(off_minutes or 0)
    if int(off_hours or 0) > 23 or int(off_minutes or 0) > 59:
        return None
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    seconds = int((local - _EPOCH).total_seconds()) - away * (-60 if sign == "-" else 60)
    return seconds * 1000 + int(((fraction or "") + "000")[:3])


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def whole(value: object, least: int, most: int) -> int | None:
    """A whole number between `least` and `most`; 3.0 is 3, as in the browser, and true is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return None
    return int(value) if least <= value <= most else None


def text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def seconds_of(data: Mapping[str, Any]) -> int:
    return min(whole(data.get("seconds"), 0, _SAFE) or 0, MOST_SECONDS)
