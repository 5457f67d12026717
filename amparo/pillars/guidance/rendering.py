"""Texts of sections as safe markup, kept by their digest."""

from django.core.cache import cache
from django.utils.safestring import SafeString

from amparo.foundation.content import html
from amparo.ui.safe_html import mark_cleaned

from .codes import is_right_to_left
from .models import Section, SectionText

KEPT_SECONDS = 24 * 3600


def section_html(text: SectionText, section: Section, *, level: int = 3) -> SafeString:
    """Returns the text of a section; headings inside it begin at `level`."""
    key = f"guidance:{text.digest}:{section.key}:{text.language}:{level}"
    kept = cache.get(key)
    if kept is None:
        kept = html.render(text.markdown, key=section.key, level=level, title=text.title)
        cache.set(key, kept, KEPT_SECONDS)
    return mark_cleaned(kept)


def direction(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"
