"""The app's models, gathered from its rooms."""

from poses.body.models import BodyVersion, Hold, RedFlagAnswer
from poses.library.models import ContentRelease, Pose
from poses.routines.models import Routine, RoutineVersion

__all__ = ["BodyVersion", "ContentRelease", "Hold", "Pose", "RedFlagAnswer", "Routine", "RoutineVersion"]
