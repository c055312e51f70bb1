"""When a guest signs in to an account, what the guest did moves over. Nothing is lost, nothing is loosened."""

from django.db import transaction
from django.db.models import Max

from hipapp.core.models import User
from journal.models import Session, SessionEvent, SkippedDay
from poses.body.records import answer, answers_of
from poses.models import BodyVersion, Hold, RedFlagAnswer, Routine


@transaction.atomic
def merge(guest: User, into: User) -> None:
    """Give everything the guest owns to `into`, then remove the guest.

    Body versions are renumbered behind the account's own. The newest version then gets the union of both
    people's conditions and movements: whoever sat at this browser, a caution is never dropped by signing in.
    """
    guest_answers, own = answers_of(guest), answers_of(into)
    highest = BodyVersion.objects.filter(user=into).aggregate(n=Max("number"))["n"] or 0
    for version in BodyVersion.objects.filter(user=guest).order_by("number"):
        highest += 1
        version.user, version.number = into, highest
        version.save(update_fields=["user", "number"])
    if own.conditions is not None or own.movements is not None:
        answer(into, **own.model_dump(exclude={"conditions", "movements"}, exclude_none=True))
        answer(
            into,
            conditions=_union(own.conditions, guest_answers.conditions),
            movements=_union(own.movements, guest_answers.movements),
        )
    Routine.objects.filter(user=guest).update(
        user=into, **({"is_active": False} if into.routines.kept().filter(is_active=True).exists() else {})
    )
    for model in (RedFlagAnswer, Hold, Session, SessionEvent):
        model.objects.filter(user=guest).update(user=into)
    days = set(SkippedDay.objects.filter(user=into).values_list("day", flat=True))
    SkippedDay.objects.filter(user=guest).exclude(day__in=days).update(user=into)
    guest.delete()


def _union[T](a: tuple[T, ...] | None, b: tuple[T, ...] | None) -> tuple[T, ...] | None:
    if a is None or b is None:
        return a if b is None else b
    return tuple(dict.fromkeys((*a, *b)))
