"""Contact sheets of every page into docs/pages/: one row each, light and dark, at four widths; `--all` for every state.

Pages and states are those that the browser tests look at (tests/browser/states.py), served as in production.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from tools.scratch import Scratch, say, serving  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.people import Known
    from tests.browser.states import State

SHEETS = ROOT / "docs" / "pages"
WIDTHS = (360, 390, 768, 1280)
HEIGHTS = {360: 740, 390: 844, 768: 1024, 1280: 800}
PAPER, PAPER_HEIGHT = 794, 1123
HIGHEST = 16_000  # a page, in pixels
SCREENS = 1.6  # so much of a page is shown
#: How small a picture becomes, by its width: a phone is still to be made out.
SCALES = {360: 0.36, 390: 0.36, 768: 0.26, 1280: 0.24}
ROW = 1620
GAP, CAPTION = 8, 44
TALLEST = 16_000  # WebP ends at 16,383
#: All sheets together; the quality is lowered until they fit.
MOST_BYTES = 5_000_000
QUALITIES = (60, 50, 40, 32, 25)
LAUNCH = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
}


@dataclass(frozen=True)
class Row:
    area: str
    name: str
    path: str
    picture: Image.Image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="names of states or areas, with commas")
    parser.add_argument("--all", action="store_true", help="every state, not each page as it comes")
    parser.add_argument("--full", type=Path, metavar="DIR", help="the uncropped pictures as PNG too")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)), help="in pixels, with commas")
    parser.add_argument("--to", type=Path, default=SHEETS, metavar="DIR", help="where the sheets go")
    wanted = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own event loop runs in this thread
    widths = tuple(int(w) for w in wanted.widths.split(","))
    with serving("tools.pages_settings") as scratch:
        only = set(filter(None, wanted.only.split(",")))
        rows = list(taken(scratch, only, widths, wanted.full, whole=wanted.all or bool(only)))
    if not rows:
        sys.exit("no such state")
    wanted.to.mkdir(parents=True, exist_ok=True)
    for sheet in wanted.to.glob("*.webp"):
        sheet.unlink()
    sheets = [(f"{name}.webp", part) for name, part in parts(rows)]
    write(wanted.to, sheets)
    (wanted.to / "README.md").write_text(told(sheets), encoding="utf-8")


# -- the pictures --------------------------------------------------------------------------------------------------


def taken(
    scratch: Scratch, only: set[str], widths: tuple[int, ...], full: Path | None, *, whole: bool
) -> Iterator[Row]:
    """Row after row, in the order of the list; without `whole` pages as they come, and the player."""
    from playwright.sync_api import sync_playwright

    from tests.browser.states import AREAS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)  # type: ignore[arg-type]
        camera = Camera(scratch, browser)
        for area, states in AREAS.items():
            for state in states:
                if only and not {area, state.name, state.slug} & only:
                    continue
                if not whole and (state.twin or state.do) and not state.clock:
                    continue
                pictures, path = camera.taken(state, widths, full)
                say(f"{area}: {state.name} {path}")
                yield Row(area, state.name, path, in_a_row(pictures, f"{state.name}   {path}"))
        browser.close()


class Camera:
    """Keeps a page for each person, and one with a clock of its own for those who play."""

    def __init__(self, scratch: Scratch, browser: "Browser") -> None:
        self.scratch, self.browser = scratch, browser
        self.people: dict[Any, Known] = {}
        self.pages: dict[Any, Page] = {}

    def taken(
        self, state: "State", widths: tuple[int, ...], full: Path | None
    ) -> tuple[list[Image.Image], str]:
        """A state's pictures, light and dark beside each other, and its address."""
        from tests.browser.people import make
        from tests.browser.states import left, visit

        if state.who not in self.people:
            self.people[state.who] = make(state.who)
        page = self.page(state)
        status = visit(page, self.scratch.url, state, self.people[state.who])
        path = page.url.removeprefix(self.scratch.url)
        if status != state.status:
            say(f"  answered {status} instead of {state.status}")
        pictures = []
        for width in (PAPER,) if state.media == "print" else widths:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                picture = shot(page, width, whole=full is not None)
                if full:
                    full.mkdir(parents=True, exist_ok=True)
                    picture.save(full / f"{state.slug}-{width}-{scheme}.png")
                pictures.append(picture.crop((0, 0, width, min(picture.height, most_of(width)))))
        left(page, state)
        return pictures, path

    def page(self, state: "State") -> "Page":
        key = (state.who, state.clock, state.mail)
        if key not in self.pages:
            context = self.browser.new_context(locale="en", timezone_id="UTC", reduced_motion="reduce")
            self.pages[key] = context.new_page()
            user = self.people[state.who].user
            if user:
                self.cookie(context, "sessionid", session_of(user))
            if state.mail:
                self.cookie(context, "has_mail", "1")
            if state.clock:
                self.pages[key].clock.install()
        return self.pages[key]

    def cookie(self, context: Any, name: str, value: str) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self.scratch.url}])


