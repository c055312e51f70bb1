"""Ready-made rows for tests."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hipapp.core.enums import Author, EventKind, Rung
from hipapp.core.models import User
from journal.sessions.five import five_minutes
from journal.sessions.models import Session
from journal.sessions.records import append, start
from journal.sessions.script import Form, build_script
from poses.gatekeeping import gate_for
from poses.routines.assemble import Wishes, assemble
from poses.routines.models import Routine
from poses.routines.plan import Step
from poses.routines.records import create_routine


def event(session: Session, kind: EventKind | str, seq: int = 0, **more: Any) -> dict[str, Any]:
    """One event as a device sends it."""
    at = more.pop("at", timezone.now())
    return {
        "id": str(more.pop("id", uuid.uuid4())),
        "session": str(session.pk),
        "device": more.pop("device", "phone"),
        "seq": seq,
        "at": at.isoformat(),
        "tz": more.pop("tz", "UTC"),
        "kind": str(kind),
        "step": more.pop("step", None),
        "data": more,
    }


def make_session(user: User, *only: str) -> Session:
    """A session that has not begun: about five minutes, or just these poses in their easier form."""
    gate = gate_for(user)
    poses = gate.catalogue.poses
    steps = tuple(Step(slug, slug, Rung.EASIER) for slug in only) or five_minutes(poses, gate.ruling)
    built = build_script(
        steps, poses, gate.ruling, Form.FIVE, "A short practice", gate.catalogue.rules_version
    )
    return start(user, built.script)


def finished(
    user: User, *only: str, days_ago: int = 0, before: int | None = None, after: int | None = None
) -> Session:
    """A session done some days ago."""
    session = make_session(user, *only)
    begun: datetime = timezone.now() - timedelta(days=days_ago)
    events = [event(session, EventKind.STARTED, 0, at=begun)]
    if before is not None:
        events.append(event(session, EventKind.BEFORE, 1, at=begun, rating=before))
    for n, step in enumerate(session.script["steps"]):
        events.append(
            event(
                session,
                EventKind.STEP_DONE,
                2 + n,
                at=begun + timedelta(seconds=n),
                step=step["key"],
                seconds=30,
            )
        )
    events.append(event(session, EventKind.FINISHED, 90, at=begun + timedelta(minutes=5)))
    if after is not None:
        events.append(event(session, EventKind.AFTER, 91, at=begun + timedelta(minutes=6), rating=after))
    append(session, events)
    session.refresh_from_db()
    return session


def make_routine(user: User, name: str = "My week") -> Routine:
    gate = gate_for(user)
    made = assemble(gate.catalogue.poses, gate.lasting_ruling, Wishes(weekdays=tuple(range(7))))
    return create_routine(user, name, made.plan, Author.ASSEMBLER, made.notes)
