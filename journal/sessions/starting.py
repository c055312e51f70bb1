"""From "I want to practise" to a session: the lists first, then the gate, then a script."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hipapp.core.enums import EventKind, FlagLevel, Rung
from hipapp.core.models import User
from journal.sessions.models import Session
from journal.sessions.records import projection, record, start
from journal.sessions.script import Built, Form, LeftOut, build_script, five_minutes
from poses.gatekeeping import Gate, gate_for
from poses.routines.models import RoutineVersion
from poses.routines.plan import Step


@dataclass(frozen=True)
class Choice:
    """What a person wants to practise. Kept in the browser's session while the lists are answered."""

    what: str  # five | day
    version: str = ""  # of a routine, for `day`
    weekday: int = 0
    gentle: bool = False
    before: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "version": self.version, "weekday": self.weekday, "gentle": self.gentle}


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
    version = _version(user, choice)
    if choice.what == "day" and version is None:
        return Begun(problem=_("That routine is no longer there."))
    built = _build(gate, choice, version)
    if not built.script["steps"]:
        return Begun(problem=_("Nothing in it is open to you today."), left_out=built.left_out)
    session = start(user, built.script, routine_version=version, session_id=uuid.uuid4())
    if choice.before is not None:
        session = record(session, EventKind.BEFORE, {"rating": choice.before})
    return Begun(session=session, left_out=built.left_out)


def _version(user: User, choice: Choice) -> RoutineVersion | None:
    if choice.what != "day":
        return None
    try:
        key = uuid.UUID(choice.version)
    except ValueError:
        return None
    kept = RoutineVersion.objects.filter(routine__user=user, routine__deleted_at=None)
    return kept.select_related("routine").filter(pk=key).first()


def _build(gate: Gate, choice: Choice, version: RoutineVersion | None) -> Built:
    poses = gate.catalogue.poses
    steps: tuple[Step, ...] = (
        version.plan.day(choice.weekday % 7).steps if version else five_minutes(poses, gate.ruling)
    )
    form = form_today(gate, choice)
    title = version.routine.name if version else _("Five minutes")
    return build_script(steps, poses, gate.ruling, form, title, gate.catalogue.rules_version)


def form_today(gate: Gate, choice: Choice) -> Form:
    """Calm while somebody has to be seen, gentle on gentle days or by choice, else as planned."""
    if gate.state.calm_only:
        return Form.CALM
    if choice.gentle or gate.gentle:
        return Form.GENTLE
    return Form.FIVE if choice.what == "five" else Form.PLANNED


def still_open(session: Session, gate: Gate) -> bool:
    """Whether the gate still lets in every step of a session that was begun earlier.

    What went out in the session itself is skipped there anyway.
    """
    out = projection(session).out
    return all(
        gate.ruling(s["pose"], Rung(s["rung"])).allowed
        for s in session.script["steps"]
        if s["pose"] not in out
    )
