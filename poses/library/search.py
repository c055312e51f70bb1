"""Which poses fit a search and filters, and in which of their forms. Pure: documents in, documents out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hipapp.core.enums import Condition, Feature, Job, Level, Position, Region, Rung, Sides, Verdict
from poses.content.schema import PoseDoc, RungDoc
from poses.library.spelling import meant
from poses.safety.facts import ALWAYS_AT_HAND

#: Words that say nothing about which pose is meant.
_EMPTY = {
    "a", "after", "all", "am", "an", "and", "are", "as", "at", "be", "because", "but", "by", "can", "cannot", "cant",
    "day", "days", "do", "exercise", "exercises", "feel", "feels", "for", "from", "get", "getting", "had", "has",
    "have", "help", "i", "if", "in", "into", "is", "it", "me", "my", "of", "on", "or", "out", "pose", "poses", "so",
    "stretch", "stretches", "stretching", "that", "the", "this", "to", "too", "up", "very", "was", "when", "while",
    "with", "yoga",
}  # fmt: skip
#: How it feels: a pose that says the same comes first, but none is left out for want of it.
_FEELING = ("ach", "hurt", "pain", "sore", "stiff", "tense", "tight")
_SAID_WHOLE = 6
#: … and where one complaint has all of several words, so does that.
_SAID_TOGETHER = 2
#: A word of a region that is named in several words counts at most so much in a pose.
_OF_A_PLACE = 2
#: "can't kneel", "no kneeling", "cannot get down to the floor" mean the filter, not the poses that kneel.
_NOT = re.compile(r"\b(?:cant|can not|cannot|dont|no|not|without)\b(?: \w+){0,4}? (kneel\w*|floor)\b")


@dataclass(frozen=True)
class Filters:
    """What the library page is asked for. Empty means not asked."""

    q: str = ""
    job: tuple[Job, ...] = ()
    position: tuple[Position, ...] = ()
    region: tuple[Region, ...] = ()
    props: tuple[str, ...] = ()  # at hand
    limit_props: bool = False  # only poses that need nothing but `props`
    minutes: int | None = None  # at most, for the whole pose with both sides
    no_kneeling: bool = False
    no_floor: bool = False
    suits_me: bool = False

    def active(self) -> tuple[str, ...]:
        """Names of the filters that are set, in the page's order."""
        names = [name for name in ("q", "job", "position", "region") if getattr(self, name)]
        if self.limit_props:
            names.append("props")
        return (
            *names,
            *(n for n in ("minutes", "no_kneeling", "no_floor", "suits_me") if getattr(self, n)),
        )

    def without(self, name: str) -> "Filters":
        empty = Filters()
        if name == "props":
            return replace(self, props=(), limit_props=False)
        return replace(self, **{name: getattr(empty, name)})


