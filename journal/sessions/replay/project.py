"""From the state to what is told of it. Pure."""

from hipapp.core.enums import EventKind
from journal.sessions.replay.reading import text, whole
from journal.sessions.replay.result import Edits, Outcome, Projection, StepResult, Variant
from journal.sessions.replay.state import State, Step, poses_of


def project(state: State) -> Projection:
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
        numb_in=tuple(state.numb_in),
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


def _pose_now(state: State, step: Step) -> str | None:
    """The pose to do; a rest in a pose that has gone out is a rest without a pose."""
    poses = poses_of(step.form)
    return None if not poses or any(p in state.out for p in poses) else text(step.form.get("pose"))


def _result(step: Step) -> StepResult:
    untouched = step.outcome is Outcome.SKIPPED and not step.seconds
    return StepResult(
        key=step.key or "",
        pose=text(step.own.get("pose")),
        outcome=step.outcome,
        variant=step.variant,
        rung=None if untouched or step.variant is Variant.REST else whole(step.form.get("rung"), 0, 2),
        seconds=step.seconds,
    )
