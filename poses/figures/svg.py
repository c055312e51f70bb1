"""Layers to a file: one path a layer, filled by variables of the page, with a dark set inside for `<img>`."""

import re
from dataclasses import dataclass

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

from poses.figures.camera import HEIGHT, WIDTH
from poses.figures.picture import Layers
from poses.figures.trace import trace
from poses.figures.wardrobe import KIND, PERSON, PROPS

type Mask = NDArray[np.bool_]

# name -> what the page may set, its colour by day, its colour by night
COLOURS = {
    "wall": ("#e6dfd2", "#2f3b36"),
    "mat": ("#c5d9cf", "#36524a"),
    "table": ("#cfa271", "#94714b"),
    "chair": ("#c99a68", "#94714b"),
    "bench": ("#c99a68", "#94714b"),
    "block": ("#d3a06b", "#a9794a"),
    "blanket": ("#dcb98a", "#a78b63"),
    "towel": ("#d5dee6", "#8b98a6"),
    "bolster": ("#b9808a", "#9c6a75"),
    "cushion": ("#b7a2cb", "#8a78a3"),
    "pillow": ("#dfe4ec", "#a0abba"),
    "strap": ("#7d5a86", "#b290bb"),
    "skin": ("#e3ab8d", "#d9a284"),
    "top": ("#2c7d74", "#43a094"),
    "shirt": ("#c0694e", "#cb7b60"),
    "legs": ("#404d78", "#6674a8"),
    "trousers": ("#55606b", "#75828f"),
    "hair": ("#4b342f", "#7d5a4f"),
    "grey": ("#908b88", "#aaa5a1"),
    "blush": ("#d9745f", "#d9745f"),
    "shade": ("#2a1d3d", "#120c1e"),
    "shine": ("#fff8ec", "#fff1dc"),
    "line": ("#3b2430", "#1a0f17"),
}
STRENGTH = {"shadow": 0.13, "contact": 0.20, "shade": 0.18, "shine": 0.22, "glow": 0.08, "line": 0.55, "blush": 0.28, "face": 0.85}
DARK = "<style>@media(prefers-color-scheme:dark){%s}</style>"


@dataclass(frozen=True)
class Grain:
    """How fine a file is traced: masks `cut` times smaller than the buffers, lengths in the picture's pixels."""

    cut: int
    line: float  # how much wider lines are
    tolerance: float
    specks: float  # how much larger a speck may be and still be left out
    unit: float  # pixels of the mask for one of the picture


def _paint(colour: str, strength: str | None = None) -> str:
    opacity = f' opacity="{STRENGTH[strength]:g}"'.replace("0.", ".") if strength else ""
    return f'fill="var(--fig-{colour},{COLOURS[colour][0]})"{opacity}'


def document(layers: Layers, *, coarse: bool = False) -> str:
    """The whole SVG. `coarse` is a card's small picture: half the grain, bold lines, no fine detail."""
    fine = layers.fine
    grain = Grain(2 * fine, 1.5, 1.5, 3.0, 0.5) if coarse else Grain(1, 1.0, 0.6, 1.0, float(fine))
    paths = [(paint, data) for paint, data in _paths(layers, grain, coarse) if data]
    scale = f"{1 / grain.unit:.6g}"
    used = {name for paint, _ in paths for name in re.findall(r"--fig-(\w+)", paint)}
    body = "".join(f'<path {paint} d="{data}"/>' for paint, data in paths)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{_night(used)}'
        f'<g id="f" transform="matrix({scale} 0 0-{scale} 0 {HEIGHT})">{body}</g></svg>'
    )


def _paths(layers: Layers, grain: Grain, coarse: bool) -> list[tuple[str, str]]:
    """Paint and path data of each layer, from the back to the front."""

    def add(paint: str, mask: Mask, blur: float, specks: float = 8, corners: float = 1.0) -> tuple[str, str]:
        """`blur` and `specks` in the picture's pixels."""
        small = _smaller(mask, grain.cut)
        size = max(2, int(specks * grain.unit**2 * grain.specks))
        data = trace(small, blur=blur * grain.unit, specks=size, tolerance=grain.tolerance, corners=corners)
        return paint, data

    made = [
        add(_paint(name), layers.ground == KIND[name], 0.3, 60, 0.8) for name in ("wall", "mat")
    ]
    made.append(add(_paint("shade", "shadow"), layers.shadow, 2.2, 60))
    if not coarse:
        made.append(add(_paint("shade", "contact"), layers.contact, 1.0, 30))
    for name in PROPS[2:]:
        made.append(add(_paint(name), _standing(layers, name), 0.35, 12, 0.9))
    reach = grain.cut / layers.fine + 1.5
    for name, mask in _dressed(layers, reach).items():
        made.append(add(_paint(name), mask, 0.6, 8))
    if not coarse:
        made.append(add(_paint("blush", "blush"), layers.blush, 0.5, 4))
    made.append(add(_paint("shade", "shade"), layers.shade, 0.9, 60 if coarse else 36))
    made.append(add(_paint("shine", "shine"), layers.shine, 0.6, 60 if coarse else 14))
    if not coarse:
        made.append(add(_paint("shine", "glow"), layers.glow, 1.2, 90))
    lines = layers.lines(grain.line)
    made.append(add(_paint("line", "line"), lines | layers.ink if not coarse else lines, 0.35, 7))
    if not coarse:
        made.append(add(_paint("line", "face"), layers.face, 0.15, 0.8))
    return made


def _smaller(mask: Mask, cut: int) -> Mask:
    if cut == 1:
        return mask
    h, w = mask.shape[0] // cut, mask.shape[1] // cut
    out: Mask = mask.reshape(h, cut, w, cut).mean((1, 3)) > 0.5
    return out


def _standing(layers: Layers, name: str) -> Mask:
    """A prop as if nobody were in front of it, where any of it is seen: its whole outline is simpler."""
    whole = layers.behind == KIND[name]
    if not whole.any():
        return whole
    pieces, count = images.label(whole)
    seen = np.bincount(pieces[layers.kind == KIND[name]], minlength=count + 1) > 20 * layers.fine**2
    seen[0] = False
    out: Mask = seen[pieces]
    return out


def _dressed(layers: Layers, reach: float) -> dict[str, Mask]:
    """The person's layers. Each goes on a little way under those painted over it, so that no gap shows."""
    masks = {name: layers.kind == KIND[name] for name in PERSON}
    masks = {name: mask for name, mask in masks.items() if mask.any()}
    wide = 2 * round(reach * layers.fine) + 1
    out: dict[str, Mask] = {}
    over = np.zeros(layers.kind.shape, bool)
    for name in reversed(masks):
        out[name] = masks[name] | (images.maximum_filter(masks[name], wide) & over)
        over |= masks[name]
    return {name: out[name] for name in masks}


def _night(used: set[str]) -> str:
    """Night colours for `<img>`, where the page's variables don't reach: `color-scheme` decides."""
    rules = ";".join(f"--fig-{name}:{COLOURS[name][1]}" for name in COLOURS if name in used)
    return DARK % f":root{{{rules}}}"


def resolved(document: str, colours: dict[str, str] | None = None) -> str:
    """The document with plain colours, for what knows no variables (a PDF, a contact sheet)."""
    chosen = colours or {}
    plain = re.sub(r"var\(--fig-(\w+),(#\w+)\)", lambda m: chosen.get(m.group(1), m.group(2)), document)
    return re.sub(r"<style>.*?</style>", "", plain)


def night() -> dict[str, str]:
    return {name: dark for name, (_, dark) in COLOURS.items()}
