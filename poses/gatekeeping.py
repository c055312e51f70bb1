"""Where records meet the pure gate. Every way in which a pose can reach a person goes through `gate_for`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from hipapp.core.clock import today_of
from hipapp.core.enums import Condition, Job, Rung, Verdict
from hipapp.core.models import User
from hipapp.core.speech import say
from poses.body.records import answers_of, holds_of, red_flags_of
from poses.body.words import flag_text
from poses.content.loader import rung_of, shipped, stand_in
from poses.content.schema import PoseDoc
from poses.library.catalogue import Catalogue, catalogue
from poses.safety.facts import ASSUMED_PROPS, BodyFacts, RedFlags, Ruling
from poses.safety.gate import calm_today, gentle_next, judge
from poses.safety.red_flags import FlagState, flag_state

_NO_SUCH_RUNG = Ruling(Verdict.AVOID)
_NOTHING_TICKED = RedFlags(ticked={}, answered_on=date.min)


class RefusedError(Exception):
    """Somebody tried to write what the gate refuses. A page never gets here: it has asked the gate before."""


class Placed(Protocol):
    """Anything that names a rung of a pose, such as a step of a routine."""

    @property
    def pose(self) -> str: ...
    @property
    def rung(self) -> Rung: ...


@dataclass(frozen=True)
class PoseRuling:
    """The gate's answer for a whole pose: *fine* if every rung is, *avoid* if none may be done."""

    verdict: Verdict
    rungs: dict[Rung, Ruling]

    @property
    def allowed(self) -> tuple[Rung, ...]:
        return tuple(r for r, ruling in self.rungs.items() if ruling.allowed)


