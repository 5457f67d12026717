"""Self-assessment of institutions against a standard: its items, and how rounds compare."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from amparo.foundation.content.segments import State, compare, have_same_shape, segments
from amparo.foundation.core.models import User
from amparo.foundation.standards.extension_points import GapAnswer, gap_answers, work_checks
from amparo.foundation.standards.models import AssessmentItem, SelfAssessment
from amparo.foundation.standards.models.self_assessments import StandardItem
from amparo.foundation.standards.practice import Practice, office_of_practice, practice_at

from .checklists import checklist_items
from .library import rows_of
from .models import Edition, ItemLink, SectionText


def title_of(assessment: SelfAssessment) -> tuple[str, str]:
    """Returns how the standard is called in the language of the page, or in its own, and which
    language that is.
    """
    for row in rows_of(Edition.objects.filter(ref=assessment.subject_ref)):
        return row.title, row.language
    return assessment.title, ""


def items_of(edition: Edition) -> list[StandardItem]:
    """Returns the items with a box of a standard, in reading order."""
    texts = edition.texts.filter(language=edition.language).order_by("section__order")
    return [
        StandardItem(text.section.key, item.number, item.digest)
        for text in texts.select_related("section")
        for item in checklist_items(text.markdown)
    ]


@dataclass(frozen=True)
class Before:
    """The answer of the round before; `is_reworded` where the item was worded otherwise then."""

    answer: str = ""
    is_reworded: bool = False

    @property
    def label(self) -> str:
        return str(dict(AssessmentItem.Answer.choices).get(self.answer, ""))


@dataclass(frozen=True)
class AssessedItem:
    """An item in the reader's language or the original, the answer of the round before, and the
    check or step of the work that it is, with the practice of the reader's own office.
    """

    item: AssessmentItem
    section: str
    text: str
    language: str
    before: Before
    check: str = ""
    practice: Practice | None = None
    # What closes the gap, where it is partly so or not.
    closed_by: GapAnswer | None = None


def assessed_items(assessment: SelfAssessment, user: User | None = None) -> list[AssessedItem]:
    """Returns the items of a round with their words. Six queries, one or two for each check or
    step that is counted for the office of `user`, and those of what closes gaps.
    """
    edition = Edition.objects.filter(ref=assessment.subject_ref).first()
    words, titles = _words(edition) if edition else ({}, {})
    items = list(assessment.items.all())
    before = _answers_before(assessment, items)
    codes = _linked_codes(edition) if edition else {}
    practice = _own_practice(assessment, user, codes.values())
    closed_by = _gap_answers(assessment, items, user)
    found = []
    for item in items:
        text, language = words.get((item.section_key, item.number), ("", ""))
        code = codes.get((item.section_key, item.digest), "")
        found.append(
            AssessedItem(item, titles.get(item.section_key, ""), text, language,
                         before.get(item.order, Before()),
                         work_checks[code].name if code else "", practice.get(code),
                         closed_by.get(item.pk))
        )  # fmt: skip
    return found


def _gap_answers(
    assessment: SelfAssessment, items: Sequence[AssessmentItem], user: User | None
) -> dict[int, GapAnswer]:
    """Returns what closes each gap of a submitted round; of several answers the first."""
    answers = (AssessmentItem.Answer.NO, AssessmentItem.Answer.PARTLY)
    gaps = [each for each in items if each.answer in answers]
    if user is None or assessment.is_open or not gaps:
        return {}
    found: dict[int, GapAnswer] = {}
    for answer in gap_answers:
        found = {**answer(assessment, gaps, user=user), **found}
    return found


def _linked_codes(edition: Edition) -> dict[tuple[str, str], str]:
    """Returns which check or step an item is, by the key of its section and its digest."""
    rows = ItemLink.objects.filter(section__edition=edition, code__in=list(work_checks))
    found = rows.values_list("section__key", "digest", "code")
    return {(key, digest): code for key, digest, code in found}


def _own_practice(
    assessment: SelfAssessment, user: User | None, codes: Iterable[str]
) -> dict[str, Practice]:
    """Returns the practice of the office of `user`, where their own institution is assessed."""
    office = office_of_practice(user)
    if office is None or office.organization_id != assessment.organization_id:
        return {}
    return practice_at(dict.fromkeys(codes), office, office.today())


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
        if not have_same_shape(sources, targets):
            shown, targets = original, sources
        titles[key] = shown.title
        for each in targets:
            words[key, each.number] = (each.plain, shown.language)
    return words, titles


def _answers_before(
    assessment: SelfAssessment, items: Sequence[AssessmentItem]
) -> dict[int, Before]:
    """Returns what was answered in the round before, of whatever edition of the standard, by the
    order of the item now.
    """
    earlier = SelfAssessment.objects.submitted().filter(
        organization=assessment.organization_id, standard_ref=assessment.standard_ref,
        round__lt=assessment.round,
    )  # fmt: skip
    if (last := earlier.order_by("-round").first()) is None:
        return {}
    old = list(last.items.all())
    return _reworded(old, items) | _same(old, items)


def _same(old: Iterable[AssessmentItem], new: Iterable[AssessmentItem]) -> dict[int, Before]:
    """Items with the same words, in the same section or moved to another."""
    there = {(each.section_key, each.digest): each.answer for each in old}
    moved = {digest: answer for (_section, digest), answer in there.items()}
    return {
        each.order: Before(there.get((each.section_key, each.digest), moved[each.digest]))
        for each in new
        if each.digest in moved
    }


def _reworded(old: Sequence[AssessmentItem], new: Sequence[AssessmentItem]) -> dict[int, Before]:
    """Items that took the place of one whose words are not there any more."""
    now, then, found = _by_section(new), _by_section(old), {}
    stays = {each.digest for each in new}
    for key, after in now.items():
        before = then.get(key, [])
        for change in compare([each.digest for each in before], [each.digest for each in after]):
            if change.state is not State.CHANGED or change.old is None or change.new is None:
                continue
            if (was := before[change.old]).digest not in stays:
                found[after[change.new].order] = Before(was.answer, is_reworded=True)
    return found


def _by_section(items: Iterable[AssessmentItem]) -> dict[str, list[AssessmentItem]]:
    """The key of a section stays the same from edition to edition."""
    found: dict[str, list[AssessmentItem]] = {}
    for each in items:
        found.setdefault(each.section_key, []).append(each)
    return found


def rounds_of(user: User, edition: Edition) -> list[SelfAssessment]:
    """Returns the rounds against any edition of this product that `user` may see, by institution
    and newest first, with the number of each answer.
    """
    found = SelfAssessment.objects.with_counts().filter(standard_ref=edition.product.ref)
    return list(
        found.accessible_to(user)
        .select_related("organization")
        .order_by("organization__name", "-round")
    )
