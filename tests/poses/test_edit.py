"""Changes to a plan: what each does, what it refuses, and what none of them breaks."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hipapp.core.enums import DayKind, Job, Phase, Rung, Side
from poses.content.schema import PoseDoc
from poses.routines import edit, edit_words, words
from poses.routines.assemble import Wishes, assemble
from poses.routines.choose import Gate
from poses.routines.edit import MOST_STEPS, EditError, SwapOption
from poses.routines.plan import Day, Plan, Step, day_seconds, dose_kept, step_seconds
from tests.poses.build import KEYS, POSES, Key, all_fine, gate, pose, refusal, whole

MON, TUE, SAT = 0, 1, 5
NO = "You said that kneeling hurts."

keys = st.frozensets(st.sampled_from(KEYS), max_size=45)


def week(ruling: Gate = all_fine) -> Plan:
    return assemble(POSES, ruling, Wishes(15)).plan


def plan_of(*steps: Step, kind: DayKind = DayKind.PRACTICE) -> Plan:
    """A plan with these steps on Monday and nothing on the other days."""
    return Plan((Day(MON, kind, steps), *(Day(d, DayKind.REST) for d in range(1, 7))))


def poses_on(plan: Plan, weekday: int) -> list[str]:
    return [s.pose for s in plan.day(weekday).steps]


def ids(plan: Plan) -> list[str]:
    return [s.id for s in plan.steps]


def assert_sound(plan: Plan, ruling: Gate) -> None:
    assert [d.weekday for d in plan.days] == list(range(7))
    assert len(set(ids(plan))) == len(plan.steps)
    assert all(ruling(s.pose, s.rung).allowed for s in plan.steps)
    assert all(not d.steps for d in plan.days if d.kind is DayKind.REST)
    assert all(len(d.steps) <= MOST_STEPS for d in plan.days)
    assert all(day_seconds(d.steps, POSES) >= 0 for d in plan.days)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


# -- any sequence of changes -------------------------------------------------------------------------

Change = Callable[[Plan, Gate], Plan]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change with any arguments, sensible or not."""
    weekday, other = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    slug, rung = draw(st.sampled_from((*KEYS, ("gone", Rung.EASIER))))
    number, place = draw(st.integers(0, 30)), draw(st.none() | st.integers(-3, 30))
    side, amount = draw(st.sampled_from(Side)), draw(st.integers(0, 200))

    def one(plan: Plan) -> str:
        return ids(plan)[number % len(plan.steps)] if plan.steps else "gone"

    every: list[Change] = [
        lambda p, g: edit.add(p, g, POSES, pose=slug, rung=rung, weekday=weekday, index=place),
        lambda p, g: edit.remove(p, one(p)),
        lambda p, g: edit.swap(p, g, POSES, step_id=one(p), pose=slug),
        lambda p, g: edit.swap_everywhere(p, g, POSES, step_id=one(p), pose=slug),
        lambda p, g: edit.set_rung(p, g, POSES, step_id=one(p), rung=rung),
        lambda p, g: edit.set_amounts(p, POSES, step_id=one(p), amounts=(amount,)),
        lambda p, g: edit.set_side(p, POSES, step_id=one(p), side=side),
        lambda p, g: edit.move(p, one(p), number - 15),
        lambda p, g: edit.move_to_day(p, one(p), weekday, place),
        lambda p, g: edit.make_rest_day(p, weekday),
        lambda p, g: edit.make_practice_day(p, weekday),
        lambda p, g: edit.make_short_day(p, g, POSES, weekday),
        lambda p, g: edit.copy_day(p, g, POSES, source=weekday, target=other),
    ]
    return draw(st.sampled_from(every))


@settings(max_examples=60, deadline=None)
@given(avoid=keys, todo=st.lists(changes(), max_size=25))
def test_no_sequence_of_changes_breaks_a_plan(avoid: frozenset[Key], todo: list[Change]) -> None:
    ruling = gate(avoid)
    plan = week(ruling)
    for change in todo:
        before = plan.to_json()
        try:
            after = change(plan, ruling)
        except EditError:
            after = plan
        assert plan.to_json() == before
        plan = after
        assert_sound(plan, ruling)


