"""What follows from a changed answer."""

from hipapp.core.models import User
from poses.routines.records import recheck_all, reopened


def after_change(user: User) -> list[str]:
    """Check every routine of this person again; what changed, one sentence each."""
    return [*recheck_all(user), *reopened(user)]
