"""Callbacks of the SMS provider: delivery reports, and what people answer.

It sends a key in a header. Without it the answer is 404, also to somebody who tries keys: after so
many wrong ones from one address they are no longer compared.
"""

import hmac
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amparo.foundation.core.rate_limits import sms_callbacks, wrong_callback_keys_from
from amparo.foundation.people.messaging.delivery import ProviderEvent, handle_provider_event

KEY_HEADER = "X-Amparo-Key"
MOST_BYTES = 20_000
_FIELDS = {"id": "key", "from": "number", "text": "text", "event": "event", "state": "state"}


@csrf_exempt
@login_not_required
@require_POST
def sms_callback(request: HttpRequest) -> HttpResponse:
    """`{"id", "state"}` or `{"from", "text", "event"}`. Told twice, it counts once."""
    if not _has_the_key(request):
        return _not_found(request)
    if not sms_callbacks().take():
        return HttpResponse(status=429, headers={"Retry-After": "10"})
    told = _read(request)
    if told is None:
        return HttpResponse(status=400)
    understood = handle_provider_event(told)
    return HttpResponse(status=204 if understood else 400)


def _has_the_key(request: HttpRequest) -> bool:
    wrong = wrong_callback_keys_from(request)
    key, ours = (
        request.headers.get(KEY_HEADER, "").encode(),
        settings.AMPARO_SMS_CALLBACK_KEY.encode(),
    )
    if not ours or not wrong.left:
        return False
    if hmac.compare_digest(key, ours):
        return True
    wrong.take()
    return False


def _not_found(request: HttpRequest) -> HttpResponse:
    """The page of every unknown address; that a wrong key was shown stays counted."""
    response = render(request, "404.html", status=404)
    response.keep_changes = True  # type: ignore[attr-defined]
    return response


def _read(request: HttpRequest) -> ProviderEvent | None:
    """What it says, as far as we know its words; nothing where it is not what we agreed on."""
    if len(request.body) > MOST_BYTES:
        return None
    try:
        told = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    return ProviderEvent(
        **{ours: str(told[theirs]) for theirs, ours in _FIELDS.items() if theirs in told}
    )
