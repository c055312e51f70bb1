"""What a person has told about their body: one immutable document per version. Pure.

Every field may be None, "not answered", which is never the same as an empty answer.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from hipapp.core.enums import Ability, Condition, Experience, HipApproach, HowLong, Movement, Site
from hipapp.core.speech import say
from poses.content.loader import at_hand
from poses.content.schema import PropDoc
from poses.safety.facts import BodyFacts, Hold

MINUTES = (5, 8, 10, 12, 15, 20, 30)
DEFAULT_MINUTES = 12
DEFAULT_WEEKDAYS = (0, 2, 4)
#: Characters of the habit that practice follows; as many as a routine takes.
LONGEST_ANCHOR = 200

#: A pregnancy as it is counted: 40 weeks to the due date. From this week on lying flat for long and lying on the front
#: are out, and everything counts that *pregnancy* says (evidence §6, after ACOG's "about 20 weeks").
WHOLE_PREGNANCY = timedelta(weeks=40)
LATER_FROM_WEEK = 20
#: A due date is at most this far ahead (pregnancies are counted from two weeks before they begin) or behind.
DUE_AHEAD = timedelta(weeks=42)
DUE_BEHIND = timedelta(weeks=6)
#: A new hip counts as fresh surgery for so long, whatever else was said. hipapp's own caution.
FRESH_HIP = timedelta(weeks=12)
HIP_REPLACEMENTS = frozenset({Condition.HIP_REPLACEMENT_POSTERIOR, Condition.HIP_REPLACEMENT_ANTERIOR})


class BodyAnswers(BaseModel):
    """The stored and exported form, `model_dump(mode="json")`."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    conditions: tuple[Condition, ...] | None = None
    due_date: date | None = None
    hip_approach: HipApproach | None = None
    hip_operated_on: date | None = None
    hip_limits_lifted_on: date | None = None
    surgery_on: date | None = None
    surgery_cleared_on: date | None = None
    movements: tuple[Movement, ...] | None = None
    sites: tuple[Site, ...] | None = None
    how_long: HowLong | None = None
    floor: Ability | None = None
    kneel: Ability | None = None
    hands: Ability | None = None
    props: tuple[str, ...] | None = None
    minutes: Annotated[int, Field(ge=5, le=30)] | None = None
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] | None = None
    anchor: Annotated[str, Field(max_length=LONGEST_ANCHOR)] | None = None
    two_minutes: bool | None = None  # on the days between
    experience: Experience | None = None

    def answering(self, **changes: Any) -> Self:
        """A copy with some answers changed. Raises ValidationError for a value out of range."""
        return type(self).model_validate({**self.model_dump(), **changes})

    def facts(self, props: Mapping[str, PropDoc], today: date, holds: tuple[Hold, ...] = ()) -> BodyFacts:
        """What the gate is told; whoever has one prop has those that it replaces."""
        return BodyFacts(
            conditions=None if self.conditions is None else conditions_on(self, today),
            movements=frozenset(self.movements or ()),
            floor=self.floor,
            kneel=self.kneel,
            hands=self.hands,
            props=None if self.props is None else at_hand(self.props, props),
            holds=holds,
        )


def conditions_on(answers: BodyAnswers, today: date) -> frozenset[Condition]:
    """The conditions whose cells count on `today`. What is not known stays with the stricter reading."""
    found = set(answers.conditions or ())
    if Condition.PREGNANCY in found and answers.due_date:
        if weeks_pregnant(answers.due_date, today) < LATER_FROM_WEEK:
            found = found - {Condition.PREGNANCY} | {Condition.PREGNANCY_EARLY}
        elif today > answers.due_date:
            found.add(Condition.AFTER_BIRTH)
    if _is_past(answers.surgery_cleared_on, today):
        found.discard(Condition.RECENT_SURGERY)
    if replaced := frozenset(found & HIP_REPLACEMENTS):
        found = found - HIP_REPLACEMENTS | _of_hip(answers, replaced, today)
    return frozenset(found)


_LISTS_OF = {
    HipApproach.BACK: frozenset({Condition.HIP_REPLACEMENT_POSTERIOR}),
    HipApproach.FRONT: frozenset({Condition.HIP_REPLACEMENT_ANTERIOR}),
    HipApproach.UNKNOWN: HIP_REPLACEMENTS,
}


def _of_hip(answers: BodyAnswers, ticked: frozenset[Condition], today: date) -> frozenset[Condition]:
    """What a replaced hip counts as: both lists where nobody knows the approach, and fresh surgery at first.

    Once its limits are lifted it is treated like a worn one (supports, no end range): hipapp's own caution.
    """
    is_fresh = answers.hip_operated_on is not None and today < answers.hip_operated_on + FRESH_HIP
    if _is_past(answers.hip_limits_lifted_on, today) and not is_fresh:
        return frozenset({Condition.HIP_OSTEOARTHRITIS})
    lists = _LISTS_OF[answers.hip_approach] if answers.hip_approach else ticked
    return lists | {Condition.RECENT_SURGERY} if is_fresh else lists


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def weeks_pregnant(due: date, today: date) -> int:
    """Whole weeks, counted as midwives do: the due date ends week 40."""
    return (today - (due - WHOLE_PREGNANCY)).days // 7


def has_details(answers: BodyAnswers) -> bool:
    """Whether one of the conditions has dates or an approach to be asked about."""
    return bool(
        set(answers.conditions or ()) & {Condition.PREGNANCY, Condition.RECENT_SURGERY, *HIP_REPLACEMENTS}
    )


def contradictions(answers: BodyAnswers) -> list[tuple[str, str]]:
    """(field, sentence) for answers that cannot all be true."""
    found = []
    if answers.floor is Ability.NO and answers.kneel is Ability.YES:
        found.append(
            (
                "kneel",
                say("Kneeling needs a way down to the floor and up again, and you answered No to that."),
            )
        )
    if _before(answers.hip_limits_lifted_on, answers.hip_operated_on):
        found.append(
            ("hip_limits_lifted_on", say("That is before the operation. Please look at both dates."))
        )
    if _before(answers.surgery_cleared_on, answers.surgery_on):
        found.append(("surgery_cleared_on", say("That is before the surgery. Please look at both dates.")))
    if answers.weekdays is not None and not answers.weekdays and answers.minutes is not None:
        found.append(("weekdays", say("Choose at least one day, or skip this question.")))
    return found
