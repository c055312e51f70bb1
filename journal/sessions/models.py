"""Sessions and their events.

The events are the truth and are only ever appended. A session's row is a projection of them (`replay`), kept so
that lists, home and trends need not replay anything.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.utils import timezone

from hipapp.core.enums import Light, Tag, TrialEnd
from hipapp.core.labels import Label, label


class SessionQuerySet(models.QuerySet["Session"]):
    def kept(self) -> SessionQuerySet:
        return self.filter(is_deleted=False)

    def practised(self) -> SessionQuerySet:
        """Sessions in which something was done, finished or not."""
        return self.kept().filter(models.Q(seconds__gt=0) | models.Q(status__in=("done", "stopped")))

    def begun(self) -> SessionQuerySet:
        """Sessions in the player that somebody started to do, ended or not."""
        return self.filter(by_hand=False).exclude(status="ready")

    def newest_first(self) -> SessionQuerySet:
        return self.order_by("-started_at", "-id")

    def with_form(self) -> SessionQuerySet:
        """With the form of the script (`Form`) as `form`, for rows that leave the script behind."""
        return self.annotate(form=KT("script__form"))

    def without_script(self) -> SessionQuerySet:
        """For lists: the scripts are the heavy part."""
        return self.defer("script")


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    routine_version = models.ForeignKey(
        "poses.RoutineVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body_version = models.ForeignKey(
        "poses.BodyVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    script = models.JSONField()
    by_hand = models.BooleanField(default=False)  # done elsewhere, written down afterwards
    rules_version = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)  # what is kept of older sessions holds while this stays

    # -- the projection -----------------------------------------------------------------------------------------
    title = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, default="ready")
    started_at = models.DateTimeField(default=timezone.now)
    day_only = models.BooleanField(default=False)  # no time was said; `started_at` is noon of the day
    local_day = models.DateField()
    time_zone = models.CharField(max_length=64, default="UTC")
    seconds = models.PositiveIntegerField(default=0)
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    next_morning = models.PositiveSmallIntegerField(null=True, blank=True)
    light = models.CharField(max_length=6, blank=True, choices=[(x.value, x.value) for x in Light])
    poses = models.JSONField(default=list, blank=True)  # slugs of what was done, each once
    #: What was done of each pose (`journal.sessions.done`); None for a row that was written before this was kept.
    done = models.JSONField(null=True, blank=True)
    marks = models.JSONField(default=dict, blank=True)
    tags = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    is_gentle = models.BooleanField(default=False)
    is_deleted = models.BooleanField(default=False)

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-started_at"]),
            models.Index(fields=["user", "local_day"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__lte": 10}),
                name=f"{name}_is_a_rating",
            )
            for name in ("before", "after", "next_morning")
        ]

    def __str__(self) -> str:
        return f"session {self.id}"

    @property
    def time_there(self) -> datetime:
        """When it began, by the clock of where it was done, as its `local_day` is."""
        return self.started_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def is_open(self) -> bool:
        """May still be resumed."""
        return self.status in ("ready", "active", "paused", "left") and not self.by_hand

    @property
    def is_days_practice(self) -> bool:
        """Of the week, or in its place; of a row taken `with_form`.

        What was done elsewhere and a pose alone count, but they are not the practice that was planned for a day.
        """
        is_alone = getattr(self, "form", "") == "one"
        return self.routine_version_id is not None or not (self.by_hand or is_alone)

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)

    @property
    def tag_labels(self) -> list[Label]:
        """What played a part, in words."""
        return [label(Tag(tag)) for tag in self.tags]


class SessionEvent(models.Model):
    """`event_id` is made by the device, so that sending twice stores once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="events")
    event_id = models.UUIDField()
    device = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()  # the device's clock
    tz = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    step = models.CharField(max_length=40, blank=True, null=True)
    data = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    clock_offset_s = models.FloatField(default=0)  # server minus device, at the time of sending

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "device", "seq", "event_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "event_id"], name="one_event_per_id")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class SkippedDay(models.Model):
    """A planned day that was let go or moved to another day, without guilt and without a word about it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skipped_days")
    day = models.DateField()
    moved_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "day"], name="one_skip_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} → {self.moved_to or 'skipped'}"


class TrialQuerySet(models.QuerySet["Trial"]):
    def open(self) -> TrialQuerySet:
        return self.filter(ended_at=None)

    def asked_at(self, moment: datetime) -> TrialQuerySet:
        """Those that were open at a moment of the past."""
        begun = self.filter(created_at__lt=moment)
        return begun.filter(models.Q(ended_at=None) | models.Q(ended_at__gte=moment))

    def newest_first(self) -> TrialQuerySet:
        return self.order_by("-created_at")


class Trial(models.Model):
    """A question to the back: weeks with a pose and weeks without it, as a coin has decided before they begin."""

    WITH, WITHOUT = "1", "0"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trials")
    pose = models.SlugField()
    created_at = models.DateTimeField(default=timezone.now)
    first_day = models.DateField()
    weeks = models.CharField(max_length=26)  # `WITH` or `WITHOUT` for each, seven days from the first day on
    told = models.JSONField(default=dict)  # what was said of its chances before it began
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=8, blank=True, choices=[(e.value, e.value) for e in TrialEnd])
    seen_at = models.DateTimeField(null=True, blank=True)  # when the answer was looked at

    objects: ClassVar[TrialQuerySet] = TrialQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at=None), name="one_open_trial")
        ]

    def __str__(self) -> str:
        return f"{self.pose} {self.weeks}"

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=7 * len(self.weeks) - 1)

    def last_of(self, week: int) -> date:
        """The last day of a week, counted from 0."""
        return self.first_day + timedelta(days=7 * week + 6)

    def week_of(self, day: date) -> int | None:
        """The number of the week that a day is in, from 0; None before and after."""
        week = (day - self.first_day).days // 7
        return week if 0 <= week < len(self.weeks) else None

    def has_pose(self, day: date) -> bool | None:
        """Whether the pose is in the practice of a day; None on days that are no part of it."""
        week = self.week_of(day)
        return None if week is None else self.weeks[week] == self.WITH

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def ended(self) -> TrialEnd | None:
        return TrialEnd(self.end) if self.end else None
