"""The coach as one pure function: what happened in, one suggestion (or none), today and beliefs out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hipapp.core.enums import Move
from journal.coach.chances import Belief
from journal.coach.decide import LESS, RULES, Rules, decide, is_gentle
from journal.coach.facts import MOVES, Advice, Effect, History, Quiet, SessionFacts, Status, Suggestion, Today
from journal.coach.model import fitted, movements, of_done, of_new
from journal.coach.sums import MARKED, RATED, Sums, add, aged
from journal.sessions.light import ask_again, see_someone

#: Changes whenever the same history may get another answer.
ENGINE = "2"

#: Fewer sessions with or without a pose, and fewer marks, say nothing about it (coach, section 5).
LEAST_SESSIONS, LEAST_MARKS = 3, 2
#: A movement is named when it is at least so likely to be what bothers, and the pose has so much of it.
MOVE_STANDS_OUT, MUCH_OF_IT = 0.4, 0.3
#: P from which a pose "seems too much", "may be too much"; and "seems to help", "seems fine".
TOO_MUCH, MAY_BE, HELPS, FINE = 0.60, 0.35, 0.80, 0.10


def advise(
    history: History,
    kept: Sums | None = None,
    rules: Rules = RULES,
    *,
    only: Collection[str] | None = None,
) -> Advice:
    """The coach's answer. `kept` are the sums of sessions older than all of `history.sessions`.

    `effects` are told of every pose that was ever done or stands in the routine; with `only`, of those among these,
    which after many years and poses is much less work. The suggestion is the same if all of the routine is among them.

    The same history gives the same answer, whatever the order of its entries within a day, and however often a
    session is sent. With `kept`, the last six weeks in `history.sessions`, and four sessions at least, give the
    same suggestion and effects as all of them; only `ask_again` looks back further: half a year.
    """
    seen = replace(history, sessions=in_order(s for s in history.sessions if s.day <= history.day))
    sums = aged(add(kept or Sums(), seen.sessions), history.day)
    fit = fitted(sums, history.library)
    never_done = {p.pose for p in history.routine if p.pose in history.library} - {*fit.poses}
    found = of_done(fit, only) | of_new(fit, history.library, sorted(never_done))

    def ask(poses: Sequence[str]) -> Mapping[str, Belief]:
        return of_done(fit, poses) | of_new(fit, history.library, [p for p in poses if p not in fit.poses])

    ratings = _ratings(seen)
    see, again = see_someone(ratings, _TODAY), ask_again(ratings, _TODAY)
    effects = _effects(sums, found)
    suggestion, quiet = (
        (None, Quiet.SEE_SOMEONE)
        if see
        else decide(seen, found, rules, sums, ask, tellable=_tellable(effects), asks=again is not None)
    )
    moves = movements(fit)
    return Advice(
        suggestion and _with_movement(suggestion, history, moves),
        quiet,
        Today("gentle" if is_gentle(seen) else None, _sharp_today(seen)),
        effects,
        moves,
        see,
        again,
        ENGINE,
    )


def _with_movement(suggestion: Suggestion, history: History, moves: Mapping[Move, float]) -> Suggestion:
    """Names the movement that bothers, if one stands out and the pose has much of it."""
    if suggestion.action not in LESS:
        return suggestion
    tags = dict(zip(MOVES, history.library[suggestion.pose].moves, strict=True))
    move = max(MOVES, key=lambda m: round(moves[m], 6))  # of equals the first, however the sums were added up
    stands_out = moves[move] >= MOVE_STANDS_OUT and tags[move] >= MUCH_OF_IT
    return replace(suggestion, move=move) if stands_out else suggestion


def _tellable(effects: Mapping[str, Effect]) -> frozenset[str]:
    return frozenset(
        pose for pose, e in effects.items() if enough_to_tell(e.sessions_with, e.sessions_without, e.marks)
    )


def in_order(sessions: Iterable[SessionFacts]) -> tuple[SessionFacts, ...]:
    """By day, each once. Of several with one id the one with most answers counts, of equals the last sent: a
    session is sent again when its next morning is known, and what was sent first may come last. Without an id,
    two of the same content are one. Within a day the content decides."""
    named: dict[str, SessionFacts] = {}
    by_day: dict[int, list[SessionFacts]] = {}
    for s in sessions:
        if not s.id:
            by_day.setdefault(s.day, []).append(s)
        elif s.id not in named or _answered(s) >= _answered(named[s.id]):
            named[s.id] = s
    for s in named.values():
        by_day.setdefault(s.day, []).append(s)
    return tuple(s for day in sorted(by_day) for s in _each_once(by_day[day]))


def _each_once(of_day: list[SessionFacts]) -> list[SessionFacts]:
    if len(of_day) == 1:
        return of_day
    return [s for _, s in sorted({(_content(s), s.id): s for s in of_day}.items())]


def _answered(s: SessionFacts) -> int:
    return sum(r is not None for r in (s.before, s.after, s.next_morning))


def _content(s: SessionFacts) -> str:
    items = sorted((i.pose, i.level, i.dose) for i in s.items)
    marks = sorted((pose, str(mark)) for pose, mark in s.marks.items())
    ratings = (s.day, s.before, s.after, s.next_morning, s.gentle, s.other_reason)
    return repr((ratings, items, marks, sorted(s.sharp)))


def _sharp_today(history: History) -> tuple[str, ...]:
    return tuple(sorted({p for s in history.sessions if s.day == history.day for p in s.sharp}))


def _ratings(history: History) -> list[tuple[date, int]]:
    """Ratings before practice, with days counted from a `_TODAY` that stands for the day of the history."""
    told = [(s.day, s.before) for s in history.sessions if s.before is not None]
    if history.before_now is not None:
        told.append((history.day, history.before_now))
    ago = ((history.day - day, rating) for day, rating in told)
    return [(_TODAY - timedelta(days=days), rating) for days, rating in ago if days <= _LOOKS_BACK]


#: Any date will do; ratings older than so many days (a hundred years) are no ratings.
_TODAY, _LOOKS_BACK = date(2400, 1, 3), 36525


# -- what can be said of each pose -------------------------------------------------------------------------------


def _effects(sums: Sums, found: Mapping[str, Belief]) -> dict[str, Effect]:
    column = {pose: i for i, pose in enumerate(sums.poses)}
    return {
        pose: replace(_effect(belief, sums, column.get(pose)), said=sums.said.get(pose, {}))
        for pose, belief in found.items()
    }


def _effect(belief: Belief, sums: Sums, column: int | None) -> Effect:
    counts = [0, 0, 0] if column is None else [int(c) for c in sums.counts[column]]
    with_, marks = counts[RATED], counts[MARKED]
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
