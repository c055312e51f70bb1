"""What home says of the week and of today's form, in the same numbers as the other pages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.enums import DayKind
from hipapp.core.models import User
from hipapp.site.today import dots
from journal.models import SkippedDay
from journal.sessions.starting import Choice, begin
from journal.sessions.today import practice_days
from poses.body.records import answer_red_flags
from poses.gatekeeping import gate_for
from poses.routines.models import Routine, RoutineVersion
from poses.routines.records import latest_version
from tests.build import finished, make_routine
from tests.site.test_today import MON, SUN, THU, TUE, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(person: User) -> RoutineVersion:
    """The week in use, made long ago."""
    routine = make_routine(person)
    Routine.objects.update(created_at=timezone.now() - timedelta(days=60))
    return latest_version(Routine.objects.get(pk=routine.pk))


def text(client: Client, url: str = "/") -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_week_counts_the_practice_days_of_the_plan(
    client_of: Client, person: User, version: RoutineVersion
) -> None:
    planned = version.plan.practice_days
    assert practice_days(person, version, gate_for(person)) == planned
    assert f"{planned} practice days planned this week" in text(client_of)
    finished(person)
    assert f"1 day this week, {planned} planned" in text(client_of)
    assert f"1 day this week, {planned} planned" in text(client_of, "/coach/")


def test_a_plan_made_this_week_is_not_held_against_anybody(person: User, version: RoutineVersion) -> None:
    gate = gate_for(person)
    monday = gate.today - timedelta(days=gate.today.weekday())
    made = timezone.now() - timedelta(days=gate.today.weekday())
    for days, counts in ((0, True), (-1, False), (1, True)):
        version.routine.created_at = made - timedelta(days=days)
        told = practice_days(person, version, gate_for(person, monday + timedelta(days=6)))
        assert (told is not None) == counts, days


@pytest.mark.parametrize("ticked", [["both_legs"], ["night_pain"]])
def test_while_practice_is_closed_no_number_is_planned(
    client_of: Client, person: User, version: RoutineVersion, ticked: list[str]
) -> None:
    answer_red_flags(person, ticked)
    gate = gate_for(person)
    assert gate.state.stops or gate.calm
    assert practice_days(person, version, gate) is None
    page = text(client_of)
    assert not any(words in page for words in ("practice days a week", "days planned this week", " planned<"))
    finished(person)
    if not gate.state.stops:
        assert "1 day this week, " in text(client_of, "/coach/")


def _today_practises(version: RoutineVersion, day: date) -> RoutineVersion:
    """The plan's first practice day falls on this day of the week."""
    at = next(d.weekday for d in version.plan.days if d.kind is DayKind.PRACTICE and d.steps)
    data = version.data
    turned = (day.weekday() - at) % 7
    for each in data["days"]:
        each["weekday"] = (each["weekday"] + turned) % 7
    data["days"].sort(key=lambda each: each["weekday"])
    version.data = data
    RoutineVersion.objects.filter(pk=version.pk).update(data=data)
    return RoutineVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize("ticked", [["flare"], ["night_pain"]])
def test_on_a_gentle_or_calm_day_home_and_practise_show_what_begins(
    client_of: Client, person: User, version: RoutineVersion, ticked: list[str]
) -> None:
    version = _today_practises(version, today_of(person))
    planned = client_of.get("/").context["seconds"]
    answer_red_flags(person, ticked)
    begun = begin(person, Choice("day", str(version.pk), today_of(person).weekday())).session
    assert begun is not None
    steps = begun.script["steps"]
    begun.delete()
    for url in ("/", "/practise/"):
        shown = client_of.get(url).context
        assert [a.pose for a in shown["ahead"]] == list(dict.fromkeys(s["pose"] for s in steps)), url
        assert shown["seconds"] == sum(s["seconds"] + s["get_ready_s"] for s in steps) != planned


def test_a_day_let_go_or_moved_away_asks_for_nothing(
    client_of: Client, person: User, version: RoutineVersion
) -> None:
    today = today_of(person)
    _today_practises(version, today)
    assert "left or moved" not in text(client_of)
    SkippedDay.objects.create(user=person, day=today, moved_to=None)
    assert next(d for d in client_of.get("/").context["dots"] if d.is_today).kind is None
    assert "not that day, or moved</li>" in text(client_of), "and it is not called a day without a plan"
    assert "nothing planned" not in text(client_of)


def test_what_was_moved_stands_where_it_went() -> None:
    def kinds(letters: str, skipped: dict[date, date | None]) -> list[DayKind | None]:
        return [d.kind for d in dots(week(letters), THU, set(), skipped=skipped)]

    assert kinds("psrrrrr", {MON: TUE})[:2] == [None, DayKind.PRACTICE]
    assert kinds("sprrrrr", {MON: TUE})[:2] == [None, DayKind.PRACTICE], "the day's own counts more"
    assert kinds("prrrrrr", {MON: None})[:2] == [None, DayKind.REST]
    assert kinds("rrrrrrp", {SUN: SUN + timedelta(days=1)})[6] is None


def test_a_session_is_not_named_by_a_length_that_it_may_not_have(client_of: Client, person: User) -> None:
    begun = begin(person, Choice("five")).session
    assert begun is not None
    assert begun.script["title"] == "A short practice"
    session = finished(person)
    page = text(client_of, f"/practise/{session.pk}/after/")
    assert "of “<bdi>A short practice</bdi>”" in page
    assert "practised" not in page.split("<main")[1].split("<form")[0]


def test_the_page_that_starts_is_named_by_its_day(
    client_of: Client, person: User, version: RoutineVersion
) -> None:
    assert "<h1>Today’s practice</h1>" in text(client_of, "/practise/")
    day = next(d.weekday for d in version.plan.days if d.steps and d.weekday != today_of(person).weekday())
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day]
    assert f"<h1>{name}’s practice</h1>" in text(client_of, f"/practise/?day={day}")


def test_every_sign_of_the_week_is_explained(client_of: Client) -> None:
    assert "nothing planned</li>" in text(client_of)


def test_signing_in_leads_back_to_the_place_one_came_from(client: Client) -> None:
    for url, onward in (
        ("/routines/", "?next=/routines/"),
        ("/poses/", "?next=/poses/"),
        ("/", ""),
        ("/about/", ""),
    ):
        assert f'href="/account/login/{onward}"' in client.get(url).content.decode(), url
    page = client.get("/account/login/?next=/routines/").content.decode()
    assert '<input type="hidden" name="next" value="/routines/">' in page
