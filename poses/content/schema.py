"""The form of the content files.

One YAML file per pose, and one file each for conditions, props, sources, red flags, the parts of the two safety lists
and starter routines.
The models are strict (`"1:30"` never becomes a number, `no` never becomes `False` by accident), frozen and
forbid unknown keys. `poses.content.loader` reports every error of every file at once.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from hipapp.core.enums import (
    Basis,
    ClaimTag,
    Condition,
    DoseKind,
    Feature,
    FlagLevel,
    Job,
    Move,
    Phase,
    Position,
    Region,
    Rung,
    Sides,
    Verdict,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=2, max_length=600, strip_whitespace=True)]
#: What somebody types: small letters, words apart by one space.
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$", min_length=2, max_length=40)]
#: One sentence that a person reads: begins with a capital, ends with a full stop.
Sentence = Annotated[
    str,
    StringConstraints(min_length=8, max_length=300, pattern=r"^[A-Z“‘0-9].*[.!?]$", strip_whitespace=True),
]
#: A part of a sentence: begins with a small letter or a number, ends without a full stop.
Fetch = Annotated[
    str,
    StringConstraints(min_length=5, max_length=120, pattern=r"^[a-z0-9].*[^.!?\s]$"),
]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Content(BaseModel):
    """Validated as JSON (`model_validate_json`), so that strict still takes lists for tuples, words for enums."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Cell(Content):
    """What one condition means for one rung.

    `how` is read by a person: for *adapt* what to do differently, for *avoid* why not; a *fine* cell has none.
    `needs` are props without which an *adapt* is an *avoid*. `briefly`: the `how` asks for the shortest time, and so
    the dose is held to the least that the rung offers. Reviewer fields stay empty until a real professional has
    reviewed the cell.
    """

    verdict: Verdict
    how: Sentence | None = None
    needs: tuple[Key, ...] = ()
    briefly: bool = False
    basis: Basis
    source: Key
    reviewed_by: str | None = None
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _how_fits_verdict(self) -> Self:
        if self.verdict is Verdict.FINE and (self.how or self.needs):
            raise ValueError("a fine cell has neither how nor needs")
        if self.verdict is Verdict.AVOID and self.needs:
            raise ValueError("an avoid cell has no needs: no prop opens it")
        if self.verdict is not Verdict.ADAPT and self.briefly:
            raise ValueError("only an adapt cell is done briefly")
        if self.verdict is not Verdict.FINE and not self.how:
            raise ValueError(f"an {self.verdict} cell needs a how: a sentence that a person reads")
        if (self.reviewed_by is None) != (self.reviewed_on is None):
            raise ValueError("reviewed_by and reviewed_on go together")
        return self

    @property
    def sentence(self) -> str:
        """Its `how`. Raises ValueError on a fine cell, which says nothing."""
        if self.how is None:
            raise ValueError("a fine cell has no sentence")
        return self.how


class DosePart(Content):
    """One part of a dose: `amount` seconds (hold) or times (reps, breaths, pulses), within least … most.

    `pace_s` is the length of one rep, breath or pulse in seconds; a hold has none.
    """

    kind: DoseKind
    amount: Annotated[int, Field(ge=1, le=900)]
    least: Annotated[int, Field(ge=1, le=900)]
    most: Annotated[int, Field(ge=1, le=900)]
    pace_s: Annotated[int, Field(ge=2, le=30)] | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.least <= self.amount <= self.most:
            raise ValueError("least ≤ amount ≤ most")
        if (self.kind is DoseKind.HOLD) != (self.pace_s is None):
            raise ValueError("reps, breaths and pulses need pace_s; a hold has none")
        return self

    @property
    def seconds(self) -> int:
        return self.amount * (self.pace_s or 1)


class Dose(Content):
    """Parts in order (pulses before stillness, say), repeated `sets` times with `rest_s` between; per side."""

    parts: Annotated[tuple[DosePart, ...], Field(min_length=1, max_length=3)]
    sets: Annotated[int, Field(ge=1, le=5)] = 1
    rest_s: Annotated[int, Field(ge=0, le=60)] = 0

    @property
    def amounts(self) -> tuple[tuple[DoseKind, int], ...]:
        """Kind and amount of each part."""
        return tuple((p.kind, p.amount) for p in self.parts)

    @property
    def seconds(self) -> int:
        """Length of the dose for one side, in seconds."""
        return self.seconds_with(tuple(p.amount for p in self.parts))

    def takes(self, amounts: tuple[int, ...]) -> bool:
        """Whether these can be the amounts of its parts."""
        return len(amounts) == len(self.parts) and all(
            p.least <= a <= p.most for p, a in zip(self.parts, amounts, strict=True)
        )

    def seconds_with(self, amounts: tuple[int, ...]) -> int:
        """As `seconds`, with other amounts; of a dose that takes them."""
        once = sum(a * (p.pace_s or 1) for p, a in zip(self.parts, amounts, strict=True))
        return once * self.sets + self.rest_s * (self.sets - 1)


