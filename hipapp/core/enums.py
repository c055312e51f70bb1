"""The words that code, content, pages and the export share.

Nothing here knows Django: the pure rules import it too. What a person reads for each word stands in
`hipapp.core.labels`. Values are stored and exported, so a value never changes once released.
"""

from enum import IntEnum, StrEnum


class Phase(StrEnum):
    """Where in a practice a pose belongs. The last three never enter an assembled routine."""

    ARRIVE = "arrive"
    WARM_UP = "warm-up"
    OPEN = "open"
    STRENGTHEN = "strengthen"
    FINISH = "finish"
    RESET = "reset"
    BREAK = "break"
    TEST = "test"


#: The phases of an assembled practice, in their order.
ROUTINE_PHASES = (Phase.ARRIVE, Phase.WARM_UP, Phase.OPEN, Phase.STRENGTHEN, Phase.FINISH)


class Job(StrEnum):
    """What a pose does for the body; a swap keeps it."""

    SETTLE = "settle"
    WARM_UP = "warm_up"
    HIP_FLEXOR = "hip_flexor"
    HIP_ROTATOR = "hip_rotator"
    ADDUCTOR = "adductor"
    TWIST = "twist"
    HAMSTRING = "hamstring"
    STRENGTHEN = "strengthen"
    BALANCE = "balance"
    FINISH = "finish"


class Level(IntEnum):
    """How far from the floor the body is; a step between levels is a change of place."""

    FLOOR = 0
    KNEELING = 1
    SEATED = 2
    STANDING = 3


class Position(StrEnum):
    LYING_BACK = "lying_back"
    LYING_SIDE = "lying_side"
    LYING_FRONT = "lying_front"
    SEATED_FLOOR = "seated_floor"
    KNEELING = "kneeling"
    HANDS_KNEES = "hands_knees"
    CHAIR = "chair"
    STANDING = "standing"

    @property
    def level(self) -> Level:
        return _LEVEL_OF[self]


_LEVEL_OF = {
    Position.LYING_BACK: Level.FLOOR,
    Position.LYING_SIDE: Level.FLOOR,
    Position.LYING_FRONT: Level.FLOOR,
    Position.SEATED_FLOOR: Level.FLOOR,
    Position.KNEELING: Level.KNEELING,
    Position.HANDS_KNEES: Level.KNEELING,
    Position.CHAIR: Level.SEATED,
    Position.STANDING: Level.STANDING,
}


class Region(StrEnum):
    """Where in the body a pose works."""

    BREATH = "breath"
    WHOLE_BODY = "whole_body"
    SPINE = "spine"
    LOW_BACK = "low_back"
    WAIST = "waist"
    ABDOMEN = "abdomen"
    PELVIS = "pelvis"
    FRONT_HIP = "front_hip"
    OUTER_HIP = "outer_hip"
    INNER_THIGH = "inner_thigh"
    FRONT_THIGH = "front_thigh"
    BACK_THIGH = "back_thigh"
    BUTTOCK = "buttock"
    SHIN_FOOT = "shin_foot"


class Move(StrEnum):
    """Movement tags that the coach shares evidence along (0 none … 1 end range)."""

    FLEX = "flex"
    EXT = "ext"
    ROT = "rot"
    HIPFLEX = "hipflex"
    KNEE = "knee"
    ABD = "abd"


class Feature(StrEnum):
    """What a rung asks of the body, 0 (nothing) … 1 (as much as a home practice ever asks)."""

    LUMBAR_FLEXION = "lumbar_flexion"
    LUMBAR_EXTENSION = "lumbar_extension"
    LUMBAR_ROTATION = "lumbar_rotation"
    HIP_FLEXION = "hip_flexion"  # 1 = beyond 90 degrees
    HIP_EXTENSION = "hip_extension"  # past neutral
    CROSSING_MIDLINE = "crossing_midline"
    HIP_TURNING_IN = "hip_turning_in"
    HIP_OPENING = "hip_opening"  # end-range turning out or opening
    KNEELING_PRESSURE = "kneeling_pressure"
    DEEP_KNEE_BEND = "deep_knee_bend"  # loaded
    FOOT_TOP_STRETCH = "foot_top_stretch"
    WEIGHT_ON_HANDS = "weight_on_hands"
    BALANCE = "balance"
    LYING_BACK = "lying_back"
    LYING_FRONT = "lying_front"
    INVERTED = "inverted"  # hips or legs above the heart, or head low
    UNEVEN_PELVIS = "uneven_pelvis"
    STRAINING = "straining"  # or belly pressure
    STANDING = "standing"


