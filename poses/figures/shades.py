"""Where what leans on a wall, a chair or a table darkens it: it is this that says 'it touches'."""

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from poses.figures.geometry import Vector

REACH = 1.1  # cm from the skin that lie in its shade
WAY = (0.0, 1.0, 2.0, 3.0)  # cm on the way to the light that are looked at
LEAN = 0.3  # at least so much does that way lead off the surface: along a wall, straight up from a seat
LONG = 1.2  # cm: longer edges get points of their own between their ends


def skin_points(vertices: Vector, triangles: NDArray[np.int32]) -> cKDTree:
    """Points of a skin, so close to each other that none of it is missed, to be found by their place."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    start, end = (vertices[k] for k in edges[edges[:, 0] < edges[:, 1]].T)  # each edge once
    long = np.linalg.norm(end - start, axis=1) > LONG
    between = [start[long] + share * (end[long] - start[long]) for share in (0.25, 0.5, 0.75)]
    return cKDTree(np.concatenate([vertices, *between]))


def shaded(surface: Vector, across: Vector, skin: cKDTree, light: Vector) -> NDArray[np.bool_]:
    """Which points of a surface touch a skin, or have it close by on their way to the light.

    `across` are the surface's normals, of any length; `light` is where the light comes from.
    """
    out = np.zeros(len(surface), bool)
    margin = REACH + WAY[-1]
    near = np.flatnonzero(((surface > skin.mins - margin) & (surface < skin.maxes + margin)).all(1))
    off = across[near] / np.maximum(np.linalg.norm(across[near], axis=1, keepdims=True), 1e-9)
    way = light + np.maximum(LEAN - off @ light, 0)[:, None] * off
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    half = WAY[-1] / 2
    close = _within(
        REACH + half, surface[near] + half * way, skin
    )  # few are, and only they are looked at closely
    near, way = near[close], way[close]
    for far in WAY:
        out[near] |= _within(REACH, surface[near] + far * way, skin)
    return out


def _within(reach: float, points: Vector, skin: cKDTree) -> NDArray[np.bool_]:
    away, _ = skin.query(points, distance_upper_bound=reach)
    return np.isfinite(away)


def plain(mask: NDArray[np.bool_], hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask without the pieces, and without the holes, that are wholly hidden: nobody misses them."""
    return _in_sight(mask, hidden) | ~(mask | _in_sight(~mask, hidden))


def _in_sight(mask: NDArray[np.bool_], hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    pieces, count = images.label(mask)
    seen = np.bincount(pieces[mask & ~hidden], minlength=count + 1) > 0
    out: NDArray[np.bool_] = seen[pieces]
    return out
