"""What the builder made, as the site reads it, and the colours that the two have to agree on."""

import ast
import json
import re
from pathlib import Path

import pytest
import tinycss2

from hipapp.core.enums import Clothes, FigureBody, HairColour, Rung, SkinTone
from poses.content.loader import shipped
from poses.figures.made import MADE, made, read
from tests.manifests import BREATH, STILL, manifest, write

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "static" / "css" / "figures.css").read_text(encoding="utf-8")


def itself(slug: str, rung: Rung) -> tuple[str, Rung]:
    return slug, rung


def test_a_figure_with_its_frames(tmp_path: Path) -> None:
    write(tmp_path, "cat", {1: BREATH})
    found = read(tmp_path, itself).figure("cat", Rung.STANDARD)
    assert found
    assert (found.frames, found.cover, found.moves) == (("in", "out"), "out", True)
    assert found.path(FigureBody.A) == "figures/a/cat-1-out.svg"
    assert found.path(FigureBody.B, "in") == "figures/b/cat-1-in.svg"
    assert found.path(FigureBody.B, "card") == "figures/b/cat-1-card.svg"
    assert found.describe() == found.describe("out") == "On hands and knees, back rounded."
    assert found.describe("in") == "On hands and knees, back gently hollowed."


def test_where_nothing_is_drawn_there_is_no_figure(tmp_path: Path) -> None:
    write(tmp_path, "cat", {1: BREATH})
    nothing = read(tmp_path, itself)
    assert nothing.figure("cat", Rung.EASIER) is None
    assert nothing.figure("dog", Rung.STANDARD) is None
    assert read(tmp_path / "nowhere", itself).figure("cat", Rung.STANDARD) is None


def test_a_rung_that_is_another_pose_has_that_ones_figure(tmp_path: Path) -> None:
    write(tmp_path, "cat", {1: BREATH})
    found = read(tmp_path, lambda _slug, _rung: ("cat", Rung.STANDARD)).figure("dog", Rung.HARDER)
    assert found
    assert found.slug == "cat"


def test_a_missing_picture_falls_back_to_the_cover(tmp_path: Path) -> None:
    data = manifest("cat", {1: BREATH})
    del data["rungs"]["1"]["files"]["a/cat-1-card.svg"]
    data["rungs"]["1"]["cover"] = "still"  # a frame that there is not
    (tmp_path / "cat.json").write_text(json.dumps(data))
    found = read(tmp_path, itself).figure("cat", Rung.STANDARD)
    assert found
    assert found.path(FigureBody.A, "card") == "figures/a/cat-1-out.svg"


def test_a_manifest_of_another_form_counts_as_absent(tmp_path: Path) -> None:
    write(tmp_path, "cat", {1: STILL, 7: STILL})
    (tmp_path / "dog.json").write_text('{"format": 2, "rungs": {"1": {}}}')
    assert list(read(tmp_path, itself).figures) == [("cat", Rung.STANDARD)]


def test_what_is_shipped_belongs_to_the_library_and_is_there() -> None:
    poses = shipped().poses
    for figure in made().figures.values():
        assert any(r.rung is figure.rung for r in poses[figure.slug].rungs), figure.slug
        for body in FigureBody:
            for frame in (*figure.frames, "card"):
                assert (ROOT / "static" / figure.path(body, frame)).is_file()
                assert figure.path(body, frame).endswith(f"-{frame}.svg")
        for frame in figure.frames:
            assert figure.describe(frame), f"{figure.slug} {figure.rung} {frame} has no words"
    assert MADE.name == "made"


@pytest.mark.parametrize("slug", [s for s, d in shipped().poses.items() if any(r.same_as for r in d.rungs)])
def test_an_alias_of_the_library_finds_its_target(slug: str) -> None:
    for rung in (r for r in shipped().poses[slug].rungs if r.same_as):
        assert rung.same_as
        assert made().figure(slug, rung.rung) is made().figure(rung.same_as.pose, rung.same_as.rung)


# -- colours -------------------------------------------------------------------------------------------------


def drawn() -> dict[str, tuple[str, str]]:
    """The builder's colours, read without what the builder needs."""
    tree = ast.parse((ROOT / "poses" / "figures" / "svg.py").read_text(encoding="utf-8"))
    written = {ast.unparse(n.targets[0]): n.value for n in tree.body if isinstance(n, ast.Assign)}
    return {name: (pair[0], pair[1]) for name, pair in ast.literal_eval(written["COLOURS"]).items()}


def test_by_night_the_page_has_the_colours_of_the_pictures() -> None:
    """An image has them by itself; a picture by <use> has the page's."""
    at_night = CSS.split("@media screen and (prefers-color-scheme: dark) {")[1].split("@media ")[0]
    page = dict(re.findall(r"--fig-([a-z]+): (?:var\(--[a-z-]+, )?(#[0-9a-f]{6})", at_night))
    del page["ground"]
    assert page == {name: night for name, (_, night) in drawn().items()}


def test_the_usual_choice_looks_like_no_choice() -> None:
    day = {name: colour for name, (colour, _) in drawn().items()}
    night = {name: colour for name, (_, colour) in drawn().items()}
    for usual, names in (("skin-light", "skin"), ("hair-dark", "hair"), ("clothes-sea", "top legs mat")):
        rule = re.search(rf":is\(\.fig-{usual}, [^{{]+\{{([^}}]+)\}}", CSS)
        assert rule
        said = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", rule[1]))
        for name in names.split():
            assert (said[name], said[f"{name}-dark"]) == (day[name], night[name])


@pytest.mark.parametrize("word", [*SkinTone, *HairColour, *Clothes], ids=lambda w: f"{type(w).__name__} {w}")
def test_every_choice_has_its_colours(word: SkinTone | HairColour | Clothes) -> None:
    name = {SkinTone: "skin", HairColour: "hair", Clothes: "clothes"}[type(word)]
    assert f":is(.fig-{name}-{word}, .look:has(.fig-{name}-{word} :checked))" in CSS


def test_the_stylesheet_can_be_read() -> None:
    rules = tinycss2.parse_stylesheet(CSS, skip_comments=True, skip_whitespace=True)
    assert not [r for r in rules if r.type == "error"]
