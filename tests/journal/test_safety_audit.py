"""The audit of the gate, its quick form, and that it would see what it looks for."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from hipapp.core.enums import Basis, Condition, Rung, Verdict
from journal import audit
from poses.content.loader import shipped
from poses.content.schema import Cell
from poses.library.catalogue import Catalogue
from poses.safety import gate
from poses.safety.audit import grid
from poses.safety.audit.naive import Answer, read_table
from poses.safety.facts import BodyFacts

FACTS = Catalogue(shipped().poses).facts
TABLE = read_table()


def test_the_gate_and_the_naive_reader_agree_and_nothing_leaks(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("safety_audit", "--quick")
    said = capsys.readouterr().out
    assert "0 differences, 0 leaks" in said
    for way in ("assemble", "swap", "too much: rest", "gone on with", "five minutes", "starter", "added"):
        assert way in said


def test_a_difference_or_a_leak_fails_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    different, leaking = grid.Report(), audit.Paths(leaks=["a new way: hip-hinge 1 for knee: avoid"])
    body, avoid, fine = BodyFacts(), Answer("avoid"), Answer("fine")
    different.differences.append(grid.Difference("hip-hinge", 1, body, grid.CLEAR, fine, avoid))
    for cells, paths in ((different, audit.Paths()), (grid.Report(), leaking)):
        monkeypatch.setattr(grid, "walk", lambda *_, told=cells, **__: told)
        monkeypatch.setattr(audit, "walk", lambda *_, told=paths, **__: told)
        with pytest.raises(CommandError, match=r"[01] differences and [01] leaks"):
            call_command("safety_audit")


def test_the_walk_finds_a_cell_that_somebody_loosened() -> None:
    key = ("hip-hinge", Rung.STANDARD)
    fine = Cell(verdict=Verdict.FINE, basis=Basis.CONVENTION, source="gk")
    loose = replace(FACTS[key], cells={**FACTS[key].cells, Condition.GLAUCOMA: fine})
    both = grid.Both(gate.judge, {key: loose}, TABLE, shipped().props)
    found = grid.walk(both, quick=True).differences
    assert found
    assert all(Condition.GLAUCOMA in (d.body.conditions or ()) for d in found)
    assert "hip-hinge 1, glaucoma" in str(found[0])


def test_the_walk_finds_a_way_that_leaks() -> None:
    person = audit.Person("knee", BodyFacts(frozenset({Condition.KNEE_REPLACEMENT})))
    asked = audit.Audit(shipped(), Catalogue(shipped().poses), TABLE)
    refused = audit.Reached("a new way", "low-lunge-supported", 1)
    assert audit.leak(asked, person, refused) == "avoid"
    silent = audit.Reached("a new way", "glute-bridge", 1, today=True, hows=())
    assert audit.leak(asked, person, silent) == "not told what to do differently"
