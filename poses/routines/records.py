"""Reading and writing routines. Every change appends a version; nothing edits a stored one."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from hipapp.core.enums import Author
from hipapp.core.models import User
from poses.gatekeeping import Gate, gate_for
from poses.routines.edit import recheck
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import Plan


def latest_version(routine: Routine) -> RoutineVersion:
    return routine.versions.order_by("-number")[0]


def active_version(user: User) -> RoutineVersion | None:
    """The newest version of the routine in use, with its routine; None without one."""
    return (
        RoutineVersion.objects.filter(routine__user=user, routine__is_active=True, routine__deleted_at=None)
        .select_related("routine")
        .order_by("-number")
        .first()
    )


def latest_versions(user: User) -> list[RoutineVersion]:
    """The newest version of every kept routine, the active one first; one query."""
    newest = RoutineVersion.objects.filter(routine=OuterRef("routine")).order_by("-number").values("pk")[:1]
    found = RoutineVersion.objects.filter(
        routine__user=user, routine__deleted_at=None, pk=Subquery(newest)
    ).select_related("routine")
    return sorted(found, key=lambda v: (not v.routine.is_active, v.routine.name.lower()))


@transaction.atomic
def create_routine(
    user: User, name: str, plan: Plan, author: Author, notes: Iterable[str] = (), *, activate: bool = True
) -> Routine:
    """A new routine with its first version; it becomes the one in use unless told otherwise."""
    User.objects.select_for_update().get(pk=user.pk)
    if activate:
        user.routines.update(is_active=False)
    routine = Routine.objects.create(user=user, name=name[:80], is_active=activate)
    RoutineVersion.objects.create(
        routine=routine, number=1, data=plan.to_json(), author=author.value, notes=list(notes)
    )
    return routine


@transaction.atomic
def save_version(
    routine: Routine, plan: Plan, author: Author, note: str, notes: Iterable[str] = ()
) -> RoutineVersion:
    """Append `plan` as the routine's next version; the latest one is returned if nothing changed."""
    Routine.objects.select_for_update().get(pk=routine.pk)
    last = latest_version(routine)
    if last.data == plan.to_json():
        return last
    return RoutineVersion.objects.create(
        routine=routine,
        number=last.number + 1,
        data=plan.to_json(),
        author=author.value,
        note=note[:300],
        notes=list(notes),
    )


@transaction.atomic
def activate(routine: Routine) -> None:
    User.objects.select_for_update().get(pk=routine.user_id)
    Routine.objects.filter(user_id=routine.user_id).exclude(pk=routine.pk).update(is_active=False)
    routine.is_active = True
    routine.save(update_fields=["is_active"])


def delete(routine: Routine) -> None:
    """Put aside; `restore` brings it back."""
    routine.deleted_at, routine.is_active = timezone.now(), False
    routine.save(update_fields=["deleted_at", "is_active"])


def restore(routine: Routine) -> None:
    """Back from deletion; it becomes the one in use if none is."""
    routine.deleted_at = None
    routine.is_active = not routine.user.routines.kept().filter(is_active=True).exists()
    routine.save(update_fields=["deleted_at", "is_active"])


def recheck_all(user: User, gate: Gate | None = None) -> list[str]:
    """Take out of every routine what the gate no longer lets in, as a version by the gate; say what changed."""
    gate = gate or gate_for(user)
    if not gate.known:
        return []
    said: list[str] = []
    for version in latest_versions(user):
        plan, changes = recheck(version.plan, gate.lasting_ruling, gate.catalogue.poses)
        if plan.to_json() != version.data:
            save_version(version.routine, plan, Author.GATE, _("Checked again for your body"), changes)
            name = version.routine.name
            said.extend(_("%(routine)s: %(change)s") % {"routine": name, "change": c} for c in changes)
    return said
