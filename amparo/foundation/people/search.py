"""The one door by which people are found: over keyed tokens, among those one may see.

Whoever may be meant is found by tokens that name nobody, and only then opened in memory, by the
house, and weighed. What leaves this door are people whom the reader may open; of others no more
than that another office knows somebody like this, and of those in a restricted file nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.db.models import QuerySet

from amparo.foundation.trust import audit
from amparo.foundation.trust.models import Office, User
from amparo.foundation.trust.sealing import unseal_column
from amparo.foundation.trust.wall.standing import lowered

from .indexing import traits_of
from .joined import kept_for_each
from .likeness import Likeness, Rarity, Traits, compare, glance
from .models import Person, PersonReach, PersonTraits
from .probing import own_among, probes, thought_of
from .rarity import scale_for
from .tokens import bones

SHOWN = 10
# Files opened in memory for one search: one's own first (beyond the likeliest only those behind
# the first by no more than so many bits), then those of whom others may know.
OPENED_AT_LEAST, OPENED, HARDLY, OPENED_ELSEWHERE = 100, 200, 25.0, 50
# Of those, compared reason by reason: the likeliest at a first glance, and beyond these whoever
# is behind the first of them by no more than so many bits.
COMPARED_AT_LEAST, COMPARED, BEHIND = 25, 80, 6.0
MOST_SIGNS = 200
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d\s./-]{4,}\d")


@dataclass(frozen=True)
class Alike:
    """Somebody whom one may open, and how far they may be the one."""

    person: Person
    likeness: Likeness


@dataclass(frozen=True)
class Candidates:
    """Who may be meant, by where they are held: their row numbers, the likeliest first."""

    own: list[int] = field(default_factory=list)
    elsewhere: dict[int, set[str]] = field(default_factory=dict)
    restricted: dict[int, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a search says."""

    alike: list[Alike] = field(default_factory=list)
    # The offices that know somebody like this, and the people of whom they are to be asked.
    elsewhere: list[Office] = field(default_factory=list)
    known: list[Person] = field(default_factory=list)
    is_surely_known: bool = False
    # Those in restricted files who are very much alike: for the house to tell their own team.
    unshown: dict[Person, set[str]] = field(default_factory=dict)


def search(user: User, text: str, *, limit: int = SHOWN) -> list[Person]:
    """The people most like `text` (names, a number, a birth year) among those one may see."""
    return [each.person for each in look_for(user, asked_in(text), limit=limit).alike]


def asked_in(text: str) -> Traits:
    """What a line of words asks for: names, years, numbers, in any order."""
    text = text[:MOST_SIGNS]
    year = _YEAR.search(text)
    words = text.split()
    told = [word for word in words if any(map(str.isdigit, word))]
    numbers = tuple(dict.fromkeys([*_NUMBER.findall(text), *told]))
    numbers = tuple(number for number in numbers if not (year and number == year.group()))
    return Traits(
        given=" ".join(word for word in words if word not in told),
        birth_year=int(year.group()) if year else 0,
        documents=numbers, phones=numbers, is_unsorted=True,
    )  # fmt: skip


@lowered()
def look_for(user: User, asked: Traits, *, limit: int = SHOWN) -> Found:
    """Those who may be meant by `asked`, as far as `user` may learn of them."""
    if asked.is_empty or "person.see" not in user.verbs:
        return Found()
    rarity = scale_for(_names(asked), asked.nationalities)
    candidates = _candidates(user, asked, rarity)
    likeness = _weighed(asked, candidates, rarity)
    own = [n for n in candidates.own if n in likeness and likeness[n].is_worth_showing]
    own.sort(key=lambda number: -likeness[number].bits)
    own = own[: 2 * limit]  # of which some may be files of one person
    people = Person.objects.in_bulk([*own, *_worth_telling(asked, candidates, likeness)])
    known = [people[each] for each in candidates.elsewhere if each in people]
    return Found(
        alike=_each_once(user, [people[each] for each in own if each in people], likeness)[:limit],
        elsewhere=_offices_of(candidates, known),
        known=known,
        is_surely_known=any(likeness[each.pk].alerts for each in known),
        unshown={
            people[each]: groups
            for each, groups in candidates.restricted.items()
            if each in people
        },
    )  # fmt: skip


def _each_once(user: User, people: list[Person], likeness: dict[int, Likeness]) -> list[Alike]:
    """Whoever is found by a file that was joined to another is shown once, by the kept one."""
    shown: dict[int, Alike] = {}
    for person, kept in zip(people, kept_for_each(people, user), strict=True):
        shown.setdefault(kept.pk, Alike(kept, likeness[person.pk]))
    return list(shown.values())


def likeness_to(asked: Traits, person: Person) -> Likeness:
    """How far somebody whose file one has open may be the one that is asked for."""
    return compare(asked, traits_of(person), scale_for(_names(asked), asked.nationalities))


def known_elsewhere(user: User, text: str) -> list[Office]:
    """Other offices to which somebody like this is known: whom to ask, and nothing more."""
    return told_of(user, look_for(user, asked_in(text)))


def told_of(user: User, found: Found) -> list[Office]:
    """Whoever learns that another office knows somebody leaves a line."""
    if found.known:
        audit.listed(user, "person.known", found.known)
    return found.elsewhere


@lowered()
def known_at(user: User, text: str, office: Office) -> list[Person]:
    """Those whom `known_elsewhere` found in one office: to ask it about, never to be shown."""
    holder = f"office:{office.pk}"
    known = look_for(user, asked_in(text)).known
    held = PersonReach.objects.live().filter(holder=holder, record__in=known)
    there = set(held.values_list("record", flat=True)) if office.shares_know else set()
    return [person for person in known if person.pk in there]


