"""Changing a week on a phone: the page stays where the person is, and Undo is under their eyes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hipapp.core.models import User
from poses.models import Routine
from poses.routines.records import latest_version
from tests.build import make_routine

pytestmark = pytest.mark.browser

DAY = 4  # far down the page
PHONE_TABS = 57


def _open(page: Page, url: str, routine: Routine) -> Locator:
    """The second step of a day far down, its tools opened and in the middle of the screen."""
    page.goto(f"{url}/routines/{routine.pk}/")
    step = page.locator(f"#day-{DAY} ol.day-steps > li").nth(1)
    if not step.is_visible():
        page.locator(f"#day-{DAY} > details > summary").click()
    step.locator("details.change > summary").click()
    return step


def _in_sight(page: Page, what: Locator, *, whole: bool) -> None:
    expect(what).to_be_visible()
    page.wait_for_timeout(150)
    top, bottom = what.evaluate("e => { const r = e.getBoundingClientRect(); return [r.top, r.bottom] }")
    if whole:
        assert top >= 56, top
        assert bottom <= 844 - PHONE_TABS, bottom
    else:
        assert top < 844 - PHONE_TABS, top
        assert bottom > 56, bottom


def _changed_here(page: Page, routine: Routine, text: str) -> None:
    said = page.locator("#said")
    expect(said).to_contain_text(text)
    _in_sight(page, said.get_by_role("button", name="Undo"), whole=True)
    _in_sight(page, page.locator(f"#day-{DAY}"), whole=False)
    changed = latest_version(routine).number
    assert changed % 2 == 0
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("Back as it was.")
    expect(
        page.locator(".toast-line:visible", has_text=re.compile("Back as|out|later|moved|before"))
    ).to_have_count(1)
    _in_sight(page, said, whole=True)
    _in_sight(page, page.locator(f"#day-{DAY}"), whole=False)
    versions = {v.number: v.data for v in routine.versions.all()}
    assert versions[changed + 1] == versions[changed - 1]


def _swap(page: Page, step: Locator) -> None:
    step.get_by_role("link", name="Swap").click()
    page.get_by_role("button", name=re.compile("Take (this one|it on)")).first.click()
    expect(page).to_have_url(re.compile("#step-[a-z]{3}-[0-9]+$"))


def _edit(page: Page, step: Locator, kind: str) -> str:
    """One change by its button; what is then said."""
    if kind == "swap":
        _swap(page, step)
        return "place of"
    if kind == "set":
        amount = step.locator("input[type=number]").first
        now, most = int(amount.input_value()), int(amount.get_attribute("max") or 0)
        amount.fill(str(now + 1 if now < most else now - 1))
        step.get_by_role("button", name="Save").click()
        return "before"
    if kind == "form":
        step.locator("button[name=rung]").first.click()
        return "in place of"
    if kind == "rest":
        page.locator(f"#day-{DAY} .day-tools summary").click()
        page.locator(f"#day-{DAY}").get_by_role("button", name="Make it a rest day").click()
        return "is a rest day"
    names = {"out": ("Take out", "taken out"), "later": ("Move down", "later"), "move": ("Move", "moved to")}
    button, text = names[kind]
    step.get_by_role("button", name=button, exact=True).click()
    return text


KINDS = ("out", "later", "form", "set", "move", "swap", "rest")


def test_every_change_stays_in_sight(
    page: Page, live_server: Any, signed_in: User, complaints: list[str]
) -> None:
    routine = make_routine(signed_in)
    for kind in KINDS:
        step = _open(page, live_server.url, routine)
        _changed_here(page, routine, _edit(page, step, kind))


def test_every_change_stays_in_sight_without_javascript(
    browser: Browser, page: Page, live_server: Any, signed_in: User
) -> None:
    routine = make_routine(signed_in)
    cookies = page.context.cookies()
    context = browser.new_context(
        java_script_enabled=False, locale="en", viewport={"width": 390, "height": 844}
    )
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies])
    plain = context.new_page()
    for kind in KINDS:
        step = _open(plain, live_server.url, routine)
        _changed_here(plain, routine, _edit(plain, step, kind))
    context.close()


def test_the_keyboard_keeps_its_place(page: Page, live_server: Any, signed_in: User) -> None:
    """*Later* twice is two presses of one key; where the step is gone, the message has the focus."""
    routine = make_routine(signed_in)
    moved = latest_version(routine).plan.day(DAY).steps[0].id
    step = _open(page, live_server.url, routine)
    page.locator(f"#step-{moved} details.change > summary").click()
    later = page.locator(f"#{moved}-down")
    later.focus()
    for place in (1, 2):
        page.keyboard.press("Enter")
        expect(page.locator(f"#day-{DAY} ol.day-steps > li").nth(place)).to_have_id(f"step-{moved}")
        expect(later).to_be_focused()
    page.locator(f"#step-{moved}").get_by_role("button", name="Take out").press("Enter")
    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("#messages")).to_contain_text("taken out")
    assert step


#: Of what folds at a step: on one line, and still where it was once it is open.
_FOLDS = """step => [...step.querySelectorAll(".step-tools summary")].map((e) => {
  const { top, height, width } = e.getBoundingClientRect();
  return [Math.round(top - step.getBoundingClientRect().top), height >= 44 && width >= 44];
})"""


def test_why_and_change_stand_on_one_line_and_stay_there(
    page: Page, live_server: Any, signed_in: User, complaints: list[str]
) -> None:
    routine = make_routine(signed_in)
    page.goto(f"{live_server.url}/routines/{routine.pk}/")
    step = page.locator("#day-0 ol.day-steps > li").nth(1)
    why = step.locator("details.why > p")
    expect(why).to_be_hidden()
    closed = step.evaluate(_FOLDS)
    assert closed[0] == closed[1]
    assert closed[0][1], "large enough for a thumb"
    step.locator("details.why > summary").focus()
    page.keyboard.press("Enter")
    expect(why).to_be_visible()
    page.keyboard.press("Tab")
    expect(step.get_by_role("link", name="Swap")).to_be_focused()
    page.keyboard.press("Tab")
    expect(step.locator("details.change > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step.get_by_role("button", name="Take out")).to_be_visible()
    assert step.evaluate(_FOLDS) == closed
    page.emulate_media(media="print")
    expect(why).to_be_hidden()


def test_a_day_is_gone_to_by_its_link(page: Page, live_server: Any, signed_in: User) -> None:
    routine = make_routine(signed_in)
    page.goto(f"{live_server.url}/routines/{routine.pk}/")
    days = page.get_by_role("navigation", name="Days of this week")
    for link in days.get_by_role("link").all():
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    days.get_by_role("link", name="Friday").click()
    _in_sight(page, page.get_by_role("heading", name="Friday"), whole=True)


def test_after_a_swap_its_row_is_in_sight_and_free(page: Page, live_server: Any, signed_in: User) -> None:
    """Marked by a frame that leaves room around the picture, folded, and not under the message."""
    routine = make_routine(signed_in)
    step = _open(page, live_server.url, routine)
    row = page.locator(f"#{step.get_attribute('id')}")
    _swap(page, step)
    expect(row).to_have_class("changed")
    expect(row.locator("details[open]")).to_have_count(0)
    _in_sight(page, row, whole=True)
    frame, picture, said = (
        row.bounding_box(),
        row.locator(".fig").bounding_box(),
        page.locator("#said").bounding_box(),
    )
    assert frame
    assert picture
    assert said
    assert picture["x"] - frame["x"] >= 8
    assert picture["y"] - frame["y"] >= 8
    assert picture["y"] + picture["height"] <= said["y"]
