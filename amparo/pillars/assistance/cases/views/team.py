"""My team: who carries how much, and where somebody has waited too long."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate

from ..extension_points import workload_figures
from ..queries import COUNT_LIMIT, scopes_for
from ..workload import member_workloads, supervised_teams, team_members, team_workload

TEAM = "cases/lists/team.html"
PAGE = 50
# After so many days without a word, or so many things overdue, a figure is shown as late.
QUIET_DAYS, MANY_LATE = 14, 4


@require_safe
def team(request):
    require_permission(request, "team.see")
    teams = supervised_teams(request.user)
    chosen = [team for team in teams if team.ref.hex == request.GET.get("team")]
    day = localtime(now()).date()
    pages = paginate(team_members(chosen or teams), request, "user__name", "pk", size=PAGE)
    loads = member_workloads(pages, by=request.user, today=day)
    log.log_list(request.user, "team.listed", [load.worker for load in loads])
    views = [view for view in scopes_for(request.user) if view.code != "mine"]
    view = next((v for v in views if chosen and v.ref == chosen[0].ref.hex), views[0])
    return render(
        request,
        TEAM,
        {
            "day": day,
            "teams": teams if len(teams) > 1 else [],
            "chosen": chosen[0] if chosen else None,
            "lines": [(load, _list_urls(view.code, load.worker)) for load in loads],
            "may_answer": "case.approve" in request.user.permissions,
            "pages": pages,
            "total": team_workload(view, by=request.user, today=day),
            "total_list_urls": _list_urls(view.code),
            "view": view,
            "cap": COUNT_LIMIT,
            "figures": [figure.label for figure in workload_figures],
            "quiet_limit": QUIET_DAYS,
            "late_limit": MANY_LATE,
            "longest_bar": max((max(load.open, load.limit) for load in loads), default=0),
        },
    )


def _list_urls(whose: str, worker=None) -> dict[str, str]:
    """Each number opens the list that it counts."""
    asked = {"whose": whose} | ({"owner": worker.ref.hex} if worker else {})
    more = {
        "open": {},
        "severe": {"risk": "severe"},
        "overdue": {"due": "overdue"},
        "quiet": {"order": "contact"},
    }
    url = reverse("cases:cases")
    return {name: f"{url}?{urlencode(asked | extra)}" for name, extra in more.items()}
