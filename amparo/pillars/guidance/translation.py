"""Translation of an edition: what is missing or out of date, and what goes out and comes back.

A translator has the segments of the original before them, each with its own field. What comes
back in a file is taken where the original is still what was translated; the rest is listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amparo.foundation.content import markdown
from amparo.foundation.content.segments import Segment, have_same_shape, segments, with_texts
from amparo.foundation.content.translation_units import TITLE, Accepted, SourceSection
from amparo.foundation.core.models import User
from amparo.ui.languages import direction

from .codes import LANGUAGES, language_name
from .models import Edition, Product, Section, SectionText, TextConflict


@dataclass(frozen=True)
class LanguageStatus:
    """How far an edition is translated into one language: sections and segments by number."""

    language: str
    sections: int
    written: int
    reviewed: int
    machine: int
    segments: int
    changed: int
    untranslated: int
    is_published: bool
    is_original: bool

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def is_current(self) -> bool:
        return self.written == self.sections and not self.changed

    @property
    def may_be_published(self) -> bool:
        return not self.is_published and self.written == self.sections and not self.machine


def edition_to_translate(product: Product) -> Edition | None:
    """Returns the edition that is being written, or else the published one."""
    return product.working or product.current


def statuses(edition: Edition) -> list[LanguageStatus]:
    """Returns the status in each language, the original first. Three queries."""
    published = set(edition.languages.values_list("language", flat=True))
    sections = edition.sections.count()
    texts: dict[str, dict[int, SectionText]] = {language: {} for language in LANGUAGES}
    for text in edition.texts.defer("markdown"):
        texts.setdefault(text.language, {})[text.section_id] = text
    originals = texts[edition.language]
    ordered = sorted(texts, key=lambda language: language != edition.language)
    return [
        _status(edition, language, texts[language], originals, sections, language in published)
        for language in ordered
    ]


def _status(
    edition: Edition, language: str, own: Mapping[int, SectionText],
    originals: Mapping[int, SectionText], sections: int, is_published: bool,
) -> LanguageStatus:  # fmt: skip
    pairs = [(originals[key], text) for key, text in own.items() if key in originals]
    is_original = language == edition.language
    found = [] if is_original else [text.status_beside(original) for original, text in pairs]
    states = [text.state for text in own.values()]
    return LanguageStatus(
        language, sections, len(own), states.count(SectionText.State.REVIEWED),
        states.count(SectionText.State.MACHINE),
        sum(len(each.segment_digests) for each in originals.values()),
        sum(len(each.changed) + each.removed for each in found),
        sum(len(each.untranslated) for each in found), is_published, is_original,
    )  # fmt: skip


# One section before its translator.


@dataclass(frozen=True)
class TranslationUnit:
    """A segment of the original, and what stands for it. `number` is `TITLE` for the title."""

    number: int
    source: str
    target: str
    is_changed: bool
    is_untranslated: bool

    @property
    def field(self) -> str:
        return "title" if self.number == TITLE else f"segment_{self.number}"


@dataclass(frozen=True)
class SectionTranslation:
    """The units of a section. `is_aligned` is False where the translation has other segments than
    the original: then it is written as one text, and a person aligns it.
    """

    original: SectionText
    text: SectionText | None
    units: Sequence[TranslationUnit]
    is_aligned: bool


def section_translation(section: Section, language: str) -> SectionTranslation | None:
    """Returns a section as its translator sees it; None where it has no original yet."""
    texts = {text.language: text for text in section.texts.all()}
    original = texts.get(section.edition.language)
    if original is None:
        return None
    text = texts.get(language)
    sources = segments(original.markdown)
    targets = segments(text.markdown) if text else []
    is_aligned = not targets or have_same_shape(sources, targets)
    units = _units(original, text, sources, targets if is_aligned else [])
    return SectionTranslation(original, text, units, is_aligned)


def _units(
    original: SectionText, text: SectionText | None, sources: Sequence[Segment],
    targets: Sequence[Segment],
) -> list[TranslationUnit]:  # fmt: skip
    status = text.status_beside(original) if text else None
    changed = set(status.changed) if status else set()
    same = set(status.untranslated) if status else set()
    words = {each.number: each.text for each in targets}
    title = TranslationUnit(
        TITLE, original.title, text.title if text else "", 0 in changed, 0 in same
    )
    return [
        title,
        *(
            TranslationUnit(
                each.number, each.text, words.get(each.number, ""), each.number + 1 in changed,
                each.number + 1 in same,
            )
            for each in sources
        ),
    ]  # fmt: skip


def save_units(
    section: Section, language: str, targets: Mapping[int, str], *, by: User, seen_digest: str,
    is_machine: bool = False,
) -> SectionText | TextConflict:  # fmt: skip
    """Writes the translation of a section from its units; one that is empty keeps the words of
    the original, and counts as not translated. Raises `Unfit` for another shape.
    """
    original = section.texts.get(language=section.edition.language)
    words = {number: text for number, text in targets.items() if number != TITLE and text.strip()}
    return SectionText.write(
        section, by=by, language=language,
        title=targets.get(TITLE, "").strip() or original.title,
        markdown=markdown.write(with_texts(original.markdown, words)),
        seen_digest=seen_digest, is_machine=is_machine,
    )  # fmt: skip


# Files for agencies.


def source_sections(edition: Edition, language: str) -> list[SourceSection]:
    """Returns the sections of an edition with what is translated of each. Two queries."""
    texts: dict[tuple[int, str], SectionText] = {
        (text.section_id, text.language): text for text in edition.texts
    }
    return [
        _source(section, texts[section.pk, edition.language], texts.get((section.pk, language)))
        for section in edition.sections.all()
        if (section.pk, edition.language) in texts
    ]


def _source(section: Section, original: SectionText, text: SectionText | None) -> SourceSection:
    sources = segments(original.markdown)
    targets = segments(text.markdown) if text else []
    if not have_same_shape(sources, targets):
        targets = []
    same = {each.digest for each in sources}
    return SourceSection(
        section.key, original.title, original.markdown, text.title if text else "",
        {each.number: each.text for each in targets if each.digest not in same},
    )  # fmt: skip


def store_file(
    edition: Edition, language: str, accepted: Accepted, *, by: User, is_machine: bool
) -> tuple[int, list[TextConflict]]:
    """Writes what was taken of a file into the translation, beside what is there already.
    Returns how many units were taken, and conflicts with texts written meanwhile.
    """
    there = {section.key: section for section in edition.sections.all()}
    texts = {text.section_id: text for text in edition.texts.filter(language=language)}
    conflicts = []
    for source in source_sections(edition, language):
        if source.key not in accepted.texts:
            continue
        text = texts.get(there[source.key].pk)
        known = dict(source.targets) | ({TITLE: source.title_target} if text else {})
        written = save_units(
            there[source.key], language, known | dict(accepted.texts[source.key]), by=by,
            seen_digest=text.digest if text else "", is_machine=is_machine,
        )  # fmt: skip
        if isinstance(written, TextConflict):
            conflicts.append(written)
    return sum(map(len, accepted.texts.values())), conflicts
