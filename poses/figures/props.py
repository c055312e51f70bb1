"""What stands around a figure: closed meshes with outward faces, sizes in cm as sold or as found at home."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Matrix, Vector, about_x, about_y, about_z, unit
from poses.figures.numbers import Prop, Triple

# width, height, depth. Yoga block 23 x 15 x 7.5; chair seat 45 high; a table 73.
SIZES: dict[str, Triple] = {
    "mat": (66, 0.6, 185),
    "blanket": (60, 5, 40),
    "towel": (30, 4, 14),
    "block": (23, 7.5, 15),
    "bolster": (66, 20, 22),
    "cushion": (42, 10, 42),
    "pillow": (50, 11, 34),
    "chair": (42, 45, 42),
    "bench": (40, 45, 40),
    "table": (110, 73, 60),
    "wall": (150, 190, 4),
    "strap": (3, 0.3, 0),
}
ROUND = {  # how round the edges are, cm
    "mat": 0.25,
    "blanket": 1.6,
    "towel": 1.6,
    "block": 1.0,
    "cushion": 4.5,
    "pillow": 5.0,
}
SOFT = {"mat", "blanket", "towel", "bolster", "cushion", "pillow"}
CHAIR_BACK = 88.0
PLANK = 3.0


@dataclass(frozen=True)
class Solid:
    """A mesh of one prop and what it is made of."""

    kind: str
    vertices: Vector
    triangles: NDArray[np.int32]


def size_of(prop: Prop) -> Triple:
    return prop.size or SIZES[prop.kind]


def turned(prop: Prop) -> Matrix:
    return about_y(prop.yaw) @ about_x(prop.pitch) @ about_z(prop.roll)


def _sheet(rows: int, columns: int) -> NDArray[np.int32]:
    """Triangles of a closed tube of `rows` rings of `columns` points."""
    j, i = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = j * columns + i, j * columns + (i + 1) % columns
    c, d = a + columns, b + columns
    return np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, d, b), (a, c, d))]).astype(np.int32)


def _outward(vertices: Vector, triangles: NDArray[np.int32]) -> NDArray[np.int32]:
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c)))
    return triangles if volume > 0 else triangles[:, ::-1].copy()


def rounded_box(size: Triple, radius: float, steps: int = 6) -> tuple[Vector, NDArray[np.int32]]:
    """A box whose edges and corners have that radius: a sphere cut in eight and pulled apart."""
    half = np.array(size) / 2
    r = min(radius, *half)
    inner = half - r
    turns = np.concatenate([np.linspace(q * 90, q * 90 + 90, steps) for q in range(4)])
    heights = np.concatenate([np.linspace(-90, 0, steps), np.linspace(0, 90, steps)])
    corner_x = np.repeat([1, -1, -1, 1], steps)
    corner_z = np.repeat([1, 1, -1, -1], steps)
    t, h = np.radians(turns), np.radians(heights)
    rings = []
    for k, up in enumerate(h):
        corner_y = -1 if k < steps else 1
        x = corner_x * inner[0] + r * np.cos(up) * np.cos(t)
        z = corner_z * inner[2] + r * np.cos(up) * np.sin(t)
        y = np.full_like(x, corner_y * inner[1] + r * np.sin(up))
        rings.append(np.stack([x, y, z], axis=1))
    vertices, columns = np.concatenate(rings), len(t)
    caps = []
    for ring, y in ((0, -half[1]), (len(h) - 1, half[1])):
        middle = len(vertices)
        vertices = np.concatenate([vertices, [[0, y, 0]]])
        i = np.arange(columns) + ring * columns
        caps.append(np.stack([i, np.roll(i, -1), np.full(columns, middle)], axis=1))
    triangles = np.concatenate([_sheet(len(h), columns), caps[0][:, ::-1], caps[1]]).astype(np.int32)
    return vertices, _fixed(vertices, triangles)


def _fixed(vertices: Vector, triangles: NDArray[np.int32]) -> NDArray[np.int32]:
    """Faces of a convex mesh around the origin, each turned outwards."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    inward = np.einsum("ij,ij->i", np.cross(b - a, c - a), a + b + c) < 0
    out = triangles.copy()
    out[inward] = out[inward][:, ::-1]
    return out


def _superellipsoid(size: Triple, flat: float, square: float) -> tuple[Vector, NDArray[np.int32]]:
    """A cushion: 1 is round, 0 has corners, seen from the side (`flat`) and from above (`square`)."""
    n, m = 64, 33
    u = np.linspace(-np.pi, np.pi, n, endpoint=False)
    v = np.linspace(-np.pi / 2, np.pi / 2, m)
    uu, vv = np.meshgrid(u, v)

    def power(x: Vector, e: float) -> Vector:
        return np.sign(x) * np.abs(x) ** e

    c = power(np.cos(vv), flat)
    points = np.stack(
        [
            size[0] / 2 * c * power(np.cos(uu), square),
            size[1] / 2 * power(np.sin(vv), flat),
            size[2] / 2 * c * power(np.sin(uu), square),
        ],
        axis=-1,
    ).reshape(-1, 3)
    return points, _fixed(points, _sheet(m, n))


