"""Several ticked cases at once: assign them, put a task into each, send a text, export them.

Ticks come in the address, so that a page may be looked at again; nothing of them is a name.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.extension_points import record_selections
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.filters import FilterBar
from amparo.ui.responses import action_done

from .. import bulk_actions
from ..bulk_actions import BulkOutcome, chosen_cases
from ..case_list import CaseList
from ..caseload_filters import filter_of_funds, filters_of_states, shortcuts_of_cases
from ..forms.bulk_actions import AssignCasesForm, LineListForm, TaskForCasesForm, TextForm
from ..line_list import (
    VERB,
    LineList,
    cases_chosen,
    cases_of_list,
    cases_of_offices,
    cases_selected,
    columns_for,
    opens_cases,
)
from ..models import Case
from ..workload import member_workloads, supervised_teams, team_members

BULK, DONE = "cases/lists/bulk.html", "cases/lists/bulk_done.html"
LINES = "cases/lists/line_list.html"
ASKS = ["GET", "HEAD", "POST"]
COLLEAGUES = 100


def _list_url(user, asked: QueryDict) -> str:
    return f"{reverse('cases:cases')}?{CaseList(user, asked).bar.query}"


def _page(request: HttpRequest, form: Any, cases: list[Case], **about: Any) -> HttpResponse:
    """The form over the ticked cases; without any, what to do."""
    if request.method != "POST":
        log.log_list(request.user, "cases.listed", cases)  # type: ignore[arg-type]
    context = {"form": form, "cases": cases, "back_url": _list_url(request.user, request.GET)}
    is_refused = form.is_bound and not form.is_valid()
    return render(request, BULK, context | about, status=422 if is_refused else 200)


def _done(request: HttpRequest, outcome: BulkOutcome, said: str) -> HttpResponse:
    """Back to the list where all was done; else a page that names each row refused."""
    then = _list_url(request.user, request.GET)
    if not outcome.refused:
        return action_done(request, next_url=then, message=said)
    context = {"outcome": outcome, "said": said if outcome.done else "", "back_url": then}
    response = render(request, DONE, context)
    response.idempotent_redirect = then  # type: ignore[attr-defined]
    return response


@require_http_methods(ASKS)
@require_recent_authentication
def assign(request):
    require_permission(request, "case.assign")
    cases = chosen_cases(request.user, request.GET.getlist("case"))
    members = team_members(supervised_teams(request.user, "case.assign")).filter(
        user__is_active=True
    )
    today = localtime(now()).date()
    loads = member_workloads(members[:COLLEAGUES], by=request.user, today=today)
    loads.sort(key=lambda load: load.open)
    form = AssignCasesForm(request.POST or None, loads=loads)
    if cases and is_valid_post(request, form):
        owner = form.cleaned_data["owner"]
        outcome = bulk_actions.assign(cases, owner, by=request.user)
        count = len(outcome.done)
        said = ngettext(
            "%(count)s case assigned to %(name)s.", "%(count)s cases assigned to %(name)s.", count
        ) % {"count": count, "name": owner.name}
        return _done(request, outcome, said)
    return _page(request, form, cases, title=_("Assign cases"), submit_label=_("Assign cases"))


@require_http_methods(ASKS)
def task(request):
    require_permission(request, "case.work")
    cases = chosen_cases(request.user, request.GET.getlist("case"))
    form = TaskForCasesForm(request.POST or None)
    if cases and is_valid_post(request, form):
        outcome = bulk_actions.set_task(cases, by=request.user, **form.cleaned_data)
        count = len(outcome.done)
        said = ngettext("%(count)s task added.", "%(count)s tasks added.", count)
        return _done(request, outcome, said % {"count": count})
    return _page(
        request, form, cases, title=_("Add a task to each case"), submit_label=_("Add tasks"),
        lede=_("Each caseworker finds it in their calendar."),
    )  # fmt: skip


@require_http_methods(ASKS)
def text(request):
    """First to how many it would go, and to whom not and why; then it is sent."""
    require_permission(request, "person.work")
    cases = chosen_cases(request.user, request.GET.getlist("case"))
    office = request.user.office
    form = TextForm(request.POST or None)
    about: dict[str, Any] = {"submit_label": _("Check who can be texted")}
    if cases and is_valid_post(request, form):
        if form.cleaned_data["seen"] == form.mark:
            outcome = bulk_actions.send_text(cases, form.draft, by=request.user, office=office)
            return _done(request, outcome, _texts_said(len(outcome.done)))
        preview = bulk_actions.reachable(cases, form.draft, by=request.user, office=office)
        form.data = form.data.copy()
        form.data["seen"] = form.mark
        count = len(preview.done)
        label = ngettext("Send %(count)s text", "Send %(count)s texts", count) % {"count": count}
        about = {"preview": preview, "submit_label": label if count else ""}
    response = _page(request, form, cases, title=_("Send SMS"), **about)
    response.is_undone = True  # type: ignore[attr-defined]
    return response


def _texts_said(count: int) -> str:
    said = ngettext(
        "%(count)s text will be sent at a safe hour.",
        "%(count)s texts will be sent, each at a safe hour.",
        count,
    )
    return said % {"count": count}


@require_safe
def line_list(request):
    """What a line list holds for this user; it leaves once its purpose is said."""
    require_permission(request, VERB)
    form = LineListForm(initial={"format": "xlsx"})
    return _line_list_page(request, form)


@require_safe
@require_recent_authentication
def line_list_file(request):
    require_permission(request, VERB)
    form = LineListForm(request.GET)
    if not form.is_valid():
        return _line_list_page(request, form, status=422)
    lines = LineList(request.user, _cases_for(request))
    read_limits.check_export_limit(request.user, len(lines.cases))
    as_what = form.cleaned_data["format"]
    log.log_list(
        request.user, "cases.exported", lines.records(), rows=len(lines.cases), format=as_what,
        purpose=form.cleaned_data["purpose"],
    )  # fmt: skip
    chunks, kind = lines.chunks(as_what)
    response = StreamingHttpResponse(chunks, content_type=kind, headers=SEALED_OFF)
    # Neither office nor filter: files lie about in folders.
    response.headers["Content-Disposition"] = disposition(f"line-list-{now():%Y-%m-%d}.{as_what}")
    return response


def _line_list_page(request, form: LineListForm, *, status: int = 200) -> HttpResponse:
    """The ticked cases, or else the whole list as it is filtered."""
    bar = _bar_for(request)
    ticked = request.GET.getlist("case") if opens_cases(request.user) else []
    selection = _selection(request)
    context = {
        "selected": [
            (name, value) for name, values in request.GET.lists() for value in values
            if name not in form.fields
        ] if selection else [],
        "bar": bar, "form": form, "columns": columns_for(request.user),
        "count": len(_cases_for(request)), "opens_cases": opens_cases(request.user),
        "ticked": ticked,
    }  # fmt: skip
    return render(request, LINES, context, status=status)


def _bar_for(request) -> FilterBar:
    if opens_cases(request.user):
        return CaseList(request.user, request.GET).bar
    return FilterBar(
        [*filters_of_states(), filter_of_funds(request.user)],
        request.GET,
        shortcuts=shortcuts_of_cases(),
    )


def _selection(request):
    """What finds the cases that the address asks for by the page that listed them, if any does;
    for who opens no cases, nothing.
    """
    if not opens_cases(request.user):
        return None
    name = request.GET.get("selection", "")
    return record_selections.get(name)


def _cases_for(request) -> list[int]:
    if not opens_cases(request.user):
        return cases_of_offices(request.user, _bar_for(request))
    if find := _selection(request):
        return cases_selected(request.user, find(request))
    if ticked := request.GET.getlist("case"):
        return cases_chosen(request.user, chosen_cases(request.user, ticked))
    return cases_of_list(CaseList(request.user, request.GET))
