"""The browser's replay means the same as ours, for random histories."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from hipapp.core.enums import EventKind
from journal.sessions.replay import replay
from tests.browser.conftest import *  # noqa: F403 (its fixtures)

pytestmark = [pytest.mark.slow, pytest.mark.browser]

POSES = ["belly-breathing", "glute-bridge", "hip-hinge"]
RUN = "(all) => import('/static/js/replay.js').then((m) => all.map(([s, e]) => m.replay(s, e)))"


def _history(chance: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    def form() -> dict[str, Any]:
        return {"pose": chance.choice([*POSES, None]), "rung": chance.randrange(3), "really": None}

    steps = [
        {
            **form(),
            "key": f"s{n}",
            "other_side_of": chance.choice([None, f"s{n - 1}"]),
            "easier": chance.choice([None, form()]),
            "rest": form(),
        }
        for n in range(chance.randrange(1, 5))
    ]
    events = [
        {
            "id": f"e{n}",
            "at": f"2026-03-02T19:{chance.randrange(60):02d}:00+01:00",
            "device": chance.choice("ab"),
            "seq": chance.randrange(20),
            "kind": chance.choice([*EventKind, "unheard_of"]).__str__(),
            "step": chance.choice([None, "s0", "s1", "s2", "s9"]),
            "data": {
                "rating": chance.choice([None, 0, 5, 10, 11, 3.5, "4"]),
                "seconds": chance.randrange(-5, 400),
                "pose": chance.choice(POSES),
                "mark": chance.choice([None, "good", "too_much", "wings"]),
                "tags": chance.choice([["sleep"], [], "no list"]),
                "note": "n" * chance.randrange(3),
                "minutes": chance.randrange(-1, 2000),
                "started_at": chance.choice(
                    [None, "2026-03-01T12:00:00+01:00", "2026-02-28T18:30:00Z", "noon"]
                ),
                "day_only": chance.choice([True, False, None, "yes", 1]),
            },
        }
        for n in range(chance.randrange(25))
    ]
    return {"steps": steps}, events


def test_random_histories_mean_the_same(page: Page, live_server: Any) -> None:
    chance = random.Random(20260302)
    page.goto(f"{live_server.url}/static/js/replay.js")
    for _ in range(20):
        histories = [_history(chance) for _ in range(250)]
        for (script, events), theirs in zip(histories, page.evaluate(RUN, histories), strict=True):
            assert theirs == replay(script, events).to_json()
