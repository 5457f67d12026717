"""One’s own story, with its code: where it is used, and stopping all of it. Without an account."""

from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.receipt_sessions import (
    ReceiptSession,
    ReceiptSessionCookie,
    is_form_of,
)
from amparo.pillars.advocacy.stories.models import Story

from ..responses import invalid_form_page, page, uncached_public_page
from ..templatetags.public import to
from .receipt_code_form import open_by_code

SESSION_COOKIE = ReceiptSessionCookie("story", "/a/story/")
type OwnView = Callable[[HttpRequest, ReceiptSession, Story], HttpResponse]


@uncached_public_page("GET", "POST")
def my_story(request: HttpRequest) -> HttpResponse:
    """The code opens it; what is wrong is counted."""
    if request.method == "POST":
        return open_by_code(request, _code_form, open_with)
    visit = SESSION_COOKIE.visit(request)
    story = _story_of(visit)
    if visit is None or story is None:
        return _code_form(request)
    uses = list(story.uses.order_by("on", "pk"))
    context = _of_visit(visit) | {
        "story": story, "consent": story.consent, "uses": uses,
        "today": story.office.today(), "has_print": any(u.cannot_be_called_back for u in uses),
    }  # fmt: skip
    return page(request, "public/my_story.html", context)


def open_with(typed: str) -> HttpResponse | None:
    """The way to the story of this code; nothing where it is of none."""
    story = Story.for_code(typed)
    if story is None:
        return None
    response = HttpResponseRedirect(to("my-story"), status=303)
    SESSION_COOKIE.open(response, story.ref, receipt_codes.grouped(receipt_codes.read(typed)))
    return response


def _require_code(*methods: str) -> Callable[[OwnView], Callable[..., HttpResponse]]:
    """Pages of a visit: without one, the way leads to the code."""

    def wrap(view: OwnView) -> Callable[..., HttpResponse]:
        @uncached_public_page(*methods)
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            visit = SESSION_COOKIE.visit(request)
            if request.method == "POST" and not is_form_of(visit, request.POST.get("form", "")):
                return invalid_form_page(request)
            story = _story_of(visit)
            if visit is None or story is None:
                return HttpResponseRedirect(to("my-story"))
            return view(request, visit, story)

        return shown

    return wrap


def _story_of(visit: ReceiptSession | None) -> Story | None:
    if visit is None:
        return None
    story = Story.for_code(visit.code)
    return story if story and story.ref == visit.ref else None


def _code_form(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"number": receipt_codes.new_form(), "wrong": wrong}
    response = page(request, "public/story_code.html", context, status=status)
    response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
    return response


def _of_visit(visit: ReceiptSession) -> dict:
    leave_url = reverse("public:my-story-leave")
    return {"visit": visit, "once": uuid4(), "quick_exit_url": leave_url}


@_require_code("GET", "POST")
def stop(request: HttpRequest, visit: ReceiptSession, story: Story) -> HttpResponse:
    """What it means is said before: the question has a page of its own."""
    if request.method != "POST":
        has_print = any(each.cannot_be_called_back for each in story.uses.all())
        return page(request, "public/story_stop.html", _of_visit(visit) | {"has_print": has_print})
    story.stop_by_person()
    return HttpResponseRedirect(to("my-story"), status=303)


@_require_code("POST")
def end(request: HttpRequest, visit: ReceiptSession, story: Story) -> HttpResponse:
    """One tap, and the next who holds the telephone needs the code."""
    response = HttpResponseRedirect(to("my-story"), status=303)
    SESSION_COOKIE.end(request, response)
    return response


@uncached_public_page("GET")
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving ends the visit on its way out: without scripts too."""
    response = HttpResponseRedirect(settings.AMPARO_QUICK_EXIT_URL)
    SESSION_COOKIE.end(request, response)
    return response
