"""A new way by which a pose could reach a person has to say here why it is safe.

The two writers (`create_routine` and `save_version`, and `start`) ask the gate themselves; this looks for anybody else
who writes what they write, and for pages that nobody has thought about yet.
"""

import ast
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hipapp.core.enums import Author, Condition, DayKind, HoldKind, Rung
from hipapp.core.models import User
from journal.sessions.records import start
from journal.sessions.script import Form, build_script
from poses.body.records import answer, report
from poses.content.loader import shipped
from poses.gatekeeping import RefusedError, gate_for
from poses.routines.plan import Day, Plan, Step
from poses.routines.records import create_routine, latest_version, save_version
from poses.safety.facts import Hold

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("hipapp", "poses", "journal")
CREATES = {
    "create", "acreate", "bulk_create", "abulk_create", "get_or_create", "aget_or_create", "update_or_create",
    "aupdate_or_create", "bulk_update", "abulk_update", "_insert", "raw", "deserialize",
}  # fmt: skip
UPDATES = {"update", "aupdate"}
#: What makes a stored row mean other poses, or another person.
TELLING = {"data", "script", "user", "user_id", "routine", "routine_id", "body_version"}
ROWS = {"RoutineVersion", "Session", "Routine"}
RELATED = {"versions", "sessions", "routines"}

#: module:function → why nothing that the gate refuses gets in there.
WRITERS = {
    "poses/routines/records.py:create_routine": "asks the gate of every step before it writes",
    "poses/routines/records.py:_next": "asks the gate of every step; what the next two write",
    "poses/routines/records.py:recheck_all": "writes only what `_next` made",
    "journal/sessions/records.py:start": "asks the gate of every form before it writes",
    "hipapp/site/merge.py:merge": "moves rows; checks every routine again; an open session is asked again when opened",
    "journal/audit.py:_today": "a version that is never saved, to try what the gate makes of it",
    "hipapp/core/cache.py:clear_expired": "deletes expired counts of tries, in SQL of its own",
}


class _Writes(ast.NodeVisitor):
    """Functions of a module that write a routine's version or a session, in whatever way."""

    def __init__(self, tree: ast.Module) -> None:
        self.names = set(ROWS)
        self.found: set[str] = set()
        self.function = "(module)"
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.names |= {a.asname for a in node.names if a.name in ROWS and a.asname}
                if node.module and node.module.startswith("django"):
                    self.names -= {a.asname or a.name for a in node.names}
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer

    def visit_Call(self, node: ast.Call) -> None:
        told = {k.arg for k in node.keywords}
        if isinstance(node.func, ast.Name) and node.func.id in self.names:
            self.found.add(self.function)  # a row made by hand, to be saved later
        if isinstance(node.func, ast.Attribute):
            words = set(re.findall(r"\w+", ast.unparse(node.func.value)))
            ours = bool(words & (self.names | RELATED)) or bool({"type", "model", "get_model"} & words)
            if node.func.attr in CREATES and ours:
                self.found.add(self.function)
            if node.func.attr in UPDATES and ours and (None in told or told & TELLING):
                self.found.add(self.function)
            if node.func.attr in {"execute", "executemany", "executescript"} and not _is_harmless_sql(node):
                self.found.add(self.function)
        if isinstance(node.func, ast.Name) and node.func.id == "setattr":
            self.found.add(self.function)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._target(target)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._target(node.target)
        self.generic_visit(node)

    def _target(self, target: ast.expr) -> None:
        for part in ast.walk(target):
            # session.script = …, version.data["days"] = …
            if isinstance(part, ast.Attribute) and part.attr in {"data", "script"}:
                self.found.add(self.function)


def _is_harmless_sql(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and bool(re.match(r"\s*(SELECT|PRAGMA)\b", str(first.value)))


def writers_in(source: str) -> set[str]:
    return _Writes(ast.parse(source)).found


def _modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


def test_nobody_else_writes_routines_and_sessions() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in _modules()
        for name in writers_in(path.read_text(encoding="utf-8"))
    }
    assert not found - set(WRITERS), (
        "does it ask the gate? Say so in WRITERS, or better: call one of the writers"
    )
    assert not set(WRITERS) - found, "gone; take it off the list"


