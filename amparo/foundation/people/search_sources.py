"""What the search for everything finds among people: communities, by their public name."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms

from .models import Community


def find_communities(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    rows = Community.objects.accessible_to(user).order_by("name", "pk")
    there = rows.values_list("ref", "name", "place__name")
    fitting = [row for row in there if terms.fit(row[1])][:limit]
    return [
        SearchHit(name, reverse("people:community", args=[ref]), place, "home")
        for ref, name, place in fitting
    ]


search_sources.register(
    SearchSource(
        "communities", _("Communities"), find_communities, position=40,
        permission="community.see",
    )
)  # fmt: skip
