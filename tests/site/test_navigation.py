"""Where one is: the tab that is lit, on its own page and on those that are found there."""

import re

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "lit"),
    [
        ("/", ("Today", "page")),
        ("/poses/", ("Poses", "page")),
        ("/poses/glute-bridge/", ("Poses", "true")),
        ("/trends/", ("Trends", "page")),
        ("/coach/", ("Trends", "true")),
        ("/practise/", ("Today", "true")),
        ("/body/", None),
    ],
)
def test_one_tab_at_most_is_lit(client_of: Client, address: str, lit: tuple[str, str] | None) -> None:
    page = client_of.get(address).content.decode()
    tabs = page.split('class="tabs"')[1].split("</nav>")[0]
    found = re.findall(r'aria-current="(\w+)".*?<span>(\w+)</span>', tabs, re.DOTALL)
    assert [(name, kind) for kind, name in found] == ([lit] if lit else [])
