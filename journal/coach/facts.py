"""What the coach is told, and what it answers. Plain data: no Django, no clock, no database.

Days are whole numbers counted from any day; weeks are theirs. Ratings are the numeric rating scale, 0 (no
discomfort) to 10 (worst imaginable); None is not asked or not answered. Effects are points of that scale for one
standard dose of a pose; above 0 is worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hipapp.core.enums import Mark, Move, Rung

MOVES = tuple(Move)


class Action(StrEnum):
    """What can be proposed for a pose. A value never changes once released."""

    EASE = "ease"  # one rung down
    GIVE_BACK = "give_back"  # up again, after an ease that stayed calm
    PROGRESS = "progress"  # one rung up
    SWAP = "swap"  # another pose of the same job
    REMOVE = "remove"
    ADD = "add"
    KEEP = "keep"
    SEE_SOMEONE = "see_someone"


class Status(StrEnum):
    """What can be said of a pose for this person."""

    SEEMS_TO_HELP = "seems_to_help"
    SEEMS_FINE = "seems_fine"
    CANT_TELL = "cant_tell"
    MAY_BE_TOO_MUCH = "may_be_too_much"
    SEEMS_TOO_MUCH = "seems_too_much"


@dataclass(frozen=True, slots=True)
class PoseFacts:
    """A pose as the coach sees it: `moves` are 0 (none) to 1 (end range), in the order of `Move`."""

    id: str
    job: str
    moves: tuple[float, ...] = (0.0,) * len(MOVES)
    prior_mean: float | None = None  # None: the usual effect of its job
    levels: tuple[int, ...] = (Rung.EASIER, Rung.STANDARD, Rung.HARDER)


@dataclass(frozen=True, slots=True)
class Item:
    """A pose done in a session. `dose` is the share of the planned amount that was done."""

    pose: str
    level: int = Rung.STANDARD
    dose: float = 1.0


@dataclass(frozen=True, slots=True)
class SessionFacts:
    day: int
    items: tuple[Item, ...]
    before: int | None = None
    after: int | None = None
    next_morning: int | None = None
    gentle: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)
    sharp: frozenset[str] = frozenset()  # poses that felt sharp or pinching
    other_reason: bool = False  # the person said that something else explains the day
    id: str = ""  # sessions with the same id are the same one, sent again


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was proposed (or made by the person) on a day, and whether it was taken."""

    day: int
    pose: str
    action: Action
    to: str | None = None
    accepted: bool = True
    never: bool = False  # "never for this pose": it is not proposed again


@dataclass(frozen=True, slots=True)
class Placed:
    """A pose in the routine, at a rung."""

    pose: str
    level: int = Rung.STANDARD


@dataclass(frozen=True, slots=True)
class History:
    """All that the coach may look at, as of the start of `day`."""

    day: int
    library: Mapping[str, PoseFacts]
    routine: tuple[Placed, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    changes: tuple[Change, ...] = ()
    avoid: frozenset[str] = frozenset()
    max_level: Mapping[str, int] = field(default_factory=dict)
    before_now: int | None = None
    asking: str = ""  # the pose that the person is asking their back about (`ask.py`)
    edited: Mapping[str, int] = field(
        default_factory=dict
    )  # poses that the person put in or regraded, last on a day

    def levels(self, pose: str) -> tuple[int, ...]:
        """The rungs that the gate leaves open, easiest first; none for what is never to be done."""
        if pose in self.avoid or pose not in self.library:
            return ()
        most = self.max_level.get(pose, Rung.HARDER)
        return tuple(sorted(level for level in self.library[pose].levels if level <= most))


@dataclass(frozen=True, slots=True)
class Effect:
    """What the data say of one pose. Means and sds are points; intervals are of 80 %."""

    p_harm: float  # P(straight after >= +0.20 or next morning >= +0.20)
    p_help: float  # P(straight after <= -0.05)
    status: Status
    after_mean: float
    after_sd: float
    morning_mean: float
    morning_sd: float
    sessions_with: int
    sessions_without: int
    marks: int
    said: Mapping[Mark, int] = field(default_factory=dict)  # how often each mark was given


class Quiet(StrEnum):
    """Why nothing is proposed."""

    EARLY = "early"  # too few sessions
    SEE_SOMEONE = "see_someone"  # that comes first
    AWAY = "away"  # the last practice is long ago
    GENTLE = "gentle"  # a red light: only the gentle day
    ONE_A_WEEK = "one_a_week"
    ASKING = "asking"  # nothing is too much, and while the person asks their back, nothing gets harder
    NOTHING = "nothing"  # nothing that is worth a change


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change. `rule` names the rule that led to it."""

    pose: str
    action: Action
    to: str | None = None
    level: int | None = None  # the rung of the pose, or of `to`, after the change
    rule: str = ""
    p_harm: float = 0.0
    p_help: float = 0.0
    move: Move | None = None  # the movement that seems to matter, where one stands out


@dataclass(frozen=True, slots=True)
class Today:
    mode: str | None = None  # "gentle": the easier rungs, less of each
    omit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer: at most one suggestion, how to practise today, and what is believed of each pose."""

    suggestion: Suggestion | None
    quiet: Quiet | None
    today: Today
    effects: Mapping[str, Effect]
    moves: Mapping[Move, float]  # P(this movement bothers), for those that stand out
    see_someone: str | None  # why, in words
    ask_again: str | None
    engine: str