@dataclass(frozen=True)
class Vocabulary:
    """What people call regions and conditions, from the content."""

    regions: Mapping[Region, tuple[str, ...]] = field(default_factory=dict)
    conditions: Mapping[Condition, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A search as it was understood."""

    text: str = ""  # without what became a condition or a filter
    words: tuple[str, ...] = ()  # each must be found
    feelings: tuple[str, ...] = ()  # only decide the order
    #: Conditions that were named: no pose is *for* them, so they find the forms that their rules leave open.
    conditions: tuple[Condition, ...] = ()
    no_kneeling: bool = False
    no_floor: bool = False
    #: What was typed and what it was taken for, where that is not a word of any pose.
    respelled: tuple[tuple[str, str], ...] = ()
    #: Words that no pose can be found by: nothing is left out for want of them.
    unknown: tuple[str, ...] = ()
    #: Whether no pose has all of the words, so that those with most of them are shown.
    nearest: bool = False


@dataclass(frozen=True)
class Match:
    """A pose and its rungs that pass every filter, at least one."""

    doc: PoseDoc
    rungs: tuple[RungDoc, ...]


@dataclass(frozen=True)
class Found:
    matches: list[Match]
    asked: Asked
    #: If nothing was found: which filter to drop, and how many poses that would show.
    drop: list[tuple[str, int]] = field(default_factory=list)


#: Whether a rung is open to the person.
Suits = Callable[[str, Rung], bool]


def find(
    poses: Iterable[PoseDoc], filters: Filters, suits: Suits, vocabulary: Vocabulary | None = None
) -> Found:
    """Poses of which one rung passes every filter; the best answers to a search first.

    People write sentences. Where nothing has every word, those that no pose knows are passed over; where that is not
    enough, the poses with most of the words come, at least half of them.
    """
    known = vocabulary or Vocabulary()
    all_poses = list(poses)
    text, respelled = respell(filters.q, all_poses, known)
    filters = replace(filters, q=text)
    matches = _matches(all_poses, filters, suits, known)
    unknown: tuple[str, ...] = ()
    nearest = False
    if not matches and text:
        known_text, unknown = _known_part(text, all_poses, known)
        if known_text and unknown:
            filters = replace(filters, q=known_text)
            matches = _matches(all_poses, filters, suits, known)
    if not matches and text:
        matches = _matches(all_poses, filters, suits, known, nearest=True)
        nearest = bool(matches)
    drop = []
    if not matches:
        tried = [
            (name, len(_matches(all_poses, filters.without(name), suits, known))) for name in filters.active()
        ]
        drop = sorted(((n, c) for n, c in tried if c), key=lambda t: -t[1])
    asked = replace(
        understand(filters.q, known),
        respelled=respelled,
        unknown=unknown if matches else (),
        nearest=nearest,
    )
    return Found(matches, asked, drop)


def _known_part(text: str, poses: Iterable[PoseDoc], vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """A search without the words that no pose can be found by, and those words."""
    words = {w for doc in poses for _, words in _fields(doc, vocabulary) for w in words}
    asked = understand(text, vocabulary)
    unknown = tuple(w for w in asked.words if not any(k.startswith(_stem(w)) for k in words))
    return " ".join(w for w in fold(text).split() if w not in unknown), unknown


def _matches(
    poses: Iterable[PoseDoc],
    filters: Filters,
    suits: Suits,
    vocabulary: Vocabulary,
    *,
    nearest: bool = False,
) -> list[Match]:
    asked = understand(filters.q, vocabulary)
    filters = replace(
        filters,
        no_kneeling=filters.no_kneeling or asked.no_kneeling,
        no_floor=filters.no_floor or asked.no_floor,
    )
    found = []
    for doc in poses:
        rungs = tuple(
            r
            for r in doc.rungs
            if _rung_fits(r, filters)
            and _leaves_open(r, asked.conditions)
            and (not filters.suits_me or suits(doc.slug, r.rung))
        )
        if rungs and _pose_fits(doc, filters):
            found.append((*_score(doc, asked, vocabulary), Match(doc, rungs)))
    needed = len(asked.words)
    if nearest:
        needed = max(max((words for words, _, _ in found), default=0), (needed + 1) // 2)
    enough = (f for f in found if f[0] >= needed)
    return [match for _, _, match in sorted(enough, key=lambda f: -f[1])]


def _pose_fits(doc: PoseDoc, filters: Filters) -> bool:
    return (not filters.job or doc.job in filters.job) and (
        not filters.region or bool(set(filters.region) & set(doc.regions))
    )


def _rung_fits(rung: RungDoc, filters: Filters) -> bool:
    assert rung.position is not None  # noqa: S101 (resolved by the loader)
    level = rung.position.level
    at_hand = ALWAYS_AT_HAND | set(filters.props)
    return (
        (not filters.position or rung.position in filters.position)
        and (not filters.limit_props or set(rung.props) <= at_hand)
        and (filters.minutes is None or whole_seconds(rung) <= filters.minutes * 60)
        and not (filters.no_floor and level in (Level.FLOOR, Level.KNEELING))
        and not (
            filters.no_kneeling
            and (level is Level.KNEELING or rung.features.get(Feature.KNEELING_PRESSURE, 0) > 0)
        )
    )


def _leaves_open(rung: RungDoc, conditions: Iterable[Condition]) -> bool:
    cells = [rung.cells.get(c) for c in conditions]
    return all(cell is not None and cell.verdict is not Verdict.AVOID for cell in cells)


def whole_seconds(rung: RungDoc) -> int:
    """How long a rung takes, with both sides."""
    return rung.dose.seconds * (2 if rung.sides is Sides.EACH else 1)


def fold(text: str) -> str:
    """Lower case without accents, apostrophes or hyphens, so that "cant", "can't" and "cat-cow" meet."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", re.sub(r"['’]", "", plain.casefold())).strip()


