"""Help on a sore day: what the gentlest session is for a body, and the page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hipapp.core.enums import Ability, Condition, HoldKind, Movement, Position, Rung
from hipapp.core.models import User
from journal.sessions.script import Form, build_script
from poses.advice.flare import FLARE_ENOUGH_S, FLARE_MOST_S, Flare, Where, flare
from poses.body.records import answer, answer_red_flags
from poses.content.loader import rung_of, shipped
from poses.library.catalogue import Catalogue
from poses.routines.choose import Gate as Ask
from poses.routines.plan import day_seconds
from poses.safety.facts import CALM_POSES, BodyFacts, RedFlags
from poses.safety.gate import judge
from tests.poses.test_gate import bodies

TODAY = date(2026, 3, 2)
CLEAR = RedFlags(ticked={}, answered_on=TODAY)
POSES = shipped().poses
FACTS = Catalogue(POSES).facts
HOME = frozenset({"chair", "cushion", "blanket", "towel", "bolster"})


def asked(body: BodyFacts) -> Ask:
    return lambda slug, rung: judge(FACTS[slug, rung], body, CLEAR, TODAY)


def for_body(where: Where | None = None, **told: Any) -> Flare:
    body = BodyFacts(**{"conditions": frozenset(), "props": HOME, **told})
    return flare(POSES, asked(body), where)


def positions(made: Flare) -> set[Position | None]:
    found = (rung_of(POSES[s.pose], s.rung) for s in made.steps)
    return {rung.position for rung in found if rung}


# -- the choice, pure --------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(bodies, st.none() | st.sampled_from(Where))
def test_nothing_in_it_is_refused_by_the_gate(body: BodyFacts, where: Where | None) -> None:
    ask = asked(body)
    made = flare(POSES, ask, where)
    assert all(ask(s.pose, s.rung).allowed for s in made.steps)
    assert day_seconds(made.steps, POSES) <= FLARE_MOST_S
    assert len({s.pose for s in made.steps}) == len(made.steps)
    assert made.moves or {s.pose for s in made.steps} <= {
        *CALM_POSES,
        "constructive-rest",
        "savasana-supported",
    }
    script = build_script(made.steps, POSES, ask, Form.FLARE, "Title", "rules").script
    assert len(script["steps"]) >= len(made.steps), "what was chosen is what is played"
    parts = (p for s in script["steps"] for p in (s, s["easier"], s["rest"]) if p and p["pose"])
    assert all(ask(p["pose"], Rung(p["rung"])).allowed for p in parts)


def test_it_is_short_lying_and_easy_for_a_body_that_nothing_is_known_against() -> None:
    made = for_body()
    assert positions(made) == {Position.LYING_BACK}
    assert made.moves
    assert all(s.rung is Rung.EASIER or POSES[s.pose].job.value in ("settle", "finish") for s in made.steps)
    assert FLARE_ENOUGH_S <= day_seconds(made.steps, POSES) <= FLARE_MOST_S


@pytest.mark.parametrize(
    "told",
    [
        {"floor": Ability.NO},
        {"movements": frozenset({Movement.LYING_BACK})},
        {"conditions": frozenset({Condition.PREGNANCY}), "props": frozenset({"chair"})},
    ],
)
def test_who_cannot_lie_down_or_should_not_sits_on_a_chair(told: dict[str, Any]) -> None:
    made = for_body(**told)
    assert positions(made) == {Position.CHAIR}
    assert made.moves


def test_who_would_rather_sit_sits_even_if_only_breathing_is_open_there() -> None:
    assert positions(for_body(Where.CHAIR)) == {Position.CHAIR}
    after = for_body(Where.CHAIR, conditions=frozenset({Condition.RECENT_SURGERY}))
    assert positions(after) == {Position.CHAIR}
    assert not after.moves


def test_where_only_quiet_poses_are_open_they_take_their_own_time() -> None:
    made = for_body(conditions=frozenset({Condition.RECENT_SURGERY}))
    assert made.steps
    assert not made.moves
    assert all(s.amounts is None for s in made.steps)


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_has_a_session(condition: Condition) -> None:
    assert len(for_body(conditions=frozenset({condition})).steps) >= 2


def test_where_lying_leaves_little_the_chair_comes_first_and_lying_can_be_chosen() -> None:
    """Nothing told of props: what needs a cushion to lie on is not open."""
    told: dict[str, Any] = {
        "conditions": frozenset({Condition.SPINAL_FUSION, Condition.NECK_SHOULDER}),
        "props": None,
    }
    lying, chair = for_body(Where.LYING, **told), for_body(Where.CHAIR, **told)
    assert day_seconds(lying.steps, POSES) < day_seconds(chair.steps, POSES)
    assert for_body(**told) == chair
    assert lying.moves


# -- its page ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_works_signed_out_and_makes_nobody_a_guest(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        page = client.get("/flare/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("Is it an emergency") < text.index("Start, lying down") < text.index("What helps today")
    assert 'href="/stop/"' in text
    assert "NICE guideline NG59" in text
    assert not User.objects.exists()


@pytest.mark.django_db
def test_one_tap_from_every_page(client_of: Client) -> None:
    for path in ("/", "/poses/", "/body/", "/about/", "/journal/add/"):
        assert '<a href="/flare/"' in client_of.get(path).content.decode(), path


@pytest.mark.django_db
def test_it_says_what_it_is_for_this_person(
    client_of: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        text = client_of.get("/flare/").content.decode()
    assert "Pelvic tilts" in text
    answer(person, floor=Ability.NO)
    text = client_of.get("/flare/").content.decode()
    assert "Start, lying down" not in text
    assert "Start, sitting on a chair" in text
    answer(person, floor=Ability.YES, conditions=(Condition.RECENT_SURGERY,))
    assert "Only what is quiet is open" in client_of.get("/flare/").content.decode()


@pytest.mark.django_db
def test_whoever_has_to_be_seen_today_is_offered_no_session(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["both_legs"])
    text = client_of.get("/flare/").content.decode()
    assert 'name="what"' not in text
    assert 'class="btn btn-stop" href="/stop/"' in text


@pytest.mark.django_db
def test_where_nothing_is_open_nothing_is_offered(client_of: Client, person: User) -> None:
    person.holds.create(kind=HoldKind.OUT, pose="belly-breathing", reason="It was sharp.")
    person.holds.create(kind=HoldKind.OUT, pose="body-scan", reason="It was sharp.")
    answer(person, conditions=(Condition.RECENT_SURGERY,))
    text = client_of.get("/flare/").content.decode()
    assert 'name="what"' not in text
    assert "nothing of it is open to you" in text
