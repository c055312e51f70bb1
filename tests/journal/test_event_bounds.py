"""What a device may send: everything else is refused with a reason, and nothing breaks the server."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone as django_timezone
from hypothesis import given
from hypothesis import strategies as st

from hipapp.core.clock import local_day
from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.models import Session, SessionEvent
from journal.sessions.records import MAX_BATCH, append
from journal.sessions.replay import replay
from tests.build import event, make_session

pytestmark = pytest.mark.django_db


def send(client: Client, session: Session, body: str) -> tuple[int, dict[str, Any]]:
    response = client.post(f"/practise/{session.pk}/events/", body, content_type="application/json")
    return response.status_code, json.loads(response.content)


def batch(*events: dict[str, Any]) -> str:
    return json.dumps({"events": list(events)})


# -- time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2014-12-31T23:59:59+00:00", False),
        ("2015-01-01T00:00:00+00:00", True),
        ("2099-12-31T23:59:59.999999+00:00", True),
        ("2099-12-31T23:59:59-12:00", False),
        ("2100-01-01T00:00:00+00:00", False),
        ("2100-01-01T05:00:00+06:00", True),
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-12:00", False),
        ("2026-03-02T25:00:00+00:00", False),
        ("2026-03-02T10:00:00", False),
        (None, False),
    ],
)
def test_times_that_nobody_lived_are_refused(person: User, at: str | None, kept: bool) -> None:
    session = make_session(person)
    one = {**event(session, EventKind.STARTED), "at": at}
    result = append(session, [one])
    assert [bool(result.accepted), bool(result.rejected)] == [kept, not kept]
    assert [r["field"] for r in result.rejected] == ([] if kept else ["at"])


def test_the_same_event_with_another_offset_is_the_same(person: User) -> None:
    session = make_session(person)
    one = event(session, EventKind.BEFORE, rating=4, at=datetime(2026, 3, 2, 19, 30, 5, 123456, tzinfo=UTC))
    append(session, [one])
    for hours in (-9, 5.75, 14):
        moved = datetime.fromisoformat(one["at"]).astimezone(timezone(timedelta(hours=hours)))
        result = append(session, [{**one, "at": moved.isoformat()}])
        assert (result.accepted, result.conflicts) == ([one["id"]], [])
    later = datetime.fromisoformat(one["at"]) + timedelta(seconds=1)
    assert append(session, [{**one, "at": later.isoformat()}]).conflicts == [one["id"]]
    assert SessionEvent.objects.filter(session=session).count() == 1


@pytest.mark.parametrize(
    "sent_at",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T10:00:00Z", "soon", 5, None, {}],
)
def test_a_clock_that_says_nothing_corrects_nothing(client_of: Client, person: User, sent_at: object) -> None:
    session = make_session(person)
    body = {"sent_at": sent_at, "events": [event(session, EventKind.STARTED)]}
    assert send(client_of, session, json.dumps(body))[0] == 200
    assert SessionEvent.objects.get().clock_offset_s == 0


DAY = r"[12][0-9]{3}-(0[1-9]|1[0-2])-[0-3][0-9]"
ISO = DAY + r"T[0-2][0-9]:[0-5][0-9](:[0-6][0-9]([.,][0-9]{1,9})?)?(Z|[+-][0-2][0-9]:[0-6][0-9])"


@given(st.from_regex(ISO, fullmatch=True), st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12"]))
def test_a_start_that_replay_takes_is_a_time_for_the_row_too(text: str, zone: str) -> None:
    """Replay reads ISO times by itself; the row's start is read from the same text."""
    edit = {"id": "e", "kind": "edited", "data": {"started_at": text}}
    if replay({}, [edit]).edits.started_at:
        local_day(datetime.fromisoformat(text), zone)


# -- text and numbers --------------------------------------------------------------------------------

NO_TEXT = ["\0", "a\0b", "\ud800", "note \udfff"]


@pytest.mark.parametrize("bad", NO_TEXT)
@pytest.mark.parametrize("where", ["device", "kind", "step", "note", "key", "deep"])
def test_no_nul_and_no_half_character_reaches_the_database(
    client_of: Client, person: User, where: str, bad: str
) -> None:
    session = make_session(person)
    one, good = event(session, EventKind.NOTED, 0), event(session, EventKind.AFTER, 1, rating=3)
    places = {"note": {"note": bad}, "key": {bad: 1}, "deep": {"a": [{"b": bad}]}}
    one |= {"data": places[where]} if where in places else {where: bad}
    status, answered = send(client_of, session, batch(one, good))
    assert (status, answered["accepted"]) == (422, [good["id"]])
    assert answered["rejected"][0]["id"] == one["id"]


def test_text_of_every_script_is_kept(client_of: Client, person: User) -> None:
    session = make_session(person)
    note = "tired 😴 مرهق \u200f\u2028 \u202e zöglich\n\ttwice"
    assert send(client_of, session, batch(event(session, EventKind.NOTED, note=note)))[0] == 200
    session.refresh_from_db()
    assert session.note == note