def understand(query: str, vocabulary: Vocabulary) -> Asked:
    """A search in its parts. One that says nothing else is taken by its feelings, or by its empty words."""
    text = fold(query)
    negated = {m[1][:5] for m in _NOT.finditer(text)}
    text = _NOT.sub(" ", text)
    conditions = []
    for condition, phrases in vocabulary.conditions.items():
        if any(re.search(rf"\b{p}s?\b", text) for p in phrases):
            conditions.append(condition)
    for phrase in sorted((p for c in conditions for p in vocabulary.conditions[c]), key=len, reverse=True):
        text = re.sub(rf"\b{phrase}s?\b", " ", text)
    said = text.split()
    words = tuple(w for w in said if w not in _EMPTY and not w.startswith(_FEELING))
    feelings = tuple(w for w in said if w.startswith(_FEELING))
    if not words and not conditions and not negated:
        words, feelings = feelings or tuple(said), ()
    whole = " ".join(said)
    return Asked(whole, words, feelings, tuple(conditions), "kneel" in negated, "floor" in negated)


def respell(
    query: str, poses: Iterable[PoseDoc], vocabulary: Vocabulary
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The search with its slips put right, and which words that were."""
    typed = fold(query).split()
    if not typed:
        return query, ()
    known = _EMPTY | {w for phrases in vocabulary.conditions.values() for p in phrases for w in p.split()}
    known |= {w for doc in poses for _, words in _fields(doc, vocabulary) for w in words}
    apart = _written_apart(poses)
    found = {w: m for w in typed if not w.startswith(_FEELING) and (m := meant(w, known | apart.keys()))}
    found = {w: apart.get(m, m) for w, m in found.items()} | {w: apart[w] for w in typed if w in apart}
    return (" ".join(found.get(w, w) for w in typed), tuple(found.items())) if found else (query, ())


def _written_apart(poses: Iterable[PoseDoc]) -> dict[str, str]:
    """Two words of a name that somebody may write as one: "birddog" for "bird dog"."""
    pairs: dict[str, str] = {}
    for doc in poses:
        for name in (doc.name, *doc.aliases):
            words = fold(name).split()
            pairs |= {f"{a}{b}": f"{a} {b}" for a, b in pairwise(words)}
    return pairs


def _fields(doc: PoseDoc, vocabulary: Vocabulary) -> tuple[tuple[int, list[str]], ...]:
    """The words that a pose can be found by, with what finding one counts."""
    regions = _regions(doc, vocabulary)
    return (
        (4, fold(f"{doc.name} {doc.sanskrit or ''}").split()),
        (3, fold(" ".join(doc.aliases)).split()),
        (2, fold(" ".join(doc.complaints)).split()),
        (
            1,
            fold(
                " ".join((*doc.muscles, *regions, doc.job.replace("_", " "), doc.phase, *_names(doc)))
            ).split(),
        ),
    )


def _regions(doc: PoseDoc, vocabulary: Vocabulary) -> list[str]:
    return [word for r in doc.regions for word in (r.replace("_", " "), *vocabulary.regions.get(r, ()))]


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _score(doc: PoseDoc, asked: Asked, vocabulary: Vocabulary) -> tuple[int, int]:
    """How many of the words are found in a pose, and how well it answers: names count most, then complaints.

    A word is found where one of the pose's words begins with it; a plural finds its singular. A region that is
    named in two words ("lower back"), or a whole complaint, counts more than each word somewhere; so do words
    that stand together in one complaint. The words of such a region are no name apart: "low back" is not "Low locust".
    """
    regions = _regions(doc, vocabulary)
    phrases = (p for p in (*regions, *map(fold, doc.complaints)) if " " in p)
    named = any(f" {phrase} " in f" {asked.text} " for phrase in phrases)
    fields = _fields(doc, vocabulary)
    names = fold(" ".join((doc.name, *doc.aliases)))
    places = {
        word
        for phrases in vocabulary.regions.values()
        for phrase in phrases
        if " " in phrase and f" {phrase} " in f" {asked.text} " and phrase not in names
        for word in phrase.split()
    }

    def weight(word: str) -> int:
        stem = _stem(word)
        found = next((w for w, known in fields if any(k.startswith(stem) for k in known)), 0)
        return min(found, _OF_A_PLACE) if word in places else found

    weights = [weight(word) for word in asked.words]
    together = len(asked.words) > 1 and any(
        set(asked.words) <= set(fold(complaint).split()) for complaint in doc.complaints
    )
    said = _SAID_WHOLE * named + _SAID_TOGETHER * together
    return len(weights) - weights.count(0), sum(weights) + sum(map(weight, asked.feelings)) + said


def _names(doc: PoseDoc) -> Iterable[str]:
    return (rung.name for rung in doc.rungs)
