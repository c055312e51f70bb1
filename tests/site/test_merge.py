"""Signing in brings the guest along: of what the two said, the stricter counts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from hipapp.core.clock import today_of
from hipapp.core.enums import (
    Ability,
    Answer,
    Condition,
    EventKind,
    Experience,
    HipApproach,
    HoldKind,
    Movement,
    Rung,
)
from hipapp.core.models import User
from hipapp.site.merge import merge
from journal.coach.records import review
from journal.models import Session, SkippedDay, Trial
from journal.sessions.records import append, record
from poses.body.records import answer, answer_red_flags, answers_of, ask_red_flags, mark_checked
from poses.gatekeeping import gate_for
from poses.models import BodyVersion, Hold, RedFlagAnswer
from poses.routines.records import latest_version
from tests.build import event, finished, make_routine, make_session
from tests.coach.build import fuller_week, sore_days

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def guest(db: None) -> User:
    user = User.objects.create_guest()
    answer_red_flags(user, [])
    answer(user, conditions=())
    return user


@pytest.fixture(params=["the guest", "the account"])
def strict(request: pytest.FixtureRequest, guest: User, person: User) -> User:
    return guest if request.param == "the guest" else person


# -- warning signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "stops", "calm"), [("both_legs", True, False), ("cancer", False, True)])
def test_what_has_to_be_seen_stays(
    guest: User, person: User, strict: User, slug: str, stops: bool, calm: bool
) -> None:
    answer_red_flags(strict, [slug])
    merge(guest, person)
    state = gate_for(person).state
    assert (state.stops, state.calm_only, state.open_items) == (stops, calm, (slug,))


def test_a_list_that_waits_goes_on_waiting(guest: User, person: User, strict: User) -> None:
    ask_red_flags(strict, "session")
    merge(guest, person)
    assert gate_for(person).state.due
    answer_red_flags(person, [])
    assert not gate_for(person).state.due, "one answer is enough"


def test_the_older_answer_says_when_the_list_is_due(guest: User, person: User, strict: User) -> None:
    old = today_of(person) - timedelta(days=27)
    RedFlagAnswer.objects.filter(user=strict).update(answered_on=old)
    merge(guest, person)
    assert not gate_for(person).state.due
    assert gate_for(person, old + timedelta(days=28)).state.due


def test_a_check_counts_only_if_whoever_ticked_it_was_checked(
    guest: User, person: User, strict: User
) -> None:
    """Two people at one browser: one of them being checked says nothing of the other."""
    today = today_of(person)
    for user in (guest, person):
        row = answer_red_flags(user, ["fever_ill"])
        if user != strict:
            mark_checked(row, "fever_ill", today, "Dr Who")
    merge(guest, person)
    assert gate_for(person).state.calm_only


def test_of_two_checks_the_older_one_counts(guest: User, person: User, strict: User) -> None:
    today = today_of(person)
    for user in (guest, person):
        row = answer_red_flags(user, ["fever_ill"])
        mark_checked(row, "fever_ill", today - timedelta(days=20 if user == strict else 1), "Dr Who")
    merge(guest, person)
    assert not gate_for(person).state.calm_only
    assert gate_for(person, today + timedelta(days=8)).state.calm_only


def test_a_check_of_the_one_who_ticked_it_is_kept(guest: User, person: User, strict: User) -> None:
    mark_checked(answer_red_flags(strict, ["fever_ill"]), "fever_ill", today_of(person), "Dr Who")
    merge(guest, person)
    assert not gate_for(person).state.calm_only


def test_a_gentle_day_of_one_is_asked_for_again(guest: User, person: User, strict: User) -> None:
    """*Gently* is about the day it was said, which an older answer of the other would hide."""
    for user in (guest, person):
        if user == strict:
            answer_red_flags(user, ["flare"])
        else:
            yesterday = today_of(user) - timedelta(days=1)
            RedFlagAnswer.objects.filter(user=user).update(answered_on=yesterday)
    assert gate_for(strict).gentle
    merge(guest, person)
    gate = gate_for(person)
    assert gate.gentle or gate.state.due


# -- the body ----------------------------------------------------------------------------------------


def test_the_stricter_answer_about_the_body_counts(guest: User, person: User, strict: User) -> None:
    other = guest if strict is person else person
    careful: dict[str, Any] = {
        "conditions": (Condition.OSTEOPOROSIS,), "movements": (Movement.BENDING,),
        "floor": Ability.NO, "kneel": Ability.CARE, "hands": Ability.NO,
    }  # fmt: skip
    free: dict[str, Any] = {
        "conditions": (Condition.KNEE,), "movements": (Movement.TWISTING,),
        "floor": Ability.YES, "kneel": Ability.YES, "hands": None,
    }  # fmt: skip
    answer(strict, **careful)
    answer(other, **free)
    merge(guest, person)
    said = answers_of(person)
    assert set(said.conditions or ()) == {Condition.OSTEOPOROSIS, Condition.KNEE}
    assert set(said.movements or ()) == {Movement.BENDING, Movement.TWISTING}
    assert (said.floor, said.kneel, said.hands) == (Ability.NO, Ability.CARE, Ability.NO)


def test_of_two_sets_of_dates_the_one_that_leaves_less_open_counts(
    guest: User, person: User, strict: User
) -> None:
    other = guest if strict is person else person
    of = (Condition.PREGNANCY, Condition.RECENT_SURGERY, Condition.HIP_REPLACEMENT_POSTERIOR)
    today = today_of(person)
    soon, later, ago = today + timedelta(days=60), today + timedelta(days=200), today - timedelta(days=400)
    answer(strict, conditions=of, due_date=soon, hip_approach=HipApproach.BACK)
    answer(
        other,
        conditions=of,
        due_date=later,
        hip_approach=HipApproach.FRONT,
        hip_limits_lifted_on=ago,
        surgery_cleared_on=ago,
    )
    merge(guest, person)
    said = answers_of(person)
    assert (said.due_date, said.hip_approach) == (soon, HipApproach.UNKNOWN)
    assert (said.hip_limits_lifted_on, said.surgery_cleared_on) == (None, None)
    assert gate_for(person).body.conditions == frozenset(of) | {Condition.HIP_REPLACEMENT_ANTERIOR}


def test_what_only_one_answered_is_kept_and_else_the_accounts_own_goes_first(
    guest: User, person: User
) -> None:
    answer(guest, minutes=5, experience=Experience.NEW, anchor="After tea")
    answer(person, minutes=20)
    merge(guest, person)
    said = answers_of(person)
    assert (said.minutes, said.experience, said.anchor) == (20, Experience.NEW, "After tea")
    numbers = list(BodyVersion.objects.filter(user=person).values_list("number", flat=True))
    assert numbers == sorted(set(numbers))


def test_conditions_that_only_the_other_has_not_answered_stay_answered(guest: User, db: None) -> None:
    account = User.objects.create_user("new@example.org", PASSWORD)
    merge(guest, account)
    assert gate_for(account).known


# -- what was done -----------------------------------------------------------------------------------


def test_holds_come_along(guest: User, person: User, strict: User) -> None:
    session = make_session(strict, "glute-bridge")
    append(session, [event(session, EventKind.SHARP, step="s0")])
    merge(guest, person)
    gate = gate_for(person)
    assert not gate.ruling("glute-bridge", Rung.EASIER).allowed
    assert gate.gentle
    session = Session.objects.get(pk=session.pk)
    record(session, EventKind.DELETED)
    assert not Hold.objects.filter(user=person).standing(gate.today).exists(), "and still follow the session"


def test_a_calm_session_of_the_account_lifts_what_the_guest_brought(guest: User, person: User) -> None:
    session = make_session(guest, "glute-bridge")
    append(session, [event(session, EventKind.SHARP, step="s0")])
    merge(guest, person)
    Hold.objects.filter(kind=HoldKind.OUT).delete()
    finished(person, "glute-bridge")
    assert not Hold.objects.filter(user=person).standing(today_of(person)).exists()


def test_routines_of_both_are_checked_for_the_stricter_body(guest: User, person: User) -> None:
    routines = [make_routine(guest, "Guest's"), make_routine(person, "Own")]
    answer(guest, floor=Ability.NO)
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    merge(guest, person)
    gate = gate_for(person)
    for routine in routines:
        routine.refresh_from_db()
        assert routine.user == person
        plan = latest_version(routine).plan
        assert all(gate.lasting_ruling(s.pose, s.rung).allowed for s in plan.steps)
        assert plan != routine.versions.get(number=1).plan
    assert [r.is_active for r in routines] == [False, True], "the account goes on with its own"


def test_a_day_let_go_by_both_is_let_go_once(guest: User, person: User) -> None:
    today = today_of(person)
    for user in (guest, person):
        SkippedDay.objects.create(user=user, day=today)
    SkippedDay.objects.create(user=guest, day=today - timedelta(days=1), moved_to=today)
    merge(guest, person)
    assert SkippedDay.objects.filter(user=person).count() == 2


# -- through the door --------------------------------------------------------------------------------


def _as(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_a_wrong_password_moves_nothing(client: Client, guest: User, person: User) -> None:
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": "wrong", "guest": "bring"})
    assert User.objects.filter(pk=guest.pk).exists()


def test_an_account_is_never_poured_into_another(client: Client, person: User, stranger: User) -> None:
    finished(person)
    _as(client, person)
    client.post("/account/login/", {"login": stranger.email, "password": PASSWORD, "guest": "bring"})
    assert User.objects.filter(pk=person.pk).exists()
    assert Session.objects.get().user == person


def test_an_urgent_answer_of_the_guest_stops_the_account_at_once(
    client: Client, guest: User, person: User
) -> None:
    answer_red_flags(guest, ["both_legs"])
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "bring"})
    assert client.post("/practise/start/", {"what": "five"})["Location"].startswith("/stop/")


def test_the_coachs_log_comes_along_and_what_was_open_passes(guest: User, person: User) -> None:
    sore_days(guest, fuller_week(guest))
    assert review(guest).suggestion is not None
    merge(guest, person)
    (row,) = person.suggestions.all()
    assert row.answer == Answer.PASSED.value


def test_one_question_to_the_back_at_a_time(guest: User, person: User) -> None:
    day = today_of(person)
    mine = Trial.objects.create(user=guest, pose="cat-cow-hinge", first_day=day, weeks="10")
    own = Trial.objects.create(user=person, pose="glute-bridge", first_day=day, weeks="01")
    merge(guest, person)
    assert set(person.trials.all()) == {mine, own}
    assert person.trials.open().get() == own


def test_what_somebody_else_did_here_is_left_out_and_deleted(
    client: Client, guest: User, person: User
) -> None:
    make_routine(guest)
    finished(guest)
    answer(guest, floor=Ability.NO)
    _as(client, guest)
    assert 'name="guest"' in client.get("/account/login/").content.decode()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "delete"})
    assert not User.objects.filter(pk=guest.pk).exists()
    assert not person.routines.exists()
    assert not Session.objects.exists()
    assert answers_of(person).floor is None
    assert "is deleted" in client.get("/").content.decode()


def test_what_was_left_here_is_there_again_after_signing_out(
    client: Client, guest: User, person: User
) -> None:
    routine = make_routine(guest, "Mine")
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "keep"})
    assert "is kept too. Sign out, and you find it again in this browser." in client.get("/").content.decode()
    assert client.get(f"/routines/{routine.pk}/").status_code == 404, "it is not the account's"
    assert not person.routines.exists()
    assert (
        "Once you are signed out, you are the guest again, with all that you did here."
        in client.get("/account/logout/").content.decode()
    )
    page = client.post("/account/logout/", follow=True).content.decode()
    assert "What you did as a guest is here again" in page
    assert client.get(f"/routines/{routine.pk}/").status_code == 200
    assert client.get("/journal/").context["request"].user == guest


@pytest.mark.parametrize("choice", ["keep", "delete", "bring"])
def test_nothing_becomes_of_it_before_the_password_is_right(
    client: Client, guest: User, person: User, choice: str
) -> None:
    routine = make_routine(guest)
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": "wrong", "guest": choice})
    assert client.get(f"/routines/{routine.pk}/").status_code == 200
    client.logout()
    assert client.get(f"/routines/{routine.pk}/").status_code == 302, "no trace of it in a new session"


@pytest.mark.parametrize("by", ["another account", "deleting the account", "a new password", "switched off"])
def test_what_was_left_here_outlives(
    client: Client, guest: User, person: User, stranger: User, by: str
) -> None:
    routine = make_routine(guest, "Mine")
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "keep"})
    if by == "another account":
        client.post("/account/login/", {"login": stranger.email, "password": PASSWORD})
        assert client.get("/account/").context["request"].user == stranger
        client.post("/account/logout/")
    elif by == "deleting the account":
        told = client.post("/account/delete/", follow=True).content.decode()
        assert "The account is deleted." in told
        assert "Everything is deleted" not in told
        assert not User.objects.filter(pk=person.pk).exists()
    elif by == "a new password":
        person.set_password("set on another device")
        person.save()
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    page = client.get(f"/routines/{routine.pk}/")
    assert page.status_code == 200
    assert page.context["request"].user == guest


def test_who_waits_is_not_forgotten_meanwhile(client: Client, guest: User, person: User) -> None:
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "keep"})
    long_ago = timezone.now() - timedelta(days=300)
    User.objects.filter(pk=guest.pk).update(last_login=long_ago)
    session = client.session
    session["seen"] = "another week"
    session.save()
    client.get("/")
    guest.refresh_from_db()
    assert guest.last_login
    assert guest.last_login > long_ago


def test_what_changed_in_the_weeks_is_told_in_words(client: Client, guest: User, person: User) -> None:
    make_routine(person, "Own")
    answer(guest, floor=Ability.NO)
    _as(client, guest)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "guest": "bring"})
    page = client.get("/").content.decode()
    version = latest_version(person.routines.get())
    assert version.notes
    assert f"“Own” has {len(version.notes)} changes for it." in page
    assert f"/routines/{version.routine.pk}/history/" in page
    assert all(
        escape(note) in client.get(f"/routines/{version.routine.pk}/history/").content.decode()
        for note in version.notes
    )


def test_nobody_but_a_guest_is_asked_whose_it_is(client: Client, person: User) -> None:
    assert 'name="guest"' not in client.get("/account/login/").content.decode()
