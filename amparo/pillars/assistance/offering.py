"""What is told of a case before it is taken over: enough to answer, and no name."""

from dataclasses import dataclass

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

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


def outline_of(transfer: Transfer) -> Outline:
    return Outline(
        transfer.case, *_counts(transfer), leaves_the_house(transfer.case, transfer.to_team)
    )


@aggregate_query("who is offered a case does not hold it yet")
def _counts(transfer: Transfer) -> tuple[int, int, int, int, bool]:
    """How many people, open tasks, tasks that are late, and documents; whether there is a plan."""
    case = transfer.case
    tasks = Task.objects.pending().filter(case=case)
    return (
        len(case.persons()),
        tasks.count(),
        tasks.overdue(transfer.to_team.office.today()).count(),
        case.attachments.in_the_file().count(),
        case.plans.exists(),
    )
