"""The state of a session between two events. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from journal.sessions.replay.reading import text
from journal.sessions.replay.result import Ending, Outcome, Status, Variant


@dataclass(slots=True)
class Step:
    key: str | None
    own: Mapping[str, Any]
    easier: Mapping[str, Any] | None
    rest: Mapping[str, Any]
    variant: Variant = Variant.OWN
    outcome: Outcome | None = None
    ended: bool = False
    spared: bool = False  # its other side was too much
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
class State:
    steps: list[Step]
    status: Status = Status.READY
    position: int = 0
    out: list[str] = field(default_factory=list)
    sharp: list[str] = field(default_factory=list)
    eased: list[str] = field(default_factory=list)
    too_much: int = 0
    numb: bool = False
    numb_in: list[str] = field(default_factory=list)
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
    def here(self) -> Step | None:
        return self.steps[self.position] if self.position < len(self.steps) else None

    @property
    def over(self) -> bool:
        return self.ended_by is not None

    def index_of(self, key: str | None) -> int | None:
        return next((i for i, s in enumerate(self.steps) if key is not None and s.key == key), None)

    def is_out(self, step: Step) -> bool:
        """Out with its pose, or with the pose that its easier rung really is once that was taken."""
        forms = (step.own,) if step.variant is Variant.REST else (step.own, step.form)
        return step.key is None or any(pose in self.out for form in forms for pose in poses_of(form))

    def is_due(self, step: Step) -> bool:
        return not step.spared and not self.is_out(step)

    def next_open(self, start: int) -> int:
        """The first step from `start` on that is due; the number of steps if there is none."""
        end = len(self.steps)
        return next((i for i in range(start, end) if self.is_due(self.steps[i])), end)

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


def steps_of(script: object) -> list[Step]:
    """A step without a usable key keeps its place, so that positions stay true, but is never due."""
    raw = script.get("steps") if isinstance(script, Mapping) else None
    steps: list[Step] = []
    for item in raw if isinstance(raw, list | tuple) else ():
        own = item if isinstance(item, Mapping) else {}
        easier, rest = own.get("easier"), own.get("rest")
        key = text(own.get("key"))
        steps.append(
            Step(
                key=None if any(s.key == key for s in steps) else key,
                own=own,
                easier=easier if isinstance(easier, Mapping) else None,
                rest=rest if isinstance(rest, Mapping) else {},
            )
        )
    return steps


def poses_of(form: Mapping[str, Any]) -> list[str]:
    """The pose of a form, and the one that it really is if that is another."""
    return [pose for pose in (text(form.get("pose")), text(form.get("really"))) if pose]


def add(poses: list[str], more: Iterable[str]) -> None:
    poses.extend(pose for pose in dict.fromkeys(more) if pose not in poses)
