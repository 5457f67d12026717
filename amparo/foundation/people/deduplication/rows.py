"""The row that is compared of a person: in memory alone, stored nowhere."""

import hmac
import json
from dataclasses import dataclass

from ..matching.features import STATED_FIELDS, MatchingFeatures

PHONETIC_COLUMNS = ("phonetic_keys", "given", "family", "father", "mother")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One person, in the plain letters and phonetic keys in which spellings meet."""

    person: int
    plain: str
    phonetic_keys: tuple[str, ...]
    given: tuple[str, ...]
    given_plain: str
    family: tuple[str, ...]
    father: tuple[str, ...]
    mother: tuple[str, ...]
    # The day as 19920314; nothing where only a year is known, or the day stands for "unknown".
    birth_day: int | None
    year: int | None
    sex: str | None
    nationality: str | None
    birth_place: str | None
    documents: tuple[str, ...]
    phones: tuple[str, ...]
    # All of it once more, for the scorer of the desk (`weights.score_pairs` reads it again).
    features: str
    # A keyed mark of what was told: another one as soon as anything of it changed.
    mark: str


def comparison_row(person: int, told: str, secret: bytes) -> ComparisonRow:
    """What is compared of somebody, from what is stored (`MatchingFeatures.as_json`, as text)."""
    kept = json.loads(told)
    features = MatchingFeatures.from_json(kept)
    said = json.dumps([kept.get(name) for name in STATED_FIELDS]).encode()
    family = (*features.family_parts, *features.second_parts)
    usual = features.name_variants[0] if features.name_variants else ()
    return ComparisonRow(
        person=person,
        plain=" ".join(sorted(part.word for part in usual)),
        phonetic_keys=_phonetic_keys(part for way in features.name_variants for part in way),
        given=_phonetic_keys(features.given_parts),
        given_plain=" ".join(part.word for part in features.given_parts),
        family=_phonetic_keys(family),
        father=_phonetic_keys(features.father_parts),
        mother=_phonetic_keys(features.mother_parts),
        birth_day=_day(features) if features.is_day_known else None,
        year=features.birth_year or None,
        sex=features.sex or None,
        nationality=features.nationalities[0] if features.nationalities else None,
        birth_place=" ".join(_phonetic_keys(features.place_parts)) or None,
        documents=features.document_numbers,
        phones=features.phone_numbers,
        features=told,
        mark=hmac.digest(secret, said, "sha256").hex()[:20],
    )


def _phonetic_keys(parts) -> tuple[str, ...]:
    return tuple({part.phonetic_key: None for part in parts if len(part.phonetic_key) > 1})


def _day(features: MatchingFeatures) -> int:
    return features.birth_year * 10000 + features.birth_month * 100 + features.birth_day
