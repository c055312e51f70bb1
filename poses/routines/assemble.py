"""A safe week for one person, put together from what the gate leaves open.

Pure and deterministic: the same poses, gate and wishes give the same week. The order of a day is that of the
sources: arrive with scan and breath, warm up, hip openers held with steady breath, strengthen, finish with a
supported twist or rest. Days differ in their openers, so that the week goes all round the hip.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from typing import Self

from hipapp.core.enums import (
    ROUTINE_PHASES,
    DayKind,
    Experience,
    Job,
    Level,
    Phase,
    Region,
    Site,
    Verdict,
)
from poses.content.schema import PoseDoc
from poses.routines import words
from poses.routines.choose import REGIONS_OF, Choice, Choices, Gate, choose
from poses.routines.fit import Amounts, fit, length, longest, shortest
from poses.routines.plan import DAY_KEYS, Day, Plan, Step, day_seconds

#: Poses in a day, whatever is wished.
MOST_POSES = 15
#: Minutes of a practice day that can be wished for.
LEAST_MINUTES, MOST_MINUTES = 5, 30
#: A day may be longer than wished by this many seconds, never more; shorter than that needs a reason.
TOLERANCE_S = 60
#: A two-minute day, in seconds: as short as, about, as long as.
SHORT_LEAST_S, SHORT_AIM_S, SHORT_MOST_S = 90, 110, 150
#: With so many minutes all five parts fit into one day.
ENOUGH_MINUTES = 10
#: How near to the wished minutes amounts are brought from below: half a minute, so that it reads as wished.
_NEAR_S = 30
#: Where a day has more poses than parts, each has this many minutes at least.
_MINUTES_A_POSE = 2
#: A day with room for more poses than parts gets more before any gets more than its own dose, until those fill this
#: share of it: or else breath and rest, which are the first to be made longer, are most of a short practice.
_OWN_DOSES = 0.8
#: Unless the day would then change place more often than this.
_CHANGES_ENOUGH = 2

#: Which part gets the next place in a day, most needed first. Opening and strengthening take turns when a day
#: has no place for both: the even practice days begin with the first order, the odd ones with the second.
_MORE = (Phase.OPEN, Phase.ARRIVE, Phase.STRENGTHEN, Phase.WARM_UP, Phase.OPEN, Phase.STRENGTHEN)
_PLACES = (
    (Phase.FINISH, Phase.OPEN, Phase.WARM_UP, Phase.ARRIVE, Phase.STRENGTHEN, *_MORE),
    (Phase.FINISH, Phase.STRENGTHEN, Phase.WARM_UP, Phase.ARRIVE, Phase.OPEN, *_MORE),
)
#: Where a place that somebody named makes a difference.
_MOVING = (Phase.WARM_UP, Phase.OPEN, Phase.STRENGTHEN)
#: How long a job waits for its turn among the openers: sitting shortens the front of the hip first of all.
_JOB_COST = {Job.HIP_FLEXOR: 0, Job.ADDUCTOR: 4, Job.HIP_ROTATOR: 4, Job.HAMSTRING: 5, Job.TWIST: 7}
_OTHER_JOB = 8
# What speaks against a choice, weighed against each other: going round the hip counts most, then a pose that
# needs no adapting, then few changes of place, then variety. A named place outweighs any one of them.
_SAME_JOB, _JUST_BEFORE, _ADAPTED, _CHANGES_PLACE, _REPEATED, _SAME_STRENGTH = 4, 4, 3, 3, 2, 2
_NAMED, _NOT_CALM, _NO_TWIST, _TWO_TWISTS = -6, 9, 20, 3
#: So many seconds that a pose can be stretched to weigh one point, where a day is hard to fill.
_LONG_S = 30
#: From so many candidates, those that least speaks against, a phase with more than one place is put together.
_SHORTLIST = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked for.

    `minutes` 5 to 30 for a practice day; `weekdays` those of practice, 0 is Monday, from none to all seven;
    `props` are those at hand, None if nobody has said (a mat and a wall are always taken to be there);
    `sites` where it hurts or feels stiff; `anchor` the habit that the practice hangs on;
    `two_minutes` whether the days between have two minutes, but for one, or are all free. Raises ValueError.
    """

    minutes: int = 12
    weekdays: tuple[int, ...] = (0, 2, 4)
    experience: Experience = Experience.NEW
    props: frozenset[str] | None = None
    sites: frozenset[Site] = frozenset()
    anchor: str = ""
    two_minutes: bool = True

    def __post_init__(self) -> None:
        if not LEAST_MINUTES <= self.minutes <= MOST_MINUTES:
            raise ValueError(f"between {LEAST_MINUTES} and {MOST_MINUTES} minutes")
        if not set(self.weekdays) <= set(range(7)):
            raise ValueError("weekdays are 0 (Monday) to 6")


