"""The search for persons, the one way by which they are found: over keyed tokens, by permission.

Candidates are found by tokens that name nobody; only then are their features decrypted in memory,
with row-level security bypassed, and weighed. Returned are people whom the user may open; of
others no more than that another office knows somebody like this, and of those in a restricted
record nothing: their own team is notified instead, and the user does not learn of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import batched

from django.db.models import QuerySet
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.models import Notification, Office, RestrictedGroupAccess, User
from amparo.foundation.core.permissions.rls.bypass import rls_bypass

from ..matching.comparison import MatchResult, compare, prefilter_score
from ..matching.features import MatchingFeatures
from ..matching.name_comparison import NameFrequencies
from ..merged_records import kept_record_for_each
from ..models import Person, PersonAccessGrant, StoredFeatures
from .candidates import find_candidates, own_candidates, token_lookups
from .index import features_of, name_weights_for
from .tokens import name_keys

SHOWN = 10
# Files opened in memory for one search: one's own first (beyond the likeliest only those behind
# the first by no more than so many bits), then those of whom others may know.
MIN_OPENED, MAX_OPENED, MAX_BITS_BEHIND_TO_OPEN, MAX_OPENED_ELSEWHERE = 100, 200, 25.0, 50
# Of those, compared reason by reason: the likeliest at a first glance, and beyond these whoever
# is behind the first of them by no more than so many bits.
MIN_COMPARED, MAX_COMPARED, MAX_BITS_BEHIND_TO_COMPARE = 25, 80, 6.0
MAX_QUERY_LENGTH = 200
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d\s./-]{4,}\d")


@dataclass(frozen=True)
class PersonMatch:
    """Somebody whom one may open, and how far they may be the one."""

    person: Person
    likeness: MatchResult


@dataclass(frozen=True)
class Candidates:
    """Who may be meant, by where they are held: their row numbers, the likeliest first."""

    own: list[int] = field(default_factory=list)
    elsewhere: dict[int, set[str]] = field(default_factory=dict)
    restricted: dict[int, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchResult:
    """What a search says."""

    alike: list[PersonMatch] = field(default_factory=list)
    # The offices that know somebody like this, and the people of whom they are to be asked.
    elsewhere: list[Office] = field(default_factory=list)
    known: list[Person] = field(default_factory=list)
    is_surely_known: bool = False
    # Those in restricted files who are very much alike: for the house to tell their own team.
    unshown: dict[Person, set[str]] = field(default_factory=dict)


def search(user: User, text: str, *, limit: int = SHOWN) -> list[Person]:
    """The people most like `text` (names, a number, a birth year) among those one may see."""
    return [
        each.person for each in search_candidates(user, parse_search_text(text), limit=limit).alike
    ]


def parse_search_text(text: str) -> MatchingFeatures:
    """What a line of words asks for: names, years, numbers, in any order."""
    text = text[:MAX_QUERY_LENGTH]
    year = _YEAR.search(text)
    words = text.split()
    told = [word for word in words if any(map(str.isdigit, word))]
    numbers = tuple(dict.fromkeys([*_NUMBER.findall(text), *told]))
    numbers = tuple(number for number in numbers if not (year and number == year.group()))
    return MatchingFeatures(
        given=" ".join(word for word in words if word not in told),
        birth_year=int(year.group()) if year else 0,
        documents=numbers, phones=numbers, is_unsorted=True,
    )  # fmt: skip


@rls_bypass(reason="a person is found as far as the rule `know` tells")
def search_candidates(user: User, asked: MatchingFeatures, *, limit: int = SHOWN) -> SearchResult:
    """Those who may be meant by `asked`, as far as `user` may learn of them."""
    if asked.is_empty or "person.see" not in user.permissions:
        return SearchResult()
    rarity = name_weights_for(_keys_of_all_names(asked), asked.nationalities)
    candidates = _candidates(user, asked, rarity)
    likeness = _matches(asked, candidates, rarity)
    own = [n for n in candidates.own if n in likeness and likeness[n].is_worth_showing]
    own.sort(key=lambda number: -likeness[number].bits)
    own = own[: 2 * limit]  # of which some may be files of one person
    people = Person.objects.in_bulk(
        [*own, *_strong_matches_elsewhere(asked, candidates, likeness)]
    )
    known = [people[each] for each in candidates.elsewhere if each in people]
    return SearchResult(
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


def _each_once(
    user: User, people: list[Person], likeness: dict[int, MatchResult]
) -> list[PersonMatch]:
    """Whoever is found by a file that was joined to another is shown once, by the kept one."""
    shown: dict[int, PersonMatch] = {}
    for person, kept in zip(people, kept_record_for_each(people, user), strict=True):
        shown.setdefault(kept.pk, PersonMatch(kept, likeness[person.pk]))
    return list(shown.values())


def match_with(asked: MatchingFeatures, person: Person) -> MatchResult:
    """How far somebody whose file one has open may be the one that is asked for."""
    return compare(
        asked,
        features_of(person),
        name_weights_for(_keys_of_all_names(asked), asked.nationalities),
    )


def offices_that_know(user: User, text: str) -> list[Office]:
    """Other offices to which somebody like this is known: whom to ask, and nothing more."""
    return log_office_hint(user, search_candidates(user, parse_search_text(text)))


def log_office_hint(user: User, found: SearchResult) -> list[Office]:
    """Whoever learns that another office knows somebody leaves a line."""
    if found.known:
        log.log_list(user, "person.known", found.known)
    return found.elsewhere


def matches_at_office(user: User, text: str, office: Office) -> list[Person]:
    """Those whom `offices_that_know` found in one office: to ask it about, never to be shown."""
    grantee = f"office:{office.pk}"
    known = search_candidates(user, parse_search_text(text)).known
    held = PersonAccessGrant.objects.live().filter(grantee=grantee, record__in=known)
    there = set(held.values_list("record", flat=True)) if office.shares_known_persons else set()
    return [person for person in known if person.pk in there]


def _keys_of_all_names(asked: MatchingFeatures) -> Iterable[str]:
    parents = (part.phonetic_key for part in (*asked.father_parts, *asked.mother_parts))
    return {*name_keys(asked), *parents}


def _candidates(user: User, asked: MatchingFeatures, rarity: NameFrequencies) -> Candidates:
    looks = token_lookups(asked, rarity)
    weights = find_candidates(looks)
    held = PersonAccessGrant.objects.for_grantees(user.grantees("person.see"))
    own, looked_at = _own_of(list(weights), held)
    if len(own) < SHOWN and len(weights) > SHOWN:  # a common name, and few files of one's own
        more = own_candidates(looks[:4], held)
        weights |= dict.fromkeys(more - weights.keys(), looks[0].weight)
        own |= more
        looked_at = sorted(weights, key=lambda number: -weights[number])
    # Whoever practises learns nothing of real people, nor do they of those who are invented.
    others = [] if user.is_practice else [number for number in looked_at if number not in own]
    elsewhere, restricted = _held_by_others(others[:MAX_OPENED])
    likeliest = [number for number in looked_at if number in own]
    return Candidates(_worth_opening(likeliest, weights), elsewhere, restricted)


def _own_of(likeliest: list[int], held: QuerySet) -> tuple[set[int], list[int]]:
    """Those whom one may open, and how far down the list that was asked: till there are enough."""
    own: set[int] = set()
    looked_at: list[int] = []
    for some in batched(likeliest, 400):
        own.update(held.filter(record__in=some).values_list("record", flat=True))
        looked_at += some
        if len(own) >= MAX_OPENED:
            break
    return own, looked_at


def _worth_opening(likeliest: list[int], weights: dict[int, float]) -> list[int]:
    """The first of them, and beyond these whoever is hardly behind."""
    least = weights[likeliest[0]] - MAX_BITS_BEHIND_TO_OPEN if likeliest else 0.0
    behind = (n for n in likeliest[MIN_OPENED:MAX_OPENED] if weights[n] >= least)
    return [*likeliest[:MIN_OPENED], *behind]


def _held_by_others(others: list[int]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Those known to an office that lets others learn it, and those in a restricted file."""
    grantees: dict[int, set[str]] = {number: set() for number in others}
    rows = PersonAccessGrant.objects.live().filter(record__in=others, record__is_practice=False)
    for number, grantee in rows.values_list("record", "grantee"):
        grantees[number].add(grantee)
    sharing = {f"office:{pk}" for pk in _sharing()}
    restricted = {n: {h for h in held if "@" in h} for n, held in grantees.items()}
    restricted = {n: groups for n, groups in restricted.items() if groups}
    known = {n: held & sharing for n, held in grantees.items() if n not in restricted}
    known = {n: offices for n, offices in known.items() if offices}
    few = MAX_OPENED_ELSEWHERE // 2
    return dict([*known.items()][:few]), dict([*restricted.items()][:few])


