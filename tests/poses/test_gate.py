"""The gate, alone: what is not known never counts as good, and the strictest reason wins."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.enums import (
    Ability,
    Basis,
    Condition,
    Feature,
    FlagLevel,
    HoldKind,
    Level,
    Movement,
    Position,
    Rung,
    Verdict,
)
from poses.content.loader import shipped
from poses.content.schema import Cell
from poses.library.catalogue import rung_facts
from poses.safety.facts import CALM_POSES, BodyFacts, Hold, RedFlags, RungFacts
from poses.safety.gate import gentle_next, judge
from poses.safety.red_flags import ASK_AGAIN_AFTER, flag_state

TODAY = date(2026, 3, 2)
CLEAR = RedFlags(ticked={}, answered_on=TODAY)
NOTHING = BodyFacts(conditions=frozenset())
RUNGS = [rung_facts(d, r) for d in shipped().poses.values() for r in d.rungs]
rungs = st.sampled_from(RUNGS)
bodies = st.builds(
    BodyFacts,
    conditions=st.none() | st.frozensets(st.sampled_from(Condition), max_size=4),
    movements=st.frozensets(st.sampled_from(Movement), max_size=3),
    floor=st.none() | st.sampled_from(Ability),
    kneel=st.none() | st.sampled_from(Ability),
    hands=st.none() | st.sampled_from(Ability),
    props=st.none() | st.frozensets(st.sampled_from(["chair", "blanket", "cushion", "block"])),
    holds=st.lists(
        st.builds(
            Hold,
            kind=st.sampled_from(HoldKind),
            reason=st.just("It was sharp."),
            pose=st.sampled_from(["glute-bridge", "hip-hinge"]) | st.none(),
            until=st.none() | st.dates(TODAY - timedelta(2), TODAY + timedelta(2)),
        ),
        max_size=2,
    ).map(tuple),
)


def facts(**more: Any) -> RungFacts:
    fine = {c: Cell(verdict=Verdict.FINE, basis=Basis.CONVENTION, source="gk") for c in Condition}
    base: dict[str, Any] = {
        "pose": "p", "rung": Rung.STANDARD, "position": Position.STANDING, "features": {}, "cells": fine,
    }  # fmt: skip
    return RungFacts(**{**base, **more})


def verdict(rung: RungFacts, body: BodyFacts = NOTHING, flags: RedFlags = CLEAR) -> Verdict:
    return judge(rung, body, flags, TODAY).verdict


@given(rungs, bodies)
def test_unanswered_is_avoid(rung: RungFacts, body: BodyFacts) -> None:
    assert judge(rung, body, RedFlags(), TODAY).verdict is Verdict.AVOID
    open_body = BodyFacts(conditions=None)
    assert judge(rung, open_body, CLEAR, TODAY).verdict is Verdict.AVOID


@given(rungs, bodies, st.sampled_from(Condition))
def test_one_more_condition_never_loosens(rung: RungFacts, body: BodyFacts, more: Condition) -> None:
    from dataclasses import replace

    order = [Verdict.FINE, Verdict.ADAPT, Verdict.AVOID]
    before = judge(rung, body, CLEAR, TODAY).verdict
    wider = replace(body, conditions=(body.conditions or frozenset()) | {more})
    if body.conditions is not None:
        assert order.index(judge(rung, wider, CLEAR, TODAY).verdict) >= order.index(before)


@given(rungs, bodies)
def test_every_verdict_has_a_sentence(rung: RungFacts, body: BodyFacts) -> None:
    ruling = judge(rung, body, CLEAR, TODAY)
    assert all(r.text.strip() and r.source in shipped().sources for r in ruling.reasons)
    assert bool(ruling.reasons) == (ruling.verdict is not Verdict.FINE)
    assert bool(ruling.hows) == (ruling.verdict is Verdict.ADAPT)


@given(rungs, bodies)
def test_urgent_opens_nothing_and_soon_only_the_quiet_ones(rung: RungFacts, body: BodyFacts) -> None:
    urgent = RedFlags(ticked={"bladder_bowel": FlagLevel.URGENT}, answered_on=TODAY)
    soon = RedFlags(ticked={"cancer": FlagLevel.SOON}, answered_on=TODAY)
    assert judge(rung, body, urgent, TODAY).verdict is Verdict.AVOID
    if judge(rung, body, soon, TODAY).allowed:
        assert rung.pose in CALM_POSES


def test_missing_cell_is_avoid() -> None:
    body = BodyFacts(conditions=frozenset({Condition.KNEE}))
    assert verdict(facts(), body) is Verdict.FINE
    assert verdict(facts(cells={}), body) is Verdict.AVOID


@pytest.mark.parametrize(
    ("props", "expected"),
    [(None, Verdict.AVOID), (frozenset(), Verdict.AVOID), (frozenset({"chair"}), Verdict.ADAPT)],
)
def test_an_adaptation_needs_its_prop(props: frozenset[str] | None, expected: Verdict) -> None:
    cell = Cell.model_validate(
        {
            "verdict": "adapt",
            "how": "Hold the chair.",
            "needs": ["chair"],
            "basis": "convention",
            "source": "gk",
        },
        strict=False,
    )
    body = BodyFacts(conditions=frozenset({Condition.BALANCE}), props=props)
    assert verdict(facts(cells={Condition.BALANCE: cell}), body) is expected


@pytest.mark.parametrize(
    ("rung", "body", "expected"),
    [
        (facts(position=Position.KNEELING), {"movements": frozenset({Movement.KNEELING})}, Verdict.AVOID),
        (facts(position=Position.HANDS_KNEES), {"kneel": Ability.NO}, Verdict.AVOID),
        (facts(position=Position.HANDS_KNEES), {"kneel": Ability.CARE}, Verdict.ADAPT),
        (facts(position=Position.LYING_BACK), {"floor": Ability.NO}, Verdict.AVOID),
        (facts(position=Position.LYING_SIDE), {"floor": Ability.CARE}, Verdict.ADAPT),
        (facts(position=Position.CHAIR), {"floor": Ability.NO}, Verdict.FINE),
        (facts(position=Position.CHAIR), {"movements": frozenset({Movement.SITTING})}, Verdict.ADAPT),
        (facts(features={Feature.WEIGHT_ON_HANDS: 1.0}), {"hands": Ability.NO}, Verdict.AVOID),
        (
            facts(features={Feature.LYING_BACK: 1.0}),
            {"movements": frozenset({Movement.LYING_BACK})},
            Verdict.AVOID,
        ),
        (
            facts(features={Feature.LUMBAR_FLEXION: 0.7}),
            {"movements": frozenset({Movement.BENDING})},
            Verdict.AVOID,
        ),
        (
            facts(features={Feature.LUMBAR_FLEXION: 0.3}),
            {"movements": frozenset({Movement.BENDING})},
            Verdict.FINE,
        ),
    ],
)
def test_what_hurts_and_what_one_cannot_do(rung: RungFacts, body: dict[str, Any], expected: Verdict) -> None:
    assert verdict(rung, BodyFacts(conditions=frozenset(), **body)) is expected


def test_no_floor_leaves_only_chair_and_standing() -> None:
    body = BodyFacts(conditions=frozenset(), floor=Ability.NO)
    open_levels = {r.position.level for r in RUNGS if judge(r, body, CLEAR, TODAY).allowed}
    assert open_levels == {Level.SEATED, Level.STANDING}


def test_holds() -> None:
    out = BodyFacts(conditions=frozenset(), holds=(Hold(HoldKind.OUT, "It was sharp.", "p", TODAY),))
    ease = BodyFacts(conditions=frozenset(), holds=(Hold(HoldKind.EASE, "It was sharp.", "p"),))
    assert verdict(facts(), out) is Verdict.AVOID
    assert verdict(facts(pose="q", really="p"), out) is Verdict.AVOID, "the same pose under another name"
    assert judge(facts(), out, CLEAR, TODAY + timedelta(1)).verdict is Verdict.FINE
    assert verdict(facts(), ease) is Verdict.AVOID
    assert verdict(facts(rung=Rung.EASIER), ease) is Verdict.FINE


def test_the_list_is_asked_again_after_four_weeks() -> None:
    flags = RedFlags(ticked={}, answered_on=TODAY)
    assert not flag_state(flags, TODAY + ASK_AGAIN_AFTER - timedelta(1)).due
    assert flag_state(flags, TODAY + ASK_AGAIN_AFTER).due


def test_soon_rests_for_four_weeks_after_a_check() -> None:
    flags = RedFlags({"cancer": FlagLevel.SOON}, TODAY, {"cancer": TODAY - timedelta(20)})
    assert flag_state(flags, TODAY).level is None
    assert flag_state(flags, TODAY + timedelta(8)).level is FlagLevel.SOON
    urgent = RedFlags({"both_legs": FlagLevel.URGENT}, TODAY, {"both_legs": TODAY})
    assert flag_state(urgent, TODAY).stops, "an urgent item is never checked away"


def test_gently_is_about_one_day() -> None:
    flags = RedFlags({"flare": FlagLevel.GENTLY}, TODAY)
    assert gentle_next(NOTHING, flags, TODAY)
    assert gentle_next(NOTHING, flags, TODAY + timedelta(1)) is None


def test_only_a_gentle_hold_that_counts_makes_a_gentle_day() -> None:
    gently = Hold(HoldKind.GENTLE, "sore", until=TODAY)
    others = (Hold(HoldKind.OUT, "sharp", "hip-hinge", TODAY), Hold(HoldKind.EASE, "sharp", "hip-hinge"))
    assert gentle_next(replace(NOTHING, holds=(*others, gently)), CLEAR, TODAY)
    assert gentle_next(replace(NOTHING, holds=others), CLEAR, TODAY) is None
    assert gentle_next(replace(NOTHING, holds=(gently,)), CLEAR, TODAY + timedelta(1)) is None
