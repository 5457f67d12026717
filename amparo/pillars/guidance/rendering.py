"""Texts of sections as safe markup, kept by their digest."""

from collections.abc import Mapping

from django.core.cache import caches
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from amparo.foundation.content import html
from amparo.ui.safe_html import mark_cleaned

from .models import Figure, Product, Section, SectionText

KEPT_SECONDS = 24 * 3600


def labels() -> html.Labels:
    """Returns the words of the page around a text, in the reader's language."""
    return html.Labels(
        done=_("Done"), open=pgettext("checklist", "To do"), table=_("Table {number}"),
        footnote=_("Footnote {number}"), back=_("Back to the text of footnote {number}"),
    )  # fmt: skip


def pictures(product: Product, *, route: str = "guidance:figure") -> dict[str, html.Picture]:
    """Returns where the figures of a product are, by digest. One query."""
    sizes = Figure.objects.filter(product=product).values_list("digest", "width", "height")
    return {
        digest: html.Picture(reverse(route, args=[product.ref, digest]), width, height)
        for digest, width, height in sizes
    }


def preview_html(
    markdown: str, section: Section, *, figures: Mapping[str, html.Picture]
) -> SafeString:
    """Returns a text as it will be read; it is not kept."""
    setting = html.Setting(key=section.key, labels=labels(), pictures=figures)
    return mark_cleaned(html.render(markdown, setting))


def section_html(
    text: SectionText, section: Section, *, level: int = 3, first_table: int = 1,
    figures: Mapping[str, html.Picture] | None = None,
    languages: Mapping[int, str] | None = None,
) -> SafeString:  # fmt: skip
    """Returns the text of a section. Headings inside it begin at `level`; `languages` are those
    of segments that stand in another language than the text (0 is the first of the text).
    """
    marked = ",".join(f"{number}{code}" for number, code in sorted((languages or {}).items()))
    key = (
        f"guidance:{text.digest}:{section.key}:{text.language}:{get_language()}:{level}"
        f":{first_table}:{marked}:{len(figures or {})}"
    )
    cache = caches["pages"]  # in memory: no query for a card
    kept = cache.get(key)
    if kept is None:
        setting = html.Setting(
            key=section.key, labels=labels(), heading_level=level, first_table=first_table,
            pictures=figures or {}, languages=languages or {},
        )  # fmt: skip
        kept = html.render(text.markdown, setting)
        cache.set(key, kept, KEPT_SECONDS)
    return mark_cleaned(kept)
