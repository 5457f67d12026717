"""A whole caseload goes to another office: one closes, or cannot carry its cases any more."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import attempt
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import (
    ACTIVE_STATUSES,
    ORDERINGS,
    MergedQuerySets,
    cases_from_grants,
    grants_of_holder,
)
from amparo.pillars.assistance.cases.views.case_actions import ASKS
from amparo.pillars.assistance.cases.workload import supervised_teams
from amparo.ui.responses import action_done, render_page

from ..forms import BulkTransferForm
from ..models import Transfer
from .transfers import teams_elsewhere

MANY = "transfers/many.html"
MOST = 100


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "case.assign")
    asked = request.POST if request.method == "POST" else request.GET
    teams = supervised_teams(request.user, "case.assign")
    chosen = next((team for team in teams if team.ref.hex == asked.get("team")), None)
    chosen = chosen or (teams[0] if len(teams) == 1 else None)
    if chosen is None:
        status = 422 if request.method == "POST" else 200
        return render(request, MANY, {"teams": teams}, status=status)
    cases = cases_that_may_go(request.user, chosen)
    data = request.POST if request.method == "POST" else None
    form = BulkTransferForm(data, cases=cases, teams=teams_elsewhere(chosen.office_id))
    if form.is_bound and form.is_valid() and (made := _offer(request, form)):
        return made
    if not form.is_bound:
        log.log_list(request.user, "caseload.listed", cases)
    context = {"teams": teams, "chosen": chosen, "form": form, "cases": cases}
    return render_page(request, MANY, context, status=422 if form.is_bound else 200)


def cases_that_may_go(user, team) -> list[Case]:
    """The open cases of a team that this supervisor may assign and that are not on their way."""
    branches = [
        grants_of_holder(user, f"team:{team.pk}", "case.assign").filter(status=status)
        for status in ACTIVE_STATUSES
    ]
    cases = cases_from_grants(MergedQuerySets(branches).order_by(*ORDERINGS["risk"])[:MOST])
    under_way = Transfer.objects.under_way().filter(case__in=cases)
    moving = set(under_way.values_list("case", flat=True))
    return [case for case in cases if case.pk not in moving]


@require_recent_authentication
def _offer(request, form: BulkTransferForm):
    """All of them, or none: what one case lacks is said before any is offered."""
    said = dict(form.cleaned_data)
    made = attempt(form, Transfer.offer_all, said.pop("cases"), by=request.user, **said)
    if made is None:
        return None
    text = ngettext("%(count)s case is offered.", "%(count)s cases are offered.", len(made))
    then = reverse("transfers:transfers")
    return action_done(request, next_url=then, message=text % {"count": len(made)})
