"""Rounds that are due: across cases, and one that will not be held."""

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ...models import Case
from ...views.stepping import sent, tried
from ..forms.answering import LetGoForm
from ..models import RoundDue
from ..names import name_them
from .holding import of_case

DUE, LET_GO = "surveys/due.html", "surveys/let_go.html"


@require_safe
def index(request):
    """Those of one's own cases; for who answers for a team, those of the team."""
    require_permission(request, "case.work")
    dues = RoundDue.objects.waiting().accessible_to(request.user, "work")
    if "case.approve" not in request.user.permissions:
        dues = dues.filter(case__owner=request.user)
    rows = dues.select_related("case", "version", "case__owner")
    pages = paginate(rows, request, "due_on", "ref")
    name_them(pages, request.user)
    log.log_list(request.user, "surveys.listed", [each.case for each in pages])
    return render(request, DUE, {"pages": pages, "today": localtime(now()).date()})


@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request, ref, due):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    dues = RoundDue.objects.filter(case=case).select_related("version")
    due = get_permitted_or_404(request, dues, to="work", ref=due)
    due.case = case
    form = LetGoForm(request.POST if request.method == "POST" else None)
    if sent(request, form) and tried(form, due.let_go, by=request.user, **form.cleaned_data):
        said = _("This round is not expected any more.")
        return action_done(request, next_url=of_case(case), message=said)
    context = {"case": case, "due": due, "form": form}
    return render_page(request, LET_GO, context, status=422 if form.is_bound else 200)
