"""Small helpers of the templates about poses."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _

from hipapp.core.amounts import dose_in_words
from hipapp.core.enums import Basis, Condition, Movement, Phase, Verdict
from hipapp.core.labels import Label, label
from poses.body.words import TOLD_INSTEAD
from poses.content.loader import shipped
from poses.content.schema import Cell, RungDoc
from poses.gatekeeping import Gate
from poses.library.reading import Form, Reading
from poses.safety.facts import Reason, Ruling

register = template.Library()

#: What a part of a practice is there for: its name alone left people asking.
MEANT_FOR: Mapping[Phase, Label] = {
    Phase.ARRIVE: _("To settle and breathe."),
    Phase.WARM_UP: _("Small, easy movements to begin with."),
    Phase.OPEN: _("Slow stretches for stiff hips."),
    Phase.STRENGTHEN: _("To make hips, belly and back stronger."),
    Phase.FINISH: _("To rest at the end."),
    Phase.RESET: _("To find an easier way to sit or stand."),
    Phase.BREAK: _("For a short stop between hours of sitting."),
    Phase.TEST: _("To notice how your body is now."),
}


@register.filter
def meant_for(phase: Phase) -> Label:
    return MEANT_FOR[phase]


@register.filter
def ground(rule: Cell | Reason) -> str:
    """What a rule rests on, if it is more than the convention that every list of rules names once."""
    if rule.basis is Basis.CONVENTION:
        return ""
    return f"{label(rule.basis)}: {shipped().sources[rule.source].title}"


@register.filter
def amount(rung: RungDoc) -> str:
    """Its dose with its sides: "hold 30 seconds, each side"."""
    return dose_in_words(rung.dose.amounts, rung.dose.sets, rung.sides)


@register.filter
def things(form: Form) -> str:
    """What a form needs: in its own words, or its props by name: "sturdy chair, folded blanket"."""
    known = shipped().props
    return form.rung.fetch or ", ".join(known[p].name.lower() for p in form.props if p in known)


@register.simple_tag(takes_context=True)
def because(context: template.Context, of: Form | Reading, reason: Reason) -> str:
    """What a person told that a reason is there for, as they were asked: "Knee replacement"; empty if it is not known.

    One sentence may be there for more than one thing. Reads `gate` of the page.
    """
    told = (_told(r.rule, context.get("gate")) for r in of.grounds if r.text == reason.text)
    return "; ".join(dict.fromkeys(name for name in told if name))


@register.simple_tag(takes_context=True)
def ticked_for(context: template.Context, ruling: Ruling) -> str:
    """What a person told that the changes of a form are there for; empty if nothing. Reads `gate` of the page."""
    told = (_told(r.rule, context.get("gate")) for r in ruling.reasons if r.verdict is Verdict.ADAPT)
    return "; ".join(dict.fromkeys(name for name in told if name))


#: Movements whose sentence names the answer itself: "You said that kneeling hurts."
_SAYS_ITSELF = frozenset({Movement.KNEELING, Movement.LYING_BACK})


def _told(rule: str, gate: Gate | None) -> str:
    if rule in set(Condition):
        if gate and Condition(rule) in gate.derived and (instead := TOLD_INSTEAD.get(Condition(rule))):
            return str(instead)
        asked = shipped().conditions[Condition(rule)]
        return asked.asked_as or asked.label
    return str(label(Movement(rule))) if rule in set(Movement) - _SAYS_ITSELF else ""
