"""Which one change to propose, if any. Pure; the numbers of `Rules` were tuned on simulated people.

The order: nothing in the first sessions, on a gentle day or within a week of another change; then what may be
too much, the change that promises most first; then, only while all is calm, an eased pose is given back, or a
pose that seems to help or felt easy gets its harder rung. The person decides; what is declined rests for twelve
days. (Coach, section 4; deviations from it are hipapp's own and measured in docs/coach.md.)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hipapp.core.enums import Job, Light, Mark, Rung
from journal.coach.chances import Belief
from journal.coach.facts import Action, Change, History, Quiet, SessionFacts, Suggestion
from journal.coach.sums import MARKED, TIMES, Sums, add, rung_dose
from journal.sessions.light import RED_BEFORE, RED_LASTS, light_of

#: Poses of these jobs are for resting; a harder rung of rest is no progress.
RESTFUL = frozenset({Job.SETTLE.value, Job.FINISH.value})
LESS = frozenset({Action.EASE, Action.SWAP, Action.REMOVE})
MORE = frozenset({Action.GIVE_BACK, Action.PROGRESS, Action.ADD})


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds: probabilities, days and counts."""

    first_sessions: int = 4
    days_between: int = 7  # between two changes
    days_declined: int = 3  # after a change that was not wanted
    days_pose: int = 12  # and not the same pose again for so many
    ripe_done: int = 3  # a pose has been done so often, or marked so often
    ripe_marks: int = 2
    much: float = 0.44  # P(harm) from which something is proposed
    much_again: float = 0.25  # for a pose that was eased or swapped in already
    heard: float = 0.24  # with "too much" twice among the last four marks
    against: float = 1.2  # P(harm) is at least so many times P(helps and is not too much)
    better: float = 0.60  # a swap's P(harm) is under this share of the old one
    swap_most: float = 0.25  # and never above this
    remove: float = 0.60  # leave out, where there is nothing easier and nothing instead
    back: float = 0.08  # give back under this
    helps: float = 0.75  # the harder rung: P(help) above, P(harm) below, done so often
    helps_easy: float = 0.45  # the same if it felt easy twice among the last four marks
    harmless: float = 0.06
    often: int = 6
    calm_after: int = 8  # sessions before anything gets harder
    calm: int = 4  # sessions looked at
    calm_before: int = 5
    calm_rating: int = 7
    away: int = 14  # days without practice after which everything waits


RULES = Rules()


#: What is believed of more poses: to ask of all that could be swapped in would take longest of all.
Ask = Callable[[Sequence[str]], Mapping[str, Belief]]


def no_more(_poses: Sequence[str]) -> Mapping[str, Belief]:
    return {}


@dataclass
class _Sight:
    """The history as the rules look at it; `sums` are those of all its sessions, and of older ones."""

    history: History
    beliefs: dict[str, Belief]
    rules: Rules
    sums: Sums
    ask: Ask
    tellable: frozenset[str] | None = None  # poses of which the data can say anything; None for all
    placed: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for p in self.history.routine:  # of a pose that stands there twice, the higher rung
            self.placed[p.pose] = max(p.level, self.placed.get(p.pose, p.level))
        for pose, counts in zip(self.sums.poses, self.sums.counts.astype(int).tolist(), strict=True):
            self.times[pose], self.marked[pose] = counts[TIMES], counts[MARKED]

    def last_marks(self, pose: str, mark: Mark) -> int:
        """How often `mark` stands among the last four marks of a pose."""
        return self.sums.last_marks.get(pose, []).count(mark)

    def changes(self, actions: frozenset[Action]) -> Iterator[Change]:
        return (c for c in self.history.changes if c.accepted and c.action in actions)

    def resting(self) -> set[str]:
        """Poses that were just spoken of or changed by hand, and those that are never to be spoken of again."""
        day, rules = self.history.day, self.rules
        lately = [c for c in self.history.changes if day - c.day < rules.days_pose]
        return (
            {c.pose for c in lately}
            | {c.to for c in lately if c.to and c.accepted}
            | {pose for pose, edited in self.history.edited.items() if self._is_settling(pose, edited)}
            | {c.pose for c in self.history.changes if c.never}
        )

    def _is_settling(self, pose: str, edited: int) -> bool:
        """Changed by hand lately, and not found to be too much twice since."""
        since = (s.marks.get(pose) for s in self.history.sessions if s.day >= edited)
        return self.history.day - edited < self.rules.days_pose and list(since).count(Mark.TOO_MUCH) < 2

    def ripe(self) -> list[str]:
        """Poses of the routine that may be spoken of: known well enough, and not just spoken of. What is never to
        be done is the gate's to take out."""
        resting, rules = self.resting(), self.rules
        return [
            p
            for p in self.placed
            if p in self.beliefs
            and p in self.history.library
            and p not in resting | self.history.avoid
            and (self.times.get(p, 0) >= rules.ripe_done or self.marked.get(p, 0) >= rules.ripe_marks)
        ]


