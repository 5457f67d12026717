"""The list of cases: one's own, the team's, the office's; filtered, ordered, saved as views."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.action_views import action_page
from amparo.ui.pagination import CursorPage, paginate
from amparo.ui.responses import action_done

from .. import agenda
from ..case_list import BY_NAME, CaseList
from ..display_names import listed_name
from ..forms.bulk_actions import SaveViewForm
from ..line_list import VERB as EXPORT
from ..models import SavedView
from ..presenters import attach_marks
from ..queries import COUNT_LIMIT, FetchedRows, MergedQuerySets, cases_from_grants
from ..workload import caseload_limit

CASES = "cases/lists/cases.html"
LIST = "cases"
PAGE = 25
ASKS = ["GET", "HEAD", "POST"]


@require_safe
def index(request):
    require_permission(request, "case.see")
    listing = CaseList(request.user, request.GET)
    bar = listing.bar
    rows = _rows(listing, request)
    pages = paginate(rows, request, *listing.keys, size=PAGE)
    cases = cases_from_grants(pages)
    log.log_list(request.user, "cases.listed", cases)
    due = agenda.next_task(cases)
    attach_marks(cases, request.user)
    if listing.order == BY_NAME:
        cases.sort(key=lambda case: listed_name(case).casefold())
    is_own = listing.view.code == "mine" and not listing.worker
    views = SavedView.of(request.user, LIST)
    return render(
        request,
        CASES,
        {
            "bar": bar,
            "cap": COUNT_LIMIT,
            "count": _count(rows, pages),
            "day": localtime(now()).date(),
            "limit": caseload_limit(request.user.office)
            if is_own and not bar.is_filtered
            else None,
            "lines": [(case, due.get(case.pk)) for case in cases],
            "list_name": listing.worker.name if listing.worker else listing.view.name,
            "listing": listing,
            "may_assign": "case.assign" in request.user.permissions,
            "may_export": EXPORT in request.user.permissions,
            "pages": pages,
            "shown_view": next((v for v in views if v.ref.hex == request.GET.get("view")), None),
            "shows_owner": not is_own and not listing.worker,
            "title": _("People and cases"),
            "views": [(view, bar.address_of(view.filters, view=view.ref.hex)) for view in views],
        },
    )


def _rows(listing: CaseList, request) -> MergedQuerySets | FetchedRows:
    """What a condition finds is looked for once, for the first page and for the count."""
    is_further = "after" in request.GET or "before" in request.GET
    if listing.sought.conditions and not is_further:
        return listing.rows.fetched(listing.keys)
    return listing.rows


def _count(rows: MergedQuerySets | FetchedRows, pages: CursorPage) -> int:
    """How many there are; nobody counts what is all on one page, or here already."""
    if isinstance(rows, FetchedRows):
        return len(rows)
    return rows.counted() if pages.earlier or pages.later else len(pages)


@require_http_methods(ASKS)
def save_view(request):
    """Gives the filters of the address a name."""
    require_permission(request, "case.see")
    bar = CaseList(request.user, request.GET).bar
    form = SaveViewForm(request.POST or None)
    if is_valid_post(request, form):
        name = form.cleaned_data["name"]
        view = attempt(form, SavedView.save_as, name, bar.values, of_list=LIST, by=request.user)
        if view:
            then = f"{reverse('cases:cases')}?{bar.query_with(view=view.ref.hex)}"
            return action_done(request, next_url=then, message=_("The view is saved."))
    list_url = f"{reverse('cases:cases')}?{bar.query}"
    return action_page(
        request,
        form,
        title=_("Save this view"),
        submit_label=_("Save view"),
        crumbs=[(list_url, _("People and cases"))],
        back_url=list_url,
        above_template="cases/lists/view_filters.html",
        bar=bar,
    )


@require_POST
def delete_view(request, ref) -> HttpResponse:
    view = get_permitted_or_404(request, SavedView, to="delete", ref=ref)
    view.delete()
    return action_done(request, next_url=reverse("cases:cases"), message=_("The view is deleted."))
