"""Help for a page: the section of the handbook that tells of it, and what its terms mean.

Both are sections of the handbook with a mark (see `pages`), so help, glossary and handbook never
say different things.
"""

from collections.abc import Iterator
from functools import cache

from .pages import FALLBACK, MarkedSection, marked_pages, marks


@cache
def help_sections(language: str) -> dict[str, MarkedSection]:
    """Returns the section that helps on each page, by the name of its route."""
    return {
        route: section for section in _marked(language) for route in section.marks.get("help", ())
    }


@cache
def helped_routes() -> frozenset[str]:
    """Returns the pages that have help of their own; every page asks for it, so it is cheap."""
    return frozenset(route for each in marks(FALLBACK) for route in each.get("help", ()))


@cache
def glossary(language: str) -> dict[str, MarkedSection]:
    """Returns the terms that the glossary explains, by their code in the lexicon."""
    return {
        code: section for section in _marked(language) for code in section.marks.get("term", ())
    }


def terms_of(section: MarkedSection, language: str) -> list[MarkedSection]:
    """Returns the terms of a page, as the glossary explains them; those it does not, left out."""
    explained = glossary(language)
    return [explained[code] for code in section.marks.get("terms", ()) if code in explained]


def tour_of(role: str, language: str) -> list[MarkedSection]:
    """Returns the three cards that somebody who is new in a role is shown."""
    return [each for each in _marked(language) if role in each.marks.get("tour", ())]


def _marked(language: str) -> Iterator[MarkedSection]:
    for page in marked_pages(language):
        yield from page.marked
