"""Lighthouse on every type of page, on a phone as it imagines one: the median of three. A measurement, not a test.

make lighthouse       needs Node.js and Chromium; writes docs/lighthouse.md

Version and flags are fixed here, because scores of different ones can't be compared.
"""

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools.scratch import Scratch, say, serving  # noqa: E402

VERSION = "12.8.2"
TOOL = ROOT / ".venv-lighthouse"
PAGE = ROOT / "docs" / "lighthouse.md"
TIMES = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--quiet", "--output=json", "--output-path=stdout", f"--only-categories={','.join(CATEGORIES)}",
    "--form-factor=mobile", "--throttling-method=simulate",
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-quic",
)  # fmt: skip
#: What each has to reach: signed out, signed in.
BARS = {"performance": (98, 95), "accessibility": (100, 100), "best-practices": (100, 100), "seo": (100, 0)}


@dataclass(frozen=True)
class Seen:
    """Of one page: scores of 0 to 100, and what it cost."""

    name: str
    signed_in: bool
    scores: dict[str, int]
    kilobytes: float
    requests: int
    busy_ms: float
    missed: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="names of pages, with commas")
    parser.add_argument("--times", type=int, default=TIMES)
    wanted = parser.parse_args()
    install()
    with serving() as scratch:
        found = []
        for name, path, signed_in in pages(scratch):
            if wanted.only and name not in wanted.only.split(","):
                continue
            found.append(look(scratch, name, path, wanted.times, signed_in=signed_in))
            say(line(found[-1]))
    if not wanted.only:
        PAGE.write_text(written(found, wanted.times), encoding="utf-8")
    if any(not reached(s) for s in found):
        sys.exit("some pages are below the bars")


def install() -> None:
    """Into a folder of its own, once."""
    if (TOOL / "node_modules" / "lighthouse" / "package.json").exists():
        return
    TOOL.mkdir(exist_ok=True)
    how = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
    subprocess.run(["npm", "install", *how, f"lighthouse@{VERSION}"], cwd=TOOL, check=True)  # noqa: S603, S607


def pages(scratch: Scratch) -> list[tuple[str, str, bool]]:
    """(name, path, signed in) of each type of page."""
    user = scratch.user
    entry, routine = user.sessions.first(), user.routines.get()
    step = routine.versions.last().plan.steps[0].id
    of = f"/routines/{routine.pk}/"
    out = [
        ("welcome", "/"), ("library", "/poses/"), ("pose", "/poses/glute-bridge/"), ("starters", "/routines/"),
        ("sore today", "/flare/"), ("when to be cautious", "/cautious/"), ("rules", "/safety/"),
        ("stop", "/stop/"), ("warning signs", "/check/"), ("about", "/about/"), ("sign in", "/account/login/"),
        ("sign up", "/account/signup/"), ("the figure", "/account/figure/"),
    ]  # fmt: skip
    in_ = [
        ("home", "/"), ("library, signed in", "/poses/"), ("pose, signed in", "/poses/glute-bridge/"),
        ("my body", "/body/"), ("a question", "/body/conditions/"), ("routine", of), ("add a pose", f"{of}add/"),
        ("swap", f"{of}swap/{step}/"), ("assemble", "/routines/assemble/"), ("practise", "/practise/"),
        ("player", f"/practise/{_ready(scratch)}/"),
        ("check-in", f"/practise/{entry.pk}/after/"), ("journal", "/journal/"), ("entry", f"/journal/{entry.pk}/"),
        ("trends", "/trends/"), ("coach", "/coach/"), ("log", "/coach/log/"), ("ask my back", "/coach/ask/"),
        ("account", "/account/"),
    ]  # fmt: skip
    return [(name, path, False) for name, path in out] + [(name, path, True) for name, path in in_]


def _ready(scratch: Scratch) -> str:
    """A session that waits in the player."""
    from journal.sessions.starting import Choice, begin

    session = begin(scratch.user, Choice("five")).session
    if session is None:
        raise SystemExit("the example account can't practise")
    return str(session.pk)


def look(scratch: Scratch, name: str, path: str, times: int, *, signed_in: bool) -> Seen:
    runs = [run(scratch, path, signed_in=signed_in) for _ in range(times)]
    scores = {
        c: round(statistics.median(100 * (r["categories"][c]["score"] or 0) for r in runs))
        for c in CATEGORIES
    }
    return Seen(
        name,
        signed_in,
        scores,
        statistics.median(_value(r, "total-byte-weight") for r in runs) / 1000,
        round(statistics.median(len(r["audits"]["network-requests"]["details"]["items"]) for r in runs)),
        statistics.median(_value(r, "mainthread-work-breakdown") for r in runs),
        missed(runs[-1], signed_in=signed_in),
    )


def _value(run: dict[str, Any], audit: str) -> float:
    return float(run["audits"][audit].get("numericValue") or 0.0)


def missed(run: dict[str, Any], *, signed_in: bool) -> tuple[str, ...]:
    """Audits that cost points where all are asked for; pages behind the sign-in are not for search engines."""
    asked = [c for c in CATEGORIES[1:] if not (signed_in and c == "seo")]
    refs = [ref for c in asked for ref in run["categories"][c]["auditRefs"] if ref["weight"]]
    scores = {ref["id"]: run["audits"][ref["id"]]["score"] for ref in refs}
    return tuple(sorted(audit for audit, score in scores.items() if score is not None and score < 1))


def run(scratch: Scratch, path: str, *, signed_in: bool) -> dict[str, Any]:
    command = [str(TOOL / "node_modules" / ".bin" / "lighthouse"), f"{scratch.url}{path}", *FLAGS]
    if signed_in:
        command.append(f"--extra-headers={json.dumps({'Cookie': scratch.cookie})}")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=_env())  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _env() -> dict[str, str]:
    import os
    import shutil

    chromium = (
        os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    )
    return {**os.environ, "CHROME_PATH": chromium}


def reached(s: Seen) -> bool:
    return all(s.scores[c] >= bars[s.signed_in] for c, bars in BARS.items())


def line(s: Seen) -> str:
    scores = " | ".join(str(s.scores[c]) if not (s.signed_in and c == "seo") else "–" for c in CATEGORIES)
    mark = "" if reached(s) else " ✗"
    cost = f"{s.kilobytes:.0f} | {s.requests} | {s.busy_ms / 1000:.1f} | {', '.join(s.missed)}"
    return f"| {s.name}{mark} | {scores} | {cost} |"


HEAD = """# Lighthouse

`make lighthouse` writes this page: Lighthouse {version} on a phone as it imagines one (simulated 4G, processor four
times slower), the median of {times}, on the example account with sixteen weeks of journal, served as in production by
this machine. Bars: accessibility and best practices 100 everywhere, search 100 on public pages, performance 98 signed
out and 95 signed in.

"""
COLUMNS = ("page", "performance", "accessibility", "best practices", "search", "kB sent", "requests", "main thread, s",
           "what cost points")  # fmt: skip
TABLE = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}\n"


def written(found: list[Seen], times: int) -> str:
    parts = [HEAD.format(version=VERSION, times=times)]
    for title, signed_in in (("Signed out", False), ("Signed in", True)):
        rows = "\n".join(line(s) for s in found if s.signed_in is signed_in)
        parts.append(f"## {title}\n\n{TABLE}{rows}\n\n")
    return "".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    main()
