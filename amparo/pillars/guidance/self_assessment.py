"""Self-assessment of institutions against a standard: its items, and how rounds compare."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from amparo.foundation.content.document import Block, Item, List, Paragraph, Quote
from amparo.foundation.content.parser import parse
from amparo.foundation.content.segments import segments
from amparo.foundation.core.models import User
from amparo.foundation.standards.models import AssessmentItem, SelfAssessment
from amparo.foundation.standards.models.self_assessments import StandardItem

from .models import Edition, SectionText


def items_of(edition: Edition) -> list[StandardItem]:
    """Returns the items with a box of a standard, in reading order."""
    texts = edition.texts.filter(language=edition.language).order_by("section__order")
    return [
        StandardItem(text.section.key, number, digests[number])
        for text in texts.select_related("section")
        for digests in [[each.digest for each in segments(text.markdown)]]
        for number in _numbers(parse(text.markdown).blocks)
    ]


def _numbers(blocks: list[Block]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Quote):
            yield from _numbers(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _numbers_of(item)


def _numbers_of(item: Item) -> Iterator[int]:
    first = item.blocks[0]
    if item.is_done is not None and isinstance(first, Paragraph):
        yield first.number
    yield from _numbers(item.blocks)


@dataclass(frozen=True)
class AssessedItem:
    """An item in the reader's language or the original, and the answer of the round before."""

    item: AssessmentItem
    section: str
    text: str
    language: str
    before: str

    @property
    def before_label(self) -> str:
        return str(dict(AssessmentItem.Answer.choices).get(self.before, ""))


def assessed_items(assessment: SelfAssessment) -> list[AssessedItem]:
    """Returns the items of a round with their words. Five queries."""
    edition = Edition.objects.filter(ref=assessment.subject_ref).first()
    words, titles = _words(edition) if edition else ({}, {})
    before = _answers_before(assessment)
    found = []
    for item in assessment.items.all():
        place = (item.section_key, item.number)
        text, language = words.get(place, ("", ""))
        found.append(
            AssessedItem(item, titles.get(item.section_key, ""), text, language,
                         before.get(item.digest, ""))
        )  # fmt: skip
    return found


def _words(edition: Edition) -> tuple[dict[tuple[str, int], tuple[str, str]], dict[str, str]]:
    language = (get_language() or "en")[:2]
    words: dict[tuple[str, int], tuple[str, str]] = {}
    titles: dict[str, str] = {}
    texts: dict[str, dict[str, SectionText]] = {}
    for text in edition.texts.select_related("section"):
        texts.setdefault(text.section.key, {})[text.language] = text
    for key, found in texts.items():
        original = found.get(edition.language)
        if original is None:
            continue
        shown = found.get(language, original)
        sources, targets = segments(original.markdown), segments(shown.markdown)
        if [each.kind for each in sources] != [each.kind for each in targets]:
            shown, targets = original, sources
        titles[key] = shown.title
        for each in targets:
            words[key, each.number] = (each.plain, shown.language)
    return words, titles


def _answers_before(assessment: SelfAssessment) -> dict[str, str]:
    earlier = SelfAssessment.objects.submitted().filter(
        organization=assessment.organization_id, title=assessment.title,
        round__lt=assessment.round,
    )  # fmt: skip
    if (last := earlier.order_by("-round").first()) is None:
        return {}
    return dict(last.items.values_list("digest", "answer"))


def rounds_of(user: User, edition: Edition) -> list[SelfAssessment]:
    """Returns the rounds against any edition of this product that `user` may see, by institution
    and newest first, with the number of each answer.
    """
    refs = edition.product.editions.values_list("ref", flat=True)
    found = SelfAssessment.objects.with_counts().filter(subject_ref__in=list(refs))
    return list(
        found.accessible_to(user)
        .select_related("organization")
        .order_by("organization__name", "-round")
    )
