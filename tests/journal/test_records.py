"""Events into rows, and what a session tells the gate."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.enums import EventKind, HoldKind, Mark, Rung
from hipapp.core.models import User
from journal.sessions.models import Session, SessionEvent
from journal.sessions.records import append, record, record_all_done, write_down
from journal.sessions.script import Form
from journal.sessions.starting import Choice, begin
from poses.body.records import answer_red_flags, latest_red_flags
from poses.gatekeeping import gate_for
from poses.models import Hold
from poses.safety.facts import CALM_POSES
from tests.build import event, finished, make_session

pytestmark = pytest.mark.django_db


def test_the_same_event_twice_changes_nothing(person: User) -> None:
    session = make_session(person)
    one = event(session, EventKind.BEFORE, rating=4)
    assert append(session, [one, one]).accepted == [one["id"]] * 2
    assert append(session, [one]).accepted == [one["id"]]
    assert SessionEvent.objects.filter(session=session).count() == 1


def test_same_id_with_other_content_is_a_conflict(person: User) -> None:
    session = make_session(person)
    one = event(session, EventKind.BEFORE, rating=4)
    append(session, [one])
    good = event(session, EventKind.AFTER, 2, rating=3)
    result = append(session, [{**one, "data": {"rating": 9}}, good])
    assert result.conflicts == [one["id"]]
    assert result.accepted == [good["id"]], "the others are kept"
    session.refresh_from_db()
    assert (session.before, session.after) == (4, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"rating": 11}},
        {"data": {"rating": True}},
        {"data": {"note": "x" * 4001}},
        {"data": {"day_only": "yes"}},
        {"data": {"day_only": 1}},
        {"data": {"day_only": None}},
        {"seq": -1},
        {"at": "yesterday"},
        {"at": "2026-01-01T10:00:00"},
        {"id": "no uuid"},
        {"kind": ""},
        {"extra": 1},
        {"session": str(uuid.uuid4())},
    ],
)
def test_nonsense_is_rejected_and_the_rest_kept(person: User, wrong: dict[str, object]) -> None:
    session = make_session(person)
    good = event(session, EventKind.AFTER, 2, rating=3)
    result = append(session, [{**event(session, EventKind.BEFORE, 1, rating=4), **wrong}, "junk", good])
    assert len(result.rejected) == 2
    assert all(r["why"] for r in result.rejected)
    assert result.accepted == [good["id"]]


def test_unknown_kinds_are_kept(person: User) -> None:
    session = make_session(person)
    append(session, [event(session, "invented_later", wings=2)])
    assert SessionEvent.objects.get().data == {"wings": 2}


def test_a_wrong_clock_is_corrected_and_the_day_is_the_persons(person: User) -> None:
    session = make_session(person)
    slow = timezone.now() - timedelta(days=3)
    append(session, [event(session, EventKind.STARTED, at=slow, tz="Pacific/Kiritimati")], sent_at=slow)
    session.refresh_from_db()
    assert abs(session.started_at - timezone.now()) < timedelta(minutes=1)
    assert session.local_day == (timezone.now() + timedelta(hours=14)).date()


def test_sharp_is_out_today_and_eased_until_it_was_calm_once(person: User) -> None:
    session = make_session(person)
    step = next(s for s in session.script["steps"] if s["rung"] >= Rung.EASIER)
    append(session, [event(session, EventKind.SHARP, step=step["key"])])
    kinds = set(Hold.objects.filter(pose=step["pose"]).values_list("kind", flat=True))
    assert kinds == {HoldKind.OUT, HoldKind.EASE}
    assert not gate_for(person).ruling(step["pose"], Rung(step["rung"])).allowed
    tomorrow = gate_for(person, session.local_day + timedelta(days=1))
    assert not tomorrow.ruling(step["pose"], Rung.STANDARD).allowed
    Hold.objects.update(created_at=timezone.now() - timedelta(days=1))
    Hold.objects.filter(kind=HoldKind.OUT).update(until=session.local_day - timedelta(days=1))
    finished(person, step["pose"])
    assert not Hold.objects.filter(pose=step["pose"], kind=HoldKind.EASE, lifted_at=None).exists()


def test_a_red_session_makes_the_next_one_gentle_until_it_is_corrected(person: User) -> None:
    session = finished(person, before=3, after=6)
    assert session.light == "red"
    assert gate_for(person).gentle
    assert gate_for(person, session.local_day + timedelta(days=5)).gentle is None, (
        "after four days it is amber"
    )
    record(session, EventKind.AFTER, {"rating": 3})
    assert gate_for(person).gentle is None


def test_a_finished_session_ends_the_gentle_one(person: User) -> None:
    finished(person, days_ago=1, before=3, after=6)
    assert gate_for(person).gentle
    Hold.objects.update(created_at=timezone.now() - timedelta(days=1))
    finished(person, before=3, after=3)
    assert gate_for(person).gentle is None


def test_numb_asks_the_list_and_only_once(person: User) -> None:
    session = make_session(person)
    numb = event(session, EventKind.NUMB)
    append(session, [numb])
    assert gate_for(person).state.due
    answer_red_flags(person, [])
    record(session, EventKind.NOTED, {"note": "it is gone"})
    assert not gate_for(person).state.due, "a later note does not ask again"


def test_after_numb_the_day_stays_calm_the_pose_eased_and_the_next_one_gentle(
    client_of: Client, person: User
) -> None:
    session = make_session(person)
    moving = next(s for s in session.script["steps"] if s["pose"] not in CALM_POSES)
    pose = moving["pose"]
    append(session, [{**event(session, EventKind.NUMB), "step": moving["key"]}])
    answer_red_flags(person, [])
    gate = gate_for(person)
    assert gate.ready
    assert gate.calm
    open_now = {slug for (slug, rung) in gate.catalogue.facts if gate.ruling(slug, rung).allowed}
    assert open_now == {"belly-breathing", "body-scan"}
    assert begin(person, Choice("five")).session.script["form"] == Form.CALM  # type: ignore[union-attr]

    home = client_of.get("/").content.decode()
    assert "Enough for today" in home
    assert "Five minutes more" not in home
    breathing = begin(person, Choice("five")).session
    assert breathing
    record_all_done(breathing)
    tomorrow = gate_for(person, session.local_day + timedelta(days=1))
    assert tomorrow.calm is None
    assert tomorrow.gentle, "breathing has not shown yet that moving is calm"
    assert [h.pose for h in tomorrow.body.holds if h.kind is HoldKind.EASE] == [pose]

    record(session, EventKind.DELETED)
    assert gate_for(person).calm is None


def test_worsening_asks_the_list_quietly(person: User) -> None:
    row = latest_red_flags(person)
    assert row
    assert row.answered_on
    row.answered_on -= timedelta(days=10)
    row.save()
    finished(person, days_ago=1, before=8)
    assert not gate_for(person).state.due
    finished(person, before=9)
    assert gate_for(person).state.due


def test_marks_and_deleting(person: User) -> None:
    session = finished(person)
    pose = session.poses[0]
    record(session, EventKind.MARKED, {"pose": pose, "mark": Mark.GOOD.value})
    assert session.marks == {pose: "good"}
    record(session, EventKind.MARKED, {"pose": pose, "mark": None})
    assert session.marks == {}
    record(session, EventKind.DELETED)
    assert not Session.objects.kept().exists()
    record(session, EventKind.RESTORED)
    assert Session.objects.kept().count() == 1


def test_written_down_by_hand(person: User) -> None:
    begun = timezone.now() - timedelta(days=2)
    session = write_down(person, started_at=begun, minutes=25, title="Walk 🚶 مشي")
    assert (session.status, session.minutes, session.title) == ("done", 25, "Walk 🚶 مشي")
    assert session.local_day == begun.date()
