"""What is kept of a history: running sums, so that ten years cost no more to judge than ten weeks.

A session is a row: dose of each pose, a constant, and how far "before" was from the person's usual. The sums are
X'X, X'y and y'y of those rows, for the change straight after and for the change by next morning; besides, of each
pose how often it was done and what was last said of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipapp.core.enums import Mark, Rung
from journal.coach.facts import SessionFacts

type Array = NDArray[np.float64]

#: How much of a standard dose a rung is: easier, standard, harder (coach, section 4).
LEVEL_DOSE = (0.70, 1.0, 1.35)
#: Weight of the newest "before" in the running mean that is somebody's usual.
NEWEST = 0.15
#: Days after which a session counts half: bodies change.
HALF_LIFE = 240.0
#: Marks from best to worst: what was felt straight after, as one of these.
MARKS = (Mark.FELT_EASY, Mark.GOOD, Mark.OK, Mark.TOO_MUCH)
#: More of one pose in a session than this (standard doses) is taken for a slip of the pen.
MOST_DOSE = 4.0
#: So many of the last marks of a pose are kept one by one.
LAST_MARKS = 4
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
    #: By pose: weighted dose of what was marked, and weighted number of each of `MARKS`.
    marks: Array = field(default_factory=lambda: np.zeros((0, 1 + len(MARKS))))
    #: By pose: sessions with it, rated sessions with it, and marks. Not weighted: people can count them.
    counts: Array = field(default_factory=lambda: np.zeros((0, 3)))
    #: Sessions in all, and rated ones.
    sessions: int = 0
    rated: int = 0
    #: The last few marks of a pose, newest last; and how often each was given, as people can count them.
    last_marks: dict[str, list[Mark]] = field(default_factory=dict)
    said: dict[str, dict[Mark, int]] = field(default_factory=dict)


#: Columns of `Sums.counts`.
TIMES, RATED, MARKED = 0, 1, 2


def rung_dose(level: int) -> float:
    """Standard doses of a rung; what is below the lowest or above the highest counts as that."""
    if level <= Rung.EASIER:
        return LEVEL_DOSE[Rung.EASIER]
    return LEVEL_DOSE[level] if level < Rung.HARDER else LEVEL_DOSE[Rung.HARDER]


def doses(session: SessionFacts) -> dict[str, float]:
    """Standard doses by pose; a pose that stands twice in a session was done once, in two parts. What was not done
    is there too, with 0."""
    found: dict[str, float] = {}
    for item in session.items:
        dose = found.get(item.pose, 0.0)
        if item.dose > 0:  # what is no number, or less than nothing, is nothing
            dose += rung_dose(item.level) * item.dose
        found[item.pose] = dose if dose < MOST_DOSE else MOST_DOSE
    return found


def add(sums: Sums, sessions: Sequence[SessionFacts]) -> Sums:
    """`sums` with more sessions, which must be later than all that are in it and stand in their order.

    Sessions with `other_reason` are left out: something else explains the day. A mark counts for a pose that was
    in the session. It speaks of the rung, not of how much of it was done: who stops early does so because it was
    too much.
    """
    told = [s for s in sessions if not s.other_reason]
    if not told:
        return sums
    done = [doses(s) for s in told]
    grown = aged(_with_poses(sums, done), told[-1].day)
    column = {pose: i for i, pose in enumerate(grown.poses)}
    n = len(column)
    age = np.array([weight(s.day, grown.day or told[-1].day) for s in told])
    x = np.zeros((len(told), n + EXTRA))
    x[:, n + CONSTANT] = 1.0
    for row, of_poses in zip(x, done, strict=True):
        for pose, dose in of_poses.items():
            row[column[pose]] = dose
    x[:, n + DEVIATION], grown.usual = _deviations(told, grown.usual)
    _add_marks(grown, column, told, done, age)
    _add_outcome(grown.after, x, [_rise(s.before, s.after) for s in told], age)
    _add_outcome(grown.morning, x, [_rise(s.before, s.next_morning) for s in told], age)
    rated = np.array([s.before is not None and (s.after, s.next_morning) != (None, None) for s in told])
    practised = x[:, :n] > 0
    grown.counts[:, TIMES] += practised.sum(axis=0)
    grown.counts[:, RATED] += practised[rated].sum(axis=0)
    grown.sessions += len(told)
    grown.rated += int(rated.sum())
    return grown


def weight(day: int, now: int) -> float:
    """What a session counts on a later day: 1 at once, half of it after each half-life."""
    return float(0.5 ** (max(0, now - day) / HALF_LIFE))


def _deviations(told: Sequence[SessionFacts], usual: float | None) -> tuple[list[float], float | None]:
    """How far each "before" was from the usual until then, and the usual since."""
    found = []
    for s in told:
        found.append(0.0 if s.before is None or usual is None else s.before - usual)
        if s.before is not None:
            usual = s.before if usual is None else (1 - NEWEST) * usual + NEWEST * s.before
    return found, usual


def _add_marks(
    grown: Sums,
    column: dict[str, int],
    told: Sequence[SessionFacts],
    done: Sequence[dict[str, float]],
    age: Array,
) -> None:
    places, of_marks = [], []
    for s, of_poses, share in zip(told, done, age.tolist(), strict=True):
        rungs: dict[str, float] = {}
        for item in s.items if s.marks else ():
            rungs[item.pose] = max(rungs.get(item.pose, 0.0), rung_dose(item.level))
        for pose, mark in s.marks.items():
            if pose in of_poses:
                places.append(column[pose])
                of_marks.append((share * rungs[pose], *(share * (mark is m) for m in MARKS)))
                last = grown.last_marks.setdefault(pose, [])
                last.append(mark)
                del last[:-LAST_MARKS]
                said = grown.said.setdefault(pose, {})
                said[mark] = said.get(mark, 0) + 1
    if places:
        np.add.at(grown.marks, places, np.array(of_marks))
        np.add.at(grown.counts[:, MARKED], places, 1.0)


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


def _with_poses(sums: Sums, done: Sequence[dict[str, float]]) -> Sums:
    """A copy with columns for the poses that are new; their order is that of first use."""
    new = dict.fromkeys(p for of_poses in done for p in sorted(of_poses))
    poses = list(dict.fromkeys([*sums.poses, *new]))
    old, n = len(sums.poses), len(poses)
    keep = np.r_[np.arange(old), n : n + EXTRA]

    def wider(outcome: Outcome) -> Outcome:
        made = Outcome.empty(n)
        made.xx[np.ix_(keep, keep)] = outcome.xx
        made.xy[keep] = outcome.xy
        return Outcome(made.xx, made.xy, outcome.yy, outcome.count)

    marks, counts = np.zeros((n, 1 + len(MARKS))), np.zeros((n, 3))
    marks[:old], counts[:old] = sums.marks, sums.counts
    return replace(
        sums, poses=poses, after=wider(sums.after), morning=wider(sums.morning), marks=marks, counts=counts,
        last_marks={pose: list(last) for pose, last in sums.last_marks.items()},
        said={pose: dict(said) for pose, said in sums.said.items()},
    )  # fmt: skip


def aged(sums: Sums, day: int) -> Sums:
    """The same sums as they count on a later day; on an earlier one they are what they are."""
    share = 1.0 if sums.day is None else weight(sums.day, day)

    def older(o: Outcome) -> Outcome:
        return Outcome(o.xx * share, o.xy * share, o.yy * share, o.count * share)

    return replace(
        sums, day=day if sums.day is None else max(day, sums.day), after=older(sums.after),
        morning=older(sums.morning), marks=sums.marks * share,
    )  # fmt: skip


def as_json(sums: Sums) -> dict[str, Any]:
    """To be kept between two days; `from_json` reads it again. Of a symmetric matrix one half is enough."""
    half = np.triu_indices(len(sums.poses) + EXTRA)
    return {
        "poses": sums.poses, "usual": sums.usual, "day": sums.day, "sessions": sums.sessions,
        "rated": sums.rated, "marks": sums.marks.tolist(), "counts": sums.counts.tolist(),
        "last_marks": {pose: [m.value for m in last] for pose, last in sums.last_marks.items()},
        "said": {pose: {m.value: n for m, n in said.items()} for pose, said in sums.said.items()},
        **{name: [o.xx[half].tolist(), o.xy.tolist(), o.yy, o.count]
           for name, o in (("after", sums.after), ("morning", sums.morning))},
    }  # fmt: skip


def from_json(kept: dict[str, Any]) -> Sums:
    n = len(kept["poses"])

    def outcome(name: str) -> Outcome:
        half, xy, yy, count = kept[name]
        made = Outcome(np.zeros((n + EXTRA, n + EXTRA)), np.array(xy, float), yy, count)
        rows, columns = np.triu_indices(n + EXTRA)
        made.xx[rows, columns] = made.xx[columns, rows] = half
        return made

    return Sums(
        list(kept["poses"]), outcome("after"), outcome("morning"), kept["usual"], kept["day"],
        np.array(kept["marks"], float).reshape(n, 1 + len(MARKS)), np.array(kept["counts"], float).reshape(n, 3),
        kept["sessions"], kept["rated"],
        {pose: [Mark(m) for m in last] for pose, last in kept["last_marks"].items()},
        {pose: {Mark(m): n for m, n in said.items()} for pose, said in kept["said"].items()},
    )  # fmt: skip
