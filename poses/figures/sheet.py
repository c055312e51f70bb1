"""Contact sheets of all figures as they are committed: both bodies, by day and by night, in docs/figures/.

python -m poses.figures.sheet              all sheets
python -m poses.figures.sheet --cards      what cards show, at 160 x 120, to var/figures/cards.png
"""

import argparse
import io
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw

from poses.figures.body import CACHE
from poses.figures.documents import slugs
from poses.figures.ledger import BODIES, PICTURES, manifest
from poses.figures.svg import night, resolved

DOCS = Path(__file__).resolve().parents[2] / "docs" / "figures"
PAPER = {"day": "#F6F3EC", "night": "#1b1f22"}
INK = {"day": "#444444", "night": "#bbbbbb"}
WIDE, COLUMNS, POSES = 256, 8, 14  # pixels of a picture, pictures in a row, poses on a sheet


def image(svg: str, width: int, paper: str) -> Image.Image:
    """An SVG without variables as a picture."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, background=paper))
    return Image.open(io.BytesIO(data)).convert("RGB")


def pictures(chosen: list[str], body: str, kind: str = "full") -> list[tuple[str, Path]]:
    """Name and file of every picture of these poses, in order."""
    out = []
    for slug in chosen:
        made = manifest(slug)
        for rung, entry in sorted((made or {"rungs": {}})["rungs"].items()):
            frames = ["card"] if kind == "cards" else entry["frames"]
            out += [(f"{slug} {rung} {f}", PICTURES / body / f"{slug}-{rung}-{f}.svg") for f in frames]
    return out


def page(found: list[tuple[str, Path]], light: str, wide: int, columns: int) -> Image.Image:
    high = wide * 3 // 4 + 14
    sheet = Image.new("RGB", (columns * wide, -(-len(found) // columns) * high), PAPER[light])
    pen = ImageDraw.Draw(sheet)
    for i, (name, file) in enumerate(found):
        x, y = (i % columns) * wide, (i // columns) * high
        plain = resolved(file.read_text(encoding="utf-8"), night() if light == "night" else None)
        sheet.paste(image(plain, wide, PAPER[light]), (x, y + 14))
        pen.text((x + 4, y + 1), name, fill=INK[light])
    return sheet


def one(task: tuple[int, list[str], str, str]) -> str:
    number, chosen, body, light = task
    DOCS.mkdir(parents=True, exist_ok=True)
    file = DOCS / f"{body}-{light}-{number}.webp"
    page(pictures(chosen, body), light, WIDE, COLUMNS).save(file, quality=82, method=6)
    return file.name


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", action="store_true")
    given = parser.parse_args()
    if given.cards:
        CACHE.mkdir(parents=True, exist_ok=True)
        page(pictures(slugs(), "a", "cards"), "day", 160, 10).save(CACHE / "cards.png")
        print(CACHE / "cards.png")  # noqa: T201
        return 0
    known = slugs()
    groups = [known[i : i + POSES] for i in range(0, len(known), POSES)]
    tasks = [(n, g, body, light) for n, g in enumerate(groups, 1) for body in BODIES for light in PAPER]
    with ProcessPoolExecutor() as pool:
        for name in pool.map(one, tasks):
            print(name, flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
