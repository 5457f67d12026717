"""What the search for everything finds of asks: by number and words, never a quiet one outside its
circle.
"""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.models import User
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .models import Ask

# So many of the latest are looked through.
MOST = 500


def find_asks(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """Asks that the user may see, by number, issue and wording in any of their languages."""
    if "ask.see" not in user.permissions:
        return []
    rows = Ask.objects.accessible_to(user).prefetch_related("texts").order_by("-pk")[:MOST]
    return best_first([_hit(each) for each in rows if _fits(each, terms)], terms, limit)


def _fits(ask: Ask, terms: SearchTerms) -> bool:
    words = [ask.number, ask.issue, ask.wording]
    words += [text for each in ask.texts.all() for text in (each.issue, each.wording)]
    return terms.fit(*words)


def _hit(ask: Ask) -> SearchHit:
    about = f"{ask.number} · {ask.get_state_display()}"
    return SearchHit(ask.title, ask.get_absolute_url(), about, "speakerphone", ask.language)


search_sources.register(
    SearchSource("asks", pgettext_lazy("menu", "Advocacy asks"), find_asks, position=57)
)
