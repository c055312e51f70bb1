"""When something of ours breaks, the page about it has our looks, or at least our words."""

from unittest.mock import patch

import pytest
from django.test import Client

FAULT = "hipapp.site.views.person_of"


@pytest.mark.django_db
def test_it_has_our_looks() -> None:
    with patch(FAULT, side_effect=RuntimeError):
        response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert 'rel="stylesheet"' in response.content.decode()


@pytest.mark.django_db
def test_it_has_our_words_even_if_its_own_page_breaks() -> None:
    with (
        patch(FAULT, side_effect=RuntimeError),
        patch("hipapp.site.views.render_to_string", side_effect=OSError),
    ):
        response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "What was saved stays saved" in response.content.decode()
