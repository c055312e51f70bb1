"""A hipapp with a database of its own and the example account in it, served as in production, for measuring."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Scratch:
    """Where it answers, the cookie of the example account, and that account."""

    port: int
    cookie: str
    user: Any

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@contextmanager
def serving(settings: str = "hipapp.settings") -> Iterator[Scratch]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {
            "HIPAPP_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": settings,
            "HIPAPP_URL": f"http://localhost:{port}",
        }
        cookie, user = _filled()
        server = subprocess.Popen(_command(port), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})  # noqa: S603
        try:
            wait_for(port)
            yield Scratch(port, cookie, user)
        finally:
            server.terminate()
            server.wait(10)


def _command(port: int) -> list[str]:
    from tools.serve import server_options

    return [str(Path(sys.executable).with_name("granian")), *server_options("127.0.0.1", str(port))]


def _filled() -> tuple[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from journal.demo import make_demo

    call_command("prepare", verbosity=0)
    user = make_demo("a password for nobody")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}", user


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
