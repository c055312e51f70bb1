"""A solved scene to the numbers that `checks` holds against limits."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from poses.figures.body import normals
from poses.figures.camera import HEIGHT, WIDTH, View
from poses.figures.checks import JOINTS
from poses.figures.contacts import Settled
from poses.figures.geometry import Vector
from poses.figures.numbers import SIDES, Prop
from poses.figures.picture import Scene
from poses.figures.props import boxes, turned
from poses.figures.skin import Skin

NEAR = 7.0  # cm: a vertex this near and behind the other part's skin counts as inside
FLOOR_PARTS = (
    "head",
    "back",
    "seat",
    "loin",
    "hand",
    "forearm",
    "shoulder",
    "foot",
    "shin",
    "knee",
    "thigh",
    "hip",
)


def measure(scene: Scene, view: View, props: dict[str, Prop]) -> dict[str, float]:
    """All measures of a frame; keys as `checks.failures` reads them. cm, degrees, pixels."""
    out: dict[str, float] = {}
    settled = scene.settled
    for part, gap in settled.gaps.items():
        out[f"contact:{part}"] = gap
    out |= _below(scene.skin, settled.vertices)
    out |= _joints(settled)
    out |= _body_in_body(scene.skin, settled)
    out |= _body_in_props(scene.skin, settled.vertices, props)
    seen = view.project(scene.points)[:, :2]
    out["outside"] = float(max(0, -seen.min(), (seen[:, 0] - WIDTH).max(), (seen[:, 1] - HEIGHT).max()))
    return {key: round(value, 2) + 0.0 for key, value in out.items()}


def _below(skin: Skin, vertices: Vector) -> dict[str, float]:
    found = {}
    for part, where in skin.body.parts.items():
        if part.split(".")[0] in FLOOR_PARTS:
            deep = -float(vertices[where, 1].min())
            if deep > 0.2:
                found[f"below:{part}"] = deep
    return found


def _joints(settled: Settled) -> dict[str, float]:
    out = {}
    for key, value in settled.posed.measures.items():
        stem, _, side = key.partition(".")
        if stem.endswith("_reach"):
            out[f"reach:{stem.removesuffix('_reach')}.{side}"] = value
        elif stem in JOINTS:
            out[f"joint:{key}"] = value
    spine = settled.body.spine
    for name, part in (("lumbar", spine.lumbar), ("chest", spine.chest), ("neck", spine.neck)):
        head = spine.head if name == "neck" else (0, 0, 0)
        for k, way in enumerate(("flexion", "side", "twist")):
            out[f"joint:{name}_{way}"] = part[k] + head[k]
    return out


# -- body in body ------------------------------------------------------------------------------------------


def _limbs(skin: Skin) -> dict[str, NDArray[np.int64]]:
    body = skin.body
    out = {"trunk": np.flatnonzero(body.moved_by("root", "pelvis", "spine", "clavicle", "shoulder"))}
    out["head"] = body.parts["head"]
    for s, side in zip("LR", SIDES, strict=True):
        out |= {
            f"upperarm.{side}": np.flatnonzero(body.moved_by("upperarm02", side=s)),
            f"forearm.{side}": body.parts[f"forearm.{side}"],
            f"hand.{side}": body.parts[f"hand.{side}"],
            f"thigh.{side}": body.parts[f"thigh.{side}"],
            f"shin.{side}": body.parts[f"shin.{side}"],
            f"foot.{side}": body.parts[f"foot.{side}"],
        }
    return out


CHAINS = (("trunk", "upperarm", "forearm", "hand"), ("trunk", "thigh", "shin", "foot"))


def _beside(a: str, b: str) -> bool:
    """Whether two limbs share a joint, or may be pressed together by bending it."""
    if {a, b} == {"trunk", "head"}:
        return True
    (stem_a, _, side_a), (stem_b, _, side_b) = a.partition("."), b.partition(".")
    if side_a and side_b and side_a != side_b:
        return False
    for chain in CHAINS:
        if stem_a in chain and stem_b in chain:
            apart = abs(chain.index(stem_a) - chain.index(stem_b))
            return apart <= 1 or {stem_a, stem_b} in ({"thigh", "foot"}, {"trunk", "shin"})
    return False


def _laid(settled: Settled) -> set[frozenset[str]]:
    """Pairs of limbs that are meant to touch: a hand and what it is laid on, an ankle and the thigh under it."""
    out = set()
    for side in SIDES:
        arm, leg = getattr(settled.body.arms, side), getattr(settled.body.legs, side)
        if arm.touches:
            on = "trunk" if arm.touches.bone.split(".")[0] in OF_TRUNK else arm.touches.bone
            out |= {frozenset((f"hand.{side}", on)), frozenset((f"forearm.{side}", on))}
            if on.startswith("hand"):  # one hand on the other
                out |= {
                    frozenset((f"hand.{side}", "trunk")),
                    frozenset((f"hand.{side}", on.replace("hand", "forearm"))),
                }
        if leg.touches:
            out |= {frozenset((f"{part}.{side}", leg.touches.bone)) for part in ("foot", "shin")}
    return out


OF_TRUNK = {"pelvis", "belly", "chest", "shoulder"}


def _body_in_body(skin: Skin, settled: Settled) -> dict[str, float]:
    out = {}
    vertices, laid = settled.vertices, _laid(settled)
    limbs = _limbs(skin)
    surface = normals(vertices, skin.body.triangles)
    names = list(limbs)
    trees = {name: cKDTree(vertices[limbs[name]]) for name in names}
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            if not _beside(a, b):
                deep = max(
                    _depth(vertices, surface, limbs[a], trees[b], limbs[b]),
                    _depth(vertices, surface, limbs[b], trees[a], limbs[a]),
                )
                if deep > 0.3:
                    out[f"{'sunk' if frozenset((a, b)) in laid else 'inside'}:{a} in {b}"] = deep
    return out


def _depth(
    vertices: Vector, surface: Vector, of: NDArray[np.int64], tree: cKDTree, others: NDArray[np.int64]
) -> float:
    distance, nearest = tree.query(vertices[of], distance_upper_bound=NEAR)
    hit = np.isfinite(distance)
    if not hit.any():
        return 0.0
    q = others[nearest[hit]]
    deep = np.einsum("ij,ij->i", vertices[q] - vertices[of[hit]], surface[q])
    # Straight behind the skin, not merely beside its edge.
    straight = deep > 0.6 * distance[hit]
    return float(np.quantile(np.sort(deep[straight])[-12:], 0.5)) if straight.sum() > 3 else 0.0


# -- body in props -----------------------------------------------------------------------------------------


def _body_in_props(skin: Skin, vertices: Vector, props: dict[str, Prop]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, prop in props.items():
        if prop.kind in {"mat", "strap"} or prop.under:
            continue
        soft = prop.kind in {"blanket", "towel", "bolster", "cushion", "pillow"}
        local = (vertices - np.array(prop.at)) @ turned(prop)
        for middle, half in boxes(prop):
            if prop.kind in {"bolster", "cushion", "pillow"}:  # rounded: measure from above only
                inside = np.all(np.abs(local - middle) < half * [0.7, 1, 0.6], axis=1)
                deep = (middle + half)[1] - local[:, 1]
            else:
                off = half - np.abs(local - middle)
                inside = (off > 0).all(1)
                deep = off.min(1)
            if inside.any():
                worst = int(np.flatnonzero(inside)[deep[inside].argmax()])
                value = float(deep[worst])
                if value > 0.3:
                    bone = skin.body.skeleton.names[skin.body.dominant[worst]]
                    key = f"{'pressed' if soft else 'inside'}:{bone} in {name}"
                    out[key] = max(out.get(key, 0), value)
    return out
