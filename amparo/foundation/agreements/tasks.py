"""Periodic tasks of agreements: renewals without a decision, reminders of ends and duties."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs.backend import background_task
from amparo.foundation.core.jobs.schedule import periodic_task

from .models import Agreement, AgreementObligation

DAILY = timedelta(days=1)


@periodic_task(every=DAILY)
@background_task(name="renew-agreements", title=_("Renew agreements that renew by themselves"))
def renew_agreements() -> None:
    """On its last day an agreement goes on for the same time again, unless notice was given."""
    today = localdate()
    for agreement in Agreement.objects.to_be_renewed(today).select_related("office"):
        agreement.renew_by_itself(today)


@periodic_task(every=DAILY)
@background_task(name="remind-of-agreements", title=_("Remind of agreements and obligations"))
def remind_of_agreements() -> None:
    """Tells the keepers of an office, once for each: which agreement ends within its notice, and
    which obligation is past due.
    """
    today = localdate()
    for agreement in Agreement.objects.to_be_reminded(today).select_related("office"):
        agreement.remind()
    waiting = AgreementObligation.objects.to_be_reminded(today)
    for obligation in waiting.select_related("agreement__office"):
        # On the clock of its office: west of here its last day may not be over.
        if obligation.due_on and obligation.due_on < obligation.agreement.office.today():
            obligation.remind()
