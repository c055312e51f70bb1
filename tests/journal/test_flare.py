"""The session for a sore day: the list asked anew before it, a gentle session after it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.enums import EventKind, HoldKind
from hipapp.core.models import User
from journal.models import Session
from journal.sessions.light import gentle_until
from journal.sessions.records import record, record_all_done
from poses.body.models import RedFlagAnswer
from poses.body.records import answer_red_flags
from poses.gatekeeping import gate_for
from poses.safety.facts import CALM_POSES

pytestmark = pytest.mark.django_db

TO_THE_LIST = "/check/?next=%2Fpractise%2Fgo%2F"


def answered_before_today(user: User) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    RedFlagAnswer.objects.filter(user=user).update(answered_on=yesterday.date(), answered_at=yesterday)


@pytest.mark.parametrize("what", ["flare", "flare_lying", "flare_chair"])
def test_a_guest_gets_there_through_both_lists(client: Client, what: str) -> None:
    first = client.post("/practise/start/", {"what": what})
    assert first.headers["Location"] == TO_THE_LIST
    second = client.post("/check/?next=/practise/go/", {"none": "1"})
    assert second.headers["Location"] == "/body/conditions/?next=%2Fpractise%2Fgo%2F"
    client.post("/body/conditions/?next=/practise/go/", {"none": "1"})
    assert client.get("/practise/go/").headers["Location"].startswith("/practise/")
    script = Session.objects.get().script
    assert script["form"] == "flare"
    chair = {s["position"] for s in script["steps"]} == {"chair"}
    assert chair is (what == "flare_chair")


def test_answered_today_it_starts_at_once(client_of: Client) -> None:
    page = client_of.post("/practise/start/", {"what": "flare"}, follow=True)
    assert page.status_code == 200
    assert "A few gentle minutes" in page.content.decode()
    session = Session.objects.get()
    assert session.is_gentle


def test_answered_on_another_day_the_list_is_asked_anew(client_of: Client, person: User) -> None:
    answered_before_today(person)
    for _ in range(2):
        start = client_of.post("/practise/start/", {"what": "flare"})
        assert start.headers["Location"] == TO_THE_LIST
    assert not Session.objects.exists()
    assert client_of.post("/practise/start/", {"what": "five"}).headers["Location"].startswith("/check/")
    assert person.red_flag_answers.filter(answered_at=None).count() == 1
    client_of.post("/check/?next=/practise/go/", {"none": "1"})
    answer_page = client_of.post("/practise/start/", {"what": "flare"})
    assert answer_page.headers["Location"] == f"/practise/{Session.objects.get().pk}/"


def test_a_sign_stops_it(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["both_legs"])
    assert client_of.post("/practise/start/", {"what": "flare"}).headers["Location"].startswith("/stop/")


def test_while_somebody_has_to_look_it_is_calm(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["night_pain"])
    client_of.post("/practise/start/", {"what": "flare"})
    script = Session.objects.get().script
    assert script["form"] == "calm"
    assert {s["pose"] for s in script["steps"]} == set(CALM_POSES)


# -- after it ----------------------------------------------------------------------------------------


def sore_session(client: Client) -> Session:
    client.post("/practise/start/", {"what": "flare"})
    return Session.objects.filter(script__form="flare").latest("started_at")


def test_the_session_after_it_is_gentle_once(client_of: Client, person: User) -> None:
    session = sore_session(client_of)
    assert gate_for(person).gentle is None, "a session that has not begun says nothing"
    record_all_done(session)
    assert gate_for(person).gentle
    assert person.holds.get(kind=HoldKind.GENTLE).until == gentle_until(session.local_day)
    client_of.post("/practise/start/", {"what": "five"})
    after = Session.objects.exclude(pk=session.pk).get()
    assert after.script["form"] == "gentle"
    record_all_done(after)
    assert gate_for(person).gentle is None


def test_it_goes_on_after_a_reload_and_is_taken_back_with_its_entry(client_of: Client, person: User) -> None:
    session = sore_session(client_of)
    record(session, EventKind.STARTED)
    assert gate_for(person).gentle
    assert client_of.get(f"/practise/{session.pk}/").status_code == 200
    record(session, EventKind.DELETED)
    assert gate_for(person).gentle is None


def test_two_sore_days_running(client_of: Client, person: User) -> None:
    record_all_done(sore_session(client_of))
    again = sore_session(client_of)
    assert again.script["form"] == "flare", "a gentle day makes it no bigger"
    record_all_done(again)
    assert gate_for(person).gentle


def test_what_is_told_of_it_later_makes_no_second_gentle_day(client_of: Client, person: User) -> None:
    """The gentle day rests on the session, not on a calm rating that is given after the gentle one was done."""
    session = sore_session(client_of)
    record_all_done(session)
    client_of.post("/practise/start/", {"what": "five"})
    record_all_done(Session.objects.exclude(pk=session.pk).get())
    record(session, EventKind.BEFORE, {"rating": 5})
    record(session, EventKind.NEXT_MORNING, {"rating": 4})
    assert gate_for(person).gentle is None
    record(session, EventKind.NEXT_MORNING, {"rating": 8})
    assert gate_for(person).gentle, "a red morning is news"
