"""Responses of views: a page or the part that changed, and a message of what was done."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next_url(asked: str, otherwise: str = "/") -> str:
    """Returns the address asked for, when it is a path of this site; else the other one."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if is_ours else otherwise


# How a view answers: with a page or the part that changed, and with what was done.


def is_htmx_fragment(request: HttpRequest) -> bool:
    """Whether a script asked, and only the part that changed should travel."""
    return "HX-Request" in request.headers


# Under this name a session remembers that one of its pages ran scripts.
RUNS_SCRIPTS = "runs_scripts"


def fetches_rest_later(request: HttpRequest) -> bool:
    """Whether this page comes without its lower part, which its script fetches then
    (`ui/later.html`): where a script asked in this session before. Else, and where `all` is asked
    for, the page comes whole.
    """
    is_page = request.method == "GET" and not is_htmx_fragment(request)
    return is_page and "all" not in request.GET and bool(request.session.get(RUNS_SCRIPTS))


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only the `partialdef` named `part` when a script asked for it."""
    if part and is_htmx_fragment(request):
        template = f"{template}#{part}"
    return render(request, template, context, status=status)


def action_done(
    request: HttpRequest,
    template: str | Callable[[str], str] = "",
    context: dict[str, Any] | None = None,
    *,
    next_url: str,
    part: str = "",
    other_parts: Iterable[str] = (),
    message: str | Promise = "",
    undo: str = "",
) -> HttpResponse:
    """Answers an action with the part that changed, else leads on to `next_url`; shows `message`.

    The parts are `partialdef`s of `template`, or what it returns where it is a function of names.
    `other_parts` names further parts that changed: each is one element whose id is its name.
    `undo` is the address that reverses the action when POSTed to.
    """
    if part and is_htmx_fragment(request):
        response = HttpResponse(
            _changed_parts(request, template, context, part, other_parts, str(message), undo)
        )
    else:
        if message:
            messages.success(request, str(message), extra_tags=undo)
        response = redirect_to(request, next_url)
    response.idempotent_redirect = next_url  # type: ignore[attr-defined]
    return response


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page, whether a script asked or a browser. A part of the page on which the
    script stands is shown by asking for that page again: a browser goes to no address from itself.
    """
    if not is_htmx_fragment(request):
        return HttpResponseRedirect(url, status=303)
    response = HttpResponse()
    if urldefrag(url).fragment and _leads_to_same_page(request, url):
        response["HX-Refresh"] = "true"
    else:
        response["HX-Redirect"] = url
    return response


def _leads_to_same_page(request: HttpRequest, url: str) -> bool:
    here, there = (urlsplit(each) for each in (request.headers.get("HX-Current-URL", ""), url))
    return (here.path, here.query) == (there.path, there.query)


def _changed_parts(
    request: HttpRequest,
    template: str | Callable[[str], str],
    context: dict[str, Any] | None,
    part: str,
    other_parts: Iterable[str],
    message: str,
    undo: str,
) -> str:
    def render_part(name: str) -> str:
        if callable(template):
            return template(name)
        return render_to_string(f"{template}#{name}", context, request)

    main = render_part(part)
    others = [_swap(f"#{name}", "outerHTML", render_part(name)) for name in other_parts]
    if message:
        toast = {"text": message, "undo": undo}
        others.append(
            _swap("#toasts", "innerHTML", render_to_string("ui/message.html", toast, request))
        )
    return main + "".join(others)


def _swap(target: str, how: str, html: str) -> str:
    """What htmx puts elsewhere on the page, outside the part that was asked for."""
    return f'<hx-partial hx-target="{target}" hx-swap="{how}">{html}</hx-partial>'