@dataclass(frozen=True, slots=True)
class Assembly:
    """A week, `notes` on which rule cost what, and `conflicts`: which wishes don't go together, and which of
    them to drop. All sentences for the person."""

    plan: Plan
    notes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass
class _Week:
    """What the days share while they are put together."""

    poses: Mapping[str, PoseDoc]
    wishes: Wishes
    pools: Mapping[Phase, tuple[Choice, ...]]
    #: Seconds of each pose at its most.
    longest: Mapping[str, int]
    used: Counter[str] = field(default_factory=Counter)
    jobs: Counter[tuple[Phase, Job]] = field(default_factory=Counter)
    jobs_before: frozenset[Job] = frozenset()
    taken: list[Choice] = field(default_factory=list)

    @classmethod
    def of(cls, choices: Choices, poses: Mapping[str, PoseDoc], wishes: Wishes, most_s: int) -> Self:
        return cls(
            poses, wishes, _pools(choices, poses, most_s), {c.slug: longest(c, poses) for c in choices.open}
        )

    @property
    def available(self) -> int:
        """How many poses a day could have if time were no matter."""
        return _places(self, 0, MOST_POSES).total()

    @property
    def ends_with_twist(self) -> bool:
        return any(c.doc.job is Job.TWIST for c in self.pools[Phase.FINISH])

    def close_day(self, choices: Sequence[Choice]) -> None:
        self.taken.extend(choices)
        self.used.update(c.really for c in choices)
        self.jobs.update((c.doc.phase, c.doc.job) for c in choices)
        self.jobs_before = frozenset(c.doc.job for c in choices if c.doc.phase is Phase.OPEN)


def assemble(poses: Mapping[str, PoseDoc], ruling: Gate, wishes: Wishes) -> Assembly:
    """A week of rungs that `ruling` allows: practice on the wished days, two minutes on the others unless
    nobody wants them, one for rest.

    Each practice day is within 60 seconds of the wished minutes, or shorter, and then a conflict says why.
    Nothing that is not allowed enters, whatever is wished; what that costs is said in `notes` and `conflicts`.
    """
    choices = choose(poses, ruling, wishes.experience, wishes.props)
    week = _Week.of(choices, poses, wishes, wishes.minutes * 60 + TOLERANCE_S)
    practice = sorted(set(wishes.weekdays))
    days: dict[int, Day] = {}
    for index, weekday in enumerate(practice):
        chosen, amounts = _practice_day(week, index)
        days[weekday] = _day(weekday, DayKind.PRACTICE, chosen, amounts, wishes.sites)
        week.close_day(chosen)
    days |= _other_days(week, practice)
    plan = Plan(tuple(days[d] for d in range(7)), wishes.anchor)
    return Assembly(plan, _notes(choices, week), tuple(_conflicts(choices, week, plan)))


def two_minutes(
    poses: Mapping[str, PoseDoc], ruling: Gate, weekday: int, props: frozenset[str] | None = None
) -> Day | None:
    """A two-minute day of its own, always in the gentle rungs; None if nothing for it is open."""
    wishes = Wishes(props=props)
    choices = choose(poses, ruling, wishes.experience, props)
    chosen, amounts = _short_day(_Week.of(choices, poses, wishes, SHORT_MOST_S))
    return _day(weekday, DayKind.SHORT, chosen, amounts, wishes.sites) if chosen else None


def other_days(poses: Mapping[str, PoseDoc], ruling: Gate, wishes: Wishes) -> dict[int, Day]:
    """The days of a week that are not for practice: two minutes each and one of rest, or all of rest."""
    choices = choose(poses, ruling, wishes.experience, wishes.props)
    week = _Week.of(choices, poses, wishes, SHORT_MOST_S)
    return _other_days(week, wishes.weekdays)


def rest_weekday(practice: Sequence[int]) -> int | None:
    """The day after the longest run of practice days, the latest in the week among equals; None if all seven
    days are for practice, Sunday if none is."""
    free = [d for d in range(7) if d not in practice]
    if not free:
        return None
    if len(free) == 7:
        return 6

    def run_before(day: int) -> int:
        return next(n for n in range(7) if (day - 1 - n) % 7 not in practice)

    return max(free, key=lambda d: (run_before(d), d))


