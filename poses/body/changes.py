"""What follows from a changed answer, in rooms that this one knows nothing of.

A higher room that has to act says so when its app is ready (`poses/apps.py`), so that imports go one way.
"""

from collections.abc import Callable

from hipapp.core.models import User

#: Called after an answer changed; says what else changed by it, one sentence each.
type Follower = Callable[[User], list[str]]

_FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """From now on `follower` is called after every changed answer. Twice is once."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def after_change(user: User) -> list[str]:
    """Let everybody who follows act on the changed answers; what changed by it, one sentence each."""
    return [sentence for follower in _FOLLOWERS for sentence in follower(user)]
