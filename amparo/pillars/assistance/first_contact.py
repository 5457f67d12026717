"""Meeting somebody: they and the children with them are registered, and their case begins."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.models import Membership, Notification, Team, User
from amparo.foundation.people.models import ConsentGiven, ExceptionAsked, Family, Person

from .extension_points import people_registered
from .models import Case, HelpRequest


@dataclass(frozen=True)
class Child:
    """A child who is with the person, and what they are to each other."""

    fields: dict[str, Any]
    relation: str


@dataclass(frozen=True)
class Met:
    """All that was said in a first conversation."""

    person: dict[str, Any]
    consent: ConsentGiven | None = None
    exception: ExceptionAsked | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    case: dict[str, Any] | None = None
    family: Family | None = None
    relation: str = ""
    # What they had asked for on the public pages.
    asked_for: HelpRequest | None = None


@transaction.atomic
def meet(met: Met, *, by: User, team: Team) -> tuple[Person, Case | None]:
    """Register them and open their case; all of it, or nothing."""
    person = Person.register(
        by=by, team=team, consent=met.consent, exception=met.exception,
        documents=met.documents, contacts=met.contacts, **met.person,
    )  # fmt: skip
    case = None
    if met.case is not None:
        case = Case.open(
            by=by, team=team, owner=by, person=person, interpreter=person.interpreter,
            language=next(iter(person.languages), ""), **met.case,
        )  # fmt: skip
    children = _bring_children(met, person, case, by=by, team=team)
    if met.family:
        met.family.add(person, met.relation, by=by)
    people = [person, *children]
    people_registered.send(
        Person, people=people, cases={each.pk: case for each in people if case}, team=team, by=by,
        import_ref=None,
    )  # fmt: skip
    if met.asked_for and case:
        met.asked_for.open_case(case, by=by)
    if met.exception:
        _ask_for_review(person, case, by=by, team=team)
    return person, case


def _bring_children(
    met: Met, person: Person, case: Case | None, *, by: User, team: Team
) -> list[Person]:
    """Children come in under the word of the adult they are with, and form a family."""
    if not met.children:
        return []
    family = met.family or Family.register(person, by=by)
    consent = met.consent and replace(
        met.consent, given_by="guardian", assent=None,
        consenting_person=met.consent.consenting_person or person.name,
    )  # fmt: skip
    children = []
    for child in met.children:
        registered = Person.register(
            by=by, team=team, consent=consent, exception=met.exception, **child.fields
        )
        family.add(registered, child.relation, by=by)
        if case:
            case.add_dependant(registered, child.relation, by=by)
        children.append(registered)
    return children


def _ask_for_review(person: Person, case: Case | None, *, by: User, team: Team) -> None:
    """Whoever answers for the team is told at once: they have 72 hours."""
    exception = person.exceptions.get()
    url = reverse("people:exception-decide", args=[exception.ref])
    about = case.number if case else ""
    reviewers = case.supervisors() if case else reviewers_of(team)
    Notification.notify(
        reviewers, event="exception.asked", about=about, url=url, by=by, urgent=True
    )


def reviewers_of(team: Team) -> list[User]:
    places = Membership.objects.held().with_permission("case.approve")
    return places.filter(Q(team=team) | Q(office=team.office_id)).people()