def _pools(choices: Choices, poses: Mapping[str, PoseDoc], most_s: int) -> dict[Phase, tuple[Choice, ...]]:
    """What each part of a day can be chosen from, no pose in two of them.

    Where nothing made for the end is open, the end is resting with the breath, or with a scan.
    """
    pools = {p: tuple(c for c in choices.of(p) if shortest(c, poses) <= most_s) for p in ROUTINE_PHASES}
    # The sources scan the body first and then breathe.
    arrive = sorted(pools[Phase.ARRIVE], key=lambda c: Region.WHOLE_BODY not in c.doc.regions)
    if not pools[Phase.FINISH]:
        pools[Phase.FINISH] = tuple(c for c in arrive if c.calm)[-1:]
        arrive = [c for c in arrive if c not in pools[Phase.FINISH]]
    pools[Phase.ARRIVE] = tuple(arrive)
    return pools


# -- a practice day --------------------------------------------------------------------------------


_Built = tuple[tuple[Choice, ...], tuple[Amounts, ...]]


def _practice_day(week: _Week, index: int) -> _Built:
    """Practice day `index` of the week: choices in their order, and their amounts.

    The first way that comes within a minute of the wished length; if none does, the longest that is not too
    long. Few poses come before many, and those of the usual choice before those that last longest.
    """
    budget = week.wishes.minutes * 60
    first = _first_number(week, index)
    best: tuple[int, _Built] = (0, ((), ()))
    # One pose is never too long: the pools hold none that is.
    most = max(first, min(week.available, _most_poses(week.wishes.minutes)))
    for number, long in (*_ways(first, most), *_ways(first - 1, 1)):
        chosen = _pick(week, index, number, long=long)
        amounts = fit(
            chosen,
            week.poses,
            aim_s=budget - _NEAR_S,
            most_s=budget,
            gently=week.wishes.experience is Experience.NEW,
        )
        seconds = length(chosen, amounts, week.poses)
        if abs(seconds - budget) <= TOLERANCE_S:
            return chosen, amounts
        if best[0] < seconds < budget:
            best = seconds, (chosen, amounts)
    return best[1]


def _ways(first: int, last: int) -> Iterator[tuple[int, bool]]:
    """Numbers of poses from `first` to `last`, each without and with a liking for those that last longest."""
    step = 1 if last >= first else -1
    return ((number, long) for number in range(first, last + step, step) for long in (False, True))


def _first_number(week: _Week, index: int) -> int:
    """With how many poses to begin: on a longer day so many that their own doses nearly fill the day."""
    minutes = week.wishes.minutes
    number = _how_many(minutes)
    chosen = _pick(week, index, number)
    while number < min(_most_poses(minutes), week.available):
        if length(chosen, [None] * len(chosen), week.poses) >= minutes * 60 * _OWN_DOSES:
            break
        more = _pick(week, index, number + 1)
        if _changes(None, more) > max(_CHANGES_ENOUGH, _changes(None, chosen)):
            break
        number, chosen = number + 1, more
    return number


def _how_many(minutes: int) -> int:
    """Poses to begin with on a day of so many minutes."""
    for up_to, number in ((7, 3), (ENOUGH_MINUTES - 1, 4), (15, 5), (20, 6), (25, 7)):
        if minutes <= up_to:
            return number
    return 8


