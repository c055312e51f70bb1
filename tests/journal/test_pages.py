"""The pages of practising, the journal and trends, as a person uses them."""

import json
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, DayKind, EventKind, HoldKind, Rung
from hipapp.core.models import User
from journal.models import Session, SkippedDay
from journal.sessions.records import append, record, write_down
from journal.trends.records import routine_flags
from poses.body.records import answer, answer_red_flags, report
from poses.gatekeeping import gate_for
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import Day, Plan, Step
from poses.routines.records import create_routine, delete, latest_version, save_version
from poses.safety.facts import Hold
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
def test_a_rating_out_of_range_starts_nothing(client_of: Client, person: User, rating: str) -> None:
    version = latest_version(make_routine(person))
    asked = {"what": "day", "version": version.pk, "weekday": "0", "gentle": "on", "before": rating}
    response = client_of.post("/practise/start/", asked)
    assert response.status_code == 422
    assert "whole number from 0 to 10" in response.content.decode()
    assert response.context["day"].weekday == 0
    assert 'name="gentle" checked' in response.content.decode()
    for link in re.findall(r'href="(/(?:practise|check)/[^"]*)"', response.content.decode()):
        assert client_of.get(unescape(link)).status_code == 200, link
    assert 'href="?' not in response.content.decode(), (
        "the page stands at an address that only takes what is sent"
    )
    assert not Session.objects.exists()


def test_another_persons_routine_cannot_be_started(client_of: Client, stranger: User) -> None:
    version = latest_version(make_routine(stranger))
    client_of.post("/practise/start/", {"what": "day", "version": version.pk, "weekday": "0"})
    assert not Session.objects.exists()


def test_what_was_sharp_stays_out_when_its_session_is_closed(client_of: Client, person: User) -> None:
    session = make_session(person)
    step = session.script["steps"][0]
    append(session, [event(session, EventKind.SHARP, step=step["key"])])
    client_of.post(f"/practise/{session.pk}/finish/")
    session.refresh_from_db()
    assert not session.is_open
    assert not gate_for(person).ruling(step["pose"], Rung(step["rung"])).allowed


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
    assert "it has 20000 characters, and 4000 fit" in page
    assert long in page


def test_a_tap_on_the_rating_saves_what_was_typed_beside_it(client_of: Client, person: User) -> None:
    session = finished(person)
    pose = session.poses[0]
    url = f"/practise/{session.pk}/after/"
    sent = {"rating": "3", f"mark-{pose}": "good", "tags": ["sleep"], "note": "one line\r\nanother"}
    assert client_of.post(url, sent)["Location"] == url
    session.refresh_from_db()
    assert (session.after, session.marks, session.tags) == (3, {pose: "good"}, ["sleep"])
    assert session.note == "one line\nanother", "a line break counts once"
    client_of.post(url, {"rating": "4"})
    session.refresh_from_db()
    assert (session.after, session.note) == (4, "one line\nanother"), "a bare rating takes nothing away"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"rating": "3", "note": "word " * 4000}, "note"),
        ({"rating": "3", "note": "nul \0 here"}, "note"),
        ({"rating": "3", "note": "written out \\u0000"}, "note"),
        ({"rating": "3", "note": "\u200d" * 3000}, "note"),
        ({"rating": "3", "note": "kept", "tags": "wings"}, "tags"),
        ({"rating": "11", "note": "kept"}, "rating"),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_field(
    client_of: Client, person: User, sent: dict[str, str], field: str
) -> None:
    session = finished(person)
    response = client_of.post(f"/practise/{session.pk}/after/", sent)
    form = response.context["form"]
    assert (response.status_code, [f.name for f in form.wrong]) == (422, [field])
    page = response.content.decode()
    assert page.count(escape(form[field].errors[0])) == 2, "at the top and at the field"
    assert form["note"].value() == sent["note"]
    session.refresh_from_db()
    assert session.after == (None if field == "rating" else 3), "a good rating is saved all the same"
    assert not session.note


def test_done_leaves_a_session_at_that(client_of: Client, person: User) -> None:
    session = _begun(person, seconds=40)
    append(session, [event(session, EventKind.LEFT, 3)])
    assert client_of.post(f"/practise/{session.pk}/after/", {"note": "", "done": ""})["Location"] == "/"
    session.refresh_from_db()
    assert (session.status, session.seconds) == ("done", 40)
    assert client_of.get("/").context["card"].kind == "done"


