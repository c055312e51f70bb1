"""What somebody's filters said of their body, kept until a week asks: nobody likes to say it twice.

It stays in the browser's session and is no answer of *My body* until the person saves it as one.
"""

from collections.abc import MutableMapping
from typing import Any

_KEY = "cannot"


def remember(session: MutableMapping[str, Any], *, no_kneeling: bool, no_floor: bool) -> None:
    """Keep what the filters say now; taking them off forgets it."""
    said = [name for name, is_said in (("kneel", no_kneeling), ("floor", no_floor)) if is_said]
    if said != session.get(_KEY, []):
        session[_KEY] = said


def cannot(session: MutableMapping[str, Any]) -> frozenset[str]:
    """Of `kneel` and `floor`, what the filters said last."""
    return frozenset(session.get(_KEY, ()))
