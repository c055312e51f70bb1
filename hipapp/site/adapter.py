"""How hipapp differs from allauth's ways: guests may sign in, and what they did comes along."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from hipapp.core.models import User
from hipapp.site.merge import merge


class AccountAdapter(DefaultAccountAdapter):
    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Before the guest's session is replaced by the account's, move over what the guest did."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        guest = request.user
        if response or not isinstance(user, User) or not isinstance(guest, User):
            return response
        if guest.is_guest and guest.pk != user.pk:
            merge(guest, into=user)
        return None

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """We have none."""
