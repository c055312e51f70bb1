"""Changes to a plan, each a pure function from a plan to a new one.

What puts a pose in asks the gate and refuses what is not allowed. A refusal is an `EditError` whose message a
person can read. A step keeps its id through every change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from hipapp.core.enums import ROUTINE_PHASES, DayKind, Rung, Side, Sides, Verdict
from hipapp.core.speech import say
from poses.content.loader import rung_of
from poses.content.schema import PoseDoc, RungDoc
from poses.routines import edit_words, words
from poses.routines.assemble import two_minutes
from poses.routines.choose import Gate, is_double, props_missing
from poses.routines.plan import Day, Plan, Step, dose_of, least_amounts, new_id

#: Steps in a day.
MOST_STEPS = 20
#: Characters of an anchor.
LONGEST_ANCHOR = 200

Poses = Mapping[str, PoseDoc]


class EditError(ValueError):
    """A change that can't be made; the message says why in plain words."""


@dataclass(frozen=True, slots=True)
class SwapOption:
    """A pose that may take a step's place, in the rung that it would come in, and what of its props is missing."""

    pose: str
    rung: Rung
    verdict: Verdict
    missing: tuple[str, ...] = ()


# -- steps of a day ----------------------------------------------------------------------------------


def add(  # noqa: PLR0913
    plan: Plan, ruling: Gate, poses: Poses, *, pose: str, rung: Rung, weekday: int, index: int | None = None
) -> Plan:
    """A new step before `index` (at the end if None or beyond it). A rest day becomes a practice day."""
    doc = _allowed(ruling, poses, pose, rung)
    step = Step(new_id(_weekday(weekday), _ids(plan)), pose, rung, why=words.why_added(doc))
    return _put(plan, step, weekday, index)


def remove(plan: Plan, step_id: str) -> Plan:
    """Without that step. The day keeps its kind, even if nothing is left in it."""
    day, index = _find(plan, step_id)
    return plan.with_day(replace(day, steps=day.steps[:index] + day.steps[index + 1 :]))


def swap(
    plan: Plan, ruling: Gate, poses: Poses, *, step_id: str, pose: str, rung: Rung | None = None
) -> Plan:
    """Another pose of the same job in a step's place, in the rung that `swap_options` names unless given."""
    day, index = _find(plan, step_id)
    before = poses.get(day.steps[index].pose)
    after = poses.get(pose)
    if after is None:
        raise EditError(say(edit_words.NO_SUCH_POSE))
    if before and before.job is not after.job:
        raise EditError(edit_words.other_job(before.name, after.name))
    if rung is None:
        # Without any allowed rung the gate says why of the standard one, which every pose has.
        fitting = _fitting_rung(after, ruling, day.steps[index].rung)
        rung = Rung.STANDARD if fitting is None else fitting
    return put_instead(plan, ruling, poses, step_id=step_id, pose=pose, rung=rung)


def put_instead(plan: Plan, ruling: Gate, poses: Poses, *, step_id: str, pose: str, rung: Rung) -> Plan:
    """Any pose in a step's place, whatever its job: what taking the one out and adding the other would come to."""
    day, index = _find(plan, step_id)
    doc = _allowed(ruling, poses, pose, rung)
    old = day.steps[index].pose
    why = words.why_swapped(doc, poses[old].name if old in poses else old)
    return _with_step(plan, day, index, Step(step_id, pose, rung, why=why))


def swap_everywhere(plan: Plan, ruling: Gate, poses: Poses, *, step_id: str, pose: str) -> Plan:
    """The same swap wherever that pose stands, but on days that have the other one already."""
    day, index = _find(plan, step_id)
    old = day.steps[index].pose
    after = swap(plan, ruling, poses, step_id=step_id, pose=pose)
    for other in plan.days:
        if any(s.pose == pose for s in other.steps):
            continue
        for s in other.steps:
            if s.pose == old and s.id != step_id:
                after = swap(after, ruling, poses, step_id=s.id, pose=pose)
    return after


def swap_options(
    plan: Plan, ruling: Gate, poses: Poses, step_id: str, props: frozenset[str] | None = None
) -> tuple[SwapOption, ...]:
    """What may take a step's place: allowed poses of its job, the likest first.

    What is there already comes late, what needs a prop that is not at hand last. Empty for a step whose pose is
    no longer known.
    """
    day, index = _find(plan, step_id)
    found = (_missing(o, poses, props) for o in _options(day, day.steps[index], ruling, poses, asked=True))
    return tuple(sorted(found, key=lambda o: bool(o.missing)))


