"""What is said after a change, and where on the page: where the person just was, never out of their sight."""

from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from poses.routines.plan import Plan

_KEY = "routine_said"
#: Where something is said that is about no day: above the week, or at the habit below it.
ABOVE, HABIT = "above", "habit"
#: Changes after which the button that made them is still there, and keeps the keyboard's place.
_BUTTON_STAYS = frozenset({"up", "down", "amounts", "side"})
#: Changes after which the step is not where it was any more.
_STEP_GOES = frozenset({"remove", "to_day"})


@dataclass(frozen=True)
class Said:
    """One sentence, and the version that *Undo* would bring back; `at` is a weekday's number, or as above."""

    text: str
    at: str = ABOVE
    level: str = "success"
    undo: int = 0
    newest: int = 0
    step: str = ""
    takes_focus: bool = True
    more: tuple[str, ...] = ()
    #: A weekday that a change made clearly shorter, and that something may be added to.
    shorter: int | None = None

    @property
    def anchor(self) -> str:
        """The part of the page to go to: the step if it is there, else its day; the top needs none."""
        if self.step:
            return f"#step-{self.step}"
        if self.at == ABOVE:
            return ""
        return f"#day-{self.at}" if self.at.isdecimal() else f"#{self.at}"

    def keep(self, session: SessionBase, routine: UUID) -> None:
        """For the page that a redirect leads to."""
        session[_KEY] = {"routine": str(routine), **asdict(self)}

    @classmethod
    def kept(cls, session: SessionBase, routine: UUID) -> Self | None:
        """What was kept for this routine's page; only once."""
        data: dict[str, Any] = session.get(_KEY) or {}
        if data.get("routine") != str(routine):
            return None
        del session[_KEY]
        values = {k: v for k, v in data.items() if k != "routine"}
        return cls(**{**values, "more": tuple(values["more"])})


def about(plan: Plan, post: dict[str, str]) -> tuple[str, str, bool]:
    """Where somebody stood who posted this: the day, and the step if it is still there afterwards.

    The third says whether the message takes the keyboard's focus, because the button that had it is gone.
    """
    action, step = post.get("action", ""), post.get("step", "")
    day = next((d.weekday for d in plan.days if any(s.id == step for s in d.steps)), None)
    focus = action not in _BUTTON_STAYS
    if action == "anchor":
        return HABIT, "", focus
    if day is not None:
        return str(day), "" if action in _STEP_GOES else step, focus
    weekday = post.get("weekday", "")
    return (weekday if weekday in set("0123456") and weekday else ABOVE), "", focus


def place(text: str) -> str:
    """A place as a form names it; above the week if that is none."""
    return text if text in {*"0123456", HABIT} else ABOVE
