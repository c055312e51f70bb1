"""Figure files: layers, and errors that say where."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from poses.content.loader import ContentError
from poses.figures.documents import drawn_stance, over, read, slugs, stances


def write(folder: Path, doc: dict[str, Any]) -> Path:
    (folder / "bow.figure.yaml").write_text(yaml.safe_dump(doc))
    return folder


def said(folder: Path, doc: dict[str, Any]) -> str:
    with pytest.raises(ContentError) as error:
        read("bow", write(folder, doc))
    return str(error.value)


def test_every_figure_file_and_every_stance_can_be_read() -> None:
    assert all(read(slug) for slug in slugs())
    assert all(drawn_stance(name).drawings for name in stances())


def test_layers_lie_over_each_other_and_a_limb_takes_one_way(tmp_path: Path) -> None:
    doc = {
        "stance": "chair",
        "body": {"spine": {"chest": [5, 0, 0]}},
        "rungs": {
            1: {
                "body": {"legs": {"left": {"hip": [90, 0, 0], "bend": 20}}, "contacts": {"foot.left": None}},
                "frames": {"in": {}, "out": {"spine": {"lumbar": [10, 0, 0]}}},
            },
            2: {"same_as": 1},
        },
    }
    one, two = read("bow", write(tmp_path, doc))
    breathing_in, out = one.drawings
    assert (breathing_in.frame, out.frame, one.cover) == ("in", "out", "out")
    assert out.body.spine.chest == (5, 0, 0)
    assert (breathing_in.body.spine.lumbar, out.body.spine.lumbar) == ((0, 0, 0), (10, 0, 0))
    assert out.body.legs.left.ankle is None
    assert out.body.legs.right.ankle is not None
    assert [c.part for c in out.body.contacts] == ["seat", "foot.right"]
    assert two.rung == 2
    assert [d.body for d in two.drawings] == [d.body for d in one.drawings]


def test_contacts_and_props_in_short() -> None:
    layers = over(
        {}, {"contacts": {"foot.both": "floor", "back@wall": {"upon": "wall"}}, "props": {"block_left": {}}}
    )
    assert layers["contacts"]["foot.right"] == {"upon": "floor", "drives": "limb", "part": "foot.right"}
    assert layers["contacts"]["back@wall"]["part"] == "back"
    assert layers["props"]["block_left"]["kind"] == "block"


def test_a_short_contact_no_longer_carries() -> None:
    stance = over(
        {}, {"contacts": {"knee.left": {"upon": "floor", "drives": "root"}, "seat": {"drives": "root"}}}
    )
    laid = over(stance, {"contacts": {"knee.left": "floor", "seat": {"upon": "chair"}}})["contacts"]
    assert (laid["knee.left"]["drives"], laid["seat"]["drives"]) == ("limb", "root")


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        (
            {"stance": "flying", "rungs": {1: {}}},
            "bow.figure.yaml: rungs.1: there is no stance called 'flying'",
        ),
        ({"rungs": {3: {}}}, "bow.figure.yaml: rungs.3"),
        (
            {"stance": "chair", "rungs": {1: {"body": {"props": {"sofa": {}}}}}},
            "rungs.1.still: props.sofa.kind",
        ),
        ({"stance": "chair", "rungs": {1: {"body": {"legs": {"left": {"angle": 3}}}}}}, "legs.left.angle"),
        ({"stance": "chair", "rungs": {1: {"body": {"root": {"at": [1, 2]}}}}}, "rungs.1.still: root.at"),
        ({"stance": "chair", "rungs": {2: {"same_as": 1}}}, "rungs.2.same_as: there is no drawn rung 1"),
        (
            {
                "stance": "chair",
                "rungs": {
                    1: {"body": {"arms": {"left": {"shoulder": [0, 0, 0], "touches": {"bone": "head"}}}}}
                },
            },
            "say exactly one: wrist, shoulder, or touches",
        ),
    ],
)
def test_an_error_names_file_rung_and_key(tmp_path: Path, doc: dict[str, Any], expected: str) -> None:
    assert expected in said(tmp_path, doc)


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "bow.figure.yaml").write_text("stance: chair\nstance: standing\nrungs: {1: {}}")
    with pytest.raises(ContentError, match="the key 'stance' stands twice"):
        read("bow", tmp_path)


def test_yaml_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "bow.figure.yaml").write_text("rungs: {1: [")
    with pytest.raises(ContentError, match=r"bow\.figure\.yaml"):
        read("bow", tmp_path)
