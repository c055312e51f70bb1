"""From "I want to practise" to a session: the lists first, then the gate, then a script."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hipapp.core.enums import EventKind, FlagLevel, HoldKind, Rung, Verdict
from hipapp.core.models import User
from journal.sessions.events import projection
from journal.sessions.five import five_minutes
from journal.sessions.models import Session, Trial
from journal.sessions.records import record, start
from journal.sessions.replay import Status
from journal.sessions.script import GENTLE_FORMS, Built, Form, LeftOut, build_one, build_script, forms_of
from journal.sessions.trials import asked, running
from poses.advice.flare import Where
from poses.advice.today import flare_for
from poses.body.records import ask_red_flags
from poses.gatekeeping import Gate, RefusedError, gate_for
from poses.library.reading import read
from poses.models import Hold
from poses.routines.choose import props_missing
from poses.routines.models import RoutineVersion
from poses.routines.plan import Step
from poses.safety.facts import Ruling

#: What asks for the session of a sore day, and where it is to be; None is wherever most is open.
FLARES: Mapping[str, Where | None] = {
    "flare": None,
    "flare_lying": Where.LYING,
    "flare_chair": Where.CHAIR,
}


@dataclass(frozen=True)
class Choice:
    """What a person wants to practise. Kept in the browser's session while the lists are answered."""

    what: str  # five | day | pose | one of `FLARES`
    version: str = ""  # of a routine, for `day`
    weekday: int = 0
    gentle: bool = False
    before: int | None = None
    pose: str = ""  # for `pose`, with the form that was looked at
    rung: int = Rung.STANDARD

    def to_json(self) -> dict[str, Any]:
        """Without the rating: by the time the lists are answered, the back may be another."""
        return {name: value for name, value in asdict(self).items() if name != "before"}


@dataclass(frozen=True)
class Begun:
    """A session, or which page has to come first (`check`, `conditions`, `stop`), or why there is none."""

    session: Session | None = None
    first: str = ""
    left_out: tuple[LeftOut, ...] = ()
    problem: str = field(default="")


def what_first(gate: Gate) -> str:
    """The page that has to come before any session; empty if none."""
    if gate.state.level is FlagLevel.URGENT:
        return "stop"
    if gate.state.due:
        return "check"
    return "conditions" if gate.body.conditions is None else ""


def begin(user: User, choice: Choice) -> Begun:
    """Make the session that `choice` asks for, if the gate is ready for this person."""
    gate = gate_for(user)
    if first := what_first(gate):
        return Begun(first=first)
    if choice.what in FLARES and gate.flags.answered_on != gate.today:
        ask_red_flags(user, "worse")  # something is worse than it was when the list was answered
        return Begun(first="check")
    version = _version(user, choice)
    if choice.what == "day" and version is None:
        return Begun(problem=_("That routine is no longer there."))
    trial = running(user, gate.today) if version else None
    built = build(gate, choice, version, trial)
    if not built.script["steps"]:
        return Begun(problem=_why_nothing(choice, built), left_out=built.left_out)
    session = start(user, built.script, routine_version=version, session_id=uuid.uuid4(), gate=gate)
    if choice.before is not None:
        session = record(session, EventKind.BEFORE, {"rating": choice.before})
    return Begun(session=session, left_out=built.left_out)


def _why_nothing(choice: Choice, built: Built) -> str:
    """Of one pose that was asked for, its own reasons can be told."""
    if choice.what != "pose":
        return _("Nothing in it is open to you today.")
    if not built.left_out:
        return _("That pose is not in the library.")
    return " ".join(f"{left.name}: {' '.join(left.reasons)}" for left in built.left_out)


def _version(user: User, choice: Choice) -> RoutineVersion | None:
    if choice.what != "day":
        return None
    try:
        key = uuid.UUID(choice.version)
    except ValueError:
        return None
    kept = RoutineVersion.objects.filter(routine__user=user, routine__deleted_at=None)
    return kept.select_related("routine").filter(pk=key).first()


def build(gate: Gate, choice: Choice, version: RoutineVersion | None, trial: Trial | None = None) -> Built:
    """The script of what was chosen, in the form that today asks for.

    Only a day of a routine in its planned form is part of a `trial`: other forms choose for themselves.
    """
    poses, form = gate.catalogue.poses, form_today(gate, choice)
    said: dict[str, Any] = {}
    if choice.what == "pose":
        return _one_pose(gate, choice, form)
    if version:
        steps, title = version.plan.day(choice.weekday % 7).steps, version.routine.name
        if form is Form.PLANNED:
            steps, said = asked(steps, trial, gate.today, gate)
    elif choice.what in FLARES:
        steps, title = flare_for(gate, FLARES[choice.what]).steps, _("A few gentle minutes")
    else:
        steps, title = _five(gate), _("A short practice")
    built = build_script(steps, poses, gate.ruling, form, title, gate.catalogue.rules_version)
    return replace(built, script=built.script | said)


