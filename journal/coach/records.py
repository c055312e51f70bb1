"""What becomes of a suggestion: it is made, answered, tried and undone.

A suggestion points to the routine's version that it led to, never the reverse. Every change goes through the gate
and is a version by the coach, or, undone, by the person.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hipapp.core.clock import today_of
from hipapp.core.enums import Answer, Author, Mark, Rung, TrialEnd
from hipapp.core.models import User
from journal.coach.decide import MORE, is_calm
from journal.coach.facts import Action, Advice, History, Placed, Quiet
from journal.coach.facts import Suggestion as Proposal
from journal.coach.history import seen_of
from journal.coach.models import Suggestion
from journal.coach.rows import date_of
from journal.coach.words import Names, told
from journal.sessions.models import Trial
from journal.sessions.trials import end
from poses.gatekeeping import Gate, gate_for
from poses.library.catalogue import Catalogue
from poses.routines import edit
from poses.routines.edit import EditError
from poses.routines.models import RoutineVersion
from poses.routines.plan import Plan, Step
from poses.routines.records import active_version, change

#: An open suggestion that nobody answered passes after so many days.
OPEN_FOR = timedelta(days=7)
#: Meanwhile an open suggestion waits unseen.
WAITS = frozenset({Quiet.SEE_SOMEONE, Quiet.GENTLE})


@dataclass(frozen=True)
class Review:
    """All that the coach has for a person today. `suggestion` is the open one, if there is one."""

    history: History
    advice: Advice
    suggestion: Suggestion | None
    names: Names
    version: RoutineVersion | None
    trial: Trial | None  # the question that is open


def review(user: User, today: date | None = None, gate: Gate | None = None) -> Review:
    """What the coach has to say now; an open suggestion that no longer fits passes, a new one is stored."""
    gate = gate or gate_for(user, today or today_of(user))
    version = active_version(user)
    seen = seen_of(user, gate, version)
    history, advice = seen.history, seen.advice()
    if gate.state.stops or gate.state.calm_only:
        advice = replace(advice, suggestion=None, quiet=Quiet.SEE_SOMEONE)
    names = names_of(gate.catalogue)
    current = _current(user, version, history, advice, names)
    return Review(history, advice, current, names, version, seen.trial)


@transaction.atomic
def _current(
    user: User, version: RoutineVersion | None, history: History, advice: Advice, names: Names
) -> Suggestion | None:
    User.objects.select_for_update().get(pk=user.pk)
    now = user.suggestions.open().first()
    if now is not None and not (version is not None and _still_fits(now, version, history, advice)):
        now.answer, now.answered_at = Answer.PASSED.value, timezone.now()
        now.save(update_fields=["answer", "answered_at"])
        now = None
    if advice.quiet in WAITS:
        return None
    if now is not None:
        return now
    found = advice.suggestion
    if found is None or version is None or not user.routines.filter(pk=version.routine_id).exists():
        return None
    return Suggestion.objects.create(
        user=user,
        routine_id=version.routine_id,
        day=date_of(history.day),
        engine=advice.engine,
        rule=found.rule,
        action=found.action.value,
        pose=found.pose,
        from_level=_level_of(history, found.pose),
        to_pose=found.to or "",
        to_level=found.level,
        evidence=evidence_of(found, advice),
        words=asdict(told(found, advice, names)),
    )


def _still_fits(suggestion: Suggestion, version: RoutineVersion, history: History, advice: Advice) -> bool:
    """Its week is not over, the routine is still like that, the gate lets it in; for more, all is still calm."""
    target = suggestion.to_pose or suggestion.pose
    if suggestion.action in MORE and (advice.ask_again or history.asking or not is_calm(history)):
        return False
    return (
        suggestion.routine_id == version.routine_id
        and date_of(history.day) - suggestion.day < OPEN_FOR
        and Placed(suggestion.pose, suggestion.from_level) in history.routine
        and (suggestion.to_level is None or suggestion.to_level in history.levels(target))
    )


def evidence_of(found: Proposal, advice: Advice) -> dict[str, Any]:
    """The numbers of that day: chances, means and sds in points, sessions with and without, marks by kind."""
    effect = advice.effects[found.pose]
    return {
        "p_harm": round(found.p_harm, 4),
        "p_help": round(found.p_help, 4),
        "after": [round(effect.after_mean, 3), round(effect.after_sd, 3)],
        "next_morning": [round(effect.morning_mean, 3), round(effect.morning_sd, 3)],
        "sessions_with": effect.sessions_with,
        "sessions_without": effect.sessions_without,
        "marks": {mark.value: effect.said[mark] for mark in Mark if mark in effect.said},
    }


def _level_of(history: History, pose: str) -> int:
    return next(p.level for p in history.routine if p.pose == pose)


def names_of(catalogue: Catalogue) -> Names:
    def rung(slug: str, level: int) -> str:
        found = catalogue.rung(slug, Rung(level))
        return found.name if found else ""

    return Names(catalogue.name, rung)


# -- answers -----------------------------------------------------------------------------------------------------


@transaction.atomic
def try_it(suggestion: Suggestion) -> RoutineVersion | None:
    """Make the change in the routine it was made for. Raises `EditError` if the gate or the routine refuses it.

    Twice is once; None where the routine is gone.
    """
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.answer != Answer.OPEN.value:
        return row.made
    if row.routine is None or row.routine.deleted_at is not None:
        raise EditError(_("That routine is no longer there, so nothing was changed."))
    gate = gate_for(row.user)
    _before, made = change(row.routine, _how(row, gate), gate, author=Author.COACH)
    row.answer, row.answered_at, row.made = Answer.TRIED.value, timezone.now(), made
    row.save(update_fields=["answer", "answered_at", "made"])
    for trial in row.user.trials.open().filter(pose__in=(row.pose, row.to_pose)):
        end(trial, TrialEnd.CHANGED)
    return made


def _how(row: Suggestion, gate: Gate) -> Callable[[Plan, Plan | None], tuple[Plan, str]]:
    """The suggested change, made on every day that has the pose."""

    def how(plan: Plan, _seen: Plan | None) -> tuple[Plan, str]:
        steps = [s for s in plan.steps if s.pose == row.pose]
        if not steps:
            raise EditError(_("The pose is no longer in that routine, so nothing was changed."))
        for step in steps:
            plan = _changed(plan, step, row, gate)
        return plan, row.words["question"]

    return how


def _changed(plan: Plan, step: Step, row: Suggestion, gate: Gate) -> Plan:
    ruling, poses = gate.lasting_ruling, gate.catalogue.poses
    if row.action == Action.REMOVE:
        return edit.remove(plan, step.id)
    rung = Rung(row.to_level or 0)
    if row.action == Action.SWAP:
        return edit.swap(plan, ruling, poses, step_id=step.id, pose=row.to_pose, rung=rung)
    return edit.set_rung(plan, ruling, poses, step_id=step.id, rung=rung)


@transaction.atomic
def decline(suggestion: Suggestion, answer: Answer) -> None:
    """Not now, or never for this pose. What was answered already stays as it was."""
    if answer not in (Answer.NOT_NOW, Answer.NEVER):
        raise ValueError(f"{answer} declines nothing")
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.answer == Answer.OPEN.value:
        row.answer, row.answered_at = answer.value, timezone.now()
        row.save(update_fields=["answer", "answered_at"])


@transaction.atomic
def undo(suggestion: Suggestion) -> RoutineVersion | None:
    """Take back this one change, whenever it was made, and leave all others as they are.

    Raises `EditError` if the gate no longer lets the old form in, or nothing of the change is left.
    """
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.answer in (Answer.NEVER.value, Answer.NOT_NOW.value):
        row.answer, row.undone_at = Answer.PASSED.value, timezone.now()
        row.save(update_fields=["answer", "undone_at"])
        return None
    if row.made is None or row.undone_at is not None:
        return None
    gate = gate_for(row.user)
    _before, made = change(row.made.routine, _back(row, row.made, gate), gate)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    return made


def _back(
    row: Suggestion, made: RoutineVersion, gate: Gate
) -> Callable[[Plan, Plan | None], tuple[Plan, str]]:
    before = made.routine.versions.get(number=made.number - 1).plan
    old = {s.id: s for s in before.steps if s.pose == row.pose}

    def how(plan: Plan, _seen: Plan | None) -> tuple[Plan, str]:
        back = (
            _put_back(plan, before, old, gate)
            if row.action == Action.REMOVE
            else _as_it_was(plan, row, old, gate)
        )
        if back == plan:
            raise EditError(_("There is nothing left of that change to undo."))
        return back, _("Undone: %(change)s") % {"change": row.words["question"]}

    return how


def _as_it_was(plan: Plan, row: Suggestion, old: Mapping[str, Step], gate: Gate) -> Plan:
    """The steps that still are as the change left them, back in their earlier form."""
    ruling, poses = gate.lasting_ruling, gate.catalogue.poses
    now = (row.to_pose or row.pose, Rung(row.to_level or 0))
    for step in plan.steps:
        was = old.get(step.id)
        if was is None or (step.pose, step.rung) != now:
            continue
        if row.action == Action.SWAP:
            plan = edit.swap(plan, ruling, poses, step_id=step.id, pose=was.pose, rung=was.rung)
        else:
            plan = edit.set_rung(plan, ruling, poses, step_id=step.id, rung=was.rung)
        if was.amounts is not None:
            plan = edit.set_amounts(plan, poses, step_id=step.id, amounts=was.amounts)
    return plan


def _put_back(plan: Plan, before: Plan, old: Mapping[str, Step], gate: Gate) -> Plan:
    """What was left out, in its place again on each of its days where it does not stand already."""
    for day in before.days:
        for index, step in enumerate(day.steps):
            here = plan.day(day.weekday)
            if step.id in old and all(s.pose != step.pose for s in here.steps):
                plan = edit.add(
                    plan, gate.lasting_ruling, gate.catalogue.poses,
                    pose=step.pose, rung=step.rung, weekday=day.weekday, index=index,
                )  # fmt: skip
    return plan
