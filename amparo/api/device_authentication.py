"""Authentication of devices at the OpenRosa endpoints: by the secret of each device.

The secret is part of the address (ODK Collect is set up with a QR code), or the password of HTTP
Basic with the short name of the device as user. It is removed from the address before anything
else reads it, so that no log, audit entry or idempotency key holds it.
"""

import base64
import binascii
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.rate_limits import late_submissions_of, wrong_tokens_from
from amparo.foundation.fieldwork.models import Device
from amparo.foundation.fieldwork.openrosa import protocol
from amparo.foundation.fieldwork.openrosa.urls import ENDPOINTS

from .responses import OTHER, TITLES
from .transport import drop_cookies, is_in_the_clear

type GetResponse = Callable[[HttpRequest], HttpResponse]

OPENROSA_PREFIX = "/or/"
# What may still be brought by a telephone that is given nothing any more.
SUBMISSION_PATH = f"{OPENROSA_PREFIX}submission"
_KEPT = ("Allow", "Location", "Retry-After", "WWW-Authenticate")


def is_for_devices(request: HttpRequest) -> bool:
    return request.path_info.startswith(OPENROSA_PREFIX)


def answer_device(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    """Takes the secret out of the address and drops cookies before anything else reads them."""
    drop_cookies(request)
    request.secret = _take_secret(request)  # type: ignore[attr-defined]
    with translation.override(translation.get_language_from_request(request)):
        carries = bool(request.secret) or "Authorization" in request.headers  # type: ignore[attr-defined]
        if is_in_the_clear(request, carries=carries):
            words = _("Only over HTTPS. Set this telephone up again: its secret was open.")
            return protocol.openrosa_message(words, 403)
        response = get_response(request)
    response.headers.pop("Vary", None)
    response["Vary"] = "Accept-Language, Authorization"
    return response


def authenticate_device(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    """Sets `request.user` to the holder of the device, in whose language it is answered."""
    with translation.override(translation.get_language_from_request(request)):
        device, refused = _authenticate(request)
        if device is None:
            return refused or protocol.openrosa_message(
                _("This telephone is not known here."), 401
            )
        translation.activate(device.user.language or translation.get_language() or "en")
        response = refused or _answer(request, device, get_response)
        response["Content-Language"] = translation.get_language() or ""
    return response


def _answer(request: HttpRequest, device: Device, get_response: GetResponse) -> HttpResponse:
    request.device = device  # type: ignore[attr-defined]
    if device.is_trusted:
        request.user = device.user
    # What is posted is read by the one who takes it, and has no key of a page.
    request.POST = QueryDict()  # type: ignore[misc, assignment]
    device.touch()
    return _as_openrosa_response(get_response(request))


def _take_secret(request: HttpRequest) -> str:
    """Removes the secret from the path and returns it."""
    secret, slash, rest = request.path_info.removeprefix(OPENROSA_PREFIX).partition("/")
    if secret in ENDPOINTS or not slash:
        return ""
    request.path_info = f"{OPENROSA_PREFIX}{rest}"
    request.path = request.path.replace(f"{OPENROSA_PREFIX}{secret}/", OPENROSA_PREFIX, 1)
    request.META["PATH_INFO"] = request.path_info
    for also in ("RAW_URI", "REQUEST_URI"):
        request.META.pop(also, None)
    return secret


def _authenticate(request: HttpRequest) -> tuple[Device | None, HttpResponse | None]:
    """The telephone, or what is said to one that is none of ours, or may do nothing here."""
    secret, said = request.secret, request.headers.get("Authorization", "")  # type: ignore[attr-defined]
    if not secret and not said:
        return None, _challenge()  # it has not tried anything yet
    device = find_by_secret(Device, secret) if secret else _by_password(said)
    if device is None:
        return None, _refuse(request, None, _("This telephone is not known here."), 401)
    if device.is_trusted:
        return device, None
    if request.path_info != SUBMISSION_PATH:
        words = _("This telephone was revoked. What it has not sent yet is still received.")
        return device, _refuse(request, device, words, 403)
    if request.method == "POST" and not late_submissions_of(device).take():
        return device, _too_many(late_submissions_of(device).seconds)
    return device, None


def _by_password(said: str) -> Device | None:
    scheme, _space, words = said.partition(" ")
    try:
        told = base64.b64decode(words.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        told = b""
    shown, _colon, secret = told.decode("utf-8", "replace").partition(":")
    device = find_by_secret(Device, secret)
    return device if device and device.short_name == shown else None


def _challenge() -> HttpResponse:
    response = protocol.openrosa_message(
        _("Set this telephone up first: My account, Telephones."), 401
    )
    response["WWW-Authenticate"] = 'Basic realm="Amparo", charset="UTF-8"'
    return response


def _refuse(request: HttpRequest, device: Device | None, words: str, status: int) -> HttpResponse:
    """A line each, as far as one listens."""
    if not wrong_tokens_from(request).take():
        return _too_many(wrong_tokens_from(request).seconds)
    log.log_denied(device.user if device else None, "device.denied", device)
    response = protocol.openrosa_message(words, status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="Amparo", charset="UTF-8"'
    return response


def _too_many(seconds: int) -> HttpResponse:
    response = protocol.openrosa_message(str(TITLES[429]), 429)
    response["Retry-After"] = str(seconds)
    return response


def _as_openrosa_response(response: HttpResponse) -> HttpResponse:
    """For a telephone, instead of a page that was made for a person."""
    if protocol.is_openrosa_response(response) or response.status_code < 400:
        return protocol.with_protocol_headers(response)
    letter = protocol.openrosa_message(
        str(TITLES.get(response.status_code, OTHER)), response.status_code
    )
    for name in _KEPT:
        if name in response.headers:
            letter[name] = response[name]
    return letter
