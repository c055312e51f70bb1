"""The same history is the same answer: however it is ordered, sent again, or kept as sums."""

import json
import random
from dataclasses import astuple, replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from hipapp.core.enums import Mark
from journal.coach.engine import advise
from journal.coach.facts import Advice, History, SessionFacts
from journal.coach.model import beliefs
from journal.coach.sums import Sums, add, as_json, from_json
from tests.coach.histories import Life, absurd, lived, lives

quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def assert_same(one: Advice, two: Advice, *, all_ratings: bool = True) -> None:
    """To 1e-9; `ask_again` only where both saw all ratings."""
    assert one.effects.keys() == two.effects.keys()
    for pose, effect in one.effects.items():
        other = two.effects[pose]
        *numbers, said = astuple(replace(effect, status=other.status))
        *others, wanted = astuple(other)
        assert numbers == pytest.approx(others, abs=1e-9)
        assert (effect.status, said) == (other.status, wanted)
    a, b = one.suggestion, two.suggestion
    assert (a is None) == (b is None)
    if a is not None and b is not None:
        assert replace(a, p_harm=b.p_harm, p_help=b.p_help) == b
        assert (a.p_harm, a.p_help) == pytest.approx((b.p_harm, b.p_help), abs=1e-9)
    assert (one.quiet, one.today, one.see_someone) == (two.quiet, two.today, two.see_someone)
    if all_ratings:
        assert one.ask_again == two.ask_again


def shuffled(history: History, draw: random.Random) -> History:
    """Sessions, their items and marks, changes and routine in another order; some sessions sent twice."""
    again = [s for s in history.sessions if draw.random() < 0.3]
    sessions = [_mixed(s, draw) for s in (*history.sessions, *again)]
    draw.shuffle(sessions)
    return replace(
        history,
        sessions=tuple(sessions),
        changes=tuple(draw.sample(history.changes, len(history.changes))),
        routine=tuple(draw.sample(history.routine, len(history.routine))),
    )


def _mixed(s: SessionFacts, draw: random.Random) -> SessionFacts:
    marks = draw.sample(sorted(s.marks.items()), len(s.marks))
    return replace(s, items=tuple(draw.sample(s.items, len(s.items))), marks=dict(marks))


@quick
@given(lives)
def test_order_and_sending_again_do_not_matter(life: Life) -> None:
    history = lived(life)
    assert_same(advise(history), advise(shuffled(history, random.Random(life.seed))))


@quick
@given(absurd())
def test_nor_do_they_in_absurd_histories(history: History) -> None:
    told = {s.id: s for s in history.sessions if s.id}  # two different sessions with one id have an order
    history = replace(history, sessions=tuple(s for s in history.sessions if told.get(s.id, s) is s))
    assert_same(advise(history), advise(shuffled(history, random.Random(1))))


def test_a_session_sent_again_counts_once_and_its_fullest_form_wins() -> None:
    history = lived(Life(3, 30, 0.5, 0.5, calm=False))
    named = [replace(s, id=str(i)) for i, s in enumerate(history.sessions)]
    first = replace(named[-1], next_morning=None)
    full = replace(named[-1], next_morning=4)
    wanted = advise(replace(history, sessions=(*named[:-1], full)))
    for order in ((first, full), (full, first), (full, first, full)):
        assert_same(advise(replace(history, sessions=(*named[:-1], *order))), wanted)
    corrected = replace(full, next_morning=2)
    wanted = advise(replace(history, sessions=(*named[:-1], corrected)))
    assert_same(advise(replace(history, sessions=(*named[:-1], full, corrected))), wanted)


def test_the_future_is_not_known() -> None:
    history = lived(Life(4, 30, 1.5, 0.9, calm=False))
    day = history.sessions[20].day
    known = tuple(s for s in history.sessions if s.day <= day)
    assert_same(advise(replace(history, day=day)), advise(replace(history, day=day, sessions=known)))


# -- sums --------------------------------------------------------------------------------------------------------


@quick
@given(lives)
def test_kept_sums_and_what_came_later_answer_like_the_whole_history(life: Life) -> None:
    history = lived(life)
    whole = advise(history)
    # The last six weeks stay as they are, and four sessions at least.
    old = tuple(s for s in history.sessions[:-4] if s.day <= history.day - 42)
    late = history.sessions[len(old) :]
    for kept in (add(Sums(), old), from_json(json.loads(json.dumps(as_json(add(Sums(), old)))))):
        assert_same(whole, advise(replace(history, sessions=late), kept), all_ratings=False)


