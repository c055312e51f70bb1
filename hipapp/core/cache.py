"""The cache in the database: it counts tries to sign in, and nothing else."""

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac


def hidden_key(key: str, prefix: str, version: int) -> str:
    """What is counted (an address, an e-mail) can't be read from the database or from a backup of it."""
    return salted_hmac("hipapp.core.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def clear_expired() -> int:
    """Remove what has run out, and say how much. The cache itself does so only when it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 (a name of our own)
        return int(cursor.rowcount)
