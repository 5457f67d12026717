"""Who answers when a person asks about their own data, and in which of their cases it is due."""

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .models import DataSubjectRequest


def cases_for_request(person: Person) -> list[Case]:
    """Their open cases: the answer stands among what is to be done there."""
    mine = Case.objects.active().filter(person=person) | Case.objects.active().filter(
        family__head=person
    )
    return list(mine.select_related("team__office", "owner"))


def request_owner(person: Person, by: User) -> tuple[User, list[User]]:
    """Who answers: whoever accompanies them, else who heard it; and who has a part of their own.

    A restricted file is known to its own circle alone. Who accompanies it is told to prepare their
    part, and is never named as the one who answers to those who do not know of it.
    """
    owners = {case.owner: case.is_restricted for case in cases_for_request(person) if case.owner}
    known = sorted((user for user, hidden in owners.items() if not hidden), key=lambda u: u.pk)
    owner = by if by in owners else next(iter(known), by)
    return owner, [user for user in owners if user != owner]


def requests_of(person: Person, user: User) -> list[DataSubjectRequest]:
    """For the page of the person: what they asked, the latest first."""
    found = DataSubjectRequest.objects.accessible_to(user).filter(person=person)
    return list(found.order_by("-pk")[:10])