def test_all_skipped_is_told_as_it_is(client_of: Client, person: User) -> None:
    session = make_session(person)
    skipped = [
        event(session, EventKind.SKIPPED, n, step=s["key"]) for n, s in enumerate(session.script["steps"])
    ]
    append(session, [*skipped, event(session, EventKind.FINISHED, 90)])
    after = client_of.get(f"/practise/{session.pk}/after/")
    assert "Nothing practised, and that is fine." in after.content.decode()
    assert not after.context["form"].mark_fields, "nobody can say how a skipped pose was"
    for url in ("/journal/", f"/journal/{session.pk}/"):
        assert "nothing practised, and that is fine" in client_of.get(url).content.decode()
    home = client_of.get("/")
    assert home.context["card"].kind == "no_routine"
    assert home.context["last"] is None


def _begun(user: User, seconds: int) -> Session:
    session = make_session(user)
    append(session, [event(session, EventKind.STARTED)])
    if seconds:
        key = session.script["steps"][0]["key"]
        append(session, [event(session, EventKind.STEP_DONE, 1, step=key, seconds=seconds)])
    session.refresh_from_db()
    return session


@pytest.mark.parametrize(("seconds", "then"), [(40, "done"), (0, "no_routine")])
def test_home_leads_back_into_an_unfinished_session(
    client_of: Client, person: User, seconds: int, then: str
) -> None:
    session = _begun(person, seconds)
    home = client_of.get("/")
    assert home.context["card"].kind == "open"
    assert f'href="/practise/{session.pk}/"' in home.content.decode()
    for _ in range(2):  # a second tap on an old page does no harm
        client_of.post(f"/practise/{session.pk}/finish/")
    assert client_of.get("/").context["card"].kind == then


def test_home_offers_no_session_that_may_not_go_on(client_of: Client, person: User) -> None:
    _begun(person, 40)
    answer(person, conditions=("recent_surgery",))
    assert client_of.get("/").context["card"].kind == "no_routine"
    assert client_of.get("/practise/").context["open_session"] is None


def test_a_finished_session_counts_whatever_was_left_open_before(client_of: Client, person: User) -> None:
    _begun(person, 40)
    finished(person)
    assert client_of.get("/").context["card"].kind == "done"


def test_a_week_can_be_made_until_there_is_one(client_of: Client, person: User) -> None:
    finished(person)
    assert "/routines/assemble/" in client_of.get("/").content.decode()
    make_routine(person)
    assert "/routines/assemble/" not in client_of.get("/").content.decode()


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
        ({"day": "TODAY", "minutes": "10", "title": "\0"}, "title"),
        ({"day": "TODAY", "minutes": "601"}, "minutes"),
        ({"day": "TODAY", "minutes": "ten"}, "minutes"),
        ({"day": "TODAY", "minutes": ""}, "minutes"),
        ({"day": "", "minutes": "10"}, "day"),
        ({"day": "TODAY", "minutes": "10", "at": "25:00"}, "at"),
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
    told = response.context["form"].errors[field]
    assert len(told) == 1
    for words in ("Ensure", "valid", "required", "Null"):
        assert words not in told[0], "Django's words, not ours"
    assert not Session.objects.exists()


def test_delete_with_undo(client_of: Client, person: User) -> None:
    session = finished(person)
    page = client_of.post(f"/journal/{session.pk}/delete/", follow=True).content.decode()
    assert f"/journal/{session.pk}/restore/" in page
    assert client_of.get(f"/journal/{session.pk}/").status_code == 404
    client_of.post(f"/journal/{session.pk}/restore/")
    assert client_of.get(f"/journal/{session.pk}/").status_code == 200


def test_emoji_and_right_to_left_are_kept(client_of: Client, person: User) -> None:
    today = today_of(person)
    sent = {"day": today, "minutes": "10", "title": "مشي 🚶‍♀️", "note": "שלום 👩‍👩‍👧 " * 40}
    assert client_of.post("/journal/add/", sent).status_code == 302
    session = Session.objects.get()
    assert (session.title, session.note) == (sent["title"], sent["note"])
    assert 'dir="auto"' in client_of.get("/journal/").content.decode()


def test_each_of_several_a_day_can_be_opened(client_of: Client, person: User) -> None:
    pair = {finished(person).pk, finished(person).pk}
    other = finished(person, days_ago=40)
    day = today_of(person).isoformat()
    calendar = client_of.get("/journal/").content.decode()
    assert "2 sessions" in calendar
    assert f'href="?day={day}#entries"' in calendar
    shown = client_of.get("/journal/", {"day": day})
    assert {s.pk for s in shown.context["entries"]} == pair
    assert f"/journal/{other.pk}/" not in shown.content.decode()
    for odd in ("2999-01-01", "0001-01-01", "nonsense"):
        assert client_of.get("/journal/", {"day": odd}).context["day"] is None


