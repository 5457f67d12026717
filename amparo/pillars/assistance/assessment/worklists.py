"""Protection flags that wait for an answer."""

from django.db.models import QuerySet

from amparo.foundation.core.models import User

from ..caseload import also_held
from .models import ProtectionFlag


def flags_for(user: User) -> QuerySet:
    """Returns the open flags of cases that this user answers for, the nearest deadline first."""
    held = also_held(user.grantees("case.approve"), of="case")
    flags = ProtectionFlag.objects.unanswered().filter(held)
    return flags.select_related("by", "person").order_by("due_on", "pk")
