"""The features of a person that are compared, as they told them or as a search gives them."""

import re
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from .names import NamePart, parts_of, split_one_word_name

# A new number here means that tokens and features stored by earlier rules are written anew.
FEATURES_VERSION = 2
_MAX_ALIASES, _MAX_NUMBERS, _MAX_WRITTEN = 5, 8, 1000
NameParts = tuple[NamePart, ...]


def plain_number(text: str) -> str:
    """A document or telephone number without what people put between its signs."""
    digits = (str(_figure(sign)) if sign.isdecimal() else sign for sign in text[:200].lower())
    return re.sub(r"[^0-9a-z]", "", "".join(digits))[:40]


def _figure(sign: str) -> int:
    return int(sign)  # figures of every script: ١٢٣ is 123


@dataclass(frozen=True)
class MatchingFeatures:
    """Names in parts, birth, numbers, parents and place; whatever is not known stays empty."""

    given: str = ""
    family: str = ""
    second_family: str = ""
    original: str = ""
    aliases: tuple[str, ...] = ()
    sex: str = ""
    birth_year: int = 0
    birth_month: int = 0
    birth_day: int = 0
    is_estimated: bool = False
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""
    place: str = ""
    # Where the words of a search are given without saying which is which.
    is_unsorted: bool = field(default=False, kw_only=True)

    @cached_property
    def name_variants(self) -> tuple[NameParts, ...]:
        """The different ways in which the whole name is written; the usual one first."""
        usual = (*self.given_parts, *self.family_parts, *self.second_parts)
        found = [usual, parts_of(self.original)]
        found += [(*usual, *parts_of(alias)) for alias in self.aliases[:_MAX_ALIASES]]
        found += [split_one_word_name(name) for name in self._whole_names]
        if not usual:
            found += [parts_of(alias) for alias in self.aliases[:_MAX_ALIASES]]
        return tuple(dict.fromkeys(variant for variant in found if variant))

    @property
    def _whole_names(self) -> tuple[str, ...]:
        alone = () if self.family or self.second_family else (self.given,)
        return (*alone, self.original, *self.aliases[:_MAX_ALIASES])

    @cached_property
    def given_parts(self) -> NameParts:
        return parts_of(self.given)

    @cached_property
    def family_parts(self) -> NameParts:
        return parts_of(self.family)

    @cached_property
    def second_parts(self) -> NameParts:
        return parts_of(self.second_family)

    @cached_property
    def father_parts(self) -> NameParts:
        return parts_of(self.father)

    @cached_property
    def mother_parts(self) -> NameParts:
        return parts_of(self.mother)

    @cached_property
    def place_parts(self) -> NameParts:
        return parts_of(self.place)

    @cached_property
    def document_numbers(self) -> tuple[str, ...]:
        """Document numbers, plainly written."""
        return _numbers(self.documents)

    @cached_property
    def phone_numbers(self) -> tuple[str, ...]:
        """Telephones by their last eight figures: with a country's number or without."""
        return tuple(dict.fromkeys(each[-8:] for each in _numbers(self.phones) if len(each) > 5))

    @property
    def is_empty(self) -> bool:
        """Nothing by which somebody could be found."""
        return not (self.name_variants or self.document_numbers or self.phone_numbers)

    @property
    def is_day_known(self) -> bool:
        """A real day: 1 January is what is written where nobody knows it."""
        has_day = bool(self.birth_month and self.birth_day) and not self.is_estimated
        return has_day and (self.birth_month, self.birth_day) != (1, 1)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything they are called, as it is written."""
        written = (self.given, self.family, self.second_family, self.original, *self.aliases)
        return tuple(name for name in written if name)

    def as_written(self, part: NamePart) -> str:
        """A part of a name as it was written, with its capitals and in its script."""
        return self._written.get(part.word, part.word)

    @cached_property
    def _written(self) -> dict[str, str]:
        words = " ".join(self.names)[:_MAX_WRITTEN].replace("-", " ").split()
        return {part.word: word for word in reversed(words) for part in parts_of(word)}

    def as_json(self) -> dict[str, Any]:
        """What is worth keeping of it, for the one sealed value that the scorer opens."""
        told = {name: value for name in STATED_FIELDS if (value := getattr(self, name))}
        parts = {name: getattr(self, name) for name in _PARSED_FIELDS}
        parsed = {name: _as_pairs(each) for name, each in parts.items() if each}
        numbers = {name: list(kept) for name in _NUMBER_FIELDS if (kept := getattr(self, name))}
        variants = {"name_variants": [_as_pairs(variant) for variant in self.name_variants]}
        return told | variants | parsed | numbers

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "MatchingFeatures":
        """As it was kept: its names are not taken apart again, which is what costs time."""
        told = {name: _hashable(kept[name]) for name in STATED_FIELDS if name in kept}
        features = cls(**told)
        features.__dict__["name_variants"] = tuple(
            _name_parts(variant) for variant in kept.get("name_variants", ())
        )
        parsed = {name: _name_parts(kept.get(name, ())) for name in _PARSED_FIELDS}
        features.__dict__.update(parsed)
        features.__dict__.update({name: tuple(kept.get(name, ())) for name in _NUMBER_FIELDS})
        return features


_PARSED_FIELDS = (
    "given_parts", "family_parts", "second_parts", "father_parts", "mother_parts", "place_parts",
)  # fmt: skip
_NUMBER_FIELDS = ("document_numbers", "phone_numbers")
# What was told, without what our rules make of it.
STATED_FIELDS = tuple(each.name for each in fields(MatchingFeatures))


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _as_pairs(variant: NameParts) -> list[tuple[str, str]]:
    return [(part.word, part.phonetic_key) for part in variant]


def _name_parts(parts: Any) -> NameParts:
    return tuple(NamePart(word, phonetic_key) for word, phonetic_key in parts)


def _numbers(told: tuple[str, ...]) -> tuple[str, ...]:
    plain = (plain_number(each) for each in told[:_MAX_NUMBERS])
    return tuple(dict.fromkeys(each for each in plain if len(each) > 2))
