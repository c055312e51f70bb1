"""Writing sessions: events are appended, the row is projected, and what must act lower down is reported.

Every function that appends locks the session's row, so that two devices never interleave within one batch.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from hipapp.core.clock import is_zone, local_day
from hipapp.core.enums import EventKind, HoldKind, Light, Mark
from hipapp.core.models import User
from journal.sessions.light import ask_again, gentle_until, light_of
from journal.sessions.models import Session, SessionEvent
from journal.sessions.replay import Outcome, Projection, Status, replay
from journal.sessions.script import GENTLE_FORMS, Form, forms_of
from poses.body.models import Hold as HoldRow
from poses.body.records import ask_red_flags, current_version, latest_red_flags, lift, report, withdraw_asking
from poses.gatekeeping import Gate, gate_for
from poses.routines.models import RoutineVersion
from poses.safety.facts import Hold

SERVER = "server"
MAX_NOTE = 4000
MAX_BATCH = 500
MAX_DEPTH = 20
#: How far back the ratings are read that may ask for the red-flag list again, and how often they may.
RATINGS_BACK = timedelta(days=180)
ASK_AT_MOST_EVERY = timedelta(days=7)
RATINGS = (EventKind.BEFORE, EventKind.AFTER, EventKind.NEXT_MORNING)
#: A device clock is corrected, but never by more than this: beyond it the clock says nothing.
MAX_OFFSET = timedelta(days=400)


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
            raise ValueError("a time between 2015 and 2100")
        value = value.astimezone(UTC)
        if not 2015 <= value.year < 2100:
            raise ValueError("a time from 2015 to 2099")
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
        note = value.get("note")
        if isinstance(note, str) and len(note) > MAX_NOTE:
            raise ValueError(f"a note has at most {MAX_NOTE} characters; this one has {len(note)}")
        if len(str(value)) > 3 * MAX_NOTE:
            raise ValueError("too much data in one event")
        if not _is_text(json.dumps(value, ensure_ascii=False, allow_nan=False)):
            raise ValueError("characters that are no text")
        return value


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
def write_down(user: User, *, started_at: datetime, minutes: int, title: str) -> Session:
    """A session done elsewhere: no steps, only what the person says of it."""
    session = start(user, {"format": 1, "form": "by_hand", "title": title, "rules": "", "steps": []})
    session.by_hand = True
    session.save(update_fields=["by_hand"])
    record(
        session, EventKind.EDITED, {"started_at": started_at.isoformat(), "minutes": minutes, "title": title}
    )
    record(session, EventKind.FINISHED)
    session.refresh_from_db()
    return session


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
    now = timezone.now()
    steps = session.script["steps"]
    kinds = [(EventKind.STEP_DONE, s["key"], {"seconds": s["seconds"]}) for s in steps]
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
        for n, (kind, key, data) in enumerate([*kinds, (EventKind.FINISHED, None, {})])
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


def _project(session: Session, rows: Sequence[SessionEvent]) -> None:
    """Write the row anew from the events, then report what follows from it."""
    state = replay(session.script, [content_of(row) for row in rows])
    started, zone = _started(session, state, rows)
    session.status = state.status.value
    session.seconds = 60 * state.edits.minutes if state.edits.minutes is not None else state.seconds
    session.title = (state.edits.title or session.script.get("title", ""))[:120]
    session.started_at, session.time_zone = started, zone
    session.local_day = local_day(started, zone)
    session.before, session.after, session.next_morning = state.before, state.after, state.next_morning
    session.poses = sorted({s.pose for s in state.steps if s.pose and s.seconds})
    session.marks, session.tags, session.note = dict(state.marks), list(state.tags), state.note
    session.is_deleted = state.deleted
    light = light_of(state.before, state.after, state.next_morning, sharp=bool(state.sharp), numb=state.numb)
    session.light = light.light.value if light else ""
    session.save()
    _report(session, state, rows, light.reason if light and light.light is Light.RED else None)


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


def _report(
    session: Session, state: Projection, rows: Sequence[SessionEvent], red_because: str | None
) -> None:
    """What this session tells the gate. Everything is derived anew, so an edit takes back what no longer holds."""
    user, day = session.user, _day_told(session, rows)
    sore = None if red_because or state.numb else _after_flare(session)
    holds = [] if state.deleted else _holds(state, day, red_because or sore)
    told_by = _TOLD_BY | {HoldKind.GENTLE: ()} if sore else _TOLD_BY
    begun = session.started_at
    report(user, {h: _last_said(rows, *told_by[h.kind], otherwise=begun) for h in holds}, source=session.id)
    if state.numb and not state.deleted:
        ask_red_flags(user, "session", source=session.id)
    elif not state.numb and any(r.kind == EventKind.NUMB for r in rows):
        withdraw_asking(user, source=session.id)
    if state.before is not None and not state.deleted:
        _ask_if_worse(user, session.local_day)
    for hold in _lift(session, state):
        _lift_by_another(hold)


#: What is felt in a session and holds for its day.
_FELT = (EventKind.SHARP, EventKind.NUMB)


def _day_told(session: Session, rows: Sequence[SessionEvent]) -> date:
    """The day that holds count from: of the last report, which may come a day after the session began."""
    told = (local_day(r.at + timedelta(seconds=r.clock_offset_s), r.tz) for r in rows if r.kind in _FELT)
    return max((session.local_day, *told))


def _after_flare(session: Session) -> str | None:
    """Why the session after this one is gentle: it was made for a sore day. hipapp's own caution."""
    if session.script["form"] != Form.FLARE:
        return None
    return _("Last time was a sore day.")


