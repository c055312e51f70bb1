"""The right side of what is written for the left one. Pure."""

import re

#: "A right angle" is the one other sense that texts about sides may use; a test holds them to it.
_SIDE = re.compile(r"\b(left|right)\b(?! angle)", re.IGNORECASE)


def mirrored(text: str) -> str:
    """`text` with left and right exchanged, "right angle" kept. Twice gives the text again."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        swapped = "right" if word.lower() == "left" else "left"
        return swapped.capitalize() if word[0].isupper() else swapped

    return _SIDE.sub(other, text)
