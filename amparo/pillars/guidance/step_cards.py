"""What stands beside a step of work: sections of guidance that are cited for it, items of
checklists that are that step, and how editions are called that stood there once.

A text of the office stands above one of its country, and that above one for everybody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.core.cache import caches
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.accounts.organizations import Office
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.standards.extension_points import EndorsedSubject, StepCard
from amparo.foundation.standards.step_guidance import NEAREST_FIRST
from amparo.ui.languages import direction

from .item_links import PlacedItems, notes_of, place_items
from .library import rows_of
from .models import Citation, Edition, EditionLanguage, ItemLink, Product, Section, SectionText
from .presenters import law_beside, services_beside
from .rendering import KEPT_SECONDS, items_html, section_html


@dataclass(frozen=True)
class _Beside:
    """A section as a card, and where its linked items are read."""

    card: StepCard
    section: Section
    items: PlacedItems

    def card_of_items(self, step: str) -> StepCard | None:
        """Returns the items alone that are this step; None where none is any more."""
        numbers = [number for number, code in self.items.codes.items() if code == step]
        if not numbers:
            return None
        text = self.items.text
        return replace(
            self.card, ref=uuid5(self.card.ref, step), title=text.title,
            html=items_html(text, self.section, numbers), language=text.language,
            direction=direction(text.language),
            is_reviewed=self.card.is_reviewed or text.language != self.card.language,
        )  # fmt: skip


def cards_beside(
    steps: Collection[str], *, user: User | None, language: str
) -> Mapping[str, Sequence[StepCard]]:
    """Returns the published cards and sections cited for each step, and items of checklists that
    are this step, in the scope of the office of `user`; without a user, those for everybody. Nine
    queries, however many steps.
    """
    office = user.office if user is not None else None
    citations, links = _said_of(list(steps), office)
    rows: list[Citation | ItemLink] = [*citations, *links]
    sections = {each.section_id: each.section for each in rows}
    country = office.country if office is not None else ""
    beside = _beside(
        list(sections.values()), _by_section(citations), _by_section(links), language, country
    )
    found: dict[str, dict[int, StepCard]] = {step: {} for step in steps}
    for each in citations:
        if each.kind == Citation.Kind.STEP and each.code in found and each.section_id in beside:
            found[each.code][each.section_id] = beside[each.section_id].card
    for link in links:
        there = found.get(link.code)
        # Where the whole section stands there, its item says in it what it is.
        if there is None or link.section_id in there or link.section_id not in beside:
            continue
        if card := beside[link.section_id].card_of_items(link.code):
            there[link.section_id] = card
    return {
        step: sorted(cards.values(), key=lambda card: (NEAREST_FIRST[card.scope], card.title))
        for step, cards in found.items()
    }


def _said_of(
    steps: list[str], office: Office | None
) -> tuple[list[Citation], list[ItemLink]]:  # fmt: skip
    """Returns all citations and links of the published sections, in scope of an office, that are
    cited for a step or have an item that is one. Two queries.
    """
    cited = Citation.objects.filter(kind=Citation.Kind.STEP, code__in=steps).values("section")
    linked = ItemLink.objects.filter(code__in=steps).values("section")
    theirs = Q(section__in=cited) | Q(section__in=linked)
    there = Q(
        section__edition__state=Edition.State.PUBLISHED,
        section__edition__product__in=Product.objects.in_scope(office),
    )
    along = "section__edition__product"
    return (
        list(Citation.objects.filter(theirs, there).select_related(along)),
        list(ItemLink.objects.filter(theirs, there).select_related(along)),
    )


def _by_section[T: (Citation, ItemLink)](rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for each in rows:
        found.setdefault(each.section_id, []).append(each)
    return found


def _beside(
    sections: list[Section], citations: Mapping[int, list[Citation]],
    links: Mapping[int, list[ItemLink]], language: str, country: str,
) -> dict[int, _Beside]:  # fmt: skip
    """Returns a card for each section that has a text, in `language` or in the original."""
    editions = {each.edition_id: each.edition for each in sections}
    published = _published_languages(editions)
    texts: dict[int, dict[str, SectionText]] = {}
    wanted = Q(language=language) | Q(language=F("section__edition__language"))
    found = SectionText.objects.filter(wanted, section__in=sections)
    for text in found.only("section", "language", "title", "markdown", "digest"):
        texts.setdefault(text.section_id, {})[text.language] = text
    cited_by = [citations.get(section.pk, []) for section in sections]
    nothing = [None for _section in sections]
    laws = law_beside(country, cited_by) if country else nothing
    services = services_beside(country, cited_by) if country else nothing
    cards = {}
    for section, law, to_call in zip(sections, laws, services, strict=True):
        edition = section.edition
        languages = published.get(section.edition_id, {})
        chosen = language if language in languages else edition.language
        there = texts.get(section.pk, {})
        shown = there.get(chosen)
        if shown is not None:
            original = there.get(edition.language, shown)
            items = _placed(section, shown, original, links.get(section.pk, ()))
            notes = notes_of(items.codes) if items.text is shown else {}
            card = StepCard(
                ref=section.ref, edition_ref=edition.ref, number=edition.number,
                title=shown.title, html=section_html(shown, section, notes=notes),
                scope=edition.product.scope,
                url=f"{edition.product.get_absolute_url()}#{section.key}",
                remark_url=reverse("guidance:remark-new", args=[edition.ref]),
                language=chosen, direction=direction(chosen), is_endorsed=edition.is_endorsed,
                is_reviewed=languages.get(chosen, False),
                is_review_due=edition.review_by is not None and edition.review_by < localdate(),
                sources=[
                    each.code.replace(":", " ", 1) if each.kind == Citation.Kind.PROVISION
                    else each.code
                    for each in citations.get(section.pk, ())
                    if each.kind in (Citation.Kind.WORK, Citation.Kind.PROVISION)
                ],
                laws=law, services=to_call,
            )  # fmt: skip
            cards[section.pk] = _Beside(card, section, items)
    return cards


def _placed(
    section: Section, shown: SectionText, original: SectionText, links: Sequence[ItemLink]
) -> PlacedItems:
    """Returns the same as `place_items`. What was published does not change, so it is read once
    for each text.
    """
    if not links:
        return PlacedItems(shown, {})
    key = f"guidance-places:{section.ref}:{shown.language}:{shown.digest}"
    cache = caches["pages"]
    kept: tuple[str, dict[int, str]] | None = cache.get(key)
    if kept is None:
        placed = place_items(shown, original, links)
        kept = placed.text.language, placed.codes
        cache.set(key, kept, KEPT_SECONDS)
    language, codes = kept
    return PlacedItems(shown if language == shown.language else original, codes)


def _published_languages(editions: Collection[int]) -> dict[int, dict[str, bool]]:
    """Returns the published languages of editions, and whether each was reviewed."""
    found: dict[int, dict[str, bool]] = {}
    for each in EditionLanguage.objects.filter(edition__in=editions):
        found.setdefault(each.edition_id, {})[each.language] = each.is_reviewed
    return found


def find_editions(refs: Collection[UUID], *, user: User | None) -> dict[UUID, EndorsedSubject]:
    """Returns how editions are called, by ref, for whoever may open them: in the language of the
    page where they were published in it, else in that in which they were written. Two queries.
    """
    editions: PermissionQuerySet = Edition.objects.filter(ref__in=list(refs)).select_related(
        "product"
    )
    if user is not None:
        editions = editions.accessible_to(user)
    return {
        row.edition.ref: EndorsedSubject(
            row.title, row.language, row.edition.name, row.edition.get_absolute_url()
        )
        for row in rows_of(editions)
    }
