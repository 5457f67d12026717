"""The languages of the house, each in its own name; and when a page was printed."""

from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now

from .. import words
from . import register


@register.simple_tag(takes_context=True)
def tongues(context: Context, css: str = "", links: bool = False) -> SafeString:
    """A choice of language: a form that remembers, or with `links` this page in another one."""
    request = context.get("request")
    about = {
        "url": "" if links else _language_url(),
        "here": request.get_full_path() if request and request.method == "GET" else "/",
        "languages": settings.LANGUAGES,
        "language": words.language(),
        "css": css,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("ui/components/tongues.html", about)


def _language_url() -> str:
    try:
        return reverse("language")
    except NoReverseMatch:
        return ""


@register.simple_tag
def tongue() -> str:
    """The name of the language being spoken."""
    return dict(settings.LANGUAGES).get(words.language(), "")


@register.simple_tag
def printed_at() -> str:
    here = now()
    return words.listed((words.day(words.as_day(here)), words.clock(here)))
