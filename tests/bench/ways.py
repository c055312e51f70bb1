"""Ways of adapting a routine, to be compared on the same people. Each is made for one person and called a session.

`reference` is the engine of the first trial, as plainly as it can be written; it is here to be beaten.
"""

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Mark
from journal.coach.engine import advise
from journal.coach.facts import Action, History, Suggestion
from tests.bench.people import HARM, HELP, Person, is_red
from tests.bench.reference import odds as reference_odds
from tests.bench.reference import tail

type Answer = tuple[Suggestion | None, bool, dict[str, float]]
type Way = Callable[[History], Answer]
type Odds = Mapping[str, tuple[float, float, float]]  # pose: P(harm), P(help), mean effect
type Vector = NDArray[np.float64]


def gentle_today(history: History) -> bool:
    """The traffic light: the gentle version after a red session of the last four days, or on a bad day."""
    last = history.sessions[-1] if history.sessions else None
    red = last is not None and history.day - last.day <= 4 and is_red(last)
    return red or (history.before_now or 0) >= 8


def static(_who: Person) -> Way:
    return lambda history: (None, False, {})


def traffic_light(_who: Person) -> Way:
    return lambda history: (None, gentle_today(history), {})


def too_much_twice(_who: Person) -> Way:
    """Traffic light, and the easier rung for what was marked too much twice among the last four marks."""

    def way(history: History) -> Answer:
        odds = {}
        for p in history.routine:
            last = [s.marks[p.pose] for s in history.sessions if p.pose in s.marks][-4:]
            odds[p.pose] = (0.5 if last.count(Mark.TOO_MUCH) >= 2 else 0.1, 0.0, 0.0)
        return decide(history, odds, swaps=False), gentle_today(history), {}

    return way


def naive_mean(_who: Person) -> Way:
    """What trackers show: the mean change with a pose against the mean change without it."""

    def way(history: History) -> Answer:
        odds: dict[str, tuple[float, float, float]] = {}
        for p in history.routine:
            with_: list[int] = []
            without: list[int] = []
            for s in history.sessions:
                if s.before is not None and s.after is not None:
                    done = any(i.pose == p.pose for i in s.items)
                    (with_ if done else without).append(s.after - s.before)
            if len(with_) < 4 or len(without) < 4:
                odds[p.pose] = (0.1, 0.0, 0.0)
                continue
            gap = float(np.mean(with_) - np.mean(without))
            se = float(np.sqrt(np.var(with_) / len(with_) + np.var(without) / len(without))) + 0.05
            odds[p.pose] = (tail((HARM - gap) / se), tail((gap - HELP) / se), gap)
        stated = {p: o[0] for p, o in odds.items()}
        return decide(history, odds), gentle_today(history), stated

    return way


def oracle(who: Person) -> Way:
    """Knows the truth, and acts by the same rules and limits as everybody."""
    harm = (who.after >= HARM) | (who.morning >= HARM)
    help_ = (who.after <= HELP) & ~harm
    mean = (who.after + who.morning) / 2
    odds = {
        p: (float(harm[i]), float(help_[i]), float(mean[i])) for i, p in enumerate(who.poses)
    }  # fmt: skip

    def way(history: History) -> Answer:
        return decide(history, odds, known=True), gentle_today(history), {}

    return way


def reference(who: Person) -> Way:
    """Eight hypotheses: none, one of six movements, scattered; Gaussian in each."""

    def way(history: History) -> Answer:
        odds = reference_odds(history, who)
        stated = {p.pose: odds[p.pose][0] for p in history.routine if p.pose in odds}
        return decide(history, odds), gentle_today(history), stated

    return way


# -- the rules of the first trial --------------------------------------------------------------------------------


