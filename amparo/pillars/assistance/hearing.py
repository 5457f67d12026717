"""What is heard from below: a consent taken back, a leave that ended; and what follows."""

from django.db.models import Q

from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.signals import consent_taken_back
from amparo.foundation.trust.models import Grant, User
from amparo.foundation.trust.signals import leave_ended

from .models import Case


def listen() -> None:
    consent_taken_back.connect(tell_who_accompanies, dispatch_uid="assistance.consent")
    leave_ended.connect(hand_back, dispatch_uid="assistance.leave")


def tell_who_accompanies(sender, *, consent: Consent, by: User, **_kwargs) -> None:
    """Whoever accompanies the person must know before the next step, which may be refused."""
    for case in cases_of(consent.person).filter(owner__isnull=False).select_related("owner"):
        case.tell([case.owner], "consent.withdrawn", by=by, urgent=True)


def cases_of(person: Person):
    """The open cases in which somebody is accompanied."""
    belongs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    return Case.objects.active().filter(pk__in=Case.objects.filter(belongs).values("pk"))


def hand_back(sender, *, grant: Grant, by: User, **_kwargs) -> None:
    """Who loses leave for a group accompanies none of its cases any more: those with leave do."""
    theirs = Case.objects.filter(
        owner=grant.user, confidentiality=grant.group, team__office=grant.office
    )
    for case in theirs.select_related("team__office", "person", "family__head"):
        case.leave_without_owner(by=by)
