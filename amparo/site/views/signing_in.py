"""Signing in and out. The demo's people are offered by name on a machine of one's own."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.trust import audit
from amparo.foundation.trust.models import Entry, User

from ..demo_people import demo_people
from ..forms.signing_in import NewPasswordForm, SignInForm

SIGN_IN = "site/sign_in.html"
WELCOME = "site/welcome.html"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    where = _where_to(request)
    if request.user.is_authenticated:
        return redirect(where)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.user)
        audit.note(form.user, "user.signed_in", form.user)
        return redirect(where)
    status = 200
    if form.is_bound:
        Entry.objects.create(deed="sign_in.failed")
        status = 422
    people = demo_people() if settings.DEMO else []
    response = render(
        request,
        SIGN_IN,
        {"form": form, "next": where, "people": people, "password": settings.DEMO_PASSWORD},
        status=status,
    )
    response.keep_changes = True  # a failed try stays in the ledger
    return response


@require_POST
def sign_out(request):
    audit.note(request.user, "user.signed_out", request.user)
    logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request, ref, token):
    """A one-time link from the administrator: choose a password, and one is in."""
    user = User.objects.filter(ref=ref, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        raise Http404
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save()
        audit.note(user, "password.chosen", user)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("home")
    return render(
        request, WELCOME, {"form": form, "member": user}, status=422 if form.is_bound else 200
    )


def _where_to(request) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("home")
