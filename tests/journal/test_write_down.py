"""Writing down some of one's own week: what is offered, what is kept of it, and what the coach makes of that."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, DayKind, EventKind, HoldKind, Movement, Rung
from hipapp.core.models import User
from journal.coach.rows import facts_of, sessions_of
from journal.models import Session
from journal.sessions import pages
from journal.sessions.of_week import of_week
from journal.sessions.records import write_down
from poses.body.records import answer, report
from poses.gatekeeping import RefusedError, gate_for
from poses.models import Hold as HoldRow
from poses.routines.assemble import Wishes, assemble
from poses.routines.models import Routine
from poses.routines.plan import Day, Plan, Step, day_seconds
from poses.routines.records import create_routine, delete, latest_version
from poses.safety.facts import Hold
from tests.build import finished, make_routine

pytestmark = pytest.mark.django_db

ADD = "/journal/add/"


def week_of(person: User, day: date, name: str = "Hips at ease") -> Routine:
    """Glute bridge easier on every other day, standard on `day`; cat-cow only on the day before it."""
    gate = gate_for(person)

    def steps(weekday: int) -> tuple[Step, ...]:
        rung = Rung.STANDARD if weekday == day.weekday() else Rung.EASIER
        bridge = Step(f"b{weekday}", "glute-bridge", rung)
        cat = Step(f"c{weekday}", "cat-cow-hinge", Rung.EASIER)
        return (cat, bridge) if weekday == (day.weekday() - 1) % 7 else (bridge,)

    plan = Plan(tuple(Day(n, DayKind.PRACTICE, steps(n)) for n in range(7)))
    return create_routine(person, name, plan, Author.PERSON, gate=gate)


def sent(day: date, **more: Any) -> dict[str, Any]:
    return {"day": day.isoformat(), "minutes": "10", "title": "", **more}


def offered(page: Any) -> list[str]:
    return [slug for slug, _ in page.context["form"].fields["did"].choices]


def ticked(page: Any) -> list[str]:
    """As the page shows it."""
    boxes = re.findall(r'<input type="checkbox" name="did"[^>]*>', page.content.decode())
    return [re.findall('value="([^"]*)"', box)[0] for box in boxes if " checked" in box]


def test_the_week_is_offered_with_the_days_own_poses_first(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    page = client_of.get(ADD)
    assert offered(page) == ["glute-bridge", "cat-cow-hinge"]
    assert "Which poses of Hips at ease?" in page.content.decode()
    assert "Some of your week" in page.content.decode()
    assert ticked(page) == []
    yesterday = client_of.get(ADD, {"day": (today - timedelta(days=1)).isoformat()})
    assert offered(yesterday) == ["cat-cow-hinge", "glute-bridge"]
    assert not yesterday.context["form"]["title"].value()


def test_what_is_not_open_is_not_offered(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    report(person, {Hold(HoldKind.OUT, "sharp", "cat-cow-hinge", today): timezone.now()}, source=uuid4())
    assert offered(client_of.get(ADD)) == ["glute-bridge"]


@pytest.mark.parametrize("why", ["no routine", "put aside", "not in use", "nobody knows the body"])
def test_without_a_week_nothing_is_offered(client_of: Client, person: User, why: str) -> None:
    if why != "no routine":
        routine = week_of(person, today_of(person))
        if why == "put aside":
            delete(routine)
        elif why == "not in use":
            person.routines.update(is_active=False)
        else:
            person.red_flag_answers.all().delete()
    page = client_of.get(ADD)
    assert "did" not in page.context["form"].fields
    assert page.context["form"]["title"].value() == "Practice"
    assert "A class, a walk, your own stretches" in page.content.decode()
    assert client_of.post(ADD, sent(today_of(person))).status_code == 302
    session = Session.objects.get()
    assert (session.title, session.poses, session.routine_version) == ("Practice", [], None)


def test_what_is_ticked_counts_and_the_typed_minutes_win(client_of: Client, person: User) -> None:
    today = today_of(person)
    routine = week_of(person, today)
    yesterday = today - timedelta(days=1)
    page = client_of.post(
        ADD, sent(yesterday, minutes="25", did=["glute-bridge", "cat-cow-hinge"], after="3"), follow=True
    )
    session = Session.objects.get()
    assert session.poses == ["cat-cow-hinge", "glute-bridge"]
    assert (session.minutes, session.local_day, session.after) == (25, yesterday, 3)
    assert (session.title, session.by_hand, session.status) == ("Hips at ease", True, "done")
    assert session.routine_version == latest_version(routine)
    assert session.script["form"] == "by_hand"
    assert session.done
    assert [(d["pose"], d["level"], d["dose"]) for d in session.done] == [
        ("cat-cow-hinge", 0, 1.0),
        ("glute-bridge", 0, 1.0),
    ]
    kinds = list(session.events.values_list("kind", flat=True))
    steps = len(session.script["steps"])
    assert kinds == [*["step_done"] * steps, EventKind.EDITED, EventKind.FINISHED, EventKind.AFTER]
    assert f'<a href="/journal/{session.pk}/#marks">How was each pose?</a>' in page.content.decode()
    entry = client_of.get(f"/journal/{session.pk}/")
    assert 'id="marks"' in entry.content.decode()
    assert list(entry.context["form"].poses) == ["cat-cow-hinge", "glute-bridge"]


def test_each_pose_is_written_down_as_it_stands_on_that_day(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    client_of.post(ADD, sent(today, did=["glute-bridge", "cat-cow-hinge"], title="Half of it"))
    session = Session.objects.get()
    assert [(s["pose"], s["rung"]) for s in session.script["steps"]] == [
        ("glute-bridge", 1),
        ("cat-cow-hinge", 0),
    ]
    assert session.title == "Half of it"


def test_nothing_ticked_is_practice_and_says_not_where(client_of: Client, person: User) -> None:
    week_of(person, today_of(person))
    assert "or “Practice”." in client_of.get(ADD).content.decode()
    page = client_of.post(ADD, sent(today_of(person)), follow=True)
    session = Session.objects.get()
    assert (session.title, session.poses, session.routine_version) == ("Practice", [], None)
    told = page.content.decode()
    assert "How was each pose?" not in told
    assert f"Written down for {date_format(today_of(person), 'l j F')}: 10 minutes." in told
    page = client_of.post(ADD, sent(today_of(person), minutes="8", before="5", after="4"), follow=True)
    assert ": 8 minutes, 5 before, 4 after." in page.content.decode()
    none = client_of.post(
        ADD, sent(today_of(person) - timedelta(days=1), minutes="0", next_morning="3"), follow=True
    )
    assert ": 0 minutes, 3 the next morning." in none.content.decode()


def test_an_entry_without_poses_says_where_they_are_ticked(client_of: Client, person: User) -> None:
    """And only where some could be."""
    today = today_of(person)

    def told_of(session: Session) -> bool:
        return 'id="no-poses"' in client_of.get(f"/journal/{session.pk}/").content.decode()

    client_of.post(ADD, sent(today, title="A walk"))
    walk = Session.objects.get()
    assert not told_of(walk)
    week_of(person, today)
    assert told_of(walk)
    client_of.post(ADD, sent(today, did=["glute-bridge"]))
    assert not told_of(Session.objects.exclude(pk=walk.pk).get())
    assert not told_of(finished(person))


def test_the_coach_hears_of_it_as_of_another_reason(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    client_of.post(ADD, sent(today, did=["glute-bridge"], before="3", after="3"))
    [facts] = facts_of(sessions_of(person), today)
    assert facts.other_reason
    assert [i.pose for i in facts.items] == ["glute-bridge"]


def test_it_lifts_no_hold(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    finished(person, days_ago=1, before=3, after=6)
    assert gate_for(person).gentle
    HoldRow.objects.update(created_at=timezone.now() - timedelta(days=1))
    client_of.post(ADD, sent(today, did=["glute-bridge"], before="3", after="3"))
    assert Session.objects.get(by_hand=True).poses == ["glute-bridge"]
    assert gate_for(person).gentle


@pytest.mark.parametrize("wrong", ["hip-hinge", "no-such-pose", "\0", "<b>"])
def test_what_was_not_offered_is_refused_and_nothing_is_lost(
    client_of: Client, person: User, wrong: str
) -> None:
    today = today_of(person)
    week_of(person, today)
    page = client_of.post(ADD, sent(today, did=["glute-bridge", wrong], note="keep me", before="4"))
    assert page.status_code == 422
    told = page.content.decode()
    assert list(page.context["form"].errors) == ["did"]
    which = "Hip hinge is not in your week any more, or not"
    assert (which if wrong == "hip-hinge" else "The poses of your week have changed since") in told
    assert "keep me" in told
    assert ticked(page) == ["glute-bridge"]
    assert 'href="#id_did"' in told
    assert not Session.objects.exists()


def test_a_week_that_is_gone_since_is_told(client_of: Client, person: User) -> None:
    delete(week_of(person, today_of(person)))
    page = client_of.post(ADD, sent(today_of(person), did=["glute-bridge"], note="keep me"))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["did"]
    assert "Glute bridge is not in your week any more" in page.content.decode()
    assert "keep me" in page.content.decode()


def test_what_the_gate_refuses_at_the_last_look_is_told_at_the_poses(
    client_of: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hold that is reported on another device between the question and the saving."""
    today = today_of(person)
    week_of(person, today)

    def meanwhile(*args: Any, **more: Any) -> Session:
        report(person, {Hold(HoldKind.OUT, "sharp", "glute-bridge", today): timezone.now()}, source=uuid4())
        return write_down(*args, **more)

    monkeypatch.setattr(pages, "write_down", meanwhile)
    page = client_of.post(ADD, sent(today, did=["glute-bridge"], note="keep me"))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["did"]
    assert "keep me" in page.content.decode()
    assert not Session.objects.exists()


