"""A z-buffer: which triangle a pixel sees, how far away, and where in the triangle."""

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from poses.figures.geometry import Vector

FAR = 1e9


@dataclass
class Buffer:
    """`face` is -1 where nothing is; `weights` are the first two barycentric coordinates."""

    depth: NDArray[np.float64]
    face: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def empty(cls, width: int, height: int) -> "Buffer":
        return cls(
            np.full((height, width), FAR),
            np.full((height, width), -1, np.int32),
            np.zeros((height, width, 2), np.float32),
        )

    def draw(self, seen: Vector, triangles: NDArray[np.int32], first: int) -> None:
        """Draw projected vertices (pixels, cm); faces are numbered from `first`."""
        _fill(
            np.ascontiguousarray(seen, np.float64),
            np.ascontiguousarray(triangles, np.int32),
            self.depth,
            self.face,
            self.weights,
            first,
        )


@numba.njit(cache=True)
def _fill(p, t, depth, face, weights, first):  # type: ignore[no-untyped-def]
    height, width = depth.shape
    for k in range(t.shape[0]):
        ax, ay, az = p[t[k, 0]]
        bx, by, bz = p[t[k, 1]]
        cx, cy, cz = p[t[k, 2]]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if abs(area) < 1e-12:
            continue
        x0 = max(int(np.floor(min(ax, bx, cx) - 0.5)), 0)
        x1 = min(int(np.ceil(max(ax, bx, cx) + 0.5)), width - 1)
        y0 = max(int(np.floor(min(ay, by, cy) - 0.5)), 0)
        y1 = min(int(np.ceil(max(ay, by, cy) + 0.5)), height - 1)
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                px, py = x + 0.5, y + 0.5
                u = ((by - cy) * (px - cx) + (cx - bx) * (py - cy)) / area
                v = ((cy - ay) * (px - cx) + (ax - cx) * (py - cy)) / area
                if u < -1e-6 or v < -1e-6 or u + v > 1 + 1e-6:
                    continue
                z = 1 / (u / az + v / bz + (1 - u - v) / cz)  # what is straight in space is so in 1 / z
                if z < depth[y, x]:
                    depth[y, x] = z
                    face[y, x] = first + k
                    weights[y, x, 0] = u * z / az
                    weights[y, x, 1] = v * z / bz
