"""What is known of a person's body. Append-only: a change is a new row, so old sessions stay explainable."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hipapp.core.enums import Cleared, HoldKind
from poses.body.answers import BodyAnswers


class BodyVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="body_versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()  # poses.body.answers.BodyAnswers
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "number"], name="one_body_version_per_number")
        ]

    def __str__(self) -> str:
        return f"body {self.number}"

    @property
    def answers(self) -> BodyAnswers:
        return BodyAnswers.model_validate(self.data)


class RedFlagAnswer(models.Model):
    """One asking of the red-flag list. `ticked` is None while it waits for its answer.

    `checked`: for items of level *soon*, `{slug: {"on": ISO date, "by": text, "noted": ISO date}}`; see
    `RedFlagDoc.history` for the day it counts from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="red_flag_answers"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_because = models.CharField(max_length=40, default="first")
    source = models.UUIDField(null=True, blank=True)  # the session that made us ask
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)  # the day where the person was
    ticked = models.JSONField(null=True, blank=True)
    checked = models.JSONField(default=dict, blank=True)
    #: Why an urgent item of the answer before is not ticked any more; empty if there was none.
    cleared = models.CharField(
        max_length=10, blank=True, default="", choices=[(c.value, c.value) for c in Cleared]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "asked_at"])]

    def __str__(self) -> str:
        return f"red flags asked {self.asked_at:%Y-%m-%d}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self, today: Any) -> HoldQuerySet:
        """Not lifted, and not past its last day."""
        return self.filter(Q(until=None) | Q(until__gte=today), lifted_at=None)


class Hold(models.Model):
    """Something that the journal reported and the gate reads (docs/architecture.md)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in HoldKind])
    pose = models.SlugField(max_length=60, blank=True)
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    source = models.UUIDField(null=True, blank=True)  # the session that reported it
    created_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.UUIDField(null=True, blank=True)  # the later session that was calm

    objects: ClassVar[HoldQuerySet] = HoldQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "lifted_at", "until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pose}".strip()
