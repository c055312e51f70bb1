"""Histories to try the coach on: any that can be written down, and some that look like a person's."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from hipapp.core.enums import Light, Mark
from journal.coach.decide import light
from journal.coach.facts import Action, Advice, Change, History, Item, Placed, PoseFacts, SessionFacts

JOBS = ("hip_flexor", "warm_up", "settle", "")
TAGS = (0.0, 0.3, 0.9, 1.0)
POSES = tuple(f"pose-{i}" for i in range(9))
STRANGERS = ("stranger", "")  # in no library

names = st.sampled_from(POSES + STRANGERS)
levels = st.sampled_from((0, 1, 2))
ratings = st.none() | st.integers(0, 10)
days = st.integers(0, 60) | st.integers(-4000, 4000)
doses = st.sampled_from((0.0, 0.5, 1.0, 1.0, 1.0, 3.0, 1e6, -1.0))


@st.composite
def poses(draw: st.DrawFn, name: str) -> PoseFacts:
    moves = tuple(draw(st.lists(st.sampled_from(TAGS), min_size=6, max_size=6)))
    mean = draw(st.sampled_from((None, 0.0, -0.13, 2.0)))
    open_ = draw(st.sampled_from(((0, 1, 2), (1,), (0, 2), (0, 1), ())))
    return PoseFacts(name, draw(st.sampled_from(JOBS)), moves, mean, open_)


items = st.builds(Item, names, levels, doses)
sessions = st.builds(
    SessionFacts,
    day=days,
    items=st.lists(items, max_size=7).map(tuple),
    before=ratings,
    after=ratings,
    next_morning=ratings,
    gentle=st.booleans(),
    marks=st.dictionaries(names, st.sampled_from(Mark), max_size=4),
    sharp=st.just(frozenset()) | st.frozensets(names, max_size=2),
    other_reason=st.sampled_from((False, False, False, True)),
    id=st.sampled_from(("", "", "", "a", "b")),
)
changes = st.builds(
    Change, days, names, st.sampled_from(Action), st.none() | names, st.booleans(),
    st.sampled_from((False, False, True)),
)  # fmt: skip


@st.composite
def absurd(draw: st.DrawFn) -> History:
    """Anything: strangers in the routine, an empty library, days out of order, the future, the same twice."""
    known = draw(st.lists(st.sampled_from(POSES), unique=True))
    return History(
        day=draw(days),
        library={p: draw(poses(p)) for p in known},
        routine=tuple(draw(st.lists(st.builds(Placed, names, levels), max_size=8))),
        sessions=tuple(draw(st.lists(sessions, max_size=12))),
        changes=tuple(draw(st.lists(changes, max_size=3))),
        avoid=draw(st.frozensets(names, max_size=3)),
        max_level=draw(st.dictionaries(names, st.sampled_from((-1, 0, 1, 2)), max_size=4)),
        before_now=draw(ratings),
    )


@dataclass(frozen=True)
class Life:
    """What is drawn of a person for `lived`; small numbers make it plain."""

    seed: int
    sessions: int
    harm: float  # points of each pose that arches
    marks: float  # chance that a pose is marked
    calm: bool  # ratings that fall, and nothing else


lives = st.builds(
    Life, st.integers(0, 10**6), st.integers(0, 45), st.sampled_from((0.0, 0.5, 1.5)),
    st.sampled_from((0.0, 0.3, 0.9)), st.booleans(),
)  # fmt: skip


def lived(life: Life) -> History:
    """A history in which much is proposed: enough sessions, marks, changes long ago and lately."""
    draw = random.Random(life.seed)
    library = {
        p: PoseFacts(p, draw.choice(JOBS[:2]), tuple(draw.choice(TAGS) for _ in range(6)), draw.choice((None, -0.1)))
        for p in POSES
    }  # fmt: skip
    routine = tuple(Placed(p, draw.choice((0, 1, 1, 2))) for p in draw.sample(POSES, 5))
    told = []
    for day in sorted(draw.sample(range(70), life.sessions)):
        done = [p for p in routine if draw.random() < 0.75]
        arch = life.harm * sum(library[p.pose].moves[1] for p in done)
        before = draw.randint(2, 5)
        after, morning = (
            None if draw.random() < 0.2 else _near(before + arch - 0.4, draw, life.calm) for _ in range(2)
        )
        marks = {
            p.pose: _mark(life.harm * library[p.pose].moves[1] + draw.gauss(-0.2, 0.4))
            for p in done
            if draw.random() < life.marks
        }
        told.append(
            SessionFacts(day, tuple(Item(p.pose, p.level) for p in done), before, after, morning, marks=marks)
        )
    return History(
        day=told[-1].day + draw.choice((1, 1, 2, 6)) if told else 0,
        library=library,
        routine=routine,
        sessions=tuple(told),
        changes=tuple(_change(draw, routine) for _ in range(draw.choice((0, 0, 1, 2)))),
        avoid=frozenset(draw.sample(POSES, draw.choice((0, 1, 2)))),
        max_level={p: draw.choice((0, 1)) for p in draw.sample(POSES, 3)},
        before_now=draw.choice((None, 2, 4, 9)),
    )


def _near(level: float, draw: random.Random, calm: bool) -> int:
    return min(10, max(0, round(level + (0 if calm else draw.gauss(0, 1)))))


def _mark(felt: float) -> Mark:
    if felt > 0.4:
        return Mark.TOO_MUCH
    return Mark.OK if felt > -0.1 else Mark.GOOD if felt > -0.5 else Mark.FELT_EASY


def _change(draw: random.Random, routine: tuple[Placed, ...]) -> Change:
    return Change(
        draw.randint(0, 75), draw.choice(routine).pose, draw.choice(list(Action)), None,
        draw.random() < 0.7, draw.random() < 0.1,
    )  # fmt: skip


# -- the rules of the house, told once more ----------------------------------------------------------------------


def broken(history: History, advice: Advice) -> list[str]:
    """Which rules an answer breaks. Written from the rules, not from the engine."""
    return _numbers(advice) + _speaks(history, advice) + _change_rules(history, advice)


def _numbers(advice: Advice) -> list[str]:
    said = []
    for pose, e in advice.effects.items():
        if not (0 <= e.p_harm <= 1 and 0 <= e.p_help <= 1):
            said.append(f"{pose}: no probability")
        numbers = (e.after_mean, e.after_sd, e.morning_mean, e.morning_sd)
        if not all(abs(x) < 1e3 for x in numbers) or min(e.after_sd, e.morning_sd) < 0:
            said.append(f"{pose}: no number")
    return said


def _speaks(history: History, advice: Advice) -> list[str]:
    """Days on which nothing may be proposed."""
    s = advice.suggestion
    said: list[str] = []
    if (s is None) == (advice.quiet is None):
        said.append("neither a suggestion nor a reason for none, or both")
    if s is None:
        return said
    past = [t for t in history.sessions if t.day <= history.day]
    if len({t.id or id(t) for t in past if not t.other_reason}) < 4:
        said.append("too early")
    last = max((t.day for t in past), default=None)
    red = any(light(t) is Light.RED for t in past if t.day == last and not _sent_again(t, past))
    if (history.before_now or 0) >= 8 or (last is not None and red and history.day - last <= 4):
        said.append("on a gentle day")
    if advice.today.mode == "gentle":
        said.append("on a day that is called gentle")
    if s.action in (Action.PROGRESS, Action.GIVE_BACK) and red:
        said.append("more after a red session")
    for c in history.changes:
        if history.day - c.day < (7 if c.accepted else 3):
            said.append("too soon after another change")
        if c.pose == s.pose and (history.day - c.day < 12 or c.never):
            said.append("the same pose again")
    return said


def _sent_again(t: SessionFacts, past: list[SessionFacts]) -> bool:
    return bool(t.id) and sum(u.id == t.id for u in past) > 1


def _change_rules(history: History, advice: Advice) -> list[str]:
    s = advice.suggestion
    said: list[str] = []
    if s is None:
        return said
    now = [p.level for p in history.routine if p.pose == s.pose]
    target = s.to or s.pose
    if not now:
        return ["a pose that is not in the routine"]
    if {s.pose, target} & history.avoid:
        said.append("a pose that is never to be done")
    if s.level is not None and s.level > history.max_level.get(target, 2):
        said.append("a rung above what the gate allows")
    if s.level is not None and s.level not in history.library[target].levels:
        said.append("a rung that does not exist")
    if s.action is Action.EASE and not (s.level is not None and s.level < max(now)):
        said.append("an easier rung that is not easier")
    if s.action in (Action.PROGRESS, Action.GIVE_BACK) and s.level != max(now) + 1:
        said.append("more than one rung up")
    if (s.action is Action.SWAP) != (s.to is not None):
        said.append("a swap without a pose, or a pose without a swap")
    if s.to is not None:
        said += _swap_rules(history, s.pose, s.to)
    return said


def _swap_rules(history: History, pose: str, to: str) -> list[str]:
    said = []
    if history.library[to].job != history.library[pose].job:
        said.append("a swap into another job")
    if to in {p.pose for p in history.routine}:
        said.append("a swap for what is there already")
    if any(c.pose == to and c.never for c in history.changes):
        said.append("a swap for what is never to be proposed")
    return said
