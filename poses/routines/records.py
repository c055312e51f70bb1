"""Reading and writing routines. Every change appends a version; nothing edits a stored one."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import chain, count
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from hipapp.core.enums import Author
from hipapp.core.models import User
from hipapp.core.speech import say
from poses.content.loader import shipped
from poses.gatekeeping import Gate, gate_for
from poses.routines import edit_words
from poses.routines.edit import EditError, kept_brief, recheck
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import Plan, Step

#: How many versions' notes a routine's page shows.
TOLD_AT_ONCE = 5


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


def made_on(user: User, day: date) -> Routine | None:
    """The routine in use, if it was put together on that day of the person's; None otherwise."""
    made = (
        RoutineVersion.objects.filter(routine__user=user, routine__is_active=True, routine__deleted_at=None)
        .filter(author=Author.ASSEMBLER.value)
        .select_related("routine")
        .order_by("-number")
        .first()
    )
    return made.routine if made and made.created_at.astimezone(user.zone).date() == day else None


def latest_versions(user: User) -> list[RoutineVersion]:
    """The newest version of every kept routine, the active one first; one query."""
    newest = RoutineVersion.objects.filter(routine=OuterRef("routine")).order_by("-number").values("pk")[:1]
    found = RoutineVersion.objects.filter(
        routine__user=user, routine__deleted_at=None, pk=Subquery(newest)
    ).select_related("routine")
    return sorted(found, key=lambda v: (not v.routine.is_active, v.routine.name.lower()))


def free_name(user: User, name: str) -> str:
    """The name, with a number behind it if a kept routine is called so already."""
    taken = set(user.routines.kept().filter(name__startswith=name).values_list("name", flat=True))
    numbered = (f"{name} {n}" for n in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)


@transaction.atomic
def create_routine(  # noqa: PLR0913
    user: User,
    name: str,
    plan: Plan,
    author: Author,
    notes: Iterable[str] = (),
    *,
    activate: bool = True,
    gate: Gate | None = None,
) -> Routine:
    """A new routine with its first version; it becomes the one in use unless told otherwise.

    The last look before it is stored: raises `RefusedError` if a step may not stand in it.
    """
    gate = gate or gate_for(user)
    gate.must_let_stand(plan.steps)
    plan = kept_brief(plan, gate.lasting_ruling, gate.catalogue.poses)
    User.objects.select_for_update().get(pk=user.pk)
    if activate:
        user.routines.update(is_active=False)
    routine = Routine.objects.create(
        user=user, name=name[:80], is_active=activate, rules_version=gate.checked_by
    )
    RoutineVersion.objects.create(
        routine=routine, number=1, data=plan.to_json(), author=author.value, notes=list(notes)
    )
    return routine


@transaction.atomic
def save_version(
    routine: Routine, plan: Plan, author: Author, note: str, notes: Iterable[str] = (), *, gate: Gate
) -> RoutineVersion:
    """Append `plan` as the routine's next version; the latest one is returned if nothing changed.

    Raises `RefusedError` if a step may not stand in it.
    """
    Routine.objects.select_for_update().get(pk=routine.pk)
    plan = kept_brief(plan, gate.lasting_ruling, gate.catalogue.poses)
    last = latest_version(routine)
    if last.plan == plan:
        return last
    version = _next(last, plan, author, note, notes, gate)
    version.save(force_insert=True)
    return version