def decide(  # noqa: PLR0913
    history: History,
    beliefs: Mapping[str, Belief],
    rules: Rules = RULES,
    sums: Sums | None = None,
    ask: Ask = no_more,
    *,
    tellable: frozenset[str] | None = None,
    asks: bool = False,
) -> tuple[Suggestion | None, Quiet | None]:
    """The one change, or why there is none.

    `sums` are those of all sessions, also of those that are older than the history's; without them there are none
    older. `ask` is asked of poses that `beliefs` lack. `tellable` are the poses of which the data can say anything (for
    anything harder; None for all); `asks`: the ratings ask for the list of warning signs, so nothing gets harder.
    """
    sums = sums or add(Sums(), history.sessions)
    if sums.sessions < rules.first_sessions:
        return None, Quiet.EARLY
    if not history.sessions or history.day - history.sessions[-1].day > rules.away:
        return None, Quiet.AWAY
    if is_gentle(history):
        return None, Quiet.GENTLE
    # A change that is dated ahead (a clock that was wrong, a journey) holds as well.
    if any(
        history.day - c.day < (rules.days_between if c.accepted else rules.days_declined)
        for c in history.changes
    ):
        return None, Quiet.ONE_A_WEEK
    sight = _Sight(history, dict(beliefs), rules, sums, ask, tellable)
    ripe = sight.ripe()
    less = _less(sight, ripe)
    if less is None and history.asking:
        return None, Quiet.ASKING
    calm = not asks and sums.sessions >= rules.calm_after and is_calm(history, rules)
    found = less or (_more(sight, ripe) if calm else None)
    return found, None if found else Quiet.NOTHING


# -- lights ------------------------------------------------------------------------------------------------------


def light(session: SessionFacts) -> Light | None:
    signal = light_of(session.before, session.after, session.next_morning, sharp=bool(session.sharp))
    return signal.light if signal else None


def is_gentle(history: History) -> bool:
    """Whether today is for the gentle version: the last session was red, at most four days ago, or a bad start
    today."""
    if history.before_now is not None and history.before_now >= RED_BEFORE:
        return True
    return any(light(s) is Light.RED and history.day - s.day <= RED_LASTS.days for s in _last_day(history))


def _last_day(history: History) -> tuple[SessionFacts, ...]:
    """The sessions of the last day with any: which of them came last is not known."""
    last = history.sessions[-1].day if history.sessions else None
    return tuple(s for s in history.sessions if s.day == last)


def is_calm(history: History, rules: Rules = RULES) -> bool:
    """Whether anything may get harder: the last sessions were no worse after, nor the mornings by more than 1."""
    if (history.before_now or 0) > rules.calm_before:
        return False
    for s in (*history.sessions[-rules.calm :], *_last_day(history)):
        if light(s) is Light.RED or (s.after or 0) >= rules.calm_rating:
            return False
        if s.before is not None and s.after is not None and s.after > s.before:
            return False
    return True


# -- less --------------------------------------------------------------------------------------------------------


def _less(sight: _Sight, ripe: list[str]) -> Suggestion | None:
    """The change that promises most, among the poses that may be too much."""
    rules = sight.rules
    touched = {c.to or c.pose for c in sight.changes(LESS)}
    much = []
    for pose in ripe:
        p = sight.beliefs[pose].p_harm
        heard = p >= rules.heard and sight.last_marks(pose, Mark.TOO_MUCH) >= 2
        likely = p >= rules.against * sight.beliefs[pose].p_good
        if likely and (heard or p >= (rules.much_again if pose in touched else rules.much)):
            much.append(pose)
    pools = {pose: _pool(sight, pose) for pose in much}
    sight.beliefs.update(sight.ask(sorted({q for pool in pools.values() for q in pool} - {*sight.beliefs})))
    found = (_lesser(sight, pose, pools[pose]) for pose in much)
    options = [option for option in found if option is not None]
    return max(options, key=lambda o: (o[0], o[1].pose))[1] if options else None


