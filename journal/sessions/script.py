"""The frozen expansion of a day's steps into what a player can run without asking anybody again.

The form is documented in docs/architecture.md ("Script"). Everything in a script, easier versions and rests
included, has passed the `ruling` it was built with; what has not is reported instead.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from hipapp.core.amounts import dose_in_words, time_in_words
from hipapp.core.enums import DoseKind, HoldKind, Level, Phase, Position, Rung, Side, Sides
from hipapp.core.speech import say
from poses.content.loader import rung_of
from poses.content.schema import Dose, DosePart, PoseDoc, RungDoc
from poses.content.sides import mirrored
from poses.routines.choose import to_fetch
from poses.routines.plan import (
    CHANGE_PLACE_S,
    GET_READY_S,
    SWITCH_SIDES_S,
    Step,
    dose_kept,
    least_dose,
)
from poses.routines.words import listed, prop
from poses.safety.facts import CALM_POSES, Ruling

#: Share of the dose in the gentle version (evidence §3: "about 70% of dose", all easier versions).
GENTLE_DOSE = 0.7
#: What the gentle version keeps of a day (evidence §3: settle, easy warm-up, finish).
GENTLE_PHASES = (Phase.ARRIVE, Phase.WARM_UP, Phase.FINISH)
#: Shortest and longest rest after "Too much", in seconds. hipapp's own.
REST_LEAST_S = 30
REST_MOST_S = 60

_LYING_REST = (("belly-breathing", Rung.STANDARD), ("body-scan", Rung.STANDARD))
_CHAIR_REST = (("belly-breathing", Rung.EASIER), ("sitting-reset", Rung.EASIER))
_STANDING_REST = (("standing-reset", Rung.EASIER), ("belly-breathing", Rung.EASIER))
_FLOOR_REST = (("belly-breathing", Rung.STANDARD), ("belly-breathing", Rung.EASIER))
#: Where to rest without changing place much, best first.
REST_POSES: Mapping[Position, tuple[tuple[str, Rung], ...]] = {
    Position.LYING_BACK: _LYING_REST,
    Position.LYING_SIDE: _LYING_REST,
    Position.LYING_FRONT: _LYING_REST,
    Position.SEATED_FLOOR: _FLOOR_REST,
    Position.KNEELING: _FLOOR_REST,
    Position.HANDS_KNEES: _FLOOR_REST,
    Position.CHAIR: _CHAIR_REST,
    Position.STANDING: _STANDING_REST,
}

#: The gate's answer for a rung of a pose.
RulingOf = Callable[[str, Rung], Ruling]


class Form(StrEnum):
    PLANNED = "planned"
    GENTLE = "gentle"  # arrive, warm-up and finish, easier, at `GENTLE_DOSE`
    CALM = "calm"  # breathing and body scan only
    FIVE = "five"  # about five minutes, see `journal.sessions.five`
    FLARE = "flare"  # a sore day, see `poses.advice.flare`
    ONE = "one"  # one pose, done from its page


#: The forms that suit a day on which the gate asks to go gently.
GENTLE_FORMS = (Form.CALM, Form.GENTLE, Form.FLARE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step of the day that is not in the script as it was asked for, and why: sentences for the person.

    `instead` is the rung that stands in its place; None if the pose is left out.
    """

    step: str
    pose: str
    name: str
    reasons: tuple[str, ...]
    instead: Rung | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A script in its JSON form, and what of the day did not make it in."""

    script: dict[str, Any]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One pose of the practice: what is done, how much for one side, and what to do differently."""

    doc: PoseDoc
    rung: RungDoc
    dose: Dose
    hows: tuple[str, ...]
    briefly: bool
    side: Side = Side.BOTH

    @property
    def position(self) -> Position:
        return self.rung.position or self.doc.position

    @property
    def is_each(self) -> bool:
        return (self.rung.sides or self.doc.sides) is Sides.EACH


