"""The design tokens: everything that is read stands out from what it stands on, in every theme."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
#: How our names begin.
OURS = "hip|far|text|space|radius|weight|target|lift|quick|calm|ease"
#: Text, and what it stands on.
READ = [
    ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("ink", "adapt-tint"), ("ink", "avoid-tint"),
    ("quiet", "paper"), ("quiet", "card"), ("quiet", "tint"), ("link", "paper"), ("link", "card"), ("link", "tint"),
    ("main", "card"), ("main", "paper"), ("on-main", "main"), ("on-main", "main-strong"), ("fine", "card"),
    ("adapt", "card"), ("adapt", "adapt-tint"), ("avoid", "card"), ("avoid", "avoid-tint"), ("flag", "paper"),
]  # fmt: skip
#: Lines of charts, edges of what can be typed into or ticked, and the ring of the focus.
SEEN = [
    ("edge", "card"), ("edge", "paper"), ("main", "card"), ("main", "paper"), ("ticked", "card"), ("rim", "card"),
    ("rim", "paper"), ("before", "paper"), ("after", "paper"), ("morning", "paper"), ("flag", "paper"),
]  # fmt: skip


#: Text of the player, read from two metres, and what it stands on; the ring's number on both of its grounds.
FAR = [
    ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("ink", "adapt-tint"), ("ink", "avoid-tint"),
    ("quiet", "paper"), ("quiet", "card"), ("quiet", "tint"), ("link", "paper"), ("link", "avoid-tint"),
    ("main", "paper"), ("main", "card"), ("main", "tint"), ("on-main", "main"), ("on-main", "main-strong"),
    ("adapt", "card"), ("adapt", "adapt-tint"), ("avoid", "paper"), ("avoid", "card"), ("avoid", "avoid-tint"),
]  # fmt: skip
#: Edges of its buttons, and the ring.
FAR_SEEN = [("line", "card"), ("line", "paper"), ("main", "paper"), ("quiet", "paper")]


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme: those of its own block, over what it stands on."""
    first, *blocks = TOKENS.split("@media ")
    of = {"light": _colours(first)}
    for block in blocks:
        query = block.split("{", 1)[0].strip()
        name = NAMES.get(query)
        if name:
            under = of["dark"] if name == "dark, more contrast" else of["light"]
            of[name] = under | _colours(block)
    return of


NAMES = {
    "screen and (prefers-color-scheme: dark)": "dark",
    "screen and (prefers-contrast: more)": "more contrast",
    "screen and (prefers-contrast: more) and (prefers-color-scheme: dark)": "dark, more contrast",
    "print": "print",
}


def far(theme: str) -> dict[str, str]:
    """A theme's colours by the names of `.from-afar`, which may be no others than those that it changes."""
    colours = themes()[theme]
    renamed = dict(re.findall(r"--hip-([a-z-]+): var\(--far-([a-z-]+)\)", TOKENS))
    if "contrast" in theme:  # there the ordinary ones are strong enough, and are taken
        own = dict(re.findall(r"--far-([a-z-]+): var\(--hip-([a-z-]+)\)", TOKENS))
        assert own == {name: name for name in set(renamed.values())}
        return colours
    start = "@media screen and (prefers-color-scheme: dark)" if theme == "dark" else ":root"
    block = TOKENS[TOKENS.index(start) :].split("@media ")[theme == "dark"]
    values = dict(re.findall(r"--far-([a-z-]+): #([0-9a-f]{6})\b", block))
    assert set(values) == set(renamed.values()), theme
    return colours | {name: values[source] for name, source in renamed.items()}


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--hip-([a-z-]+): #([0-9a-f]{3,6})\b", block))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 6 else "".join(2 * c for c in colour)
    channels = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_every_theme_is_there_and_names_every_colour() -> None:
    found = themes()
    assert set(found) == {"light", *NAMES.values()}
    assert [name for name, colours in found.items() if set(found["light"]) - set(colours)] == []


@pytest.mark.parametrize("theme", ["light", *NAMES.values()])
def test_what_is_read_and_what_is_used_stand_out(theme: str) -> None:
    colours = themes()[theme]
    least = 7.0 if "contrast" in theme else 4.5
    weak = {pair: round(contrast(*map(colours.get, pair)), 2) for pair in READ}  # type: ignore[arg-type]
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}
    edges = {pair: round(contrast(*map(colours.get, pair)), 2) for pair in SEEN}  # type: ignore[arg-type]
    assert {pair: ratio for pair, ratio in edges.items() if ratio < 3.0} == {}


@pytest.mark.parametrize("theme", [theme for theme in ("light", *NAMES.values()) if theme != "print"])
def test_what_is_read_from_two_metres_stands_out_more(theme: str) -> None:
    colours = far(theme)
    for pairs, least in ((FAR, 7.0), (FAR_SEEN, 3.0)):
        found = {pair: round(contrast(*map(colours.get, pair)), 2) for pair in pairs}  # type: ignore[arg-type]
        assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_pages_use_the_names_and_no_colours_of_their_own() -> None:
    """But for what has a palette of its own (figures), and ink on paper."""
    for path in CSS.glob("*.css"):
        if path.stem in ("tokens", "figures"):
            continue
        text = re.sub(r"@media print \{.*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![\w-])", text), path.name


def test_every_name_that_is_used_is_defined() -> None:
    defined = set(
        re.findall(r"(--[\w-]+):", "".join(p.read_text(encoding="utf-8") for p in CSS.glob("*.css")))
    )
    for path in CSS.glob("*.css"):
        used = set(
            re.findall(
                r"var\((--(?:hip|far|text|space|radius|weight|target|lift|quick|calm|ease)[\w-]*)",
                path.read_text(),
            )
        )
        assert used <= defined, (path.name, used - defined)


#: A distance, and a length in it that is more than the width of a line.
DISTANCE = re.compile(
    r"(?:^|[;{\s])((?:row-|column-)?gap|margin(?:-[a-z-]+)?|padding(?:-[a-z-]+)?)\s*:\s*([^;}]+)"
)
LENGTH = re.compile(r"(?<![\w.-])-?(\d*\.?\d+)rem")


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.stem)
def test_distances_are_steps_of_the_tokens(sheet: Path) -> None:
    found = [
        f"{name}: {value}"
        for name, value in DISTANCE.findall(sheet.read_text(encoding="utf-8"))
        if "calc(" not in value and any(float(n) >= 0.25 for n in LENGTH.findall(value))
    ]
    assert not found
