"""What a session's events mean: a pure function of the script and the events.

`static/js/replay.js` is the same function for the browser, name by name; the vectors in
`tests/vectors/replay/` hold both together. Nothing here raises, whatever the JSON: what does not fit is
skipped.

The ladder of "Too much" stands for each step: own rung → easier rung → rest pose → the session ends with "you
did enough". A step without an easier rung begins its ladder at the rest pose.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from math import inf
from typing import Any

from hipapp.core.enums import EventKind, Mark, Tag

#: The longest that one event may claim to have been practised, in seconds; a phone that slept is no practice.
MOST_SECONDS = 3600
#: The longest that one tap may lengthen a step, in seconds.
MOST_EXTRA_S = 60
#: Minutes in a day, the most that a person can set by hand.
MOST_MINUTES = 1440
#: Whole numbers beyond this are not the same in Python and in the browser.
_SAFE = 2**53 - 1
_MARKS = frozenset(Mark)
_TAGS = frozenset(Tag)
_KINDS = frozenset(EventKind)
_ISO = re.compile(
    r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


class Status(StrEnum):
    READY = "ready"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    DONE = "done"
    STOPPED = "stopped"


class Variant(StrEnum):
    """Which form of a step is done."""

    OWN = "own"
    EASIER = "easier"
    REST = "rest"


class Outcome(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"
    TOO_MUCH = "too_much"
    SHARP = "sharp"
    STOPPED = "stopped"


class Ending(StrEnum):
    """Why a session is over."""

    FINISHED = "finished"
    ENOUGH = "enough"
    NUMB = "numb"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step. `outcome` None: begun and left in the middle. `rung` None: none was done."""

    key: str
    pose: str | None
    outcome: Outcome | None
    variant: Variant
    rung: int | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Edits:
    """What the person set by hand; it goes before what was measured."""

    started_at: str | None = None
    minutes: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """The state of a session, from which its row and the player's screen are made.

    `position` is the index of the step to do now (the number of steps when all are behind), `variant` and
    `pose` what to do there (a rest without a pose has None), `extra_s` the seconds added to it. `steps` holds
    the steps that have an outcome or seconds, in the script's order. `sharp` poses are among the `out` ones;
    `eased` are those whose easier rung was taken. Ratings are 0 to 10.
    """

    status: Status
    position: int
    variant: Variant | None
    pose: str | None
    extra_s: int
    out: tuple[str, ...]
    sharp: tuple[str, ...]
    eased: tuple[str, ...]
    too_much: int
    numb: bool
    steps: tuple[StepResult, ...]
    seconds: int
    minutes: int
    started_at: str | None
    ended_at: str | None
    ended_by: Ending | None
    before: int | None
    after: int | None
    next_morning: int | None
    marks: Mapping[str, str]
    tags: tuple[str, ...]
    note: str
    edits: Edits
    deleted: bool

    def to_json(self) -> dict[str, Any]:
        """The form that the vectors and `replay.js` share."""
        data = asdict(self)
        for key in ("out", "sharp", "eased", "tags", "steps"):
            data[key] = list(data[key])
        return data


