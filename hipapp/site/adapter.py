"""How hipapp differs from allauth's ways: guests may sign in, and say what becomes of what they did."""

from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hipapp.core.models import User
from hipapp.core.people import GUEST_LEFT, guest_again
from hipapp.core.undo import with_button
from hipapp.site.account_forms import Guest
from hipapp.site.merge import Merged, merge
from poses.models import Routine, RoutineVersion

#: Set on a request that has told what became of a guest's doings.
TOLD = "hipapp.told_of_guest"


def _say(request: HttpRequest, text: str) -> None:
    messages.info(request, text)
    request.META[TOLD] = "yes"


def _tell(request: HttpRequest, merged: Merged) -> None:
    if merged.put_aside:
        _say(request, _of_the_week(merged.put_aside))
    if merged.fitted:
        _say(request, _of_the_changes(merged.fitted))


def _of_the_changes(fitted: Sequence[RoutineVersion]) -> SafeString:
    """Which weeks were changed for what the guest told, how much, and the way to what and why."""
    text = gettext("What you told as a guest about your body counts too.")
    weeks = [
        ngettext(
            "“%(week)s” has %(n)s change for it.", "“%(week)s” has %(n)s changes for it.", len(version.notes)
        )
        % {"week": version.routine.name, "n": len(version.notes)}
        for version in fitted
    ]
    first = next((v.routine for v in fitted if v.routine.is_active), fitted[0].routine)
    address = reverse("routine_history", args=[first.pk])
    return format_html(
        '{} <a href="{}">{}</a>', " ".join([text, *weeks]), address, gettext("See what changed")
    )


def _of_the_week(put_aside: Routine) -> SafeString:
    """That the week made as a guest is there, with a tap to use it; the account's own goes on being used."""
    names = {"new": put_aside.name, "own": put_aside.user.routines.kept().get(is_active=True).name}
    text = gettext("Your week as a guest is here as “%(new)s”. “%(own)s” stays in use.") % names
    return with_button(text, reverse("routine_use", args=[put_aside.pk]), gettext("Use “%(new)s”") % names)


def _stays(request: HttpRequest) -> bool:
    """allauth signs out whoever opens the link to a new password of somebody else; a guest would be lost by it."""
    at = request.resolver_match
    is_guest = isinstance(request.user, User) and request.user.is_guest
    return is_guest and at is not None and at.url_name == "account_reset_password_from_key"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off. Please ask the person who runs this hipapp."),
        "email_password_mismatch": _("E-mail and password don’t match. Please look at both once more."),
        "email_taken": _(
            "There is an account with this address already. Sign in to it, and take along what you did here."
        ),
        "enter_current_password": _("That is not your old password. Please type it once more."),
        "incorrect_password": _("That is not the password. Please type it once more."),
        "invalid_password_reset": _("This link is no longer good. Please ask for a new one."),
        "rate_limited": _("That was many tries. Please wait a few minutes."),
        "same_as_current": _("This is the password that you have now. Please choose another."),
        "too_many_login_attempts": _("That was many tries. Please wait a few minutes."),
    }

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Before the guest's session is replaced by the account's, do with what the guest did as they chose.

        Where nobody asks (a new account) it comes along.
        """
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        guest = request.user
        if response or not isinstance(user, User) or not isinstance(guest, User):
            return response
        if guest.is_guest and guest.pk != user.pk:
            match request.POST.get("guest"):
                case Guest.KEEP:
                    request.META[GUEST_LEFT] = str(guest.pk)
                    _say(
                        request,
                        gettext(
                            "What you did as a guest is kept too. Sign out, and you find it again in this browser."
                        ),
                    )
                case Guest.DELETE:
                    guest.delete()
                    _say(request, gettext("What was done here as a guest is deleted."))
                case _:
                    _tell(request, merge(guest, into=user))
        return None

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signing in empties the session; who waits in it is carried over, also from one account to the next."""
        left = request.META.get(GUEST_LEFT) or request.session.get(GUEST_LEFT)
        super().login(request, user)
        if left:
            request.session[GUEST_LEFT] = left

    def logout(self, request: HttpRequest) -> None:
        """Whoever was a guest before is one again, where their doings were left here."""
        if _stays(request):
            return
        left = request.session.get(GUEST_LEFT)
        super().logout(request)
        if guest_again(request, left):
            messages.info(request, gettext("What you did as a guest is here again."))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Left out: what goes without saying beside what became of a guest's doings, and what isn't so."""
        if message_template == "account/messages/logged_out.txt" and _stays(request):
            return
        if message_template != "account/messages/logged_in.txt" or TOLD not in request.META:
            super().add_message(request, level, message_template, *args, **kwargs)

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """We have none."""
