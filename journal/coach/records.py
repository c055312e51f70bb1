"""Where the coach meets the records: a person's history as facts, and what becomes of a suggestion.

A suggestion points to the routine's version that it led to, never the reverse. Every change goes through the gate
and is a version by the coach, or, undone, by the person.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hipapp.core.clock import today_of
from hipapp.core.enums import ROUTINE_PHASES, Answer, Author, Mark, Rung, Tag, TrialEnd
from hipapp.core.models import User
from journal.coach.decide import MORE, is_calm
from journal.coach.engine import advise
from journal.coach.facts import (
    MOVES,
    Action,
    Advice,
    Change,
    Effect,
    History,
    Item,
    Placed,
    PoseFacts,
    Quiet,
    SessionFacts,
)
from journal.coach.facts import Suggestion as Proposal
from journal.coach.models import Suggestion
from journal.coach.words import Names, told
from journal.sessions.models import Session
from journal.sessions.records import fill_in
from journal.sessions.trials import end, running
from poses.content.schema import PoseDoc
from poses.gatekeeping import Gate, gate_for
from poses.library.catalogue import Catalogue
from poses.routines import edit
from poses.routines.choose import props_missing
from poses.routines.edit import EditError
from poses.routines.models import RoutineVersion
from poses.routines.plan import Plan, Step
from poses.routines.records import active_version, change

#: Days of a history are counted from here.
FIRST_DAY = date(2000, 1, 3)
#: An open suggestion that nobody answered passes after so many days.
OPEN_FOR = timedelta(days=7)
#: A rating is out of the ordinary from so many points above the mean of so many days before it.
UNUSUAL, USUAL_DAYS, USUAL_LEAST = 2.0, 28, 3
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


def review(user: User, today: date | None = None, gate: Gate | None = None) -> Review:
    """What the coach has to say now; an open suggestion that no longer fits passes, a new one is stored."""
    gate = gate or gate_for(user, today or today_of(user))
    version = active_version(user)
    history = history_of(user, gate, version)
    advice = advise(history)
    if gate.state.stops or gate.state.calm_only:
        advice = replace(advice, suggestion=None, quiet=Quiet.SEE_SOMEONE)
    names = names_of(gate.catalogue)
    current = _current(user, version, history, advice, names)
    return Review(history, advice, current, names, version)


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
        day=_date(history.day),
        engine=advice.engine,
        rule=found.rule,
        action=found.action.value,
        pose=found.pose,
        from_level=_level_of(history, found.pose),
        to_pose=found.to or "",
        to_level=found.level,
        evidence=evidence_of(found, advice, history),
        words=asdict(told(found, advice, history, names)),
    )


def _still_fits(suggestion: Suggestion, version: RoutineVersion, history: History, advice: Advice) -> bool:
    """Its week is not over, the routine is still like that, the gate lets it in; for more, all is still calm."""
    target = suggestion.to_pose or suggestion.pose
    if suggestion.action in MORE and (advice.ask_again or history.asking or not is_calm(history)):
        return False
    return (
        suggestion.routine_id == version.routine_id
        and _date(history.day) - suggestion.day < OPEN_FOR
        and Placed(suggestion.pose, suggestion.from_level) in history.routine
        and (suggestion.to_level is None or suggestion.to_level in history.levels(target))
    )


def evidence_of(found: Proposal, advice: Advice, history: History) -> dict[str, Any]:
    """The numbers of that day: chances, means and sds in points, sessions with and without, marks by kind."""
    effect = advice.effects[found.pose]
    marks = [s.marks[found.pose].value for s in history.sessions if found.pose in s.marks]
    return {
        "p_harm": round(found.p_harm, 4),
        "p_help": round(found.p_help, 4),
        "after": [round(effect.after_mean, 3), round(effect.after_sd, 3)],
        "next_morning": [round(effect.morning_mean, 3), round(effect.morning_sd, 3)],
        "sessions_with": effect.sessions_with,
        "sessions_without": effect.sessions_without,
        "marks": {m.value: marks.count(m.value) for m in Mark if m.value in marks},
    }


# -- a person's history as facts ---------------------------------------------------------------------------------


def history_of(user: User, gate: Gate, version: RoutineVersion | None) -> History:
    """As of the gate's day. Four queries."""
    routine = _placed(version.plan) if version else ()
    trial = running(user, gate.today)
    return History(
        day=_day(gate.today),
        library=library_for(gate, routine),
        routine=routine,
        sessions=tuple(_sessions(sessions_of(user), gate.today)),
        changes=tuple(_change(s) for s in user.suggestions.exclude(answer=Answer.OPEN.value)),
        asking=trial.pose if trial else "",
        edited=_edited(version, user.zone) if version else {},
    )


def history_as_of(user: User, gate: Gate, day: date) -> History:
    """What the coach could have known at the start of a past day, under the answers about the body of now.

    Which routine was in use then is not kept: the one of now counts if it was there, else the newest of then.
    Of a "no" that was taken back later nothing is known any more but that it passed. Five queries.
    """
    start = datetime.combine(day, time.min, tzinfo=user.zone)
    version = (
        RoutineVersion.objects.filter(routine__user=user, created_at__lt=start)
        .order_by("-routine__is_active", "-created_at", "-number")
        .first()
    )
    answered = user.suggestions.exclude(answer=Answer.OPEN.value).filter(answered_at__lt=start)
    routine = _placed(version.plan) if version else ()
    known = (_known_before(s, day) for s in sessions_of(user) if s.local_day < day)
    return History(
        day=_day(day),
        library=library_for(gate, routine),
        routine=routine,
        sessions=tuple(_sessions(list(known), day)),
        changes=tuple(_change(s, start) for s in answered),
        asking=next((t.pose for t in user.trials.asked_at(start) if t.week_of(day) is not None), ""),
        edited=_edited(version, user.zone) if version else {},
    )


