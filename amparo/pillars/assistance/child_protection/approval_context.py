"""What a check asks of a child's best interests: for a return, and for living with family again.

For the return of an unaccompanied child a best-interests decision by the competent authority is
practice (IOM; from memory, not verified): a panel's determination in force, or that authority's
decision, is taken; where both are there, both must speak for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .best_interests import BestInterestsFinding, blocking_reason
from .models import BestInterestsDecision, BestInterestsDetermination, UnaccompaniedChild
from .statements import not_registered, reason_text

if TYPE_CHECKING:
    from amparo.pillars.assistance.pathways.models import Check

RETURN, REUNIFICATION = "return", "reunification"
# The kinds of checks that ask it, and for which way.
CHECKS = {"best_interests": RETURN, "best_interests_reunification": REUNIFICATION}


def missing_for_pathway(child: UnaccompaniedChild, way: str) -> str:
    """What still stands between this child and that way, in words; nothing where nothing does."""
    return missing_for_ways(child, way)[way]


def missing_for_ways(child: UnaccompaniedChild, *ways: str) -> dict[str, str]:
    """The same for several ways, each in words by its name."""
    solutions = child.determinations.filter(why=BestInterestsDetermination.Why.DURABLE)
    on, findings = child.case.office.today(), list(current_findings(child))
    is_under_way = solutions.under_way().exists()
    return {
        way: reason_text(blocking_reason(way, findings, on=on, is_under_way=is_under_way))
        for way in ways
    }


def current_findings(child: UnaccompaniedChild) -> Iterator[BestInterestsFinding]:
    """The last word of a panel on a durable solution, and of the authority."""
    decided = BestInterestsDecision.objects.filter(
        determination__child=child, reopened_at=None,
        determination__why=BestInterestsDetermination.Why.DURABLE,
    )  # fmt: skip
    decision = decided.select_related("option").order_by("pk").last()
    if decision:
        yield BestInterestsFinding(decision.option.code, decision.review_on)
    authority = child.authority_decisions.order_by("on", "pk").last()
    if authority:
        yield BestInterestsFinding(authority.code, authority.good_until)


def missing_for_check(check: "Check", way: str) -> str:
    """Asked by a check: of the person who goes, or of all the children of its case."""
    case = check.case
    people = [check.person] if check.person else case.persons()
    together = _travellers(check) if way == RETURN else case.persons()
    said = (_missing_for(case, person, together, way) for person in people)
    return next((words for words in said if words), "")


def _travellers(check: "Check") -> list[Person]:
    """Those who go the same way: each has checks of their own. Where none is named, the case."""
    checks = type(check).objects.of(check.way).exclude(person=None)
    return list({each.person for each in checks if each.person}) or check.case.persons()


def _missing_for(case: Case, person: Person, together: list[Person], way: str) -> str:
    """Asked wherever they are registered as alone and still accompanied, in this file or another:
    each must speak for it.
    """
    today = case.office.today()
    known = UnaccompaniedChild.objects.standing().filter(person=person)
    alone = known.filter(Q(case=case) | ~Q(case__status__in=Case.ENDED)).order_by("pk")
    children = list(alone.select_related("case__team__office"))
    if children:
        said = (missing_for_pathway(child, way) for child in children)
        return next((words for words in said if words), "")
    goes_alone = person.is_child(today) and all(each.is_child(today) for each in together)
    return not_registered() if goes_alone else ""
