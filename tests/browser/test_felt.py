"""Speed as felt: a tap is taken at once, waiting is told, nothing is sent twice, nothing jumps."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Page, Route, expect

from hipapp.core.models import User
from tests.browser.places import everywhere
from tests.browser.waiting import until
from tests.build import finished, make_routine, make_session

pytestmark = pytest.mark.browser

BACK = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
#: All that moved by itself on this page, but for what a tap has just asked for.
MOVED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 50));
})"""
MOST_MOVED = 0.02


#: Playwright asks nothing of a page that is on its way, so the page keeps a diary, and the next one reads it.
DIARY = """() => {
  const seen = [];
  const look = () => {
    const now = {
      taken: document.querySelectorAll("[data-taken]").length,
      busy: document.querySelectorAll("[aria-busy=true]").length,
      bar: document.querySelectorAll(".felt-bar.on").length,
      words: document.querySelector(".felt-words").textContent,
      lit: [...document.querySelectorAll(".rating .chosen[aria-pressed=true]")].map(b => b.value).join(),
    };
    if (JSON.stringify(now) !== JSON.stringify(seen.at(-1))) seen.push(now);
    sessionStorage.diary = JSON.stringify(seen);
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
}"""


def slowed(page: Page, address: str, seconds: float) -> list[Route]:
    """Requests to an address take so long; those that were made."""
    made: list[Route] = []

    def wait(route: Route) -> None:
        made.append(route)
        time.sleep(seconds)
        route.continue_()

    page.route(address, wait)
    return made


