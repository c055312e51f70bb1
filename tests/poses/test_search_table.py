"""Forty searches as people type them, and what has to come first."""

import pytest

from poses.content.loader import shipped
from poses.library.catalogue import in_order
from poses.library.search import Filters, Found, find
from poses.library.spelling import meant
from poses.library.views import vocabulary

#: query → the poses that may come first, any of them.
FIRST = {
    # English names and aliases
    "stiff back after sitting": "sitting-reset",
    "tree": "tree-at-the-wall",
    "pigeon": "pigeon-supported",
    "figure four": "figure-four-supine chair-figure-four",
    "cat cow": "cat-cow-hinge",
    "bird dog": "bird-dog",
    "clams": "clamshell",
    "bridge": "glute-bridge bridge-hold",
    "childs pose": "childs-pose-supported",
    "happy baby": "happy-baby-half",
    "legs up the wall": "legs-up-wall",
    "knee to chest": "knee-to-chest-rock",
    "sit to stand": "sit-to-stand",
    "lunge": "low-lunge-supported desk-lunge",
    # Sanskrit
    "baddha konasana": "supported-butterfly",
    "virasana": "hero-supported",
    "malasana": "garland-supported",
    "viparita karani": "legs-up-wall",
    "vrksasana": "tree-at-the-wall",
    "balasana": "childs-pose-supported",
    "savasana": "savasana-supported",
    # muscles and places
    "piriformis": "figure-four-supine chair-figure-four hip-circles",
    "psoas": "half-kneeling-hip-flexor constructive-rest standing-chair-hip-flexor",
    "hip flexor": "half-kneeling-hip-flexor standing-chair-hip-flexor desk-lunge",
    "hamstring": "chair-hamstring-stretch reclined-hand-to-toe-strap half-splits-blocks",
    "inner thigh": "adductor-rock-back supported-butterfly happy-baby-half goddess-chair garland-supported",
    "outer hip": "clamshell figure-four-supine ninety-ninety hip-circles side-lying-leg-lift",
    "glutes": "glute-bridge",
    "calf": "heel-raises-desk",
    "core": "dead-bug bird-dog side-bridge-knees",
    # complaints
    "tight from sitting": "half-kneeling-hip-flexor chair-figure-four chair-hamstring-stretch chair-side-reach",
    "stiff in the morning": "cat-cow-hinge pelvic-tilts",
    "lower back": "constructive-rest pelvic-tilts pelvic-bowl cat-cow-hinge",
    "wobbly": "tree-at-the-wall heel-to-toe-stand",
    "stress": "belly-breathing",
    "desk": "chair-cat-cow desk-lunge heel-raises-desk sitting-reset",
    # slips of the finger
    "butterly": "supported-butterfly",
    "pirifomris": "figure-four-supine chair-figure-four hip-circles",
    "badha konasna": "supported-butterfly",
    "hamstirng": "chair-hamstring-stretch reclined-hand-to-toe-strap half-splits-blocks",
    "dedbug": "dead-bug",
    "birddog": "bird-dog",
    "shpinx": "sphinx",
}


def ask(query: str) -> Found:
    return find(in_order(shipped().poses.values()), Filters(q=query), lambda pose, rung: True, vocabulary())


@pytest.mark.parametrize(("query", "first"), FIRST.items())
def test_the_first_answer(query: str, first: str) -> None:
    found = ask(query)
    assert found.matches, query
    assert found.matches[0].doc.slug in first.split()


#: Sentences of which no pose has every word: what has to be among the first three, and what nobody knows.
SENTENCES = {
    "stiff after sitting in the van": ("sitting-reset", ("van",), False),
    "my back hurts when I drive the lorry all day": ("sitting-reset", ("lorry",), False),
    "pinched nerve in my buttock": ("figure-four-supine", ("pinched", "nerve"), False),
    "knee hamstring neck wrist": ("half-splits-blocks", ("neck",), True),
}


@pytest.mark.parametrize(("query", "told"), SENTENCES.items())
def test_a_sentence_finds_what_it_can(query: str, told: tuple[str, tuple[str, ...], bool]) -> None:
    first, unknown, nearest = told
    found = ask(query)
    assert first in [m.doc.slug for m in found.matches[:3]]
    assert (found.asked.unknown, found.asked.nearest) == (unknown, nearest)


def test_words_that_nobody_knows_find_nothing() -> None:
    found = ask("qwertz zuiop")
    assert (found.matches, found.asked.unknown) == ([], ())


def test_a_place_is_no_name() -> None:
    """ "Low back" once brought "Low locust" to the front."""
    found = [m.doc.slug for m in ask("low back stiff after sitting").matches]
    assert found.index("sitting-reset") < 3
    assert "locust-low" not in found[:5]


def test_what_somebody_cannot_do_is_a_filter() -> None:
    for query in ("cant kneel", "can't kneel", "i cannot kneel", "cant kneal"):
        found = ask(query)
        assert found.asked.no_kneeling, query
        assert len(found.matches) > 20


def test_a_slip_is_said_and_a_word_of_no_pose_finds_nothing() -> None:
    assert ask("buterfly").asked.respelled == (("buterfly", "butterfly"),)
    assert ask("butterfly").asked.respelled == ()
    assert not ask("xylophone").matches


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("kne", None),
        ("knee", None),
        ("knees", None),
        ("knne", "knee"),
        ("hxp", None),
        ("sciattica", "sciatica"),
    ],
)
def test_what_was_meant(typed: str, word: str | None) -> None:
    assert meant(typed, {"knee", "knees", "hip", "sciatica"}) == word
