"""A complaint past its day is told again, and reaches whoever would receive it one step above."""

from django.db import transaction

from amparo.foundation.core.clock import now

from .models import Complaint
from .reaching import hand_out, tell


@transaction.atomic
def escalate(complaint: Complaint) -> None:
    """Once for each limit that it passes. Never to whom it is about: the same rule finds them."""
    held = Complaint.objects.select_for_update(of=("self",)).select_related("office")
    late = held.late().not_told().filter(pk=complaint.pk).first()
    if late is None:
        return
    late.escalated_at = now()
    late.save(update_fields=["escalated_at"])
    hand_out(late, by=None)
    tell(late, "complaint.late", by=None, urgent=True)