def _holds(state: Projection, day: date, gentle_because: str | None) -> list[Hold]:
    """Sharp: the pose is out for the day and eased after it. Down the leg or numb: that, and nothing but breathing
    and the body scan for the rest of the day, and gently after it. hipapp's own caution, beyond evidence §7."""
    holds: list[Hold] = []
    for pose in state.sharp:
        out = _("It felt sharp or pinching today, so it is out until tomorrow.")
        ease = _("It felt sharp last time, so only the easier form for now.")
        holds += [Hold(HoldKind.OUT, out, pose, day), Hold(HoldKind.EASE, ease, pose)]
    for pose in state.numb_in:
        if pose not in state.sharp:
            ease = _("It went down the leg or felt numb last time, so only the easier form for now.")
            holds.append(Hold(HoldKind.EASE, ease, pose))
    if state.numb:
        calm = _("Something went down the leg or felt numb, so that is enough for today.")
        gently = _(
            "Something went down the leg or felt numb last time, so the next session is the gentle version."
        )
        holds.append(Hold(HoldKind.CALM, calm, until=day))
        holds.append(Hold(HoldKind.GENTLE, gently, until=gentle_until(day)))
    elif gentle_because:
        holds.append(Hold(HoldKind.GENTLE, gentle_because, until=gentle_until(day)))
    return holds


#: What a hold of each kind rests on; it holds from when that was told last.
_TOLD_BY = {
    HoldKind.OUT: (EventKind.SHARP,),
    HoldKind.EASE: (EventKind.SHARP, EventKind.NUMB),
    HoldKind.CALM: (EventKind.NUMB,),
    HoldKind.GENTLE: (EventKind.SHARP, EventKind.NUMB, *RATINGS),
}


def _last_said(rows: Sequence[SessionEvent], *kinds: EventKind, otherwise: datetime) -> datetime:
    """By the server's clock; `otherwise` for what rests on no event but on the session itself."""
    said = (r.at + timedelta(seconds=r.clock_offset_s) for r in rows if r.kind in kinds)
    return max(said, default=otherwise)


def _lift(session: Session, state: Projection) -> list[HoldRow]:
    done = any(s.seconds and s.outcome in (Outcome.DONE, Outcome.TOO_MUCH) for s in state.steps)
    moved = done and session.script["form"] != Form.CALM
    return lift(session.user, session.id, session.started_at, _calm_poses(session, state), gentle=moved)


def _lift_by_another(hold: HoldRow) -> None:
    """Told late, or lifted no more by one session, a hold may have been lifted by another one since."""
    later = hold.user.sessions.practised().without_script().filter(started_at__gt=hold.created_at)
    for other in later.order_by("started_at"):
        if not hold.pose or hold.pose in other.poses:
            _lift(other, projection(other))
            hold.refresh_from_db()
            if hold.lifted_at:
                return


def _calm_poses(session: Session, state: Projection) -> list[str] | None:
    """Poses that went well in a whole session; None if it was not one (deleted, by hand, nothing done, numb)."""
    if state.status != Status.DONE or state.deleted or state.numb or session.by_hand or not state.seconds:
        return None
    done = (s.pose for s in state.steps if s.pose and s.seconds and s.outcome is Outcome.DONE)
    much = {s.pose for s in state.steps if s.outcome is Outcome.TOO_MUCH}
    much |= {pose for pose, mark in state.marks.items() if mark == Mark.TOO_MUCH}
    return [p for p in done if p not in much and p not in state.sharp]


def _ask_if_worse(user: User, today: date) -> None:
    """Quietly ask the red-flag list again when the ratings say so, once a week at the most."""
    latest = latest_red_flags(user)
    if latest is None or latest.answered_on is None or today < latest.answered_on + ASK_AT_MOST_EVERY:
        return
    if ask_again(ratings_before(user, today - RATINGS_BACK), today):
        ask_red_flags(user, "worse")


def ratings_before(user: User, since: date) -> list[tuple[date, int]]:
    """(day, rating before) of every kept session since a day, oldest first."""
    found = user.sessions.kept().filter(local_day__gte=since, before__isnull=False).order_by("started_at")
    pairs = found.values_list("local_day", "before")
    return [(day, rating) for day, rating in pairs if rating is not None]
