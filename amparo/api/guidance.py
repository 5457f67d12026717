"""Endpoints of public guidance: a list of products and one product, at addresses that stay.

Open to everybody, and the same for everybody. Texts are Markdown as the product is written.
"""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from amparo.pillars.guidance.models import Edition, SectionText
from amparo.pillars.guidance.public_products import (
    edition_for_anybody,
    public_editions,
    public_product,
)

router = Router(auth=None, tags=["guidance"])
MOST = 200


class LanguageOut(Schema):
    """A language in which an edition was published."""

    language: str
    title: str
    is_reviewed: bool = Field(description="Somebody other than its translator has read all of it")
    outdated: int = Field(description="Passages of the original that changed since it was made")
    digest: str


class ProductOut(Schema):
    """A product with the edition that holds."""

    ref: UUID
    key: str
    kind: str
    country: str
    title: str
    language: str = Field(description="In which it was written; all others are translations")
    edition: int
    state: str = Field(description="published, or withdrawn")
    is_endorsed: bool
    published_at: datetime | None
    review_by: date | None
    licence: str
    digest: str
    languages: list[LanguageOut]


class SectionOut(Schema):
    """One section in one language."""

    key: str
    level: int
    language: str
    title: str
    markdown: str


class ProductTextOut(ProductOut):
    """A product with its sections in the language that was asked for."""

    sections: list[SectionOut]
    withdrawn_because: str
    replaced_by: UUID | None


@router.get(
    "/products", response=list[ProductOut], summary="Public guidance", url_name="guidance-products"
)
def products(request: HttpRequest, kind: str = Query("", max_length=10)):
    """At most 200, by title. `kind`: card, sop, handbook, standard, tool, checklist, policy."""
    rows = public_editions().prefetch_related("languages")
    if kind:
        rows = rows.filter(product__kind=kind)
    return [_product(each) for each in rows[:MOST]]


@router.get(
    "/products/{uuid:ref}", response=ProductTextOut, summary="One product",
    url_name="guidance-product",
)  # fmt: skip
def product(request: HttpRequest, ref: UUID, language: str = Query("", max_length=3)):
    """The edition that holds, or why it was withdrawn. What is not translated into `language`
    comes in the original; each section says in which language it is.
    """
    found = public_product(ref)
    edition = edition_for_anybody(found) if found else None
    if edition is None:
        raise Http404
    successor = edition.successor
    return _product(edition) | {
        "sections": _sections(edition, language or edition.language),
        "withdrawn_because": edition.withdrawn_reason,
        "replaced_by": successor.ref if successor and successor.is_public else None,
    }


def _product(edition: Edition) -> dict:
    product = edition.product
    return {
        "ref": product.ref, "key": product.key, "kind": product.kind, "country": product.country,
        "title": edition.title, "language": edition.language, "edition": edition.number,
        "state": edition.state, "is_endorsed": edition.is_endorsed, "digest": edition.digest,
        "published_at": edition.published_at, "review_by": edition.review_by,
        "licence": product.licence,
        "languages": sorted(edition.languages.all(), key=lambda each: each.language),
    }  # fmt: skip


def _sections(edition: Edition, language: str) -> list[SectionOut]:
    there = set(edition.languages.values_list("language", flat=True))
    chosen = language if language in there else edition.language
    texts: dict[int, SectionText] = {}
    rows = edition.texts.filter(language__in={chosen, edition.language}).select_related("section")
    for text in rows.order_by("section__order"):
        if text.section_id not in texts or text.language == chosen:
            texts[text.section_id] = text
    return [
        SectionOut(
            key=each.section.key, level=each.section.level, language=each.language,
            title=each.title, markdown=each.markdown,
        )
        for each in texts.values()
    ]  # fmt: skip