def _names(asked: Traits) -> Iterable[str]:
    parents = (part.bone for part in (*asked.father_parts, *asked.mother_parts))
    return {*bones(asked), *parents}


def _candidates(user: User, asked: Traits, rarity: Rarity) -> Candidates:
    looks = probes(asked, rarity)
    weights = thought_of(looks)
    held = PersonReach.objects.held_by(user.holders("person.see"))
    own, looked_at = _own_of(list(weights), held)
    if len(own) < SHOWN and len(weights) > SHOWN:  # a common name, and few files of one's own
        more = own_among(looks[:4], held)
        weights |= dict.fromkeys(more - weights.keys(), looks[0].weight)
        own |= more
        looked_at = sorted(weights, key=lambda number: -weights[number])
    others = [number for number in looked_at if number not in own][:OPENED]
    elsewhere, restricted = _held_by_others(others)
    likeliest = [number for number in looked_at if number in own]
    return Candidates(_worth_opening(likeliest, weights), elsewhere, restricted)


def _own_of(likeliest: list[int], held: QuerySet) -> tuple[set[int], list[int]]:
    """Those whom one may open, and how far down the list that was asked: till there are enough."""
    own: set[int] = set()
    looked_at: list[int] = []
    for some in batched(likeliest, 400):
        own.update(held.filter(record__in=some).values_list("record", flat=True))
        looked_at += some
        if len(own) >= OPENED:
            break
    return own, looked_at


def _worth_opening(likeliest: list[int], weights: dict[int, float]) -> list[int]:
    """The first of them, and beyond these whoever is hardly behind."""
    least = weights[likeliest[0]] - HARDLY if likeliest else 0.0
    behind = (n for n in likeliest[OPENED_AT_LEAST:OPENED] if weights[n] >= least)
    return [*likeliest[:OPENED_AT_LEAST], *behind]


def _held_by_others(others: list[int]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Those known to an office that lets others learn it, and those in a restricted file."""
    holders: dict[int, set[str]] = {number: set() for number in others}
    rows = PersonReach.objects.live().filter(record__in=others)
    for number, holder in rows.values_list("record", "holder"):
        holders[number].add(holder)
    sharing = {f"office:{pk}" for pk in _sharing()}
    restricted = {n: {h for h in held if "@" in h} for n, held in holders.items()}
    restricted = {n: groups for n, groups in restricted.items() if groups}
    known = {n: held & sharing for n, held in holders.items() if n not in restricted}
    known = {n: offices for n, offices in known.items() if offices}
    few = OPENED_ELSEWHERE // 2
    return dict([*known.items()][:few]), dict([*restricted.items()][:few])


def _sharing() -> list[int]:
    return list(Office.objects.filter(shares_know=True).values_list("pk", flat=True))


def _weighed(asked: Traits, candidates: Candidates, rarity: Rarity) -> dict[int, Likeness]:
    """Those who are worth it at a first glance, compared reason by reason."""
    told = opened([*candidates.own, *candidates.elsewhere, *candidates.restricted])
    at_a_glance = glance(asked, rarity)
    guesses = {number: at_a_glance(kept) for number, kept in told.items()}
    likeliest = sorted(guesses, key=lambda number: -guesses[number])[:COMPARED]
    worth_it = (n for n in likeliest if guesses[n] >= guesses[likeliest[0]] - BEHIND)
    compared = dict.fromkeys([*likeliest[:COMPARED_AT_LEAST], *worth_it])
    return {n: compare(asked, Traits.from_json(told[n]), rarity) for n in compared}


def opened(numbers: list[int]) -> dict[int, dict]:
    """What is kept of them (`Traits.as_json`), opened together and remembered by nobody."""
    rows = PersonTraits.objects.filter(person__in=numbers)
    kept = list(rows.values_list("person_id", "ref", "kept"))
    told = unseal_column([row[1:] for row in kept], model=PersonTraits, field="kept")
    return {row[0]: each or {} for row, each in zip(kept, told, strict=True)}


def _worth_telling(
    asked: Traits, candidates: Candidates, likeness: dict[int, Likeness]
) -> Iterator[int]:
    """One name tells of nobody: only a number, or two names with the year of birth."""
    for number in candidates.elsewhere.keys() & likeness:
        if _tells_apart(likeness[number]):
            yield number
    for number in candidates.restricted.keys() & likeness:
        if likeness[number].alerts:
            yield number


def _tells_apart(likeness: Likeness) -> bool:
    codes = set(likeness.codes)
    if codes & {"document_same", "phone_same"}:
        return likeness.bits > 0
    names = max((len(r.words) for r in likeness.reasons if r.code in _BY_NAME), default=0)
    years = {"born_day", "born_swapped", "born_month", "born_year", "born_digit", "born_near"}
    return likeness.asks and names > 1 and bool(codes & years)


_BY_NAME = frozenset(("name_same", "name_alike", "name_short", "name_typed"))


def _offices_of(candidates: Candidates, known: list[Person]) -> list[Office]:
    holders = {holder for each in known for holder in candidates.elsewhere[each.pk]}
    keys = [int(holder.partition(":")[2]) for holder in holders]
    offices = Office.objects.filter(pk__in=keys, shares_know=True)
    return list(offices.select_related("organization").order_by("name")[:5]) if keys else []
