"""hipapp's settings for `tools/pages.py`: mail goes nowhere, and a cookie says whether there is any."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hipapp.settings import *  # noqa: F403

MIDDLEWARE = ["tools.pages_settings.with_mail", *MIDDLEWARE]  # noqa: F405
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
MAIL_COOKIE = "has_mail"


def with_mail(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A worker answers one request at a time, so the setting is that request's own."""
    from django.test import override_settings

    def answered(request: HttpRequest) -> HttpResponse:
        with override_settings(HAS_MAIL=MAIL_COOKIE in request.COOKIES):
            return get_response(request)

    return answered
