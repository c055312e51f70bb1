"""Where every mark of a chart goes: numbers in, drawing primitives out. Pure geometry; templates draw them."""

from journal.trends.charts.bars import BarChart, bar_chart
from journal.trends.charts.days import DayChart, day_chart
from journal.trends.charts.frame import MAX_WEEKS
from journal.trends.charts.lines import LineChart, line_chart

__all__ = ["MAX_WEEKS", "BarChart", "DayChart", "LineChart", "bar_chart", "day_chart", "line_chart"]
