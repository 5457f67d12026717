"""The one door by which people are found: over keyed tokens, among those one may see.

A copy of the index names nobody: a token is an HMAC under a key that lies outside the database.
"""

import hmac
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import combinations

from django.db.models import prefetch_related_objects

from amparo.foundation.trust import audit, keyring
from amparo.foundation.trust.models import Office, User
from amparo.foundation.trust.wall.standing import lowered

from .joined import kept_files
from .models import Person, PersonKey, PersonReach
from .skeletons import skeletons, words_of

# What bounds the worst search ("Mohamed"): rows taken for one token, people opened in memory.
PER_TOKEN = 150
OPENED = 60
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d\s./-]{4,}\d")


def token(kind: str, text: str) -> int:
    """A keyed token of 63 bits: the same for the same text, meaningless without the key."""
    digest = hmac.new(keyring.derive("search"), f"{kind}|{text}".encode(), sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def keys_of(person: Person, documents: Iterable, contacts: Iterable) -> set[int]:
    """Every token by which a person may be found."""
    names = [person.given_names, person.family_names, person.second_family_name]
    found = skeletons(*names, person.original_name, *(person.aliases or []))
    keys = {token("name", bone) for bone in found}
    keys |= {token("pair", f"{a} {b}") for a, b in combinations(found, 2)}
    keys |= {token("document", plain_number(d.number)) for d in documents if d.number}
    keys |= {
        token("phone", plain_number(contact.value)[-8:])
        for contact in contacts
        if contact.kind in ("phone", "message") and contact.value
    }
    return keys


def plain_number(text: str) -> str:
    """A document or telephone number without what people put between its signs."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def key_rows(person: Person, documents: Iterable, contacts: Iterable) -> Iterator[PersonKey]:
    for key in sorted(keys_of(person, documents, contacts)):
        yield PersonKey(key=key, birth_year=person.birth_year or 0, person=person)


def write_keys(people: list[Person]) -> None:
    """Put the index right for these people, in the caller's transaction."""
    from .households import write_household_keys  # which makes its tokens here

    prefetch_related_objects(people, "documents", "contacts")
    PersonKey.objects.filter(person__in=people).delete()
    rows = [
        row
        for person in people
        for row in key_rows(person, person.documents.all(), person.contacts.all())
    ]
    PersonKey.objects.bulk_create(rows, batch_size=2000)
    write_household_keys(people)
    for person in people:
        person._prefetched_objects_cache.clear()  # type: ignore[attr-defined]


def search(user: User, text: str, *, limit: int = 10) -> list[Person]:
    """The people most like `text` (names, a number, a birth year) among those one may see.

    Whoever is found by a file that was joined to another is shown once, by the kept one.
    """
    text = text[:200]
    years = [int(year.group()) for year in _YEAR.finditer(text)]
    likely: Counter[int] = Counter()
    for weight, keys in _probes(text):
        for key in keys:
            likely.update(dict.fromkeys(_holding(user, key, years), weight))
        if len(likely) >= limit:  # common names alone would add only people less alike
            break
    ids = [person_id for person_id, _ in likely.most_common(OPENED)]
    people = Person.objects.in_bulk(ids)
    ranked = sorted(
        people.values(), key=lambda person: (-likely[person.pk], -_likeness(text, person))
    )
    return kept_files(ranked, user)[:limit]


@lowered()
def known_elsewhere(user: User, text: str) -> list[Office]:
    """Other offices to which somebody like this is known: whom to ask, and nothing more.

    One name finds nobody: only a number, or two names with the year of birth. Who is in a
    restricted file anywhere is never known of.
    """
    others = _known_to_others(user, text)
    if not others:
        return []
    audit.listed(user, "person.known", others)
    return _offices_of(others)


@lowered()
def known_at(user: User, text: str, office: Office) -> list[Person]:
    """Those whom `known_elsewhere` found in one office: to ask it about, never to be shown."""
    holders = [f"office:{office.pk}"] if office.shares_know else []
    held = PersonReach.objects.live().filter(holder__in=holders).values("record")
    others = Person.objects.filter(pk__in=[each.pk for each in _known_to_others(user, text)])
    return list(others.filter(pk__in=held))


def _known_to_others(user: User, text: str) -> list[Person]:
    text = text[:200]
    years = [int(year.group()) for year in _YEAR.finditer(text)]
    [(_weight, numbers), (_less, pairs), *_single] = _probes(text)
    rows = PersonKey.objects.filter(key__in=numbers[:6])
    if years and pairs:
        born = {year + drift for year in years for drift in (-1, 0, 1)}
        rows |= PersonKey.objects.filter(key__in=pairs[:6], birth_year__in=born)
    elif not numbers:
        return []
    ids = list(dict.fromkeys(rows.values_list("person_id", flat=True)[:PER_TOKEN]))
    there = Person.objects.filter(pk__in=ids).open_to(user, "know")
    return list(there.exclude(pk__in=Person.objects.filter(pk__in=ids).open_to(user))[:20])


def _offices_of(people: list[Person]) -> list[Office]:
    held = PersonReach.objects.live().filter(record__in=people, holder__startswith="office:")
    keys = {int(holder.partition(":")[2]) for holder in held.values_list("holder", flat=True)}
    offices = Office.objects.filter(pk__in=keys, shares_know=True)
    return list(offices.select_related("organization").order_by("name")[:5])


def _probes(text: str) -> Iterator[tuple[int, list[int]]]:
    """Tokens to look for, the most telling first, with what a hit weighs."""
    numbers = [plain_number(number) for number in _NUMBER.findall(text)]
    numbers += [plain_number(word) for word in text.split() if any(map(str.isdigit, word))]
    documents = [token("document", number) for number in numbers]
    phones = [token("phone", number[-8:]) for number in numbers if len(number) >= 6]
    yield 9, list(dict.fromkeys([*documents, *phones]))
    names = " ".join(word for word in text.split() if not any(map(str.isdigit, word)))
    found = skeletons(names)[:6]
    yield 3, [token("pair", f"{first} {second}") for first, second in combinations(found, 2)]
    yield 1, [token("name", bone) for bone in found]


def _holding(user: User, key: int, years: list[int]) -> list[int]:
    """Who bears this token, among the people whose files one holds."""
    held = PersonReach.objects.held_by(user.holders("person.see"))
    rows = PersonKey.objects.filter(key=key, person__reach__in=held)
    if years:
        near = {year + drift for year in years for drift in (-1, 0, 1)} | {0}
        rows = rows.filter(birth_year__in=near)
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)[:PER_TOKEN]))


def _likeness(text: str, person: Person) -> float:
    asked = " ".join(words_of(text))
    borne = " ".join(words_of(person.name, person.original_name))
    return SequenceMatcher(None, asked, borne).ratio()