@dataclass(frozen=True)
class Gate:
    """All that is needed to judge any rung for one person today. Judging costs no query."""

    catalogue: Catalogue
    body: BodyFacts
    flags: RedFlags
    today: date
    #: Somebody has said which movements hurt, if only "none"; the facts alone cannot tell.
    movements_told: bool = True
    #: What counts without having been told by that name: a worn hip for a replaced one without limits, say.
    derived: frozenset[Condition] = frozenset()
    #: What somebody said they have at home, without what it stands in for (`body.props` counts that too).
    said_props: tuple[str, ...] | None = None

    @cached_property
    def state(self) -> FlagState:
        return flag_state(self.flags, self.today)

    @property
    def known(self) -> bool:
        """Both required questions have been answered, so that a verdict means something."""
        return self.flags.ticked is not None and self.body.conditions is not None

    @property
    def lists_left(self) -> int:
        """How many of the two required lists wait for an answer, 0 to 2."""
        return (self.flags.ticked is None or self.state.due) + (self.body.conditions is None)

    @property
    def ready(self) -> bool:
        """A session may start: both lists answered, none due, nothing urgent."""
        return self.known and not self.state.due and not self.state.stops

    @property
    def props(self) -> frozenset[str]:
        """The props at hand, or those that a home is taken to have until somebody has said.

        For what is put together for a person; whether something is safe is judged by what was said alone.
        """
        return ASSUMED_PROPS if self.body.props is None else self.body.props

    def stand_in(self, prop: str) -> str | None:
        """The thing at home that this person uses in place of `prop`, which they said they don't have; or None."""
        return None if self.said_props is None else stand_in(prop, self.said_props, shipped().props)

    @cached_property
    def calm(self) -> str | None:
        """Why only breathing and the body scan are open today, or None."""
        if self.state.calm_only:
            signs = " ".join(f"“{flag_text(slug)}”" for slug in self.state.open_items)
            return say(
                "You ticked %(signs)s Let a doctor or physiotherapist have a look first; "
                "until then, breathing and the body scan are open.",
                signs=signs,
            )
        return self.enough

    @property
    def enough(self) -> str | None:
        """Why it is enough for today after a sign in the leg, or None: breathing and the body scan stay open."""
        return calm_today(self.body, self.today)

    @cached_property
    def gentle(self) -> str | None:
        """Why today is a gentle day, or None."""
        return gentle_next(self.body, self.flags, self.today)

    @cached_property
    def checked_by(self) -> str:
        """By what a routine is checked: the rules, and the conditions that count today, which a date may change."""
        counting = ",".join(sorted(self.body.conditions or ()))
        return sha256(f"{self.catalogue.rules_version}:{counting}".encode()).hexdigest()[:12]

    def ruling(self, slug: str, rung: Rung) -> Ruling:
        """The one question: may this person do this rung today? An unknown pose is *avoid*."""
        facts = self.catalogue.facts.get((slug, rung))
        return judge(facts, self.body, self.flags, self.today) if facts else _NO_SUCH_RUNG

    def lasting_ruling(self, slug: str, rung: Rung) -> Ruling:
        """The same without what passes by itself (holds, a list that is due or stops for now).

        For what may *stand in a routine*: a pose that is out for a day stays in the week and is left out of that
        day's session.
        """
        facts = self.catalogue.facts.get((slug, rung))
        if facts is None:
            return _NO_SUCH_RUNG
        return judge(facts, replace(self.body, holds=()), _NOTHING_TICKED, date.min)

    def open_steps[S: Placed](self, steps: Iterable[S]) -> tuple[S, ...]:
        """Those of a day's steps that may be done today."""
        return tuple(s for s in steps if self.ruling(s.pose, s.rung).allowed)

    def must_let_stand(self, steps: Iterable[Placed]) -> None:
        """For the writers of routines. Raises `RefusedError` for a step that may not stand in one."""
        refused = [f"{s.pose} {s.rung:d}" for s in steps if not self.lasting_ruling(s.pose, s.rung).allowed]
        if refused:
            raise RefusedError(f"may not stand in a routine: {', '.join(refused)}")

    def must_let_in(self, forms: Iterable[Mapping[str, Any]]) -> None:
        """For the writers of sessions: each form of a script with all that it has to be done differently.

        Raises `RefusedError` for one that may not be done today, that leaves out what has to be done differently, or
        that takes longer than the least where a change asks for the shortest time.
        """
        for form in forms:
            ruling = self.ruling(form["pose"], Rung(form["rung"]))
            if not ruling.allowed or not set(ruling.hows) <= set(form["hows"]):
                raise RefusedError(f"may not be done so today: {form['pose']} {form['rung']}")
            if ruling.briefly and self._is_longer_than_least(form):
                raise RefusedError(f"may not be done for so long: {form['pose']} {form['rung']}")

    def _is_longer_than_least(self, form: Mapping[str, Any]) -> bool:
        rung = rung_of(self.catalogue.poses[form["pose"]], Rung(form["rung"]))
        if (
            rung is None or rung.timeline or "parts" not in form
        ):  # spoken at fixed seconds, or a rest in a pose
            return False
        return any(p["amount"] > own.least for p, own in zip(form["parts"], rung.dose.parts, strict=True))

    def pose(self, doc: PoseDoc) -> PoseRuling:
        rungs = {r.rung: self.ruling(doc.slug, r.rung) for r in doc.rungs}
        verdicts = {ruling.verdict for ruling in rungs.values()}
        if verdicts == {Verdict.FINE}:
            return PoseRuling(Verdict.FINE, rungs)
        return PoseRuling(Verdict.AVOID if verdicts == {Verdict.AVOID} else Verdict.ADAPT, rungs)

    def instead(self, job: Job, but: str, limit: int = 3) -> list[PoseDoc]:
        """Poses of the same job that this person may do, those without any change first."""
        found = [
            (ruling.verdict is not Verdict.FINE, doc.name, doc)
            for doc in self.catalogue.poses.values()
            if doc.job is job and doc.slug != but and not doc.test
            for ruling in [self.pose(doc)]
            if ruling.allowed
        ]
        return [doc for *_, doc in sorted(found, key=lambda f: f[:2])[:limit]]


def gate_for(user: User | None, today: date | None = None) -> Gate:
    """The gate for this person (four queries), or for somebody unknown, to whom nothing is open yet (one)."""
    if user is None:
        return Gate(catalogue(), BodyFacts(), RedFlags(), today or date.min)
    today = today or today_of(user)
    told = answers_of(user)
    body = told.facts(shipped().props, today, holds_of(user, today))
    derived = (body.conditions or frozenset()) - frozenset(told.conditions or ())
    return Gate(catalogue(), body, red_flags_of(user), today, told.movements is not None, derived, told.props)