class Timed(Content):
    """A line to be said and shown at its time within a rung: `seconds` until the next one."""

    seconds: Annotated[int, Field(ge=3, le=180)]
    say: Sentence


class BreathPace(Content):
    """Seconds of the in-breath and the out-breath that the figure and the player move at."""

    in_s: Annotated[int, Field(ge=2, le=10)]
    out_s: Annotated[int, Field(ge=2, le=14)]


class SameAs(Content):
    """This rung is really another pose's: its position, features and cells are taken from there."""

    pose: Slug
    rung: Rung


class RungDoc(Content):
    """One rung of a pose's ladder, with the safety facts that belong to it."""

    rung: Rung
    name: Text
    difference: Sentence
    same_as: SameAs | None = None
    position: Position | None = None
    sides: Sides | None = None
    props: tuple[Key, ...] = ()
    #: What to fetch, where the props alone don't say how many or how big: "two blocks and a folded blanket".
    fetch: Fetch | None = None
    dose: Dose
    breath_pace: BreathPace | None = None
    #: What the two ends of a movement apart from the breath are called under their pictures.
    ends: tuple[Text, Text] | None = None
    timeline: tuple[Timed, ...] = ()
    steps: tuple[Sentence, ...] = ()
    change: Sentence | None = None
    features: dict[Feature, Fraction] = {}
    cells: dict[Condition, Cell] = {}

    @model_validator(mode="after")
    def _facts_stand_once(self) -> Self:
        if self.same_as and (self.features or self.cells or self.position or self.sides):
            raise ValueError("a rung with same_as takes position, sides, features and cells from that pose")
        if self.same_as is None and not self.position:
            raise ValueError("position is missing")
        if self.timeline and sum(t.seconds for t in self.timeline) != self.dose.seconds:
            raise ValueError(
                f"timeline adds up to {sum(t.seconds for t in self.timeline)} s, the dose to {self.dose.seconds} s"
            )
        return self


class BreathPhase(Content):
    """What to do on one phase of the breath."""

    phase: Annotated[str, StringConstraints(pattern=r"^(in|out|pause|throughout)$")]
    do: Sentence


class Mistake(Content):
    """A common mistake and what to do instead."""

    wrong: Sentence
    instead: Sentence


class Claim(Content):
    text: Sentence
    tag: ClaimTag
    source: Key


