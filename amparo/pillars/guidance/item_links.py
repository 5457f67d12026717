"""Items of checklists that are a check or a step of the work: where they stand in a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from amparo.foundation.content.segments import have_same_shape, segments
from amparo.foundation.standards.extension_points import WorkCheck, work_checks

from .checklists import ChecklistItem, checklist_items
from .models import Edition, ItemLink, SectionText


def links_of(edition: Edition) -> dict[int, list[ItemLink]]:
    """Returns the links of an edition by the key of their section. One query."""
    found: dict[int, list[ItemLink]] = {}
    for each in ItemLink.objects.filter(section__edition=edition):
        found.setdefault(each.section_id, []).append(each)
    return found


def linked_items(
    original: str, links: Iterable[ItemLink]
) -> list[tuple[ChecklistItem, WorkCheck]]:
    """Returns the items of an original text that are linked, with what they are. Broken links are
    left out.
    """
    codes = {each.digest: each.code for each in links}
    if not codes:
        return []
    found = [(each, codes.get(each.digest, "")) for each in checklist_items(original)]
    return [(item, work_checks[code]) for item, code in found if code in work_checks]


@dataclass(frozen=True)
class BrokenLink:
    """A link whose item has changed or vanished, or whose check is not there any more."""

    text: str
    name: str


def broken_links(original: str, links: Sequence[ItemLink]) -> list[BrokenLink]:
    there = {item.digest for item, _check in linked_items(original, links)}
    return [
        BrokenLink(each.text, work_checks[each.code].name if each.code in work_checks else "")
        for each in links
        if each.digest not in there
    ]


def broken_links_of(edition: Edition) -> list[BrokenLink]:
    """Returns those of all sections. Two queries."""
    links = links_of(edition)
    texts = edition.texts.filter(language=edition.language, section__in=list(links))
    return [each for text in texts for each in broken_links(text.markdown, links[text.section_id])]


@dataclass(frozen=True)
class PlacedItems:
    """A text in whose words linked items are read; by the number of each, what it is."""

    text: SectionText
    codes: dict[int, str]


def place_items(
    shown: SectionText, original: SectionText, links: Sequence[ItemLink]
) -> PlacedItems:
    """Returns where linked items stand in the text that is shown; where its segments are others
    than those of the original, in the original.
    """
    codes = {
        item.number: check.code for item, check in linked_items(original.markdown, links)
    }  # fmt: skip
    if not codes or shown is original:
        return PlacedItems(shown, codes)
    fits = have_same_shape(segments(original.markdown), segments(shown.markdown))
    return PlacedItems(shown if fits else original, codes)


def notes_of(codes: dict[int, str]) -> dict[int, str]:
    """Returns what is said after each of these items."""
    return {number: work_checks[code].name for number, code in codes.items()}