class Rung(IntEnum):
    EASIER = 0
    STANDARD = 1
    HARDER = 2


class Sides(StrEnum):
    """How the two sides are worked."""

    ONCE = "once"  # both sides together, one go
    EACH = "each"  # one side, then the other, the dose for each
    ALTERNATE = "alternate"  # left and right in turn inside one dose


class Side(StrEnum):
    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class DoseKind(StrEnum):
    HOLD = "hold"  # seconds
    REPS = "reps"
    BREATHS = "breaths"
    PULSES = "pulses"  # easing in and out, before stillness


class Verdict(StrEnum):
    FINE = "fine"
    ADAPT = "adapt"
    AVOID = "avoid"


class Basis(StrEnum):
    """What a safety cell rests on."""

    GUIDELINE = "guideline"
    STUDY = "study"
    CONVENTION = "convention"


class ClaimTag(StrEnum):
    TRIAL = "trial"
    REASONING = "reasoning"
    TRADITION = "tradition"


class Mark(StrEnum):
    """What a person says of one pose after a session."""

    GOOD = "good"
    OK = "ok"
    TOO_MUCH = "too_much"
    FELT_EASY = "felt_easy"


class Condition(StrEnum):
    """What a person can say is true of their body; every rung has a cell for each."""

    DISC_LEG = "disc_leg"
    STENOSIS = "stenosis"
    SPONDYLOLISTHESIS = "spondylolisthesis"
    SI_JOINT = "si_joint"
    OSTEOPOROSIS = "osteoporosis"
    HIP_REPLACEMENT_POSTERIOR = "hip_replacement_posterior"
    HIP_REPLACEMENT_ANTERIOR = "hip_replacement_anterior"
    HIP_IMPINGEMENT = "hip_impingement"
    HIP_OSTEOARTHRITIS = "hip_osteoarthritis"
    KNEE = "knee"
    KNEE_REPLACEMENT = "knee_replacement"
    ANKLE_FOOT = "ankle_foot"
    PREGNANCY = "pregnancy"  # from week 20 on, or nobody knows how far
    PREGNANCY_EARLY = "pregnancy_early"  # before week 20, known by the due date
    AFTER_BIRTH = "after_birth"
    RECENT_SURGERY = "recent_surgery"
    SPINAL_FUSION = "spinal_fusion"
    HYPERTENSION = "hypertension"
    GLAUCOMA = "glaucoma"
    HERNIA = "hernia"
    HYPERMOBILITY = "hypermobility"
    NECK_SHOULDER = "neck_shoulder"
    WRIST = "wrist"
    BALANCE = "balance"
    BEND_BOTHERS = "bend_bothers"
    ARCH_BOTHERS = "arch_bothers"
    TWIST_BOTHERS = "twist_bothers"


class HipApproach(StrEnum):
    """From where a hip was replaced, as far as the person knows."""

    BACK = "back"  # from behind or the side
    FRONT = "front"
    UNKNOWN = "unknown"


class Movement(StrEnum):
    """Movements and postures that hurt, asked without any diagnosis."""

    BENDING = "bending"
    ARCHING = "arching"
    TWISTING = "twisting"
    KNEELING = "kneeling"
    SITTING = "sitting"
    LYING_BACK = "lying_back"
    STANDING = "standing"


class Ability(StrEnum):
    """Can you …? `CARE` means with help or support."""

    YES = "yes"
    CARE = "care"
    NO = "no"


