import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.enums import Basis, HoldKind, Move, Position, Rung, Side, Verdict
from journal.sessions.five import FIVE_MINUTES_MOST_S, five_minutes
from journal.sessions.replay import replay
from journal.sessions.script import REST_POSES, Built, Form, RulingOf, build_script
from poses.content.loader import shipped
from poses.content.schema import PoseDoc
from poses.routines.plan import CHANGE_PLACE_S, GET_READY_S, SWITCH_SIDES_S, Step, day_seconds
from poses.safety.facts import CALM_POSES, Reason, Ruling

Parts = list[dict[str, Any]]
FINE = Ruling(Verdict.FINE)
KEYS = [
    "key",
    "other_side_of",
    "pose",
    "really",
    "rung",
    "name",
    "rung_name",
    "position",
    "level",
    "side",
    "switch",
    "get_ready_s",
    "props",
    "needs",
    "sets",
    "rest_s",
    "parts",
    "seconds",
    "cue",
    "cues",
    "hows",
    "steps",
    "change",
    "breath",
    "breath_pace",
    "timeline",
    "stop_if",
    "easier",
    "rest",
]


def hold(amount: int = 30) -> Parts:
    return [{"kind": "hold", "amount": amount, "least": 5, "most": 300}]


def reps(amount: int = 10, pace_s: int = 4) -> Parts:
    return [{"kind": "reps", "amount": amount, "least": 2, "most": 30, "pace_s": pace_s}]


def rung(
    number: int, parts: Parts | None = None, position: str = "lying_back", **more: Any
) -> dict[str, Any]:
    return {
        "rung": number,
        "name": ("Easier", "Standard", "Harder")[number],
        "difference": "This is how it differs.",
        "position": position,
        "dose": {"parts": parts or hold(), "sets": more.pop("sets", 1), "rest_s": more.pop("rest_s", 0)},
        **more,
    }


def pose(slug: str, phase: str = "open", rungs: list[dict[str, Any]] | None = None, **more: Any) -> PoseDoc:
    rungs = rungs or [rung(0), rung(1), rung(2)]
    standard = next(r for r in rungs if r["rung"] == 1)
    data = {
        "slug": slug,
        "name": slug.replace("-", " ").capitalize(),
        "why": "It may help a little.",
        "job": "settle",
        "phase": phase,
        "test": phase == "test",
        "position": standard.get("position", "lying_back"),
        "regions": ["spine"],
        "muscles": [],
        "sides": "once",
        "moves": dict.fromkeys(Move, 0.0),
        "steps": ["First do this one.", "Then do that one."],
        "cues": [f"First cue of {slug}.".capitalize(), "A second cue here.", "A third cue here."],
        "breath": [{"phase": "in", "do": "Grow a little taller."}],
        "feel": "Something mild and wide.",
        "stop_if": ["It pinches; come out slowly."],
        "mistakes": [{"wrong": "Too far at once.", "instead": "Come back a little."}],
        "rungs": rungs,
        "fewer_rungs_because": None if len(rungs) == 3 else "There is no need for more.",
        "claims": [{"text": "It may help a little.", "tag": "reasoning", "source": "house"}],
        **more,
    }
    return PoseDoc.model_validate_json(json.dumps(data))


CALM = (
    pose("belly-breathing", "arrive", [rung(0, hold(40), "chair"), rung(1, hold(120)), rung(2)]),
    pose("body-scan", "arrive", [rung(1, hold(100))]),
)
RESETS = (
    pose("sitting-reset", "reset", [rung(0, hold(20), "chair"), rung(1, position="chair")]),
    pose("standing-reset", "reset", [rung(0, hold(45), "standing"), rung(1, position="standing")]),
)
TILTS = pose("tilts", "warm-up", [rung(0, reps(8)), rung(1, reps(10)), rung(2, reps(12))])
LUNGE = pose(
    "lunge",
    "open",
    [rung(0, hold(20), "standing"), rung(1, hold(30), "kneeling"), rung(2, hold(45), "kneeling")],
    sides="each",
    change="Turn round, and do the same with the other knee.",
)
TWIST = pose("twist", "finish", [rung(0, hold(60)), rung(1, hold(90))])


