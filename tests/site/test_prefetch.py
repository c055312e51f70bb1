"""What a browser may fetch before anybody has tapped: only pages whose GET changes nothing."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hipapp.core.models import User
from journal.demo import make_demo

pytestmark = pytest.mark.django_db

#: They keep a suggestion, carry sums on, end a question, check a routine again, or say something only once.
WRITE = [
    "/",
    "/coach/",
    "/coach/ask/",
    "/poses/glute-bridge/",
    "/practise/",
    "/routines/",
    "/routines/assemble/",
]


def ahead(client: Client) -> list[str]:
    """The addresses that the page lets a browser fetch early."""
    page = client.get("/about/").content.decode()
    found = re.search(r'<script type="speculationrules" nonce="[^"]+">(.*?)</script>', page)
    assert found
    (rule,) = json.loads(found[1])["prefetch"]
    assert rule["eagerness"] == "moderate"
    addresses: list[str] = rule["where"]["href_matches"]
    return addresses


def test_addresses_are_exact_and_write_nothing(client: Client) -> None:
    addresses = ahead(client)
    assert not set(addresses) & set(WRITE)
    assert all(re.fullmatch(r"(/[a-z]+)+/", address) for address in addresses)


@pytest.mark.parametrize("known", [True, False])
def test_fetching_ahead_changes_nothing(client: Client, known: bool) -> None:
    if known:
        user: User = make_demo("a password for nobody")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        user.routines.update(rules_version="older")  # so that it waits to be checked again
    for address in ahead(
        client
    ):  # the first page, which has been seen, notes that somebody was here this week
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, headers={"Sec-Purpose": "prefetch"})
        assert response.status_code in (200, 302), address
        writes = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
        assert not writes, address
        assert "sessionid" not in response.cookies


def test_the_pages_left_out_do_write(client: Client) -> None:
    """Else the list could be longer, and nothing would hold this test to the truth."""
    user: User = make_demo("a password for nobody")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/about/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert any(re.match("INSERT|UPDATE", q["sql"]) for q in queries)
