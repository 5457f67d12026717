"""Looking for somebody before registering them: who they may be, and who is with them already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects
from django.utils.timezone import localdate

from amparo.foundation.people.alike import Alike, Asked, weigh
from amparo.foundation.people.models import Person
from amparo.foundation.people.search import search
from amparo.foundation.trust import audit
from amparo.foundation.trust.models import User

from .models import Case

MOST = 10


@dataclass(frozen=True)
class Found:
    """Somebody who may be the person, with their case where one may open it."""

    alike: Alike
    case: Case | None

    @property
    def person(self) -> Person:
        return self.alike.person


def look(asked: Asked, user: User) -> list[Found]:
    """One look, one line in the ledger with who was shown."""
    people = _people(asked, user)
    audit.listed(user, "person.searched", people)
    cases = cases_of(people, user)
    return [
        Found(alike, cases.get(alike.person.pk))
        for alike in weigh(asked, people, localdate().year)
    ]


def _people(asked: Asked, user: User) -> list[Person]:
    """By name and number; where many bear the name, those of about that age come first."""
    if not asked.text.strip():
        return []
    people, year = search(user, asked.text, limit=MOST), asked.year(localdate().year)
    if year and len(people) == MOST:
        near = search(user, f"{asked.text} {year}", limit=MOST)
        people = [*near, *(person for person in people if person not in near)][:MOST]
    prefetch_related_objects(people, "documents", "contacts")
    return people


def cases_of(people: Iterable[Person], user: User) -> dict[int, Case]:
    """The case of each person that this reader may open: an open one before an ended one."""
    mine = {person.pk for person in people}
    pairs: list[tuple[int, int]] = []
    for way in ("person", "dependants__person", "family__members__person"):
        rows = Case.objects.open_to(user).filter(**{f"{way}__in": mine})
        pairs += rows.values_list(way, "pk")[:100]
    cases = Case.objects.select_related("owner").in_bulk([pk for _person, pk in pairs])
    found: dict[int, Case] = {}
    for person, pk in pairs:
        if person not in found or (found[person].is_ended and not cases[pk].is_ended):
            found[person] = cases[pk]
    return found


def all_cases_of(files: list[Person], user: User) -> list[Case]:
    """The cases that a person belongs to by any of their files, as the reader may open them;
    open ones first.
    """
    belongs = (
        Q(person__in=files)
        | Q(dependants__person__in=files)
        | Q(family__members__person__in=files)
    )
    mine = Case.objects.filter(belongs).values("pk")
    found = Case.objects.open_to(user).filter(pk__in=mine).select_related("owner")
    return sorted(found.order_by("-opened_at")[:20], key=lambda case: case.is_ended)