def library(*docs: PoseDoc) -> dict[str, PoseDoc]:
    return {d.slug: d for d in (*CALM, *RESETS, *docs)}


def avoid(*barred: tuple[str, int], rule: str = "house") -> RulingOf:
    """A gate that is open but for `barred` rungs."""
    reason = Reason(Verdict.AVOID, rule, "Not for you now.", Basis.CONVENTION, "house")
    return lambda slug, level: Ruling(Verdict.AVOID, (reason,)) if (slug, level) in barred else FINE


def build(
    steps: Iterable[Step],
    poses: Mapping[str, PoseDoc],
    ruling: RulingOf | None = None,
    form: Form = Form.PLANNED,
) -> Built:
    return build_script(tuple(steps), poses, ruling or avoid(), form, "Monday", "abc123")


def one(slug: str, level: Rung = Rung.STANDARD, **more: Any) -> Step:
    return Step(f"id-{slug}", slug, level, **more)


def amounts(form: dict[str, Any]) -> list[int]:
    return [p["amount"] for p in form["parts"]]


# The form


def test_it_has_the_documented_form() -> None:
    script = build([one("tilts"), one("lunge")], library(TILTS, LUNGE)).script
    assert {k: v for k, v in script.items() if k != "steps"} == {
        "format": 1,
        "form": "planned",
        "title": "Monday",
        "rules": "abc123",
    }
    first = script["steps"][0]
    assert list(first) == KEYS
    assert list(first["easier"]) == [k for k in KEYS if k not in ("key", "other_side_of", "easier", "rest")]
    assert first["parts"] == [{"kind": "reps", "amount": 10, "pace_s": 4, "seconds": 40}]
    assert first["cue"] == "First cue of tilts."
    assert first["steps"] == ["First do this one.", "Then do that one."]
    assert [s["key"] for s in script["steps"]] == ["s0", "s1", "s2"]
    assert json.loads(json.dumps(script)) == script


def test_a_rungs_own_steps_go_before_the_poses() -> None:
    doc = pose("sit", "open", [rung(1, steps=["Only this one here."])])
    assert build([one("sit")], library(doc)).script["steps"][0]["steps"] == ["Only this one here."]


def test_sets_and_rests_count() -> None:
    doc = pose("bridge", "open", [rung(1, reps(5, 4), sets=3, rest_s=10)])
    step = build([one("bridge")], library(doc)).script["steps"][0]
    assert (step["sets"], step["rest_s"], step["seconds"]) == (3, 10, 80)


def test_own_amounts_are_used() -> None:
    assert amounts(build([one("tilts", amounts=(14,))], library(TILTS)).script["steps"][0]) == [14]


def test_amounts_that_no_longer_fit_give_way_to_the_rungs_own() -> None:
    assert amounts(build([one("tilts", amounts=(14, 3))], library(TILTS)).script["steps"][0]) == [10]


# Sides and places


def test_each_side_is_a_step_with_a_switch() -> None:
    left, right = build([one("lunge")], library(LUNGE)).script["steps"]
    assert (left["side"], left["switch"], left["get_ready_s"]) == ("left", False, CHANGE_PLACE_S)
    assert (right["side"], right["switch"], right["get_ready_s"]) == ("right", True, SWITCH_SIDES_S)
    assert (left["easier"]["side"], right["easier"]["side"]) == ("left", "right")
    assert (left["other_side_of"], right["other_side_of"]) == (None, left["key"])
    assert (left["easier"]["change"], right["easier"]["change"]) == (None, right["change"])


def test_a_form_says_what_it_needs() -> None:
    doc = pose("sit", "open", [rung(0), rung(1, props=["mat", "cushion", "blanket", "wall", "chair"])])
    step = build([one("sit")], library(doc)).script["steps"][0]
    assert step["props"] == ["blanket", "chair", "cushion"], "a mat and a wall are there"
    assert step["needs"] == "a mat, a cushion, a blanket, a wall and a chair"
    assert (step["easier"]["props"], step["easier"]["needs"]) == ([], "")


