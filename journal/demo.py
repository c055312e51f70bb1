"""The example account: sixteen weeks of made-up but plausible journal, always the same for the same day."""

import random
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, DayKind, EventKind, Experience, Movement, Site
from hipapp.core.models import User
from journal.sessions.records import append, start
from journal.sessions.script import Form, build_script
from poses.body.records import answer, answer_red_flags
from poses.gatekeeping import Gate, gate_for
from poses.routines.assemble import Wishes, assemble
from poses.routines.plan import Plan
from poses.routines.records import create_routine, latest_version

EMAIL = "example@hipapp.invalid"
WEEKS = 16
_NAMESPACE = uuid.UUID("5f6b1a52-6a0e-4f0e-9f0e-7d5f3f6c2a10")


@transaction.atomic
def make_demo(password: str) -> User:
    """Make the example account anew; an earlier one is replaced."""
    User.objects.filter(is_example=True).delete()
    user = User.objects.create_user(EMAIL, password, is_example=True, time_zone="Europe/Berlin")
    answer_red_flags(user, [])
    answer(
        user,
        conditions=(),
        movements=(Movement.SITTING,),
        sites=(Site.LOW_BACK_MIDDLE, Site.FRONT_HIP_LEFT),
        props=("blanket", "cushion", "chair", "block"),
        minutes=12,
        weekdays=(0, 2, 4),
        anchor="After work",
        experience=Experience.SOME,
    )
    gate = gate_for(user)
    wishes = Wishes(
        minutes=12,
        weekdays=(0, 2, 4),
        experience=Experience.SOME,
        props=gate.body.props,
        sites=frozenset({Site.LOW_BACK_MIDDLE, Site.FRONT_HIP_LEFT}),
        anchor="After work",
    )
    made = assemble(gate.catalogue.poses, gate.lasting_ruling, wishes)
    routine = create_routine(user, "My week", made.plan, Author.ASSEMBLER, made.notes)
    today = today_of(user)
    first = today - timedelta(weeks=WEEKS)
    version = latest_version(routine)
    type(routine).objects.filter(pk=routine.pk).update(created_at=_at(first, 18, user))
    type(version).objects.filter(pk=version.pk).update(created_at=_at(first, 18, user))
    _journal(user, gate, made.plan, first, today)
    return user


def _journal(user: User, gate: Gate, plan: Plan, first: date, today: date) -> None:
    """A back that drifts from about 5 to about 3 with noise, a bad week, a holiday, and honest gaps."""
    chance = random.Random(20260101)  # noqa: S311 (made-up numbers)
    for number in range((today - first).days):
        day = first + timedelta(days=number)
        planned = plan.day(day.weekday())
        away = 47 <= number < 55
        if (
            planned.kind is DayKind.REST
            or away
            or chance.random() > (0.85 if planned.kind is DayKind.PRACTICE else 0.55)
        ):
            continue
        level = 5.2 - 2.4 * number / (WEEKS * 7) + (2.2 if 70 <= number < 75 else 0)
        before = _rating(level + chance.gauss(0, 1.1))
        after = _rating(before - 0.5 + chance.gauss(0, 0.7))
        morning = (
            _rating(0.5 * before + 0.5 * level + chance.gauss(-0.2, 0.8)) if chance.random() < 0.6 else None
        )
        built = build_script(
            planned.steps,
            gate.catalogue.poses,
            gate.lasting_ruling,
            Form.PLANNED,
            "My week",
            gate.catalogue.rules_version,
        )
        if built.script["steps"]:
            _session(user, built.script, _at(day, 18, user), (before, after, morning))


def _session(
    user: User, script: dict[str, Any], begun: datetime, ratings: tuple[int, int, int | None]
) -> None:
    session = start(user, script, session_id=uuid.uuid5(_NAMESPACE, f"{user.pk} {begun.isoformat()}"))
    type(session).objects.filter(pk=session.pk).update(started_at=begun, created_at=begun)
    before, after, morning = ratings
    moment = begun
    events: list[dict[str, Any]] = []

    def add(kind: EventKind, data: dict[str, Any], at: datetime, step: str | None = None) -> None:
        events.append(
            {
                "id": str(uuid.uuid5(session.pk, str(len(events)))),
                "session": str(session.pk),
                "device": "example",
                "seq": len(events),
                "at": at.isoformat(),
                "tz": user.time_zone,
                "kind": kind.value,
                "step": step,
                "data": data,
            }
        )

    add(EventKind.STARTED, {}, moment)
    add(EventKind.BEFORE, {"rating": before}, moment)
    for step in script["steps"]:
        moment += timedelta(seconds=step["seconds"] + step["get_ready_s"])
        add(EventKind.STEP_DONE, {"seconds": step["seconds"]}, moment, step["key"])
    add(EventKind.FINISHED, {}, moment)
    add(EventKind.AFTER, {"rating": after}, moment + timedelta(seconds=20))
    if morning is not None:
        add(EventKind.NEXT_MORNING, {"rating": morning}, moment + timedelta(hours=13))
    append(session, events)


def _rating(value: float) -> int:
    return max(0, min(10, round(value)))


def _at(day: date, hour: int, user: User) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(user.time_zone))
