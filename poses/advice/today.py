"""Where the flare-up session meets the gate: what it is for one person today."""

from poses.advice.flare import Flare, Where, flare
from poses.gatekeeping import Gate
from poses.routines.choose import with_props


def flare_for(gate: Gate, where: Where | None = None) -> Flare:
    """With what is at hand; if that leaves nothing, with whatever the gate lets in."""
    poses = gate.catalogue.poses
    made = flare(poses, with_props(gate.ruling, poses, gate.props), where)
    return made if made.steps else flare(poses, gate.ruling, where)
