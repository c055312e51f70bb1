"""Those who look at the pages, each with what makes their pages different, and how a state finds its way there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, Condition, DayKind, EventKind, HoldKind
from hipapp.core.labels import WEEKDAYS
from hipapp.core.models import User
from journal.coach.ask_records import asking
from journal.demo import make_demo
from journal.models import Session, SkippedDay, Trial
from journal.sessions.records import append
from poses.body.changes import after_change
from poses.body.models import Hold
from poses.body.records import answer, answer_red_flags
from poses.gatekeeping import gate_for
from poses.library.catalogue import catalogue
from poses.models import ContentRelease, Pose
from poses.routines import edit
from poses.routines.models import Routine, RoutineVersion
from poses.routines.plan import Plan
from poses.routines.records import create_routine, latest_version, save_version
from tests.build import event, finished, make_routine, make_session
from tests.coach.build import even_days, fuller_week, lived_through, sore_days

PASSWORD = "correct horse battery"
#: A flag that stops, and one that leaves only calm poses open.
STOPS, CALMS = "both_legs", "night_pain"
#: Counts down; waits for cushion and chair, and has two sides; breathes.
PLAYED = ("glute-bridge", "half-kneeling-hip-flexor", "belly-breathing")
LONG_AGO = timedelta(days=60)


class Who(StrEnum):
    NOBODY = "nobody"
    NEW = "new"  # a guest who has answered the two safety questions
    EMPTY = "empty"  # an account that has answered nothing
    FULL = "full"  # sixteen weeks of journal and a routine
    TOLD = "told"  # a body that closes and changes poses, and a routine that followed it
    SORE = "sore"  # the coach has a suggestion
    ASKING = "asking"  # has questions to the back
    STOPPED = "stopped"  # a red flag is ticked
    CALM = "calm"  # only calm poses are open
    PLAYING = "playing"  # one session after the other
    HURT = "hurt"  # something feels sharp; whose late taps close no pose to another one


@dataclass
class Known:
    """Who looks, and what of theirs a state leads to. It is read anew each time, for states change it."""

    who: Who
    user: User | None

    @property
    def me(self) -> User:
        assert self.user
        return self.user

    @property
    def routine(self) -> Routine:
        return self.me.routines.get(is_active=True, deleted_at=None)

    @property
    def plan(self) -> Plan:
        return latest_version(self.routine).plan

    @property
    def step(self) -> str:
        return self.plan.steps[0].id

    @property
    def entry(self) -> Session:
        found = self.me.sessions.practised().newest_first().first()
        assert found
        return found

    @property
    def asked(self) -> str:
        """A pose that can be asked about."""
        return asking(self.me, gate_for(self.me)).offers[0].pose


def make(who: Who) -> Known:
    return Known(who, _MAKE[who]() if who in _MAKE else None)


def _account(who: Who) -> User:
    return User.objects.create_user(f"{who}@example.org", PASSWORD)


def _answered(user: User, flags: tuple[str, ...] = ()) -> User:
    answer_red_flags(user, flags)
    answer(user, conditions=())
    return user


def _full() -> User:
    """The example account, as if it were anybody's; of the staff, who see the style page."""
    user = make_demo(PASSWORD)
    user.time_zone = (
        "UTC"  # as everybody's here, and as their browsers say: so "yesterday" is one day for all
    )
    user.email, user.is_example, user.is_staff = "full@example.org", False, True
    user.save()
    return user


def _told() -> User:
    user = _answered(_account(Who.TOLD))
    make_routine(user)
    told = {
        "conditions": (Condition.HIP_REPLACEMENT_POSTERIOR, Condition.KNEE),
        "props": ("cushion",),
        "minutes": 12,
    }
    answer(user, **told)
    after_change(user)
    return user


def _calm() -> User:
    user = _answered(_account(Who.CALM))
    make_routine(user)
    finished(user, days_ago=1, before=4, after=4)
    answer_red_flags(user, [CALMS, "six_weeks"])
    return user


def _sore() -> User:
    user = _answered(_account(Who.SORE))
    _sore_weeks(user)
    return user


def _sore_weeks(user: User) -> None:
    sore_days(user, fuller_week(user))
    RoutineVersion.objects.filter(routine__user=user).update(created_at=timezone.now() - LONG_AGO)


def _asking() -> User:
    user = _answered(_account(Who.ASKING))
    even_days(user, fuller_week(user))
    return user


_MAKE: dict[Who, Callable[[], User]] = {
    Who.NEW: lambda: _answered(User.objects.create_guest()),
    Who.EMPTY: lambda: _account(Who.EMPTY),
    Who.FULL: _full,
    Who.TOLD: _told,
    Who.SORE: _sore,
    Who.ASKING: _asking,
    Who.STOPPED: lambda: _answered(_account(Who.STOPPED), (STOPS, "severe")),
    Who.CALM: _calm,
    Who.PLAYING: lambda: _answered(_account(Who.PLAYING)),
    Who.HURT: lambda: _answered(_account(Who.HURT)),
}