def _lesser(sight: _Sight, pose: str, pool: Sequence[str]) -> tuple[float, Suggestion] | None:
    """What to do about a pose, and how many points it promises: swap, else ease, else leave out."""
    belief, level = sight.beliefs[pose], sight.placed[pose]
    now = rung_dose(level) * _cost(belief)
    to = _instead(sight, pose, pool)
    p, h = belief.p_harm, belief.p_help
    if to is not None:
        rung = sight.history.levels(to)[0]
        promised = now - rung_dose(rung) * _cost(sight.beliefs[to])
        return promised, Suggestion(pose, Action.SWAP, to, rung, "swap", p, h)
    easier = [rung for rung in sight.history.levels(pose) if rung < level]
    if easier:
        promised = now - rung_dose(easier[-1]) * _cost(belief)
        return promised, Suggestion(pose, Action.EASE, None, easier[-1], "ease", p, h)
    if p >= sight.rules.remove:
        return now, Suggestion(pose, Action.REMOVE, None, None, "remove", p, h)
    return None


#: What a chance of harm weighs beside the mean effect, points: certain harm counts this much more.
_CAUTION = 0.3


def _cost(belief: Belief) -> float:
    """Points a standard dose is expected to cost, with some caution."""
    return (belief.after + belief.morning) / 2 + _CAUTION * belief.p_harm


def _pool(sight: _Sight, pose: str) -> list[str]:
    """The poses that could be done in its place: of the same job, open, not in the routine, not sent away."""
    history = sight.history
    gone = {c.pose for c in sight.changes(frozenset({Action.SWAP, Action.REMOVE}))} | sight.resting()
    job = history.library[pose].job
    if not job:
        return []  # one that has none can't be taken over
    return [
        q
        for q, facts in history.library.items()
        if facts.job == job and q not in sight.placed and q not in gone and history.levels(q)
    ]


def _instead(sight: _Sight, pose: str, pool: Sequence[str]) -> str | None:
    """The pose of the pool that promises most, if one is clearly less likely to be too much."""
    most = min(sight.rules.swap_most, sight.rules.better * sight.beliefs[pose].p_harm)
    better = [q for q in pool if q in sight.beliefs and sight.beliefs[q].p_harm < most]
    return min(better, key=lambda q: (_cost(sight.beliefs[q]), q), default=None)


# -- more --------------------------------------------------------------------------------------------------------


def _more(sight: _Sight, ripe: list[str]) -> Suggestion | None:
    rules, beliefs = sight.rules, sight.beliefs
    higher = {
        pose: [rung for rung in sight.history.levels(pose) if rung == sight.placed[pose] + 1] for pose in ripe
    }
    room = sorted((p for p in ripe if higher[p]), key=lambda p: (-beliefs[p].p_help, p))
    eased = {c.to or c.pose for c in sight.changes(frozenset({Action.EASE, Action.SWAP}))}
    for pose in room:
        if pose in eased and sight.placed[pose] == Rung.EASIER and beliefs[pose].p_harm < rules.back:
            return _up(sight, pose, Action.GIVE_BACK, higher[pose][0])
    known = [
        p
        for p in room
        if (sight.tellable is None or p in sight.tellable)
        and sight.times.get(p, 0) >= rules.often
        and sight.placed[p] >= Rung.STANDARD
        and beliefs[p].p_harm < rules.harmless
        and sight.history.library[p].job not in RESTFUL
    ]
    for pose in known:
        if sight.last_marks(pose, Mark.FELT_EASY) >= 2 and beliefs[pose].p_help > rules.helps_easy:
            return _up(sight, pose, Action.PROGRESS, higher[pose][0], "felt_easy")
    if known and beliefs[known[0]].p_help > rules.helps:
        return _up(sight, known[0], Action.PROGRESS, higher[known[0]][0], "helps")
    return None


def _up(sight: _Sight, pose: str, action: Action, rung: int, rule: str = "") -> Suggestion:
    belief = sight.beliefs[pose]
    return Suggestion(pose, action, None, rung, rule or action.value, belief.p_harm, belief.p_help)
