"""Everything of a person in one JSON document. Content by slug, never by database id; documented in docs/export.md."""

from typing import Any

from hipapp.core.clock import now, today_of
from hipapp.core.models import User
from journal.sessions.events import content_of

FORMAT = 1


def export_of(user: User) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": now().isoformat(),
        "user": {
            "email": user.email,
            "time_zone": user.time_zone,
            "created_at": user.created_at.isoformat(),
            "figure": user.figure,
        },
        "body_versions": [
            {"id": str(v.id), "number": v.number, "created_at": v.created_at.isoformat(), "answers": v.data}
            for v in user.body_versions.all()
        ],
        "red_flag_answers": [
            {
                "asked_at": a.asked_at.isoformat(),
                "asked_because": a.asked_because,
                "answered_at": a.answered_at.isoformat() if a.answered_at else None,
                "answered_on": a.answered_on.isoformat() if a.answered_on else None,
                "ticked": a.ticked,
                "checked": a.checked,
                "cleared": a.cleared,
                "session": str(a.source) if a.source else None,
            }
            for a in user.red_flag_answers.all()
        ],
        "holds": [
            {
                "kind": h.kind,
                "pose": h.pose or None,
                "until": h.until.isoformat() if h.until else None,
                "reason": h.reason,
                "session": str(h.source) if h.source else None,
                "created_at": h.created_at.isoformat(),
                "lifted_at": h.lifted_at.isoformat() if h.lifted_at else None,
                "lifted_by": str(h.lifted_by) if h.lifted_by else None,
            }
            for h in user.holds.all()
        ],
        "routines": [_routine(r) for r in user.routines.prefetch_related("versions")],
        "sessions": [_session(s) for s in user.sessions.prefetch_related("events").order_by("created_at")],
        "skipped_days": [
            {"day": d.day.isoformat(), "moved_to": d.moved_to.isoformat() if d.moved_to else None}
            for d in user.skipped_days.order_by("day")
        ],
        "suggestions": [_suggestion(s) for s in user.suggestions.order_by("created_at")],
        "trials": [_trial(t) for t in user.trials.order_by("created_at")],
    }


def _routine(routine: Any) -> dict[str, Any]:
    return {
        "id": str(routine.id),
        "name": routine.name,
        "is_active": routine.is_active,
        "created_at": routine.created_at.isoformat(),
        "deleted_at": routine.deleted_at.isoformat() if routine.deleted_at else None,
        "versions": [
            {
                "id": str(v.id),
                "number": v.number,
                "author": v.author,
                "note": v.note,
                "notes": v.notes,
                "created_at": v.created_at.isoformat(),
                "plan": v.data,
            }
            for v in routine.versions.all()
        ],
    }


def _session(session: Any) -> dict[str, Any]:
    return {
        "id": str(session.id),
        "created_at": session.created_at.isoformat(),
        "by_hand": session.by_hand,
        "time_zone": session.time_zone,
        "routine_version": str(session.routine_version_id) if session.routine_version_id else None,
        "body_version": str(session.body_version_id) if session.body_version_id else None,
        "script": session.script,
        "events": [
            content_of(e) | {"received_at": e.received_at.isoformat(), "clock_offset_s": e.clock_offset_s}
            for e in session.events.all()
        ],
    }


def _suggestion(s: Any) -> dict[str, Any]:
    return {
        "id": str(s.id),
        "created_at": s.created_at.isoformat(),
        "day": s.day.isoformat(),
        "routine": str(s.routine_id) if s.routine_id else None,
        "engine": s.engine,
        "rule": s.rule,
        "action": s.action,
        "pose": s.pose,
        "from_rung": s.from_level,
        "to_pose": s.to_pose or None,
        "to_rung": s.to_level,
        "evidence": s.evidence,
        "words": s.words,
        "answer": s.answer,
        "answered_at": s.answered_at.isoformat() if s.answered_at else None,
        "made_version": str(s.made_id) if s.made_id else None,
        "undone_at": s.undone_at.isoformat() if s.undone_at else None,
    }


def _trial(t: Any) -> dict[str, Any]:
    return {
        "id": str(t.id),
        "created_at": t.created_at.isoformat(),
        "pose": t.pose,
        "first_day": t.first_day.isoformat(),
        "weeks": _weeks(t),
        "told": t.told,
        "ended_at": t.ended_at.isoformat() if t.ended_at else None,
        "end": t.end or None,
    }


def _weeks(t: Any) -> list[bool | None]:
    """Whether each week has the pose; null for one to come, which nobody is to know before."""
    days = (today_of(t.user) - t.first_day).days
    upto = len(t.weeks) if t.ended_at else days // 7
    return [week == t.WITH if n <= upto else None for n, week in enumerate(t.weeks)]
