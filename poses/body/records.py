"""Reading and writing what is known of a body. The only writers of these tables."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.enums import FlagLevel, HoldKind
from hipapp.core.models import User
from poses.body.answers import BodyAnswers
from poses.body.models import BodyVersion, Hold, RedFlagAnswer
from poses.content.loader import shipped
from poses.safety import facts


def current_version(user: User) -> BodyVersion | None:
    return user.body_versions.order_by("-number").first()


def answers_of(user: User) -> BodyAnswers:
    """What this person has said so far; nothing answered if nothing was."""
    version = current_version(user)
    return version.answers if version else BodyAnswers()


@transaction.atomic
def answer(user: User, **changes: Any) -> BodyVersion:
    """Append a version with `changes`; no new version if nothing changes.

    Raises pydantic's ValidationError for a value out of range.
    """
    User.objects.select_for_update().get(pk=user.pk)
    version = current_version(user)
    before = version.answers if version else BodyAnswers()
    after = before.answering(**changes)
    if version and after == before:
        return version
    return BodyVersion.objects.create(
        user=user, number=version.number + 1 if version else 1, data=after.model_dump(mode="json")
    )


def latest_red_flags(user: User) -> RedFlagAnswer | None:
    return user.red_flag_answers.order_by("-asked_at", "-id").first()


def latest_red_flags_answered(user: User) -> RedFlagAnswer | None:
    return user.red_flag_answers.exclude(answered_at=None).order_by("-asked_at", "-id").first()


@transaction.atomic
def ask_red_flags(user: User, because: str, source: UUID | None = None) -> None:
    """From now on the list has to be answered before any session.

    Asking while it waits, or again for the same session `source`, changes nothing.
    """
    if source and user.red_flag_answers.filter(source=source).exists():
        return
    latest = latest_red_flags(user)
    if latest and latest.ticked is None:
        if source and latest.source is None:  # the answer that is waited for will be about this session too
            latest.source = source
            latest.save(update_fields=["source"])
        return
    RedFlagAnswer.objects.create(user=user, asked_because=because, source=source)


@transaction.atomic
def withdraw_asking(user: User, source: UUID) -> None:
    """The session `source` has taken back why it asked. What was answered stays, and so does an asking for which
    there is another reason: its own, or something that another session told while it was waiting.
    """
    row = user.red_flag_answers.filter(source=source, ticked__isnull=True).first()
    if row is None:
        return
    answered = latest_red_flags_answered(user)
    others = user.holds.filter(kind=HoldKind.CALM.value).exclude(source=source)
    if answered and answered.answered_at:
        others = others.filter(created_at__gt=answered.answered_at)
    other = others.first()
    if other is None and row.asked_because == "session":
        row.delete()
        return
    row.source = other.source if other else None
    row.save(update_fields=["source"])


@transaction.atomic
def answer_red_flags(
    user: User,
    ticked: Iterable[str],
    checked: Mapping[str, Mapping[str, str]] | None = None,
    cleared: str = "",
) -> RedFlagAnswer:
    """Store one answer to the whole list; an open asking is filled, otherwise a new row is made.

    `cleared`: a `Cleared`, if an urgent item of the answer before is not ticked any more.
    """
    latest = latest_red_flags(user)
    row = latest if latest and latest.ticked is None else RedFlagAnswer(user=user, asked_because="asked")
    row.ticked = sorted(set(ticked))
    row.checked = {k: dict(v) for k, v in (checked or {}).items()}
    row.cleared = cleared
    row.answered_at, row.answered_on = timezone.now(), today_of(user)
    row.save()
    return row


def mark_checked(row: RedFlagAnswer, slug: str, on: date, by: str) -> None:
    """Note that somebody qualified looked at a *soon* item. Kept with the answer it belongs to."""
    noted = today_of(row.user).isoformat()
    row.checked = {**row.checked, slug: {"on": on.isoformat(), "by": by, "noted": noted}}
    row.save(update_fields=["checked"])


def red_flags_of(user: User) -> facts.RedFlags:
    """The latest answer as the gate reads it. An item that the list no longer has keeps counting as *soon*."""
    rows = list(user.red_flag_answers.order_by("-asked_at", "-id")[:5])
    row = next((r for r in rows if r.ticked is not None), None)
    if row is None or row.ticked is None:
        return facts.RedFlags()
    known = shipped().red_flags
    return facts.RedFlags(
        ticked={s: known[s].level if s in known else FlagLevel.SOON for s in row.ticked},
        answered_on=row.answered_on,
        checked={s: checked_from(s, c) for s, c in row.checked.items()},
        asked_anew=rows[0] is not row,
    )


def checked_from(slug: str, check: Mapping[str, str]) -> date:
    """The day from which a check counts: of a history when it was noted, of anything else when it was done."""
    doc = shipped().red_flags.get(slug)
    return date.fromisoformat(check["noted"] if doc and doc.history else check["on"])


def holds_of(user: User, today: date) -> tuple[facts.Hold, ...]:
    return tuple(
        facts.Hold(HoldKind(h.kind), h.reason, h.pose or None, h.until)
        for h in Hold.objects.filter(user=user).standing(today)
    )


@transaction.atomic
def report(user: User, holds: Mapping[facts.Hold, datetime], source: UUID) -> None:
    """What the journal's session `source` tells the gate and since when, in place of what it told before.

    Reporting the same again changes nothing, and what a later session lifted stays lifted; a hold that the session
    no longer reports (its rating was corrected, say) is gone, and comes back if it is reported again.
    """
    told = {(h.kind, h.pose): h for h in Hold.objects.select_for_update().filter(user=user, source=source)}
    for hold, since in holds.items():
        key = {"kind": hold.kind.value, "pose": hold.pose or ""}
        row = told.pop((key["kind"], key["pose"]), None)
        says = {"until": hold.until, "reason": hold.reason, "created_at": since}
        if row is None:
            Hold.objects.create(user=user, source=source, **key, **says)
        elif any(getattr(row, name) != value for name, value in says.items()):
            Hold.objects.filter(pk=row.pk).update(**says, lifted_at=None, lifted_by=None)
    for row in told.values():
        row.delete()


@transaction.atomic
def lift(user: User, by: UUID, before: datetime, calm: Iterable[str] | None, *, gentle: bool) -> list[Hold]:
    """What the session `by` lifts, in place of what it lifted before: derived anew whenever it changes.

    A session lifts *ease* on the poses that went well in it (`calm`), and *gentle* if it moved the body at all
    (`gentle`), where they were reported before it began; `calm` is None for a session that lifts nothing. A session
    never lifts what it reports itself.
    Returns what another session may lift now: what `by` reports itself, and what it lifts no more.
    """
    freed = list(user.holds.filter(lifted_by=by).values_list("pk", flat=True))
    user.holds.filter(lifted_by=by).update(lifted_at=None, lifted_by=None)
    liftable = user.holds.filter(lifted_at=None, kind__in=[HoldKind.EASE.value, HoldKind.GENTLE.value])
    if calm is not None:
        suits = Q(pose__in=list(calm))
        if gentle:
            suits |= Q(kind=HoldKind.GENTLE.value)
        earlier = liftable.filter(suits, created_at__lt=before).exclude(source=by)
        earlier.update(lifted_at=timezone.now(), lifted_by=by)
    return list(liftable.filter(Q(source=by) | Q(pk__in=freed)))