@settings(max_examples=35, deadline=None)
@given(avoid=keys, most=st.booleans())
def test_recheck_leaves_nothing_that_is_not_allowed(avoid: frozenset[Key], most: bool) -> None:
    ruling = gate(frozenset(KEYS) - avoid if most else avoid)
    before = week()
    plan, said = edit.recheck(before, ruling, POSES)
    assert_sound(plan, ruling)
    assert (plan == before) is (said == ())
    assert edit.recheck(plan, ruling, POSES) == (plan, ())
    assert set(ids(plan)) <= set(ids(before))
    for day in plan.days:
        old = {s.id: s for s in before.day(day.weekday).steps}
        for step in day.steps:
            assert POSES[step.pose].job is POSES[old[step.id].pose].job
            assert step.pose != old[step.id].pose or step.rung <= old[step.id].rung


@settings(max_examples=30, deadline=None)
@given(avoid=keys)
def test_every_swap_that_is_offered_works(avoid: frozenset[Key]) -> None:
    ruling = gate(avoid)
    plan = week(ruling)
    for step in plan.steps[:5]:
        for option in edit.swap_options(plan, ruling, POSES, step.id):
            swapped = edit.swap(plan, ruling, POSES, step_id=step.id, pose=option.pose, rung=option.rung)
            assert edit.swap(plan, ruling, POSES, step_id=step.id, pose=option.pose) == swapped
            assert POSES[option.pose].job is POSES[step.pose].job
            assert_sound(swapped, ruling)


# -- each change -------------------------------------------------------------------------------------


def test_add_puts_a_pose_in_with_an_id_of_its_own() -> None:
    plan = edit.add(week(), all_fine, POSES, pose="hero", rung=Rung.STANDARD, weekday=MON, index=1)
    step = plan.day(MON).steps[1]
    assert (step.pose, step.rung) == ("hero", Rung.STANDARD)
    assert step.why.endswith("You added it yourself.")
    assert ids(plan).count(step.id) == 1


def test_add_to_a_rest_day_makes_it_a_practice_day() -> None:
    plan = edit.add(week(), all_fine, POSES, pose="hero", rung=Rung.EASIER, weekday=SAT)
    assert plan.day(SAT).kind is DayKind.PRACTICE


@pytest.mark.parametrize(
    ("slug", "rung", "message"),
    [
        ("hero", Rung.STANDARD, NO),
        ("gone", Rung.STANDARD, edit_words.NO_SUCH_POSE),
        ("sit-test", Rung.STANDARD, edit_words.NO_TESTS),
        ("flat", Rung.HARDER, words.no_such_rung("Flat")),
    ],
)
def test_add_refuses_in_plain_words(slug: str, rung: Rung, message: str) -> None:
    poses = {**POSES, "flat": pose("flat", Job.FINISH, Phase.FINISH, rungs=(Rung.STANDARD,))}
    with pytest.raises(EditError) as error:
        edit.add(week(), gate(whole("hero")), poses, pose=slug, rung=rung, weekday=MON)
    assert str(error.value) == message


def test_a_day_has_its_limit() -> None:
    plan = plan_of(*(Step(f"mon-{n}", "tilts", Rung.EASIER) for n in range(MOST_STEPS)))
    plan = edit.add(plan, all_fine, POSES, pose="tilts", rung=Rung.EASIER, weekday=TUE)
    with pytest.raises(EditError, match="Monday already has 20 steps"):
        edit.add(plan, all_fine, POSES, pose="tilts", rung=Rung.EASIER, weekday=MON)
    with pytest.raises(EditError, match="Monday already has 20 steps"):
        edit.move_to_day(plan, "tue-1", MON)


