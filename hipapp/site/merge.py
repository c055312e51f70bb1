"""When a guest signs in to an account, what the guest did moves over. Nothing is lost, nothing is loosened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from hipapp.core.clock import today_of
from hipapp.core.enums import Ability, Answer, Condition, HipApproach, TrialEnd
from hipapp.core.models import User
from journal.models import Session, SessionEvent, SkippedDay, Suggestion, Trial
from journal.sessions.trials import end
from poses.body.answers import HIP_REPLACEMENTS, BodyAnswers
from poses.body.records import (
    answer,
    answers_of,
    ask_red_flags,
    checked_from,
    latest_red_flags,
    latest_red_flags_answered,
    red_flags_of,
)
from poses.models import BodyVersion, Hold, RedFlagAnswer, Routine, RoutineVersion
from poses.routines.records import free_name, latest_versions, recheck_all
from poses.safety.red_flags import flag_state


@dataclass(frozen=True)
class Merged:
    """What somebody should hear of: the guest's week that the account's takes the place of, and the weeks fitted."""

    put_aside: Routine | None = None
    fitted: tuple[RoutineVersion, ...] = ()


@transaction.atomic
def merge(guest: User, into: User) -> Merged:
    """Give everything the guest owns to `into`, then remove the guest.

    Where both have a week in use the account's stays so.

    Whoever sat at this browser, no caution is dropped by signing in: conditions and movements are united, of two
    abilities the lesser counts, every red flag of either stays, and a list that waits for an answer goes on waiting.
    Routines are then checked again. Of other answers the account's own go before the guest's.
    """
    # What a phone is just telling has to be in before anything moves, or it would go with the guest.
    list(Session.objects.select_for_update().filter(user=guest).values_list("pk"))
    guest_answers, own = answers_of(guest), answers_of(into)
    flags = [latest_red_flags_answered(guest), latest_red_flags_answered(into)]
    waiting = [row for u in (guest, into) if (row := latest_red_flags(u)) and row.ticked is None]
    gently = any(_goes_gently(u) for u in (guest, into))
    highest = BodyVersion.objects.filter(user=into).aggregate(n=Max("number"))["n"] or 0
    for version in BodyVersion.objects.filter(user=guest).order_by("number"):
        highest += 1
        version.user, version.number = into, highest
        version.save(update_fields=["user", "number"])
    answer(into, **_stricter(own, guest_answers))
    put_aside = _take_routines(guest, into)
    before = {v.pk for v in latest_versions(into)}
    for model in (RedFlagAnswer, Hold, Session, SessionEvent):
        model.objects.filter(user=guest).update(user=into)
    _unite_red_flags(into, [f for f in flags if f])
    if waiting or (gently and not _goes_gently(into)):
        ask_red_flags(into, waiting[0].asked_because if waiting else "asked")
    days = set(SkippedDay.objects.filter(user=into).values_list("day", flat=True))
    SkippedDay.objects.filter(user=guest).exclude(day__in=days).update(user=into)
    # Made for the guest's routine; what was open there is looked at anew.
    Suggestion.objects.filter(user=guest, answer=Answer.OPEN.value).update(answer=Answer.PASSED.value)
    Suggestion.objects.filter(user=guest).update(user=into)
    _take_trials(guest, into)
    _take_figure(guest, into)
    guest.delete()
    recheck_all(into)
    return Merged(put_aside, tuple(v for v in latest_versions(into) if v.pk not in before))


def _take_routines(guest: User, into: User) -> Routine | None:
    """Under names that tell them apart. Returns the guest's week in use where the account has one too."""
    keep_own = into.routines.kept().filter(is_active=True).exists()
    put_aside = None
    for routine in guest.routines.all():
        if not routine.deleted_at:
            routine.name = free_name(into, routine.name)
        if keep_own and routine.is_active:
            routine.is_active, put_aside = False, routine
        routine.user = into
        routine.save(update_fields=["name", "is_active", "user"])
    return put_aside


