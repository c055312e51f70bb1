"""What a person has told about their body: one immutable document per version. Pure.

Every field may be None, "not answered", which is never the same as an empty answer.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from hipapp.core.enums import Ability, Condition, Experience, HowLong, Movement, Site
from hipapp.core.speech import say
from poses.content.loader import at_hand
from poses.content.schema import PropDoc
from poses.safety.facts import BodyFacts, Hold

MINUTES = (5, 8, 10, 12, 15, 20, 30)
DEFAULT_MINUTES = 12
DEFAULT_WEEKDAYS = (0, 2, 4)
#: Characters of the habit that practice follows; as many as a routine takes.
LONGEST_ANCHOR = 200


class BodyAnswers(BaseModel):
    """The stored and exported form, `model_dump(mode="json")`."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    conditions: tuple[Condition, ...] | None = None
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
    experience: Experience | None = None

    def answering(self, **changes: Any) -> Self:
        """A copy with some answers changed. Raises ValidationError for a value out of range."""
        return type(self).model_validate({**self.model_dump(), **changes})

    def facts(self, props: Mapping[str, PropDoc], holds: tuple[Hold, ...] = ()) -> BodyFacts:
        """What the gate is told; whoever has one prop has those that it replaces."""
        return BodyFacts(
            conditions=None if self.conditions is None else frozenset(self.conditions),
            movements=frozenset(self.movements or ()),
            floor=self.floor,
            kneel=self.kneel,
            hands=self.hands,
            props=None if self.props is None else at_hand(self.props, props),
            holds=holds,
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
    if answers.weekdays is not None and not answers.weekdays and answers.minutes is not None:
        found.append(("weekdays", say("Choose at least one day, or skip this question.")))
    return found
