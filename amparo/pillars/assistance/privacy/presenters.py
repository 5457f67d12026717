"""What the page of a case shows of legal holds, deletions and requests about own data."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import (
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
)
from amparo.pillars.assistance.cases.models import Case, Task

from .models import DataSubjectRequest, DeletionRequest, LegalHold

SHOWN = 5


def hold_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns what forbids to delete the file, where something does."""
    if not getattr(case, "is_held", True):
        return None
    hold = LegalHold.objects.on(case).select_related("by").first()
    return {"hold": hold} if hold else None


def deletion_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns the deletion that was asked for and waits."""
    if not getattr(case, "has_waiting_deletion", case.is_ended):
        return None
    deletion = case.deletionrequests.waiting().first()
    return {"deletion": deletion} if deletion else None


def requests_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns what the person asks about their data: its task stands in the case as long as it
    waits.
    """
    if not getattr(case, "has_data_requests", True):
        return None
    requests = DataSubjectRequest.objects.open().filter(person=case.met_by(user))
    return {"requests": list(requests[:SHOWN])}


@compiled_once(Case)
def annotate_hold() -> dict[str, Any]:
    return {"is_held": Exists(LegalHold.objects.in_force().filter(case=OuterRef("pk")))}


@compiled_once(Case)
def annotate_deletion() -> dict[str, Any]:
    waiting = DeletionRequest.objects.waiting().filter(
        case=OuterRef("pk"), case__status__in=Case.ENDED
    )
    return {"has_waiting_deletion": Exists(waiting)}


@compiled_once(Case)
def annotate_requests() -> dict[str, Any]:
    tasks = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.RIGHTS)
    return {"has_data_requests": Exists(tasks)}


def is_hold_offered(case: Case, permissions: frozenset[str]) -> bool:
    return "approve" in permissions and not getattr(case, "is_held", False)


def is_deletion_offered(case: Case, permissions: frozenset[str]) -> bool:
    """A closed case may be proposed for deletion where nothing holds it and nobody did so yet."""
    is_free = not getattr(case, "is_held", False)
    is_asked = getattr(case, "has_waiting_deletion", False)
    return "work" in permissions and case.is_ended and is_free and not is_asked


SECTIONS = (
    CaseSection("retention", CasePlace.BADGES, 10, "privacy/retention/case_badges.html"),
    CaseSection(
        "hold", CasePlace.NOTICES, 10, "privacy/retention/hold_notice.html", hold_of_case,
        annotate_hold,
    ),
    CaseSection(
        "data_requests", CasePlace.NOTICES, 40, "privacy/requests/notice.html", requests_of_case,
        annotate_requests,
    ),
    CaseSection(
        "deletion", CasePlace.NOTICES, 50, "privacy/retention/deletion_notice.html",
        deletion_of_case, annotate_deletion,
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        190,
        "privacy:case-hold",
        _("Place legal hold"),
        "lock",
        MenuGroup.MANAGEMENT,
        is_hold_offered,
    ),
    CaseMenuItem(
        200,
        "privacy:case-delete",
        _("Request deletion"),
        "x",
        MenuGroup.MANAGEMENT,
        is_deletion_offered,
    ),
)
