"""Who is asking: guests by first action, and the one door to everything that has an owner."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import unquote

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from hipapp.core.clock import is_zone
from hipapp.core.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: In a session: the guest whose doings wait in this browser until the account is left.
GUEST_LEFT = "guest_left"


class PersonRequest(HttpRequest):
    """A request whose user is somebody, a guest perhaps."""

    user: User


type View[**P] = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def person_required[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for somebody we know; anybody else is asked to sign in and then comes back here."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            return redirect_to_login(back)
        return view(cast(PersonRequest, request), *args, **kwargs)

    return wrapped


def ensure_person(request: HttpRequest) -> User:
    """The signed-in user, or a new guest who is signed in from here on."""
    if isinstance(request.user, User):
        return request.user
    zone = unquote(request.COOKIES.get("tz", ""))
    guest = User.objects.create_guest(zone if is_zone(zone) else "UTC")
    login(request, guest, backend=BACKEND)
    return guest


def guest_again(request: HttpRequest, left: str | None) -> bool:
    """Sign the guest in whose doings were left here, if there are any and they are still there."""
    guest = User.objects.filter(pk=left, email=None).first() if left else None
    if guest is None:
        return False
    login(request, guest, backend=BACKEND)
    return True


def person_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def owned[M: Model](queryset: QuerySet[M], user: User, **lookup: Any) -> M:
    """The object if it is this person's. 404 otherwise: a stranger does not even learn that it exists."""
    return get_object_or_404(queryset.filter(user=user), **lookup)
