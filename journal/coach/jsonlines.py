"""Histories as JSON, one a line, and answers likewise, so that anybody can replay the engine.

    python -m journal.coach < histories.jsonl > answers.jsonl

What a history may hold stands in docs/coach.md. Unknown fields are passed over; a line that can't be read is
answered by `{"error": ...}`, so that answers and lines stay side by side.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hipapp.core.enums import Mark, Move, Rung
from journal.coach.engine import advise
from journal.coach.facts import (
    Action,
    Advice,
    Change,
    Effect,
    History,
    Item,
    Placed,
    PoseFacts,
    SessionFacts,
    Suggestion,
)

VERSION = 1
_LEVELS = {"easier": Rung.EASIER, "standard": Rung.STANDARD, "harder": Rung.HARDER}
_ALL_LEVELS = tuple(_LEVELS)


def answers(lines: Iterable[str]) -> Iterator[str]:
    """An answer for each line that is not blank."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line), sort_keys=True, separators=(",", ":"))


def _answer(line: str) -> dict[str, Any]:
    try:
        raw = json.loads(line)
        history = read(raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return written(advise(history)) | {"user": raw.get("user"), "version": VERSION}


def read(raw: Mapping[str, Any]) -> History:
    """A history from its JSON. Raises ValueError, KeyError or TypeError on what is no history."""
    if raw.get("version", VERSION) != VERSION:
        raise ValueError(f"version {raw['version']!r} is not known")
    library = {pose.id: pose for pose in map(_pose, raw.get("library", ()))}
    return History(
        day=int(raw["day"]),
        library=library,
        routine=tuple(Placed(str(p["pose"]), _level(p.get("level"))) for p in raw.get("routine", ())),
        sessions=tuple(map(_session, raw.get("sessions", ()))),
        changes=tuple(c for c in map(_change, raw.get("changes", ())) if c is not None),
        avoid=frozenset(map(str, raw.get("avoid", ()))),
        max_level={str(pose): int(level) for pose, level in (raw.get("max_level") or {}).items()},
        before_now=_rating(raw.get("before_now")),
    )


def _pose(raw: Mapping[str, Any]) -> PoseFacts:
    moves = raw.get("moves") or {}
    known = [_LEVELS[level] for level in raw.get("levels", _ALL_LEVELS) if level in _LEVELS]
    mean = raw.get("prior_mean")
    return PoseFacts(
        str(raw["id"]),
        str(raw.get("job", "")),
        tuple(float(moves.get(m.value) or 0.0) for m in Move),
        None if mean is None else float(mean),
        tuple(sorted(known)) or tuple(_LEVELS.values()),
    )


def _session(raw: Mapping[str, Any]) -> SessionFacts:
    return SessionFacts(
        day=int(raw["day"]),
        items=tuple(
            Item(str(i["pose"]), _level(i.get("level")), float(i.get("dose", 1.0)))
            for i in raw.get("items", ())
        ),
        before=_rating(raw.get("before")),
        after=_rating(raw.get("after")),
        next_morning=_rating(raw.get("next_morning")),
        gentle=bool(raw.get("gentle", False)),
        marks={str(pose): Mark(mark) for pose, mark in (raw.get("marks") or {}).items() if mark in set(Mark)},
        sharp=frozenset(map(str, raw.get("sharp", ()))),
        other_reason=bool(raw.get("other_reason", False)),
        id=str(raw.get("id", "")),
    )


def _change(raw: Mapping[str, Any]) -> Change | None:
    """What is no change of a pose (keep, see someone, an action unknown here) is passed over."""
    action = raw.get("action")
    if action not in set(Action) or action in (Action.KEEP, Action.SEE_SOMEONE):
        return None
    to = raw.get("to")
    return Change(
        int(raw["day"]), str(raw["pose"]), Action(action), None if to is None else str(to),
        bool(raw.get("accepted", True)), bool(raw.get("never", False)),
    )  # fmt: skip


def _level(raw: Any) -> int:
    if isinstance(raw, str):
        return _LEVELS[raw]
    return Rung.STANDARD if raw is None else Rung(int(raw))


def _rating(raw: Any) -> int | None:
    if raw is None:
        return None
    rating = round(float(raw))
    if not 0 <= rating <= 10:
        raise ValueError(f"{raw!r} is no rating from 0 to 10")
    return rating


# -- answers -----------------------------------------------------------------------------------------------------


def written(advice: Advice) -> dict[str, Any]:
    suggestions = [_suggestion(advice.suggestion)] if advice.suggestion else []
    if advice.see_someone:
        suggestions.insert(0, {"action": Action.SEE_SOMEONE.value})
    today: dict[str, Any] = {"omit": list(advice.today.omit)}
    if advice.today.mode:
        today["mode"] = advice.today.mode
    return {
        "suggestions": suggestions,
        "today": today,
        "effects": {pose: _effect(effect) for pose, effect in sorted(advice.effects.items())},
        "quiet": advice.quiet.value if advice.quiet else None,
        "engine": advice.engine,
    }


def _suggestion(s: Suggestion) -> dict[str, Any]:
    """`give_back` is a step up as `progress` is; the interface knows one word for both."""
    action = Action.PROGRESS if s.action is Action.GIVE_BACK else s.action
    told: dict[str, Any] = {"pose": s.pose, "action": action.value, "rule": s.rule}
    if s.to is not None:
        told["to"] = s.to
    if s.level is not None:
        told["level"] = int(s.level)
    return told


def _effect(e: Effect) -> dict[str, Any]:
    return {
        "p_harm": round(e.p_harm, 4),
        "p_help": round(e.p_help, 4),
        "status": e.status.value,
        "after": [round(e.after_mean, 3), round(e.after_sd, 3)],
        "next_morning": [round(e.morning_mean, 3), round(e.morning_sd, 3)],
    }
