"""The account: keep what a guest did, take it all along, delete it all."""

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import password_reset as allauth_password_reset
from allauth.account.views import password_reset_done as allauth_password_reset_done
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hipapp.core.clock import today_of
from hipapp.core.enums import Clothes, FigureBody, HairColour, SkinTone
from hipapp.core.labels import choices
from hipapp.core.models import User
from hipapp.core.people import PersonRequest, ensure_person, person_of, person_required
from hipapp.core.wrong import FocusOnWrong
from hipapp.site.export import export_of

TOO_LONG = gettext_lazy("Please keep it to %(limit_value)d characters; this has %(show_value)d.")


class KeepForm(FocusOnWrong, forms.Form):
    """An e-mail address and a password turn a guest into an account, in place."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Please fill this in."),
            "invalid": gettext_lazy("Please write an e-mail address like name@example.org."),
            "max_length": TOO_LONG,
        },
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        error_messages={"required": gettext_lazy("Please fill this in."), "max_length": TOO_LONG},
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text=gettext_lazy("At least 8 characters; a few words in a row are good."),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(
                gettext_lazy(
                    "There is an account with this address already. Sign in to it, and take along what you did here."
                )
            )
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, User(email=self.cleaned_data.get("email")))
        return password


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "site/account.html", {"guest_days": settings.GUEST_DAYS})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@person_required
def keep(request: PersonRequest) -> HttpResponseBase:
    """Nothing is copied, so nothing is lost: the guest's own row gets an address and a password."""
    if not request.user.is_guest:
        return redirect("account")
    form = KeepForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="signup"):
            return render(request, "429.html", status=429)
        if form.is_valid():
            _keep(request, form.cleaned_data["email"], form.cleaned_data["password"])
            messages.success(request, _("Kept. From now on you can sign in anywhere."))
            return redirect("home")
    return render(request, "site/keep.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _keep(request: PersonRequest, email: str, password: str) -> None:
    user = request.user
    user.email = email
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    update_session_auth_hash(request, user)


_CHOOSE = dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Please choose one of what is offered."))


class FigureForm(forms.Form):
    """Who is drawn in the pictures, and in which colours."""

    body = forms.ChoiceField(label=gettext_lazy("Body"), choices=choices(FigureBody), error_messages=_CHOOSE)
    skin = forms.ChoiceField(label=gettext_lazy("Skin"), choices=choices(SkinTone), error_messages=_CHOOSE)
    hair = forms.ChoiceField(label=gettext_lazy("Hair"), choices=choices(HairColour), error_messages=_CHOOSE)
    clothes = forms.ChoiceField(
        label=gettext_lazy("Clothes"), choices=choices(Clothes), error_messages=_CHOOSE
    )


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest) -> HttpResponseBase:
    """Open to everybody; whoever saves without an account becomes a guest by it."""
    form = FigureForm(request.POST or None, initial=(person_of(request) or User()).figure)
    if form.is_bound and form.is_valid():
        ensure_person(request).choose_figure(**form.cleaned_data)
        messages.success(request, _("Saved. Every picture follows."))
        return redirect("account_figure")
    context = {"form": form, "colours": [form["skin"], form["hair"], form["clothes"]]}
    return render(request, "site/figure.html", context, status=422 if form.errors else 200)


@require_safe
@person_required
def export(request: PersonRequest) -> HttpResponseBase:
    """Everything that is known of this person, as one JSON file."""
    text = json.dumps(export_of(request.user), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"hipapp-{today_of(request.user).isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@person_required
def delete(request: PersonRequest) -> HttpResponseBase:
    """Delete everything now. Asked once, done at once, gone for good."""
    if request.method == "POST":
        user = request.user
        get_adapter().logout(request)  # a guest whose doings were left here is one again
        user.delete()
        is_guest_again = request.user.is_authenticated
        messages.success(
            request, _("The account is deleted.") if is_guest_again else _("Everything is deleted.")
        )
        response = redirect("home")
        response["Clear-Site-Data"] = '"storage"'  # taps that this browser had not sent yet
        return response
    return render(request, "site/delete.html")


@require_http_methods(["GET", "POST"])
@person_required
def password_set(request: PersonRequest) -> HttpResponseBase:
    """Where allauth sends somebody without a password. That is a guest, who needs an address as well."""
    return redirect("account_keep" if request.user.is_guest else "account_change_password")


@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponseBase:
    """allauth's page, which would say that mail is on its way where none can be sent."""
    return allauth_password_reset_done(request) if settings.HAS_MAIL else redirect("account_reset_password")


@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponseBase:
    """allauth's page where mail can be sent; elsewhere a page that says plainly that it can't."""
    if settings.HAS_MAIL:
        response: Any = allauth_password_reset(request)
        if hasattr(response, "context_data") and response.context_data is not None:
            response.context_data["has_mail"] = True
        return response  # type: ignore[no-any-return]
    return render(
        request, "account/password_reset.html", {"has_mail": False}, status=503 if request.POST else 200
    )
