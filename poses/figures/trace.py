"""Masks to paths, by the program `potrace` (a build tool; nothing of it is shipped)."""

import re
import subprocess

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

PATHS = re.compile(r' d="([^"]+)"', re.DOTALL)


def trace(mask: NDArray[np.bool_], *, blur: float = 1.0, specks: int = 20, tolerance: float = 1.0) -> str:
    """The mask's outline as SVG path data, y upwards, in the mask's pixels; "" for next to nothing.

    `blur` (pixels) rounds it first, `specks` (pixels) are left out, `tolerance` joins curves.
    """
    if int(mask.sum()) < specks:
        return ""
    soft = images.gaussian_filter(mask.astype(np.float32), blur) > 0.5 if blur else mask
    height, width = soft.shape
    bitmap = b"P4\n%d %d\n" % (width, height) + np.packbits(soft, axis=1).tobytes()
    command = ["potrace", "-s", "-t", str(specks), "-a", "1", "-O", str(tolerance), "-u", "1", "--flat", "-o", "-", "-"]
    made = subprocess.run(command, input=bitmap, capture_output=True, check=True)  # noqa: S603
    return " ".join(" ".join(d.split()) for d in PATHS.findall(made.stdout.decode()))
