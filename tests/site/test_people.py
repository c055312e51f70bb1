"""Guests, accounts, and what happens when one becomes the other."""

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hipapp.core.enums import Condition
from hipapp.core.models import User
from journal.models import Session
from poses.body.records import answer, answer_red_flags, answers_of
from poses.models import Routine
from tests.build import finished, make_routine

PASSWORD = "correct horse battery"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def guest(client: Client, db: None) -> User:
    """A guest with a session and a routine, signed in with `client`."""
    user = User.objects.create_guest()
    answer_red_flags(user, [])
    answer(user, conditions=())
    finished(user, before=4, after=3)
    make_routine(user)
    client.force_login(user, backend=BACKEND)
    return user


def test_a_look_makes_nobody(client: Client, db: None) -> None:
    for url in (
        "/",
        "/poses/",
        "/poses/glute-bridge/",
        "/about/",
        "/stop/",
        "/check/",
        "/routines/",
        "/account/",
    ):
        client.get(url)
    assert not User.objects.exists()


def test_keep_loses_nothing(client: Client, guest: User) -> None:
    response = client.post("/account/keep/", {"email": "Ada@Example.org", "password": PASSWORD})
    assert response.status_code == 302
    guest.refresh_from_db()
    assert guest.email == "ada@example.org"
    assert not guest.is_guest
    assert guest.sessions.count() == 1
    assert client.get("/account/").context["request"].user == guest, "still signed in"
    other = Client()
    signed_in = other.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert other.get("/").context["user"] == guest


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "no address", "password": PASSWORD}, "email"),
        ({"email": "ada@example.org", "password": "short"}, "password"),
        ({"email": "taken@example.org", "password": PASSWORD}, "email"),
    ],
)
def test_keep_says_what_is_wrong(client: Client, guest: User, data: dict[str, str], field: str) -> None:
    User.objects.create_user("taken@example.org", PASSWORD)
    response = client.post("/account/keep/", data)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert data["email"] in response.content.decode()
    guest.refresh_from_db()
    assert guest.is_guest


def test_signing_in_brings_the_guest_along(client: Client, guest: User) -> None:
    account = User.objects.create_user("ada@example.org", PASSWORD)
    answer_red_flags(account, [])
    answer(account, conditions=(Condition.KNEE,), minutes=20)
    answer(guest, conditions=(Condition.OSTEOPOROSIS,))
    make_routine(account)
    data = {"login": "ada@example.org", "password": PASSWORD}
    unsaid = client.post("/account/login/", data)
    assert list(unsaid.context["form"].errors) == ["guest"]
    assert User.objects.filter(pk=guest.pk).exists()
    response = client.post("/account/login/", data | {"guest": "bring"})
    assert response.status_code == 302
    assert not User.objects.filter(pk=guest.pk).exists()
    assert Session.objects.get().user == account
    assert Routine.objects.filter(user=account, is_active=True).count() == 1
    assert Routine.objects.filter(user=account).count() == 2
    aside = Routine.objects.get(user=account, is_active=False)
    assert aside.name == "My week 2", "two weeks of one name can't be told apart"
    page = client.get("/").content.decode()
    assert "Your week as a guest is here as “My week 2”. “My week” stays in use." in page
    assert f'formaction="/routines/{aside.pk}/use/"' in page
    merged = answers_of(account)
    assert set(merged.conditions or ()) == {Condition.KNEE, Condition.OSTEOPOROSIS}, "no caution is dropped"
    assert merged.minutes == 20


def test_a_new_account_brings_the_guest_along(client: Client, guest: User) -> None:
    client.post("/account/signup/", {"email": "new@example.org", "password1": PASSWORD})
    account = User.objects.get(email="new@example.org")
    assert Session.objects.get().user == account
    assert not User.objects.filter(pk=guest.pk).exists()


def test_password_reset_without_mail_says_so(client: Client, db: None) -> None:
    page = client.get("/account/password/reset/")
    assert "can’t send e-mail here" in page.content.decode()
    assert client.post("/account/password/reset/", {"email": "a@b.org"}).status_code == 503
    assert client.get("/account/password/reset/sent/")["Location"] == "/account/password/reset/"


