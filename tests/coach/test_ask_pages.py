"""Ask my back, through its pages: what is offered, what it does to a practice, how it ends."""

import re
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from hipapp.core.clock import today_of
from hipapp.core.enums import EventKind, HoldKind, Phase, TrialEnd
from hipapp.core.models import User
from hipapp.site.export import export_of
from journal.coach import ask_words
from journal.coach.ask import Refusal
from journal.coach.ask_records import Asking, asking, begin, go_on, kept_of
from journal.coach.facts import Action, Quiet
from journal.coach.records import review, try_it
from journal.sessions.models import Session, Trial
from journal.sessions.records import append
from journal.sessions.starting import Choice
from journal.sessions.starting import begin as start_practice
from journal.sessions.trials import asked as take_out
from journal.sessions.trials import end
from poses.gatekeeping import gate_for
from poses.routines import edit
from poses.routines.models import Routine
from poses.routines.records import change, latest_version
from tests.build import event
from tests.coach.build import even_days, lived_through, moved, practised, suggested

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(person: User, routine: Routine) -> Asking:
    even_days(person, routine)
    return asking(person, gate_for(person))


@pytest.fixture
def pose(asked: Asking) -> str:
    """One that may be asked about, on the routine's first day."""
    first = {s.pose for s in asked.days[0].steps}
    return next(p for p in [o.pose for o in asked.offers] if p in first)


