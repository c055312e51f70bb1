"""How much of a pose is done, in words. Pure; every room says it in the same way."""

from collections.abc import Iterable
from functools import reduce

from hipapp.core.enums import DoseKind, Side, Sides
from hipapp.core.speech import say, say_n


def time_in_words(seconds: float) -> str:
    """Seconds below a minute, else whole minutes; no sharper than a person would say it.

    To the second below 20, to five above it.
    """
    whole = round(seconds)
    if whole < 58:
        step = 1 if whole < 20 else 5
        return say_n("%(n)s second", "%(n)s seconds", round(whole / step) * step)
    return say_n("%(n)s minute", "%(n)s minutes", round(whole / 60))


def count_in_words(kind: DoseKind, amount: int) -> str:
    """As `amount_in_words`, but a hold in bare seconds, as a person types it: for "between 10 and 120 seconds"."""
    if kind is DoseKind.HOLD:
        return say_n("%(n)s second", "%(n)s seconds", amount)
    return amount_in_words(kind, amount)


def amount_in_words(kind: DoseKind, amount: int) -> str:
    """ "8 times", "5 breaths", "6 times in and out", "hold 30 seconds", "hold 1 minute 45 seconds"."""
    match kind:
        case DoseKind.REPS:
            return say_n("once", "%(n)s times", amount)
        case DoseKind.BREATHS:
            return say_n("%(n)s breath", "%(n)s breaths", amount)
        case DoseKind.PULSES:
            return say_n("once in and out", "%(n)s times in and out", amount)
        case DoseKind.HOLD if amount < 60:
            return say_n("hold %(n)s second", "hold %(n)s seconds", amount)
        case DoseKind.HOLD:
            minutes = say_n("hold %(n)s minute", "hold %(n)s minutes", amount // 60)
            seconds = say_n("%(n)s second", "%(n)s seconds", amount % 60)
            return (
                say("%(minutes)s %(seconds)s", minutes=minutes, seconds=seconds) if amount % 60 else minutes
            )


def dose_in_words(
    parts: Iterable[tuple[DoseKind, int]], sets: int, sides: Sides | None = None, side: Side = Side.BOTH
) -> str:
    """ "6 times in and out, then hold 30 seconds, 2 rounds, each side". Without `sides` none are named.

    `parts` come one after the other, all of them `sets` times.
    """
    amounts = (amount_in_words(kind, amount) for kind, amount in parts)
    said = [reduce(lambda first, then: say("%(first)s, then %(then)s", first=first, then=then), amounts)]
    if sets > 1:
        said.append(say_n("%(n)s round", "%(n)s rounds", sets))
    if sides is Sides.EACH:
        said.append(
            {
                Side.BOTH: say("each side"),
                Side.LEFT: say("left side only"),
                Side.RIGHT: say("right side only"),
            }[side]
        )
    elif sides is Sides.ALTERNATE:
        said.append(say("left and right in turn"))
    return ", ".join(said)
