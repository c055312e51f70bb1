"""The coach as one pure function: what happened in, one suggestion (or none), today and beliefs out."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from journal.coach.decide import RULES, Rules, decide, is_gentle
from journal.coach.facts import Advice, Effect, History, Quiet, SessionFacts, Status, Today
from journal.coach.model import Belief, beliefs
from journal.coach.sums import Sums, add
from journal.sessions.light import ask_again, see_someone

#: Changes whenever the same history may get another answer.
ENGINE = "1"

#: Fewer sessions with or without a pose, and fewer marks, say nothing about it (coach, section 5).
LEAST_SESSIONS, LEAST_MARKS = 3, 2
#: P from which a pose "seems too much", "may be too much"; and "seems to help", "seems fine".
TOO_MUCH, MAY_BE, HELPS, FINE = 0.60, 0.35, 0.80, 0.10


def advise(history: History, kept: Sums | None = None, rules: Rules = RULES) -> Advice:
    """The coach's answer. `kept` are the sums of sessions older than all of `history.sessions`.

    The same history gives the same answer, whatever the order of its entries within a day, and however often a
    session is sent. With `kept`, the last weeks in `history.sessions` are enough.
    """
    told = in_order(history.sessions)
    seen = History(
        history.day, history.library, history.routine, told, history.changes, history.avoid,
        history.max_level, history.before_now,
    )  # fmt: skip
    sums = add(kept or Sums(), told)
    asked = sorted({p.pose for p in history.routine} | _of_same_jobs(history))
    found = beliefs(sums, history.library, [p for p in asked if p in history.library])
    today = _date(history.day)
    ratings = _ratings(seen)
    see, ask = see_someone(ratings, today), ask_again(ratings, today)
    effects = _effects(history, sums, found)
    suggestion, quiet = (
        (None, Quiet.SEE_SOMEONE)
        if see
        else decide(seen, found, _tellable(effects), rules, asks=ask is not None)
    )
    return Advice(
        suggestion,
        quiet,
        Today("gentle" if is_gentle(seen) else None, _sharp_today(seen)),
        effects,
        {},
        see,
        ask,
        ENGINE,
    )


def _ratings(history: History) -> list[tuple[date, int]]:
    """(day, "before") of every session, and of today."""
    ratings = [(_date(s.day), s.before) for s in history.sessions if s.before is not None]
    if history.before_now is not None:
        ratings.append((_date(history.day), history.before_now))
    return ratings


def _tellable(effects: Mapping[str, Effect]) -> frozenset[str]:
    return frozenset(
        pose for pose, e in effects.items() if enough_to_tell(e.sessions_with, e.sessions_without, e.marks)
    )


def in_order(sessions: Iterable[SessionFacts]) -> tuple[SessionFacts, ...]:
    """By day, each once; of several with one id the last counts. Within a day their content decides."""
    named: dict[str, SessionFacts] = {}
    unnamed: dict[str, SessionFacts] = {}
    for s in sessions:
        if s.id:
            named[s.id] = s
        else:
            unnamed[_content(s)] = s
    return tuple(sorted([*named.values(), *unnamed.values()], key=lambda s: (s.day, _content(s))))


def _content(s: SessionFacts) -> str:
    items = sorted((i.pose, i.level, i.dose) for i in s.items)
    marks = sorted((pose, str(mark)) for pose, mark in s.marks.items())
    return repr((s.day, s.before, s.after, s.next_morning, s.gentle, items, marks, sorted(s.sharp)))


def _of_same_jobs(history: History) -> set[str]:
    jobs = {history.library[p.pose].job for p in history.routine if p.pose in history.library}
    return {q for q, facts in history.library.items() if facts.job in jobs and history.levels(q)}


def _sharp_today(history: History) -> tuple[str, ...]:
    return tuple(sorted({p for s in history.sessions if s.day == history.day for p in s.sharp}))


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


#: Days are counted from here, so that plain numbers can use the rules that speak of dates.
FIRST_DAY = date(2000, 1, 3)


# -- what can be said of each pose -------------------------------------------------------------------------------


def _effects(history: History, sums: Sums, found: Mapping[str, Belief]) -> dict[str, Effect]:
    column = {pose: i for i, pose in enumerate(sums.poses)}
    wanted = {p.pose for p in history.routine} | set(sums.poses)
    return {pose: _effect(belief, sums, column.get(pose)) for pose, belief in found.items() if pose in wanted}


def _effect(belief: Belief, sums: Sums, column: int | None) -> Effect:
    with_ = 0 if column is None else int(sums.rated_with[column])
    marks = 0 if column is None else int(sums.marked[column])
    without = sums.rated - with_
    return Effect(
        belief.p_harm, belief.p_help, status_of(belief, with_, without, marks), belief.after,
        belief.after_sd, belief.morning, belief.morning_sd, with_, without, marks,
    )  # fmt: skip


def enough_to_tell(with_: int, without: int, marks: int) -> bool:
    """Whether ratings with and without a pose, or its marks, can say anything of it."""
    return min(with_, without) >= LEAST_SESSIONS or marks >= LEAST_MARKS


def status_of(belief: Belief, with_: int, without: int, marks: int) -> Status:
    """What can be said, from the strongest claim down. Little data says nothing, whatever the numbers."""
    if not enough_to_tell(with_, without, marks):
        return Status.CANT_TELL
    if belief.p_harm >= TOO_MUCH:
        return Status.SEEMS_TOO_MUCH
    if belief.p_harm >= MAY_BE:
        return Status.MAY_BE_TOO_MUCH
    if belief.p_harm < FINE and belief.p_help >= HELPS:
        return Status.SEEMS_TO_HELP
    return Status.SEEMS_FINE if belief.p_harm < FINE else Status.CANT_TELL
