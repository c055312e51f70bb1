"""What the gate is told, and what it answers. Plain data: no database, no request, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hipapp.core.enums import (
    Ability,
    Basis,
    Condition,
    Feature,
    FlagLevel,
    HoldKind,
    Movement,
    Position,
    Rung,
    Verdict,
)
from poses.content.schema import Cell

#: Props that every home is taken to have, so nobody is asked for them.
ALWAYS_AT_HAND = frozenset({"mat", "wall"})
#: What nearly every home has: taken to be there, in what is put together, until somebody tells what they have.
#: A pillow is a cushion, and two of them a bolster.
ASSUMED_PROPS = frozenset({"chair", "cushion", "bolster", "blanket", "towel"})
#: What stays open while somebody has to be seen soon, or it is enough for today (evidence §3), in this order.
CALM_POSES = ("belly-breathing", "body-scan")


@dataclass(frozen=True, slots=True)
class RungFacts:
    """What one rung of one pose asks of a body. `really` names the pose it is, if it is another one, and
    `really_rung` which rung of that."""

    pose: str
    rung: Rung
    position: Position
    features: Mapping[Feature, float]
    cells: Mapping[Condition, Cell]
    calm: bool = False  # breathing or body scan: stays open while somebody has to be seen soon
    really: str | None = None
    really_rung: Rung | None = None

    @property
    def names(self) -> tuple[tuple[str, Rung], ...]:
        """What it is called, and what it really is: a hold on either counts."""
        own = (self.pose, self.rung)
        if self.really is None:
            return (own,)
        return own, (self.really, self.rung if self.really_rung is None else self.really_rung)

    def asks(self, feature: Feature) -> float:
        return self.features.get(feature, 0.0)


@dataclass(frozen=True, slots=True)
class Hold:
    """Something the journal reported: `until` is the last day it counts, None until it is lifted."""

    kind: HoldKind
    reason: str
    pose: str | None = None
    until: date | None = None

    def counts_on(self, today: date) -> bool:
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """What is known of a body. `None` means not answered, which is never the same as "none"."""

    conditions: frozenset[Condition] | None = None
    movements: frozenset[Movement] = frozenset()
    floor: Ability | None = None
    kneel: Ability | None = None
    hands: Ability | None = None
    props: frozenset[str] | None = None
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlags:
    """The latest answer to the red-flag list.

    `ticked` maps each ticked item to its level; None means never answered. `asked_anew`: the list waits for an
    answer again, and until then the latest one still counts. `checked` maps an item of level *soon* to the day
    from which a look by somebody qualified counts.
    """

    ticked: Mapping[str, FlagLevel] | None = None
    answered_on: date | None = None
    checked: Mapping[str, date] = field(default_factory=dict)
    asked_anew: bool = False


#: Rules by which the gate closes every pose, or every one that is not calm.
OF_EVERY_POSE = frozenset({"list_due", "urgent", "soon", "conditions_due"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is not *fine*: one sentence for the person, and what it rests on."""

    verdict: Verdict
    rule: str  # a condition's slug, or the name of the rule
    text: str
    basis: Basis
    source: str
    needs: tuple[str, ...] = ()
    #: It asks for the shortest time that the rung offers.
    briefly: bool = False

    @property
    def is_of_every_pose(self) -> bool:
        """Whether it says nothing of this pose: a page with many says it once, at its head."""
        return self.rule in OF_EVERY_POSE


@dataclass(frozen=True, slots=True)
class Ruling:
    """The gate's answer for one rung and one body."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.verdict is not Verdict.AVOID

    @property
    def hows(self) -> tuple[str, ...]:
        """What to do differently, to be shown above the cue; empty unless the verdict is *adapt*."""
        if self.verdict is not Verdict.ADAPT:
            return ()
        return tuple(dict.fromkeys(r.text for r in self.reasons if r.verdict is Verdict.ADAPT))

    @property
    def briefly(self) -> bool:
        """Whether a change asks for the shortest time: the dose is then the least that the rung offers."""
        return self.allowed and any(r.briefly for r in self.reasons)

    @property
    def why_not(self) -> tuple[Reason, ...]:
        return tuple(r for r in self.reasons if r.verdict is Verdict.AVOID)
