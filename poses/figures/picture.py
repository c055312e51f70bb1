"""A settled body to layers: what each pixel shows, where it is in shade, where a line runs."""

from dataclasses import dataclass

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

from poses.figures.body import load, normals
from poses.figures.camera import HEIGHT, WIDTH, View
from poses.figures.contacts import Settled
from poses.figures.geometry import Vector, unit
from poses.figures.props import Solid
from poses.figures.raster import FAR, Buffer
from poses.figures.skin import Skin
from poses.figures.wardrobe import FOOT, HAND, KIND, LOOKS, RIGHT, bun, dressed, face, hair_lift, limb_of

FINE = 3  # pixels of the raster for one of the picture
DARK = 0.16  # light on a surface below which it is in shade
FLAT = {KIND["mat"], KIND["wall"]}  # no shade, no lines of their own


@dataclass
class Scene:
    """All meshes of a frame: the body first."""

    skin: Skin
    settled: Settled
    solids: list[Solid]

    @property
    def points(self) -> Vector:
        return np.concatenate([self.settled.vertices, *(s.vertices for s in self.solids)])


@dataclass
class Layers:
    """Buffers of one picture, `FINE` times its size."""

    kind: NDArray[np.int16]
    limb: NDArray[np.int16]
    depth: NDArray[np.float64]
    lit: NDArray[np.float64]
    shadow: NDArray[np.bool_]
    face: NDArray[np.bool_]

    @property
    def figure(self) -> NDArray[np.bool_]:
        return (self.kind > 0) & ~np.isin(self.kind, list(FLAT))

    @property
    def person(self) -> NDArray[np.bool_]:
        return (self.kind >= KIND["skin"]) & (self.kind <= KIND["hair"])

    @property
    def shade(self) -> NDArray[np.bool_]:
        return self.figure & (self.lit < DARK)

    def lines(self, width: float = 1.5, step: float = 2.2) -> NDArray[np.bool_]:
        """The far side of every step in depth (cm), so that limbs stand off from each other."""
        r = round(width * FINE)
        y, x = np.mgrid[-r : r + 1, -r : r + 1]
        near = images.minimum_filter(np.where(self.figure, self.depth, FAR), footprint=np.hypot(x, y) <= r + 0.2)
        part = self.limb % RIGHT
        fine = np.isin(part, (HAND, FOOT)) & self.person
        return self.figure & (self.depth - near > np.where(fine, 3.6, step))


def _body_meshes(scene: Scene) -> tuple[Vector, Solid | None]:
    """The skin with the hair's volume, and the knot if this body wears one."""
    skin, look = scene.skin, LOOKS[scene.skin.body.name]
    body, chart = skin.body, load("a").vertices
    lift = skin.body.smooth(hair_lift(look, chart, body.moved_by("head", "neck03"))[:, None], 2)
    vertices = scene.settled.vertices
    vertices = vertices + normals(vertices, body.triangles) * lift * look.volume
    if not look.bun:
        return vertices, None
    knot, faces = bun()
    posed, bones = scene.settled.posed, load("a").skeleton
    carried = (knot - bones.at("head")) @ posed.of("head").T + posed.at("head")
    return vertices, Solid("hair", carried, faces)


def draw(scene: Scene, view: View, fine: int = FINE) -> Layers:
    """Raster the scene as the camera sees it."""
    width, height = WIDTH * fine, HEIGHT * fine
    body = scene.skin.body
    look = LOOKS[body.name]
    vertices, knot = _body_meshes(scene)
    solids = [*([knot] if knot else []), *scene.solids]
    buffer = Buffer.empty(width, height)
    meshes = [(vertices, body.triangles), *((s.vertices, s.triangles) for s in solids)]
    starts = np.cumsum([0, *(len(t) for _, t in meshes)])
    for (points, triangles), start in zip(meshes, starts, strict=False):
        buffer.draw(view.project(points, width, height), triangles, int(start))

    shape = (height, width)
    kind, limb = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    lit, features = np.ones(shape), np.zeros(shape, bool)
    for i, (points, triangles) in enumerate(meshes):
        here = (buffer.face >= starts[i]) & (buffer.face < starts[i + 1])
        if not here.any():
            continue
        corners = triangles[buffer.face[here] - starts[i]]
        uv = buffer.weights[here].astype(float)
        share = np.column_stack([uv, 1 - uv.sum(1)])
        smooth = normals(points, triangles)
        if i == 0:
            smooth = body.smooth(smooth, 10)
            place = np.einsum("pk,pkj->pj", share, load("a").vertices[corners])
            nearest = corners[np.arange(len(corners)), share.argmax(1)]
            limb[here] = limb_of(body.skeleton.names)[body.dominant[nearest]]
            kind[here] = dressed(look, limb[here], place)
            features[here] = face(limb[here], place)
        else:
            kind[here] = KIND[solids[i - 1].kind]
            limb[here] = 40 + i
        across = np.einsum("pk,pkj->pj", share, smooth[corners])
        lit[here] = (across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)) @ view.light
    return Layers(kind, limb, buffer.depth, lit, _shadow(meshes, solids, view, kind), features)


def _shadow(
    meshes: list[tuple[Vector, NDArray[np.int32]]], solids: list[Solid], view: View, kind: NDArray[np.int16]
) -> NDArray[np.bool_]:
    """The shadow on floor and mat, of a light that falls steeply."""
    height, width = kind.shape
    falls = unit([0.25 * view.right[0], -1, 0.25 * view.right[2]])
    buffer = Buffer.empty(width, height)
    for i, (points, triangles) in enumerate(meshes):
        if i and solids[i - 1].kind in {"mat", "wall"}:
            continue
        fallen = points + falls * (np.maximum(points[:, 1:2], 0) / -falls[1])
        buffer.draw(view.project(fallen, width, height), triangles, 0)
    return (buffer.face >= 0) & np.isin(kind, (0, KIND["mat"]))
