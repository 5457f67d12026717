"""The second factor: a passkey, a code from an app, or a recovery code kept on paper.

Django-allauth does the arithmetic and keeps the records; here are our words for them, the
encryption of their secrets, and the rule that no code opens twice.

Actions that give power or carry many files away ask for it once more:

    @require_recent_authentication
    def export(request): ...

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
from .recoveries import Recovery
from .sessions import parse_time
from .users import User

APP, PASSKEY, CODES = (
    Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES,
)  # fmt: skip
NONCE = 12
PAIR = 12  # figures of two codes of an app


class Adapter(DefaultMFAAdapter):
    """What allauth asks of the house: its seal, and its name."""

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
    """How one person can take the second step."""

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
    """The app that shares this secret; a new one takes the place of the old.

    The code that proved it was used by that: it opens nothing more.
    """
    Authenticator.objects.filter(user_id=user.pk, type=APP).delete()
    app = totp.TOTP.activate(user, secret).instance
    if code:
        _verify_app_code(app, code)
    log.log_event(user, "way.added", user, kind=APP.value)


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict) -> None:
    WebAuthn.add(user, name, credential)
    log.log_event(user, "way.added", user, kind=PASSKEY.value)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Ten codes for the day when everything else is lost; older ones open nothing any more."""
    Authenticator.objects.filter(user_id=user.pk, type=CODES).delete()
    codes = RecoveryCodes.activate(user).generate_codes()
    log.log_event(user, "codes.made", user, count=len(codes))
    return codes


@transaction.atomic
def remove(way: Authenticator, *, by: User) -> None:
    """One's own, no longer wanted. Whoever may open files keeps at least one."""
    user = User.objects.get(pk=way.user_id)
    if user.must_prove_twice and len(_main_factors(user)) == 1 and way.type != CODES:
        raise Refusal(_("This is your only second step. Add another one first."))
    _take_away(way, user)
    log.log_event(by, "way.removed", user, kind=way.type)


@transaction.atomic
def revoke(way: Authenticator, *, by: User) -> bool:
    """A lost phone or key, by an administrator: it opens nothing from now on, nor does any screen.

    True when it was the last one: then two colleagues help the person back in.
    """
    user = User.objects.get(pk=way.user_id)
    _take_away(way, user)
    log.log_event(by, "way.revoked", user, kind=way.type)
    user.sessions.living().end(of=user, by=by)
    if _main_factors(user):
        return False
    Recovery.ask(user, by=by)
    return True


def verify_code(user: User, code: str) -> str:
    """The kind of the way that this code opens, once; "" when it opens none."""
    code = _figures(code)
    if len(code) == PAIR:
        return APP.value if verify_pair(user, code) else ""
    ways = second_factors_of(user)
    if ways.app and _verify_app_code(ways.app, code):
        return APP.value
    if ways.codes and _verify_recovery_code(ways.codes, code):
        return CODES.value
    return ""


def is_pair(code: str) -> bool:
    """Whether somebody typed two codes of an app, one after the other."""
    return len(_figures(code)) == PAIR


@transaction.atomic
def verify_pair(user: User | None, code: str) -> bool:
    """Whether these are two codes that follow each other in the person's app; they open once.

    Nobody guesses them: three pairs fit at a time, of a million million. So whoever shows them is
    not made to wait for those who guess. The same work is done where there is no such app.
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
def _verify_app_code(way: Authenticator, code: str) -> bool:
    """OWASP ASVS 5.0, V6.5.1: a code seen over a shoulder is worth nothing once it was used."""
    way = _held(way)
    secret, last = decrypt(way.data["secret"]), way.data.get("last", 0)
    for counter in totp.yield_hotp_counters_from_time():
        said = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if secrets.compare_digest(said.encode(), code.encode()) and counter > last:
            way.data["last"] = counter
            way.save(update_fields=["data"])
            way.record_usage()
            return True
    return False


def _held(way: Authenticator) -> Authenticator:
    """Until the transaction ends: the same code, sent twice at once, opens once."""
    return Authenticator.objects.select_for_update().get(pk=way.pk)


def current_code(user: User) -> str:
    """What the app of somebody of the demo would show now. The views ask for nobody else's."""
    way = second_factors_of(user).app
    if way is None:
        return ""
    secret, last = decrypt(way.data["secret"]), way.data.get("last", 0)
    fresh = [counter for counter in totp.yield_hotp_counters_from_time() if counter > last]
    # All codes of this moment were used: the next one opens in half a minute.
    return totp.format_hotp_value(totp.hotp_value(secret, fresh[0])) if fresh else ""


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
    """Ask for the second step (or the password) again when the last proof is older."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return (
            view(request, *args, **kwargs)
            if is_recently_authenticated(request)
            else _ask_again(request)
        )

    return asked


def is_recently_authenticated(request: HttpRequest) -> bool:
    proven = request.session.get("fresh", "")
    return bool(proven) and now() - parse_time(proven) <= LASTS


def mark_reauthenticated(request: HttpRequest) -> None:
    """They have just proven it: fifteen more minutes, under a new key."""
    request.session["fresh"] = now().isoformat()
    request.session.cycle_key()


def _ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and from there to where they were: what was sent is not done yet."""
    where = request.get_full_path()
    if request.method == "POST":
        where = _came_from(request)
        messages.info(request, _("That was not done yet. Now that we know you, do it again."))
    url = f"{reverse('confirm')}?{urlencode({'next': where})}"
    response = redirect_to(request, url)
    response.is_undone = True  # type: ignore[attr-defined]
    return response


def _came_from(request: HttpRequest) -> str:
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(came)
    return parts.path + (f"?{parts.query}" if parts.query else "")
