"""Layers to a file: one path a layer, filled by variables of the page, with a dark set inside for `<img>`."""

import re

import numpy as np
import scipy.ndimage as images

from poses.figures.camera import HEIGHT, WIDTH
from poses.figures.picture import FINE, Layers
from poses.figures.trace import trace
from poses.figures.wardrobe import KIND

# name -> what the page may set, its colour by day, its colour by night
COLOURS = {
    "mat": ("#c9d8cf", "#33433d"),
    "wall": ("#e4ded3", "#38383f"),
    "table": ("#c99e6c", "#8d6d49"),
    "chair": ("#c08f5d", "#8f6a45"),
    "bench": ("#c08f5d", "#8f6a45"),
    "block": ("#d9a066", "#ae7d4a"),
    "blanket": ("#e3c08f", "#a58862"),
    "towel": ("#d7dfe8", "#8793a3"),
    "bolster": ("#b9838c", "#91646d"),
    "cushion": ("#b9a3cf", "#83719a"),
    "pillow": ("#dde3ee", "#98a2b5"),
    "strap": ("#7d5a86", "#b290bb"),
    "skin": ("#e2a98b", "#d39c7e"),
    "top": ("#2f7f79", "#3d938c"),
    "legs": ("#3e4a73", "#5a6897"),
    "hair": ("#4a3430", "#6b4d45"),
    "shade": ("#261c3c", "#0d0a18"),
}
STRENGTH = {"shadow": 0.14, "shade": 0.17, "lines": 0.42, "face": 0.85}
PROPS = ("wall", "table", "chair", "bench", "blanket", "towel", "block", "bolster", "cushion", "pillow", "strap")
DARK = "<style>@media(prefers-color-scheme:dark){%s}</style>"


def _paint(colour: str, strength: str | None = None) -> str:
    opacity = f' opacity="{STRENGTH[strength]:g}"' if strength else ""
    return f'fill="var(--fig-{colour},{COLOURS[colour][0]})"{opacity}'


def document(layers: Layers, *, coarse: bool = False) -> str:
    """The whole SVG. `coarse` is a card's small picture: fewer points, no fine lines."""
    paths: list[tuple[str, str]] = []
    fine = layers.kind.shape[0] / HEIGHT
    k = (fine / FINE) * (0.62 if coarse else 1.0)

    def add(paint: str, mask: np.ndarray, *, blur: float = 1.0, specks: int = 20) -> None:  # type: ignore[type-arg]
        size = max(2, int(specks * k * k * (6 if coarse else 1)))
        data = trace(mask, blur=blur * k * (1.6 if coarse else 1), specks=size, tolerance=3.0 if coarse else 1.0)
        if data:
            paths.append((paint, data))

    kind = layers.kind
    mat = kind == KIND["mat"]
    add(_paint("wall"), kind == KIND["wall"], specks=400)
    add(_paint("mat"), images.binary_fill_holes(mat) & ((kind != KIND["wall"]) | mat), specks=400)
    add(_paint("shade", "shadow"), layers.shadow, blur=3, specks=300)
    for name in PROPS[1:]:
        add(_paint(name), kind == KIND[name], specks=60)
    add(_paint("skin"), layers.person, specks=60)
    for name in ("top", "legs", "hair"):
        add(_paint(name), kind == KIND[name], blur=1.6, specks=60)
    add(_paint("shade", "shade"), layers.shade, blur=2.6, specks=420)
    add(_paint("shade", "lines"), layers.lines(2.0 if coarse else 1.5), blur=1.2, specks=90)
    add(_paint("hair", "face"), layers.face, blur=0.6, specks=4)
    scale = f"{1 / fine:.6g}"
    used = {name for paint, _ in paths for name in re.findall(r"--fig-(\w+)", paint)}
    body = "".join(f'<path {paint} d="{data}"/>' for paint, data in paths)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{_night(used)}'
        f'<g id="f" transform="matrix({scale} 0 0 -{scale} 0 {HEIGHT})">{body}</g></svg>'
    )


def _night(used: set[str]) -> str:
    """Night colours for `<img>`, where the page's variables don't reach: `color-scheme` decides."""
    rules = ";".join(f"--fig-{name}:{COLOURS[name][1]}" for name in COLOURS if name in used)
    return DARK % f":root{{{rules}}}"


def resolved(document: str, colours: dict[str, str] | None = None) -> str:
    """The document with plain colours, for what knows no variables (a PDF, a contact sheet)."""
    chosen = colours or {}
    plain = re.sub(
        r"var\(--fig-(\w+),(#\w+)\)", lambda m: chosen.get(m.group(1), m.group(2)), document
    )
    return re.sub(r"<style>.*?</style>", "", plain)


def night() -> dict[str, str]:
    return {name: dark for name, (_, dark) in COLOURS.items()}
