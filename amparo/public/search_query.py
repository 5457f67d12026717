"""A service search as the query string of a list: read, changed, written; and the places near it.

It is all kept in the address and nowhere else, so that a page can be sent to a friend as it is.
The letters are short and reveal little.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.search import fold_text
from amparo.foundation.directory.search import Need, ServiceQuery, places_with_services
from amparo.foundation.people.models import Place
from amparo.ui import formats


@dataclass(frozen=True)
class SearchFilter:
    """Something that not every place offers, to be asked for by one tap."""

    letter: str
    label: Promise
    wanted: dict[str, Any]


SEARCH_FILTERS = (
    SearchFilter("o", _("Open now"), {"open_now": True}),
    SearchFilter("p", _("They ask for no papers"), {"no_papers": True}),
    SearchFilter("f", _("Free"), {"free": True}),
    SearchFilter("w", _("For women"), {"audience": "women"}),
    SearchFilter("c", _("With children"), {"for_children": True}),
)


@dataclass(frozen=True)
class SearchQuery:
    """A need, perhaps near a place, perhaps only some of it, in a language, and which page."""

    need: Need
    place: Place | None = None
    only: str = ""
    spoken: str = ""
    page: int = 1

    @classmethod
    def read(cls, need: Need, told: QueryDict) -> "SearchQuery":
        """What is not understood is left out: no address is an error."""
        spoken = told.get("speaks", "")
        page = told.get("page", "")
        return cls(
            need,
            _place(told.get("at", "")),
            "".join(each.letter for each in SEARCH_FILTERS if each.letter in told.get("only", "")),
            spoken if formats.language_name(spoken) != spoken else "",
            int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1,
        )

    def within(self, pages: int) -> "SearchQuery":
        """No page beyond the last: what was on it is on that one now."""
        return replace(self, page=max(min(self.page, pages), 1))

    @property
    def wanted(self) -> ServiceQuery:
        chosen: dict[str, Any] = {}
        for each in SEARCH_FILTERS:
            if each.letter in self.only:
                chosen |= each.wanted
        return ServiceQuery(self.need.types, self.place, language=self.spoken, **chosen)

    @property
    def is_narrow(self) -> bool:
        return bool(self.only or self.spoken)

    def url(self, **changed: Any) -> str:
        """The same with something changed; from its first page, unless one says which."""
        other = replace(self, **({"page": 1} | changed))
        return f"{reverse('public:services', args=[self.need.number])}?{other._query_string()}"

    def _query_string(self, **more: str) -> str:
        told = {
            "lang": formats.current_language(),
            **more,
            "at": str(self.place.ref) if self.place else "",
            "only": self.only,
            "speaks": self.spoken,
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def along(self) -> str:
        """What the address of a service says, so that the way back leads to the same list."""
        return self._query_string(n=str(self.need.number))

    @property
    def nearby(self) -> str:
        """Where another place is chosen, and the rest kept."""
        first = replace(self, page=1)
        return f"{reverse('public:nearby', args=[self.need.number])}?{first._query_string()}"

    @property
    def here(self) -> str:
        """The page of the list that is shown."""
        return self.url(page=self.page)

    @property
    def wider(self) -> str:
        """Without conditions, near the same place."""
        return self.url(only="", spoken="")

    @property
    def everywhere(self) -> str:
        return self.url(place=None)

    @property
    def switches(self) -> list[tuple[Promise, str, bool]]:
        """Each condition: its words, where one tap leads, and whether it holds now."""
        return [
            (each.label, self.url(only=_toggled(self.only, each.letter)), each.letter in self.only)
            for each in SEARCH_FILTERS
        ]


def _place(ref: str) -> Place | None:
    try:
        return Place.objects.filter(ref=UUID(ref)).first()
    except ValueError:
        return None


def _toggled(letters: str, letter: str) -> str:
    there = set(letters) ^ {letter}
    return "".join(each.letter for each in SEARCH_FILTERS if each.letter in there)


# Places to choose from.

# So many names are read through at a glance; of more, first the letter is chosen.
UNGROUPED_MAX = 30


type Choice = tuple[Place, str]  # a town, and the list that one tap leads to


@dataclass(frozen=True)
class PlaceGroup:
    """A region, or a country, with its towns: under their letters where there are many."""

    name: str
    whole: str
    letters: dict[str, list[Choice]]


def place_groups(asked: SearchQuery) -> list[PlaceGroup]:
    """By country and region; what else they asked for is kept."""
    found: dict[tuple[str, str, Place | None], list[Place]] = defaultdict(list)
    for town in places_with_services():
        larger = town.within
        found[town.country, larger.name if larger else "", larger].append(town)
    return [
        PlaceGroup(
            name or formats.country_name(country),
            asked.url(place=larger) if larger else "",
            _by_letter(asked, there),
        )
        for (country, name, larger), there in sorted(found.items(), key=lambda each: each[0][:2])
    ]


def _by_letter(asked: SearchQuery, there: list[Place]) -> dict[str, list[Choice]]:
    letters: dict[str, list[Choice]] = defaultdict(list)
    for town in sorted(there, key=lambda town: fold_text(town.name)):
        letter = fold_text(town.name)[:1].upper() if len(there) > UNGROUPED_MAX else ""
        letters[letter].append((town, asked.url(place=town)))
    return dict(letters)
