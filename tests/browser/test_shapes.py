"""Every page holds its shape: narrow as at 400 % zoom, with letters set wide apart, and from right to left."""

from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from hipapp.core.models import User
from tests.browser.conftest import PersonIn
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
LOST = r"""() => {
  const page = document.documentElement, lost = [];
  if (page.scrollWidth > page.clientWidth) lost.push(`the page is ${page.scrollWidth} wide`);
  const within = e => { // a box of its own that scrolls or is hidden from sight
    for (let up = e; up !== page; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible" || getComputedStyle(up).clipPath !== "none") return true;
    return false;
  };
  const apart = ".visually-hidden, svg, .fig-row, .table-scroll, details:not([open]), input"; // fields scroll
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    if (e.closest(apart) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), name = `${e.tagName} ${e.className}`;
    const clips = style.overflowX === "hidden" || style.overflowX === "clip";
    if (clips && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1) lost.push(`cut off: ${name}`);
    const below = style.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 2;
    if (below && e.clientHeight > 1) lost.push(`cut off below: ${name}`);
    const tight = e.matches(".btn, .tick, .pill, .chip, .card-hip, .banner, .look-body, .look-colour") && !clips;
    if (tight && e.scrollWidth > e.clientWidth + 1) lost.push(`has more than it holds: ${name}`);
    const box = e.getBoundingClientRect();
    const out = box.right > page.clientWidth + 1 || box.left < -1;
    if (out && !within(e)) lost.push(`sticks out: ${name} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  // A word read in pieces: the room is too narrow for it. Addresses and words joined by a dash may break.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!parent.checkVisibility() || parent.closest(apart + ", script")) continue;
    for (const { 0: word, index } of text.data.matchAll(/(?<![^\s(“])[^\s\u2010-\u2015/@.-]{2,14}(?![^\s,.:;?)”])/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.top)));
      if (lines.size > 1) lost.push(`in pieces: ${word} in ${parent.tagName} ${parent.className}`);
    }
  }
  return lost;
}"""

#: A style set on a page that has just come holds only from some later frame on, so this waits until it does.
SET = """css => {
  const sheet = new CSSStyleSheet(), page = document.documentElement;
  sheet.replaceSync(css + "html { --is-set: yes }");
  document.adoptedStyleSheets = [sheet];
  return new Promise(done => (function look() {
    if (getComputedStyle(page).getPropertyValue("--is-set") === "yes") requestAnimationFrame(() => done());
    else requestAnimationFrame(look);
  })());
}"""


def lost_on(
    page: Page, url: str, paths: list[str], css: str = "", *, rtl: bool = False
) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(url + path)
        if rtl:
            page.evaluate("document.documentElement.dir = 'rtl'")
        page.evaluate(SET, css)
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


def test_nothing_is_lost_where_the_browser_is_set_to_large_text(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    live_server: Any,
    person_in: PersonIn,
) -> None:
    """The setting counts for media queries too, which a style of the page's own does not."""
    args = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    with browser_type.launch(**{**browser_type_launch_args, "args": args}) as browser:
        context = browser.new_context(**browser_context_args, reduced_motion="reduce")
        user = person_in(context)
        page = context.new_page()
        page.goto(live_server.url)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert lost_on(page, live_server.url, everywhere(user)) == {}


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
