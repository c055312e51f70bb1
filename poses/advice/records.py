"""Reads what the advice pages need beside the catalogue."""

from datetime import datetime

from poses.library.models import ContentRelease


def in_force_since(rules_version: str) -> datetime | None:
    """When these rules first came into force on this server."""
    first = ContentRelease.objects.filter(rules_version=rules_version).order_by("id").first()
    return first.made_at if first else None
