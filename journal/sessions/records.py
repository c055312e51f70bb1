"""Writing sessions: events are appended, the row is projected, and what must act lower down is told.

Every function that appends locks the session's row, so that two devices never interleave within one batch.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from pydantic import ValidationError

from hipapp.core.clock import local_day
from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.done import done
from journal.sessions.events import EventIn, content_of, projection
from journal.sessions.light import light_of
from journal.sessions.models import Session, SessionEvent
from journal.sessions.of_week import BY_HAND
from journal.sessions.replay import Projection, replay
from journal.sessions.script import GENTLE_FORMS, forms_of
from journal.sessions.telling import tell
from poses.body.records import current_version
from poses.gatekeeping import Gate, gate_for
from poses.routines.models import RoutineVersion

SERVER = "server"
MAX_BATCH = 500
#: A device clock is corrected, but never by more than this: beyond it the clock says nothing.
MAX_OFFSET = timedelta(days=400)


@dataclass
class Appended:
    """What became of a batch: every id is in exactly one of the three."""

    accepted: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)


@transaction.atomic
def start(
    user: User,
    script: Mapping[str, Any],
    *,
    routine_version: RoutineVersion | None = None,
    session_id: uuid.UUID | None = None,
    gate: Gate | None = None,
) -> Session:
    """A new session that has not begun.

    The last look before it is stored: raises `RefusedError` if a step of the script, its easier form or its rest may
    not be done today.
    """
    if forms := forms_of(script):
        (gate or gate_for(user)).must_let_in(forms)
    now = timezone.now()
    return Session.objects.create(
        id=session_id or uuid.uuid4(),
        user=user,
        script=dict(script),
        title=script.get("title", ""),
        routine_version=routine_version,
        body_version=current_version(user),
        rules_version=script.get("rules", ""),
        is_gentle=script.get("form") in GENTLE_FORMS,
        started_at=now,
        local_day=local_day(now, user.time_zone),
        time_zone=user.time_zone,
    )


@transaction.atomic
def write_down(  # noqa: PLR0913
    user: User,
    *,
    started_at: datetime,
    minutes: int,
    title: str,
    day_only: bool = False,
    script: Mapping[str, Any] | None = None,
    routine_version: RoutineVersion | None = None,
) -> Session:
    """A session done elsewhere: what the person says of it, and every step of `script` as done.

    The minutes said go before those of the steps; if `day_only`, no time was said. Raises `RefusedError` if a step
    may not be done today.
    """
    nothing = {"format": 1, "form": BY_HAND, "title": title, "rules": "", "steps": []}
    session = start(user, script or nothing, routine_version=routine_version)
    session.by_hand = True
    session.save(update_fields=["by_hand"])
    said = {**start_said(started_at, day_only), "minutes": minutes, "title": title}
    _record_all(
        session, [*_all_done(session), (EventKind.EDITED, None, said), (EventKind.FINISHED, None, {})]
    )
    return session


def start_said(started_at: datetime, day_only: bool) -> dict[str, Any]:
    """A start as an edit says it; without a word of the day alone where a time was said."""
    said: dict[str, Any] = {"started_at": started_at.isoformat()}
    return said | {"day_only": True} if day_only else said


def record(
    session: Session, kind: EventKind, data: Mapping[str, Any] | None = None, *, zone: str = ""
) -> Session:
    """Append one event made by a page of ours. Raises pydantic's ValidationError for a value out of range."""
    mine = SessionEvent.objects.filter(session=session)
    count = mine.filter(device=SERVER).count()
    last = mine.aggregate(at=Max("at"))["at"]
    now = timezone.now()
    event = EventIn(
        id=uuid.uuid4(),
        session=session.id,
        device=SERVER,
        seq=count,
        # A device's clock may run ahead; what a person changes here comes after it all the same.
        at=max(now, last + timedelta(microseconds=1)) if last else now,
        tz=zone or session.user.time_zone,
        kind=kind.value,
        data=dict(data or {}),
    )
    append(session, [event.model_dump(mode="json")])
    session.refresh_from_db()
    return session


def record_all_done(session: Session) -> None:
    """Every step done and the session finished, in one go: for whoever practised from the printed list."""
    _record_all(session, [*_all_done(session), (EventKind.FINISHED, None, {})])


#: An event to come: its kind, the key of its step, its data.
_Said = tuple[EventKind, str | None, dict[str, Any]]


def _all_done(session: Session) -> list[_Said]:
    steps = session.script["steps"]
    return [(EventKind.STEP_DONE, s["key"], {"seconds": s["seconds"]}) for s in steps]


