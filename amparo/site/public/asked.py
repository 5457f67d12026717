"""What somebody looks for, as the address of a list says it: short letters that reveal little.

It is all kept in the address and nowhere else, so that a page can be sent to a friend as it is.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.directory.search import Need, ServiceQuery
from amparo.foundation.people.models import Place
from amparo.ui import formats


@dataclass(frozen=True)
class Only:
    """Something that not every place offers, to be asked for by one tap."""

    letter: str
    label: Promise
    wanted: dict[str, Any]


ONLY = (
    Only("o", _("Open now"), {"open_now": True}),
    Only("p", _("They ask for no papers"), {"no_papers": True}),
    Only("f", _("Free"), {"free": True}),
    Only("w", _("For women"), {"audience": "women"}),
    Only("c", _("With children"), {"for_children": True}),
)


@dataclass(frozen=True)
class Asked:
    """A need, perhaps near a place, perhaps only some of it, in a language, and which page."""

    need: Need
    place: Place | None = None
    only: str = ""
    spoken: str = ""
    page: int = 1

    @classmethod
    def read(cls, need: Need, told: QueryDict) -> "Asked":
        """What is not understood is left out: no address is an error."""
        spoken = told.get("speaks", "")
        page = told.get("page", "")
        return cls(
            need,
            _place(told.get("at", "")),
            "".join(each.letter for each in ONLY if each.letter in told.get("only", "")),
            spoken if formats.language_name(spoken) != spoken else "",
            int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1,
        )

    def within(self, pages: int) -> "Asked":
        """No page beyond the last: what was on it is on that one now."""
        return replace(self, page=max(min(self.page, pages), 1))

    @property
    def wanted(self) -> ServiceQuery:
        chosen: dict[str, Any] = {}
        for each in ONLY:
            if each.letter in self.only:
                chosen |= each.wanted
        return ServiceQuery(self.need.types, self.place, language=self.spoken, **chosen)

    @property
    def is_narrow(self) -> bool:
        return bool(self.only or self.spoken)

    def url(self, **changed: Any) -> str:
        """The same with something changed; from its first page, unless one says which."""
        other = replace(self, **({"page": 1} | changed))
        return f"{reverse('public:services', args=[self.need.number])}?{other._told()}"

    def _told(self, **more: str) -> str:
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
        return self._told(n=str(self.need.number))

    @property
    def nearby(self) -> str:
        """Where another place is chosen, and the rest kept."""
        return (
            f"{reverse('public:nearby', args=[self.need.number])}?{replace(self, page=1)._told()}"
        )

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
            (each.label, self.url(only=_turned(self.only, each.letter)), each.letter in self.only)
            for each in ONLY
        ]


def _place(ref: str) -> Place | None:
    try:
        return Place.objects.filter(ref=UUID(ref)).first()
    except ValueError:
        return None


def _turned(letters: str, letter: str) -> str:
    there = set(letters) ^ {letter}
    return "".join(each.letter for each in ONLY if each.letter in there)
