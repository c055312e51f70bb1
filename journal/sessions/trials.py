"""What a question to the back does to a practice: in its weeks without the pose, that pose is left out.

Whether to ask, and what the answer is, is the coach's.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from hipapp.core.clock import today_of
from hipapp.core.enums import Phase, TrialEnd
from hipapp.core.models import User
from hipapp.core.speech import say
from journal.sessions.models import Trial
from poses.gatekeeping import Gate
from poses.routines.plan import Plan, Step


def running(user: User, today: date) -> Trial | None:
    """The question that is being asked today. One query."""
    trial = user.trials.open().first()
    return trial if trial and trial.week_of(today) is not None else None


def to_tell(user: User) -> Trial | None:
    """The question that is open, else the newest whose answer nobody has looked at. One query."""
    unseen = user.trials.filter(seen_at=None)
    return unseen.order_by(F("ended_at").desc(nulls_first=True), "-created_at").first()


def still_asked(user: User, plan: Plan | None, today: date) -> Trial | None:
    """The open question, its weeks begun or not; ended first if they are over, or if the routine in use no longer has
    the pose as it was asked about. One query while nothing ends."""
    trial = user.trials.open().first()
    if trial is None:
        return None
    if today > trial.last_day:
        end(trial, TrialEnd.DONE)
    elif trial.told.get("rung") != highest_rung(plan, trial.pose):
        end(trial, TrialEnd.CHANGED)
    return trial if trial.is_open else None


def highest_rung(plan: Plan | None, pose: str) -> int | None:
    return max((int(s.rung) for s in plan.steps if s.pose == pose), default=None) if plan else None


# -- a practice --------------------------------------------------------------------------------------------------


def asked(
    steps: tuple[Step, ...], trial: Trial | None, day: date, gate: Gate
) -> tuple[tuple[Step, ...], dict[str, Any]]:
    """What is left of a day's steps, and what its script says of the question.

    All of them, and nothing, if the day is no part of it: the pose is not there or not open, or what is open needs it.
    """
    has_pose = trial.has_pose(day) if trial and trial.is_open else None
    if trial is None or has_pose is None:
        return steps, {}
    open_ = gate.open_steps(steps)
    if all(s.pose != trial.pose for s in open_) or needs(open_, trial.pose, gate):
        return steps, {}
    said = {"id": str(trial.pk), "pose": trial.pose, "week": trial.week_of(day), "with": has_pose}
    left = tuple(s for s in steps if s.pose != trial.pose)
    return steps if has_pose else left, {"trial": said}


def needs(steps: Sequence[Step], pose: str, gate: Gate) -> bool:
    """Whether a practice would have nothing left without the pose, or nothing to warm up with."""
    left = [s for s in steps if s.pose != pose]
    if len(left) == len(steps):
        return False
    poses = gate.catalogue.poses

    def warms(slug: str) -> bool:
        return slug in poses and poses[slug].phase is Phase.WARM_UP

    return not left or (warms(pose) and not any(warms(s.pose) for s in left))


def week_words(trial: Trial, day: date, pose: str) -> str:
    """Which week of the question a day is in; `pose` is its name. Empty on days that are no part of it."""
    week = trial.week_of(day) if trial.is_open else None
    if week is None:
        return ""
    until = date_format(trial.last_of(week), "l j F")
    of = {"pose": pose, "n": week + 1, "all": len(trial.weeks), "until": until}
    if trial.has_pose(day):
        return say("Ask my back: weeks with “%(pose)s” until %(until)s (week %(n)s of %(all)s).", **of)
    return say("Ask my back: weeks without “%(pose)s” until %(until)s (week %(n)s of %(all)s).", **of)


# -- its end -----------------------------------------------------------------------------------------------------


def end(trial: Trial, how: TrialEnd) -> None:
    """Ends it once; a second end changes nothing. What has had all its weeks is done, whatever ends it."""
    if today_of(trial.user) > trial.last_day:
        how = TrialEnd.DONE
    ended = {"ended_at": timezone.now(), "end": how.value}
    if Trial.objects.filter(pk=trial.pk).open().update(**ended):
        trial.ended_at, trial.end = ended["ended_at"], how.value


def end_if_felt(user: User, felt: Collection[str], day: date) -> None:
    """What felt sharp, or went down the leg, on a day of its weeks is not asked about any further. No query where
    nothing did."""
    trial = user.trials.open().filter(pose__in=felt).first() if felt else None
    if trial and trial.week_of(day) is not None:
        end(trial, TrialEnd.SHARP)
