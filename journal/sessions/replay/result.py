"""What comes out of a replay. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


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
    day_only: bool = False  # of that start only the day was said
    minutes: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """The state of a session, from which its row and the player's screen are made.

    `position` is the index of the step to do now (the number of steps when all are behind), `variant` and
    `pose` what to do there (a rest without a pose has None), `extra_s` the seconds added to it. `steps` holds
    the steps that have an outcome or seconds, in the script's order. `sharp` poses are among the `out` ones;
    `numb_in` are the poses in which it went down the leg or felt numb, `eased` those whose easier rung was
    taken. Ratings are 0 to 10.
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
    numb_in: tuple[str, ...]
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
        for key in ("out", "sharp", "eased", "numb_in", "tags", "steps"):
            data[key] = list(data[key])
        return data
