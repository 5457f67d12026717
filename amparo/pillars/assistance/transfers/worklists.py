"""Transfer offers that wait for an answer."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import PendingPanel, PendingQueue

from .models import Transfer


def transfers_for(user: User, owner: str) -> QuerySet:
    """Cases that another office offers, which this person may take over; the oldest first."""
    offered = Transfer.objects.waiting().accessible_to(user, to="answer")
    return offered.select_related("from_team__office", "to_team").order_by("sent_at", "pk")


PENDING_QUEUES = (
    PendingQueue("transfers", PendingPanel.DECISIONS, 40, "transfers/pending.html", transfers_for),
)