def test_a_form_that_needs_two_of_a_thing_says_so() -> None:
    two = rung(1, props=["mat", "block", "towel"], fetch="two blocks and two small towels")
    step = build([one("sit")], library(pose("sit", "open", [rung(0, props=["block"]), two]))).script["steps"][
        0
    ]
    assert (step["props"], step["needs"]) == (["block", "towel"], "two blocks and two small towels")
    assert step["easier"]["needs"] == "a block"


def test_one_chosen_side_is_one_step() -> None:
    (step,) = build([one("lunge", side=Side.RIGHT)], library(LUNGE)).script["steps"]
    assert (step["side"], step["switch"]) == ("right", False)


@pytest.mark.parametrize("sides", ["once", "alternate"])
def test_together_or_in_turn_is_one_step(sides: str) -> None:
    (step,) = build([one("rock")], library(pose("rock", sides=sides))).script["steps"]
    assert step["side"] == "both"


def test_a_change_of_place_takes_longer() -> None:
    steps = build([one("tilts"), one("twist"), one("lunge")], library(TILTS, TWIST, LUNGE)).script["steps"]
    assert [s["get_ready_s"] for s in steps] == [CHANGE_PLACE_S, GET_READY_S, CHANGE_PLACE_S, SWITCH_SIDES_S]
    assert steps[2]["easier"]["get_ready_s"] == CHANGE_PLACE_S  # from kneeling to standing


def test_it_lasts_as_long_as_the_routine_said() -> None:
    steps, poses = (one("tilts"), one("lunge"), one("twist")), library(TILTS, LUNGE, TWIST)
    script = build(steps, poses).script
    # The fixtures are not resolved by the loader, so the lunge's sides stand on the pose only.
    each = {
        **poses,
        "lunge": LUNGE.model_copy(
            update={"rungs": tuple(r.model_copy(update={"sides": LUNGE.sides}) for r in LUNGE.rungs)}
        ),
    }
    assert sum(s["get_ready_s"] + s["seconds"] for s in script["steps"]) == day_seconds(steps, each)


# The gate


def test_what_is_not_allowed_is_left_out_and_reported() -> None:
    built = build([one("tilts"), one("twist")], library(TILTS, TWIST), avoid(("tilts", 1)))
    assert [s["pose"] for s in built.script["steps"]] == ["twist"]
    (left_out,) = built.left_out
    assert (left_out.step, left_out.name, left_out.reasons) == ("id-tilts", "Tilts", ("Not for you now.",))
    assert left_out.instead is None


def test_an_eased_pose_comes_in_its_easier_rung() -> None:
    gate = avoid(("tilts", 1), ("tilts", 2), rule=HoldKind.EASE)
    built = build([one("tilts", amounts=(14,))], library(TILTS), gate)
    assert [(s["pose"], s["rung"], amounts(s)) for s in built.script["steps"]] == [("tilts", 0, [8])]
    assert built.left_out[0].instead is Rung.EASIER


def test_tests_and_what_is_gone_are_left_out() -> None:
    steps = [one("sit-test"), one("gone"), one("twist", Rung.HARDER)]
    built = build(steps, library(pose("sit-test", "test"), TWIST))
    assert built.script["steps"] == []
    assert [x.pose for x in built.left_out] == ["sit-test", "gone", "twist"]


def test_what_to_do_differently_is_shown() -> None:
    reason = Reason(Verdict.ADAPT, "knee", "Put a blanket under the knee.", Basis.CONVENTION, "house")
    (step,) = build([one("tilts")], library(TILTS), lambda *_: Ruling(Verdict.ADAPT, (reason,))).script[
        "steps"
    ]
    assert step["hows"] == step["easier"]["hows"] == step["rest"]["hows"] == ["Put a blanket under the knee."]


# Too much


