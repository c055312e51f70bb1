"""Where a change asks for the shortest time, the dose is the shortest, by whatever way the pose comes."""

import re

import pytest
from django.test import Client

from hipapp.core.enums import Author, Basis, Condition, DayKind, Rung, Verdict
from hipapp.core.models import User
from journal.sessions.script import Form, build_script
from poses.body.records import answer
from poses.content.loader import rung_of, shipped
from poses.content.schema import Cell
from poses.gatekeeping import Gate, RefusedError, gate_for
from poses.models import Routine
from poses.routines import edit_words
from poses.routines.assemble import Wishes, assemble
from poses.routines.plan import Day, Plan, Step, least_amounts
from poses.routines.records import create_routine, latest_version, recheck_all

SHORT = re.compile(r"shortest|shorter end|breaths only")
SPHINX = next(r for r in shipped().poses["sphinx"].rungs if r.rung is Rung.EASIER)
LEAST = least_amounts(SPHINX)


def test_a_cell_that_says_so_in_words_says_so_to_the_dose() -> None:
    cells = [
        (f"{doc.slug} {rung.rung:d} {condition}", cell)
        for doc in shipped().poses.values()
        for rung in doc.rungs
        for condition, cell in rung.cells.items()
    ]
    assert sum(cell.briefly for _, cell in cells) > 20
    told = {name for name, cell in cells if cell.verdict is Verdict.ADAPT and SHORT.search(cell.how or "")}
    assert told == {name for name, cell in cells if cell.briefly}


def test_only_a_change_is_done_briefly() -> None:
    with pytest.raises(ValueError, match="only an adapt cell"):
        Cell(verdict=Verdict.AVOID, how="Not now.", briefly=True, basis=Basis.CONVENTION, source="house")


@pytest.fixture
def gate(db: None, person: User) -> Gate:
    """A disc with a leg: the sphinx is for a few breaths only."""
    answer(person, conditions=(Condition.DISC_LEG,), props=("cushion", "blanket", "chair"))
    return gate_for(person)


def week(*steps: Step) -> Plan:
    days = [Day(0, DayKind.PRACTICE, steps), *(Day(d, DayKind.REST) for d in range(1, 7))]
    return Plan(tuple(days))


LONG = Step("mon-1", "sphinx", Rung.EASIER, (SPHINX.dose.parts[0].most,))


def sphinxes(routine: Routine) -> set[tuple[int, ...] | None]:
    return {s.amounts for s in latest_version(routine).plan.steps if s.pose == "sphinx"}


def test_no_week_is_put_together_with_a_longer_one(gate: Gate) -> None:
    seen = 0
    for minutes in (12, 20, 30):
        made = assemble(gate.catalogue.poses, gate.lasting_ruling, Wishes(minutes, props=gate.props))
        for step in made.plan.steps:
            rung = rung_of(gate.catalogue.poses[step.pose], step.rung)
            if rung and gate.lasting_ruling(step.pose, step.rung).briefly:
                seen += 1
                assert step.amounts == least_amounts(rung)
    assert seen


def test_none_is_saved_or_chosen(client_of: Client, gate: Gate, person: User) -> None:
    routine = create_routine(person, "Mine", week(LONG), Author.PERSON, gate=gate)
    assert sphinxes(routine) == {LEAST}
    wanted = {"action": "amounts", "step": "mon-1", "amount0": str(LONG.amounts[0]) if LONG.amounts else ""}
    page = client_of.post(f"/routines/{routine.pk}/edit/", wanted)
    assert page.status_code == 422
    assert edit_words.BRIEFLY in page.content.decode()
    client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "add", "weekday": "2", "pose": "sphinx", "rung": "0"}
    )
    assert [s.amounts for s in latest_version(routine).plan.steps] == [LEAST, LEAST]
    shown = client_of.get(f"/routines/{routine.pk}/").content.decode()
    assert "the shortest time there is" in shown
    assert 'name="amount0"' not in shown


def test_a_week_made_before_the_answer_is_shortened_and_says_so(person: User) -> None:
    routine = create_routine(person, "Mine", week(LONG), Author.PERSON)
    assert sphinxes(routine) == {LONG.amounts}
    answer(person, conditions=(Condition.DISC_LEG,))
    assert any("Sphinx now takes the shortest time there is" in said for said in recheck_all(person))
    assert sphinxes(routine) == {LEAST}
    assert not recheck_all(person), "twice is once"


@pytest.mark.parametrize("form", [Form.PLANNED, Form.GENTLE])
def test_no_session_takes_longer(gate: Gate, form: Form) -> None:
    built = build_script((LONG,), gate.catalogue.poses, gate.ruling, form, "Monday", "abc")
    amounts = [p["amount"] for s in built.script["steps"] if s["pose"] == "sphinx" for p in s["parts"]]
    assert all(a <= p.least for a, p in zip(amounts, SPHINX.dose.parts, strict=False))
    assert amounts or form is Form.GENTLE
    longer = {
        **built.script["steps"][0],
        "pose": "sphinx",
        "rung": 0,
        "hows": gate.ruling("sphinx", Rung.EASIER).hows,
    }
    longer["parts"] = [{"amount": p.least + 1} for p in SPHINX.dose.parts]
    with pytest.raises(RefusedError, match="for so long"):
        gate.must_let_in([longer])
