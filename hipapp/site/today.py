"""What home shows today: one card with one reason. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hipapp.core.enums import DayKind
from poses.routines.plan import Day, Plan

_NOTHING: Mapping[date, date | None] = MappingProxyType({})


class CardKind(StrEnum):
    ENOUGH = "enough"  # something went down the leg or felt numb today
    OPEN = "open"  # begun today and not ended
    NO_ROUTINE = "no_routine"
    DONE = "done"
    PRACTICE = "practice"
    SHORT = "short"
    REST = "rest"
    LET_GO = "let_go"  # today's practice was skipped or moved


@dataclass(frozen=True)
class Dot:
    """One day of this week. `kind` is the plan's; None without a plan. `is_before`: there was none yet.

    `is_let_go`: the person left it or moved it away.
    """

    day: date
    kind: DayKind | None
    done: bool
    is_today: bool
    is_before: bool = False
    is_let_go: bool = False


@dataclass(frozen=True)
class Card:
    """`day` is the plan's day to practise, which another weekday's may be if it was moved here."""

    kind: CardKind
    day: Day | None = None
    moved_from: date | None = None
    moved_to: date | None = None


def card(
    plan: Plan | None,
    today: date,
    skipped: dict[date, date | None],
    *,
    unfinished: bool = False,
    finished: bool = False,
    enough: bool = False,
) -> Card:
    """`skipped` maps a let-go day to the day it was moved to, or None; the others are about today's sessions."""
    if enough:
        return Card(CardKind.ENOUGH)
    if unfinished:
        return Card(CardKind.OPEN)
    if finished:
        return Card(CardKind.DONE)
    if plan is None:
        return Card(CardKind.NO_ROUTINE)
    own = plan.day(today.weekday())
    moved_from = _moved_from(plan, today, skipped)
    if today in skipped:
        return Card(CardKind.LET_GO, own, moved_to=skipped[today])
    if moved_from is not None and own.kind is not DayKind.PRACTICE:
        return Card(CardKind.PRACTICE, plan.day(moved_from.weekday()), moved_from)
    kinds = {DayKind.PRACTICE: CardKind.PRACTICE, DayKind.SHORT: CardKind.SHORT, DayKind.REST: CardKind.REST}
    return Card(kinds[own.kind] if own.steps or own.kind is DayKind.REST else CardKind.REST, own)


def _moved_from(plan: Plan, today: date, skipped: Mapping[date, date | None]) -> date | None:
    """The day whose practice was moved to today, followed back if it was moved more than once.

    A practice day had its own to move; a short or a rest day had what came to it, if anything did.
    """
    day, short = today, None
    while origin := next((d for d, to in skipped.items() if to == day and d < day), None):
        moved = plan.day(origin.weekday())
        if moved.steps and moved.kind is DayKind.PRACTICE:
            return origin
        if moved.steps and short is None:
            short = origin
        day = origin
    return short


def dots(
    plan: Plan | None,
    today: date,
    practised: set[date],
    since: date = date.min,
    skipped: Mapping[date, date | None] = _NOTHING,
) -> list[Dot]:
    """Monday to Sunday of this week. Of days before `since`, when the plan was made, nothing was planned.

    A day that was let go asks for nothing any more; what was moved stands where it went.
    """
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    kinds = {d: _kind(plan, d, skipped) if plan and d >= since else None for d in week}
    return [
        Dot(d, kinds[d], d in practised, d == today, bool(plan) and d < since, bool(plan) and d in skipped)
        for d in week
    ]


def _kind(plan: Plan, day: date, skipped: Mapping[date, date | None]) -> DayKind | None:
    if day in skipped:
        return None
    own, moved_from = plan.day(day.weekday()).kind, _moved_from(plan, day, skipped)
    return own if own is DayKind.PRACTICE or moved_from is None else plan.day(moved_from.weekday()).kind
