"""The places that somebody may choose from, near which they look for help."""

from collections import defaultdict
from dataclasses import dataclass

from amparo.foundation.directory.search import places_with_services
from amparo.foundation.directory.translated_text import fold_text
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .asked import Asked

# So many names are read through at a glance; of more, first the letter is chosen.
AT_A_GLANCE = 30


type Choice = tuple[Place, str]  # a town, and the list that one tap leads to


@dataclass(frozen=True)
class Area:
    """A region, or a country, with its towns: under their letters where there are many."""

    name: str
    whole: str
    letters: dict[str, list[Choice]]


def areas(asked: Asked) -> list[Area]:
    """By country and region; what else they asked for is kept."""
    found: dict[tuple[str, str, Place | None], list[Place]] = defaultdict(list)
    for town in places_with_services():
        larger = town.within
        found[town.country, larger.name if larger else "", larger].append(town)
    return [
        Area(
            name or formats.country_name(country),
            asked.url(place=larger) if larger else "",
            _by_letter(asked, there),
        )
        for (country, name, larger), there in sorted(found.items(), key=lambda each: each[0][:2])
    ]


def _by_letter(asked: Asked, there: list[Place]) -> dict[str, list[Choice]]:
    letters: dict[str, list[Choice]] = defaultdict(list)
    for town in sorted(there, key=lambda town: fold_text(town.name)):
        letter = fold_text(town.name)[:1].upper() if len(there) > AT_A_GLANCE else ""
        letters[letter].append((town, asked.url(place=town)))
    return dict(letters)
