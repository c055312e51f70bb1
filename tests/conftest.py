"""Fixtures that every room's tests share."""

import pytest
from django.test import Client

from hipapp.core.models import User
from poses.body.records import answer, answer_red_flags
from poses.library.catalogue import sync


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
