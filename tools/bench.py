"""Requests a second of the main pages beside a bare Django view, over HTTP, in one run. A benchmark, not a test.

make bench            starts its own granian on a free port with a scratch database
"""

import http.client
import os
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.scratch import say, serving

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 4


def main() -> None:
    with serving("tools.bench_settings") as scratch:
        bare = rate(scratch.port, "/bare/", scratch.cookie)
        say(f"{'page':34} {'req/s':>8} {'median ms':>10} {'of bare':>8}")
        say(f"{'bare Django view':34} {bare[0]:8.0f} {bare[1]:10.1f} {'100 %':>8}")
        for name, path in pages(scratch.user):
            got = rate(scratch.port, path, scratch.cookie)
            say(f"{name:34} {got[0]:8.0f} {got[1]:10.1f} {100 * got[0] / bare[0]:6.0f} %")


def pages(user: Any) -> list[tuple[str, str]]:
    entry = user.sessions.first()
    routine = user.routines.get()
    return [
        ("home", "/"),
        ("poses", "/poses/"),
        ("pose", "/poses/glute-bridge/"),
        ("routine", f"/routines/{routine.pk}/"),
        ("practise", "/practise/"),
        ("journal", "/journal/"),
        ("journal entry", f"/journal/{entry.pk}/" if entry else "/journal/"),
        ("trends, 16 weeks", "/trends/"),
        ("coach", "/coach/"),
    ]


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


if __name__ == "__main__":
    main()
