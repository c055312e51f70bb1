"""The right side is what is written for the left one, mirrored."""

import re

from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.enums import Sides
from poses.content.loader import shipped
from poses.content.sides import mirrored

WORDS = st.lists(
    st.sampled_from(["left", "right", "Left", "knee", "angle", "a", "brightly", "leftover"]), max_size=12
)


def test_mirrored() -> None:
    assert mirrored("Left foot in front of the right, knee at a right angle.") == (
        "Right foot in front of the left, knee at a right angle."
    )


@given(WORDS)
def test_twice_is_the_same_again(words: list[str]) -> None:
    text = " ".join(words)
    assert mirrored(mirrored(text)) == text


def test_texts_about_sides_use_the_words_in_no_other_sense() -> None:
    other_sense = re.compile(
        r"\bright (above|below|at|through|away|up|down|under|over)\b|\b(is|are|be|nothing) left\b"
    )
    for doc in shipped().poses.values():
        for rung in doc.rungs:
            if (rung.sides or doc.sides) is Sides.EACH:
                said = (t.say for t in rung.timeline)
                for text in (*doc.cues, *(rung.steps or doc.steps), *(b.do for b in doc.breath), *said):
                    assert not other_sense.search(text), f"{doc.slug}: {text}"
