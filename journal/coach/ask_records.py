"""Where "ask my back" meets the records: whether a pose may be asked about, its weeks, and what they have said."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from hipapp.core.enums import Phase, TrialEnd
from hipapp.core.models import User
from journal.coach.ask import LENGTHS, Found, Practice, Refusal, chance, found, noise, refusal, toss
from journal.coach.facts import Advice, Effect, History
from journal.coach.history import Seen, seen_of
from journal.coach.sums import rung_dose
from journal.sessions.models import Session, Trial
from journal.sessions.trials import end
from poses.gatekeeping import Gate
from poses.routines.models import RoutineVersion
from poses.routines.plan import Day
from poses.routines.records import active_version

#: How far back is looked to see how often somebody practises and rates (days).
LOOK_BACK = 28
#: What is taken for the share of planned practices that are done and rated, where nothing is known yet.
USUAL_SHARE = 0.6


class RefusedTrialError(Exception):
    """A question that can't be asked now. `why` says so."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Offer:
    """What is told before a trial begins. `chances` are of a clear answer, by weeks."""

    pose: str
    a_week: float  # rated practices of a week in which the pose would be
    noise: float
    believed: tuple[float, float]  # effect of one practice with it as planned, mean and sd in points
    chances: dict[int, float]


@dataclass(frozen=True)
class Asking:
    """All that has to be known to ask about any pose. Seven queries beside the gate's."""

    user: User
    gate: Gate
    version: RoutineVersion | None
    seen: Seen
    advice: Advice
    open_trial: Trial | None

    @property
    def history(self) -> History:
        return self.seen.history

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(d for d in self.version.plan.days if d.steps) if self.version else ()

    @cached_property
    def poses(self) -> list[str]:
        """The poses of the routine that may be asked about, in its order."""
        slugs = dict.fromkeys(s.pose for d in self.days for s in d.steps)
        return [p for p in slugs if self.refusal(p) is None]

    def refusal(self, pose: str) -> Refusal | None:
        """Why this pose can't be asked about now; None if it can."""
        if self.open_trial is not None:
            return Refusal.ANOTHER
        if all(s.pose != pose for d in self.days for s in d.steps):
            return Refusal.NOT_THERE
        if self.gate.calm or self.advice.see_someone or self._is_held(pose):
            return Refusal.NOT_OPEN
        if any(_needs(d, pose, self.gate) for d in self.days):
            return Refusal.ALONE
        return refusal(self.effect(pose), self.seen.practices)

    def _is_held(self, pose: str) -> bool:
        """Only an easier form of it is open today, or none, or it may not stand in the routine."""
        steps = (s for d in self.days for s in d.steps if s.pose == pose)
        gate = self.gate
        return any(
            not gate.lasting_ruling(s.pose, s.rung).allowed or not gate.ruling(s.pose, s.rung).allowed
            for s in steps
        )

    def effect(self, pose: str) -> Effect | None:
        return self.advice.effects.get(pose)

    def offer(self, pose: str) -> Offer:
        """Raises `RefusedTrialError` if it can't be asked."""
        why = self.refusal(pose)
        effect = self.effect(pose)
        if why is not None or effect is None:
            raise RefusedTrialError(why or Refusal.EARLY)
        dose = max(rung_dose(p.level) for p in self.history.routine if p.pose == pose)
        mean, sd = dose * effect.after_mean, dose * effect.after_sd
        a_week = self._a_week(pose)
        varies = noise(_rated(self.history))
        chances = {weeks: chance(weeks, a_week, varies, mean, sd) for weeks in LENGTHS}
        return Offer(pose, a_week, varies, (mean, sd), chances)

    def _a_week(self, pose: str) -> float:
        planned = sum(any(s.pose == pose for s in d.steps) for d in self.days)
        first = self.history.sessions[0].day if self.history.sessions else self.history.day
        days = min(LOOK_BACK, self.history.day - first)
        if days < 7:
            return planned * USUAL_SHARE
        lately = [s for s in self.history.sessions if self.history.day - s.day <= days]
        rated = sum(s.before is not None and s.after is not None for s in lately)
        return planned * min(1.0, rated / (len(self.days) * days / 7))


def asking(user: User, gate: Gate) -> Asking:
    version = active_version(user)
    seen = seen_of(user, gate, version)
    trial = user.trials.open().first()
    if trial is not None and trial.last_day < gate.today:
        end(trial, TrialEnd.DONE)
        trial = None
    return Asking(user, gate, version, seen, seen.advice(), trial)


