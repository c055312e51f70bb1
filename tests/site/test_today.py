"""Days let go and moved on: what home offers is where the practice went, however often it was moved."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, DayKind, Rung
from hipapp.core.models import User
from hipapp.site.today import CardKind, card, dots
from journal.models import SkippedDay
from poses.gatekeeping import gate_for
from poses.routines import edit
from poses.routines.plan import Day, Plan, Step
from poses.routines.records import latest_version, save_version
from tests.build import make_routine

MON, TUE, WED, THU, FRI, _SAT, SUN = (date(2026, 3, 2) + timedelta(days=n) for n in range(7))
Skipped = dict[date, date | None]


def week(kinds: str) -> Plan:
    """Seven days from letters: practice, short, rest."""
    of = {"p": DayKind.PRACTICE, "s": DayKind.SHORT, "r": DayKind.REST}
    return Plan(
        tuple(
            Day(n, of[k], () if k == "r" else (Step(f"{n}", "bridge", Rung.EASIER),))
            for n, k in enumerate(kinds)
        )
    )


def test_nothing_was_planned_before_there_was_a_plan() -> None:
    kinds = [d.kind for d in dots(week("pspspsp"), THU, {MON}, since=WED)]
    assert kinds[:2] == [None, None]
    assert [d.is_before for d in dots(week("pspspsp"), THU, {MON}, since=WED)] == [True] * 2 + [False] * 5
    assert kinds[2:4] == [DayKind.PRACTICE, DayKind.SHORT]


def shown(kinds: str, today: date, skipped: Skipped) -> tuple[CardKind, date | None, int | None]:
    found = card(week(kinds), today, skipped)
    return found.kind, found.moved_from, found.day.weekday if found.day else None


def test_moved_onto_a_rest_day_it_is_that_days_practice() -> None:
    assert shown("prrrrrr", TUE, {MON: TUE}) == (CardKind.PRACTICE, MON, 0)
    assert shown("prrrrrr", MON, {MON: TUE}) == (CardKind.LET_GO, None, 0)
    assert shown("prrrrrr", WED, {MON: TUE}) == (CardKind.REST, None, 2)


def test_moved_twice_it_is_still_mondays() -> None:
    moved: Skipped = {MON: TUE, TUE: WED}
    assert shown("prrrrrr", TUE, moved)[0] is CardKind.LET_GO
    assert shown("prrrrrr", WED, moved) == (CardKind.PRACTICE, MON, 0)
    assert shown("prrrrrr", THU, {**moved, WED: THU}) == (CardKind.PRACTICE, MON, 0)


def test_moved_and_then_let_go_it_is_gone() -> None:
    assert shown("prrrrrr", WED, {MON: TUE, TUE: None})[0] is CardKind.REST


def test_moved_onto_a_practice_day_that_days_own_is_done() -> None:
    assert shown("pprrrrr", TUE, {MON: TUE}) == (CardKind.PRACTICE, None, 1)
    assert shown("pprrrrr", WED, {MON: TUE, TUE: WED}) == (CardKind.PRACTICE, TUE, 1), "Tuesday's, the last"


def test_moved_onto_a_short_day_the_practice_takes_its_place() -> None:
    assert shown("psrrrrr", TUE, {MON: TUE}) == (CardKind.PRACTICE, MON, 0)


@pytest.mark.parametrize("others", [{}, {FRI - timedelta(days=7): None}, {WED: None, THU: FRI}])
def test_a_short_day_can_be_moved_too(others: Skipped) -> None:
    assert shown("srrrrrr", TUE, {MON: TUE, **others}) == (CardKind.PRACTICE, MON, 0)


def test_a_day_that_became_a_rest_day_since_moves_nothing() -> None:
    assert shown("rrrrrrr", TUE, {MON: TUE}) == (CardKind.REST, None, 1)


days = st.sampled_from([MON, TUE, WED, THU, FRI])
histories = st.dictionaries(days, st.booleans(), max_size=5).map(
    lambda said: {d: d + timedelta(days=1) if moved else None for d, moved in said.items()}
)


@given(st.text("psr", min_size=7, max_size=7), days, histories)
def test_home_never_offers_an_empty_practice_nor_one_let_go(
    kinds: str, today: date, skipped: Skipped
) -> None:
    kind, moved_from, weekday = shown(kinds, today, skipped)
    assert (kind is CardKind.LET_GO) == (today in skipped)
    if kind in (CardKind.PRACTICE, CardKind.SHORT):
        assert weekday is not None
        assert kinds[weekday] != "r", "there is something in it"
    if moved_from is not None:
        assert today > moved_from
        assert all(skipped[moved_from + timedelta(days=n)] for n in range((today - moved_from).days))


@pytest.mark.django_db
def test_moving_undoing_and_moving_again_over_the_pages(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    today = today_of(person)
    plan = edit.make_rest_day(latest_version(routine).plan, today.weekday())
    save_version(routine, plan, Author.PERSON, "rest today", gate=gate_for(person))
    yesterday = today - timedelta(days=1)
    SkippedDay.objects.create(user=person, day=yesterday, moved_to=today)

    def home() -> tuple[str, date | None]:
        found = client_of.get("/").context["card"]
        return found.kind, found.moved_from

    assert home() == ("practice", yesterday)
    for _ in range(2):  # twice is once
        client_of.post("/day/skip/", {"tomorrow": ""})
        assert home() == ("let_go", None)
    client_of.post("/day/skip/", {"undo": ""})
    assert home() == ("practice", yesterday), "an undo takes back the last move only"
    client_of.post("/day/skip/", {"skip": ""})
    client_of.post("/day/skip/", {"tomorrow": ""})
    assert list(SkippedDay.objects.order_by("day").values_list("day", "moved_to")) == [
        (yesterday, today),
        (today, today + timedelta(days=1)),
    ]
