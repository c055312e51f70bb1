"""Hand-written histories, one file each in `tests/vectors/coach`, and the exact words that the coach has for them.

A session is one line: `day before after morning | poses`, with `-` for what was not answered. Poses are those of
`poses:` by their short letter; a mark follows its letter: `!` too much, `+` good, `=` ok, `~` felt easy. A small
digit before a letter is its rung (1 if none): `a b! 0c+`. After a second `|` may stand `gentle` or `other reason`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hipapp.core.enums import Mark
from journal.coach.engine import advise
from journal.coach.facts import Action, Advice, Change, History, Item, Placed, PoseFacts, SessionFacts
from journal.coach.words import Names, counts, quiet, status_words, told
from poses.content.loader import shipped

FOLDER = Path(__file__).parents[1] / "vectors" / "coach"
MARKS = {"!": Mark.TOO_MUCH, "+": Mark.GOOD, "=": Mark.OK, "~": Mark.FELT_EASY, "": None}
_POSE = re.compile(r"(?P<level>[012]?)(?P<letter>[a-z])(?P<mark>[!+=~]?)$")


@dataclass(frozen=True)
class Golden:
    name: str
    about: str
    history: History
    says: str


@cache
def library() -> Mapping[str, PoseFacts]:
    poses = shipped().poses
    return {
        slug: PoseFacts(slug, doc.job.value, tuple(float(v) for v in doc.moves.values()))
        for slug, doc in poses.items()
        if not doc.test
    }


def names() -> Names:
    poses = shipped().poses
    return Names(
        pose=lambda slug: poses[slug].name,
        rung=lambda slug, level: next(r.name for r in poses[slug].rungs if r.rung == level),
    )


def read(path: Path) -> Golden:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    letters = raw["poses"]
    sessions = tuple(_session(line, letters) for line in raw["sessions"].strip().splitlines())
    routine = raw.get("routine") or dict.fromkeys(letters, 1)
    return Golden(
        path.stem,
        raw["about"],
        History(
            raw["day"],
            library(),
            tuple(Placed(letters[k], level) for k, level in routine.items()),
            sessions,
            tuple(_change(c, letters) for c in raw.get("changes", ())),
            frozenset(raw.get("avoid", ())),
            raw.get("max_level", {}),
            raw.get("before_now"),
        ),
        raw["says"],
    )


def _session(line: str, letters: Mapping[str, str]) -> SessionFacts:
    parts = [p.strip() for p in line.split("|")]
    day, *ratings = parts[0].split()
    before, after, morning = (None if r == "-" else int(r) for r in ratings)
    items, marks = [], {}
    for word in parts[1].split():
        found = _POSE.match(word)
        assert found, f"{word!r} in {line!r}"
        pose = letters[found["letter"]]
        items.append(Item(pose, int(found["level"] or 1)))
        if mark := MARKS[found["mark"]]:
            marks[pose] = mark
    more = parts[2] if len(parts) > 2 else ""
    return SessionFacts(
        int(day), tuple(items), before, after, morning, "gentle" in more, marks,
        other_reason="other reason" in more,
    )  # fmt: skip


def _change(raw: Mapping[str, Any], letters: Mapping[str, str]) -> Change:
    return Change(
        raw["day"], letters[raw["pose"]], Action(raw["action"]), raw.get("to"),
        raw.get("accepted", True), raw.get("never", False),
    )  # fmt: skip


def words(history: History) -> str:
    """All that the coach says of a history, a line each."""
    advice = advise(history)
    return "\n".join(_lines(history, advice)) + "\n"


def _lines(history: History, advice: Advice) -> Iterator[str]:
    if advice.see_someone:
        yield f"See someone: {advice.see_someone}"
    if advice.ask_again:
        yield f"Asks the list again: {advice.ask_again}"
    if advice.today.mode:
        yield f"Today: {advice.today.mode}"
    if advice.suggestion:
        yield from told(advice.suggestion, advice, names()).lines()
    else:
        yield quiet(advice, history)
    routine = tuple(p.pose for p in history.routine)
    yield counts(advice.effects, routine)
    for pose in routine:
        effect = advice.effects.get(pose)
        yield f"- {names().pose(pose)}: {status_words(effect)}"


def all_golden() -> list[Golden]:
    return [read(path) for path in sorted(FOLDER.glob("*.yaml"))]
