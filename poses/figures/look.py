"""Draw a pose to PNG files, to look at while writing it.

    python -m poses.figures.look cat-cow-hinge                all rungs and frames
    python -m poses.figures.look cat-cow-hinge 1 --body b     one rung, the other body
    python -m poses.figures.look cat-cow-hinge 1 --views      one frame from eight sides, to choose a camera

Prints every check that fails. Files land in var/figures/look/.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from poses.content.loader import ContentError
from poses.figures.body import CACHE
from poses.figures.camera import View, joined, look
from poses.figures.checks import failures
from poses.figures.contacts import ContactError
from poses.figures.documents import Drawing, Rung, drawn_stance, read, stances
from poses.figures.measuring import measure
from poses.figures.picture import Scene, draw
from poses.figures.scene import solve
from poses.figures.sheet import PAPER, image
from poses.figures.svg import document, resolved


def _drawn(scene: Scene, view: View, fine: int) -> Image.Image:
    return image(resolved(document(draw(scene, view, fine))), 800, PAPER["day"])


def views(drawing: Drawing, body: str, fine: int) -> list[tuple[str, Image.Image]]:
    scene = solve((drawing,), body)[0]
    out = []
    for azimuth in range(-135, 226, 45):
        camera = drawing.camera.model_copy(update={"azimuth": azimuth})
        view = look(camera, scene.points, scene.casting)
        out.append((f"azimuth {azimuth}", _drawn(scene, view, fine)))
    return out[:8]


def frame(drawings: tuple[Drawing, ...], body: str, fine: int) -> list[tuple[str, Image.Image]]:
    """All frames of a rung through one camera, with what fails printed."""
    scenes = solve(drawings, body)
    view = look(drawings[0].camera, joined(s.points for s in scenes), joined(s.casting for s in scenes))
    out = []
    for drawing, scene in zip(drawings, scenes, strict=True):
        broken = failures(measure(scene, view, scene.settled.body.props))
        print(f"{drawing.name} ({body}):", "all checks hold" if not broken else "", flush=True)  # noqa: T201
        for line in broken:
            print("   ", line)  # noqa: T201
        out.append((f"{drawing.name} {body}", _drawn(scene, view, fine)))
    return out


def sheet(pictures: list[tuple[str, Image.Image]], columns: int, width: int) -> Image.Image:
    height = width * 3 // 4 + 18
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * width, rows * height), PAPER["day"])
    pen = ImageDraw.Draw(page)
    for i, (name, picture) in enumerate(pictures):
        x, y = (i % columns) * width, (i // columns) * height
        page.paste(picture.resize((width, width * 3 // 4), Image.Resampling.LANCZOS), (x, y + 18))
        pen.text((x + 6, y + 3), name, fill="#333")
    return page


def rungs(name: str) -> list[Rung]:
    return [drawn_stance(name)] if name in stances() else read(name)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("slug")
    parser.add_argument("rung", type=int, nargs="?")
    parser.add_argument("--body", default="a", choices=["a", "b", "ab"])
    parser.add_argument("--views", action="store_true")
    parser.add_argument("--fine", type=int, default=2)
    parser.add_argument("--azimuth", type=float)
    parser.add_argument("--elevation", type=float)
    given = parser.parse_args()
    pictures: list[tuple[str, Image.Image]] = []
    try:
        for rung in rungs(given.slug):
            if given.rung is not None and rung.rung != given.rung:
                continue
            change = {k: v for k in ("azimuth", "elevation") if (v := getattr(given, k)) is not None}
            drawings = tuple(replace(d, camera=d.camera.model_copy(update=change)) for d in rung.drawings)
            for body in given.body:
                if given.views:
                    pictures += views(drawings[0], body, given.fine)
                else:
                    pictures += frame(drawings, body, given.fine)
    except (ContentError, ContactError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    folder = CACHE / "look"
    folder.mkdir(parents=True, exist_ok=True)
    name = (
        f"{given.slug}{'' if given.rung is None else f'-{given.rung}'}{'-views' if given.views else ''}.png"
    )
    columns = 1 if len(pictures) == 1 else 4 if given.views else 2
    sheet(pictures, columns, 800 if columns == 1 else 400 if given.views else 600).save(folder / name)
    print(Path(folder / name))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
