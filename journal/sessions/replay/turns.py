"""What an event does to the state: first where it belongs, then its turn. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from hipapp.core.enums import EventKind
from journal.sessions.replay.checkins import CHECK_INS
from journal.sessions.replay.reading import moment, seconds_of, text, whole
from journal.sessions.replay.result import Ending, Outcome, Status, Variant
from journal.sessions.replay.state import State, Step, add, poses_of

#: The longest that one tap may lengthen a step, in seconds.
MOST_EXTRA_S = 60


def apply(state: State, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    kind = EventKind(event["kind"])
    if kind in CHECK_INS:
        CHECK_INS[kind](state, kind, data)
        return
    key = text(event.get("step"))
    if state.over:
        _late_report(state, kind, key)
        return
    index = _target(state, kind, key)
    if index is None or (kind is EventKind.LEFT and state.status is Status.READY):
        return
    at = event["at"] if moment(event.get("at")) is not None else None
    if state.started_at is None:
        state.started_at = at
    state.status = Status.ACTIVE
    state.ended_at = None
    if kind in _TURNS:
        _TURNS[kind](state, index, data, at)


def _target(state: State, kind: EventKind, key: str | None) -> int | None:
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


def _target_without_step(state: State, kind: EventKind, key: str | None) -> int | None:
    """Back and Sharp mean the step now to do where they name none."""
    if key is not None or kind not in (EventKind.WENT_BACK, EventKind.SHARP):
        return None
    return None if kind is EventKind.SHARP and state.here is None else state.position


def _late_report(state: State, kind: EventKind, key: str | None) -> None:
    """After the end no step counts any more, but a safety report is never lost."""
    index = state.index_of(key)
    if kind is EventKind.NUMB:
        _report_numb(state, index)
    if kind is EventKind.SHARP and index is not None:
        _report_sharp(state, state.steps[index])


def _felt_in(step: Step) -> tuple[str, ...]:
    """The pose of the step, and what was really being done in it; in a rest it is what was done before."""
    done = step.own if step.variant is Variant.REST else step.form
    return (*poses_of(step.own), *poses_of(done))


def _report_sharp(state: State, step: Step) -> None:
    add(state.sharp, _felt_in(step))
    add(state.out, _felt_in(step))


def _report_numb(state: State, index: int | None) -> None:
    state.numb = True
    if index is not None and index < len(state.steps):
        add(state.numb_in, _felt_in(state.steps[index]))


def _step_done(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    _leave_step(state, index, Outcome.DONE, data)


def _skipped(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    _leave_step(state, index, Outcome.SKIPPED, data)


def _leave_step(state: State, index: int, outcome: Outcome, data: Mapping[str, Any]) -> None:
    step = state.steps[index]
    step.seconds += seconds_of(data)
    step.settle(outcome)
    step.ended = True
    state.move_past(index)


def _went_back(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    if index < len(state.steps):
        state.steps[index].seconds += seconds_of(data)
    earlier = [i for i in range(index) if state.is_due(state.steps[i])]
    state.move_to(earlier[-1] if earlier else index)


def _extended(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    state.move_to(index)
    state.steps[index].extra_s += whole(data.get("seconds"), 1, MOST_EXTRA_S) or 0


def _paused(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    state.status = Status.PAUSED


def _too_much(state: State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    state.move_to(index)
    state.too_much += 1
    step = state.steps[index]
    step.seconds += seconds_of(data)
    step.extra_s = 0
    step.settle(Outcome.TOO_MUCH)
    if step.variant is Variant.REST:
        step.ended = True
        state.end(Ending.ENOUGH, at)
    elif step.variant is Variant.OWN and _can_ease(state, step):
        step.variant = Variant.EASIER
        add(state.eased, poses_of(step.own)[:1])
    else:
        step.variant = Variant.REST
    _spare_other_side(state, index)


def _spare_other_side(state: State, index: int) -> None:
    """What was too much on one side is not asked of the other: that one is eased too, or left out if this side
    is at its rest, or if the easier form takes both sides at once.
    """
    step = state.steps[index]
    for other in state.steps[index + 1 :]:
        if other.ended or step.key is None or text(other.own.get("other_side_of")) != step.key:
            continue
        one_sided = text(step.form.get("side")) != "both"
        if step.variant is Variant.EASIER and one_sided and _can_ease(state, other):
            other.variant = Variant.EASIER if other.variant is Variant.OWN else other.variant
        else:
            other.settle(Outcome.SKIPPED)
            other.ended = other.spared = True


def _can_ease(state: State, step: Step) -> bool:
    return step.easier is not None and not any(pose in state.out for pose in poses_of(step.easier))


def _sharp(state: State, index: int, data: Mapping[str, Any], _: str | None) -> None:
    step = state.steps[index]
    _report_sharp(state, step)
    _leave_step(state, index, Outcome.SHARP, data)
    for other in state.steps[index + 1 :]:
        if other.key is not None and not other.ended and state.is_out(other):
            other.settle(Outcome.SKIPPED)
            other.ended = True


def _numb(state: State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    _report_numb(state, index)
    if index < len(state.steps):
        step = state.steps[index]
        step.seconds += seconds_of(data)
        step.settle(Outcome.STOPPED)
        step.ended = True
    state.end(Ending.NUMB, at)


def _left(state: State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    if state.here is not None:
        state.here.seconds += seconds_of(data)
    state.status = Status.LEFT
    state.ended_at = at


def _finished(state: State, index: int, data: Mapping[str, Any], at: str | None) -> None:
    state.end(Ending.FINISHED, at)


_TURNS: dict[EventKind, Callable[[State, int, Mapping[str, Any], str | None], None]] = {
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