@pytest.mark.parametrize(
    ("number", "status"),
    [("NaN", 400), ("Infinity", 400), ("-Infinity", 400), ("1e999", 422), ("-1e999", 422)],
)
def test_what_is_no_number_is_refused(client_of: Client, person: User, number: str, status: int) -> None:
    session = make_session(person)
    text = batch(event(session, EventKind.STEP_DONE, step="s0", seconds=30)).replace("30}", number + "}")
    assert number in text
    assert send(client_of, session, text)[0] == status
    assert not SessionEvent.objects.exists()


@pytest.mark.parametrize("number", [2**63, -(2**70), 10**300])
def test_a_number_too_large_to_be_meant_counts_nothing(client_of: Client, person: User, number: int) -> None:
    session = make_session(person)
    assert send(client_of, session, batch(event(session, EventKind.EDITED, minutes=number)))[0] == 200
    assert send(client_of, session, batch({**event(session, EventKind.STARTED), "seq": number}))[0] == 422
    session.refresh_from_db()
    assert session.seconds == 0


# -- size --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [100, 300, 900, 1500, 5000, 200_000])
def test_deep_json_breaks_nothing(client_of: Client, person: User, depth: int) -> None:
    session = make_session(person)
    nested = "[" * depth + "]" * depth
    text = batch(event(session, "invented_later", wings=0)).replace('"wings": 0', f'"wings": {nested}')
    assert nested in text
    assert send(client_of, session, text)[0] in (400, 422)
    good = event(session, EventKind.AFTER, 1, rating=3)
    assert send(client_of, session, batch(good))[1]["accepted"] == [good["id"]]


def test_a_full_batch_is_taken_and_a_larger_one_is_not(client_of: Client, person: User) -> None:
    session = make_session(person)
    events = [event(session, EventKind.STARTED, n) for n in range(MAX_BATCH + 1)]
    assert send(client_of, session, batch(*events))[0] == 413
    assert not SessionEvent.objects.exists()
    status, answered = send(client_of, session, batch(*events[:-1]))
    assert (status, len(answered["accepted"])) == (200, MAX_BATCH)


def test_too_much_data_in_one_event_is_refused_and_too_large_a_request_too(
    client_of: Client, person: User
) -> None:
    session = make_session(person)
    assert send(client_of, session, batch(event(session, "later", x="y" * 12_001)))[0] == 422
    response = client_of.post(
        f"/practise/{session.pk}/events/", "[" + " " * 3_000_000, content_type="application/json"
    )
    assert response.status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "null", "5", '{"events": 5}', '{"events": null}', "\xff", "{"])
def test_what_is_no_batch_is_told_so(client_of: Client, person: User, body: str) -> None:
    status, answered = send(client_of, make_session(person), body)
    assert (status, list(answered)) == (400, ["error"])


# -- two devices -------------------------------------------------------------------------------------


def test_two_devices_tell_one_session(client_of: Client, person: User) -> None:
    """Each knows its own taps; the answer to either is the state of both, whoever sends first."""
    session = make_session(person)
    begun = django_timezone.now()
    phone = [
        event(session, EventKind.STARTED, 0, at=begun),
        event(session, EventKind.STEP_DONE, 1, at=begun + timedelta(seconds=20), step="s0", seconds=20),
        event(session, EventKind.FINISHED, 2, at=begun + timedelta(seconds=90)),
    ]
    tablet = [
        event(session, EventKind.STEP_DONE, 0, at=begun + timedelta(seconds=50), step="s1", seconds=30),
        event(session, EventKind.STEP_DONE, 1, at=begun + timedelta(seconds=55), step="s0", seconds=20),
    ]
    tablet = [{**e, "device": "tablet"} for e in tablet]
    _, early = send(client_of, session, batch(*phone))
    _, state = send(client_of, session, batch(*tablet))
    assert early["state"]["seconds"] == 20
    assert state["state"]["seconds"] == 50, "the first pose was done once, whoever told it"
    assert state["state"]["status"] == "done"
    other = make_session(person)
    moved = [{**e, "id": str(uuid.uuid4()), "session": str(other.pk)} for e in tablet + phone]
    send(client_of, other, batch(*moved[:2]))
    _, again = send(client_of, other, batch(*moved[2:]))
    assert again["state"]["steps"] == state["state"]["steps"], "in either order"


def test_an_id_of_another_session_is_not_this_ones(client_of: Client, person: User, stranger: User) -> None:
    mine, theirs = make_session(person), make_session(stranger)
    same = uuid.uuid4()
    append(theirs, [event(theirs, EventKind.BEFORE, id=same, rating=9)])
    status, _ = send(client_of, mine, batch(event(mine, EventKind.BEFORE, id=same, rating=2)))
    assert status == 200, "ids are made by devices; another person's may be the same"
    assert send(client_of, mine, batch(event(theirs, EventKind.BEFORE, rating=2)))[0] == 422
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.before, theirs.before) == (2, 9)


def test_reasons_are_for_people(client_of: Client, person: User) -> None:
    session = make_session(person)
    _, answered = send(client_of, session, batch(event(session, EventKind.NOTED, note="x" * 4001)))
    why = answered["rejected"][0]["why"]
    assert "at most 4000 characters; this one has 4001" in why
    assert not re.search(r"xxx", why), "nothing of what was written is repeated"
