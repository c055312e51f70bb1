"""What the coach proposed, with the numbers and the words of that day, and what the person answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from hipapp.core.enums import Answer
from journal.coach.facts import Action


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> SuggestionQuerySet:
        return self.filter(answer=Answer.OPEN.value)

    def newest_first(self) -> SuggestionQuerySet:
        return self.order_by("-created_at")


class Suggestion(models.Model):
    """One proposed change. Nothing of it is edited but the answer; undoing writes a version, and says so here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggestions")
    routine = models.ForeignKey("poses.Routine", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    day = models.DateField()  # of the person, on which it was made
    engine = models.CharField(max_length=12)
    rule = models.CharField(max_length=20)
    action = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Action])
    pose = models.SlugField()
    from_level = models.PositiveSmallIntegerField()
    to_pose = models.SlugField(blank=True)
    to_level = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.JSONField()  # `evidence_of` in records.py
    words = models.JSONField()  # `Told`, in the language it was told in

    answer = models.CharField(
        max_length=8, default=Answer.OPEN.value, choices=[(a.value, a.value) for a in Answer]
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    made = models.ForeignKey(
        "poses.RoutineVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SuggestionQuerySet] = SuggestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-created_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(answer="open"), name="one_open_suggestion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pose} ({self.answer})"

    @property
    def said(self) -> Answer:
        return Answer(self.answer)

    @property
    def may_be_undone(self) -> bool:
        """A change that is still there to take back, or a no that may become a perhaps again."""
        if self.answer == Answer.TRIED.value:
            return self.made_id is not None and self.undone_at is None
        return self.answer in (Answer.NEVER.value, Answer.NOT_NOW.value)


class KeptSums(models.Model):
    """Practices before a day as running sums (`kept.py`). All of it follows from the sessions."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    engine = models.CharField(max_length=12)
    until = models.DateField()  # sessions of earlier days are in the sums
    sessions = models.PositiveIntegerField()  # how many, and when one of them changed last
    changed_at = models.DateTimeField()
    data = models.JSONField()  # `as_json` in sums.py

    def __str__(self) -> str:
        return f"sums until {self.until}"
