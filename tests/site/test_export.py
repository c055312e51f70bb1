"""What docs/export.md says is what a person gets, key by key."""

import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from hipapp.core.enums import EventKind, HoldKind, Rung
from hipapp.core.models import User
from hipapp.site.export import export_of
from journal.coach.records import review
from journal.models import SkippedDay, Trial
from journal.sessions.records import append, start
from journal.sessions.script import Form, build_script
from poses.body.records import answer_red_flags, mark_checked, report
from poses.gatekeeping import gate_for
from poses.routines.plan import Step
from poses.safety.facts import Hold
from tests.build import event
from tests.coach.build import fuller_week, sore_days

DOCS = Path(__file__).resolve().parents[2] / "docs" / "export.md"
#: Objects whose keys are data: names of red flags, and what an event of each kind tells (docs/architecture.md).
MAPS = {"red_flag_answers[].checked"}
FREE = {"sessions[].events[].data", "suggestions[].evidence.marks"}


def _documented() -> dict[str, set[str]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return {where.strip("`"): set(re.findall(r"`([^`]+)`", keys)) for where, keys in rows if "`" in keys}


def _walk(value: Any, where: str, found: dict[str, set[str]]) -> None:
    if isinstance(value, list):
        for item in value:
            _walk(item, f"{where}[]", found)
    elif isinstance(value, dict) and where in MAPS:
        for item in value.values():
            _walk(item, f"{where}.*", found)
    elif isinstance(value, dict) and where not in FREE:
        found[where or "(top)"] |= set(value)
        for key, item in value.items():
            inner = where if key == "easier" else f"{where}.{key}".lstrip(".")  # a step inside a step
            _walk(item, inner, found)


def _full(person: User) -> dict[str, Any]:
    """The export of somebody who has something of everything, as a reader gets it."""
    row = answer_red_flags(person, ["cancer"])
    mark_checked(row, "cancer", date(2026, 1, 2), "my doctor")
    sore_days(person, fuller_week(person))
    assert review(person).suggestion is not None
    SkippedDay.objects.create(user=person, day=date(2026, 1, 5))
    answer_red_flags(person, [])
    gate = gate_for(person)
    steps = [Step(slug, slug, Rung.STANDARD) for slug in gate.catalogue.poses]
    built = build_script(steps, gate.catalogue.poses, gate.ruling, Form.PLANNED, "All", "rules")
    said = {"id": "1", "pose": "cat-cow-hinge", "week": 0, "with": True}
    session = start(person, built.script | {"trial": said})
    told = {"chance": 0.2, "a_week": 3.0, "noise": 0.9, "believed": [-0.1, 0.2], "rung": 1}
    Trial.objects.create(user=person, pose="cat-cow-hinge", first_day=date(2026, 1, 7), weeks="10", told=told)
    append(session, [event(session, EventKind.STARTED)])
    gentle = Hold(HoldKind.GENTLE, "after a hard day", until=date(2026, 1, 6))
    report(person, {gentle: session.started_at}, source=session.id)
    exported: dict[str, Any] = json.loads(json.dumps(export_of(person)))
    return exported


def test_documented_keys_are_the_exported_keys(person: User) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    _walk(_full(person), "", found)
    assert _documented() == dict(found)