def replay(script: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> Projection:
    """The state after `events`, in whatever order and however often each was delivered."""
    state = _State(_steps_of(script))
    seen: set[str] = set()
    for event in sorted(_usable(events), key=_order):
        if event["id"] in seen:
            continue
        seen.add(event["id"])
        data = event.get("data")
        _apply(state, event, data if isinstance(data, Mapping) else {})
    return _projection(state)


# Reading what was written


def _usable(events: object) -> Iterator[Mapping[str, Any]]:
    """The events of a known kind with an id: without one nobody can tell a repetition."""
    for event in events if isinstance(events, Iterable) else ():
        if isinstance(event, Mapping) and _text(event.get("id")) and _text(event.get("kind")) in _KINDS:
            yield event


def _order(event: Mapping[str, Any]) -> tuple[float, bytes, int, bytes]:
    moment = _moment(event.get("at"))
    seq = _whole(event.get("seq"), -_SAFE, _SAFE)
    return (inf if moment is None else moment, _units(event.get("device")), seq or 0, _units(event["id"]))


def _units(value: object) -> bytes:
    """Text as the browser compares it: by UTF-16 units."""
    return (_text(value) or "").encode("utf-16-be", "surrogatepass")


def _moment(value: object) -> int | None:
    """Milliseconds since 1970 of an ISO time with an offset; None for anything else."""
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    fraction, sign, off_hours, off_minutes = match.groups()[6:]
    away = int(off_hours or 0) * 60 + int(off_minutes or 0)
    if int(off_hours or 0) > 23 or int(off_minutes or 0) > 59:
        return None
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    seconds = int((local - _EPOCH).total_seconds()) - away * (-60 if sign == "-" else 60)
    return seconds * 1000 + int(((fraction or "") + "000")[:3])


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _whole(value: object, least: int, most: int) -> int | None:
    """A whole number between `least` and `most`; 3.0 is 3, as in the browser, and true is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return None
    return int(value) if least <= value <= most else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(data: Mapping[str, Any]) -> int:
    return min(_whole(data.get("seconds"), 0, _SAFE) or 0, MOST_SECONDS)


# The state


@dataclass(slots=True)
class _Step:
    key: str | None
    own: Mapping[str, Any]
    easier: Mapping[str, Any] | None
    rest: Mapping[str, Any]
    variant: Variant = Variant.OWN
    outcome: Outcome | None = None
    ended: bool = False
    seconds: int = 0
    extra_s: int = 0

    @property
    def form(self) -> Mapping[str, Any]:
        """What is done now: the step itself, its easier form or its rest."""
        forms = {Variant.OWN: self.own, Variant.EASIER: self.easier or {}, Variant.REST: self.rest}
        return forms[self.variant]

    def settle(self, outcome: Outcome) -> None:
        """What was done stays done when it is skipped later: only a stronger word replaces another."""
        if self.outcome is None or _WEIGHT[outcome] > _WEIGHT[self.outcome]:
            self.outcome = outcome


_WEIGHT = {
    Outcome.SKIPPED: 0,
    Outcome.DONE: 1,
    Outcome.TOO_MUCH: 2,
    Outcome.STOPPED: 3,
    Outcome.SHARP: 4,
}


@dataclass(slots=True)
class _State:
    steps: list[_Step]
    status: Status = Status.READY
    position: int = 0
    out: list[str] = field(default_factory=list)
    sharp: list[str] = field(default_factory=list)
    eased: list[str] = field(default_factory=list)
    too_much: int = 0
    numb: bool = False
    started_at: str | None = None
    ended_at: str | None = None
    ended_by: Ending | None = None
    ratings: dict[str, int] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    note: str = ""
    edits: dict[str, Any] = field(default_factory=dict)
    deleted: bool = False

    def __post_init__(self) -> None:
        self.position = self.next_open(0)

    @property
    def here(self) -> _Step | None:
        return self.steps[self.position] if self.position < len(self.steps) else None

    @property
    def over(self) -> bool:
        return self.ended_by is not None

    def index_of(self, key: str | None) -> int | None:
        return next((i for i, s in enumerate(self.steps) if key is not None and s.key == key), None)

    def is_out(self, step: _Step) -> bool:
        """Out with its pose, or with the pose that its easier rung really is once that was taken."""
        forms = (step.own,) if step.variant is Variant.REST else (step.own, step.form)
        return step.key is None or any(pose in self.out for form in forms for pose in _poses(form))

    def next_open(self, start: int) -> int:
        """The first step from `start` on whose pose is not out; the number of steps if there is none."""
        end = len(self.steps)
        return next((i for i in range(start, end) if not self.is_out(self.steps[i])), end)

    def move_to(self, index: int) -> None:
        if index != self.position and index < len(self.steps):
            self.steps[index].extra_s = 0
        self.position = index

    def move_past(self, index: int) -> None:
        """On from step `index`; a step already behind moves nobody, unless a pose has just gone out."""
        self.move_to(self.next_open(max(self.position, index + 1)))

    def end(self, why: Ending, at: str | None) -> None:
        self.status = Status.STOPPED if why is Ending.NUMB else Status.DONE
        self.ended_by = why
        self.ended_at = at


def _steps_of(script: object) -> list[_Step]:
    """A step without a usable key keeps its place, so that positions stay true, but is never due."""
    raw = script.get("steps") if isinstance(script, Mapping) else None
    steps: list[_Step] = []
    for item in raw if isinstance(raw, list | tuple) else ():
        own = item if isinstance(item, Mapping) else {}
        easier, rest = own.get("easier"), own.get("rest")
        key = _text(own.get("key"))
        steps.append(
            _Step(
                key=None if any(s.key == key for s in steps) else key,
                own=own,
                easier=easier if isinstance(easier, Mapping) else None,
                rest=rest if isinstance(rest, Mapping) else {},
            )
        )
    return steps


def _poses(form: Mapping[str, Any]) -> list[str]:
    """The pose of a form, and the one that it really is if that is another."""
    return [pose for pose in (_text(form.get("pose")), _text(form.get("really"))) if pose]


def _add(poses: list[str], more: Iterable[str]) -> None:
    poses.extend(pose for pose in dict.fromkeys(more) if pose not in poses)


# Applying an event


def _apply(state: _State, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    kind = EventKind(event["kind"])
    if kind in _CHECK_INS:
        _CHECK_INS[kind](state, kind, data)
        return
    key = _text(event.get("step"))
    if state.over:
        _late_report(state, kind, key)
        return
    index = _target(state, kind, key)
    if index is None or (kind is EventKind.LEFT and state.status is Status.READY):
        return
    at = event["at"] if _moment(event.get("at")) is not None else None
    if state.started_at is None:
        state.started_at = at
    state.status = Status.ACTIVE
    state.ended_at = None
    if kind in _TURNS:
        _TURNS[kind](state, index, data, at)


def _target(state: _State, kind: EventKind, key: str | None) -> int | None:
    """The step that an event is about, None if the event does not fit.

    An event of a later step tells that the person is there, so it counts; one of a step behind counts only
    where it brings what was missing.
    """
    if kind in _ABOUT_ALL:
        return state.position
    index = state.index_of(key)
    if kind is EventKind.NUMB:
        return state.position if index is None else index
    if index is None:
        return _target_without_step(state, kind, key)
    step = state.steps[index]
    if kind is EventKind.SHARP:
        return None if step.outcome is Outcome.SHARP else index
    if kind is EventKind.WENT_BACK and state.here is None:
        return state.position
    if state.is_out(step):
        return None
    late = kind in (EventKind.STEP_DONE, EventKind.SKIPPED) and not step.ended
    return index if index >= state.position or late else None


def _target_without_step(state: _State, kind: EventKind, key: str | None) -> int | None:
    """Back and Sharp mean the step now to do where they name none."""
    if key is not None or kind not in (EventKind.WENT_BACK, EventKind.SHARP):
        return None
    return None if kind is EventKind.SHARP and state.here is None else state.position


def _late_report(state: _State, kind: EventKind, key: str | None) -> None:
    """After the end no step counts any more, but a safety report is never lost."""
    if kind is EventKind.NUMB:
        state.numb = True
    index = state.index_of(key)
    if kind is EventKind.SHARP and index is not None:
        _report_sharp(state, state.steps[index])


def _report_sharp(state: _State, step: _Step) -> None:
    """Out is the pose of the step, and what was really being done in it."""
    poses = (*_poses(step.own), *_poses(step.form))
    _add(state.sharp, poses)
    _add(state.out, poses)


def _step_done(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    _leave_step(state, index, Outcome.DONE, data)


def _skipped(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    _leave_step(state, index, Outcome.SKIPPED, data)


def _leave_step(state: _State, index: int, outcome: Outcome, data: Mapping[str, Any]) -> None:
    step = state.steps[index]
    step.seconds += _seconds(data)
    step.settle(outcome)
    step.ended = True
    state.move_past(index)


def _went_back(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    if index < len(state.steps):
        state.steps[index].seconds += _seconds(data)
    earlier = [i for i in range(index) if not state.is_out(state.steps[i])]
    state.move_to(earlier[-1] if earlier else index)


def _extended(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    state.move_to(index)
    state.steps[index].extra_s += _whole(data.get("seconds"), 1, MOST_EXTRA_S) or 0


def _paused(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    state.status = Status.PAUSED


def _too_much(state: _State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    state.move_to(index)
    state.too_much += 1
    step = state.steps[index]
    step.seconds += _seconds(data)
    step.extra_s = 0
    step.settle(Outcome.TOO_MUCH)
    if step.variant is Variant.REST:
        step.ended = True
        state.end(Ending.ENOUGH, at)
    elif step.variant is Variant.OWN and _can_ease(state, step):
        step.variant = Variant.EASIER
        _add(state.eased, _poses(step.own)[:1])
    else:
        step.variant = Variant.REST


def _can_ease(state: _State, step: _Step) -> bool:
    return step.easier is not None and not any(pose in state.out for pose in _poses(step.easier))


def _sharp(state: _State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    step = state.steps[index]
    _report_sharp(state, step)
    _leave_step(state, index, Outcome.SHARP, data)
    for other in state.steps[index + 1 :]:
        if other.key is not None and not other.ended and state.is_out(other):
            other.settle(Outcome.SKIPPED)
            other.ended = True


def _numb(state: _State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    state.numb = True
    if index < len(state.steps):
        step = state.steps[index]
        step.seconds += _seconds(data)
        step.settle(Outcome.STOPPED)
        step.ended = True
    state.end(Ending.NUMB, at)


def _left(state: _State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    if state.here is not None:
        state.here.seconds += _seconds(data)
    state.status = Status.LEFT
    state.ended_at = at


def _finished(state: _State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    state.end(Ending.FINISHED, at)


_TURNS: dict[EventKind, Callable[[_State, int, Mapping[str, Any], str | None], None]] = {
    EventKind.STEP_DONE: _step_done,
    EventKind.SKIPPED: _skipped,
    EventKind.WENT_BACK: _went_back,
    EventKind.EXTENDED: _extended,
    EventKind.PAUSED: _paused,
    EventKind.TOO_MUCH: _too_much,
    EventKind.SHARP: _sharp,
    EventKind.NUMB: _numb,
    EventKind.LEFT: _left,
    EventKind.FINISHED: _finished,
}
#: Kinds that are about the session, whatever step they name.
_ABOUT_ALL = frozenset(
    (EventKind.STARTED, EventKind.PAUSED, EventKind.RESUMED, EventKind.LEFT, EventKind.FINISHED)
)


def _rated(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    """A whole number sets the rating, an explicit null takes it back."""
    rating = _whole(data.get("rating"), 0, 10)
    if rating is not None:
        state.ratings[kind] = rating
    elif "rating" in data and data["rating"] is None:
        state.ratings.pop(kind, None)


def _marked(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    pose, mark = _text(data.get("pose")), data.get("mark", "")
    if pose is None or all(pose not in _poses(form) for s in state.steps for form in (s.own, s.rest)):
        return
    if mark is None:
        state.marks.pop(pose, None)
    elif _text(mark) in _MARKS:
        state.marks[pose] = mark


def _tagged(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    tags = data.get("tags")
    if isinstance(tags, list | tuple):
        state.tags = list(dict.fromkeys(tag for tag in tags if _text(tag) in _TAGS))


def _noted(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    note = _text(data.get("note"))
    state.note = state.note if note is None else note


def _edited(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    if _moment(data.get("started_at")) is not None:
        state.edits["started_at"] = data["started_at"]
    minutes, title = _whole(data.get("minutes"), 0, MOST_MINUTES), _text(data.get("title"))
    if minutes is not None:
        state.edits["minutes"] = minutes
    if title is not None:
        state.edits["title"] = title


def _deleted(state: _State, kind: EventKind, data: Mapping[str, Any]) -> None:
    state.deleted = kind is EventKind.DELETED


#: These always count, before the start and after the end too.
_CHECK_INS: dict[EventKind, Callable[[_State, EventKind, Mapping[str, Any]], None]] = {
    EventKind.BEFORE: _rated,
    EventKind.AFTER: _rated,
    EventKind.NEXT_MORNING: _rated,
    EventKind.MARKED: _marked,
    EventKind.TAGGED: _tagged,
    EventKind.NOTED: _noted,
    EventKind.EDITED: _edited,
    EventKind.DELETED: _deleted,
    EventKind.RESTORED: _deleted,
}


# The result


def _projection(state: _State) -> Projection:
    here = state.here
    seconds = sum(step.seconds for step in state.steps)
    return Projection(
        status=state.status,
        position=state.position,
        variant=here.variant if here else None,
        pose=_pose_now(state, here) if here else None,
        extra_s=here.extra_s if here else 0,
        out=tuple(state.out),
        sharp=tuple(state.sharp),
        eased=tuple(state.eased),
        too_much=state.too_much,
        numb=state.numb,
        steps=tuple(_result(step) for step in state.steps if step.outcome or step.seconds),
        seconds=seconds,
        # To the nearest minute; a short practice is still one.
        minutes=max((seconds + 30) // 60, min(seconds, 1)),
        started_at=state.started_at,
        ended_at=state.ended_at,
        ended_by=state.ended_by,
        before=state.ratings.get(EventKind.BEFORE),
        after=state.ratings.get(EventKind.AFTER),
        next_morning=state.ratings.get(EventKind.NEXT_MORNING),
        marks=state.marks,
        tags=tuple(state.tags),
        note=state.note,
        edits=Edits(**state.edits),
        deleted=state.deleted,
    )


def _pose_now(state: _State, step: _Step) -> str | None:
    """The pose to do; a rest in a pose that has gone out is a rest without a pose."""
    poses = _poses(step.form)
    return None if not poses or any(p in state.out for p in poses) else _text(step.form.get("pose"))


def _result(step: _Step) -> StepResult:
    untouched = step.outcome is Outcome.SKIPPED and not step.seconds
    return StepResult(
        key=step.key or "",
        pose=_text(step.own.get("pose")),
        outcome=step.outcome,
        variant=step.variant,
        rung=None if untouched or step.variant is Variant.REST else _whole(step.form.get("rung"), 0, 2),
        seconds=step.seconds,
    )
