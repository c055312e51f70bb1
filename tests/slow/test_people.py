"""Random people with random histories over HTTP, and after every step the naive reader's word on what they may meet.

What they said of their body is kept here too, so that a mistake in the records shows; only what the journal tells the
gate is read from the database, beside the plainest of it (sharp, numb), which is kept here.
"""

import json
import logging
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hipapp.core.enums import Ability, Condition, EventKind, FlagLevel, HoldKind, Mark, Movement
from hipapp.core.models import User
from journal.models import Session
from journal.sessions.events import projection
from poses.body.records import answer, answer_red_flags, holds_of, red_flags_of
from poses.gatekeeping import gate_for
from poses.library.reading import read
from poses.models import Routine, RoutineVersion
from poses.routines.forms import ABILITIES
from poses.routines.records import latest_version
from poses.safety.audit.naive import CONTENT, judge, read_table, rungs_of
from poses.safety.facts import ALWAYS_AT_HAND, BodyFacts, Hold, RedFlags
from tests.slow.clock import BEGIN, Clock, wound_clock

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

#: Steps in all, and for one person; fewer where it is tried whether somebody notices a broken gate.
LEAST_STEPS, STEPS = int(os.environ.get("HIPAPP_STEPS", "10000")), 50
PASSWORD = "correct horse battery"

TABLE = read_table()
POSES = sorted(TABLE.poses)
FLAGS = {f["slug"]: f for f in yaml.safe_load((CONTENT / "red_flags.yaml").read_text(encoding="utf-8"))}
BY_LEVEL = {level.value: [s for s, f in FLAGS.items() if f["level"] == level] for level in FlagLevel}
CONDITIONS = [c.value for c in Condition if not c.endswith("_bothers")]
PROPS = sorted(TABLE.replaced_by)
MAYBE_AT_HOME = [p for p in PROPS if p not in ALWAYS_AT_HAND]
STARTERS = [s["slug"] for s in yaml.safe_load((CONTENT / "starters.yaml").read_text(encoding="utf-8"))]
MOVES_ON = (EventKind.STEP_DONE, EventKind.SKIPPED)

some = st.integers(0, 10**6)
few = st.sampled_from
#: Mostly nobody has anything to see a doctor for; otherwise hardly anything would ever be open.
ticked = st.one_of(
    st.just([]), st.just([]), st.just([]), st.just(["flare"]), st.just(["six_weeks"]),
    st.lists(few(BY_LEVEL["soon"]), min_size=1, max_size=2, unique=True),
    st.lists(few(sorted(FLAGS)), min_size=1, max_size=2, unique=True),
)  # fmt: skip
conditions = st.lists(few(CONDITIONS), max_size=2, unique=True)
abilities = st.fixed_dictionaries({name: few(["", *Ability]) for name in ("floor", "kneel", "hands")})


@dataclass
class Told:
    """What somebody said, as they would tell it themselves."""

    body: BodyFacts = field(default_factory=BodyFacts)
    flags: RedFlags = field(default_factory=RedFlags)

    def with_flags(self, slugs: Iterable[str], today: date) -> None:
        levels = {s: FlagLevel(FLAGS[s]["level"]) for s in slugs}
        self.flags = RedFlags(levels, today)


#: How much was done, over all people.
DONE: Counter[str] = Counter()
CLOCK: list[Clock] = []


