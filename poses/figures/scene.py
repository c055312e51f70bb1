"""A drawing solved: contacts met, soft props fitted, the mat laid, the strap run."""

import numpy as np

from poses.figures.contacts import ContactError, Settled, settle
from poses.figures.documents import Drawing
from poses.figures.geometry import Vector
from poses.figures.numbers import LETTER, Prop, Touch
from poses.figures.picture import Scene
from poses.figures.props import Solid, size_of, solid, strap, turned
from poses.figures.skin import Skin, skin

MAT_MARGIN, MAT_WIDTH, MAT_WIDEST = 12.0, 66.0, 84.0
WALL_ABOVE, WALL_WIDE = 14.0, 110.0


def solve(drawings: tuple[Drawing, ...], body: str) -> list[Scene]:
    """Bones, skin and props of all frames of a rung. Raises `ContactError`, which names the frame."""
    skinned = skin(body)
    frames = [(d.name, _settled(skinned, d)) for d in drawings]
    everywhere = np.concatenate([settled.vertices for _, settled in frames])
    scenes = []
    for name, settled in frames:
        try:
            solids = [_solid(skinned, settled, everywhere, *p) for p in settled.body.props.items()]
        except KeyError as error:
            raise ContactError(f"{name} ({body}): {error.args[0]}") from None
        scenes.append(Scene(skinned, settled, solids))
    return scenes


def _settled(skinned: Skin, drawing: Drawing) -> Settled:
    try:
        return settle(skinned, drawing.body)
    except (ContactError, KeyError) as error:
        raise ContactError(f"{drawing.name} ({skinned.body.name}): {error.args[0]}") from None


def _solid(skinned: Skin, settled: Settled, everywhere: Vector, name: str, prop: Prop) -> Solid:
    """`everywhere`: the skin in all frames; mat and wall stay as they are while the body moves."""
    if prop.kind == "strap":
        return _strap(skinned, settled, name, prop)
    if prop.kind == "mat" and prop.size is None:
        return solid(_mat(everywhere, prop))
    if prop.kind == "wall" and prop.size is None:
        high = float(everywhere[:, 1].max()) + WALL_ABOVE
        return solid(prop.model_copy(update={"size": (WALL_WIDE, max(high, 70.0), 4.0)}))
    if prop.under:
        return solid(fitted(skinned, settled.vertices, prop))
    return solid(prop)


def _mat(everywhere: Vector, prop: Prop) -> Prop:
    """A mat as long as the body needs, under its middle; arms and knees may reach beyond its sides."""
    low = everywhere[everywhere[:, 1] < 45][:, [0, 2]]
    start, end = low.min(0) - MAT_MARGIN, low.max(0) + MAT_MARGIN
    middle, size = (start + end) / 2, np.maximum(end - start, MAT_WIDTH)
    side = int(size.argmin())
    if size[side] > MAT_WIDEST:
        middle[side] = float(np.median(low[:, side]))
        size[side] = MAT_WIDEST
    x, z = (float(v) for v in middle)
    return prop.model_copy(update={"at": (x, -0.6, z), "size": (float(size[0]), 0.6, float(size[1]))})


def fitted(skinned: Skin, vertices: Vector, prop: Prop) -> Prop:
    """A soft prop as high as the lowest of its parts above it allows; it gives a little."""
    wide = size_of(prop)
    local = (vertices - np.array(prop.at)) @ turned(prop)
    above = (np.abs(local[:, 0]) < wide[0] * 0.42) & (np.abs(local[:, 2]) < wide[2] * 0.42)
    parts = np.zeros(len(vertices), bool)
    for part in prop.under:
        if part not in skinned.body.parts:
            raise KeyError(f"{prop.kind}: no part of the body is called {part!r}")
        parts[skinned.body.parts[part]] = True
    here = above & parts
    if not here.any():
        raise KeyError(f"{prop.kind}: none of {', '.join(prop.under)} is above it")
    height = float(np.quantile(vertices[here, 1], 0.02)) - prop.at[1] + 0.8
    if height < 1.0:
        raise KeyError(f"{prop.kind}: only {height:.1f} cm are free under {', '.join(prop.under)}")
    return prop.model_copy(update={"size": (wide[0], height, wide[2])})


def _strap(skinned: Skin, settled: Settled, name: str, prop: Prop) -> Solid:
    points = [_place(skinned, settled, name, p) for p in prop.through]
    if len(points) < 2:
        raise KeyError(f"{name}: a strap runs through two places at least")
    return strap(_curve(points))


def _curve(points: list[Vector]) -> list[Vector]:
    """A smooth way through all points (centripetal enough for a strap: Catmull-Rom)."""
    padded = [2 * points[0] - points[1], *points, 2 * points[-1] - points[-2]]
    out = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.linspace(0, 1, 10, endpoint=False):
            out.append(
                0.5
                * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
            )
    return [*out, points[-1]]


def _place(skinned: Skin, settled: Settled, name: str, where: str | tuple[float, float, float]) -> Vector:
    if not isinstance(where, str):
        return np.array(where, float)
    stem, _, side = where.partition(".")
    posed = settled.posed
    match stem:
        case "hand":
            wrist = posed.of(f"wrist.{LETTER[side]}")
            rest = posed.skeleton.hand[LETTER[side]]
            fingers, back = wrist @ rest[:, 0], wrist @ rest[:, 1]
            return posed.at(f"wrist.{LETTER[side]}") + fingers * 8 - back * 2.2
        case "sole":
            foot = posed.of(f"foot.{LETTER[side]}")
            return posed.at(f"foot.{LETTER[side]}") + foot @ np.array([0, -6.5, 8.5])
        case "thigh" | "shin" | "foot":
            point, out = skinned.place(posed, Touch(bone=where, along=0.6, face="back"))
            return point + out * 0.5
        case _:
            raise KeyError(f"{name}: a strap can't run through {where!r}")
