"""What a session tells the gate: holds, what it lifts, and when the warning signs are asked again.

Everything is derived anew from the events whenever they change, so an edit takes back what no longer holds.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from hipapp.core.clock import local_day
from hipapp.core.enums import EventKind, HoldKind, Light, Mark
from hipapp.core.models import User
from journal.sessions.events import projection
from journal.sessions.light import Signal, ask_again, gentle_until
from journal.sessions.models import Session, SessionEvent
from journal.sessions.replay import Outcome, Projection, Status
from journal.sessions.script import Form
from journal.sessions.trials import end_if_felt
from poses.body.models import Hold as HoldRow
from poses.body.records import ask_red_flags, latest_red_flags, lift, report, withdraw_asking
from poses.safety.facts import Hold

#: How far back the ratings are read that may ask for the red-flag list again, and how often they may.
RATINGS_BACK = timedelta(days=180)
ASK_AT_MOST_EVERY = timedelta(days=7)
RATINGS = (EventKind.BEFORE, EventKind.AFTER, EventKind.NEXT_MORNING)


def tell(session: Session, state: Projection, rows: Sequence[SessionEvent], light: Signal | None) -> None:
    """Tell the gate what this session says now, in place of what it said before."""
    user, day = session.user, _day_told(session, rows)
    red_because = light.reason if light and light.light is Light.RED else None
    sore = None if red_because or state.numb else _after_flare(session)
    holds = [] if state.deleted else _holds(state, day, red_because or sore)
    told_by = _TOLD_BY | {HoldKind.GENTLE: ()} if sore else _TOLD_BY
    begun = session.started_at
    report(user, {h: _last_said(rows, *told_by[h.kind], otherwise=begun) for h in holds}, source=session.id)
    if state.numb and not state.deleted:
        ask_red_flags(user, "session", source=session.id)
    elif not state.numb and any(r.kind == EventKind.NUMB for r in rows):
        withdraw_asking(user, source=session.id)
    if state.before is not None and not state.deleted:
        _ask_if_worse(user, session.local_day)
    for hold in _lift(session, state):
        _lift_by_another(hold)
    if not state.deleted:
        end_if_felt(user, {*state.sharp, *state.numb_in}, session.local_day)


#: What is felt in a session and holds for its day.
_FELT = (EventKind.SHARP, EventKind.NUMB)


def _day_told(session: Session, rows: Sequence[SessionEvent]) -> date:
    """The day that holds count from: of the last report, which may come a day after the session began."""
    told = (local_day(r.at + timedelta(seconds=r.clock_offset_s), r.tz) for r in rows if r.kind in _FELT)
    return max((session.local_day, *told))


def _after_flare(session: Session) -> str | None:
    """Why the session after this one is gentle: it was made for a sore day. hipapp's own caution."""
    if session.script["form"] != Form.FLARE:
        return None
    return _("Last time was a sore day, so the next session comes in the gentle form.")


def _holds(state: Projection, day: date, gentle_because: str | None) -> list[Hold]:
    """Sharp: the pose is out for the day and eased after it. Down the leg or numb: that, and nothing but breathing
    and the body scan for the rest of the day, and gently after it. hipapp's own caution, beyond evidence §7."""
    holds: list[Hold] = []
    for pose in state.sharp:
        out = _("It felt sharp or pinching today, so it is out until tomorrow.")
        ease = _("It felt sharp last time, so only the easier form for now.")
        holds += [Hold(HoldKind.OUT, out, pose, day), Hold(HoldKind.EASE, ease, pose)]
    for pose in state.numb_in:
        if pose not in state.sharp:
            ease = _("It went down the leg or felt numb last time, so only the easier form for now.")
            holds.append(Hold(HoldKind.EASE, ease, pose))
    if state.numb:
        calm = _("Something went down the leg or felt numb, so that is enough for today.")
        gently = _(
            "Something went down the leg or felt numb last time, so the next session comes in the gentle form."
        )
        holds.append(Hold(HoldKind.CALM, calm, until=day))
        holds.append(Hold(HoldKind.GENTLE, gently, until=gentle_until(day)))
    elif gentle_because:
        holds.append(Hold(HoldKind.GENTLE, gentle_because, until=gentle_until(day)))
    return holds


#: What a hold of each kind rests on; it holds from when that was told last.
_TOLD_BY = {
    HoldKind.OUT: (EventKind.SHARP,),
    HoldKind.EASE: (EventKind.SHARP, EventKind.NUMB),
    HoldKind.CALM: (EventKind.NUMB,),
    HoldKind.GENTLE: (EventKind.SHARP, EventKind.NUMB, *RATINGS),
}


def _last_said(rows: Sequence[SessionEvent], *kinds: EventKind, otherwise: datetime) -> datetime:
    """By the server's clock; `otherwise` for what rests on no event but on the session itself."""
    said = (r.at + timedelta(seconds=r.clock_offset_s) for r in rows if r.kind in kinds)
    return max(said, default=otherwise)


def _lift(session: Session, state: Projection) -> list[HoldRow]:
    done = any(s.seconds and s.outcome in (Outcome.DONE, Outcome.TOO_MUCH) for s in state.steps)
    moved = done and session.script["form"] != Form.CALM
    return lift(session.user, session.id, session.started_at, _calm_poses(session, state), gentle=moved)


def _lift_by_another(hold: HoldRow) -> None:
    """Told late, or lifted no more by one session, a hold may have been lifted by another one since."""
    later = hold.user.sessions.practised().without_script().filter(started_at__gt=hold.created_at)
    for other in later.order_by("started_at"):
        if not hold.pose or hold.pose in other.poses:
            _lift(other, projection(other))
            hold.refresh_from_db()
            if hold.lifted_at:
                return


def _calm_poses(session: Session, state: Projection) -> list[str] | None:
    """Poses that went well in a whole session; None if it was not one (deleted, by hand, nothing done, numb)."""
    if state.status != Status.DONE or state.deleted or state.numb or session.by_hand or not state.seconds:
        return None
    done = (s.pose for s in state.steps if s.pose and s.seconds and s.outcome is Outcome.DONE)
    much = {s.pose for s in state.steps if s.outcome is Outcome.TOO_MUCH}
    much |= {pose for pose, mark in state.marks.items() if mark == Mark.TOO_MUCH}
    return [p for p in done if p not in much and p not in state.sharp]


def _ask_if_worse(user: User, today: date) -> None:
    """Quietly ask the red-flag list again when the ratings say so, once a week at the most."""
    latest = latest_red_flags(user)
    if latest is None or latest.answered_on is None or today < latest.answered_on + ASK_AT_MOST_EVERY:
        return
    if ask_again(ratings_before(user, today - RATINGS_BACK), today):
        ask_red_flags(user, "worse")


def ratings_before(user: User, since: date) -> list[tuple[date, int]]:
    """(day, rating before) of every kept session since a day, oldest first."""
    found = user.sessions.kept().filter(local_day__gte=since, before__isnull=False).order_by("started_at")
    pairs = found.values_list("local_day", "before")
    return [(day, rating) for day, rating in pairs if rating is not None]
