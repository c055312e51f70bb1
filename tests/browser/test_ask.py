"""Ask my back on a phone: choose, begin, practise without the pose, stop, undo, and read the answer."""

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hipapp.core.models import User
from journal.coach.ask_records import asking
from journal.sessions.models import Session
from poses.gatekeeping import gate_for
from tests.browser.look import look_at
from tests.browser.test_coach import button
from tests.coach.build import even_days, fuller_week, lived_through, moved

pytestmark = pytest.mark.browser


def test_ask_my_back(
    page: Page, live_server: Any, signed_in: User, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbits", lambda _n: 1)  # the week with the pose comes first
    page.emulate_media(reduced_motion="reduce")
    routine = fuller_week(signed_in)
    even_days(signed_in, routine)
    asked = asking(signed_in, gate_for(signed_in))
    weekday = asked.days[0].weekday
    pose = next(o.pose for o in asked.offers if any(s.pose == o.pose for s in asked.days[0].steps))
    name = asked.gate.catalogue.name(pose)
    url = live_server.url

    page.goto(f"{url}/coach/")
    page.get_by_role("link", name="Ask my back", exact=True).click()
    page.get_by_role("link", name=name, exact=True).click()
    look_at(page, url, ["/coach/ask/", f"/coach/ask/{pose}/"])
    expect(page.get_by_role("radio")).to_have_count(4)
    page.get_by_role("radio", name="4 weeks", exact=False).check()
    button(page, "Toss the coin and begin").click()
    expect(page.get_by_text(f"with “{name}” until", exact=False)).to_be_visible()
    trial = signed_in.trials.get()

    # The second week is without it: the practice says so, and the pose is not among what is to come.
    moved(trial, 7)
    page.goto(f"{url}/practise/?day={weekday}")
    expect(page.get_by_text(f"without “{name}” until", exact=False)).to_be_visible()
    button(page, "Start without a number").click()
    expect(page).to_have_url(re.compile("/practise/[0-9a-f-]{36}/"))
    session = Session.objects.exclude(script__steps=[]).get()
    assert pose not in {s["pose"] for s in session.script["steps"]}

    page.goto(f"{url}/coach/trial/{trial.pk}/")
    button(page, "Stop asking").click()
    expect(page.get_by_text("You stopped in week 2.", exact=False)).to_be_visible()
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It goes on.")).to_be_visible()
    look_at(page, url, [f"/coach/trial/{trial.pk}/"])

    # Its weeks are over.
    trial.refresh_from_db()
    lived_through(moved(trial, 21), session)
    page.goto(url)
    page.get_by_role("link", name="See what it says").click()
    expect(
        page.get_by_role("heading", name=f"Your back was sorer after practices with {name}.")
    ).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("beside those without it"))).to_be_visible()
    look_at(page, url, [f"/coach/trial/{trial.pk}/", "/coach/ask/", "/coach/log/"])
