"""Looking for somebody before registering them: who they may be, and who is with them already."""

from collections.abc import Container, Iterable, Iterator
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
    SearchResult,
    log_office_hint,
    notify_restricted_teams,
    search_candidates,
)
from amparo.pillars.assistance.cases.models import Case

# On the page of a search: whoever is behind the first by more than so many bits is left out,
# unless there is a real doubt.
MAX_BITS_BEHIND_TO_SHOW = 12.0
# So many people are compared at once, before one goes on.
COMPARED_AT_ONCE = 2


@dataclass(frozen=True)
class DuplicateCandidate:
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
    def is_doubtful(self) -> bool:
        """Alike enough to ask for one thing more."""
        return self.alike.likeness.asks

    @property
    def reasons(self) -> list[Explanation]:
        return explain_match(self.alike.likeness)


@dataclass(frozen=True)
class DuplicateSearchResult:
    """What one look has found: people one may open, and offices to ask."""

    found: list[DuplicateCandidate] = field(default_factory=list)
    elsewhere: list[Office] = field(default_factory=list)
    is_surely_known: bool = False
    asked: MatchingFeatures = field(default_factory=MatchingFeatures)

    def __iter__(self) -> Iterator[DuplicateCandidate]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def refs(self) -> set[str]:
        """Of everybody who was found, in hex."""
        offices = {office.ref.hex for office in self.elsewhere}
        return {each.person.ref.hex for each in self.found} | offices

    @property
    def close(self) -> list[DuplicateCandidate]:
        return [each for each in self.found if each.is_close]

    @property
    def ask_next(self) -> list[str]:
        """What would tell them apart and is not known yet; nothing where nobody is near."""
        is_near = self.elsewhere or any(each.is_doubtful for each in self.found)
        return list(questions_to_ask(to_ask_next(self.asked))) if is_near else []


@dataclass(frozen=True)
class DuplicateWarning:
    """What a registration stops for: one or two people who are very alike, or an office to ask."""

    people: list[DuplicateCandidate]
    offices: list[Office]
    # Very alike as well, and compared afterwards.
    waiting: int = 0

    @property
    def office_refs(self) -> str:
        return " ".join(office.ref.hex for office in self.offices)


def search_duplicates(asked: MatchingFeatures, user: User) -> DuplicateSearchResult:
    """Everybody who may be meant by a search; one line in the ledger with who was shown."""
    found = search_candidates(user, asked, limit=SHOWN)
    likeliest = max((each.likeness.bits for each in found.alike), default=0.0)
    least = likeliest - MAX_BITS_BEHIND_TO_SHOW
    shown = [each for each in found.alike if each.likeness.asks or each.likeness.bits >= least]
    return _looked(found, shown, asked, user)


def look_for_duplicates(
    asked: MatchingFeatures, user: User, *, answered: Container[str] = ()
) -> DuplicateSearchResult:
    """Only those of whom there is a real doubt, and who were not found to be another person yet
    (`answered`: refs in hex); one line in the ledger with who was shown.
    """
    found = search_candidates(user, asked, limit=SHOWN)
    shown = [
        each for each in found.alike if each.likeness.asks and each.person.ref.hex not in answered
    ]
    return _looked(found, shown, asked, user)


def duplicate_warning(
    looked: DuplicateSearchResult, answered: Container[str]
) -> DuplicateWarning | None:
    """What to stop for, or nothing where all is answered."""
    close = looked.close
    offices = [each for each in looked.elsewhere if each.ref.hex not in answered]
    offices = offices if looked.is_surely_known else []
    if not (close or offices):
        return None
    waiting = max(len(close) - COMPARED_AT_ONCE, 0)
    return DuplicateWarning(close[:COMPARED_AT_ONCE], offices, waiting)


def _looked(
    found: SearchResult, shown: list[PersonMatch], asked: MatchingFeatures, user: User
) -> DuplicateSearchResult:
    people = [each.person for each in shown]
    log.log_list(user, "person.searched", people)
    notify_restricted_teams(found.unshown, by=user)
    cases = cases_of(people, user)
    return DuplicateSearchResult(
        found=[DuplicateCandidate(alike, cases.get(alike.person.pk)) for alike in shown],
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


def visible_cases_of_person(files: list[Person], user: User) -> list[Case]:
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
