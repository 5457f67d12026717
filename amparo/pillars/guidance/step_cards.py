"""What stands beside a step of work: sections of guidance that are cited for it, and how editions
are called that stood there once.

A text of the office stands above one of its country, and that above one for everybody.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.content.languages import direction
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.standards.extension_points import EndorsedSubject, StepCard
from amparo.foundation.standards.step_guidance import NEAREST_FIRST

from .library import rows_of
from .models import Citation, Edition, EditionLanguage, Product, Section, SectionText
from .presenters import law_beside, services_beside
from .rendering import section_html


def cards_beside(
    steps: Collection[str], *, user: User | None, language: str
) -> Mapping[str, Sequence[StepCard]]:
    """Returns the published cards and sections cited for each step, in the scope of the office of
    `user`; without a user, those for everybody. Nine queries, however many steps.
    """
    office = user.office if user is not None else None
    cited = (
        Citation.objects.filter(kind=Citation.Kind.STEP, code__in=list(steps))
        .filter(section__edition__state=Edition.State.PUBLISHED)
        .filter(section__edition__product__in=Product.objects.in_scope(office))
        .select_related("section__edition__product")
    )
    sections = {each.section_id: each.section for each in cited}
    country = office.country if office is not None else ""
    cards = _cards(list(sections.values()), language, country)
    found: dict[str, list[StepCard]] = {step: [] for step in steps}
    for each in cited:
        if each.section_id in cards:
            found[each.code].append(cards[each.section_id])
    return {
        step: sorted(each, key=lambda card: (NEAREST_FIRST[card.scope], card.title))
        for step, each in found.items()
    }


def _cards(sections: list[Section], language: str, country: str) -> dict[int, StepCard]:
    """Returns a card for each section that has a text, in `language` or in the original."""
    editions = {each.edition_id: each.edition for each in sections}
    published = _published_languages(editions)
    texts: dict[int, dict[str, SectionText]] = {}
    wanted = Q(language=language) | Q(language=F("section__edition__language"))
    found = SectionText.objects.filter(wanted, section__in=sections)
    for text in found.only("section", "language", "title", "markdown", "digest"):
        texts.setdefault(text.section_id, {})[text.language] = text
    citations: dict[int, list[Citation]] = {}
    for cited in Citation.objects.filter(section__in=sections).exclude(kind=Citation.Kind.STEP):
        citations.setdefault(cited.section_id, []).append(cited)
    cited_by = [citations.get(section.pk, []) for section in sections]
    nothing = [None for _section in sections]
    laws = law_beside(country, cited_by) if country else nothing
    services = services_beside(country, cited_by) if country else nothing
    cards = {}
    for section, law, to_call in zip(sections, laws, services, strict=True):
        edition = section.edition
        languages = published.get(section.edition_id, {})
        chosen = language if language in languages else edition.language
        shown = texts.get(section.pk, {}).get(chosen)
        if shown is not None:
            cards[section.pk] = StepCard(
                ref=section.ref, edition_ref=edition.ref, number=edition.number,
                title=shown.title, html=section_html(shown, section), scope=edition.product.scope,
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
    return cards


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
