"""Older practices are kept as sums: the same answers, and never those of sessions that have changed since."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipapp.core.clock import today_of
from hipapp.core.enums import Mark
from hipapp.core.models import User
from journal.coach import kept
from journal.coach.decide import is_calm
from journal.coach.engine import advise
from journal.coach.facts import Effect, Quiet
from journal.coach.history import Seen, effect_of, seen_of
from journal.coach.kept import practised
from journal.coach.models import KeptSums
from poses.gatekeeping import gate_for
from poses.routines.models import Routine
from poses.routines.records import latest_version
from tests.coach.build import practised as put

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_journal(person: User, routine: Routine) -> list[str]:
    """Seventeen months, every third day, with marks and mornings; one odd day in between."""
    poses = list(dict.fromkeys(s.pose for s in latest_version(routine).plan.steps))[:5]
    for n, days_ago in enumerate(range(510, 0, -3)):
        done = [(p, 1) for i, p in enumerate(poses) if (n + i) % (i + 2)]
        marks = {done[0][0]: [Mark.GOOD, Mark.OK, Mark.TOO_MUCH][n % 3].value} if n % 2 else {}
        more: dict[str, Any] = {"tags": ["other"], "after": 9} if n == 70 else {}
        values = {"before": 3 + n % 3, "after": 3 + (n * 7) % 4, "next_morning": 3 + n % 2, "marks": marks}
        put(person, days_ago, done, **(values | more))
    return poses


def seen(person: User) -> Seen:
    return seen_of(person, gate_for(person), None)


def numbers(effects: dict[str, Effect]) -> dict[str, list[float]]:
    return {
        pose: [
            e.p_harm,
            e.p_help,
            e.after_mean,
            e.after_sd,
            e.morning_mean,
            e.morning_sd,
            e.marks,
            e.sessions_with,
        ]
        for pose, e in effects.items()
    }


def test_the_answers_are_those_of_the_whole_journal(
    person: User, long_journal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as whole:
        whole.setattr(kept, "LEAST", 10_000)
        all_of_it = seen(person)
    assert all_of_it.kept is None
    made, again = seen(person), seen(person)
    row = KeptSums.objects.get()
    assert row.sessions > kept.LEAST
    for short in (made, again):
        assert short.kept is not None
        assert len(short.history.sessions) + row.sessions == len(all_of_it.history.sessions)
        assert short.practices == all_of_it.practices
        old, new = advise(all_of_it.history).effects, advise(short.history, short.kept).effects
        assert {p: e.said for p, e in new.items()} == {p: e.said for p, e in old.items()}
        for pose, values in numbers(dict(new)).items():
            assert values == pytest.approx(numbers(dict(old))[pose], abs=1e-6), pose


def test_a_session_that_changes_makes_them_anew(person: User, long_journal: list[str]) -> None:
    before = seen(person)
    first = KeptSums.objects.get()
    session = person.sessions.order_by("started_at").first()
    assert session is not None
    session.after = 10
    session.save()
    changed = seen(person)
    assert KeptSums.objects.get().changed_at > first.changed_at
    assert changed.kept is not None
    assert before.kept is not None
    assert changed.kept.after.yy > before.kept.after.yy
    session.is_deleted = True
    session.save()
    assert seen(person).practices == before.practices - 1
    person.sessions.filter(local_day__lt=today_of(person) - timedelta(days=400)).delete()
    assert seen(person).practices < before.practices - 20


def test_another_engine_makes_them_anew(person: User, long_journal: list[str]) -> None:
    seen(person)
    KeptSums.objects.update(engine="0", data={})
    assert seen(person).kept is not None
    assert KeptSums.objects.get().engine != "0"


def test_they_are_carried_on(person: User, long_journal: list[str]) -> None:
    today = today_of(person)
    for day in (today, today + timedelta(days=20), today + timedelta(days=60)):
        found = practised(person, day)
        row = KeptSums.objects.get()
        assert row.sessions + len(found.facts(day)) == person.sessions.count()
    assert row.until == today + timedelta(days=60) - kept.RECENT
    assert all(effect_of(pose, found, gate_for(person, today)) for pose in long_journal)


def test_a_short_journal_keeps_nothing(person: User, routine: Routine) -> None:
    for days_ago in range(150, 0, -2):
        put(person, days_ago, [("cat-cow-hinge", 1)], before=4, after=4)
    seen(person)
    assert not KeptSums.objects.exists()


def test_who_comes_back_after_years_is_away_and_not_new(person: User, routine: Routine) -> None:
    for days_ago in range(900, 700, -2):
        put(person, days_ago, [("cat-cow-hinge", 1)], before=4, after=4)
    found = seen(person)
    assert found.kept is not None
    assert found.practices == 100
    assert found.advice().quiet is Quiet.AWAY


def test_who_comes_back_is_as_calm_as_their_last_practices(person: User, routine: Routine) -> None:
    """Three red practices, half a year, one calm one: that is not calm yet."""
    for days_ago in range(600, 200, -3):
        put(person, days_ago, [("cat-cow-hinge", 1)], before=4, after=3, marks={"cat-cow-hinge": "felt_easy"})
    for days_ago in (199, 197, 195):
        put(person, days_ago, [("cat-cow-hinge", 1)], before=4, after=8)
    put(person, 1, [("cat-cow-hinge", 1)], before=3, after=3)
    found = seen(person)
    assert found.kept is not None
    assert [s.after for s in found.history.sessions[-4:]] == [8, 8, 8, 3]
    assert not is_calm(found.history)


def test_when_the_last_ones_are_deleted_older_ones_are_read_again(
    person: User, long_journal: list[str]
) -> None:
    seen(person)
    person.sessions.filter(local_day__gte=KeptSums.objects.get().until).delete()
    assert len(seen(person).history.sessions) >= 4


def test_the_poses_page_counts_all_of_it_and_pages_read_little(
    client_of: Client, person: User, long_journal: list[str]
) -> None:
    pose = long_journal[0]
    times = sum(pose in s.poses for s in person.sessions.all())
    for url in (f"/poses/{pose}/", "/coach/"):
        client_of.get(url)
    page = client_of.get(f"/poses/{pose}/").content.decode()
    assert f"Done {times} times" in page
    with CaptureQueriesContext(connection) as captured:
        client_of.get("/coach/")
    assert len(captured) <= 19
