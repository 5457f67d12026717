"""What is told of a case before it is taken over: enough to answer, and no name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from amparo.foundation.core.database.compiled_once import compiled_once
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.pillars.assistance.cases.extension_points import (
    ApprovalDetails,
    ApprovalKind,
    CaseMenuItem,
    CasePlace,
    CaseSection,
    MenuGroup,
    is_worked_on,
)
from amparo.pillars.assistance.cases.models import Case, Task

from .models import Transfer
from .transfer_execution import is_to_other_organization


@dataclass(frozen=True)
class CaseOutline:
    """A case that is offered, as who may take it over reads it."""

    case: Case
    people: int
    tasks: int
    overdue: int
    papers: int
    has_plan: bool
    is_to_other_organization: bool

    @property
    def language(self) -> str:
        """In which language they are spoken with."""
        person = self.case.main_person
        known = next(iter(person.languages), "") if person else ""
        return self.case.interpreter or self.case.language or known


def build_outline(transfer: Transfer) -> CaseOutline:
    return CaseOutline(
        transfer.case,
        *_counts(transfer),
        is_to_other_organization(transfer.case, transfer.to_team),
    )


@aggregate_query("who is offered a case does not hold it yet")
def _counts(transfer: Transfer) -> tuple[int, int, int, int, bool]:
    """How many people, open tasks, tasks that are late, and documents; whether there is a plan."""
    case = transfer.case
    tasks = Task.objects.pending().filter(case=case)
    return (
        len(case.persons()),
        tasks.count(),
        tasks.overdue(transfer.to_team.office.today()).count(),
        case.attachments.not_removed().count(),
        case.caseplans.exists(),
    )


# The page of a case.


def transfer_of_case(case: Case, user: User) -> dict[str, Any] | None:
    """Returns the offer to another office that is under way, where one is."""
    if not getattr(case, "is_on_its_way", True):
        return None
    transfer = case.transfers.under_way().select_related("to_team__office", "by").first()
    return {"transfer": transfer} if transfer else None


@compiled_once(Case)
def annotate_transfer() -> dict[str, Any]:
    return {"is_on_its_way": Exists(Transfer.objects.under_way().filter(case=OuterRef("pk")))}


def is_transfer_offered(case: Case, permissions: frozenset[str]) -> bool:
    return is_worked_on(case, permissions) and not getattr(case, "is_on_its_way", False)


SECTIONS = (
    CaseSection(
        "transfer", CasePlace.NOTICES, 20, "transfers/notice.html", transfer_of_case,
        annotate_transfer,
    ),
)  # fmt: skip
MENU_ITEMS = (
    CaseMenuItem(
        150, "transfers:transfer-new", gettext_lazy("Transfer case"), "building-community",
        MenuGroup.MANAGEMENT, is_transfer_offered,
    ),
)  # fmt: skip


# Approval.


def transfers_with_team() -> QuerySet[Transfer]:
    return Transfer.objects.select_related("to_team__office")


def transfer_details(transfer: Transfer) -> ApprovalDetails:
    where = _("To %(team)s, %(office)s") % {
        "team": transfer.to_team.name, "office": transfer.to_team.office.name,
    }  # fmt: skip
    texts = [(_("What they must know"), transfer.text)] if transfer.text else []
    return ApprovalDetails([where, transfer.get_reason_display()], texts)


APPROVAL = ApprovalKind(
    "transfer",
    lambda: _("Hand {name} over to another office?"),
    lambda: pgettext("button", "Transfer"),
    transfers_with_team,
    transfer_details,
)
