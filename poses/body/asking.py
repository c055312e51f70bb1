"""Why the red-flag list is asked now, and what was answered the last time. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hipapp.core.enums import FlagLevel
from hipapp.core.models import User
from poses.body.models import RedFlagAnswer
from poses.content.loader import shipped
from poses.safety.red_flags import ASK_AGAIN_AFTER

#: Reasons that a link to the list may name itself; it changes nothing but the sentence on the page.
BY_LINK = frozenset({"session", "worse"})


@dataclass(frozen=True)
class Asking:
    """`why` is a key of `words.WHY_ASKED`; `last` is the last answer, `earlier` the one before it."""

    why: str
    last: RedFlagAnswer | None = None
    earlier: RedFlagAnswer | None = None
    waiting: bool = False

    @property
    def urgent(self) -> list[str]:
        """Urgent items of the last answer; they stand until the whole list was answered again without."""
        return _of_level(self.last, FlagLevel.URGENT)

    @property
    def soon(self) -> list[str]:
        return _of_level(self.last, FlagLevel.SOON)

    @property
    def talk(self) -> list[str]:
        return _of_level(self.last, FlagLevel.TALK)

    @property
    def checks(self) -> Mapping[str, Mapping[str, str]]:
        """Checks of the answer before the last, to be offered again; form as `RedFlagAnswer.checked`."""
        return self.earlier.checked if self.earlier else {}


def asking(user: User | None, today: date | None = None, link: str = "") -> Asking:
    """One query; none for somebody unknown."""
    if user is None or today is None:
        return Asking("first")
    rows = list(user.red_flag_answers.order_by("-asked_at", "-id")[:3])
    answered = [row for row in rows if row.ticked is not None]
    last = answered[0] if answered else None
    earlier = answered[1] if len(answered) > 1 else None
    waiting = rows[0] if rows and rows[0].ticked is None else None
    return Asking(_why(last, waiting, today, link), last, earlier, waiting is not None)


def _why(last: RedFlagAnswer | None, waiting: RedFlagAnswer | None, today: date, link: str) -> str:
    if waiting and waiting.asked_because in BY_LINK:
        return waiting.asked_because
    if last is None:
        return "first"
    if link in BY_LINK:
        return link
    if _of_level(last, FlagLevel.URGENT):
        return "unlock"
    if last.answered_on and today >= last.answered_on + ASK_AGAIN_AFTER:
        return "periodic"
    return "asked"


def _of_level(row: RedFlagAnswer | None, level: FlagLevel) -> list[str]:
    """Ticked items of a level, in the list's order. An item that is gone from the list counts as *soon*."""
    known = shipped().red_flags
    ticked = row.ticked or [] if row else []
    found = [s for s, flag in known.items() if s in ticked and flag.level is level]
    return found + [s for s in ticked if s not in known and level is FlagLevel.SOON]
