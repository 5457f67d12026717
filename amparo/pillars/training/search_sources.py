"""What the search for everything finds in training: events by number, title, subtitle or venue."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .models import TrainingEvent
from .presenters.times import days_of
from .queries import with_words


def find_events(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """Those that the user may see, the latest first. Two queries."""
    rows = with_words(TrainingEvent.objects.accessible_to(user), terms)
    rows = rows.select_related("version").prefetch_related("version__texts")
    hits = [_hit(event) for event in rows.order_by("-starts_at", "-pk")[:limit]]
    return best_first(hits, terms, limit)


def _hit(event: TrainingEvent) -> SearchHit:
    about = (event.number, days_of(event), str(event.get_state_display()))
    return SearchHit(
        event.title, event.get_absolute_url(), " · ".join(filter(None, about)), "calendar-event"
    )


search_sources.register(SearchSource("training", _("Training events"), find_events, position=35))
