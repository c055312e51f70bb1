"""The style page is for those who work on hipapp, and shows every part."""

import pytest
from django.conf import settings
from django.test import Client

from hipapp.core.models import User

pytestmark = pytest.mark.django_db


def test_nobody_else_sees_it(client: Client, client_of: Client) -> None:
    assert not settings.DEBUG
    assert Client().get("/style/").status_code == 404
    assert client_of.get("/style/").status_code == 404


def test_staff_sees_each_part(client_of: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=True)
    page = client_of.get("/style/").content.decode()
    for part in (
        'class="verdict verdict-fine"', 'class="verdict verdict-adapt"', 'class="verdict verdict-avoid"',
        "pose-card", 'class="card-hip rung', 'class="rating"', "day-steps", "chart-svg", "coach-plot", "is-invalid",
        "banner-calm", "banner-adapt", "banner-avoid", "toast-success", 'form="undo-answer"', "toast-error",
        'class="empty"',         "fig-frames", 'class="dose"',
        "chart-empty", 'value="tried"', "progress-line", 'class="back-link"', "btn-stop", "report-much",
        "Please fill this in.", "rating-choice", "Please choose a whole number from 0 to 10.",
        "Between 1 and 60 minutes, please.",
    ):  # fmt: skip
        assert part in page, part
