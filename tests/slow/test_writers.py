"""Many writers at once: what was acknowledged is there, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from hipapp.core.enums import EventKind
from hipapp.core.models import User
from journal.sessions.models import SessionEvent
from journal.sessions.records import append
from poses.body.records import answer, answer_red_flags
from poses.library.catalogue import sync
from tests.build import event, make_session

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRITERS, BATCHES = 8, 15


def test_two_devices_and_many_retries_lose_nothing(tmp_path_factory: Any) -> None:
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory lends one connection to all threads")
    sync()
    user = User.objects.create_user("ada@example.org", "x")
    answer_red_flags(user, [])
    answer(user, conditions=())
    session = make_session(user)
    batches = [
        [event(session, EventKind.NOTED, n * 10 + k, device=f"d{w}", note=f"{w}-{n}-{k}") for k in range(3)]
        for w in range(WRITERS)
        for n in range(BATCHES)
    ]
    acknowledged: set[str] = set()
    lock = threading.Lock()

    def send(batch: list[dict[str, Any]]) -> None:
        try:
            for _ in range(2):  # every batch is sent twice
                result = append(session, batch)
                assert not result.conflicts
                assert not result.rejected
                with lock:
                    acknowledged.update(result.accepted)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(send, batches))
    stored = [str(e) for e in SessionEvent.objects.values_list("event_id", flat=True)]
    assert len(stored) == len(set(stored)) == WRITERS * BATCHES * 3
    assert acknowledged == set(stored)
