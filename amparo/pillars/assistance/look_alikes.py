"""Looking for somebody before registering them: who they may be, and who is with them already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Office, User
from amparo.foundation.people.match_explanations import (
    Explanation,
    explain_match,
    questions_to_ask,
)
from amparo.foundation.people.matching import MatchingFeatures, to_ask_next
from amparo.foundation.people.models import Person
from amparo.foundation.people.search.search import (
    SHOWN,
    PersonMatch,
    log_office_hint,
    notify_restricted_teams,
    search_candidates,
)

from .models import Case


@dataclass(frozen=True)
class Found:
    """Somebody who may be the person, with their case where one may open it."""

    alike: PersonMatch
    case: Case | None

    @property
    def person(self) -> Person:
        return self.alike.person

    @property
    def is_close(self) -> bool:
        """So much alike that one looks before one registers."""
        return self.alike.likeness.alerts

    @property
    def reasons(self) -> list[Explanation]:
        return explain_match(self.alike.likeness)


@dataclass(frozen=True)
class Looked:
    """What one look has found: people one may open, and offices to ask."""

    found: list[Found] = field(default_factory=list)
    elsewhere: list[Office] = field(default_factory=list)
    is_surely_known: bool = False
    asked: MatchingFeatures = field(default_factory=MatchingFeatures)

    def __iter__(self) -> Iterator[Found]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def ask_next(self) -> list[str]:
        """What would tell them apart and is not known yet; nothing where nobody is near."""
        is_near = self.elsewhere or any(each.alike.likeness.asks for each in self.found)
        return list(questions_to_ask(to_ask_next(self.asked))) if is_near else []

    @property
    def stops(self) -> list[str]:
        """Those for whom a registration stops once, by their refs, and the offices to ask."""
        close = [each.person.ref.hex for each in self.found if each.is_close]
        return close + [office.ref.hex for office in self.elsewhere if self.is_surely_known]

    def stops_for_more_than(self, looked_at: set[str]) -> bool:
        return not looked_at.issuperset(self.stops)


def look(asked: MatchingFeatures, user: User) -> Looked:
    """One look, one line in the ledger with who was shown."""
    found = search_candidates(user, asked, limit=SHOWN)
    people = [each.person for each in found.alike]
    log.log_list(user, "person.searched", people)
    notify_restricted_teams(found.unshown, by=user)
    cases = cases_of(people, user)
    return Looked(
        found=[Found(alike, cases.get(alike.person.pk)) for alike in found.alike],
        elsewhere=log_office_hint(user, found),
        is_surely_known=found.is_surely_known,
        asked=asked,
    )


def cases_of(people: Iterable[Person], user: User) -> dict[int, Case]:
    """The case of each person that this reader may open: an open one before an ended one."""
    mine = {person.pk for person in people}
    pairs: list[tuple[int, int]] = []
    for way in ("person", "dependants__person", "family__members__person"):
        rows = Case.objects.accessible_to(user).filter(**{f"{way}__in": mine})
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
    found = Case.objects.accessible_to(user).filter(pk__in=mine).select_related("owner")
    return sorted(found.order_by("-opened_at")[:20], key=lambda case: case.is_ended)