def set_rung(plan: Plan, ruling: Gate, poses: Poses, *, step_id: str, rung: Rung) -> Plan:
    """Another rung of the same pose, with that rung's own dose."""
    day, index = _find(plan, step_id)
    step = day.steps[index]
    doc = _allowed(ruling, poses, step.pose, rung)
    side = step.side if _rung(doc, rung).sides is Sides.EACH else Side.BOTH
    return _with_step(plan, day, index, replace(step, rung=rung, amounts=None, side=side))


def set_amounts(plan: Plan, poses: Poses, *, step_id: str, amounts: tuple[int, ...] | None) -> Plan:
    """Another dose within the rung's bounds, one amount for each part; None is the rung's own dose."""
    day, index = _find(plan, step_id)
    step = day.steps[index]
    parts = _known(poses, step).dose.parts
    if amounts is not None and len(amounts) != len(parts):
        raise EditError(edit_words.amounts_wanted(len(parts)))
    for part, amount in zip(parts, amounts or (), strict=False):
        if not part.least <= amount <= part.most:
            raise EditError(edit_words.amount_between(part.least, part.most, part.kind))
    own = amounts is None or amounts == tuple(p.amount for p in parts)
    return _with_step(plan, day, index, replace(step, amounts=None if own else amounts))


def set_side(plan: Plan, poses: Poses, *, step_id: str, side: Side) -> Plan:
    """One side only, or both; only for what is done one side after the other."""
    day, index = _find(plan, step_id)
    step = day.steps[index]
    if side is not Side.BOTH and _known(poses, step).sides is not Sides.EACH:
        raise EditError(say(edit_words.ONE_GO))
    return _with_step(plan, day, index, replace(step, side=side))


def move(plan: Plan, step_id: str, by: int) -> Plan:
    """Up (negative) or down within its day by so many places; at the end of the day it stays there."""
    day, index = _find(plan, step_id)
    steps = list(day.steps)
    step = steps.pop(index)
    steps.insert(max(0, min(len(steps), index + by)), step)
    return plan.with_day(replace(day, steps=tuple(steps)))


def move_to_day(plan: Plan, step_id: str, weekday: int, index: int | None = None) -> Plan:
    """To place `index` of another day (to its end if None). A rest day becomes a practice day."""
    day, at = _find(plan, step_id)
    if day.weekday == _weekday(weekday):
        return move(plan, step_id, (len(day.steps) if index is None else index) - at)
    return _put(remove(plan, step_id), day.steps[at], weekday, index)


# -- whole days --------------------------------------------------------------------------------------


def make_rest_day(plan: Plan, weekday: int) -> Plan:
    """A rest day has no steps; the version before still has them."""
    return plan.with_day(Day(_weekday(weekday), DayKind.REST))


def make_practice_day(plan: Plan, weekday: int) -> Plan:
    """A practice day with the steps that are there, none if it was a rest day."""
    return plan.with_day(replace(plan.day(_weekday(weekday)), kind=DayKind.PRACTICE))


def make_short_day(
    plan: Plan, ruling: Gate, poses: Poses, weekday: int, props: frozenset[str] | None = None
) -> Plan:
    """A two-minute day in place of what was there; it takes over the steps of no other day."""
    day = two_minutes(poses, ruling, _weekday(weekday), props)
    if day is None:
        raise EditError(say(edit_words.NO_TWO_MINUTES))
    return _with_new_ids(plan.with_day(Day(weekday, DayKind.SHORT)), day)


def copy_day(plan: Plan, ruling: Gate, poses: Poses, *, source: int, target: int) -> Plan:
    """The steps and the kind of one day in place of another's."""
    day = plan.day(_weekday(source))
    if source == _weekday(target):
        return plan
    for step in day.steps:
        _allowed(ruling, poses, step.pose, step.rung)
    return _with_new_ids(plan.with_day(Day(target, day.kind)), replace(day, weekday=target))


def set_anchor(plan: Plan, anchor: str) -> Plan:
    """The habit that the practice hangs on; empty for none."""
    anchor = " ".join(anchor.split())
    if len(anchor) > LONGEST_ANCHOR:
        raise EditError(say(edit_words.ANCHOR_TOO_LONG))
    return replace(plan, anchor=anchor)


# -- after the body or the content changed -----------------------------------------------------------


