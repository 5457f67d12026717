"""What is done by the clock about referrals and unmet needs."""

from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task

from ..assessment.models import Need, UnmetNeed
from ..cases.models import Case
from .models import Referral
from .unmet_needs import unmet_in

BATCH = 200


@periodic_task(every=timedelta(hours=1))
@background_task(name="escalate-referrals", title=_("Escalate overdue referrals"))
def escalate_referrals() -> None:
    """Whoever answers for the case hears of each once for each limit that has passed."""
    late = Referral.objects.not_escalated().select_related("case__team__office", "case__owner")
    for referral in late.order_by("answer_due"):
        referral.escalate()


@periodic_task(every=timedelta(days=1))
@background_task(name="find-unmet-needs", title=_("Find unmet needs"), in_slices=True)
def find_unmet_needs() -> None:
    """Brings the findings of unmet needs of all active cases in line with the rules. Killed
    between two batches, the next day begins anew; a second time on one day changes nothing.
    """
    needs = Exists(Need.objects.filter(case=OuterRef("pk")))
    pks = Case.objects.active().filter(needs).order_by("pk").values_list("pk", flat=True)
    for some in batched(pks.iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            cases = Case.objects.select_related("team__office", "place").in_bulk(some)
            unmet = unmet_in(cases.values())
            UnmetNeed.update_findings(cases, unmet.found, unmet.standing)
            checkpoint()
