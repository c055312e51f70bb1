"""Which form comes first, and what is said of the others."""

from collections.abc import Mapping

import pytest

from hipapp.core.enums import Basis, HoldKind, Job, Phase, Rung, Verdict
from poses.content.loader import shipped
from poses.library.reading import Ask, needs, read
from poses.safety.facts import Reason, Ruling
from tests.poses.build import pose

EASIER, STANDARD, HARDER = Rung
FINE, ADAPT, AVOID = Verdict
LUNGE = pose("lunge", Job.HIP_FLEXOR, Phase.OPEN)


def reason(
    verdict: Verdict, rule: str = "knee", text: str = "A text.", needs: tuple[str, ...] = ()
) -> Reason:
    return Reason(verdict, rule, text, Basis.CONVENTION, "house", needs)


def asking(rulings: Mapping[Rung, Ruling]) -> Ask:
    return lambda _slug, rung: rulings[rung]


def verdicts(*three: Verdict) -> Ask:
    return asking({r: Ruling(v, () if v is FINE else (reason(v),)) for r, v in zip(Rung, three, strict=True)})


@pytest.mark.parametrize(
    ("three", "fits"),
    [
        ((FINE, FINE, FINE), STANDARD),
        ((FINE, ADAPT, FINE), EASIER),
        ((ADAPT, ADAPT, FINE), STANDARD),
        ((ADAPT, AVOID, FINE), EASIER),
        ((AVOID, AVOID, ADAPT), HARDER),
        ((AVOID, AVOID, AVOID), STANDARD),
    ],
)
def test_the_form_that_fits(three: tuple[Verdict, ...], fits: Rung) -> None:
    assert read(LUNGE, verdicts(*three)).fitting.rung.rung is fits


def test_a_closed_form_is_never_the_chosen_one() -> None:
    reading = read(LUNGE, verdicts(ADAPT, AVOID, AVOID))
    assert reading.verdict is ADAPT
    assert [f.rung.rung for f in reading.open] == [EASIER]
    assert {reading.form(asked).rung.rung for asked in ("0", "1", "2", "9", "", "<b>", None)} == {EASIER}


def test_each_rule_is_said_once_in_the_words_for_the_easiest_form() -> None:
    texts = {EASIER: "You kneel.", STANDARD: "You kneel long.", HARDER: "You kneel hard."}
    reading = read(LUNGE, asking({r: Ruling(AVOID, (reason(AVOID, text=t),)) for r, t in texts.items()}))
    assert [r.text for r in reading.reasons] == ["You kneel."]


def test_what_leaves_the_easier_form_is_not_why_none_is_open() -> None:
    out, ease = (
        reason(AVOID, HoldKind.OUT, "Out until tomorrow."),
        reason(AVOID, HoldKind.EASE, "Only the easier form."),
    )
    both = Ruling(AVOID, (out, ease))
    reading = read(LUNGE, asking({EASIER: Ruling(AVOID, (out,)), STANDARD: both, HARDER: both}))
    assert [r.text for r in reading.reasons] == ["Out until tomorrow."]


def test_a_prop_is_asked_for_only_where_it_would_open_the_form() -> None:
    chair = reason(AVOID, "wrist", "Lean on a chair.", needs=("chair",))
    reading = read(
        LUNGE,
        asking(
            {
                EASIER: Ruling(AVOID, (chair,)),
                STANDARD: Ruling(AVOID, (chair, reason(AVOID))),
                HARDER: Ruling(FINE),
            }
        ),
    )
    easier, standard, _ = reading.forms
    assert easier.lacks == ("chair",)
    assert easier.why_closed == ()
    assert standard.lacks == ()
    assert [r.rule for r in standard.why_closed] == ["knee"]


def test_an_open_question_counts_only_where_its_worst_answer_changes_something() -> None:
    worst = {"movements": verdicts(FINE, AVOID, AVOID), "abilities": verdicts(FINE, FINE, FINE)}
    easier, standard, harder = read(LUNGE, verdicts(FINE, FINE, AVOID), worst).forms
    assert (easier.unsettled, standard.unsettled) == ((), ("movements",))
    assert harder.unsettled == (), "it is closed as it is"


def test_what_is_missing_is_a_question_until_it_is_answered() -> None:
    props = shipped().props
    assert needs(["chair"], props, said=False) == "Needs a sturdy chair. Have you one?"
    assert needs(["chair"], props, said=True) == "Not at hand: sturdy chair."
    assert needs(["chair", "block"], props, said=False).endswith(
        "sturdy chair, yoga block. Have you got them?"
    )


def test_where_a_prop_would_open_a_form_nothing_else_is_called_the_reason() -> None:
    """What closes the harder form for good says nothing of why the easier one is closed for now."""
    wants = Ruling(AVOID, (reason(AVOID, text="Raise the seat.", needs=("cushion",)),))
    never = Ruling(AVOID, (reason(AVOID, text="So low a seat bends the hip too far."),))
    reading = read(LUNGE, asking({EASIER: wants, STANDARD: never, HARDER: never}))
    assert reading.verdict is AVOID
    assert reading.reasons == ()
    assert [f.lacks for f in reading.lacking] == [("cushion",)]
