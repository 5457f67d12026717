"""Everybody whom the register holds, opened in memory a batch at a time, and their tokens."""

from collections.abc import Iterator

from django.db.models import QuerySet

from amparo.foundation.trust import keyring

from ..models import Person, PersonKey
from .rows import Row, Told, row_of

BATCH = 1000
_CALLED = ("phone", "message")


def secret() -> bytes:
    """The key of the marks: without it nobody can try whether a mark is that of a name."""
    return keyring.derive("comparing")


def rows() -> Iterator[list[Row]]:
    """All people, in batches; whoever is registered meanwhile waits for the next comparison."""
    after, key = 0, secret()
    people = Person.objects.prefetch_related("documents", "contacts").order_by("pk")
    while batch := list(people.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        yield [row_of(person.pk, told_of(person)).marked(key) for person in batch]


def keys() -> Iterator[tuple[int, int, int]]:
    found: QuerySet = PersonKey.objects.order_by().values_list("key", "birth_year", "person_id")
    yield from found.iterator(chunk_size=20_000)


def told_of(person: Person) -> Told:
    """What the file of a person tells that tells people apart."""
    contacts = list(person.contacts.all())
    return Told(
        given_names=person.given_names,
        family_names=f"{person.family_names} {person.second_family_name}".strip(),
        other_names=(person.original_name, *(person.aliases or [])),
        father_name=person.father_name,
        mother_name=person.mother_name,
        birth_date=person.birth_date,
        is_exact=person.birth_precision in ("", Person.Precision.EXACT),
        birth_year=person.birth_year,
        sex=person.sex,
        nationality=person.nationality,
        birth_place=person.birth_place,
        documents=tuple(each.number or "" for each in person.documents.all()),
        phones=tuple(each.value or "" for each in contacts if each.kind in _CALLED),
        addresses=tuple(each.value or "" for each in contacts if each.kind == "address"),
    )
