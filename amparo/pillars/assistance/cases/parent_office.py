"""The office above gives the second word where an office has nobody else for it.

Protects who would be sent back because the only other colleague is ill, or was never there: the
second word is asked elsewhere, and not left out. A restricted case is never opened so.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.refusals import Refusal

from .access_grants import OFFICE_ABOVE, people_above, update_person_grants
from .models import Case
from .models.access_grants import CaseAccessGrant

# For how long the case is open to the office above, where an office has not set it: our choice.
OPEN_FOR, DAYS = "office_above", 14


def advice_where_alone(case: Case) -> str:
    """What to do where the office has nobody else; "" where no office above may be asked."""
    if case.is_restricted or case.office.parent_id is None:
        return ""
    return _("Where nobody else is here, use “Ask parent office” on the page of the return.")


@transaction.atomic
def ask_office_above(case: Case, *, by: User, besides: Collection[int] = ()) -> list[User]:
    """Opens an ordinary case for some days to who answers for cases in the office above, and tells
    them. Asked again while it is open, they are told again.
    """
    case.require_work_allowed()
    if case.is_restricted:
        raise Refusal(
            _("This case is restricted: the office above may not open it. Who has leave decides.")
        )
    people = [user for user in people_above(case) if user.pk not in besides]
    if not people:
        raise Refusal(
            _("No supervisor of an office above can be asked. An administrator names it.")
        )
    lock_for_update(case)
    until = now() + timedelta(days=case.rules.amount(OPEN_FOR) or DAYS)
    shown = {
        "status": case.status, "urgency": case.urgency, "next_due_on": case.next_due_on,
        "quiet_since": case.quiet_since, "updated_at": case.updated_at,
    }  # fmt: skip
    for user in people:
        CaseAccessGrant.objects.get_or_create(
            record=case, grantee=f"user:{user.pk}",
            defaults={"why": OFFICE_ABOVE, "until": until, **shown},
        )  # fmt: skip
    CaseAccessGrant.objects.filter(record=case, why=OFFICE_ABOVE).update(until=until)
    update_person_grants(case)
    log.log_event(by, "case.office_above_asked", case, count=len(people), until=until.date())
    case.tell(people, "case.office_above_asked", by=by, urgent=True)
    return people
