"""Views: an organization without an account reads and answers a referral by its link.

The link, the code that was said by telephone and the browser of the first time open it for half
an hour, again and again until the referral is over. Looking at the link changes nothing.
"""

import secrets
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.audit import log
from amparo.foundation.core.receipt_sessions import ReceiptSessionCookie
from amparo.pillars.assistance.referrals.forms.responses import LinkCodeForm
from amparo.pillars.assistance.referrals.models import ReferralLink
from amparo.pillars.assistance.referrals.models.links import LinkRefusalReason
from amparo.pillars.assistance.referrals.presenters import ReceivedReferral
from amparo.ui.responses import action_done, redirect_to

CODE_TEMPLATE, REFERRAL_TEMPLATE, REFUSED_TEMPLATE = (
    "site/link_portal/code.html",
    "site/link_portal/referral.html",
    "site/link_portal/refused.html",
)
BROWSER_COOKIE = "amparo_link"
BROWSER_COOKIE_AGE = timedelta(days=180)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request, token):
    """To look at it is the same whatever the link: neither a machine nor a finder learns more."""
    if request.method == "POST":
        return _open_with_code(request, token)
    received = _open_referral(request, token)
    if received:
        log.log_read(None, received.referral)
        return _referral_page(request, received, token)
    return _code_page(request, LinkCodeForm())


def require_link_session(view):
    @login_not_required
    @never_cache
    @require_POST
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        received = _open_referral(request, token)
        if received is None:  # half an hour is over, or nothing is shared any more
            return redirect_to(request, _url(token))
        return view(request, token, received)

    return shown


@require_link_session
def answer(request, token, received):
    return _record(request, token, received, "answer")


@require_link_session
def report(request, token, received):
    return _record(request, token, received, "report")


@require_link_session
def leave(request, token, received):
    response = redirect_to(request, _url(token))
    _session_cookie(token).end(request, response)
    return response


def _open_with_code(request: HttpRequest, token: str) -> HttpResponse:
    form, link = LinkCodeForm(request.POST), ReferralLink.of(token)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    browser = request.COOKIES.get(_cookie(), "")
    if not browser:
        form.add_error(None, _("This browser keeps no cookies: allow them for this page."))
        return _code_page(request, form, status=422)
    why = link.open(form.cleaned_data["code"], browser) if link else LinkRefusalReason.OVER
    if why == LinkRefusalReason.WRONG:
        form.add_error("code", _("This is not the code. Check it, or ask who sent it."))
        return _keep_changes(_code_page(request, form, status=422))
    if why or link is None:
        return _keep_changes(render(request, REFUSED_TEMPLATE, status=403))
    response = redirect_to(request, _url(token))
    _session_cookie(token).open(response, link.ref, "")
    return response


def _open_referral(request: HttpRequest, token: str) -> ReceivedReferral | None:
    link = ReferralLink.of(token)
    visit = _session_cookie(token).visit(request) if link else None
    is_in = link is not None and visit is not None and link.is_live
    if not is_in or visit.ref != link.ref:
        return None
    return ReceivedReferral(link.referral, link=link)


def _record(
    request: HttpRequest, token: str, received: ReceivedReferral, what: str
) -> HttpResponse:
    said = received.hear(request, what)
    if not said:
        return _referral_page(request, received, token, status=422)
    if not received.link.is_live:
        return render(request, "site/link_portal/thanks.html", {"said": said})
    return action_done(request, next_url=_url(token), message=said)


def _referral_page(
    request: HttpRequest, received: ReceivedReferral, token: str, status: int = 200
) -> HttpResponse:
    addresses = {f"{what}_url": _url(token, what) for what in ("answer", "report", "end")}
    context = {"received": received, "referral": received.referral, **addresses}
    return render(request, REFERRAL_TEMPLATE, context, status=status)


def _code_page(request: HttpRequest, form: LinkCodeForm, status: int = 200) -> HttpResponse:
    response = render(request, CODE_TEMPLATE, {"form": form}, status=status)
    if not request.COOKIES.get(_cookie()):
        response.set_cookie(
            _cookie(), secrets.token_urlsafe(32), max_age=BROWSER_COOKIE_AGE, path=request.path,
            secure=settings.HTTPS, httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def _keep_changes(response: HttpResponse) -> HttpResponse:
    """What was tried stays in the ledger, and is counted."""
    response.keep_changes = True  # type: ignore[attr-defined]
    return response


def _cookie() -> str:
    return f"__Secure-{BROWSER_COOKIE}" if settings.HTTPS else BROWSER_COOKIE


def _session_cookie(token: str) -> ReceiptSessionCookie:
    return ReceiptSessionCookie("referral", _url(token))


def _url(token: str, what: str = "") -> str:
    return reverse(f"referral-link-{what}" if what else "referral-link", args=[token])
