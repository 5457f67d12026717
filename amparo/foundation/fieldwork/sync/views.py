"""Endpoints of the sync protocol (JSON): docs/field-protocol.md describes them one by one."""

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal

from ..models import Device, FormVersion
from . import deliveries
from .app_shell import app_texts, cacheable_response
from .bundle import bundle_for

type View = Callable[..., HttpResponse]
# What one who takes work to the field does there: cases, or the attendance of own trainings.
FIELD_WORK = ("case.work", "training.train")
MAX_BYTES = 6_000_000
# More files than go along; whoever names more is no telephone of ours.
MAX_HELD = 10_000


class DeviceRevoked(Refusal):
    """The telephone was revoked: it is given nothing any more."""

    status = 410


class BadRequest(Refusal):
    status = 400


class NotAllowed(Refusal):
    status = 403


@login_not_required
@require_safe
def texts(request: HttpRequest, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return cacheable_response(JsonResponse(app_texts(language)))


@login_not_required
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, if anybody; and how the telephone stands that asks."""
    user = request.user if request.user.is_authenticated else None
    secret = request.headers.get("X-Device", "")
    device = deliveries.device_status(find_by_secret(Device, secret)) if secret else None
    return JsonResponse(
        {
            "user": user
            and {
                "ref": str(user.ref), "name": user.name, "initials": user.initials,
                "language": user.language,
            },
            "csrf": get_token(request),
            "at": now().isoformat(),
            "box": {
                "id": deliveries.key_id(),
                "public": base64.b64encode(deliveries.public_key()).decode(),
            },
            "settings": {
                "days": settings.AMPARO_OFFLINE_DAYS,
                "tries": settings.AMPARO_OFFLINE_PASSPHRASE_TRIES,
                "most": settings.AMPARO_OFFLINE_MAX_CASES,
                "idle_minutes": settings.AMPARO_OFFLINE_IDLE_MINUTES,
            },
            "device": device,
        }
    )  # fmt: skip


def json_errors(view: View) -> View:
    """A refusal is told in words and no page; nothing of what was asked is done."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"detail": str(refusal)}, status=refusal.status)

    return wrapper


def json_login_required(view: View) -> View:
    """For whom the session says it is; nobody is led to a page where JSON is expected."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"detail": _("Sign in first.")}, status=401)
        if not any(each in request.user.permissions for each in FIELD_WORK):
            require_permission(request, FIELD_WORK[0])  # type: ignore[arg-type]
        return json_errors(view)(request, *args, **kwargs)

    return login_not_required(asked)


@require_POST
@json_login_required
def register(request: HttpRequest) -> HttpResponse:
    """A telephone of theirs, and its secret: told this once."""
    named = read_json(request).get("name")
    if not isinstance(named, str):
        raise BadRequest(_("Give the telephone a name by which you know it again."))
    named = named.replace("\0", "")
    device, secret = Device.register(
        by=signed_in_user(request), kind=Device.Kind.FIELD, name=named
    )
    return JsonResponse({"device": str(device.ref), "secret": secret}, status=201)


@require_POST
@json_login_required
def caseload(request: HttpRequest) -> HttpResponse:
    """All that changed since, line by line; and what is no longer theirs."""
    device, asked = _device(request), read_json(request)
    load = bundle_for(
        device, _versions(asked.get("have", {})), guidance=str(asked.get("guidance", "")),
        language=str(asked.get("language", "")), attendance=str(asked.get("attendance", "")),
    )  # fmt: skip
    return StreamingHttpResponse(load.lines(), content_type="application/x-ndjson")


@require_safe
@json_login_required
def blank_form(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A blank form; one that was replaced meanwhile may still be filled where it was begun."""
    rows = FormVersion.objects.exclude(published_at=None)
    version = get_permitted_or_404(request, rows, to="fill", ref=ref)  # type: ignore[arg-type]
    return HttpResponse(version.xform, content_type="application/xml; charset=utf-8")


@csrf_exempt
@login_not_required
@require_POST
@json_errors
def deliver(request: HttpRequest) -> HttpResponse:
    """Boxes, whoever brings them: a receipt for each."""
    closed = read_json(request).get("boxes")
    if not isinstance(closed, list) or len(closed) > deliveries.MAX_BOXES:
        said = _("Send at most %(count)s boxes at once.") % {"count": deliveries.MAX_BOXES}
        raise BadRequest(said)
    return JsonResponse({"receipts": deliveries.process_delivery(closed)})


@csrf_exempt
@login_not_required
@require_POST
@json_errors
def receipts(request: HttpRequest) -> HttpResponse:
    told = deliveries.delivery_status(read_json(request).get("box"))
    if told is None:
        raise NotAllowed(_("This does not open here."))
    return JsonResponse(told)


def read_json(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as JSON; never more of it than a telephone sends."""
    whole = request.read(MAX_BYTES + 1)
    if len(whole) > MAX_BYTES:
        refused = BadRequest(_("This is more than we take at once. Send it in parts."))
        refused.status = 413
        raise refused
    try:
        told = json.loads(whole or b"{}")
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest(_("We could not read what you sent.")) from None
    if not isinstance(told, dict):
        raise BadRequest(_("We could not read what you sent."))
    return told


def _device(request: HttpRequest) -> Device:
    """The telephone in the hand of whoever is signed in."""
    device = find_by_secret(Device, request.headers.get("X-Device", ""))
    if device is None or device.user_id != request.user.pk or device.kind != Device.Kind.FIELD:
        raise NotAllowed(_("This telephone is not registered for you."))
    if not device.is_trusted:
        raise DeviceRevoked(
            _("This telephone was revoked. What lay on it is given to nobody any more.")
        )
    device.touch()
    return device


def _versions(have: object) -> dict[UUID, str]:
    if not isinstance(have, dict) or len(have) > MAX_HELD:
        raise BadRequest(_("We could not read what you sent."))
    found = {}
    for ref, version in have.items():
        try:
            found[UUID(ref)] = str(version)
        except ValueError:
            continue
    return found
