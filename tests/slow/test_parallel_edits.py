"""Many taps at one moment, by several devices of one person: no change is lost, and no two answers are the truth."""

import itertools
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from hipapp.core.enums import Condition
from hipapp.core.models import User
from poses.body.records import answer, answer_red_flags, answers_of
from poses.library.catalogue import catalogue, sync
from poses.models import Routine
from poses.routines.records import latest_version
from tests.build import make_routine

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TAPS = 8


@pytest.fixture
def owner(tmp_path_factory: Any) -> User:
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory lends one connection to all threads")
    sync()
    catalogue()
    user = User.objects.create_user("ada@example.org", "x")
    answer_red_flags(user, [])
    answer(user, conditions=())
    return user


def at_once(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """All of them in threads that begin together."""
    jobs = list(jobs)
    gun = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            gun.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def devices(user: User, count: int) -> list[Client]:
    found = [Client() for _ in range(count)]
    for client in found:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/about/")
    return found


def test_no_edit_of_a_routine_is_lost(owner: User) -> None:
    routine = make_routine(owner)
    steps = latest_version(routine).plan.steps
    taken = [s.id for s in steps[:TAPS]]

    def remove(client: Client, step: str) -> Callable[[], int]:
        data = {"action": "remove", "step": step}
        return lambda: client.post(f"/routines/{routine.pk}/edit/", data).status_code

    clients = devices(owner, TAPS)
    answered = at_once(remove(c, s) for c, s in zip(clients, taken, strict=True))
    assert answered == [302] * TAPS
    left = {s.id for s in latest_version(routine).plan.steps}
    assert left == {s.id for s in steps} - set(taken)
    numbers = list(routine.versions.values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, TAPS + 2)), "each is a version of its own"


def test_one_routine_is_in_use_whoever_taps_last(owner: User) -> None:
    routines = [make_routine(owner, f"R{n}") for n in range(4)]
    clients = devices(owner, TAPS)

    def use(client: Client, routine: Routine) -> Callable[[], int]:
        return lambda: client.post(f"/routines/{routine.pk}/use/").status_code

    assert at_once(map(use, clients, itertools.cycle(routines))) == [302] * TAPS
    assert Routine.objects.filter(user=owner, is_active=True).count() == 1


def test_no_answer_about_the_body_is_lost(owner: User) -> None:
    changes: list[dict[str, Any]] = [
        {"conditions": (Condition.KNEE,)}, {"minutes": 20}, {"anchor": "After tea"}, {"floor": "no"},
        {"props": ("strap",)}, {"weekdays": (1, 3)}, {"hands": "care"}, {"kneel": "no"},
    ]  # fmt: skip
    at_once(partial(answer, owner, **change) for change in changes)
    said = answers_of(owner).model_dump(mode="json")
    assert {k: said[k] for c in changes for k in c} == {
        k: list(v) if isinstance(v, tuple) else v for c in changes for k, v in c.items()
    }
