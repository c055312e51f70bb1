"""What stands in the journal stays: its start to the second, its zone, and poses that are long retired."""

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.events import projection
from journal.sessions.models import Session
from journal.sessions.records import append, record, start
from poses.content.loader import shipped
from poses.library.catalogue import sync
from poses.models import ContentRelease, Pose
from tests.build import event, finished

pytestmark = pytest.mark.django_db


def saved(client: Client, session: Session, **changes: Any) -> Session:
    """The entry's own page, saved with some fields changed."""
    form = client.get(f"/journal/{session.pk}/").context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["at"] = data["at"] and data["at"].strftime("%H:%M")
    sent = {k: "" if v is None else v for k, v in {**data, **changes}.items()}
    response = client.post(f"/journal/{session.pk}/", sent)
    assert response.status_code == 302, response.context["form"].errors
    session.refresh_from_db()
    return session


def far_away(user: User) -> Session:
    """Practised on a Pacific evening, while the account is in Berlin: another day there than here."""
    session = finished(user, days_ago=3)
    begun = datetime(2026, 3, 2, 8, 15, 42, 123456, tzinfo=UTC) + timedelta(days=days_since())
    append(session, [event(session, EventKind.STARTED, at=begun, tz="Pacific/Kiritimati")])
    session.refresh_from_db()
    assert session.started_at == begun
    return session


def days_since() -> int:
    """So that the entry is young enough for the form, whenever this runs."""
    return (timezone.now() - datetime(2026, 3, 2, tzinfo=UTC)).days - 10


def test_an_edit_of_something_else_keeps_the_start_to_the_second(client_of: Client, person: User) -> None:
    session = far_away(person)
    begun, day = session.started_at, session.local_day
    for change in ({"minutes": "12"}, {"note": "calm"}, {"before": "4"}, {"title": "Evening"}):
        saved(client_of, session, **change)
        assert (session.started_at, session.local_day) == (begun, day), change
        assert session.time_zone == "Pacific/Kiritimati"
    assert (session.minutes, session.note, session.before, session.title) == (12, "calm", 4, "Evening")


def test_an_edit_of_the_time_is_meant_where_it_was_practised(client_of: Client, person: User) -> None:
    session = far_away(person)
    day = session.local_day
    saved(client_of, session, at="23:30")
    assert (session.local_day, session.time_zone) == (day, "Pacific/Kiritimati")
    assert session.started_at.astimezone(UTC).strftime("%H:%M") == "09:30"
    saved(client_of, session, day=(day - timedelta(days=1)).isoformat())
    assert session.local_day == day - timedelta(days=1)
    saved(client_of, session, minutes="7")
    assert session.started_at.astimezone(UTC).strftime("%H:%M") == "09:30"


def test_saving_an_entry_unchanged_appends_nothing(client_of: Client, person: User) -> None:
    session = far_away(person)
    before = session.events.count()
    saved(client_of, session)
    assert session.events.count() == before


# -- no time said ------------------------------------------------------------------------------------


def written_down(client: Client, **said: Any) -> Session:
    before = set(Session.objects.values_list("pk", flat=True))
    day = (timezone.now() - timedelta(days=2)).date().isoformat()
    client.post("/journal/add/", {"day": day, "minutes": "10", "title": "A walk", **said})
    return Session.objects.exclude(pk__in=before).get()


def times_shown(client: Client, session: Session) -> list[str]:
    """Every time of day on the entry's page and in the list of its day."""
    pages = (f"/journal/{session.pk}/", f"/journal/?day={session.local_day}")
    return [
        t
        for url in pages
        for t in re.findall(r"\b\d\d:\d\d\b", client.get(url).content.decode().split("<body", 1)[1])
    ]


def test_a_time_that_nobody_said_is_not_shown(client_of: Client, person: User) -> None:
    session = written_down(client_of)
    assert session.day_only
    assert session.started_at.astimezone(ZoneInfo(person.time_zone)).hour == 12
    assert times_shown(client_of, session) == []
    entry = client_of.get(f"/journal/{session.pk}/")
    assert "12:00" not in entry.content.decode()
    assert entry.context["form"]["at"].value() is None
    [edit] = session.events.filter(kind=EventKind.EDITED)
    assert edit.data["day_only"] is True


def test_a_time_that_was_said_is_shown(client_of: Client) -> None:
    for at in ("12:00", "00:00", "18:30"):
        session = written_down(client_of, at=at)
        assert not session.day_only
        [edit] = session.events.filter(kind=EventKind.EDITED)
        assert "day_only" not in edit.data
        assert set(times_shown(client_of, session)) == {at}
        assert f", {at}" in client_of.get(f"/journal/{session.pk}/").content.decode().split("</title>")[0]
        session.delete()


