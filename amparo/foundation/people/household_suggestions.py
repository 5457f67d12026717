"""Household suggestions: who shares an address or telephone, or a family name and day of arrival.

Never more than a question to who may open both records. What many share (a shelter, a common name
on a day when many came) says nothing of a household and is not asked about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta

from anyascii import anyascii
from django.db.models import Q, QuerySet

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User

from .matching.features import plain_number
from .matching.names import sorted_phonetic_keys
from .models import (
    Contact,
    Family,
    FamilyMember,
    HouseholdToken,
    Person,
    RejectedHouseholdSuggestion,
)
from .search.tokens import make_token

# More people than a household has: whatever they share is no home.
MAX_HOUSEHOLD = 12
SHOWN = 5
Kind = HouseholdToken.Kind


@dataclass(frozen=True)
class HouseholdSuggestion:
    """Somebody who may belong to the same household, and what they share, in words."""

    person: Person
    reasons: tuple[str, ...]


# Writing: called where the other keys of a person are written.


def write_household_tokens(people: list[Person]) -> None:
    """Put right by what these people may be found together, in the caller's transaction."""
    HouseholdToken.objects.filter(person__in=people).delete()
    ways: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(person__in=people):
        ways[contact.person_id].append(contact)
    rows = [row for person in people for row in _rows(person, ways[person.pk])]
    bearers = _bearers({key for key, *_rest in rows})
    kept = []
    for row in rows:
        if bearers[row[0]] <= MAX_HOUSEHOLD:  # one more than a household, and no row beyond that
            bearers[row[0]] += 1
            kept.append(row)
    HouseholdToken.objects.put(kept)


def _bearers(keys: set[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    asked = sorted(keys)
    for start in range(0, len(asked), 500):
        rows = HouseholdToken.objects.filter(key__in=asked[start : start + 500])
        found.update(rows.values_list("key", flat=True))
    return found


def _rows(person: Person, contacts: list[Contact]) -> Iterator[tuple[int, str, int]]:
    """Rows of `HouseholdToken`."""
    for kind, text in sorted(set(_shared_by(person, contacts))):
        yield make_token(f"household-{kind}", text), kind, person.pk


def _shared_by(person: Person, contacts: list[Contact]) -> Iterator[tuple[str, str]]:
    for contact in contacts:
        if contact.kind == Contact.Kind.ADDRESS and (plain := _plain_address(contact.value)):
            yield Kind.ADDRESS.value, plain
        if contact.kind in (Contact.Kind.PHONE, Contact.Kind.MESSAGE):
            number = plain_number(contact.value or "")
            if len(number) >= 6:
                yield Kind.PHONE.value, number[-8:]
    for phonetic_key in sorted_phonetic_keys(person.family_names, person.second_family_name):
        for day in _days(person):
            yield Kind.CAME.value, f"{phonetic_key}|{day}"


def _plain_address(text: str) -> str:
    """An address however it is set; one word alone is a town, and no home."""
    signs = "".join(sign if sign.isalnum() else " " for sign in anyascii(text or "").lower())
    words = signs.split()
    return " ".join(words) if len(words) > 1 else ""


def _days(person: Person) -> Iterator[str]:
    """The day, and the day from noon to noon: who came in one night came together."""
    at = person.created_at.astimezone(UTC)
    yield f"{at:%Y-%m-%d}"
    yield f"{at + timedelta(hours=12):%Y-%m-%d}n"


# Reading.


def suggest_household_members(
    person: Person, user: User, *, but: Iterable[Person] = ()
) -> list[HouseholdSuggestion]:
    """Those who may belong together with a person, whom one may open; who shares most, first."""
    shared = _sharing(person)
    if not shared:
        return []
    files = [person, *but]
    candidates = shared.keys() - {each.pk for each in files}
    people = Person.objects.filter(pk__in=candidates).exclude(pk__in=_together(files))
    mine = people.exclude(_is_apart(files)).accessible_to(user).order_by("pk")
    found = sorted(mine, key=lambda each: -len(shared[each.pk]))[:SHOWN]
    if found:
        log.log_list(user, "household.suggested", found)
    return [HouseholdSuggestion(each, tuple(_reason_labels(shared[each.pk]))) for each in found]


def is_suggested(person: Person, other: Person) -> bool:
    return other.pk in _sharing(person)


def _sharing(person: Person) -> dict[int, set[str]]:
    """What each other person shares with this one; nothing of what many share."""
    own = HouseholdToken.objects.filter(person=person).values("key")
    alike = HouseholdToken.objects.filter(person__is_practice=person.is_practice)
    rows = alike.filter(key__in=own).values_list("key", "kind", "person")
    bearers: dict[tuple[int, str], set[int]] = defaultdict(set)
    for key, kind, bearer in rows:
        bearers[key, kind].add(bearer)
    shared: dict[int, set[str]] = defaultdict(set)
    for (_key, kind), people in bearers.items():
        for pk in people - {person.pk} if len(people) <= MAX_HOUSEHOLD else ():
            shared[pk].add(kind)
    return dict(shared)


def _together(files: list[Person]) -> QuerySet:
    """Those of their families: what is known is not asked."""
    theirs = FamilyMember.objects.filter(person__in=files).values("family")
    return FamilyMember.objects.filter(family__in=theirs).values("person")


def _is_apart(files: list[Person]) -> Q:
    said = RejectedHouseholdSuggestion.objects
    return Q(pk__in=said.filter(one__in=files).values("other")) | Q(
        pk__in=said.filter(other__in=files).values("one")
    )


def _reason_labels(kinds: set[str]) -> list[str]:
    return [str(kind.label) for kind in Kind if kind.value in kinds]


def family_for(person: Person, other: Person, user: User) -> Family | None:
    """The family in which they could be together: of the one looked at first, else the other's."""
    for each in (person, other):
        families = Family.objects.filter(members__person=each).accessible_to(user, "work")
        if found := families.order_by("pk").first():
            return found
    return None


def add_to_household(person: Person, other: Person, relation: str, *, by: User) -> Family:
    """They belong together: in the family that is there, or in a new one."""
    family = family_for(person, other, by) or Family.register(person, by=by)
    here = set(family.members.values_list("person", flat=True))
    family.add(other if person.pk in here else person, relation, by=by)
    return family
