"""The list of cases: mine, my team's, my office's; sifted by what is asked, never by a name."""

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.trust import audit
from amparo.foundation.trust.access import must
from amparo.foundation.trust.clock import now
from amparo.ui.keyset import slice_of

from .. import agenda
from ..caseload import CAP, ORDERS, cases_of, sought, views_of
from ..forms.lists import CaseSift
from ..load import members_of, teams_of

CASES = "assistance/lists/cases.html"
PAGE = 25


@require_safe
def index(request):
    must(request, "case.see")
    form = CaseSift(request.GET, views=views_of(request.user), workers=_workers(request.user))
    what = form.sought()
    rows = sought(request.user, what)
    pages = slice_of(rows, request, *ORDERS[what.order], size=PAGE)
    cases = cases_of(pages)
    audit.listed(request.user, "cases.listed", cases)
    due = agenda.next_of(cases)
    return render(
        request,
        CASES,
        {
            "day": localtime(now()).date(),
            "form": form,
            "list_name": form.worker.name if form.worker else form.view.name,
            "shows_owner": what.holder != f"user:{request.user.pk}" and not form.worker,
            "lines": [(case, due.get(case.pk)) for case in cases],
            "pages": pages,
            "count": rows.counted(),
            "cap": CAP,
            "is_sifted": any(request.GET.get(name) for name in form.fields),
            "title": _("People and cases"),
        },
    )


def _workers(user) -> list:
    """Those whose cases a supervisor may look through one by one."""
    if "team.see" not in user.verbs:
        return []
    return list(
        {member.user_id: member.user for member in members_of(teams_of(user))[:300]}.values()
    )
