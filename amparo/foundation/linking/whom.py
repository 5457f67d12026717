"""Whom an agreement lets us compare: people of its office who agreed to it themselves.

Never somebody of a restricted file, nor who was registered by an exception or with a register:
what leaves the house rests on the person's own yes, and on their last word.
"""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.matching import plain_number
from amparo.foundation.people.models import Consent, Person, PersonReach

from .tokens import Known

if TYPE_CHECKING:
    from .models import LinkAgreement

TOGETHER = 500


def people_of(agreement: "LinkAgreement") -> Iterator[Person]:
    """Those who agreed to its purpose with its partner, as of now."""
    keys = _perhaps(agreement).order_by("pk").values_list("pk", flat=True)
    for together in batched(list(keys), TOGETHER, strict=False):
        yield from _agreeing(Person.objects.filter(pk__in=together), agreement)


def agree_still(agreement: "LinkAgreement", refs: Iterable[UUID]) -> dict[UUID, Person]:
    """Of these, who has not taken their word back since, nor come into a restricted file."""
    found: dict[UUID, Person] = {}
    for together in batched(refs, TOGETHER, strict=False):
        people = _perhaps(agreement).filter(ref__in=together)
        found |= {person.ref: person for person in _agreeing(people, agreement)}
    return found


def known(person: Person) -> Known:
    """What tokens are made of."""
    is_exact = person.birth_precision == Person.Precision.EXACT and not person.is_age_disputed
    return Known(
        given_names=person.given_names,
        family_names=tuple(
            name for name in (person.family_names, person.second_family_name) if name
        ),
        original_name=person.original_name,
        sex=person.sex,
        born=person.birth_date if is_exact else None,
        birth_year=person.birth_year,
        documents=tuple(
            (each.country or person.nationality, plain_number(each.number))
            for each in person.documents.all()
            if each.number
        ),
    )


def _perhaps(agreement: "LinkAgreement") -> QuerySet[Person]:
    """Held by the office, in no restricted file anywhere, and asked about this purpose."""
    held = PersonReach.objects.live().filter(holder=f"office:{agreement.office_id}")
    restricted = PersonReach.objects.filter(record=OuterRef("pk"), holder__contains="@")
    said_yes = Consent.objects.in_force().filter(person=OuterRef("pk"), purpose=agreement.purpose)
    said_yes = said_yes.exclude(recipient=Consent.Recipient.OWN_OFFICE)
    people = Person.objects.filter(pk__in=held.values("record"))
    return people.filter(Exists(said_yes)).exclude(Exists(restricted))


def _agreeing(people: QuerySet[Person], agreement: "LinkAgreement") -> Iterator[Person]:
    words = Prefetch("consents", Consent.objects.last_words(), to_attr="last_words")
    for person in people.prefetch_related("documents", words).order_by("pk"):
        said = person.last_words  # type: ignore[attr-defined]
        if legal_basis_for(person, agreement.purpose, agreement.partner, words=said):
            yield person
