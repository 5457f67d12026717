"""What of complaints waits for whom."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User

from .models import Complaint


def unacknowledged_complaints(user: User) -> QuerySet:
    return Complaint.objects.filter(status=Complaint.Status.RECEIVED).accessible_to(user)
