"""allauth's forms in our own words: a label for each field, no grey copy of it inside, no second link for help."""

from enum import StrEnum
from typing import Any

from allauth.account import forms as allauth
from django.core.exceptions import ValidationError
from django.forms import ChoiceField, EmailField, RadioSelect
from django.utils.translation import gettext_lazy as _

from hipapp.core.models import User
from hipapp.core.wrong import FocusOnWrong

_LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "oldpassword": _("Old password"),
}
_HELP = {"password1": _("At least 8 characters; a few words in a row are good.")}
_REQUIRED = _("Please fill this in.")
_NO_ADDRESS = _("Please write an e-mail address like name@example.org.")
_LONG = _("Please keep it to %(limit_value)d characters; this has %(show_value)d.")
_TWO = _("The two passwords differ. Please type the same one twice.")
_ONE_OF_THEM = _("Please choose one of these.")


class Guest(StrEnum):
    """What becomes of a guest's doings as they sign in: into the account, kept for afterwards, or deleted."""

    BRING = "bring"
    KEEP = "keep"
    DELETE = "delete"


class _InOurWords(FocusOnWrong):
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": _REQUIRED, "max_length": _LONG}
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = _NO_ADDRESS

    def add_error(self, field: str | None, error: Any) -> None:
        """What allauth says of two passwords that differ has no name by which to replace it."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = _TWO
        super().add_error(field, error)  # type: ignore[misc]


class LoginForm(_InOurWords, allauth.LoginForm):
    """Asks a guest what becomes of what was done here. Nothing is chosen beforehand: most of it can't be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.request.user if self.request else None
        if isinstance(person, User) and person.is_guest:
            self.fields["guest"] = ChoiceField(
                choices=[(choice, choice) for choice in Guest],  # the page says what each means
                widget=RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _ONE_OF_THEM),
            )


class SignupForm(_InOurWords, allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _LABELS["password"]


class ChangePasswordForm(_InOurWords, allauth.ChangePasswordForm):
    pass


class ResetPasswordForm(_InOurWords, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_InOurWords, allauth.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(_InOurWords, allauth.ReauthenticateForm):
    pass
