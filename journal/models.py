"""The app's models, gathered from its rooms."""

from journal.coach.models import Suggestion
from journal.sessions.models import Session, SessionEvent, SkippedDay, Trial

__all__ = ["Session", "SessionEvent", "SkippedDay", "Suggestion", "Trial"]
