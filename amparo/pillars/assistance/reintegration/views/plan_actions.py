"""The action page of a reintegration plan or a project: its case, and back to what it changed."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, case_crumbs

from ..models import CommunityProject, ReintegrationPlan


def plan_url(case: Case) -> str:
    return reverse("reintegration:plan", args=[case.ref])


class PlanPageAction(CaseAction):
    """An action on a case, or on a record of it, that leads back to the reintegration plan."""

    part = "reintegration"

    def get_page(self, record: Any) -> dict[str, Any]:
        case = self.parent_of(record)
        return {"case": case, "crumbs": case_crumbs(case)}

    def get_back_url(self, record: Any) -> str:
        return plan_url(self.parent_of(record))


class PlanAction(PlanPageAction):
    """An action on the plan in force; without one there is no such page."""

    def get_record(self, **refs: Any) -> ReintegrationPlan:
        case = super().get_record(**refs)
        plan = ReintegrationPlan.current(case)
        if plan is None:
            raise Http404
        plan.case = case
        return plan


class CommunityProjectAction(CaseAction):
    """An action on a project of a case."""

    queryset = CommunityProject.objects.select_related("place", "provider", "ended_by", "by")
    part = "reintegration"

    def get_page(self, project: Any) -> dict[str, Any]:
        return {"case": project.case, "crumbs": case_crumbs(project.case)}

    def get_back_url(self, project: Any) -> str:
        return project.get_absolute_url()


def papers_of(case: Case) -> list[Attachment]:
    """The papers of the file that may show something: none that was taken out or is harmful."""
    found = Attachment.objects.filter(case=case, removed_at=None).exclude(verdict="infected")
    return list(found.order_by("-pk")[:60])
