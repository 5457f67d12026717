"""Which files of a person a colleague may ask the history of, and how each is called."""

from amparo.foundation.core.audit.history import File
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.duplicate_search import all_cases_of


def files_of_person(person: Person, user: User, name: str) -> list[File]:
    """The person's own file, and the cases that this colleague may open."""
    cases = [file_of_case(case, user) for case in all_cases_of([person], user)]
    shows_reads_of_all = "approve" in permissions_on(person, user) or any(
        case.shows_reads_of_all for case in cases
    )
    return [File(person.ref, name, shows_reads_of_all), *cases]


def file_of_case(case: Case, user: User) -> File:
    """Who answers for a case is told who opened it: its caseworker, and who approves."""
    answers = case.owner_id == user.pk or "approve" in permissions_on(case, user)
    return File(case.ref, case.number, answers)
