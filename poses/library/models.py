"""Pose rows: what the content files said when they were last synced. Never deleted, only retired."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PoseQuerySet(models.QuerySet["Pose"]):
    def current(self) -> PoseQuerySet:
        return self.filter(retired_at=None)


class Pose(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    doc = models.JSONField()  # poses.content.schema.PoseDoc, as in its file
    digest = models.CharField(max_length=64)
    synced_at = models.DateTimeField(auto_now=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Pose]] = PoseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ContentRelease(models.Model):
    """One row each time a sync changed anything; the newest says which rules are in force."""

    digest = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=12)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.rules_version} ({self.made_at:%Y-%m-%d})"
