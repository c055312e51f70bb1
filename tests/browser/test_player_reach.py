"""The player from two metres, lying down: what is read has 7:1, what is touched 60 px, in every state."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.playing import Open, at, breaths, bridge, hero, kneel, wind

pytestmark = pytest.mark.browser

SLOW = pytest.mark.slow
#: Those that are laid out in ways of their own come first; the others are slow.
SIZES = [
    (360, 640), (844, 390), (1280, 800),
    pytest.param(390, 844, marks=SLOW), pytest.param(768, 1024, marks=SLOW),
]  # fmt: skip
AXE = Axe()
#: What WCAG 2.2 AA asks, axe's good practices, and the contrast of AAA.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
#: What can be tapped and is not 60 px each way, or stands out at a side. The way past the header is for keys only.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea, [role=button]")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.classList.contains("skip"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, b]) => b.width < 60 || b.height < 60 || b.left < -0.5 || b.right > innerWidth + 0.5)
  .map(([e, b]) => `${e.id || e.textContent.trim()}: ${[b.width, b.height, b.left].map(Math.round).join(", ")}`)
"""

#: Words that stand out of their button.
CUT = """() => [...document.querySelectorAll("button, summary, .btn")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.scrollWidth > e.clientWidth + 1)
  .map((e) => `${e.textContent.trim()} is cut`)
"""


def tap(page: Page, *ids: str) -> None:
    for name in ids:
        page.locator(f"#{name}").click()
        wind(page, 1)


def violations(page: Page) -> list[str]:
    """What axe has to say. It waits for timers, and here they stand still unless the clock is wound."""
    page.evaluate(AXE.axe_script)
    page.evaluate(
        "(o) => { window.found = null; axe.run(o).then((r) => { window.found = r.violations; }) }", OPTIONS
    )
    while (found := page.evaluate("window.found")) is None:
        wind(page, 0.02)
    return [f"{v['id']}: {[n['html'] for n in v['nodes']]}" for v in found]


def states(page: Page, play: Open) -> Iterator[str]:
    """Lead the player through what it can look like; each name is a state that it is in now."""
    play(at(bridge(), 0, "cushion"), kneel("left"), kneel("right"), hero(), breaths())
    yield "waiting"
    page.locator("#before summary").click()
    yield "asked about the back"
    page.locator("#before summary").click()
    tap(page, "pause")
    yield "getting ready"
    wind(page, 10)
    yield "moving"
    for fold in ("stop-if", "keys", "before"):
        page.locator(f"#{fold} summary").click()
    yield "folds open"
    tap(page, "pause")
    yield "paused"
    tap(page, "pause", "too-much")
    yield "eased"
    wind(page, 9)
    tap(page, "too-much")
    yield "resting instead"
    wind(page, 12)
    yield "what was told is old"
    tap(page, "sharp")
    yield "after something sharp"
    tap(page, "sharp-go-on", "skip", "skip")
    wind(page, 8 + 29)
    yield "rest between sets"
    tap(page, "numb")
    yield "after something numb"
    tap(page, "numb-slip", "skip")
    wind(page, 8 + 2)
    yield "breathing"
    wind(page, 40)
    expect(page.locator("#end-panel")).to_be_visible()
    yield "the end"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_target_is_large(page: Page, play: Open, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    found = {}
    for state in states(page, play):
        found[state] = page.evaluate(SMALL)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[state].append("wider than the screen")
        if height > 600 and page.locator("#player").is_visible():
            expect(page.locator("#numb"), state).to_be_in_viewport(ratio=1)
    assert {state: small for state, small in found.items() if small} == {}


@pytest.mark.parametrize(("width", "height"), [(360, 640), (844, 390)])
def test_text_of_twice_the_size_fits(page: Page, play: Open, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })"
    )
    found = {}
    for state in states(page, play):
        found[state] = page.evaluate(SMALL) + page.evaluate(CUT)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=SLOW)])
@pytest.mark.parametrize("contrast", ["no-preference", pytest.param("more", marks=SLOW)])
def test_everything_stands_out(page: Page, play: Open, scheme: Any, contrast: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce", contrast=contrast)
    wrong = []
    for state in states(page, play):
        wrong += [f"{state}: {violation}" for violation in violations(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("width", "height"), [(390, 700), (1280, 700)])
def test_what_is_cut_off_fades_and_the_end_does_not(page: Page, play: Open, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    play(bridge(), breaths())
    tap(page, "pause")
    for fold in ("steps", "stop-if"):
        page.evaluate("id => document.getElementById(id).open = true", fold)
    stage = page.locator("#stage")
    assert "gradient" in stage.evaluate("e => getComputedStyle(e).maskImage")
    stage.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    room = "e => e.getBoundingClientRect().bottom - document.getElementById('folds').getBoundingClientRect().bottom"
    fade = stage.evaluate("e => parseFloat(getComputedStyle(e).paddingBottom)")
    assert stage.evaluate("e => e.scrollHeight > e.clientHeight")
    assert fade >= 12
    assert stage.evaluate(room) >= fade - 1


def test_the_end_has_one_row_of_numbers_with_words_under_its_ends(page: Page, play: Open) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    play(breaths())
    wind(page, 60)
    expect(page.locator("#end-panel")).to_be_visible()
    boxes = "list => list.map((e) => e.getBoundingClientRect().toJSON())"
    numbers = page.locator("[data-after]").evaluate_all(boxes)
    assert len({b["top"] for b in numbers}) == 1
    first, last = page.locator("#after .rating-ends span").evaluate_all(boxes)
    assert abs(first["left"] - numbers[0]["left"]) < 2
    assert abs(last["right"] - numbers[-1]["right"]) < 2


@pytest.mark.parametrize("width", [320, 1280])
def test_what_leaves_and_the_voice_look_as_if_they_could_be_tapped(
    page: Page, play: Open, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    play(breaths())
    for name in ("leave", "voice"):
        edge = page.locator(f"#{name}").evaluate(
            "e => [getComputedStyle(e).borderTopStyle, e.offsetHeight >= 60]"
        )
        assert edge == ["solid", True], name
