"""Keeping the index right: what is written whenever a name, document, telephone or alias changes.

Nobody is found by what their file no longer says: keys and traits are written in the transaction
of the change itself.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from amparo.foundation.trust.sealing import held
from amparo.foundation.trust.wall.standing import whole

from .households import write_household_keys
from .likeness import RULES, Traits
from .models import Person, PersonKey, PersonTraits
from .tokens import keys_of

_TELEPHONES = ("phone", "message")


def traits_of(
    person: Person, documents: Iterable | None = None, contacts: Iterable | None = None
) -> Traits:
    """What is compared of somebody, from their file."""
    documents = person.documents.all() if documents is None else documents
    contacts = person.contacts.all() if contacts is None else contacts
    day = person.birth_date if person.birth_precision in ("", "exact", "month") else None
    return Traits(
        given=person.given_names, family=person.family_names,
        second_family=person.second_family_name, original=person.original_name,
        aliases=tuple(person.aliases or ()), sex=person.sex,
        birth_year=person.birth_year or 0, birth_month=day.month if day else 0,
        birth_day=day.day if day and person.birth_precision != "month" else 0,
        is_estimated=person.birth_precision == Person.Precision.ESTIMATED,
        nationalities=tuple(filter(None, (person.nationality, *person.other_nationalities))),
        documents=tuple(each.number for each in documents if each.number),
        phones=tuple(e.value for e in contacts if e.kind in _TELEPHONES and e.value),
        father=person.father_name, mother=person.mother_name, place=person.birth_place,
    )  # fmt: skip


def rows_of(person: Person, traits: Traits) -> tuple[list[tuple], PersonTraits]:
    """The rows of the index for somebody of these traits: of `PersonKey`, and what is kept."""
    keys = [(key, person.birth_year or 0, person.pk) for key in sorted(keys_of(traits))]
    return keys, PersonTraits(person=person, kept=traits.as_json())


@transaction.atomic
@held()
def write(people: list[Person]) -> None:
    """Put the index right for these people, in the caller's transaction.

    They are read anew and held until it ends: of two who change a file at once, the second
    writes what both of them said.
    """
    numbers = [person.pk for person in people]
    people = list(Person.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    prefetch_related_objects(people, "documents", "contacts")
    written = [rows_of(person, traits_of(person)) for person in people]
    PersonKey.objects.filter(person__in=people).delete()
    PersonKey.objects.put([key for keys, _kept in written for key in keys])
    PersonTraits.objects.filter(person__in=people).delete()
    PersonTraits.objects.bulk_create((kept for _keys, kept in written), batch_size=1000)
    write_household_keys(people)


def behind() -> QuerySet[Person]:
    """Whose index was written by earlier rules, or never."""
    return Person.objects.filter(Q(traits=None) | ~Q(traits__rules=RULES))


def rebuild(*, since=None, after: int = 0, size: int = 200):
    """Write the index of everybody anew, a few at a time, while people go on working.

    With `since`, also those written by today's rules before that moment. Each step is a
    transaction of its own that holds the rows it writes: a change made meanwhile waits for it,
    and is written after it. Says after each step how many were written, and up to whom.
    """
    wanted = Q(traits=None) | ~Q(traits__rules=RULES)
    if since is not None:
        wanted |= Q(traits__written_at__lt=since)
    while True:
        with whole(), transaction.atomic():
            rows = Person.objects.filter(wanted, pk__gt=after).order_by("pk")
            numbers = list(rows.values_list("pk", flat=True)[:size])
            if not numbers:
                return
            write(list(Person.objects.filter(pk__in=numbers)))
        after = numbers[-1]
        yield len(numbers), after
