"""Dates and approach: which cells count today, and how they are asked."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.clock import today_of
from hipapp.core.enums import Ability, Author, Condition, DayKind, HipApproach, HoldKind, Movement
from hipapp.core.models import User
from poses.body.answers import BodyAnswers, conditions_on, weeks_pregnant
from poses.body.records import answer, answers_of
from poses.gatekeeping import gate_for
from poses.routines.plan import Day, Plan, Step
from poses.routines.records import create_routine, latest_version
from poses.safety.facts import BodyFacts, Hold

C = Condition
TODAY = date(2026, 11, 21)
HIPS = (C.HIP_REPLACEMENT_POSTERIOR, C.HIP_REPLACEMENT_ANTERIOR)
WEEK = timedelta(weeks=1)
DETAILS = "/body/details/"


def on(**said: object) -> set[Condition]:
    return set(conditions_on(BodyAnswers.model_validate(said), TODAY))


def test_the_gate_is_told_everything_that_was_answered() -> None:
    hold = Hold(HoldKind.OUT, "It felt sharp.", "hip-hinge", TODAY)
    told = BodyAnswers(
        conditions=(C.KNEE,), movements=(Movement.BENDING,), floor=Ability.NO, kneel=Ability.CARE, hands=Ability.YES,
        props=("chair",),
    )  # fmt: skip
    facts = told.facts({}, TODAY, (hold,))
    assert facts == BodyFacts(
        frozenset({C.KNEE}), frozenset({Movement.BENDING}), Ability.NO, Ability.CARE, Ability.YES,
        frozenset({"chair"}), (hold,),
    )  # fmt: skip
    assert BodyAnswers().facts({}, TODAY) == BodyFacts(), "and nothing is not none"


@pytest.mark.parametrize(
    ("weeks", "counts"),
    [
        (12, {C.PREGNANCY_EARLY}),
        (19, {C.PREGNANCY_EARLY}),
        (20, {C.PREGNANCY}),
        (40, {C.PREGNANCY}),
        (41, {C.PREGNANCY, C.AFTER_BIRTH}),
    ],
)
def test_a_pregnancy_counts_by_its_week(weeks: int, counts: set[Condition]) -> None:
    due = TODAY + (40 - weeks) * WEEK
    assert weeks_pregnant(due, TODAY) == weeks
    assert on(conditions=[C.PREGNANCY], due_date=due) == counts


def test_a_pregnancy_of_which_nobody_knows_how_far_counts_as_late() -> None:
    assert on(conditions=[C.PREGNANCY]) == {C.PREGNANCY}


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, set(HIPS)),
        ({"hip_approach": HipApproach.UNKNOWN}, set(HIPS)),
        ({"hip_approach": HipApproach.BACK}, {C.HIP_REPLACEMENT_POSTERIOR}),
        ({"hip_approach": HipApproach.FRONT}, {C.HIP_REPLACEMENT_ANTERIOR}),
        ({"hip_operated_on": TODAY - 11 * WEEK}, {*HIPS, C.RECENT_SURGERY}),
        ({"hip_operated_on": TODAY - 12 * WEEK}, set(HIPS)),
        ({"hip_limits_lifted_on": TODAY}, {C.HIP_OSTEOARTHRITIS}),
        ({"hip_operated_on": TODAY - 3 * WEEK, "hip_limits_lifted_on": TODAY}, {*HIPS, C.RECENT_SURGERY}),
        ({"hip_limits_lifted_on": TODAY + WEEK}, set(HIPS)),
    ],
)
def test_a_replaced_hip(said: dict[str, object], counts: set[Condition]) -> None:
    assert on(conditions=HIPS, **said) == counts


def test_only_one_list_that_was_told_before_stays_one() -> None:
    assert on(conditions=[C.HIP_REPLACEMENT_ANTERIOR]) == {C.HIP_REPLACEMENT_ANTERIOR}
    assert on(conditions=[C.HIP_REPLACEMENT_ANTERIOR], hip_approach=HipApproach.UNKNOWN) == set(HIPS), (
        "not knowing is the stricter answer"
    )


def test_surgery_counts_until_it_was_cleared_however_long_ago() -> None:
    assert on(conditions=[C.RECENT_SURGERY], surgery_on=TODAY - 99 * WEEK) == {C.RECENT_SURGERY}
    assert on(conditions=[C.RECENT_SURGERY], surgery_cleared_on=TODAY) == set()
    fresh = on(conditions=[C.RECENT_SURGERY, *HIPS], hip_operated_on=TODAY - WEEK, surgery_cleared_on=TODAY)
    assert C.RECENT_SURGERY in fresh, "a fresh hip stays fresh"


_days = st.none() | st.dates(TODAY - 60 * WEEK, TODAY + 60 * WEEK)


@given(
    ticked=st.sets(st.sampled_from([c for c in C if c is not C.PREGNANCY_EARLY])),
    due=_days, hip=_days, lifted=_days, cut=_days, cleared=_days, approach=st.none() | st.sampled_from(HipApproach),
)  # fmt: skip
def test_a_detail_touches_nothing_but_its_own_condition(
    ticked: set[Condition],
    due: date | None,
    hip: date | None,
    lifted: date | None,
    cut: date | None,
    cleared: date | None,
    approach: HipApproach | None,
) -> None:
    counts = on(
        conditions=sorted(ticked),
        due_date=due,
        hip_approach=approach,
        hip_operated_on=hip,
        hip_limits_lifted_on=lifted,
        surgery_on=cut,
        surgery_cleared_on=cleared,
    )
    own = {C.PREGNANCY, C.PREGNANCY_EARLY, C.AFTER_BIRTH, C.RECENT_SURGERY, C.HIP_OSTEOARTHRITIS, *HIPS}
    assert ticked - own == counts - own
    assert bool({C.PREGNANCY, C.PREGNANCY_EARLY} & counts) is (C.PREGNANCY in ticked)
    if set(HIPS) & ticked:
        assert counts & {*HIPS, C.HIP_OSTEOARTHRITIS}, "a replaced hip never counts as nothing"


@pytest.mark.django_db
def test_what_was_ticked_is_asked_about_even_on_the_quick_way(client_of: Client, person: User) -> None:
    hip = "+".join(HIPS)
    page = client_of.post("/body/conditions/?next=/practise/go/", {"conditions": ["pregnancy", hip]})
    assert page["Location"] == "/body/details/?next=%2Fpractise%2Fgo%2F"
    assert answers_of(person).conditions == (C.PREGNANCY, *HIPS)
    shown = client_of.get(DETAILS).content.decode()
    assert "When is the baby due?" in shown
    assert "<legend>Where was the new hip put in: from behind, the side or the front?</legend>" in shown
    assert "When was the surgery?" not in shown
    due = today_of(person) + 30 * WEEK
    page = client_of.post(
        f"{DETAILS}?next=/practise/go/", {"due_date": due.isoformat(), "hip_approach": "back"}
    )
    assert page["Location"] == "/practise/go/"
    assert gate_for(person).body.conditions == frozenset({C.PREGNANCY_EARLY, C.HIP_REPLACEMENT_POSTERIOR})
    assert client_of.post("/body/conditions/", {"conditions": [hip]}).status_code == 302
    assert answers_of(person).hip_approach is HipApproach.BACK, "what was told of the hip stays"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "days", "message"),
    [
        ("due_date", 400, "more than 42 weeks ahead"),
        ("due_date", -60, "more than six weeks ago"),
        ("hip_operated_on", 1, "has not come yet"),
        ("surgery_cleared_on", 1, "has not come yet"),
    ],
)
def test_dates_that_cannot_be(client_of: Client, person: User, field: str, days: int, message: str) -> None:
    answer(person, conditions=(C.PREGNANCY, C.RECENT_SURGERY, *HIPS))
    day = (today_of(person) + timedelta(days=days)).isoformat()
    page = client_of.post(DETAILS, {field: day, "surgery_on": "2026-01-05"})
    assert page.status_code == 422
    shown = page.content.decode()
    assert message in shown
    assert f'value="{day}"' in shown
    assert 'value="2026-01-05"' in shown
    assert answers_of(person).surgery_on is None


@pytest.mark.django_db
def test_lifted_before_the_operation_is_a_contradiction(client_of: Client, person: User) -> None:
    answer(person, conditions=HIPS)
    page = client_of.post(DETAILS, {"hip_operated_on": "2026-05-01", "hip_limits_lifted_on": "2026-04-01"})
    assert page.status_code == 422
    assert "before the operation" in page.content.decode()


@pytest.mark.django_db
def test_without_such_a_condition_there_is_no_such_page(client_of: Client) -> None:
    assert client_of.get(DETAILS).status_code == 404
    assert b"A little more" not in client_of.get("/body/").content


@pytest.mark.django_db
def test_a_routine_is_checked_again_when_week_twenty_begins(
    client_of: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = today_of(person)
    answer(person, conditions=(C.PREGNANCY,), due_date=today + 21 * WEEK)  # week 19
    early, late = gate_for(person), gate_for(person, today + WEEK)
    pose, rung = next(
        (slug, rung)
        for slug, rung in early.catalogue.facts
        if early.lasting_ruling(slug, rung).allowed
        and not late.lasting_ruling(slug, rung).allowed
        and not early.catalogue.poses[slug].test
    )
    days = tuple(Day(d, DayKind.REST) for d in range(1, 7))
    plan = Plan((Day(0, DayKind.PRACTICE, (Step("mon-1", pose, rung),)), *days))
    routine = create_routine(person, "My week", plan, Author.PERSON)
    url = reverse("routine", args=[routine.pk])
    client_of.get(url)
    assert latest_version(routine).author == Author.PERSON
    monkeypatch.setattr("hipapp.core.clock.now", lambda: timezone.now() + WEEK)
    client_of.get(reverse("home"))
    checked = latest_version(routine)
    assert checked.author == Author.GATE
    assert all((s.pose, s.rung) != (pose, rung) for s in checked.plan.day(0).steps)


@pytest.mark.django_db
def test_a_hip_without_limits_is_called_what_was_told(client_of: Client, person: User) -> None:
    """It goes by the rules for a worn hip, but nobody has told of a worn one."""
    today = today_of(person)
    hip = {"hip_operated_on": today - 100 * WEEK, "hip_limits_lifted_on": today - 50 * WEEK}
    answer(person, conditions=HIPS, hip_approach=HipApproach.BACK, props=["cushion"], **hip)
    page = client_of.get("/poses/sitting-reset/").content.decode()
    assert "You ticked: Hip replacement, which counts like a worn hip once its limits are lifted" in page
    assert "You ticked: Worn hip joint" not in page
    answer(person, props=[])
    page = client_of.get("/poses/sitting-reset/").content.decode()
    assert "It takes something from home" in page
    assert "With any one of these you can do a form of it:" in page
    assert "folded legs" not in page.split("<details")[0], "the harder form is closed for another reason"
    gone_by = today - 2 * WEEK
    answer(person, conditions=[C.PREGNANCY], due_date=gone_by, props=["cushion"])
    assert gate_for(person).derived == {C.AFTER_BIRTH}
    pages = [client_of.get(f"/poses/{slug}/").content.decode() for slug in ("glute-bridge", "pelvic-tilts")]
    assert any("Pregnant, and the due date has passed" in page for page in pages)
    answer(person, conditions=[C.HIP_OSTEOARTHRITIS], props=["cushion"])
    assert "You ticked: Worn hip joint" in client_of.get("/poses/sitting-reset/").content.decode()
