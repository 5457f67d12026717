"""Texts of sections as safe markup, kept by their digest."""

from collections.abc import Collection, Mapping
from hashlib import sha256

from django.core.cache import caches
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from amparo.foundation.content import html
from amparo.foundation.content.document import Document, List
from amparo.foundation.content.parser import parse
from amparo.foundation.content.segments import footnote_labels, segments
from amparo.ui import formats
from amparo.ui.safe_html import mark_cleaned

from .checklists import items_with_box
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
    languages: Mapping[int, str] | None = None, notes: Mapping[int, str] | None = None,
) -> SafeString:  # fmt: skip
    """Returns the text of a section. Headings inside it begin at `level`; `languages` are those
    of segments that stand in another language than the text (0 is the first of the text), and
    `notes` what is said after items of lists.
    """
    marked = ",".join(f"{number}{code}" for number, code in sorted((languages or {}).items()))
    key = (
        f"guidance:{text.digest}:{section.key}:{text.language}:{get_language()}:{level}"
        f":{first_table}:{marked}:{len(figures or {})}:{_short_digest(notes)}"
    )
    cache = caches["pages"]  # in memory: no query for a card
    kept = cache.get(key)
    if kept is None:
        setting = html.Setting(
            key=section.key, labels=labels(), heading_level=level, first_table=first_table,
            pictures=figures or {}, languages=languages or {}, notes=notes or {},
            notes_language=formats.current_language(),
        )  # fmt: skip
        kept = html.render(text.markdown, setting)
        cache.set(key, kept, KEPT_SECONDS)
    return mark_cleaned(kept)


def _short_digest(notes: Mapping[int, str] | None) -> str:
    return sha256(repr(sorted(notes.items())).encode()).hexdigest()[:16] if notes else ""


def items_html(text: SectionText, section: Section, numbers: Collection[int]) -> SafeString:
    """Returns items of a checklist alone, as they stand in their text; with the footnotes of the
    text where one of them mentions any.
    """
    asked = ",".join(map(str, sorted(numbers)))
    key = f"guidance-items:{text.digest}:{section.key}:{text.language}:{get_language()}:{asked}"
    cache = caches["pages"]
    kept = cache.get(key)
    if kept is None:
        document = parse(text.markdown)
        items = [item for number, item in items_with_box(document.blocks) if number in numbers]
        alone = Document([List(items)])
        if any(footnote_labels(each.text) for each in segments(alone)):
            alone.footnotes = document.footnotes
        kept = html.render(alone, html.Setting(key=section.key, labels=labels()))
        cache.set(key, kept, KEPT_SECONDS)
    return mark_cleaned(kept)
