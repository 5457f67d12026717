"""Knowing a browser again: a cookie that only it holds, and a word for what it is."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import Browser, User

KNOWN_FOR = 180 * 24 * 60 * 60
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_MACHINES = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def known(request: HttpRequest, email: str) -> str:
    """The mark of this browser, where the owner of this account has signed in before, else ""."""
    mark = _mark(request)
    is_known = bool(mark) and Browser.objects.filter(
        user__email=email.strip().lower(), mark=mark
    ).exists()  # fmt: skip
    return mark if is_known else ""


def meet(request: HttpRequest, user: User) -> tuple[Browser, bool]:
    """The browser in which they sign in now, and whether it is one we did not know."""
    if not _mark(request):
        request.COOKIES[settings.AMPARO_BROWSER_COOKIE] = secrets.token_urlsafe(24)
    browser, is_new = Browser.objects.update_or_create(
        user=user, mark=_mark(request), defaults={"label": label(request), "seen_at": now()}
    )
    return browser, is_new and user.browsers.count() > 1


def remember(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        settings.AMPARO_BROWSER_COOKIE, request.COOKIES[settings.AMPARO_BROWSER_COOKIE],
        max_age=KNOWN_FOR, httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip


def label(request: HttpRequest) -> str:
    """As one would say it: "Firefox, Android". No versions, nothing that tells two apart."""
    agent = request.headers.get("user-agent", "")
    found = [
        next((word for sign, word in signs if sign in agent), "")
        for signs in (_BROWSERS, _MACHINES)
    ]
    return ", ".join(filter(None, found)) or _("A browser")


def _mark(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.AMPARO_BROWSER_COOKIE, "")
    if not cookie:
        return ""
    return hmac.new(key_ring.derive("browsers"), cookie.encode(), sha256).hexdigest()