def recheck(plan: Plan, ruling: Gate, poses: Poses) -> tuple[Plan, tuple[str, ...]]:
    """The plan without anything that is not allowed (any more), and what changed, in sentences.

    A step is eased if an easier rung is allowed, else another pose of its job stands in (never in a harder
    rung), else it is taken out. Ask with the gate's lasting ruling: what passes by itself is no reason to
    take a routine apart.
    """
    check = _Recheck(ruling, poses)
    for day in plan.days:
        plan = plan.with_day(check.day(day))
    return plan, tuple(
        edit_words.on_days(sorted(set(days)), change) for change, days in check.changes.items()
    )


def kept_brief(plan: Plan, ruling: Gate, poses: Poses) -> Plan:
    """The plan with the shortest time wherever a change asks for it."""
    for day in plan.days:
        plan = plan.with_day(replace(day, steps=tuple(_brief(s, ruling, poses) for s in day.steps)))
    return plan


def _brief(step: Step, ruling: Gate, poses: Poses) -> Step:
    doc = poses.get(step.pose)
    rung = rung_of(doc, step.rung) if doc else None
    if rung is None or not ruling(step.pose, step.rung).briefly:
        return step
    return replace(step, amounts=least_amounts(rung))


def recheck_day(day: Day, ruling: Gate, poses: Poses) -> tuple[Day, tuple[str, ...]]:
    """As `recheck`, for one day; the sentences don't name it."""
    check = _Recheck(ruling, poses)
    return check.day(day), tuple(check.changes)


@dataclass
class _Recheck:
    ruling: Gate
    poses: Poses
    #: Each change with the weekdays that it happened on.
    changes: dict[str, list[int]] = field(default_factory=dict)

    def say(self, day: Day, change: str) -> None:
        self.changes.setdefault(change, []).append(day.weekday)

    def day(self, day: Day) -> Day:
        before = day
        for step in day.steps:
            kept = self._allowed(day, step)
            if kept:
                kept = self._with_own_dose(day, kept)
            steps = ((kept if s.id == step.id else s) for s in day.steps)
            day = replace(day, steps=tuple(s for s in steps if s))
        if before.steps and not day.steps:
            self.say(day, edit_words.becomes_rest())
            return Day(day.weekday, DayKind.REST)
        return day

    def _allowed(self, day: Day, step: Step) -> Step | None:
        doc = self.poses.get(step.pose)
        if doc is None or doc.test:
            self.say(day, edit_words.retired(step.pose))
            return None
        answer = self.ruling(step.pose, step.rung)
        known = rung_of(doc, step.rung) is not None
        if known and answer.allowed:
            return step
        because = words.refusal(answer) if known else edit_words.retired_rung(doc.name)
        return self._eased(day, step, doc, because) or self._stand_in(day, step, doc, because)

    def _eased(self, day: Day, step: Step, doc: PoseDoc, because: str) -> Step | None:
        for lower in (r for r in doc.rungs if r.rung < step.rung):
            if self.ruling(doc.slug, lower.rung).allowed:
                self.say(day, edit_words.eased(doc.name, lower.name, because))
                side = step.side if lower.sides is Sides.EACH else Side.BOTH
                return replace(step, rung=lower.rung, amounts=None, side=side)
        return None

    def _stand_in(self, day: Day, step: Step, doc: PoseDoc, because: str) -> Step | None:
        there = {s.pose for s in day.steps}
        for option in _options(day, step, self.ruling, self.poses):
            if option.pose not in there and option.rung is not Rung.HARDER:
                other = self.poses[option.pose]
                self.say(day, edit_words.replaced(doc.name, other.name, because))
                return Step(step.id, other.slug, option.rung, why=words.why_stands_in(other, doc.name))
        self.say(day, edit_words.taken_out(doc.name, because))
        return None

    def _with_own_dose(self, day: Day, step: Step) -> Step:
        """Amounts or a side that the rung no longer offers give way to its own."""
        rung = _known(self.poses, step)
        side = step.side if rung.sides is Sides.EACH else Side.BOTH
        amounts = step.amounts
        try:
            dose_of(rung, amounts)
        except ValueError:
            amounts = None
        if (side, amounts) != (step.side, step.amounts):
            self.say(day, edit_words.own_dose(self.poses[step.pose].name))
        kept = replace(step, side=side, amounts=amounts)
        brief = _brief(kept, self.ruling, self.poses)
        if brief != kept:
            self.say(day, edit_words.kept_brief(self.poses[step.pose].name))
        return brief


# -- how -------------------------------------------------------------------------------------------


def _missing(option: SwapOption, poses: Poses, props: frozenset[str] | None) -> SwapOption:
    doc = poses[option.pose]
    return replace(option, missing=props_missing(doc, _rung(doc, option.rung), props))


