"""A suggestion from its making to its undoing, through the gate and the routine's versions."""

from datetime import date, timedelta
from typing import Any

import pytest

from hipapp.core.clock import today_of
from hipapp.core.enums import Answer, Author, Condition, Rung, Tag
from hipapp.core.models import User
from journal.coach.facts import Action
from journal.coach.history import seen_of
from journal.coach.models import Suggestion
from journal.coach.records import decline, review, try_it, undo
from journal.coach.rows import FIRST_DAY
from journal.sessions.models import Session
from poses.body.records import answer
from poses.gatekeeping import gate_for
from poses.routines import edit
from poses.routines.edit import EditError
from poses.routines.models import Routine
from poses.routines.plan import Plan
from poses.routines.records import How, active_version, change, latest_version
from tests.build import finished
from tests.coach.build import practised

pytestmark = pytest.mark.django_db


def steps_of(plan: Plan, pose: str) -> list[tuple[str, Rung]]:
    return [(s.pose, s.rung) for s in plan.steps if s.pose == pose]


def without(step_id: str) -> How:
    """A person takes a step out by hand."""
    return lambda plan, _seen: (edit.remove(plan, step_id), "by hand")


def test_it_is_stored_once_with_its_numbers_and_words(person: User, suggestion: Suggestion) -> None:
    assert review(person).suggestion == suggestion
    assert person.suggestions.count() == 1
    assert suggestion.action in (Action.EASE, Action.SWAP)
    assert suggestion.evidence["marks"] == {"too_much": 8}
    assert suggestion.words["question"]
    assert suggestion.words["sure"]
    assert suggestion.words["otherwise"]


def test_trying_it_writes_a_version_by_the_coach_on_every_day(person: User, suggestion: Suggestion) -> None:
    made = try_it(suggestion)
    assert made is not None
    assert made.author == Author.COACH.value
    assert not steps_of(made.plan, suggestion.pose) or suggestion.action == Action.EASE
    assert {s.rung for s in made.plan.steps if s.pose == (suggestion.to_pose or suggestion.pose)} == {
        suggestion.to_level
    }
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.made) == (Answer.TRIED.value, made)
    assert try_it(suggestion) == made
    assert review(person).suggestion is None  # one change in seven days


def test_undo_leaves_later_changes_alone(person: User, routine: Routine, suggestion: Suggestion) -> None:
    before = latest_version(routine).plan
    try_it(suggestion)
    gate = gate_for(person)
    other = next(s for s in before.steps if s.pose != suggestion.pose)
    change(routine, without(other.id), gate)
    made = undo(suggestion)
    assert made is not None
    assert made.author == Author.PERSON.value
    assert steps_of(made.plan, suggestion.pose) == steps_of(before, suggestion.pose)
    assert other.id not in {s.id for s in made.plan.steps}
    assert undo(suggestion) is None


def test_what_was_undone_is_no_change_and_rests(person: User, suggestion: Suggestion) -> None:
    try_it(suggestion)
    undo(suggestion)
    history = seen_of(person, gate_for(person), active_version(person)).history
    assert [c.accepted for c in history.changes] == [False]
    assert review(person).suggestion is None


def test_leaving_out_can_be_undone(person: User, routine: Routine) -> None:
    plan = latest_version(routine).plan
    pose = plan.steps[0].pose
    row = Suggestion.objects.create(
        user=person, routine=routine, day=today_of(person), engine="1", rule="remove", action=Action.REMOVE.value,
        pose=pose, from_level=1, evidence={}, words={"question": "Leave it out?"},
    )  # fmt: skip
    made = try_it(row)
    assert made is not None
    assert not steps_of(made.plan, pose)
    back = undo(Suggestion.objects.get(pk=row.pk))
    assert back is not None
    assert steps_of(back.plan, pose) == steps_of(plan, pose)


def test_the_gate_has_the_last_word(person: User, suggestion: Suggestion) -> None:
    answer(person, conditions=[Condition.RECENT_SURGERY])
    with pytest.raises(EditError):
        try_it(suggestion)
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.OPEN.value


def test_what_no_longer_fits_passes(person: User, routine: Routine, suggestion: Suggestion) -> None:
    gate = gate_for(person)
    for step in [s for s in latest_version(routine).plan.steps if s.pose == suggestion.pose]:
        change(routine, without(step.id), gate)
    assert review(person).suggestion != suggestion
    suggestion.refresh_from_db()
    assert suggestion.answer == Answer.PASSED.value


@pytest.mark.parametrize("how", [Answer.NOT_NOW, Answer.NEVER])
def test_a_declined_one_changes_nothing_and_rests(
    person: User, routine: Routine, suggestion: Suggestion, how: Answer
) -> None:
    decline(suggestion, how)
    assert routine.versions.count() == 1
    later = today_of(person) + timedelta(days=5)
    again = review(person, later).suggestion
    assert again is None or again.pose != suggestion.pose


