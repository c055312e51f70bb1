"""Who is asking: guests by first action, and the one door to everything that has an owner."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from hipapp.core.clock import is_zone
from hipapp.core.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class PersonRequest(HttpRequest):
    """A request whose user is somebody, a guest perhaps."""

    user: User


type View[**P] = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def person_required[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for somebody we know; anybody else is asked to sign in and then comes back here."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(PersonRequest, request), *args, **kwargs)

    return wrapped


def guest_welcome[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Whoever acts (POSTs) here for the first time becomes a guest, kept for this browser.

    A look (GET) makes nobody a guest: the view then sees an AnonymousUser.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST":
            ensure_person(request)
        return view(cast(PersonRequest, request), *args, **kwargs)

    return wrapped


def ensure_person(request: HttpRequest) -> User:
    """The signed-in user, or a new guest who is signed in from here on."""
    if isinstance(request.user, User):
        return request.user
    zone = request.COOKIES.get("tz", "")
    guest = User.objects.create_guest(zone if is_zone(zone) else "UTC")
    login(request, guest, backend=BACKEND)
    return guest


def person_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def owned[M: Model](queryset: QuerySet[M], user: User, **lookup: Any) -> M:
    """The object if it is this person's. 404 otherwise: a stranger does not even learn that it exists."""
    return get_object_or_404(queryset.filter(user=user), **lookup)
