"""Views: one's own account, password, language, sessions and known browsers."""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.practice import practice_account_of
from amparo.foundation.core.accounts.sign_in import record_failed_sign_in
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import KnownBrowser, Session, User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done, render_page, safe_next_url

from ..forms import ChangePasswordForm, LanguageForm

ACCOUNT_TEMPLATE = "site/accounts/account.html"


@require_safe
def account(request):
    return render(request, ACCOUNT_TEMPLATE, _account_context(request))


@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    form = ChangePasswordForm(request.POST or None, user=request.user, request=request)
    if request.method == "POST" and form.is_valid():
        request.user.set_password(form.cleaned_data["password"])
        request.user.save()
        log.log_event(request.user, "password.chosen", request.user)
        update_session_auth_hash(request, request.user)
        end_sessions_elsewhere(request)
        said = _("Your password is changed. Other sessions have ended.")
        return action_done(
            request,
            ACCOUNT_TEMPLATE,
            _account_context(request),
            part="password",
            next_url=reverse("account"),
            message=said,
        )
    if "old" in form.errors:
        record_failed_sign_in(request.user, "password")
    status = 422 if form.is_bound else 200
    response = render_page(
        request, ACCOUNT_TEMPLATE, _account_context(request, form), part="password", status=status
    )
    response.keep_changes = True  # a failed try stays in the ledger, and is counted
    return response


@login_not_required
@require_POST
def set_language(request):
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


def _account_context(request, form=None) -> dict:
    user = request.user
    return {
        "form": form,
        "places": user.memberships_held,
        "may_practise": practice_account_of(user) is not None,
        "ways": two_factor.second_factors_of(user),
        **sessions_context(request),
    }


# Sessions and known browsers.


def sessions_context(request) -> dict:
    """For the page of one's account: the living sessions, this one first, and the browsers."""
    mine = Session.objects.living().accessible_to(request.user).select_related("browser")
    living = list(mine.order_by("-seen_at"))
    for each in living:
        each.is_here = str(each.ref) == request.session["ref"]
    living.sort(key=lambda each: not each.is_here)
    browsers = KnownBrowser.objects.accessible_to(request.user).order_by("-seen_at")
    return {"living": living, "browsers": browsers}


@require_POST
def end_session(request, ref):
    ending = Session.objects.living().accessible_to(request.user).filter(ref=ref)
    get_object_or_404(ending)
    ending.end(of=request.user, by=request.user)
    return _to_sessions(request, _("That session has ended."))


def end_sessions_elsewhere(request) -> None:
    """Everywhere but on this screen."""
    others = (
        Session.objects.living().accessible_to(request.user).exclude(ref=request.session["ref"])
    )
    others.end(of=request.user, by=request.user)


@require_POST
def end_other_sessions(request):
    end_sessions_elsewhere(request)
    return _to_sessions(request, _("You are signed out everywhere else."))


@require_POST
def forget_browser(request, pk):
    browser = get_object_or_404(KnownBrowser.objects.accessible_to(request.user, "forget"), pk=pk)
    browser.forget(by=request.user)
    return _to_sessions(request, _("That browser is forgotten, and signed out."))


@require_POST
def end_all_sessions_of_member(request, ref):
    """An administrator, of a colleague: at once, everywhere."""
    member = get_permitted_or_404(request, User, to="edit", ref=ref)
    member.sessions.living().end(of=member, by=request.user)
    where = reverse("staff-member", args=[member.ref])
    return action_done(
        request, next_url=where, message=_("All sessions of the colleague were ended.")
    )


def _to_sessions(request, said: str):
    return action_done(request, next_url=reverse("account") + "#sessions", message=said)
