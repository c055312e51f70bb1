"""Layers to a file: one path a layer, filled by variables of the page, with a dark set inside for `<img>`."""

import re
import zlib
from dataclasses import dataclass

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

from poses.figures.camera import HEIGHT, WIDTH
from poses.figures.picture import GROUND, Layers
from poses.figures.trace import trace
from poses.figures.wardrobe import KIND, PERSON, PROPS

type Mask = NDArray[np.bool_]

# name -> what the page may set, its colour by day, its colour by night
COLOURS = {
    "wall": ("#e6dfd2", "#3a4741"),
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
STRENGTH = {
    "shadow": 0.13,
    "contact": 0.17,
    "edge": 0.22,
    "shade": 0.18,
    "shine": 0.22,
    "glow": 0.08,
    "line": 0.55,
    "blush": 0.28,
    "face": 0.85,
}
# Picture pixels that one of the traced mask stands for: the next is tried when a file is larger than it may be.
CLEAR, LARGE = (0.33, 1.0), 8700  # bytes, deflated
COARSE, SMALL = (1.5, 2.0, 2.5), 2700  # brotli makes a little less of it
DARK = "<style>@media(prefers-color-scheme:dark){%s}</style>"


@dataclass(frozen=True)
class Layer:
    """One path to be. `blur` and `specks` (what is left out) in the picture's pixels."""

    paint: str
    mask: Mask
    blur: float
    specks: float = 8
    corners: float = 1.0
    finest: bool = False  # traced at the picture's own size even in a small picture


def _paint(colour: str, strength: str | None = None) -> str:
    opacity = f' opacity="{STRENGTH[strength]:g}"'.replace("0.", ".") if strength else ""
    return f'fill="var(--fig-{colour},{COLOURS[colour][0]})"{opacity}'


def document(layers: Layers, *, coarse: bool = False) -> str:
    """The whole SVG. `coarse` is a card's small picture: bold lines, no fine detail, and fewer bytes."""
    stack = _small(layers) if coarse else _full(layers)
    made = ""
    for cut in COARSE if coarse else CLEAR:
        made = _written(
            stack, layers.fine, max(1, round(cut * layers.fine)), tolerance=1.5 if coarse else 0.6
        )
        if len(zlib.compress(made.encode(), 9)) <= (SMALL if coarse else LARGE):
            break
    return made


def _written(stack: list[Layer], fine: int, cut: int, tolerance: float) -> str:
    """Trace masks `cut` times smaller than the buffers are."""
    unit = fine / cut  # pixels of the mask for one of the picture
    paths = []
    for layer in stack:
        own = min(cut, fine) if layer.finest else cut
        size = max(2, int(layer.specks * (fine / own) ** 2))
        small, blur = smaller(layer.mask, own), layer.blur * fine / own
        data = trace(small, blur=blur, specks=size, tolerance=tolerance, corners=layer.corners)
        if data:
            larger = "" if own == cut else f' transform="scale({own / cut:.4g})"'
            paths.append((layer.paint + larger, data))
    used = {name for paint, _ in paths for name in re.findall(r"--fig-(\w+)", paint)}
    body = "".join(f'<path {paint} d="{data}"/>' for paint, data in paths)
    bottom = -(-HEIGHT * fine // cut) / unit
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{_night(used)}'
        f'<g id="f" transform="matrix({1 / unit:.6g} 0 0-{1 / unit:.6g} 0 {bottom:g})">{body}</g></svg>'
    )


# -- what is painted, from the back to the front -----------------------------------------------------------


def _full(layers: Layers) -> list[Layer]:
    dark, light = "shade", "shine"
    return [
        *_ground(layers),
        _edges(layers.edge),
        Layer(_paint(dark, "shadow"), layers.shadow, 2.2, 60),
        *_standing(layers),
        Layer(_paint(dark, "contact"), layers.contact, 1.6, 60, 1.3),
        *_dressed(layers, 1.5),
        Layer(_paint("blush", "blush"), layers.blush, 0.5, 4),
        Layer(_paint(dark, "shade"), layers.shade, 0.9, 150),
        Layer(_paint(light, "shine"), layers.shine, 0.6, 14),
        Layer(_paint(light, "glow"), layers.glow, 1.2, 90),
        Layer(_paint("line", "line"), layers.lines() | layers.ink, 0.35, 9),
        Layer(_paint("line", "face"), layers.face, 0.15, 0.8),
    ]


def _small(layers: Layers) -> list[Layer]:
    dark, light = "shade", "shine"
    return [
        *_ground(layers),
        _edges(layers.edge & (layers.ground == KIND["wall"])),  # a mat's is too thin
        Layer(_paint(dark, "shadow"), layers.shadow, 2.5, 200),
        *_standing(layers),
        *_dressed(layers, 3.0),
        Layer(_paint(dark, "shade"), layers.shade & _inside(layers.figure, 1.8 * layers.fine), 1.2, 180),
        Layer(_paint(light, "shine"), layers.shine, 0.8, 180),
        Layer(_paint("line", "line"), layers.lines(1.6, digits=False), 0.5, 40),
        Layer(_paint("line", "face"), layers.bold, 0.3, 3, finest=True),
    ]


def _ground(layers: Layers) -> list[Layer]:
    return [Layer(_paint(name), layers.ground == KIND[name], 0.3, 60, 0.8) for name in ("wall", "mat")]


def _edges(mask: Mask) -> Layer:
    return Layer(_paint("shade", "edge"), mask, 0.25, 30, 0.8)


def _standing(layers: Layers) -> list[Layer]:
    return [Layer(_paint(name), _whole(layers, name), 0.35, 12, 0.9) for name in PROPS if name not in GROUND]


def smaller(mask: Mask, cut: int) -> Mask:
    """Each pixel is what most of `cut` x `cut` are."""
    if cut == 1:
        return mask
    h, w = -(-mask.shape[0] // cut), -(-mask.shape[1] // cut)
    padded = np.zeros((h * cut, w * cut), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return padded.reshape(h, cut, w, cut).mean((1, 3)) > 0.5


def _whole(layers: Layers, name: str) -> Mask:
    """A prop as if nobody were in front of it, where any of it is seen: its whole outline is simpler."""
    whole = layers.behind == KIND[name]
    if not whole.any():
        return whole
    pieces, count = images.label(whole)
    seen = np.bincount(pieces[layers.kind == KIND[name]], minlength=count + 1) > 20 * layers.fine**2
    seen[0] = False
    return seen[pieces]


def _dressed(layers: Layers, reach: float) -> list[Layer]:
    """The person's layers. Each goes on (by `reach` pixels) under those painted over it, so that no gap shows."""
    masks = {name: layers.kind == KIND[name] for name in PERSON}
    masks = {name: mask for name, mask in masks.items() if mask.any()}
    wide = 2 * round(reach * layers.fine) + 1
    inner = _inside(layers.person, reach * layers.fine / 2)
    out: dict[str, Mask] = {}
    over = np.zeros(layers.kind.shape, bool)
    for name in reversed(masks):
        out[name] = masks[name] | (images.maximum_filter(masks[name], wide) & over & inner)
        over |= masks[name]
    return [Layer(_paint(name), out[name], 0.6) for name in masks]


def _inside(mask: Mask, by: float) -> Mask:
    """All but its edge."""
    return images.minimum_filter(mask, 2 * round(by) + 1)


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
