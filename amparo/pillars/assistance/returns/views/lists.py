"""Returns in view: who waits for what, how long, where they stop; and who departs on a day."""

import csv
from datetime import date
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import visible_cases
from amparo.pillars.assistance.pathways.base import outcome_counts
from amparo.ui.pagination import paginate

from ..departures import departures_on
from ..forms.lists import DayForm, ReturnFilterForm
from ..models import Qualification, ReturnJourney
from ..queries import filtered_returns, return_lines
from ..worklists import by_phase

PAGE = 25


@require_safe
def index(request):
    require_permission(request, "case.see")
    form = ReturnFilterForm(request.GET)
    seen = ReturnJourney.objects.accessible_to(request.user).filter(
        case__in=visible_cases(request.user)
    )
    if form.is_mine:
        seen = seen.filter(case__owner=request.user)
    chosen = filtered_returns(seen, form.phase).prefetch_related("to_team")
    pages = paginate(chosen, request, "since", "pk", size=PAGE)
    cases = Case.objects.with_subject().in_bulk([each.case_id for each in pages])
    for each in pages:  # fetched for the few that are shown, not joined to all that are sorted
        each.case = cases[each.case_id]
    log.log_list(request.user, "return.listed", pages.rows)
    counts = by_phase(seen)
    here, whose = reverse("returns:index"), "mine" if form.is_mine else "all"
    context = {
        "form": form, "lines": return_lines(pages.rows, localdate()), "pages": pages,
        "is_sifted": form.is_sifted, "title": pgettext("menu", "Returns (AVRR)"),
        "phases": [
            (label, counts[code], f"{here}?whose={whose}&at={code}", code == form.phase)
            for code, label in ReturnJourney.State.choices
        ],
        "all_url": f"{here}?whose={whose}",
        "sees_qualifications": _sees_qualifications(request.user),
        "headlines": outcome_counts(request.user, "return"),
    }  # fmt: skip
    return render(request, "returns/index.html", context)


def _sees_qualifications(user: User) -> bool:
    """Supervisors see all of them, and each colleague their own."""
    own = Qualification.objects.filter(holder=user, ended_at=None)
    return "case.approve" in user.permissions or own.exists()


@require_safe
def departures(request):
    require_permission(request, "case.see")
    form = DayForm(request.GET)
    going = departures_on(request.user, form.day)
    log.log_list(request.user, "return.manifest_listed", [each.journey for each in going])
    context = {"form": form, "day": form.day, "going": going}
    return render(request, "returns/departures.html", context)


@require_safe
def take_departures(request):
    """For who waits at the airport: when, with whom, how many. Nobody is named in it."""
    require_permission(request, "case.see")
    day = DayForm(request.GET).day
    going = departures_on(request.user, day)
    log.log_list(request.user, "return.manifest_taken", [each.journey for each in going])
    response = HttpResponse(_as_csv(going), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(day)}"'
    return response


def _name(day: date) -> str:
    return f"departures-{day.isoformat()}.csv"


def _as_csv(going) -> str:
    out = StringIO()
    writer = csv.writer(out)
    heads = (_("Case"), _("Departure time"), pgettext("journey", "Carrier"),
        pgettext("journey", "Number"), _("People"), pgettext("people", "Children"),
             _("Travel assistance"))  # fmt: skip
    writer.writerow(map(str, heads))
    for each in going:
        cells = (each.number, each.clock, each.leg.carrier, each.leg.number, each.people,
                 each.children, each.help)  # fmt: skip
        writer.writerow([escape_formula(str(cell)) for cell in cells])
    return "\ufeff" + out.getvalue()
