"""What the search for everything finds in guidance: the current edition of each product."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms
from amparo.ui import formats

from .library import find_editions_with, scope_text
from .models import Edition, EditionLanguage, Product, SectionText


def find_guidance(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """By title and text in every language, in the scope of the user's office. Two queries."""
    editions = Edition.objects.published().filter(
        product__in=Product.objects.in_scope(user.office)
    )
    found = find_editions_with(terms, editions)[:limit]
    texts = _texts(found)
    return [_hit(each, terms, texts.get((each.edition_id, each.language), [])) for each in found]


def _texts(found: list[EditionLanguage]) -> dict[tuple[int, str], list[SectionText]]:
    """The texts of what was found, in the language in which it was."""
    rows = SectionText.objects.filter(
        section__edition__in=[each.edition_id for each in found],
        language__in={each.language for each in found},
    )  # fmt: skip
    texts: dict[tuple[int, str], list[SectionText]] = {}
    for text in rows.select_related("section").order_by("section__order"):
        texts.setdefault((text.section.edition_id, text.language), []).append(text)
    return texts


def _hit(found: EditionLanguage, terms: SearchTerms, texts: list[SectionText]) -> SearchHit:
    edition, product = found.edition, found.edition.product
    about = (
        str(product.get_kind_display()), scope_text(product),
        "" if terms.fit(found.title) else _excerpt(terms, texts),
    )  # fmt: skip
    own = found.language != formats.current_language()
    url = product.get_absolute_url() + (f"?language={found.language}" if own else "")
    return SearchHit(
        found.title or edition.title, url, " · ".join(filter(None, about)), "book-2",
        found.language if found.title else edition.language,
    )  # fmt: skip


def _excerpt(terms: SearchTerms, texts: list[SectionText]) -> str:
    """A few words about what was found, of the first section that says it."""
    said = (part for each in texts for part in (each.title, each.markdown))
    return next((found for part in said if (found := terms.excerpt(part))), "")


search_sources.register(
    SearchSource("guidance", pgettext_lazy("search", "Guidance"), find_guidance, position=25)
)
