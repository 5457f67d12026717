"""Template tag: a text in which the words that were searched for are marked."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..search import SearchTerms

register = template.Library()


@register.simple_tag
def highlight(text: str, terms: SearchTerms, language: str = "") -> SafeString:
    """Returns the text in its own direction, and in its language where that is another one."""
    marked = format_html_join(
        "",
        "{}",
        (
            (format_html('<mark class="hit">{}</mark>', piece) if is_searched else piece,)
            for piece, is_searched in terms.split(str(text))
        ),
    )
    if language and language != (get_language() or "").split("-")[0]:
        return format_html('<bdi lang="{}">{}</bdi>', language, marked)
    return format_html("<bdi>{}</bdi>", marked)
