"""What every page's frame needs. Costs no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_TABS = (
    ("home", "today", _("Today")),
    ("poses", "poses", _("Poses")),
    ("routines", "routine", _("Routine")),
    ("journal", "journal", _("Journal")),
    ("trends", "trends", _("Trends")),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    def here(url: str) -> bool:
        return request.path == url if url == "/" else request.path.startswith(url)

    tabs = [(reverse(name), icon, label) for name, icon, label in _TABS]
    return {
        "navigation": [{"url": u, "icon": icon, "label": label, "here": here(u)} for u, icon, label in tabs],
        "has_mail": settings.HAS_MAIL,
    }
