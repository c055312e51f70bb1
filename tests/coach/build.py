"""Ready-made weeks and histories for the coach."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from hipapp.core.enums import Author, Experience, Mark, Rung
from hipapp.core.models import User
from journal.sessions.models import Session
from poses.gatekeeping import gate_for
from poses.routines.assemble import Wishes, assemble
from poses.routines.models import Routine
from poses.routines.records import create_routine, latest_version


def fuller_week(user: User) -> Routine:
    """Three days of somebody who practises regularly, so that some poses stand at their standard rung."""
    gate = gate_for(user)
    wishes = Wishes(weekdays=(0, 2, 4), experience=Experience.REGULAR)
    made = assemble(gate.catalogue.poses, gate.lasting_ruling, wishes)
    return create_routine(user, "My week", made.plan, Author.ASSEMBLER)


def practised(user: User, days_ago: int, done: list[tuple[str, int]], **more: Any) -> Session:
    """A session's row as the player would have left it."""
    begun = timezone.now() - timedelta(days=days_ago)
    return Session.objects.create(
        id=uuid.uuid4(), user=user, script={"format": 1, "steps": []}, status="done", seconds=600,
        started_at=begun, local_day=begun.date(), poses=[p for p, _ in done],
        done=[{"pose": p, "level": level, "dose": 1.0, "sharp": False} for p, level in done], **more,
    )  # fmt: skip


def sore_days(user: User, routine: Routine) -> str:
    """Four weeks in which one pose of the routine, that has easier rungs, is followed by sorer evenings."""
    steps = latest_version(routine).plan.steps
    pose = next(s.pose for s in steps if s.rung == Rung.STANDARD)
    others = list(dict.fromkeys(s.pose for s in steps if s.pose != pose))[:3]
    for n, days_ago in enumerate(range(30, 1, -2)):
        with_it = n % 2 == 0
        done = [(p, 1) for p in others] + ([(pose, 1)] if with_it else [])
        marks = {pose: Mark.TOO_MUCH.value} if with_it else {}
        practised(
            user,
            days_ago,
            done,
            before=4,
            after=5 if with_it else 3,
            next_morning=5 if with_it else 4,
            marks=marks,
        )
    return pose
