"""Small made-up poses for the tests of the pure rules; they depend on no content file."""

from collections.abc import Iterable, Mapping

from hipapp.core.enums import (
    Basis,
    ClaimTag,
    DoseKind,
    Job,
    Move,
    Phase,
    Position,
    Region,
    Rung,
    Sides,
    Verdict,
)
from poses.content.schema import (
    BreathPhase,
    Claim,
    Dose,
    DosePart,
    Mistake,
    PoseDoc,
    RungDoc,
    SameAs,
)
from poses.routines.choose import Gate
from poses.safety.facts import Reason, Ruling

Key = tuple[str, Rung]

FINE = Ruling(Verdict.FINE)
_NAMES = {Rung.EASIER: "Small", Rung.STANDARD: "Middle", Rung.HARDER: "Large"}


def pose(
    slug: str,
    job: Job,
    phase: Phase,
    position: Position = Position.LYING_BACK,
    *,
    regions: Iterable[Region] = (Region.PELVIS,),
    hold: tuple[int, int, int] | None = (30, 15, 60),
    reps: tuple[int, int, int] = (8, 4, 12),
    sides: Sides = Sides.ONCE,
    props: tuple[str, ...] = (),
    seeds: tuple[str, ...] = (),
    easier: Position | None = None,
    same_as: Mapping[Rung, Key] | None = None,
    rungs: tuple[Rung, ...] = tuple(Rung),
    same_job: tuple[str, ...] = (),
) -> PoseDoc:
    """A pose with these rungs. `hold` (own, least, most) in seconds; if it is None, `reps` of six seconds."""
    part = (
        DosePart(kind=DoseKind.HOLD, amount=hold[0], least=hold[1], most=hold[2])
        if hold
        else DosePart(kind=DoseKind.REPS, amount=reps[0], least=reps[1], most=reps[2], pace_s=6)
    )
    name = slug.replace("-", " ").capitalize()

    def rung(level: Rung) -> RungDoc:
        return RungDoc(
            rung=level,
            name=_NAMES[level],
            difference="It differs.",
            position=easier if easier and level is Rung.EASIER else position,
            sides=sides,
            props=props,
            dose=Dose(parts=(part,)),
        )

    def filled(built: RungDoc) -> RungDoc:
        really = (same_as or {}).get(built.rung)
        return (
            built.model_copy(update={"same_as": SameAs(pose=really[0], rung=really[1])}) if really else built
        )

    doc = PoseDoc(
        slug=slug,
        name=name,
        why=f"{name} may help your hips.",
        job=job,
        phase=phase,
        test=phase is Phase.TEST,
        position=position,
        regions=tuple(regions),
        muscles=(),
        sides=sides,
        moves=dict.fromkeys(Move, 0.0),
        steps=("Go into it.", "Come out of it."),
        change="Change sides." if sides is Sides.EACH else None,
        cues=("One thing.", "Two things.", "Three things."),
        breath=(BreathPhase(phase="in", do="Grow a little."),),
        feel="It feels mild.",
        stop_if=("It hurts; stop.",),
        mistakes=(Mistake(wrong="Too much.", instead="Do less."),),
        rungs=tuple(rung(r) for r in rungs),
        fewer_rungs_because=None if len(rungs) == len(Rung) else "There is no more to it.",
        same_job=same_job,
        claims=(Claim(text="It may help.", tag=ClaimTag.TRADITION, source="house"),),
        seeds=seeds,
    )
    # As the loader does it: such a rung carries the facts of its target, which the plain model would refuse.
    return doc.model_copy(update={"rungs": tuple(filled(r) for r in doc.rungs)})


