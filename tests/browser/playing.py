"""Sessions to play in a browser: forms as a script has them, and a clock that is wound on by hand."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from journal.sessions.models import Session

BREATH = [{"phase": "in", "do": "Widen."}, {"phase": "out", "do": "Soften."}]

Open = Callable[..., Session]


def part(kind: str, amount: int, pace_s: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "amount": amount, "pace_s": pace_s, "seconds": amount * (pace_s or 1)}


def form(pose: str, rung: int, name: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form of a script's step, as docs/architecture.md has it."""
    made = {
        "pose": pose,
        "really": None,
        "rung": rung,
        "name": name,
        "rung_name": "As it is",
        "position": "lying_back",
        "level": 0,
        "side": "both",
        "switch": False,
        "get_ready_s": 8,
        "sets": 1,
        "rest_s": 0,
        "parts": list(parts),
        "cue": "First cue.",
        "cues": ["First cue.", "Second cue."],
        "hows": [],
        "steps": ["Lie down.", "Bend your knees."],
        "change": None,
        "breath": [],
        "breath_pace": None,
        "timeline": [],
        "stop_if": ["It pinches; come out of it."],
    } | more
    once = sum(p["seconds"] for p in parts)
    return {"seconds": once * made["sets"] + made["rest_s"] * (made["sets"] - 1)} | made


def script(*forms: dict[str, Any]) -> dict[str, Any]:
    rest: dict[str, Any] = {
        "pose": "belly-breathing",
        "really": None,
        "rung": 1,
        "name": "Slow belly breathing",
    }
    rest |= {"cue": "Widen, low and soft.", "hows": [], "seconds": 30}
    steps = [{"key": f"s{n}", "easier": None, "rest": rest} | f for n, f in enumerate(forms)]
    return {"format": 1, "form": "planned", "title": "Evening hips", "rules": "test", "steps": steps}


def at(found: dict[str, Any], level: int, *props: str, **more: Any) -> dict[str, Any]:
    """A form that tells what it needs, as scripts do since the player waits."""
    return (
        found
        | {"level": level, "props": sorted(props), "needs": " and ".join(f"a {p}" for p in props)}
        | more
    )


def bridge(**more: Any) -> dict[str, Any]:
    easier = form("glute-bridge", 0, "Glute bridge", part("reps", 2, 6), rung_name="Squeeze only")
    how = ["Rise only a hand's height."]
    return form("glute-bridge", 1, "Glute bridge", part("reps", 4, 6), easier=easier, hows=how) | more


def kneel(side: str) -> dict[str, Any]:
    more: dict[str, Any] = {"side": side, "switch": side == "right", "position": "kneeling", "level": 1}
    return form("half-kneeling-hip-flexor", 1, "Half-kneeling", part("hold", 30), **more)


def hero() -> dict[str, Any]:
    more = {"sets": 2, "rest_s": 10, "breath": BREATH}
    return form("hero-supported", 1, "Supported hero", part("pulses", 2, 8), part("hold", 12), **more)


def breaths() -> dict[str, Any]:
    pace = {"in_s": 4, "out_s": 6}
    return form(
        "belly-breathing", 1, "Belly breathing", part("breaths", 3, 10), breath=BREATH, breath_pace=pace
    )


def wind(page: Page, seconds: float) -> None:
    page.clock.run_for(round(seconds * 1000))
