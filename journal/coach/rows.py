"""Rows of the journal as the facts that the engine reads. Days are counted from `FIRST_DAY`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hipapp.core.enums import Mark, Tag
from hipapp.core.models import User
from journal.coach.facts import Item, SessionFacts
from journal.sessions.models import Session
from journal.sessions.records import fill_in

#: Days of a history are counted from here.
FIRST_DAY = date(2000, 1, 3)
#: A rating is out of the ordinary from so many points above the mean of so many days before it.
UNUSUAL, USUAL_DAYS, USUAL_LEAST = 2.0, 28, 3


def day_of(day: date) -> int:
    return (day - FIRST_DAY).days


def date_of(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def sessions_of(user: User, since: date = date.min) -> list[Session]:
    """Every practice since a day, oldest first, without the heavy scripts. One query."""
    found = user.sessions.practised().without_script().filter(local_day__gte=since)
    sessions = list(found.order_by("started_at", "id"))
    fill_in(sessions)
    return sessions


def facts_of(rows: Sequence[Session], today: date, since: date = date.min) -> Iterator[SessionFacts]:
    """Those from `since` to today; older rows only say what is usual, so there have to be `USUAL_DAYS` of them."""
    usual: list[tuple[date, int]] = []
    for row in rows:
        if row.local_day > today:
            continue
        if row.local_day >= since:
            yield _facts(row, usual)
        if row.before is not None:
            usual.append((row.local_day, row.before))


def _facts(row: Session, usual: Sequence[tuple[date, int]]) -> SessionFacts:
    done = row.done or []
    return SessionFacts(
        day=day_of(row.local_day),
        items=tuple(Item(d["pose"], d["level"], d["dose"]) for d in done),
        before=row.before,
        after=row.after,
        next_morning=row.next_morning,
        gentle=row.is_gentle,
        marks={pose: Mark(mark) for pose, mark in row.marks.items() if mark in set(Mark)},
        sharp=frozenset(d["pose"] for d in done if d["sharp"]),
        # What was done elsewhere, or is told of from memory, had other conditions.
        other_reason=row.by_hand or _unusual(row, usual),
        id=str(row.id),
    )


def _unusual(row: Session, usual: Sequence[tuple[date, int]]) -> bool:
    """Something else explains the day, as the person said, and it was clearly above their usual."""
    if Tag.OTHER.value not in row.tags:
        return False
    since = row.local_day - timedelta(days=USUAL_DAYS)
    lately = [rating for day, rating in usual if day >= since]
    highest = max((r for r in (row.before, row.after, row.next_morning) if r is not None), default=0)
    return len(lately) >= USUAL_LEAST and highest >= sum(lately) / len(lately) + UNUSUAL