def build_script(
    steps: Sequence[Step],
    poses: Mapping[str, PoseDoc],
    ruling: RulingOf,
    form: Form,
    title: str,
    rules_version: str,
) -> Built:
    """The script of `steps` in `form`. Calm looks at no step; five and flare are for steps made for them."""
    chooser = _Chooser(poses, ruling)
    if form is Form.CALM:
        chosen = chooser.calm(share=1.0)
    elif form is Form.GENTLE:
        chosen = [c for s in steps if (c := chooser.gentle(s))] or chooser.calm(share=GENTLE_DOSE)
    else:
        chosen = [c for s in steps if (c := chooser.planned(s))]
    return _built(chooser, chosen, form, title, rules_version)


def build_one(
    step: Step,
    poses: Mapping[str, PoseDoc],
    ruling: RulingOf,
    form: Form,
    title: str,
    rules_version: str,
) -> Built:
    """The script of one step in `form`, empty if that form leaves it out: nothing takes the place of what somebody
    asked for by its name."""
    chooser = _Chooser(poses, ruling)
    chosen = chooser.gentle(step) if form is Form.GENTLE else chooser.planned(step)
    if form is Form.CALM and step.pose not in CALM_POSES:
        chosen = None
    return _built(chooser, [chosen] if chosen else [], form, title, rules_version)


def _built(
    chooser: "_Chooser", chosen: Sequence[_Chosen], form: Form, title: str, rules_version: str
) -> Built:
    """The script of what was chosen, and what the chooser left out."""
    script = {
        "format": 1,
        "form": form.value,
        "title": title,
        "rules": rules_version,
        "steps": [_keyed(index, step) for index, step in enumerate(_flattened(chosen, chooser))],
    }
    return Built(script, tuple(chooser.left_out))


