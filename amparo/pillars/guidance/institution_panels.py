"""Guidance on the desk of an institution: what was published for officials."""

from amparo.foundation.core.models import Organization, User
from amparo.foundation.links.extension_points import InstitutionPanel

from .library import ProductRow, rows_of
from .models import Edition

AUDIENCE = "official"
MOST = 6


def guidance_for_officials(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns the latest published guidance for officials that the user reads; None without."""
    found = (
        Edition.objects.published()
        .accessible_to(user)
        .filter(product__audiences__code=AUDIENCE)
        .select_related("product__office")
        .order_by("-published_at", "-pk")[:MOST]
    )
    rows: list[ProductRow] = rows_of(found)
    return InstitutionPanel("guidance/desk.html", rows) if rows else None
