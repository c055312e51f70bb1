"""Who is drawn, and in which colours: chosen by anybody, kept with the person, seen on every page."""

import pytest
from django.test import Client

from hipapp.core.models import User
from hipapp.site.merge import merge

pytestmark = pytest.mark.django_db

URL = "/account/figure/"
CHOICE = {"body": "b", "skin": "deep", "hair": "grey", "clothes": "contrast"}
CLASSES = 'class="fig-skin-deep fig-hair-grey fig-clothes-contrast"'


def test_an_account_chooses(client_of: Client, person: User) -> None:
    assert 'class="fig-skin-light fig-hair-dark fig-clothes-sea"' in client_of.get("/").content.decode()
    assert client_of.post(URL, CHOICE, follow=True).status_code == 200
    person.refresh_from_db()
    assert person.figure == CHOICE
    for url in ("/", "/poses/", "/account/"):
        assert CLASSES in client_of.get(url).content.decode()
    page = client_of.get(URL).content.decode()
    for name, value in CHOICE.items():
        assert f'name="{name}" value="{value}" checked' in page


def test_whoever_has_no_account_becomes_a_guest_by_choosing(client: Client) -> None:
    page = client.get(URL)
    assert page.status_code == 200
    assert 'name="skin" value="light" checked' in page.content.decode()
    assert not User.objects.exists()
    client.post(URL, CHOICE)
    assert User.objects.get().figure["skin"] == "deep"
    assert User.objects.get().is_guest
    assert CLASSES in client.get("/poses/").content.decode()


@pytest.mark.parametrize("wrong", [{"skin": "green"}, {"body": ""}, {"hair": "x" * 999}])
def test_nonsense_is_refused(client_of: Client, person: User, wrong: dict[str, str]) -> None:
    page = client_of.post(URL, CHOICE | wrong)
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
    person.refresh_from_db()
    assert person.figure == User().figure


def test_a_stranger_has_no_classes(client: Client) -> None:
    assert "fig-skin" not in client.get("/poses/").content.decode()


def test_signing_in_keeps_the_account_s_choice_or_takes_the_guest_s(person: User) -> None:
    merge(User.objects.create_guest(), person)
    assert person.figure == User().figure
    merge(User.objects.create(figure_skin="deep", figure_clothes="plum"), person)
    person.refresh_from_db()
    assert person.figure["skin"] == "deep"
    merge(User.objects.create(figure_skin="fair"), person)
    person.refresh_from_db()
    assert person.figure["skin"] == "deep"