def _options(
    day: Day, step: Step, ruling: Gate, poses: Poses, *, asked: bool = False
) -> Iterator[SwapOption]:
    """What could take a step's place, the best first. Where a person looks for themselves (`asked`), what is at the
    same height comes before what is of the same part; what is put in unasked goes by how well it suits.
    """
    doc = poses.get(step.pose)
    if doc is None:
        return
    now = rung_of(doc, step.rung)
    level = (now.position if now and now.position else doc.position).level
    there = {s.pose for s in day.steps}
    found = []
    for number, other in enumerate(poses.values()):
        if other.slug == doc.slug or other.job is not doc.job or other.test:
            continue
        if other.phase not in ROUTINE_PHASES and other.phase is not doc.phase:
            continue
        rung = _fitting_rung(other, ruling, step.rung)
        if rung is None:
            continue
        verdict = ruling(other.slug, rung).verdict
        place = _rung(other, rung).position or other.position
        rank = (
            other.slug in there,
            asked and place.level is not level,  # from a chair one looks for a chair
            other.phase is not doc.phase,
            verdict is Verdict.ADAPT,
            other.slug not in doc.same_job,
            place.level is not level,
            number,
        )
        found.append((rank, SwapOption(other.slug, rung, verdict)))
    beside = {doc.slug, *(option.pose for _, option in found)}
    for _, option in sorted(found, key=lambda f: f[0]):
        if not is_double(_rung(poses[option.pose], option.rung), beside):
            yield option


def _fitting_rung(doc: PoseDoc, ruling: Gate, near: Rung) -> Rung | None:
    """The allowed rung at `near`, else the next below it, else the next above; None if none is allowed."""
    order = sorted((r.rung for r in doc.rungs), key=lambda r: (r > near, abs(r - near)))
    return next((r for r in order if ruling(doc.slug, r).allowed), None)


def _allowed(ruling: Gate, poses: Poses, pose: str, rung: Rung) -> PoseDoc:
    """The pose, if that rung of it may be put in. Raises EditError with the gate's reason."""
    doc = poses.get(pose)
    if doc is None:
        raise EditError(say(edit_words.NO_SUCH_POSE))
    if doc.test:
        raise EditError(say(edit_words.NO_TESTS))
    _rung(doc, rung)
    answer = ruling(pose, rung)
    if not answer.allowed:
        raise EditError(words.refusal(answer))
    return doc


def _rung(doc: PoseDoc, rung: Rung) -> RungDoc:
    found = rung_of(doc, rung)
    if found is None:
        raise EditError(words.no_such_rung(doc.name))
    return found


def _known(poses: Poses, step: Step) -> RungDoc:
    doc = poses.get(step.pose)
    if doc is None:
        raise EditError(say(edit_words.NO_SUCH_POSE))
    return _rung(doc, step.rung)


def _ids(plan: Plan) -> set[str]:
    return {s.id for s in plan.steps}


def _weekday(weekday: int) -> int:
    if weekday not in range(7):
        raise EditError(say(edit_words.NO_SUCH_DAY))
    return weekday


def _find(plan: Plan, step_id: str) -> tuple[Day, int]:
    for day in plan.days:
        for index, step in enumerate(day.steps):
            if step.id == step_id:
                return day, index
    raise EditError(say(edit_words.GONE))


def _put(plan: Plan, step: Step, weekday: int, index: int | None) -> Plan:
    day = plan.day(_weekday(weekday))
    if len(day.steps) >= MOST_STEPS:
        raise EditError(edit_words.day_full(weekday, MOST_STEPS))
    at = len(day.steps) if index is None else max(0, min(len(day.steps), index))
    kind = DayKind.PRACTICE if day.kind is DayKind.REST else day.kind
    return plan.with_day(Day(weekday, kind, (*day.steps[:at], step, *day.steps[at:])))


def _with_step(plan: Plan, day: Day, index: int, step: Step) -> Plan:
    return plan.with_day(replace(day, steps=(*day.steps[:index], step, *day.steps[index + 1 :])))


def _with_new_ids(plan: Plan, day: Day) -> Plan:
    """`plan` with `day`, whose steps get ids that no other step has."""
    taken = _ids(plan)
    steps = []
    for step in day.steps:
        steps.append(replace(step, id=new_id(day.weekday, taken)))
        taken.add(steps[-1].id)
    return plan.with_day(replace(day, steps=tuple(steps)))
