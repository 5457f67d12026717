"""The text of an edition as one reader is shown it: in a language, and what stands in another.

What is published never changes, and so is kept in memory by its digest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.cache import caches
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.foundation.content import html
from amparo.foundation.content.parser import parse
from amparo.foundation.content.segments import segments
from amparo.foundation.core.code_lists import codes
from amparo.foundation.standards.extension_points import work_checks
from amparo.ui import formats
from amparo.ui.languages import direction
from amparo.ui.safe_html import mark_cleaned

from .checklists import checklist_items
from .codes import language_name
from .item_links import PlacedItems, links_of, notes_of, place_items
from .models import Citation, Edition, SectionText
from .models.edition_languages import title_among
from .rendering import pictures, section_html

KEPT_SECONDS = 24 * 3600
STAFF_FIGURES = "guidance:figure"
CONTENTS = gettext_lazy("Contents")


@dataclass(frozen=True)
class LocalText:
    """Something said in a language; `is_other` where that is not the one that was asked for."""

    text: str
    language: str
    is_other: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def markup(self) -> SafeString:
        """Returns it with its language, where that is not the one of the page."""
        if self.language == formats.current_language():
            return format_html("{}", self.text)
        return format_html('<bdi lang="{}">{}</bdi>', self.language, self.text)


@dataclass(frozen=True)
class ShownSection:
    """A section in the language that was asked for, or in the original; what is to be known."""

    key: str
    title: LocalText
    level: int
    html: str
    notes: tuple[str, ...] = ()

    @property
    def markup(self) -> SafeString:
        return mark_cleaned(self.html)

    @property
    def heading(self) -> int:
        """The level of its heading below that of the page."""
        return self.level + 1


@dataclass(frozen=True)
class Source:
    """On what a section rests: its kind in the words of the page, and what it is."""

    kind: str
    text: str


@dataclass(frozen=True)
class Tick:
    """An item to tick; `note` says which check or step of the work it is, "" where none."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class LinkedItem:
    """An item that is a check or step of the work: its words, and the code and name of that."""

    text: LocalText
    code: str
    name: str


@dataclass(frozen=True)
class ShownText:
    """All of an edition in one language. Linked items are for those who do the work: the public
    reads none.
    """

    title: LocalText
    summary: LocalText
    sections: tuple[ShownSection, ...]
    ticks: tuple[tuple[LocalText, tuple[Tick, ...]], ...]
    sources: tuple[Source, ...]
    linked: tuple[LinkedItem, ...] = ()

    @property
    def has_contents(self) -> bool:
        return len(self.sections) > 1


def shown_text(edition: Edition, language: str, *, figure_route: str = STAFF_FIGURES) -> ShownText:
    """Returns an edition in `language`; what is not translated stands in the original, and says
    so. A published one is kept in the memory of this process.
    """
    if edition.is_open:
        return _make(edition, language, figure_route)
    key = (
        f"guidance-text:{edition.ref}:{edition.digest}:{language}"
        f":{formats.current_language()}:{figure_route}"
    )
    kept = caches["pages"].get(key)
    if kept is None:
        kept = _make(edition, language, figure_route)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def _make(edition: Edition, language: str, figure_route: str) -> ShownText:
    texts = list(edition.texts.filter(language__in={language, edition.language}).select_related(
        "section"
    ).order_by("section__order"))  # fmt: skip
    own = {each.section_id: each for each in texts if each.language == language}
    original = {each.section_id: each for each in texts if each.language == edition.language}
    shown = [own.get(pk) or original[pk] for pk in original]
    body = [each for each in shown if not each.section.is_front]
    figures = pictures(edition.product, route=figure_route)
    links = links_of(edition) if figure_route == STAFF_FIGURES else {}
    placed = {
        each.section_id: place_items(
            each, original[each.section_id], links.get(each.section_id, ())
        )
        for each in body
    }  # fmt: skip
    return ShownText(
        _title(edition, language, list(own.values()), len(original)),
        _summary(edition, language, shown),
        tuple(_sections(body, original, language, figures, placed)),
        tuple(_ticks(body, language, placed)), tuple(_sources(edition)),
        tuple(_linked(placed.values(), language)),
    )  # fmt: skip


def _title(edition: Edition, language: str, own: list[SectionText], sections: int) -> LocalText:
    said = title_among(own, sections) if language != edition.language else ""
    if said:
        return LocalText(said, language)
    return LocalText(edition.title, edition.language, language != edition.language)


