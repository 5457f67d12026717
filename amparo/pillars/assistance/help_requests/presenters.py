"""A request for help as the page of its case shows it."""

from typing import Any

from django.db.models import OuterRef, Subquery

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import CasePlace, CaseSection
from amparo.pillars.assistance.cases.models import Case

from .models import HelpRequest


def request_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns nothing to add where a request led to the case; its ref is on the case."""
    return {} if getattr(case, "help_ref", None) else None


@compiled_once(Case)
def annotate_request() -> dict[str, Any]:
    requests = HelpRequest.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return {"help_ref": Subquery(requests.values("ref")[:1])}


SECTIONS = (
    CaseSection(
        "help", CasePlace.NOTICES, 30, "help_requests/notice.html", request_of_case,
        annotate_request,
    ),
)  # fmt: skip
