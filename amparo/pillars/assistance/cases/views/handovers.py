"""Handing over a caseload: from whom, to whom, which cases; nobody is left behind unseen."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.responses import action_done, render_page

from ..access_grants import unassigned_grantee
from ..forms.handovers import HandoverCasesForm, HandoverPeopleForm
from ..models import Case, CaseloadHandover
from ..queries import (
    ACTIVE_STATUSES,
    ORDERINGS,
    MergedQuerySets,
    cases_from_grants,
    grants_of_holder,
)
from ..workload import member_workloads, supervised_teams, team_members

BETWEEN, GIVEN = "cases/lists/handover.html", "cases/lists/handed_over.html"
MOST, COLLEAGUES, BALANCE = 100, 300, 15


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request):
    require_permission(request, "case.assign")
    asked = request.POST if request.method == "POST" else request.GET
    teams = supervised_teams(request.user, "case.assign")
    chosen = [team for team in teams if team.ref.hex == asked.get("team")]
    members = list(team_members(chosen or teams)[:COLLEAGUES])
    workers = {member.user_id: member.user for member in members}.values()
    between = HandoverPeopleForm(
        asked if asked.get("from") or asked.get("to") else None, workers=workers
    )
    context = {
        "between": between,
        "teams": teams if len(teams) > 1 else [],
        "chosen": chosen[0] if chosen else None,
        "loads": _balance(members, request),
    }
    if not between.is_valid():
        return render(request, BETWEEN, context, status=422 if request.method == "POST" else 200)
    giver, taker = between.giver, between.taker
    going, staying = shared_out(cases_to_give(request.user, giver, chosen or teams), taker)
    form = HandoverCasesForm(request.POST if request.method == "POST" else None, cases=going)
    if request.method == "POST" and form.is_valid():
        return _give(request, form.chosen, giver, taker)
    if request.method != "POST":
        log.log_list(request.user, "caseload.listed", [*going, *staying])
    context |= {"form": form, "giver": giver, "taker": taker, "going": going, "staying": staying}
    return render_page(
        request, BETWEEN, context, part="cases", status=422 if form.is_bound else 200
    )


@require_recent_authentication
def _give(request, cases: list[Case], giver, taker):
    made = CaseloadHandover.make(cases, from_user=giver, to=taker, by=request.user)
    said = ngettext(
        "%(count)s case given to %(name)s.", "%(count)s cases given to %(name)s.", len(cases)
    ) % {"count": len(cases), "name": taker.name}
    return action_done(
        request, next_url=reverse("cases:handed-over", args=[made.ref]), message=said
    )


@require_safe
def handed_over(request, ref):
    """What was given, to whom: the receipt of a hand-over."""
    made = get_permitted_or_404(
        request, CaseloadHandover.objects.select_related("from_user", "to_user"), to="see", ref=ref
    )
    cases = Case.objects.accessible_to(request.user).filter(handovers=made).with_subject()
    return render(request, GIVEN, {"made": made, "cases": cases.by_urgency("pk")[:MOST]})


def cases_to_give(user, giver, teams) -> list[Case]:
    """The open cases of a colleague, or of nobody, that this supervisor may assign, by risk."""
    places = [f"team:{team.pk}" for team in teams]
    holders = [f"user:{giver.pk}"] if giver else [unassigned_grantee(place) for place in places]
    parts = MergedQuerySets(
        [
            grants_of_holder(user, holder, "case.assign").filter(status=status)
            for holder in holders
            for status in ACTIVE_STATUSES
        ]
    )
    return cases_from_grants(parts.order_by(*ORDERINGS["risk"])[:MOST])


def shared_out(cases: list[Case], taker) -> tuple[list[Case], list[Case]]:
    """Those that the colleague may take, and restricted ones for which they have no leave."""
    staying = [case for case in cases if not case.may_be_owned_by(taker)]
    return [case for case in cases if case not in staying], staying


def _balance(members: list, request) -> list:
    """Who has most room, first."""
    loads = member_workloads(members, by=request.user, today=localtime(now()).date())
    return sorted(loads, key=lambda load: load.open)[:BALANCE]
