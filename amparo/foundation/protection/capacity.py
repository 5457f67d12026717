"""Capacity of one institution, as its page shows it."""

from typing import Any

from amparo.foundation.core.models import Organization, User

from .models import CapacityAssessment

MOST = 30


def capacity_of(organization: Organization, user: User) -> dict[str, Any] | None:
    """The assessments that wait for a second person, then those in force; None for whoever may
    not see them, and of what is no duty bearer.
    """
    if "capacity.see" not in user.permissions or not hasattr(organization, "duty_bearer"):
        return None
    theirs = CapacityAssessment.objects.filter(organization=organization)
    theirs = theirs.select_related("place", "by").order_by("-assessed_on", "-pk")
    return {
        "organization": organization,
        "rows": [
            *theirs.drafts().accessible_to(user)[:MOST],
            *theirs.in_force().accessible_to(user)[:MOST],
        ],
        "may_assess": "capacity.assess" in user.permissions,
    }