def _sharing() -> list[int]:
    return list(Office.objects.filter(shares_known_persons=True).values_list("pk", flat=True))


def _matches(
    asked: MatchingFeatures, candidates: Candidates, rarity: NameFrequencies
) -> dict[int, MatchResult]:
    """Those who are worth it at a first glance, compared reason by reason."""
    told = decrypt_features([*candidates.own, *candidates.elsewhere, *candidates.restricted])
    at_a_glance = prefilter_score(asked, rarity)
    guesses = {number: at_a_glance(kept) for number, kept in told.items()}
    likeliest = sorted(guesses, key=lambda number: -guesses[number])[:MAX_COMPARED]
    worth_it = (
        n for n in likeliest if guesses[n] >= guesses[likeliest[0]] - MAX_BITS_BEHIND_TO_COMPARE
    )
    compared = dict.fromkeys([*likeliest[:MIN_COMPARED], *worth_it])
    return {n: compare(asked, MatchingFeatures.from_json(told[n]), rarity) for n in compared}


def decrypt_features(numbers: list[int]) -> dict[int, dict]:
    """What is kept of them (`Traits.as_json`), opened together and remembered by nobody."""
    rows = StoredFeatures.objects.filter(person__in=numbers)
    kept = list(rows.values_list("person_id", "ref", "features"))
    told = decrypt_column([row[1:] for row in kept], model=StoredFeatures, field="features")
    return {row[0]: each or {} for row, each in zip(kept, told, strict=True)}


