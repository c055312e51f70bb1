"""A clock that tests wind on by hand; it never stands still, so that what came later is later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from django.apps import apps
from django.utils import timezone

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    @property
    def today(self) -> date:
        return self.at.date()


@contextmanager
def wound_clock() -> Iterator[Clock]:
    """Every page and every row's default goes by the clock that comes out of this."""
    clock, real = Clock(), timezone.now
    fields = [f for m in apps.get_models() for f in m._meta.concrete_fields if f.default is real]
    with patch("django.utils.timezone.now", clock.now):
        for field in fields:
            field.default = clock.now
            field.__dict__.pop("_get_default", None)
        try:
            yield clock
        finally:
            for field in fields:
                field.default = real
                field.__dict__.pop("_get_default", None)
