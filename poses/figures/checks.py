"""What a figure must keep, measured when it is drawn and held against limits whenever tests run. No numpy here.

Joint limits are ranges that a stiff beginner's picture may show: what healthy adults reach at most (American Academy
of Orthopaedic Surgeons, "Joint motion: method of measuring and recording", 1965, and Kapandji's volumes), in degrees.
"""

from collections.abc import Iterator, Mapping

CONTACT = 1.0  # cm between a part and what it lies on
BELOW = 1.0  # cm under the floor
REACH = 0.3  # cm that a limb may miss its target by
PENETRATION = 1.5  # cm of body in body, or in something hard
SUNK = 2.5  # cm of a hand or foot in the skin that it is laid on
GIVES = 5.0  # cm that something soft may be pressed in

JOINTS: dict[str, tuple[float, float]] = {
    "hip_flexion": (-32, 140),
    "hip_abduction": (-45, 75),
    "hip_rotation": (-50, 95),
    "knee": (0, 157),
    "ankle": (-35, 95),  # the top of the foot on the floor: the line of the sole turns further than the joint
    "elbow": (0, 150),
    "wrist": (0, 92),
    "shoulder": (0, 185),
    "lumbar_flexion": (-40, 60),
    "lumbar_side": (-30, 30),
    "lumbar_twist": (-35, 35),
    "chest_flexion": (-30, 45),
    "chest_side": (-30, 30),
    "chest_twist": (-50, 50),
    "neck_flexion": (-60, 70),
    "neck_side": (-45, 45),
    "neck_twist": (-80, 80),
}


def failures(measures: Mapping[str, float]) -> list[str]:
    """What a frame's measures break: one line each, with the number."""
    return list(_failures(measures))


def _failures(measures: Mapping[str, float]) -> Iterator[str]:
    for key, value in measures.items():
        name, _, part = key.partition(":")
        match name:
            case "contact" if abs(value) > CONTACT:
                yield f"{part}: its contact is {value:+.1f} cm off (at most {CONTACT:g})"
            case "below" if value > BELOW:
                yield f"{part}: {value:.1f} cm under the floor (at most {BELOW:g})"
            case "reach" if abs(value) > REACH:
                yield f"{part}: its target is {abs(value):.1f} cm too {'far' if value > 0 else 'near'}"
            case "inside" if value > PENETRATION:
                yield f"{part}: {value:.1f} cm inside (at most {PENETRATION:g})"
            case "sunk" if value > SUNK:
                yield f"{part}: sinks in by {value:.1f} cm (at most {SUNK:g})"
            case "pressed" if value > GIVES:
                yield f"{part}: pressed in by {value:.1f} cm (at most {GIVES:g})"
            case "outside" if value > 0:
                yield f"the picture cuts off {value:.0f} pixels"
            case "joint":
                yield from _joint(part, value)


def _joint(part: str, value: float) -> Iterator[str]:
    joint = part.partition(".")[0]
    low, high = JOINTS[joint]
    if not low - 0.5 <= value <= high + 0.5:
        yield f"{part}: {value:.0f} degrees (from {low:g} to {high:g})"
