"""The cards that Amparo comes with: drafts, not endorsed, their translations not reviewed.

One TOML file a card, in the languages in which it was written. They are written from what the
rest of the product rests on; none of them is the law in force anywhere.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .codes import LANGUAGES
from .models import Citation, Edition, Product, Section, SectionText

FOLDER = Path(__file__).parent / "data" / "cards"
ORIGINAL = "en"


@dataclass(frozen=True)
class ShippedCard:
    """One card: titles and texts by language, and what it is cited for."""

    key: str
    audiences: tuple[str, ...]
    themes: tuple[str, ...]
    review_months: int
    citations: tuple[tuple[str, str], ...]
    titles: Mapping[str, str]
    texts: Mapping[str, str]


@cache
def cards() -> tuple[ShippedCard, ...]:
    """Returns the cards, in the order of their keys."""
    return tuple(
        _card(tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.iterdir())
    )


def _card(told: Mapping[str, Any]) -> ShippedCard:
    kinds = Citation.Kind
    citations = [(kinds.STEP, step) for step in told["steps"]]
    citations += [(kinds.RIGHT, right) for right in told.get("rights", ())]
    citations += [(kinds.SERVICE, service) for service in told.get("services", ())]
    for source in told["sources"]:
        if "work" in source:
            citations.append((kinds.WORK, source["work"]))
        else:
            citations.append((kinds.PROVISION, f"{source['instrument']}:{source['articles']}"))
    return ShippedCard(
        told["key"], tuple(told["audience"]), tuple(told["themes"]), told["review_months"],
        tuple((str(kind), code) for kind, code in citations),
        {language: told[language]["title"] for language in LANGUAGES if language in told},
        {language: _text(told[language], language) for language in LANGUAGES if language in told},
    )  # fmt: skip


def _text(told: Mapping[str, Any], language: str) -> str:
    """Returns body and checklist as one text."""
    with translation.override(language):
        heading = _("Checklist")
    ticks = "\n".join(f"- [ ] {each}" for each in told["checklist"])
    return f"{told['body'].strip()}\n\n## {heading}\n\n{ticks}"


@transaction.atomic
def install(*, step: str = "") -> None:
    """Adds the cards that are not there yet, or those of one step, and publishes an edition of
    those whose words are new. A card that an office took over, and writes itself now, stays.
    Twice changes nothing.
    """
    there = {product.key: product for product in Product.objects.shipped()}
    taken = set(Product.objects.filter(is_shipped=False).values_list("key", flat=True))
    for card in cards():
        if card.key in taken or (step and ("step", step) not in card.citations):
            continue
        product = there.get(card.key) or _create(card)
        published = _digests(product)
        if not published or published != card_digests(card):
            _publish(product, card)


def _create(card: ShippedCard) -> Product:
    return Product.create(
        by=None, key=card.key, kind=Product.Kind.CARD, title=card.titles[ORIGINAL],
        language=ORIGINAL, audiences=card.audiences, themes=card.themes, is_shipped=True,
        is_public="migrant" in card.audiences, review_months=card.review_months,
        authors="Amparo", licence="CC BY 4.0",
    )  # fmt: skip


def _digests(product: Product) -> dict[str, str]:
    """Returns the digests of the texts that are published, by language."""
    current = product.current
    return dict(current.texts.values_list("language", "digest")) if current else {}


def card_digests(card: ShippedCard) -> dict[str, str]:
    """Returns the digests that its texts will have."""
    return {
        language: SectionText.digest_of(title, card.texts[language])
        for language, title in card.titles.items()
    }


def _publish(product: Product, card: ShippedCard) -> None:
    edition = Edition.begin(product, by=None)
    edition.sections.all().delete()
    section = Section.add(edition, by=None, key=card.key)
    section.cite(by=None, citations=list(card.citations))
    ordered = (ORIGINAL, *(each for each in card.titles if each != ORIGINAL))
    for language in ordered:
        SectionText.write(
            section, by=None, language=language, title=card.titles[language],
            markdown=card.texts[language],
        )  # fmt: skip
    edition.title = card.titles[ORIGINAL]
    edition.save(update_fields=["title"])
    edition.publish(by=None, today=localdate())
