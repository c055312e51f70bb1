"""One pose, done now from its page: what it starts, for whom it starts nothing, and what is said then."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.enums import Condition, HoldKind, Rung
from hipapp.core.models import User
from journal.audit import Audit, Reached, leak, people
from journal.models import Session
from journal.sessions.records import record_all_done
from journal.sessions.script import Form, forms_of
from journal.sessions.starting import Choice, build, still_open
from poses.body.records import answer, answer_red_flags, report
from poses.content.loader import rung_of, shipped
from poses.gatekeeping import gate_for
from poses.library.catalogue import catalogue
from poses.routines.plan import dose_of
from poses.safety.audit.naive import read_table
from poses.safety.facts import Hold
from tests.build import make_routine

pytestmark = pytest.mark.django_db

START = "/practise/start/"
BRIDGE, BOTH_SIDES, KNEELS = "glute-bridge", "half-kneeling-hip-flexor", "hero-supported"
NIGHT_PAIN = "night_pain"


def asked(pose: str, rung: object = 1) -> dict[str, str]:
    return {"what": "pose", "pose": pose, "rung": str(rung)}


def started(client: Client, pose: str, rung: object = 1) -> dict[str, Any]:
    """The script of what "Do it now" began."""
    answered = client.post(START, asked(pose, rung))
    session = Session.objects.get()
    assert answered["Location"] == f"/practise/{session.pk}/"
    script: dict[str, Any] = session.script
    return script


@pytest.mark.parametrize("rung", list(Rung))
def test_it_is_that_pose_alone_in_that_form_with_its_usual_dose(client_of: Client, rung: Rung) -> None:
    script = started(client_of, BRIDGE, int(rung))
    assert (script["form"], script["title"]) == (Form.ONE, "Glute bridge")
    (step,) = script["steps"]
    found = rung_of(shipped().poses[BRIDGE], rung)
    assert found
    assert (step["pose"], step["rung"], step["seconds"]) == (BRIDGE, rung, dose_of(found, None).seconds)


def test_a_pose_of_two_sides_is_done_on_both(client_of: Client) -> None:
    assert [s["side"] for s in started(client_of, BOTH_SIDES)["steps"]] == ["left", "right"]


@pytest.mark.parametrize("rung", ["", "7", "x", "²", "-1"])
def test_a_form_that_does_not_exist_is_the_standard_one(client_of: Client, rung: str) -> None:
    assert started(client_of, BRIDGE, rung)["steps"][0]["rung"] == Rung.STANDARD


def test_a_closed_form_gives_way_to_the_one_that_fits_and_it_is_said(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.DISC_LEG,))
    response = client_of.post(START, asked("cat-cow-hinge", 2), follow=True)
    (step, *_) = Session.objects.get().script["steps"]
    assert step["rung"] == Rung.EASIER
    ruling = gate_for(person).ruling("cat-cow-hinge", Rung.HARDER)
    assert [str(m) for m in response.context["messages"]] == [
        f"{step['name']}: {' '.join(dict.fromkeys(r.text for r in ruling.why_not))}"
    ]


def test_what_is_not_open_at_all_is_refused_in_words(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE_REPLACEMENT, Condition.HIP_REPLACEMENT_POSTERIOR))
    response = client_of.post(START, asked(KNEELS), follow=True)
    assert response.redirect_chain == [(f"/poses/{KNEELS}/", 302)]
    (said,) = response.context["messages"]
    assert "new hip" in str(said)
    assert "Do it now" not in response.content.decode()
    assert not Session.objects.exists()


def test_what_is_no_pose_is_refused_in_words(client_of: Client) -> None:
    response = client_of.post(START, asked("headstand"), follow=True)
    assert "not in the library" in response.content.decode()
    assert not Session.objects.exists()


def test_a_self_check_is_not_done_as_a_session(client_of: Client) -> None:
    for doc in (d for d in shipped().poses.values() if d.test):
        assert "Do it now" not in client_of.get(f"/poses/{doc.slug}/").content.decode()
        assert "a self-check" in client_of.post(START, asked(doc.slug), follow=True).content.decode()
    assert not Session.objects.exists()


def test_who_has_answered_nothing_is_asked_first_and_comes_back(client: Client) -> None:
    assert "Do it now" in client.get(f"/poses/{BRIDGE}/").content.decode()
    assert client.post(START, asked(BRIDGE, 0))["Location"].startswith("/check/?next=%2Fpractise%2Fgo%2F")
    guest = User.objects.get()
    answer_red_flags(guest, [])
    assert client.get("/practise/go/")["Location"].startswith("/body/conditions/?next=%2Fpractise%2Fgo%2F")
    answer(guest, conditions=())
    session = client.get("/practise/go/", follow=True).context["session"]
    assert [(s["pose"], s["rung"]) for s in session.script["steps"]] == [(BRIDGE, Rung.EASIER)]


def test_who_must_be_seen_today_starts_nothing(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["both_legs", "severe"])
    assert client_of.post(START, asked(BRIDGE))["Location"].startswith("/stop/")
    assert not Session.objects.exists()


def test_on_a_gentle_day_it_comes_in_the_gentle_form(client_of: Client, person: User) -> None:
    usual = build(gate_for(person), Choice("pose", pose="pelvic-tilts", rung=0), None).script["steps"][0]
    answer_red_flags(person, ["flare"])
    page = client_of.get("/poses/pelvic-tilts/")
    shown = page.content.decode()
    assert shown.index("So it comes in the gentle form") < shown.index("Do it now"), (
        "told before it is tapped"
    )
    assert page.context["chosen"].rung.rung is Rung.EASIER, "what is shown is what comes"
    standard = client_of.get("/poses/pelvic-tilts/", {"form": "1"})
    assert standard.context["chosen"].rung.rung is Rung.STANDARD
    script = started(client_of, "pelvic-tilts")
    (step,) = script["steps"]
    assert (script["form"], step["rung"]) == (Form.GENTLE, Rung.EASIER)
    assert step["seconds"] < usual["seconds"]
    assert Session.objects.get().is_gentle


def test_on_a_gentle_day_nothing_else_comes_in_the_place_of_what_is_too_much(
    client_of: Client, person: User
) -> None:
    answer_red_flags(person, ["flare"])
    page = client_of.get(f"/poses/{BRIDGE}/").content.decode()
    assert "Do it now" not in page
    assert "On a gentle day this pose is left out." in page
    response = client_of.post(START, asked(BRIDGE), follow=True)
    assert "On a gentle day this pose is left out." in response.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("why", ["a flag", "numb"])
def test_on_a_calm_day_only_breathing_and_the_body_scan_can_be_done(
    client_of: Client, person: User, why: str
) -> None:
    if why == "a flag":
        answer_red_flags(person, [NIGHT_PAIN])
    else:
        report(
            person,
            {Hold(HoldKind.CALM, "Numb.", None, gate_for(person).today): timezone.now()},
            source=uuid4(),
        )
    assert "Do it now" not in client_of.get(f"/poses/{BRIDGE}/").content.decode()
    (said,) = client_of.post(START, asked(BRIDGE), follow=True).context["messages"]
    assert str(said).startswith("Glute bridge: ")
    assert not Session.objects.exists()
    assert "Do it now" in client_of.get("/poses/body-scan/").content.decode()
    script = started(client_of, "body-scan", 0)
    assert (script["form"], [(s["pose"], s["rung"]) for s in script["steps"]]) == (
        Form.CALM, [("body-scan", Rung.EASIER)],
    )  # fmt: skip
    assert still_open(Session.objects.get(), gate_for(person))


def test_the_button_does_what_the_page_shows(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.DISC_LEG,))
    for query in ("", "?form=0", "?form=2"):
        page = client_of.get(f"/poses/cat-cow-hinge/{query}")
        shown = page.context["chosen"].rung.rung
        assert f'name="pose" value="cat-cow-hinge"><input type="hidden" name="rung" value="{shown:d}"' in (
            page.content.decode()
        )


def test_the_button_costs_no_query(client_of: Client, person: User, django_assert_num_queries: Any) -> None:
    gate = gate_for(person)
    with django_assert_num_queries(0):
        build(gate, Choice("pose", pose=BRIDGE), None)


def test_nobody_is_led_to_what_is_not_for_them() -> None:
    """Careful people, every form of every pose: the naive reader agrees with all that it brings."""
    content = shipped()
    audit = Audit(content, catalogue(), read_table())
    brought = 0
    for one in people(content, quick=True):
        gate = audit.gate(one)
        for pose, rung in gate.catalogue.facts:
            script = build(gate, Choice("pose", pose=pose, rung=rung), None).script
            assert {s["pose"] for s in script["steps"]} <= {pose}
            for form in forms_of(script):
                brought += 1
                reached = Reached("one pose", form["pose"], form["rung"], True, tuple(form["hows"]))
                assert not leak(audit, one, reached), f"{pose} {rung} for {one.name}"
    assert brought > 1000


def test_it_leaves_the_planned_practice_on_home(client_of: Client, person: User) -> None:
    make_routine(person)
    started(client_of, BRIDGE)
    record_all_done(person.sessions.get())
    assert client_of.get("/").context["card"].kind == "practice"
