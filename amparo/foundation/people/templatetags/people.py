"""Filters about persons, and tags for the questions of the Washington Group."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats

from ..presenters.persons import distinguishing_line

register = template.Library()
register.filter("distinguishing_line", distinguishing_line)


@register.filter
def country_name(code: str) -> str:
    return formats.country_name(code) if code else ""


@register.filter
def language_name(code: str) -> str:
    return formats.language_name(code) if code else ""


# The questions of the Washington Group: English unchanged, others as drafts.


@register.simple_tag
def washington_question(name: str, code: str) -> SafeString | str:
    """In the reader's language; where that is a draft, followed by the official English."""
    english = in_english(code, name)
    said = codes.label(name, code)
    return format_html("{} {}", said, english) if english else said


@register.simple_tag
def in_english(code: str, name: str = "wg_question") -> SafeString | str:
    """The official words beside a draft; nothing where they are what is read already."""
    term = codes.find(name, code)
    if term is None or (get_language() or "en").startswith("en"):
        return ""
    return format_html('<bdi class="small soft" lang="en" dir="ltr">{}</bdi>', term.labels["en"])
