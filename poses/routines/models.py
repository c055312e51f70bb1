"""Routines and their versions. A version is never changed: an edit appends the next one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from hipapp.core.enums import Author
from poses.routines.plan import Plan


class RoutineQuerySet(models.QuerySet["Routine"]):
    def kept(self) -> RoutineQuerySet:
        return self.filter(deleted_at=None)


class Routine(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="routines")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=False)
    rules_version = models.CharField(max_length=12, blank=True)  # `Gate.checked_by` of its last check
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RoutineQuerySet] = RoutineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["-is_active", "name", "created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_active=True, deleted_at=None),
                name="one_active_routine",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoutineVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()  # poses.routines.plan.Plan
    author = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Author])
    note = models.CharField(max_length=300, blank=True)  # what changed, in words
    notes = models.JSONField(default=list, blank=True)  # what the assembler or the gate had to say
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["routine", "number"], name="one_routine_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.routine_id} v{self.number}"

    @property
    def plan(self) -> Plan:
        return Plan.from_json(self.data)
