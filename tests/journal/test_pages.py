"""The pages of practising, the journal and trends, as a person uses them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, EventKind
from hipapp.core.models import User
from journal.models import Session, SkippedDay
from journal.sessions.records import append
from poses.body.records import answer, answer_red_flags
from poses.routines.records import create_routine, latest_version
from tests.build import event, finished, make_routine, make_session

pytestmark = pytest.mark.django_db


def test_first_visit_to_moving_in_three_taps(client: Client) -> None:
    """Start, none, none: and the third answer leads into the player by itself."""
    first = client.post("/practise/start/", {"what": "five"}, follow=True)
    assert first.redirect_chain[-1][0].startswith("/check/")
    second = client.post(first.redirect_chain[-1][0], {"none": "1"}, follow=True)
    assert second.redirect_chain[-1][0].startswith("/body/conditions/")
    third = client.post(second.redirect_chain[-1][0], {"none": "1"}, follow=True)
    assert third.redirect_chain[-1][0].startswith("/practise/")
    assert third.templates[0].name == "journal/player.html"
    assert User.objects.get().is_guest


def test_urgent_leads_to_the_stop_page_and_nothing_else(client: Client) -> None:
    client.post("/practise/start/", {"what": "five"})
    client.post("/check/", {"ticked": ["both_legs"]})
    guest = User.objects.get()
    answer(guest, conditions=())
    for url in ("/practise/", "/poses/", "/poses/glute-bridge/", "/routines/", "/routines/assemble/"):
        assert client.get(url)["Location"].startswith("/stop/"), url
    assert client.post("/practise/start/", {"what": "five"})["Location"].startswith("/stop/")
    assert not Session.objects.exists()


def test_soon_leaves_breathing_and_scan(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["cancer"])
    client_of.post("/practise/start/", {"what": "five"})
    script = Session.objects.get().script
    assert script["form"] == "calm"
    assert {s["pose"] for s in script["steps"]} <= {"belly-breathing", "body-scan"}


def test_a_rating_starts_and_is_kept(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    version = latest_version(routine)
    assert client_of.get("/practise/").status_code == 200
    client_of.post("/practise/start/", {"what": "day", "version": version.pk, "weekday": "0", "before": "4"})
    session = Session.objects.get()
    assert session.before == 4
    assert session.routine_version == version
    assert client_of.get(f"/practise/{session.pk}/").status_code == 200


@pytest.mark.parametrize("rating", ["11", "-1", "four", "4.5"])
def test_a_rating_out_of_range_starts_nothing(client_of: Client, rating: str) -> None:
    response = client_of.post("/practise/start/", {"what": "five", "before": rating}, follow=True)
    assert "whole number from 0 to 10" in response.content.decode()
    assert not Session.objects.exists()


def test_another_persons_routine_cannot_be_started(client_of: Client, stranger: User) -> None:
    version = latest_version(make_routine(stranger))
    client_of.post("/practise/start/", {"what": "day", "version": version.pk, "weekday": "0"})
    assert not Session.objects.exists()


def test_a_body_that_changed_ends_an_open_session(client_of: Client, person: User) -> None:
    session = make_session(person)
    answer(person, conditions=("recent_surgery",))
    assert client_of.get(f"/practise/{session.pk}/")["Location"] == "/practise/"


def test_events_over_http(client_of: Client, person: User) -> None:
    session = make_session(person)
    url = f"/practise/{session.pk}/events/"

    def send(body: object) -> tuple[int, dict[str, object]]:
        text = body if isinstance(body, str) else json.dumps(body)
        response = client_of.post(url, text, content_type="application/json")
        return response.status_code, response.json()

    one = event(session, EventKind.BEFORE, rating=5)
    assert send({"sent_at": timezone.now().isoformat(), "events": [one]})[0] == 200
    status, answered = send({"events": [{**one, "data": {"rating": 6}}]})
    assert (status, answered["conflicts"]) == (409, [one["id"]])
    status, answered = send({"events": [event(session, EventKind.AFTER, 3, rating=12)]})
    assert status == 422
    assert send("not json")[0] == 400
    assert send({"events": 7})[0] == 400
    assert send([])[0] == 400
    assert send({"events": [{}] * 501})[0] == 413
    session.refresh_from_db()
    assert session.before == 5


def test_after_in_two_taps_and_the_morning_in_one(client_of: Client, person: User) -> None:
    session = finished(person, days_ago=1, before=4)
    client_of.post(f"/practise/{session.pk}/after/", {"rating": "3"})
    home = client_of.get("/")
    assert home.context["morning"] == session
    client_of.post(f"/practise/{session.pk}/morning/", {"rating": "2"})
    session.refresh_from_db()
    assert (session.after, session.next_morning) == (3, 2)
    assert client_of.get("/").context["morning"] is None


def test_a_rating_of_eleven_afterwards_is_refused_kindly(client_of: Client, person: User) -> None:
    session = finished(person)
    response = client_of.post(f"/practise/{session.pk}/after/", {"rating": "11"})
    assert response.status_code == 422
    assert "whole number from 0 to 10" in response.content.decode()
    session.refresh_from_db()
    assert session.after is None


def test_marks_tags_and_note(client_of: Client, person: User) -> None:
    session = finished(person)
    pose = session.poses[0]
    data = {f"mark-{pose}": "too_much", "tags": ["stress", "feelings"], "note": "tired 😴 مرهق"}
    client_of.post(f"/practise/{session.pk}/after/", data)
    session.refresh_from_db()
    assert session.marks == {pose: "too_much"}
    assert set(session.tags) == {"stress", "feelings"}
    assert session.note == "tired 😴 مرهق"


def test_a_note_too_long_keeps_what_was_typed(client_of: Client, person: User) -> None:
    session = finished(person)
    long = "word " * 4000
    response = client_of.post(f"/practise/{session.pk}/after/", {"note": long})
    page = response.content.decode()
    assert response.status_code == 422
    assert "at most 4000 characters; this one has 20000" in page
    assert long in page


def test_write_down_and_edit_for_ever(client_of: Client, person: User) -> None:
    today = today_of(person)
    form = client_of.get("/journal/add/").context["form"]
    assert form["day"].value() == today, "two taps: add, save"
    client_of.post(
        "/journal/add/", {"day": today, "minutes": "10", "title": "Swimming", "before": "5", "after": "4"}
    )
    session = Session.objects.get()
    assert (session.title, session.before, session.after, session.minutes) == ("Swimming", 5, 4, 10)
    past = today - timedelta(days=400)
    client_of.post(
        f"/journal/{session.pk}/",
        {"day": past, "at": "07:30", "minutes": "20", "title": "Swim", "after": "4"},
    )
    session.refresh_from_db()
    assert (session.local_day, session.minutes, session.title, session.before) == (past, 20, "Swim", None)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"day": "2999-01-01", "minutes": "10"}, "day"),
        ({"day": "1999-01-01", "minutes": "10"}, "day"),
        ({"day": "tomorrow", "minutes": "10"}, "day"),
        ({"day": "TODAY", "minutes": "-3"}, "minutes"),
        ({"day": "TODAY", "minutes": "10", "before": "11"}, "before"),
        ({"day": "TODAY", "minutes": "10", "next_morning": "3"}, "next_morning"),
        ({"day": "TODAY", "minutes": "10", "tags": "wings"}, "tags"),
        ({"day": "TODAY", "minutes": "10", "title": "x" * 121}, "title"),
    ],
)
def test_bad_entries_are_told_at_their_field(
    client_of: Client, person: User, data: dict[str, str], field: str
) -> None:
    sent = {**data, "day": data["day"].replace("TODAY", today_of(person).isoformat()), "note": "keep me"}
    response = client_of.post("/journal/add/", sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "keep me" in response.content.decode()
    assert not Session.objects.exists()


def test_delete_with_undo(client_of: Client, person: User) -> None:
    session = finished(person)
    page = client_of.post(f"/journal/{session.pk}/delete/", follow=True).content.decode()
    assert f"/journal/{session.pk}/restore/" in page
    assert client_of.get(f"/journal/{session.pk}/").status_code == 404
    client_of.post(f"/journal/{session.pk}/restore/")
    assert client_of.get(f"/journal/{session.pk}/").status_code == 200


def test_several_a_day_and_odd_months(client_of: Client, person: User) -> None:
    finished(person)
    finished(person)
    assert "2 sessions" in client_of.get("/journal/").content.decode()
    for month in ("2020-02", "0001-01", "9999-12", "nonsense"):
        assert client_of.get("/journal/", {"month": month}).status_code == 200
    assert client_of.get("/journal/", {"page": "99"}).status_code == 200


def test_home_moves_and_skips_without_guilt(client_of: Client, person: User) -> None:
    make_routine(person)
    assert client_of.get("/").context["card"].kind == "practice"
    client_of.post("/day/skip/", {"skip": ""})
    page = client_of.get("/")
    assert page.context["card"].kind == "let_go"
    assert "That is fine" in page.content.decode()
    client_of.post("/day/skip/", {"undo": ""})
    assert not SkippedDay.objects.exists()
    finished(person)
    assert client_of.get("/").context["card"].kind == "done"


def test_trends_say_too_early_and_then_draw(client_of: Client, person: User) -> None:
    empty = client_of.get("/trends/")
    assert 'role="img"' not in empty.content.decode()
    finished(person, days_ago=3, before=5, after=4)
    page = client_of.get("/trends/").content.decode()
    assert page.count('role="img"') == 3
    assert page.count("<table") == 3
    rows = client_of.get("/trends/shown.csv").content.decode().splitlines()
    assert rows[0].startswith("week_from,before")
    assert len(rows) >= 2


def test_you_and_this_pose(client_of: Client, person: User) -> None:
    pose = finished(person).poses[0]
    assert "You and this pose" in client_of.get(f"/poses/{pose}/").content.decode()


def test_pages_cost_a_constant_number_of_queries(
    client_of: Client, person: User, django_assert_max_num_queries: object
) -> None:
    routine = make_routine(person)
    session = finished(person, days_ago=1, before=4, after=3)
    urls = [
        "/", "/poses/", "/poses/glute-bridge/", "/practise/", "/journal/", "/journal/add/", "/trends/",
        f"/journal/{session.pk}/", f"/practise/{session.pk}/after/", "/routines/", "/routines/assemble/",
        "/routines/starters/weekly-backbone/", f"/routines/{routine.pk}/", f"/routines/{routine.pk}/add/",
        f"/routines/{routine.pk}/history/", f"/routines/{routine.pk}/text/", "/body/", "/check/", "/account/",
    ]  # fmt: skip
    client_of.get("/")  # the first visit of a week renews the sign-in
    few = {url: _queries(client_of, url) for url in urls}
    for n in range(12):
        finished(person, days_ago=n + 1, before=5)
        create_routine(person, f"R{n}", latest_version(routine).plan, Author.PERSON, activate=False)
    many = {url: _queries(client_of, url) for url in urls}
    assert many == few
    assert {url: n for url, n in few.items() if n > 10} == {}


def _queries(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200, url
    return len(seen)


def test_reload_after_sharp_goes_on(client_of: Client, person: User) -> None:
    session = make_session(person)
    append(session, [event(session, EventKind.SHARP, step=session.script["steps"][0]["key"])])
    assert client_of.get(f"/practise/{session.pk}/").status_code == 200
