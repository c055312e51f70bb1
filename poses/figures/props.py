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


type Shape = tuple[Vector, NDArray[np.int32]]


@dataclass(frozen=True)
class Solid:
    """A mesh of one prop and what it is made of; `local` are its vertices before it was turned and put down."""

    kind: str
    vertices: Vector
    triangles: NDArray[np.int32]
    local: Vector | None = None
    size: Triple = (0, 0, 0)


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


def superellipsoid(size: Triple, flat: float, square: float) -> tuple[Vector, NDArray[np.int32]]:
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
        np.stack([np.full(n, x), (size[1] / 2 - s) * np.cos(t), (size[2] / 2 - s) * np.sin(t)], axis=1)
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


def _moved(shape: Shape, by: tuple[float, float, float], turn: Matrix | None = None) -> Shape:
    vertices = shape[0] if turn is None else shape[0] @ turn.T
    return vertices + np.array(by), shape[1]


def _joined(shapes: list[Shape]) -> Shape:
    start, triangles = 0, []
    for vertices, faces in shapes:
        triangles.append(faces + start)
        start += len(vertices)
    return np.concatenate([v for v, _ in shapes]), np.concatenate(triangles).astype(np.int32)


def _leg(high: float, wide: float, foot: float, x: float, z: float, splay: float) -> Shape:
    """A tapered leg under (x, z), its foot `splay` further out."""
    (vertices, triangles), out = rounded_box((1, high, 1), 0.3, 4), _outwards(x, z)
    share = 0.5 - vertices[:, 1:2] / high  # 0 at the top, 1 at the foot
    flat = vertices[:, [0, 2]] * (wide + (foot - wide) * share) + np.array([x, z]) + out * splay * share
    return np.column_stack([flat[:, 0], vertices[:, 1] + high / 2, flat[:, 1]]), triangles


def _outwards(x: float, z: float) -> Vector:
    """Outwards from the middle, by quarter."""
    return np.array([np.sign(x), np.sign(z)])


def _legs(size: Triple, high: float, wide: float, inset: float, splay: float) -> list[Shape]:
    x, z = size[0] / 2 - inset, size[2] / 2 - inset
    return [_leg(high, wide, wide * 0.7, sx * x, sz * z, splay) for sx in (-1, 1) for sz in (-1, 1)]


def _chair(size: Triple) -> Shape:
    """A plain wooden chair; its back stands at -z, whoever sits looks to +z."""
    w, h, d = size
    back = CHAIR_BACK - h
    seat = _moved(rounded_box((w, PLANK, d), 1.4), (0, h - PLANK / 2, 0))
    apron = _moved(rounded_box((w - 7, 4.5, d - 7), 0.6, 4), (0, h - PLANK - 2.0, 0))
    parts = [seat, apron, *_legs(size, h - PLANK, 4.0, 3.4, 1.6)]
    lean = about_x(-8)
    shift, z = back / 2 * np.tan(np.radians(8)), -d / 2 + 2.6

    def up(part: Shape, x: float, y: float) -> Shape:
        """Into the leaning plane of the back, `y` above the seat."""
        return _moved(part, (x, h + y, z - shift * 2 * y / back), lean)

    for sx in (-1, 1):
        parts.append(up(rounded_box((3.2, back, 3.0), 1.2, 4), sx * (w / 2 - 2.2), back / 2 - 1))
    parts.append(up(rounded_box((w - 1, 9, 2.4), 1.1, 5), 0, back - 6))
    parts.append(up(rounded_box((w - 2, 5, 2.0), 0.9, 5), 0, back * 0.46))
    return _joined(parts)


def _table(size: Triple) -> Shape:
    w, h, d = size
    plate = _moved(rounded_box((w, 3, d), 1.2), (0, h - 1.5, 0))
    apron = _moved(rounded_box((w - 12, 6, d - 12), 0.6, 4), (0, h - 3 - 2.8, 0))
    return _joined([plate, apron, *_legs(size, h - 3, 5.0, 5.0, 0.8)])


def _box(kind: str) -> Callable[[Triple], Shape]:
    return lambda size: _moved(rounded_box(size, ROUND.get(kind, 0.8)), (0, size[1] / 2, 0))


