"""The second factor: a passkey, a code from an app, or a recovery code on paper.

django-allauth does the cryptography and stores the records; here are their encryption and the rule
that no code works twice.

Actions that give power or export many records ask for it again:

@require_recent_authentication def export(request): ...

OWASP ASVS 5.0, V7.5.3: a page left open for a moment must not be enough.
"""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from amparo.ui.responses import redirect_to

from ..audit import log
from ..clock import now
from ..encryption import key_ring
from ..refusals import Refusal
from .demo_accounts import is_demo_account
from .recoveries import AccountRecovery
from .sessions import parse_time
from .users import User

APP, PASSKEY, CODES = (
    Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES,
)  # fmt: skip
NONCE = 12
PAIR = 12  # figures of two codes of an app


class Adapter(DefaultMFAAdapter):
    """Encrypts allauth's secrets under a key of the key ring, and names the issuer."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + _cipher().encrypt(nonce, text.encode(), b"mfa")
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], b"mfa").decode()

    def get_totp_issuer(self) -> str:
        return "Amparo"


@dataclass(frozen=True)
class SecondFactors:
    """The second factors of one user."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    @property
    def any(self) -> bool:
        return bool(self.app or self.passkeys)

    @property
    def codes_left(self) -> int:
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def second_factors_of(user: User) -> SecondFactors:
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
    return SecondFactors(
        app=next((way for way in found if way.type == APP), None),
        passkeys=[way for way in found if way.type == PASSKEY],
        codes=next((way for way in found if way.type == CODES), None),
    )


