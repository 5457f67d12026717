"""How many contributed, by language, place, sex and age: small numbers are hidden.

The rule is that of tables for institutions (`disclosure_control`): below five nothing is shown,
zero neither, and what is shown is a multiple of five that hides who joined or left. Of languages
and places those with fewer are not even named.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import publish_number
from amparo.foundation.disclosure_control.tables import KEY_MASK, combine_keys

RULE = RULES[Audience.PARTNER]
FEW = RULE.threshold


@dataclass(frozen=True)
class Figure:
    """How many are in one category; `count` is None where it is too small to be shown."""

    label: str
    count: int | None


def listed_figures(
    pairs: Iterable[tuple[Hashable, int]], labels: Sequence[tuple[Hashable, str]], secret: bytes
) -> list[Figure]:
    """Returns a figure for each category of a whole list, whether anybody is in it or not. `pairs`
    are the category and the key of each contribution.
    """
    counted = _by_category(pairs)
    return [Figure(label, _shown(counted.get(code, ()), secret)) for code, label in labels]


def open_figures(
    pairs: Iterable[tuple[Hashable, int]], names: Mapping[Any, str], secret: bytes
) -> list[Figure]:
    """Returns the figures of the categories of which one may be shown, the largest first. That a
    category is named says that somebody is in it: the others are left out.
    """
    found = [
        Figure(names[code], count)
        for code, keys in _by_category(pairs).items()
        if code in names and (count := _shown(keys, secret)) is not None
    ]
    return sorted(found, key=lambda each: (-(each.count or 0), each.label))


def key_of(number: int) -> int:
    """The key of a contribution for rounding, of the number of its reference."""
    return number & KEY_MASK


def _by_category(pairs: Iterable[tuple[Hashable, int]]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for code, key in pairs:
        found[code].append(key)
    return found


def _shown(keys: Sequence[int], secret: bytes) -> int | None:
    return publish_number(len(keys), combine_keys(keys), RULE, secret).number