def test_a_time_stays_unsaid_until_it_is_said_and_can_be_taken_back(client_of: Client, person: User) -> None:
    session = written_down(client_of)
    day, events = session.local_day, session.events.count()
    saved(client_of, session)
    assert session.events.count() == events, "nothing was said"
    saved(client_of, session, minutes="20")
    assert (session.day_only, session.minutes) == (True, 20)
    saved(client_of, session, day=(day - timedelta(days=1)).isoformat())
    assert (session.day_only, session.local_day) == (True, day - timedelta(days=1))
    saved(client_of, session, at="07:15")
    assert not session.day_only
    assert session.started_at.astimezone(ZoneInfo(person.time_zone)).strftime("%H:%M") == "07:15"
    assert set(times_shown(client_of, session)) == {"07:15"}
    saved(client_of, session, at="")
    assert (session.day_only, session.local_day) == (True, day - timedelta(days=1))
    assert times_shown(client_of, session) == []


def test_an_entry_from_before_that_was_kept_shows_its_noon(client_of: Client, person: User) -> None:
    """Nobody can tell any more whether it was said."""
    session = finished(person, days_ago=2)
    noon = datetime.combine(session.local_day, time(12), tzinfo=ZoneInfo(person.time_zone))
    record(session, EventKind.EDITED, {"started_at": noon.isoformat()}, zone=person.time_zone)
    assert not session.day_only
    assert set(times_shown(client_of, session)) == {"12:00"}


def test_of_one_that_was_practised_here_the_time_can_be_taken_back_too(
    client_of: Client, person: User
) -> None:
    session = finished(person, days_ago=2)
    assert times_shown(client_of, session)
    saved(client_of, session, at="")
    assert session.day_only
    assert times_shown(client_of, session) == []


# -- retired poses -----------------------------------------------------------------------------------


def retire(slug: str, doc: dict[str, Any]) -> None:
    """Gone from the library, its document of a form that no code of today reads."""
    content = shipped()
    written = {s: d for s, d in content.written.items() if s != slug}
    sync(replace(content, written=written, poses={s: content.poses[s] for s in written}))
    Pose.objects.update_or_create(slug=slug, defaults={"doc": doc, "retired_at": timezone.now()})
    ContentRelease.objects.create(digest=uuid.uuid4().hex, rules_version=content.rules_version)


@pytest.mark.parametrize("doc", [{"name": "Old plough", "level": 3}, {}])
def test_a_session_with_a_pose_of_an_older_library_opens_everywhere(
    client_of: Client, person: User, doc: dict[str, Any]
) -> None:
    bare = {"pose": "old-plough", "really": None, "rung": 1, "name": "Old plough", "rung_name": "As it is"}
    parts = [{"kind": "hold", "amount": 30, "pace_s": None, "seconds": 30}]
    step = {**bare, "key": "s0", "side": "both", "sets": 1, "rest_s": 0, "parts": parts, "seconds": 30}
    rest: dict[str, Any] = {
        "pose": None,
        "really": None,
        "rung": None,
        "name": "Rest",
        "cue": "",
        "hows": [],
        "seconds": 30,
    }
    full = {**step, "hows": [], "easier": None, "rest": rest}
    script = {"format": 1, "form": "planned", "title": "Then", "rules": "1", "steps": [full]}
    retire("old-plough", doc)
    session = start(person, script | {"steps": []})
    session.script = script  # nobody could begin it today
    session.save()
    append(session, [event(session, EventKind.STEP_DONE, 0, step="s0", seconds=30)])
    append(session, [event(session, EventKind.MARKED, 1, pose="old-plough", mark="good")])
    open_again = client_of.get(f"/practise/{session.pk}/")
    assert open_again["Location"] == "/practise/", "what the gate does not know is not gone on with"
    session.refresh_from_db()
    assert (session.status, session.poses, session.marks) == ("done", ["old-plough"], {"old-plough": "good"})
    assert projection(session).steps[0].seconds == 30
    for url in ("/", "/journal/", f"/journal/{session.pk}/", f"/practise/{session.pk}/after/", "/trends/"):
        assert client_of.get(url).status_code == 200, url
    assert "Old plough" in client_of.get(f"/journal/{session.pk}/").content.decode()
    saved(client_of, session, **{"mark-old-plough": "ok", "note": "long ago"})
    assert (session.marks, session.note) == ({"old-plough": "ok"}, "long ago")
    exported = json.loads(client_of.get("/account/export/").content)["sessions"][0]
    assert exported["script"]["steps"][0]["name"] == "Old plough"
    assert client_of.get("/poses/old-plough/").status_code == 410


def test_a_pose_retired_since_stays_in_the_entry(client_of: Client, person: User) -> None:
    session = finished(person, "hip-circles")
    retire("hip-circles", {"name": "Hip circles"})
    before = projection(session)
    assert client_of.get(f"/journal/{session.pk}/").status_code == 200
    assert projection(Session.objects.get()) == before
    page = client_of.get(f"/practise/{session.pk}/after/").content.decode()
    assert "mark-hip-circles" in page
