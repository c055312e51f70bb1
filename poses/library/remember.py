"""What somebody's filters said of their body, kept until a week asks: nobody likes to say it twice.

It stays in the browser's session and is no answer of *My body* until the person saves it as one.
"""

from collections.abc import MutableMapping
from typing import Any

from poses.library.search import Asked, Filters

_KEY = "cannot"
_FIELDS = {"kneel": "no_kneeling", "floor": "no_floor"}


def remember(session: MutableMapping[str, Any], *said_by: Filters | Asked) -> None:
    """Keep what the ticks and the words say now; taking them off forgets it."""
    said = [name for name, field in _FIELDS.items() if any(getattr(one, field) for one in said_by)]
    if said != session.get(_KEY, []):
        session[_KEY] = said


def cannot(session: MutableMapping[str, Any]) -> frozenset[str]:
    """Of `kneel` and `floor`, what the filters said last."""
    return frozenset(session.get(_KEY, ()))
