"""The yardstick is the one that the figures in docs/coach-bench.md were measured with, and measuring works."""

import hashlib
import math
import re

import numpy as np
import pytest

from tests.bench import cost, draw, report
from tests.bench.alarms import GROUPS, fired, one, rate, steady, worsening
from tests.bench.measure import WORLD, Record, _one, records
from tests.bench.people import WORLDS, Life, live, person
from tests.bench.run import main
from tests.bench.score import Number, bars, by_week, calibration, score
from tests.bench.ways import static

#: Changes only with the yardstick: then every figure in docs/coach-bench.md has to be measured anew.
FROZEN = "e9629a647ce829abbe3d317f63b00c8b32f6a7fc8ebcc1a6d80c960ffdc99d2c"


def told(life: Life) -> str:
    """All that a life depends on, without anything that only the code's form decides."""
    rows = [
        (s.day, s.before, s.after, s.next_morning, s.gentle,
         [(i.pose, i.level, round(i.dose, 6)) for i in s.items], sorted((p, str(m)) for p, m in s.marks.items()))
        for s in life.sessions
    ]  # fmt: skip
    return repr((rows, [round(points, 6) + 0.0 for points in life.cost]))


def test_the_yardstick_is_frozen() -> None:
    digest = hashlib.sha256()
    for world in WORLDS:
        for seed in (0, 1):
            who = person(world, seed)
            digest.update(told(live(who, static(who))).encode())
    assert digest.hexdigest() == FROZEN


@pytest.fixture(scope="module")
def three() -> list[dict[str, Record]]:
    return [records(WORLD["default"], seed, ("static", "coach", "oracle")) for seed in (9000, 9001, 9003)]


def test_three_people_are_measured_and_shown(three: list[dict[str, Record]]) -> None:
    scores = {way: score(three, way) for way in ("static", "coach", "oracle")}
    assert scores["static"].gain == Number(0.0, 0.0, 0.0)
    assert scores["oracle"].gain.value > 0
    assert scores["coach"].violations == 0
    assert "**coach**" in report.world_table("default", "", scores)
    assert set(bars("default", scores["coach"])) == set(report.BARS)
    assert report.bar_table({"default": scores["coach"]}).count("\n") == 2


def test_the_plots_hold_a_panel_a_world_and_no_colour_of_the_page(three: list[dict[str, Record]]) -> None:
    bins = calibration([p["coach"] for p in three])
    plot = draw.calibration_plot({"default": bins, "delayed": bins})
    assert plot.count('class="ideal"') == 2
    weeks = draw.weeks_plot({"default": (by_week(three, "coach"), by_week(three, "oracle"))})
    for svg in (plot, weeks):
        assert 'class="ground"' in svg
        assert "prefers-color-scheme: dark" in svg
        assert "nan" not in svg


def test_a_process_measures_what_is_measured_here(three: list[dict[str, Record]]) -> None:
    again = _one(("default", 9000, ("static", "oracle")))
    assert again["oracle"].cost == three[0]["oracle"].cost


def test_unknown_worlds_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--worlds", "utopia"])
    assert "no 'utopia'" in capsys.readouterr().err


def test_weeks_without_practice_are_not_counted(three: list[dict[str, Record]]) -> None:
    weekly = np.full(16, math.nan)
    blank = {way: Record(0, weekly, 0, 0, 0, 0, 0, (), np.zeros((10, 3)), np.zeros(0)) for way in three[0]}
    assert by_week([*three, blank], "oracle")[3].value == pytest.approx(by_week(three, "oracle")[3].value)


def test_worsening_and_taking_drift_out_change_nothing_else() -> None:
    who = person(WORLD["nothing harms"], 9000)
    still = person(steady(WORLD["nothing harms"]), 9000)
    assert still.takes.tolist() == who.takes.tolist()
    assert still.level[-1] != who.level[-1]
    worse = worsening(who)
    assert worse.level[27] == who.level[27]
    assert worse.level[-1] - who.level[-1] == pytest.approx(0.04 * (len(who.level) - 1 - 28))
    assert worse.routine == who.routine
    assert fired(live(worse, static(worse))).see is not None


def test_every_group_of_the_alarms_is_made() -> None:
    for name, group in GROUPS.items():
        if group.way == "static":
            assert one((name, 9000)).days > 0
    assert rate([None, 3]) == "50 % [9, 91]"


def test_long_histories_reach_their_length() -> None:
    history = cost.long_history(9000, 52, every_pose=True)
    assert 48 * 7 <= history.sessions[-1].day < history.day == 364
    assert len({s.id for s in history.sessions}) == len(history.sessions)
    assert cost.nightly_hours(7.2) == pytest.approx(1.0)


def test_every_place_of_the_page_is_there() -> None:
    text = report.PAGE.read_text()
    for name in ("worlds", "bars", "calibration", "alarms", "cost"):
        assert len(re.findall(rf"<!-- /?{name} -->", text)) == 2
