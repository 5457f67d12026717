"""Views: second factors (passkeys, app, recovery codes), and reauthentication."""

from functools import wraps

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.demo_accounts import is_demo_account
from amparo.foundation.core.accounts.oidc import identity_providers_of
from amparo.foundation.core.accounts.sign_in import (
    browser_label,
    complete_sign_in,
    pending_sign_in,
    record_failed_sign_in,
    redirect_target,
)
from amparo.foundation.core.audit import log
from amparo.ui.qr import qr_code
from amparo.ui.responses import action_done

from ..forms import NewPasskeyForm, NewTotpForm, PasskeyForm, PasswordForm, TwoFactorCodeForm

FIRST_FACTOR_TEMPLATE, APP_TEMPLATE, CODES_TEMPLATE = (
    f"site/accounts/two_factor/{name}.html" for name in ("first_factor", "app", "codes")
)
SECRET_SESSION_KEY = "way.secret"  # noqa: S105
FORM_METHODS = ["GET", "HEAD", "POST"]


def require_factor_setup(view):
    """Opens the view to who sets up a first factor at sign-in, or has just reauthenticated."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        arrival = pending_sign_in(request)
        if request.user.is_authenticated:
            return two_factor.require_recent_authentication(view)(
                request, request.user, None, *args, **kwargs
            )
        if arrival is None:
            return redirect_to_login(request.get_full_path())
        if two_factor.second_factors_of(arrival.user).any:  # a password alone adds nothing to them
            return redirect("two-factor")
        return view(request, arrival.user, arrival, *args, **kwargs)

    return guarded


@require_factor_setup
@require_safe
def first_factor(request, user, arrival):
    if arrival is None:
        return redirect("account")
    return render(request, FIRST_FACTOR_TEMPLATE, {"member": user, "arrival": arrival})


@require_factor_setup
@require_http_methods(FORM_METHODS)
def add_app(request, user, arrival):
    """A secret, as a drawing and in letters; it counts once a code made with it comes back."""
    if arrival and not arrival.may_set_up:
        return redirect("two-factor-setup")
    if request.method != "POST" or SECRET_SESSION_KEY not in request.session:
        request.session[SECRET_SESSION_KEY] = generate_totp_secret()
    secret = request.session[SECRET_SESSION_KEY]
    form = NewTotpForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        del request.session[SECRET_SESSION_KEY]
        two_factor.add_app(user, secret, form.cleaned_data["code"])
        return _factor_added(request, user, arrival)
    url = two_factor.Adapter().build_totp_url(user, secret)
    context = {
        "form": form, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "drawing": qr_code(url), "arrival": arrival,
    }  # fmt: skip
    response = render(request, APP_TEMPLATE, context, status=422 if form.is_bound else 200)
    response.keep_changes = True
    return response


@require_factor_setup
@require_POST
def add_passkey(request, user, arrival):
    if arrival and not arrival.may_set_up:
        return redirect("two-factor-setup")
    form = NewPasskeyForm(request.POST)
    if not form.is_valid():
        context = {"member": user, "arrival": arrival, "failed": True}
        return render(request, FIRST_FACTOR_TEMPLATE, context, status=422)
    two_factor.add_passkey(user, browser_label(request), form.cleaned_data["credential"])
    return _factor_added(request, user, arrival)


@require_factor_setup
@require_POST
def new_passkey_challenge(request, user, arrival):
    """What the browser needs to make a passkey for this person."""
    return JsonResponse(webauthn.begin_registration(user, True))


@require_POST
@two_factor.require_recent_authentication
def new_recovery_codes(request):
    """Ten new recovery codes; those before open nothing any more."""
    return _recovery_codes_page(request, request.user, reverse("account"))


@require_POST
@two_factor.require_recent_authentication
def remove_factor(request, pk):
    way = get_object_or_404(Authenticator.objects.filter(user_id=request.user.pk), pk=pk)
    two_factor.remove(way, by=request.user)
    return action_done(
        request,
        next_url=reverse("account"),
        message=_("Removed. It can no longer be used to sign in."),
    )


def _factor_added(request, user, arrival):
    """In, when this was the step that was missing: to the first steps, as on a first day.
    With the first way come the codes.
    """
    where = arrival.where or reverse("first-steps") if arrival else reverse("account")
    entered = arrival and complete_sign_in(
        request, user, f"{arrival.how}+set_up", proof="two",
        is_shared=arrival.is_shared, where=where,
    )  # fmt: skip
    if two_factor.second_factors_of(user).codes:
        said = _("Added. You can sign in with it from now on.")
        return entered or action_done(request, next_url=where, message=said)
    shown = _recovery_codes_page(request, user, where)
    if entered:
        shown.cookies = entered.cookies
    return shown


def _recovery_codes_page(request, user, where):
    codes = [f"{code[:4]} {code[4:]}" for code in two_factor.new_codes(user)]
    response = render(request, CODES_TEMPLATE, {"codes": codes, "then": escape(where)})
    response.idempotent_redirect = where
    return response


# Reauthentication before an action that gives power or carries many files away.

REAUTHENTICATE_TEMPLATE = "site/accounts/sign_in/reauthenticate.html"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reauthenticate(request):
    user, ways = request.user, two_factor.second_factors_of(request.user)
    kind = TwoFactorCodeForm if ways.any else PasswordForm
    shown = two_factor.current_code(user) if is_demo_account(user) else ""
    form = kind(request.POST or None, request=request, user=user, initial={"code": shown})
    key = PasskeyForm(request.POST, user=user) if "credential" in request.POST else None
    if request.method == "POST":
        if (key or form).is_valid():
            two_factor.mark_reauthenticated(request)
            log.log_event(user, "user.confirmed", user)
            return redirect(redirect_target(request))
        record_failed_sign_in(user, "confirm")
    context = {
        "form": form, "key": key, "ways": ways, "next": redirect_target(request), "shown": shown,
        "providers": _identity_providers_to_ask(user, ways),
    }  # fmt: skip
    response = render(
        request, REAUTHENTICATE_TEMPLATE, context, status=422 if form.is_bound else 200
    )
    response.keep_changes = True
    return response


def _identity_providers_to_ask(user, ways):
    """Whoever has nothing but another organization's account shows there that it is them."""
    return [] if ways.any or user.has_usable_password() else identity_providers_of(user)


@login_not_required
@never_cache
@require_POST
def passkey_challenge(request):
    """What the browser needs to ask a passkey: of this user, or of anybody at sign-in."""
    arrival = pending_sign_in(request)
    user = request.user if request.user.is_authenticated else arrival and arrival.user
    if user is not None and not two_factor.second_factors_of(user).passkeys:
        user = None
    return JsonResponse(webauthn.begin_authentication(user))
