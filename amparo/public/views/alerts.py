"""Views: alerts and true information, each in the reader's language; and short links to them.

`link` is the one public page of which a look writes: it adds one to the count of a day. That is
deliberate, for a poster can be judged by nothing else. The count knows no person: no address, no
cookie, no hour, no language; who asks only for the head, or fetches ahead, is not counted. All
pages are made anew each time: a message that was withdrawn is over at once, in no cache.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.csp import CSP
from django.utils.timezone import localdate
from django.views.decorators.csp import csp_override

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.downloads import file_response
from amparo.pillars.advocacy.message_bank.public_messages import (
    count_visit,
    link_of,
    places_in_use,
    public_message,
    public_recording,
    topics_in_use,
)
from amparo.pillars.advocacy.stories.public_stories import has_public_stories
from amparo.ui import formats

from ..alerts import Alert, feed, listed
from ..community_report import has_report
from ..responses import page, uncached_public_page
from ..templatetags.public import to

NOT_FOUND = "public/not_found.html"
GONE = 410
MOST_PAGES = 200
SOUND_POLICY = settings.SECURE_CSP | {"media-src": [CSP.SELF]}


@uncached_public_page("GET")
def index(request: HttpRequest) -> HttpResponse:
    """Those in use, the newest first, of a topic or for a place."""
    topics, places = topics_in_use(), places_in_use()
    topic = request.GET.get("topic", "")
    topic = topic if topic in topics else ""
    place = _place_of(request, places)
    number = _page_of(request)
    rows, has_more = listed(topic, place, number)
    context = {
        "rows": rows, "topic": topic, "place": place, "number": number,
        "next_number": number + 1 if has_more else 0,
        "topics": [(code, codes.label("message_topic", code)) for code in topics],
        "places": places, "has_stories": has_public_stories(),
        "has_report": has_report(localdate(now())),
    }  # fmt: skip
    return page(request, "public/alerts.html", context)


def _place_of(request: HttpRequest, places: list[tuple[UUID, str]]) -> UUID | None:
    """The area asked for; one that no message is for filters nothing."""
    asked = request.GET.get("place", "")
    return next((ref for ref, _name in places if str(ref) == asked), None)


def _page_of(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 5
    return min(max(int(asked), 1), MOST_PAGES) if is_number else 1


@csp_override(SOUND_POLICY)
@uncached_public_page("GET")
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One message; of a withdrawn one, that it is no longer valid, and none of its words."""
    found = public_message(ref)
    if found is None:
        return page(request, NOT_FOUND, status=404)
    alert = Alert(found)
    return page(
        request, "public/alert.html", {"alert": alert}, status=GONE if alert.is_over else 200
    )


@uncached_public_page("GET")
def recording(request: HttpRequest, ref: UUID, language: str) -> HttpResponse:
    """The message spoken in one language."""
    found = public_recording(ref, language)
    if found is None:
        return page(request, NOT_FOUND, status=404)
    try:
        content = found.open()
    except FileNotFoundError:
        return page(request, NOT_FOUND, status=404)
    return file_response(content, name=found.public_name, kind=found.kind, size=found.size)


@uncached_public_page("GET")
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Counts one opening and leads on to the message, in the reader's language."""
    found = link_of(code)
    if found is None:
        return page(request, NOT_FOUND, status=404)
    if request.method == "GET" and not _is_fetched_ahead(request):
        count_visit(found)
    return HttpResponseRedirect(to("alert", found.message.ref))


def _is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks before anybody tapped."""
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return "prefetch" in purpose


@uncached_public_page("GET")
def alerts_feed(request: HttpRequest) -> HttpResponse:
    body = feed(request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Content-Language"] = formats.current_language()
    return response