@transaction.atomic
def add_app(user: User, secret: str, code: str = "") -> None:
    """Replaces the user's authenticator app. `code`, which proved it, cannot be used again."""
    Authenticator.objects.filter(user_id=user.pk, type=APP).delete()
    app = totp.TOTP.activate(user, secret).instance
    if code:
        _verify_app_code(app, code, may_repeat=False)
    log.log_event(user, "way.added", user, kind=APP.value)


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict) -> None:
    WebAuthn.add(user, name, credential)
    log.log_event(user, "way.added", user, kind=PASSKEY.value)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Returns ten recovery codes; earlier ones stop working."""
    Authenticator.objects.filter(user_id=user.pk, type=CODES).delete()
    codes = RecoveryCodes.activate(user).generate_codes()
    log.log_event(user, "codes.made", user, count=len(codes))
    return codes


@transaction.atomic
def remove(way: Authenticator, *, by: User) -> None:
    """Removes a second factor; raises Refusal for the last one of a user who must have one."""
    user = User.objects.get(pk=way.user_id)
    if user.requires_two_factor and len(_main_factors(user)) == 1 and way.type != CODES:
        raise Refusal(_("This is your only second step. Add another one first."))
    _take_away(way, user)
    log.log_event(by, "way.removed", user, kind=way.type)


@transaction.atomic
def revoke(way: Authenticator, *, by: User) -> bool:
    """Revokes a lost second factor and ends all sessions of its user, on behalf of an
    administrator.

    Returns True if it was the last one: a recovery is opened then.
    """
    user = User.objects.get(pk=way.user_id)
    _take_away(way, user)
    log.log_event(by, "way.revoked", user, kind=way.type)
    user.sessions.living().end(of=user, by=by)
    if _main_factors(user):
        return False
    AccountRecovery.ask(user, by=by)
    return True


def verify_code(user: User, code: str) -> str:
    """Returns the kind of factor that the code belongs to, and uses it up; "" when it is wrong."""
    code = _figures(code)
    if len(code) == PAIR:
        return APP.value if verify_pair(user, code) else ""
    ways = second_factors_of(user)
    if ways.app and _verify_app_code(ways.app, code, may_repeat=is_demo_account(user)):
        return APP.value
    if ways.codes and _verify_recovery_code(ways.codes, code):
        return CODES.value
    return ""


def is_pair(code: str) -> bool:
    """Returns whether the input has the length of two consecutive app codes."""
    return len(_figures(code)) == PAIR


@transaction.atomic
def verify_pair(user: User | None, code: str) -> bool:
    """Returns whether these are two consecutive codes of the user's app, and uses them up.

    Three of 10^12 pairs are valid at a time, so whoever knows one is exempt from the delay after
    wrong attempts. Takes the same time where the user has no app.
    """
    app = Authenticator.objects.filter(user_id=user.pk if user else 0, type=APP).first()
    way = _held(app) if app else None
    secret = decrypt(way.data["secret"]) if way else totp.generate_totp_secret()
    counters = sorted(totp.yield_hotp_counters_from_time())
    found = 0
    for first in range(counters[0] - 1, counters[-1]):
        said = "".join(
            totp.format_hotp_value(totp.hotp_value(secret, each)) for each in (first, first + 1)
        )
        if secrets.compare_digest(said.encode(), _figures(code).encode()):
            found = first
    if way is None or found <= way.data.get("last", 0):
        return False
    way.data["last"] = found + 1
    way.save(update_fields=["data"])
    way.record_usage()
    return True


def _figures(code: str) -> str:
    return code.strip().replace(" ", "").replace("-", "")


@transaction.atomic
def _verify_recovery_code(way: Authenticator, code: str) -> bool:
    way = _held(way)
    if is_right := way.wrap().validate_code(code):
        way.record_usage()
    return is_right


@transaction.atomic
def _verify_app_code(way: Authenticator, code: str, *, may_repeat: bool) -> bool:
    """Returns whether the code is valid and was not used before. OWASP ASVS 5.0, V6.5.1.

    With `may_repeat`, for made-up people of a demo, also where it was: its page shows the code to
    everybody.
    """
    way = _held(way)
    secret, last = decrypt(way.data["secret"]), way.data.get("last", 0)
    for counter in totp.yield_hotp_counters_from_time():
        said = totp.format_hotp_value(totp.hotp_value(secret, counter))
        is_right = secrets.compare_digest(said.encode(), code.encode())
        if is_right and (counter > last or may_repeat):
            way.data["last"] = max(counter, last)
            way.save(update_fields=["data"])
            way.record_usage()
            return True
    return False


def _held(way: Authenticator) -> Authenticator:
    """Locks the row until the transaction ends, so that a code sent twice at once works once."""
    return Authenticator.objects.select_for_update().get(pk=way.pk)


def current_code(user: User) -> str:
    """Returns what the app of somebody of the demo shows now, good for half a minute at least; ""
    without an app. Views ask for nobody else's.
    """
    way = second_factors_of(user).app
    if way is None:
        return ""
    _before, current, _next = sorted(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(decrypt(way.data["secret"]), current))


def _main_factors(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=user.pk).exclude(type=CODES))


def _take_away(way: Authenticator, user: User) -> None:
    way.delete()
    if not _main_factors(user):  # recovery codes alone are no second step
        Authenticator.objects.filter(user_id=user.pk).delete()


def _cipher() -> AESGCM:
    return AESGCM(key_ring.derive("mfa"))


# Asking for it again before an action.

LASTS = timedelta(minutes=15)


def require_recent_authentication[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Closes the view unless the last authentication is at most 15 minutes old: redirects to
    reauthentication, and undoes the request.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return (
            view(request, *args, **kwargs)
            if is_recently_authenticated(request)
            else _ask_again(request)
        )

    return asked


def is_recently_authenticated(request: HttpRequest) -> bool:
    """Returns whether the last authentication in this session is at most 15 minutes old."""
    proven = request.session.get("fresh", "")
    return bool(proven) and now() - parse_time(proven) <= LASTS


def mark_reauthenticated(request: HttpRequest) -> None:
    """Records an authentication just now and renews the session key."""
    request.session["fresh"] = now().isoformat()
    request.session.cycle_key()


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Redirects to reauthentication and from there back; marks the request as undone."""
    where = request.get_full_path()
    if request.method == "POST":
        where = _referred_by_text(request)
        messages.info(request, _("That was not done yet. Now that we know you, do it again."))
    url = f"{reverse('reauthenticate')}?{urlencode({'next': where})}"
    response = redirect_to(request, url)
    response.is_undone = True  # type: ignore[attr-defined]
    return response


def _referred_by_text(request: HttpRequest) -> str:
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(came)
    return parts.path + (f"?{parts.query}" if parts.query else "")
