"""What was made from what: hashes of sources, builder and pictures. Needs none of the builder's dependencies.

python -m poses.figures.ledger     check that committed pictures match their sources and keep every limit
"""

import gzip
import hashlib
import io
import json
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import brotli

from poses.content.loader import ContentError
from poses.figures import checks
from poses.figures.checks import failures
from poses.figures.documents import Rung, read, slugs

HERE = Path(__file__).parent
MADE = HERE / "made"
PICTURES = HERE.parents[1] / "static" / "figures"
BODIES = ("a", "b")
FORMAT = 1
FULL_LIMIT, CARD_LIMIT = 9_000, 3_000  # bytes: gzip of a full still, brotli of a card's
# Everything that shapes a picture or its text. What only measures or reports is left out.
ENGINE = ("body", "camera", "contacts", "documents", "edges", "facts", "geometry", "limb_facts", "nearby", "numbers",
          "picture", "posing", "prop_facts", "props", "raster", "scene", "seen", "shades", "skeleton", "skin", "svg",
          "trace", "wardrobe")  # fmt: skip


@cache
def engine() -> str:
    """A hash of the builder's code; comments, docstrings and layout don't count."""
    digest = hashlib.sha256()
    for name in ENGINE:
        digest.update("\0".join([name, *_code((HERE / f"{name}.py").read_text(encoding="utf-8"))]).encode())
    return digest.hexdigest()


def _code(text: str) -> Iterator[str]:
    layout = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
    }
    fresh = True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}:
            fresh = True
        if token.type in layout or not token.string:
            continue
        if not (fresh and token.type == tokenize.STRING):  # a string that is a statement is a docstring
            yield token.string
        fresh = False


