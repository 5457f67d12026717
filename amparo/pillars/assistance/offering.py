"""What is told of a case before it is taken over: enough to answer, and no name."""

from dataclasses import dataclass

from amparo.foundation.core.permissions.rls.context import rls_bypass

from .models import Case, Task, Transfer
from .moving import leaves_the_house


@dataclass(frozen=True)
class Outline:
    """A case that is offered, as who may take it over reads it."""

    case: Case
    people: int
    tasks: int
    overdue: int
    papers: int
    has_plan: bool
    leaves_the_house: bool

    @property
    def language(self) -> str:
        """In which language they are spoken with."""
        person = self.case.main_person
        known = next(iter(person.languages), "") if person else ""
        return self.case.interpreter or self.case.language or known


@rls_bypass()  # who is offered a case does not hold it yet
def outline_of(transfer: Transfer) -> Outline:
    case = transfer.case
    tasks = Task.objects.pending().filter(case=case)
    return Outline(
        case=case,
        people=len(case.persons()),
        tasks=tasks.count(),
        overdue=tasks.overdue(transfer.to_team.office.today()).count(),
        papers=case.attachments.in_the_file().count(),
        has_plan=case.plans.exists(),
        leaves_the_house=leaves_the_house(case, transfer.to_team),
    )
