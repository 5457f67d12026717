"""What happened to the people of a case, and which rights it touched."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui.pagination import paginate

from ..display_names import display_name
from ..forms.incidents import IncidentForm
from ..incidents import case_incidents, report_incident
from .case_actions import CaseAction, open_case

INDEX = "cases/steps/incidents.html"


@require_safe
def index(request, ref):
    case = open_case(request, ref, to="see")
    incidents = paginate(case_incidents(case, request.user), request, "-pk", size=20)
    log.log_list(request.user, "incidents.listed", incidents)
    context = {
        "case": case, "called": display_name(case), "incidents": incidents,
        "may": permissions_on(case, request.user),
    }  # fmt: skip
    return render(request, INDEX, context)


class ReportIncident(CaseAction):
    """Writes down what happened, as it was told."""

    title = _("Incidents")
    submit_label = _("Save")
    success_message = _("Recorded.")
    lede = _("It counts as told, not yet as looked into.")
    guidance_step = "incident.report"
    form_class = IncidentForm
    body_template = "cases/steps/incident.html"

    def get_form_kwargs(self, case):
        return {"case": case, "user": self.request.user}

    def perform(self, case, *, by, **fields):
        return report_incident(case, by, **fields)

    def get_success_url(self, case, result):
        return reverse("cases:incidents", args=[case.ref])


new = ReportIncident.as_view()
