"""The whole loop as a person goes through it: library → body → routine → session → journal → trends."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from hipapp.core.models import User
from journal.models import Session
from poses.routines.models import Routine

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1280, 800), "desktop at 200 %": (640, 400)}


class Hand:
    """Taps, or presses keys only, and counts."""

    def __init__(self, page: Page, *, keys: bool = False) -> None:
        self.page, self.keys, self.taps = page, keys, 0

    def tap(self, target: Locator) -> None:
        self.taps += 1
        if not self.keys:
            target.click()
            return
        expect(target).to_be_visible()
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if target.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{target} can't be reached by keyboard")

    def button(self, name: str | re.Pattern[str]) -> None:
        self.tap(self.page.locator("main, header").get_by_role("button", name=name).first)

    def link(self, name: str | re.Pattern[str]) -> None:
        self.tap(self.page.get_by_role("link", name=name).first)


@pytest.fixture
def hosts(page: Page) -> Iterator[set[str]]:
    """Every host that a page asks."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2].split(":")[0]))
    yield asked
    assert asked <= {"localhost", "127.0.0.1"}


def skip_to_the_end(page: Page, hand: Hand) -> None:
    """Practise a little of the first pose, then skip the rest with a key, which may be pressed quickly.

    The clock was installed before the page came, so that its ticks go by it: one jump would be taken for sleep.
    """
    expect(page.locator("#player")).to_have_attribute("data-phase", "ready")
    page.clock.run_for(23_000)
    expect(page.locator("#player")).to_have_attribute("data-phase", "work")
    page.clock.resume()
    for _ in Session.objects.get().script["steps"]:
        page.keyboard.press("ArrowRight")
    expect(page.locator("#end-title")).to_be_focused()


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_loop(
    page: Page, live_server: Any, complaints: list[str], hosts: set[str], size: str
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    hand = Hand(page)
    page.clock.install()
    _browse(page, live_server.url)

    page.goto(live_server.url)
    hand.button(re.compile("Start a 5-minute session"))
    hand.button(re.compile("None of these"))
    hand.button(re.compile("None of these"))
    expect(page.locator("#pose-name")).not_to_be_empty()
    assert hand.taps == 3, "first visit to moving"
    expect(page.locator("#pause")).to_have_text("Pause")  # it counts down by itself

    skip_to_the_end(page, hand)
    hand.taps = 0
    hand.tap(page.locator("#after button", has_text=re.compile("^3$")))
    hand.button(re.compile("^Done$"))
    assert hand.taps == 2, "a finished session logged"
    session = Session.objects.get()
    assert (session.after, session.status) == (3, "done")

    _tell_about_the_body(page, hand, live_server.url)
    hand.taps = 0
    page.goto(live_server.url)
    hand.link("Routine")
    hand.link("Make my week")
    hand.button("Save as my week")
    assert hand.taps <= 6, "a saved safe week"
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    _change_the_week(page, hand)

    _the_next_morning(page, hand, live_server.url, session)
    page.goto(f"{live_server.url}/trends/")
    expect(page.locator(".trend-sentence")).not_to_be_empty()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    _keep_it(page, hand)


def _browse(page: Page, url: str) -> None:
    page.goto(f"{url}/poses/")
    page.get_by_role("searchbox").fill("tight from sitting")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("q=tight"))
    page.get_by_role("link", name="Half-kneeling hip opener").click()
    expect(page.get_by_role("heading", name="Stop if")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("tight from sitting")


def _tell_about_the_body(page: Page, hand: Hand, url: str) -> None:
    page.goto(f"{url}/body/movements/")
    page.get_by_label("Kneeling").check()
    page.get_by_role("button", name=re.compile("Save")).click()
    page.goto(f"{url}/poses/")
    hero = page.locator("li", has_text="hero seat")
    expect(hero).to_contain_text("Not for now")
    expect(hero).to_contain_text("kneeling hurts")


def _change_the_week(page: Page, hand: Hand) -> None:
    monday = page.locator("#day-0")
    before = monday.locator("ol.day-steps > li").count()
    monday.locator("ol details.change > summary").first.click()
    monday.get_by_role("button", name="Take out").first.click()
    expect(page.locator("#day-0 ol.day-steps > li")).to_have_count(before - 1)
    page.locator("#week").get_by_role("button", name="Undo").click()
    expect(page.locator("#day-0 ol.day-steps > li")).to_have_count(before)
    assert Routine.objects.get().versions.count() == 3


def _the_next_morning(page: Page, hand: Hand, url: str, session: Session) -> None:
    yesterday = {"started_at": session.started_at - timedelta(days=1)}
    Session.objects.update(local_day=session.local_day - timedelta(days=1), **yesterday)
    page.goto(url)
    hand.taps = 0
    form = page.locator("form", has_text="this morning")
    hand.tap(form.get_by_role("button", name="2", exact=True))
    assert hand.taps == 1
    expect(page.get_by_text("Saved: 2 of 10.")).to_be_visible()
    assert Session.objects.get().next_morning == 2


def _keep_it(page: Page, hand: Hand) -> None:
    hand.link("Your data")
    hand.tap(page.get_by_role("link", name="Make an account", exact=True))
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    hand.button("Make the account")
    expect(page.get_by_text("Kept.")).to_be_visible()
    user = User.objects.get()
    assert user.email == "ada@example.org"
    assert user.sessions.count() == 1


def test_the_loop_by_keyboard_alone(page: Page, live_server: Any, complaints: list[str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.clock.install()
    page.goto(live_server.url)
    hand = Hand(page, keys=True)
    hand.button(re.compile("Start a 5-minute session"))
    hand.button(re.compile("None of these"))
    hand.button(re.compile("None of these"))
    expect(page.locator("#pose-name")).not_to_be_empty()
    skip_to_the_end(page, hand)
    hand.tap(page.locator("#after button", has_text=re.compile("^4$")))
    hand.button(re.compile("^Done$"))
    hand.link("Routine")
    hand.link("Make my week")
    hand.button("Save as my week")
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    hand.link("Trends")
    expect(page.locator(".trend-sentence")).to_be_visible()
    assert Session.objects.get().after == 4
    assert Routine.objects.count() == 1


def test_without_javascript(browser: Browser, live_server: Any, hosts: set[str]) -> None:
    """Browse, filter, answer, practise, rate, assemble."""
    context: BrowserContext = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{live_server.url}/poses/")
    page.get_by_label("No kneeling").check()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("show all", exact=True)).to_be_visible()
    page.get_by_role("link", name="Hip hinge").first.click()
    expect(page.get_by_role("heading", name="How", exact=True)).to_be_visible()
    page.goto(live_server.url)
    page.get_by_role("button", name=re.compile("Start a 5-minute")).click()
    page.get_by_role("button", name=re.compile("None of these")).first.click()
    page.get_by_role("button", name=re.compile("None of these")).first.click()
    page.get_by_role("button", name="I did it").click()
    page.get_by_text("Say more").click()
    page.get_by_label("Note").fill("Quiet evening.")
    page.locator(".rating button").nth(2).click()
    assert (Session.objects.get().after, Session.objects.get().note) == (2, "Quiet evening.")
    page.goto(f"{live_server.url}/body/movements/")
    page.get_by_label("Kneeling").check()
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.goto(f"{live_server.url}/routines/assemble/")
    page.get_by_role("button", name="Save as my week").first.click()
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    context.close()
