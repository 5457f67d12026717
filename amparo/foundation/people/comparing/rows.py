"""What is compared of a person: opened in memory for the length of a comparison, kept nowhere."""

import hmac
import json
from dataclasses import dataclass

from ..likeness.traits import TOLD, Traits

BONES = ("bones", "given", "family", "father", "mother")


@dataclass(frozen=True, slots=True)
class Row:
    """One person, in the plain letters and bones in which spellings meet."""

    person: int
    plain: str
    bones: tuple[str, ...]
    given: tuple[str, ...]
    given_plain: str
    family: tuple[str, ...]
    father: tuple[str, ...]
    mother: tuple[str, ...]
    # The day as 19920314; nothing where only a year is known, or the day stands for "unknown".
    born: int | None
    year: int | None
    sex: str | None
    nationality: str | None
    birth_place: str | None
    documents: tuple[str, ...]
    phones: tuple[str, ...]
    # All of it once more, for the scorer of the desk (`aligned.py` reads it again).
    told: str
    # A keyed mark of what was told: another one as soon as anything of it changed.
    mark: str


def row_of(person: int, told: str, secret: bytes) -> Row:
    """What is compared of somebody, from what is kept of them (`Traits.as_json`, as text)."""
    kept = json.loads(told)
    traits = Traits.from_json(kept)
    said = json.dumps([kept.get(name) for name in TOLD]).encode()
    family = (*traits.family_parts, *traits.second_parts)
    usual = traits.ways[0] if traits.ways else ()
    return Row(
        person=person,
        plain=" ".join(sorted(part.word for part in usual)),
        bones=_bones(part for way in traits.ways for part in way),
        given=_bones(traits.given_parts),
        given_plain=" ".join(part.word for part in traits.given_parts),
        family=_bones(family),
        father=_bones(traits.father_parts),
        mother=_bones(traits.mother_parts),
        born=_day(traits) if traits.is_day_known else None,
        year=traits.birth_year or None,
        sex=traits.sex or None,
        nationality=traits.nationalities[0] if traits.nationalities else None,
        birth_place=" ".join(_bones(traits.place_parts)) or None,
        documents=traits.papers,
        phones=traits.lines,
        told=told,
        mark=hmac.digest(secret, said, "sha256").hex()[:20],
    )


def _bones(parts) -> tuple[str, ...]:
    return tuple({part.bone: None for part in parts if len(part.bone) > 1})


def _day(traits: Traits) -> int:
    return traits.birth_year * 10000 + traits.birth_month * 100 + traits.birth_day
