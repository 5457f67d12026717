"""Referrals that nobody answered in time."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import PendingPanel, PendingQueue

from .models import Referral


def referrals_for(user: User, owner: str) -> QuerySet:
    """Referrals that nobody answered in time, in cases that this person answers for."""
    late = Referral.objects.overdue().accessible_to(user, to="watch")
    return late.select_related("organization", "case").order_by("answer_due", "pk")


PENDING_QUEUES = (
    PendingQueue("referrals", PendingPanel.ALERTS, 40, "referrals/pending.html", referrals_for),
)
