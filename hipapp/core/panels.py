"""Parts of a higher room on a lower room's page.

A higher room registers a function for a slot when its app is ready; the lower room's template asks for the slot
and never learns who answers. A panel's queries count in the page's budget.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

type Panel = Callable[..., str | None]

_PANELS: dict[str, list[Panel]] = {}


def register(slot: str) -> Callable[[Panel], Panel]:
    """Decorator: `panel(request, **context)` returns HTML that is safe, or None for nothing."""

    def add(panel: Panel) -> Panel:
        if panel not in _PANELS.setdefault(slot, []):
            _PANELS[slot].append(panel)
        return panel

    return add


def render_slot(slot: str, request: HttpRequest, **context: Any) -> list[str]:
    return [html for panel in _PANELS.get(slot, []) if (html := panel(request, **context))]
