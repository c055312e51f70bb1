"""The page after a session in a real browser: where the focus goes, and what the keys press."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hipapp.core.models import User
from tests.build import finished

pytestmark = pytest.mark.browser


def test_a_note_too_long_is_kept_and_has_the_focus(page: Page, live_server: Any, signed_in: User) -> None:
    session = finished(signed_in, before=4)
    page.goto(f"{live_server.url}/practise/{session.pk}/after/")
    page.get_by_text("Say more").click()
    page.get_by_label("Note").fill("x" * 4001)
    page.get_by_role("button", name="3", exact=True).click()
    note = page.get_by_label("Note")
    expect(note).to_be_focused()
    expect(note).to_have_value("x" * 4001)
    expect(note).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("The rating is saved, the rest not yet.")
    session.refresh_from_db()
    assert (session.after, session.note) == (3, "")


def test_enter_never_presses_a_rating(page: Page, live_server: Any, signed_in: User) -> None:
    session = finished(signed_in, before=4)
    page.goto(f"{live_server.url}/practise/{session.pk}/after/")
    page.get_by_text("Say more").click()
    page.get_by_label("Stress").check()
    page.get_by_label("Stress").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    session.refresh_from_db()
    assert (session.after, session.tags) == (None, ["stress"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_ring_of_a_rating_can_be_seen(
    page: Page, live_server: Any, signed_in: User, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_server.url}/practise/{finished(signed_in).pk}/after/")
    zero = page.get_by_role("button", name="0, no discomfort", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if zero.evaluate("e => e === document.activeElement"):
            break
    ring = zero.evaluate(
        "e => (({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(e))"
    )
    assert ring == ["solid", "3px"]
