"""Draw what changed: pictures to `static/figures/`, what was measured to `poses/figures/made/`.

    python -m poses.figures.build              what changed since it was drawn
    python -m poses.figures.build SLUG …       these poses, changed or not
    python -m poses.figures.build --all        everything

A rung is drawn when its numbers, the builder or a body changed. Nothing of a pose is written unless all its rungs hold
every check.
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any

from poses.content.loader import ContentError
from poses.figures.camera import joined, look
from poses.figures.checks import failures
from poses.figures.contacts import ContactError
from poses.figures.documents import Rung, read, slugs
from poses.figures.facts import facts
from poses.figures.ledger import BODIES, TABLE, digest, forget, problems, source, table, too_heavy, write
from poses.figures.measuring import measure
from poses.figures.picture import draw
from poses.figures.scene import solve
from poses.figures.svg import document


@dataclass
class Made:
    """One rung, drawn with every body: files by name, and what the manifest says of it."""

    rung: int
    entry: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0


def make(rung: Rung) -> Made:
    """Draw all frames of a rung with all bodies. Raises `ContactError`."""
    started = time.perf_counter()
    entry: dict[str, Any] = {
        "source": source(rung), "frames": rung.frames, "cover": rung.cover, "facts": {}, "measures": {}, "files": {},
    }  # fmt: skip
    made = Made(rung.rung, entry)
    for body in BODIES:
        scenes = dict(zip(rung.frames, solve(rung.drawings, body), strict=True))
        view = look(
            rung.drawings[0].camera,
            joined(s.points for s in scenes.values()),
            joined(s.casting for s in scenes.values()),
        )
        entry["measures"][body] = {}
        for frame, scene in scenes.items():
            measures = measure(scene, view, scene.settled.body.props)
            entry["measures"][body][frame] = measures
            made.broken += [
                f"{rung.slug}-{rung.rung}-{frame} ({body}): {line}" for line in failures(measures)
            ]
            if body == BODIES[0]:
                entry["facts"][frame] = facts(scene)
            layers = draw(scene, view)
            made.files[f"{body}/{rung.slug}-{rung.rung}-{frame}.svg"] = document(layers)
            if frame == rung.cover:
                made.files[f"{body}/{rung.slug}-{rung.rung}-card.svg"] = document(layers, coarse=True)
    for name, text in made.files.items():
        entry["files"][name] = digest(text)
        made.broken += too_heavy(name, text)
    made.seconds = time.perf_counter() - started
    return made


def one_pose(slug: str) -> tuple[str, list[Made], list[str]]:
    """All rungs of a pose, and what speaks against writing them."""
    try:
        made = [make(rung) for rung in read(slug)]
    except (ContentError, ContactError) as error:
        return slug, [], str(error).splitlines()
    return slug, made, [line for m in made for line in m.broken]


def publish(slug: str, made: list[Made], broken: list[str]) -> str:
    """Write a pose if nothing speaks against it, else leave what was there untouched; says which."""
    if broken:
        return "not written"
    write(
        slug,
        {str(m.rung): m.entry for m in made},
        {name: text for m in made for name, text in m.files.items()},
    )
    figures = sum(len(m.entry["frames"]) for m in made) * len(BODIES)
    return f"{figures} figures, {sum(m.seconds for m in made) / max(figures, 1):.1f} s each"


def bar(done: int, of: int, wide: int = 24) -> str:
    """How far it is: `[######------] 7/14`."""
    full = wide * done // max(of, 1)
    return f"[{'#' * full}{'-' * (wide - full)}] {done:>{len(str(of))}}/{of}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("slugs", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=None)
    given = parser.parse_args()
    known = slugs()
    unknown = sorted(set(given.slugs) - set(known))
    if unknown:
        print(f"there is no figure file for {', '.join(unknown)}", file=sys.stderr)  # noqa: T201
        return 2
    chosen = given.slugs or [s for s in known if given.all or problems(s)]
    forget(known)
    errors: list[str] = []
    with ProcessPoolExecutor(given.jobs) as pool:
        waiting = [pool.submit(one_pose, slug) for slug in chosen]
        for n, done in enumerate(as_completed(waiting), 1):
            slug, made, broken = done.result()
            errors += broken
            print(f"{bar(n, len(chosen))} {slug}: {publish(slug, made, broken)}", flush=True)  # noqa: T201
    if chosen and not errors:
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text(table(), encoding="utf-8")
    for line in sorted(errors):
        print(line, file=sys.stderr)  # noqa: T201
    if not chosen:
        print("nothing changed")  # noqa: T201
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
