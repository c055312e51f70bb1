"""Lines and shadows found in a picture's buffers, and the file that is written."""

import re
import shutil

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("numba")

from poses.figures.edges import NEVER, outlines, touches
from poses.figures.picture import DIGITS, PROP, Layers, _between
from poses.figures.raster import Buffer
from poses.figures.shades import plain, shaded, skin_points
from poses.figures.svg import COLOURS, document, night, resolved, smaller
from poses.figures.trace import compact, rounded
from poses.figures.wardrobe import HAND, KIND, RIGHT, THIGH, TRUNK

needs_potrace = pytest.mark.skipif(shutil.which("potrace") is None, reason="potrace is not installed")


# -- lines -------------------------------------------------------------------------------------------------


def plane() -> tuple[np.ndarray, np.ndarray]:
    depth = np.full((40, 60), 700.0)
    thing = np.zeros((40, 60), np.int16)
    return depth, thing


def lines(depth: np.ndarray, thing: np.ndarray, step: float = 1.0) -> np.ndarray:
    n = int(thing.max()) + 1
    return outlines(depth, thing, np.full((n, n), step), np.full((n, n), 2.0))


def test_a_line_runs_on_the_far_side_of_a_step() -> None:
    depth, thing = plane()
    depth[:, :30] = 690
    made = lines(depth, thing)
    assert made[20].nonzero()[0].tolist() == [30, 31]


def test_a_steep_surface_is_no_step() -> None:
    depth, thing = plane()
    depth += np.arange(60) * 3.0
    assert not lines(depth, thing).any()


def test_no_line_against_the_empty_ground_nor_between_what_never_parts() -> None:
    depth, thing = plane()
    depth[:, :30] = 690
    assert not lines(depth, thing, NEVER).any()
    thing[:, 30:] = -1
    assert not lines(depth, thing).any()


def test_fingers_part_sooner_than_a_hand_and_its_forearm() -> None:
    index, middle = HAND * DIGITS + 2, HAND * DIGITS + 3
    assert _between(index, middle)[0] < _between(HAND * DIGITS, 4 * DIGITS)[0]
    assert _between(index, index)[0] == NEVER
    assert _between(THIGH * DIGITS, (THIGH + RIGHT) * DIGITS)[0] < _between(TRUNK * DIGITS, THIGH * DIGITS)[0]
    assert _between(PROP + 1, PROP + 2)[0] < _between(PROP + 1, TRUNK * DIGITS)[0]


def test_a_shadow_lies_where_a_body_touches_what_carries_it() -> None:
    depth, _ = plane()
    body = np.zeros(depth.shape, bool)
    body[5:20, 10:50] = True
    near = touches(depth, body, ~body, 1.0, 4.0)
    assert near[21, 30]
    assert not near[10, 30]
    depth[~body] += 30
    assert not touches(depth, body, ~body, 1.0, 4.0).any()


UP = np.array([0.0, 1.0, 0.0])


def wall(height: float) -> tuple[np.ndarray, np.ndarray]:
    """A point of a wall that looks ahead, and the wall's normal there."""
    return np.array([[0.0, height, 0.0]]), np.array([[0.0, 0.0, 1.0]])