def test_swap_keeps_the_id_and_the_job() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.EASIER, (20,), Side.LEFT))
    after = edit.swap(plan, all_fine, POSES, step_id="mon-1", pose="hero")
    step = after.steps[0]
    assert (step.id, step.pose, step.rung, step.amounts, step.side) == (
        "mon-1",
        "hero",
        Rung.EASIER,
        None,
        Side.BOTH,
    )
    assert step.why.endswith("You chose it in place of Lunge.")
    with pytest.raises(EditError, match="another job"):
        edit.swap(plan, all_fine, POSES, step_id="mon-1", pose="bridge")
    with pytest.raises(EditError, match=NO):
        edit.swap(plan, gate(whole("hero")), POSES, step_id="mon-1", pose="hero")


def test_a_swap_on_every_day_leaves_out_days_that_have_the_other_pose_already() -> None:
    def lunge(day: str) -> Step:
        return Step(f"{day}-1", "lunge", Rung.EASIER)

    days = {MON: (lunge("mon"),), 2: (lunge("wed"), Step("wed-2", "hero", Rung.EASIER)), SAT: (lunge("sat"),)}
    plan = Plan(tuple(Day(d, DayKind.PRACTICE, days.get(d, ())) for d in range(7)))
    after = edit.swap_everywhere(plan, all_fine, POSES, step_id="mon-1", pose="hero")
    assert [poses_on(after, d) for d in (MON, 2, SAT)] == [["hero"], ["lunge", "hero"], ["hero"]]


def test_swap_options_are_of_the_same_job_the_likest_first() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.STANDARD), Step("mon-2", "chair-lunge", Rung.EASIER))
    found = edit.swap_options(plan, gate({("hero", Rung.STANDARD)}), POSES, "mon-1")
    assert [(o.pose, o.rung) for o in found] == [
        ("hero", Rung.EASIER),
        ("chair-lunge", Rung.STANDARD),
    ]
    assert isinstance(found[0], SwapOption)
    assert edit.swap_options(plan, gate(KEYS), POSES, "mon-1") == ()
    resets = {o.pose for o in edit.swap_options(week(), all_fine, POSES, week().day(MON).steps[0].id)}
    assert "stand-reset" not in resets


def test_set_rung_takes_that_rungs_own_dose() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.EASIER, (20,), Side.LEFT))
    step = edit.set_rung(plan, all_fine, POSES, step_id="mon-1", rung=Rung.HARDER).steps[0]
    assert (step.rung, step.amounts, step.side) == (Rung.HARDER, None, Side.LEFT)
    with pytest.raises(EditError, match=NO):
        edit.set_rung(plan, gate({("lunge", Rung.HARDER)}), POSES, step_id="mon-1", rung=Rung.HARDER)


def test_set_amounts_stays_within_bounds() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.EASIER))
    assert edit.set_amounts(plan, POSES, step_id="mon-1", amounts=(45,)).steps[0].amounts == (45,)
    assert edit.set_amounts(plan, POSES, step_id="mon-1", amounts=(30,)).steps[0].amounts is None
    with pytest.raises(EditError, match=r"Choose between 15 and 60 seconds\."):
        edit.set_amounts(plan, POSES, step_id="mon-1", amounts=(61,))
    with pytest.raises(EditError, match=r"Say one number\."):
        edit.set_amounts(plan, POSES, step_id="mon-1", amounts=(20, 20))


def test_a_side_is_chosen_only_where_there_are_two() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.EASIER), Step("mon-2", "tilts", Rung.EASIER))
    assert edit.set_side(plan, POSES, step_id="mon-1", side=Side.RIGHT).steps[0].side is Side.RIGHT
    with pytest.raises(EditError, match="both sides"):
        edit.set_side(plan, POSES, step_id="mon-2", side=Side.RIGHT)