#: So many versions of a routine are looked through for the person's own changes.
VERSIONS_BACK = 30


def _edited(version: RoutineVersion, zone: tzinfo) -> dict[str, int]:
    """Poses of a version that the person put in or gave another rung, each with the last day of that. One query.

    What somebody has just decided is not for the coach to reopen. Taking back a change of the coach counts too.
    """
    upto = RoutineVersion.objects.filter(routine=version.routine_id, number__lte=version.number)
    newest_first = list(upto.order_by("-number")[:VERSIONS_BACK])
    edited: dict[str, int] = {}
    for after, before in itertools.pairwise(newest_first):
        if after.author == Author.PERSON.value:
            old = set(_placed(before.plan))
            day = _day(after.created_at.astimezone(zone).date())
            for placed in _placed(after.plan):
                if placed not in old:
                    edited.setdefault(placed.pose, day)
    return edited


def _known_before(row: Session, day: date) -> Session:
    """A session without the morning that had not come yet; only for reading."""
    if row.local_day + timedelta(days=1) >= day:
        row.next_morning = None
    return row


def sessions_of(user: User) -> list[Session]:
    """Every practice, oldest first, without the heavy scripts. One query."""
    sessions = list(user.sessions.practised().without_script().order_by("started_at", "id"))
    fill_in(sessions)
    return sessions


def effects_of(rows: Sequence[Session], gate: Gate) -> Mapping[str, Effect]:
    """What the data say of each pose that was ever done. No query."""
    library = {
        slug: PoseFacts(slug, doc.job.value, _moves(doc)) for slug, doc in gate.catalogue.poses.items()
    }
    return advise(History(_day(gate.today), library, (), tuple(_sessions(rows, gate.today)))).effects


def library_for(gate: Gate, routine: Sequence[Placed]) -> dict[str, PoseFacts]:
    """The poses, each with the rungs that may stand in this person's routine and whose props are at hand.

    A break, a reset or a test is no part of a practice: it has none, unless somebody has put it there.
    """
    here = {p.pose for p in routine}
    return {
        slug: PoseFacts(
            slug,
            doc.job.value,
            _moves(doc),
            levels=tuple(
                int(r.rung)
                for r in doc.rungs
                if (slug in here or doc.phase in ROUTINE_PHASES)
                and not doc.test
                and gate.lasting_ruling(slug, r.rung).allowed
                and not props_missing(doc, r, gate.props)
            ),
        )
        for slug, doc in gate.catalogue.poses.items()
    }


def _moves(doc: PoseDoc) -> tuple[float, ...]:
    return tuple(float(doc.moves[m]) for m in MOVES)


def _placed(plan: Plan) -> tuple[Placed, ...]:
    """Each pose of the week once, at its highest rung."""
    highest: dict[str, int] = {}
    for step in plan.steps:
        highest[step.pose] = max(int(step.rung), highest.get(step.pose, 0))
    return tuple(Placed(pose, level) for pose, level in highest.items())


def _sessions(rows: Sequence[Session], today: date) -> Iterator[SessionFacts]:
    usual: list[tuple[date, int]] = []
    for row in rows:
        if row.local_day > today:
            continue
        done = row.done or []
        yield SessionFacts(
            day=_day(row.local_day),
            items=tuple(Item(d["pose"], d["level"], d["dose"]) for d in done),
            before=row.before,
            after=row.after,
            next_morning=row.next_morning,
            gentle=row.is_gentle,
            marks={pose: Mark(mark) for pose, mark in row.marks.items() if mark in set(Mark)},
            sharp=frozenset(d["pose"] for d in done if d["sharp"]),
            # What was done elsewhere has no poses that it could speak of.
            other_reason=row.by_hand or _unusual(row, usual),
            id=str(row.id),
        )
        if row.before is not None:
            usual.append((row.local_day, row.before))


def _unusual(row: Session, usual: Sequence[tuple[date, int]]) -> bool:
    """Something else explains the day, as the person said, and it was clearly above their usual."""
    if Tag.OTHER.value not in row.tags:
        return False
    since = row.local_day - timedelta(days=USUAL_DAYS)
    lately = [rating for day, rating in usual if day >= since]
    highest = max((r for r in (row.before, row.after, row.next_morning) if r is not None), default=0)
    return len(lately) >= USUAL_LEAST and highest >= sum(lately) / len(lately) + UNUSUAL


def _change(row: Suggestion, before: datetime | None = None) -> Change:
    """What was undone (`before` a moment, or ever) was no change in the end."""
    undone = row.undone_at is not None and (before is None or row.undone_at < before)
    accepted = row.answer == Answer.TRIED.value and not undone
    never = row.answer == Answer.NEVER.value
    return Change(_day(row.day), row.pose, Action(row.action), row.to_pose or None, accepted, never)


def _level_of(history: History, pose: str) -> int:
    return next(p.level for p in history.routine if p.pose == pose)


def _day(day: date) -> int:
    return (day - FIRST_DAY).days


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


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
        raise EditError(_("That routine is gone."))
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
            raise EditError(_("The pose is no longer in that routine."))
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
