"""The player waits for the person: every time can be lengthened, nothing goes unread, no key is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playing import Open, at, breaths, bridge, form, hero, kneel, part, wind
from tests.browser.test_player_reach import tap

pytestmark = pytest.mark.browser


def number(page: Page) -> int:
    return int(page.locator("#number").inner_text())


def test_every_countdown_can_be_lengthened_and_stopped(page: Page, play: Open) -> None:
    """Getting ready, holding, the rest between sets."""
    play(form("glute-bridge", 1, "Bridge", part("hold", 60), sets=2, rest_s=20), breaths())
    for state in ("Get ready", "Hold · set 1 of 2", "Rest"):
        while page.locator("#state").inner_text() != state:
            wind(page, 1)
        before = number(page)
        tap(page, "more")
        assert number(page) >= before + 13
        tap(page, "pause")
        wind(page, 1200)
        expect(page.locator("#state")).to_have_text("Paused")
        tap(page, "pause")


def test_what_was_told_stays_as_long_as_it_is_about(page: Page, play: Open) -> None:
    play(bridge(easier=kneel("left") | {"parts": [part("hold", 120)]}), breaths())
    tap(page, "too-much")
    notice = page.locator("#notice")
    expect(notice).to_have_text("Thank you for saying so. Here is the easier form.")
    wind(page, 100)
    expect(notice).to_be_visible()
    expect(notice).to_have_class("note-calm notice is-old")
    wind(page, 40)
    expect(page.locator("#pose-name")).to_have_text("Belly breathing")
    expect(notice).to_be_hidden()


def test_the_question_waits_for_whoever_opened_it(page: Page, play: Open) -> None:
    play(bridge(), breaths(), hero())
    page.locator("#before summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    wind(page, 8 + 24 + 10)
    expect(page.locator("#pose-name")).to_have_text("Belly breathing")
    expect(page.locator("#hands #before")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pose-name")).to_have_text("Belly breathing")
    expect(page.get_by_role("button", name="0, no discomfort")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#before")).to_be_hidden()
    expect(page.locator("#pause")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Saved.")


def test_the_keyboard_is_never_lost(page: Page, play: Open) -> None:
    play(kneel("left"), at(breaths(), 0), at(hero(), 1, "cushion"))
    page.locator("#sharp").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sharp-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pause")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#more")).to_be_focused()
    wind(page, 10 + 30 + 1)  # the next one waits, and more time has nothing to lengthen
    expect(page.locator("#more")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#more")).to_be_focused()
    page.locator("#numb").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#end-title")).to_be_focused()
    page.locator("#numb-slip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pause")).to_be_focused()


def heard(page: Page) -> list[str]:
    return [str(words) for words in page.evaluate("heard")]


def test_what_a_screen_reader_is_told(page: Page, play: Open) -> None:
    page.add_init_script("localStorage.setItem('hip.voice', 'off')")
    lines = [{"seconds": 30, "say": "Feel your feet."}, {"seconds": 30, "say": "Feel your back."}]
    scan: dict[str, Any] = {"timeline": lines, "hows": ["Bend your knees."]}
    play(form("body-scan", 1, "Scan", part("hold", 60), **scan), hero())
    page.evaluate("""() => {
      const live = document.getElementById("live");
      window.heard = [live.textContent];
      new MutationObserver(() => heard.push(live.textContent)).observe(live, {childList: true});
    }""")
    tap(page, "more", "more")
    wind(page, 8 + 30 + 60)
    assert heard(page)[:3] == [
        "Scan, lying on the back. Get ready. Bend your knees.",
        "15 seconds more.",
        "15 seconds more.\u00a0",
    ]
    assert heard(page)[3:8] == [
        "Listen and feel", "Feel your feet.", "Half-way.", "Feel your back.", "Next: Supported hero, lying on the back",
    ]  # fmt: skip
    assert heard(page)[8] == "Supported hero, lying on the back. Get ready."
    wind(page, 60)
    assert heard(page)[9:13] == ["Ease in and out", "Hold", "Rest", "Ease in and out"]


def test_the_keys_are_told(page: Page, play: Open) -> None:
    play(breaths())
    page.locator("#keys summary").click()
    expect(page.get_by_text("Space: pause and go on")).to_be_visible()
    for name, key in {"back": "ArrowLeft", "pause": "Space", "skip": "ArrowRight"}.items():
        expect(page.locator(f"#{name}")).to_have_attribute("aria-keyshortcuts", key)
