"""What every page's frame needs. Costs no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

#: Name, icon, label, and what else is found there.
_TABS = (
    ("home", "today", _("Today"), ("/practise/",)),
    ("poses", "poses", _("Poses"), ()),
    ("routines", "routine", _("Routine"), ()),
    ("journal", "journal", _("Journal"), ()),
    ("trends", "trends", _("Trends"), ("/coach/",)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    def here(url: str, also: tuple[str, ...]) -> str:
        """What `aria-current` says of a tab: this very page, or that it is somewhere there."""
        if request.path == url:
            return "page"
        under = also if url == "/" else (url, *also)
        return "true" if request.path.startswith(under) else ""

    tabs = [(reverse(name), icon, label, also) for name, icon, label, also in _TABS]
    return {
        "navigation": [
            {"url": url, "icon": icon, "label": label, "here": here(url, also)}
            for url, icon, label, also in tabs
        ],
        "has_mail": settings.HAS_MAIL,
    }
