"""What the search for everything finds of the site itself: pages of the menu, others, and actions.

They are found by their label in the reader's language and in English, and by search words that
name the same thing. Whoever may not open one does not find it.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import override, pgettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources, site_actions, site_pages
from amparo.foundation.core.navigation import SitePage
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .handbook.search import find_sections
from .navigation import items_of


def find_pages(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """The entries of the user's own menu, then pages that stand in none."""
    return _hits([*_menu_of(user), *_open_to(user, site_pages)], terms, limit)


def find_actions(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """What the user may begin; all of it where no word is given."""
    return _hits(list(_open_to(user, site_actions)), terms, limit)


def _menu_of(user: User) -> Iterator[SitePage]:
    for item in items_of(user):
        yield SitePage(item.route, item.label, item.icon, keywords=item.keywords)


def _open_to(user: User, pages: Iterable[SitePage]) -> Iterator[SitePage]:
    ordered = sorted(pages, key=lambda page: page.order)
    return (page for page in ordered if not page.permission or page.permission in user.permissions)


def _hits(pages: list[SitePage], terms: SearchTerms, limit: int) -> list[SearchHit]:
    with override("en"):
        in_english = [str(page.label) for page in pages]
    hits = [
        SearchHit(str(page.label), page.url, icon=page.icon)
        for page, english in zip(pages, in_english, strict=True)
        if not terms or terms.fit(str(page.label), english, str(page.keywords))
    ]
    return best_first(hits, terms, limit)


search_sources.register(
    SearchSource(
        "handbook", pgettext_lazy("search, title", "Handbook"), find_sections, position=85
    )
)
search_sources.register(
    SearchSource("pages", pgettext_lazy("search, title", "Pages"), find_pages, position=80)
)
search_sources.register(
    SearchSource(
        "actions",
        pgettext_lazy("search, title", "Actions"),
        find_actions,
        position=90,
        is_action=True,
    )
)
