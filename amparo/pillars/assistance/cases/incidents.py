"""What is seen of a case and what happened in it: filed with it, for the eyes of its group."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.models import Incident, Observation

from .access_grants import restricted_group
from .models import Case


def observation_subject(case: Case, by: User) -> dict:
    """How a record of protection names whom it is about, its file, and for whose eyes it is."""
    if case.institution_id:
        raise Refusal(_("Risk is assessed for persons, families and communities."))
    return {
        case.subject_kind: case.subject,
        "case_ref": case.ref,
        "restricted_group": restricted_group(case),
    }


def record_observation(case: Case, by: User, **said) -> Observation:
    case.require_work_allowed()
    return Observation.record(by=by, **observation_subject(case, by), **said)


def replace_observation(case: Case, old: Observation, **said) -> Observation:
    """Seen again and seen differently: the new takes the place of the old, both remain."""
    case.require_work_allowed()
    return old.replace(**said)


def report_incident(case: Case, by: User, **said) -> Incident:
    case.require_work_allowed()
    return Incident.report(
        by=by,
        case_ref=case.ref,
        restricted_group=observation_subject(case, by)["restricted_group"],
        community=case.community,
        place=case.place,
        **said,
    )


def case_incidents(case: Case, user: User) -> QuerySet:
    found = Incident.objects.filter(case_ref=case.ref).accessible_to(user)
    return found.prefetch_related("rights").select_related("by", "place").order_by("-pk")