@quick
@given(lives)
def test_so_do_sums_and_only_four_sessions_but_for_what_looks_at_ratings(life: Life) -> None:
    history = lived(life)
    whole = advise(history)
    kept = add(Sums(), history.sessions[:-4])
    assume(whole.see_someone is None and whole.ask_again is None)
    told = advise(replace(history, sessions=history.sessions[-4:]), kept)
    assert_same(whole, told, all_ratings=False)


@quick
@given(lives)
def test_less_is_told_and_the_same_where_only_the_routine_is_asked_of(life: Life) -> None:
    lately = lived(life)
    history = replace(lately, routine=lately.routine[:3])  # what was done before may come back by a swap
    whole = advise(history)
    routine = {p.pose for p in history.routine}
    part = advise(history, only=routine)
    assert set(part.effects) == set(whole.effects) & routine
    assert_same(replace(whole, effects={p: e for p, e in whole.effects.items() if p in routine}), part)


@quick
@given(lives)
def test_sums_can_be_added_to_session_by_session(life: Life) -> None:
    history = lived(life)
    sums = Sums()
    for s in history.sessions:
        sums = from_json(json.loads(json.dumps(as_json(add(sums, [s])))))
    found = beliefs(sums, history.library)
    for pose, wanted in beliefs(add(Sums(), history.sessions), history.library).items():
        assert astuple(found[pose]) == pytest.approx(astuple(wanted), abs=1e-9)


def test_adding_leaves_what_was_kept_as_it_was() -> None:
    history = lived(Life(5, 40, 0.5, 0.9, calm=False))
    kept = add(Sums(), history.sessions[:20])
    before = json.dumps(as_json(kept))
    advise(replace(history, sessions=history.sessions[20:]), kept)
    assert json.dumps(as_json(kept)) == before


def test_ten_years_of_sums_are_as_small_as_ten_weeks_of_them() -> None:
    history = lived(Life(6, 45, 0.5, 0.5, calm=False))
    weeks = add(Sums(), history.sessions)
    years = weeks
    for k in range(1, 52):
        years = add(years, [replace(s, day=s.day + 70 * k) for s in history.sessions])
    assert years.sessions == 52 * 45
    assert years.after.xx.shape == weeks.after.xx.shape
    assert len(json.dumps(as_json(years))) < 1.3 * len(json.dumps(as_json(weeks)))
    # What is old has faded: of 70 days each, with a half-life of 240, all together count less than six.
    assert years.after.count < 6 * weeks.after.count


def test_a_gap_of_years_forgets_without_a_trace_of_trouble() -> None:
    history = lived(Life(7, 40, 1.5, 0.9, calm=False))
    for gap in (3650, 10**6):
        late = [replace(s, day=s.day + gap) for s in history.sessions]
        both = beliefs(add(add(Sums(), history.sessions), late), history.library)
        alone = beliefs(add(Sums(), late), history.library)
        for pose, belief in alone.items():
            assert both[pose].p_harm == pytest.approx(belief.p_harm, abs=0.03)
    assert min(e.p_harm for e in advise(replace(history, day=10**7)).effects.values()) >= 0


# -- marks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_mark_turned_from_too_much_to_good_speaks_for_the_pose(seed: int) -> None:
    history = lived(Life(seed, 12 + 2 * seed, 0.5 * (seed % 3), 0.5, calm=False))
    draw = random.Random(seed)
    told = [replace(s, marks={p: draw.choice(list(Mark)) for p in s.marks}) for s in history.sessions]
    before = beliefs(add(Sums(), told), history.library)
    turned = [(k, p) for k, s in enumerate(told) for p, mark in s.marks.items() if mark is Mark.TOO_MUCH]
    for k, pose in turned[:3]:
        better = replace(told[k], marks=dict(told[k].marks) | {pose: Mark.GOOD})
        after = beliefs(add(Sums(), [*told[:k], better, *told[k + 1 :]]), history.library)
        assert after[pose].p_harm <= before[pose].p_harm + 0.02
        assert after[pose].after < before[pose].after