def test_move_within_a_day_and_between_days() -> None:
    plan = plan_of(*(Step(f"mon-{n}", "tilts", Rung.EASIER) for n in (1, 2, 3)))
    assert ids(edit.move(plan, "mon-3", -1)) == ["mon-1", "mon-3", "mon-2"]
    assert ids(edit.move(plan, "mon-1", -1)) == ["mon-1", "mon-2", "mon-3"]
    assert ids(edit.move_to_day(plan, "mon-3", MON, 0)) == ["mon-3", "mon-1", "mon-2"]
    assert ids(edit.move_to_day(plan, "mon-1", MON)) == ["mon-2", "mon-3", "mon-1"]
    moved = edit.move_to_day(plan, "mon-2", TUE)
    assert [s.id for s in moved.day(TUE).steps] == ["mon-2"]
    again = edit.add(moved, all_fine, POSES, pose="tilts", rung=Rung.EASIER, weekday=MON)
    assert sorted(ids(again)) == ["mon-1", "mon-2", "mon-3", "mon-4"]


def test_days_change_their_kind() -> None:
    plan = week()
    assert edit.make_rest_day(plan, MON).day(MON) == Day(MON, DayKind.REST)
    practice = edit.make_practice_day(plan, TUE).day(TUE)
    assert (practice.kind, practice.steps) == (DayKind.PRACTICE, plan.day(TUE).steps)
    short = edit.make_short_day(plan, all_fine, POSES, MON).day(MON)
    assert short.kind is DayKind.SHORT
    assert day_seconds(short.steps, POSES) <= 150
    with pytest.raises(EditError, match="two-minute day"):
        edit.make_short_day(plan, gate(KEYS), POSES, MON)


def test_copy_day_gives_new_ids_and_asks_the_gate() -> None:
    plan = edit.copy_day(week(), all_fine, POSES, source=MON, target=SAT)
    assert poses_on(plan, SAT) == poses_on(plan, MON)
    assert plan.day(SAT).kind is DayKind.PRACTICE
    assert len(set(ids(plan))) == len(plan.steps)
    assert edit.copy_day(plan, all_fine, POSES, source=MON, target=MON) == plan
    with pytest.raises(EditError, match=NO):
        edit.copy_day(week(), gate(KEYS), POSES, source=MON, target=SAT)


def test_the_anchor_is_tidied_and_limited() -> None:
    assert edit.set_anchor(week(), "  after \n tea ").anchor == "after tea"
    with pytest.raises(EditError, match="200"):
        edit.set_anchor(week(), "x" * 201)


def test_what_is_gone_is_said_kindly() -> None:
    with pytest.raises(EditError, match=edit_words.GONE):
        edit.remove(week(), "gone")
    with pytest.raises(EditError, match=edit_words.NO_SUCH_DAY):
        edit.make_rest_day(week(), 7)
    with pytest.raises(EditError, match=edit_words.NO_SUCH_POSE):
        edit.set_side(plan_of(Step("a", "gone", Rung.EASIER)), POSES, step_id="a", side=Side.LEFT)


# -- recheck -----------------------------------------------------------------------------------------


def test_recheck_eases_first() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.HARDER, (40,), Side.LEFT))
    after, said = edit.recheck(plan, gate({("lunge", Rung.HARDER)}), POSES)
    assert after.steps == (Step("mon-1", "lunge", Rung.EASIER, None, Side.LEFT),)
    assert said == (f"Monday: Lunge is now “Small”. {NO}",)
    above = gate({("lunge", Rung.HARDER), ("lunge", Rung.EASIER)})
    assert edit.recheck(plan, above, POSES)[0].steps[0].rung is Rung.STANDARD


def test_recheck_then_lets_another_pose_of_the_job_stand_in() -> None:
    plan = plan_of(Step("mon-1", "lunge", Rung.STANDARD), Step("mon-2", "hero", Rung.STANDARD))
    after, said = edit.recheck(plan, gate(whole("lunge")), POSES)
    assert [(s.id, s.pose) for s in after.steps] == [("mon-1", "chair-lunge"), ("mon-2", "hero")]
    assert said == (f"Monday: “Chair lunge” stands in for “Lunge”, which is left out. {NO}",)