def _one_pose(gate: Gate, choice: Choice, form: Form) -> Built:
    """One pose in the rung that was asked for if it is open, otherwise in the one that fits; it says if it is not."""
    poses, rules = gate.catalogue.poses, gate.catalogue.rules_version
    doc = poses.get(choice.pose)
    if doc is None:
        return build_script((), poses, gate.ruling, Form.ONE, "", rules)
    rung = read(doc, gate.ruling).form(str(choice.rung)).rung.rung
    built = build_one(Step("one", doc.slug, rung), poses, gate.ruling, form, doc.name, rules)
    return replace(built, left_out=(*_other_form(gate, choice, built), *built.left_out))


def _other_form(gate: Gate, choice: Choice, built: Built) -> tuple[LeftOut, ...]:
    """The form that was asked for, if it is closed and another one of the pose stands in its place."""
    why_not = gate.ruling(choice.pose, Rung(choice.rung)).why_not
    if not (why_not and built.script["steps"]):
        return ()
    step, reasons = built.script["steps"][0], tuple(dict.fromkeys(r.text for r in why_not))
    return (LeftOut("one", choice.pose, step["name"], reasons, Rung(step["rung"])),)


def _five(gate: Gate) -> tuple[Step, ...]:
    """Five minutes with what is at hand; if that leaves nothing, with whatever the gate lets in."""

    def with_props(slug: str, rung: Rung) -> Ruling:
        doc = gate.catalogue.poses[slug]
        shown = gate.catalogue.rung(slug, rung)
        if shown and props_missing(doc, shown, gate.body.props):
            return Ruling(Verdict.AVOID)
        return gate.ruling(slug, rung)

    poses = gate.catalogue.poses
    return five_minutes(poses, with_props) or five_minutes(poses, gate.ruling)


def form_today(gate: Gate, choice: Choice) -> Form:
    """Calm while somebody has to be seen or after a sign in the leg; gentle on gentle days or by choice."""
    if gate.calm:
        return Form.CALM
    if choice.what in FLARES:
        return Form.FLARE
    if choice.gentle or gate.gentle:
        return Form.GENTLE
    return {"five": Form.FIVE, "pose": Form.ONE}.get(choice.what, Form.PLANNED)


def unfinished(user: User, gate: Gate, today: date) -> Session | None:
    """Today's newest session, if it was begun, is not ended, and may go on just as it was made."""
    session = user.sessions.kept().begun().filter(local_day=today).newest_first().first()
    return session if session and session.is_open and still_open(session, gate) else None


def still_open(session: Session, gate: Gate) -> bool:
    """Whether a session that was begun earlier may go on just as it was made.

    Everything that it can still bring (each step, its easier form, its rest) has to be let in today with the same
    changes shown, and in a form that suits the day. What went out in the session itself is skipped there anyway.
    """
    if gate.gentle and session.script["form"] not in GENTLE_FORMS and _made_gentle(session, gate):
        return False
    return still_fits(session.script, projection(session).out, gate)


def still_fits(script: Mapping[str, Any], out: Collection[str], gate: Gate) -> bool:
    """Whether what a script can still bring is let in today; `out` are the poses that went out in it."""
    if gate.calm and script["form"] != Form.CALM:
        return False
    try:
        gate.must_let_in(f for f in forms_of(script) if not {f["pose"], f["really"]} & set(out))
    except RefusedError:
        return False
    return True


def _made_gentle(session: Session, gate: Gate) -> bool:
    """Whether today is gentle for another reason than what this session itself reported."""
    holds = Hold.objects.filter(user=session.user, kind=HoldKind.GENTLE).standing(gate.today)
    return gate.state.gently or holds.exclude(source=session.pk).exists()


def close(session: Session) -> None:
    """End a session that may not go on. One that nobody began leaves no trace.

    One that was begun is never thrown away: a phone that is offline may yet tell that something was sharp or numb.
    """
    record(session, EventKind.DELETED if session.status == Status.READY else EventKind.FINISHED)
