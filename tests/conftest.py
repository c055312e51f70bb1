"""Fixtures that every room's tests share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from hipapp.core.models import User
from poses.body.records import answer, answer_red_flags
from poses.figures import made
from poses.library.catalogue import sync
from tests.manifests import BREATH, ONE_SIDE, STILL, write

#: The shipped content is a large tree that stays: to look through it for rubbish as often as Python does by itself is a
#: twentieth of the time that the tests take.
gc.set_threshold(200_000, 50, 100)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database the tests that use none would only say the same again."""
    if not config.getoption("--only-database"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or not {"db", "transactional_db"}.isdisjoint(fixtures)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The shipped content is in the database, once for all tests."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        sync()


@pytest.fixture
def person(db: None) -> User:
    """An account that has answered both required questions with "none of these"."""
    user = User.objects.create_user("ada@example.org", "correct horse battery")
    answer_red_flags(user, [])
    answer(user, conditions=())
    return user


@pytest.fixture
def stranger(db: None) -> User:
    user = User.objects.create_user("eve@example.org", "correct horse battery")
    answer_red_flags(user, [])
    answer(user, conditions=())
    return user


@pytest.fixture
def client_of(client: Client, person: User) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A few poses have figures, in place of those that are shipped."""
    write(tmp_path, "cat-cow-hinge", dict.fromkeys((0, 1, 2), BREATH))
    write(tmp_path, "half-kneeling-hip-flexor", dict.fromkeys((0, 1, 2), ONE_SIDE))
    write(tmp_path, "standing-reset", {1: STILL})
    monkeypatch.setattr(made, "MADE", tmp_path)
    made.made.cache_clear()
    yield tmp_path
    made.made.cache_clear()


@pytest.fixture
def no_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing has been drawn yet."""
    monkeypatch.setattr(made, "MADE", tmp_path)
    made.made.cache_clear()
    yield
    made.made.cache_clear()
