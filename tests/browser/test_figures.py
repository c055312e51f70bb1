"""Figures in a real browser: they load, take the page's colours, turn over, breathe, and move nothing on the page."""

import re
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Locator, Page, Response, expect

from hipapp.core.models import User
from tests.browser.playing import BREATH, Open, form, part, wind
from tests.manifests import SVG

pytestmark = pytest.mark.browser

CAT, KNEEL = "cat-cow-hinge", "half-kneeling-hip-flexor"
GROUND, SKIN = "f4efe8", "e3ab8d"
GROUND_AT_NIGHT, SKIN_AT_NIGHT = "18221e", "d9a284"
DEEP = "6f4a35"


@pytest.fixture
def drawn(figures: Path, page: Page) -> None:
    """The left half of each picture is skin."""
    page.route("**/static/figures/**", lambda r: r.fulfill(body=SVG, content_type="image/svg+xml"))


def colour(page: Page, figure: Locator, x: float) -> str:
    """What is seen at `x` of a figure's width: of one pixel each PNG filter leaves the bytes as they are."""
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    x, y = int(box["x"] + box["width"] * x), int(box["y"] + box["height"] / 2)
    return pixel(page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1}, animations="disabled"))


def pixel(png: bytes) -> str:
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    return zlib.decompress(data)[1:4].hex()


def shows_halves(page: Page, figure: Locator, *wanted: str) -> None:
    """The colours of a figure's left and right half, as soon as it is there: a picture comes when it is near."""
    for _ in range(20):
        if (seen := (colour(page, figure, 0.25), colour(page, figure, 0.75))) == wanted:
            return
        page.wait_for_timeout(200)
    assert seen == wanted


def test_it_takes_the_colours_of_page_and_person(
    page: Page, live_server: Any, signed_in: User, drawn: None, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/poses/{CAT}/")
    figure = page.locator(".fig-frame .fig").first
    expect(figure).to_have_attribute("aria-label", re.compile("^On hands and knees"))
    shows_halves(page, figure, SKIN, GROUND)
    page.emulate_media(color_scheme="dark")
    shows_halves(page, figure, SKIN_AT_NIGHT, GROUND_AT_NIGHT)
    page.emulate_media(media="print", color_scheme="dark")
    shows_halves(page, figure, SKIN, "ffffff")
    page.emulate_media(media="screen", color_scheme="light")
    signed_in.figure_skin = "deep"
    signed_in.save()
    page.reload()
    shows_halves(page, figure, DEEP, GROUND)
    page.emulate_media(media="print", color_scheme="dark")
    shows_halves(page, figure, DEEP, "ffffff")


def test_a_card_follows_the_device(page: Page, live_server: Any, drawn: None, complaints: list[str]) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/poses/?q=cat+cow")
    figure = page.locator("img.fig").first
    shows_halves(page, figure, SKIN_AT_NIGHT, GROUND_AT_NIGHT)


def test_a_card_in_chosen_colours_comes_when_it_is_near(
    page: Page, live_server: Any, signed_in: User, drawn: None, complaints: list[str]
) -> None:
    signed_in.figure_skin = "deep"
    signed_in.save()
    page.goto(f"{live_server.url}/poses/")
    figure = page.locator(f"svg.fig:has(use[href*={CAT}]), svg.fig[data-use*={CAT}]")
    shows_halves(page, figure, DEEP, GROUND)
    page.locator("#id_q").fill("half kneeling")
    expect(page.locator(".pose-card").first).to_contain_text("Half-kneeling")
    shows_halves(page, page.locator(f"svg.fig:has(use[href*={KNEEL}])"), DEEP, GROUND)


def test_what_is_ticked_is_shown_at_once(page: Page, live_server: Any, signed_in: User, drawn: None) -> None:
    page.goto(f"{live_server.url}/account/figure/")
    figure = page.locator(".look-body .fig").first
    shows_halves(page, figure, SKIN, GROUND)
    page.get_by_label("Deep").check()
    shows_halves(page, figure, DEEP, GROUND)
    page.get_by_label("An older, broader man").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Deep")).to_be_checked()
    signed_in.refresh_from_db()
    assert (signed_in.figure_body, signed_in.figure_skin) == ("b", "deep")


def test_the_player_turns_it_over_for_the_right_side(page: Page, drawn: None, play: Open) -> None:
    sides = [form(KNEEL, 1, "Half-kneeling", part("hold", 20), side=s) for s in ("left", "right")]
    play(*sides, form("hip-circles", 1, "Circles", part("hold", 20)))
    picture = page.locator("#picture")
    shows_halves(page, picture, SKIN, GROUND)
    expect(picture).to_have_attribute("aria-label", re.compile("to the left"))
    page.locator("#skip").click()
    wind(page, 2)
    shows_halves(page, picture, GROUND, SKIN)
    expect(picture).to_have_attribute("aria-label", re.compile("to the right"))
    page.locator("#skip").click()
    expect(picture).to_be_hidden()  # nothing is drawn of it


def test_the_player_s_picture_breathes(page: Page, drawn: None, play: Open) -> None:
    breathing = form(
        CAT, 1, "Cat-cow", part("breaths", 3, 10), breath=BREATH, breath_pace={"in_s": 4, "out_s": 6}
    )
    play(breathing, form("standing-reset", 1, "Reset", part("hold", 20)))
    shown = page.locator("#picture .on use")
    expect(shown).to_have_attribute("href", re.compile("-out"))  # on the way there
    expect(page.locator("#picture use[href*=standing-reset]")).to_have_count(
        1
    )  # what comes next is there already
    wind(page, 8 + 1)
    expect(shown).to_have_attribute("href", re.compile("-in"))
    wind(page, 4)
    expect(shown).to_have_attribute("href", re.compile("-out"))
    wind(page, 6)
    expect(shown).to_have_attribute("href", re.compile("-in"))
    page.emulate_media(reduced_motion="reduce")
    wind(page, 60)
    expect(shown).to_have_attribute("href", re.compile("standing-reset"))


def test_with_less_motion_it_stands_still(page: Page, drawn: None, play: Open) -> None:
    page.emulate_media(reduced_motion="reduce")
    play(form(CAT, 1, "Cat-cow", part("breaths", 3, 10), breath=BREATH))
    for _ in range(4):
        wind(page, 3)
        expect(page.locator("#picture .on use")).to_have_attribute("href", re.compile("-out"))


# -- weight and calm -----------------------------------------------------------------------------------------

SHIFTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(0), 500);
})"""


ALL_THERE = "[...document.images].every((image) => image.complete && image.naturalWidth)"


def sent(response: Response) -> int:
    """Bytes as they are sent where static files are compressed."""
    path = urlsplit(response.url).path
    file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    return len(brotli.compress(Path(file).read_bytes() if file else response.body()))


def test_the_library_is_light_and_nothing_moves(page: Page, live_server: Any) -> None:
    """At most 150 kB when it opens, 250 kB to its end."""
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    page.on("response", hear)
    page.goto(f"{live_server.url}/poses/", wait_until="networkidle")
    assert sum(map(sent, answers)) < 150_000
    count = page.locator(".pose-card").count()
    for n in range(0, count, 3):
        page.locator(".pose-card").nth(n).scroll_into_view_if_needed()
    for _ in range(50):
        if page.evaluate(ALL_THERE):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(ALL_THERE)
    assert sum(map(sent, answers)) < 250_000
    assert page.evaluate(SHIFTED) == 0
