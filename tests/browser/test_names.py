"""What a screen reader is told where most is to be done: Chromium's accessibility tree."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hipapp.core.models import User
from poses.routines.records import latest_version
from tests.build import make_routine

pytestmark = pytest.mark.browser

RATING = """
- group "Back and hips now, 0 to 10":
  - button "0, no discomfort"
  - button "1"
  - button "2"
  - button "3"
  - button "4"
  - button "5"
  - button "6"
  - button "7"
  - button "8"
  - button "9"
  - button "10, worst imaginable"
"""
PLAYER = """
- banner:
  - link "Leave, keep what I did"
  - paragraph: /1 of \\d+/
  - button /Voice/ [pressed]
- main:
  - heading "My week" [level=1]
  - heading [level=2]
  - list "How much":
    - listitem
  - img /\\w+/
  - timer:
    - paragraph: Get ready
  - button "Back"
  - button "I’m ready"
  - button "Skip"
  - button "+15 s" [disabled]
  - button "Too much"
  - group "If something does not feel right":
    - button "Sharp or pinching"
    - button "Down the leg or numb"
"""


def test_the_builder(page: Page, live_server: Any, signed_in: User) -> None:
    routine = make_routine(signed_in)
    day = latest_version(routine).plan.days[0]
    page.goto(f"{live_server.url}/routines/{routine.pk}/")
    expect(page.locator("main")).to_match_aria_snapshot("""
      - main:
        - heading /My week/ [level=1]
        - region "Monday":
          - heading "Monday" [level=2]
          - list:
            - listitem:
              - link
              - group: /^Why .+, Monday/
              - group: /^Adjust .+, Monday/
          - link "Practise this Monday"
          - group: Change the day Monday
    """)
    first = page.locator(".step, main li").filter(has=page.get_by_role("link")).first
    first.locator("details.change > summary").click()
    names = first.get_by_role("button").evaluate_all(
        "all => all.map(b => b.getAttribute('aria-label') || b.innerText)"
    )
    assert names
    assert all(name.strip() for name in names)
    assert len(names) == len(set(names)), "each button says what it does"
    assert page.get_by_role("region").count() >= sum(bool(d.steps) for d in latest_version(routine).plan.days)
    assert day.steps


def test_the_rating_scale_and_the_player(page: Page, live_server: Any, signed_in: User) -> None:
    make_routine(signed_in)
    now = timezone.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(seconds=1))  # or a slow machine finds the player further on
    page.goto(f"{live_server.url}/practise/")
    expect(page.locator("main")).to_match_aria_snapshot(RATING)
    page.get_by_role("button", name="Start without a number").click()
    expect(page.locator("#player")).to_have_attribute("data-phase", "ready")
    expect(page.locator("body")).to_match_aria_snapshot(PLAYER)