def test_history_has_the_rungs_that_the_gate_leaves_open(person: User) -> None:
    answer(person, conditions=[Condition.ARCH_BOTHERS])
    gate = gate_for(person)
    history = seen_of(person, gate, None).history
    for pose, facts in history.library.items():
        for level in facts.levels:
            assert gate.lasting_ruling(pose, Rung(level)).allowed
    assert history.levels("sphinx") == (Rung.EASIER,)


def test_a_reset_or_a_break_is_never_swapped_into_a_practice(person: User, routine: Routine) -> None:
    gate = gate_for(person)
    history = seen_of(person, gate, active_version(person)).history
    assert history.levels("standing-reset") == ()
    assert history.levels("body-scan")
    (day,) = [d.weekday for d in latest_version(routine).plan.days if d.steps][:1]
    adds: How = lambda plan, _: (  # noqa: E731
        edit.add(
            plan,
            gate.lasting_ruling,
            gate.catalogue.poses,
            pose="standing-reset",
            rung=Rung.EASIER,
            weekday=day,
        ),
        "by hand",
    )
    change(routine, adds, gate)
    assert seen_of(person, gate, active_version(person)).history.levels("standing-reset")


def test_a_real_session_becomes_facts(person: User) -> None:
    session = finished(person, "cat-cow-hinge", before=4, after=3)
    (facts,) = seen_of(person, gate_for(person), None).history.sessions
    assert (facts.before, facts.after, facts.id) == (4, 3, str(session.pk))
    (item,) = facts.items
    assert (item.pose, item.level) == ("cat-cow-hinge", Rung.EASIER)
    assert 0 < item.dose <= 1.5


def test_rows_from_before_are_filled_in(person: User) -> None:
    session = finished(person, "cat-cow-hinge", before=4, after=3)
    kept = session.done
    Session.objects.filter(pk=session.pk).update(done=None)
    seen_of(person, gate_for(person), None)
    session.refresh_from_db()
    assert session.done == kept


def test_a_day_that_something_else_explains_is_left_out_of_the_model(person: User) -> None:
    for n in range(5):
        practised(person, 10 - n, [("cat-cow-hinge", 1)], before=3, after=3)
    practised(person, 2, [("cat-cow-hinge", 1)], before=7, after=7, tags=[Tag.OTHER.value])
    practised(person, 1, [("cat-cow-hinge", 1)], before=3, after=3, tags=[Tag.OTHER.value])
    sessions = seen_of(person, gate_for(person), None).history.sessions
    assert [s.other_reason for s in sessions[-2:]] == [True, False]


def test_reviewing_costs_the_same_however_long_the_history(
    person: User, routine: Routine, django_assert_max_num_queries: Any
) -> None:
    for n in range(3):
        practised(person, 40 - n, [("cat-cow-hinge", 1)], before=3, after=3)
    review(person)
    with django_assert_max_num_queries(20) as first:
        review(person)
    for n in range(20):
        practised(person, 30 - n, [("cat-cow-hinge", 1)], before=3, after=3)
    with django_assert_max_num_queries(20) as second:
        review(person)
    assert len(first) == len(second)


def test_days_are_those_of_the_person(person: User) -> None:
    assert seen_of(person, gate_for(person, date(2026, 1, 5)), None).history.day == 9499


def test_what_the_person_has_just_regraded_or_put_in_rests(person: User, routine: Routine) -> None:
    gate = gate_for(person)
    first = latest_version(routine).plan.steps
    step = next(s for s in first if s.rung == Rung.STANDARD and s.pose != first[0].pose)

    def easier(plan: Plan, _seen: Plan | None) -> tuple[Plan, str]:
        for s in [s for s in plan.steps if s.pose == step.pose]:
            plan = edit.set_rung(
                plan, gate.lasting_ruling, gate.catalogue.poses, step_id=s.id, rung=Rung.EASIER
            )
        return plan, "Easier"

    change(routine, lambda plan, _seen: (edit.remove(plan, first[0].id), "One out"), gate)
    assert seen_of(person, gate, active_version(person)).history.edited == {}, "nothing was put in"
    change(routine, easier, gate)
    edited = seen_of(person, gate, active_version(person)).history.edited
    assert edited == {step.pose: (today_of(person) - FIRST_DAY).days}


def test_a_change_of_the_coach_is_not_the_persons_but_taking_it_back_is(
    person: User, suggestion: Suggestion
) -> None:
    try_it(suggestion)
    gate = gate_for(person)
    assert seen_of(person, gate, active_version(person)).history.edited == {}
    undo(suggestion)
    assert set(seen_of(person, gate, active_version(person)).history.edited) == {suggestion.pose}
