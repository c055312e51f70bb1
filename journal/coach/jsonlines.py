"""Histories as JSON, one a line, and answers likewise, so that anybody can replay the engine.

    python -m journal.coach < histories.jsonl > answers.jsonl

What a history may hold stands in docs/coach.md. Unknown fields are passed over, numbers may be written as strings,
and null is as good as missing. A line that can't be read is answered by `{"error": ...}`, so that answers and lines
stay side by side; blank lines have no answer.
"""

import json
import math
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
            yield json.dumps(_answer(line), sort_keys=True, separators=(",", ":"), allow_nan=False)


def _answer(line: str) -> dict[str, Any]:
    """Whatever a line holds, there is an answer. (A nesting of thousands is a RecursionError.)"""
    user = None
    try:
        raw = json.loads(line.removeprefix("\ufeff"))
        if not isinstance(raw, dict):
            raise ValueError("a history is an object")
        user = _user(raw.get("user"))
        return written(advise(read(raw))) | {"user": user, "version": VERSION}
    except KeyError as error:
        said = f"{error.args[0]!s} is missing"
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        said = f"{type(error).__name__}: {error}"
    return {"error": said[:_LONGEST], "user": user, "version": VERSION}


#: An error quotes what it met; more of it than this helps nobody.
_LONGEST = 200


def _user(raw: Any) -> str | int | None:
    return raw if isinstance(raw, str | int) or raw is None else None


def read(raw: Mapping[str, Any]) -> History:
    """A history from its JSON. Raises ValueError, KeyError, TypeError or AttributeError on what is no history."""
    if _whole(_or(raw, "version", VERSION), 0, 10**6, "version") != VERSION:
        raise ValueError(f"version {raw['version']!r} is not known")
    library = {pose.id: pose for pose in map(_pose, _list(raw, "library"))}
    return History(
        day=_day(raw["day"]),
        library=library,
        routine=tuple(Placed(str(p["pose"]), _level(p.get("level"))) for p in _list(raw, "routine")),
        sessions=tuple(map(_session, _list(raw, "sessions"))),
        changes=tuple(c for c in map(_change, _list(raw, "changes")) if c is not None),
        avoid=frozenset(map(str, _list(raw, "avoid"))),
        max_level={str(pose): _most(level) for pose, level in _or(raw, "max_level", {}).items()},
        before_now=_rating(raw.get("before_now")),
        asking=str(_or(raw, "asking", "")),
        edited={str(pose): _day(day) for pose, day in _or(raw, "edited", {}).items()},
    )


def _pose(raw: Mapping[str, Any]) -> PoseFacts:
    moves = _or(raw, "moves", {})
    known = {_LEVELS[level] for level in map(str, _or(raw, "levels", _ALL_LEVELS)) if level in _LEVELS}
    mean = raw.get("prior_mean")
    return PoseFacts(
        str(raw["id"]),
        str(_or(raw, "job", "")),
        tuple(_number(moves.get(m.value) or 0.0, 0.0, 1.0) for m in Move),
        None if mean is None else _number(mean, -10.0, 10.0),
        tuple(sorted(known)) or tuple(_LEVELS.values()),
    )


def _session(raw: Mapping[str, Any]) -> SessionFacts:
    marks = _or(raw, "marks", {}).items()
    return SessionFacts(
        day=_day(raw["day"]),
        items=tuple(
            Item(str(i["pose"]), _level(i.get("level")), _number(_or(i, "dose", 1.0), 0.0, 1e6))
            for i in _list(raw, "items")
        ),
        before=_rating(raw.get("before")),
        after=_rating(raw.get("after")),
        next_morning=_rating(raw.get("next_morning")),
        gentle=_flag(raw.get("gentle"), usual=False),
        marks={str(pose): Mark(mark) for pose, mark in marks if mark in set(Mark)},
        sharp=frozenset(map(str, _list(raw, "sharp"))),
        other_reason=_flag(raw.get("other_reason"), usual=False),
        id=str(_or(raw, "id", "")),
    )


def _change(raw: Mapping[str, Any]) -> Change | None:
    """What is no change of a pose (keep, see someone, an action unknown here) is passed over."""
    action = raw.get("action")
    if action not in set(Action) or action in (Action.KEEP, Action.SEE_SOMEONE):
        return None
    to = raw.get("to")
    return Change(
        _day(raw["day"]), str(raw["pose"]), Action(action), None if to is None else str(to),
        _flag(raw.get("accepted"), usual=True), _flag(raw.get("never"), usual=False),
    )  # fmt: skip


# -- single values -----------------------------------------------------------------------------------------------


def _or(raw: Mapping[str, Any], name: str, usual: Any) -> Any:
    """A field, or what is usual where it is missing or null."""
    value = raw.get(name)
    return usual if value is None else value


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    value = _or(raw, name, [])
    if not isinstance(value, list):
        raise ValueError(f"{name} is a list")
    return value


def _number(raw: Any, least: float, most: float) -> float:
    """A number, drawn into its range; what is none (also NaN) is a ValueError."""
    number = float(raw)
    if math.isnan(number):
        raise ValueError(f"{raw!r} is no number")
    return min(most, max(least, number))


def _whole(raw: Any, least: int, most: int, what: str) -> int:
    number = float(raw)
    if not least <= number <= most:  # NaN is nowhere
        raise ValueError(f"{raw!r} is no {what}")
    return round(number)


def _day(raw: Any) -> int:
    return _whole(raw, -10_000_000, 10_000_000, "day")


def _rating(raw: Any) -> int | None:
    return None if raw is None else _whole(raw, 0, 10, "rating from 0 to 10")


def _level(raw: Any) -> int:
    if raw is None:
        return Rung.STANDARD
    return _LEVELS[raw] if raw in _ALL_LEVELS else Rung(_whole(raw, Rung.EASIER, Rung.HARDER, "rung"))


def _most(raw: Any) -> int:
    """The highest rung that is open; -1 or less: none is."""
    return (
        Rung.HARDER if raw is None else _LEVELS[raw] if raw in _ALL_LEVELS else _whole(raw, -99, 99, "rung")
    )


def _flag(raw: Any, *, usual: bool) -> bool:
    if isinstance(raw, str):
        return raw.strip().lower() in ("true", "yes", "1")
    return usual if raw is None else bool(raw)


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
