"""A person's history as the engine reads it, now or as of a past day."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from hipapp.core.enums import ROUTINE_PHASES, Answer, Author
from hipapp.core.models import User
from journal.coach.engine import advise
from journal.coach.facts import MOVES, Action, Advice, Change, Effect, History, Placed, PoseFacts
from journal.coach.kept import Practised, practised
from journal.coach.models import Suggestion
from journal.coach.rows import day_of, facts_of, sessions_of
from journal.coach.sums import Sums
from journal.sessions.models import Session, Trial
from journal.sessions.trials import still_asked
from poses.content.schema import PoseDoc
from poses.gatekeeping import Gate
from poses.routines.choose import props_missing
from poses.routines.models import RoutineVersion
from poses.routines.plan import Plan


@dataclass(frozen=True)
class Seen:
    """A history, and the sums of what is older than its sessions."""

    history: History
    kept: Sums | None = None
    trial: Trial | None = None  # the question that is open, its weeks begun or not

    @property
    def practices(self) -> int:
        told = sum(not s.other_reason for s in self.history.sessions)
        return told + (self.kept.sessions if self.kept else 0)

    def advice(self) -> Advice:
        """With what can be said of the poses of the routine."""
        return advise(self.history, self.kept, only={p.pose for p in self.history.routine})


def seen_of(user: User, gate: Gate, version: RoutineVersion | None) -> Seen:
    """As of the gate's day. Five queries, six for a long journal."""
    routine = placed_in(version.plan) if version else ()
    found = practised(user, gate.today)
    trial = still_asked(user, version.plan if version else None, gate.today)
    history = History(
        day=day_of(gate.today),
        library=library_for(gate, routine),
        routine=routine,
        sessions=found.facts(gate.today),
        changes=tuple(_change(s) for s in user.suggestions.exclude(answer=Answer.OPEN.value)),
        asking=trial.pose if trial else "",
        edited=_edited(version, user.zone) if version else {},
    )
    return Seen(history, found.sums, trial)


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
    routine = placed_in(version.plan) if version else ()
    known = (_known_before(s, day) for s in sessions_of(user) if s.local_day < day)
    return History(
        day=day_of(day),
        library=library_for(gate, routine),
        routine=routine,
        sessions=tuple(facts_of(list(known), day)),
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
            old = set(placed_in(before.plan))
            day = day_of(after.created_at.astimezone(zone).date())
            for placed in placed_in(after.plan):
                if placed not in old:
                    edited.setdefault(placed.pose, day)
    return edited


def _known_before(row: Session, day: date) -> Session:
    """A session without the morning that had not come yet; only for reading."""
    if row.local_day + timedelta(days=1) >= day:
        row.next_morning = None
    return row


def effect_of(pose: str, found: Practised, gate: Gate) -> Effect | None:
    """What the data say of a pose; None if it was never done. No query."""
    library = {
        slug: PoseFacts(slug, doc.job.value, _moves(doc)) for slug, doc in gate.catalogue.poses.items()
    }
    history = History(day_of(gate.today), library, (), found.facts(gate.today))
    return advise(history, found.sums, only={pose}).effects.get(pose)


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


def placed_in(plan: Plan) -> tuple[Placed, ...]:
    """Each pose of the week once, at its highest rung."""
    highest: dict[str, int] = {}
    for step in plan.steps:
        highest[step.pose] = max(int(step.rung), highest.get(step.pose, 0))
    return tuple(Placed(pose, level) for pose, level in highest.items())


def _change(row: Suggestion, before: datetime | None = None) -> Change:
    """What was undone (`before` a moment, or ever) was no change in the end."""
    undone = row.undone_at is not None and (before is None or row.undone_at < before)
    accepted = row.answer == Answer.TRIED.value and not undone
    never = row.answer == Answer.NEVER.value
    return Change(day_of(row.day), row.pose, Action(row.action), row.to_pose or None, accepted, never)