@pytest.mark.parametrize(
    "line",
    [
        "RoutineVersion.objects.create(routine=r, number=1, data=d)",
        "Session.objects.bulk_create(rows)",
        "RoutineVersion.objects.filter(pk=1).update(data=d)",
        "Session.objects.filter(pk=1).update(**changes)",
        "routine.versions.create(data=d)",
        "user.sessions.get_or_create(script=s)",
        "s = Session(user=u, script=x)",
        "session.script = other",
        "session.script['steps'] += more",
        "version.data['days'][0] = {}",
        "type(session).objects.filter(pk=1).update(script=x)",
        "setattr(session, name, value)",
        "cursor.execute('UPDATE journal_session SET script = %s', [x])",
        "apps.get_model('poses', 'RoutineVersion').objects.create(data=d)",
    ],
)
def test_the_look_for_writers_finds_each_way_of_writing(line: str) -> None:
    assert writers_in(f"def f():\n    {line}") == {"f"}
    renamed = "from journal.sessions.models import Session as Row\ndef f():\n    Row.objects.create()"
    assert writers_in(renamed) == {"f"}


#: Every address, and by what a pose that it shows or starts has passed the gate.
ASKS = {
    "practise": "gate.open_steps",
    "practise_start": "starting.begin, start",
    "practise_go": "starting.begin, start",
    "play": "what_first, still_open",
    "home": "gate.open_steps, unfinished",
    "routines": "gated, checked_versions",
    "routine_assemble": "gated, assemble with the gate, create_routine",
    "routine_starter": "gated, from_starter with the gate, create_routine",
    "routine": "gated, every row with its ruling",
    "routine_edit": "gated, edit with the gate, save_version",
    "routine_add": "gated, offers",
    "routine_swap": "gated, swap_options with the gate",
    "routine_restore": "gated, go_back checks again, save_version",
    "routine_duplicate": "gated, recheck, create_routine",
    "routine_undelete": "gated, restore checks again",
    "routine_text": "gated, recheck",
    "poses": "each card with its ruling",
    "coach": "gated; review proposes only rungs that the gate leaves open",
    "coach_answer": "gated; review again, then try_it by the routine's writers",
    "coach_undo": "gated; undo by the routine's writers",
    "questions": "gated; names only, of poses whose rungs in the routine are open today",
    "ask": "gated; Asking.refusal, and what is left of the routine is what stood there",
    "trial": "gated; words only",
    "trial_stop": "gated; the routine as it stands",
    "trial_go_on": "gated; Asking.refusal again",
    "coach_replay": "gated; words only, of rungs that the gate leaves open",
    "flare": "flare_for with the gate; begun by practise_start",
    "journal_add": "of_week offers names of what gate.open_steps leaves; start looks again",
    "pose": "each form with its ruling; closed forms say why and show no steps",
}
#: Shows nothing to be done.
SHOWS_NONE = {
    "about",
    "after",
    "body",
    "body_question",
    "cautious",
    "check",
    "check_soon",
    "coach_log",
    "entry",
    "entry_delete",
    "entry_restore",
    "healthz",
    "journal",
    "morning",
    "robots",
    "routine_delete",
    "routine_history",
    "routine_rename",
    "routine_use",
    "rules",
    "rules_csv",
    "rules_json",
    "rules_of_pose",
    "session_events",
    "session_finish",
    "session_leave",
    "skip_day",
    "stop",
    "style",
    "trends",
    "trends_csv",
}


