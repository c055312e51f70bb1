"""What may enter an assembled routine: for each pose the one rung that fits the person, or why none does."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from hipapp.core.enums import (
    ROUTINE_PHASES,
    Basis,
    Condition,
    Experience,
    Job,
    Level,
    Phase,
    Region,
    Rung,
    Site,
    Verdict,
)
from poses.content.loader import rung_of, shipped
from poses.content.schema import PoseDoc, RungDoc
from poses.routines import words
from poses.safety.facts import ALWAYS_AT_HAND, Reason, Ruling

#: The gate, asked about one rung of one pose.
Gate = Callable[[str, Rung], Ruling]

#: A comfort in breathing and scanning, but nobody is kept from breathing for want of a cushion.
COMFORTS = frozenset({"cushion", "blanket"})

#: Which regions a named place asks for. Legs ask for none: soreness there often comes from the back, and
#: stretching the sore leg more is not the answer to it.
REGIONS_OF: Mapping[Site, frozenset[Region]] = {
    Site.UPPER_BACK: frozenset({Region.SPINE}),
    Site.LOW_BACK_LEFT: frozenset({Region.LOW_BACK}),
    Site.LOW_BACK_MIDDLE: frozenset({Region.LOW_BACK}),
    Site.LOW_BACK_RIGHT: frozenset({Region.LOW_BACK}),
    Site.BUTTOCK_LEFT: frozenset({Region.BUTTOCK}),
    Site.BUTTOCK_RIGHT: frozenset({Region.BUTTOCK}),
    Site.OUTER_HIP_LEFT: frozenset({Region.OUTER_HIP}),
    Site.OUTER_HIP_RIGHT: frozenset({Region.OUTER_HIP}),
    Site.FRONT_HIP_LEFT: frozenset({Region.FRONT_HIP}),
    Site.FRONT_HIP_RIGHT: frozenset({Region.FRONT_HIP}),
    Site.LEG_LEFT: frozenset(),
    Site.LEG_RIGHT: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A pose in the rung that fits. `note` says which rule or prop cost the rung that is wanted first."""

    doc: PoseDoc
    rung: RungDoc
    verdict: Verdict
    note: str | None = None
    #: A change asks for the shortest time.
    briefly: bool = False

    @property
    def slug(self) -> str:
        return self.doc.slug

    @property
    def really(self) -> str:
        """The pose it is in truth: two names of one movement are one thing in a day."""
        return self.rung.same_as.pose if self.rung.same_as else self.doc.slug

    @property
    def is_easier(self) -> bool:
        return self.rung.rung is Rung.EASIER

    @property
    def level(self) -> Level:
        return (self.rung.position or self.doc.position).level

    @property
    def calm(self) -> bool:
        return is_calm(self.doc)

    def reaches(self, sites: frozenset[Site]) -> tuple[Site, ...]:
        """The named sites that this pose works on, in the order of the enum."""
        regions = frozenset(self.doc.regions)
        return tuple(s for s in Site if s in sites and REGIONS_OF[s] & regions)


@dataclass(frozen=True, slots=True)
class Refused:
    """A pose that stays out: by the gate with its reason, or for want of `props`."""

    doc: PoseDoc
    because: str = ""
    props: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    open: tuple[Choice, ...]
    refused: tuple[Refused, ...] = field(default=())

    def of(self, phase: Phase) -> tuple[Choice, ...]:
        return tuple(c for c in self.open if c.doc.phase is phase)

    def notes(self) -> tuple[str, ...]:
        """One sentence for each rule or lack of props, naming every pose that it cost."""
        by_rule: dict[str, list[str]] = {}
        by_props: dict[tuple[str, ...], list[str]] = {}
        for r in self.refused:
            if r.props:
                by_props.setdefault(r.props, []).append(r.doc.name)
            else:
                by_rule.setdefault(r.because, []).append(r.doc.name)
        return (
            *(words.left_out(names, because) for because, names in by_rule.items()),
            *(words.left_out_props(names, props) for props, names in by_props.items()),
        )


def is_double(rung: RungDoc, beside: Collection[str]) -> bool:
    """Whether it is in truth a form of a pose that stands beside it: a second name for one movement."""
    return rung.same_as is not None and rung.same_as.pose in beside


