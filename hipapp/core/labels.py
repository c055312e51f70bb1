"""What a person reads for each of the enums' words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hipapp.core import speech
from hipapp.core.enums import (
    Ability,
    Answer,
    Author,
    Basis,
    ClaimTag,
    Cleared,
    Clothes,
    DayKind,
    DoseKind,
    Experience,
    FigureBody,
    HairColour,
    HipApproach,
    HowLong,
    Job,
    Level,
    Light,
    Mark,
    Movement,
    Phase,
    Position,
    Region,
    Rung,
    Side,
    Sides,
    Site,
    SkinTone,
    Tag,
    TrialEnd,
    Verdict,
)

Label = Promise | str

LABELS: Mapping[type[Enum], Mapping[Any, Label]] = {
    Phase: {
        Phase.ARRIVE: _("Arrive"),
        Phase.WARM_UP: _("Warm up"),
        Phase.OPEN: _("Open the hips"),
        Phase.STRENGTHEN: _("Strengthen"),
        Phase.FINISH: _("Finish"),
        Phase.RESET: _("Posture reset"),
        Phase.BREAK: _("Work break"),
        Phase.TEST: _("Self-check"),
    },
    Job: {
        Job.SETTLE: _("Settle and notice"),
        Job.WARM_UP: _("Warm up"),
        Job.HIP_FLEXOR: _("Front of the hip"),
        Job.HIP_ROTATOR: _("Turning the hip"),
        Job.ADDUCTOR: _("Inner thighs"),
        Job.TWIST: _("Gentle twist"),
        Job.HAMSTRING: _("Hinge and back of the thighs"),
        Job.STRENGTHEN: _("Strength and support"),
        Job.BALANCE: _("Balance"),
        Job.FINISH: _("Rest"),
    },
    Level: {
        Level.FLOOR: _("on the floor"),
        Level.KNEELING: _("kneeling"),
        Level.SEATED: _("on a chair"),
        Level.STANDING: _("standing"),
    },
    Position: {
        Position.LYING_BACK: _("Lying on the back"),
        Position.LYING_SIDE: _("Lying on the side"),
        Position.LYING_FRONT: _("Lying on the front"),
        Position.SEATED_FLOOR: _("Sitting on the floor"),
        Position.KNEELING: _("Kneeling"),
        Position.HANDS_KNEES: _("Hands and knees"),
        Position.CHAIR: _("On a chair"),
        Position.STANDING: _("Standing"),
    },
    Region: {
        Region.BREATH: _("Breath"),
        Region.WHOLE_BODY: _("Whole body"),
        Region.SPINE: _("Spine"),
        Region.LOW_BACK: _("Low back"),
        Region.WAIST: _("Waist"),
        Region.ABDOMEN: _("Belly"),
        Region.PELVIS: _("Pelvis"),
        Region.FRONT_HIP: _("Front of the hip"),
        Region.OUTER_HIP: _("Outer hip"),
        Region.INNER_THIGH: _("Inner thigh"),
        Region.FRONT_THIGH: _("Front of the thigh"),
        Region.BACK_THIGH: _("Back of the thigh"),
        Region.BUTTOCK: _("Buttock"),
        Region.SHIN_FOOT: _("Shin and foot"),
    },
    Rung: {Rung.EASIER: _("Easier"), Rung.STANDARD: _("Standard"), Rung.HARDER: _("Harder")},
    Sides: {
        Sides.ONCE: _("both sides together"),
        Sides.EACH: _("each side"),
        Sides.ALTERNATE: _("left and right in turn"),
    },
    Side: {Side.BOTH: _("Both sides"), Side.LEFT: _("Left side"), Side.RIGHT: _("Right side")},
    DoseKind: {
        DoseKind.HOLD: _("hold"),
        DoseKind.REPS: _("times"),
        DoseKind.BREATHS: _("breaths"),
        DoseKind.PULSES: _("times in and out"),
    },
    Verdict: {
        Verdict.FINE: _("Fine"),
        Verdict.ADAPT: _("Fine with a change"),
        Verdict.AVOID: _("Not for now"),
    },
    Basis: {
        Basis.GUIDELINE: _("guideline"),
        Basis.STUDY: _("study"),
        Basis.CONVENTION: _("common caution"),
    },
    ClaimTag: {
        ClaimTag.TRIAL: _("Tested in a trial"),
        ClaimTag.REASONING: _("Reasoned, not tested"),
        ClaimTag.TRADITION: _("Tradition"),
    },
    Mark: {
        Mark.GOOD: _("Good"),
        Mark.OK: _("OK"),
        Mark.TOO_MUCH: _("Too much"),
        Mark.FELT_EASY: _("Felt easy"),
    },
    Movement: {
        Movement.BENDING: _("Bending forward"),
        Movement.ARCHING: _("Arching back"),
        Movement.TWISTING: _("Twisting"),
        Movement.KNEELING: _("Kneeling"),
        Movement.SITTING: _("Sitting"),
        Movement.LYING_BACK: _("Lying on the back"),
        Movement.STANDING: _("Standing"),
    },
    Ability: {Ability.YES: _("Yes"), Ability.CARE: _("With help or care"), Ability.NO: _("No")},
    Site: {
        Site.UPPER_BACK: _("Upper back"),
        Site.LOW_BACK_LEFT: _("Low back, left"),
        Site.LOW_BACK_MIDDLE: _("Low back, middle"),
        Site.LOW_BACK_RIGHT: _("Low back, right"),
        Site.BUTTOCK_LEFT: _("Left buttock"),
        Site.BUTTOCK_RIGHT: _("Right buttock"),
        Site.OUTER_HIP_LEFT: _("Left outer hip"),
        Site.OUTER_HIP_RIGHT: _("Right outer hip"),
        Site.FRONT_HIP_LEFT: _("Front of the left hip"),
        Site.FRONT_HIP_RIGHT: _("Front of the right hip"),
        Site.LEG_LEFT: _("Left leg"),
        Site.LEG_RIGHT: _("Right leg"),
    },
    HipApproach: {
        HipApproach.BACK: _("From behind or from the side"),
        HipApproach.FRONT: _("From the front"),
        HipApproach.UNKNOWN: _("I don’t know"),
    },
    HowLong: {
        HowLong.WEEKS: _("Less than six weeks"),
        HowLong.MONTHS: _("Six weeks to three months"),
        HowLong.LONG: _("More than three months"),
        HowLong.COMES_AND_GOES: _("It comes and goes"),
        HowLong.NONE: _("Nothing hurts, I am just stiff"),
    },
    Experience: {
        Experience.NEW: _("New to this"),
        Experience.SOME: _("Done it now and then"),
        Experience.REGULAR: _("I practise regularly"),
    },
    DayKind: {
        DayKind.PRACTICE: _("Practice"),
        DayKind.SHORT: _("Two minutes"),
        DayKind.REST: _("Rest"),
    },
    Author: {
        Author.PERSON: _("you"),
        Author.ASSEMBLER: _("assembled for you"),
        Author.STARTER: _("a starter routine"),
        Author.GATE: _("the safety rules"),
        Author.COACH: _("the coach, accepted by you"),
    },
    Tag: {
        Tag.STRESS: _("Stress"),
        Tag.SLEEP: _("Slept badly"),
        Tag.MOOD: _("Low mood"),
        Tag.FEELINGS: _("Feelings came up"),
        Tag.SITTING: _("Sat for long"),
        Tag.OTHER: _("Another reason"),
    },
    Cleared: {
        Cleared.SEEN: _("A doctor has looked at it, now or long ago, and I may go on"),
        Cleared.MISTAKE: _("I ticked it by mistake"),
    },
    Light: {
        Light.GREEN: _("calm"),
        Light.AMBER: _("a little more than before"),
        Light.RED: _("clearly more than before"),
        Light.STOP: _("stopped"),
    },
    Answer: {
        Answer.OPEN: _("Waits for your answer"),
        Answer.TRIED: _("You tried it"),
        Answer.NOT_NOW: _("Not now"),
        Answer.NEVER: _("Suggest nothing more for this pose"),
        Answer.PASSED: _("It passed by"),
    },
    TrialEnd: {
        TrialEnd.DONE: _("All its weeks are over"),
        TrialEnd.STOPPED: _("Stopped"),
        TrialEnd.SHARP: _("It felt sharp"),
        TrialEnd.CHANGED: _("The pose was changed"),
    },
    FigureBody: {
        FigureBody.A: _("A younger woman, long tied hair"),
        FigureBody.B: _("An older, broader man, short hair"),
    },
    SkinTone: {
        SkinTone.FAIR: _("Fair"),
        SkinTone.LIGHT: _("Light"),
        SkinTone.MEDIUM: _("Medium"),
        SkinTone.BROWN: _("Brown"),
        SkinTone.DEEP: _("Deep"),
    },
    HairColour: {
        HairColour.BLACK: _("Black"),
        HairColour.DARK: _("Dark brown"),
        HairColour.RED: _("Red brown"),
        HairColour.BLOND: _("Blond"),
        HairColour.GREY: _("Grey"),
    },
    Clothes: {
        Clothes.SEA: _("Sea green and blue"),
        Clothes.PLUM: _("Plum and slate"),
        Clothes.CLAY: _("Clay and earth"),
        Clothes.CONTRAST: _("High contrast"),
    },
}

WEEKDAYS: tuple[Label, ...] = tuple(_(day) for day in speech.WEEKDAYS)


def label(word: Enum) -> Label:
    """The label of one enum member; KeyError if it has none, which a test forbids for shown enums."""
    return LABELS[type(word)][word]


def choices(enum: type[Enum]) -> list[tuple[Any, Label]]:
    """(value, label) pairs for a form field, in the enum's order."""
    return [(member.value, LABELS[enum][member]) for member in enum]
