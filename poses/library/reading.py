"""How a pose reads for one person: which form comes first, which stay closed, and why. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipapp.core.enums import HoldKind, Position, Rung, Side, Sides, Verdict
from hipapp.core.speech import say, say_n
from poses.content.schema import PoseDoc, PropDoc, RungDoc
from poses.library.search import whole_seconds
from poses.safety.facts import ALWAYS_AT_HAND, Reason, Ruling

#: The gate, asked about one rung of one pose.
Ask = Callable[[str, Rung], Ruling]

_STRICTER = {Verdict.FINE: 0, Verdict.ADAPT: 1, Verdict.AVOID: 2}
_FIRST = (Rung.STANDARD, Rung.EASIER, Rung.HARDER)


@dataclass(frozen=True)
class Form:
    """One rung as one person meets it. `ruling` is None while the two required questions are open."""

    doc: PoseDoc
    rung: RungDoc
    ruling: Ruling | None = None
    #: Names of the optional questions that could still make it stricter.
    unsettled: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        return self.ruling.verdict if self.ruling else None

    @property
    def closed(self) -> bool:
        return self.verdict is Verdict.AVOID

    @property
    def is_standard(self) -> bool:
        return self.rung.rung is Rung.STANDARD

    @property
    def position(self) -> Position:
        return self.rung.position or self.doc.position

    @property
    def side_shown(self) -> Side:
        """The side that the text and the picture are about."""
        return Side.LEFT if self.rung.sides is Sides.EACH else Side.BOTH

    @property
    def seconds(self) -> int:
        return whole_seconds(self.rung)

    @property
    def props(self) -> tuple[str, ...]:
        """What has to be fetched: not what every home is taken to have."""
        return tuple(p for p in self.rung.props if p not in ALWAYS_AT_HAND)

    @property
    def steps(self) -> tuple[str, ...]:
        """From getting in to coming out, with the change of sides at the end."""
        own = self.rung.steps or self.doc.steps
        change = (self.rung.change or self.doc.change) if self.rung.sides is Sides.EACH else None
        return (*own, change) if change else own

    @property
    def grounds(self) -> tuple[Reason, ...]:
        """All that the gate says of it."""
        return self.ruling.reasons if self.ruling else ()

    @property
    def changes(self) -> tuple[Reason, ...]:
        """What to do differently, each text once."""
        if self.verdict is not Verdict.ADAPT or not self.ruling:
            return ()
        return tuple({r.text: r for r in self.ruling.reasons if r.verdict is Verdict.ADAPT}.values())

    @property
    def why_closed(self) -> tuple[Reason, ...]:
        """What forbids it, whatever is at hand: a prop is worth asking for only where nothing else does."""
        why_not = self.ruling.why_not if self.ruling else ()
        return tuple(r for r in why_not if not r.needs)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The props that alone stand between the person and this form."""
        if not self.ruling or self.why_closed:
            return ()
        return tuple(dict.fromkeys(prop for r in self.ruling.why_not for prop in r.needs))


