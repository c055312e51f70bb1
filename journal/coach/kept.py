"""A person's older practices as sums, so that many years cost no more to look at than the last half.

The sums follow from the sessions and are made anew whenever one of those has changed, or by another engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max

from hipapp.core.models import User
from journal.coach.engine import ENGINE, in_order
from journal.coach.facts import SessionFacts
from journal.coach.models import KeptSums
from journal.coach.rows import USUAL_DAYS, day_of, facts_of, sessions_of
from journal.coach.sums import Sums, add, as_json, from_json
from journal.sessions.models import Session

#: Younger practices are read one by one: the rules for "ask the list again" look back half a year
#: (`journal.sessions.telling`).
RECENT = timedelta(days=182)
#: However old, so many of the last rows are read one by one: what is calm is told from the last four.
LAST = 8
#: So many older ones make it worth keeping them as sums, and so many more days of them to carry the sums on.
LEAST, AGAIN = 60, timedelta(days=28)
#: Rows before the recent ones that say what is usual.
USUAL = timedelta(days=USUAL_DAYS)


@dataclass(frozen=True)
class Practised:
    """Practices since a day, after some that only say what was usual then, and the sums of all before that day."""

    user: User
    rows: list[Session]
    sums: Sums | None = None
    since: date = date.min

    @property
    def practices(self) -> int:
        recent = sum(row.local_day >= self.since for row in self.rows)
        return recent + (self.sums.sessions if self.sums else 0)

    def told_of(self, pose: str) -> Iterator[tuple[date, str | None]]:
        """(day, mark) of every practice in which a pose was done, oldest first. One query for what is summed up."""
        if self.sums:
            older = (
                self.user.sessions.practised().filter(local_day__lt=self.since).order_by("started_at", "id")
            )
            for day, poses, marks in older.values_list("local_day", "poses", "marks"):
                if pose in poses:
                    yield day, marks.get(pose)
        for row in self.rows:
            if row.local_day >= self.since and pose in row.poses:
                yield row.local_day, row.marks.get(pose)

    def facts(self, today: date) -> tuple[SessionFacts, ...]:
        return tuple(facts_of(self.rows, today, self.since))


def practised(user: User, today: date) -> Practised:
    """Two queries; one more, and less to read, for a long journal."""
    kept = KeptSums.objects.filter(user=user, engine=ENGINE).first()
    if kept is not None and not _holds(kept):
        kept = None
    if kept is None:
        return _carried(user, None, sessions_of(user), today)
    rows = sessions_of(user, kept.until - USUAL)
    if sum(row.local_day >= kept.until for row in rows) < LAST:  # some were deleted
        return _carried(user, None, sessions_of(user), today)
    return _carried(user, kept, rows, today)


def _holds(kept: KeptSums) -> bool:
    """Whether the sessions that were summed up are still the same. One query."""
    older = Session.objects.filter(user=kept.user_id, local_day__lt=kept.until).practised()
    now = older.aggregate(sessions=Count("pk"), changed_at=Max("changed_at"))
    return bool(now == {"sessions": kept.sessions, "changed_at": kept.changed_at})


def _carried(user: User, kept: KeptSums | None, rows: list[Session], today: date) -> Practised:
    """The sums carried on to half a year ago, where that is worth it."""
    sums = from_json(kept.data) if kept else None
    since, until = kept.until if kept else date.min, today - RECENT
    if len(rows) >= LAST:
        until = min(until, sorted(row.local_day for row in rows)[-LAST])
    older = [row for row in rows if since <= row.local_day < until]
    if not older or (until - since < AGAIN if kept else len(older) < LEAST):
        return Practised(user, rows, sums, since)
    facts = in_order(f for f in facts_of(rows, today, since) if f.day < day_of(until))
    sums = add(sums or Sums(), facts)
    _keep(user, kept, older, sums, until)
    return Practised(user, [row for row in rows if row.local_day >= until - USUAL], sums, until)


def _keep(user: User, kept: KeptSums | None, older: Sequence[Session], sums: Sums, until: date) -> None:
    """By what was read: a session that changes meanwhile makes the sums not hold."""
    changed_at = max(row.changed_at for row in older)
    values = {
        "engine": ENGINE,
        "until": until,
        "sessions": len(older) + (kept.sessions if kept else 0),
        "changed_at": max(changed_at, kept.changed_at) if kept else changed_at,
        "data": as_json(sums),
    }
    KeptSums.objects.update_or_create(user=user, defaults=values)