def test_a_past_day_without_a_practice_leads_to_writing_one_down(client_of: Client, person: User) -> None:
    yesterday = today_of(person) - timedelta(days=1)
    month = client_of.get(f"/journal/?month={yesterday:%Y-%m}").content.decode()
    assert f'href="/journal/add/?day={yesterday.isoformat()}"' in month
    assert f"?day={(yesterday + timedelta(days=2)).isoformat()}" not in month, "not the days to come"
    form = client_of.get(f"/journal/add/?day={yesterday.isoformat()}")
    assert form.context["form"].initial["day"] == yesterday
    assert "It was yesterday" not in form.content.decode()
    assert "It was yesterday" in client_of.get("/journal/add/").content.decode()


def test_a_month_has_its_own_entries_and_leads_to_the_next_that_has_some(
    client_of: Client, person: User
) -> None:
    here, long_ago = finished(person), finished(person, days_ago=100)
    shown = client_of.get("/journal/")
    assert list(shown.context["entries"]) == [here]
    assert shown.context["newer"] is None
    older = f"?month={long_ago.local_day:%Y-%m}"
    assert f'href="{older}"' in shown.content.decode()
    between = client_of.get("/journal/", {"month": f"{here.local_day - timedelta(days=50):%Y-%m}"})
    assert "nothing has to be" in between.content.decode()
    assert (between.context["older"], between.context["newer"]) == (long_ago, here)
    assert client_of.get(f"/journal/{older}").context["newer"] == here


def test_odd_months(client_of: Client, person: User) -> None:
    for month in ("2020-02", "0001-01", "9999-12", "nonsense"):
        assert client_of.get("/journal/", {"month": month}).status_code == 200


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


def begun(person: User, name: str, days_ago: int, *, in_use: bool = False) -> Routine:
    """A routine with a change on the day after it was made."""
    gate = gate_for(person)
    plan = Plan(
        tuple(Day(n, DayKind.PRACTICE, (Step(f"s{n}", "hip-circles", Rung.EASIER),)) for n in range(7))
    )
    routine = create_routine(person, name, plan, Author.PERSON, activate=in_use, gate=gate)
    save_version(routine, replace(plan, anchor="After tea"), Author.PERSON, f"{name} changed", gate=gate)
    for version in routine.versions.all():
        version.created_at = timezone.now() - timedelta(days=days_ago + 1 - version.number)
        version.save()
    return routine


def flagged(person: User) -> list[str]:
    return [flag.text for flag in routine_flags(person)]


def practise(person: User, routine: Routine) -> Session:
    session = finished(person)
    session.routine_version = routine.versions.get(number=1)
    session.save()
    return session


def test_only_a_week_that_is_in_use_or_was_practised_is_marked(
    person: User, stranger: User, django_assert_num_queries: Any
) -> None:
    old, guests, now = (
        begun(person, "Old", 40),
        begun(person, "Guest’s", 30),
        begun(person, "Now", 20, in_use=True),
    )
    ours = ["“Now” begins", "Now changed"]
    assert flagged(person) == ours
    begun_only = practise(person, guests)
    Session.objects.filter(pk=begun_only.pk).update(seconds=0, status="left")
    deleted = practise(person, guests)
    record(deleted, EventKind.DELETED)
    assert flagged(person) == ours
    for _ in range(3):
        practise(person, old)
    assert flagged(person) == ["“Old” begins", "Old changed", *ours]
    delete(old)
    delete(now)
    with django_assert_num_queries(1):
        assert flagged(person) == ["“Old” begins", "Old changed"], "it was practised, though put aside since"
    assert flagged(stranger) == []


def test_what_was_only_written_down_takes_no_week_into_use(person: User) -> None:
    """As the week of a guest that is put aside when they sign in, with what was written down for it."""
    guests, ours = begun(person, "Guest’s", 30), begun(person, "Now", 20, in_use=True)
    for routine in (guests, ours):
        Session.objects.filter(pk=practise(person, routine).pk).update(by_hand=True)
    assert flagged(person) == ["“Now” begins", "Now changed"]


def test_trends_mark_no_first_week_and_tell_the_days_of_the_two_averages(
    client_of: Client, person: User
) -> None:
    begun(person, "First", 2, in_use=True)
    finished(person, days_ago=1, before=5, after=4)
    page = client_of.get("/trends/").content.decode()
    assert "Something changed" not in page
    assert "“At first” is" not in page
    for days_ago in (60, 58, 56, 54, 52, 8, 6, 4, 2):
        finished(person, days_ago=days_ago, before=4, after=4)
    page = client_of.get("/trends/").content.decode()
    assert "“First” begins" in page
    then = today_of(person) - timedelta(days=60)
    assert f"“At first” is {then.day} {then:%b} to" in page
    assert "Averages of two weeks" in page


def test_a_second_week_of_the_same_name_is_told_from_the_first(person: User) -> None:
    for days_ago in (40, 30):
        practise(person, begun(person, "My week", days_ago))
    practise(person, begun(person, "Evenings", 20))
    begun(person, "My week", 10, in_use=True)
    told = [text for text in flagged(person) if text.endswith("begins")]
    new = "A new “My week” begins"
    assert told == ["“My week” begins", new, "“Evenings” begins", new]


