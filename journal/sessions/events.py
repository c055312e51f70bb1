"""Events in their contract form (docs/architecture.md), and what they add up to."""

import json
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from hipapp.core.clock import is_zone
from journal.sessions.models import Session, SessionEvent
from journal.sessions.replay import Projection, replay

MAX_NOTE = 4000
MAX_DEPTH = 20
_YEARS = "a time from 2015 to 2099"


def _is_text(value: str) -> bool:
    """Nothing that a database refuses: no NUL, no half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value and "\\u0000" not in value


def _is_shallow(value: object, levels: int = MAX_DEPTH) -> bool:
    """Not nested deeper than anything of ours is, nor than a database or a serializer can bear."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (levels > 0 and all(_is_shallow(v, levels - 1) for v in inner))


class EventIn(BaseModel):
    """One event as a device sends it (docs/architecture.md)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: uuid.UUID
    session: uuid.UUID
    device: Annotated[str, Field(min_length=1, max_length=64)]
    seq: Annotated[int, Field(ge=0, le=2**53)]
    at: AwareDatetime
    tz: Annotated[str, Field(max_length=64)]
    kind: Annotated[str, Field(min_length=1, max_length=30)]
    step: Annotated[str, Field(max_length=40)] | None = None
    data: dict[str, Any] = {}

    @field_validator("at")
    @classmethod
    def _in_living_memory(cls, value: datetime) -> datetime:
        if not 2014 <= value.year <= 2101:  # the edges of time have no other zone
            raise ValueError(_YEARS)
        value = value.astimezone(UTC)
        if not 2015 <= value.year < 2100:
            raise ValueError(_YEARS)
        return value

    @field_validator("device", "kind", "step")
    @classmethod
    def _storable(cls, value: str | None) -> str | None:
        if value is not None and not _is_text(value):
            raise ValueError("characters that are no text")
        return value

    @field_validator("tz")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return value if is_zone(value) else "UTC"

    @field_validator("data")
    @classmethod
    def _in_range(cls, value: dict[str, Any]) -> dict[str, Any]:
        if not _is_shallow(value):
            raise ValueError("data nested too deep")
        rating = value.get("rating")
        if rating is not None and not (type(rating) is int and 0 <= rating <= 10):
            raise ValueError("a rating is a whole number from 0 to 10, or null to take it back")
        if not isinstance(value.get("day_only", False), bool):
            raise ValueError("whether only a day was said is true or false")
        note = value.get("note")
        if isinstance(note, str) and len(note) > MAX_NOTE:
            raise ValueError(f"a note has at most {MAX_NOTE} characters; this one has {len(note)}")
        if len(str(value)) > 3 * MAX_NOTE:
            raise ValueError("too much data in one event")
        if not _is_text(json.dumps(value, ensure_ascii=False, allow_nan=False)):
            raise ValueError("characters that are no text")
        return value


def content_of(row: SessionEvent) -> dict[str, Any]:
    """An event in its contract form, as it is compared, replayed and exported."""
    return EventIn(
        id=row.event_id,
        session=row.session_id,
        device=row.device,
        seq=row.seq,
        at=row.at,
        tz=row.tz,
        kind=row.kind,
        step=row.step,
        data=row.data,
    ).model_dump(mode="json")


def event_list(session: Session) -> list[dict[str, Any]]:
    return [content_of(row) for row in session.events.all()]


def projection(session: Session) -> Projection:
    return replay(session.script, event_list(session))