def diary(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("JSON.parse(sessionStorage.diary)")
    return found


@pytest.fixture
def asked() -> Iterator[list[tuple[str, str]]]:
    """What reaches the server: address, and why (`prefetch`)."""
    found: list[tuple[str, str]] = []

    def hear(environ: dict[str, str], **_: Any) -> None:
        found.append((environ["PATH_INFO"], environ.get("HTTP_SEC_PURPOSE", "")))

    request_started.connect(hear)
    yield found
    request_started.disconnect(hear)


def test_a_slow_page_says_so(page: Page, live_server: Any, signed_in: User, complaints: list[str]) -> None:
    page.goto(f"{live_server.url}/account/")
    slowed(page, "**/account/figure/", 1.6)
    page.evaluate(DIARY)
    page.evaluate(f"setTimeout(() => {BACK}, 1400)")
    page.locator("main a[href='/account/figure/']").click(no_wait_after=True)
    expect(page).to_have_url(re.compile("/account/figure/"))
    quiet = {"taken": 0, "busy": 0, "bar": 0, "words": "", "lit": ""}
    taken = quiet | {"taken": 1}
    barred = taken | {"busy": 1, "bar": 1}
    assert diary(page) == [taken, barred, barred | {"words": "One moment"}, quiet]


def test_a_number_is_lit_at_once_and_sent_once(page: Page, live_server: Any, signed_in: User) -> None:
    finished(signed_in, days_ago=1, before=4, after=5)
    page.goto(live_server.url)
    made = slowed(page, "**/morning/", 0.2)
    page.evaluate(DIARY)
    page.evaluate("for (const n of [4, 5]) document.querySelector(`.rating [value='${n}']`).click()")
    expect(page.get_by_text("Saved: 4 of 10.")).to_be_visible()
    assert {now["lit"] for now in diary(page)} == {"4"}
    assert len(made) == 1


def test_what_never_answers_blocks_nobody_for_ever(page: Page, live_server: Any, signed_in: User) -> None:
    page.clock.install()
    finished(signed_in, days_ago=1, before=4, after=5)
    page.goto(live_server.url)
    page.route("**/morning/", lambda route: route.fulfill(status=204))  # so the browser stays where it is
    page.get_by_role("button", name="4", exact=True).click()
    page.clock.run_for(1100)
    expect(page.get_by_text("One moment")).to_be_visible()
    page.clock.run_for(9000)
    expect(page.get_by_text("One moment")).to_be_hidden()
    expect(page.locator("[data-taken], .rating .chosen")).to_have_count(0)


@pytest.mark.parametrize(("answer", "words"), [(None, "did not reach us"), (500, "did not work")])
def test_a_change_that_fails_is_told_and_can_be_tried_again(
    page: Page, live_server: Any, signed_in: User, answer: int | None, words: str
) -> None:
    routine = make_routine(signed_in)
    page.goto(f"{live_server.url}/routines/{routine.pk}/")
    page.route("**/edit/", lambda route: route.fulfill(status=answer) if answer else route.abort())
    step = page.locator("ol.day-steps:visible > li").first
    step.locator("details.change > summary").click()
    button = step.get_by_role("button", name="Move down")
    button.click()
    told = page.locator("#messages .felt-lost")
    expect(told).to_contain_text(words)
    expect(told).to_be_in_viewport()
    expect(page.locator("[data-taken]")).to_have_count(0)
    page.unroute("**/edit/")
    button.click()
    expect(page.locator("#said")).to_be_visible()
    expect(told).to_have_count(0)
    assert routine.versions.count() == 2


def test_a_download_is_no_waiting(page: Page, live_server: Any, signed_in: User) -> None:
    page.goto(f"{live_server.url}/account/")
    with page.expect_download():
        page.get_by_role("link", name="Download everything").click()
    expect(page.locator("[data-taken]")).to_have_count(0)


def test_pages_are_fetched_ahead_unless_they_write(
    page: Page, live_server: Any, signed_in: User, asked: list[tuple[str, str]]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto(f"{live_server.url}/about/")
    asked.clear()
    for address in ("/", "/routines/", "/poses/glute-bridge/", "/trends/"):
        if address == "/poses/glute-bridge/":
            page.evaluate("""document.querySelector("main a").href = "/poses/glute-bridge/" """)
        page.locator(f"a[href='{address}']:visible").first.hover()
        page.wait_for_timeout(400)  # a pointer that rests for so long means it
    assert asked == [("/trends/", "prefetch")]
    page.locator("nav a[href='/trends/']").first.click()
    expect(page).to_have_url(re.compile("/trends/$"))
    assert (
        page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    )
    assert [a for a, _ in asked].count("/trends/") == 1


ARRIVED = """addEventListener("pagereveal", ({viewTransition}) => {
  sessionStorage.soft = !!viewTransition;
  viewTransition?.ready.then(() => {
    sessionStorage.parts = document.getAnimations().map(a => a.effect.pseudoElement).join();
    for (const animation of document.getAnimations()) animation.updatePlaybackRate(0.01);
  });
})"""


def test_pages_come_softly_and_wait_for_no_finger(
    page: Page, live_server: Any, signed_in: User, complaints: list[str]
) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.add_init_script(ARRIVED)
    page.goto(f"{live_server.url}/poses/")
    page.locator(".pose-card:has(.fig) a").first.click()
    expect(page.locator("#how")).to_be_visible()
    until(page, "sessionStorage.parts")
    for part in ("group(pose)", "old(pose)", "new(pose)", "group(top)", "group(tabs)"):
        assert part in page.evaluate("sessionStorage.parts"), part
    page.evaluate("dispatchEvent(new PointerEvent('pointerdown'))")
    until(page, "!document.activeViewTransition")


@pytest.mark.parametrize(("motion", "address"), [("reduce", "/about/"), ("no-preference", "play")])
def test_no_softness_for_less_motion_and_in_the_player(
    page: Page, live_server: Any, signed_in: User, motion: Any, address: str
) -> None:
    if address == "play":
        address = f"/practise/{make_session(signed_in).pk}/"
    page.emulate_media(reduced_motion=motion)
    page.add_init_script(ARRIVED)
    page.goto(f"{live_server.url}/body/")
    page.evaluate("sessionStorage.clear()")
    page.evaluate(f"location.assign('{address}')")
    expect(page).to_have_url(re.compile(address))
    until(page, "sessionStorage.soft && !document.activeViewTransition")
    assert not page.evaluate("sessionStorage.parts"), "nothing was animated"


CALM_SAMPLE = [
    "/",
    "/poses/",
    "/poses/glute-bridge/",
    "/cautious/",
    "/safety/",
    "/trends/",
    "/journal/",
    "/body/",
]


def _moved(page: Page, url: str, paths: list[str]) -> dict[str, float]:
    """The pages on which more than a hair moves by itself."""
    found = {}
    for path in paths:
        page.goto(url + path, wait_until="networkidle")
        moved = page.evaluate(MOVED)
        if moved >= MOST_MOVED:
            found[path] = round(moved, 4)
    return found


def test_nothing_moves_by_itself(page: Page, live_server: Any, signed_in: User) -> None:
    make_routine(signed_in)
    finished(signed_in, days_ago=1, before=4, after=5)
    assert _moved(page, live_server.url, CALM_SAMPLE) == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_by_itself_anywhere(page: Page, live_server: Any, signed_in: User, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    assert _moved(page, live_server.url, everywhere(signed_in)) == {}


def test_a_page_stands_where_its_address_points_and_glides_only_by_a_tap(
    page: Page, live_server: Any, signed_in: User
) -> None:
    """It came at its top, and then slid to the place over half a second."""
    page.emulate_media(reduced_motion="no-preference")
    gliding = "getComputedStyle(document.documentElement).scrollBehavior"
    page.goto(f"{live_server.url}/routines/assemble/#result")
    assert page.evaluate(gliding) == "auto"
    top = page.locator("#result").evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < page.viewport_size["height"] / 2  # type: ignore[index]
    page.locator(".week-jumps a").first.focus()
    assert page.evaluate(gliding) == "smooth"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(gliding) == "auto"