def test_easier_is_the_next_lower_rung_in_half_the_time() -> None:
    (step,) = build([one("tilts")], library(TILTS)).script["steps"]
    assert (step["easier"]["rung"], amounts(step["easier"])) == (0, [4])


def test_easier_passes_over_a_rung_that_is_not_allowed() -> None:
    (step,) = build([one("tilts", Rung.HARDER)], library(TILTS), avoid(("tilts", 1))).script["steps"]
    assert step["easier"]["rung"] == 0
    (step,) = build([one("tilts")], library(TILTS), avoid(("tilts", 0))).script["steps"]
    assert step["easier"] is None


def test_easier_is_never_longer_than_half_of_what_was_too_much() -> None:
    (step,) = build([one("twist", amounts=(20,))], library(TWIST)).script["steps"]
    assert step["easier"]["seconds"] == 10


def test_easier_is_never_nothing() -> None:
    doc = pose("dip", "open", [rung(0, reps(2)), rung(1, reps(2))])
    (step,) = build([one("dip")], library(doc)).script["steps"]
    assert amounts(step["easier"]) == [1]


@pytest.mark.parametrize(
    ("position", "barred", "expected"),
    [
        ("lying_side", (), ("belly-breathing", 1)),
        ("lying_back", (("belly-breathing", 1),), ("body-scan", 1)),
        ("chair", (), ("belly-breathing", 0)),
        ("chair", (("belly-breathing", 0),), ("sitting-reset", 0)),
        ("standing", (), ("standing-reset", 0)),
        ("kneeling", (), ("belly-breathing", 1)),
        ("hands_knees", (("belly-breathing", 1),), ("belly-breathing", 0)),
        ("seated_floor", (("belly-breathing", 0), ("belly-breathing", 1)), (None, None)),
    ],
)
def test_rest_stays_in_the_place(
    position: str, barred: tuple[tuple[str, int], ...], expected: tuple[str | None, int | None]
) -> None:
    doc = pose("some-pose", "open", [rung(1, position=position)])
    (step,) = build([one("some-pose")], library(doc), avoid(*barred)).script["steps"]
    assert (step["rest"]["pose"], step["rest"]["rung"]) == expected
    assert 30 <= step["rest"]["seconds"] <= 60
    assert step["rest"]["cue"].endswith(".")


def test_nobody_rests_in_what_was_too_much() -> None:
    (step,) = build([one("belly-breathing")], library()).script["steps"]
    assert step["rest"]["pose"] == "body-scan"


def test_every_position_has_a_rest() -> None:
    assert set(REST_POSES) == set(Position)


# Timelines


def test_a_timeline_keeps_to_the_dose() -> None:
    lines = [{"seconds": s, "say": f"Line of {s} seconds."} for s in (10, 20, 30, 40)]
    doc = pose("scan", "arrive", [rung(0, hold(100), timeline=lines), rung(1, hold(100), timeline=lines)])
    (step,) = build([one("scan")], library(doc)).script["steps"]
    assert step["timeline"] == lines
    assert [x["seconds"] for x in step["easier"]["timeline"]] == [5, 10, 15, 20]
    for amount in (5, 33, 299):
        (step,) = build([one("scan", amounts=(amount,))], library(doc)).script["steps"]
        assert sum(x["seconds"] for x in step["timeline"]) == step["seconds"] == amount


# Forms


def test_gentle_is_shorter_and_easier() -> None:
    built = build(
        [one("belly-breathing"), one("tilts"), one("lunge"), one("twist")],
        library(TILTS, LUNGE, TWIST),
        form=Form.GENTLE,
    )
    assert [(s["pose"], s["rung"], *amounts(s)) for s in built.script["steps"]] == [
        ("belly-breathing", 0, 28),
        ("tilts", 0, 6),
        ("twist", 0, 42),
    ]
    assert [x.pose for x in built.left_out] == ["lunge"]


def test_gentle_leaves_out_what_has_no_easier_rung() -> None:
    built = build([one("tilts"), one("twist")], library(TILTS, TWIST), avoid(("tilts", 0)), Form.GENTLE)
    assert [s["pose"] for s in built.script["steps"]] == ["twist"]


