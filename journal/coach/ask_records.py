"""Where "ask my back" meets the records: whether a pose may be asked about, its weeks, and what they have said."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from hipapp.core.enums import TrialEnd
from hipapp.core.models import User
from journal.coach.ask import LENGTHS, Found, Practice, Refusal, chance, found, noise, refusal, toss
from journal.coach.facts import Advice, Effect, History
from journal.coach.history import Seen, seen_of
from journal.coach.sums import rung_dose
from journal.sessions.models import Trial
from journal.sessions.trials import highest_rung, needs
from poses.gatekeeping import Gate
from poses.routines.models import RoutineVersion
from poses.routines.plan import Day, Step
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

    @property
    def history(self) -> History:
        return self.seen.history

    @property
    def open_trial(self) -> Trial | None:
        return self.seen.trial

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return _days(self.version)

    @cached_property
    def offers(self) -> list[Offer]:
        """What may be asked about, what is likeliest to be answered first."""
        poses = dict.fromkeys(s.pose for d in self.days for s in d.steps)
        offers = [self.offer(p) for p in poses if self.refusal(p) is None]
        return sorted(offers, key=lambda o: -max(o.chances.values()))

    def refusal(self, pose: str) -> Refusal | None:
        """Why this pose can't be asked about now; None if it can."""
        if self.open_trial is not None:
            return Refusal.ANOTHER
        against = _against(self.days, pose, self.gate)
        if against is None and self.advice.see_someone:
            return Refusal.NOT_OPEN
        return against or refusal(self.effect(pose), self.seen.practices)

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
    return Asking(user, gate, version, seen, seen.advice())


def may_be_asked(user: User, gate: Gate, pose: str, effect: Effect | None, practices: int) -> bool:
    """Whether there is any use in offering it on the pose's own page. Two queries at the most."""
    if refusal(effect, practices) is not None or user.trials.open().exists():
        return False
    version = active_version(user)
    return version is not None and _against(_days(version), pose, gate) is None


def _days(version: RoutineVersion | None) -> tuple[Day, ...]:
    return tuple(d for d in version.plan.days if d.steps) if version else ()


def _against(days: Sequence[Day], pose: str, gate: Gate) -> Refusal | None:
    """What the routine, or the gate, has against leaving a pose out in some weeks."""
    steps = [s for d in days for s in d.steps if s.pose == pose]
    if not steps:
        return Refusal.NOT_THERE
    if gate.calm or not all(_is_open(s, gate) for s in steps):
        return Refusal.NOT_OPEN
    with_it = [d.steps for d in days if any(s.pose == pose for s in d.steps)]
    if any(all(s.pose == pose for s in steps) for steps in with_it):
        return Refusal.ALONE
    return Refusal.WARM_UP if any(needs(steps, pose, gate) for steps in with_it) else None


def _is_open(step: Step, gate: Gate) -> bool:
    """It may stand in the routine, and nothing holds it today."""
    return gate.lasting_ruling(step.pose, step.rung).allowed and gate.ruling(step.pose, step.rung).allowed


def _rated(history: History) -> list[Practice]:
    return [
        Practice(s.day // 7, with_it=False, before=s.before, after=s.after, next_morning=s.next_morning)
        for s in history.sessions
        if not s.other_reason
    ]


# -- its weeks ---------------------------------------------------------------------------------------------------


def first_day(asked: Asking) -> date:
    """Today, or tomorrow if today has its practice already."""
    practised = any(s.day == asked.history.day for s in asked.history.sessions)
    return asked.gate.today + timedelta(days=practised)


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
    tossed = toss(weeks, lambda: bool(secrets.randbits(1)))
    return Trial.objects.create(
        user=asked.user,
        pose=pose,
        first_day=first_day(asked),
        weeks="".join(Trial.WITH if has_it else Trial.WITHOUT for has_it in tossed),
        told={
            "chance": round(offer.chances[weeks], 4),
            "a_week": round(offer.a_week, 2),
            "noise": round(offer.noise, 3),
            "believed": [round(x, 4) for x in offer.believed],
            "rung": highest_rung(asked.version.plan, pose) if asked.version else None,
        },
    )


#: What speaks against taking a trial up again. That it has taught something since does not.
_STANDS_AGAINST = frozenset(Refusal) - {Refusal.HELPS, Refusal.EARLY, Refusal.UNSURE}


def may_go_on(trial: Trial, today: date) -> bool:
    """Whether a trial that was ended before its time may be taken up again, as far as itself goes.

    One that ended because something felt sharp may if that was taken back: a slip of the finger.
    """
    if today > trial.last_day:
        return False
    return trial.ended is TrialEnd.STOPPED or (trial.ended is TrialEnd.SHARP and not _felt(trial))


def _felt(trial: Trial) -> bool:
    """Whether something in its weeks still says that the pose felt sharp or went down the leg. Two queries."""
    weeks = {"local_day__gte": trial.first_day, "local_day__lte": trial.last_day}
    done = trial.user.sessions.kept().filter(**weeks).values_list("done", flat=True)
    if any(d["pose"] == trial.pose and d["sharp"] for rows in done for d in rows or ()):
        return True
    return trial.user.holds.filter(pose=trial.pose, created_at__gte=trial.created_at, lifted_at=None).exists()


@transaction.atomic
def go_on(trial: Trial, asked: Asking) -> Refusal | None:
    """Take it up again; its weeks stay as they were tossed. Why not, if that is not possible now."""
    User.objects.select_for_update().get(pk=asked.user.pk)
    trial.refresh_from_db()
    if asked.user.trials.open().exists():
        return Refusal.ANOTHER
    why = asked.refusal(trial.pose)
    if why in _STANDS_AGAINST:
        return why
    if not may_go_on(trial, asked.gate.today) or trial.told.get("rung") != _rung(asked, trial.pose):
        return Refusal.NOT_THERE
    trial.ended_at, trial.end, trial.seen_at = None, "", None
    trial.save(update_fields=["ended_at", "end", "seen_at"])
    return None


def _rung(asked: Asking, pose: str) -> int | None:
    return highest_rung(asked.version.plan if asked.version else None, pose)


def seen(trial: Trial) -> None:
    if trial.seen_at is None and not trial.is_open:
        trial.seen_at = timezone.now()
        trial.save(update_fields=["seen_at"])


# -- what they have said -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The practices of a trial, and in how many of those with the pose it was done."""

    practices: tuple[Practice, ...]
    done: int

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
    mine = trial.user.sessions.practised().filter(script__trial__id=str(trial.pk)).order_by("started_at")
    rows = mine.values_list("script__trial", "poses", "before", "after", "next_morning")
    practices = [(Practice(said["week"], said["with"], *ratings), poses) for said, poses, *ratings in rows]
    done = sum(p.with_it and trial.pose in poses for p, poses in practices)
    return Kept(tuple(p for p, _ in practices), done)
