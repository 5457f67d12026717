"""For deeds that give power or carry many files away: prove once more that it is you.

    @fresh_sign_in
    def export(request): ...

OWASP ASVS 5.0, V7.5.3: a screen left open for a moment must not be enough.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from amparo.ui.respond import lead

from .clock import now
from .sessions import moment

LASTS = timedelta(minutes=15)


def fresh_sign_in[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask for the second step (or the password) again when the last proof is older."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else _ask(request)

    return asked


def is_fresh(request: HttpRequest) -> bool:
    proven = request.session.get("fresh", "")
    return bool(proven) and now() - moment(proven) <= LASTS


def refresh(request: HttpRequest) -> None:
    """They have just proven it: fifteen more minutes, under a new key."""
    request.session["fresh"] = now().isoformat()
    request.session.cycle_key()


def _ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and from there to where they were: what was sent is not done yet."""
    where = request.get_full_path()
    if request.method == "POST":
        where = _came_from(request)
        messages.info(request, _("That was not done yet. Now that we know you, do it again."))
    url = f"{reverse('confirm')}?{urlencode({'next': where})}"
    response = lead(request, url)
    response.is_undone = True  # type: ignore[attr-defined]
    return response


def _came_from(request: HttpRequest) -> str:
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(came)
    return parts.path + (f"?{parts.query}" if parts.query else "")