def test_recheck_takes_out_what_has_become_a_self_test() -> None:
    plan = plan_of(Step("mon-1", "tilts", Rung.EASIER), Step("mon-2", "hero", Rung.STANDARD))
    poses = POSES | {"tilts": POSES["tilts"].model_copy(update={"test": True})}
    after, said = edit.recheck(plan, all_fine, poses)
    assert [s.pose for s in after.steps] == ["hero"]
    assert len(said) == 1


def test_recheck_takes_out_what_nothing_can_stand_in_for() -> None:
    plan = plan_of(Step("mon-1", "butterfly", Rung.STANDARD), Step("mon-2", "gone", Rung.EASIER))
    after, said = edit.recheck(plan, gate(whole("butterfly")), POSES)
    assert after.day(MON) == Day(MON, DayKind.REST)
    assert said == (
        f"Monday: Butterfly is left out, and nothing else that does its job fits. {NO}",
        "Monday: “gone” is taken out, because it is no longer in the library.",
        "Monday: Nothing is left, so it is a rest day for now.",
    )


def test_recheck_says_what_happened_on_several_days_once() -> None:
    made = edit.copy_day(
        plan_of(Step("mon-1", "lunge", Rung.STANDARD)), all_fine, POSES, source=MON, target=SAT
    )
    _, said = edit.recheck(made, gate({("lunge", Rung.STANDARD)}), POSES)
    assert said == (f"Monday and Saturday: Lunge is now “Small”. {NO}",)


def test_recheck_gives_back_a_dose_that_can_no_longer_be_chosen() -> None:
    plan = plan_of(
        Step("mon-1", "lunge", Rung.EASIER, (999,)), Step("mon-2", "tilts", Rung.EASIER, side=Side.LEFT)
    )
    after, said = edit.recheck(plan, all_fine, POSES)
    assert [(s.amounts, s.side) for s in after.steps] == [(None, Side.BOTH), (None, Side.BOTH)]
    assert len(said) == 2


def test_recheck_of_a_rung_that_is_gone() -> None:
    flat = pose("lunge", Job.HIP_FLEXOR, Phase.OPEN, rungs=(Rung.EASIER, Rung.STANDARD))
    poses: dict[str, PoseDoc] = {**POSES, "lunge": flat}
    after, said = edit.recheck(plan_of(Step("mon-1", "lunge", Rung.HARDER)), all_fine, poses)
    assert after.steps[0].rung is Rung.EASIER
    assert "no longer in the library" in said[0]


# -- the stored form and the words -------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d | {"format": 2},
        lambda d: d | {"days": d["days"][:6]},
        lambda d: d | {"days": [d["days"][1], d["days"][0], *d["days"][2:]]},
        lambda d: {k: v for k, v in d.items() if k != "days"},
    ],
)
def test_a_spoilt_plan_is_refused(spoil: Callable[[dict[str, object]], dict[str, object]]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Plan.from_json(spoil(week().to_json()))


def test_two_steps_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        Plan.from_json(plan_of(Step("a", "tilts", Rung.EASIER), Step("a", "tilts", Rung.EASIER)).to_json())


def test_words_for_lists() -> None:
    assert words.listed("abcd") == "a, b, c and d"
    assert words.listed("abcde") == "a, b, c and 2 more"
    twice = refusal("Fold it.", ("blanket", "chair"))
    assert words.refusal(twice) == "For you this works only with a blanket and a chair at hand."


# -- how long a step is ------------------------------------------------------------------------------


def test_a_step_is_as_long_as_the_dose_that_is_kept_of_it() -> None:
    """Its own amounts where the dose takes them, else the form's; the fast sum and the dose itself say the same."""
    for doc in POSES.values():
        for rung in doc.rungs:
            least, most = (tuple(getattr(p, end) for p in rung.dose.parts) for end in ("least", "most"))
            for amounts in (None, least, most, tuple(a + 1 for a in most), (*least, 1), ()):
                once = dose_kept(rung, amounts).seconds
                step = Step("mon-1", doc.slug, rung.rung, amounts, Side.LEFT)
                assert step_seconds(rung, step) == once