def _summary(edition: Edition, language: str, shown: list[SectionText]) -> LocalText:
    for text in shown:
        if text.section.is_front and text.markdown:
            said = "\n\n".join(each.plain for each in segments(text.markdown))
            return LocalText(said, text.language, text.language != language)
    return LocalText(edition.summary, edition.language, language != edition.language)


def _sections(
    shown: list[SectionText], original: Mapping[int, SectionText], language: str,
    figures: Mapping[str, html.Picture], placed: Mapping[int, PlacedItems],
):  # fmt: skip
    table = 1
    for text in shown:
        document = parse(text.markdown)
        source = original[text.section_id]
        left = left_in_original(text, source) if text is not source else []
        markup = section_html(
            text, text.section, level=text.section.level + 2, first_table=table, figures=figures,
            languages=dict.fromkeys(left, source.language),
            notes=_notes_in(text, placed),
        )  # fmt: skip
        table += html.count_tables(document)
        title = LocalText(text.title, text.language, text.language != language)
        notes = tuple(_notes(text, source, language, len(left)))
        yield ShownSection(text.section.key, title, text.section.level, str(markup), notes)


def left_in_original(text: SectionText, source: SectionText) -> list[int]:
    """Returns the segments that are still the original's; none where a reviewer has read them:
    names and figures stay the same in every language.
    """
    if text.state == SectionText.State.REVIEWED:
        return []
    there = {each.digest for each in segments(source.markdown)}
    return [
        each.number for each in segments(text.markdown)
        if each.digest in there and any(map(str.isalpha, each.plain))
    ]  # fmt: skip


def _notes(text: SectionText, source: SectionText, language: str, left: int):
    if text.language != language:
        words = {"language": language_name(text.language)}
        yield _("Not translated yet: this section stands in %(language)s.") % words
        return
    if left:
        words = {"count": formats.number(left), "language": language_name(source.language)}
        said = ngettext(
            "%(count)s passage is not translated yet, and stands in %(language)s.",
            "%(count)s passages are not translated yet, and stand in %(language)s.", left,
        )  # fmt: skip
        yield said % words
    if text is source:
        return
    behind = text.status_beside(source)
    count = len(behind.changed) + behind.removed
    if count:
        yield ngettext(
            "The original has changed in %(count)s passage since this was translated.",
            "The original has changed in %(count)s passages since this was translated.", count,
        ) % {"count": formats.number(count)}  # fmt: skip


def _notes_in(text: SectionText, placed: Mapping[int, PlacedItems]) -> dict[int, str]:
    """Returns what is said after items of this text; nothing where they are read in another."""
    there = placed[text.section_id]
    return notes_of(there.codes) if there.text is text else {}


def _ticks(shown: list[SectionText], language: str, placed: Mapping[int, PlacedItems]):
    for text in shown:
        if items := checklist_items(text.markdown):
            title = LocalText(text.title, text.language, text.language != language)
            notes = _notes_in(text, placed)
            yield title, tuple(Tick(each.text, notes.get(each.number, "")) for each in items)


def _linked(placed: Iterable[PlacedItems], language: str) -> Iterator[LinkedItem]:
    for there in placed:
        text = there.text
        for item in checklist_items(text.markdown) if there.codes else ():
            if code := there.codes.get(item.number):
                words = LocalText(item.text, text.language, text.language != language)
                yield LinkedItem(words, code, work_checks[code].name)


def _sources(edition: Edition):
    rows = Citation.objects.filter(section__edition=edition, kind__in=Citation.RESTS_ON)
    found = rows.order_by("section__order", "order").values_list("kind", "code")
    for kind, code in dict.fromkeys(found):
        yield Source(str(Citation.Kind(kind).label), source_text(kind, code))


def source_text(kind: str, code: str) -> str:
    """Returns what is cited in words: "CRC:3" as the instrument with its articles."""
    if kind == Citation.Kind.PROVISION:
        instrument, _colon, articles = code.partition(":")
        name = codes.label("instrument", instrument)
        return _("%(instrument)s, art. %(articles)s") % {
            "instrument": name, "articles": articles,
        } if articles else name  # fmt: skip
    if kind == Citation.Kind.RIGHT:
        return codes.label("right", code)
    return code
