"""Holds follow from what the journal says now: however it came to say so, and in whatever order it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.clock import today_of
from hipapp.core.enums import EventKind, HoldKind, Mark, Rung
from hipapp.core.models import User
from journal.sessions.events import event_list
from journal.sessions.models import Session
from journal.sessions.records import append, record, start, write_down
from journal.sessions.script import Form, build_script
from journal.sessions.starting import close
from poses.body.records import answer, answer_red_flags, ask_red_flags
from poses.gatekeeping import gate_for
from poses.models import Hold
from poses.routines.plan import Step
from tests.build import event

pytestmark = pytest.mark.django_db

BRIDGE, TILTS = "glute-bridge", "pelvic-tilts"
Standing = set[tuple[str, str, date | None]]


def practised(
    user: User, days_ago: int, *, sharp: str = "", ratings: dict[str, int] | None = None, seconds: int = 30
) -> Session:
    """A whole session of two poses some days ago, told at the time."""
    session = begun(user, days_ago)
    at = session.started_at
    events = [event(session, EventKind.STARTED, 0, at=at)]
    for name, rating in (ratings or {}).items():
        events.append(event(session, name, 1, at=at, rating=rating))
    for n, step in enumerate(session.script["steps"]):
        kind = EventKind.SHARP if step["pose"] == sharp else EventKind.STEP_DONE
        events.append(
            event(session, kind, 2 + n, at=at + timedelta(minutes=1 + n), step=step["key"], seconds=seconds)
        )
    events.append(event(session, EventKind.FINISHED, 9, at=at + timedelta(minutes=5)))
    append(session, events)
    session.refresh_from_db()
    return session


def begun(user: User, days_ago: int) -> Session:
    gate = gate_for(user)
    steps = [Step(slug, slug, Rung.EASIER) for slug in (BRIDGE, TILTS)]
    everything = gate_for(user).lasting_ruling
    built = build_script(steps, gate.catalogue.poses, everything, Form.PLANNED, "Evening", "rules")
    session = start(user, built.script)
    session.started_at = timezone.now() - timedelta(days=days_ago)
    session.save()
    return session


def standing(user: User) -> Standing:
    rows = Hold.objects.filter(user=user).standing(today_of(user))
    return {(h.kind, h.pose, h.until) for h in rows}


def kinds(user: User) -> set[tuple[str, str]]:
    return {(kind, pose) for kind, pose, _ in standing(user)}


EASED, GENTLE = (HoldKind.EASE.value, BRIDGE), (HoldKind.GENTLE.value, "")


# -- what is reported --------------------------------------------------------------------------------


def test_sharp_is_out_until_tomorrow_and_eased_after_that(person: User) -> None:
    practised(person, 0, sharp=BRIDGE)
    today = today_of(person)
    assert not gate_for(person, today).ruling(BRIDGE, Rung.EASIER).allowed
    assert gate_for(person, today + timedelta(days=1)).ruling(BRIDGE, Rung.EASIER).allowed
    assert not gate_for(person, today + timedelta(days=1)).ruling(BRIDGE, Rung.STANDARD).allowed
    assert gate_for(person, today).ruling(TILTS, Rung.STANDARD).allowed


def test_a_deleted_session_holds_nothing_and_an_undo_brings_back_what_it_held(person: User) -> None:
    session = practised(person, 1, sharp=BRIDGE, ratings={"before": 3, "after": 7})
    before = standing(person)
    assert kinds(person) == {EASED, GENTLE}
    record(session, EventKind.DELETED)
    assert not standing(person)
    record(session, EventKind.RESTORED)
    assert standing(person) == before


def test_a_rating_that_is_corrected_there_and_back(person: User) -> None:
    session = practised(person, 1, ratings={"before": 3, "after": 7})
    seen = [kinds(person)]
    for rating in (3, 7, None):
        record(session, EventKind.AFTER, {"rating": rating})
        seen.append(kinds(person))
    assert seen == [{GENTLE}, set(), {GENTLE}, set()]


def test_an_entry_moved_to_another_day_moves_its_gentle_days(person: User) -> None:
    session = practised(person, 1, ratings={"before": 3, "after": 7})
    (_, _, until), *_ = standing(person)
    moved = session.started_at - timedelta(days=2)
    record(session, EventKind.EDITED, {"started_at": moved.isoformat()})
    assert standing(person) == {(*GENTLE, until and until - timedelta(days=2))}


def test_an_entry_moved_later_does_not_lift_its_own(person: User) -> None:
    session = practised(person, 2, ratings={"before": 3, "after": 7})
    record(session, EventKind.EDITED, {"started_at": (session.started_at + timedelta(days=1)).isoformat()})
    assert kinds(person) == {GENTLE}


# -- what lifts it -----------------------------------------------------------------------------------


def test_a_later_calm_session_lifts_ease_and_gentle(person: User) -> None:
    practised(person, 2, sharp=BRIDGE)
    assert kinds(person) == {EASED, GENTLE}
    practised(person, 1)
    assert kinds(person) == set()


def test_an_earlier_session_that_arrives_late_lifts_nothing(person: User) -> None:
    practised(person, 1, sharp=BRIDGE)
    practised(person, 2)
    assert kinds(person) == {EASED, GENTLE}


def test_too_much_afterwards_takes_the_lifting_back(person: User) -> None:
    practised(person, 2, sharp=BRIDGE)
    calm = practised(person, 1)
    record(calm, EventKind.MARKED, {"pose": BRIDGE, "mark": Mark.TOO_MUCH.value})
    assert kinds(person) == {EASED}, "the gentle session has been, but the pose was not calm"
    record(calm, EventKind.MARKED, {"pose": BRIDGE, "mark": None})
    assert kinds(person) == set()


@pytest.mark.parametrize("nothing", ["by_hand", "no_seconds", "deleted", "unfinished"])
def test_what_is_no_whole_session_lifts_nothing(person: User, nothing: str) -> None:
    practised(person, 2, sharp=BRIDGE)
    if nothing == "by_hand":
        write_down(person, started_at=timezone.now() - timedelta(days=1), minutes=20, title="Walk")
    elif nothing == "no_seconds":
        practised(person, 1, seconds=0)
    elif nothing == "deleted":
        record(practised(person, 1), EventKind.DELETED)
    else:
        later = begun(person, 1)
        append(later, [event(later, EventKind.STEP_DONE, step="s0", seconds=30)])
    assert kinds(person) == {EASED, GENTLE}


def test_a_pose_that_was_only_skipped_through_stays_eased(person: User) -> None:
    practised(person, 2, sharp=BRIDGE)
    later = begun(person, 1)
    done = event(later, EventKind.STEP_DONE, 1, step="s1", seconds=30)
    blink = event(later, EventKind.STEP_DONE, 0, step="s0", seconds=0)
    append(later, [blink, done, event(later, EventKind.FINISHED, 2)])
    assert kinds(person) == {EASED}


def test_one_of_two_calm_sessions_may_go(person: User) -> None:
    practised(person, 3, sharp=BRIDGE)
    first, second = practised(person, 2), practised(person, 1)
    record(first, EventKind.DELETED)
    assert kinds(person) == set(), "the other was calm too"
    record(second, EventKind.DELETED)
    assert kinds(person) == {EASED, GENTLE}
    record(first, EventKind.RESTORED)
    assert kinds(person) == set()


def test_an_undo_does_not_bring_back_what_was_lifted_since(person: User) -> None:
    sharp = practised(person, 2, sharp=BRIDGE)
    practised(person, 1)
    record(sharp, EventKind.DELETED)
    record(sharp, EventKind.RESTORED)
    assert kinds(person) == set()


def test_a_morning_that_turned_out_bad_counts_although_somebody_practised_since(person: User) -> None:
    session = practised(person, 2, ratings={"before": 3})
    practised(person, 1)
    record(session, EventKind.NEXT_MORNING, {"rating": 6})
    assert kinds(person) == {GENTLE}


def test_what_is_told_anew_counts_anew(person: User) -> None:
    session = practised(person, 2, sharp=BRIDGE, ratings={"before": 3, "after": 7})
    practised(person, 1)
    assert kinds(person) == set()
    record(session, EventKind.AFTER, {"rating": 8})
    assert kinds(person) == {GENTLE}, "said today, and about the back only"


# -- the list of warning signs -----------------------------------------------------------------------


def test_numb_after_the_end_asks_the_list_once_a_session(person: User) -> None:
    session = practised(person, 1)
    append(session, [event(session, EventKind.NUMB, 10, at=session.started_at + timedelta(minutes=9))])
    session.refresh_from_db()
    assert session.status == "done", "it was over already"
    assert gate_for(person).state.due
    answer_red_flags(person, [])
    append(session, [event(session, EventKind.NUMB, 11, at=session.started_at + timedelta(minutes=10))])
    record(session, EventKind.DELETED)
    record(session, EventKind.RESTORED)
    assert not gate_for(person).state.due, "once a session"
    other = practised(person, 1)
    append(other, [event(other, EventKind.NUMB, 10)])
    assert gate_for(person).state.due


def test_numb_while_the_list_waits_already_is_answered_with_it(person: User) -> None:
    session = practised(person, 0)
    ask_red_flags(person, "worse")
    append(session, [event(session, EventKind.NUMB, 10)])
    answer_red_flags(person, [])
    record(session, EventKind.NOTED, {"note": "It is gone."})
    assert not gate_for(person).state.due


def test_a_sign_felt_on_the_day_after_the_session_began_holds_for_that_day(person: User) -> None:
    session = begun(person, 1)
    first = session.script["steps"][0]
    append(session, [event(session, EventKind.STARTED, 0, at=session.started_at)])
    append(session, [event(session, EventKind.SHARP, 1, step=first["key"])])
    gate = gate_for(person)
    assert not gate.ruling(first["pose"], Rung.EASIER).allowed, "out today, not yesterday"
    append(session, [event(session, EventKind.NUMB, 2)])
    answer_red_flags(person, [])
    assert gate_for(person).calm


def test_a_report_of_a_phone_that_was_offline_when_the_session_was_closed_is_not_lost(person: User) -> None:
    session = begun(person, 0)
    append(session, [event(session, EventKind.STARTED, 0)])
    session.refresh_from_db()
    close(session)
    append(session, [event(session, EventKind.NUMB, 1)])
    assert gate_for(person).state.due
    answer_red_flags(person, [])
    assert gate_for(person).calm
    record(session, EventKind.DELETED)
    assert gate_for(person).calm is None, "thrown away by hand"


def test_too_much_on_one_side_or_only_skipping_lifts_nothing(person: User) -> None:
    practised(person, 2, sharp=BRIDGE)
    assert {h.kind for h in gate_for(person).body.holds} == {HoldKind.EASE, HoldKind.GENTLE}
    session = begun(person, 0)
    steps = [s["key"] for s in session.script["steps"]]
    skips = [event(session, EventKind.SKIPPED, n, step=key, seconds=1) for n, key in enumerate(steps, 1)]
    append(session, [event(session, EventKind.STARTED, 0), *skips, event(session, EventKind.FINISHED, 9)])
    assert {h.kind for h in gate_for(person).body.holds} == {HoldKind.EASE, HoldKind.GENTLE}


# -- any history -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happening:
    """One event of one of three sessions, told at the time or only now."""

    session: int
    kind: EventKind
    step: str | None
    data: tuple[tuple[str, Any], ...]
    late: bool


SESSIONS = 3
ratings = st.sampled_from([0, 3, 7, 9, None]).map(lambda r: (("rating", r),))
marks = st.tuples(st.sampled_from([BRIDGE, TILTS]), st.sampled_from([Mark.TOO_MUCH.value, None])).map(
    lambda m: (("pose", m[0]), ("mark", m[1]))
)
nothing: st.SearchStrategy[tuple[tuple[str, Any], ...]] = st.just(())
keys = st.sampled_from(["s0", "s1"])


def happening(
    kinds: Iterable[EventKind], data: st.SearchStrategy[Any] = nothing, step: Any = None
) -> st.SearchStrategy[Happening]:
    steps = st.none() if step is None else step
    numbers = st.integers(0, SESSIONS - 1)
    return st.builds(Happening, numbers, st.sampled_from(list(kinds)), steps, data, st.booleans())


happenings = st.lists(
    happening([EventKind.BEFORE, EventKind.AFTER, EventKind.NEXT_MORNING], ratings)
    | happening([EventKind.DELETED, EventKind.RESTORED])
    | happening([EventKind.MARKED], marks)
    | happening([EventKind.SHARP, EventKind.NUMB], step=keys)
    | happening([EventKind.STEP_DONE], st.just((("seconds", 20),)), keys)
    | happening([EventKind.FINISHED])
    | happening([EventKind.EDITED], st.integers(-2, 2).map(lambda days: (("days", days),))),
    max_size=8,
)

#: What the three sessions were at first: the happenings above then change it.
SHAPES: dict[str, list[tuple[EventKind, str | None, tuple[tuple[str, Any], ...]]]] = {
    "sharp": [(EventKind.SHARP, "s0", ()), (EventKind.FINISHED, None, ())],
    "red": [(EventKind.BEFORE, None, (("rating", 9),)), (EventKind.FINISHED, None, ())],
    "calm": [
        (EventKind.STEP_DONE, "s0", (("seconds", 20),)),
        (EventKind.STEP_DONE, "s1", (("seconds", 20),)),
        (EventKind.FINISHED, None, ()),
    ],
    "open": [],
}
shapes = st.lists(st.sampled_from(sorted(SHAPES)), min_size=SESSIONS, max_size=SESSIONS).map(
    lambda names: [Happening(n, *what, False) for n, name in enumerate(names) for what in SHAPES[name]]
)


def _with_source(user: User, sessions: list[Session]) -> set[tuple[Any, ...]]:
    number = {s.pk: n for n, s in enumerate(sessions)}
    rows = Hold.objects.filter(user=user).standing(today_of(user))
    return {(h.kind, h.pose, h.until, h.reason, number[h.source]) for h in rows if h.source}


def _someone(name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", "x")
    answer_red_flags(user, [])
    answer(user, conditions=())
    return user


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes, happenings, st.permutations(range(SESSIONS)))
def test_any_history_leads_to_the_same_holds_as_the_journal_told_at_once(
    first: list[Happening], then: list[Happening], order: list[int]
) -> None:
    """One event after the other, as they are tapped, or whole sessions in any order: the same stands."""
    with transaction.atomic():
        lived, copied = _someone("lived"), _someone("copied")
        sessions = [begun(lived, SESSIONS - n) for n in range(SESSIONS)]
        copies = [begun(copied, SESSIONS - n) for n in range(SESSIONS)]
        for one, copy in zip(sessions, copies, strict=True):
            Session.objects.filter(pk=copy.pk).update(started_at=one.started_at)
        for seq, what in enumerate(first + then):
            session = sessions[what.session]
            begun_at = timezone.now() - timedelta(days=SESSIONS - what.session)
            data = dict(what.data)
            if "days" in data:
                data = {"started_at": (begun_at + timedelta(days=data["days"])).isoformat()}
            at = timezone.now() if what.late else begun_at + timedelta(minutes=1 + seq)
            append(session, [event(session, what.kind, seq, at=at, step=what.step, **data)])
        for n in order:
            events = [{**e, "session": str(copies[n].pk)} for e in event_list(sessions[n])]
            append(copies[n], events)
        assert _with_source(copied, copies) == _with_source(lived, sessions)
        transaction.set_rollback(True)