@dataclass(frozen=True)
class Reading:
    """A pose with all its forms."""

    doc: PoseDoc
    forms: tuple[Form, ...]

    @cached_property
    def fitting(self) -> Form:
        return fitting(self.forms)

    @property
    def verdict(self) -> Verdict | None:
        """*Fine* if every form is, *avoid* if none may be done."""
        verdicts = {f.verdict for f in self.forms}
        if len(verdicts) == 1:
            return verdicts.pop()
        return Verdict.ADAPT

    @property
    def open(self) -> tuple[Form, ...]:
        """The forms that may be done, the fitting one first."""
        return tuple(sorted((f for f in self.forms if not f.closed), key=lambda f: f is not self.fitting))

    @property
    def closed(self) -> tuple[Form, ...]:
        return tuple(f for f in self.forms if f.closed)

    @property
    def forbidden(self) -> tuple[Form, ...]:
        """The forms that may not be done, whatever is at hand."""
        return tuple(f for f in self.closed if not f.lacks)

    @property
    def lacking(self) -> tuple[Form, ...]:
        """The forms that a prop would open."""
        return tuple(f for f in self.closed if f.lacks)

    @property
    def grounds(self) -> tuple[Reason, ...]:
        """All that the gate says of its forms."""
        return tuple(r for f in self.forms for r in f.grounds)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why no form is open: each rule and each text once, in its words for the easiest form.

        Empty where a prop alone stands between the person and some form.
        """
        if self.lacking:  # a prop would open one: what closes the others is not why
            return ()
        by_rule: dict[str, Reason] = {}
        for reason in (r for f in self.closed for r in f.why_closed):
            if reason.rule == HoldKind.EASE:  # it leaves the easier form, so it is not why that one is closed
                continue
            by_rule.setdefault(reason.rule, reason)
        return tuple({r.text: r for r in reversed(by_rule.values())}.values())[::-1]

    @property
    def shared(self) -> tuple[Reason, ...]:
        """What to do differently in every form that may be done, where there are several."""
        first, *more = self.open or (None,)
        if first is None or not more:
            return ()
        return tuple(r for r in first.changes if all(r.text in {c.text for c in f.changes} for f in more))

    def form(self, rung: str | None) -> Form:
        """The form that was asked for, if it is open, or else the fitting one."""
        return next((f for f in self.open if str(f.rung.rung.value) == rung), self.fitting)


def read(doc: PoseDoc, ask: Ask | None, worst: Mapping[str, Ask] | None = None) -> Reading:
    """The pose for a person, or for somebody of whom nothing is known yet.

    `worst`: for each question that is still open, the gate as if its worst answer were true.
    """

    def form(rung: RungDoc) -> Form:
        if ask is None:
            return Form(doc, rung)
        ruling = ask(doc.slug, rung.rung)
        unsettled = () if not ruling.allowed else _unsettled(doc.slug, rung.rung, ruling, worst or {})
        return Form(doc, rung, ruling, unsettled)

    return Reading(doc, tuple(map(form, doc.rungs)))


def _unsettled(slug: str, rung: Rung, ruling: Ruling, worst: Mapping[str, Ask]) -> tuple[str, ...]:
    return tuple(name for name, ask in worst.items() if ask(slug, rung).verdict is not ruling.verdict)


def fitting(forms: Iterable[Form]) -> Form:
    """The form to offer first: an open one, the harder one last, without a change rather than with one."""

    def rank(form: Form) -> tuple[bool, bool, int, int]:
        stricter = _STRICTER[form.verdict] if form.verdict else 0
        return form.closed, form.rung.rung is Rung.HARDER, stricter, _FIRST.index(form.rung.rung)

    return min(forms, key=rank)


def needs(lacks: Iterable[str], props: Mapping[str, PropDoc], said: bool) -> str:
    """What is missing: a question if nobody has said what there is at home, otherwise a fact."""
    names = [props[p].name.lower() for p in lacks]
    listed = ", ".join(names)
    if said:
        return say("Not at hand: %(props)s.", props=listed)
    return say_n(
        "Needs a %(props)s. Have you one?",
        "Needs some things: %(props)s. Have you got them?",
        len(names),
        props=listed,
    )


def needs_one(options: Iterable[Iterable[str]], props: Mapping[str, PropDoc], said: bool) -> str:
    """What is missing where each of several forms lacks something of its own, and any of it would do."""
    listed = "; ".join(" + ".join(props[p].name.lower() for p in lacks) for lacks in options)
    if said:
        return say("Needs one of these, and none is at hand: %(props)s.", props=listed)
    return say("Needs one of these: %(props)s. Have you got one?", props=listed)


def instead_of(lacks: Iterable[str], props: Mapping[str, PropDoc]) -> str:
    """What most homes have in their place, each prop's things after each other."""
    things = "; ".join(", ".join(props[p].substitutes) for p in lacks)
    return say("Just as good: %(things)s.", things=things)