def decide(history: History, odds: Odds, *, swaps: bool = True, known: bool = False) -> Suggestion | None:
    """At most one change a week, the worst pose first; then give back, then progress."""
    day, last = history.day, history.sessions[-1] if history.sessions else None
    if any(c.accepted and day - c.day < 7 for c in history.changes) or gentle_today(history):
        return None
    if len(history.sessions) < (1 if known else 4):
        return None
    recent = {c.pose for c in history.changes if day - c.day < 12}
    times = Counter(i.pose for s in history.sessions for i in s.items)
    marks = Counter(pose for s in history.sessions for pose in s.marks)
    placed = {p.pose: p.level for p in history.routine if p.level >= 0}
    ripe = [p for p in placed if p in odds and p not in recent and (known or times[p] >= 3 or marks[p] >= 2)]
    worst = max(ripe, key=lambda p: odds[p][0], default=None)
    if worst is not None and (odds[worst][0] >= 0.25 or heard(history, worst, odds)):
        return _less(history, worst, placed[worst], odds, swaps=swaps)
    calm = len(history.sessions) >= 8 and _calm(history)
    if calm and last is not None:
        return _more(history, ripe, placed, odds, times, known=known)
    return None


def heard(history: History, pose: str, odds: Odds) -> bool:
    last = [s.marks[pose] for s in history.sessions if pose in s.marks][-4:]
    return odds[pose][0] >= 0.12 and last.count(Mark.TOO_MUCH) >= 2


def _less(history: History, pose: str, level: int, odds: Odds, *, swaps: bool) -> Suggestion | None:
    p = odds[pose][0]
    if swaps and (p > 0.60 or (level == 0 and p >= 0.35)):
        to = _candidate(history, pose, odds)
        if to is not None:
            return Suggestion(pose, Action.SWAP, to, 0, "swap", p)
    if level > 0:
        return Suggestion(pose, Action.EASE, None, level - 1, "ease", p)
    return Suggestion(pose, Action.REMOVE, None, None, "remove", p) if p > 0.85 else None


def _candidate(history: History, pose: str, odds: Odds) -> str | None:
    job = history.library[pose].job
    placed = {p.pose for p in history.routine}
    pool = [
        q for q, f in history.library.items()
        if f.job == job and q not in placed and q not in history.avoid and q in odds
        and odds[q][0] < 0.6 * odds[pose][0]
    ]  # fmt: skip
    return min(pool, key=lambda q: odds[q][0] - 0.2 * odds[q][1] + 0.5 * odds[q][2], default=None)


def _calm(history: History) -> bool:
    for s in history.sessions[-4:]:
        if is_red(s):
            return False
        if s.before is not None and s.after is not None and s.after > s.before:
            return False
        if s.before is not None and s.next_morning is not None and s.next_morning > s.before + 1:
            return False
    return (history.before_now or 0) <= 5


def _more(
    history: History, ripe: list[str], placed: Mapping[str, int], odds: Odds, times: Counter[str], *,
    known: bool,
) -> Suggestion | None:  # fmt: skip
    eased = {c.pose for c in history.changes if c.accepted and c.action is Action.EASE}
    room = [p for p in ripe if placed[p] < history.max_level.get(p, 2)]
    for p in room:
        if p in eased and placed[p] == 0 and odds[p][0] < 0.08:
            return Suggestion(p, Action.GIVE_BACK, None, 1, "give_back", *odds[p][:2])
    for p in sorted(room, key=lambda q: -odds[q][1]):
        if odds[p][1] > 0.80 and odds[p][0] < 0.06 and (known or times[p] >= 6):
            return Suggestion(p, Action.PROGRESS, None, placed[p] + 1, "progress", *odds[p][:2])
    return None


def coach(_who: Person) -> Way:
    """What hipapp does."""

    def way(history: History) -> Answer:
        advice = advise(history)
        placed = {p.pose for p in history.routine}
        stated = {p: e.p_harm for p, e in advice.effects.items() if p in placed}
        return advice.suggestion, advice.today.mode == "gentle", stated

    return way


WAYS: dict[str, Callable[[Person], Way]] = {
    "static": static,
    "traffic light": traffic_light,
    "too much twice": too_much_twice,
    "naive mean": naive_mean,
    "reference": reference,
    "coach": coach,
    "oracle": oracle,
}
