"""The parts of allauth that hipapp uses, under their own names, plus our own account pages."""

from allauth.account import views as allauth
from django.urls import path, re_path

from hipapp.site import account

urlpatterns = [
    path("", account.overview, name="account"),
    path("keep/", account.keep, name="account_keep"),
    path("figure/", account.figure, name="account_figure"),
    path("export/", account.export, name="account_export"),
    path("delete/", account.delete, name="account_delete"),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("signup/", allauth.signup, name="account_signup"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_sent, name="account_reset_password_done"),
    # The key has a hyphen of its own, and a path converter would cut at the last one.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