def is_calm(doc: PoseDoc) -> bool:
    """Breathing or a body scan, as against other ways of arriving."""
    return doc.job is Job.SETTLE and not {Region.BREATH, Region.WHOLE_BODY}.isdisjoint(doc.regions)


def choose(
    poses: Mapping[str, PoseDoc], ruling: Gate, experience: Experience, props: frozenset[str] | None
) -> Choices:
    """What is open to a person. `props` None means that nobody has said, so none is missed."""
    found: list[Choice] = []
    refused: list[Refused] = []
    for doc in poses.values():
        if doc.test or doc.phase not in ROUTINE_PHASES:
            continue
        answer = _choose_rung(doc, ruling, experience, props)
        if isinstance(answer, Choice):
            found.append(answer)
        else:
            refused.append(answer)
    # A rung that is really another pose would only double that pose under a second name.
    slugs = {c.slug for c in found}
    return Choices(tuple(c for c in found if not is_double(c.rung, slugs)), tuple(refused))


def _choose_rung(
    doc: PoseDoc, ruling: Gate, experience: Experience, props: frozenset[str] | None
) -> Choice | Refused:
    """The first of the wanted rungs that is allowed and has its props at hand.

    The harder rung is never wanted: a person takes it up by their own choice.
    """
    wanted = (Rung.EASIER, Rung.STANDARD) if experience is Experience.NEW else (Rung.STANDARD, Rung.EASIER)
    first: Refused | None = None
    lacking: Refused | None = None
    for level in wanted:
        rung = rung_of(doc, level)
        if rung is None:
            continue
        answer = ruling(doc.slug, level)
        missing = props_missing(doc, rung, props)
        if answer.allowed and not missing:
            return Choice(doc, rung, answer.verdict, _note(doc, rung, first), answer.briefly)
        refusal = Refused(doc, _because(answer)) if not answer.allowed else Refused(doc, props=missing)
        first = first or refusal
        lacking = lacking or (refusal if refusal.props else None)
    # Want of a prop is named before a rule: it is the one that the person can do something about.
    return lacking or first or Refused(doc, words.no_such_rung(doc.name))


def _because(refused: Ruling) -> str:
    """Why a rung is not open, and which condition that caution is for: the sentence alone left people guessing."""
    because, rule = words.refusal(refused), words.main_reason(refused)
    if rule is None or rule.rule not in set(Condition):
        return because
    asked = shipped().conditions[Condition(rule.rule)]
    return words.caution_for(because, str(asked.asked_as or asked.label))


def _note(doc: PoseDoc, rung: RungDoc, first: Refused | None) -> str | None:
    if first is None:
        return None
    if first.props:
        return words.other_rung_props(doc.name, rung.name, first.props)
    return words.other_rung(doc.name, rung.name, first.because)


def props_missing(doc: PoseDoc, rung: RungDoc, props: frozenset[str] | None) -> tuple[str, ...]:
    """The props of `rung` that are not at hand, none if nobody has said which are."""
    return () if props is None else tuple(p for p in to_fetch(doc, rung) if p not in props)


def to_fetch(doc: PoseDoc, rung: RungDoc) -> tuple[str, ...]:
    """The props of `rung` that somebody has to have and fetch for it."""
    there = ALWAYS_AT_HAND | (COMFORTS if is_calm(doc) else frozenset())
    return tuple(p for p in rung.props if p not in there)


def with_props(ruling: Gate, poses: Mapping[str, PoseDoc], props: frozenset[str] | None) -> Gate:
    """The gate, which also refuses a rung for want of a prop."""

    def judged(slug: str, level: Rung) -> Ruling:
        answer = ruling(slug, level)
        doc = poses.get(slug)
        rung = rung_of(doc, level) if doc else None
        missing = props_missing(doc, rung, props) if doc and rung else ()
        if not missing or not answer.allowed:
            return answer
        lacking = Reason(Verdict.AVOID, "props", words.not_at_hand(missing), Basis.CONVENTION, "house")
        return Ruling(Verdict.AVOID, (*answer.reasons, lacking))

    return judged
