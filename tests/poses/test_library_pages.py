"""The list and the page of a pose, without JavaScript and by htmx."""

from typing import Any

import pytest
from django.test import Client

from hipapp.core.enums import Condition, Job
from hipapp.core.models import User
from poses.body.records import answer
from poses.content.loader import shipped
from poses.library.search import Filters, find, fold

pytestmark = pytest.mark.django_db


def shown(client: Client, **query: Any) -> list[str]:
    return [card.doc.slug for card in client.get("/poses/", query).context["cards"]]


@pytest.mark.parametrize("slug", sorted(shipped().poses))
def test_every_pose_has_its_page(client: Client, slug: str) -> None:
    doc = shipped().poses[slug]
    page = client.get(f"/poses/{slug}/")
    assert page.status_code == 200
    assert all(
        part in page.content.decode() for part in ("Stop if", "Easier and harder", "Cautions by condition")
    )
    assert page.context["doc"] == doc


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("virasana", "hero-supported"),
        ("Baddha Koṇāsana", "supported-butterfly"),
        ("cat cow", "cat-cow-hinge"),
        ("BRIDGE", "glute-bridge"),
        ("psoas", "half-kneeling-hip-flexor"),
        ("tight from sitting", "half-kneeling-hip-flexor"),
    ],
)
def test_search(client: Client, query: str, slug: str) -> None:
    assert slug in shown(client, q=query)


def test_filters(client: Client) -> None:
    assert set(shown(client, no_floor="on")) & {"hip-hinge", "standing-reset"}
    assert "kneeling-side-slide" in shown(client, no_kneeling="on"), "its easier form lies on the back"
    assert "half-kneeling-hip-flexor" not in shown(client, no_kneeling="on")
    assert all(shipped().poses[s].job is Job.TWIST for s in shown(client, job="twist"))
    assert "hero-supported" not in shown(client, limit_props="on")
    assert len(shown(client, minutes="1")) < len(shown(client))


def test_an_empty_result_says_what_to_drop(client: Client) -> None:
    page = client.get("/poses/", {"q": "virasana", "no_kneeling": "on", "job": "twist"})
    assert page.context["cards"] == []
    text = page.content.decode()
    assert "No pose fits all of that" in text
    only = client.get("/poses/", {"q": "virasana", "job": "twist"})
    assert {name for name, _, _ in only.context["drop"]} == {"q", "job"}
    assert "Drop it" in only.content.decode()


@pytest.mark.parametrize(
    "query", [{"job": "wings"}, {"minutes": "x"}, {"q": "x" * 500}, {"position": "<script>"}]
)
def test_nonsense_filters_do_no_harm(client: Client, query: dict[str, str]) -> None:
    page = client.get("/poses/", query)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_htmx_gets_only_the_results(client: Client) -> None:
    part = client.get("/poses/", {"q": "hinge"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="results"')
    assert "<html" not in part


def test_every_card_says_what_it_is_for_this_body(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE_REPLACEMENT, Condition.HIP_REPLACEMENT_POSTERIOR))
    page = client_of.get("/poses/").content.decode()
    assert page.count('class="verdict') == len(shipped().poses)
    hero = client_of.get("/poses/hero-supported/").content.decode()
    assert "Not for you now" in hero
    assert "Instead:" in hero
    assert "hero-supported" not in shown(client_of, suits_me="on")


def test_unknown_pose(client: Client) -> None:
    assert client.get("/poses/headstand/").status_code == 404


def test_dropping_a_filter_finds_what_it_says() -> None:
    poses = list(shipped().poses.values())
    filters = Filters(q="virasana", job=(Job.TWIST,), no_floor=True)
    for name, count in find(poses, filters, lambda _: True).drop:
        assert len(find(poses, filters.without(name), lambda _: True).poses) == count


def test_fold() -> None:
    assert fold("Can’t kneel: Setu Bandhāsana") == "cant kneel: setu bandhasana"