def forms_of(script: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Everything that a script can bring a person to do: each step, its easier form, and a rest in a pose."""
    steps = (form for step in script["steps"] for form in (step, step.get("easier"), step.get("rest")))
    return [form for form in steps if form and form["pose"]]


@dataclass(slots=True)
class _Chooser:
    """Looks poses up and asks the gate; keeps account of what it left out."""

    poses: Mapping[str, PoseDoc]
    ruling: RulingOf
    left_out: list[LeftOut] = field(default_factory=list)

    def allowed(self, slug: str, rung: Rung) -> _Chosen | None:
        """The pose at its rung's own dose, if there is such a rung and the gate lets it through."""
        doc = self.poses.get(slug)
        found = rung_of(doc, rung) if doc and not is_test(doc) else None
        if doc is None or found is None:
            return None
        ruling = self.ruling(slug, rung)
        if not ruling.allowed:
            return None
        dose = least_dose(found) if ruling.briefly else found.dose
        return _Chosen(doc, found, dose, ruling.hows, ruling.briefly)

    def lower(self, slug: str, rung: Rung) -> _Chosen | None:
        """The next lower rung that is allowed; lower is not always safer, so each is asked."""
        below = (self.allowed(slug, r) for r in sorted(Rung, reverse=True) if r < rung)
        return next((c for c in below if c), None)

    def planned(self, step: Step) -> _Chosen | None:
        if self._unusable(step):
            return None
        chosen = self.allowed(step.pose, step.rung)
        if chosen:
            return _with(chosen, dose_kept(chosen.rung, step.amounts), step.side)
        why_not = self.ruling(step.pose, step.rung).why_not
        # After something sharp the pose is eased, not dropped: that is what the hold of this kind asks for.
        if why_not and all(r.rule == HoldKind.EASE for r in why_not):
            chosen = self.lower(step.pose, step.rung)
        self._leave_out(step, tuple(dict.fromkeys(r.text for r in why_not)), chosen)
        return _with(chosen, chosen.dose, step.side) if chosen else None

    def gentle(self, step: Step) -> _Chosen | None:
        """The step at its easier rung; breathing and body scan at whichever is allowed."""
        if self._unusable(step):
            return None
        if self.poses[step.pose].phase not in GENTLE_PHASES:
            self._leave_out(step, (say("On a gentle day this pose is left out."),))
            return None
        rungs = (Rung.EASIER, Rung.STANDARD) if step.pose in CALM_POSES else (Rung.EASIER,)
        chosen = next((c for r in rungs if (c := self.allowed(step.pose, r))), None)
        if chosen is None:
            self._leave_out(step, (say("There is no easier form of it for you today."),))
            return None
        dose = dose_kept(chosen.rung, step.amounts) if chosen.rung.rung is step.rung else chosen.dose
        return _with(chosen, _gentle_dose(dose, GENTLE_DOSE), step.side)

    def calm(self, share: float) -> list[_Chosen]:
        return [
            _with(chosen, _gentle_dose(chosen.dose, share), Side.BOTH)
            for slug in CALM_POSES
            if (chosen := self.allowed(slug, Rung.STANDARD) or self.allowed(slug, Rung.EASIER))
        ]

    def _unusable(self, step: Step) -> bool:
        doc = self.poses.get(step.pose)
        if doc is None or rung_of(doc, step.rung) is None:
            self._leave_out(step, (say("It is not in the library any more."),))
        elif is_test(doc):
            self._leave_out(step, (say("It is a self-check, which has its own place."),))
        else:
            return False
        return True

    def _leave_out(self, step: Step, reasons: tuple[str, ...], instead: _Chosen | None = None) -> None:
        doc = self.poses.get(step.pose)
        rung = instead.rung.rung if instead else None
        self.left_out.append(LeftOut(step.id, step.pose, doc.name if doc else step.pose, reasons, rung))


def is_test(doc: PoseDoc) -> bool:
    return doc.test or doc.phase is Phase.TEST


def _with(chosen: _Chosen, dose: Dose, side: Side) -> _Chosen:
    """With another dose; what is to be done briefly takes no longer than it does."""
    return replace(chosen, dose=_at_most(dose, chosen.dose) if chosen.briefly else dose, side=side)


# Doses


def _scaled(dose: Dose, amount: Callable[[DosePart], int]) -> Dose:
    """`dose` with new amounts, at least 1; `least` binds only what a person chooses."""
    parts = tuple(p.model_copy(update={"amount": max(1, amount(p))}) for p in dose.parts)
    return dose.model_copy(update={"parts": parts})


def _at_most(dose: Dose, most: Dose) -> Dose:
    parts = tuple(p if p.amount <= m.amount else m for p, m in zip(dose.parts, most.parts, strict=True))
    return dose.model_copy(update={"parts": parts})


def _gentle_dose(dose: Dose, share: float) -> Dose:
    return _scaled(dose, lambda part: round(part.amount * share))


def _half_dose(dose: Dose, instead_of: Dose) -> Dose:
    """Half of `dose`, and no more than half the time of the dose that was too much."""
    most = min(dose.seconds, instead_of.seconds)
    return _scaled(dose, lambda part: part.amount * most // (2 * dose.seconds))


def _timeline(rung: RungDoc, seconds: int) -> list[dict[str, Any]]:
    """The rung's lines stretched or squeezed to `seconds`, adding up to it exactly."""
    whole = sum(line.seconds for line in rung.timeline)
    lines: list[dict[str, Any]] = []
    said = passed = 0
    for line in rung.timeline:
        passed += line.seconds
        until = passed * seconds // whole
        if until > said:
            lines.append({"seconds": until - said, "say": line.say})
            said = until
    return lines


# Steps


def _flattened(chosen: Sequence[_Chosen], chooser: _Chooser) -> Iterator[dict[str, Any]]:
    """Script steps without their keys: one for each side of each pose."""
    place: Level | None = None
    for pose in chosen:
        level = pose.position.level
        ready = GET_READY_S if place is level else CHANGE_PLACE_S
        place = level
        easier = chooser.lower(pose.doc.slug, pose.rung.rung)
        rest = _rest(pose, chooser)
        for number, side in enumerate(_sides(pose)):
            yield {
                **_form(pose, side, SWITCH_SIDES_S if number else ready, switch=number > 0),
                "easier": _easier(pose, easier, side, switch=number > 0) if easier else None,
                "rest": rest,
            }


def _keyed(index: int, step: dict[str, Any]) -> dict[str, Any]:
    return {"key": f"s{index}", "other_side_of": f"s{index - 1}" if step["switch"] else None, **step}


def _sides(pose: _Chosen) -> tuple[Side, ...]:
    if not pose.is_each:
        return (Side.BOTH,)
    return (Side.LEFT, Side.RIGHT) if pose.side is Side.BOTH else (pose.side,)


def _form(pose: _Chosen, side: Side, get_ready_s: int, *, switch: bool) -> dict[str, Any]:
    doc, rung, dose = pose.doc, pose.rung, pose.dose
    pace = rung.breath_pace
    # What is written describes the left side.
    told = mirrored if pose.is_each and side is Side.RIGHT else str
    change = (rung.change or doc.change) if switch else None
    return {
        "pose": doc.slug,
        "really": rung.same_as.pose if rung.same_as else None,
        "rung": int(rung.rung),
        "name": doc.name,
        "rung_name": rung.name,
        "position": pose.position.value,
        "level": int(pose.position.level),
        "side": side.value,
        "switch": switch,
        "get_ready_s": get_ready_s,
        "props": sorted(to_fetch(doc, rung)),
        "needs": rung.fetch or _listed_props(rung),
        "sets": dose.sets,
        "rest_s": dose.rest_s,
        "parts": [
            {"kind": p.kind.value, "amount": p.amount, "pace_s": p.pace_s, "seconds": p.seconds}
            for p in dose.parts
        ],
        "seconds": dose.seconds,
        "cue": told(doc.cues[0]),
        "cues": [told(cue) for cue in doc.cues],
        "hows": list(pose.hows),
        "steps": [told(step) for step in rung.steps or doc.steps],
        "change": change,
        "breath": [{"phase": b.phase, "do": told(b.do)} for b in doc.breath],
        "breath_pace": {"in_s": pace.in_s, "out_s": pace.out_s} if pace else None,
        "timeline": [{**line, "say": told(line["say"])} for line in _timeline(rung, dose.seconds)],
        "stop_if": list(doc.stop_if),
    }


def amount_of(form: Mapping[str, Any]) -> str:
    """How much of a form of a script is done, in words; what is listened to has a length."""
    if form["timeline"]:
        return time_in_words(form["seconds"])
    return dose_in_words(((DoseKind(p["kind"]), p["amount"]) for p in form["parts"]), form["sets"])


def _listed_props(rung: RungDoc) -> str:
    return listed(map(prop, rung.props), most=len(rung.props)) if rung.props else ""


def _easier(pose: _Chosen, easier: _Chosen, side: Side, *, switch: bool) -> dict[str, Any]:
    """What "Too much" leads to: the lower rung in half the time, on the same side. After "Too much" on the first
    side the second one begins with it, so it tells how to change sides.
    """
    half = _with(easier, _half_dose(easier.dose, pose.dose), side)
    same_place = easier.position.level is pose.position.level
    return _form(
        half,
        side if easier.is_each else Side.BOTH,
        GET_READY_S if same_place else CHANGE_PLACE_S,
        switch=switch and easier.is_each,
    )


def _rest(pose: _Chosen, chooser: _Chooser) -> dict[str, Any]:
    """Where to rest from `pose`: never in the pose itself, which was too much."""
    places = REST_POSES[pose.position]
    found = (chooser.allowed(slug, rung) for slug, rung in places if slug != pose.doc.slug)
    rest = next((c for c in found if c), None)
    if rest is None:
        return {
            "pose": None,
            "really": None,
            "rung": None,
            "name": say("Rest"),
            "cue": say("Rest as you like best, and breathe."),
            "hows": [],
            "seconds": REST_MOST_S,
        }
    return {
        "pose": rest.doc.slug,
        "really": rest.rung.same_as.pose if rest.rung.same_as else None,
        "rung": int(rest.rung.rung),
        "name": rest.doc.name,
        "cue": rest.doc.cues[0],
        "hows": list(rest.hows),
        "seconds": min(max(rest.dose.seconds, REST_LEAST_S), REST_MOST_S),
    }
