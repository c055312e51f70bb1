"""The places: under the thumb on a phone, at the side on a desktop, and help for a sore day in sight on both."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hipapp.core.models import User
from tests.browser.waiting import until

pytestmark = pytest.mark.browser


def test_under_the_thumb_on_a_phone(page: Page, live_server: Any, signed_in: User) -> None:
    page.goto(f"{live_server.url}/journal/")
    places = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert 0 < places.count() <= 5
    for place in places.all():
        box = place.bounding_box()
        assert box
        assert box["y"] + box["height"] == 844
        assert min(box["width"], box["height"]) >= 44
    expect(page.get_by_role("link", name="Sore today?")).to_be_in_viewport(ratio=1)


def test_at_the_side_on_a_desktop_however_far_one_has_scrolled(
    page: Page, live_server: Any, signed_in: User
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/poses/")
    page.mouse.wheel(0, 3000)
    until(page, "scrollY > 1000")
    main = page.locator("main").bounding_box()
    assert main
    for place in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        expect(place).to_be_in_viewport(ratio=1)
        box = place.bounding_box()
        assert box
        assert box["x"] + box["width"] <= main["x"]
    expect(page.get_by_role("link", name="Sore today?")).to_be_in_viewport(ratio=1)
