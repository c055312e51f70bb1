"""Long property tests: many random people, bodies and histories. Run by make test-slow."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.enums import Condition, DayKind, Experience, Phase, Rung, Site, Verdict
from journal.sessions.five import five_minutes
from journal.sessions.replay import replay
from journal.sessions.script import Form, build_script
from poses.content.loader import shipped
from poses.library.catalogue import Catalogue
from poses.routines.assemble import Wishes, assemble
from poses.routines.edit import recheck
from poses.routines.starters import from_starter
from poses.safety.facts import BodyFacts, RedFlags, Ruling
from poses.safety.gate import judge
from tests.journal import test_replay
from tests.poses.test_assemble import assert_as_long_as_wished
from tests.poses.test_gate import bodies

pytestmark = pytest.mark.slow

TODAY = date(2026, 3, 2)
CLEAR = RedFlags(ticked={}, answered_on=TODAY)
CONTENT = shipped()
POSES = CONTENT.poses
FACTS = Catalogue(POSES).facts
long = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
wishes = st.builds(
    Wishes,
    minutes=st.integers(5, 30),
    weekdays=st.lists(st.integers(0, 6), unique=True, max_size=7).map(lambda d: tuple(sorted(d))),
    experience=st.sampled_from(Experience),
    props=st.none() | st.frozensets(st.sampled_from(sorted(CONTENT.props))),
    sites=st.frozensets(st.sampled_from(Site), max_size=3),
)


class Asked:
    """The real gate for one body."""

    def __init__(self, body: BodyFacts) -> None:
        self.body = body

    def __call__(self, slug: str, rung: Rung) -> Ruling:
        return judge(FACTS[slug, rung], self.body, CLEAR, TODAY)


@long
@given(bodies, wishes)
def test_no_assembled_week_holds_what_the_gate_refuses(body: BodyFacts, wished: Wishes) -> None:
    asked = Asked(body)
    made = assemble(POSES, asked, wished)
    plan = made.plan
    order = list(Phase)
    for day in plan.days:
        assert all(asked(s.pose, s.rung).allowed for s in day.steps)
        if day.kind is DayKind.PRACTICE:
            assert_as_long_as_wished(made, day, wished.minutes, POSES)
        phases = [order.index(POSES[s.pose].phase) for s in day.steps[:-1]]
        assert phases == sorted(phases)
    assert assemble(POSES, asked, wished).plan == plan, "the same wishes give the same week"


@long
@given(bodies, bodies, wishes)
def test_a_body_that_changes_leaves_nothing_refused(
    before: BodyFacts, after: BodyFacts, wished: Wishes
) -> None:
    plan = assemble(POSES, Asked(before), wished).plan
    asked = Asked(after)
    checked, _ = recheck(plan, asked, POSES)
    assert all(asked(s.pose, s.rung).allowed for s in checked.steps)
    assert recheck(checked, asked, POSES) == (checked, ())


@long
@given(bodies, st.sampled_from(Form), st.sampled_from(sorted(CONTENT.starters)))
def test_no_script_holds_what_the_gate_refuses(body: BodyFacts, form: Form, starter: str) -> None:
    """Neither in a step nor in the easier form or the rest that "too much" leads to, whatever the plan says."""
    asked = Asked(body)
    fine = Ruling(Verdict.FINE)
    anything = from_starter(CONTENT.starters[starter], POSES, lambda *_: fine, Wishes(weekdays=(0,))).plan
    steps = five_minutes(POSES, asked) if form is Form.FIVE else anything.day(0).steps
    script = build_script(steps, POSES, asked, form, "Title", "rules").script
    for step in script["steps"]:
        for part in (step, step["easier"], step["rest"]):
            if part and part["pose"]:
                assert asked(part["pose"], Rung(part["rung"])).allowed


@pytest.mark.parametrize("first", list(Condition))
def test_every_pair_of_conditions_can_practise_something(first: Condition) -> None:
    """Breathing or the scan stay open to every pair of conditions, with the props of an ordinary home."""
    props = frozenset({"chair", "cushion", "blanket", "towel", "bolster"})
    for second in Condition:
        asked = Asked(BodyFacts(conditions=frozenset({first, second}), props=props))
        found = [
            (doc.slug, r.rung)
            for doc in (POSES["belly-breathing"], POSES["body-scan"])
            for r in doc.rungs
            if asked(doc.slug, r.rung).allowed
        ]
        assert found, f"{first} and {second}"


@settings(parent=long, max_examples=4000)
@given(test_replay.scripts, test_replay.histories, st.integers())
def test_replay_hears_no_order_and_no_repetition(
    script: dict[str, Any], events: list[dict[str, Any]], seed: int
) -> None:
    shuffled = events * 2
    random.Random(seed).shuffle(shuffled)
    assert replay(script, shuffled) == replay(script, events)
