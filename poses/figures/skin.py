"""Bones to skin: dual quaternions, then delta mush where bends are strong.

Dual quaternions: Kavan et al., "Skinning with dual quaternions", 2007. Delta mush: Mancewicz et al., 2014.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from poses.figures.body import Body, load, normals
from poses.figures.geometry import Matrix, Vector, unit
from poses.figures.numbers import LETTER, Touch
from poses.figures.posing import Posed
from poses.figures.skeleton import Skeleton

MUSH_STEPS = 14
BELLY, RIBS = 99.0, 112.0  # cm above the floor, on the reference body
KEEPS_ITS_SHAPE = ("head", "neck03", "wrist", "finger", "metacarpal", "toe", "foot")


def quaternions(rotations: Matrix) -> Vector:
    """(n, 4) as w, x, y, z of (n, 3, 3), by the largest of the four terms."""
    m = rotations
    t = np.stack(
        [
            1 + m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2],
            1 + m[:, 0, 0] - m[:, 1, 1] - m[:, 2, 2],
            1 - m[:, 0, 0] + m[:, 1, 1] - m[:, 2, 2],
            1 - m[:, 0, 0] - m[:, 1, 1] + m[:, 2, 2],
        ],
        axis=1,
    )
    x, y, z = m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1]
    xy, yz, zx = m[:, 0, 1] + m[:, 1, 0], m[:, 1, 2] + m[:, 2, 1], m[:, 2, 0] + m[:, 0, 2]
    options = np.stack(
        [
            np.stack([t[:, 0], x, y, z], 1),
            np.stack([x, t[:, 1], xy, zx], 1),
            np.stack([y, xy, t[:, 2], yz], 1),
            np.stack([z, zx, yz, t[:, 3]], 1),
        ],
        axis=1,
    )
    q = options[np.arange(len(m)), t.argmax(1)]
    return q / np.linalg.norm(q, axis=1, keepdims=True)


def product(a: Vector, b: Vector) -> Vector:
    """Of quaternions, row by row."""
    aw, ax, ay, az = a.T
    bw, bx, by, bz = b.T
    return np.stack(
        [
            aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
        ],
        axis=1,
    )


def _one_hemisphere(q: Vector, parent: tuple[int, ...]) -> Vector:
    q = q.copy()
    for i, p in enumerate(parent):
        if p >= 0 and q[i] @ q[p] < 0:
            q[i] = -q[i]
    return q


@dataclass(frozen=True)
class Skin:
    body: Body

    @property
    def skeleton(self) -> Skeleton:
        return self.body.skeleton

    @property
    def parts(self) -> dict[str, NDArray[np.int64]]:
        return self.body.parts

    def shape(self, posed: Posed, only: NDArray[np.int64] | None = None) -> Vector:
        """Vertices (cm) carried by dual quaternions; `only` some of them."""
        weights = self.body.weights if only is None else self.body.weights[only]
        rest = self.body.vertices + posed.breath * self.swelling
        rest = rest if only is None else rest[only]
        bones = self.body.skeleton
        real = _one_hemisphere(quaternions(posed.rotation), bones.parent)
        moved = posed.position - np.einsum("bij,bj->bi", posed.rotation, bones.head)
        dual = 0.5 * product(np.concatenate([np.zeros((len(moved), 1)), moved], axis=1), real)
        r, d = weights @ real, weights @ dual
        size = np.linalg.norm(r, axis=1, keepdims=True)
        r, d = r / size, d / size
        w, v = r[:, :1], r[:, 1:]
        turned = rest + 2 * np.cross(v, np.cross(v, rest) + w * rest)
        return turned + 2 * (w * d[:, 1:] - d[:, :1] * v + np.cross(v, d[:, 1:]))

    def whole(self, posed: Posed) -> Vector:
        """All vertices, with delta mush."""
        return self._mushed(self.shape(posed))

    @cached_property
    def _one_neighbour(self) -> NDArray[np.int64]:
        e = self.body.edges
        near = np.zeros(len(self.body.vertices), int)
        near[e[:, 1]] = e[:, 0]
        near[e[:, 0]] = e[:, 1]
        return near

    def _frames(self, smooth: Vector) -> Matrix:
        n = normals(smooth, self.body.triangles)
        t = smooth[self._one_neighbour] - smooth
        t -= n * (t * n).sum(1, keepdims=True)
        t /= np.maximum(np.linalg.norm(t, axis=1, keepdims=True), 1e-9)
        return np.stack([t, n, np.cross(t, n)], axis=2)

    @cached_property
    def _details(self) -> Vector:
        smooth = self.body.smooth(self.body.vertices, MUSH_STEPS)
        return np.einsum("vji,vj->vi", self._frames(smooth), self.body.vertices - smooth)

    @cached_property
    def _mush_share(self) -> Vector:
        stiff = [i for i, n in enumerate(self.body.skeleton.names) if n.startswith(KEEPS_ITS_SHAPE)]
        share = 1 - np.clip(self.body.weights[:, stiff].sum(1, keepdims=True), 0, 1)
        return np.clip(self.body.smooth(share, 4), 0, 1)

    def _mushed(self, vertices: Vector) -> Vector:
        smooth = self.body.smooth(vertices, MUSH_STEPS)
        back = smooth + np.einsum("vij,vj->vi", self._frames(smooth), self._details)
        return vertices + (back - vertices) * self._mush_share

    @cached_property
    def swelling(self) -> Vector:
        """How far (cm) a deep breath moves each vertex: belly most, lower ribs forwards and to the sides."""
        chart = load("a").vertices  # the same vertex is the same place on every body
        trunk = self.body.moved_by("root", "pelvis", "spine", "breast")
        ahead = np.clip(self._rest_normals[:, 2], 0, 1)
        aside = np.abs(self._rest_normals[:, 0])
        belly = np.exp(-(((chart[:, 1] - BELLY) / 8.0) ** 2)) * ahead * 3.2
        ribs = np.exp(-(((chart[:, 1] - RIBS) / 7.0) ** 2)) * (0.9 * ahead + 1.1 * aside)
        return self.body.smooth(self._rest_normals * ((belly + ribs) * trunk)[:, None], 3)

    # -- places on the skin ------------------------------------------------------------------------------

    def place(self, posed: Posed, touch: Touch) -> tuple[Vector, Vector]:
        """Where a `Touch` is now: the point on the skin and its outward normal."""
        vertices, ring_normals, moves = self._ring(touch.bone, touch.along, touch.face, touch.turn)
        bone = posed.skeleton.index[_carrier(touch.bone, touch.along)]
        turn = posed.rotation[bone]
        vertices = vertices + posed.breath * moves
        return posed.position[bone] + turn @ (vertices - posed.skeleton.head[bone]), turn @ ring_normals

    @cached_property
    def _rest_normals(self) -> Vector:
        return normals(self.body.vertices, self.body.triangles)

    def _ring(self, name: str, along: float, face: str, turn: float) -> tuple[Vector, Vector, Vector]:
        """At rest: a point on the skin beside a bone, its normal, and how far a breath moves it."""
        start, end, towards = _axis(self.body, name, face, turn)
        axis = start + (end - start) * along
        way = unit(end - start)
        out = unit(towards - way * float(towards @ way))
        region, _, letter = _named(name)
        mask = self.body.moved_by(*region.bones, side=letter if region.sided else None)
        offset = self.body.vertices - axis
        ahead = offset @ out
        aside = np.linalg.norm(offset - ahead[:, None] * out, axis=1)
        score = np.where(mask & (ahead > 0), aside - 0.35 * ahead, np.inf)
        i = int(score.argmin())
        near = mask & (np.linalg.norm(self.body.vertices - self.body.vertices[i], axis=1) < 3)
        normal = unit(self._rest_normals[near].mean(0))
        return self.body.vertices[i], normal, self.swelling[i]


@dataclass(frozen=True)
class Region:
    """A part of the body that can be touched: what it runs along, what carries it, whose skin it is."""

    ends: tuple[str, str]  # names of joints, see `_joint`
    carriers: tuple[tuple[float, str], ...]  # from that far along on, this bone; `*` is the side's letter
    bones: tuple[str, ...]  # whose vertices are its skin
    sided: bool = True


REGIONS = {
    "thigh": Region(("hip", "knee"), ((-1, "upperleg01.*"), (0.4, "upperleg02.*")), ("upperleg",)),
    "shin": Region(("knee", "ankle"), ((-1, "lowerleg01.*"), (0.5, "lowerleg02.*")), ("lowerleg",)),
    "foot": Region(("instep", "toe"), ((-1, "foot.*"),), ("foot", "toe")),
    "upperarm": Region(("shoulder", "elbow"), ((-1, "upperarm01.*"), (0.5, "upperarm02.*")), ("upperarm",)),
    "forearm": Region(("elbow", "wrist"), ((-1, "lowerarm01.*"), (0.5, "lowerarm02.*")), ("lowerarm",)),
    "hand": Region(("wrist", "finger"), ((-1, "wrist.*"),), ("wrist", "finger", "metacarpal")),
    "shoulder": Region(
        ("collar", "shoulder"), ((-1, "shoulder01.*"),), ("clavicle", "shoulder", "upperarm01")
    ),
    "pelvis": Region(
        ("crotch", "waist"), ((-1, "root"),), ("root", "pelvis", "spine05", "upperleg01"), False
    ),
    "belly": Region(
        ("bowl", "ribs"),
        ((-1, "spine05"), (0.5, "spine04")),
        ("spine05", "spine04", "spine03", "root", "pelvis"),
        False,
    ),
    "chest": Region(
        ("ribs", "nape"), ((-1, "spine02"),), ("spine03", "spine02", "spine01", "breast", "clavicle"), False
    ),
    "neck": Region(("nape", "skull"), ((-1, "neck01"),), ("neck", "spine01"), False),
    "head": Region(("skull", "crown"), ((-1, "head"),), ("head",), False),
}


def _named(name: str) -> tuple[Region, str, str]:
    """A region by its name, its stem, and its side's letter (left where it has none). Raises KeyError."""
    stem, _, side = name.rpartition(".")
    stem, letter = (stem, LETTER[side]) if side in LETTER else (name, "L")
    if stem not in REGIONS:
        raise KeyError(f"no part of the body is called {name!r}")
    return REGIONS[stem], stem, letter


