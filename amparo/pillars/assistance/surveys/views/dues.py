"""Rounds that are due: across cases, and one that will not be held."""

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import require_permission
from amparo.pillars.assistance.cases.views.case_actions import CaseAction, case_crumbs
from amparo.ui.pagination import paginate

from ..forms.responses import ScheduleCancellationForm
from ..models import ScheduledSurvey
from ..names import add_names
from .collection import of_case

DUE = "surveys/due.html"


@require_safe
def index(request):
    """One's own; for who answers for a team, those of the team."""
    require_permission(request, "case.work")
    dues = ScheduledSurvey.objects.waiting().accessible_to(request.user, "work")
    if "case.approve" not in request.user.permissions:
        dues = dues.of(request.user)
    rows = dues.select_related("case", "version", "case__owner")
    pages = paginate(rows, request, "due_on", "ref")
    add_names(pages, request.user, is_list=True)
    log.log_list(request.user, "surveys.listed", [each.case for each in pages])
    return render(request, DUE, {"pages": pages, "today": localtime(now()).date()})


class ScheduleCancellation(CaseAction):
    """Says that a round will not be held, and why."""

    queryset = ScheduledSurvey.objects.select_related("version")
    title = _("Mark survey as not conducted")
    submit_label = _("Mark as not conducted")
    success_message = _("This survey is no longer due.")
    form_class = ScheduleCancellationForm

    def get_page(self, due):
        crumbs = [*case_crumbs(due.case), (of_case(due.case), _("Monitoring surveys"))]
        return {"case": due.case, "crumbs": crumbs, "subject": due.wave_called}

    def get_back_url(self, due):
        return of_case(due.case)

    def perform(self, due, *, by, **fields):
        return due.cancel(by=by, **fields)


cancel = ScheduleCancellation.as_view()
