"""The safety table in numbers, as docs/safety-review.md gives them.

`python -m poses.content.counts` writes them into that page; a test holds the page against the content.
"""

import re
from collections import Counter
from pathlib import Path

from hipapp.core.enums import Basis, Condition, Verdict
from poses.content.loader import Content, shipped
from poses.content.schema import Cell

PAGE = Path(__file__).resolve().parents[2] / "docs" / "safety-review.md"
_BEGIN, _END = "<!-- counted: python -m poses.content.counts -->", "<!-- /counted -->"
_BLOCK = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.S)


def counted(content: Content) -> str:
    """The numbers as Markdown. A borrowed rung's cells are counted once, with the pose they are written in."""
    own = [r for doc in content.written.values() for r in doc.rungs if r.same_as is None]
    rungs = sum(len(doc.rungs) for doc in content.written.values())
    cells = [cell for rung in own for cell in rung.cells.values()]
    sources = Counter(c.source for c in cells)
    lines = [
        f"{len(content.poses)} poses, {rungs} rungs, {rungs - len(own)} of them another pose's; "
        f"{len(own)} × {len(Condition)} conditions = {len(cells)} cells, at rules version "
        f"`{content.rules_version}`.",
        "",
        *_table(("verdict", "cells"), ((v, _of(cells, v)) for v in Verdict)),
        *_table(("basis", "cells"), ((b, sum(c.basis is b for c in cells)) for b in Basis)),
        *_table(("source", "cells"), sources.most_common()),
        "What is left for somebody with one condition and every prop at hand, the borrowed rungs included:",
        "",
        *_table(
            ("condition", *Verdict, "poses with a rung that stays"),
            (_left(content, condition) for condition in Condition),
        ),
    ]
    return "\n".join((_BEGIN, *lines, _END))


def _left(content: Content, condition: Condition) -> tuple[object, ...]:
    of_pose = [[r.cells[condition] for r in doc.rungs] for doc in content.poses.values()]
    cells = [cell for found in of_pose for cell in found]
    stays = sum(any(c.verdict is not Verdict.AVOID for c in found) for found in of_pose)
    return (condition, *(_of(cells, v) for v in Verdict), stays)


def _of(cells: list[Cell], verdict: Verdict) -> int:
    return sum(cell.verdict is verdict for cell in cells)


def _table(head: tuple[object, ...], rows: object) -> list[str]:
    lines = [f"| {' | '.join(map(str, row))} |" for row in (head, ["---"] * len(head), *rows)]  # type: ignore[misc]
    return [*lines, ""]


def written_on(page: str) -> str | None:
    """The block of numbers that stands on the page."""
    found = _BLOCK.search(page)
    return found[0] if found else None


def main() -> None:
    PAGE.write_text(_BLOCK.sub(counted(shipped()), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
