"""What a session's events mean: a pure function of the script and the events.

`static/js/replay.js` is the same function for the browser, name by name; the vectors in
`tests/vectors/replay/` hold both together. Nothing here raises, whatever the JSON: what does not fit is
skipped.

The ladder of "Too much" stands for each step: own rung → easier rung → rest pose → the session ends with "you
did enough". A step without an easier rung begins its ladder at the rest pose. The other side that is still to
come goes down with it.

`reading` makes sense of the JSON, `slips` leaves out what was taken back, `state` is what stands between two
events, `turns` and `checkins` are what an event does to it, and `result` is what comes out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from journal.sessions.replay.project import project
from journal.sessions.replay.reading import data_of, in_order, usable
from journal.sessions.replay.result import Edits, Ending, Outcome, Projection, Status, StepResult, Variant
from journal.sessions.replay.slips import without_slips
from journal.sessions.replay.state import State, steps_of
from journal.sessions.replay.turns import apply

__all__ = ["Edits", "Ending", "Outcome", "Projection", "Status", "StepResult", "Variant", "replay"]


def replay(script: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> Projection:
    """The state after `events`, in whatever order and however often each was delivered."""
    state = State(steps_of(script))
    for event in without_slips(in_order(usable(events))):
        apply(state, event, data_of(event))
    return project(state)
