"""What a question to the back does to a practice: in its weeks without the pose, that pose is left out.

Whether to ask, and what the answer is, is the coach's.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from hipapp.core.enums import TrialEnd
from hipapp.core.models import User
from hipapp.core.speech import say
from journal.sessions.models import Trial
from poses.routines.plan import Step


def running(user: User, today: date) -> Trial | None:
    """The question that is being asked today. One query."""
    trial = user.trials.open().first()
    return trial if trial and trial.week_of(today) is not None else None


def to_tell(user: User) -> Trial | None:
    """The newest question that is open, or whose answer nobody has looked at. One query."""
    return user.trials.filter(seen_at=None).newest_first().first()


def asked(steps: tuple[Step, ...], trial: Trial | None, day: date) -> tuple[tuple[Step, ...], dict[str, Any]]:
    """What is left of a day's steps, and what its script says of the question; nothing if it isn't about them."""
    has_pose = trial.has_pose(day) if trial and trial.is_open else None
    if trial is None or has_pose is None:
        return steps, {}
    left = tuple(s for s in steps if s.pose != trial.pose)
    if not left or left == steps:  # a practice of this pose alone stays one
        return steps, {}
    said = {"id": str(trial.pk), "pose": trial.pose, "week": trial.week_of(day), "with": has_pose}
    return steps if has_pose else left, {"trial": said}


def end(trial: Trial, how: TrialEnd) -> None:
    """Ends it once; a second end changes nothing."""
    ended = {"ended_at": timezone.now(), "end": how.value}
    if Trial.objects.filter(pk=trial.pk).open().update(**ended):
        trial.refresh_from_db()


def end_if_sharp(user: User, sharp: Collection[str]) -> None:
    """What felt sharp is not asked about any further. No query where nothing did."""
    trial = user.trials.open().filter(pose__in=sharp).first() if sharp else None
    if trial:
        end(trial, TrialEnd.SHARP)


def week_words(trial: Trial, day: date, pose: str) -> str:
    """Which week of the question a day is in; `pose` is its name. Empty on days that are no part of it."""
    week = trial.week_of(day) if trial.is_open else None
    if week is None:
        return ""
    of = {"pose": pose, "n": week + 1, "all": len(trial.weeks)}
    if trial.has_pose(day):
        return say("You are asking your back: this week with %(pose)s (week %(n)s of %(all)s).", **of)
    return say("You are asking your back: this week without %(pose)s (week %(n)s of %(all)s).", **of)
