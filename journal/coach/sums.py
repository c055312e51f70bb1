"""What is kept of a history: running sums, so that ten years cost no more to judge than ten weeks.

A session is a row: dose of each pose, a constant, and how far "before" was from the person's usual. The sums are
X'X, X'y and y'y of those rows, for the change straight after and for the change by next morning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Mark
from journal.coach.facts import SessionFacts

type Array = NDArray[np.float64]

#: How much of a standard dose a rung is: easier, standard, harder (coach, section 4).
LEVEL_DOSE = (0.70, 1.0, 1.35)
#: Weight of the newest "before" in the running mean that is somebody's usual.
NEWEST = 0.15
#: Days after which a session counts half: bodies change.
HALF_LIFE = 240.0
#: What a mark says of the effect straight after, in points (coach, section 4).
SCORE = {Mark.GOOD: -0.32, Mark.FELT_EASY: -0.32, Mark.OK: 0.03, Mark.TOO_MUCH: 0.55}
#: Columns after those of the poses.
CONSTANT, DEVIATION = 0, 1
EXTRA = 2


@dataclass(slots=True)
class Outcome:
    """Sums for one of the two outcomes; `count` and all sums are weighted by age."""

    xx: Array
    xy: Array
    yy: float = 0.0
    count: float = 0.0

    @classmethod
    def empty(cls, poses: int) -> "Outcome":
        return cls(np.zeros((poses + EXTRA, poses + EXTRA)), np.zeros(poses + EXTRA))


@dataclass(slots=True)
class Sums:
    """The sums of a history up to and with `day`. `poses` names the columns."""

    poses: list[str] = field(default_factory=list)
    after: Outcome = field(default_factory=lambda: Outcome.empty(0))
    morning: Outcome = field(default_factory=lambda: Outcome.empty(0))
    usual: float | None = None
    day: int | None = None
    #: By pose: weighted number of marks, of dose marked, and sum of scores.
    marks: Array = field(default_factory=lambda: np.zeros((0, 3)))
    #: By pose: rated sessions with it; and rated sessions in all. Not weighted: people can count them.
    rated_with: Array = field(default_factory=lambda: np.zeros(0))
    marked: Array = field(default_factory=lambda: np.zeros(0))
    rated: int = 0


def add(sums: Sums, sessions: Sequence[SessionFacts]) -> Sums:
    """`sums` with more sessions, which must be later than all that are in it and stand in their order.

    Sessions with `other_reason` are left out: something else explains the day.
    """
    told = [s for s in sessions if not s.other_reason]
    if not told:
        return sums
    day = told[-1].day
    grown = _aged(_with_poses(sums, told), day)
    column = {pose: i for i, pose in enumerate(grown.poses)}
    x = np.zeros((len(told), len(column) + EXTRA))
    x[:, len(column) + CONSTANT] = 1.0
    usual = grown.usual
    for row, s in zip(x, told, strict=True):
        for item in s.items:
            row[column[item.pose]] += LEVEL_DOSE[item.level] * item.dose
        if s.before is not None:
            row[len(column) + DEVIATION] = 0.0 if usual is None else s.before - usual
            usual = s.before if usual is None else (1 - NEWEST) * usual + NEWEST * s.before
        for item in s.items:
            if item.pose in s.marks:
                weight = 0.5 ** ((day - s.day) / HALF_LIFE)
                dose = LEVEL_DOSE[item.level]
                grown.marked[column[item.pose]] += 1
                grown.marks[column[item.pose]] += weight * np.array([1.0, dose, SCORE[s.marks[item.pose]]])
    grown.usual = usual
    age = np.array([0.5 ** ((day - s.day) / HALF_LIFE) for s in told])
    _add_outcome(grown.after, x, [_rise(s.before, s.after) for s in told], age)
    _add_outcome(grown.morning, x, [_rise(s.before, s.next_morning) for s in told], age)
    rated = np.array([s.before is not None and (s.after, s.next_morning) != (None, None) for s in told])
    grown.rated_with += (x[rated, : len(column)] > 0).sum(axis=0)
    grown.rated += int(rated.sum())
    return grown


def _rise(before: int | None, later: int | None) -> float | None:
    return None if before is None or later is None else float(later - before)


def _add_outcome(outcome: Outcome, x: Array, rises: list[float | None], age: Array) -> None:
    told = np.array([r is not None for r in rises])
    if not told.any():
        return
    rows = x[told]
    y = np.array([r for r in rises if r is not None])
    weighted = rows * age[told, None]
    outcome.xx += weighted.T @ rows
    outcome.xy += weighted.T @ y
    outcome.yy += float((age[told] * y) @ y)
    outcome.count += float(age[told].sum())


def _with_poses(sums: Sums, sessions: Iterable[SessionFacts]) -> Sums:
    """A copy with columns for the poses that are new; their order is that of first use."""
    known = dict.fromkeys(sums.poses)
    new = [p for s in sessions for p in sorted(i.pose for i in s.items) if p not in known]
    poses = [*sums.poses, *dict.fromkeys(new)]
    old, n = len(sums.poses), len(poses)
    keep = np.r_[np.arange(old), n : n + EXTRA]

    def wider(outcome: Outcome) -> Outcome:
        made = Outcome.empty(n)
        made.xx[np.ix_(keep, keep)] = outcome.xx
        made.xy[keep] = outcome.xy
        return Outcome(made.xx, made.xy, outcome.yy, outcome.count)

    marks, rated_with, marked = np.zeros((n, 3)), np.zeros(n), np.zeros(n)
    marks[:old], rated_with[:old], marked[:old] = sums.marks, sums.rated_with, sums.marked
    return Sums(
        poses,
        wider(sums.after),
        wider(sums.morning),
        sums.usual,
        sums.day,
        marks,
        rated_with,
        marked,
        sums.rated,
    )


def _aged(sums: Sums, day: int) -> Sums:
    """The same sums as they count on a later day."""
    share = 1.0 if sums.day is None else 0.5 ** ((day - sums.day) / HALF_LIFE)
    sums.day = day
    for outcome in (sums.after, sums.morning):
        outcome.xx *= share
        outcome.xy *= share
        outcome.yy *= share
        outcome.count *= share
    sums.marks *= share
    return sums


def as_json(sums: Sums) -> dict[str, Any]:
    """To be kept between two days; `from_json` reads it again."""
    return {
        "poses": sums.poses, "usual": sums.usual, "day": sums.day, "rated": sums.rated,
        "marks": sums.marks.tolist(), "rated_with": sums.rated_with.tolist(),
        "marked": sums.marked.tolist(),
        **{name: [o.xx.tolist(), o.xy.tolist(), o.yy, o.count]
           for name, o in (("after", sums.after), ("morning", sums.morning))},
    }  # fmt: skip


def from_json(kept: dict[str, Any]) -> Sums:
    def outcome(name: str) -> Outcome:
        xx, xy, yy, count = kept[name]
        n = len(kept["poses"]) + EXTRA
        return Outcome(np.array(xx, float).reshape(n, n), np.array(xy, float), yy, count)

    n = len(kept["poses"])
    return Sums(
        list(kept["poses"]), outcome("after"), outcome("morning"), kept["usual"], kept["day"],
        np.array(kept["marks"], float).reshape(n, 3), np.array(kept["rated_with"], float),
        np.array(kept["marked"], float), kept["rated"],
    )  # fmt: skip
