"""Who may be the one that is looked for: shown to those who trace, where both sides agreed.

People are found through the one door of this house (`people.search`), among the files that open
to whoever asks; names are compared in memory alone. Nothing is kept of it: consent is asked anew
each time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from amparo.foundation.people.grounds import ground_for
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.search import search
from amparo.foundation.trust import audit
from amparo.foundation.trust.models import User

from . import reasons
from .likeness import Described, Likeness, compare
from .models import Sought

SHOWN = 12
_A_NAME = 30  # people taken for one way of writing the name
_WAYS = 4


@dataclass(frozen=True)
class Candidate:
    person: Person
    likeness: Likeness

    @property
    def said(self) -> list[tuple[str, bool | None]]:
        return [(reasons.said(each), each.speaks_for) for each in self.likeness.reasons]


def candidates_for(sought: Sought, user: User) -> list[Candidate]:
    """The likeliest first; nobody where the relative does not agree, nor to who does not trace."""
    request = sought.request
    if not request.is_traced_by(user) or request.is_closed or not request.has_consent:
        return []
    known = set(sought.matches.values_list("person", flat=True)) | {request.inquirer_id}
    people = [each for each in _found(sought, user) if each.pk not in known]
    willing = who_consent(people, sought)
    compared = [Candidate(each, likeness_of(sought, each)) for each in willing]
    likely = [each for each in compared if each.likeness.order > 0]
    likely.sort(key=lambda each: -each.likeness.order)
    audit.listed(user, "tracing.candidates", [sought, *(each.person for each in likely[:SHOWN])])
    return likely[:SHOWN]


def _found(sought: Sought, user: User) -> list[Person]:
    found: dict[int, Person] = {}
    for name in sought.ways_to_write_it[:_WAYS]:
        found |= {person.pk: person for person in search(user, name, limit=_A_NAME)}
    return list(found.values())


def who_consent(people: Iterable[Person], sought: Sought) -> list[Person]:
    """Those who agreed to be looked for, in the house of the request; in one query for all."""
    people = list(people)
    words: dict[int, list[Consent]] = defaultdict(list)
    said = Consent.objects.last_words().filter(person__in=people, purpose="tracing")
    for word in said:
        words[word.person_id].append(word)
    house = sought.request.house
    return [
        person
        for person in people
        if ground_for(person, "tracing", words=words[person.pk], house=house)
    ]


def likeness_of(sought: Sought, person: Person) -> Likeness:
    return compare(sought.described, described(person))


def described(person: Person) -> Described:
    names = (
        person.given_names, person.family_names, person.second_family_name,
        person.original_name, *(person.aliases or []),
    )  # fmt: skip
    nationalities = (person.nationality, *person.other_nationalities)
    return Described(
        names=tuple(name for name in names if name), sex=person.sex,
        birth_year=person.birth_year,
        is_year_guessed=person.birth_precision == Person.Precision.ESTIMATED,
        nationalities=tuple(each for each in nationalities if each),
        father=person.father_name, mother=person.mother_name,
    )  # fmt: skip
