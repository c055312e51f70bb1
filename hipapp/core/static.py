"""Static files, compressed once: a hashed name tells the content, so what is there from the last start is kept."""

import gzip
import zlib
from pathlib import Path
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OnceCompressor(Compressor):  # type: ignore[misc]
    """Compressing takes seconds for hundreds of pictures, looking whether it has been done hardly any."""

    def compress(self, path: str) -> list[str]:
        return [] if is_compressed(Path(path)) else list(super().compress(path))


def is_compressed(path: Path) -> bool:
    """Whether both compressed files stand beside it and are whole; somebody may have stopped us half-way."""
    try:
        data = path.read_bytes()
        with_brotli = brotli.decompress(Path(f"{path}.br").read_bytes())
        with_gzip = gzip.decompress(Path(f"{path}.gz").read_bytes())
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
    return bool(with_brotli == data == with_gzip)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def create_compressor(self, **options: Any) -> Compressor:
        return OnceCompressor(**options)
