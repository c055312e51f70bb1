"""The coach's pages: what they show, what each button does, and what they refuse."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from hipapp.core.clock import today_of
from hipapp.core.enums import Answer, Author, Condition, Rung
from hipapp.core.models import User
from journal.coach import views
from journal.coach.engine import ENGINE
from journal.coach.facts import Action
from journal.coach.history import history_as_of
from journal.coach.models import Suggestion
from journal.coach.records import review, try_it
from poses.body.records import answer, answer_red_flags
from poses.gatekeeping import gate_for
from poses.routines import edit
from poses.routines.edit import EditError
from poses.routines.models import Routine, RoutineVersion
from poses.routines.records import How, change, latest_version
from tests.build import finished
from tests.coach.build import fuller_week, practised, sore_days, suggested

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str = "/coach/", status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def without(step_id: str) -> How:
    return lambda plan, _seen: (edit.remove(plan, step_id), "Taken out by hand")


def say(client: Client, suggestion: Suggestion, said: str) -> Any:
    return client.post(f"/coach/{suggestion.pk}/answer/", {"answer": said}, follow=True)


# -- the week ----------------------------------------------------------------------------------------------------


def test_the_suggestion_with_its_words_numbers_and_buttons(client_of: Client, suggestion: Suggestion) -> None:
    page = text_of(client_of)
    for line in (suggestion.words["question"], suggestion.words["sure"], suggestion.words["otherwise"]):
        assert escape(line) in page
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["tried", "not_now", "never"]
    assert f"/poses/{suggestion.pose}/" in page
    assert "Straight after: about" in page, "the drawing's text"
    assert page.count('class="coach-line"') == 2
    assert "Too much 8" in page
    assert "You marked it 8 times, each time “too much”." in page
    assert f"The coach’s rules, version {ENGINE}" in page
    assert "in the last two weeks" in page, "how it was and is stands above the suggestion"


def test_a_person_without_routine_and_without_practice_is_told_what_comes_first(
    client_of: Client, person: User
) -> None:
    assert "/routines/assemble/" in text_of(client_of)
    fuller_week(person)
    assert "There is nothing to look at yet." in text_of(client_of)


def test_the_quiet_week_has_counts_and_every_pose_with_its_status(
    client_of: Client, person: User, routine: Routine
) -> None:
    finished(person, days_ago=1, before=4, after=3)
    page = text_of(client_of)
    assert "It is early days." in page
    assert "tell yet" in page
    for step in latest_version(routine).plan.steps:
        assert f"/poses/{step.pose}/" in page
    assert 'name="answer"' not in page


def test_see_someone_comes_first_and_leads_to_the_warning_signs(
    client_of: Client, person: User, routine: Routine, suggestion: Suggestion
) -> None:
    for days_ago in range(12):
        practised(person, days_ago, [("cat-cow-hinge", 1)], before=9, after=9)
    page = text_of(client_of)
    assert page.index("have a look") < page.index("/coach/log/")
    assert 'href="/check/"' in page
    assert "Until a doctor or physiotherapist has had a look, the coach suggests nothing." in page
    assert 'name="answer"' not in page
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.OPEN


def test_what_the_list_asks_to_be_looked_at_comes_first(
    client_of: Client, person: User, suggestion: Suggestion
) -> None:
    answer_red_flags(person, ["cancer"])
    page = text_of(client_of)
    assert "/check/soon/" in page
    assert 'name="answer"' not in page
    answer_red_flags(person, ["both_legs"])
    assert client_of.get("/coach/").headers["Location"] == "/stop/"


def test_nothing_harder_stays_open_after_a_red_session(
    client_of: Client, person: User, routine: Routine
) -> None:
    for days_ago in range(20, 2, -2):
        practised(person, days_ago, [("cat-cow-hinge", 1)], before=3, after=3)
    pose = latest_version(routine).plan.steps[0]
    row = suggested(
        person, routine, Action.PROGRESS, rule="helps", from_level=max(
            int(s.rung) for s in latest_version(routine).plan.steps if s.pose == pose.pose
        ),
    )  # fmt: skip
    assert review(person).suggestion == row
    practised(person, 0, [("cat-cow-hinge", 1)], before=3, after=6)
    assert review(person).suggestion is None
    row.refresh_from_db()
    assert row.answer == Answer.PASSED


# -- answers -----------------------------------------------------------------------------------------------------


def test_try_it_then_undo(client_of: Client, person: User, routine: Routine, suggestion: Suggestion) -> None:
    before = latest_version(routine)
    response = say(client_of, suggestion, "tried")
    assert response.redirect_chain == [("/coach/", 302)]
    page = response.content.decode()
    made = latest_version(routine)
    assert (made.number, made.author) == (before.number + 1, Author.COACH.value)
    assert f"/routines/{routine.pk}/" in page
    assert f'form="undo-answer" formaction="/coach/{suggestion.pk}/undo/"' in page
    assert '<form id="undo-answer" method="post"' in page, "the button works without JavaScript"
    page = client_of.post(f"/coach/{suggestion.pk}/undo/", follow=True).content.decode()
    assert "Taken back." in page
    again = latest_version(routine)
    assert again.author == Author.PERSON.value
    assert [(s.pose, s.rung) for s in again.plan.steps] == [(s.pose, s.rung) for s in before.plan.steps]
    page = client_of.post(f"/coach/{suggestion.pk}/undo/", follow=True).content.decode()
    assert "nothing left to take back" in page
    assert latest_version(routine) == again


@pytest.mark.parametrize("said", ["not_now", "never"])
def test_a_no_changes_nothing_and_can_be_taken_back(
    client_of: Client, routine: Routine, suggestion: Suggestion, said: str
) -> None:
    page = say(client_of, suggestion, said).content.decode()
    assert "Nothing was changed" in page
    assert "Nothing else is suggested this week." in page
    assert "One change at a time" not in page, "there is no change"
    assert f"/coach/{suggestion.pk}/undo/" in page
    assert routine.versions.count() == 1
    response = client_of.post(f"/coach/{suggestion.pk}/undo/", {"log": ""}, follow=True)
    assert response.redirect_chain == [("/coach/log/", 302)]
    assert "You had said no, and took that back" in response.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.PASSED


def test_twice_is_once_and_another_answer_later_changes_nothing(
    client_of: Client, routine: Routine, suggestion: Suggestion
) -> None:
    say(client_of, suggestion, "tried")
    say(client_of, suggestion, "tried")
    assert routine.versions.count() == 2
    assert "answered before" in say(client_of, suggestion, "never").content.decode()
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.TRIED


@pytest.mark.parametrize("said", ["", "open", "passed", "yes"])
def test_what_is_no_answer_is_refused(client_of: Client, suggestion: Suggestion, said: str) -> None:
    assert say(client_of, suggestion, said).status_code == 400
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.OPEN


def test_looking_at_the_address_of_an_answer_does_nothing(client_of: Client, suggestion: Suggestion) -> None:
    for what in ("answer", "undo"):
        assert client_of.get(f"/coach/{suggestion.pk}/{what}/").status_code == 405


def test_a_form_from_elsewhere_is_refused(person: User, suggestion: Suggestion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/coach/{suggestion.pk}/answer/", {"answer": "tried"}).status_code == 403


def test_a_refused_change_keeps_the_card_and_says_why(
    client_of: Client, routine: Routine, suggestion: Suggestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_row: Suggestion) -> None:
        raise EditError("That day is full.")

    monkeypatch.setattr(views, "try_it", refuse)
    response = say(client_of, suggestion, "tried")
    assert response.status_code == 422
    page = response.content.decode()
    assert "That day is full." in page
    assert escape(suggestion.words["question"]) in page
    assert page.count('name="answer"') == 3
    assert routine.versions.count() == 1


def test_what_no_longer_fits_is_not_done_and_says_so(
    client_of: Client, person: User, routine: Routine, suggestion: Suggestion
) -> None:
    answer(person, conditions=[Condition.RECENT_SURGERY])
    response = say(client_of, suggestion, "tried")
    assert response.status_code == 422
    page = response.content.decode()
    assert "no longer fits" in page
    assert escape(suggestion.words["question"]) not in page, "what can't be answered is not asked"
    assert page.count('name="answer"') == 0
    assert not any(words in page for words in ("banner-avoid", "One thing to try", "Whatever you choose"))
    assert not RoutineVersion.objects.filter(author=Author.COACH.value).exists()


def test_undo_says_why_it_cannot(
    client_of: Client, person: User, routine: Routine, suggestion: Suggestion
) -> None:
    made = try_it(suggestion)
    assert made is not None
    changed = suggestion.to_pose or suggestion.pose
    for step in [s for s in made.plan.steps if s.pose == changed]:
        change(routine, without(step.id), gate_for(person))
    page = client_of.post(f"/coach/{suggestion.pk}/undo/", follow=True).content.decode()
    assert "There is nothing left of that change to undo." in page
    suggestion.refresh_from_db()
    assert suggestion.undone_at is None


# -- the log -----------------------------------------------------------------------------------------------------


def test_the_log_has_every_change_and_who_made_it(
    client_of: Client, person: User, routine: Routine, suggestion: Suggestion
) -> None:
    say(client_of, suggestion, "tried")
    step = latest_version(routine).plan.steps[0]
    change(routine, without(step.id), gate_for(person))
    page = text_of(client_of, "/coach/log/")
    at = [page.index(part) for part in ("Taken out by hand", "The coach asked", "put together for you")]
    assert at == sorted(at)
    assert "You tried it" in page
    assert "taken by you" in page
    assert "The numbers of that day" in page
    page = client_of.post(f"/coach/{suggestion.pk}/undo/", {"log": ""}, follow=True).content.decode()
    assert "You tried it and took it back on" in page
    assert "Undone:" in page


def test_the_log_is_cut_into_pages(client_of: Client, person: User, routine: Routine) -> None:
    assert "Nothing has changed yet." not in text_of(client_of, "/coach/log/")
    for n in range(60):
        suggested(person, routine, answer=Answer.PASSED.value, day=today_of(person) - timedelta(days=n))
    assert text_of(client_of, "/coach/log/").count("The coach asked") == 50
    rest = text_of(client_of, "/coach/log/?page=2")
    assert rest.count("The coach asked") == 10
    assert "put together for you" in rest


def test_the_log_of_somebody_new_is_empty(client_of: Client) -> None:
    assert "Nothing has changed yet." in text_of(client_of, "/coach/log/")


# -- the past ----------------------------------------------------------------------------------------------------


def test_replay_shows_the_past_and_stores_nothing(client_of: Client, person: User, routine: Routine) -> None:
    pose = sore_days(person, routine)
    RoutineVersion.objects.update(created_at=timezone.now() - timedelta(days=60))
    today = today_of(person)
    early = text_of(client_of, f"/coach/replay/?week={today - timedelta(days=28)}")
    assert "It is early days." in early
    late = text_of(client_of, f"/coach/replay/?week={today - timedelta(days=3)}")
    assert "coach-card" in late
    assert f"/poses/{pose}/" in late
    assert f"?week={today - timedelta(days=10)}" in late
    assert f"?week={today + timedelta(days=4)}" not in late
    assert 'name="answer"' not in late
    assert not Suggestion.objects.exists()
    assert RoutineVersion.objects.count() == 1


@pytest.mark.parametrize("week", ["", "soon", "9999-01-01", "0001-01-01"])
def test_a_week_that_is_none_shows_last_week(client_of: Client, person: User, week: str) -> None:
    shown = text_of(client_of, f"/coach/replay/?week={week}")
    assert f'value="{today_of(person) - timedelta(days=7)}"' in shown


def test_as_of_a_day_nothing_of_later_is_known(person: User, routine: Routine) -> None:
    today = today_of(person)
    for days_ago in (3, 2, 1, 0):
        practised(person, days_ago, [("cat-cow-hinge", 1)], before=4, after=4, next_morning=5)
    row = suggested(person, routine, day=today - timedelta(days=5))
    try_it(row)
    Suggestion.objects.update(answered_at=timezone.now() - timedelta(days=4))
    Suggestion.objects.filter(pk=row.pk).update(undone_at=timezone.now())
    gate = gate_for(person, today)
    then = history_as_of(person, gate, today - timedelta(days=1))
    assert [s.next_morning for s in then.sessions] == [5, None]
    assert [c.accepted for c in then.changes] == [True]
    assert then.routine == (), "the routine is not that old"
    assert history_as_of(person, gate, today - timedelta(days=5)).changes == ()
    later = history_as_of(person, gate, today + timedelta(days=1))
    assert [s.next_morning for s in later.sessions] == [5, 5, 5, None]
    assert [c.accepted for c in later.changes] == [False]
    assert later.routine


# -- elsewhere ---------------------------------------------------------------------------------------------------


def test_home_has_a_card_while_a_suggestion_waits(client_of: Client, person: User, routine: Routine) -> None:
    sore_days(person, routine)
    page = text_of(client_of, "/")
    assert "The coach has a suggestion" in page
    row = person.suggestions.get()
    assert escape(row.words["question"]) in page, "what it suggests, not only why"
    say(client_of, row, "not_now")
    assert "The coach has a suggestion" not in text_of(client_of, "/")


def test_home_takes_a_not_now_and_stays_home(client_of: Client, suggestion: Suggestion) -> None:
    said = {"answer": "not_now", "home": ""}
    response = client_of.post(f"/coach/{suggestion.pk}/answer/", said, follow=True)
    assert response.redirect_chain == [("/", 302)]
    page = response.content.decode()
    assert "It can wait." in page
    assert '<form id="undo-answer" method="post"' in page
    assert "The coach has a suggestion" not in page


def test_home_is_silent_on_a_gentle_day(client_of: Client, person: User, suggestion: Suggestion) -> None:
    assert "The coach has a suggestion" in text_of(client_of, "/")
    finished(person, before=3, after=6)
    assert "The coach has a suggestion" not in text_of(client_of, "/")


def test_trends_lead_to_the_coach(client_of: Client) -> None:
    assert 'href="/coach/"' in text_of(client_of, "/trends/")


def test_a_pose_has_what_can_be_said_of_it(client_of: Client, person: User, routine: Routine) -> None:
    pose = sore_days(person, routine)
    page = text_of(client_of, f"/poses/{pose}/")
    assert "You and this pose" in page
    assert "Too much 8" in page
    assert "too much for you right now" in page
    assert "counting how you felt before, your back was about" in page
    other = next(s.pose for s in latest_version(routine).plan.steps if s.pose != pose)
    assert "it was in every practice" in text_of(client_of, f"/poses/{other}/")


def test_pages_cost_the_same_however_much_there_is(client_of: Client, person: User, routine: Routine) -> None:
    pose = sore_days(person, routine)
    suggested(person, routine, answer=Answer.PASSED.value)
    urls = ("/", "/coach/", "/coach/log/", "/coach/replay/", f"/poses/{pose}/")
    for url in urls:
        client_of.get(url)
    few = {url: _queries(client_of, url) for url in urls}
    for n in range(12):
        practised(person, 60 + n, [(pose, Rung.STANDARD)], before=4, after=3)
        suggested(
            person, routine, answer=Answer.TRIED.value, day=today_of(person) - timedelta(days=100 + n),
            made=latest_version(routine),
        )  # fmt: skip
    assert {url: _queries(client_of, url) for url in urls} == few
    assert few["/"] <= 11
    assert few[f"/poses/{pose}/"] <= 10
    assert {url: n for url, n in few.items() if n > 18} == {}


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