def test_of_one_day_a_new_week_counts_more_than_a_change(person: User) -> None:
    first = make_routine(person, "First")
    plan = replace(latest_version(first).plan, anchor="After tea")
    save_version(first, plan, Author.PERSON, "Something was changed", gate=gate_for(person))
    assert [flag.text for flag in routine_flags(person)] == ["“First” begins"]
    RoutineVersion.objects.filter(number=1).update(created_at=timezone.now() - timedelta(days=3))
    told = [flag.text for flag in routine_flags(person)]
    assert told == ["“First” begins", "Something was changed"]


def test_every_page_has_a_title_of_its_own(client_of: Client, person: User, settings: Any) -> None:
    settings.HAS_MAIL = True
    session = finished(person, days_ago=1)
    urls = [
        "/", "/practise/", "/journal/", "/journal/?month=2026-01", "/journal/?day=2026-01-02", "/journal/add/",
        f"/journal/{session.pk}/", f"/practise/{session.pk}/after/", "/trends/", "/about/", "/account/",
        "/account/delete/", "/account/logout/", "/account/password/change/", "/account/password/reset/",
        "/account/password/reset/sent/", "/account/password/reset/key/1-x/", "/account/password/reset/key/done/",
        "/account/reauthenticate/", "/account/inactive/",
    ]  # fmt: skip
    titles = [re.findall("<title>(.*?)</title>", client_of.get(u).content.decode(), re.DOTALL) for u in urls]
    assert len({t[0] for t in titles}) == len(urls)


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
    assert {url: n for url, n in few.items() if n > (11 if url == "/" else 10)} == {}


def _queries(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200, url
    return len(seen)


def test_reload_after_sharp_goes_on(client_of: Client, person: User) -> None:
    """And without JavaScript, too, the pose that was sharp is no longer among those to do."""
    session = make_session(person)
    step = session.script["steps"][0]
    append(session, [event(session, EventKind.SHARP, step=step["key"])])
    page = client_of.get(f"/practise/{session.pk}/")
    assert page.status_code == 200
    left = [s["pose"] for s in page.context["plain"]]
    assert left
    assert step["pose"] not in left


@pytest.mark.parametrize("what", ["five", "flare", "day"])
def test_nothing_starts_before_the_conditions_are_answered(
    client_of: Client, person: User, what: str
) -> None:
    answer(person, conditions=None)
    for response in (client_of.get("/practise/"), client_of.post("/practise/start/", {"what": what})):
        assert response.headers["Location"].startswith("/body/conditions/?next=")
    assert not Session.objects.exists()


def test_five_minutes_are_made_of_what_is_open(client_of: Client, person: User) -> None:
    """Not of what is then left out again."""
    answer(person, conditions=("recent_surgery",))
    client_of.post("/practise/start/", {"what": "five"})
    assert {s["pose"] for s in Session.objects.get().script["steps"]} == {"belly-breathing", "body-scan"}


def test_what_is_out_today_is_not_named_before_a_session(client_of: Client, person: User) -> None:
    def day(n: int) -> Day:
        poses = ("hip-hinge", "glute-bridge")
        return Day(n, DayKind.PRACTICE, tuple(Step(f"{n}-{pose}", pose, Rung.STANDARD) for pose in poses))

    create_routine(person, "Mine", Plan(tuple(map(day, range(7)))), Author.PERSON)
    out = Hold(HoldKind.OUT, "It was sharp.", "hip-hinge")
    report(person, {out: timezone.now()}, source=uuid.uuid4())
    for page in ("/", "/practise/"):
        assert [a.name for a in client_of.get(page).context["ahead"]] == ["Glute bridge"]


def test_a_walk_written_down_leaves_todays_practice_open(client_of: Client, person: User) -> None:
    make_routine(person)

    def card() -> str:
        return (
            client_of.get("/")
            .content.decode()
            .split('aria-label="Today"')[1]
            .split("<h2")[1]
            .split("</h2>")[0]
        )

    before = card()
    write_down(person, started_at=timezone.now(), minutes=20, title="A walk")
    assert card() == before


def test_a_time_that_has_not_come_yet_is_said_at_its_field(client_of: Client, person: User) -> None:
    later = (timezone.now() + timedelta(minutes=5)).astimezone(ZoneInfo(person.time_zone))
    data = {"day": later.date().isoformat(), "at": f"{later:%H:%M}", "minutes": "5", "title": "Walk"}
    page = client_of.post("/journal/add/", data)
    assert page.status_code == 422
    assert "has not come yet" in page.content.decode()
    assert not person.sessions.exists()
