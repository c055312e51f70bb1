"""Ready-made weeks and histories for the coach."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, Experience, Mark, Rung
from hipapp.core.models import User
from journal.coach.facts import Action
from journal.coach.models import Suggestion
from journal.sessions.models import Session, Trial
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


def suggested(user: User, routine: Routine, action: Action = Action.REMOVE, **more: Any) -> Suggestion:
    """An open suggestion about a routine's first pose, without any history behind it."""
    step = latest_version(routine).plan.steps[0]
    evidence = {
        "p_harm": 0.62, "p_help": 0.1, "after": [0.41, 0.22], "next_morning": [0.2, 0.7], "sessions_with": 6,
        "sessions_without": 5, "marks": {"too_much": 2, "ok": 1},
    }  # fmt: skip
    words = {
        "about": "It may not suit you right now.", "question": "Leave it out for now?", "because": ["It was sorer."],
        "sure": "That is a hint, not proof: about 6 in 10.", "otherwise": "If you keep it, nothing changes.",
    }  # fmt: skip
    values = {
        "user": user, "routine": routine, "day": today_of(user), "engine": "1", "rule": "remove",
        "action": action.value, "pose": step.pose, "from_level": int(step.rung), "evidence": evidence, "words": words,
    }  # fmt: skip
    return Suggestion.objects.create(**(values | more))


def even_days(user: User, routine: Routine) -> None:
    """Four calm weeks in which every pose of the routine was done every other time: nothing can be told of them."""
    poses = list(dict.fromkeys(s.pose for s in latest_version(routine).plan.steps))
    for n, days_ago in enumerate(range(28, 1, -2)):
        done = [(p, 1) for i, p in enumerate(poses) if (i + n) % 2 == 0]
        practised(user, days_ago, done, before=4, after=4 if n % 3 else 3, next_morning=4)


def moved(trial: Trial, days: int) -> Trial:
    """The same trial, begun so many days earlier."""
    trial.first_day -= timedelta(days=days)
    trial.save()
    return trial


def lived_through(trial: Trial, model: Session) -> None:
    """Four weeks of copies of a practice: sorer after those of the weeks with the pose."""
    for n in range(28):
        week = n // 7
        has_it = trial.weeks[week] == Trial.WITH
        begun = timezone.now() - timedelta(days=28 - n)
        said = {"id": str(trial.pk), "pose": trial.pose, "week": week, "with": has_it}
        Session.objects.create(
            user=trial.user, status="done", seconds=600, started_at=begun, local_day=begun.date(), before=4,
            after=6 if has_it else 4, poses=[trial.pose] if has_it else [], done=[],
            script=model.script | {"trial": said},
        )  # fmt: skip