def palm(gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Two triangles, 10 cm in square, so far before the wall; their lower edge is 100 cm high."""
    corners = np.array([[-5.0, 100, gap], [5, 100, gap], [5, 110, gap], [-5, 110, gap]])
    return corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32)


@pytest.mark.parametrize(
    ("gap", "height", "dark"),
    [(0.5, 100.5, True), (0.5, 98, True), (0.5, 94, False), (0.5, 111.5, False), (6, 100.5, False)],
)
def test_a_hand_on_a_wall_darkens_it_there_and_a_little_below(gap: float, height: float, dark: bool) -> None:
    assert shaded(*wall(height), skin_points(*palm(gap)), UP).tolist() == [dark]


def test_a_seat_is_shaded_by_the_thigh_close_above_it() -> None:
    thigh = np.array([[-1.0, 48, 0], [1, 48, 0], [0, 48, 1]]), np.array([[0, 1, 2]], np.int32)
    seat = np.array([[0.0, 45, 0], [0, 45, 8]])
    assert shaded(seat, np.tile(UP, (2, 1)), skin_points(*thigh), UP).tolist() == [True, False]


def test_hidden_pieces_and_hidden_holes_of_a_shade_are_let_go() -> None:
    mask, hidden = np.zeros((12, 30), bool), np.zeros((12, 30), bool)
    mask[2:10, 2:12] = True
    mask[5, 5] = mask[5, 9] = False
    mask[4:6, 20:24] = True
    hidden[:, 4:7] = hidden[:, 18:] = True
    made = plain(mask, hidden)
    assert made[5, 5], "a hole that nobody sees"
    assert not made[5, 9], "one that is seen"
    assert not made[:, 18:].any()


def test_the_middle_of_a_slanting_surface_is_seen_where_it_is() -> None:
    """From 100 to 300 cm away: half way across the picture it is 150 away, a quarter of its length."""
    corners = np.array([[0.0, 0, 100], [40, 0, 300], [0, 41, 100]])
    buffer = Buffer.empty(40, 4)
    buffer.draw(corners, np.array([[0, 1, 2]], np.int32), 0)
    assert buffer.depth[0, 19] == pytest.approx(150, abs=3)
    assert buffer.weights[0, 19, 1] == pytest.approx(0.25, abs=0.03)


# -- the file ----------------------------------------------------------------------------------------------


def test_path_data_is_written_without_needless_spaces() -> None:
    assert compact("M12 30 c4 -5 6\n -7 8 9 z m 3 4") == "M12 30c4-5 6-7 8 9zm3 4"


def test_a_small_mask_shows_what_most_pixels_are() -> None:
    mask = np.zeros((5, 7), bool)
    mask[:3, :3] = True
    assert smaller(mask, 2).tolist() == [[True, False, False, False], [False] * 4, [False] * 4]
    assert smaller(mask, 1) is mask


def test_rounding_keeps_a_large_shape_and_drops_a_hair() -> None:
    mask = np.zeros((60, 60), bool)
    mask[10:40, 10:40] = True
    mask[50, 5:55] = True
    soft = rounded(mask, 1.5)
    assert soft[12:38, 12:38].all()
    assert not soft[50].any()


def test_resolved_leaves_no_variable_and_no_style() -> None:
    made = '<svg><style>@media(x){:root{--fig-top:#000}}</style><path fill="var(--fig-top,#2c7d74)" d="M0 0z"/></svg>'
    assert resolved(made) == '<svg><path fill="#2c7d74" d="M0 0z"/></svg>'
    assert resolved(made, {"top": "#123456"}) == '<svg><path fill="#123456" d="M0 0z"/></svg>'


def test_every_colour_is_one_by_day_and_by_night() -> None:
    assert set(night()) == set(COLOURS)
    for pair in COLOURS.values():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in pair)


def some_layers(fine: int = 1) -> Layers:
    """A body in front of a block, on a mat."""
    shape = (600 * fine, 800 * fine)
    kind, behind, ground = (np.zeros(shape, np.int16) for _ in range(3))
    ground[400 * fine : 500 * fine, 100 * fine : 700 * fine] = KIND["mat"]
    behind[:] = ground
    behind[300 * fine : 450 * fine, 300 * fine : 400 * fine] = KIND["block"]
    kind[:] = behind
    kind[150 * fine : 420 * fine, 340 * fine : 480 * fine] = KIND["top"]
    kind[100 * fine : 150 * fine, 380 * fine : 440 * fine] = KIND["skin"]
    thing = np.where(kind >= KIND["block"], PROP, np.where(kind > 0, TRUNK * DIGITS, -1)).astype(np.int16)
    thing[kind == KIND["mat"]] = -1
    none = [np.zeros(shape, bool) for _ in range(8)]
    return Layers(fine, kind, behind, ground, thing, np.full(shape, 700.0), np.full(shape, 0.5), *none)


@needs_potrace
@pytest.mark.parametrize("coarse", [False, True])
def test_the_file_has_its_form(coarse: bool) -> None:
    made = document(some_layers(), coarse=coarse)
    assert made.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600"><style>')
    assert made.count("<g ") == made.count('id="') == made.count("<style>") == 1
    assert "class=" not in made
    assert "style=" not in made
    assert all(f"var(--fig-{name}," in made for name in ("mat", "block", "top", "skin"))
    assert "hair" not in made
    assert "var(" not in resolved(made)


@needs_potrace
def test_a_prop_keeps_its_whole_outline_behind_a_body() -> None:
    made = document(some_layers())
    block = re.search(r'--fig-block,[^"]*"[^>]* d="([^"]*)"', made)
    assert block is not None
    assert block.group(1).count("M") == 1
    assert len(re.findall(r"[a-zA-Z]", block.group(1))) < 14
