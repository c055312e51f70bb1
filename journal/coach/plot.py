"""The numbers behind a suggestion, and where each mark of their drawing goes. Pure; templates draw it.

As in `journal.trends.charts` a drawing is 340 units wide, about a phone's column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hipapp.core.enums import Mark
from hipapp.core.speech import N_, say
from journal.coach.ask import LEAST, NOTICED, Found
from journal.coach.chances import HARM
from journal.coach.outlook import about, between, interval
from journal.coach.words import in_ten

WIDTH, HEIGHT = 340.0, 156.0
_LEFT, _RIGHT = 16.0, 324.0
_TOP, _BOTTOM = 22.0, 130.0
#: The axis, points either way: the least that holds every line. Beyond `WIDEST` what matters would be too small to see:
#: then the least that holds every best guess, and a line that reaches beyond it ends in an arrow.
REACHES = (1.0, 2.0, 3.0, 4.0, 10.0)
WIDEST = 4.0
#: Where it has its marks, in parts of that.
_TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)
_ROWS = (("after", N_("Straight after"), 60.0), ("next_morning", N_("Next morning"), 114.0))
_ARROW = 6.0
#: A row is so high, either way of its line; its name stands above it, where nothing is drawn.
_BAND = 12.0


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One effect: its name, its numbers in words, and its mark at `x` on the line from `low_x` to `high_x`."""

    name: str
    words: str
    mean: str
    low: str
    high: str
    x: float
    low_x: float
    high_x: float
    y: float
    #: Outlines of the arrows at ends that lie beyond the axis.
    arrows: tuple[str, ...]

    @property
    def top(self) -> float:
        return self.y - _BAND

    @property
    def bottom(self) -> float:
        return self.y + _BAND


@dataclass(frozen=True, slots=True)
class Drawing:
    """Effects with their intervals, one below the other."""

    about: str
    note: str
    rows: tuple[Row, ...]
    #: From and to of the part that stands out, and a dashed line at each of these.
    shade: tuple[float, float]
    dashes: tuple[float, ...]
    reach: float = REACHES[0]
    height: float = HEIGHT
    width: float = WIDTH
    left: float = _LEFT
    right: float = _RIGHT
    top: float = _TOP

    @property
    def bottom(self) -> float:
        return self.height - (HEIGHT - _BOTTOM)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        marks = (part * self.reach for part in _TICKS)
        return tuple(Tick(_x(v, self.reach), signed(v, short=True)) for v in marks)

    @property
    def zero_x(self) -> float:
        return _x(0.0, self.reach)

    @property
    def shade_x(self) -> float:
        return self.shade[0]

    @property
    def shade_width(self) -> float:
        return round(self.shade[1] - self.shade[0], 1)

    @property
    def band(self) -> float:
        return 2 * _BAND

    @property
    def goes_on(self) -> bool:
        """Some line is longer than there is room."""
        return any(row.arrows for row in self.rows)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that is shown of a suggestion's evidence. Chances are whole numbers of ten."""

    drawing: Drawing
    sessions_with: int
    sessions_without: int
    marks: tuple[tuple[Mark, int], ...]
    p_harm: int
    p_help: int


def numbers(evidence: Mapping[str, Any]) -> Numbers:
    """From what is kept with a suggestion (`evidence_of` in records.py)."""
    marks = evidence.get("marks", {})
    told = [(say(name), *evidence[key], y) for key, name, y in _ROWS if key in evidence]
    reach = _reach([(mean, *interval(mean, sd)) for _, mean, sd, _ in told])
    rows = tuple(_row(name, mean, interval(mean, sd), y, reach, _LIKELY) for name, mean, sd, y in told)
    return Numbers(
        drawing=Drawing(
            say("How your back was after practices with this pose, beside others"),
            say(
                "Points of your 0 to 10 rating, allowing for how you felt before. The dot is our best guess; most "
                "likely the truth lies on the line. To the right of the dashed line counts as too much."
            ),
            rows,
            shade=(_x(HARM, reach), _RIGHT),
            dashes=(_x(HARM, reach),),
            reach=reach,
        ),
        sessions_with=evidence.get("sessions_with", 0),
        sessions_without=evidence.get("sessions_without", 0),
        marks=tuple((mark, marks[mark.value]) for mark in Mark if mark.value in marks),
        p_harm=in_ten(evidence.get("p_harm", 0.0)),
        p_help=in_ten(evidence.get("p_help", 0.0)),
    )


def answer_drawing(found: Found) -> Drawing | None:
    """What "ask my back" has found; only what has enough practices to be drawn."""
    told = [
        (say(name), d, y)
        for d, (_key, name, y) in zip((found.after, found.next_morning), _ROWS, strict=True)
        if min(d.with_it, d.without) >= LEAST
    ]
    if not told:
        return None
    reach = _reach([(d.mean, *d.interval) for _, d, _ in told])
    return Drawing(
        say("How your back was after practices with this pose, beside those without it"),
        say(
            "Points of your 0 to 10 rating, allowing for how you felt before. The dot is our best guess; very likely "
            "(9 in 10) the truth lies on the line. Between the dashed lines nobody would notice a difference."
        ),
        tuple(_row(name, d.mean, d.interval, y, reach, _SURE) for name, d, y in told),
        shade=(_x(-NOTICED, reach), _x(NOTICED, reach)),
        dashes=(_x(-NOTICED, reach), _x(NOTICED, reach)),
        reach=reach,
        height=HEIGHT if told[-1][2] > _ROWS[0][2] else HEIGHT - (_ROWS[1][2] - _ROWS[0][2]),
    )


#: A line that holds the truth in 8 of 10 cases, and one that does in 9 of 10.
_LIKELY = N_("%(about)s, likely %(between)s")
_SURE = N_("%(about)s, very likely %(between)s")


def _reach(told: Sequence[tuple[float, float, float]]) -> float:
    """Each of `told` is a best guess with the ends of its line."""
    longest = max((abs(value) for line in told for value in line), default=0.0)
    furthest = longest if longest <= WIDEST else max(abs(mean) for mean, _, _ in told)
    return next((reach for reach in REACHES if furthest <= reach), REACHES[-1])


def _row(name: str, mean: float, between_: tuple[float, float], y: float, reach: float, told: str) -> Row:
    low, high = between_
    arrows = []
    if low < -reach:
        arrows.append(f"M{_LEFT:g} {y:g}l{_ARROW:g}-{_ARROW:g}v{2 * _ARROW:g}z")
    if high > reach:
        arrows.append(f"M{_RIGHT:g} {y:g}l-{_ARROW:g}-{_ARROW:g}v{2 * _ARROW:g}z")
    words = say(told, about=about(mean), between=between(low, high))
    x, low_x, high_x = (_x(value, reach) for value in (mean, low, high))
    return Row(name, words, signed(mean), signed(low), signed(high), x, low_x, high_x, y, tuple(arrows))


def _x(value: float, reach: float) -> float:
    share = (max(-reach, min(reach, value)) + reach) / (2 * reach)
    return round(_LEFT + share * (_RIGHT - _LEFT), 1)


def signed(value: float, *, short: bool = False) -> str:
    """A number with its sign, to a tenth; `short` leaves out a tenth that is none."""
    size = round(abs(value), 1)
    text = f"{size:g}" if short else f"{size:.1f}"
    if not size:
        return text
    return f"+{text}" if value > 0 else f"−{text}"