def _addresses(resolver: URLResolver) -> Iterator[str]:
    """The addresses that lead to a page of ours; those of the account know no pose."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] in ROOMS:
            name = str(pattern.name or pattern.pattern)
            if not name.startswith("account"):
                yield name


def test_every_address_is_known_to_ask_or_to_show_nothing_to_be_done() -> None:
    found = set(_addresses(get_resolver()))
    assert not found - set(ASKS) - SHOWS_NONE, (
        "may a pose get to a person here? Say by what it has passed the gate"
    )
    assert not (set(ASKS) | SHOWS_NONE) - found, "gone; take it off the list"


# -- the writers themselves ----------------------------------------------------------------------------------

LUNGE = Step("mon-1", "low-lunge-supported", Rung.STANDARD)


def _week(step: Step) -> Plan:
    return Plan((Day(0, DayKind.PRACTICE, (step,)), *(Day(n, DayKind.REST) for n in range(1, 7))))


def _script(person: User) -> dict[str, Any]:
    gate = gate_for(person)
    steps = [Step("a", "half-kneeling-hip-flexor", Rung.STANDARD)]
    return build_script(steps, gate.catalogue.poses, gate.ruling, Form.PLANNED, "One", "rules").script


def test_no_routine_is_stored_with_what_the_gate_refuses(person: User) -> None:
    routine = create_routine(person, "Mine", _week(replace(LUNGE, rung=Rung.EASIER)), Author.PERSON)
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    with pytest.raises(RefusedError, match="low-lunge-supported 1"):
        create_routine(person, "Mine", _week(LUNGE), Author.PERSON)
    with pytest.raises(RefusedError, match="low-lunge-supported 1"):
        save_version(routine, _week(LUNGE), Author.PERSON, "", gate=gate_for(person))
    assert routine.versions.count() == 1
    answer(person, conditions=None)
    with pytest.raises(RefusedError):
        create_routine(person, "Mine", _week(replace(LUNGE, rung=Rung.EASIER)), Author.PERSON)


def test_what_the_library_does_not_have_is_refused_everywhere(person: User) -> None:
    gone = replace(LUNGE, pose="no-longer-here")
    gate = gate_for(person)
    assert not gate.ruling(gone.pose, gone.rung).allowed
    assert not gate.lasting_ruling(gone.pose, gone.rung).allowed
    with pytest.raises(RefusedError, match="no-longer-here 1"):
        create_routine(person, "Mine", _week(gone), Author.PERSON)


@pytest.mark.parametrize("part", ["own", "easier", "rest"])
def test_no_session_begins_with_what_the_gate_refuses(person: User, part: str) -> None:
    script = _script(person)
    start(person, script)
    refused = script["steps"][0] | {"easier": None, "rest": {"pose": None}}
    quiet = {"pose": "belly-breathing", "rung": 1, "hows": [], "really": None}
    script["steps"] = [
        refused if part == "own" else quiet | {"easier": None, "rest": {"pose": None}, part: refused}
    ]
    start(person, script)
    out = Hold(HoldKind.OUT, "It was sharp.", "half-kneeling-hip-flexor")
    report(person, {out: timezone.now()}, source=uuid.uuid4())
    with pytest.raises(RefusedError, match="half-kneeling-hip-flexor 1"):
        start(person, script)
    assert person.sessions.count() == 2


def test_no_session_begins_without_what_has_to_be_done_differently(person: User) -> None:
    script = _script(person)
    answer(person, conditions=(Condition.HERNIA,))
    with pytest.raises(RefusedError):
        start(person, script)
    start(person, _script(person))


def test_a_change_to_a_routine_made_by_older_rules_takes_out_what_the_newer_ones_forbid(
    client_of: Client, person: User
) -> None:
    routine = create_routine(person, "Mine", _week(LUNGE), Author.PERSON)
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))  # nobody has looked at the routine since
    client_of.post(f"/routines/{routine.pk}/edit/", {"action": "anchor", "anchor": "After tea"})
    newest = latest_version(routine)
    assert newest.plan.anchor == "After tea"
    assert LUNGE not in newest.plan.steps
    assert newest.notes, "and it is told"


def test_a_copy_or_text_of_a_routine_made_by_older_rules_is_without_what_the_newer_ones_forbid(
    client_of: Client, person: User
) -> None:
    routine = create_routine(person, "Mine", _week(LUNGE), Author.PERSON)
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))  # nobody has looked at the routine since
    form = next(r.name for r in shipped().poses[LUNGE.pose].rungs if r.rung is LUNGE.rung)
    assert form not in client_of.get(f"/routines/{routine.pk}/text/").content.decode()
    assert client_of.post(f"/routines/{routine.pk}/duplicate/").status_code == 302
    copy = person.routines.exclude(pk=routine.pk).get()
    assert LUNGE not in latest_version(copy).plan.steps
    assert latest_version(copy).notes, "and it is told"


@pytest.mark.parametrize("waits", ["red flags", "conditions"])
def test_no_page_of_a_routine_opens_before_both_lists_are_answered(
    client_of: Client, person: User, waits: str
) -> None:
    routine = create_routine(person, "Mine", _week(replace(LUNGE, rung=Rung.EASIER)), Author.PERSON)
    if waits == "red flags":
        person.red_flag_answers.all().delete()
    else:
        answer(person, conditions=None)
    first = "/check/" if waits == "red flags" else "/body/conditions/"
    for path in ("", "add/?day=0", "text/", "history/"):
        assert (
            client_of.get(f"/routines/{routine.pk}/{path}").headers["Location"].startswith(f"{first}?next=")
        )
