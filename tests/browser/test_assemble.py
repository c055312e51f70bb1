"""Putting a week together: it follows what is chosen, and no tap and no word is lost on the way."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hipapp.core.models import User
from poses.routines.records import active_version

pytestmark = pytest.mark.browser


def test_the_week_follows_and_a_tap_right_after_typing_counts(
    page: Page, live_server: Any, signed_in: User, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/routines/assemble/")
    days = page.locator("#result .day")
    expect(days.first).to_be_visible()
    with page.expect_response(re.compile("/assemble/")):
        page.get_by_label("Minutes on a practice day").select_option("5")
    with page.expect_response(re.compile("/assemble/")):
        page.locator("#wishes label", has_text="Sunday").click()
    expect(page.locator("#day-6")).to_contain_text("minutes")
    habit = page.get_by_label("When in the day?")
    habit.click()
    page.keyboard.type("After dinner")
    page.get_by_role("button", name="Save as my week").first.click()
    expect(page.get_by_text("Saved. You can change")).to_be_visible()
    version = active_version(signed_in)
    assert version
    assert version.plan.anchor == "After dinner"
    assert version.plan.day(6).steps


def test_what_was_typed_comes_back_from_a_question(page: Page, live_server: Any, signed_in: User) -> None:
    page.goto(f"{live_server.url}/routines/assemble/")
    with page.expect_response(re.compile("anchor=After.{1,3}dinner")):
        page.get_by_label("When in the day?").press_sequentially("After dinner")
    page.get_by_role("link", name=re.compile("Answer.*Floor, knees and hands")).click()
    page.get_by_role("radio", name="No").nth(1).check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_label("When in the day?")).to_have_value("After dinner")
    expect(page.locator("#bases")).to_contain_text("Kneeling: no")


@pytest.mark.parametrize("with_js", [True, False])
def test_a_week_is_saved_below_it_and_a_refusal_leads_up_to_its_field(
    browser: Browser, page: Page, live_server: Any, signed_in: User, with_js: bool
) -> None:
    cookies = page.context.cookies()
    context = browser.new_context(
        java_script_enabled=with_js, locale="en", viewport={"width": 390, "height": 600}
    )
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies])
    plain = context.new_page()
    plain.goto(f"{live_server.url}/routines/assemble/")
    ticked = plain.locator("[name=weekdays]:checked")
    while ticked.count():
        ticked.first.uncheck()
    plain.get_by_role("button", name="Save as my week").last.click()
    error = plain.locator("#weekdays-error")
    expect(error).to_have_text("Choose at least one day.")
    expect(error).to_be_focused()
    expect(error).to_be_in_viewport()
    plain.locator("[name=weekdays]").first.check()
    plain.get_by_role("button", name="Save as my week").last.click()
    expect(plain).to_have_url(re.compile("/routines/[0-9a-f-]{36}/$"))
    context.close()


def test_a_week_can_be_saved_while_it_is_still_looked_up(
    page: Page, live_server: Any, signed_in: User
) -> None:
    page.goto(f"{live_server.url}/routines/assemble/")
    page.route("**/assemble/?*", lambda route: None)  # its answer does not come
    with page.expect_request("**/assemble/?*"):
        page.get_by_label("Minutes on a practice day").select_option("5")
    page.get_by_role("button", name="Save as my week").last.click()
    expect(page.get_by_text("Saved. You can change")).to_be_visible()
