"""The panel on the page of an organization: the agreements in which it takes part."""

from typing import Any

from django.db.models import F

from amparo.foundation.core.models import Organization, User

from .models import Agreement
from .presenters import shown

MOST = 20


def agreements_of(organization: Organization, user: User) -> dict[str, Any] | None:
    """Those that the user sees, what ends last first; None for who sees no agreements."""
    if not {"agreement.see", "agreement.read"} & user.permissions:
        return None
    found = Agreement.objects.with_parts().filter(parties__organization=organization)
    rows = found.select_related("office").accessible_to(user)
    ordered = rows.order_by(F("ends_on").desc(nulls_first=True), "-pk")
    return {"rows": shown(ordered[:MOST])}
