"""One's own account: language, password, calendar address, roles."""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.audit import log
from amparo.ui.responses import action_done, render_page, safe_next_url

from ..arriving import refuse
from ..forms.account import LanguageForm
from ..forms.signing_in import ChangePasswordForm
from . import sessions

SHOW = "site/account.html"


@require_safe
def show(request):
    return render(request, SHOW, _showing(request))


@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    form = ChangePasswordForm(request.POST or None, user=request.user, request=request)
    if request.method == "POST" and form.is_valid():
        request.user.set_password(form.cleaned_data["password"])
        request.user.save()
        log.log_event(request.user, "password.chosen", request.user)
        update_session_auth_hash(request, request.user)
        sessions.end_elsewhere(request)
        said = _("Your password is changed. Other sessions have ended.")
        return action_done(
            request, SHOW, _showing(request), part="password", then=reverse("account"), said=said
        )
    if "old" in form.errors:
        refuse(request.user, "password")
    status = 422 if form.is_bound else 200
    response = render_page(request, SHOW, _showing(request, form), part="password", status=status)
    response.keep_changes = True  # a failed try stays in the ledger, and is counted
    return response


@login_not_required
@require_POST
def language(request):
    """Speak this language from now on; the account remembers it."""
    form = LanguageForm(request.POST)
    response = redirect(safe_next_url(request.POST.get("next", "")))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, httponly=True,
            samesite="Lax", secure=settings.HTTPS,
        )  # fmt: skip
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response


def _showing(request, form=None) -> dict:
    user = request.user
    return {
        "form": form,
        "places": user.places,
        "ways": two_factor.second_factors_of(user),
        **sessions.showing(request),
    }
