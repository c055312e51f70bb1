"""From the red-flag answers to what may be practised today (evidence: IFOMPT 2020, GIRFT; see docs/safety.md)."""

from dataclasses import dataclass
from datetime import date, timedelta

from hipapp.core.enums import FlagLevel
from poses.safety.facts import RedFlags

#: The whole list is asked again after this long, and so is a "checked on …" answer. hipapp's own caution.
ASK_AGAIN_AFTER = timedelta(weeks=4)

_STRONGEST_FIRST = (FlagLevel.URGENT, FlagLevel.SOON, FlagLevel.TALK, FlagLevel.GENTLY)


@dataclass(frozen=True, slots=True)
class FlagState:
    """What the answers mean today.

    `due`: the list has to be answered before any session. `level`: the strongest level that counts.
    `open_items`: the ticked items behind that level. `gently`: an item asks to go gently today, whatever else.
    """

    due: bool
    level: FlagLevel | None
    open_items: tuple[str, ...] = ()
    gently: bool = False

    @property
    def stops(self) -> bool:
        return self.level is FlagLevel.URGENT

    @property
    def calm_only(self) -> bool:
        return self.level is FlagLevel.SOON


def flag_state(flags: RedFlags, today: date) -> FlagState:
    """Levels in `flags` that count on `today`.

    An urgent item counts until the whole list is answered again without it. A *soon* item does not count for
    four weeks after it was checked by somebody qualified.
    """
    if flags.ticked is None or flags.answered_on is None:
        return FlagState(due=True, level=None)
    due = flags.asked_anew or today >= flags.answered_on + ASK_AGAIN_AFTER
    counting = {
        level: tuple(s for s, its in flags.ticked.items() if its is level and _counts(flags, s, level, today))
        for level in _STRONGEST_FIRST
    }
    strongest = next((level for level in _STRONGEST_FIRST if counting[level]), None)
    items = counting[strongest] if strongest else ()
    return FlagState(due, strongest, items, gently=bool(counting[FlagLevel.GENTLY]))


def _counts(flags: RedFlags, slug: str, level: FlagLevel, today: date) -> bool:
    """*Gently* is about the day it was said; *soon* rests while a check by somebody qualified is fresh."""
    if level is FlagLevel.GENTLY:
        return flags.answered_on == today
    return not (level is FlagLevel.SOON and _is_checked(flags, slug, today))


def _is_checked(flags: RedFlags, slug: str, today: date) -> bool:
    on = flags.checked.get(slug)
    return on is not None and on <= today < on + ASK_AGAIN_AFTER
