"""Guests and sign-ins do not pile up, and nobody who can still come back is forgotten."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as SignIn
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from hipapp.core.models import User
from hipapp.site.tidy import tidy
from journal.models import Session
from poses.body.records import answer, answer_red_flags
from tests.build import finished

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _guest(days_ago: int, *, empty: bool = False) -> User:
    """A guest who was last here so many days ago, and had begun long before."""
    guest = User.objects.create_guest()
    seen = timezone.now() - timedelta(days=days_ago)
    User.objects.filter(pk=guest.pk).update(last_login=seen, created_at=seen - timedelta(days=500))
    if not empty:
        answer_red_flags(guest, [])
        answer(guest, conditions=())
    return guest


def test_who_is_forgotten(person: User) -> None:
    User.objects.filter(pk=person.pk).update(
        last_login=None, created_at=timezone.now() - timedelta(days=5000)
    )
    idle, seen = _guest(settings.GUEST_DAYS + 1), _guest(settings.GUEST_DAYS - 1)
    empty, newly_empty = _guest(31, empty=True), _guest(29, empty=True)
    finished(idle)
    done = tidy()
    assert (done.idle_guests, done.empty_guests) == (1, 1)
    assert set(User.objects.all()) == {person, seen, newly_empty}, f"not {idle} and not {empty}"
    assert not Session.objects.exists(), "what was theirs is gone with them"
    assert not tidy(), "twice is once"


def test_never_seen_again_counts_from_the_beginning(db: None) -> None:
    guest = User.objects.create_guest()
    User.objects.filter(pk=guest.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert tidy().empty_guests == 1


def test_guest_who_comes_keeps_cookie_and_row_for_as_long(client: Client, db: None) -> None:
    """Both are renewed together, so that the cookie never leads to nobody, nor a journal to no cookie."""
    guest = _guest(200)
    client.force_login(guest, backend=BACKEND)
    User.objects.filter(pk=guest.pk).update(last_login=timezone.now() - timedelta(days=200))
    response = client.get("/")
    guest.refresh_from_db()
    assert guest.last_login
    assert timezone.now() - guest.last_login < timedelta(minutes=1)
    assert response.cookies["sessionid"]["max-age"] == settings.GUEST_DAYS * 24 * 3600
    kept_until = SignIn.objects.get().expire_date
    assert abs(kept_until - guest.last_login - timedelta(days=settings.GUEST_DAYS)) < timedelta(minutes=1)


def test_a_visit_leaves_an_accounts_sign_in_time_alone(client_of: Client, person: User) -> None:
    """Links to set a new password hang on it."""
    then = timezone.now() - timedelta(days=3)
    User.objects.filter(pk=person.pk).update(last_login=then)
    client_of.get("/")
    person.refresh_from_db()
    assert person.last_login == then


def test_expired_sign_ins_and_counts_go(client: Client, person: User) -> None:
    client.force_login(person, backend=BACKEND)
    kept = SignIn.objects.get()
    SignIn.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    cache.set("new", 1, 1000)
    cache.set("old", 1, -1000)
    done = tidy()
    assert (done.sign_ins, done.tries) == (1, 1)
    assert SignIn.objects.get() == kept
    assert cache.get("new") == 1


def test_more_than_one_batch(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hipapp.site.tidy.BATCH", 2)
    for _ in range(5):
        _guest(1000)
    assert tidy().idle_guests == 5


def test_command_says_how_many(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    _guest(1000)
    call_command("tidy")
    assert "1 guests idle for 400 days" in capsys.readouterr().out


def test_tries_are_counted_where_every_process_sees_them(client: Client, db: None) -> None:
    """In the database, not in words that name an address or a person. Hex digits can't spell this name."""
    client.post(
        "/account/login/", {"login": "zoe@example.org", "password": "wrong"}, REMOTE_ADDR="192.0.2.77"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {settings.CACHES['default']['LOCATION']}")  # noqa: S608
        keys = [row[0] for row in cursor.fetchall()]
    assert keys
    assert not [k for k in keys if "192.0.2.77" in k or "zoe" in k or ":" in k]