def _stuffed(size: Triple, full: float, pinched: float) -> Shape:
    """A pillow: two cloths sewn together, thick in the middle, its edges drawn in a little between the corners."""
    n = 25
    u = np.sin(np.linspace(-np.pi / 2, np.pi / 2, n))
    a, b = np.meshgrid(u, u, indexing="ij")
    thick = np.clip((1 - np.abs(a) ** full) * (1 - np.abs(b) ** full), 0, 1) ** 0.42
    x = size[0] / 2 * a * (1 - pinched * (1 - b * b) * np.abs(a) - 0.13 * b**8)
    z = size[2] / 2 * b * (1 - pinched * (1 - a * a) * np.abs(b) - 0.13 * a**8)
    rim = np.zeros((n, n), bool)
    rim[[0, -1], :] = rim[:, [0, -1]] = True
    upper = np.arange(n * n).reshape(n, n)
    lower = np.where(rim, upper, n * n + np.cumsum(~rim).reshape(n, n) - 1)
    points = np.stack([x, size[1] / 2 * thick, z], axis=-1).reshape(-1, 3)
    below = points[~rim.ravel()] * [1, -1, 1]
    i, j = np.meshgrid(np.arange(n - 1), np.arange(n - 1), indexing="ij")
    falling = (
        (i < n // 2) == (j < n // 2)
    ).ravel()  # each square is cut through the pillow's corner, if it has one
    faces = []
    for index, over in ((upper, True), (lower, False)):
        p, q, r, s = (c.ravel() for c in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
        for t, cut in (
            ((p, s, r), falling),
            ((p, r, q), falling),
            ((p, s, q), ~falling),
            ((s, r, q), ~falling),
        ):
            faces.append(np.stack(t if over else t[::-1], -1)[cut])
    return _moved(
        (np.concatenate([points, below]), np.concatenate(faces).astype(np.int32)), (0, size[1] / 2, 0)
    )


def _towel(size: Triple) -> Shape:
    """Rolled up when it is about as high as deep, else folded."""
    if rolled(size):
        return _moved(_cylinder(size, 0.8), (0, size[1] / 2, 0))
    return _box("towel")(size)


def rolled(size: Triple) -> bool:
    return size[1] > size[2] * 0.55


SHAPES: dict[str, Callable[[Triple], Shape]] = {
    "mat": _box("mat"),
    "blanket": _box("blanket"),
    "towel": _towel,
    "block": _box("block"),
    "wall": lambda size: _moved(rounded_box(size, 0.1, 2), (0, size[1] / 2, -size[2] / 2)),
    "bolster": lambda size: _moved(_cylinder(size), (0, size[1] / 2, 0)),
    "cushion": lambda size: _stuffed(size, 5.0, 0.03),
    "pillow": lambda size: _stuffed(size, 3.0, 0.06),
    "chair": _chair,
    "bench": _table,
    "table": _table,
}


def solid(prop: Prop) -> Solid:
    """The mesh of a prop where it stands."""
    local, triangles = SHAPES[prop.kind](size_of(prop))
    return Solid(prop.kind, local @ turned(prop).T + np.array(prop.at), triangles, local, size_of(prop))


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
    last = len(vertices) - 4
    ends = np.array([[0, 1, 2], [0, 2, 3], [last, last + 2, last + 1], [last, last + 3, last + 2]])
    triangles = np.concatenate([_sheet(len(points), 4), ends]).astype(np.int32)
    return Solid("strap", vertices, _outward(vertices, triangles))


def top(prop: Prop) -> float:
    """The height (cm) of the surface that carries: the seat of a chair, else the highest point."""
    if prop.kind in {"chair", "bench", "table"}:
        return prop.at[1] + size_of(prop)[1]
    return float(solid(prop).vertices[:, 1].max())


def facing(prop: Prop) -> Vector:
    """Where a wall looks."""
    return turned(prop) @ np.array([0.0, 0, 1])


type Box = tuple[Vector, Vector]  # middle and half sizes, in the prop's own axes


def boxes(prop: Prop) -> list[Box]:
    """What of a prop is solid, roughly: for distances and for what sinks in."""
    w, h, d = size_of(prop)
    if prop.kind == "chair":
        x, z = w / 2 - 2.3, d / 2 - 2.3
        legs = [
            ((sx * x, (h - PLANK) / 2, sz * z), (1.8, (h - PLANK) / 2, 1.8))
            for sx in (-1, 1)
            for sz in (-1, 1)
        ]
        back = CHAIR_BACK - h
        rest = [
            ((0, h - PLANK / 2, 0), (w / 2, PLANK / 2, d / 2)),
            ((0, h + back - 6, -z - back * 0.095), (w / 2, 4.5, 1.1)),
            ((0, h + back * 0.45, -z - back * 0.045), (w / 2, 3.0, 1.0)),
        ]
        return [(np.array(c), np.array(s)) for c, s in [*legs, *rest]]
    if prop.kind in {"table", "bench"}:
        return [(np.array([0, h - 1.5, 0]), np.array([w / 2, 1.5, d / 2]))]
    if prop.kind == "wall":
        return [(np.array([0, 150, -10]), np.array([150, 150, 10]))]
    return [(np.array([0, h / 2, 0]), np.array([w / 2, h / 2, d / 2]))]


# -- what is seen on them ----------------------------------------------------------------------------------

type Marks = tuple[NDArray[np.bool_], NDArray[np.bool_]]


@dataclass(frozen=True)
class Spots:
    """Places on a prop before it was turned (cm; x and z from its middle, unsigned), and how thin a line may be."""

    size: Triple
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    z: NDArray[np.float64]
    thin: float

    @property
    def none(self) -> NDArray[np.bool_]:
        return np.zeros(len(self.x), bool)

    @property
    def from_axis(self) -> NDArray[np.float64]:
        """How far from the axis of something round that lies along x, as if it were as deep as high."""
        return np.hypot(self.y - self.size[1] / 2, self.z * self.size[1] / self.size[2])


def _block_marks(s: Spots) -> Marks:
    """Light edges."""
    w, h, d = s.size
    near = np.sort(np.stack([w / 2 - s.x, np.minimum(s.y, h - s.y), d / 2 - s.z]), axis=0)
    return s.none, near[1] < max(0.9, 2 * s.thin)


def _folded_marks(s: Spots) -> Marks:
    """Sheets on each other, and stripes near the ends."""
    w, h, d = s.size
    sheets = max(2, min(4, round(h / 1.8)))
    between = np.abs((s.y / h * sheets) % 1 - 0.5) > 0.5 - s.thin * sheets / h
    on_side = (s.y > h * 0.1) & (s.y < h * 0.93) & ((s.z > d / 2 - 1.2) | (s.x > w / 2 - 1.2))
    return between & on_side, (np.abs(s.x / w - 0.38) < 0.022) | (np.abs(s.x / w - 0.32) < 0.009)


def _towel_marks(s: Spots) -> Marks:
    """Rolled: rings at the ends, and a stripe."""
    w, h, _ = s.size
    if not rolled(s.size):
        return _folded_marks(s)
    ring = np.abs((s.from_axis / h * 6) % 1 - 0.5) < 3 * s.thin / h
    return ring & (s.x > w / 2 - 0.4) & (s.from_axis < h * 0.42), np.abs(s.x / w - 0.36) < 0.02


def _bolster_marks(s: Spots) -> Marks:
    """Seams round the ends, a button in the middle of each."""
    w, h, _ = s.size
    button = (s.x > w / 2 - 0.3) & (np.abs(s.from_axis - h * 0.09) < s.thin)
    return (np.abs(s.x - (w / 2 - 2.4)) < s.thin) | button, s.none


def _piping(s: Spots) -> Marks:
    return np.abs(s.y - s.size[1] / 2) < s.thin, s.none


def _wall_marks(s: Spots) -> Marks:
    """A skirting board."""
    return np.abs(s.y - 8) < 1.2 * s.thin, s.y < 8


MARKS: dict[str, Callable[[Spots], Marks]] = {
    "block": _block_marks,
    "blanket": _folded_marks,
    "towel": _towel_marks,
    "bolster": _bolster_marks,
    "cushion": _piping,
    "pillow": _piping,
    "wall": _wall_marks,
}


def marks(kind: str, size: Triple, local: Vector, pixel: float) -> Marks:
    """Seams and folds (dark lines), and edges and stripes (light), at places of a prop. `pixel`: cm of one."""
    x, y, z = np.abs(local[:, 0]), local[:, 1], np.abs(local[:, 2])
    spots = Spots(size, x, y, z, max(0.22, 0.6 * pixel))
    return MARKS[kind](spots) if kind in MARKS else (spots.none, spots.none)
