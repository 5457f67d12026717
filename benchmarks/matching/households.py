"""Made-up families: parents, their children, twins, brothers and sisters, and single people."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from .cultures import Culture, NamePart, any_culture
from .rates import COMING, TWINS

TODAY = date(2026, 1, 1)
_COMING = tuple(COMING)
_REACHED = list(accumulate(COMING.values()))
_SHARED_PHONE = 0.6


@dataclass(slots=True, eq=False)
class Someone:
    """A person as they are, however they will be written down."""

    culture: Culture
    sex: str
    given: tuple[NamePart, ...]
    family: tuple[NamePart, ...]
    father: tuple[NamePart, ...]
    mother: tuple[NamePart, ...]
    born: date
    is_guessed: bool
    land: str
    place: NamePart
    phone: str = ""
    documents: tuple[str, ...] = ()
    is_twin: bool = False


@dataclass(slots=True, eq=False)
class Household:
    """Those who come together, and the parents whose names they bear, present or not."""

    members: list[Someone]
    parents: tuple[Someone, Someone]
    phone: str


def household(chance: Random) -> Household:
    culture = any_culture(chance)
    kind = _COMING[bisect(_REACHED, chance.random() * _REACHED[-1])]
    phone = _phone(chance)
    if kind in ("one", "siblings"):
        parents = _couple(culture, chance, oldest=78, youngest=44)
        count = 1 if kind == "one" else chance.choice((2, 2, 2, 3))
        members = [child_of(parents, chance, least=15) for _each in range(count)]
    else:
        parents = _couple(culture, chance, oldest=52, youngest=21)
        husband, wife = parents
        members = {"mother": [wife], "father": [husband]}.get(kind, [husband, wife])
        if kind != "couple":
            members = members + list(_children(parents, chance))
    for member in members:
        _carry(member, phone, chance)
    return Household(members, parents, phone)


def kin_of(family: Household, chance: Random) -> Someone:
    """One more child of the same parents, who was not with them."""
    kin = child_of(family.parents, chance)
    _carry(kin, family.phone, chance)
    return kin


def child_of(
    parents: tuple[Someone, Someone],
    chance: Random,
    *,
    least: int = 0,
    twin: Someone | None = None,
) -> Someone:
    father, mother = parents
    culture = father.culture
    sex = "female" if chance.random() < 0.5 else "male"
    oldest = min((TODAY - each.born).days for each in parents) - 17 * 365
    age = min(oldest, least * 365 + int(chance.random() * max(365, oldest - least * 365)))
    return Someone(
        culture=culture,
        sex=sex,
        given=culture.given_names(sex, chance),
        family=_inherited(sex, father, mother, chance),
        father=father.given[:1] + father.family[:1],
        mother=mother.given[:1] + mother.family[:1],
        born=twin.born if twin else TODAY - timedelta(days=max(20, age)),
        is_guessed=twin.is_guessed if twin else chance.random() < culture.guessed,
        land=father.land,
        place=twin.place if twin else culture.places.pick(chance),
        is_twin=bool(twin),
    )


def _children(parents: tuple[Someone, Someone], chance: Random) -> Iterator[Someone]:
    for _each in range(chance.choice((1, 1, 2, 2, 2, 3, 3, 4, 5))):
        child = child_of(parents, chance)
        yield child
        if chance.random() < TWINS:
            child.is_twin = True
            yield child_of(parents, chance, twin=child)


def _couple(culture: Culture, chance: Random, *, oldest: int, youngest: int):
    land = culture.lands.parts[int(chance.random() * len(culture.lands.parts))].spellings[0]
    age = youngest + chance.random() * (oldest - youngest)
    husband = _grown("male", age + chance.random() * 5, culture, land, chance)
    wife = _grown("female", age, culture, land, chance)
    if culture.naming == "married":
        wife.family = tuple(word.borne_by("female") for word in husband.family)
    return husband, wife


def _grown(sex: str, age: float, culture: Culture, land: str, chance: Random) -> Someone:
    """A grown person: of their own parents, only the names are told."""
    father = culture.given["male"].pick(chance)
    mother = culture.given["female"].pick(chance)
    own = culture.family_name(sex, chance)
    hers = culture.family_name("female", chance)
    return Someone(
        culture=culture,
        sex=sex,
        given=culture.given_names(sex, chance),
        family=_of_their_own(culture, sex, father, own, hers, chance),
        father=(father, own) if own else (father,),
        mother=(mother, hers) if hers else (mother,),
        born=TODAY - timedelta(days=int(age * 365.25 + chance.random() * 365)),
        is_guessed=chance.random() < culture.guessed,
        land=land,
        place=culture.places.pick(chance),
    )


def _of_their_own(
    culture: Culture,
    sex: str,
    father: NamePart,
    own: NamePart | None,
    hers: NamePart | None,
    chance: Random,
) -> tuple[NamePart, ...]:
    if own is None or hers is None:
        return ()
    match culture.naming:
        case "double":
            return (own, hers)
        case "mother_first":
            return (hers, own)
        case "chain":
            return (father, own)
        case "patronym":
            return (father,)
        case "loose":
            return (own,) if chance.random() < 0.7 else ()
    return (own.borne_by(sex),)


def _inherited(sex: str, father: Someone, mother: Someone, chance: Random) -> tuple[NamePart, ...]:
    match father.culture.naming:
        case "double":
            return (father.family[0], mother.family[0])
        case "mother_first":
            return (mother.family[-1], father.family[-1])
        case "chain":
            return (father.given[0], father.family[0])
        case "patronym":
            return (father.given[0],)
        case "loose":
            return _loose(sex, father, chance)
    return tuple(word.borne_by(sex) for word in father.family)


def _loose(sex: str, father: Someone, chance: Random) -> tuple[NamePart, ...]:
    """Where a family name is a habit: the father's, one's own, or none."""
    turn = chance.random()
    if turn < 0.45 and father.family:
        return father.family[:1]
    own = father.culture.family_name(sex, chance) if turn < 0.75 else None
    return (own,) if own else ()


def _carry(someone: Someone, phone: str, chance: Random) -> None:
    someone.phone = phone if chance.random() < _SHARED_PHONE else _phone(chance)
    someone.documents = tuple(
        f"{chance.choice('ABCDEGHKLMNPRT')}{int(chance.random() * 9e7) + 10_000_000}"
        for _each in range(2)
    )


def _phone(chance: Random) -> str:
    return f"+{chance.choice(_PREFIXES)}{int(chance.random() * 9e7) + 10_000_000}"


_PREFIXES = ("591", "51", "57", "52", "49", "33", "39", "90", "20", "212", "254", "66", "34", "30")
