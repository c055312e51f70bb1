"""Every URL as a stranger and as nobody: what has an owner does not even exist for others."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hipapp.core.clock import today_of
from hipapp.core.models import User
from journal.models import Trial
from tests.build import finished, make_routine
from tests.coach.build import suggested

#: URLs with an argument that names nobody's property.
PUBLIC = {
    "pose",
    "ask",
    "rules_of_pose",
    "body_question",
    "routine_starter",
    "account_reset_password_from_key",
}


def _named(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in resolver.url_patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _named(item, route)
        elif isinstance(item, URLPattern):
            assert item.name, f"{route} has no name"
            yield item.name, route


OWNED = [(name, route) for name, route in _named(get_resolver()) if "<" in route and name not in PUBLIC]


def _url(route: str, owner: User) -> str:
    routine = make_routine(owner)
    session = finished(owner)
    owns = {"routines": routine.pk, "coach/trial": _trial(owner).pk, "coach": suggested(owner, routine).pk}
    pk = next((pk for start, pk in owns.items() if route.startswith(f"{start}/")), session.pk)
    step = routine.versions.get().plan.steps[0].id
    path = route.replace("<uuid:pk>", str(pk)).replace("<int:number>", "1").replace("<str:step>", step)
    assert "<" not in path, f"say in this test what {route} belongs to"
    return f"/{path}"


def _trial(owner: User) -> Trial:
    return Trial.objects.create(user=owner, pose="cat-cow-hinge", first_day=today_of(owner), weeks="1001")


def test_there_are_owned_urls() -> None:
    assert len(OWNED) > 15


def test_every_name_in_the_list_of_public_ones_is_still_there() -> None:
    assert {name for name, _ in _named(get_resolver())} >= PUBLIC


@pytest.mark.parametrize(("name", "route"), OWNED)
def test_the_owner_gets_through(client_of: Client, person: User, name: str, route: str) -> None:
    """Else a stranger's 404 below would tell nothing."""
    url = _url(route, person)
    assert {client_of.get(url).status_code, client_of.post(url, {}).status_code} - {404, 405}


@pytest.mark.parametrize(("name", "route"), OWNED)
def test_stranger_gets_404(client: Client, person: User, stranger: User, name: str, route: str) -> None:
    url = _url(route, person)
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    answers = {client.get(url).status_code, client.post(url, {}).status_code}
    assert 404 in answers
    assert answers <= {404, 405}, f"{url} answered {answers}"


@pytest.mark.parametrize(("name", "route"), OWNED)
def test_nobody_gets_nothing(client: Client, person: User, name: str, route: str) -> None:
    url = _url(route, person)
    for response in (client.get(url), client.post(url, {})):
        assert response.status_code in (302, 404, 405)
        if response.status_code == 302:
            assert response["Location"].startswith(("/account/login/", "/check/"))
    assert User.objects.count() == 1, "a look made a guest"
