"""Pages of what an event cost, and of its per diem lists."""

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.core.refusals import Refusal

from .. import results
from ..forms.costs import CostForm, PaidForm, PerDiemForm
from ..models import PerDiemList, TrainingCost
from ..per_diem_papers import XLSX, per_diem_pdf, per_diem_xlsx
from ..presenters.costs import EventCosts, PerDiemPage
from .follow_up import WHOLE, crumbs_of

COSTS = pgettext_lazy("training", "Costs")
LISTS = PerDiemList.objects.select_related(
    "event__office", "event__version__course", "budget_line__fund"
).prefetch_related("event__sessions", "event__version__texts")


@require_safe
def index(request, ref):
    """Costs of an event by fund, for each hour and person; per diem lists for its organizers."""
    event = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    may = permissions_on(event, request.user)
    lists = PerDiemList.objects.accessible_to(request.user).filter(event=event, discarded_at=None)
    context = {
        "event": event, "costs": EventCosts(event, request.user), "may": may,
        "lists": list(lists), "crumbs": crumbs_of(event),
    }  # fmt: skip
    return render(request, "training/costs.html", context)


class CostAction(ActionView):
    """An action on the money of an event, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = WHOLE
    permission = "keep"

    def get_event(self, record):
        return record

    def get_page(self, record):
        event = self.get_event(record)
        here = (reverse("training:costs", args=[event.ref]), COSTS)
        return {"crumbs": [*crumbs_of(event), here]}

    def get_back_url(self, record):
        return reverse("training:costs", args=[self.get_event(record).ref])


class RecordCost(CostAction):
    title = pgettext_lazy("training", "Record cost")
    submit_label = pgettext_lazy("training", "Record cost")
    success_message = _("Cost recorded.")
    form_class = CostForm

    def get_form_kwargs(self, event):
        return {"event": event, "user": self.request.user}

    def perform(self, event, *, by, **fields):
        TrainingCost.record(event, by=by, **fields)


class RemoveCost(CostAction):
    """Takes a cost out of the figures."""

    queryset = TrainingCost.objects.select_related(
        "event__office", "event__version__course", "per_diem_list"
    )
    title = pgettext_lazy("training", "Remove cost")
    lede = _("It counts in no figure any more. The audit log keeps that it was recorded.")
    submit_label = pgettext_lazy("training", "Remove cost")
    success_message = _("Cost removed.")

    def get_event(self, cost):
        return cost.event

    def perform(self, cost, *, by):
        cost.remove(by=by)


class DrawUpList(CostAction):
    """Draws up a per diem list of the days that people were present."""

    title = _("Draw up per diem list")
    submit_label = _("Draw up per diem list")
    lede = _(
        "Of everybody whose days are recorded as attendance; days that were paid are left out."
    )
    success_message = _("Per diem list drawn up.")
    form_class = PerDiemForm

    def get_form_kwargs(self, event):
        return {"event": event, "user": self.request.user}

    def perform(self, event, *, by, **fields):
        return PerDiemList.draw_up(event, by=by, days=results.days_present(event), **fields)

    def get_success_url(self, event, result):
        return reverse("training:per-diem", args=[result.ref])


class ListAction(CostAction):
    """An action on a per diem list."""

    queryset = LISTS

    def get_event(self, record):
        return record.event

    def get_back_url(self, record):
        return reverse("training:per-diem", args=[record.ref])


class MarkPaid(ListAction):
    title = pgettext_lazy("per diem", "Mark as paid")
    lede = _("It is recorded as a cost of the event: nobody records it a second time.")
    submit_label = pgettext_lazy("per diem", "Mark as paid")
    success_message = _("Per diem list marked as paid.")
    form_class = PaidForm

    def get_form_kwargs(self, record):
        return {"initial": {"on": record.event.office.today()}}

    def perform(self, record, *, by, on):
        record.pay(by=by, on=on)


class DiscardList(ListAction):
    title = _("Discard per diem list")
    lede = _("Nobody is paid by it. Draw up another one once attendance is right.")
    submit_label = _("Discard per diem list")
    success_message = _("Per diem list discarded.")

    def perform(self, record, *, by):
        record.discard(by=by)

    def get_success_url(self, record, result):
        return reverse("training:costs", args=[record.event.ref])


record_cost = RecordCost.as_view()
remove_cost = RemoveCost.as_view()
draw_up_list = DrawUpList.as_view()
mark_paid = MarkPaid.as_view()
discard_list = DiscardList.as_view()


def _page_of(found: PerDiemList) -> PerDiemPage:
    return PerDiemPage(found, results.days_present(found.event))


@require_safe
def show_list(request, ref):
    """A per diem list beside attendance as it is now."""
    found = get_permitted_or_404(request, LISTS, to="see", ref=ref)
    here = (reverse("training:costs", args=[found.event.ref]), COSTS)
    context = {
        "of": found, "event": found.event, "page": _page_of(found),
        "may": permissions_on(found, request.user), "crumbs": [*crumbs_of(found.event), here],
    }  # fmt: skip
    return render(request, "training/per_diem.html", context)


@require_safe
def list_pdf(request, ref):
    """The list on paper, with a line for each signature."""
    found = get_permitted_or_404(request, LISTS, to="see", ref=ref)
    try:
        paper = per_diem_pdf(found.event, _page_of(found))
    except NoPaper:
        raise Refusal(
            gettext("No PDF can be made here. Download the list as XLSX instead.")
        ) from None
    return _file(request, found, paper, "application/pdf", ".pdf")


@require_safe
def list_xlsx(request, ref):
    found = get_permitted_or_404(request, LISTS, to="see", ref=ref)
    return _file(request, found, per_diem_xlsx(found.event, _page_of(found)), XLSX, ".xlsx")


def _file(request, found, content: bytes, kind: str, ending: str) -> HttpResponse:
    log.log_event(request.user, "perdiemlist.exported", found, format=ending[1:])
    response = HttpResponse(content, content_type=kind, headers=SEALED_OFF)
    name = f"{gettext('Per diem')} {found.event.number} {found.number}"
    response["Content-Disposition"] = disposition(name, ending)
    return response