def _next(
    last: RoutineVersion, plan: Plan, author: Author, note: str, notes: Iterable[str], gate: Gate
) -> RoutineVersion:
    """The version after `last`, not stored yet. The last look before it is: raises `RefusedError`."""
    gate.must_let_stand(plan.steps)
    return RoutineVersion(
        routine=last.routine,
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


@transaction.atomic
def restore(routine: Routine, gate: Gate) -> list[str]:
    """Back from deletion, checked again; it becomes the one in use if none is. Twice is once."""
    User.objects.select_for_update().get(pk=routine.user_id)
    routine.refresh_from_db()
    if routine.deleted_at is None:
        return []
    routine.deleted_at = None
    routine.is_active = not routine.user.routines.kept().filter(is_active=True).exists()
    routine.save(update_fields=["deleted_at", "is_active"])
    return recheck_all(routine.user, gate)


@transaction.atomic
def recheck_all(user: User, gate: Gate | None = None) -> list[str]:
    """Take out of every routine what the gate no longer lets in, as a version by the gate; say what changed."""
    gate = gate or gate_for(user)
    if not gate.known:
        return []
    said: list[str] = []
    made: list[RoutineVersion] = []
    list(Routine.objects.select_for_update().filter(user=user).values_list("pk"))  # no edit in between
    for version in latest_versions(user):
        plan, changes = recheck(version.plan, gate.lasting_ruling, gate.catalogue.poses)
        if plan != version.plan:
            made.append(
                _next(version, plan, Author.GATE, _("Fitted to your answers about your body"), changes, gate)
            )
            name = version.routine.name
            said.extend(_("%(routine)s: %(change)s") % {"routine": name, "change": c} for c in changes)
    RoutineVersion.objects.bulk_create(made)
    kept = Routine.objects.kept().filter(user=user)
    kept.exclude(rules_version=gate.checked_by).update(rules_version=gate.checked_by)
    return said


def reopened(user: User) -> list[str]:
    """What the latest answer lets in again that an earlier one took out of a routine: told, never put back unasked."""
    versions = list(user.body_versions.order_by("-number")[:2])
    if len(versions) < len(("now", "before")):
        return []
    gate = gate_for(user)
    before = replace(gate, body=versions[1].answers.facts(shipped().props, gate.today, gate.body.holds))
    taken_out = _taken_out(user)
    said: list[str] = []
    for version in latest_versions(user):
        here = {s.pose for s in version.plan.steps}
        gone = [s for s in taken_out.get(version.routine_id, ()) if s.pose not in here]
        again = [s for s in gone if gate.lasting_ruling(s.pose, s.rung).allowed]
        names = {
            gate.catalogue.name(s.pose) for s in again if not before.lasting_ruling(s.pose, s.rung).allowed
        }
        if names:
            text = _("%(routine)s: %(poses)s would be open to you again. Its earlier versions have it still.")
            said.append(text % {"routine": version.routine.name, "poses": ", ".join(sorted(names))})
    return said


def _taken_out(user: User) -> dict[UUID, tuple[Step, ...]]:
    """By routine, the steps that stood in it just before the gate last changed it; one query."""
    by_gate = RoutineVersion.objects.filter(routine=OuterRef("routine"), author=Author.GATE.value)
    before = RoutineVersion.objects.filter(
        routine__user=user,
        routine__deleted_at=None,
        number=Subquery(by_gate.order_by("-number").values("number")[:1]) - 1,
    )
    return {version.routine_id: version.plan.steps for version in before}


def checked_versions(user: User, gate: Gate) -> list[RoutineVersion]:
    """`latest_versions`, checked again first if the rules, or what a date makes of the answers, have changed since."""
    versions = latest_versions(user)
    if gate.known and any(v.routine.rules_version != gate.checked_by for v in versions):
        recheck_all(user, gate)
        versions = latest_versions(user)
    return versions


def told(routine: Routine) -> list[RoutineVersion]:
    """The versions with something to tell of what the answers or the rules changed, the newest first.

    An edit of one's own doesn't undo what was told before it; being made anew does.
    """
    made = routine.versions.filter(author=Author.ASSEMBLER.value).order_by("-number").values("number")[:1]
    since = routine.versions.filter(number__gte=Coalesce(Subquery(made), 1))
    return list(since.exclude(notes=[]).defer("data").order_by("-number")[:TOLD_AT_ONCE])


#: How: the newest plan, and the one that the person saw if that is another → the new plan and the change in words.
How = Callable[[Plan, Plan | None], tuple[Plan, str]]


@transaction.atomic
def change(
    routine: Routine, how: How, gate: Gate, seen: int | None = None, *, author: Author = Author.PERSON
) -> tuple[RoutineVersion, RoutineVersion]:
    """Change the newest plan; (before, after), the same version twice if nothing changed.

    `seen` is the number of the version that the person looked at. The routine is locked meanwhile, so that of two
    changes at once neither is lost. What the gate no longer lets in (the rules may be newer than the last look) goes
    with the change and is told. What `how` raises is passed on.
    """
    Routine.objects.select_for_update().get(pk=routine.pk)
    before = latest_version(routine)
    older = None if seen in (None, before.number) else routine.versions.filter(number=seen).first()
    checked, changes = recheck(before.plan, gate.lasting_ruling, gate.catalogue.poses)
    plan, note = how(checked, older.plan if older else None)
    return before, save_version(routine, plan, author, note, changes, gate=gate)


@transaction.atomic
def go_back(routine: Routine, earlier: RoutineVersion, gate: Gate, newest: int | None = None) -> list[str]:
    """An earlier version as the newest one, without what the gate no longer lets in; what that changed.

    With `newest`, the number of the version that is being undone, raises `EditError` if that isn't the newest any
    more: undoing one change must not take back another.
    """
    Routine.objects.select_for_update().get(pk=routine.pk)
    if newest is not None and newest != latest_version(routine).number:
        raise EditError(say(edit_words.UNDO_TOO_LATE))
    plan, changes = recheck(earlier.plan, gate.lasting_ruling, gate.catalogue.poses)
    note = _("As it was in version %(n)d") % {"n": earlier.number}
    save_version(routine, plan, Author.PERSON, note, changes, gate=gate)
    return list(changes)