class Person(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = CLOCK[0]
        self.clock.at = BEGIN
        self.client = Client()
        self.told = Told()
        #: What went wrong in a session, as far as it still counts.
        self.held: dict[str, list[Hold]] = {}
        self.asked: set[uuid.UUID] = set()
        self.changed = True
        self.known: tuple[BodyFacts, RedFlags] | None = None
        self.accounts = 0
        DONE["people"] += 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # -- what the naive reader has to go by ------------------------------------------------------------------

    @property
    def user(self) -> User | None:
        key = self.client.session.get("_auth_user_id")
        return User.objects.filter(pk=key).first() if key else None

    @property
    def now(self) -> tuple[BodyFacts, RedFlags]:
        """Body and list as they are now, read once between two changes."""
        if self.known is None:
            user, flags = self.user, self.told.flags
            stored = holds_of(user, self.clock.today) if user else ()
            mine = (hold for holds in self.held.values() for hold in holds)
            waiting = user is not None and red_flags_of(user).asked_anew
            self.known = (
                replace(self.told.body, holds=(*stored, *mine)),
                replace(flags, asked_anew=flags.asked_anew or waiting),
            )
        return self.known

    def something_changes(self) -> None:
        self.changed, self.known = True, None

    def verdict(self, pose: str, rung: int, *, hows: Sequence[str] | None = None) -> str:
        """Today's word; *avoid* too where something that has to be done differently was not told."""
        return self._verdict(pose, rung, *self.now, hows)

    def _verdict(
        self, pose: str, rung: int, body: BodyFacts, flags: RedFlags, hows: Sequence[str] | None = None
    ) -> str:
        DONE["forms judged"] += 1
        said = judge(TABLE, pose, rung, body, flags, self.clock.today)
        if hows is not None:
            cells = {how for how in said.hows if not how.startswith("rule:")}
            assert cells <= set(hows), f"{pose} {rung} without {cells - set(hows)}"
            assert len(hows) >= len(said.hows)
        return said.verdict

    def may_stand(self, pose: str, rung: int) -> bool:
        body = replace(self.told.body, holds=())
        return self._verdict(pose, rung, body, RedFlags({}, self.clock.today)) != "avoid"

    # -- small things ----------------------------------------------------------------------------------------

    def post(self, url: str, data: Mapping[str, Any] | None = None) -> HttpResponse:
        self.something_changes()
        response: Any = self.client.post(url, data or {})
        assert response.status_code in {200, 302, 404, 409, 422}, f"{url}: {response.status_code}"
        return response  # type: ignore[no-any-return]

    def get(self, url: str) -> Any:
        response: Any = self.client.get(url)
        assert response.status_code in {200, 302, 404}, f"{url}: {response.status_code}"
        return response

    def answer_what_waits(self) -> None:
        """What most people do who want to practise: say that nothing is new."""
        if self.now[1].ticked is None or self.now[1].asked_anew or self._is_old():
            self.answer_list([], "seen")
        if self.told.body.conditions is None:
            self.answer_conditions([])

    def _is_old(self) -> bool:
        on = self.told.flags.answered_on
        return on is None or self.clock.today >= on + timedelta(days=28)

    def pick[T](self, items: Sequence[T], number: int) -> T | None:
        return items[number % len(items)] if items else None

    def routines(self) -> list[Routine]:
        return list(self.user.routines.kept()) if self.user else []

    def sessions(self) -> list[Session]:
        return list(self.user.sessions.newest_first()[:6]) if self.user else []

    # -- what somebody says of themselves --------------------------------------------------------------------

    @initialize(careful=st.booleans(), which=conditions, ticks=ticked)
    def arrive(self, careful: bool, which: list[str], ticks: list[str]) -> None:
        """Most people have answered both lists before anything else; some have not."""
        if careful:
            self.answer_list(ticks, "seen")
            self.answer_conditions(which)

    @rule(ticks=ticked, cleared=few(["", "seen", "mistake"]))
    def answer_list(self, ticks: list[str], cleared: str) -> None:
        data: dict[str, Any] = {"ticked": ticks, "save": "1"} if ticks else {"none": "1"}
        if self.post("/check/", data | {"cleared": cleared}).status_code == 302:
            self.known = None
            self.told.with_flags(ticks, self.clock.today)

    @precondition(lambda self: self.told.flags.ticked)
    @rule(number=some, ago=few([0, 3, 27, 28, 40, 300]))
    def have_it_looked_at(self, number: int, ago: int) -> None:
        soon = [s for s, level in (self.told.flags.ticked or {}).items() if level is FlagLevel.SOON]
        slug = self.pick(soon, number)
        if slug is None:
            return
        on = self.clock.today - timedelta(days=ago)
        page = self.get("/check/soon/")
        waits = page.status_code == 200 and slug in {f.slug for *_, f in page.context["open"]}
        done = self.post("/check/soon/", {f"{slug}-on": on.isoformat(), f"{slug}-by": "my doctor"})
        if waits and done.status_code == 302:
            counts = self.clock.today if FLAGS[slug].get("history") else on
            self.known = None
            self.told.flags = replace(self.told.flags, checked={**self.told.flags.checked, slug: counts})

    @rule(which=conditions)
    def answer_conditions(self, which: list[str]) -> None:
        data: dict[str, Any] = {"conditions": which} if which else {"none": "1"}
        if self.post("/body/conditions/", data).status_code == 302:
            self.known = None
            self.told.body = replace(self.told.body, conditions=frozenset(map(Condition, which)))

    @rule(which=st.none() | st.lists(few(list(Movement)), max_size=2, unique=True))
    def answer_movements(self, which: list[Movement] | None) -> None:
        data: dict[str, Any] = (
            {"clear": "1"} if which is None else {"movements": which} if which else {"none": "1"}
        )
        if self.post("/body/movements/", data).status_code == 302:
            self.known = None
            self.told.body = replace(self.told.body, movements=frozenset(which or ()))

    @rule(said=abilities)
    def answer_abilities(self, said: dict[str, str]) -> None:
        if self.post("/body/abilities/", said).status_code == 302:
            known = {name: Ability(a) if a else None for name, a in said.items()}
            self.known = None
            self.told.body = replace(self.told.body, **known)  # type: ignore[arg-type]

    @rule(which=st.none() | st.lists(few(PROPS), max_size=4, unique=True))
    def answer_props(self, which: list[str] | None) -> None:
        data: dict[str, Any] = (
            {"clear": "1"} if which is None else {"props": which} if which else {"none": "1"}
        )
        if self.post("/body/props/", data).status_code == 302:
            props = None if which is None else frozenset(which)
            self.known = None
            self.told.body = replace(self.told.body, props=props)

    @rule(days=few([0.2, 0.5, 1, 1, 1, 2, 3, 28]))
    def later(self, days: float) -> None:
        self.clock.at += timedelta(days=days)
        self.something_changes()

    # -- routines --------------------------------------------------------------------------------------------

    @rule(
        minutes=few(["5", "12", "30"]),
        days=st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True),
        at_home=st.none() | st.lists(few(MAYBE_AT_HOME), max_size=4, unique=True),
        another=st.booleans(),
    )
    def assemble(self, minutes: str, days: list[int], at_home: list[str] | None, another: bool) -> None:
        """`at_home`: what is ticked in the form; None is a request that no form sent, so it tells nothing of it."""
        self.answer_what_waits()
        if len(self.routines()) < 3:
            cannot = [
                name for name in ABILITIES if getattr(self.told.body, name) is Ability.NO
            ]  # ticked as it comes
            form = (
                {} if at_home is None else {"asked": ["cannot", "props"], "props": at_home, "cannot": cannot}
            )
            wished = {"minutes": minutes, "weekdays": days, "anchor": ""} | (
                {"another": "1"} if another else {}
            )
            saved = self.post("/routines/assemble/", wished | form)
            if (
                at_home is not None
                and saved.status_code == 302
                and saved["Location"].startswith("/routines/")
                and self.told.body.props is None
            ):
                self.known = None
                self.told.body = replace(self.told.body, props=frozenset(at_home))

    @rule(slug=few(STARTERS))
    def begin_with_a_starter(self, slug: str) -> None:
        if len(self.routines()) < 3:
            self.post(f"/routines/starters/{slug}/")

    @precondition(lambda self: self.routines())
    @rule(
        action=few(["add", "swap", "instead", "rung", "rung", "amounts", "side", "up", "down", "to_day", "remove",
                    "rest", "practice", "short", "copy"]),
        pose=few(POSES), number=some, rung=st.integers(0, 2), weekday=st.integers(0, 6), stale=st.booleans(),
    )  # fmt: skip
    def edit(self, action: str, pose: str, number: int, rung: int, weekday: int, stale: bool) -> None:
        routine = self.pick(self.routines(), number)
        assert routine is not None
        newest = latest_version(routine)
        step = self.pick(newest.plan.steps, number)
        data = {"action": action, "pose": pose, "rung": str(rung), "weekday": str(weekday), "target": "2",
                "step": step.id if step else "", "amount0": str(5 + number % 40), "side": "left",
                "seen": str(max(1, newest.number - stale))}  # fmt: skip
        self.post(f"/routines/{routine.pk}/edit/", data)

    @precondition(lambda self: self.routines())
    @rule(way=few(["restore", "duplicate", "delete", "undelete", "use"]), number=some)
    def keep_routines(self, way: str, number: int) -> None:
        assert self.user is not None
        routine = self.pick(list(self.user.routines.all()), number)
        assert routine is not None
        if way == "restore":
            version = self.pick(list(routine.versions.values_list("number", flat=True)), number)
            self.post(f"/routines/{routine.pk}/restore/{version}/")
        elif way != "duplicate" or len(self.routines()) < 4:
            self.post(f"/routines/{routine.pk}/{way}/")

    @precondition(lambda self: self.routines())
    @rule(number=some)
    def look_what_may_be_put_in(self, number: int) -> None:
        routine = self.pick(self.routines(), number)
        assert routine is not None
        step = self.pick(latest_version(routine).plan.steps, number)
        for url in ("add/", f"swap/{step.id}/" if step else "history/"):
            page = self.get(f"/routines/{routine.pk}/{url}")
            if page.status_code != 200 or url == "history/":
                continue
            found = (
                page.context["offers"]
                if "offers" in page.context
                else [o for _, os in page.context["phases"] for o in os]
            )
            for offer in found:
                assert self.may_stand(offer.doc.slug, offer.rung.rung), offer.doc.slug

    # -- practising ------------------------------------------------------------------------------------------

    @rule(what=few(["five", "day", "day"]), number=some, gentle=st.booleans(), before=few(["", "2", "9"]))
    def practise(self, what: str, number: int, gentle: bool, before: str) -> None:
        """A version as old as you like may be asked for."""
        if number % 4:
            self.answer_what_waits()
        found = list(RoutineVersion.objects.filter(routine__user=self.user)) if self.user else []
        version = self.pick(found, number)
        data = {
            "what": what,
            "version": str(version.pk) if version else "",
            "weekday": str(number % 7),
            "before": before,
        }
        self.post("/practise/start/", data | ({"gentle": "on"} if gentle else {}))
        self.look_at_session(self.sessions()[0] if self.sessions() else None)

    @rule()
    def go(self) -> None:
        self.something_changes()
        self.get("/practise/go/")

    @precondition(lambda self: self.sessions())
    @rule(
        kinds=st.lists(
            few([EventKind.STARTED, EventKind.STEP_DONE, EventKind.STEP_DONE, EventKind.SKIPPED, EventKind.WENT_BACK,
                 EventKind.TOO_MUCH, EventKind.TOO_MUCH, EventKind.SHARP, EventKind.NUMB, EventKind.PAUSED,
                 EventKind.LEFT, EventKind.FINISHED, EventKind.AFTER, EventKind.MARKED]),
            min_size=1, max_size=6,
        ),
        number=some, rating=st.integers(0, 10),
    )  # fmt: skip
    def play(self, kinds: list[EventKind], number: int, rating: int) -> None:
        session = self.pick([s for s in self.sessions() if not s.by_hand][:2], number)
        if session is None or session.is_deleted:
            return
        self.something_changes()
        steps = session.script["steps"]
        place = projection(session).position
        batch: list[dict[str, Any]] = []
        for kind in kinds:
            step = steps[min(place, len(steps) - 1)]
            place += kind in MOVES_ON
            batch.append(self._event(session, kind, step, rating))
            self._remember(session, kind, step)
        body = json.dumps({"events": batch})
        url = f"/practise/{session.pk}/events/"
        response = self.client.post(url, body, content_type="application/json")
        assert response.status_code == 200, response.content
        out = set(response.json()["state"]["out"])
        assert response.json()["state"]["pose"] not in out, "what went out is not asked for again"

    def _event(
        self, session: Session, kind: EventKind, step: Mapping[str, Any], rating: int
    ) -> dict[str, Any]:
        data: dict[str, Any] = {"seconds": 20} if kind in MOVES_ON else {}
        if kind is EventKind.AFTER:
            data = {"rating": rating}
        if kind is EventKind.MARKED:
            data = {"pose": step["pose"], "mark": Mark.TOO_MUCH}
        return {"id": str(uuid.uuid4()), "session": str(session.pk), "device": "phone", "seq": 0, "tz": "UTC",
                "at": self.clock.now().isoformat(), "kind": kind, "step": step["key"], "data": data}  # fmt: skip

    def _remember(self, session: Session, kind: EventKind, step: Mapping[str, Any]) -> None:
        """A sign of today's session holds for the rest of the day, whatever else is sent."""
        if session.local_day != self.clock.today:
            return
        held = self.held.setdefault(str(session.pk), [])
        if kind is EventKind.SHARP:
            held += [Hold(HoldKind.OUT, "", p, self.clock.today) for p in (step["pose"], step["really"]) if p]
        if kind is EventKind.NUMB:
            held.append(Hold(HoldKind.CALM, "", None, self.clock.today))
            # Each session asks once, however often it is told there.
            if session.pk not in self.asked:
                self.told.flags = replace(self.told.flags, asked_anew=True)
            self.asked.add(session.pk)

    @precondition(lambda self: self.sessions())
    @rule(
        way=few(["leave", "leave done", "finish", "after", "morning", "delete", "restore", "edit"]),
        number=some,
    )
    def tidy_up(self, way: str, number: int) -> None:
        session = self.pick(self.sessions(), number)
        assert session is not None
        rating = str(number % 11)
        if way in {"delete", "restore"}:
            self.post(f"/journal/{session.pk}/{way}/")
            self.held.pop(str(session.pk), None)
        elif way == "edit":
            self._edit_entry(session, rating)
        elif way == "finish":
            self.post(f"/practise/{session.pk}/finish/")
        else:
            url, _, done = way.partition(" ")
            self.post(
                f"/practise/{session.pk}/{url}/",
                {"rating": rating, "note": ""} | ({"done": "1"} if done else {}),
            )

    def _edit_entry(self, session: Session, rating: str) -> None:
        day = session.local_day - timedelta(days=int(rating) % 3)
        data = {"day": day.isoformat(), "at": "10:00", "minutes": "7", "title": "Mine", "before": rating, "after": "3",
                "next_morning": "", "note": ""}  # fmt: skip
        self.post(f"/journal/{session.pk}/", data)
        self.held.pop(str(session.pk), None)  # it may have been another day

    @rule(data=few([{}, {"tomorrow": "1"}, {"undo": "1"}]))
    def let_the_day_go(self, data: dict[str, str]) -> None:
        self.post("/day/skip/", data)

    # -- accounts --------------------------------------------------------------------------------------------

    @precondition(lambda self: self.user is not None and self.user.is_guest and self.accounts < 2)
    @rule()
    def keep(self) -> None:
        self.accounts += 1
        self.post("/account/keep/", {"email": f"{uuid.uuid4().hex}@example.org", "password": PASSWORD})

    @precondition(lambda self: self.user is not None and self.user.is_guest and self.accounts < 2)
    @rule(
        which=st.none() | conditions,
        ticks=ticked,
        said=abilities,
        props=st.none() | st.just(frozenset({"chair"})),
    )
    def sign_in(
        self, which: list[str] | None, ticks: list[str], said: dict[str, str], props: frozenset[str] | None
    ) -> None:
        """To an account that has said other things, some time ago perhaps: no caution of either is dropped."""
        self.accounts += 1
        email = f"{uuid.uuid4().hex}@example.org"
        account = User.objects.create_user(email, PASSWORD)
        own = Told()
        able = {name: Ability(a) if a else None for name, a in said.items()}
        own.body = BodyFacts(None if which is None else frozenset(map(Condition, which)), props=props, **able)  # type: ignore[arg-type]
        answer(account, conditions=which, props=None if props is None else tuple(props), **able)
        if which is not None:
            answer_red_flags(account, ticks)
            own.with_flags(ticks, self.clock.today)
        self.post("/account/login/", {"login": email, "password": PASSWORD, "guest": "bring"})
        assert self.user == account
        DONE["merged"] += 1
        self.told = Told(
            _stricter_body(own.body, self.told.body), _stricter_flags(own.flags, self.told.flags)
        )
        self.something_changes()

    @rule()
    def come_on_another_device(self) -> None:
        """The same person without what this browser remembers."""
        user = self.user
        if user is not None and not user.is_guest:
            self.client = Client()
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    # -- what must be true at every moment -------------------------------------------------------------------

    @rule(pose=few(POSES), form=st.integers(0, 2))
    def look_at_a_pose(self, pose: str, form: int) -> None:
        page = self.get(f"/poses/{pose}/?form={form}")
        if page.status_code == 200 and page.context["reading"].verdict:
            assert page.context["reading"].verdict in {"fine", "adapt", "avoid"}
            for open_form in page.context["reading"].open:
                hows = [c.text for c in open_form.changes]
                assert self.verdict(pose, open_form.rung.rung, hows=hows) != "avoid"
            for other in page.context["instead"]:
                assert any(self.verdict(other.slug, r) != "avoid" for r in rungs_of(TABLE, other.slug))

    @rule()
    def look_at_the_library(self) -> None:
        page = self.get("/poses/")
        if page.status_code == 200 and page.context["judged"]:
            for card in page.context["cards"]:
                if not card.form.closed:
                    assert self.verdict(card.doc.slug, card.form.rung.rung) != "avoid"

    def look_at_session(self, session: Session | None) -> None:
        if session is None or session.by_hand or session.is_deleted:
            return
        page = self.get(f"/practise/{session.pk}/")
        if page.status_code != 200:
            return
        DONE["scripts read"] += 1
        session.refresh_from_db()
        out = set(projection(session).out)
        for step in page.context["config"]["script"]["steps"]:
            for form in (step, step["easier"], step["rest"]):
                if form and form["pose"] and not {form["pose"], form["really"]} & out:
                    where = f"{session.pk}: {form['pose']} {form['rung']}"
                    assert self.verdict(form["pose"], form["rung"], hows=form["hows"]) != "avoid", where

    @invariant()
    def nothing_to_avoid_is_open(self) -> None:
        DONE["steps"] += 1
        user = self.user
        if user is None or not self.changed:
            return
        self.changed = False
        gate = gate_for(user)
        for doc in gate.catalogue.poses.values():
            for form in read(doc, gate.ruling).open:
                assert self.verdict(doc.slug, form.rung.rung) != "avoid", doc.slug
        for session in self.sessions()[:2]:
            self.look_at_session(session)
        self._next_starts()

    def _next_starts(self) -> None:
        """Every kept routine, as its page checks it, and what two of them would start today; and five minutes."""
        page = self.get("/routines/")
        if page.status_code != 200:
            return
        versions = [version for version, *_shown in page.context["versions"]]
        DONE["routines read"] += len(versions)
        for step in (s for v in versions for s in v.plan.steps):
            assert self.may_stand(step.pose, step.rung), f"{step.pose} {step.rung} stands in a routine"
        weekday = self.clock.today.weekday()
        wanted = [{"what": "day", "version": str(v.pk), "weekday": str(weekday)} for v in versions[:2]]
        for data in (*wanted, {"what": "five"}):
            with transaction.atomic():
                known = set(user.sessions.values_list("pk", flat=True)) if (user := self.user) else set()
                self.client.post("/practise/start/", data)
                for session in user.sessions.exclude(pk__in=known) if user else ():
                    self.look_at_session(session)
                transaction.set_rollback(True)


