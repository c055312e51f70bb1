"""Requests a second of the main pages beside a bare Django view, over HTTP, in one run. A benchmark, not a test.

make bench            starts its own granian on a free port with a scratch database
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 4


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HIPAPP_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tools.bench_settings"}
        cookie, paths = prepare()
        port = free_port()
        server = subprocess.Popen(  # noqa: S603
            [
                str(Path(sys.executable).with_name("granian")),
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--workers",
                str(os.cpu_count() or 2),
                "--blocking-threads",
                "1",
                "--log-level",
                "error",
                "hipapp.site.wsgi:application",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            wait_for(port)
            bare = rate(port, "/bare/", cookie)
            say(f"{'page':34} {'req/s':>8} {'median ms':>10} {'of bare':>8}")
            say(f"{'bare Django view':34} {bare[0]:8.0f} {bare[1]:10.1f} {'100 %':>8}")
            for name, path in paths:
                got = rate(port, path, cookie)
                say(f"{name:34} {got[0]:8.0f} {got[1]:10.1f} {100 * got[0] / bare[0]:6.0f} %")
        finally:
            server.terminate()
            server.wait(10)


def prepare() -> tuple[str, list[tuple[str, str]]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from journal.demo import make_demo

    call_command("migrate", verbosity=0)
    call_command("sync_content", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = make_demo("benchmark password")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    entry = user.sessions.first()
    routine = user.routines.get()
    pages = [
        ("home", "/"),
        ("poses", "/poses/"),
        ("pose", "/poses/glute-bridge/"),
        ("routine", f"/routines/{routine.pk}/"),
        ("practise", "/practise/"),
        ("journal", "/journal/"),
        ("journal entry", f"/journal/{entry.pk}/" if entry else "/journal/"),
        ("trends, 16 weeks", "/trends/"),
    ]
    return f"sessionid={client.cookies['sessionid'].value}", pages


def rate(port: int, path: str, cookie: str) -> tuple[float, float]:
    """Requests a second by `CLIENTS` clients with a connection each, and the median time in milliseconds."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        mine = []
        while time.perf_counter() < until:
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")
            mine.append(time.perf_counter() - begun)
        times.extend(mine)

    begun = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - begun), 1000 * statistics.median(times or [0])


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


if __name__ == "__main__":
    main()
