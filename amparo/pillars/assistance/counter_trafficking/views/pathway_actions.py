"""The action page of a way out of exploitation: its case first, then the way."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.permissions.rules import Request, get_permitted_or_404
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import case_crumbs
from amparo.ui.responses import action_done

from ..models import TraffickingRecord


def open_way_case(request: Request, ref: UUID, *, to: str) -> Case:
    return get_permitted_or_404(request, Case.objects.with_subject(), to=to, ref=ref)


def open_way(request: Request, ref: UUID, way: UUID, *, to: str = "work") -> TraffickingRecord:
    """The case first: whoever may not open it learns nothing of what lies in it."""
    case = open_way_case(request, ref, to=to)
    ways = TraffickingRecord.objects.select_related("person", "case")
    found = get_permitted_or_404(request, ways, to=to, ref=way, case=case)
    found.case = case
    return found


class WayAction(NestedActionView):
    """An action on a way, or on a record of it."""

    parent_name = "way"

    def get_record(self, **refs: Any) -> Any:
        self.opened = open_way(self.request, refs.pop("ref"), refs.pop("way"), to=self.permission)
        return super().get_record(ref=self.opened.ref, **refs)

    def get_parent(self, ref: Any) -> TraffickingRecord:
        return self.opened

    def get_page(self, record: Any) -> dict[str, Any]:
        way = self.parent_of(record)
        return {"way": way, "case": way.case, "crumbs": case_crumbs(way.case)}

    def get_back_url(self, record: Any) -> str:
        return self.parent_of(record).get_absolute_url()

    def get_response(self, record: Any, result: Any) -> HttpResponse:
        said = self.get_success_message(record, result)
        return way_response(self.request, self.parent_of(record), said)


def way_response(request: Request, way: TraffickingRecord, said: str | Promise) -> HttpResponse:
    """Back to the way; or to the list of cases, where it no longer opens for who closed it off."""
    if TraffickingRecord.objects.accessible_to(request.user).filter(pk=way.pk).exists():
        return action_done(request, next_url=way.get_absolute_url(), message=said)
    said = _("Restricted to authorized staff from now on. They were notified.")
    return action_done(request, next_url=reverse("cases:cases"), message=said)
