"""A session that was begun earlier is judged again when it is opened: it goes on as it was made, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import pytest
from django.test import Client

from hipapp.core.enums import Ability, Basis, EventKind, Rung, Verdict
from hipapp.core.models import User
from journal.sessions.models import Session
from journal.sessions.records import append, record, start
from journal.sessions.script import Form, build_script
from journal.sessions.starting import close, still_open
from poses.body.records import answer, answer_red_flags
from poses.gatekeeping import Gate, gate_for
from poses.routines.plan import Step
from poses.safety.facts import Reason, Ruling
from tests.build import event, finished, make_session

pytestmark = pytest.mark.django_db

BRIDGE = ("glute-bridge", Rung.STANDARD)


def begun(user: User, *steps: tuple[str, Rung], form: Form = Form.PLANNED) -> Session:
    gate = gate_for(user)
    planned = [Step(slug, slug, rung) for slug, rung in steps]
    built = build_script(planned, gate.catalogue.poses, gate.ruling, form, "Evening", "rules")
    return start(user, built.script)


@dataclass(frozen=True, kw_only=True)
class OtherGate(Gate):
    """The real gate, but with another answer for one rung."""

    about: tuple[str, Rung]
    answer: Ruling

    def ruling(self, slug: str, rung: Rung) -> Ruling:
        return self.answer if (slug, rung) == self.about else super().ruling(slug, rung)


def gate_that_says(user: User, about: tuple[str, Rung], answer: Ruling) -> Gate:
    gate = gate_for(user)
    return OtherGate(**{f.name: getattr(gate, f.name) for f in fields(gate)}, about=about, answer=answer)


def adapt(*hows: str) -> Ruling:
    return Ruling(
        Verdict.ADAPT, tuple(Reason(Verdict.ADAPT, "rule", h, Basis.CONVENTION, "house") for h in hows)
    )


PARTS: dict[str, Callable[[dict[str, object]], object]] = {
    "own": lambda step: step,
    "easier": lambda step: step["easier"],
    "rest": lambda step: step["rest"],
}


@pytest.mark.parametrize("part", PARTS)
def test_everything_that_it_can_still_bring_has_to_be_let_in(person: User, part: str) -> None:
    session = begun(person, BRIDGE)
    found: dict[str, object] = PARTS[part](session.script["steps"][0])  # type: ignore[assignment]
    about = (str(found["pose"]), Rung(found["rung"]))  # type: ignore[arg-type]
    assert len({(p["pose"], p["rung"]) for p in map(_mapping, _parts(session))}) == 3, (
        "three different things"
    )
    assert still_open(session, gate_for(person))
    assert not still_open(session, gate_that_says(person, about, Ruling(Verdict.AVOID)))
    assert still_open(session, gate_that_says(person, ("hip-hinge", Rung.EASIER), Ruling(Verdict.AVOID)))


def _parts(session: Session) -> list[object]:
    return [part(session.script["steps"][0]) for part in PARTS.values()]


def _mapping(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def test_a_change_that_is_not_shown_ends_it_and_one_too_many_does_not(person: User) -> None:
    session = begun(person, BRIDGE)
    assert session.script["steps"][0]["hows"] == []
    assert not still_open(session, gate_that_says(person, BRIDGE, adapt("Rise less.")))
    session.script["steps"][0]["hows"] = ["Rise less.", "Pad your knees."]
    session.save()
    assert still_open(session, gate_that_says(person, BRIDGE, adapt("Rise less.")))
    assert still_open(session, gate_that_says(person, BRIDGE, adapt("Pad your knees.", "Rise less.")))
    assert not still_open(session, gate_that_says(person, BRIDGE, adapt("Rise less.", "Hold on.")))


def test_a_body_that_got_better_need_not_start_again_and_one_that_got_worse_has_to(person: User) -> None:
    careful = answer(person, floor=Ability.CARE)
    shown = begun(person, BRIDGE)
    assert shown.script["steps"][0]["hows"]
    answer(person, floor=Ability.YES)
    plain = begun(person, BRIDGE)
    assert still_open(shown, gate_for(person))
    answer(person, **careful.answers.model_dump())
    assert not still_open(plain, gate_for(person))


def test_while_somebody_has_to_be_seen_only_the_calm_form_goes_on(person: User) -> None:
    breath = ("belly-breathing", Rung.STANDARD)
    planned, gentle = begun(person, breath), begun(person, breath, form=Form.GENTLE)
    calm = begun(person, form=Form.CALM)
    assert all(still_open(s, gate_for(person)) for s in (planned, gentle, calm))
    answer_red_flags(person, ["cancer"])
    assert [still_open(s, gate_for(person)) for s in (planned, gentle, calm)] == [False, False, True]


def test_a_gentle_day_lets_only_the_gentle_form_go_on(person: User) -> None:
    planned, gentle = begun(person, BRIDGE), begun(person, ("pelvic-tilts", Rung.EASIER), form=Form.GENTLE)
    calm = begun(person, form=Form.CALM)
    finished(person, before=3, after=6)
    assert [still_open(s, gate_for(person)) for s in (planned, gentle, calm)] == [False, True, True]


def test_a_session_is_not_ended_by_its_own_rating(person: User) -> None:
    """Who begins at 9 is asked for nothing anew in the middle; who had another bad session meanwhile is."""
    session = begun(person, BRIDGE)
    session = record(session, EventKind.BEFORE, {"rating": 9})
    assert gate_for(person).gentle
    assert still_open(session, gate_for(person))
    finished(person, before=3, after=6)
    assert not still_open(session, gate_for(person))


def test_a_gently_ticked_today_counts_whatever_the_session_says_of_itself(person: User) -> None:
    session = record(begun(person, BRIDGE), EventKind.BEFORE, {"rating": 9})
    answer_red_flags(person, ["flare"])
    assert not still_open(session, gate_for(person))


def test_what_went_out_elsewhere_ends_it_and_what_went_out_in_it_does_not(person: User) -> None:
    steps = (("pelvic-tilts", Rung.EASIER), ("belly-breathing", Rung.EASIER))
    here, there = (begun(person, *steps, form=Form.GENTLE) for _ in range(2))
    append(there, [event(there, EventKind.SHARP, step="s0")])
    assert still_open(there, gate_for(person))
    assert not still_open(here, gate_for(person))


def test_an_urgent_answer_leads_to_the_stop_page_and_leaves_the_session_be(
    client_of: Client, person: User
) -> None:
    session = make_session(person)
    answer_red_flags(person, ["both_legs"])
    assert client_of.get(f"/practise/{session.pk}/")["Location"].startswith("/stop/")
    session.refresh_from_db()
    assert session.is_open
    assert not session.is_deleted


def test_a_session_that_may_not_go_on_keeps_what_was_done(person: User) -> None:
    done, nothing = make_session(person), make_session(person)
    append(done, [event(done, EventKind.STEP_DONE, step="s0", seconds=30)])
    done.refresh_from_db()
    for session in (done, nothing):
        close(session)
    done.refresh_from_db()
    nothing.refresh_from_db()
    assert (done.status, done.is_deleted, done.seconds) == ("done", False, 30)
    assert nothing.is_deleted
