"""One way to answer a page and its htmx fragment from the same template."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, partial: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or only its `partial` (a Django template partial) when htmx asks for it."""
    wants_part = partial and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    response = render(request, f"{template}#{partial}" if wants_part else template, context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    return response
