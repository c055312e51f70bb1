"""The library under a thumb: what is tapped is large enough, and a card is one target."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hipapp.core.enums import Condition
from hipapp.core.models import User
from poses.body.records import answer

pytestmark = pytest.mark.browser

#: Everything in the page's body that is tapped, except the boxes inside of larger labels.
SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main select, main label.pill")]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.textContent.trim())"""
CUT_OFF = """(box) => {
  const style = getComputedStyle(box), pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  return pen.measureText(box.placeholder).width > box.clientWidth - parseFloat(style.paddingLeft) * 2;
}"""


def test_what_is_tapped_is_large_enough(page: Page, live_server: Any, signed_in: User) -> None:
    answer(signed_in, conditions=(Condition.DISC_LEG, Condition.WRIST, Condition.KNEE))
    paths = (
        "",
        "?q=sciatica",
        "?q=virasana&job=twist",
        *(f"{s}/" for s in ("hero-supported", "cat-cow-hinge")),
    )
    for path in paths:
        page.goto(f"{live_server.url}/poses/{path}")
        assert page.evaluate(SMALL) == [], path
    page.goto(f"{live_server.url}/poses/")
    assert not page.locator("#id_q").evaluate(CUT_OFF)


def test_the_whole_card_leads_to_the_pose(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/poses/?no_floor=on&q=scan")
    card = page.locator(".pose-card")
    expect(card.locator("a")).to_have_count(1)
    size = card.bounding_box()
    assert size
    card.click(position={"x": 20, "y": size["height"] - 10})
    expect(page).to_have_url(re.compile(r"/poses/body-scan/\?form=0$"))
    expect(page.locator("ol.steps").first).to_contain_text("Sit on a sturdy chair")


def test_from_a_pose_back_to_what_was_searched(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/poses/?q=pigeon")
    page.locator(".pose-card a").first.click()
    page.locator(".back-link").click()
    expect(page).to_have_url(f"{live_server.url}/poses/?q=pigeon")
    page.goto(f"{live_server.url}/poses/glute-bridge/")
    page.locator(".back-link").click()
    expect(page).to_have_url(f"{live_server.url}/poses/")


def test_on_a_phone_a_pose_can_be_done_and_its_steps_begin_within_two_screens(
    page: Page, live_server: Any, signed_in: User
) -> None:
    answer(signed_in, conditions=(Condition.HIP_REPLACEMENT_POSTERIOR, Condition.KNEE), props=("cushion",))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/poses/reclined-twist-cushions/")
    steps = page.locator("#how ol").bounding_box()
    assert steps
    assert steps["y"] < 2 * 844
    page.get_by_role("button", name="Do it now").click()
    expect(page.locator("#player")).to_contain_text("Reclined twist on cushions")