# -- what a state needs before it is looked at -------------------------------------------------------------------


def anew(k: Known) -> None:
    """Nothing was suggested or answered yet."""
    for rows in (k.me.suggestions, k.me.routines, k.me.sessions):
        rows.all().delete()
    _sore_weeks(k.me)


def healed(k: Known) -> None:
    """Nothing that an earlier session reported stands in the way of the next one."""
    Hold.objects.filter(user=k.me).delete()
    answer_red_flags(k.me, [])


def today(kind: DayKind, *flags: str) -> Callable[[Known], None]:
    """Today is such a day of the routine, and nothing has been done or said of it yet."""

    def before(k: Known) -> None:
        day = today_of(k.me)
        k.me.sessions.filter(local_day=day).delete()
        SkippedDay.objects.filter(user=k.me).delete()
        answer_red_flags(k.me, flags)
        gate, plan = gate_for(k.me), k.plan
        if plan.day(day.weekday()).kind is not kind:
            ruling, poses = gate.lasting_ruling, gate.catalogue.poses
            of_that_kind = next((d for d in plan.days if d.kind is kind), None)
            plan = (
                edit.copy_day(plan, ruling, poses, source=of_that_kind.weekday, target=day.weekday())
                if of_that_kind
                else edit.make_rest_day(plan, day.weekday())
            )
            save_version(
                k.routine, plan, Author.PERSON, f"{WEEKDAYS[day.weekday()]} is a {kind.value} day", gate=gate
            )

    return before


def begun(k: Known) -> None:
    today(DayKind.PRACTICE)(k)
    session = make_session(k.me, *PLAYED)
    step = {"step": session.script["steps"][0]["key"], "seconds": 40}
    append(session, [event(session, EventKind.STARTED), event(session, EventKind.STEP_DONE, 1, **step)])


def done(k: Known) -> None:
    today(DayKind.PRACTICE)(k)
    finished(k.me, before=4)


def numb(k: Known) -> None:
    """Something went down the leg today, and the list was answered since."""
    healed(k)
    session = make_session(k.me, *PLAYED)
    append(session, [event(session, EventKind.STARTED), event(session, EventKind.NUMB, 1)])
    answer_red_flags(k.me, [])


def yesterday(k: Known) -> None:
    """A session of yesterday that waits for its morning after."""
    today(DayKind.PRACTICE)(k)
    k.me.sessions.filter(local_day=today_of(k.me) - timedelta(days=1)).delete()
    finished(k.me, days_ago=1, before=4, after=3)


def sharp(k: Known) -> None:
    """Of two poses the gate says: not now, and gently."""
    today = today_of(k.me)
    out = "It felt sharp or pinching today, so it is out until tomorrow."
    ease = "It felt sharp last time, so only the easier form for now."
    for kind, reason, until in (HoldKind.OUT, out, today), (HoldKind.EASE, ease, None):
        Hold.objects.create(user=k.me, kind=kind, pose="bird-dog", until=until, reason=reason, source=uuid4())


def retired(k: Known) -> None:
    """A pose that the library had once."""
    doc = {"name": "Standing twist"}
    Pose.objects.get_or_create(slug="standing-twist", defaults={"doc": doc, "retired_at": timezone.now()})
    ContentRelease.objects.create(rules_version=catalogue().rules_version, digest=uuid4().hex)


def trial(k: Known, begun_ago: int = 0, end: str = "") -> Trial:
    """A question that is asked in place of any other."""
    k.me.trials.all().delete()
    return Trial.objects.create(
        user=k.me, pose=k.asked, first_day=today_of(k.me) - timedelta(days=begun_ago), weeks="1001", end=end,
        ended_at=timezone.now() if end else None, told={"chance": 0.6, "rung": 1},
    )  # fmt: skip


def answered(k: Known) -> Trial:
    """A question whose weeks are over."""
    row = trial(k, 28, "done")
    lived_through(row, make_session(k.me))
    return row


def copied(k: Known) -> Routine:
    """One more routine, that is not in use."""
    found = k.me.routines.filter(is_active=False, deleted_at=None).first()
    return found or create_routine(k.me, "Quiet weeks", k.plan, Author.PERSON, activate=False)


def reset_key(k: Known, key: str = "") -> str:
    """Where the link of a mail leads to that sets a new password."""
    user = User.objects.filter(email="reset@example.org").first() or User.objects.create_user(
        "reset@example.org", PASSWORD
    )
    return f"/account/password/reset/key/{user_pk_to_url_str(user)}-{key or default_token_generator.make_token(user)}/"
