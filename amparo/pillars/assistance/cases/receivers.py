"""What is heard from below: a consent taken back, a leave that ended; and what follows."""

from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.foundation.core.extension_points import restricted_access_ended
from amparo.foundation.core.models import RestrictedGroupAccess, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.extension_points import consent_withdrawn, do_not_contact_checks
from amparo.foundation.people.models import Consent, Person

from .extension_points import people_joined_case
from .models import Case, SafetyAlert


def connect_receivers() -> None:
    consent_withdrawn.connect(
        notify_caseworker_of_withdrawal, dispatch_uid="cases.consent_withdrawn"
    )
    restricted_access_ended.connect(unassign_cases, dispatch_uid="cases.restricted_access_ended")
    people_joined_case.connect(keep_practice_apart, dispatch_uid="cases.practice")
    do_not_contact_checks.register(is_contact_forbidden)


def keep_practice_apart(sender, *, case: Case, people: list[Person], by: User, **_kwargs) -> None:
    """Raises Refusal where real and invented people would meet: these are deleted by the clock."""
    if any(person.is_practice != case.office.is_practice for person in people):
        raise Refusal(_("Real people and invented ones are never in one case."))


@aggregate_query("an alert counts also in a case that is closed to who writes")
def is_contact_forbidden(person: Person) -> bool:
    """A safety alert in a case of theirs says so, and nobody has answered it."""
    alerts = SafetyAlert.objects.unresolved().filter(do_not_contact=True)
    return alerts.filter(case__in=open_cases_of_person(person).values("pk")).exists()


def notify_caseworker_of_withdrawal(sender, *, consent: Consent, by: User, **_kwargs) -> None:
    """Whoever accompanies the person must know before the next step, which may be refused."""
    for case in open_cases_of_person(consent.person).with_subject():
        if case.owner:
            case.tell([case.owner], "consent.withdrawn", by=by, urgent=True)


def open_cases_of_person(person: Person):
    """The open cases in which somebody is accompanied."""
    belongs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    return Case.objects.active().filter(pk__in=Case.objects.filter(belongs).values("pk"))


def unassign_cases(sender, *, grant: RestrictedGroupAccess, by: User, **_kwargs) -> None:
    """Who loses leave for a group accompanies none of its cases any more: those with leave do."""
    theirs = Case.objects.filter(
        owner=grant.user, confidentiality=grant.group, team__office=grant.office
    )
    for case in theirs.select_related("team__office", "person", "family__head"):
        case.unassign(by=by)
