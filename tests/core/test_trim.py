"""The stylesheet of Bootstrap, without what no page uses."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from hipapp.core.bootstrap import KEPT, PATH, source
from hipapp.core.models import User
from hipapp.core.trim import by_device, trim

ROOT = Path(__file__).resolve().parents[2]
#: A class in a selector.
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".btn{a:b}.card{a:b}", ".btn{a:b}"),
        (".btn,.card .btn,.btn:hover{a:b}", ".btn,.btn:hover{a:b}"),
        (":not(.card)+.btn{a:b}h1{a:b}", ":not(.card)+.btn{a:b}h1{a:b}"),
        (".btn:is(.card){a:b}h1{a:b}", "h1{a:b}"),
        (".btn:is(.btn,h1){a:b}", ".btn:is(.btn,h1){a:b}"),
        ("@media print{.card{a:b}}", ""),
        ("@media (min-width:1px){.card{a:b}.btn{a:b}}", "@media (min-width:1px){.btn{a:b}}"),
        ("@keyframes x{0%{a:b}}@charset 'x';", "@keyframes x{0%{a:b}}@charset 'x';"),
        (":root{--x:.5rem}a[class]{a:url(x.card)}", ":root{--x:.5rem}a[class]{a:url(x.card)}"),
    ],
)
def test_what_names_another_class_is_left_out(css: str, left: str) -> None:
    assert trim(css, {"btn"}.__contains__).replace('"x"', "'x'") == left


def _classes(html: str) -> set[str]:
    """What stands in the class attributes of a page or a template, also between template tags."""
    found = re.findall(r"""class\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.sub(r"\{[%{].*?[%}]\}", " ", html))
    return {name for pair in found for text in pair for name in text.split()}


def test_nothing_that_a_page_uses_is_trimmed_away(client_of: Client, person: User) -> None:
    """Templates of our own, classes that scripts and forms name, and the forms that crispy draws."""
    bootstraps = set(CLASS.findall(source().read_text(encoding="utf-8")))
    used = set().union(
        *(_classes(p.read_text(encoding="utf-8")) for p in (ROOT / "templates").rglob("*.html"))
    )
    for folder, ending in (("static/js", "*.js"), ("hipapp", "*.py"), ("poses", "*.py"), ("journal", "*.py")):
        for file in (ROOT / folder).rglob(ending):
            quoted = re.findall(r"""["'`]([\w -]+)["'`]""", file.read_text(encoding="utf-8"))
            used |= {name for text in quoted if "-" in text for name in text.split()}
    for url in ("/account/password/change/", "/account/reauthenticate/", "/journal/add/"):
        used |= _classes(client_of.get(url).content.decode()) | _classes(client_of.post(url).content.decode())
    client_of.logout()
    for url in ("/account/login/", "/account/signup/"):
        used |= _classes(client_of.get(url).content.decode()) | _classes(client_of.post(url).content.decode())
    assert used & bootstraps <= KEPT
    assert bootstraps >= KEPT, "not Bootstrap's at all"


def test_the_trimmed_file_is_found_and_small() -> None:
    found = finders.find(PATH)
    assert found
    text = Path(found).read_text(encoding="utf-8")
    assert ".btn-primary" in text
    assert ".modal" not in text
    assert len(gzip.compress(text.encode())) < 8_000


def test_the_dark_theme_is_the_devices_and_needs_no_script() -> None:
    css = ":root,[data-bs-theme=light]{a:b}[data-bs-theme=dark]{a:c}[data-bs-theme=dark] .x{d:e}.y{f:g}"
    dark = "@media screen and (prefers-color-scheme:dark)"
    assert by_device(css) == (
        f":root,[data-bs-theme=light]{{a:b}}{dark}{{:root{{a:c}}}}{dark}{{:root .x{{d:e}}}}.y{{f:g}}"
    )
    assert "data-bs-theme=dark" not in by_device(source().read_text(encoding="utf-8"))