def _needs(day: Day, pose: str, gate: Gate) -> bool:
    """Whether a day's practice would be empty without the pose, or would not warm up."""
    left = [s for s in day.steps if s.pose != pose]
    if len(left) == len(day.steps):
        return False
    poses = gate.catalogue.poses

    def warms(slug: str) -> bool:
        return slug in poses and poses[slug].phase is Phase.WARM_UP

    return not left or (warms(pose) and not any(warms(s.pose) for s in left))


def _rated(history: History) -> list[Practice]:
    return [
        Practice(s.day // 7, with_it=False, before=s.before, after=s.after, next_morning=s.next_morning)
        for s in history.sessions
        if not s.other_reason
    ]


# -- its weeks ---------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(asked: Asking, pose: str, weeks: int) -> Trial:
    """Toss the coin and begin: today, or tomorrow if today has its practice already.

    Raises `RefusedTrialError` if it can't be asked, `ValueError` for another number of weeks than `LENGTHS`.
    """
    User.objects.select_for_update().get(pk=asked.user.pk)
    if asked.user.trials.open().exists():
        raise RefusedTrialError(Refusal.ANOTHER)
    offer = asked.offer(pose)
    if weeks not in LENGTHS:
        raise ValueError(f"{weeks} weeks are not offered")
    today = asked.gate.today
    practised = any(s.day == asked.history.day for s in asked.history.sessions)
    tossed = toss(weeks, lambda: bool(secrets.randbits(1)))
    return Trial.objects.create(
        user=asked.user,
        pose=pose,
        first_day=today + timedelta(days=1) if practised else today,
        weeks="".join(Trial.WITH if has_it else Trial.WITHOUT for has_it in tossed),
        told={
            "chance": round(offer.chances[weeks], 4),
            "a_week": round(offer.a_week, 2),
            "noise": round(offer.noise, 3),
            "believed": [round(x, 4) for x in offer.believed],
        },
    )


def may_go_on(trial: Trial, today: date) -> bool:
    """Whether a trial that the person has stopped may be taken up again, as far as itself goes."""
    return trial.ended is TrialEnd.STOPPED and today <= trial.last_day


@transaction.atomic
def go_on(trial: Trial, asked: Asking) -> bool:
    """Take it up again; its weeks stay as they were tossed. False if that is not possible any more."""
    User.objects.select_for_update().get(pk=asked.user.pk)
    trial.refresh_from_db()
    if not may_go_on(trial, asked.gate.today) or asked.refusal(trial.pose) is not None:
        return False
    trial.ended_at, trial.end, trial.seen_at = None, "", None
    trial.save(update_fields=["ended_at", "end", "seen_at"])
    return True


def seen(trial: Trial) -> None:
    if trial.seen_at is None and not trial.is_open:
        trial.seen_at = timezone.now()
        trial.save(update_fields=["seen_at"])


# -- what they have said -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The practices of a trial, and in how many of them the pose was done."""

    practices: tuple[Practice, ...]
    done_with: int
    done_without: int

    @property
    def with_it(self) -> int:
        return sum(p.with_it for p in self.practices)

    @property
    def without(self) -> int:
        return len(self.practices) - self.with_it

    @cached_property
    def found(self) -> Found:
        return found(self.practices)


def kept_of(trial: Trial) -> Kept:
    """One query. Every practice that was laid out for the trial counts, also a day that something else explains:
    to pick among them afterwards would undo what the coin is for."""
    rows = trial.user.sessions.practised().filter(
        local_day__gte=trial.first_day, local_day__lte=trial.last_day + timedelta(days=1), by_hand=False
    )
    mine = [row for row in rows.order_by("started_at") if _said(row, trial)]
    return Kept(
        tuple(_practice(row, trial) for row in mine),
        sum(_said(row, trial)["with"] and _did(row, trial.pose) for row in mine),
        sum(not _said(row, trial)["with"] and _did(row, trial.pose) for row in mine),
    )


def _said(row: Session, trial: Trial) -> dict[str, Any]:
    said: dict[str, Any] = row.script.get("trial") or {}
    return said if said.get("id") == str(trial.pk) else {}


def _did(row: Session, pose: str) -> bool:
    return pose in row.poses


def _practice(row: Session, trial: Trial) -> Practice:
    said = _said(row, trial)
    return Practice(said["week"], said["with"], row.before, row.after, row.next_morning)