def _most_poses(minutes: int) -> int:
    # Where all parts fit there is room for a second opener too, or breath would be a third of ten minutes.
    return max(len(ROUTINE_PHASES) + (minutes >= ENOUGH_MINUTES), minutes // _MINUTES_A_POSE)


def _pick(week: _Week, index: int, number: int, *, long: bool = False) -> tuple[Choice, ...]:
    """`number` choices, or as many as there are, in the order of the day: those against which least speaks.

    `long` prefers those that can last longest.

    Phase by phase, keeping the best beginning of a day for each level that it can end at: what comes later
    depends on that level only.
    """
    need = _places(week, index, number)
    best: dict[Level | None, tuple[int, tuple[Choice, ...]]] = {None: (0, ())}
    for phase in (p for p in ROUTINE_PHASES if need[p]):
        longer: dict[Level | None, tuple[int, tuple[Choice, ...]]] = {}
        for group in _groups(week, phase, need[phase]):
            own = _group_cost(week, phase, group)
            if long:
                own -= sum(week.longest[c.slug] for c in group) // _LONG_S
            for place, (cost, day) in best.items():
                total = cost + own + _CHANGES_PLACE * _changes(place, group)
                end = group[-1].level
                if end not in longer or total < longer[end][0]:
                    longer[end] = total, day + group
        best = longer
    return min(best.values(), key=lambda b: b[0])[1]


def _groups(week: _Week, phase: Phase, number: int) -> Iterator[tuple[Choice, ...]]:
    """Ways to fill the places of a phase, in every order."""
    pool = week.pools[phase]
    if number > 1:
        likely = sorted(pool, key=lambda c: _cost(week, c, phase))[: max(_SHORTLIST, number)]
        pool = tuple(c for c in pool if c in likely)
    return permutations(pool, number)


def _changes(place: Level | None, group: Sequence[Choice]) -> int:
    levels = [c.level for c in group]
    return (place not in {None, levels[0]}) + sum(a is not b for a, b in pairwise(levels))


def _places(week: _Week, index: int, number: int) -> Counter[Phase]:
    """How many places each phase has; what a phase can't fill goes to the next in need."""
    need: Counter[Phase] = Counter()
    for phase in _PLACES[index % 2] + _MORE:
        if need.total() < number and need[phase] < len(week.pools[phase]):
            # One finish ends a day, however many there are to choose from.
            need[phase] += 1
    return need


def _group_cost(week: _Week, phase: Phase, group: Sequence[Choice]) -> int:
    """How much speaks against filling a phase in this way today."""
    cost = sum(_cost(week, c, phase) for c in group)
    if phase is Phase.OPEN:
        cost += 2 * _SAME_JOB * (len(group) - len({c.doc.job for c in group}))
    # Once for all of a phase: a named place is looked after, not loaded with everything that reaches it.
    return cost + _NAMED * (phase in _MOVING and any(c.reaches(week.wishes.sites) for c in group))


def _cost(week: _Week, choice: Choice, phase: Phase) -> int:
    """How much speaks against `choice` today, apart from its place in the day."""
    # The poses of the sources come first, above all those that several of them teach.
    cost = _ADAPTED * (choice.verdict is Verdict.ADAPT) - min(2, len(choice.doc.seeds))
    if phase is Phase.FINISH:
        return cost + _NO_TWIST * (choice.doc.job is not Job.TWIST)
    cost += _REPEATED * week.used[choice.really]
    if phase is Phase.ARRIVE:
        return cost + _NOT_CALM * (not choice.calm)
    if phase is Phase.STRENGTHEN:
        # Lifting the hips and hinging at them take turns, too.
        cost += _SAME_STRENGTH * week.jobs[phase, choice.doc.job]
    return cost + (_turn_cost(week, choice.doc.job) if phase is Phase.OPEN else 0)


def _turn_cost(week: _Week, job: Job) -> int:
    """How far from its turn a job is among the openers."""
    return (
        _JOB_COST.get(job, _OTHER_JOB)
        + _SAME_JOB * week.jobs[Phase.OPEN, job]
        + _JUST_BEFORE * (job in week.jobs_before)
        + _TWO_TWISTS * (job is Job.TWIST and week.ends_with_twist)
    )


# -- the other days --------------------------------------------------------------------------------


def _other_days(week: _Week, practice: Sequence[int]) -> dict[int, Day]:
    days: dict[int, Day] = {}
    rest = rest_weekday(practice)
    for weekday in (d for d in range(7) if d not in practice):
        is_free = weekday == rest or not week.wishes.two_minutes
        chosen, amounts = ((), ()) if is_free else _short_day(week)
        days[weekday] = _day(weekday, DayKind.SHORT, chosen, amounts, week.wishes.sites)
        week.close_day(chosen)
    return days


def _short_day(week: _Week) -> _Built:
    """About two minutes: breath or scan and one small warm-up, or one of them. Empty if neither is open."""
    best: _Built = ((), ())
    for chosen in _small_days(week):
        amounts = fit(chosen, week.poses, aim_s=SHORT_AIM_S, most_s=SHORT_MOST_S, gently=True)
        seconds = length(chosen, amounts, week.poses)
        if SHORT_LEAST_S <= seconds <= SHORT_MOST_S:
            return chosen, amounts
        if seconds < SHORT_LEAST_S and not best[0]:
            best = chosen, amounts
    return best


def _small_days(week: _Week) -> Iterator[tuple[Choice, ...]]:
    """Breath or scan with a warm-up, then either alone; first what was used least and keeps its place."""
    calm = [c for c in week.pools[Phase.ARRIVE] if c.calm]
    warm = week.pools[Phase.WARM_UP]

    def cost(day: tuple[Choice, ...]) -> int:
        levels = {c.level for c in day}
        return sum(
            _REPEATED * week.used[c.really] + _ADAPTED * (c.verdict is Verdict.ADAPT) for c in day
        ) + 2 * _CHANGES_PLACE * (len(levels) - 1)

    yield from sorted(((c, w) for c in calm for w in warm if c.really != w.really), key=cost)
    yield from sorted(((c,) for c in calm), key=cost)
    yield from sorted(((w,) for w in warm), key=cost)


def _day(
    weekday: int,
    kind: DayKind,
    chosen: Sequence[Choice],
    amounts: Sequence[Amounts],
    sites: frozenset[Site],
) -> Day:
    """A day of these choices; without any it is a rest day."""
    last = len(chosen) - 1
    steps = tuple(
        Step(
            id=f"{DAY_KEYS[weekday]}-{number + 1}",
            pose=choice.slug,
            rung=choice.rung.rung,
            amounts=amount,
            why=words.why_assembled(
                choice.doc,
                # Breath or scan at the end of a day stands in for a finish.
                Phase.FINISH if number == last > 0 and choice.calm else choice.doc.phase,
                () if choice.calm else choice.reaches(sites),
                kind,
            ),
        )
        for number, (choice, amount) in enumerate(zip(chosen, amounts, strict=True))
    )
    return Day(weekday, kind if steps else DayKind.REST, steps)


# -- what to tell the person -----------------------------------------------------------------------


def _notes(choices: Choices, week: _Week) -> tuple[str, ...]:
    eased = dict.fromkeys(c.note for c in week.taken if c.note)
    gently = week.wishes.experience is Experience.NEW and any(c.is_easier and not c.note for c in week.taken)
    ended = (
        [] if choices.of(Phase.FINISH) else [words.ends_with(c.doc.name) for c in week.pools[Phase.FINISH]]
    )
    return (*([words.begins_easy()] if gently else []), *eased, *ended, *choices.notes())


def _conflicts(choices: Choices, week: _Week, plan: Plan) -> Iterator[str]:
    if not week.taken:
        yield words.nothing_open()
        return
    yield from _missing_parts(choices, week)
    for site in (s for s in Site if s in week.wishes.sites):
        worked = [r.doc for r in choices.refused if REGIONS_OF[site] & set(r.doc.regions)]
        if worked and not any(c.reaches(frozenset({site})) for c in choices.open):
            yield words.nothing_at(site)
    yield from _time_conflicts(week, plan)
    if rest_weekday(sorted(set(week.wishes.weekdays))) is None:
        yield words.no_rest_day()


def _missing_parts(choices: Choices, week: _Week) -> Iterator[str]:
    """Parts of a day for which nothing is left: those that a prop would bring back, then the others."""
    lost = []
    for phase in (p for p in ROUTINE_PHASES if not choices.of(p)):
        refused = [r for r in choices.refused if r.doc.phase is phase]
        lacking = next((r for r in refused if r.props), None)
        if lacking:
            yield words.nothing_for_props(phase, lacking.props, lacking.doc.name)
        elif refused and not week.pools[phase]:
            lost.append(phase)
    if lost:
        yield words.nothing_for(lost)


def _time_conflicts(week: _Week, plan: Plan) -> Iterator[str]:
    """Minutes that are too few for all parts, or that are not filled."""
    minutes = week.wishes.minutes
    days = [d for d in plan.days if d.kind is DayKind.PRACTICE]
    if not days:
        return
    if any(len(d.steps) < min(len(ROUTINE_PHASES), week.available) for d in days):
        # Every day has its finish, if only breath or scan in its place.
        parts = [{week.poses[s.pose].phase for s in d.steps} | {Phase.FINISH} for d in days]
        turns = len(days) > 1 and all((Phase.OPEN in p) is not (Phase.STRENGTHEN in p) for p in parts)
        arriving = any(Phase.ARRIVE in p for p in parts)
        enough = ENOUGH_MINUTES if minutes < ENOUGH_MINUTES else minutes + 5
        yield words.too_few_minutes(minutes, enough, turns, no_arriving=not arriving)
    short = min(days, key=lambda d: day_seconds(d.steps, week.poses))
    seconds = day_seconds(short.steps, week.poses)
    if seconds < minutes * 60 - TOLERANCE_S:
        yield words.shorter(minutes, seconds, _why_shorter(week, len(short.steps)))


def _why_shorter(week: _Week, poses: int) -> str:
    """Why a day of so many poses, each at its most, is no longer."""
    if poses >= week.available:
        return words.all_that_is_open()
    if poses >= _most_poses(week.wishes.minutes):
        return words.enough_poses(poses)
    return words.one_more_is_too_long()
