"""A case moves to another office: what must allow it, and all that goes with it in one deed.

What moves is who may open the file, who accompanies the person, and what is to be done. The old
office keeps that it handed the case over, and to whom: it reads on nothing that moved.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.bypass import rls_bypass
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.legal_basis import controller_of, legal_basis_for_transfer
from amparo.foundation.people.models import ConsentException, Person, PersonAccessGrant
from amparo.pillars.assistance.cases.access_grants import (
    delete_unreadable_notices,
    grant_reasons,
    opens_person_record,
    people_of,
    possible_owners_in_team,
    restrict_records,
    restricted_groups_of,
    update_grants,
)
from amparo.pillars.assistance.cases.models import Case, Closure
from amparo.pillars.assistance.cases.models.emergency_access import end_emergency_access
from amparo.pillars.assistance.privacy.models import DataExport, DataSubjectRequest


def require_transfer_allowed(case: Case, to: Team) -> None:
    """A case goes where somebody may take it, and only as far as the people in it agree."""
    case.require_work_allowed()
    if to.office_id == case.team.office_id:
        raise Refusal(_("This team works in the same office: give the case to a colleague."))
    if Closure.asked_for(case):
        raise Refusal(_("Closing this case was asked for. Wait for the answer before it moves."))
    if not possible_owners_in_team(case, to):
        raise Refusal(
            _("Nobody there may take this case over. Call them, and choose another team.")
        )
    if missing := count_not_agreed(case, to):
        raise Refusal(
            ngettext(
                "Another organization accompanies them there, and %(count)s person in this case "
                "has not agreed to that. Ask, and record the answer.",
                "Another organization accompanies them there, and %(count)s people in this case "
                "have not agreed to that. Ask each, and record the answers.",
                missing,
            )
            % {"count": missing}
        )


def is_to_other_organization(case: Case, to: Team) -> bool:
    """Whether others than those who were agreed to would accompany them."""
    return controller_of(to.office.organization) != case.organization


@aggregate_query("among the people of a case may be some who are closed to the user")
def count_not_agreed(case: Case, to: Team) -> int:
    """How many did not agree that their file opens to another organization."""
    if not is_to_other_organization(case, to):
        return 0
    there = to.office.organization
    people = Person.objects.filter(pk__in=persons_opened_by_case(case))
    return sum(not legal_basis_for_transfer(each, there) for each in people)


def persons_opened_by_case(case: Case) -> list[int]:
    """The keys of those whose files the case opens: not of whom another group keeps."""
    people = people_of(case)
    kept = restricted_groups_of(person for person in people if person != case.person_id)
    return [person for person in people if opens_person_record(case, person, kept)]


def stop_disallowed_transfers(case: Case) -> None:
    """Consent was taken back: what rests on it does not leave, and nobody there reads of it."""
    lock_for_update(case)
    for transfer in case.transfers.under_way().select_related("to_team__office__organization"):
        if case.has_legal_basis and not count_not_agreed(case, transfer.to_team):
            continue
        transfer.take_back(by=None)
        case.tell([transfer.by], "transfer.stayed", by=None, urgent=True)


@rls_bypass(reason="who takes a case over holds nothing of it yet, and all of it moves")
def execute_transfer(case: Case, *, to: Team, owner: User, by: User) -> None:
    """Everything that the case is goes over, in the caller's transaction."""
    left = case.team.office
    if to.office.is_practice != left.is_practice:
        raise Refusal(_("A case never goes to a practice office, nor out of one."))
    end_emergency_access(case, by=by)
    case.team, case.owner = to, owner
    case.__dict__.pop("_rules", None)  # those of the new office are kept from now on
    case.tasks.pending().update(assigned_to=owner)
    case.touch()
    update_grants(case, why="transferred")
    restrict_records(case)
    _go_along(case, left)
    delete_unreadable_notices(case)


def _go_along(case: Case, left: Office) -> None:
    """The files of its people close to the office that they left, but for its other cases."""
    people = persons_opened_by_case(case)
    teams = left.teams.values_list("pk", flat=True)
    places = [f"office:{left.pk}", *(f"team:{pk}" for pk in teams)]
    registered = PersonAccessGrant.objects.filter(why="registered", grantee__in=places)
    registered.filter(record__in=people).delete()
    others = PersonAccessGrant.objects.filter(record__in=people, why__startswith="case:")
    staying = others.exclude(why__in=grant_reasons(case)).values("record")
    exceptions = ConsentException.objects.filter(person__in=people, team__office=left)
    exceptions.exclude(person__in=staying).update(team=case.team)
    asked = DataSubjectRequest.objects.open().filter(person__in=people)
    asked.exclude(person__in=staying).update(owner=case.owner)
    # What was prepared of the file and not taken yet would outlive it in the wrong hands.
    DataExport.objects.filter(request__person__in=people, taken_at=None).update(good_until=now())
