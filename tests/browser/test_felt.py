"""Speed as felt: a tap is taken at once, waiting is told, nothing is sent twice, nothing jumps."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Page, Route, expect

from hipapp.core.models import User
from tests.browser.places import everywhere
from tests.build import finished, make_routine

pytestmark = pytest.mark.browser

@pytest.fixture(autouse=True)
def quick(page):
    page.set_default_timeout(4000)


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


class Held:
    """Requests to an address that get no answer until they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.routes: list[Route] = []
        page.route(re.compile(address), lambda route: self.routes.append(route))

    def let_go(self) -> None:
        for route in self.routes:
            route.continue_()


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
    held = Held(page, "/account/figure/")
    link = page.locator("main a[href='/account/figure/']").first
    link.click(no_wait_after=True)
    expect(link).to_have_attribute("data-taken", "")
    expect(page.locator(".felt-bar")).to_be_visible()
    expect(link).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status").filter(has_text="One moment")).to_be_visible()
    page.evaluate(BACK)
    expect(page.locator(".felt-bar")).to_be_hidden()
    expect(page.locator("[data-taken], [aria-busy]")).to_have_count(0)
    held.let_go()
    expect(page).to_have_url(re.compile("/account/figure/"))


def test_a_number_is_lit_at_once_and_sent_once(page: Page, live_server: Any, signed_in: User) -> None:
    finished(signed_in, days_ago=1, before=4, after=5)
    page.goto(live_server.url)
    held = Held(page, "/morning/")
    four, five = (page.get_by_role("button", name=name, exact=True) for name in "45")
    four.click(no_wait_after=True)
    expect(four).to_have_attribute("aria-pressed", "true")
    five.click(no_wait_after=True)
    expect(four).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".rating .chosen")).to_have_count(1)
    held.let_go()
    expect(page.get_by_text("Saved: 4 of 10.")).to_be_visible()
    assert len(held.routes) == 1


def test_a_number_that_did_not_arrive_is_dark_again(page: Page, live_server: Any, signed_in: User) -> None:
    finished(signed_in, days_ago=1, before=4, after=5)
    page.goto(live_server.url)
    held = Held(page, "/morning/")
    page.get_by_role("button", name="4", exact=True).click(no_wait_after=True)
    expect(page.locator(".rating .chosen")).to_have_count(1)
    page.evaluate(BACK)
    expect(page.locator(".rating .chosen, .rating [aria-pressed]")).to_have_count(0)
    page.get_by_role("button", name="6", exact=True).click(no_wait_after=True)
    expect(page.get_by_role("button", name="6", exact=True)).to_have_class(re.compile("chosen"))
    held.routes[-1].continue_()
    expect(page.get_by_text("Saved: 6 of 10.")).to_be_visible()


def test_what_never_answers_blocks_nobody_for_ever(page: Page, live_server: Any, signed_in: User) -> None:
    page.clock.install()
    finished(signed_in, days_ago=1, before=4, after=5)
    page.goto(live_server.url)
    Held(page, "/morning/")
    page.get_by_role("button", name="4", exact=True).click(no_wait_after=True)
    page.clock.run_for(1100)
    expect(page.get_by_text("One moment")).to_be_visible()
    page.clock.run_for(9000)
    expect(page.get_by_text("One moment")).to_be_hidden()
    expect(page.locator("[data-taken]")).to_have_count(0)


@pytest.mark.parametrize(("answer", "words"), [(None, "did not reach us"), (500, "did not work")])
def test_a_change_that_fails_is_told_and_can_be_tried_again(
    page: Page, live_server: Any, signed_in: User, answer: int | None, words: str
) -> None:
    routine = make_routine(signed_in)
    page.goto(f"{live_server.url}/routines/{routine.pk}/")
    page.route("**/edit/", lambda route: route.fulfill(status=answer) if answer else route.abort())
    step = page.locator("ol.day-steps:visible > li").first
    step.locator("summary").first.click()
    button = step.get_by_role("button", name="Later")
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
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    assert [a for a, _ in asked].count("/trends/") == 1


CALM_SAMPLE = ["/", "/poses/", "/poses/glute-bridge/", "/cautious/", "/safety/", "/trends/", "/journal/", "/body/"]


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
