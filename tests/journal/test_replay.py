import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hipapp.core.enums import EventKind, Mark, Tag
from journal.sessions.replay import Status, replay

VECTORS = sorted((Path(__file__).parent.parent / "vectors" / "replay").glob("*.json"))

POSES = ("pelvic-tilts", "hip-circles", "body-scan")
KEYS = tuple(f"s{n}" for n in range(6))

forms = st.fixed_dictionaries({"pose": st.sampled_from(POSES), "rung": st.integers(0, 2)})
steps = st.lists(
    st.tuples(forms, st.none() | forms, forms, st.none() | st.sampled_from(KEYS)).map(
        lambda t: {**t[0], "easier": t[1], "rest": t[2], "other_side_of": t[3]}
    ),
    max_size=6,
)
scripts = steps.map(lambda found: {"steps": [{"key": f"s{n}", **step} for n, step in enumerate(found)]})
datas = st.fixed_dictionaries(
    {},
    optional={
        "seconds": st.integers(-5, 5000),
        "rating": st.integers(-1, 11),
        "pose": st.sampled_from(POSES),
        "mark": st.none() | st.sampled_from(Mark),
        "tags": st.lists(st.sampled_from(Tag)),
        "note": st.text(max_size=5),
        "minutes": st.integers(-5, 2000),
        "started_at": st.sampled_from(("2026-03-01T12:00:00+01:00", "2026-02-28T18:30:00Z", "noon")),
        "day_only": st.booleans() | st.none() | st.just("yes"),
        "kind": st.sampled_from([EventKind.SHARP, EventKind.NUMB]),
    },
)
times = st.integers(0, 30).map(lambda n: f"2026-03-02T19:{n:02d}:00+01:00") | st.just("some time")

#: A busy machine is slow now and then; that is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def event(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"e{number}", "device": "phone", "seq": number, **fields}


event_fields = st.fixed_dictionaries(
    {
        "at": times,
        "kind": st.sampled_from([*EventKind, "unheard_of"]),
        "step": st.none() | st.sampled_from(KEYS),
        "data": datas,
    }
)
histories = st.lists(event_fields, max_size=15).map(lambda found: [event(n, f) for n, f in enumerate(found)])
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(list(EventKind)),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=15,
)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    found = replay(vector["script"], vector["events"]).to_json()
    assert json.loads(json.dumps(found)) == vector["expect"]


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 15


def test_vectors_reach_every_kind_and_status() -> None:
    vectors = [json.loads(path.read_text(encoding="utf-8")) for path in VECTORS]
    kinds = {e["kind"] for v in vectors for e in v["events"] if isinstance(e, dict) and "kind" in e}
    assert set(EventKind) <= kinds
    assert {v["expect"]["status"] for v in vectors} == set(Status)


@patient
@given(scripts, histories, st.integers())
def test_order_and_repetition_do_not_matter(
    script: dict[str, Any], events: list[dict[str, Any]], seed: int
) -> None:
    random = Random(seed)
    delivered = events + random.choices(events, k=len(events)) if events else []
    random.shuffle(delivered)
    assert replay(script, delivered) == replay(script, events)


@patient
@given(json_like, json_like)
def test_never_raises_on_nonsense(script: Any, events: Any) -> None:
    replay(script, events)


@patient
@given(
    scripts,
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.text(min_size=1) | json_like,
                "at": times | json_like,
                "device": json_like,
                "seq": json_like,
                "kind": st.sampled_from(EventKind),
                "step": st.sampled_from(KEYS) | json_like,
                "data": datas | json_like,
            },
        )
    ),
)
def test_never_raises_on_events_that_look_right(script: dict[str, Any], events: list[dict[str, Any]]) -> None:
    json.dumps(replay(script, events).to_json())


@patient
@given(scripts, histories)
def test_what_is_out_is_never_due(script: dict[str, Any], events: list[dict[str, Any]]) -> None:
    found = replay(script, events)
    assert found.pose not in found.out
    # After the end nothing is due any more, whatever is reported then.
    if found.ended_by is None and found.position < len(script["steps"]):
        assert script["steps"][found.position]["pose"] not in found.out
    assert set(found.sharp) <= set(found.out)


@patient
@given(scripts, histories)
def test_no_seconds_appear_from_nowhere(script: dict[str, Any], events: list[dict[str, Any]]) -> None:
    found = replay(script, events)
    said = sum(max(0, min(e["data"].get("seconds", 0), 3600)) for e in events)
    assert found.seconds == sum(s.seconds for s in found.steps) <= said


@patient
@given(scripts, histories)
def test_a_numb_report_always_counts(script: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """Unless it was taken back: each taking back undoes one report at the most."""
    found = replay(script, events)
    said = sum(e["kind"] == EventKind.NUMB for e in events)
    undone = sum(e["kind"] == EventKind.TOOK_BACK and e["data"].get("kind") == "numb" for e in events)
    assert found.numb or said <= undone
    assert said or not found.numb


@patient
@given(scripts, histories)
def test_whether_a_time_was_said_is_told_by_the_edit_that_set_the_start(
    script: dict[str, Any], events: list[dict[str, Any]]
) -> None:
    edits = replay(script, events).edits
    # As many words as came with this very start; without the key a time was said.
    said = [
        e["data"].get("day_only") is True
        for e in events
        if e["kind"] == EventKind.EDITED and e["data"].get("started_at") == edits.started_at is not None
    ]
    assert edits.day_only in (said or [False])


@patient
@given(scripts, histories, datas, st.booleans())
def test_the_last_start_wins_with_its_word_on_the_time(
    script: dict[str, Any], events: list[dict[str, Any]], data: dict[str, Any], day_only: bool
) -> None:
    start = {"started_at": "2026-03-01T07:00:00Z"} | ({"day_only": True} if day_only else {})
    last = event(90, {"at": "2026-03-02T20:00:00+01:00", "kind": "edited", "step": None, "data": start})
    other = event(91, {**last, "id": "e91", "data": {k: v for k, v in data.items() if k != "started_at"}})
    untimed = [e for e in events if e["at"] != "some time"]
    edits = replay(script, [other, *untimed, last]).edits
    assert (edits.started_at, edits.day_only) == (start["started_at"], day_only)


@patient
@given(scripts, histories, datas)
def test_a_step_event_changes_nothing_after_the_end(
    script: dict[str, Any], events: list[dict[str, Any]], data: dict[str, Any]
) -> None:
    found = replay(script, events)
    if found.ended_by is None:
        return
    late = event(
        99, {"at": "some other time", "kind": "step_done", "step": "s0", "data": data, "device": "z"}
    )
    assert replay(script, [*events, late]) == found
