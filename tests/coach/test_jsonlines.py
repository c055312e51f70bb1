"""The command: one JSON history a line in, one answer a line out, whatever the line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.enums import Mark
from journal.coach import jsonlines
from journal.coach.engine import advise
from journal.coach.facts import Advice, History, Quiet, Status, Today
from tests.coach.histories import Life, lived

ROOT = Path(__file__).parents[2]
ACTIONS = {"ease", "progress", "swap", "remove", "add", "see_someone", "keep"}
RUNGS = ("easier", "standard", "harder")
ERROR = {"error", "user", "version"}


def told(history: History) -> dict[str, Any]:
    """A history as its JSON."""
    names = ("flex", "ext", "rot", "hipflex", "knee", "abd")
    return {
        "version": 1, "user": "u1", "day": history.day, "week": history.day // 7,
        "library": [{"id": p.id, "job": p.job, "moves": dict(zip(names, p.moves, strict=True)),
                     "levels": [RUNGS[level] for level in p.levels], "prior_mean": p.prior_mean}
                    for p in history.library.values()],
        "avoid": sorted(history.avoid), "max_level": dict(history.max_level),
        "routine": [{"pose": p.pose, "level": p.level} for p in history.routine],
        "sessions": [{"day": s.day, "before": s.before, "after": s.after, "next_morning": s.next_morning,
                      "gentle": s.gentle, "marks": {p: m.value for p, m in s.marks.items()},
                      "items": [{"pose": i.pose, "level": i.level, "dose": i.dose} for i in s.items]}
                     for s in history.sessions],
        "changes": [{"day": c.day, "pose": c.pose, "action": c.action.value, "to": c.to, "accepted": c.accepted,
                     "never": c.never} for c in history.changes],
        "before_now": history.before_now,
    }  # fmt: skip


SORE = lived(Life(12, 40, 1.5, 0.9, calm=False))
PLAIN = told(SORE)


def answer(raw: Any) -> dict[str, Any]:
    (said,) = jsonlines.answers([raw if isinstance(raw, str) else json.dumps(raw)])
    return dict(json.loads(said, parse_constant=pytest.fail))


def assert_is_an_answer(said: dict[str, Any]) -> None:
    assert said.keys() == {"suggestions", "today", "effects", "quiet", "engine", "user", "version"}
    assert said["today"].keys() <= {"mode", "omit"}
    assert said["today"].get("mode") in (None, "gentle", "rest")
    assert sum(s["action"] != "see_someone" for s in said["suggestions"]) <= 1
    for s in said["suggestions"]:
        assert s.keys() <= {"pose", "action", "to", "level", "rule"}
        assert s["action"] in ACTIONS
        assert s.get("level") in (None, 0, 1, 2)
    for e in said["effects"].values():
        assert e.keys() == {"p_harm", "p_help", "status", "after", "next_morning"}
        assert 0 <= e["p_harm"] <= 1
        assert 0 <= e["p_help"] <= 1
        assert e["status"] in set(Status)
    assert said["quiet"] in {None, *Quiet}


def test_an_answer_has_the_fields_of_the_interface_and_says_what_the_engine_says() -> None:
    said, advice = answer(PLAIN), advise(SORE)
    assert_is_an_answer(said)
    assert said["user"] == "u1"
    assert said["effects"].keys() == advice.effects.keys()
    for pose, effect in advice.effects.items():
        assert said["effects"][pose]["p_harm"] == pytest.approx(effect.p_harm, abs=1e-4)


@pytest.mark.parametrize("seed", range(25))
def test_every_history_comes_back_from_its_json(seed: int) -> None:
    history = lived(Life(seed, 10 + seed, 0.5 * (seed % 4), 0.5, calm=seed % 2 == 0))
    known = jsonlines.read(json.loads(json.dumps(told(history))))
    assert advise(known) == advise(history)
    assert_is_an_answer(answer(told(history)))


def test_giving_back_is_told_as_progress_and_seeing_someone_comes_first() -> None:
    from journal.coach.facts import Action, Suggestion

    advice = Advice(Suggestion("a", Action.GIVE_BACK, None, 1), None, Today(), {}, {}, "please", None, "1")
    assert jsonlines.written(advice)["suggestions"] == [
        {"action": "see_someone"},
        {"pose": "a", "action": "progress", "level": 1, "rule": ""},
    ]


def test_only_the_day_must_be_there() -> None:
    said = answer({"day": 3})
    assert_is_an_answer(said)
    assert said["quiet"] == "early"
    assert answer({}) == {"error": "day is missing", "user": None, "version": 1}


def test_null_is_as_good_as_missing() -> None:
    assert answer(dict.fromkeys(PLAIN) | {"day": 3}) == answer({"day": 3})
    bare = {"day": 9, "sessions": [{"day": 1}], "library": [{"id": "a"}], "routine": [{"pose": "a"}]}
    full = {
        "day": 9,
        "sessions": [dict.fromkeys(PLAIN["sessions"][0]) | {"day": 1}],
        "library": [dict.fromkeys(PLAIN["library"][0]) | {"id": "a"}],
        "routine": [{"pose": "a", "level": None}],
    }
    assert_is_an_answer(answer(bare))
    assert answer(bare) == answer(full)


def stringly(raw: Any) -> Any:
    """All numbers and truths as strings."""
    if isinstance(raw, dict):
        return {name: stringly(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [stringly(value) for value in raw]
    return raw if raw is None or isinstance(raw, str) else str(raw)


def test_numbers_may_be_strings() -> None:
    assert answer(stringly(PLAIN)) == answer(PLAIN)


def test_rungs_may_be_named() -> None:
    named = PLAIN | {"routine": [p | {"level": RUNGS[p["level"]]} for p in PLAIN["routine"]]}
    assert answer(named | {"max_level": {}}) == answer(PLAIN | {"max_level": {}})
    assert answer(PLAIN | {"max_level": {"a": "easier"}}) == answer(PLAIN | {"max_level": {"a": 0}})


def test_unknown_fields_marks_and_actions_are_passed_over() -> None:
    odd = json.loads(json.dumps(PLAIN))
    odd["mood"] = {"deep": [1]}
    odd["sessions"][0]["weather"] = "rain"
    odd["sessions"][0]["marks"]["pose-1"] = "lovely"
    odd["changes"] += [{"day": odd["day"], "pose": "pose-1", "action": a} for a in ("keep", "dance", None)]
    plain = json.loads(json.dumps(PLAIN))
    plain["sessions"][0]["marks"].pop("pose-1", None)
    assert answer(odd) == answer(plain)


def one(**fields: Any) -> dict[str, Any]:
    return {"day": 5, "sessions": [{"day": 1, **fields}]}


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "[]", "3", "null", '"a"', "NaN", "{}", "[" * 100_000, "\x00", '{"day":}', '{"day": 1e999}',
        '{"day": NaN}', '{"day": ' + "9" * 5000 + "}", {"day": []}, {"day": "soon"}, {"day": 10**30},
        {"day": 1, "version": 2}, {"day": 1, "version": []}, {"day": 1, "sessions": {}},
        {"day": 1, "sessions": "abc"}, {"day": 1, "sessions": [3]}, {"day": 1, "library": [{"job": "a"}]},
        {"day": 1, "library": {"a": 1}}, {"day": 1, "max_level": []}, {"day": 1, "max_level": {"a": "much"}},
        {"day": 1, "routine": ["a"]}, {"day": 1, "routine": [{"pose": "a", "level": 7}]},
        {"day": 1, "routine": [{"pose": "a", "level": {}}]}, {"day": 1, "changes": [{"action": "ease"}]},
        {"day": 1, "changes": [{"action": []}]}, {"day": 1, "before_now": 11}, {"day": 1, "before_now": "x"},
        {"day": 1, "before_now": float("nan")}, one(before=-1), one(after={}), one(items=[{}]), one(items=["a"]),
        one(items=[{"pose": "a", "dose": float("nan")}]), one(items=[{"pose": "a", "dose": "much"}]),
        one(marks=["a"]), one(marks={"a": []}), one(day=None), {"day": 1, "library": [{"id": "a", "moves": 3}]},
        {"day": 1, "library": [{"id": "a", "moves": {"flex": float("nan")}}]},
        {"day": 1, "library": [{"id": "a", "prior_mean": "nan"}]},
    ],
    ids=lambda line: str(line)[:40],
)  # fmt: skip
def test_a_bad_line_is_answered_by_an_error(line: Any) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    if not text:
        assert list(jsonlines.answers([text])) == []
        return
    said = answer(text)
    assert said.keys() == ERROR
    assert 0 < len(said["error"]) <= 200


@pytest.mark.parametrize(
    "line",
    [
        one(items=[{"pose": "a", "dose": float("inf")}], before=3, after=4),
        one(items=[{"pose": "a", "dose": -3}] * 50, before=3.4, after="4.0", marks={"a": "too_much"}),
        {"day": -10_000_000, "before_now": 8}, {"day": 10_000_000, "sessions": [{"day": -10_000_000, "before": 9}]},
        {"day": 1, "library": [{"id": "a", "moves": {"flex": 1e300}, "prior_mean": -1e300, "levels": ["odd"]}],
         "routine": [{"pose": "a"}], "sessions": [{"day": 0, "before": 0, "after": 10, "items": [{"pose": "a"}]}]},
        {"day": 1, "max_level": {"a": -7}, "user": 3}, '\ufeff{"day": 1}', '{"day": 1, "user": NaN}',
        {"day": 1, "user": ["a"]}, {"day": True}, {"day": 1, "user": "\ud800"},
    ],
    ids=lambda line: str(line)[:40],
)  # fmt: skip
def test_an_odd_line_is_answered_all_the_same(line: Any) -> None:
    assert_is_an_answer(answer(line))


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(list(Mark)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_junk_anywhere_never_raises(data: st.DataObject) -> None:
    raw = json.loads(json.dumps(told(lived(Life(1, 6, 0.5, 0.9, calm=False)))))
    where: Any = raw
    while isinstance(where, dict | list) and where:
        names = sorted(where) if isinstance(where, dict) else range(len(where))
        name = data.draw(st.sampled_from(names))
        inside = where[name]
        if not isinstance(inside, dict | list) or not inside or data.draw(st.booleans()):
            where[name] = data.draw(junk)
            break
        where = inside
    said = answer(raw)
    if said.keys() != ERROR:
        assert_is_an_answer(said)


# -- the command itself ------------------------------------------------------------------------------------------


def run(code: list[str], given_: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *code], check=False, input=given_, capture_output=True, cwd=ROOT, timeout=60
    )


def test_the_command_answers_line_by_line_and_never_with_a_traceback() -> None:
    good = json.dumps(PLAIN).encode()
    done = run(["-m", "journal.coach"], b"\n".join([good, b"", b"{", b"\xff\xfe\x00", good, b'{"day": 2}']))
    assert (done.returncode, done.stderr) == (0, b"")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [s.keys() == ERROR for s in said] == [False, True, True, False, False]
    assert said[0] == said[3] == answer(PLAIN)


def test_the_command_takes_nothing_and_a_reader_who_leaves() -> None:
    assert run(["-m", "journal.coach"], b"").stdout == b""
    leave = (
        "import subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-m', 'journal.coach'], stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "p.stdout.close()\n"
        "p.stdin.write(b'{\"day\": 2}\\n' * 50)\n"
        "p.stdin.close()\n"
        "sys.stdout.write(p.stderr.read().decode())\n"
        "sys.exit(p.wait())\n"
    )
    done = run(["-c", leave], b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_engine_needs_no_django_and_no_database() -> None:
    code = (
        "import sys\n"
        "from journal.coach.jsonlines import answers\n"
        "assert list(answers(['{\"day\": 1}']))\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'sqlite3', 'psycopg', 'scipy'}))\n"
    )
    done = run(["-c", code], b"")
    assert (done.stdout.strip(), done.stderr) == (b"[]", b"")
