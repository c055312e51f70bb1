"""A person's day is the one where they are: the browser says where, and nonsense says nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.models import User

pytestmark = pytest.mark.django_db

ZONE = "America/Argentina/Buenos_Aires"


@pytest.mark.parametrize("cookie", [ZONE, ZONE.replace("/", "%2F")])
def test_the_browsers_zone_is_taken_over_quoted_or_not(client_of: Client, person: User, cookie: str) -> None:
    client_of.cookies["tz"] = cookie
    client_of.get("/")
    person.refresh_from_db()
    assert person.time_zone == ZONE


@pytest.mark.parametrize(
    "cookie", ["", "Nowhere/Land", "../../etc/passwd", "%FF%00", "europe/berlin", "UTC%00"]
)
def test_a_zone_that_is_none_changes_nothing(client_of: Client, person: User, cookie: str) -> None:
    person.time_zone = ZONE
    person.save()
    client_of.cookies["tz"] = cookie
    assert client_of.get("/").status_code == 200
    person.refresh_from_db()
    assert person.time_zone == ZONE


@pytest.mark.parametrize(("cookie", "zone"), [(ZONE.replace("/", "%2F"), ZONE), ("Nowhere", "UTC")])
def test_a_guest_begins_in_the_browsers_zone(client: Client, cookie: str, zone: str) -> None:
    client.cookies["tz"] = cookie
    client.post("/check/", {"none": "1"})
    assert User.objects.get().time_zone == zone


def test_a_zone_that_this_host_does_not_know_is_utc(client_of: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(time_zone="Mars/Olympus")
    for url in ("/", "/journal/", "/journal/add/", "/practise/"):
        assert client_of.get(url).status_code == 200, url
    person.refresh_from_db()
    assert str(person.zone) == "UTC"


def test_today_is_where_the_person_is(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 2, 11, 30, tzinfo=UTC))
    for zone, day in (("Pacific/Kiritimati", 3), ("Pacific/Pago_Pago", 2), ("Europe/Berlin", 2)):
        person.time_zone = zone
        assert today_of(person) == date(2026, 3, day)


# -- and the sign-in lasts while somebody comes ------------------------------------------------------


def _renewed(client: Client, at: datetime, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(timezone, "now", lambda: at)
    return settings.SESSION_COOKIE_NAME in client.get("/about/").cookies


def test_the_cookie_is_renewed_once_a_week(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monday = datetime(2026, 12, 28, 8, tzinfo=UTC)  # the week of New Year is one week
    visits = [monday, monday + timedelta(hours=1), monday + timedelta(days=6), monday + timedelta(days=7)]
    assert [_renewed(client_of, at, monkeypatch) for at in visits] == [True, False, False, True]


def test_nobody_gets_no_cookie_by_looking(client: Client) -> None:
    assert settings.SESSION_COOKIE_NAME not in client.get("/about/").cookies


def test_a_session_of_a_person_outlasts_a_holiday() -> None:
    assert timedelta(days=90).total_seconds() <= settings.SESSION_COOKIE_AGE
