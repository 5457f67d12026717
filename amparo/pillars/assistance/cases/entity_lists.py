"""The list of own cases that a telephone takes along: a number and initials, and no more.

What is restricted never leaves the house by it, whoever accompanies it.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.entity_lists import EntityRow, register_entity_list

from .models import Case
from .models.cases import CaseQuerySet

CASE_LIST = "cases"
# As many as one colleague ever accompanies; more would be the list of a team.
MOST = 2_000


class OwnCases:
    def rows(self, holder: User) -> Sequence[EntityRow]:
        own = _own(holder).with_subject()[:MOST]
        return [EntityRow(str(case.ref), _label(case), case.updated_at) for case in own]

    def record_sync(self, holder: User) -> None:
        log.log_list(holder, "caselist.taken", _own(holder)[:MOST])

    def still_listed(self, holder: User, refs: Iterable[str]) -> set[str]:
        asked = [ref for each in refs if (ref := parse_ref(each))]
        found = _own(holder).filter(ref__in=asked).values_list("ref", flat=True)
        there = set(found)
        # As they were asked: a telephone compares letters.
        return {each for each in refs if parse_ref(each) in there}


def parse_ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _own(holder: User) -> CaseQuerySet:
    cases = Case.objects.accessible_to(holder, "work").filter(owner=holder)
    ordinary = Case.Confidentiality.ORDINARY
    return cases.active().filter(confidentiality=ordinary).order_by("number")  # type: ignore[attr-defined]


def _label(case: Case) -> str:
    person = case.main_person
    return f"{case.number} {person.initials}" if person else case.number


register_entity_list(CASE_LIST, OwnCases())