def _cylinder(size: Triple, radius: float = 2.5) -> tuple[Vector, NDArray[np.int32]]:
    """A bolster lying along x, with rounded ends."""
    n, steps = 48, 7
    a = np.linspace(0, np.pi / 2, steps)
    half = size[0] / 2
    xs = np.concatenate([-(half - radius) - radius * np.cos(a), (half - radius) + radius * np.sin(a)])
    shrink = np.concatenate([radius * (1 - np.sin(a)), radius * (1 - np.cos(a))])
    t = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rings = [
        np.stack(
            [np.full(n, x), (size[1] / 2 - s) * np.cos(t), (size[2] / 2 - s) * np.sin(t)], axis=1
        )
        for x, s in zip(xs, shrink, strict=True)
    ]
    vertices = np.concatenate([*rings, [[-half, 0, 0], [half, 0, 0]]])
    i = np.arange(n)
    last = (len(xs) - 1) * n
    ends = [
        np.stack([i, np.roll(i, -1), np.full(n, len(vertices) - 2)], axis=1),
        np.stack([i + last, np.roll(i, -1) + last, np.full(n, len(vertices) - 1)], axis=1),
    ]
    return vertices, _fixed(vertices, np.concatenate([_sheet(len(xs), n), *ends]).astype(np.int32))


type Shape = tuple[Vector, NDArray[np.int32]]


def _moved(shape: Shape, by: tuple[float, float, float], turn: Matrix | None = None) -> Shape:
    vertices = shape[0] if turn is None else shape[0] @ turn.T
    return vertices + np.array(by), shape[1]


def _joined(shapes: list[Shape]) -> Shape:
    start, triangles = 0, []
    for vertices, faces in shapes:
        triangles.append(faces + start)
        start += len(vertices)
    return np.concatenate([v for v, _ in shapes]), np.concatenate(triangles).astype(np.int32)


def _chair(size: Triple) -> Shape:
    """A plain wooden chair; its back stands at -z, whoever sits looks to +z."""
    w, h, d = size
    leg, back = 3.6, CHAIR_BACK - h
    x, z = w / 2 - leg / 2 - 0.5, d / 2 - leg / 2 - 0.5
    parts = [_moved(rounded_box((w, PLANK, d), 1.2), (0, h - PLANK / 2, 0))]
    parts += [
        _moved(rounded_box((leg, h - PLANK, leg), 1.0, 4), (sx * x, (h - PLANK) / 2, sz * z))
        for sx in (-1, 1)
        for sz in (-1, 1)
    ]
    lean = about_x(-6)
    for sx in (-1, 1):
        post = rounded_box((leg, back, leg), 1.0, 4)
        parts.append(_moved(post, (sx * x, h + back / 2, -z - back * 0.052), lean))
    rail = rounded_box((w, 9, 2.2), 1.0, 4)
    parts.append(_moved(rail, (0, h + back - 6, -z - back * 0.095), lean))
    parts.append(_moved(rounded_box((w, 6, 2.0), 0.9, 4), (0, h + back * 0.45, -z - back * 0.045), lean))
    return _joined(parts)


def _table(size: Triple) -> Shape:
    w, h, d = size
    leg = 4.5
    x, z = w / 2 - leg, d / 2 - leg
    parts = [_moved(rounded_box((w, 3, d), 1.2), (0, h - 1.5, 0))]
    parts += [
        _moved(rounded_box((leg, h - 3, leg), 1.0, 4), (sx * x, (h - 3) / 2, sz * z))
        for sx in (-1, 1)
        for sz in (-1, 1)
    ]
    return _joined(parts)


def _box(kind: str) -> Callable[[Triple], Shape]:
    return lambda size: _moved(rounded_box(size, ROUND.get(kind, 0.8)), (0, size[1] / 2, 0))


SHAPES: dict[str, Callable[[Triple], Shape]] = {
    "mat": _box("mat"),
    "blanket": _box("blanket"),
    "towel": _box("towel"),
    "block": _box("block"),
    "wall": lambda size: _moved(rounded_box(size, 0.1, 2), (0, size[1] / 2, -size[2] / 2)),
    "bolster": lambda size: _moved(_cylinder(size), (0, size[1] / 2, 0)),
    "cushion": lambda size: _moved(_superellipsoid(size, 0.62, 0.30), (0, size[1] / 2, 0)),
    "pillow": lambda size: _moved(_superellipsoid(size, 0.75, 0.40), (0, size[1] / 2, 0)),
    "chair": _chair,
    "bench": _table,
    "table": _table,
}


def solid(prop: Prop) -> Solid:
    """The mesh of a prop where it stands."""
    vertices, triangles = SHAPES[prop.kind](size_of(prop))
    return Solid(prop.kind, vertices @ turned(prop).T + np.array(prop.at), triangles)


def strap(points: list[Vector], width: float = 3.2) -> Solid:
    """A flat band from point to point."""
    rings = []
    for i, point in enumerate(points):
        way = unit(points[min(i + 1, len(points) - 1)] - points[max(i - 1, 0)])
        side = np.cross(way, [0.0, 1, 0])
        if np.linalg.norm(side) < 0.2:
            side = np.cross(way, [0.0, 0, 1])
        side = unit(side)
        thick = np.cross(side, way)
        rings.append(
            [point + side * a * width / 2 + thick * b * 0.45 for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        )
    vertices = np.array(rings).reshape(-1, 3)
    return Solid("strap", vertices, _sheet(len(points), 4))


def top(prop: Prop) -> float:
    """The height (cm) of the surface that carries: the seat of a chair, else the highest point."""
    if prop.kind in {"chair", "bench", "table"}:
        return prop.at[1] + size_of(prop)[1]
    return float(solid(prop).vertices[:, 1].max())


def facing(prop: Prop) -> Vector:
    """Where a wall looks."""
    return turned(prop) @ np.array([0.0, 0, 1])
