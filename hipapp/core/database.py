"""Why the database can't be reached, in one sentence that a self-hoster can act on."""

import re

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection


def why_unreachable() -> str | None:
    """None if the database answers. Asked without the pool, which would try again for a while and log each time."""
    tried = connection.copy()
    options = tried.settings_dict["OPTIONS"]
    options.pop("pool", None)
    if tried.vendor == "postgresql":
        options.setdefault("connect_timeout", 5)
    try:
        tried.ensure_connection()
    except (Error, ImproperlyConfigured) as error:
        return _sentence(tried.vendor, tried.settings_dict, str(error))
    finally:
        if tried.connection is not None:
            tried.connection.close()
    return None


def _sentence(vendor: str, settings: dict[str, str], error: str) -> str:
    if vendor == "sqlite":
        where = f"open the database file {settings['NAME']}"
    else:
        where = f"reach the database at {settings['HOST'] or 'this machine'}"
    return f"Can't {where}: {plain_reason(error)}; see docs/self-hosting.md"


def plain_reason(error: str) -> str:
    """The driver's reason without its preamble and its second lines. It never has the password in it."""
    reason = error.strip().partition("\n")[0].rpartition(" failed: ")[2]
    return re.sub(r"^FATAL:\s*|\[Errno -?\d+\]\s*", "", reason).rstrip(".")
