"""Rotations, frames and two-bone reach. Pure maths on 3-vectors and 3x3 matrices; angles in degrees unless named rad.

Axes: Y up, a figure that stands faces +Z, +X is its left. Rotations are right-handed and act on column vectors.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]

TINY = 1e-9


def unit(vector: ArrayLike) -> Vector:
    """The vector at length 1; a null vector stays null."""
    v = np.asarray(vector, float)
    return v / max(float(np.linalg.norm(v)), TINY)


def _cos_sin(degrees: float) -> tuple[float, float]:
    a = np.radians(degrees)
    return float(np.cos(a)), float(np.sin(a))


def about_x(degrees: float) -> Matrix:
    c, s = _cos_sin(degrees)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], float)


def about_y(degrees: float) -> Matrix:
    c, s = _cos_sin(degrees)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], float)


def about_z(degrees: float) -> Matrix:
    c, s = _cos_sin(degrees)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], float)


def about(axis: ArrayLike, degrees: float) -> Matrix:
    """Rotation about any axis (Rodrigues)."""
    x, y, z = unit(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    c, s = _cos_sin(degrees)
    return np.eye(3) + s * k + (1 - c) * (k @ k)


def axis_angle(rotation: Matrix) -> tuple[Vector, float]:
    """Axis (unit) and angle in degrees, 0 to 180, of a rotation."""
    angle = float(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1)))
    if angle < 1e-7:
        return np.array([1.0, 0, 0]), 0.0
    if angle > np.pi - 1e-4:
        return np.linalg.eigh((rotation + rotation.T) / 2)[1][:, 2], float(np.degrees(angle))
    r = rotation
    return unit([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]), float(np.degrees(angle))


def part_of(rotation: Matrix, share: float) -> Matrix:
    """That share (0 to 1) of a rotation, about the same axis."""
    axis, angle = axis_angle(rotation)
    return about(axis, angle * share)


def arc(start: ArrayLike, end: ArrayLike) -> Matrix:
    """The shortest rotation that turns one direction into another."""
    a, b = unit(start), unit(end)
    axis, cosine = np.cross(a, b), float(a @ b)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-8:
        return np.eye(3) if cosine > 0 else about(np.cross(a, [0.3, 0.8, 0.5]), 180)
    return about(axis / sine, float(np.degrees(np.arctan2(sine, cosine))))


def frame(along: ArrayLike, normal: ArrayLike) -> Matrix:
    """Columns: `along`, `normal` made orthogonal to it, and their cross product. All unit."""
    a = unit(along)
    n = np.asarray(normal, float)
    n = n - a * float(n @ a)
    if np.linalg.norm(n) < 1e-6:  # the normal says nothing: take any
        n = np.cross(a, [0.3, 0.8, 0.5])
    n = unit(n)
    return np.stack([a, n, np.cross(a, n)], axis=1)


def swing_and_twist(rotation: Matrix, axis: ArrayLike) -> tuple[Matrix, Matrix]:
    """`rotation = swing @ twist`: the twist turns about `axis`, the swing moves it the shortest way."""
    swing = arc(axis, rotation @ unit(axis))
    return swing, swing.T @ rotation


def signed_angle(twist: Matrix, axis: ArrayLike) -> float:
    """Degrees, -180 to 180, of a rotation that turns about `axis`."""
    found, angle = axis_angle(twist)
    return angle if float(found @ unit(axis)) >= 0 else -angle


def angle_between(a: ArrayLike, b: ArrayLike) -> float:
    """Degrees, 0 to 180."""
    return float(np.degrees(np.arccos(np.clip(float(unit(a) @ unit(b)), -1, 1))))


def reach(
    start: Vector, target: Vector, upper: float, lower: float, pole: ArrayLike
) -> tuple[Vector, Vector, float]:
    """Two-bone reach: middle joint, end, and by how many cm the target was too far (or, negative, too near).

    `pole` is the direction to which the middle joint points. The law of cosines gives the bend.
    """
    way = target - start
    distance = float(np.linalg.norm(way))
    held = float(np.clip(distance, abs(upper - lower) + 0.5, upper + lower - 0.05))
    along = unit(way)
    bend = float(np.arccos(np.clip((upper**2 + held**2 - lower**2) / (2 * upper * held), -1, 1)))
    side = np.asarray(pole, float)
    side = frame(along, side)[:, 1]
    middle = start + upper * (np.cos(bend) * along + np.sin(bend) * side)
    return middle, start + held * along, distance - held


def euler(pitch: float, yaw: float, roll: float, twist: float = 0.0) -> Matrix:
    """A body's rotation: twist about its own length first, then roll to its left, pitch forward, yaw to its left."""
    return about_y(yaw) @ about_x(pitch) @ about_z(-roll) @ about_y(twist)


def bend(flexion: float, side: float, twist: float) -> Matrix:
    """A spinal joint: flexion forward, side bend to the left, twist to the left."""
    return about_y(twist) @ about_x(flexion) @ about_z(-side)
