"""Services as the page of a case shows them."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import (
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
    SectionLink,
)
from amparo.pillars.assistance.cases.models import Case

from .models import ServiceProvided

SHOWN = 5


def services_of_case(case: Case, user: User) -> dict[str, Any]:
    """Returns the latest services that were given, and how many there are."""
    count = getattr(case, "services_total", None) or 0
    return {"services": list(case.services.all()[:SHOWN]), "services_count": count}


@compiled_once(Case)
def count_services() -> dict[str, Any]:
    services = ServiceProvided.objects.filter(case=OuterRef("pk")).order_by()
    counted = services.values("case").annotate(count=Count("pk")).values("count")
    return {"services_total": Subquery(counted)}


SECTIONS = (
    CaseSection(
        "services", CasePlace.MAIN, 60, "services/panel.html", services_of_case, count_services,
        is_later=True, link=SectionLink(20, _("Services"), "services_total"),
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        25, "services:service-new", _("Record service"), "heart-handshake", MenuGroup.ASSISTANCE,
        part="services",
    ),
)  # fmt: skip
