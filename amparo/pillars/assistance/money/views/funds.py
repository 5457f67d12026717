"""Funds on the screen: how they stand, what they are for, and whether they tally."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.responses import action_done

from ...views.answers import given
from ...views.stepping import sent, tried
from ..accounts import accounts_of, by_donor
from ..forms.funds import FundChangeForm, FundForm, LineChangeForm, LineForm, ReconcileForm
from ..models import BudgetLine, Fund, Reconciliation
from .asking import ASKS, asked

MOST = 200
WHOLE = Fund.objects.select_related("donor", "office")


@require_safe
def index(request):
    """By donor, those that are open first."""
    require_permission(request, "money.keep")
    funds = WHOLE.accessible_to(request.user, "keep").order_by(
        "donor__name", "donor", "code", "pk"
    )
    funds = list(funds[:MOST])
    log.log_list(request.user, "fund.listed", funds)
    return render(request, "money/funds/index.html", {"donors": by_donor(accounts_of(funds))})


@require_http_methods(ASKS)
def new(request):
    require_permission(request, "money.keep")
    form = FundForm(given(request), user=request.user)
    if sent(request, form):
        fund = tried(form, Fund.set_up, by=request.user, **form.cleaned_data)
        if fund:
            return _back(request, fund, _("The fund is set up. Add what it is for."))
    return asked(
        request, form, title=_("Set up a fund"), yes=_("Set it up"),
        back=reverse("money:funds"), back_name=_("Funds"),
    )  # fmt: skip


@require_safe
def show(request, ref):
    fund = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    [account] = accounts_of([fund])
    counted = fund.reconciliations.select_related("by").order_by("-until", "-pk")[:MOST]
    context = {"fund": fund, "account": account, "counted": counted}
    return render(request, "money/funds/show.html", context)


@require_http_methods(ASKS)
def edit(request, ref):
    fund = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    form = FundChangeForm(given(request), initial={"name": fund.name, "until": fund.until})
    if sent(request, form) and _done(form, fund.change, request, **form.cleaned_data):
        return _back(request, fund, _("The fund is changed."))
    return _about(request, fund, form, title=_("Change the fund"), yes=_("Save"))


@require_http_methods(ASKS)
def new_line(request, ref):
    fund = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    form = LineForm(given(request))
    if sent(request, form) and _done(form, fund.add_line, request, **form.cleaned_data):
        return _back(request, fund, _("The line is in the budget."))
    return _about(request, fund, form, title=_("Add a budget line"), yes=_("Add it"))


@require_http_methods(ASKS)
def line(request, ref, line):
    lines = BudgetLine.objects.select_related("fund__office")
    line = get_permitted_or_404(request, lines, to="keep", ref=line, fund__ref=ref)
    form = LineChangeForm(given(request), initial={"amount": line.amount})
    if sent(request, form) and _done(form, line.change, request, **form.cleaned_data):
        return _back(request, line.fund, _("The budget is changed."))
    changes = line.changes.select_related("by").order_by("-pk")[:MOST]
    return _about(
        request, line.fund, form, title=_("Change a budget line"), yes=_("Save"), line=line,
        changes=changes, standing=line.standing,
    )  # fmt: skip


@require_http_methods(ASKS)
def reconcile(request, ref):
    fund = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    form = ReconcileForm(given(request), fund=fund)
    if sent(request, form) and _done(
        form, Reconciliation.make, request, fund, **form.cleaned_data
    ):
        return _back(
            request, fund, _("It is reconciled. Payments of this time stand as they are.")
        )
    return _about(request, fund, form, title=_("Reconcile the fund"), yes=_("Write it down"))


def _done(form, deed, request, *args, **fields) -> bool:
    """Whether it was done; else the form says why not."""
    tried(form, deed, *args, by=request.user, **fields)
    return not form.errors


def _about(request, fund: Fund, form, **more):
    return asked(
        request, form, fund=fund, back=_url(fund), back_name=fund.code, **more
    )  # fmt: skip


def _back(request, fund: Fund, said: str):
    return action_done(request, next_url=_url(fund), message=said)


def _url(fund: Fund) -> str:
    return reverse("money:fund", args=[fund.ref])
