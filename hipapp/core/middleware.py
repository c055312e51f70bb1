"""Per-request matters that every page shares."""

from collections.abc import Callable
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from hipapp.core.clock import is_zone
from hipapp.core.models import User
from hipapp.core.people import GUEST_LEFT, guest_again

Handler = Callable[[HttpRequest], HttpResponse]


class TimeZoneMiddleware:
    """Times are shown, and days are counted, where the person is: their browser says so in the `tz` cookie."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = unquote(request.COOKIES.get("tz", ""))
        zone = said if is_zone(said) else None
        if "_auth_user_id" in request.session and isinstance(request.user, User):
            if zone and zone != request.user.time_zone:
                request.user.time_zone = zone
                request.user.save(update_fields=["time_zone"])
            zone = request.user.time_zone if is_zone(request.user.time_zone) else None
        with timezone.override(ZoneInfo(zone or "UTC")):
            return self.get_response(request)


class WholePageMiddleware:
    """What leads htmx to another page leads the browser there; else that page would be put into a part of this one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirectBase) and "HX-Request" in request.headers:
            return HttpResponseClientRedirect(response.url)
        return response


class WaitingGuestMiddleware:
    """A guest whose doings were left here is one again, too, where the account's sign-in was ended elsewhere.

    A new password or a switched-off account ends it; the session is emptied as the person is looked up, so whoever
    waits in it is read before.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        left = request.session.get(GUEST_LEFT)
        if left and not request.user.is_authenticated:
            guest_again(request, left)
        return self.get_response(request)


class PrivateMiddleware:
    """Pages of a person are theirs alone: no cache keeps them. And their sign-in is renewed while they come.

    A guest is known by the session cookie only, so it must not run out on somebody who practises every day.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            week = timezone.now().strftime("%G-%V")
            if request.session.get("seen") != week:
                request.session["seen"] = week  # saving it renews the cookie too
                if isinstance(request.user, User):
                    request.user.was_here()
                if left := request.session.get(GUEST_LEFT):
                    User.objects.filter(pk=left, email=None).update(last_login=timezone.now())
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
