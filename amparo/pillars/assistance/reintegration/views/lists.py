"""Reintegration plans, all or those that wait for something, and projects by office and place."""

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.queries import supervised_cases
from amparo.ui.pagination import paginate

from .. import worklists
from ..forms.community_projects import CommunityProjectSift
from ..models import CommunityProject

PLANS, PROJECTS = "reintegration/plans/index.html", "reintegration/community_projects/index.html"
PAGE, MOST = 25, 200
ORDER = {"agree": "due_on", "review": "review_on", "late": "case_id"}


@require_safe
def plans(request):
    """The plans of the cases one accompanies or answers for, all or those of one tab."""
    require_permission(request, "case.see")
    waits = request.GET.get("waits") or "all"
    if waits not in worklists.TABS:
        raise Http404
    answers = "case.approve" in request.user.permissions
    is_of_team = request.GET.get("whose", "team" if answers else "mine") == "team"
    cases = (supervised_cases if is_of_team else worklists.cases_of)(request.user)
    today = localtime(now()).date()
    found = worklists.list_plans(waits, cases, today).accessible_to(request.user).select_related(
        "case__person", "case__family__head", "case__community", "case__institution",
        "case__owner", "case__team__office",
    )  # fmt: skip
    pages = paginate(found, request, ORDER.get(waits, "-at"), "pk", size=PAGE)
    log.log_list(request.user, "plans.listed", [plan.case for plan in pages])
    context = {
        "pages": pages, "today": today,
        "title": worklists.WAITS.get(waits, _("Reintegration plans")),
        "whose": "team" if is_of_team else "mine",
        "shown": [(code, name, code == waits) for code, name in worklists.TABS.items()],
    }  # fmt: skip
    return render(request, PLANS, context)


@require_safe
def projects(request):
    """Every project that this colleague may read, by office and place."""
    require_permission(request, "case.see")
    form = CommunityProjectSift(
        request.GET,
        places=list(Place.objects.accessible_to(request.user).order_by("name")[:MOST]),
        offices=list(
            Office.objects.without_practice().accessible_to(request.user).order_by("name")[:MOST]
        ),
    )
    found = _sifted(form, CommunityProject.objects.accessible_to(request.user)).select_related(
        "case__community", "case__institution", "case__team__office", "place"
    )
    pages = paginate(found, request, "-starts_on", "-pk", size=PAGE)
    log.log_list(request.user, "communityproject.listed", list(pages))
    context = {
        "form": form, "pages": pages, "title": _("Community-based projects"),
        "today": localtime(now()).date(),
        "is_sifted": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, PROJECTS, context)


def _sifted(form: CommunityProjectSift, found):
    asked = {
        "place__ref": form.asked("place"), "case__team__office__ref": form.asked("office"),
        "state": form.asked("state"),
    }  # fmt: skip
    return found.filter(**{path: value for path, value in asked.items() if value})
