"""Forget what nobody can come back to. Safe to run at any time, and again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session as SignIn
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from hipapp.core.cache import clear_expired
from hipapp.core.models import User

#: A guest who has left nothing behind is forgotten sooner.
EMPTY_AFTER = timedelta(days=30)
#: So many people are deleted at once, so that no lock is held for long.
BATCH = 100


@dataclass(frozen=True)
class Tidied:
    sign_ins: int
    tries: int
    idle_guests: int
    empty_guests: int

    def __str__(self) -> str:
        return (
            f"Removed {self.sign_ins} expired sign-ins, {self.tries} expired counts of tries, "
            f"{self.idle_guests} guests idle for {settings.GUEST_DAYS} days "
            f"and {self.empty_guests} guests with nothing in them."
        )

    def __bool__(self) -> bool:
        return any((self.sign_ins, self.tries, self.idle_guests, self.empty_guests))


def tidy(now: datetime | None = None) -> Tidied:
    """Remove expired sign-ins and counts, and guests whom no browser knows any more. Never anybody with an account."""
    now = now or timezone.now()
    return Tidied(
        sign_ins=SignIn.objects.filter(expire_date__lt=now).delete()[0],
        tries=clear_expired(),
        idle_guests=_delete(guests_not_seen_since(now - timedelta(days=settings.GUEST_DAYS))),
        empty_guests=_delete(guests_not_seen_since(now - EMPTY_AFTER).exclude(_has_anything())),
    )


def guests_not_seen_since(moment: datetime) -> QuerySet[User]:
    """`last_login` of a guest is renewed together with the cookie that is all that leads back to them."""
    guests = User.objects.filter(email=None, is_staff=False, is_superuser=False, is_example=False)
    return guests.alias(seen=Coalesce("last_login", "created_at")).filter(seen__lt=moment)


def _has_anything() -> Q:
    """Some row of some table belongs to this person; tables that are yet to come count too."""
    found = Q()
    for field in User._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            owner = field.field.name  # type: ignore[union-attr]
            found |= Q(Exists(field.related_model._base_manager.filter(**{owner: OuterRef("pk")})))  # type: ignore[union-attr]
    return found


def _delete(people: QuerySet[User]) -> int:
    """Somebody who comes back, or makes an account, in this very moment is no longer among `people`."""
    count = 0
    while True:
        with transaction.atomic():
            batch = list(people.select_for_update().values_list("pk", flat=True)[:BATCH])
            if not batch:
                return count
            User.objects.filter(pk__in=batch).delete()
            count += len(batch)
