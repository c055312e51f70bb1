"""What an assembled week promises, for any gate and any wishes."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hipapp.core.enums import (
    ROUTINE_PHASES,
    Ability,
    DayKind,
    Experience,
    Job,
    Phase,
    Position,
    Rung,
    Site,
)
from poses.content.loader import rung_of, shipped
from poses.content.schema import PoseDoc, StarterDoc, StarterStep, Timed
from poses.routines import words
from poses.routines.assemble import (
    SHORT_LEAST_S,
    SHORT_MOST_S,
    TOLERANCE_S,
    Assembly,
    Wishes,
    assemble,
    rest_weekday,
    two_minutes,
)
from poses.routines.choose import Gate, is_calm, props_missing
from poses.routines.plan import Day, Plan, Step, day_seconds, place_changes, step_seconds
from poses.routines.starters import from_starter
from poses.routines.text import as_text
from poses.safety.facts import ASSUMED_PROPS, BodyFacts, RedFlags, Ruling, RungFacts
from poses.safety.gate import judge
from tests.poses.build import KEYS, POSES, all_fine, gate, pose, refusal, whole

LONG = pose("long", Job.FINISH, Phase.FINISH, hold=(200, 180, 300))
PROPS = ("block", "bolster", "strap", "cushion", "chair")


@st.composite
def gates(draw: st.DrawFn) -> Gate:
    """Any gate, from one that lets everything in to one that refuses nearly all."""
    some = st.frozensets(st.sampled_from(KEYS), max_size=40)
    drawn, adapt = draw(some), draw(some)
    return gate(drawn if draw(st.booleans()) else frozenset(KEYS) - drawn, adapt)


wishes_of_anybody = st.builds(
    Wishes,
    minutes=st.integers(5, 30),
    weekdays=st.frozensets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    experience=st.sampled_from(Experience),
    props=st.none() | st.frozensets(st.sampled_from(PROPS)),
    sites=st.frozensets(st.sampled_from(Site), max_size=3),
)


def assert_as_long_as_wished(made: Assembly, day: Day, minutes: int, poses: Mapping[str, PoseDoc]) -> None:
    """Within a minute, or shorter with a reason; never longer."""
    over = day_seconds(day.steps, poses) - minutes * 60
    assert over <= TOLERANCE_S
    assert over >= -TOLERANCE_S or any(c.startswith("Shorter than the ") for c in made.conflicts)


def practice(plan: Plan) -> list[Day]:
    return [d for d in plan.days if d.kind is DayKind.PRACTICE]


def assert_in_order(day: Day, poses: dict[str, PoseDoc]) -> None:
    """Phases in the order of the sources; only breath or scan may stand in for a finish."""
    phases = [poses[s.pose].phase for s in day.steps]
    if Phase.FINISH not in phases and len(day.steps) > 1 and is_calm(poses[day.steps[-1].pose]):
        phases = phases[:-1]
    order = [ROUTINE_PHASES.index(p) for p in phases]
    assert order == sorted(order)


@settings(max_examples=40, deadline=None)
@given(ruling=gates(), wishes=wishes_of_anybody)
def test_any_week_keeps_its_promises(ruling: Gate, wishes: Wishes) -> None:
    made = assemble(POSES, ruling, wishes)
    plan = made.plan
    assert made == assemble(POSES, ruling, wishes)
    assert [d.weekday for d in plan.days] == list(range(7))
    assert len({s.id for s in plan.steps}) == len(plan.steps)
    for step in plan.steps:
        assert ruling(step.pose, step.rung).allowed
        assert step.rung is not Rung.HARDER
        assert POSES[step.pose].phase in ROUTINE_PHASES
        assert step.why.startswith(POSES[step.pose].why)
        missing = set(POSES[step.pose].rungs[0].props) - {"wall"} - (wishes.props or frozenset())
        assert wishes.props is None or not missing
    for day in plan.days:
        assert len({s.pose for s in day.steps}) == len(day.steps)
        assert_in_order(day, POSES)
        assert bool(day.steps) is (day.kind is not DayKind.REST)
        assert (day.kind is DayKind.PRACTICE) <= (day.weekday in wishes.weekdays)
        seconds = day_seconds(day.steps, POSES)
        if day.kind is DayKind.PRACTICE:
            assert_as_long_as_wished(made, day, wishes.minutes, POSES)
            assert len(day.steps) <= most_poses(wishes.minutes)
        else:
            assert seconds <= SHORT_MOST_S
    assert Plan.from_json(plan.to_json()) == plan


def most_poses(minutes: int) -> int:
    """One for each part and, from ten minutes on, a second opener; on a longer day one for every two minutes."""
    return max(5 if minutes < 10 else 6, minutes // 2)


@pytest.mark.parametrize("experience", Experience)
@pytest.mark.parametrize("minutes", [8, 10, 12, 15, 20, 25, 30])
def test_a_day_is_filled_but_not_overfilled(minutes: int, experience: Experience) -> None:
    plan = assemble(POSES, all_fine, Wishes(minutes, experience=experience)).plan
    for day in practice(plan):
        assert minutes * 60 - TOLERANCE_S <= day_seconds(day.steps, POSES) <= minutes * 60
        assert 3 <= len(day.steps) <= most_poses(minutes)
    for day in plan.days:
        if day.kind is DayKind.SHORT:
            assert SHORT_LEAST_S <= day_seconds(day.steps, POSES) <= SHORT_MOST_S
            assert [POSES[s.pose].phase for s in day.steps] == [Phase.ARRIVE, Phase.WARM_UP]


def test_by_default_three_days_the_others_short_and_one_rest() -> None:
    made = assemble(POSES, all_fine, Wishes())
    kinds = [d.kind for d in made.plan.days]
    p, s, r = DayKind.PRACTICE, DayKind.SHORT, DayKind.REST
    assert kinds == [p, s, p, s, p, r, s]
    assert made.notes == (words.begins_easy(),), "nothing else was changed, so nothing else is told"
    assert made.conflicts == ()
    assert assemble(POSES, all_fine, Wishes(experience=Experience.REGULAR)).notes == ()


@pytest.mark.parametrize(
    ("days", "rest"),
    [((0, 2, 4), 5), ((0, 1, 3), 2), ((4, 5, 6), 0), ((6, 0, 3), 1), ((), 6), (range(7), None), ((2,), 3)],
)
def test_rest_follows_the_longest_run(days: tuple[int, ...], rest: int | None) -> None:
    assert rest_weekday(days) == rest


def test_every_day_wished_leaves_no_rest_and_says_so() -> None:
    made = assemble(POSES, all_fine, Wishes(weekdays=tuple(range(7))))
    assert {d.kind for d in made.plan.days} == {DayKind.PRACTICE}
    assert words.no_rest_day() in made.conflicts


def test_somebody_new_begins_with_the_easier_rungs() -> None:
    new = assemble(POSES, all_fine, Wishes(experience=Experience.NEW)).plan
    some = assemble(POSES, all_fine, Wishes(experience=Experience.SOME)).plan
    assert {s.rung for s in new.steps} == {Rung.EASIER}
    assert {s.rung for s in some.steps} == {Rung.STANDARD}


def test_the_harder_rung_never_enters_by_itself() -> None:
    only_harder = gate({k for k in KEYS if k[1] is not Rung.HARDER})
    made = assemble(POSES, only_harder, Wishes())
    assert not made.plan.steps
    assert made.conflicts == (words.nothing_open(),)
    assert {d.kind for d in made.plan.days} == {DayKind.REST}


def test_another_rung_is_taken_and_noted_where_the_first_is_refused() -> None:
    made = assemble(POSES, gate({("bridge", Rung.EASIER)}), Wishes())
    assert ("bridge", Rung.STANDARD) in {(s.pose, s.rung) for s in made.plan.steps}
    assert "Bridge comes in another form, “Middle”. You said that kneeling hurts." in made.notes


def test_what_is_fine_comes_before_what_needs_adapting() -> None:
    poses = {p: POSES[p] for p in ("scan", "tilts", "lunge", "hero", "bridge", "twist")}
    made = assemble(poses, gate(adapt=whole("lunge")), Wishes(weekdays=(0,)))
    assert "hero" in {s.pose for s in practice(made.plan)[0].steps}


def test_notes_name_each_rule_once_with_what_it_cost() -> None:
    made = assemble(POSES, gate(whole("lunge", "hero")), Wishes())
    assert "Left out: Lunge; Hero. You said that kneeling hurts." in made.notes


def test_what_needs_a_prop_that_is_missing_is_left_out_and_noted() -> None:
    made = assemble(POSES, all_fine, Wishes(props=frozenset({"cushion"})))
    assert not {"lunge", "hero", "strap"} & {s.pose for s in made.plan.steps}
    assert "Left out: Lunge. Not at hand: a block." in made.notes
    assert not made.conflicts
    bare = assemble(POSES, gate(whole("rest")), Wishes(props=frozenset()))
    assert words.nothing_for_props(Phase.FINISH, ("cushion",), "Twist") in bare.conflicts


def test_a_refusal_for_want_of_a_prop_names_the_prop() -> None:
    made = assemble(POSES, gate(whole("lunge"), answer=refusal("Fold it.", ("blanket",))), Wishes())
    assert "Left out: Lunge. For you this works only with a blanket at hand." in made.notes


def test_five_minutes_are_too_few_and_what_to_drop_is_said() -> None:
    made = assemble(POSES, all_fine, Wishes(5, experience=Experience.SOME))
    phases = [{POSES[s.pose].phase for s in d.steps} for d in practice(made.plan)]
    assert [Phase.STRENGTHEN in p for p in phases] == [False, True, False]
    assert [Phase.OPEN in p for p in phases] == [True, False, True]
    assert made.conflicts == (words.too_few_minutes(5, 10, True, no_arriving=True),)


def test_long_poses_leave_parts_out_rather_than_time_over() -> None:
    long = {
        p: POSES[p].model_copy(update={"rungs": LONG.rungs})
        for p in ("scan", "tilts", "hero", "bridge", "twist")
    }
    made = assemble(long, all_fine, Wishes(10, weekdays=(0,)))
    assert len(practice(made.plan)[0].steps) == 3
    assert day_seconds(practice(made.plan)[0].steps, long) <= 600 + TOLERANCE_S
    assert made.conflicts[0].startswith(
        "10 minutes are too few for all five parts, so some parts are left out."
    )


def test_a_guided_pose_keeps_its_own_time() -> None:
    line = Timed(seconds=30, say="Notice your feet.")
    guided = tuple(r.model_copy(update={"timeline": (line,)}) for r in POSES["scan"].rungs)
    poses = {**POSES, "scan": POSES["scan"].model_copy(update={"rungs": guided})}
    made = assemble(poses, all_fine, Wishes(30, experience=Experience.REGULAR))
    assert {s.amounts for s in made.plan.steps if s.pose == "scan"} == {None}


def test_a_part_for_which_nothing_is_safe_is_named() -> None:
    made = assemble(POSES, gate(whole("bridge", "leg-lift", "hinge")), Wishes(10))
    assert made.conflicts == (
        "Nothing for strengthening is safe with your answers, so your days go without.",
    )
    for day in practice(made.plan):
        assert len(day.steps) >= 5, "another opener takes the free place"


def test_a_named_place_that_nothing_safe_reaches_is_named() -> None:
    refused = gate(whole("lunge", "chair-lunge"))
    made = assemble(POSES, refused, Wishes(sites=frozenset({Site.FRONT_HIP_LEFT})))
    assert words.nothing_at(Site.FRONT_HIP_LEFT) in made.conflicts


def test_a_named_place_has_more_turns_and_is_mentioned() -> None:
    days = (0, 2, 4)

    def turns(sites: frozenset[Site]) -> int:
        made = assemble(POSES, all_fine, Wishes(8, weekdays=days, sites=sites))
        assert all(
            "You named your left buttock." in s.why for s in made.plan.steps if sites and s.pose == four
        )
        return sum(s.pose == four for s in made.plan.steps)

    four = "figure-four"
    assert turns(frozenset({Site.BUTTOCK_LEFT})) > turns(frozenset())


def test_openers_go_round_the_hip() -> None:
    plan = assemble(POSES, all_fine, Wishes(10, weekdays=(0, 1, 2, 3))).plan
    jobs = [POSES[s.pose].job for s in plan.steps if POSES[s.pose].phase is Phase.OPEN]
    assert set(jobs[:3]) == {Job.HIP_FLEXOR, Job.ADDUCTOR, Job.HIP_ROTATOR}
    assert Job.HAMSTRING in jobs
    assert max(Counter(jobs).values()) == 2
    assert "hinge" in {s.pose for s in plan.steps}


def test_a_day_ends_with_a_supported_twist_or_else_with_rest() -> None:
    def ends(ruling: Gate) -> set[str]:
        return {d.steps[-1].pose for d in practice(assemble(POSES, ruling, Wishes()).plan)}

    assert ends(all_fine) == {"twist"}
    assert ends(gate(whole("twist"))) == {"rest"}
    without = gate(whole("twist", "rest"))
    assert ends(without) == {"breath"}
    assert words.ends_with("Breath") in assemble(POSES, without, Wishes()).notes


def test_a_day_changes_place_seldom() -> None:
    plan = assemble(POSES, all_fine, Wishes(15)).plan
    assert all(place_changes(d.steps, POSES) <= 2 for d in plan.days)


def test_where_a_day_is_done_is_told_in_turn() -> None:
    assert words.in_turn([]) == ""
    assert words.in_turn(["on a chair", "on the floor"]) == "on a chair, then on the floor"
    assert words.in_turn(["kneeling", "standing"] * 3) == "by turns kneeling and standing"


def test_one_movement_under_two_names_stands_in_a_day_once() -> None:
    twin = pose("twin", Job.HIP_FLEXOR, Phase.OPEN, same_as={Rung.EASIER: ("chair-lunge", Rung.EASIER)})
    made = assemble({**POSES, "twin": twin}, all_fine, Wishes(30, weekdays=tuple(range(7))))
    assert "twin" not in {s.pose for s in made.plan.steps}


def test_when_only_breath_and_scan_are_open_the_week_is_made_of_them() -> None:
    made = assemble(POSES, gate(set(KEYS) - whole("scan", "breath")), Wishes(15))
    assert {s.pose for s in made.plan.steps} == {"scan", "breath"}
    assert len(practice(made.plan)) == 3
    assert any(c.endswith(f"because {words.all_that_is_open()}.") for c in made.conflicts)


def test_no_cushion_keeps_nobody_from_breathing() -> None:
    soft = pose("soft", Job.SETTLE, Phase.ARRIVE, regions=POSES["scan"].regions, props=("cushion", "blanket"))
    made = assemble({"soft": soft}, all_fine, Wishes(props=frozenset()))
    assert {s.pose for s in made.plan.steps} == {"soft"}


@pytest.mark.parametrize("wrong", [{"minutes": 4}, {"minutes": 31}, {"weekdays": (7,)}])
def test_wishes_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"between|weekdays"):
        Wishes(**wrong)  # type: ignore[arg-type]


def test_a_two_minute_day_of_its_own() -> None:
    day = two_minutes(POSES, all_fine, 3)
    assert day is not None
    assert day.kind is DayKind.SHORT
    assert two_minutes(POSES, gate(KEYS), 3) is None


# -- starters and text -------------------------------------------------------------------------------


def starter(*steps: tuple[str, Rung]) -> StarterDoc:
    return StarterDoc(
        slug="soft",
        name="Soft",
        summary="Soft things.",
        seed="001",
        steps=tuple(StarterStep(pose=p, rung=r, why="It fits here.") for p, r in steps),
    )


SOFT = starter(("tilts", Rung.STANDARD), ("lunge", Rung.STANDARD), ("bridge", Rung.STANDARD))


def test_a_starter_stands_on_the_wished_days_as_it_is() -> None:
    made = from_starter(SOFT, POSES, all_fine, Wishes(weekdays=(1, 3), anchor="after tea"))
    for day in practice(made.plan):
        assert [s.pose for s in day.steps] == ["tilts", "lunge", "bridge"]
    assert [d.weekday for d in practice(made.plan)] == [1, 3]
    assert [d.weekday for d in made.plan.days if d.kind is DayKind.REST] == [4]
    assert made.plan.anchor == "after tea"
    assert all(s.why for s in made.plan.steps)


def test_a_starter_passes_the_gate() -> None:
    ruling = gate({("tilts", Rung.STANDARD), *whole("lunge")})
    tuesday = Wishes(weekdays=(1,))
    made = from_starter(SOFT, POSES, ruling, tuesday)
    assert [(s.pose, s.rung) for s in made.plan.days[1].steps] == [
        ("tilts", Rung.EASIER),
        ("hero", Rung.STANDARD),
        ("bridge", Rung.STANDARD),
    ]
    assert made.notes == (
        "Tilts is now “Small”. You said that kneeling hurts.",
        "“Hero” stands in for “Lunge”, which is left out. You said that kneeling hurts.",
    )
    nothing = gate(whole("lunge", "chair-lunge", "hero"))
    empty = from_starter(starter(("lunge", Rung.EASIER), ("gone", Rung.EASIER)), POSES, nothing, tuesday)
    assert empty.plan.days[1].kind is DayKind.REST
    assert empty.conflicts == (words.starter_empty("Soft"),)
    assert "“gone” is taken out, because it is no longer in the library." in empty.notes


def test_a_starter_goes_round_a_prop_that_is_missing_and_says_so() -> None:
    made = from_starter(SOFT, POSES, all_fine, Wishes(weekdays=(1,), props=frozenset({"chair"})))
    assert "lunge" not in {s.pose for s in made.plan.steps}
    assert made.notes == ("“Chair lunge” stands in for “Lunge”, which is left out. Not at hand: a block.",)


@settings(max_examples=30, deadline=None)
@given(ruling=gates(), days=st.frozensets(st.integers(0, 6), min_size=1))
def test_no_starter_brings_in_what_is_not_allowed(ruling: Gate, days: frozenset[int]) -> None:
    for doc in (SOFT, starter(*((p, Rung.HARDER) for p in POSES if POSES[p].phase in ROUTINE_PHASES))):
        plan = from_starter(doc, POSES, ruling, Wishes(weekdays=tuple(days), props=frozenset())).plan
        assert all(ruling(s.pose, s.rung).allowed for s in plan.steps)
        rungs = ((POSES[s.pose], rung_of(POSES[s.pose], s.rung)) for s in plan.steps)
        assert not any(props_missing(doc, rung, frozenset()) for doc, rung in rungs if rung)
        assert len({s.id for s in plan.steps}) == len(plan.steps)


def test_the_text_tells_the_week_and_nothing_of_the_body() -> None:
    wishes = Wishes(sites=frozenset({Site.LOW_BACK_LEFT}), anchor="after brushing my teeth")
    text = as_text(assemble(POSES, all_fine, wishes).plan, POSES)
    assert "When: after brushing my teeth" in text
    assert "Saturday: rest" in text
    assert "Tuesday: two-minute day" in text
    assert "1. Scan (Small): " in text
    assert "You named" not in text


# -- the real poses ----------------------------------------------------------------------------------


def real(body: BodyFacts, wishes: Wishes) -> Assembly:
    poses, today = shipped().poses, date(2026, 11, 21)

    def ruling(slug: str, level: Rung) -> Ruling:
        doc, rung = poses[slug], rung_of(poses[slug], level)
        assert rung is not None
        assert rung.position is not None
        really = rung.same_as.pose if rung.same_as else None
        facts = RungFacts(slug, level, rung.position, rung.features, rung.cells, is_calm(doc), really)
        return judge(facts, body, RedFlags(ticked={}, answered_on=today), today)

    return assemble(poses, ruling, wishes)


def test_a_desk_workers_week_of_real_poses() -> None:
    poses = shipped().poses
    made = real(BodyFacts(conditions=frozenset()), Wishes(15))
    openers = Counter(poses[s.pose].job for s in made.plan.steps if poses[s.pose].phase is Phase.OPEN)
    assert openers[Job.HIP_FLEXOR] >= 1
    assert len(openers) >= 2
    assert not made.conflicts
    for day in practice(made.plan):
        assert_in_order(day, dict(poses))
        assert {poses[s.pose].phase for s in day.steps} == set(ROUTINE_PHASES)
        assert 900 - TOLERANCE_S <= day_seconds(day.steps, poses) <= 900
        assert poses[day.steps[-1].pose].job is Job.TWIST
        assert place_changes(day.steps, poses) <= 2


def test_a_practice_is_not_mostly_breath_and_rest() -> None:
    """Calm poses are stretched first, so twelve minutes once had four of breath and one opener of 45 seconds."""
    poses = shipped().poses
    made = real(BodyFacts(conditions=frozenset()), Wishes(12, props=ASSUMED_PROPS))
    days = practice(made.plan)
    assert sum(len(day.steps) == 6 for day in days) >= 2
    calm = [
        sum(_seconds(s, poses) for s in d.steps if poses[s.pose].phase in (Phase.ARRIVE, Phase.FINISH))
        for d in days
    ]
    assert sum(calm) < 0.58 * sum(day_seconds(d.steps, poses) for d in days)
    assert all(place_changes(d.steps, poses) <= 2 for d in days)


def _seconds(step: Step, poses: Mapping[str, PoseDoc]) -> int:
    rung = rung_of(poses[step.pose], step.rung)
    assert rung is not None
    return step_seconds(rung, step)


def test_a_week_of_real_poses_without_the_floor() -> None:
    poses = shipped().poses
    props = frozenset({"chair"})
    body = BodyFacts(conditions=frozenset(), floor=Ability.NO, props=props)
    made = real(body, Wishes(15, props=props))
    assert len(practice(made.plan)) == 3
    for day in made.plan.days:
        for step in day.steps:
            rung = rung_of(poses[step.pose], step.rung)
            assert rung is not None
            assert rung.position in {Position.CHAIR, Position.STANDING}
        if day.kind is DayKind.PRACTICE:
            assert_as_long_as_wished(made, day, 15, poses)
            assert {Phase.WARM_UP, Phase.OPEN, Phase.STRENGTHEN} <= {poses[s.pose].phase for s in day.steps}
    assert any("down to the floor" in note for note in made.notes)
