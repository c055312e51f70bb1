"""A long lens: points in cm to points in a picture of 800 x 600."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from poses.figures.geometry import Vector, unit
from poses.figures.numbers import Camera

WIDTH, HEIGHT = 800, 600
DISTANCE = 700.0  # cm from the target
MARGIN = 0.045  # of the picture's height, free on each side
SMALLEST = 96.0  # cm: the picture is never less than this high, so that small poses are not giants


@dataclass(frozen=True)
class View:
    """`right`, `up`, `ahead` are the camera's axes; `span` is the picture's height in cm at the target."""

    right: Vector
    up: Vector
    ahead: Vector
    target: Vector
    span: float

    def project(self, points: Vector, width: int = WIDTH, height: int = HEIGHT) -> Vector:
        """(n, 3): x and y in pixels from the upper left, and the distance in cm."""
        off = points - self.target
        away = off @ self.ahead + DISTANCE
        scale = DISTANCE / away * (height / self.span)
        return np.stack(
            [width / 2 + off @ self.right * scale, height / 2 - off @ self.up * scale, away], axis=1
        )

    @property
    def light(self) -> Vector:
        """Where the light comes from: above, from the camera's left."""
        return unit(-0.45 * self.right + 0.80 * np.array([0, 1, 0]) - 0.45 * self.ahead)


def joined(points: Iterable[Vector]) -> Vector:
    """The points of several frames that one camera shows."""
    return np.concatenate(list(points))


def falls(right: Vector) -> Vector:
    """The way of the light that casts shadows on the floor: steep, a little to the camera's right."""
    return unit([0.25 * right[0], -1, 0.25 * right[2]])


def shadows(points: Vector, right: Vector) -> Vector:
    """Where on the floor the shadow of each point falls."""
    way = falls(right)
    out: Vector = points + way * (np.maximum(points[:, 1:2], 0) / -way[1])
    return out


def look(camera: Camera, points: Vector, casting: Vector | None = None) -> View:
    """The view that shows all points, and the shadows of those that cast one, as large as the margin allows."""
    a, e = np.radians(camera.azimuth), np.radians(camera.elevation)
    ahead = -np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = unit(np.cross(ahead, [0, 1, 0]))
    up = np.cross(right, ahead)
    if casting is not None:
        points = np.concatenate([points, shadows(casting, right)])
    target = (points.min(0) + points.max(0)) / 2
    span = 200.0
    for _ in range(8):
        view = View(right, up, ahead, target, span)
        seen = view.project(points)
        low, high = seen[:, :2].min(0), seen[:, :2].max(0)
        middle = (low + high) / 2 - [WIDTH / 2, HEIGHT / 2]
        target = target + (right * middle[0] - up * middle[1]) * span / HEIGHT
        free = 1 - 2 * MARGIN
        free_x = 1 - 2 * MARGIN * HEIGHT / WIDTH
        fill = max((high[1] - low[1]) / HEIGHT / free, (high[0] - low[0]) / WIDTH / free_x)
        span = max(span * fill, SMALLEST)
    span = camera.span or span
    return View(right, up, ahead, target, span + camera.wide)