@pytest.fixture
def heads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The coin always lets the week with the pose come first."""
    monkeypatch.setattr(secrets, "randbits", lambda _n: 1)


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def practice(person: User, routine: Routine) -> Session:
    day = latest_version(routine).plan.days[0].weekday
    version = str(latest_version(routine).pk)
    session = start_practice(person, Choice("day", version, day)).session
    assert session is not None
    return session


def done(session: Session, before: int = 4, after: int = 4) -> None:
    events = [event(session, EventKind.STARTED, 0), event(session, EventKind.BEFORE, 1, rating=before)]
    for n, step in enumerate(session.script["steps"]):
        events.append(event(session, EventKind.STEP_DONE, 2 + n, step=step["key"], seconds=30))
    events += [event(session, EventKind.FINISHED, 90), event(session, EventKind.AFTER, 91, rating=after)]
    append(session, events)


# -- before it begins --------------------------------------------------------------------------------------------


def test_what_can_be_asked_and_how_likely_an_answer_is(client_of: Client, asked: Asking, pose: str) -> None:
    name = asked.gate.catalogue.name(pose)
    assert escape(name) in text_of(client_of, "/coach/ask/")
    assert f"/coach/ask/{pose}/" in text_of(client_of, f"/poses/{pose}/")
    page = text_of(client_of, f"/coach/ask/{pose}/")
    for weeks in (4, 8, 12, 16):
        assert f"{weeks} weeks" in page
    assert page.count("hardly any chance") + len(re.findall(r"about \d in 10", page)) == 4
    assert re.search(r"(about \d|less than one) rated practices? a week", page)
    assert ("would hardly tell" in page) is (max(asked.offer(pose).chances.values()) < 0.05)
    assert not Trial.objects.exists(), "looking begins nothing"


def test_what_it_is_comes_first_and_the_way_to_trends(client_of: Client, asked: Asking) -> None:
    """Strangers looked for a place to type a question, and met odds."""
    page = text_of(client_of, "/coach/ask/").split("<h1>")[1]
    told = ["A small test of one pose over some weeks", 'href="/trends/"', "<details>", "a coin decides"]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert places[-1] < page.index('id="askable"')


@pytest.mark.parametrize("least", [0.0, 1.1])
def test_poses_that_would_hardly_tell_are_folded_away(
    client_of: Client, asked: Asking, monkeypatch: pytest.MonkeyPatch, least: float
) -> None:
    monkeypatch.setattr(ask_words, "HARDLY", least)
    page = text_of(client_of, "/coach/ask/").split('id="askable"')[1]
    links = re.findall(r'href="/coach/ask/[^"]+/"', page)
    assert len(links) == len(asked.offers)
    assert "hardly any chance" not in page
    open_part = page.split("<details>")[0]
    if least:
        assert "no test would tell clearly" in open_part
        assert 'href="/coach/ask/' not in open_part
        assert "Show the poses all the same" in page
    else:
        assert "the chance that a test of 16 weeks ends with a clear answer." in open_part
        assert open_part.count('href="/coach/ask/') == len(links)


def test_the_chances_that_are_told_are_those_of_the_reckoning(asked: Asking, pose: str) -> None:
    offer = asked.offer(pose)
    planned = sum(any(s.pose == pose for s in d.steps) for d in asked.days)
    assert 0 < offer.a_week <= planned
    assert list(offer.chances) == [4, 8, 12, 16]
    assert sorted(offer.chances.values()) == list(offer.chances.values())


def test_begin_keeps_what_was_told_and_asks_one_thing_at_a_time(
    client_of: Client, person: User, asked: Asking, pose: str
) -> None:
    response = client_of.post(f"/coach/ask/{pose}/", {"weeks": "12"}, follow=True)
    trial = person.trials.get()
    assert response.redirect_chain == [(f"/coach/trial/{trial.pk}/", 302)]
    assert (len(trial.weeks), trial.first_day) == (12, today_of(person))
    assert trial.told["chance"] == pytest.approx(asked.offer(pose).chances[12], abs=1e-3)
    other = next(p for p in [o.pose for o in asked.offers] if p != pose)
    refused = client_of.post(f"/coach/ask/{other}/", {"weeks": "4"})
    assert refused.status_code == 422
    assert "One question at a time" in refused.content.decode()
    assert person.trials.count() == 1


def test_after_todays_practice_it_begins_tomorrow(person: User, asked: Asking, pose: str) -> None:
    practised(person, 0, [(pose, 1)], before=4, after=4)
    trial = begin(asking(person, gate_for(person)), pose, 8)
    assert trial.first_day == today_of(person) + timedelta(days=1)
    assert trial.has_pose(today_of(person)) is None


@pytest.mark.parametrize("weeks", ["", "5", "0", "-4", "many", "999999999"])
def test_another_number_of_weeks_is_refused_at_the_field(client_of: Client, pose: str, weeks: str) -> None:
    response = client_of.post(f"/coach/ask/{pose}/", {"weeks": weeks})
    assert response.status_code == 422
    assert "Please choose how many weeks." in response.content.decode()
    assert not Trial.objects.exists()


def test_why_not_is_said(client_of: Client, person: User, asked: Asking, pose: str) -> None:
    placed = {s.pose for d in asked.days for s in d.steps}
    poses = asked.gate.catalogue.poses
    outside = next(p for p in poses if p not in placed)
    page = text_of(client_of, f"/coach/ask/{outside}/")
    assert "is not in your routine" in page
    assert f'href="/poses/{outside}/">Add it to your routine</a>' in page, "there is a way on"
    assert "No such" not in text_of(client_of, "/coach/ask/no-such-pose/", 404)
    for days_ago in (1, 2, 3, 4):
        practised(person, days_ago, [(pose, 1)], before=3, after=6, marks={pose: "too_much"})
    page = text_of(client_of, f"/coach/ask/{pose}/")
    assert "is a bit much for you" in page or "may be too much for you" in page
    assert f"/coach/ask/{pose}/" not in text_of(client_of, f"/poses/{pose}/")


def test_what_warms_up_alone_is_needed(asked: Asking) -> None:
    poses = asked.gate.catalogue.poses
    for day in asked.days:
        warm = [s.pose for s in day.steps if poses[s.pose].phase is Phase.WARM_UP]
        if len(set(warm)) == 1:
            assert asked.refusal(warm[0]) is Refusal.WARM_UP


def test_somebody_new_is_told_what_is_missing(client_of: Client, person: User) -> None:
    assert "You don’t have one yet." in text_of(client_of, "/coach/ask/")


# -- its weeks ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("heads")
def test_in_weeks_without_it_the_pose_is_left_out_and_everybody_says_so(
    client_of: Client, person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 8)
    day = latest_version(routine).plan.days[0]
    at = f"/practise/?routine={latest_version(routine).pk}&day={day.weekday}"
    name = asked.gate.catalogue.name(pose)
    assert escape(f"with “{name}” until") in text_of(client_of, at)
    with_it = practice(person, routine)
    assert with_it.script["trial"] == {"id": str(trial.pk), "pose": pose, "week": 0, "with": True}
    assert pose in {s["pose"] for s in with_it.script["steps"]}
    with_it.delete()

    moved(trial, 7)
    page = text_of(client_of, at)
    assert escape(f"without “{name}” until") in page
    without = practice(person, routine)
    assert without.script["trial"]["with"] is False
    assert {s["pose"] for s in without.script["steps"]} == {s.pose for s in day.steps} - {pose}
    assert latest_version(routine).number == 1, "the routine itself is not touched"


@pytest.mark.usefixtures("heads")
def test_a_gentle_day_and_five_minutes_are_no_part_of_it(
    person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    moved(begin(asked, pose, 8), 7)
    version = latest_version(routine)
    for choice in (Choice("five"), Choice("day", str(version.pk), version.plan.days[0].weekday, gentle=True)):
        session = start_practice(person, choice).session
        assert session is not None
        assert "trial" not in session.script


@pytest.mark.usefixtures("heads")
def test_meanwhile_nothing_gets_harder_but_too_much_is_still_said(
    person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    begin(asked, pose, 8)
    assert review(person).advice.quiet is Quiet.ASKING
    other = next(s.pose for s in latest_version(routine).plan.steps if s.pose != pose)
    for n, days_ago in enumerate(range(40, 1, -2)):
        with_it = n % 2 == 0
        practised(
            person, days_ago, [(other, 1)] if with_it else [(pose, 1)], before=4, after=7 if with_it else 3,
            marks={other: "too_much"} if with_it else {},
        )  # fmt: skip
    practised(person, 0, [(pose, 1)], before=3, after=3)
    suggestion = review(person).advice.suggestion
    assert suggestion is not None
    assert suggestion.action in (Action.EASE, Action.SWAP, Action.REMOVE)


@pytest.mark.usefixtures("heads")
def test_sharp_ends_it(client_of: Client, person: User, routine: Routine, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 8)
    session = practice(person, routine)
    step = next(s["key"] for s in session.script["steps"] if s["pose"] == pose)
    append(session, [event(session, EventKind.STARTED, 0), event(session, EventKind.SHARP, 1, step=step)])
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.SHARP
    assert person.holds.filter(kind=HoldKind.EASE, pose=pose).exists()
    page = text_of(client_of, f"/coach/trial/{trial.pk}/")
    assert "That is an answer of its own" in page
    assert "Go on asking" not in page
    assert asking(person, gate_for(person)).refusal(pose) is Refusal.NOT_OPEN


def test_a_change_of_that_pose_by_the_coach_ends_it(
    person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 8)
    step = next(s for s in latest_version(routine).plan.steps if s.pose == pose)
    try_it(suggested(person, routine, pose=pose, from_level=int(step.rung)))
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.CHANGED


# -- stop, go on, the answer -------------------------------------------------------------------------------------


def test_stop_and_undo(client_of: Client, person: User, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 8)
    page = client_of.post(f"/coach/trial/{trial.pk}/stop/", follow=True).content.decode()
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.STOPPED
    assert "You stopped in week 1." in page
    assert f'formaction="/coach/trial/{trial.pk}/go-on/"' in page
    weeks = trial.weeks
    page = client_of.post(f"/coach/trial/{trial.pk}/go-on/", follow=True).content.decode()
    assert "It goes on." in page
    trial.refresh_from_db()
    assert trial.is_open
    assert trial.weeks == weeks
    client_of.post(f"/coach/trial/{trial.pk}/stop/")
    trial.refresh_from_db()
    moved(trial, 100)
    page = client_of.post(f"/coach/trial/{trial.pk}/go-on/", follow=True).content.decode()
    assert "so it can’t go on" in page


@pytest.mark.usefixtures("heads")
def test_the_answer_comes_after_the_last_day_and_not_before(
    client_of: Client, person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 4)
    session = practice(person, routine)
    done(session, 4, 5)
    url = f"/coach/trial/{trial.pk}/"
    page = text_of(client_of, url)
    assert "Practices so far: 1 in weeks with it, 0 in weeks without." in page
    assert "coach-plot" not in page, "nobody stops at a lucky moment"
    lived_through(trial, session)
    moved(trial, 28)
    assert "Ask my back: your question has its answer" in text_of(client_of, "/")
    page = text_of(client_of, url)
    assert "Your back was sorer after practices with" in page
    assert page.count('class="coach-line"') == 1, "next mornings were never rated"
    assert "Your question to your back" not in text_of(client_of, "/")
    assert escape(asked.gate.catalogue.name(pose)) in text_of(client_of, "/coach/ask/")
    log = text_of(client_of, "/coach/log/")
    assert "You asked your back" in log
    assert url in log


@pytest.mark.usefixtures("heads")
def test_only_practices_that_were_laid_out_for_it_count(person: User, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 4)
    practised(person, 0, [(pose, 1)], before=4, after=9)
    model = practised(person, 1, [], before=None)
    assert kept_of(trial).practices == ()
    lived_through(moved(trial, 28), model)
    kept = kept_of(trial)
    assert (kept.with_it, kept.without) == (14, 14)
    assert kept.done == 14


def test_a_stranger_sees_and_stops_nothing(client: Client, stranger: User, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 4)
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/coach/trial/{trial.pk}/").status_code == 404
    for what in ("stop", "go-on"):
        assert client.post(f"/coach/trial/{trial.pk}/{what}/").status_code == 404
        assert client.get(f"/coach/trial/{trial.pk}/{what}/").status_code == 405
    trial.refresh_from_db()
    assert trial.is_open


def test_pages_cost_the_same_however_much_there_is(
    client_of: Client, person: User, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 4)
    urls = ("/", "/coach/ask/", f"/coach/ask/{pose}/", f"/coach/trial/{trial.pk}/", "/practise/")
    for url in urls:
        client_of.get(url)
    few = {url: _queries(client_of, url) for url in urls}
    lived_through(trial, practised(person, 30, [(pose, 1)], before=4, after=4))
    for n in range(5):
        Trial.objects.create(
            user=person, pose=pose, first_day=today_of(person) - timedelta(days=90 + n), weeks="1010",
            ended_at=timezone.now(), end="done", seen_at=timezone.now(),
        )  # fmt: skip
    assert {url: _queries(client_of, url) for url in urls} == few
    assert max(few.values()) <= 18


def _queries(client: Client, url: str) -> Any:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# -- what may come in between ------------------------------------------------------------------------------------


def sharp(
    person: User, routine: Routine, pose: str, kind: EventKind = EventKind.SHARP
) -> tuple[Session, str]:
    session = practice(person, routine)
    step = next(s["key"] for s in session.script["steps"] if s["pose"] == pose)
    append(session, [event(session, EventKind.STARTED, 0), event(session, kind, 1, step=step)])
    return session, step


@pytest.mark.usefixtures("heads")
def test_down_the_leg_ends_it_too(person: User, routine: Routine, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 8)
    sharp(person, routine, pose, EventKind.NUMB)
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.SHARP


@pytest.mark.usefixtures("heads")
def test_a_slip_of_the_finger_can_be_taken_up_again(
    client_of: Client, person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 8)
    session, step = sharp(person, routine, pose)
    url = f"/coach/trial/{trial.pk}/"
    assert "Go on asking" not in text_of(client_of, url)
    append(session, [event(session, EventKind.TOOK_BACK, 2, step=step) | {"data": {"kind": "sharp"}}])
    assert "Go on asking" in text_of(client_of, url)
    client_of.post(f"{url}go-on/")
    trial.refresh_from_db()
    assert trial.is_open


@pytest.mark.usefixtures("heads")
def test_what_was_sharp_before_its_weeks_or_after_them_does_not_end_it(
    person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    old, _step = sharp(person, routine, pose)
    Session.objects.filter(pk=old.pk).update(local_day=today_of(person) - timedelta(days=60))
    person.holds.all().delete()
    trial = (
        begin(asking(person, gate_for(person)), pose, 4) if not asked.refusal(pose) else begin(asked, pose, 4)
    )
    moved(trial, 28)
    sharp(person, routine, pose)
    trial.refresh_from_db()
    assert trial.is_open, "its weeks are over; the answer is still to be told"


@pytest.mark.usefixtures("heads")
def test_no_practice_is_left_without_anything_to_warm_up_with(
    person: User, routine: Routine, asked: Asking
) -> None:
    gate = gate_for(person)
    poses = gate.catalogue.poses
    day = next(
        d for d in asked.days if len({s.pose for s in d.steps if poses[s.pose].phase is Phase.WARM_UP}) == 1
    )
    warm = next(s.pose for s in day.steps if poses[s.pose].phase is Phase.WARM_UP)
    trial = moved(Trial.objects.create(user=person, pose=warm, first_day=gate.today, weeks="1010"), 7)
    left, said = take_out(day.steps, trial, gate.today, gate)
    assert left == day.steps
    assert said == {}
    only = tuple(s for s in day.steps if s.pose == warm)
    assert take_out(only, trial, gate.today, gate) == (only, {})


@pytest.mark.usefixtures("heads")
def test_it_ends_where_the_pose_leaves_the_routine(
    client_of: Client, person: User, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 8)
    gate = gate_for(person)
    for step in [s for s in latest_version(routine).plan.steps if s.pose == pose]:
        change(routine, lambda plan, _seen, step=step: (edit.remove(plan, step.id), "out"), gate)  # type: ignore[misc]
    assert review(person).advice.quiet is not Quiet.ASKING
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.CHANGED
    assert "left your routine" in text_of(client_of, f"/coach/trial/{trial.pk}/")


def test_what_its_weeks_have_taught_does_not_forbid_to_go_on(
    client_of: Client, person: User, asked: Asking, pose: str
) -> None:
    trial = begin(asked, pose, 8)
    end(trial, TrialEnd.STOPPED)
    for days_ago in range(1, 28):
        practised(person, days_ago, [(pose, 1)], before=5, after=2, marks={pose: "good"})
        practised(person, days_ago, [("cat-cow-hinge", 1)], before=5, after=5)
    again = asking(person, gate_for(person))
    assert again.refusal(pose) is not None
    assert go_on(trial, again) is None


def test_one_that_was_asked_meanwhile_comes_first(client_of: Client, asked: Asking, pose: str) -> None:
    trial = begin(asked, pose, 8)
    end(trial, TrialEnd.STOPPED)
    again = asking(asked.user, asked.gate)
    other = next(o.pose for o in again.offers if o.pose != pose)
    begin(again, other, 8)
    page = client_of.post(f"/coach/trial/{trial.pk}/go-on/", follow=True).content.decode()
    assert "One question at a time" in page
    assert go_on(trial, again) is Refusal.ANOTHER, "also by who looked before"


def test_one_whose_weeks_are_over_is_done_whatever_ends_it(
    client_of: Client, person: User, asked: Asking, pose: str
) -> None:
    trial = moved(begin(asked, pose, 4), 29)
    client_of.post(f"/coach/trial/{trial.pk}/stop/")
    trial.refresh_from_db()
    assert trial.ended is TrialEnd.DONE
    assert "You stopped" not in text_of(client_of, f"/coach/trial/{trial.pk}/")


@pytest.mark.usefixtures("heads")
def test_the_routine_and_the_coach_say_which_week_it_is(
    client_of: Client, routine: Routine, asked: Asking, pose: str
) -> None:
    trial = moved(begin(asked, pose, 8), 7)
    name = asked.gate.catalogue.name(pose)
    for url in (f"/routines/{routine.pk}/", "/coach/"):
        page = text_of(client_of, url)
        assert escape(f"without “{name}” until") in page
        assert f"/coach/trial/{trial.pk}/" in page


def test_a_sensible_length_is_chosen_for_you(client_of: Client, asked: Asking, pose: str) -> None:
    chances = asked.offer(pose).chances
    sensible = next((w for w, p in chances.items() if p >= 0.5), 16)
    assert f'value="{sensible}" required checked' in text_of(client_of, f"/coach/ask/{pose}/")


def test_the_export_does_not_tell_what_the_coin_has_in_store(person: User, asked: Asking, pose: str) -> None:
    trial = moved(begin(asked, pose, 4), 7)
    (told,) = export_of(person)["trials"]
    assert told["weeks"] == [trial.weeks[0] == "1", trial.weeks[1] == "1", None, None]
    end(trial, TrialEnd.STOPPED)
    assert None not in export_of(person)["trials"][0]["weeks"]