def test_a_script_never_lacks_what_was_ticked(person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    week = of_week(person, gate_for(person), today_of(person))
    assert week
    with pytest.raises(RefusedError):
        week.script(["glute-bridge", "hip-hinge"], 0, "Some of it")


def test_what_has_to_be_done_differently_is_in_it(person: User) -> None:
    """The last look at the script asks for every change that the body asks for."""
    answer(person, conditions=(), movements=(Movement.ARCHING, Movement.LYING_BACK))
    make_routine(person)
    week = of_week(person, gate_for(person), today_of(person))
    assert week
    slugs = [s.pose for s in week.steps(0)]
    session = write_down(
        person, started_at=timezone.now(), minutes=9, title="All", script=week.script(slugs, 0, "All")
    )
    assert session.poses == sorted(slugs)


def test_wrong_minutes_keep_what_is_ticked(client_of: Client, person: User) -> None:
    today = today_of(person)
    week_of(person, today)
    page = client_of.post(ADD, sent(today, minutes="many", did=["cat-cow-hinge"]))
    assert page.status_code == 422
    assert ticked(page) == ["cat-cow-hinge"]
    assert "It was yesterday" not in page.content.decode(), "it would lose what was typed"


def test_today_leads_to_writing_one_down(client_of: Client, person: User) -> None:
    assert ADD not in client_of.get("/").content.decode()
    finished(person, days_ago=2)
    assert f'<a class="tap" href="{ADD}">Write down a practice</a>' in client_of.get("/").content.decode()


def test_a_longer_week_costs_no_more_queries(
    client_of: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    week_of(person, today_of(person))
    client_of.get(ADD)
    with django_assert_max_num_queries(10):
        client_of.get(ADD)
    make_routine(person, "A long one")
    with django_assert_max_num_queries(10):
        assert len(offered(client_of.get(ADD))) > 5


def test_a_day_before_this_week_was_made_offers_the_week_of_then(person: User) -> None:
    today, gate = today_of(person), gate_for(person)
    before = make_routine(person, "Before")
    Routine.objects.update(created_at=timezone.now() - timedelta(days=9))
    now = make_routine(person, "Now")
    found = {
        days: (week := of_week(person, gate, today - timedelta(days=days))) and week.version.routine
        for days in (0, 1, 9, 10)
    }
    assert found == {0: now, 1: before, 9: before, 10: now}, "none was there ten days ago"


def test_what_to_tick_is_told_before_what_can_be_ticked(client_of: Client, person: User) -> None:
    """Also where the poses are folded away, because none of them is of that day."""
    today = today_of(person)
    plan = latest_version(week_of(person, today)).plan
    resting = tuple(Day(d.weekday, DayKind.REST) if d.weekday == today.weekday() else d for d in plan.days)

    def told() -> list[str]:
        page = client_of.get(ADD).content.decode().split('id="id_did" aria-describedby')[1]
        marks = r'(</legend>|id="id_did_helptext"|class="pills"|<summary>[^<]*)'
        return re.findall(marks, page.split("</fieldset>")[0])

    first = ["</legend>", 'id="id_did_helptext"']
    assert told() == [*first, 'class="pills"', "<summary>Poses of other days", 'class="pills"']
    create_routine(person, "Other", Plan(resting), Author.PERSON, gate=gate_for(person))
    a_group_a_day = ['class="pills"', 'class="pills"']
    assert told() == [*first, "<summary>Poses of the week", *a_group_a_day]


def groups(page: Any) -> list[tuple[str, list[str]]]:
    """The poses to tick, under the days that they stand under."""
    html = page.content.decode()
    parts = re.findall(r'<div role="group" aria-label="([^"]*)">(.*?)</div>', html, re.S)
    return [(day, re.findall(r'name="did" value="([^"]*)"', ticks)) for day, ticks in parts]


def test_poses_stand_under_their_day_each_once(client_of: Client, person: User) -> None:
    """Those of the day that is written down first, also one that is open only as another day has it."""
    gate = gate_for(person)

    def day(weekday: int, *poses: str) -> Day:
        return Day(weekday, DayKind.PRACTICE, tuple(Step(f"{p}{weekday}", p, Rung.EASIER) for p in poses))

    bridge, cat, breath = "glute-bridge", "cat-cow-hinge", "belly-breathing"
    days = {0: day(0, bridge, breath), 2: day(2, cat, bridge), 4: day(4, breath, cat)}
    rest = {n: Day(n, DayKind.REST) for n in range(7)}
    create_routine(person, "Mine", Plan(tuple((rest | days).values())), Author.PERSON, gate=gate)
    monday = today_of(person) - timedelta(days=7 + today_of(person).weekday())
    Routine.objects.update(created_at=timezone.now() - timedelta(days=30))

    def shown(weekday: int) -> list[tuple[str, list[str]]]:
        return groups(client_of.get(ADD, {"day": (monday + timedelta(days=weekday)).isoformat()}))

    assert shown(0) == [("Monday", [bridge, breath]), ("Wednesday", [cat])]
    assert shown(4) == [("Friday", [breath, cat]), ("Monday", [bridge])]
    assert shown(5) == [("Monday", [bridge, breath]), ("Wednesday", [cat])]


def test_the_next_morning_of_yesterday_is_this_morning(client_of: Client, person: User) -> None:
    today = today_of(person)
    for ago, label in ((0, "Next morning"), (1, "Next morning (this morning)"), (2, "Next morning")):
        for url in (ADD, f"/journal/{write_down_on(person, today - timedelta(days=ago)).pk}/"):
            page = client_of.get(url, {"day": (today - timedelta(days=ago)).isoformat()})
            assert page.context["form"]["next_morning"].label == label
            assert "Is that still to come? Then leave it at “–”." in page.content.decode()
    wrong = client_of.post(ADD, sent(today - timedelta(days=1), minutes="many"))
    assert wrong.context["form"]["next_morning"].label == "Next morning (this morning)", (
        "the day that was typed"
    )


def test_the_minutes_are_those_of_the_week_until_they_are_said(client_of: Client, person: User) -> None:
    assert client_of.get(ADD).context["form"]["minutes"].value() == 10
    gate = gate_for(person)
    made = assemble(gate.catalogue.poses, gate.lasting_ruling, Wishes(20, weekdays=(1,)))
    create_routine(person, "Tuesdays", made.plan, Author.ASSEMBLER, gate=gate)
    week = of_week(person, gate, today_of(person))
    assert week is not None
    tuesday = round(day_seconds(made.plan.day(1).steps, gate.catalogue.poses) / 60)
    assert {week.minutes(n) for n in range(7)} == {tuesday}, "on a day between as on a practice day"
    assert client_of.get(ADD).context["form"]["minutes"].value() == tuesday > 10


def test_ratings_may_be_left_out_and_that_is_said(client_of: Client, person: User) -> None:
    page = client_of.get(ADD).content.decode()
    assert "“–” is for not saying." in page
    assert len(re.findall(r'value=""[^>]* checked', page)) == 3


def write_down_on(person: User, day: date) -> Session:
    session = finished(person)
    started = timezone.now() - (today_of(person) - day)
    Session.objects.filter(pk=session.pk).update(
        started_at=started, local_day=day, time_zone=person.time_zone
    )
    return session


def test_the_button_that_saves_ends_the_form(client_of: Client, person: User) -> None:
    """In sight while something is changed; a new entry is read to its end, or its ratings were left out unseen."""
    session = finished(person)
    for url, button, begins in (
        (ADD, "Write it down", '<div class="save-bar still">'),
        (f"/journal/{session.pk}/", "Save", '<div class="save-bar">'),
    ):
        page = client_of.get(url).content.decode()
        bar = page.split(begins)[1]
        assert bar.startswith(f'<button class="btn btn-primary btn-lg">{button}</button>')
        assert re.match(r"\s*</form>", bar.split("</div>")[1]), "the last thing of its form"


def test_whoever_has_sore_hips_is_told_once_to_rate_them(client_of: Client, person: User) -> None:
    session = finished(person)
    for url in (ADD, f"/journal/{session.pk}/", "/practise/"):
        assert client_of.get(url).content.decode().count("One number for what bothers you most") == 1, url


def test_what_is_written_down_already_is_told(client_of: Client, person: User) -> None:
    """So nobody books a day twice without a word: of today and yesterday, or of the day that was asked for."""
    week_of(person, today_of(person))
    yesterday = today_of(person) - timedelta(days=1)
    assert "In your journal already" not in client_of.get(ADD).content.decode()
    client_of.post(ADD, sent(yesterday, title="A walk"))
    for url in (ADD, f"{ADD}?day={yesterday}"):
        assert "In your journal already" in client_of.get(url).content.decode()
    assert "In your journal already" not in client_of.get(f"{ADD}?day={today_of(person)}").content.decode()
