"""What a gate asks of a child's best interests: for a return, and for living with family again.

For the return of an unaccompanied child a best-interests decision by the competent authority is
practice (IOM; from memory, not verified): a panel's determination in force, or that authority's
decision, is taken; where both are there, both must speak for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from amparo.foundation.people.models import Person

from ..models import Case
from .best_interests import Finding, in_the_way
from .models import BestInterestsDecision, BestInterestsDetermination, ChildAlone
from .sayings import in_words, not_registered

if TYPE_CHECKING:
    from ..gates.models import Gate

RETURN, REUNIFICATION = "return", "reunification"
# The kinds of gates that ask it, and for which way.
GATES = {"best_interests": RETURN, "best_interests_reunification": REUNIFICATION}


def missing_for_way(child: ChildAlone, way: str) -> str:
    """What still stands between this child and that way, in words; nothing where nothing does."""
    solutions = child.determinations.filter(why=BestInterestsDetermination.Why.DURABLE)
    on = child.case.office.today()
    is_under_way = solutions.under_way().exists()
    return in_words(in_the_way(way, findings_of(child), on=on, is_under_way=is_under_way))


def findings_of(child: ChildAlone) -> Iterator[Finding]:
    """The last word of a panel on a durable solution, and of the authority."""
    decided = BestInterestsDecision.objects.filter(
        determination__child=child, reopened=None,
        determination__why=BestInterestsDetermination.Why.DURABLE,
    )  # fmt: skip
    decision = decided.select_related("option").order_by("pk").last()
    if decision:
        yield Finding(decision.option.code, decision.review_on)
    authority = child.authority_decisions.order_by("on", "pk").last()
    if authority:
        yield Finding(authority.code, authority.good_until)


def missing_at(gate: "Gate", way: str) -> str:
    """Asked by a gate: of the person who goes, or of all the children of its case."""
    case = gate.case
    people = [gate.person] if gate.person else case.persons()
    said = (_missing_for(case, person, people, way) for person in people)
    return next((words for words in said if words), "")


def _missing_for(case: Case, person: Person, people: list[Person], way: str) -> str:
    today = case.office.today()
    child = ChildAlone.objects.standing().filter(case=case, person=person).first()
    if child:
        child.case = case
        return missing_for_way(child, way)
    goes_alone = person.is_child(today) and all(each.is_child(today) for each in case.persons())
    return not_registered() if goes_alone else ""
