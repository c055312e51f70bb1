"""A wrong setting stops the start with one line that says what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from hipapp.env import Environment

ROOT = Path(__file__).resolve().parents[2]


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("HIPAPP_") and k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**own, "DJANGO_SETTINGS_MODULE": "hipapp.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def _says_one_line(done: subprocess.CompletedProcess[str], begins: str) -> None:
    assert done.returncode != 0
    assert done.stderr.startswith(begins), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = _run("manage.py", "check", HIPAPP_DATA_DIR=str(tmp_path / "file" / "data"))
    _says_one_line(done, "HIPAPP_DATA_DIR: ")


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe\x00" * 40])
def test_a_key_file_that_holds_no_key_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(content)
    done = _run("manage.py", "check", HIPAPP_DATA_DIR=str(tmp_path))
    _says_one_line(done, f"{tmp_path / 'secret_key'} ")


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ("", []),
        (" 192.168.1.20 , hip.local,", ["192.168.1.20", "hip.local"]),
        ("[fe80::1],.example.org", ["[fe80::1]", ".example.org"]),
    ],
)
def test_hosts_as_people_write_them(monkeypatch: pytest.MonkeyPatch, said: str, hosts: list[str]) -> None:
    monkeypatch.setenv("HIPAPP_ALLOWED_HOSTS", said)
    assert Environment().allowed_hosts == hosts


def test_good_values_and_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for url in (
        "",
        "postgresql://hip@/hip?host=/run/postgresql",
        "postgres://h:p@db:5432/hip",
        "sqlite:////x",
    ):
        monkeypatch.setenv("DATABASE_URL", url)
        assert Environment().database_url == url
    monkeypatch.setenv("HIPAPP_DATA_DIR", "")
    assert Environment().data_dir == ROOT / "var"


def test_the_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIPAPP_SECRET_KEY", "hunter2")
    with pytest.raises(ValidationError) as refused:
        Environment()
    assert "hunter2" not in refused.value.errors()[0]["msg"]