def session_of(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies["sessionid"].value)


def most_of(width: int) -> int:
    return round(SCREENS * HEIGHTS.get(width, PAPER_HEIGHT))


def shot(page: "Page", width: int, *, whole: bool) -> Image.Image:
    """The page from its top, on a screen that is high enough, so that what stays at its foot stands there.

    Pictures that load when they come near are asked for first.
    """
    screen = HEIGHTS.get(width, PAPER_HEIGHT)
    page.set_viewport_size({"width": width, "height": screen})
    high = page.evaluate("""async () => {
      scrollTo(0, 0);
      for (const e of document.querySelectorAll("img[loading=lazy]")) e.loading = "eager";
      await Promise.allSettled([...document.images].map((e) => e.decode()));
      return document.documentElement.scrollHeight;
    }""")
    if high > screen:
        page.set_viewport_size({"width": width, "height": min(high, HIGHEST if whole else most_of(width))})
    kind: dict[str, Any] = {"type": "png"} if whole else {"type": "jpeg", "quality": 92}  # the sooner made
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", **kind))).convert("RGB")


def in_a_row(pictures: list[Image.Image], caption: str) -> Image.Image:
    """Side by side on a strip `ROW` wide, with the caption above."""
    scales = [SCALES.get(p.width, SCALES[390]) for p in pictures]
    small = [
        p.resize((round(p.width * s), round(p.height * s)), Image.Resampling.LANCZOS)
        for p, s in zip(pictures, scales, strict=True)
    ]
    row = Image.new("RGB", (ROW, CAPTION + max(p.height for p in small) + GAP), "#8a8f8c")
    ImageDraw.Draw(row).text((GAP, 9), caption, fill="#ffffff", font=ImageFont.load_default(24))
    left = GAP
    for picture in small:
        row.paste(picture, (left, CAPTION))
        left += picture.width + GAP
    return row


# -- the sheets ----------------------------------------------------------------------------------------------------


def parts(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each area, in as many sheets as their height asks for."""
    for area in dict.fromkeys(row.area for row in rows):
        sheets: list[list[Row]] = [[]]
        for row in (r for r in rows if r.area == area):
            if sum(r.picture.height for r in sheets[-1]) + row.picture.height > TALLEST:
                sheets.append([])
            sheets[-1].append(row)
        for number, sheet in enumerate(sheets, 1):
            yield (f"{area}-{number}" if len(sheets) > 1 else area), sheet


def write(folder: Path, sheets: list[tuple[str, list[Row]]]) -> None:
    """With the best quality with which all together are small enough."""
    for quality in QUALITIES:
        made = [(name, in_a_column([r.picture for r in rows], quality)) for name, rows in sheets]
        size = sum(len(data) for _, data in made)
        if size <= MOST_BYTES:
            break
    for name, data in made:
        (folder / name).write_bytes(data)
    say(f"{len(made)} sheets, {size / 1e6:.1f} MB, quality {quality}")


def in_a_column(rows: list[Image.Image], quality: int) -> bytes:
    sheet = Image.new("RGB", (ROW, sum(r.height for r in rows)))
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    data = io.BytesIO()
    sheet.save(data, "WEBP", quality=quality, method=4)
    return data.getvalue()


HEAD = """# Every page

`make pages` makes these sheets: a row for each page, with its name and address, light and dark at {widths} pixels;
what is meant for paper, as on A4. Pages are cut after about {screens} screens. They are those of
`tests/browser/states.py`, which the browser tests look at; `python tools/pages.py --all` has every state of them.
What was looked for, and what was changed, stands in [look.md](../look.md).

"""


def told(sheets: list[tuple[str, list[Row]]]) -> str:
    widths = ", ".join(map(str, WIDTHS[:-1])) + f" and {WIDTHS[-1]}"
    lines = [f"- [{name}]({name}): {'; '.join(r.name for r in rows)}" for name, rows in sheets]
    return HEAD.format(widths=widths, screens=SCREENS) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