def _take_trials(guest: User, into: User) -> None:
    """One question at a time: where both are asking their back, the account's goes on."""
    for lapsed in Trial.objects.filter(user__in=(guest, into)).open():
        if lapsed.last_day < today_of(lapsed.user):
            end(lapsed, TrialEnd.DONE)
    if into.trials.open().exists():
        for asking in guest.trials.open():
            end(asking, TrialEnd.CHANGED)
    Trial.objects.filter(user=guest).update(user=into)


def _take_figure(guest: User, into: User) -> None:
    """What the guest chose, where the account has chosen nothing."""
    if into.figure == User().figure:
        into.choose_figure(**guest.figure)


def _stricter(own: BodyAnswers, other: BodyAnswers) -> dict[str, Any]:
    merged = {**other.model_dump(exclude_none=True), **own.model_dump(exclude_none=True)}
    for name in ("conditions", "movements"):
        merged[name] = _union(getattr(own, name), getattr(other, name))
    for name in ("floor", "kneel", "hands"):
        said = [a for a in (getattr(own, name), getattr(other, name)) if a]
        merged[name] = max(said, key=_LESSER.__getitem__) if said else None
    merged |= _stricter_details(own, other)
    return merged


def _stricter_details(own: BodyAnswers, other: BodyAnswers) -> dict[str, Any]:
    """Dates and approach: where both have told something of the same condition, what leaves less open counts."""

    def both(of: frozenset[Condition]) -> list[BodyAnswers]:
        return [a for a in (own, other) if of & set(a.conditions or ())]

    hips, cut = both(HIP_REPLACEMENTS), both(frozenset({Condition.RECENT_SURGERY}))
    dues = [a.due_date for a in both(frozenset({Condition.PREGNANCY}))]
    approaches = {a.hip_approach for a in hips}
    operated = [a.hip_operated_on for a in hips if a.hip_operated_on]
    return {
        "due_date": None if None in dues else min((d for d in dues if d), default=None),
        "hip_approach": HipApproach.UNKNOWN if len(approaches) > 1 else next(iter(approaches), None),
        "hip_operated_on": max(operated, default=None),
        "hip_limits_lifted_on": _agreed(a.hip_limits_lifted_on for a in hips),
        "surgery_cleared_on": _agreed(a.surgery_cleared_on for a in cut),
    }


def _agreed(days: Iterable[date | None]) -> date | None:
    """The latest of the days, if everybody who was asked has one."""
    told = list(days)
    return None if None in told else max((d for d in told if d), default=None)


_LESSER = {Ability.YES: 0, Ability.CARE: 1, Ability.NO: 2}


def _goes_gently(user: User) -> bool:
    return flag_state(red_flags_of(user), today_of(user)).gently


def _unite_red_flags(user: User, answers: list[RedFlagAnswer]) -> None:
    """One answer with what either had ticked, as old as the older of them."""
    if len(answers) > 1:
        RedFlagAnswer.objects.create(
            user=user,
            asked_because="merged",
            ticked=sorted({t for a in answers for t in a.ticked or ()}),
            checked=_united_checks(answers),
            answered_at=min(a.answered_at for a in answers if a.answered_at),
            answered_on=min(a.answered_on for a in answers if a.answered_on),
        )


def _united_checks(answers: list[RedFlagAnswer]) -> dict[str, Any]:
    """An item stays checked if it is for everybody who ticked it; of two checks the older one counts."""
    united = {}
    for slug in {t for a in answers for t in a.ticked or ()}:
        checks = [a.checked.get(slug) for a in answers if slug in (a.ticked or ())]
        if all(checks):
            united[slug] = min(checks, key=lambda check: checked_from(slug, check))
    return united


def _union[T](a: tuple[T, ...] | None, b: tuple[T, ...] | None) -> tuple[T, ...] | None:
    if a is None or b is None:
        return a if b is None else b
    return tuple(dict.fromkeys((*a, *b)))
