"""Views: sign-in and sign-out, invitation and recovery links, OpenID Connect."""

from functools import wraps
from typing import NoReturn

from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from requests.exceptions import RequestException

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.demo_accounts import demo_people, is_demo_account
from amparo.foundation.core.accounts.oidc import identity_providers, refuse_sign_in
from amparo.foundation.core.accounts.sign_in import (
    begin_sign_in,
    complete_sign_in,
    pending_sign_in,
    record_failed_sign_in,
    redirect_target,
)
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import AccountRecovery, User

from ..forms import NewPasswordForm, PasskeyForm, SignInForm, TwoFactorCodeForm

SIGN_IN_TEMPLATE = "site/accounts/sign_in/sign_in.html"
SECOND_FACTOR_TEMPLATE = "site/accounts/sign_in/second_factor.html"
PASSWORD_TEMPLATE = "site/accounts/sign_in/password.html"  # noqa: S105
FORM_METHODS = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@sensitive_post_parameters("password", "codes")
@require_http_methods(FORM_METHODS)
def sign_in(request):
    where = redirect_target(request)
    if request.user.is_authenticated:
        return redirect(where)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        is_shared = form.cleaned_data["shared"]
        if form.is_proven_twice:
            return complete_sign_in(
                request, form.user, "password+totp", proof="two",
                is_shared=is_shared, where=where,
            )  # fmt: skip
        return begin_sign_in(request, form.user, "password", is_shared=is_shared, where=where)
    if form.is_bound:
        email = form.cleaned_data.get("email", "").lower()
        record_failed_sign_in(User.objects.filter(email=email).first(), "password")
    return _sign_in_page(request, form, where)


@login_not_required
@never_cache
@require_POST
def sign_in_with_passkey(request):
    """A passkey is two proofs in one: the device, and the finger or PIN that opens it."""
    where = redirect_target(request)
    if request.user.is_authenticated:
        return redirect(where)
    form = PasskeyForm(request.POST, user=None)
    if not form.is_valid() or not form.user.is_active:
        record_failed_sign_in(form.user, "passkey")
        return _sign_in_page(request, SignInForm(request=request), where, failed=True)
    form.way.record_usage()
    is_shared = bool(request.POST.get("shared"))
    return complete_sign_in(
        request, form.user, "passkey", proof="two", is_shared=is_shared, where=where
    )


@login_not_required
@never_cache
@require_http_methods(FORM_METHODS)
def second_factor(request):
    arrival = pending_sign_in(request)
    if arrival is None:
        return redirect("sign-in")
    user, ways = arrival.user, two_factor.second_factors_of(arrival.user)
    if not ways.any:
        return redirect("two-factor-setup")
    shown = two_factor.current_code(user) if is_demo_account(user) else ""
    form = TwoFactorCodeForm(
        request.POST or None, request=request, user=user, initial={"code": shown}
    )
    key = PasskeyForm(request.POST, user=user) if "credential" in request.POST else None
    if request.method == "POST":
        if way := _factor_used(form, key):
            return complete_sign_in(
                request, user, f"{arrival.how}+{way}", proof="two",
                is_shared=arrival.is_shared, where=arrival.where,
            )  # fmt: skip
        record_failed_sign_in(user, "second_step")
    context = {
        "form": form, "key": key, "ways": ways, "member": user, "shown": shown,
    }  # fmt: skip
    return _form_page(request, SECOND_FACTOR_TEMPLATE, context, is_tried=request.method == "POST")


@require_POST
def sign_out(request):
    log.log_event(request.user, "user.signed_out", request.user)
    logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(FORM_METHODS)
def welcome(request, ref, token):
    """A one-time link from the administrator: choose a password. The second step stays asked."""
    user = User.objects.filter(ref=ref, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        _refuse_link(user)
    return _choose_password(request, user, lambda password: _set_password(user, password))


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(FORM_METHODS)
def recover_account(request, ref, token):
    """The link of two colleagues: begin anew, with another password and another second step."""
    recovery = AccountRecovery.objects.filter(ref=ref, user__is_active=True).first()
    if recovery is None or not recovery.opens_with(token):
        _refuse_link(recovery and recovery.user)
    return _choose_password(request, recovery.user, recovery.use)


def _choose_password(request, user, take):
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        take(form.cleaned_data["password"])
        return begin_sign_in(request, user, "link")
    return _form_page(request, PASSWORD_TEMPLATE, {"form": form, "member": user}, keeps=False)


def _refuse_link(user: User | None) -> NoReturn:
    """A link that was used, is too old or was made up: the audit log says whose it was."""
    if user is not None:
        log.log_denied(None, "sign_in.failed", user, mode="link")
    raise Http404


def _set_password(user, password):
    user.set_password(password)
    user.save()
    user.sessions.living().end(of=user, by=user)
    log.log_event(user, "password.chosen", user)


def _factor_used(form: TwoFactorCodeForm, key: PasskeyForm | None) -> str:
    if key is not None and key.is_valid():
        key.way.record_usage()
        return "passkey"
    return form.kind if key is None and form.is_valid() else ""


def _sign_in_page(request, form, where, *, failed=False):
    people = demo_people() if settings.DEMO else []
    context = {
        "form": form, "next": where, "people": people, "password": settings.DEMO_PASSWORD,
        "failed": failed, "providers": identity_providers(),
    }  # fmt: skip
    response = _form_page(request, SIGN_IN_TEMPLATE, context, is_tried=failed or form.is_bound)
    if form.wait:
        response.headers["Retry-After"] = str(form.wait)
    return response


def _form_page(request, template, context, *, is_tried=False, keeps=True):
    is_tried = is_tried or context["form"].is_bound
    response = render(request, template, context, status=422 if is_tried else 200)
    response.keep_changes = keeps  # a failed try stays in the ledger, and is counted
    return response


# OpenID Connect (django-allauth; see `core/accounts/oidc.py`).


def _refuse_on_provider_error(view):
    """Refuses the sign-in where the provider is silent or its certificate is wrong."""

    @login_not_required
    @never_cache
    @wraps(view)
    def asked(request, provider_id):
        try:
            return view(request, provider_id)
        except RequestException:
            record_failed_sign_in(None, "organization")
            return refuse_sign_in(request)

    return asked


oidc_sign_in, oidc_callback = (
    _refuse_on_provider_error(views.login),
    _refuse_on_provider_error(views.callback),
)
