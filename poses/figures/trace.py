"""Masks to paths, by the program `potrace` (a build tool; nothing of it is shipped)."""

import re
import subprocess

import numpy as np
import scipy.ndimage as images
from numpy.typing import NDArray

PATHS = re.compile(r' d="([^"]+)"', re.DOTALL)


def rounded(mask: NDArray[np.bool_], blur: float) -> NDArray[np.bool_]:
    """The mask with corners and small teeth evened out, over so many pixels."""
    if not blur:
        return mask
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    edge = int(np.ceil(blur * 4)) + 1
    part = (
        slice(max(rows[0] - edge, 0), rows[-1] + edge + 1),
        slice(max(columns[0] - edge, 0), columns[-1] + edge + 1),
    )
    out = np.zeros_like(mask)
    out[part] = images.gaussian_filter(mask[part].astype(np.float32), blur, truncate=3) > 0.5
    return out


def trace(
    mask: NDArray[np.bool_],
    *,
    blur: float = 1.0,
    specks: int = 20,
    tolerance: float = 1.0,
    corners: float = 1.0,
) -> str:
    """The mask's outline as SVG path data, y upwards, in the mask's pixels; "" for next to nothing.

    `blur` (pixels) rounds it first, `specks` (pixels) are left out, `tolerance` joins curves, `corners` from 0 (all
    kept) to 1.33 (none).
    """
    if int(mask.sum()) < specks:
        return ""
    soft = rounded(mask, blur)
    height, width = soft.shape
    bitmap = b"P4\n%d %d\n" % (width, height) + np.packbits(soft, axis=1).tobytes()
    options = ["-t", str(specks), "-a", str(corners), "-O", str(tolerance), "-u", "1", "--flat"]
    command = ["potrace", "-s", *options, "-o", "-", "-"]
    made = subprocess.run(command, input=bitmap, capture_output=True, check=True)  # noqa: S603
    return compact(" ".join(PATHS.findall(made.stdout.decode())))


def compact(data: str) -> str:
    """Path data without needless spaces: before a letter or a minus, after a letter."""
    return re.sub(r"\s*([a-zA-Z])\s*", r"\1", " ".join(data.split())).replace(" -", "-")
