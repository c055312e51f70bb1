"""The coach on a phone: try a suggestion, take it back, say never, look at a past week; and without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from hipapp.core.clock import today_of
from hipapp.core.enums import Author
from hipapp.core.models import User
from poses.routines.models import RoutineVersion
from poses.routines.records import latest_version
from tests.browser.look import look_at
from tests.coach.build import fuller_week, sore_days

pytestmark = pytest.mark.browser


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def test_try_undo_never_and_a_past_week(
    page: Page, live_server: Any, signed_in: User, complaints: list[str]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    routine = fuller_week(signed_in)
    sore_days(signed_in, routine)
    RoutineVersion.objects.update(created_at=timezone.now() - timedelta(days=60))
    url = live_server.url
    page.goto(url)
    page.get_by_role("link", name="Have a look").click()
    look_at(page, url, ["/coach/"])
    drawing = page.get_by_role("img", name=re.compile("How your back was"))
    expect(drawing).to_be_visible()
    for name in ("Try it", "Not now", "Suggest nothing more for this pose"):
        assert button(page, name).bounding_box()["height"] >= 44, name

    button(page, "Try it").click()
    assert latest_version(routine).author == Author.COACH.value
    expect(page.locator("#messages").get_by_role("link", name="See the routine")).to_be_visible()
    look_at(page, url, ["/coach/log/"])
    expect(page.get_by_text("You tried it", exact=True)).to_be_visible()
    button(page, "Undo").click()
    expect(page.get_by_text("You tried it and took it back", exact=False)).to_be_visible()
    assert [v.author for v in routine.versions.all()][1:] == [Author.COACH.value, Author.PERSON.value]

    # Long ago: what somebody has just taken back rests.
    RoutineVersion.objects.update(created_at=timezone.now() - timedelta(days=60))
    signed_in.suggestions.all().delete()
    page.goto(f"{url}/coach/")
    button(page, "Suggest nothing more for this pose").click()
    expect(page.get_by_text("won’t bring up", exact=False)).to_be_visible()
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.", exact=False)).to_be_visible()

    # A week of which no suggestion is kept any more.
    signed_in.suggestions.all().delete()
    day = today_of(signed_in) - timedelta(days=3)
    look_at(page, url, [f"/coach/replay/?week={day}"])
    expect(page.locator(".coach-card")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Back to")).click()
    expect(page).to_have_url(re.compile(f"week={day - timedelta(days=7)}"))
    assert not signed_in.suggestions.exists()


def test_without_javascript(browser: Browser, live_server: Any, client_of: Client, person: User) -> None:
    routine = fuller_week(person)
    sore_days(person, routine)
    context = browser.new_context(java_script_enabled=False, locale="en")
    cookie = client_of.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/coach/")
    button(page, "Try it").click()
    assert routine.versions.count() == 2
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.", exact=False)).to_be_visible()
    assert routine.versions.count() == 3
    context.close()
