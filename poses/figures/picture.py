"""A settled body to layers: what each pixel shows, where it is in shade, where a line runs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

from poses.figures.body import load, normals
from poses.figures.camera import DISTANCE, HEIGHT, WIDTH, View, falls, shadows
from poses.figures.contacts import Settled
from poses.figures.edges import NEVER, outlines, touches
from poses.figures.geometry import Vector
from poses.figures.props import Solid, marks
from poses.figures.raster import FAR, Buffer
from poses.figures.shades import plain, shaded, skin_points
from poses.figures.skin import Skin
from poses.figures.wardrobe import (
    FOOT,
    HAND,
    HEAD,
    JOINED,
    KIND,
    LOOKS,
    NECK,
    PERSON,
    RIGHT,
    TRUNK,
    Look,
    blush,
    calm,
    digit_of,
    dressed,
    eyes,
    face,
    knot,
    lift,
    limb_of,
)

type Mask = NDArray[np.bool_]
type Field = NDArray[np.float64]

FINE = 2  # pixels of the raster for one of the picture
DARK = 0.20  # light on a surface below which it is in shade
BRIGHT = {"person": 0.86, "prop": 0.70}  # and above which it shines
LEAST = {HAND: 0.3, FOOT: 0.2}  # cm of depth between fingers, between toes, that make a line
BOLD = 2.2  # how much thicker a face is drawn for a small picture
GROUND = ("mat", "wall")  # no shade, no lines of their own
DIGITS = 8  # numbers kept free for the fingers of each limb
LINE = {"body": 1.5, "joined": 1.25, "digit": 0.9, "prop": 1.1}  # half of it is hidden; pixels of the picture


@dataclass
class Scene:
    """All meshes of a frame: the body first."""

    skin: Skin
    settled: Settled
    solids: list[Solid]

    @property
    def points(self) -> Vector:
        """Everything that the picture must show."""
        hair = [_knot(self).vertices] if LOOKS[self.skin.body.name].bun else []
        return np.concatenate([self.settled.vertices, *hair, *(s.vertices for s in self.solids)])

    @property
    def casting(self) -> Vector:
        """What throws a shadow on the floor."""
        return np.concatenate(
            [self.settled.vertices, *(s.vertices for s in self.solids if s.kind not in GROUND)]
        )


@dataclass
class Layers:
    """Buffers of one picture, `fine` times its size."""

    fine: int
    kind: NDArray[np.int16]  # what is seen
    behind: NDArray[np.int16]  # what would be seen without the person
    ground: NDArray[np.int16]  # and without the props that stand about
    thing: NDArray[np.int16]  # limb and digit, or prop
    depth: Field
    lit: Field
    shadow: Mask
    touched: Mask  # where the body shades a wall or a prop that it touches
    ink: Mask  # seams of props
    light: Mask  # their light edges
    face: Mask
    bold: Mask  # a face for a small picture
    blush: Mask
    edge: Mask  # the narrow sides of mat and wall

    @cached_property
    def person(self) -> Mask:
        return np.isin(self.kind, [KIND[k] for k in PERSON])

    @cached_property
    def props(self) -> Mask:
        return (self.kind > 0) & ~self.person & ~np.isin(self.kind, [KIND[k] for k in GROUND])

    @property
    def figure(self) -> Mask:
        return self.person | self.props

    @cached_property
    def soft_light(self) -> Field:
        """The light, evened out over the person, so that shade has calm edges; 9 where nobody is."""
        return _evened(self.lit, self.person, self.fine, 3.0)

    @property
    def shade(self) -> Mask:
        hard = self.props & (self.lit < DARK)
        return (self.person & (self.soft_light < DARK)) | hard

    @property
    def shine(self) -> Mask:
        return (self.props & (self.lit > BRIGHT["prop"])) | self.light

    @property
    def glow(self) -> Mask:
        """Where clothes and skin are brightest."""
        bald = ~np.isin(self.kind, [KIND["hair"], KIND["grey"]])
        light = _evened(self.lit, self.person & bald, self.fine, 7.0)
        return (light > BRIGHT["person"]) & (light < 8)

    @property
    def contact(self) -> Mask:
        """A narrow shadow where the body meets what carries it, and where props stand."""
        floor = np.isin(self.kind, [0, KIND["mat"]])
        body = touches(self.depth, self.person, floor, 1.2, 5.0 * self.fine)
        return body | self.touched | touches(self.depth, self.props, floor, 0.8, 4.0 * self.fine)

    def lines(self, width: float = 1.0, *, digits: bool = True) -> Mask:
        """The far side of every step in depth, so that limbs (and fingers) stand off from each other."""
        things = np.unique(self.thing[self.thing >= 0])
        step, wide = _steps(things)
        if not digits:
            step[wide == LINE["digit"]] = NEVER
        index = np.full(int(self.thing.max()) + 2, -1, np.int16)
        index[things] = np.arange(len(things))
        return outlines(self.depth, index[self.thing], step, wide * self.fine * width)


def _evened(values: Field, where: Mask, fine: int, wide: float) -> Field:
    """Blurred inside a mask only (at the picture's own size, then enlarged)."""
    h, w = values.shape[0] // fine, values.shape[1] // fine

    def small(a: Field) -> Field:
        return a.reshape(h, fine, w, fine).mean((1, 3))

    share = images.gaussian_filter(small(where.astype(float)), wide)
    mean = images.gaussian_filter(small(np.where(where, values, 0.0)), wide) / np.maximum(share, 1e-6)
    return np.where(where, images.zoom(mean, fine, order=1, grid_mode=True, mode="nearest"), 9.0)


def _steps(things: NDArray[np.int16]) -> tuple[Field, Field]:
    """Of each pair of things: the least step in depth (cm) for a line, and how wide the line is (picture pixels)."""
    n = len(things)
    step, wide = np.full((n, n), 0.35), np.full((n, n), LINE["body"])
    for i, a in enumerate(things):
        for j, b in enumerate(things):
            step[i, j], wide[i, j] = _between(int(a), int(b))
    return step, wide


PROP = 1000  # things from here on are props


def _between(a: int, b: int) -> tuple[float, float]:
    if a >= PROP or b >= PROP:
        return (1.0 if a == b else 0.8 if min(a, b) >= PROP else 2.0), LINE["prop"]
    (limb, digit), (other, finger) = divmod(a, DIGITS), divmod(b, DIGITS)
    part, beside = limb % RIGHT, other % RIGHT
    if limb == other and part in {HAND, FOOT}:
        return (LEAST[part] if digit != finger else NEVER), LINE["digit"]
    if digit != finger and part == beside == HEAD:
        return NEVER, LINE["joined"]  # round an eye
    if {part, beside} <= {HEAD, NECK}:
        return (1.0 if part != beside else 1.3), LINE["joined"]
    if limb == other:
        return (5.0 if part == TRUNK else 1.3), LINE["joined"]
    near = (part, beside) in JOINED or (beside, part) in JOINED
    same_side = limb // RIGHT == other // RIGHT or min(part, beside) == 1
    return (0.9, LINE["joined"]) if near and same_side else (0.3, LINE["body"])


# -- meshes ------------------------------------------------------------------------------------------------


def _body_mesh(scene: Scene, look: Look) -> Vector:
    """The skin with the volume of hair and clothes."""
    body, chart = scene.skin.body, load("a").vertices
    limbs = limb_of(body.skeleton.names)[body.dominant]
    off = body.smooth(lift(look, limbs, chart)[:, None], 2)
    vertices = scene.settled.vertices
    return vertices + body.smooth(normals(vertices, body.triangles), 2) * off


def _knot(scene: Scene) -> Solid:
    vertices, faces = knot()
    posed, bones = scene.settled.posed, load("a").skeleton
    carried = (vertices - bones.at("head")) @ posed.of("head").T + posed.at("head")
    return Solid("hair", carried, faces)


type Mesh = tuple[Vector, NDArray[np.int32]]


def _seen(meshes: list[Mesh], view: View, width: int, height: int) -> tuple[Buffer, NDArray[np.int64]]:
    """A buffer, and at which face each mesh starts."""
    buffer = Buffer.empty(width, height)
    starts = np.cumsum([0, *(len(t) for _, t in meshes)])
    for (points, triangles), start in zip(meshes, starts, strict=False):
        buffer.draw(view.project(points, width, height), triangles, int(start))
    return buffer, starts


ROUNDED = {"hair", "bolster", "cushion", "pillow", "strap"}  # the others have flat faces, each in one shade


def _kinds(solids: list[Solid], view: View, width: int, height: int) -> NDArray[np.int16]:
    if not solids:
        return np.zeros((height, width), np.int16)
    buffer, _ = _seen([(s.vertices, s.triangles) for s in solids], view, width, height)
    names = np.repeat([KIND[s.kind] for s in solids], [len(s.triangles) for s in solids])
    return np.append(names, 0).astype(np.int16)[buffer.face]  # face -1, nothing, is the last


@dataclass(frozen=True)
class Part:
    """The pixels that show one mesh, and where in its faces they lie."""

    here: Mask
    corners: NDArray[np.int32]
    share: Field

    def mean(self, of: Vector) -> Vector:
        """Values of vertices, at the pixels."""
        out: Vector = np.einsum("pk,pkj->pj", self.share, of[self.corners])
        return out

    def faces(self, points: Vector) -> Vector:
        """Normals (of any length) of the faces themselves, at the pixels."""
        a, b, c = (points[self.corners[:, k]] for k in range(3))
        out: Vector = np.cross(b - a, c - a)
        return out


def draw(scene: Scene, view: View, fine: int = FINE) -> Layers:
    """Raster the scene as the camera sees it."""
    width, height = WIDTH * fine, HEIGHT * fine
    body, look = scene.skin.body, LOOKS[scene.skin.body.name]
    solids = [*([_knot(scene)] if look.bun else []), *scene.solids]
    meshes = [(_body_mesh(scene, look), body.triangles), *((s.vertices, s.triangles) for s in solids)]
    buffer, starts = _seen(meshes, view, width, height)
    layers = _empty(scene, view, fine)
    pixel = view.span / HEIGHT
    for i, (points, triangles) in enumerate(meshes):
        part = _part(buffer, int(starts[i]), triangles)
        if part is None:
            continue
        if i == 0:
            _fill_body(layers, scene.skin, look, part, pixel)
            across = part.mean(body.smooth(normals(points, triangles), 10))
        else:
            _fill_prop(layers, solids[i - 1], i, part, pixel)
            across = _across(solids[i - 1], part)
        _light(layers, part, across, view)
    layers.depth = np.where(buffer.face < 0, _floor(view, width, height), buffer.depth)
    layers.shadow = _shadow(meshes, solids, view, layers.kind)
    layers.touched = _touched(scene.solids, meshes[0], view, layers.person)
    return layers


def _empty(scene: Scene, view: View, fine: int) -> Layers:
    shape = (HEIGHT * fine, WIDTH * fine)
    behind = _kinds(scene.solids, view, shape[1], shape[0])
    ground = _kinds([s for s in scene.solids if s.kind in GROUND], view, shape[1], shape[0])
    kind, thing = np.zeros(shape, np.int16), np.full(shape, -1, np.int16)
    masks = (np.zeros(shape, bool) for _ in range(8))
    return Layers(fine, kind, behind, ground, thing, np.zeros(shape), np.ones(shape), *masks)


def _part(buffer: Buffer, start: int, triangles: NDArray[np.int32]) -> Part | None:
    here = (buffer.face >= start) & (buffer.face < start + len(triangles))
    if not here.any():
        return None
    uv = buffer.weights[here].astype(float)
    return Part(here, triangles[buffer.face[here] - start], np.column_stack([uv, 1 - uv.sum(1)]))


def _light(layers: Layers, part: Part, across: Vector, view: View) -> None:
    light = across @ view.light / np.maximum(np.linalg.norm(across, axis=1), 1e-9)
    unshaded = layers.lit[part.here] > 1  # the face: marked when the body was filled
    layers.lit[part.here] = np.where(unshaded, np.maximum(light, DARK + 0.25), light)


def _fill_body(layers: Layers, skin: Skin, look: Look, part: Part, pixel: float) -> None:
    body, here = skin.body, part.here
    place = part.mean(load("a").vertices)
    nearest = part.corners[np.arange(len(part.corners)), part.share.argmax(1)]
    bone = body.dominant[nearest]
    limb = limb_of(body.skeleton.names)[bone]
    layers.kind[here] = dressed(look, limb, place)
    layers.thing[here] = limb * DIGITS + digit_of(body.skeleton.names)[bone] + eyes(limb, place)
    bare = layers.kind[here] == KIND["skin"]
    layers.face[here] = face(limb, place, pixel) & bare
    layers.bold[here] = face(limb, place, BOLD * pixel, bold=True) & bare
    layers.blush[here] = blush(limb, place) & bare
    layers.lit[here] = np.where(calm(limb, place) & bare, 2.0, 1.0)


def _fill_prop(layers: Layers, prop: Solid, number: int, part: Part, pixel: float) -> None:
    here = part.here
    layers.kind[here] = KIND[prop.kind]
    if prop.kind == "hair":
        layers.thing[here] = HEAD * DIGITS
    elif prop.kind not in GROUND:
        layers.thing[here] = PROP + number
    if prop.local is None:
        return
    local = part.mean(prop.local)
    layers.ink[here], layers.light[here] = marks(prop.kind, prop.size, local, pixel)
    if prop.kind == "mat":
        layers.edge[here] = local[:, 1] < prop.size[1] - 0.2
    elif prop.kind == "wall":
        layers.edge[here] = local[:, 2] < -0.2


def _floor(view: View, width: int, height: int) -> Field:
    """How far away (cm) the floor is in each pixel."""
    scale = view.span / height / DISTANCE
    x = (np.arange(width) + 0.5 - width / 2) * scale
    y = (np.arange(height) + 0.5 - height / 2) * scale
    falls = view.ahead[1] + view.right[1] * x[None, :] - view.up[1] * y[:, None]
    eye = view.target[1] - view.ahead[1] * DISTANCE
    away: Field = np.where(falls < -1e-6, -eye / np.minimum(falls, -1e-6), FAR)
    return away


def _shadow(meshes: list[Mesh], solids: list[Solid], view: View, kind: NDArray[np.int16]) -> Mask:
    """The shadow on floor and mat, of a light that falls steeply."""
    height, width = kind.shape
    buffer = Buffer.empty(width, height)
    for i, (points, triangles) in enumerate(meshes):
        if i and solids[i - 1].kind in GROUND:
            continue
        buffer.draw(view.project(shadows(points, view.right), width, height), triangles, 0)
    return (buffer.face >= 0) & np.isin(kind, (0, KIND["mat"]))


SHADED = 2  # every so many-th pixel is asked whether it is shaded
UNSHADED = {"mat", "strap"}  # the mat is shaded as the floor is


def _touched(solids: list[Solid], body: Mesh, view: View, person: Mask) -> Mask:
    """Where the body shades walls and props, seen without the body, so that its outline is simple."""
    height, width = person.shape
    small = np.zeros((height // SHADED, width // SHADED), bool)
    if {s.kind for s in solids} <= UNSHADED:
        return np.zeros((height, width), bool)
    buffer, starts = _seen([(s.vertices, s.triangles) for s in solids], view, *small.shape[::-1])
    skin = skin_points(*body)
    for solid, start in zip(solids, starts, strict=False):
        part = None if solid.kind in UNSHADED else _part(buffer, int(start), solid.triangles)
        if part is not None:
            across = _across(solid, part)
            small[part.here] = shaded(part.mean(solid.vertices), across, skin, -falls(view.right))
    small = plain(small, person[::SHADED, ::SHADED])
    return small.repeat(SHADED, 0).repeat(SHADED, 1)


def _across(solid: Solid, part: Part) -> Vector:
    """Normals of a prop at the pixels: of its faces, if they are flat."""
    if solid.kind in ROUNDED:
        return part.mean(normals(solid.vertices, solid.triangles))
    return part.faces(solid.vertices)
