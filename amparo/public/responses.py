"""Decorators and rendering of public pages: the same for everybody, in the language of the URL.

No session, no cookie, nothing about who asks. An address that names its language answers all
alike, so browsers and the caches of an office may keep it for a few minutes; one that does not
follows the language of the browser, and is kept by nobody.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.directory.page_cache import cached_page
from amparo.foundation.directory.search import ServiceResult
from amparo.ui import formats

CACHE_SECONDS = 300


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @login_not_required
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        named = request.GET.get("lang", "")
        is_named = named in dict(settings.LANGUAGES)

        def made() -> HttpResponse:
            with translation.override(named if is_named else translation.get_language()):
                try:
                    response = view(request, *args, **kwargs)
                except Http404:
                    response = page(request, "public/not_found.html", status=404)
                response.headers["Content-Language"] = formats.current_language()
            return response

        # Who is signed in is always answered anew, although the page does not know them.
        may_keep = is_named and settings.SESSION_COOKIE_NAME not in request.COOKIES
        response = cached_page(request.get_full_path(), made) if may_keep else made()
        if is_named:
            seconds = getattr(response, "true_for", CACHE_SECONDS)
            response.headers["Cache-Control"] = f"public, max-age={seconds}"
            response.is_for_anybody = True  # type: ignore[attr-defined]
        return response

    return shown


def uncached_public_page(*methods: str) -> Callable:
    """Disables caching: pages that take something, or show somebody their own.

    No account speaks on them, and so no token of an account is asked for. Each form carries a
    number of ours instead, which its view looks at; and a browser that says from which site a
    form comes says ours.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @login_not_required
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        @wraps(view)
        def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            named = request.GET.get("lang", "")
            is_named = named in dict(settings.LANGUAGES)
            with translation.override(named if is_named else translation.get_language()):
                is_ours = request.method != "POST" or _is_same_origin(request)
                response = (
                    view(request, *args, **kwargs) if is_ours else invalid_form_page(request)
                )
                response.headers["Content-Language"] = formats.current_language()
            response.headers["Cache-Control"] = "no-store"
            return response

        return shown

    return wrap


def invalid_form_page(request: HttpRequest) -> HttpResponse:
    """The form was none of ours, or of a visit that is over: nothing was done."""
    return page(request, "public/invalid_form.html", status=403)


def _is_same_origin(request: HttpRequest) -> bool:
    told = request.headers.get("Origin", "")
    return not told or told == f"{request.scheme}://{request.get_host()}"


def page(
    request: HttpRequest, template: str, context: dict | None = None, *, status: int = 200
) -> HttpResponse:
    """Made without the request: a public page cannot show who asks for it."""
    told = layout_context() | {
        "languages": [
            (code, name, _url_in_language(request, code)) for code, name in settings.LANGUAGES
        ],
    }
    return HttpResponse(render_to_string(template, told | (context or {})), status=status)


def layout_context() -> dict:
    """The context of every public page, the same for everybody."""
    return {
        "layout": "public/base.html",
        "language": formats.current_language(),
        "quick_exit_url": settings.AMPARO_QUICK_EXIT_URL,
        "is_demo": settings.DEMO,
    }


def cache_until_hours_change(
    found: Iterable[ServiceResult], response: HttpResponse
) -> HttpResponse:
    """Limits caching to the minute in which one of these services opens or closes."""
    changes = [
        each.open_state.changes_at - each.location.clock
        for each in found
        if each.open_state.changes_at
    ]
    seconds = [max(int(change.total_seconds()), 0) for change in changes]
    response.true_for = min([CACHE_SECONDS, *seconds])  # type: ignore[attr-defined]
    return response


def _url_in_language(request: HttpRequest, language: str) -> str:
    """The address of this page in another language, to be sent to a friend who reads it."""
    told = request.GET.copy()
    told["lang"] = language
    return f"?{told.urlencode()}"
