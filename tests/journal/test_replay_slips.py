"""A report that was a slip of the finger: what followed from it goes when it is taken back at once."""

from typing import Any

import pytest

from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.models import Session
from journal.sessions.records import append
from poses.body.records import answer_red_flags, ask_red_flags, latest_red_flags
from poses.gatekeeping import gate_for
from tests.build import event, make_session

pytestmark = pytest.mark.django_db


def reported(session: Session, seq: int = 1) -> dict[str, Any]:
    return event(session, EventKind.NUMB, seq, step=session.script["steps"][0]["key"])


def took_back(session: Session, seq: int = 2) -> dict[str, Any]:
    return {**event(session, EventKind.TOOK_BACK, seq), "data": {"kind": "numb"}}


def test_numb_taken_back_leaves_nothing_behind(person: User) -> None:
    session = make_session(person)
    append(session, [reported(session)])
    assert gate_for(person).state.due
    assert gate_for(person).calm
    append(session, [took_back(session)])
    session.refresh_from_db()
    assert (session.status, session.light) == ("ready", "")
    gate = gate_for(person)
    assert not gate.state.due
    assert gate.calm is None
    assert gate.body.holds == ()
    append(session, [reported(session, 3)])
    assert gate_for(person).state.due, "the second time it was meant"


def test_what_was_asked_for_another_reason_is_still_asked(person: User) -> None:
    session = make_session(person)
    ask_red_flags(person, "worse")
    append(session, [reported(session), took_back(session)])
    append(session, [reported(session, 3)])
    append(session, [took_back(session, 4)])
    assert gate_for(person).state.due
    answer_red_flags(person, [])

    slip, meant = make_session(person), make_session(person)
    append(slip, [reported(slip)])
    append(meant, [reported(meant)])
    append(slip, [took_back(slip)])
    assert gate_for(person).state.due, "the other session has a reason of its own"
    append(meant, [took_back(meant)])
    assert not gate_for(person).state.due


def test_an_answer_stays(person: User) -> None:
    session = make_session(person)
    append(session, [reported(session)])
    answered = answer_red_flags(person, [])
    append(session, [took_back(session)])
    assert latest_red_flags(person) == answered