def test_gentle_with_nothing_left_is_calm() -> None:
    built = build([one("lunge")], library(LUNGE), form=Form.GENTLE)
    assert [(s["pose"], *amounts(s)) for s in built.script["steps"]] == [
        ("belly-breathing", 84),
        ("body-scan", 70),
    ]


def test_calm_is_breathing_and_body_scan() -> None:
    built = build([one("tilts")], library(TILTS), avoid(("belly-breathing", 1)), Form.CALM)
    assert [(s["pose"], s["rung"]) for s in built.script["steps"]] == [
        ("belly-breathing", 0),
        ("body-scan", 1),
    ]


def test_calm_may_be_empty() -> None:
    gate = avoid(("belly-breathing", 0), ("belly-breathing", 1), ("body-scan", 1))
    assert build([], library(), gate, Form.CALM).script["steps"] == []


# Five minutes


def test_five_minutes_goes_through_the_phases_in_one_place() -> None:
    hip = pose("hip", "open", [rung(0, hold(60)), rung(1, hold(60))])
    poses = library(LUNGE, TILTS, hip, TWIST)
    steps = five_minutes(poses, avoid())
    phases = [poses[s.pose].phase for s in steps]
    assert phases == ["arrive", "warm-up", "open", "finish"]
    assert {poses[s.pose].position.level for s in steps} == {0}
    assert steps == five_minutes(poses, avoid())
    assert 240 <= day_seconds(steps, poses) <= FIVE_MINUTES_MOST_S


def test_five_minutes_is_filled_up() -> None:
    warm = [pose(f"warm-{n}", "warm-up", [rung(0, hold(70)), rung(1)]) for n in range(4)]
    steps = five_minutes({d.slug: d for d in warm}, avoid())
    assert [s.pose for s in steps] == ["warm-0", "warm-1", "warm-2"]
    assert [s.id for s in steps] == ["five-0", "five-1", "five-2"]


def test_five_minutes_are_more_than_one_pose_where_only_the_quiet_ones_are_open() -> None:
    shipped_poses = shipped().poses
    barred = [(d.slug, r.rung) for d in shipped_poses.values() if d.slug not in CALM_POSES for r in d.rungs]
    steps = five_minutes(shipped_poses, avoid(*barred))
    assert {s.pose for s in steps} == set(CALM_POSES)
    assert day_seconds(steps, shipped_poses) > 240


def test_five_minutes_prefers_what_needs_nothing() -> None:
    docs = (
        pose("with-strap", "open", [rung(1, props=["strap", "mat"])]),
        pose("with-mat", "open", [rung(1, props=["mat"])]),
    )
    assert five_minutes({d.slug: d for d in docs}, avoid())[0].pose == "with-mat"


def test_five_minutes_may_be_nothing() -> None:
    assert five_minutes({}, avoid()) == ()


levels = st.tuples(st.sampled_from([*library(TILTS, LUNGE, TWIST)]), st.sampled_from(Rung))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(levels), st.lists(levels, max_size=6), st.sampled_from(Form))
def test_nothing_that_is_barred_is_ever_in_a_script(
    barred: set[tuple[str, Rung]], wanted: list[tuple[str, Rung]], form: Form
) -> None:
    poses = library(TILTS, LUNGE, TWIST)
    gate = avoid(*barred)
    steps = [Step(f"id{n}", slug, level) for n, (slug, level) in enumerate(wanted)]
    script = build(five_minutes(poses, gate) if form is Form.FIVE else steps, poses, gate, form).script
    forms = [f for s in script["steps"] for f in (s, s["easier"], s["rest"]) if f and f["pose"]]
    assert not {(f["pose"], f["rung"]) for f in forms} & barred
    assert replay(script, []).position == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(levels))
def test_five_minutes_is_never_over_six(barred: set[tuple[str, Rung]]) -> None:
    poses = library(TILTS, LUNGE, TWIST)
    assert day_seconds(five_minutes(poses, avoid(*barred)), poses) <= FIVE_MINUTES_MOST_S