def _carrier(name: str, along: float) -> str:
    region, _, letter = _named(name)
    found = [bone for start, bone in region.carriers if along >= start]
    return found[-1].replace("*", letter)


def _joint(body: Body, name: str, s: str) -> Vector:
    """A joint or landmark at rest, cm."""
    bones = body.skeleton
    leg, arm = bones.legs[s], bones.arms[s]
    known = {
        "hip": leg.top, "knee": leg.middle, "ankle": leg.end, "instep": leg.end * [1, 0.5, 1],
        "toe": bones.at(f"toe2-1.{s}"), "shoulder": arm.top, "elbow": arm.middle, "wrist": arm.end,
        "finger": bones.at(f"finger3-1.{s}"), "collar": bones.at(f"clavicle.{s}"),
        "crotch": bones.hips - [0, 4, 0], "bowl": bones.hips + [0, 4, 0], "waist": bones.hips + [0, 14, 0],
        "ribs": bones.at("spine03"), "nape": bones.at("neck01"), "skull": bones.at("head"),
        "crown": bones.tail[bones.index["head"]],
    }  # fmt: skip
    return known[name]


def _axis(body: Body, name: str, face: str, turn: float) -> tuple[Vector, Vector, Vector]:
    """Start and end of a part at rest, and the direction of one of its faces."""
    region, stem, s = _named(name)
    sg = -1.0 if name.endswith(".right") else 1.0
    front, outward = np.array([0.0, 0, 1]), np.array([sg, 0, 0])
    if stem == "hand":
        front, outward = -body.skeleton.hand[s][:, 1], body.skeleton.hand[s][:, 2] * sg
    elif stem == "foot":
        front = np.array([0.0, 1, 0])
    elif stem == "shoulder":
        outward = np.array([0.0, 1, 0])
    x, z = {"front": (0.0, 1.0), "back": (0.0, -1.0), "outer": (1.0, 0.0), "inner": (-1.0, 0.0)}[face]
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    facing = cosine * (x * outward + z * front) + sine * outward
    return _joint(body, region.ends[0], s), _joint(body, region.ends[1], s), facing


@cache
def skin(name: str) -> Skin:
    """The skin of a body. Raises KeyError for an unknown one."""
    return Skin(load(name))
