"""What speaks against a pose keeps all of it from being written."""

from pathlib import Path

import pytest

from poses.figures import build, ledger
from poses.figures.contacts import ContactError
from poses.figures.documents import slugs


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger, "MADE", tmp_path / "made")
    monkeypatch.setattr(ledger, "PICTURES", tmp_path / "pictures")
    return tmp_path


def made(text: str) -> build.Made:
    entry = {"source": "0", "frames": ["still"], "cover": "still", "files": {}, "facts": {}, "measures": {}}
    return build.Made(1, entry, {"a/bow-1-still.svg": text}, seconds=3.0)


def test_a_broken_check_leaves_what_was_there(shelf: Path) -> None:
    assert build.publish("bow", [made("<svg>old</svg>")], []) == "2 figures, 1.5 s each"
    told = build.publish(
        "bow", [made("<svg>new</svg>")], ["bow-1-still (a): knee.left: 170 degrees (from 0 to 157)"]
    )
    assert told == "not written"
    (picture,) = shelf.rglob("*.svg")
    assert picture.read_text() == "<svg>old</svg>"


def test_an_error_of_a_file_or_a_contact_names_pose_part_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    slug = slugs()[0]

    def out_of_reach(rung: object) -> build.Made:
        raise ContactError(f"{slug}-1-still (a): wrist.left: runs away (41 cm): its contact is out of reach")

    monkeypatch.setattr(build, "make", out_of_reach)
    told = build.one_pose(slug)
    assert told == (
        slug,
        [],
        [f"{slug}-1-still (a): wrist.left: runs away (41 cm): its contact is out of reach"],
    )
    assert build.one_pose("no-such-pose")[2][0].startswith("no-such-pose.figure.yaml: ")


def test_the_bar_fills() -> None:
    assert build.bar(0, 4, 4) == "[----] 0/4"
    assert build.bar(2, 4, 4) == "[##--] 2/4"
    assert build.bar(4, 4, 4) == "[####] 4/4"
