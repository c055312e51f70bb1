"""Settings fail loudly on a bad value, and are fit for production with the documented variables."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

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
    ],
)
def test_bad_value_names_its_variable(tmp_path: Path, variable: str, value: str) -> None:
    done = _manage(tmp_path, "check", **{variable: value})
    assert done.returncode != 0
    assert done.stderr.startswith(f"{variable}: ")


def test_fit_for_production(tmp_path: Path) -> None:
    done = _manage(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        HIPAPP_URL="https://hip.example.org",
        HIPAPP_BEHIND_PROXY="true",
        HIPAPP_SMTP_HOST="mail.example.org",
        HIPAPP_MAIL_FROM="hipapp@example.org",
    )
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
