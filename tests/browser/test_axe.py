"""Every page, light and dark: no axe violation, nothing wider than the screen, no complaint in the console."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from hipapp.core.clock import today_of
from hipapp.core.models import User
from journal.models import Trial
from poses.body.records import answer_red_flags
from poses.routines.records import latest_version
from tests.build import finished, make_routine

pytestmark = pytest.mark.browser

MISSING = "/nothing-here/"
SIGNED_OUT = [
    "/", "/poses/", "/poses/?q=nothing-like-it", "/poses/glute-bridge/", "/check/", "/stop/", "/about/", "/routines/",
    "/flare/", "/cautious/", "/safety/", "/safety/?condition=knee", "/safety/?pose=hip-hinge&fine=on",
    "/safety/low-lunge-supported/",
    "/account/figure/", "/account/login/", "/account/signup/", "/account/password/reset/", MISSING,
]  # fmt: skip
AXE = Axe()
#: What WCAG 2.2 AA asks, and axe's good practices.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def look_at(page: Page, url: str, paths: list[str]) -> None:
    """Open every page and collect what is wrong with any of them."""
    wrong = []
    for path in paths:
        response = page.goto(url + path)
        if not response or response.status != (404 if path == MISSING else 200):
            wrong.append(f"{path} did not answer as it should")
        results = AXE.run(page, options=OPTIONS)
        if results.violations_count:
            wrong.append(f"{path}\n{results.generate_report()}")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{path} is wider than the screen")
        if not page.title().endswith("· hipapp"):
            wrong.append(f"{path} has no title of its own")
    assert not wrong, "\n".join(wrong)


SCHEMES = ["light", pytest.param("dark", marks=pytest.mark.slow)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_signed_out(page: Page, live_server: Any, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    look_at(page, live_server.url, SIGNED_OUT)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_signed_in(page: Page, live_server: Any, signed_in: User, complaints: list[str], scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    User.objects.filter(pk=signed_in.pk).update(
        is_staff=True
    )  # so that the style page shows each part in its states
    routine = make_routine(signed_in)
    step = latest_version(routine).plan.steps[0].id
    session = finished(signed_in, days_ago=1, before=4, after=5)
    finished(signed_in, days_ago=9, before=4, after=3)
    trial = Trial.objects.create(
        user=signed_in, pose="glute-bridge", first_day=today_of(signed_in), weeks="1001"
    )
    paths = [
        "/style/", "/", "/poses/", "/poses/glute-bridge/", "/flare/", "/practise/", "/journal/", "/journal/add/",
        f"/journal/{session.pk}/", "/coach/", "/coach/log/", "/coach/replay/", "/coach/ask/",
        "/coach/ask/glute-bridge/", f"/coach/trial/{trial.pk}/",
        f"/practise/{session.pk}/after/", "/trends/", "/routines/", "/routines/assemble/",
        "/routines/starters/relief-sequence/", f"/routines/{routine.pk}/", f"/routines/{routine.pk}/add/",
        f"/routines/{routine.pk}/swap/{step}/", f"/routines/{routine.pk}/history/", f"/routines/{routine.pk}/text/",
        f"/routines/{routine.pk}/rename/", "/body/", "/check/", "/account/", "/account/figure/", "/account/delete/",
        "/account/password/change/", "/account/logout/",
        *(f"/body/{q}/" for q in ("conditions", "movements", "sites", "how-long", "abilities", "props", "minutes",
                                  "days", "experience")),
    ]  # fmt: skip
    look_at(page, live_server.url, paths)


def test_stopped(page: Page, live_server: Any, signed_in: User) -> None:
    answer_red_flags(signed_in, ["both_legs"])
    look_at(page, live_server.url, ["/", "/stop/", "/flare/", "/check/", "/body/"])
