"""The figures that the builder made, as the site reads them: which there are, where they stand, what they show.

Needs none of the builder's own dependencies. A pose or rung without a figure simply has none.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hipapp.core.enums import FigureBody, Rung
from hipapp.core.speech import language
from poses.content.loader import rung_of, shipped
from poses.figures.words import describe

#: One JSON file a pose, `<slug>.json`; the pictures stand in `static/figures`.
MADE = Path(__file__).parent / "made"
FORMAT = 1

#: In which order the frames of a moving pose are shown: whoever has risen and sunk a few times comes to rest.
FRAMES = ("in", "out", "still")

#: The pose and rung that a rung is in truth; itself mostly.
Really = Callable[[str, Rung], tuple[str, Rung]]


@dataclass(frozen=True)
class Figure:
    """The pictures of one rung: a card's small one, and one for each frame, of each body."""

    slug: str
    rung: Rung
    frames: tuple[str, ...]
    cover: str
    files: frozenset[str]
    facts: Mapping[str, Mapping[str, Any]]
    #: What has been said of it, by language, frame and side: a page of cards says the same to everybody.
    told: dict[tuple[str, str, bool], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def moves(self) -> bool:
        return len(self.frames) > 1

    def path(self, body: FigureBody, frame: str = "cover") -> str:
        """Below `static/`: the full picture of a frame, or `card`, the small one of the cover."""
        path = self._path(body, self.cover if frame == "cover" else frame)
        return f"figures/{path if path in self.files else self._path(body, self.cover)}"

    def _path(self, body: FigureBody, frame: str) -> str:
        return f"{body}/{self.slug}-{int(self.rung)}-{frame}.svg"

    def describe(self, frame: str = "cover", *, mirrored: bool = False) -> str:
        """What the frame shows, in words, and what has changed since the breath in; `mirrored`: the right side."""
        shown = self.cover if frame == "cover" else frame
        key = language(), shown, mirrored
        if key not in self.told:
            self.told[key] = self._describe(shown, mirrored)
        return self.told[key]

    def _describe(self, shown: str, mirrored: bool) -> str:
        before = self.facts.get("in") if shown == "out" else None
        return describe(self.facts.get(shown, {}), mirrored, before)


@dataclass(frozen=True)
class Made:
    """All figures that there are."""

    figures: Mapping[tuple[str, Rung], Figure]
    really: Really

    def figure(self, slug: str, rung: Rung) -> Figure | None:
        """A rung that is another pose in truth has that one's figure."""
        return self.figures.get((slug, rung)) or self.figures.get(self.really(slug, rung))


def read(folder: Path, really: Really) -> Made:
    """Every manifest in `folder`; one of a form that this code does not know counts as absent."""
    figures: dict[tuple[str, Rung], Figure] = {}
    for path in sorted(folder.glob("*.json")):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest.get("format") == FORMAT:
            figures.update(((f.slug, f.rung), f) for f in _figures(path.stem, manifest["rungs"]))
    return Made(figures, really)


def _figures(slug: str, rungs: Mapping[str, Mapping[str, Any]]) -> Iterator[Figure]:
    known = {str(int(rung)): rung for rung in Rung}
    for key, entry in rungs.items():
        frames = tuple(frame for frame in FRAMES if frame in entry["frames"])
        if key in known and frames:
            cover = entry.get("cover")
            yield Figure(
                slug=slug,
                rung=known[key],
                frames=frames,
                cover=cover if cover in frames else frames[-1],
                files=frozenset(entry["files"]),
                facts=entry.get("facts", {}),
            )


@cache
def made() -> Made:
    """What is shipped with this code."""
    return read(MADE, _really)


def _really(slug: str, rung: Rung) -> tuple[str, Rung]:
    doc = shipped().poses.get(slug)
    found = rung_of(doc, rung) if doc else None
    return (found.same_as.pose, found.same_as.rung) if found and found.same_as else (slug, rung)
