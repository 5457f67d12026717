"""Stories for anybody, in one language. Nothing here is kept by browsers or on the way: when a
consent ends, no copy of ours shows it a minute longer.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from amparo.foundation.core.files.downloads import SEALED_OFF
from amparo.pillars.advocacy.stories.public_stories import shown_stories, shown_story
from amparo.ui import formats

from .. import stories
from ..responses import page, uncached_public_page


@uncached_public_page("GET")
def index(request: HttpRequest) -> HttpResponse:
    """Those that are shown in the language of this page."""
    rows = shown_stories(formats.current_language())
    return page(request, "public/stories.html", {"rows": rows})


@uncached_public_page("GET")
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One story; in a language that was not consented or not written there is none."""
    shown = shown_story(ref, formats.current_language())
    if shown is None:
        return _none(request)
    consent = shown.story.consent
    is_age_shown = bool(shown.story.age and consent and consent.shows_age)
    return page(request, "public/story.html", {"shown": shown, "is_age_shown": is_age_shown})


@uncached_public_page("GET")
def photo(request: HttpRequest, ref: UUID, digest: str) -> HttpResponse:
    """The compared copy of a photo, by the digest of its content."""
    shown = shown_story(ref, formats.current_language())
    if shown is None or shown.photo is None or shown.photo.digest != digest:
        return _none(request)
    with shown.photo.open() as content:
        whole = content.read()
    headers = {name: text for name, text in SEALED_OFF.items() if name != "Cache-Control"}
    return HttpResponse(whole, content_type=shown.photo.kind, headers=headers)


@uncached_public_page("GET")
def feed(request: HttpRequest) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    body = stories.feed(site, formats.current_language())
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _none(request: HttpRequest) -> HttpResponse:
    return page(request, "public/not_found.html", status=404)
