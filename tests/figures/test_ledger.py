"""Committed pictures match their sources; whatever does not is told; nothing is written by halves."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from poses.content.loader import shipped
from poses.figures import ledger
from poses.figures.checks import JOINTS, failures
from poses.figures.documents import read, slugs


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger, "MADE", tmp_path / "made")
    monkeypatch.setattr(ledger, "PICTURES", tmp_path / "pictures")
    return tmp_path


def entry(slug: str, rung: int = 1) -> tuple[dict[str, Any], dict[str, str]]:
    """What a build of one rung would hand over, with tiny pictures."""
    found = next(r for r in read(slug) if r.rung == rung)
    names = [f"{b}/{slug}-{rung}-{f}.svg" for b in ledger.BODIES for f in [*found.frames, "card"]]
    files = dict.fromkeys(names, "<svg/>")
    return {
        "source": ledger.source(found),
        "frames": found.frames,
        "cover": found.cover,
        "files": {name: ledger.digest(text) for name, text in files.items()},
        "measures": {b: {f: {"contact:seat": 0.1} for f in found.frames} for b in ledger.BODIES},
        "facts": {},
    }, files


@pytest.fixture
def drawn(shelf: Path) -> str:
    """A pose whose rungs all stand on the shelf."""
    slug = slugs()[0]
    entries: dict[str, Any] = {}
    files: dict[str, str] = {}
    for rung in read(slug):
        entries[str(rung.rung)], more = entry(slug, rung.rung)
        files |= more
    ledger.write(slug, entries, files)
    return slug


def test_what_is_committed_matches_its_sources_and_keeps_every_limit() -> None:
    assert [line for slug in slugs() for line in ledger.problems(slug)] == []
    assert ledger.strays() == []


def test_the_table_of_checks_is_of_these_figures() -> None:
    assert ledger.TABLE.read_text() == ledger.table()
    assert " 0 failures" in ledger.table()


def test_every_form_of_every_pose_is_drawn() -> None:
    """But those that are another pose's form in truth: that one's figure is theirs."""
    drawn = {
        (slug, int(rung)) for slug in slugs() for rung in (ledger.manifest(slug) or {"rungs": {}})["rungs"]
    }
    written = {
        (p.slug, int(r.rung)) for p in shipped().written.values() for r in p.rungs if r.same_as is None
    }
    assert drawn == written


def test_what_was_just_made_is_well(drawn: str) -> None:
    assert ledger.problems(drawn) == []


def test_a_picture_changed_by_hand_missing_or_nameless_is_told(drawn: str) -> None:
    first, second, *_ = sorted(ledger.PICTURES.rglob("*.svg"))
    first.write_text("<svg>other</svg>")
    second.unlink()
    (ledger.PICTURES / "a" / "nobody-1-still.svg").write_text("<svg/>")
    told = "\n".join(ledger.problems(drawn))
    assert f"a/{first.name}: is not what the builder made" in told
    assert f"a/{second.name}: missing" in told
    assert "a/nobody-1-still.svg: nothing names it" in ledger.strays()


def test_changed_numbers_and_a_changed_builder_are_told(drawn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "source", lambda rung: "other")
    assert any("its numbers have changed" in line for line in ledger.problems(drawn))
    monkeypatch.setattr(ledger, "engine", lambda: "other")
    assert any("older builder" in line for line in ledger.problems(drawn))


def test_a_measure_beyond_its_limit_is_told_with_pose_part_and_number(drawn: str) -> None:
    file = ledger.MADE / f"{drawn}.json"
    made = json.loads(file.read_text())
    frame = made["rungs"]["1"]["frames"][0]
    made["rungs"]["1"]["measures"]["b"][frame] |= {"contact:foot.left": 2.4, "joint:knee.left": 170.0}
    file.write_text(json.dumps(made))
    assert ledger.problems(drawn) == [
        f"{drawn}-1-{frame} (b): foot.left: its contact is +2.4 cm off (at most 1)",
        f"{drawn}-1-{frame} (b): knee.left: 170 degrees (from 0 to 157)",
    ]


def test_pictures_of_a_rung_that_is_gone_go_too(drawn: str) -> None:
    made, files = entry(drawn)
    ledger.write(drawn, {"1": made}, files)
    assert {p.name for p in ledger.PICTURES.rglob("*.svg")} == {Path(name).name for name in files}
    ledger.forget([])
    assert not list(ledger.PICTURES.rglob("*.svg"))
    assert not list(ledger.MADE.glob("*.json"))


def test_the_builders_hash_minds_code_and_not_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    code = ledger._code
    assert list(code('"""Doc."""\nx = 1  # why\n')) == list(code('"""Other."""\n\nx = 1\n'))
    assert list(code("x = 1\n")) != list(code("x = 2\n"))
    assert list(code('x = "a"\n')) != list(code('x = "b"\n'))


def test_too_heavy_is_told() -> None:
    noise = "".join(hashlib.sha256(str(i).encode()).hexdigest() for i in range(400))
    assert "bytes gzip (at most 9,000)" in next(ledger.too_heavy("a/x-1-in.svg", noise))
    assert "bytes brotli (at most 3,000)" in next(ledger.too_heavy("a/x-1-card.svg", noise))
    assert not list(ledger.too_heavy("a/x-1-in.svg", "<svg/>"))


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ({"contact:palm.left": -1.3}, "palm.left: its contact is -1.3 cm off"),
        ({"below:hand.left": 1.2}, "hand.left: 1.2 cm under the floor"),
        ({"reach:arm.left": 2.0}, "arm.left: its target is 2.0 cm too far"),
        ({"reach:leg.left": -2.0}, "leg.left: its target is 2.0 cm too near"),
        ({"inside:hand.left in thigh.left": 1.6}, "hand.left in thigh.left: 1.6 cm inside"),
        ({"sunk:hand.left in thigh.left": 2.6}, "sinks in by 2.6 cm"),
        ({"pressed:root in cushion": 5.2}, "pressed in by 5.2 cm"),
        ({"outside": 3.0}, "cuts off 3 pixels"),
    ],
)
def test_each_check_fails_beyond_its_limit_and_holds_within(measure: dict[str, float], said: str) -> None:
    (line,) = failures(measure)
    assert said in line
    assert (
        failures({key: 0.2 if value > 0 else -0.2 for key, value in measure.items() if key != "outside"})
        == []
    )


def test_every_joint_has_limits_that_hold() -> None:
    for joint, (low, high) in JOINTS.items():
        assert failures({f"joint:{joint}": low, f"joint:{joint}.left": high}) == []
        assert len(failures({f"joint:{joint}.left": high + 2, f"joint:{joint}.right": low - 2})) == 2
