"""Signing in and out: a password and a second step, or a passkey alone."""

from typing import NoReturn

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.demo_accounts import demo_people
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Recovery, User

from ..arriving import arriving, begin, enter, is_of_the_demo, refuse, where_to
from ..forms.second_step import CodeForm, PasskeyForm
from ..forms.signing_in import NewPasswordForm, SignInForm
from ..oidc import houses

SIGN_IN = "site/signing_in/sign_in.html"
SECOND = "site/signing_in/second.html"
PASSWORD = "site/signing_in/password.html"  # noqa: S105
ASKS = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@sensitive_post_parameters("password", "codes")
@require_http_methods(ASKS)
def sign_in(request):
    where = where_to(request)
    if request.user.is_authenticated:
        return redirect(where)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        is_shared = form.cleaned_data["shared"]
        if form.is_proven_twice:
            return enter(
                request, form.user, "password+totp", proof="two",
                is_shared=is_shared, where=where,
            )  # fmt: skip
        return begin(request, form.user, "password", is_shared=is_shared, where=where)
    if form.is_bound:
        email = form.cleaned_data.get("email", "").lower()
        refuse(User.objects.filter(email=email).first(), "password")
    return _door(request, form, where)


@login_not_required
@never_cache
@require_POST
def with_passkey(request):
    """A passkey is two proofs in one: the device, and the finger or PIN that opens it."""
    where = where_to(request)
    if request.user.is_authenticated:
        return redirect(where)
    form = PasskeyForm(request.POST, user=None)
    if not form.is_valid() or not form.user.is_active:
        refuse(form.user, "passkey")
        return _door(request, SignInForm(request=request), where, failed=True)
    form.way.record_usage()
    is_shared = bool(request.POST.get("shared"))
    return enter(request, form.user, "passkey", proof="two", is_shared=is_shared, where=where)


@login_not_required
@never_cache
@require_http_methods(ASKS)
def second(request):
    arrival = arriving(request)
    if arrival is None:
        return redirect("sign-in")
    user, ways = arrival.user, two_factor.second_factors_of(arrival.user)
    if not ways.any:
        return redirect("ways-first")
    shown = two_factor.current_code(user) if is_of_the_demo(user) else ""
    form = CodeForm(request.POST or None, request=request, user=user, initial={"code": shown})
    key = PasskeyForm(request.POST, user=user) if "credential" in request.POST else None
    if request.method == "POST":
        if way := _way_taken(form, key):
            return enter(
                request, user, f"{arrival.how}+{way}", proof="two",
                is_shared=arrival.is_shared, where=arrival.where,
            )  # fmt: skip
        refuse(user, "second_step")
    context = {
        "form": form, "key": key, "ways": ways, "member": user, "shown": shown,
        "is_demo_person": is_of_the_demo(user),
    }  # fmt: skip
    return _answer(request, SECOND, context, is_tried=request.method == "POST")


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
@require_http_methods(ASKS)
def welcome(request, ref, token):
    """A one-time link from the administrator: choose a password. The second step stays asked."""
    user = User.objects.filter(ref=ref, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        _opens_nothing(user)
    return _choose(request, user, lambda password: _take(user, password))


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(ASKS)
def back_in(request, ref, token):
    """The link of two colleagues: begin anew, with another password and another second step."""
    recovery = Recovery.objects.filter(ref=ref, user__is_active=True).first()
    if recovery is None or not recovery.opens_with(token):
        _opens_nothing(recovery and recovery.user)
    return _choose(request, recovery.user, recovery.use)


def _choose(request, user, take):
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        take(form.cleaned_data["password"])
        return begin(request, user, "link")
    return _answer(request, PASSWORD, {"form": form, "member": user}, keeps=False)


def _opens_nothing(user: User | None) -> NoReturn:
    """A link that was used, is too old or was made up: a line says at whose door."""
    if user is not None:
        log.log_denied(None, "sign_in.failed", user, mode="link")
    raise Http404


def _take(user, password):
    user.set_password(password)
    user.save()
    user.sessions.living().end(of=user, by=user)
    log.log_event(user, "password.chosen", user)


def _way_taken(form: CodeForm, key: PasskeyForm | None) -> str:
    if key is not None and key.is_valid():
        key.way.record_usage()
        return "passkey"
    return form.kind if key is None and form.is_valid() else ""


def _door(request, form, where, *, failed=False):
    people = demo_people() if settings.DEMO else []
    context = {
        "form": form, "next": where, "people": people, "password": settings.DEMO_PASSWORD,
        "failed": failed, "houses": houses(),
    }  # fmt: skip
    response = _answer(request, SIGN_IN, context, is_tried=failed or form.is_bound)
    if form.wait:
        response.headers["Retry-After"] = str(form.wait)
    return response


def _answer(request, template, context, *, is_tried=False, keeps=True):
    is_tried = is_tried or context["form"].is_bound
    response = render(request, template, context, status=422 if is_tried else 200)
    response.keep_changes = keeps  # a failed try stays in the ledger, and is counted
    return response
