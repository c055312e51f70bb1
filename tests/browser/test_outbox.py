"""Taps on their way to the server, in a real browser: nothing is lost, whatever answers and however many devices."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.events import projection
from journal.sessions.models import Session, SessionEvent
from tests.build import event, make_session

pytestmark = pytest.mark.browser


def stored(page: Page) -> list[str]:
    """The kinds of events that this browser still has to send."""
    found = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('hip.event.')).map((e) => e[1])"
    )
    return [json.loads(item)["event"]["kind"] for item in found]


def kinds(session: Session) -> list[str]:
    return list(SessionEvent.objects.filter(session=session).values_list("kind", flat=True))


def soon(page: Page, true: Callable[[], bool]) -> None:
    """Within a few tries of the outbox."""
    for _ in range(60):
        if true():
            return
        page.wait_for_timeout(200)
    raise AssertionError(true)


def begin(page: Page, url: str, session: Session) -> None:
    page.goto(f"{url}/practise/{session.pk}/")
    expect(page.locator("#player")).to_be_visible()


def skip(page: Page) -> None:
    page.get_by_role("button", name="Skip", exact=True).click()


def test_an_error_of_the_server_loses_no_tap_and_holds_up_no_other_session(
    page: Page, signed_in: User, live_server: Any
) -> None:
    broken, other = make_session(signed_in), make_session(signed_in)
    errors: list[str] = []

    def fail(route: Route) -> None:
        errors.append(route.request.url)
        route.fulfill(status=500, body="")

    page.route(f"**/practise/{broken.pk}/events/", fail)
    begin(page, live_server.url, broken)
    note = event(other, EventKind.NOTED, 1000, note="kept from yesterday")  # its turn comes after
    item = json.dumps({"to": f"/practise/{other.pk}/events/", "event": note})
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [f"hip.event.{other.pk}.{note['id']}", item])
    skip(page)
    soon(page, lambda: kinds(other) == ["noted"])
    soon(page, lambda: len(errors) >= 2)
    assert sorted(stored(page)) == ["skipped", "started"]
    assert not kinds(broken)
    page.unroute_all()
    soon(page, lambda: not stored(page))
    assert kinds(broken) == ["started", "skipped"]


def test_a_tap_kept_by_a_broken_server_is_sent_by_the_next_page(
    page: Page, signed_in: User, live_server: Any
) -> None:
    session = make_session(signed_in)
    page.route("**/events/", lambda route: route.fulfill(status=503, body=""))
    begin(page, live_server.url, session)
    skip(page)
    page.unroute_all()
    page.goto(f"{live_server.url}/")
    soon(page, lambda: not stored(page))
    assert set(kinds(session)) >= {"started", "skipped"}


def test_a_page_made_before_a_tap_was_saved_knows_of_it_all_the_same(
    page: Page, signed_in: User, live_server: Any
) -> None:
    session = make_session(signed_in)
    begin(page, live_server.url, session)
    soon(page, lambda: not stored(page))
    tapped: list[Route] = []

    def hold(route: Route) -> None:
        tapped.append(route)

    page.route("**/events/", hold)
    skip(page)
    soon(page, lambda: bool(tapped))
    answered: list[str] = []
    page.on("requestfinished", lambda request: answered.append(request.url))

    def make_first(route: Route) -> None:
        """The page is made, then the tap is saved and answered for, then the page arrives."""
        made = route.fetch()
        page.unroute("**/events/")
        tapped[0].continue_()
        soon(page, lambda: tapped[0].request.url in answered)
        page.wait_for_timeout(300)  # the page that goes has read it
        route.fulfill(response=made)

    page.route(page.url, make_first)
    page.reload()
    expect(page.locator("#progress")).to_contain_text(f"2 of {len(session.script['steps'])}")
    soon(page, lambda: not stored(page))
    assert kinds(session).count("skipped") == 1


def test_two_devices_go_on_with_one_session(
    page: Page, browser: Browser, signed_in: User, person: User, live_server: Any
) -> None:
    session = make_session(signed_in)
    count = len(session.script["steps"])
    assert count >= 4
    other_client = Client()
    other_client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    value = other_client.cookies[settings.SESSION_COOKIE_NAME].value
    tablet = browser.new_context()
    tablet.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    second = tablet.new_page()
    for device in (page, second):
        begin(device, live_server.url, session)
    skip(page)
    soon(page, lambda: not stored(page))
    for number in (2, 3):
        skip(second)
        expect(second.locator("#progress")).to_contain_text(f"{number} of {count}")
        second.wait_for_timeout(1000)  # a second tap at once would be an accident
    soon(second, lambda: not stored(second))
    page.reload()
    expect(page.locator("#progress")).to_contain_text(f"3 of {count}")
    skip(page)
    soon(page, lambda: not stored(page))
    tablet.close()
    assert projection(session).position == 3
    devices = SessionEvent.objects.filter(session=session).values_list("device", flat=True)
    assert len(set(devices)) == 2