def source(rung: Rung) -> str:
    """A hash of a rung's numbers, as they are after stance, pose and rung were laid over each other."""
    told = {
        "cover": rung.cover,
        "frames": {
            d.frame: {"body": d.body.model_dump(mode="json"), "camera": d.camera.model_dump(mode="json")}
            for d in rung.drawings
        },
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def too_heavy(name: str, text: str) -> Iterator[str]:
    """A card is sent with brotli to every browser that shows it; a full still is judged by gzip."""
    if name.endswith("-card.svg"):
        size, limit, way = len(brotli.compress(text.encode())), CARD_LIMIT, "brotli"
    else:
        size, limit, way = len(gzip.compress(text.encode(), 9)), FULL_LIMIT, "gzip"
    if size > limit:
        yield f"{name}: {size:,} bytes {way} (at most {limit:,})"


def manifest(slug: str) -> dict[str, Any] | None:
    file = MADE / f"{slug}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def problems(slug: str) -> list[str]:
    """What is wrong with what was made of a pose: out of date, missing, changed by hand, or a check broken."""
    try:
        rungs = read(slug)
    except ContentError as error:
        return error.errors
    made = manifest(slug)
    if made is None:
        return [f"{slug}: not drawn yet"]
    return list(_problems(slug, rungs, made))


def _problems(slug: str, rungs: list[Rung], made: dict[str, Any]) -> Iterator[str]:
    if made["engine"] != engine():
        yield f"{slug}: drawn by an older builder"
    entries = made["rungs"]
    if sorted(entries) != [str(r.rung) for r in rungs]:
        yield f"{slug}: the rungs drawn are {', '.join(sorted(entries))}"
    for rung in rungs:
        entry = entries.get(str(rung.rung))
        if entry is None:
            continue
        name = f"{slug}-{rung.rung}"
        if entry["source"] != source(rung):
            yield f"{name}: its numbers have changed since it was drawn"
            continue
        for file, expected in entry["files"].items():
            yield from _file(file, expected)
        for body in BODIES:
            for frame in rung.frames:
                broken = failures(entry["measures"][body][frame])
                yield from (f"{name}-{frame} ({body}): {line}" for line in broken)


def _file(name: str, expected: str) -> Iterator[str]:
    file = PICTURES / name
    if not file.exists():
        yield f"{name}: missing"
        return
    text = file.read_text(encoding="utf-8")
    if digest(text) != expected:
        yield f"{name}: is not what the builder made"
    yield from too_heavy(name, text)


def strays() -> list[str]:
    """Manifests without a figure file, and pictures that no manifest names."""
    known = set(slugs())
    found = [f"{p.name}: no figure file" for p in MADE.glob("*.json") if p.stem not in known]
    named = {f for slug in known if (m := manifest(slug)) for e in m["rungs"].values() for f in e["files"]}
    files = {p.relative_to(PICTURES).as_posix() for p in PICTURES.rglob("*.svg")}
    return found + sorted(f"{name}: nothing names it" for name in files - named)


# -- writing -----------------------------------------------------------------------------------------------


def write(slug: str, entries: dict[str, dict[str, Any]], files: dict[str, str]) -> None:
    """Put a pose's pictures in their place: pictures, then the manifest, then away with older ones of it."""
    for name, text in files.items():
        file = PICTURES / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    MADE.mkdir(exist_ok=True)
    whole = {"format": FORMAT, "engine": engine(), "rungs": entries}
    (MADE / f"{slug}.json").write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _clear(slug, set(files))


def _clear(slug: str, keep: set[str]) -> None:
    for body in BODIES:
        for rung in range(3):
            for old in (PICTURES / body).glob(f"{slug}-{rung}-*.svg"):
                if f"{body}/{old.name}" not in keep:
                    old.unlink()


def forget(known: list[str]) -> None:
    """Away with what was drawn of poses that no longer have a figure file."""
    for file in MADE.glob("*.json"):
        if file.stem not in known:
            _clear(file.stem, set())
            file.unlink()


# -- the table of checks -----------------------------------------------------------------------------------

TABLE = HERE.parents[1] / "docs" / "figures" / "checks.md"
NAMES = {
    "contact": f"a part and what it lies on, cm apart (at most {checks.CONTACT:g})",
    "below": f"under the floor, cm (at most {checks.BELOW:g})",
    "reach": f"a limb misses its target, cm (at most {checks.REACH:g})",
    "inside": f"limb in limb or in something hard, cm (at most {checks.PENETRATION:g})",
    "sunk": f"a hand or foot in the skin that it is laid on, cm (at most {checks.SUNK:g})",
    "pressed": f"pressed into something soft, cm (at most {checks.GIVES:g})",
    "outside": "cut off by the picture's edge, pixels (none)",
}


def table() -> str:
    """Every check over all figures: how many were measured, the worst, and where."""
    worst: dict[str, tuple[float, float, str]] = {}
    count: Counter[str] = Counter()
    figures = 0
    for name, measures in _measures():
        figures += 1
        for key, value in measures.items():
            kind, _, part = key.partition(":")
            row = f"joint {part.partition('.')[0]}" if kind == "joint" else kind
            count[row] += 1
            told = f"{name}: {part}" if part else name
            low, high, _ = worst.get(row, (value, value, told))
            if row not in worst or abs(value) >= max(abs(low), abs(high)):
                worst[row] = (min(low, value), max(high, value), told)
            else:
                worst[row] = (min(low, value), max(high, value), worst[row][2])
    lines = [
        f"| {_named(row)} | {count[row]:,} | {_span(row, worst[row])} | {worst[row][2]} |"
        for row in sorted(count)
    ]
    head = (
        "# The geometric checks of all figures\n\nWritten by `python -m poses.figures.build`; limits and their grounds "
        f"stand in `poses/figures/checks.py`. {figures} figures, {sum(count.values()):,} measures, "
        f"{sum(len(failures(m)) for _, m in _measures())} failures.\n\n"
        "| check | measured | least and most, or worst | the worst stands in |\n|---|---|---|---|\n"
    )
    return head + "\n".join(lines) + "\n"


def _named(row: str) -> str:
    kind, _, joint = row.partition(" ")
    if kind != "joint":
        return NAMES[row]
    low, high = checks.JOINTS[joint]
    return f"{joint.replace('_', ' ')}, degrees (from {low:g} to {high:g})"


def _span(row: str, seen: tuple[float, float, str]) -> str:
    low, high, _ = seen
    return f"{low:.0f} to {high:.0f}" if row.startswith("joint") else f"{max(abs(low), abs(high)):.2f}"


def _measures() -> Iterator[tuple[str, dict[str, float]]]:
    for slug in slugs():
        for rung, entry in (manifest(slug) or {"rungs": {}})["rungs"].items():
            for body, frames in entry["measures"].items():
                for frame, measures in frames.items():
                    yield f"{slug}-{rung}-{frame} ({body})", measures


def main() -> int:
    found = [line for slug in slugs() for line in problems(slug)] + strays()
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    made = [m for slug in slugs() if (m := manifest(slug))]
    figures = sum(len(e["frames"]) for m in made for e in m["rungs"].values()) * len(BODIES)
    print(f"{len(made)} poses, {figures} figures, {len(found)} problems")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
