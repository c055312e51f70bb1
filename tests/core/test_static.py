"""A static file is compressed once, and again if what is there is damaged."""

import gzip
from pathlib import Path

import brotli

from hipapp.core.static import OnceCompressor

TEXT = b"<svg>" + b"<path/>" * 200 + b"</svg>"


def test_once_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    file.write_bytes(TEXT)
    compressor = OnceCompressor(quiet=True)
    made = [Path(name) for name in compressor.compress(str(file))]
    assert [path.name for path in made] == ["figure.svg.br", "figure.svg.gz"]
    assert compressor.compress(str(file)) == []
    assert brotli.decompress(made[0].read_bytes()) == gzip.decompress(made[1].read_bytes()) == TEXT


def test_what_is_damaged_or_of_other_content_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    file.write_bytes(TEXT)
    compressor = OnceCompressor(quiet=True)
    compressor.compress(str(file))
    for name in (".br", ".gz"):
        half = Path(f"{file}{name}")
        half.write_bytes(half.read_bytes()[:9])
        assert len(compressor.compress(str(file))) == 2
    file.write_bytes(TEXT * 2)
    assert len(compressor.compress(str(file))) == 2
    assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == TEXT * 2
