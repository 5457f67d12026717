"""Sign-in: the state between first and second factor, the session that starts, known browsers.

Nobody is signed in before all factors are verified; then a session starts under a new key.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.accounts.two_factor import second_factors_of
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import KnownBrowser, Notification, User
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import safe_next_url

from ..notifications.email import send_notification_email

SESSION_KEY = "arriving"
PENDING_MAX_AGE = timedelta(minutes=20)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class PendingSignIn:
    """A user who has passed the first factor: a password, a link, or the sign-in of another
    organization.
    """

    user: User
    how: str
    is_shared: bool
    where: str

    @property
    def may_set_up(self) -> bool:
        """Returns whether the user may set up a second factor now: not while a recovery is open,
        which two colleagues must confirm.
        """
        return not self.user.recoveries.open().exists()


def begin_sign_in(
    request: HttpRequest, user: User, how: str, *, is_shared: bool = False, where: str = ""
) -> HttpResponse:
    """Stores the first factor under a new session key, and redirects to the second factor, to its
    set-up, or signs in where none is required.
    """
    request.session.cycle_key()
    request.session[SESSION_KEY] = {
        "user": user.pk, "hash": user.get_session_auth_hash(), "how": how,
        "shared": is_shared, "where": where, "at": now().isoformat(),
    }  # fmt: skip
    if second_factors_of(user).any:
        return redirect("two-factor")
    if user.requires_two_factor:
        return redirect("two-factor-setup")
    return complete_sign_in(request, user, how, proof="one", is_shared=is_shared, where=where)


def pending_sign_in(request: HttpRequest) -> PendingSignIn | None:
    """Returns who has passed the first factor in this session; None after 20 minutes, or if the
    password was changed since.
    """
    told = request.session.get(SESSION_KEY)
    if not told or now() - sessions.parse_time(told["at"]) > PENDING_MAX_AGE:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    # A password that was changed meanwhile proves nothing any more.
    if user is None or not constant_time_compare(user.get_session_auth_hash(), told["hash"]):
        return None
    return PendingSignIn(user, told["how"], told["shared"], told["where"])


def complete_sign_in(
    request: HttpRequest,
    user: User,
    how: str,
    *,
    proof: str,
    is_shared: bool = False,
    where: str = "",
) -> HttpResponse:
    """Signs the user in and starts a session; notifies them of a new browser. Raises Refusal for
    accounts of systems, and for practice accounts.
    """
    if user.is_system or user.is_practice:
        raise Refusal(_("That sign-in did not work. Try again."))
    request.session.pop(SESSION_KEY, None)
    browser, is_new = record_browser(request, user)
    sessions.start_session(request.session, proof=proof, is_shared=is_shared, browser=browser.pk)
    login(request, user, backend=BACKEND)
    log.log_event(user, "user.signed_in", user, mode=how)
    if is_new:
        _notify_of_new_browser(user, browser.label)
    response = redirect(where or "home")
    set_browser_cookie(request, response)
    return response


def record_failed_sign_in(user: User | None, how: str) -> None:
    """Writes an audit entry for a failed attempt, with the account if there is one."""
    log.log_event(None, "sign_in.failed", user, mode=how)


def redirect_target(request: HttpRequest) -> str:
    return safe_next_url(
        request.POST.get("next") or request.GET.get("next") or "", reverse("home")
    )


def _notify_of_new_browser(user: User, label: str) -> None:
    Notification.notify(
        [user], event="browser.new", about=label[:40], url=reverse("account"), by=None, urgent=True
    )
    send_notification_email(user, "browser.new")


# Known browsers: a cookie that only one browser holds, and a label for it.

BROWSER_COOKIE_SECONDS = 180 * 24 * 60 * 60
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_OPERATING_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def known_browser_hash(request: HttpRequest, email: str) -> str:
    """Returns the hash of this browser's cookie if the account with this e-mail signed in with it
    before, else "".
    """
    cookie_hash = _cookie_hash(request)
    is_known = bool(cookie_hash) and KnownBrowser.objects.filter(
        user__email=email.strip().lower(), cookie_hash=cookie_hash
    ).exists()  # fmt: skip
    return cookie_hash if is_known else ""


def record_browser(request: HttpRequest, user: User) -> tuple[KnownBrowser, bool]:
    """Stores the browser in use; returns it, and whether the user has others and this one is new.
    Sets the cookie on the request only.
    """
    if not _cookie_hash(request):
        request.COOKIES[settings.AMPARO_BROWSER_COOKIE] = secrets.token_urlsafe(24)
    browser, is_new = KnownBrowser.objects.update_or_create(
        user=user,
        cookie_hash=_cookie_hash(request),
        defaults={"label": browser_label(request), "seen_at": now()},
    )
    return browser, is_new and user.browsers.count() > 1


def set_browser_cookie(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        settings.AMPARO_BROWSER_COOKIE, request.COOKIES[settings.AMPARO_BROWSER_COOKIE],
        max_age=BROWSER_COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip


def browser_label(request: HttpRequest) -> str:
    """Returns a label such as "Firefox, Android", without versions or anything that identifies."""
    agent = request.headers.get("user-agent", "")
    found = [
        next((word for sign, word in signs if sign in agent), "")
        for signs in (_BROWSERS, _OPERATING_SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("A browser")


def _cookie_hash(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.AMPARO_BROWSER_COOKIE, "")
    if not cookie:
        return ""
    return hmac.new(key_ring.derive("browsers"), cookie.encode(), sha256).hexdigest()
