"""Routines are checked again when something changed, once; and what changes nothing leaves no version behind."""

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client

from hipapp.core.enums import Ability, Author, Condition
from hipapp.core.models import User
from poses.body.records import answer, answers_of
from poses.content.loader import shipped
from poses.gatekeeping import gate_for
from poses.library.catalogue import sync
from poses.models import Routine
from poses.routines.edit import recheck
from poses.routines.plan import Step
from poses.routines.records import latest_version, recheck_all
from tests.build import make_routine

pytestmark = pytest.mark.django_db


def steps_of(routine: Routine) -> tuple[Step, ...]:
    return latest_version(routine).plan.steps


def all_allowed(user: User, routine: Routine) -> bool:
    gate = gate_for(user)
    return all(gate.lasting_ruling(s.pose, s.rung).allowed for s in steps_of(routine))


def edit(client: Client, routine: Routine, **data: object) -> int:
    return client.post(f"/routines/{routine.pk}/edit/", data).status_code


# -- checked again -----------------------------------------------------------------------------------


def test_a_routine_that_comes_back_is_checked_and_says_what_changed(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    client_of.post(f"/routines/{routine.pk}/delete/")
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,), floor=Ability.NO)
    recheck_all(person)
    assert not all_allowed(person, routine), "put aside, it is left as it was"
    page = client_of.post(f"/routines/{routine.pk}/undelete/", follow=True)
    assert all_allowed(person, routine)
    assert latest_version(routine).author == Author.GATE
    assert any(routine.name in str(m) for m in page.context["messages"])
    count = routine.versions.count()
    client_of.post(f"/routines/{routine.pk}/undelete/")
    routine.refresh_from_db()
    assert (routine.versions.count(), routine.is_active) == (count, True), "twice is once"


def test_what_comes_back_takes_nobodys_place(client_of: Client, person: User) -> None:
    first, second = make_routine(person, "First"), make_routine(person, "Second")
    for routine in (second, first):
        client_of.post(f"/routines/{routine.pk}/delete/")
    for routine in (first, second):
        client_of.post(f"/routines/{routine.pk}/undelete/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_active, second.is_active) == (True, False)


@pytest.mark.parametrize("url", ["/", "/routines/", "/practise/"])
def test_new_rules_check_every_routine_once(
    client_of: Client, person: User, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    routines = [make_routine(person, name) for name in ("One", "Two", "Three")]
    gone = make_routine(person, "Gone")
    client_of.post(f"/routines/{gone.pk}/delete/")
    client_of.post(f"/routines/{routines[0].pk}/use/")
    checked = Mock(side_effect=recheck)
    monkeypatch.setattr("poses.routines.records.recheck", checked)
    client_of.get(url)
    assert not checked.called, "nothing changed"
    sync(replace(shipped(), rules_version="newer"))
    for _ in range(2):
        assert client_of.get(url).status_code == 200
        assert checked.call_count == len(routines), "each once, and not again"
    assert set(person.routines.kept().values_list("rules_version", flat=True)) == {"newer"}
    assert all(r.versions.count() == 1 for r in routines), "and nothing that is still allowed was changed"


def test_a_pose_that_is_retired_leaves_the_week(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    pose = steps_of(routine)[0].pose
    content = shipped()
    kept = {s: d for s, d in content.written.items() if s != pose}
    poses = {s: content.poses[s] for s in kept}
    sync(replace(content, written=kept, poses=poses, rules_version="newer"))
    assert client_of.get("/").status_code == 200
    assert pose not in {s.pose for s in steps_of(routine)}
    assert pose in {s.pose for s in routine.versions.get(number=1).plan.steps}, "the history keeps it"
    assert client_of.get(f"/routines/{routine.pk}/history/").status_code == 200


# -- nothing changed, no version ---------------------------------------------------------------------


def test_changes_that_change_nothing_make_no_version(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    plan = latest_version(routine).plan
    day = next(d for d in plan.days if len(d.steps) > 1)
    first, last = day.steps[0], day.steps[-1]
    gate = gate_for(person)
    rung = gate.catalogue.rung(first.pose, first.rung)
    assert rung
    amounts = first.amounts or tuple(p.amount for p in rung.dose.parts)
    nothings: list[dict[str, Any]] = [
        {"action": "up", "step": first.id},
        {"action": "down", "step": last.id},
        {"action": "side", "step": first.id, "side": first.side.value},
        {"action": "amounts", "step": first.id, **{f"amount{n}": a for n, a in enumerate(amounts)}},
        {"action": "to_day", "step": last.id, "weekday": day.weekday},
        {"action": "practice", "weekday": day.weekday},
        {"action": "copy", "weekday": day.weekday, "target": day.weekday},
        {"action": "anchor", "anchor": f"  {plan.anchor} "},
    ]
    for data in nothings:
        assert edit(client_of, routine, **data) == 302, data
        assert routine.versions.count() == 1, data
    client_of.post(f"/routines/{routine.pk}/restore/1/")
    assert not recheck_all(person)
    assert routine.versions.count() == 1


# -- the habit it hangs on ---------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "fits"), [(121, True), (200, True), (201, False)])
def test_a_long_habit_fits_everywhere_or_nowhere(
    client_of: Client, person: User, length: int, fits: bool
) -> None:
    routine = make_routine(person)
    anchor = ("after 🦷 " * 40)[: length - 1] + "x"
    assert edit(client_of, routine, action="anchor", anchor=anchor) == (302 if fits else 422)
    said = client_of.post("/body/days/", {"weekdays": ["0"], "anchor": anchor})
    wished = {"minutes": "12", "weekdays": ["0"], "anchor": anchor}
    made = client_of.post("/routines/assemble/", wished)
    assert [said.status_code, made.status_code] == ([302, 302] if fits else [422, 422])
    if fits:
        newest = person.routines.get(is_active=True)
        assert {latest_version(r).plan.anchor for r in (routine, newest)} == {anchor}
        assert answers_of(person).anchor == anchor
