"""A document or a Markdown file brought into a draft, with a list of what could not be brought."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.content import docx_reader, grammar, markdown_files
from amparo.foundation.content.docx_package import Reason, RefusedFile
from amparo.foundation.content.problem_texts import (
    FILE_TEXTS,
    LOSS_TEXTS,
    PROBLEM_TEXTS,
)
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .codes import FRONT
from .forms.writing import key_of
from .models import Edition, Figure, Section, SectionText

READERS = (".docx", ".md")
# Each becomes a section of its own, so that it is cited, translated and commented by itself.
EVERY_HEADING = 6
_MARKDOWN_TEXTS = {
    "no_text": gettext_lazy("The file is not a text in UTF-8."),
    "too_large": FILE_TEXTS[Reason.TOO_LARGE],
    "too_many_rows": FILE_TEXTS[Reason.TOO_MANY_ROWS],
}


@dataclass(frozen=True)
class ImportedSection:
    title: str
    level: int
    text: str


@dataclass(frozen=True)
class ImportedFile:
    """Sections of a file with the pictures they show, and in words what of it is not in them."""

    title: str
    sections: tuple[ImportedSection, ...]
    losses: tuple[str, ...]
    pictures: tuple[docx_reader.ImportedPicture, ...] = ()


def read_file(name: str, content: bytes, *, known_figures: Collection[str] = ()) -> ImportedFile:
    """Returns what a file holds; figures that we exported stay what they are where their digest is
    among `known_figures`. Raises Refusal in words for a file that is not taken: of another kind,
    with macros or parts from elsewhere, or too large.
    """
    if name.lower().endswith(".docx"):
        return _read_docx(content, known_figures)
    return _read_markdown(content)


def _read_docx(content: bytes, known_figures: Collection[str]) -> ImportedFile:
    try:
        found = docx_reader.read_docx(
            content, section_level=EVERY_HEADING, known_figures=known_figures
        )
    except RefusedFile as refused:
        raise Refusal(str(FILE_TEXTS[refused.reason])) from None
    sections = tuple(
        ImportedSection(each.title or found.title, each.level, each.text)
        for each in found.sections
    )
    losses = tuple(
        f"{each.section}: {LOSS_TEXTS[each.code]}" + (f" ({each.excerpt})" if each.excerpt else "")
        for each in found.losses
    )
    return ImportedFile(found.title, sections, losses, found.pictures)


def _read_markdown(content: bytes) -> ImportedFile:
    try:
        found = markdown_files.read_markdown(content, section_level=EVERY_HEADING)
    except markdown_files.UnreadableFile as unreadable:
        raise Refusal(str(_MARKDOWN_TEXTS[str(unreadable)])) from None
    sections = tuple(
        ImportedSection(each.title or found.title, each.level, each.text)
        for each in found.sections
    )
    losses = tuple(
        f"{problem.line}: {PROBLEM_TEXTS[problem.code]} ({problem.excerpt})"
        for each in found.sections for problem in each.problems
    )  # fmt: skip
    return ImportedFile(found.title, sections, losses)


@transaction.atomic
def bring(edition: Edition, file: ImportedFile, *, language: str, by: User) -> int:
    """Writes the sections of a file into a draft and its pictures into the product's figures, and
    returns how many sections.

    In the original language they are added after those that are there. In another they become the
    translations of sections in the same order; raises Refusal where their number differs.
    """
    edition.require_open()
    for picture in file.pictures:
        Figure.keep(edition.product, picture.stored, by=by, name=picture.name)
    if language == edition.language:
        return _add_sections(edition, file.sections, by=by)
    count = _add_translations(edition, file.sections, language=language, by=by)
    front = edition.sections.filter(key=FRONT).first()
    if front is not None and file.title:
        _write(front, file.title, None, language=language, by=by)
    return count


def _add_sections(edition: Edition, found: Iterable[ImportedSection], *, by: User) -> int:
    keys = list(edition.sections.values_list("key", flat=True))
    found = list(found)
    for each in found:
        keys.append(key_of(each.title, keys))
        level = min(max(each.level, 1), 3)
        section = Section.add(edition, by=by, key=keys[-1], level=level)
        SectionText.write(
            section, by=by, language=edition.language, title=each.title[:200],
            markdown=_savable(each.text),
        )  # fmt: skip
    return len(found)


def _add_translations(
    edition: Edition, found: tuple[ImportedSection, ...], *, language: str, by: User
) -> int:
    sections = list(edition.body_sections)
    if len(sections) != len(found):
        raise Refusal(
            _("This file has %(found)s sections, and the original %(there)s. Bring both into the"
              " same order first.") % {"found": len(found), "there": len(sections)}
        )  # fmt: skip
    for section, each in zip(sections, found, strict=True):
        _write(section, each.title, _savable(each.text), language=language, by=by)
    return len(found)


def _write(section: Section, title: str, markdown: str | None, *, language: str, by: User) -> None:
    """Writes a translation over the one that is there, of which `markdown=None` keeps the text."""
    there = section.texts.filter(language=language).first()
    kept = there.markdown if there else ""
    SectionText.write(
        section, by=by, language=language, title=title[:200],
        markdown=kept if markdown is None else markdown,
        seen_digest=there.digest if there else "",
    )  # fmt: skip


def _savable(text: str) -> str:
    return grammar.normalise(text)
