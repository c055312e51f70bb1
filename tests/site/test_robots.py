"""What search engines are told: the public pages, and no address that is about a person."""

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hipapp.site.views import OWN

#: Folders with pages for everybody; what in them is about a person is shown to nobody else.
PUBLIC = {
    "", "about", "account", "cautious", "check", "day", "flare", "healthz", "poses", "robots.txt", "routines",
    "safety", "stop", "style",
}  # fmt: skip


def test_every_folder_is_public_or_kept_out(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert all(f"Disallow: /{folder}/\n" in told for folder in OWN)
    folders = {route.split("/")[0] for route in _routes(get_resolver())}
    assert folders - PUBLIC - set(OWN) == set(), "may a search engine read this?"


def _routes(resolver: URLResolver, prefix: str = "") -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found += _routes(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.append(prefix + str(pattern.pattern))
    return found
