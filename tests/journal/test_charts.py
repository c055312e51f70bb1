"""Where the marks of the charts go, and the pictures that the templates make of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.trends import charts, stats
from journal.trends.charts import BarChart, DayChart, LineChart
from journal.trends.stats import DayDone, Entry, Flag, Mean, Series, Week, Window

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)  # a Saturday
DAY = timedelta(days=1)
WEEK = 7 * DAY

means = st.none() | st.builds(Mean, value=st.floats(0, 10), count=st.integers(1, 20))
minutes = st.none() | st.floats(0.1, 3000)


@st.composite
def week_lists(draw: st.DrawFn, most: int = 70) -> tuple[Week, ...]:
    rows = draw(st.lists(st.tuples(means, means, means, minutes), max_size=most))
    first = stats.monday(TODAY) - (len(rows) - 1) * WEEK
    return tuple(
        Week(first + n * WEEK, before, after, morning, int(spent is not None), spent, int(spent is not None))
        for n, (before, after, morning, spent) in enumerate(rows)
    )


past_days = st.integers(0, 500).map(lambda ago: TODAY - ago * DAY)
flag_lists = st.lists(st.builds(Flag, past_days, st.just("x")), max_size=60)
done_days = st.builds(DayDone, past_days | st.just(TODAY + DAY), st.just(8.0), st.booleans())
done_lists = st.lists(done_days, max_size=80)


def week(ago: int, before: float | None = None, spent: float | None = None) -> Week:
    mean = None if before is None else Mean(before, 1)
    return Week(
        stats.monday(TODAY) - ago * WEEK,
        mean,
        None,
        None,
        int(spent is not None),
        spent,
        int(spent is not None),
    )


# Lines


def test_a_gap_splits_the_line_and_a_lonely_week_has_a_point_and_no_line() -> None:
    chart = charts.line_chart([week(6, 4), week(5, 5), week(4), week(3, 2), week(2), week(1, 3), week(0, 3)])
    before = chart.lines[0]
    assert len(before.points) == 5
    assert [path.count("L") for path in before.paths] == [1, 1]


def test_nothing_at_all_is_empty() -> None:
    assert charts.line_chart([]).empty
    assert charts.line_chart([week(1), week(0, None, 12)]).empty
    assert charts.bar_chart([]).empty
    assert charts.bar_chart([week(0, 4)]).empty
    assert charts.day_chart([], TODAY).empty


def test_ten_is_at_the_top_and_zero_on_the_floor() -> None:
    chart = charts.line_chart([week(1, 10), week(0, 0)])
    assert [p.y for p in chart.lines[0].points] == [chart.plot.top, chart.plot.bottom]


@pytest.mark.parametrize("weeks", [1, 16, 53])
def test_shapes_differ_and_show_where_they_fall_together(weeks: int) -> None:
    """Drawn from the last to the first: what lies below reaches beyond what is drawn over it."""
    lines = charts.line_chart([week(n, 4) for n in reversed(range(weeks))]).lines
    disc, square, diamond = (float(re.findall(r"[\d.]+", line.mark)[0]) for line in lines)
    assert disc < square * 2**0.5 - 0.75, "the corners of the square, less half its stroke"
    tip = float(re.findall(r"-([\d.]+)L", lines[2].mark)[0])
    assert tip > max(disc, square) + 0.75
    assert diamond == 0
    assert len({line.mark for line in lines}) == 3


@settings(max_examples=60, deadline=None)
@given(week_lists())
def test_points_are_the_ratings_inside_the_plot_in_the_order_of_time(weeks: tuple[Week, ...]) -> None:
    chart = charts.line_chart(weeks)
    assert chart.earlier + len(chart.weeks) == len(weeks)
    for line in chart.lines:
        assert [(p.day, p.mean) for p in line.points] == [
            (w.start, mean) for w in chart.weeks if (mean := w.mean(line.series))
        ]
        assert all(a.x < b.x for a, b in pairwise(line.points))
        for point in line.points:
            assert chart.plot.left <= point.x <= chart.plot.right
            assert chart.plot.top <= point.y <= chart.plot.bottom


@settings(max_examples=60, deadline=None)
@given(week_lists())
def test_gaps_are_never_interpolated(weeks: tuple[Week, ...]) -> None:
    for line in charts.line_chart(weeks).lines:
        day_at = {f"{p.x:g} {p.y:g}": p.day for p in line.points}
        drawn = [(day_at[a], day_at[b]) for path in line.paths for a, b in pairwise(path[1:].split("L"))]
        days = [p.day for p in line.points]
        assert all(b - a == WEEK for a, b in drawn)
        assert drawn == [(a, b) for a, b in pairwise(days) if b - a == WEEK]


@settings(max_examples=60, deadline=None)
@given(week_lists())
def test_week_labels_stand_clear_inside_the_drawing_and_name_the_newest(weeks: tuple[Week, ...]) -> None:
    for chart in (charts.line_chart(weeks), charts.bar_chart(weeks)):
        assert all(a.right <= b.left for a, b in pairwise(chart.labels))
        assert all(label.left >= 0 and label.right <= chart.width for label in chart.labels)
        if weeks:
            assert chart.labels[-1].day == weeks[-1].start
            assert len({b.day - a.day for a, b in pairwise(chart.labels)}) <= 1


@settings(max_examples=60, deadline=None)
@given(week_lists(), flag_lists)
def test_flags_are_numbered_in_order_and_their_numbers_never_collide(
    weeks: tuple[Week, ...], flags: list[Flag]
) -> None:
    chart = charts.line_chart(weeks, flags)
    shown = [f for f in flags if chart.weeks and f.day >= chart.weeks[0].start]
    assert [f.number for f in chart.flags] == list(range(1, len(shown) + 1))
    assert [f.day for f in chart.flags] == sorted(f.day for f in shown)
    assert all(a.x <= b.x for a, b in pairwise(chart.flags))
    assert all(chart.plot.left <= f.x <= chart.plot.right for f in chart.flags)
    assert all(a.right <= b.left for a, b in pairwise(chart.flag_labels))
    assert all(label.left >= 0 and label.right <= chart.width for label in chart.flag_labels)
    assert named([label.text for label in chart.flag_labels]) == [f.number for f in chart.flags]


def named(texts: list[str]) -> list[int]:
    spans = [[int(n) for n in text.split("–")] for text in texts]
    return [n for span in spans for n in range(span[0], span[-1] + 1)]


def test_a_flag_stands_in_its_week() -> None:
    chart = charts.line_chart([week(1, 4), week(0, 4)], [Flag(stats.monday(TODAY), "x")])
    one, two = (p.x for p in chart.lines[1].points or chart.lines[0].points)
    assert one < chart.flags[0].x < two


# Averages of two weeks


def window(ago: int, mean: float, days: int = 14) -> Window:
    last = TODAY - ago * DAY
    return Window(last - (days - 1) * DAY, last, mean, 5)


@settings(max_examples=60, deadline=None)
@given(week_lists(), st.integers(0, 500), st.floats(0, 10))
def test_an_average_lies_across_its_days_at_its_height(
    weeks: tuple[Week, ...], ago: int, mean: float
) -> None:
    chart = charts.line_chart(weeks, [], [window(ago, mean)])
    inside = bool(weeks) and window(ago, mean).first >= chart.weeks[0].start
    assert len(chart.spans) == int(inside)
    for span in chart.spans:
        assert chart.plot.left <= span.x1 < span.x2 <= chart.plot.right + 0.1
        assert span.y == pytest.approx(chart.plot.bottom - 17 * mean, abs=0.1)
        assert 10 < span.value_y <= chart.plot.bottom, "its number, over or under it, is in the drawing"
        assert round(abs(span.value_y - span.y), 3) >= 10, "and not on the band"
        assert chart.plot.left < span.value_x < chart.plot.right


def test_its_number_stands_over_the_dots_that_it_is_made_of() -> None:
    chart = charts.line_chart([week(2, 1), week(1, 2), week(0, 9)], [], [window(0, 5)])
    assert chart.spans[0].value_y < chart.lines[0].points[-1].y
    first, last = chart.spans[0].x1, chart.spans[0].x2
    assert first < chart.lines[0].points[1].x < chart.lines[0].points[2].x < last


# Bars


@settings(max_examples=60, deadline=None)
@given(week_lists())
def test_bars_are_the_weeks_with_minutes_and_in_proportion(weeks: tuple[Week, ...]) -> None:
    chart = charts.bar_chart(weeks)
    top = chart.ticks[-1].value
    assert [b.day for b in chart.bars] == [w.start for w in chart.weeks if w.minutes is not None]
    assert [t.value * 2 for t in chart.ticks] == [0, top, 2 * top]
    for bar in chart.bars:
        assert chart.plot.left <= bar.x
        assert bar.x + bar.width <= chart.plot.right
        assert chart.plot.top <= bar.y < chart.plot.bottom
        share = (chart.plot.bottom - chart.plot.top) * bar.minutes / top
        assert bar.height == pytest.approx(max(2.0, share), abs=0.11)
    assert all(a.x + a.width < b.x for a, b in pairwise(chart.bars))


@pytest.mark.parametrize(("most", "top"), [(0.5, 10), (10, 10), (11, 20), (65, 80), (81, 100), (1300, 2000)])
def test_the_scale_ends_on_a_round_number(most: float, top: int) -> None:
    assert charts.bar_chart([week(0, None, most)]).ticks[-1].value == top


# Days


@settings(max_examples=60, deadline=None)
@given(done_lists)
def test_a_square_for_each_day_up_to_today_and_none_twice(done: list[DayDone]) -> None:
    chart = charts.day_chart(done, TODAY)
    known = {d.day for d in done if d.day <= TODAY}
    assert [s.day for s in chart.squares] == [
        chart.first + n * DAY for n in range((TODAY - chart.first).days + 1)
    ]
    assert {s.day for s in chart.squares if s.kind != "none"} == {d for d in known if d >= chart.first}
    assert chart.practised + chart.earlier == len(known)
    assert len(chart.weeks) <= charts.MAX_WEEKS
    assert len({(s.x, s.y) for s in chart.squares}) == len(chart.squares)
    assert all(s.x >= 0 and s.x + chart.size <= chart.width for s in chart.squares)
    assert all(s.y >= 0 and s.y + chart.size <= chart.height for s in chart.squares)
    assert [d for row in chart.weeks for d in row.days] == sorted(d for d in known if d >= chart.first)


@settings(max_examples=60, deadline=None)
@given(done_lists)
def test_month_labels_stand_clear(done: list[DayDone]) -> None:
    chart = charts.day_chart(done, TODAY)
    for one, other in pairwise(chart.months):
        assert one.y != other.y or one.right <= other.left
    assert all(label.right <= chart.width for label in chart.months)


def test_gentle_days_look_different_and_squares_are_big_enough_to_see() -> None:
    done = [DayDone(TODAY - n * DAY, 8, gentle=n == 1) for n in range(400)]
    chart = charts.day_chart(done, TODAY)
    assert [s.kind for s in chart.squares[-2:]] == ["gentle", "practice"]
    assert chart.size >= 9


# Pictures


def sample(weeks: int, gap: range = range(0)) -> list[Entry]:
    first = stats.monday(TODAY) - (weeks - 1) * WEEK
    days = [first + n * WEEK + d * DAY for n in range(weeks) if n not in gap for d in (0, 2, 5)]
    return [Entry(d, 4, 3 if d.day % 3 else None, None, 8.5, gentle=d.day % 5 == 0) for d in days]


def pictures(entries: list[Entry], flags: list[Flag]) -> dict[str, str]:
    weeks = stats.weeks(entries, TODAY)
    made: dict[str, LineChart | BarChart | DayChart] = {
        "line": charts.line_chart(weeks, flags),
        "bars": charts.bar_chart(weeks),
        "days": charts.day_chart(stats.practised_days(entries, TODAY), TODAY),
    }
    return {
        n: render_to_string(f"journal/charts/_{n}.html", {"chart": c, "uid": f"u-{n}"})
        for n, c in made.items()
    }


FLAGS = [Flag(TODAY - 9 * DAY, "Low lunge <easier>"), Flag(TODAY, "Added bridge")]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("weeks", [1, 3, 16, 60])
def test_pictures_have_title_description_and_table_in_every_language(weeks: int, language: str) -> None:
    with translation.override(language):
        made = pictures(sample(weeks, range(1, 2)), FLAGS)
    for name, html in made.items():
        assert f'aria-labelledby="u-{name}-title"' in html
        assert f'<title id="u-{name}-title">' in html
        assert f'<desc id="u-{name}-desc">' in html
        assert 'role="img"' in html
        assert '<table class="table table-sm">' in html
        assert "style=" not in html
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        geometry = re.findall(r'\b(?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', html)
        assert geometry
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in geometry)


def test_flags_are_a_numbered_list_with_their_words_escaped() -> None:
    html = pictures(sample(4), FLAGS)["line"]
    assert "Low lunge &lt;easier&gt;" in html
    assert html.count('<line class="chart-flag"') == 2
    assert '<li value="2">' in html


def test_before_practice_is_drawn_over_the_others() -> None:
    html = pictures(sample(4), [])["line"]
    drawn = re.findall(r'<g class="chart-(\w+)">', html)
    assert drawn == ["next_morning", "after", "before"]


def test_the_legend_has_each_line_and_dashed_ones_only_where_there_are_some() -> None:
    def legend(flags: list[Flag]) -> list[str]:
        html = pictures(sample(4), flags)["line"].split('<ul class="chart-legend">')[1].split("</ul>")[0]
        items = re.findall(r"<li>(.*?)</li>", html, re.S)
        return [" ".join(re.sub(r"<[^>]*>", "", item).split()) for item in items]

    lines = ["Before practice", "After"]
    assert legend([]) == lines
    assert legend(FLAGS[:1]) == [*lines, "Something changed (1), told below"]
    assert legend(FLAGS) == [*lines, "Something changed (1 to 2), told below"]


def test_the_others_are_drawn_by_a_tick_unless_there_is_nothing_before() -> None:
    all_three = [replace(s, next_morning=2) for s in sample(4)]
    html = pictures(all_three, [])["line"]
    assert re.findall(r'data-series="(\w+)"', html) == ["after", "next_morning"]
    after_only = [replace(s, before=None) for s in sample(4)]
    html = pictures(after_only, [])["line"]
    assert "data-series" not in html
    assert "Before practice" not in html
    assert "After" in html.split('<ul class="chart-legend">')[1]


def line_of(weeks: int, windows: Sequence[Window] = ()) -> str:
    chart = charts.line_chart(stats.weeks(sample(weeks), TODAY), [], windows)
    return render_to_string("journal/charts/_line.html", {"chart": chart, "uid": "u"})


def test_the_averages_of_the_sentence_are_drawn_with_their_numbers_and_named() -> None:
    told = line_of(16, [window(90, 6.04), window(0, 2.5)])
    values = re.findall(r'chart-span-value"[^>]*>([^<]*)<', told)
    assert values == ["6.0", "2.5"]
    assert "Averages of two weeks" in told
    assert "Average of two weeks" in line_of(16, [window(0, 2.5)])
    assert "chart-span" not in line_of(16)
    assert "told above" not in line_of(16)


def test_only_before_practice_has_a_line() -> None:
    """Three lines on top of each other were a tangle."""
    html = line_of(16)
    for series, lines in (("before", 1), ("after", 0), ("next_morning", 0)):
        drawn = html.split(f'<g class="chart-{series}">')[1].split("</g>")[0]
        assert drawn.count('class="chart-path"') == lines
    assert html.count('class="chart-path"') == 2, "and one in the legend"


def test_which_way_is_better_is_told_before_the_drawing_and_what_a_date_means_after_it() -> None:
    html = line_of(16)
    above, below = html.split("<svg", 1)[0], html.split("</svg>", 1)[1]
    assert "10 is the worst imaginable, 0 no discomfort: lower is better." in above
    assert "“16 Nov” means the week from Monday 16 Nov to Sunday 22 Nov." in below
    assert "means the week" not in line_of(50), "there the dates are months"


def test_the_table_says_what_its_brackets_are() -> None:
    html = pictures(sample(4), [])["line"]
    caption = html.split("<caption>")[1].split("</caption>")[0]
    assert caption == "Average of each week. In brackets: how many ratings it is made of."
    assert "4.0 <small>(3)</small>" in html


def test_the_table_says_missing_and_never_zero() -> None:
    html = pictures(sample(3, range(1, 2)), [])["line"]
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    assert cells[1] == ["–", "–", "–"]
    assert cells[0][0].startswith("4.0")


def test_without_data_there_is_a_sentence_and_no_picture() -> None:
    for html in pictures([], []).values():
        assert "<svg" not in html
        assert "chart-empty" in html


# Colours


def test_the_series_are_those_of_the_stylesheet() -> None:
    css = (ROOT / "static/css/charts.css").read_text()
    assert all(f".chart-{series} {{" in css for series in Series)
