"""A real Chromium, Debian's, that asks nobody outside; and a person signed in there."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from hipapp.core.models import User
from journal.sessions.models import Session
from journal.sessions.records import start
from poses.library.catalogue import sync
from tests.browser.playing import Open, script

#: What Chromium says when it leaves out the soft change between two pages, as it may when they follow fast.
LEFT_OUT = "Transition was aborted because of invalid state. Page already revealed"
#: Signs the test's person in in a context.
type PersonIn = Callable[[BrowserContext], User]

# Playwright's own event loop runs in this thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# In memory, SQLite would lend one connection to all of the live server's threads, transactions and all.
if connection.vendor == "sqlite":
    connection.settings_dict["TEST"]["NAME"] = str(Path(gettempdir()) / f"hipapp-test-{os.getpid()}.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 390, "height": 844}, "locale": "en", "timezone_id": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def content(transactional_db: None) -> None:
    """Tests with a live server empty the database, so the content has to come back for each."""
    sync()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that says nothing more to the server once its test is over: the database is being emptied then."""
    yield page
    page.context.set_offline(True)


@pytest.fixture
def person_in(client_of: Client, person: User, live_server: Any) -> PersonIn:
    """Signs the person in where it is told."""

    def enter(context: BrowserContext) -> User:
        cookie = client_of.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return person

    return enter


@pytest.fixture
def signed_in(context: BrowserContext, person_in: PersonIn) -> User:
    return person_in(context)


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the page complains about: errors and broken rules of the content security policy. None at the end."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(f"{message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert not [text for text in found if text != LEFT_OUT]


@pytest.fixture
def play(page: Page, signed_in: User, live_server: Any, complaints: list[str]) -> Open:
    """Begin a session of some steps and open it in the player. Its clock stands still but for `wind`."""
    now = timezone.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(seconds=1))

    def opened(*forms: dict[str, Any]) -> Session:
        session = start(signed_in, script(*forms))
        page.goto(f"{live_server.url}/practise/{session.pk}/")
        expect(page.locator("#player")).to_be_visible()
        return session

    return opened
