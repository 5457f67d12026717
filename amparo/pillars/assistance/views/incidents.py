"""What happened to the people of a case, and which rights it touched."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..case_risk import incidents_of
from ..filing import report
from ..forms.incidents import IncidentForm
from ..subjects import called
from .stepping import ASKS, open_case, sent, step, tried

INDEX = "assistance/steps/incidents.html"


@require_safe
def index(request, ref):
    case = open_case(request, ref, to="see")
    incidents = paginate(incidents_of(case, request.user), request, "-pk", size=20)
    log.log_list(request.user, "incidents.listed", incidents)
    context = {
        "case": case, "called": called(case), "incidents": incidents,
        "may": permissions_on(case, request.user),
    }  # fmt: skip
    return render(request, INDEX, context)


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    form = IncidentForm(request.POST or None, case=case, user=request.user)
    if sent(request, form) and tried(form, report, case, request.user, **form.cleaned_data):
        then = reverse("assistance:incidents", args=[case.ref])
        return action_done(request, next_url=then, message=_("It is written down."))
    return step(
        request, case, form, fields="incident", title=_("What happened"), yes=_("Save"),
        lede=_("It counts as told, not yet as looked into."),
    )  # fmt: skip
