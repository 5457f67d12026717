"""What the search for everything finds in the handbook: its sections, in the reader's language."""

from collections.abc import Iterator

from django.utils.translation import get_language

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.search import SearchHit, SearchTerms, best_first

from .pages import pages, url_of


def find_sections(_user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """The sections that hold every word; those whose title holds them first."""
    return best_first(list(_hits(terms)), terms, limit)


def _hits(terms: SearchTerms) -> Iterator[SearchHit]:
    if not terms:
        return
    for page in pages(get_language() or "en").values():
        for section in page.sections:
            if terms.fit(section.title, section.text):
                context = terms.excerpt(section.text) or page.title
                url = url_of(page.name, section.anchor)
                yield SearchHit(section.title, url, context=context, icon="book-2")