def _poses() -> tuple[PoseDoc, ...]:
    seat, kneel, stand = Position.CHAIR, Position.KNEELING, Position.STANDING
    each, turns = Sides.EACH, Sides.ALTERNATE
    whole, low, front = (Region.WHOLE_BODY,), (Region.LOW_BACK,), (Region.FRONT_HIP,)
    return (
        pose("scan", Job.SETTLE, Phase.ARRIVE, regions=whole, hold=(90, 45, 180), seeds=("001",)),
        pose("breath", Job.SETTLE, Phase.ARRIVE, seat, regions=(Region.BREATH,), hold=(120, 60, 300)),
        pose("bowl", Job.SETTLE, Phase.ARRIVE, seat, hold=None),
        pose("tilts", Job.WARM_UP, Phase.WARM_UP, regions=low, hold=None, seeds=("002",)),
        pose("cat", Job.WARM_UP, Phase.WARM_UP, Position.HANDS_KNEES, easier=seat, hold=None, sides=turns),
        pose("swings", Job.WARM_UP, Phase.WARM_UP, stand, hold=None, sides=each),
        pose("lunge", Job.HIP_FLEXOR, Phase.OPEN, kneel, regions=front, sides=each, props=("block",)),
        pose("chair-lunge", Job.HIP_FLEXOR, Phase.OPEN, stand, regions=front, sides=each, props=("wall",)),
        pose("hero", Job.HIP_FLEXOR, Phase.OPEN, kneel, regions=(Region.FRONT_THIGH,), props=("bolster",)),
        pose("butterfly", Job.ADDUCTOR, Phase.OPEN, Position.SEATED_FLOOR, regions=(Region.INNER_THIGH,)),
        pose("figure-four", Job.HIP_ROTATOR, Phase.OPEN, regions=(Region.BUTTOCK,), sides=each),
        pose("strap", Job.HAMSTRING, Phase.OPEN, regions=(Region.BACK_THIGH,), sides=each, props=("strap",)),
        pose("wipers", Job.TWIST, Phase.OPEN, regions=low, hold=None, sides=turns),
        pose("bridge", Job.STRENGTHEN, Phase.STRENGTHEN, hold=None, seeds=("002", "003")),
        pose("leg-lift", Job.STRENGTHEN, Phase.STRENGTHEN, Position.LYING_SIDE, hold=None, sides=each),
        pose("hinge", Job.HAMSTRING, Phase.STRENGTHEN, stand, hold=None, seeds=("002",)),
        pose("twist", Job.TWIST, Phase.FINISH, hold=(75, 45, 120), sides=each, props=("cushion",)),
        pose("rest", Job.FINISH, Phase.FINISH, regions=whole, hold=(120, 60, 300)),
        pose("stand-reset", Job.SETTLE, Phase.RESET, stand, hold=None),
        pose("desk-break", Job.WARM_UP, Phase.BREAK, seat, hold=None),
        pose("sit-test", Job.HIP_ROTATOR, Phase.TEST, Position.SEATED_FLOOR),
    )


POSES: dict[str, PoseDoc] = {p.slug: p for p in _poses()}
KEYS: tuple[Key, ...] = tuple((p.slug, r.rung) for p in POSES.values() for r in p.rungs)


def all_fine(_pose: str, _rung: Rung) -> Ruling:
    return FINE


def refusal(text: str = "You said that kneeling hurts.", needs: tuple[str, ...] = ()) -> Ruling:
    return Ruling(Verdict.AVOID, (Reason(Verdict.AVOID, "rule", text, Basis.CONVENTION, "house", needs),))


def gate(avoid: Iterable[Key] = (), adapt: Iterable[Key] = (), answer: Ruling | None = None) -> Gate:
    """A gate that refuses `avoid`, adapts `adapt`, and finds everything else fine."""
    refused, adapted = frozenset(avoid), frozenset(adapt)
    no = answer or refusal()

    def ruling(slug: str, rung: Rung) -> Ruling:
        if (slug, rung) in refused:
            return no
        return Ruling(Verdict.ADAPT) if (slug, rung) in adapted else FINE

    return ruling


def whole(*slugs: str) -> set[Key]:
    """All rungs of these poses."""
    return {key for key in KEYS if key[0] in slugs}
