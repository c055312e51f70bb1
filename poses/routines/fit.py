"""Making a day as long as was wished, by amounts within least … most and never beyond them."""

from collections.abc import Iterator, Mapping, Sequence

from hipapp.core.enums import DoseKind, Phase
from poses.content.schema import DosePart, PoseDoc, RungDoc
from poses.routines.choose import Choice
from poses.routines.plan import Step, day_seconds, least_amounts

Amounts = tuple[int, ...] | None

#: How finely the way from the own dose to least or most is walked.
_NOTCHES = 8
#: Phases that take more time first: staying longer with breath and rest strains nobody, while longer holds
#: and more repetitions are a progression and have to be earned.
_LENGTHEN_FIRST = (
    frozenset({Phase.ARRIVE, Phase.FINISH}),
    frozenset({Phase.WARM_UP, Phase.OPEN}),
    frozenset({Phase.STRENGTHEN}),
)
_ROUND_TO_S = 5


def fit(
    choices: Sequence[Choice], poses: Mapping[str, PoseDoc], *, aim_s: int, most_s: int, gently: bool
) -> tuple[Amounts, ...]:
    """Amounts for each choice so that the whole takes `aim_s` … `most_s` seconds, as near as amounts allow.

    Own doses stay where they already fit. `gently` lengthens calm phases before any effort; otherwise all
    lengthen together. The result is longer than `most_s` only if least amounts are.
    """
    best = tuple(_at(c, 0) for c in choices)
    if length(choices, best, poses) > most_s:
        return _shorten(choices, poses, most_s)
    for shares in _longer(choices, gently):
        if length(choices, best, poses) >= aim_s:
            break
        longer = tuple(_at(c, s) for c, s in zip(choices, shares, strict=True))
        if length(choices, longer, poses) <= most_s:
            best = longer
    return best


def _shorten(choices: Sequence[Choice], poses: Mapping[str, PoseDoc], most_s: int) -> tuple[Amounts, ...]:
    amounts: tuple[Amounts, ...] = ()
    for notch in range(1, _NOTCHES + 1):
        amounts = tuple(_at(c, -notch / _NOTCHES) for c in choices)
        if length(choices, amounts, poses) <= most_s:
            break
    return amounts


def _longer(choices: Sequence[Choice], gently: bool) -> Iterator[list[float]]:
    """Shares for each choice, step by step longer: half of the way for all, then the other half."""
    shares = [0.0] * len(choices)
    half = _NOTCHES // 2
    for notches in (range(1, half + 1), range(half + 1, _NOTCHES + 1)):
        for phases in _LENGTHEN_FIRST if gently else (frozenset(Phase),):
            for notch in notches:
                shares = [
                    notch / _NOTCHES if c.doc.phase in phases else s
                    for c, s in zip(choices, shares, strict=True)
                ]
                yield shares


def _at(choice: Choice, share: float) -> Amounts:
    """As `amounts_at`; what is to be done briefly stays at the least."""
    return least_amounts(choice.rung) if choice.briefly else amounts_at(choice.rung, share)


def amounts_at(rung: RungDoc, share: float) -> Amounts:
    """Amounts at `share`: -1 is least, 0 the own dose (given as None), 1 most.

    A guided rung keeps its own dose: its lines are spoken at fixed seconds.
    """
    if rung.timeline or not share:
        return None
    amounts = tuple(_amount(p, share) for p in rung.dose.parts)
    return None if amounts == tuple(p.amount for p in rung.dose.parts) else amounts


def _amount(part: DosePart, share: float) -> int:
    end = part.most if share > 0 else part.least
    amount = part.amount + abs(share) * (end - part.amount)
    step = _ROUND_TO_S if part.kind is DoseKind.HOLD and part.amount >= 2 * _ROUND_TO_S else 1
    return min(part.most, max(part.least, round(amount / step) * step))


def length(choices: Sequence[Choice], amounts: Sequence[Amounts], poses: Mapping[str, PoseDoc]) -> int:
    """Seconds of a day of these choices, getting ready included."""
    steps = tuple(Step("", c.slug, c.rung.rung, a) for c, a in zip(choices, amounts, strict=True))
    return day_seconds(steps, poses)


def shortest(choice: Choice, poses: Mapping[str, PoseDoc]) -> int:
    """Seconds of a day of this choice alone, at its least amounts."""
    return length((choice,), (amounts_at(choice.rung, -1),), poses)


def longest(choice: Choice, poses: Mapping[str, PoseDoc]) -> int:
    """Seconds of a day of this choice alone, at its most amounts."""
    return length((choice,), (_at(choice, 1),), poses)
