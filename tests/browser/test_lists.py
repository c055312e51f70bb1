"""Lists that "none of these" can answer: what is in sight before and after the first tick."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

LISTS = ["/check/", "/body/conditions/", "/body/movements/", "/body/sites/", "/body/props/"]


@pytest.mark.parametrize("url", LISTS)
def test_none_stands_at_the_end_alone_until_something_is_ticked(
    page: Page, live_server: Any, url: str
) -> None:
    page.goto(f"{live_server.url}{url}")
    bar, ticks = page.locator(".list-bar"), page.locator("main label.tick")
    none, save = bar.locator("[name=none]"), bar.locator("[name=save]")
    expect(none).to_be_visible()
    expect(save).to_be_hidden()
    if url in LISTS[:2]:
        expect(none).not_to_be_in_viewport()
    for line in page.locator(".list-part > summary").all():
        line.click()
    assert _is_above(ticks.last, none)
    ticks.first.click()
    expect(none).to_be_hidden()
    if url in LISTS[:2]:  # it is read to its end first
        assert _is_above(ticks.last, save)
    else:
        expect(save).to_be_in_viewport()
    ticks.first.click()
    expect(save).to_be_hidden()
    expect(none).to_be_visible()


def _is_above(one: Locator, other: Locator) -> bool:
    """Both measured at once: a line that was opened may still be scrolling into sight."""
    above = "(one, other) => one.getBoundingClientRect().top < other.getBoundingClientRect().top"
    return bool(one.evaluate(above, other.element_handle()))


def test_each_line_and_each_box_keeps_its_height_for_a_thumb(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/check/")
    boxes = page.locator("main label.tick")
    expect(boxes.first).to_be_hidden()
    lines = page.locator(".list-part > summary")
    for line in lines.all():
        line.click()
    for each in (lines, boxes):
        assert min(each.evaluate_all("all => all.map(e => e.offsetHeight)")) >= 44


def test_a_folded_line_says_that_something_in_it_is_ticked(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/check/")
    line = page.locator(".list-part > summary").filter(has_text="Weight, lumps and cancer")
    line.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Losing weight without trying.").check()
    expect(line.get_by_text("Ticked")).to_be_hidden()
    line.press("Enter")
    expect(line.get_by_text("Ticked")).to_be_visible()
    expect(page.locator(".list-bar [name=save]")).to_be_visible()


def test_a_question_without_none_keeps_its_button_in_sight(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/body/abilities/")
    expect(page.locator(".list-bar [name=save]")).to_be_in_viewport()


def test_the_count_that_is_brought_into_sight_has_no_ring(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/poses/")
    page.get_by_label("Search", exact=True).fill("hip")
    page.get_by_role("button", name=re.compile("^Search$")).click()
    count = page.locator(".count")
    expect(count).to_be_focused()
    assert count.evaluate("e => getComputedStyle(e).outlineStyle") == "none"
