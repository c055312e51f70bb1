"""Figures for tests: manifests and pictures as the builder makes them, of a few poses."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

STILL = {"still": {"base": "standing", "trunk": {"lean": 0}}}
BREATH = {
    "in": {"base": "hands_knees", "trunk": {"rounded": -30}},
    "out": {"base": "hands_knees", "trunk": {"rounded": 50}},
}
ONE_SIDE = {"still": {"base": "standing", "trunk": {"lean": 0, "side": 20}}}

#: A picture with a skin in the page's colour, and darker by itself on a dark device.
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600">'
    "<style>@media(prefers-color-scheme:dark){:root{--fig-skin:#d9a284}}</style>"
    '<g id="f"><path fill="var(--fig-skin,#e3ab8d)" d="M0 0h400v600h-400z"/></g></svg>'
)


def manifest(slug: str, rungs: Mapping[int, Mapping[str, Any]], cover: str | None = None) -> dict[str, Any]:
    """`rungs` are the facts of each frame of each rung."""
    return {
        "format": 1,
        "rungs": {
            str(rung): {
                "source": "0" * 64,
                "frames": list(facts),
                "cover": cover or list(facts)[-1],
                "files": {f"{b}/{slug}-{rung}-{f}.svg": "0" * 64 for b in "ab" for f in (*facts, "card")},
                "facts": facts,
                "measures": {},
            }
            for rung, facts in rungs.items()
        },
    }


def write(folder: Path, slug: str, rungs: Mapping[int, Mapping[str, Any]], cover: str | None = None) -> None:
    text = json.dumps(manifest(slug, rungs, cover))
    (folder / f"{slug}.json").write_text(text, encoding="utf-8")
