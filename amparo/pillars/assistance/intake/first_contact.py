"""Meeting somebody: they and the children with them are registered, and their case begins."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core.models import Membership, Notification, Team, User
from amparo.foundation.people.models import ConsentGiven, ExceptionAsked, Family, Person
from amparo.pillars.assistance.cases.extension_points import people_registered
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.help_requests.models import HelpRequest


@dataclass(frozen=True)
class AccompanyingChild:
    """A child who is with the person, and what they are to each other."""

    fields: dict[str, Any]
    relation: str


@dataclass(frozen=True)
class RegistrationData:
    """All that was said in a first conversation."""

    person: dict[str, Any]
    consent: ConsentGiven | None = None
    exception: ExceptionAsked | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    children: list[AccompanyingChild] = field(default_factory=list)
    case: dict[str, Any] | None = None
    family: Family | None = None
    relation: str = ""
    # What they had asked for on the public pages.
    asked_for: HelpRequest | None = None


@transaction.atomic
def register_first_contact(
    met: RegistrationData, *, by: User, team: Team
) -> tuple[Person, Case | None]:
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
    met: RegistrationData, person: Person, case: Case | None, *, by: User, team: Team
) -> list[Person]:
    """Children come in under the word of the adult they are with, and form a family."""
    if not met.children:
        return []
    family = met.family or Family.register(person, by=by)
    children = []
    for child in met.children:
        consent, exception = _word_for(child, person, met)
        registered = Person.register(
            by=by, team=team, consent=consent, exception=exception, **child.fields
        )
        family.add(registered, child.relation, by=by)
        if case:
            case.add_dependant(registered, child.relation, by=by)
        if exception and exception is not met.exception:
            _ask_for_review(registered, case, by=by, team=team)
        children.append(registered)
    return children


def _word_for(
    child: AccompanyingChild, person: Person, met: RegistrationData
) -> tuple[ConsentGiven | None, ExceptionAsked | None]:
    """A parent who is present consents, and who answered for somebody for the siblings too.

    Nobody else does: whoever answers for the team is asked within 72 hours, and the child is
    registered meanwhile.
    """
    if met.consent is None or met.exception:
        return None, met.exception
    if child.relation == "child":
        relationship = {"female": "mother", "male": "father"}.get(person.sex, "parent")
        return replace(
            met.consent, given_by="parent", consenting_person=person.name,
            relationship=relationship, assent=None,
        ), None  # fmt: skip
    if met.consent.given_by != "self" and child.relation == "sibling":
        return replace(met.consent, assent=None), None
    reason = _(
        "They came with %(name)s, who is neither their parent nor a guardian on record. Look for "
        "a parent, a guardian or an authority."
    ) % {"name": person.name}
    return None, ExceptionAsked(basis="best_interests", reason=reason)


def _ask_for_review(person: Person, case: Case | None, *, by: User, team: Team) -> None:
    """Whoever answers for the team is told at once: they have 72 hours."""
    exception = person.exceptions.get()
    url = reverse("people:exception-decide", args=[exception.ref])
    about = case.number if case else ""
    reviewers = case.supervisors() if case else exception_reviewers(team)
    Notification.notify(
        reviewers, event="exception.asked", about=about, url=url, by=by, urgent=True
    )


def exception_reviewers(team: Team) -> list[User]:
    places = Membership.objects.held().with_permission("case.approve")
    return places.filter(Q(team=team) | Q(office=team.office_id)).people()
