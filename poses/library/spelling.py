"""Words that were meant, for words that were typed. Pure."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: Shorter words are taken as they are: too many others are one letter away.
SHORTEST = 4
#: From this length on two slips are forgiven, below it one.
LONG = 7


def meant(typed: str, known: Collection[str]) -> str | None:
    """The known word nearest to `typed`, or None if it is known (also as a beginning) or nothing is near.

    Near is at most one letter wrong, missing, too much or swapped with its neighbour; two in long words
    (optimal string alignment distance). Of equally near ones the first by the alphabet, so the answer is always the
    same.
    """
    if len(typed) < SHORTEST or any(word.startswith(typed) for word in known):
        return None
    slips = 2 if len(typed) >= LONG else 1
    near = sorted(word for word in known if len(word) >= SHORTEST and word[0] == typed[0])
    found = process.extractOne(typed, near, scorer=OSA.distance, score_cutoff=slips)
    if found is None and len(typed) >= LONG:  # a slip in the first letter
        found = process.extractOne(typed, sorted(known), scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None