def test_password_reset_by_mail(client: Client, db: None, settings: Any) -> None:
    """From "forgot" to signed in again; and an unknown address is answered in the same way."""
    settings.HAS_MAIL = True
    User.objects.create_user("ada@example.org", PASSWORD)
    for address in ("nobody@example.org", "ada@example.org"):
        sent = client.post("/account/password/reset/", {"email": address}, follow=True)
        assert "a link is on its way" in sent.content.decode()
    to_ada = next(m for m in mail.outbox if m.to == ["ada@example.org"])
    assert to_ada.subject == "hipapp: A link to set a new password"
    assert "there is no account with it" in next(m for m in mail.outbox if m != to_ada).body
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(to_ada.body))
    assert link
    form = client.get(link[1], follow=True)
    new = {"password1": "a quiet evening walk", "password2": "a quiet evening walk"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "You can sign in now" in done.content.decode()
    assert "no longer good" in client.get(link[1], follow=True).content.decode(), "a link works once"
    answer = client.post("/account/login/", {"login": "ada@example.org", "password": new["password1"]})
    assert answer["Location"] == "/"


def test_a_guest_who_sets_a_new_password_is_not_lost(client: Client, guest: User, settings: Any) -> None:
    """allauth signs out whoever opens somebody else's link, and of a guest nothing would be left."""
    settings.HAS_MAIL = True
    User.objects.create_user("ada@example.org", PASSWORD)
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[1], follow=True)
    new = {"password1": "a quiet evening walk", "password2": "a quiet evening walk"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "You can sign in now" in done.content.decode()
    assert done.context["request"].user == guest
    data = {"login": "ada@example.org", "password": new["password1"], "guest": "bring"}
    assert client.post("/account/login/", data)["Location"] == "/"
    assert Session.objects.get().user.email == "ada@example.org"


def test_account_forms_speak_our_words(client: Client, guest: User) -> None:
    """No label twice, no rules of passwords as a list, no page where a guest sets a password without an address."""
    assert client.get("/account/password/set/")["Location"] == "/account/keep/"
    for url in ("/account/login/", "/account/signup/"):
        page = client.get(url).content.decode()
        assert "placeholder" not in page
        assert "commonly used" not in page
        assert page.count("Forgot") == (1 if "login" in url else 0)
    page = client.post("/account/login/", {"login": "ada", "password": ""}).content.decode()
    assert "like name@example.org" in page
    assert "Please fill this in." in page
    page = client.post(
        "/account/login/", {"login": "a@b.org", "password": "x", "guest": "keep"}
    ).content.decode()
    assert "don’t match" in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "Please use at least 8 characters"),
        ("password123", "quickly guessed"),
        ("new@example.org", "much like your e-mail address"),
        ("a" * 201, "Please keep it to 200 characters; this has 201."),
    ],
)
def test_a_refused_password_is_told_what_to_do(client: Client, guest: User, password: str, said: str) -> None:
    page = client.post("/account/keep/", {"email": "new@example.org", "password": password})
    assert said in page.content.decode()


def test_two_passwords_that_differ(client_of: Client) -> None:
    new = {"oldpassword": "x", "password1": "a quiet evening walk", "password2": "a quiet walk"}
    page = client_of.post("/account/password/change/", new).content.decode()
    assert "Please type the same one twice." in page
    assert "not your old password" in page
    assert re.findall(r"<input[^>]*autofocus[^>]*>", page) == [
        tag for tag in re.findall(r"<input[^>]*>", page) if 'name="oldpassword"' in tag
    ]


def test_passwords_are_hashed_with_argon2() -> None:
    from hipapp import settings

    assert "Argon2" in settings.PASSWORD_HASHERS[0]


def test_login_is_rate_limited(client: Client, db: None) -> None:
    User.objects.create_user("ada@example.org", PASSWORD)
    codes = [
        client.post("/account/login/", {"login": "ada@example.org", "password": "wrong"}).status_code
        for _ in range(12)
    ]
    last = client.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert 429 in codes or last.status_code != 302, "a guesser is never stopped"


def test_export_holds_everything(client: Client, guest: User) -> None:
    data = json.loads(client.get("/account/export/").content)
    assert data["format"] == 1
    assert set(data) == {
        "format", "made_at", "user", "body_versions", "red_flag_answers", "holds", "routines", "sessions",
        "skipped_days", "suggestions", "trials",
    }  # fmt: skip
    assert data["sessions"][0]["script"]["steps"]
    assert {e["kind"] for e in data["sessions"][0]["events"]} >= {"started", "before", "finished", "after"}
    assert data["routines"][0]["versions"][0]["plan"]["days"]


def test_delete_everything(client: Client, guest: User) -> None:
    assert "can’t be brought back" in client.get("/account/delete/").content.decode()
    client.post("/account/delete/")
    assert not User.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/journal/").status_code == 302
