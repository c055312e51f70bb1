"""Settings fail loudly on a bad value, and are fit for production with the documented variables."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from hipapp.core.database import plain_reason, why_unreachable
from hipapp.env import read_environment

ROOT = Path(__file__).resolve().parents[2]


def _manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("HIPAPP_") and k not in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    }
    env |= {"HIPAPP_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hipapp.settings", **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HIPAPP_URL", "not an address"),
        ("HIPAPP_SMTP_PORT", "70000"),
        ("HIPAPP_SMTP_SECURITY", "maybe"),
        ("HIPAPP_SECRET_KEY", "short"),
        ("HIPAPP_DEBUG", "perhaps"),
        ("HIPAPP_LOG_LEVEL", "LOUD"),
        ("HIPAPP_GUEST_DAYS", "7"),
        ("DATABASE_URL", "mysql://hip:cret@localhost/hip"),
        ("DATABASE_URL", "postgresql://hip:se#cret@localhost/hip"),
        ("DATABASE_URL", "postgresql://hip:1/cret@localhost/hip"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "mysql://localhost/hipapp"),
        ("DATABASE_URL", "hipapp.sqlite3"),
        ("HIPAPP_URL", "https://example.org/hip/"),
        ("HIPAPP_URL", "ftp://example.org"),
        ("HIPAPP_SMTP_PORT", "0"),
        ("HIPAPP_SMTP_PORT", "mail"),
        ("HIPAPP_ALLOWED_HOSTS", "192.168.1.20,http://example.org"),
        ("HIPAPP_ALLOWED_HOSTS", "192.168.1.20:8000"),
    ],
)
def test_bad_value_names_its_variable_and_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as end:
        read_environment()
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert said.startswith(f"{variable}: ")
    assert "cret" not in said
    assert said.count("\n") == 1


def test_bad_value_stops_every_command(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", HIPAPP_DEBUG="perhaps")
    assert done.returncode == 2
    assert done.stderr.startswith("HIPAPP_DEBUG: ")


@pytest.mark.parametrize(
    ("command", "url"),
    [
        ("prepare", "postgresql://hip:cret@127.0.0.1:1/hip"),
        ("prepare", "sqlite:////no/where"),
        ("tidy", "postgresql://hip:cret@nowhere.invalid/hip"),
    ],
)
def test_database_that_is_not_there_is_one_sentence(tmp_path: Path, command: str, url: str) -> None:
    done = _manage(tmp_path, command, DATABASE_URL=url)
    assert done.returncode == 1
    where = re.search(r"127.0.0.1|nowhere.invalid|/no/where", url)
    assert where
    assert where[0] in done.stderr
    assert "see docs/self-hosting.md" in done.stderr
    assert "cret" not in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            'connection failed: connection to server at "db", port 5432 failed: '
            'FATAL:  password authentication failed for user "hip"',
            'password authentication failed for user "hip"',
        ),
        (
            'connection failed: connection to server at "db", port 5432 failed: Connection refused\n'
            "\tIs the server running on that host and accepting TCP/IP connections?",
            "Connection refused",
        ),
        (
            "failed to resolve host 'db': [Errno -2] Name or service not known",
            "failed to resolve host 'db': Name or service not known",
        ),
        ("unable to open database file", "unable to open database file"),
    ],
)
def test_reason_in_plain_words(said: str, reason: str) -> None:
    assert plain_reason(said) == reason


def test_missing_database_is_noticed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the very server that these tests use."""
    assert why_unreachable() is None
    monkeypatch.setitem(connection.settings_dict, "NAME", "/no/such")
    assert "/no/such" in str(why_unreachable())


@pytest.mark.slow
def test_prepare_makes_a_new_installation_whole(tmp_path: Path) -> None:
    """Nothing is left to do for the cache, the content or the static files."""
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    done = _manage(tmp_path, "prepare", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "new.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM hipapp_cache").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM poses_pose").fetchone() > (20,)
    assert (tmp_path / "static" / "staticfiles.json").is_file()


def test_host_that_is_refused_is_one_line_that_names_our_variable(tmp_path: Path) -> None:
    ask = "from django.test import Client; Client().get('/', headers={'host': '192.168.1.20:8000'})"
    done = _manage(tmp_path, "shell", "--no-imports", "-c", ask, HIPAPP_DEBUG="true")
    line = next(x for x in done.stderr.splitlines() if "Invalid HTTP_HOST" in x)
    assert "add '192.168.1.20' to HIPAPP_ALLOWED_HOSTS" in line
    assert "Traceback" not in done.stderr


def test_fit_for_production(tmp_path: Path) -> None:
    """With the very variables that the document names."""
    block = (ROOT / "docs" / "self-hosting.md").read_text(encoding="utf-8").split("## In production\n")[1]
    variables = dict(re.findall(r"(HIPAPP_\w+)=(\S+)", block.split("make run")[0]))
    assert len(variables) == 4
    done = _manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **variables)
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
