"""What a page tells, read in its order."""

from django.utils.html import escape


def in_order(page: str, *parts: str) -> None:
    """Each part stands after the one before it."""
    at = 0
    for part in parts:
        found = page.find(escape(part) if "<" not in part and '"' not in part else part, at)
        assert found >= 0, f"{part!r} does not stand after what comes before it"
        at = found
