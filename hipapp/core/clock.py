"""The only place that reads the clock for pages; rules get `today` handed in."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

from hipapp.core.models import User


@cache
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    return name in known_zones()


def now() -> datetime:
    return timezone.now()


def today_of(user: User) -> date:
    """The day it is now where this person is."""
    return local_day(now(), user.time_zone)


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone if is_zone(zone) else "UTC")).date()
