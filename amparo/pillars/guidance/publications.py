"""An edition in one language as a file: PDF, DOCX, EPUB, Markdown, and a checklist of one page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from amparo.foundation.content.docx_writer import write_docx
from amparo.foundation.content.epub import write_epub
from amparo.foundation.content.markdown_files import write_markdown
from amparo.foundation.content.pdf import publication_pdf
from amparo.foundation.content.publication import (
    PrintLabels,
    Publication,
    PublishedPicture,
    Section,
)
from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .models import Edition, Figure, Product, SectionText
from .models.edition_languages import title_among
from .rendering import labels
from .shown_texts import CONTENTS, left_in_original, shown_text

CHECKLIST_PAGE = Path(__file__).parent / "templates" / "guidance" / "checklist.typ"


@dataclass(frozen=True)
class FileFormat:
    label: str
    media_type: str
    write: Callable[[Publication], bytes]


FORMATS = {
    "pdf": FileFormat("PDF", "application/pdf", publication_pdf),
    "docx": FileFormat(
        "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_docx,
    ),
    "epub": FileFormat("EPUB", "application/epub+zip", write_epub),
    "md": FileFormat("Markdown", "text/markdown; charset=utf-8", write_markdown),
}  # fmt: skip


def publication_of(edition: Edition, language: str) -> Publication:
    """Returns an edition in one language; what is not translated stands in the original and is
    marked as such, segment by segment.
    """
    texts = list(edition.texts.filter(language__in={language, edition.language}).select_related(
        "section"
    ).order_by("section__order"))  # fmt: skip
    own = {each.section_id: each for each in texts if each.language == language}
    original = {each.section_id: each for each in texts if each.language == edition.language}
    title = edition.title
    if language != edition.language:
        title = title_among(list(own.values()), len(original)) or title
    with translation.override(language):
        return Publication(
            title=title, language=language,
            sections=tuple(_sections(own, original)),
            labels=_print_labels(), identifier=f"urn:uuid:{edition.product.ref}",
            modified_at=edition.published_at or edition.created_at,
            publisher=edition.product.authors, edition=_edition_line(edition),
            licence=edition.product.licence, pictures=_pictures(edition),
        )  # fmt: skip


def _sections(
    own: Mapping[int, SectionText], original: Mapping[int, SectionText]
) -> Iterator[Section]:
    """Yields the summary under a title of its own, where there is one, and all other sections."""
    for key, each in original.items():
        text = own.get(key)
        if not each.section.is_front:
            yield _section(text, each)
        elif each.markdown:
            said = text if text and text.markdown else None
            yield replace(_section(said, each), title=_("In plain words"), title_language="")


def _section(own: SectionText | None, original: SectionText) -> Section:
    text = own or original
    left: list[int] = []
    if own is None:
        left = list(range(len(original.segment_digests) - 1))
    elif own is not original:
        left = left_in_original(own, original)
    section = original.section
    return Section(
        section.key, text.title, text.markdown, section.level,
        dict.fromkeys(left, original.language),
        original.language if own is None else "",
    )  # fmt: skip


def _print_labels() -> PrintLabels:
    around = labels()
    return PrintLabels(
        done=around.done, open=around.open, table=around.table, footnote=around.footnote,
        back=around.back, contents=str(CONTENTS), notes=_("Notes"),
    )  # fmt: skip


def _edition_line(edition: Edition) -> str:
    """Its number, its day and how it stands: a paper is read long after it was printed."""
    said = [edition.name]
    if edition.published_at:
        said.append(formats.with_year(formats.as_day(edition.published_at)))
    if edition.is_published:
        said.append(_("Endorsed text") if edition.is_endorsed else _("Draft, not endorsed"))
    else:
        said.append(str(edition.get_state_display()))
    return " · ".join(said)


def _pictures(edition: Edition) -> dict[str, PublishedPicture]:
    return {
        each.digest: PublishedPicture(
            bytes(each.content), each.media_type, each.width, each.height
        )
        for each in Figure.objects.filter(product=edition.product)
    }  # fmt: skip


def checklist_pdf(edition: Edition, language: str) -> bytes:
    """Returns all items to tick on one page, in their language. Raises NoPaper without Typst."""
    with translation.override(language):
        text = shown_text(edition, language)
        return paper_of(
            CHECKLIST_PAGE,
            {
                "title": text.title.text, "over": str(Product.Kind.CHECKLIST.label),
                "about": _edition_line(edition),
                "groups": [
                    {"title": title.text, "items": [each.text for each in items]}
                    for title, items in text.ticks
                ],
            },
        )  # fmt: skip
