"""Which files of a person a colleague may ask the history of, and how each is called."""

from amparo.foundation.core.audit.history import File
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.duplicate_search import visible_cases_of_person


def records_of_person(person: Person, user: User, name: str) -> list[File]:
    """The person's own file, and the cases that this colleague may open."""
    cases = [case_record(case, user) for case in visible_cases_of_person([person], user)]
    shows_reads_of_all = "approve" in permissions_on(person, user) or any(
        case.shows_reads_of_all for case in cases
    )
    return [File(person.ref, name, shows_reads_of_all), *cases]


def case_record(case: Case, user: User) -> File:
    """Who answers for a case is told who opened it: its caseworker, and who approves."""
    answers = case.owner_id == user.pk or "approve" in permissions_on(case, user)
    return File(case.ref, case.number, answers)
