"""Django's checks of a new password, in our own words: they say what to do."""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. Please use at least %(n)d character.",
            "This password is too short. Please use at least %(n)d characters.",
            self.min_length,
        ) % {"n": self.min_length}


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is quickly guessed. Please choose another.")


class NotTheAddress(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is much like your e-mail address. Please choose another.")