_LESSER = {None: 0, Ability.YES: 1, Ability.CARE: 2, Ability.NO: 3}


def _stricter_body(own: BodyFacts, other: BodyFacts) -> BodyFacts:
    both = own.conditions is not None or other.conditions is not None
    return BodyFacts(
        conditions=(own.conditions or frozenset()) | (other.conditions or frozenset()) if both else None,
        movements=own.movements | other.movements,
        floor=max(own.floor, other.floor, key=_LESSER.__getitem__),
        kneel=max(own.kneel, other.kneel, key=_LESSER.__getitem__),
        hands=max(own.hands, other.hands, key=_LESSER.__getitem__),
        props=other.props if own.props is None else own.props,
    )


def _stricter_flags(own: RedFlags, other: RedFlags) -> RedFlags:
    waiting = own.asked_anew or other.asked_anew
    if own.ticked is None or own.answered_on is None:
        return replace(other, asked_anew=waiting)
    if other.ticked is None or other.answered_on is None:
        return replace(own, asked_anew=waiting)
    return RedFlags(
        {**other.ticked, **own.ticked},
        min(own.answered_on, other.answered_on),
        {**other.checked, **own.checked},
        waiting,
    )


def test_nobody_ever_meets_what_they_have_to_avoid(capsys: pytest.CaptureFixture[str]) -> None:
    few_people = settings(
        max_examples=40,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # fifty steps back are found by reading; shrinking them takes many minutes
    )
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are what is meant to happen
    with wound_clock() as clock:
        CLOCK[:] = [clock]
        while DONE["steps"] < LEAST_STEPS:
            run_state_machine_as_test(Person, settings=few_people)
    with capsys.disabled():
        print("\n" + ", ".join(f"{n} {what}" for what, n in DONE.items()) + ", 0 leaks")  # noqa: T201
    assert min(DONE["scripts read"], DONE["routines read"]) >= LEAST_STEPS // 10
