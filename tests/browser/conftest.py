"""A real Chromium, Debian's, that asks nobody outside; and a person signed in there."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from hipapp.core.models import User
from poses.library.catalogue import sync

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
def signed_in(context: BrowserContext, client_of: Client, person: User, live_server: Any) -> User:
    cookie = client_of.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return person


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
    assert not found
