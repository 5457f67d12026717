"""The list of cases: mine, my team's, my office's; sifted by what is asked, never by a name."""

from uuid import UUID

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate

from .. import agenda
from ..assessment.presenters import mark_flags
from ..caseload import CAP, ORDERS, cases_of, sought, views_of
from ..forms.lists import CaseSift
from ..load import members_of, teams_of

CASES = "assistance/lists/cases.html"
PAGE, OFFERED = 25, 40


@require_safe
def index(request):
    require_permission(request, "case.see")
    form = CaseSift(
        request.GET,
        views=views_of(request.user),
        workers=_workers(request.user, request.GET.get("owner", "")),
    )
    what = form.sought()
    rows = sought(request.user, what)
    pages = paginate(rows, request, *ORDERS[what.order], size=PAGE)
    cases = cases_of(pages)
    log.log_list(request.user, "cases.listed", cases)
    due = agenda.next_of(cases)
    mark_flags(cases, request.user)
    return render(
        request,
        CASES,
        {
            "day": localtime(now()).date(),
            "form": form,
            "list_name": form.worker.name if form.worker else form.view.name,
            "shows_owner": what.grantee != f"user:{request.user.pk}" and not form.worker,
            "lines": [(case, due.get(case.pk)) for case in cases],
            "pages": pages,
            "count": rows.counted(),
            "cap": CAP,
            "is_sifted": any(request.GET.get(name) for name in form.fields),
            "title": _("People and cases"),
        },
    )


def _workers(user, asked: str) -> list:
    """Those whose cases a supervisor may look through one by one.

    Of a large office, the one asked for, whom the table of the team leads to.
    """
    if "team.see" not in user.permissions:
        return []
    members = members_of(teams_of(user))
    found = list(members[: OFFERED + 1])
    if len(found) > OFFERED:
        found = list(members.filter(user__ref=asked)) if _is_ref(asked) else []
    return list({member.user_id: member.user for member in found}.values())


def _is_ref(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