def _record_all(session: Session, said: Iterable[_Said]) -> None:
    """Append to a session what nobody tapped one by one, in its order."""
    now = timezone.now()
    events = [
        EventIn(
            id=uuid.uuid4(),
            session=session.id,
            device=SERVER,
            seq=n,
            at=now + timedelta(microseconds=n),
            tz=session.user.time_zone,
            kind=kind.value,
            step=key,
            data=data,
        ).model_dump(mode="json")
        for n, (kind, key, data) in enumerate(said)
    ]
    append(session, events)
    session.refresh_from_db()


@transaction.atomic
def append(session: Session, raw: Sequence[Any], sent_at: datetime | None = None) -> Appended:
    """Append a device's events. The same event again is accepted and changes nothing; the same id with other
    content is a conflict; nonsense is rejected with a reason. Neither stops the others from being kept.

    `sent_at` is the device's clock when it sent, from which its clock is corrected.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    now = timezone.now()
    offset = now - sent_at if sent_at and abs(now - sent_at) < MAX_OFFSET else timedelta()
    known = {e.event_id: e for e in SessionEvent.objects.filter(session=locked)}
    result = Appended()
    fresh: list[SessionEvent] = []
    for item in raw:
        try:
            event = EventIn.model_validate(item)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            said = str(item.get("id", "")) if isinstance(item, dict) else ""
            result.rejected.append({"id": said[:64], "field": where, "why": first["msg"]})
            continue
        if event.session != locked.id:
            result.rejected.append({"id": str(event.id), "field": "session", "why": "another session"})
        elif event.id in known:
            same = content_of(known[event.id]) == event.model_dump(mode="json")
            (result.accepted if same else result.conflicts).append(str(event.id))
        else:
            row = _row(locked, event, now, offset)
            known[event.id] = row
            fresh.append(row)
            result.accepted.append(str(event.id))
    if fresh:
        SessionEvent.objects.bulk_create(fresh)
        _project(locked, list(known.values()))
    return result


def _row(session: Session, event: EventIn, now: datetime, offset: timedelta) -> SessionEvent:
    return SessionEvent(
        user_id=session.user_id,
        session=session,
        event_id=event.id,
        device=event.device,
        seq=event.seq,
        at=event.at,
        tz=event.tz,
        kind=event.kind,
        step=event.step,
        data=event.data,
        received_at=now,
        clock_offset_s=offset.total_seconds(),
    )


def _project(session: Session, rows: Sequence[SessionEvent]) -> None:
    """Write the row anew from the events, then report what follows from it."""
    state = replay(session.script, [content_of(row) for row in rows])
    started, zone = _started(session, state, rows)
    session.status = state.status.value
    session.seconds = 60 * state.edits.minutes if state.edits.minutes is not None else state.seconds
    session.title = (state.edits.title or session.script.get("title", ""))[:120]
    session.started_at, session.time_zone, session.day_only = started, zone, state.edits.day_only
    session.local_day = local_day(started, zone)
    session.before, session.after, session.next_morning = state.before, state.after, state.next_morning
    session.poses = sorted({s.pose for s in state.steps if s.pose and s.seconds})
    session.done = done(session.script, state)
    session.marks, session.tags, session.note = dict(state.marks), list(state.tags), state.note
    session.is_deleted = state.deleted
    light = light_of(state.before, state.after, state.next_morning, sharp=bool(state.sharp), numb=state.numb)
    session.light = light.light.value if light else ""
    session.save()
    tell(session, state, rows, light)


def fill_in(sessions: Iterable[Session]) -> None:
    """What was done, for rows from before that was kept. Two queries a row, once."""
    for session in sessions:
        if session.done is None:
            session.done = done(session.script, projection(session))
            session.save(update_fields=["done"])


def _started(session: Session, state: Projection, rows: Sequence[SessionEvent]) -> tuple[datetime, str]:
    """The server-corrected start, and the zone that its day is counted in."""
    if state.edits.started_at:
        setting = (r.tz for r in rows if r.kind == EventKind.EDITED and _sets(r, state.edits.started_at))
        return datetime.fromisoformat(state.edits.started_at), next(setting, session.time_zone)
    for row in sorted(rows, key=lambda r: r.at):
        if row.kind == EventKind.STARTED:
            return row.at + timedelta(seconds=row.clock_offset_s), row.tz
    return session.started_at, session.time_zone


def _sets(row: SessionEvent, started_at: str) -> bool:
    return bool(row.data.get("started_at") == started_at)
