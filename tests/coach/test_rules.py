"""No history, however absurd, makes the coach break a rule of the house."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from hipapp.core.enums import Mark
from journal.coach.engine import advise
from journal.coach.facts import Action, Change, History, Item, Placed, PoseFacts, Quiet, SessionFacts
from journal.coach.words import Names, Told, told
from tests.coach.histories import Life, absurd, broken, lived, lives

quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(absurd())
def test_no_absurd_history_breaks_a_rule(history: History) -> None:
    assert broken(history, advise(history)) == []


@quick
@given(lives)
def test_no_life_breaks_a_rule(life: Life) -> None:
    history = lived(life)
    assert broken(history, advise(history)) == []


# -- one person who is plainly told something, and what takes it back --------------------------------------------

LIBRARY = {
    "cobra": PoseFacts("cobra", "warm_up", (0, 1, 0, 0, 0, 0)),
    "tilt": PoseFacts("tilt", "warm_up"),
    "breath": PoseFacts("breath", "settle"),
    "lunge": PoseFacts("lunge", "hip_flexor", (0, 0.2, 0, 0, 0.5, 0)),
}
TOO_MUCH = tuple(
    SessionFacts(
        day, (Item("cobra"), Item("breath")) if day % 4 else (Item("breath"),), 3, 4 if day % 4 else 3,
        marks={"cobra": Mark.TOO_MUCH} if day % 4 else {},
    )
    for day in range(0, 24, 2)
)  # fmt: skip
SORE = History(30, LIBRARY, (Placed("cobra"), Placed("breath")), TOO_MUCH)
WELL = History(
    30,
    LIBRARY,
    (Placed("cobra"), Placed("breath")),
    tuple(
        SessionFacts(d, (Item("cobra"), Item("breath")) if d % 3 else (Item("breath"),), 4, 2 if d % 3 else 3, 3,
                     marks={"cobra": Mark.FELT_EASY} if d % 3 else {})
        for d in range(29)
    ),
)  # fmt: skip


def test_what_was_changed_by_hand_and_is_too_much_twice_since_is_heard() -> None:
    assert advise(replace(SORE, edited={"cobra": 24})).suggestion is None
    assert advise(replace(SORE, edited={"cobra": 18})).suggestion is not None


def test_what_is_too_much_is_swapped_within_its_job_at_the_easiest_rung() -> None:
    advice = advise(SORE)
    assert advice.suggestion is not None
    assert (advice.suggestion.action, advice.suggestion.to, advice.suggestion.level) == (
        Action.SWAP,
        "tilt",
        0,
    )


def test_it_is_eased_where_nothing_is_there_instead() -> None:
    advice = advise(replace(SORE, avoid=frozenset({"tilt"})))
    assert advice.suggestion is not None
    assert (advice.suggestion.action, advice.suggestion.level) == (Action.EASE, 0)


def test_what_helps_and_feels_easy_gets_its_harder_rung() -> None:
    advice = advise(WELL)
    assert advice.suggestion is not None
    assert (advice.suggestion.action, advice.suggestion.level) == (Action.PROGRESS, 2)


def test_what_was_eased_and_stayed_calm_is_given_back_one_rung_and_no_more() -> None:
    eased = replace(WELL, routine=(Placed("cobra", 0),), changes=(Change(2, "cobra", Action.EASE),))
    suggestion = advise(eased).suggestion
    assert suggestion is not None
    assert (suggestion.action, suggestion.pose, suggestion.level) == (Action.GIVE_BACK, "cobra", 1)
    no_middle = dict(LIBRARY) | {"cobra": replace(LIBRARY["cobra"], levels=(0, 2))}
    assert advise(replace(eased, library=no_middle)).suggestion is None


@pytest.mark.parametrize(
    "history",
    [
        replace(SORE, before_now=8),
        replace(SORE, avoid=frozenset({"cobra"})),
        replace(SORE, sessions=TOO_MUCH[:3]),
        replace(SORE, sessions=tuple(replace(s, other_reason=True) for s in TOO_MUCH)),
        replace(SORE, changes=(Change(24, "breath", Action.EASE),)),
        replace(SORE, edited={"cobra": 22}),
        replace(WELL, asking="breath"),
        replace(SORE, changes=(Change(28, "breath", Action.EASE, accepted=False),)),
        replace(SORE, changes=(Change(31, "breath", Action.EASE),)),
        replace(SORE, changes=(Change(19, "cobra", Action.EASE, accepted=False),)),
        replace(SORE, changes=(Change(-900, "cobra", Action.EASE, accepted=False, never=True),)),
        replace(SORE, sessions=(*TOO_MUCH, SessionFacts(27, (), 2, 5))),
        replace(SORE, sessions=(*TOO_MUCH, SessionFacts(27, (), 2, 5), SessionFacts(27, (), 6, 5))),
        replace(SORE, day=5),
        replace(SORE, routine=(Placed("breath"),)),
        replace(SORE, library={}),
        replace(WELL, max_level={"cobra": 1, "breath": 1}),
        replace(WELL, max_level={"cobra": 0, "breath": 0}),
        replace(WELL, before_now=6),
        replace(
            WELL, sessions=(*WELL.sessions[:-1], replace(WELL.sessions[-1], sharp=frozenset({"breath"})))
        ),
        replace(WELL, sessions=(*WELL.sessions[:-1], replace(WELL.sessions[-1], after=5))),
    ],
)
def test_what_takes_it_back(history: History) -> None:
    advice = advise(history)
    assert advice.suggestion is None
    assert advice.quiet in set(Quiet)


def test_a_mark_counts_once_and_only_for_what_was_done() -> None:
    once = tuple(replace(s, items=s.items[:1]) for s in TOO_MUCH)
    twice = tuple(replace(s, items=tuple(replace(i, dose=0.5) for i in s.items * 2)) for s in once)
    assert advise(replace(SORE, sessions=once)).effects == advise(replace(SORE, sessions=twice)).effects
    told = tuple(replace(s, marks=dict(s.marks) | {"lunge": Mark.TOO_MUCH}) for s in TOO_MUCH)
    assert advise(replace(SORE, sessions=told)) == advise(SORE)


def test_what_is_sharp_is_left_out_today() -> None:
    today = SessionFacts(30, (Item("cobra"),), 3, sharp=frozenset({"cobra"}))
    advice = advise(replace(SORE, sessions=(*TOO_MUCH, today)))
    assert advice.today.omit == ("cobra",)
    assert advice.today.mode == "gentle"


def test_old_evidence_fades_also_while_nobody_practises() -> None:
    now, later = (advise(replace(SORE, day=day)).effects["cobra"] for day in (30, 30 + 2400))
    assert later.after_sd > now.after_sd
    assert later.p_harm < now.p_harm


@pytest.mark.parametrize("mean", [0.0, -0.2, -0.49])
def test_what_nobody_would_notice_is_told_without_its_tenths_and_odds(mean: float) -> None:
    """“0.2 points better … less than one would notice”: then why tell me?"""
    said = _more_told(mean)
    assert said.because == (
        "After practices with it your back was a little better than after others, "
        "though less than you would notice on a single day.",
    )


def test_what_one_would_notice_is_told_first_and_then_how_much() -> None:
    helps, much = _more_told(-0.7).because
    assert helps.startswith("It seems to help you (we are about ")
    assert "0.7 points better" in much


def _more_told(mean: float) -> Told:
    """Of a little more of a pose that seems to help, by so much straight after it."""
    advice = advise(WELL)
    assert advice.suggestion is not None
    suggestion = replace(advice.suggestion, rule="helps")
    effect = replace(advice.effects[suggestion.pose], after_mean=mean)
    return told(
        suggestion,
        replace(advice, effects={suggestion.pose: effect}),
        Names(lambda p: p, lambda p, r: f"{p} {r}"),
    )
