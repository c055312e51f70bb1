"""Every content file, read whole: nothing missing, nothing shared, nothing that points nowhere."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from hipapp.core.enums import Condition, DoseKind, FlagLevel, Rung, Verdict
from poses.content.loader import CONTENT, ContentError, load, shipped
from poses.content.schema import PoseDoc

#: The practices of the five sources.
OF_THE_SOURCES = [
    "belly-breathing", "body-scan", "sitting-reset", "standing-reset", "pelvic-bowl", "pelvic-tilts",
    "cat-cow-hinge", "hip-circles", "leg-swings", "knee-to-chest-rock", "kneeling-side-slide",
    "low-lunge-supported", "half-kneeling-hip-flexor", "standing-chair-hip-flexor", "hero-supported",
    "seated-cross-legged-check", "supported-butterfly", "supine-knees-side-twist", "reclined-twist-cushions",
    "hip-hinge", "glute-bridge", "bridge-hold", "side-lying-leg-lift",
]  # fmt: skip
POSES = sorted(shipped().written.values(), key=lambda d: d.slug)


def sentences(doc: PoseDoc) -> Iterator[str]:
    """Everything of a pose that a person reads as a sentence."""
    yield from (doc.why, *doc.steps, *doc.cues, doc.feel, *doc.stop_if)
    yield from (b.do for b in doc.breath)
    for mistake in doc.mistakes:
        yield from (mistake.wrong, mistake.instead)
    yield from (c.text for c in doc.claims)
    yield from (text for text in (doc.gloss, doc.change, doc.props_note, doc.fewer_rungs_because) if text)
    for rung in doc.rungs:
        yield from (rung.difference, *rung.steps, *(t.say for t in rung.timeline))
        if rung.change:
            yield rung.change
        yield from (cell.how for cell in rung.cells.values() if cell.how)


def test_every_practice_of_the_sources_is_there() -> None:
    assert set(OF_THE_SOURCES) <= set(shipped().poses)


@pytest.mark.parametrize("doc", POSES, ids=lambda d: d.slug)
def test_pose_is_complete(doc: PoseDoc) -> None:
    assert bool(doc.seeds) or doc.slug not in OF_THE_SOURCES, "which source document is it from?"
    assert doc.complaints
    assert doc.muscles
    assert len(doc.rungs) == len(Rung) or doc.fewer_rungs_because
    for rung in doc.rungs:
        assert rung.same_as or set(rung.cells) == set(Condition)
        for cell in rung.cells.values():
            assert cell.reviewed_by is None, "nobody has reviewed a cell yet"
    assert len(doc.cues) == 3
    assert all(len(cue) <= 60 for cue in doc.cues), "a cue is read at two and a half metres"


def test_no_sentence_stands_in_two_poses() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for doc in POSES:
        for sentence in sentences(doc):
            where[re.sub(r"\W+", " ", sentence).strip().casefold()].add(doc.slug)
    assert not {s: slugs for s, slugs in where.items() if len(slugs) > 1}


@pytest.mark.parametrize("doc", POSES, ids=lambda d: d.slug)
def test_what_lies_on_the_floor_speaks_of_no_bed(doc: PoseDoc) -> None:
    """A form on the mat is one on the floor; a bed is an adaptation, and stands in the cells that ask for it."""
    lines = [t.say for r in doc.rungs for t in r.timeline]
    own = [*doc.steps, doc.props_note or "", *lines, *(step for r in doc.rungs for step in r.steps)]
    assert not [
        text
        for text in own
        if re.search(r"\b(a|your|the|firm) bed\b|\bor bed\b", text) and "pillow" not in text
    ]


@pytest.mark.parametrize("doc", shipped().poses.values(), ids=lambda d: d.slug)
def test_what_the_steps_use_is_to_be_fetched(doc: PoseDoc) -> None:
    """Each form names the things its steps use, and how many where one is not enough."""
    words = {
        "blanket": "blanket",
        "cushion": "cushion|pillow",
        "bolster": "bolster",
        "block": "block",
        "towel": "towel",
        "chair": "chair",
        "wall": "wall",
    }
    many = r"\b(two|three|two more|two rolled-up small) (\w+ )?({0})s\b|\b(another|second) ({0})\b"
    for rung in doc.rungs:
        steps = " ".join(rung.steps or doc.steps)
        for prop, word in words.items():
            if re.search(rf"\b({word})s?\b", steps):
                assert prop in rung.props or word in (rung.fetch or ""), f"{rung.name}: {prop}"
            if re.search(many.format(word), steps):
                assert rung.fetch, f"{rung.name}: how many of {prop}?"


def test_one_count_lasts_as_long_as_its_breath() -> None:
    """The player turns from in to out within one rep, breath or pulse; a longer one would stretch the breath."""
    for doc in shipped().poses.values():
        for rung in doc.rungs:
            if rung.breath_pace:
                breath = rung.breath_pace.in_s + rung.breath_pace.out_s
                assert {p.pace_s for p in rung.dose.parts if p.pace_s} <= {breath}, f"{doc.slug} {rung.name}"


def test_red_flags_say_whom_to_see_and_how_fast() -> None:
    flags = shipped().red_flags.values()
    today = {
        f.slug for f in flags if re.search(r"\b(today|now)\b", f.whom) and f.level is not FlagLevel.GENTLY
    }
    assert today == {f.slug for f in flags if f.level is FlagLevel.URGENT}
    same_day = {f.slug for f in flags if f.whom.startswith("See a doctor today, the same day")}
    assert same_day == {"calf_swelling", "fever_severe"}, "no emergency call for these"


def test_what_the_sources_ask_of_some_poses() -> None:
    poses = shipped().poses
    hero = poses["hero-supported"].rungs[1]
    assert [p.kind for p in hero.dose.parts] == [DoseKind.PULSES, DoseKind.HOLD], (
        "in and out before stillness"
    )
    assert all(r.timeline for r in poses["body-scan"].rungs)
    assert all(r.breath_pace for r in poses["belly-breathing"].rungs)
    assert poses["seated-cross-legged-check"].test
    assert any(
        "low back" in m.wrong.lower() or "thigh" in m.wrong.lower() for m in poses["glute-bridge"].mistakes
    )
    tilts = poses["pelvic-tilts"].rungs[1].dose.parts[0]
    assert (tilts.least, tilts.most) == (8, 12)


@pytest.mark.parametrize("condition", list(Condition))
def test_breathing_and_scan_stay_open_to_everybody(condition: Condition) -> None:
    for slug in ("belly-breathing", "body-scan"):
        rungs = shipped().poses[slug].rungs
        assert any(r.cells[condition].verdict is not Verdict.AVOID for r in rungs)


def test_only_breathing_and_scan_right_after_surgery() -> None:
    for doc in shipped().poses.values():
        if doc.slug not in ("belly-breathing", "body-scan"):
            assert {r.cells[Condition.RECENT_SURGERY].verdict for r in doc.rungs} == {Verdict.AVOID}, doc.slug


def test_a_rung_that_is_another_pose_takes_its_cells() -> None:
    lunge = shipped().poses["low-lunge-supported"].rungs[0]
    assert lunge.same_as
    other = next(r for r in shipped().poses[lunge.same_as.pose].rungs if r.rung is lunge.same_as.rung)
    assert lunge.cells == other.cells
    assert lunge.position is other.position


def test_every_error_is_told_with_file_and_key(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    root = tmp_path / "content"
    _spoil(root / "poses" / "glute-bridge.yaml", "job: strengthen", "job: strenghten")
    _spoil(root / "poses" / "hip-hinge.yaml", "slug: hip-hinge", "slug: hip-hinge\ncolour: blue")
    _spoil(root / "poses" / "leg-swings.yaml", "slug: leg-swings", "slug: leg-swings\nslug: leg-swing")
    _spoil(root / "poses" / "pelvic-tilts.yaml", "sides: once", "sides: no")
    _spoil(root / "poses" / "supported-butterfly.yaml", "    fetch: three folded", "    fetch: Three folded")
    with pytest.raises(ContentError) as raised:
        load(root)
    told = "\n".join(raised.value.errors)
    assert "poses/glute-bridge.yaml: job:" in told
    assert "poses/hip-hinge.yaml: colour:" in told
    assert "poses/leg-swings.yaml: " in told
    assert "stands twice" in told
    assert "poses/pelvic-tilts.yaml: sides:" in told
    assert "poses/supported-butterfly.yaml: rungs.2.fetch:" in told


def test_each_thing_that_a_list_asks_is_named_in_one_line(tmp_path: Path) -> None:
    """Somebody who reads the lines alone must not miss a sign."""
    shutil.copytree(CONTENT, tmp_path / "content")
    parts = tmp_path / "content" / "parts.yaml"
    _spoil(parts, "Losing weight without trying", "Growing thinner without trying")
    with pytest.raises(ContentError) as raised:
        load(tmp_path / "content")
    assert "names.weight_loss: 'losing weight' does not stand in the line" in raised.value.errors[0]
    _spoil(parts, "Growing thinner without trying", "Losing weight without trying")
    _spoil(parts, 'flare: "worse than usual"', 'flares: "worse than usual", one_leg: "unwell"')
    with pytest.raises(ContentError) as raised:
        load(tmp_path / "content")
    assert raised.value.errors == [
        "parts.yaml: red_flags: flare stands in no part",
        "parts.yaml: red_flags: there is no flares",
        "parts.yaml: red_flags: one_leg stands twice",
    ]


def test_what_to_fetch_stands_beside_props(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    root = tmp_path / "content"
    _spoil(
        root / "poses" / "supine-knees-side-twist.yaml",
        "    props: [mat, cushion]\n    fetch: two",
        "    fetch: two",
    )
    with pytest.raises(ContentError) as raised:
        load(root)
    assert raised.value.errors == [
        "poses/supine-knees-side-twist.yaml: rungs.1.fetch: says what to fetch, but there are no props"
    ]


def _spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{before!r} is not in {path.name}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
