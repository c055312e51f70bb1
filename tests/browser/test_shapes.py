"""Every page holds its shape: narrow as at 400 % zoom, with letters set wide apart, and from right to left."""

from typing import Any

import pytest
from playwright.sync_api import Page

from hipapp.core.models import User
from tests.browser.places import everywhere

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: WCAG 2.2, 1.4.12: nothing is lost when somebody sets these.
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }
"""
#: 1.4.4: text twice as large, as a phone's own setting makes it.
LARGE = "html { font-size: 200% !important; }"
#: What sticks out to the side of the page, or is cut off by a box that does not scroll.
LOST = """() => {
  const page = document.documentElement, lost = [];
  if (page.scrollWidth > page.clientWidth) lost.push(`the page is ${page.scrollWidth} wide`);
  const apart = ".visually-hidden, svg, .fig-row, .table-scroll, details:not([open]), input"; // fields scroll
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    if (e.closest(apart) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), name = `${e.tagName} ${e.className}`;
    const clips = style.overflowX === "hidden" || style.overflowX === "clip";
    if (clips && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1) lost.push(`cut off: ${name}`);
    const below = style.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 2;
    if (below && e.clientHeight > 1) lost.push(`cut off below: ${name}`);
  }
  return lost;
}"""


def lost_on(
    page: Page, url: str, paths: list[str], css: str = "", *, rtl: bool = False
) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(url + path)
        if rtl:
            page.evaluate("document.documentElement.dir = 'rtl'")
        if css:
            page.evaluate(
                "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }",
                css,
            )
        if lost := page.evaluate(LOST):
            found[path] = lost
    return found


@pytest.mark.parametrize(
    ("width", "css", "rtl"),
    [(320, "", False), (320, SPACING, False), (390, LARGE, False), (390, "", True), (1280, "", True)],
    ids=["as at 400 %", "letters apart", "text of 200 %", "right to left", "right to left, wide"],
)
def test_nothing_is_lost(
    page: Page, live_server: Any, signed_in: User, width: int, css: str, rtl: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    assert lost_on(page, live_server.url, everywhere(signed_in), css, rtl=rtl) == {}


#: Of what has the focus: where it is, if a bar that stays in its place covers all of it (WCAG 2.2, 2.4.11).
COVERED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.closest(".tabs, .top")) return null;
  const box = e.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 44) / 2);
  return at && at.closest(".tabs, .top") ? `${e.tagName} ${e.innerText || e.name}` : null;
}"""


def test_what_has_the_focus_is_never_hidden(page: Page, live_server: Any, signed_in: User) -> None:
    page.emulate_media(reduced_motion="reduce")
    hidden: dict[str, set[str]] = {}
    for path in everywhere(signed_in):
        page.goto(live_server.url + path)
        for _ in range(60):
            page.keyboard.press("Tab")
            if covered := page.evaluate(COVERED):
                hidden.setdefault(path, set()).add(covered)
    assert hidden == {}
