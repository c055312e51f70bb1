"""Where lines run: one thing in front of another, found as a step in depth that its surface doesn't explain."""

import numba
import numpy as np
from numpy.typing import NDArray

NEVER = 1e6  # cm: no step between these two makes a line


@numba.njit(cache=True)
def _stamp(out, depth, thing, y, x, r, beyond):  # type: ignore[no-untyped-def]  # noqa: PLR0917, PLR0913
    height, width = depth.shape
    n = int(np.ceil(r))
    for j in range(max(y - n, 0), min(y + n + 1, height)):
        for i in range(max(x - n, 0), min(x + n + 1, width)):
            if (j - y) ** 2 + (i - x) ** 2 <= r * r and thing[j, i] >= 0 and depth[j, i] > beyond:
                out[j, i] = True


@numba.njit(cache=True)
def _outlines(depth, thing, step, wide, out):  # type: ignore[no-untyped-def]
    height, width = depth.shape
    for y in range(3, height - 3):
        for x in range(3, width - 3):
            q = thing[y, x]
            if q < 0:
                continue
            for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                p = thing[y + dy, x + dx]
                if p < 0:
                    continue
                far = depth[y + dy, x + dx]
                if far - depth[y, x] < step[q, p]:
                    continue
                if thing[y + 2 * dy, x + 2 * dx] < 0:
                    continue
                slope = depth[y + 2 * dy, x + 2 * dx] - far
                if far - abs(slope) - depth[y, x] > step[q, p]:
                    _stamp(out, depth, thing, y, x, wide[q, p], depth[y, x] + 0.5 * step[q, p])


@numba.njit(cache=True)
def _touches(depth, on, under, close, r, out):  # type: ignore[no-untyped-def]
    height, width = depth.shape
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            if not on[y, x]:
                continue
            for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                if under[y + dy, x + dx] and abs(depth[y + dy, x + dx] - depth[y, x]) < close:
                    n = int(np.ceil(r))
                    for j in range(max(y - n, 0), min(y + n + 1, height)):
                        for i in range(max(x - n, 0), min(x + n + 1, width)):
                            near = (j - y) ** 2 * 2.5 + (i - x) ** 2 <= r * r
                            if near and under[j, i] and abs(depth[j, i] - depth[y, x]) < 4 * close:
                                out[j, i] = True


def outlines(
    depth: NDArray[np.float64], thing: NDArray[np.int16], step: NDArray[np.float64], wide: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """The far side of every step, as wide (pixels) as the two things ask for.

    `thing` numbers what a pixel shows (-1: nothing); `step[near, far]` is the least step in cm.
    """
    out = np.zeros(depth.shape, np.bool_)
    _outlines(depth, thing, step, wide, out)
    return out


def touches(
    depth: NDArray[np.float64], on: NDArray[np.bool_], under: NDArray[np.bool_], close: float, wide: float
) -> NDArray[np.bool_]:
    """A seam of shadow where what stands `on` something touches it (within `close` cm)."""
    out = np.zeros(depth.shape, np.bool_)
    _touches(depth, on, under, close, wide, out)
    return out
