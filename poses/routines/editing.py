"""From a posted form to a change of the plan: one small function per action."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hipapp.core.enums import DayKind, Rung, Side
from hipapp.core.speech import say
from poses.content.schema import RungDoc
from poses.gatekeeping import Gate
from poses.routines import edit, edit_words, words
from poses.routines.edit import EditError
from poses.routines.plan import Plan, Step, day_seconds
from poses.routines.rows import days_with

Post = Mapping[str, str]

#: So many seconds less are a day that something may be added to.
_CLEARLY_SHORTER_S = 90
#: Actions that are about a whole day.
DAY_ACTIONS = frozenset({"rest", "practice", "short", "copy"})


@dataclass(frozen=True)
class Edited:
    """The plan after the change, and the change in words."""

    plan: Plan
    note: str


def apply(plan: Plan, gate: Gate, post: Post, seen: Plan | None = None) -> Edited:
    """Raises `EditError` with a sentence for the person, also for a form that makes no sense.

    `seen` is the plan that the person looked at, if it is not the newest: what was changed in it meanwhile is not
    changed over, anything else is.
    """
    action = ACTIONS.get(post.get("action", ""))
    if action is None:
        raise EditError(_("That can’t be changed here. Please use one of the buttons of the day."))
    if seen and _touched(seen, post) != _touched(plan, post):
        raise EditError(say(edit_words.MEANWHILE))
    return action(plan, gate, post)


def _touched(plan: Plan, post: Post) -> object:
    """What of a plan a form is about: a step with its day, whole days, the anchor, or nothing that is there yet."""
    action = post.get("action", "")
    if action == "anchor":
        return plan.anchor
    if action in DAY_ACTIONS:
        return [plan.day(_weekday(post, name)) for name in ("weekday", "target") if name in post]
    return [(d.weekday, s) for d in plan.days for s in d.steps if s.id == post.get("step")]


def _number(post: Post, name: str, least: int, most: int) -> int:
    text = post.get(name, "")
    if not text.isdecimal() or len(text) > 4 or not least <= int(text) <= most:
        raise EditError(_("Please choose a number between %(a)d and %(b)d.") % {"a": least, "b": most})
    return int(text)


def _amount(text: str) -> int:
    """Any whole number: whether it is within bounds is said by the edit, which knows them."""
    text = text.strip()
    if not text.isdecimal() or len(text) > 4:
        raise EditError(_("Please type a whole number."))
    return int(text)


def _weekday(post: Post, name: str = "weekday") -> int:
    return _number(post, name, 0, 6)


def _rung(post: Post) -> Rung:
    return Rung(_number(post, "rung", 0, 2))


def _rung_of(plan: Plan, gate: Gate, step_id: str) -> tuple[Step, RungDoc] | None:
    step = next((s for s in plan.steps if s.id == step_id), None)
    rung = gate.catalogue.rung(step.pose, step.rung) if step else None
    return (step, rung) if step and rung else None


def _rung_name(plan: Plan, gate: Gate, step_id: str) -> str:
    found = _rung_of(plan, gate, step_id)
    return found[1].name if found else ""


def _dose(plan: Plan, gate: Gate, step_id: str) -> str:
    found = _rung_of(plan, gate, step_id)
    return words.dose(found[1], found[0].amounts, found[0].side) if found else ""


def _name_of(plan: Plan, gate: Gate, step_id: str) -> str:
    return next((gate.catalogue.name(s.pose) for s in plan.steps if s.id == step_id), "")


def _add(plan: Plan, gate: Gate, post: Post) -> Edited:
    pose, weekday = post.get("pose", ""), _weekday(post)
    after = edit.add(
        plan, gate.lasting_ruling, gate.catalogue.poses, pose=pose, rung=_rung(post), weekday=weekday
    )
    name = gate.catalogue.name(pose)
    return Edited(after, _("%(pose)s added on %(day)s") % {"pose": name, "day": words.day_name(weekday)})


def _remove(plan: Plan, gate: Gate, post: Post) -> Edited:
    name = _name_of(plan, gate, post.get("step", ""))
    return Edited(edit.remove(plan, post.get("step", "")), _("%(pose)s taken out") % {"pose": name})


def _swap(plan: Plan, gate: Gate, post: Post) -> Edited:
    step, pose = post.get("step", ""), post.get("pose", "")
    swapped = edit.swap_everywhere if "everywhere" in post else edit.swap
    after = swapped(plan, gate.lasting_ruling, gate.catalogue.poses, step_id=step, pose=pose)
    return Edited(after, _in_place(plan, after, gate, post))


def _instead(plan: Plan, gate: Gate, post: Post) -> Edited:
    step, pose = post.get("step", ""), post.get("pose", "")
    after = edit.put_instead(
        plan, gate.lasting_ruling, gate.catalogue.poses, step_id=step, pose=pose, rung=_rung(post)
    )
    return Edited(after, _in_place(plan, after, gate, post))


def _in_place(plan: Plan, after: Plan, gate: Gate, post: Post) -> str:
    days = [words.day_name(new.weekday) for old, new in zip(plan.days, after.days, strict=True) if old != new]
    names = {
        "new": gate.catalogue.name(post.get("pose", "")),
        "old": _name_of(plan, gate, post.get("step", "")),
        "days": ", ".join(days),
    }
    return _("%(new)s in place of %(old)s, on %(days)s") % names


def _set_rung(plan: Plan, gate: Gate, post: Post) -> Edited:
    step = post.get("step", "")
    after = edit.set_rung(plan, gate.lasting_ruling, gate.catalogue.poses, step_id=step, rung=_rung(post))
    names = (_rung_name(p, gate, step) for p in (plan, after))
    return Edited(after, edit_words.other_form(_name_of(plan, gate, step), *names))


def _set_amounts(plan: Plan, gate: Gate, post: Post) -> Edited:
    step = post.get("step", "")
    amounts: list[int] = []
    while f"amount{len(amounts)}" in post:
        amounts.append(_amount(post[f"amount{len(amounts)}"]))
    after = edit.set_amounts(plan, gate.catalogue.poses, step_id=step, amounts=tuple(amounts) or None)
    if edit.kept_brief(after, gate.lasting_ruling, gate.catalogue.poses) != after:
        raise EditError(say(edit_words.BRIEFLY))
    doses = (_dose(p, gate, step) for p in (plan, after))
    return Edited(after, edit_words.other_dose(_name_of(plan, gate, step), *doses))


def _set_side(plan: Plan, gate: Gate, post: Post) -> Edited:
    step = post.get("step", "")
    try:
        side = Side(post.get("side", ""))
    except ValueError:
        raise EditError(_("Please choose a side.")) from None
    after = edit.set_side(plan, gate.catalogue.poses, step_id=step, side=side)
    doses = (_dose(p, gate, step) for p in (plan, after))
    return Edited(after, edit_words.other_dose(_name_of(plan, gate, step), *doses))


def _up(plan: Plan, gate: Gate, post: Post) -> Edited:
    step = post.get("step", "")
    return Edited(edit.move(plan, step, -1), _("%(pose)s earlier") % {"pose": _name_of(plan, gate, step)})


def _down(plan: Plan, gate: Gate, post: Post) -> Edited:
    step = post.get("step", "")
    return Edited(edit.move(plan, step, 1), _("%(pose)s later") % {"pose": _name_of(plan, gate, step)})


def _to_day(plan: Plan, gate: Gate, post: Post) -> Edited:
    step, weekday = post.get("step", ""), _weekday(post)
    after = edit.move_to_day(plan, step, weekday)
    said = {"pose": _name_of(plan, gate, step), "day": words.day_name(weekday)}
    return Edited(after, _("%(pose)s moved to %(day)s") % said)


def _rest(plan: Plan, gate: Gate, post: Post) -> Edited:
    weekday = _weekday(post)
    return Edited(
        edit.make_rest_day(plan, weekday), _("%(day)s is a rest day") % {"day": words.day_name(weekday)}
    )


def _practice(plan: Plan, gate: Gate, post: Post) -> Edited:
    weekday = _weekday(post)
    after = edit.make_practice_day(plan, weekday)
    return Edited(after, _("%(day)s is a practice day") % {"day": words.day_name(weekday)})


def _short(plan: Plan, gate: Gate, post: Post) -> Edited:
    weekday = _weekday(post)
    after = edit.make_short_day(
        plan, gate.lasting_ruling, gate.catalogue.poses, weekday=weekday, props=gate.props
    )
    return Edited(after, _("%(day)s is a two-minute day") % {"day": words.day_name(weekday)})


def _copy(plan: Plan, gate: Gate, post: Post) -> Edited:
    source, target = _weekday(post), _weekday(post, "target")
    after = edit.copy_day(plan, gate.lasting_ruling, gate.catalogue.poses, source=source, target=target)
    said = {"day": words.day_name(source), "other": words.day_name(target)}
    return Edited(after, _("%(day)s copied to %(other)s") % said)


def _anchor(plan: Plan, gate: Gate, post: Post) -> Edited:
    return Edited(edit.set_anchor(plan, post.get("anchor", "")), _("Another habit to hang it on"))


def follows(before: Plan, after: Plan, gate: Gate, post: Post) -> tuple[str, ...]:
    """What a change leaves as it was though one might think otherwise, and how long its days are now."""
    return tuple(
        filter(None, [_left_standing(before, after, gate, post), *_other_lengths(before, after, gate)])
    )


def _other_lengths(before: Plan, after: Plan, gate: Gate) -> Iterator[str]:
    """Of days that have other minutes than before, to the whole minute that is told of them."""
    days_by_length: dict[str, list[int]] = {}
    for old, new in zip(before.days, after.days, strict=True):
        was, now = (day_seconds(d.steps, gate.catalogue.poses) for d in (old, new))
        if now and words.minutes(now) != words.minutes(was):
            days_by_length.setdefault(words.minutes(now), []).append(new.weekday)
    if days_by_length:
        yield words.other_lengths(days_by_length)


def made_shorter(before: Plan, after: Plan, gate: Gate) -> int | None:
    """The first practice day that a change made clearly shorter; None if it made none so."""
    for old, new in zip(before.days, after.days, strict=True):
        was, now = (day_seconds(d.steps, gate.catalogue.poses) for d in (old, new))
        if new.kind is DayKind.PRACTICE and now <= was - _CLEARLY_SHORTER_S:
            return new.weekday
    return None


def _left_standing(before: Plan, after: Plan, gate: Gate, post: Post) -> str:
    """On which days a pose that was just swapped or taken out still is; "" if on none."""
    old = next((s.pose for s in before.steps if s.id == post.get("step")), "")
    if post.get("action") not in ("swap", "instead", "remove"):
        return ""
    days = days_with(after.days, old)
    return (
        _("%(pose)s is still part of %(days)s.") % {"pose": gate.catalogue.name(old), "days": days}
        if days
        else ""
    )


ACTIONS: Mapping[str, Callable[[Plan, Gate, Post], Edited]] = {
    "add": _add,
    "remove": _remove,
    "swap": _swap,
    "instead": _instead,
    "rung": _set_rung,
    "amounts": _set_amounts,
    "side": _set_side,
    "up": _up,
    "down": _down,
    "to_day": _to_day,
    "rest": _rest,
    "practice": _practice,
    "short": _short,
    "copy": _copy,
    "anchor": _anchor,
}
