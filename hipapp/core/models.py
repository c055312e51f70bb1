"""The person. A guest is a real user without an e-mail address, known by this browser's session only."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hipapp.core.enums import Clothes, FigureBody, HairColour, SkinTone


class UserManager(BaseUserManager["User"]):
    def create_guest(self, time_zone: str = "UTC") -> User:
        """A nameless user who can do everything but sign in again from another browser."""
        user = self.model(email=None, time_zone=time_zone)
        user.set_unusable_password()
        user.save()
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


def _one_of(usual: StrEnum) -> models.CharField[str, str]:
    """One of an enum's words, `usual` where nothing was chosen; in the database too, for code that knows it not."""
    words = [(word.value, word.value) for word in type(usual)]
    return models.CharField(max_length=10, choices=words, default=usual.value, db_default=usual.value)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)  # the labelled demo account
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Who is drawn in the pictures, and in which colours (static/css/figures.css).
    figure_body = _one_of(FigureBody.A)
    figure_skin = _one_of(SkinTone.LIGHT)
    figure_hair = _one_of(HairColour.DARK)
    figure_clothes = _one_of(Clothes.SEA)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email or f"guest {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower() if self.email else None
        super().save(*args, **kwargs)

    @property
    def is_guest(self) -> bool:
        return self.email is None

    @property
    def figure(self) -> dict[str, str]:
        """Who is drawn, and in which colours."""
        return {name: getattr(self, f"figure_{name}") for name in ("body", "skin", "hair", "clothes")}

    def choose_figure(self, body: str, skin: str, hair: str, clothes: str) -> None:
        self.figure_body, self.figure_skin, self.figure_hair, self.figure_clothes = body, skin, hair, clothes
        self.save(update_fields=["figure_body", "figure_skin", "figure_hair", "figure_clothes"])

    @property
    def has_own_colours(self) -> bool:
        """Whether figures look otherwise than they do by themselves."""
        return self.figure_classes != User().figure_classes

    @property
    def figure_classes(self) -> str:
        """The page's classes that give its figures their colours."""
        return f"fig-skin-{self.figure_skin} fig-hair-{self.figure_hair} fig-clothes-{self.figure_clothes}"

    def was_here(self) -> None:
        """Renew a guest's sign-in, so that they are not forgotten (`hipapp.site.tidy`). One query."""
        if self.is_guest:
            self.last_login = timezone.now()
            self.save(update_fields=["last_login"])

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):  # this host does not know it
            return ZoneInfo("UTC")