class PoseDoc(Content):
    """A pose, whole. See docs/content.md for how each field is written."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=3, max_length=60)]
    sanskrit: str | None = None
    aliases: tuple[Text, ...] = ()
    complaints: tuple[Text, ...] = ()
    why: Sentence
    job: Job
    phase: Phase
    test: bool = False
    position: Position
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    muscles: tuple[Text, ...]
    sides: Sides
    moves: dict[Move, Fraction]
    steps: Annotated[tuple[Sentence, ...], Field(min_length=2, max_length=8)]
    #: For `sides: each`: how to get from the left side, which `steps` describe, to the right one.
    change: Sentence | None = None
    cues: Annotated[tuple[Sentence, ...], Field(min_length=3, max_length=3)]
    gloss: Sentence | None = None
    breath: Annotated[tuple[BreathPhase, ...], Field(min_length=1)]
    feel: Sentence
    stop_if: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    mistakes: Annotated[tuple[Mistake, ...], Field(min_length=1)]
    props_note: Sentence | None = None
    rungs: Annotated[tuple[RungDoc, ...], Field(min_length=1, max_length=3)]
    fewer_rungs_because: Sentence | None = None
    prepare_with: tuple[Slug, ...] = ()
    follow_with: tuple[Slug, ...] = ()
    same_job: tuple[Slug, ...] = ()
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]
    seeds: tuple[Annotated[str, StringConstraints(pattern=r"^00[0-4]$")], ...] = ()
    notes: tuple[Text, ...] = ()

    @field_validator("moves")
    @classmethod
    def _every_move(cls, moves: dict[Move, float]) -> dict[Move, float]:
        if missing := [m.value for m in Move if m not in moves]:
            raise ValueError(f"every movement needs a number, 0 if none; missing: {', '.join(missing)}")
        return moves

    @model_validator(mode="after")
    def _ladder(self) -> Self:
        levels = [r.rung for r in self.rungs]
        if levels != sorted(set(levels)) or Rung.STANDARD not in levels:
            raise ValueError("rungs stand from easier to harder, each once, the standard one among them")
        if (len(levels) < len(Rung)) != (self.fewer_rungs_because is not None):
            raise ValueError("fewer_rungs_because stands exactly where there are fewer than three rungs")
        return self

    @model_validator(mode="after")
    def _change_of_sides(self) -> Self:
        if (self.sides is Sides.EACH) != (self.change is not None):
            raise ValueError("change stands exactly where sides are each")
        for rung in self.rungs:
            if rung.same_as:
                continue
            each = (rung.sides or self.sides) is Sides.EACH
            if rung.change and not each:
                raise ValueError(f"rung {rung.rung}: change without sides each")
            if rung.steps and each and not rung.change:
                raise ValueError(f"rung {rung.rung}: steps for each side need a change")
        return self


class ConditionDoc(Content):
    """A condition as a person is asked about it.

    `movement` conditions are asked on the movements screen; a `derived` one is never asked but follows from other
    answers. Those with the same `asked_as` are offered as one. `soon` is a sentence for people who should have
    somebody look at them before they practise at all. `help` says what it is, wherever it is named; `hint` says how to
    answer, in the question only. `words` are what people type into a search for it.
    """

    slug: Condition
    label: Text
    words: tuple[Word, ...] = ()
    help: Sentence | None = None
    hint: Sentence | None = None
    movement: bool = False
    derived: bool = False
    asked_as: Text | None = None
    soon: Sentence | None = None


class RegionDoc(Content):
    """Words that people use for a region; a search for one of them finds its poses."""

    slug: Region
    words: Annotated[tuple[Word, ...], Field(min_length=1)]


class PropDoc(Content):
    slug: Key
    name: Text
    substitutes: tuple[Text, ...]
    #: Props of this list that do as well, so that whoever has one of them has this.
    replaced_by: tuple[Key, ...] = ()
    help: Sentence | None = None
    #: The name with what most homes have instead, where it is ticked in a row without room for that below.
    ticked_as: Text | None = None


class SourceDoc(Content):
    """Where a fact comes from; `verified` only if somebody has read the passage.

    `study`: a trial, a review of trials, a guideline or criteria, as against what is taught.
    """

    slug: Key
    title: Text
    reference: Text
    verified: bool = True
    study: bool = False

    @property
    def url(self) -> str:
        """Where its DOI leads; empty if it names none."""
        found = re.search(r"doi:(\S+)", self.reference)
        return f"https://doi.org/{found[1]}" if found else ""


class RedFlagDoc(Content):
    """One line of the red-flag list in plain words; `whom` says whom to see.

    `unless`: what may be taken for it and is not meant. `history`: something that stays true (a past cancer, known
    sciatica). A check of it counts from the day it was noted, any other from the day somebody looked. `leg`: asked
    first after "down the leg or numb". `tells`: a condition that is true of whoever ticks it, and is ticked in
    that list too until it is answered.
    """

    slug: Key
    level: FlagLevel
    text: Sentence
    whom: Sentence
    source: Key
    unless: Sentence | None = None
    history: bool = False
    leg: bool = False
    tells: Condition | None = None


class PartDoc(Content):
    """A part of one of the two safety lists as it is asked: a heading, and a `line` that names everything in it.

    `names` says of each item, by slug and in the order in which they are shown, in which words of the line it stands.
    """

    slug: Key
    of: Literal["red_flags", "conditions"]
    heading: Text
    line: Sentence
    names: Annotated[dict[Key, Text], Field(min_length=1)]

    @model_validator(mode="after")
    def _the_line_names_each(self) -> Self:
        for slug, words in self.names.items():
            if words.lower() not in self.line.lower():
                raise ValueError(f"names.{slug}: {words!r} does not stand in the line")
        return self


class StarterStep(Content):
    pose: Slug
    rung: Rung = Rung.STANDARD
    why: Sentence


class StarterDoc(Content):
    """A sequence of the sources, offered as a routine of one's own."""

    slug: Slug
    name: Text
    summary: Sentence
    seed: str
    steps: Annotated[tuple[StarterStep, ...], Field(min_length=1)]
