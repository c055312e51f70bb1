"""The app's models, gathered from its rooms."""

from journal.coach.models import KeptSums, Suggestion
from journal.sessions.models import Session, SessionEvent, SkippedDay, Trial

__all__ = ["KeptSums", "Session", "SessionEvent", "SkippedDay", "Suggestion", "Trial"]