def _strong_matches_elsewhere(
    asked: MatchingFeatures, candidates: Candidates, likeness: dict[int, MatchResult]
) -> Iterator[int]:
    """One name tells of nobody: only a number, or two names with the year of birth."""
    for number in candidates.elsewhere.keys() & likeness:
        if _is_strong(likeness[number]):
            yield number
    for number in candidates.restricted.keys() & likeness:
        if likeness[number].alerts:
            yield number


def _is_strong(likeness: MatchResult) -> bool:
    codes = set(likeness.codes)
    if codes & {"document_same", "phone_same"}:
        return likeness.bits > 0
    names = max(
        (len(r.name_parts) for r in likeness.reasons if r.code in _NAME_REASONS), default=0
    )
    years = {"born_day", "born_swapped", "born_month", "born_year", "born_digit", "born_near"}
    return likeness.asks and names > 1 and bool(codes & years)


_NAME_REASONS = frozenset(("name_same", "name_alike", "name_short", "name_typed"))


def _offices_of(candidates: Candidates, known: list[Person]) -> list[Office]:
    grantees = {grantee for each in known for grantee in candidates.elsewhere[each.pk]}
    keys = [int(grantee.partition(":")[2]) for grantee in grantees]
    offices = Office.objects.filter(pk__in=keys, shares_known_persons=True)
    return list(offices.select_related("organization").order_by("name")[:5]) if keys else []


# Notices to the teams of restricted records.

# Typing goes on, and the same look is told once.
NOTICE_INTERVAL = timedelta(days=1)
NOTICE_CODE = "person.looked_for"


def notify_restricted_teams(found: Mapping[Person, set[str]], *, by: User) -> None:
    """Those with leave to open each file learn that somebody like this stands before `by`."""
    for person, groups in found.items():
        url = reverse("people:person", args=[person.ref])
        told = Notification.objects.filter(
            event=NOTICE_CODE, url=url, by=by, at__gt=now() - NOTICE_INTERVAL
        )
        if not told.exists():
            Notification.notify(
                _who_may_open(groups), event=NOTICE_CODE, about="", url=url, by=by, urgent=True
            )


def _who_may_open(groups: set[str]) -> list[User]:
    """Whoever has leave for one of these groups, named by their grantees."""
    offices = {int(group.rpartition(":")[2]) for group in groups}
    given = RestrictedGroupAccess.objects.live().filter(office__in=offices, user__is_active=True)
    return [grant.user for grant in given.select_related("user") if grant.grantee in groups]