class Site(StrEnum):
    """Where it hurts or feels stiff, on a map of front and back."""

    UPPER_BACK = "upper_back"
    LOW_BACK_LEFT = "low_back_left"
    LOW_BACK_MIDDLE = "low_back_middle"
    LOW_BACK_RIGHT = "low_back_right"
    BUTTOCK_LEFT = "buttock_left"
    BUTTOCK_RIGHT = "buttock_right"
    OUTER_HIP_LEFT = "outer_hip_left"
    OUTER_HIP_RIGHT = "outer_hip_right"
    FRONT_HIP_LEFT = "front_hip_left"
    FRONT_HIP_RIGHT = "front_hip_right"
    LEG_LEFT = "leg_left"
    LEG_RIGHT = "leg_right"


class HowLong(StrEnum):
    WEEKS = "weeks"  # under six weeks
    MONTHS = "months"  # six weeks to three months
    LONG = "long"  # over three months
    COMES_AND_GOES = "comes_and_goes"
    NONE = "none"  # stiff, not sore


class Experience(StrEnum):
    NEW = "new"
    SOME = "some"
    REGULAR = "regular"


class FlagLevel(StrEnum):
    """How soon somebody has to be seen, strongest first."""

    URGENT = "urgent"
    SOON = "soon"
    TALK = "talk"
    GENTLY = "gently"


class DayKind(StrEnum):
    PRACTICE = "practice"
    SHORT = "short"  # the two-minute day, which counts in full
    REST = "rest"


class Author(StrEnum):
    """Who made a routine version."""

    PERSON = "person"
    ASSEMBLER = "assembler"
    STARTER = "starter"
    GATE = "gate"
    COACH = "coach"


class EventKind(StrEnum):
    """What can happen in a session. Unknown kinds are kept and skipped by replay."""

    STARTED = "started"
    BEFORE = "before"
    STEP_DONE = "step_done"
    SKIPPED = "skipped"
    WENT_BACK = "went_back"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    TOO_MUCH = "too_much"
    SHARP = "sharp"
    NUMB = "numb"
    TOOK_BACK = "took_back"
    LEFT = "left"
    FINISHED = "finished"
    AFTER = "after"
    NEXT_MORNING = "next_morning"
    MARKED = "marked"
    TAGGED = "tagged"
    NOTED = "noted"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"


class Tag(StrEnum):
    STRESS = "stress"
    SLEEP = "sleep"
    MOOD = "mood"
    FEELINGS = "feelings"
    SITTING = "sitting"
    OTHER = "other"


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    STOP = "stop"


class Cleared(StrEnum):
    """Why an urgent item that was ticked is no longer."""

    SEEN = "seen"  # somebody has looked at it since
    MISTAKE = "mistake"  # it was ticked by mistake


class HoldKind(StrEnum):
    """What the journal reports to the gate about a body."""

    OUT = "out"  # the pose is out until a date
    EASE = "ease"  # only the easier rung next time
    GENTLE = "gentle"  # the next session is the gentle form
    CALM = "calm"  # breathing and body scan only, until a date


class Answer(StrEnum):
    """What became of a suggestion of the coach."""

    OPEN = "open"
    TRIED = "tried"
    NOT_NOW = "not_now"
    NEVER = "never"
    PASSED = "passed"  # its week went by, or it no longer fitted


class TrialEnd(StrEnum):
    """Why a question to the back is no longer being asked."""

    DONE = "done"  # all its weeks are over
    STOPPED = "stopped"  # by the person
    SHARP = "sharp"  # the pose felt sharp or pinching, or went down the leg
    CHANGED = "changed"  # the pose was regraded, swapped or left out, or another routine is in use


class FigureBody(StrEnum):
    """Whose body the pictures show."""

    A = "a"
    B = "b"


class SkinTone(StrEnum):
    FAIR = "fair"
    LIGHT = "light"
    MEDIUM = "medium"
    BROWN = "brown"
    DEEP = "deep"


class HairColour(StrEnum):
    BLACK = "black"
    DARK = "dark"
    RED = "red"
    BLOND = "blond"
    GREY = "grey"


class Clothes(StrEnum):
    SEA = "sea"
    PLUM = "plum"
    CLAY = "clay"
    CONTRAST = "contrast"
