"""Funds: how they stand, and their budget lines."""

from django.db.models import Model, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission

from ..accounts import accounts_of, by_donor
from ..costs import costs_of
from ..forms import FundChangeForm, FundForm, LineChangeForm, LineForm
from ..models import BudgetLine, Fund
from ..panels import panels_of

MOST = 200
WHOLE = Fund.objects.select_related("donor", "office", "project")


@require_safe
def index(request):
    """By donor, those that are open first."""
    require_permission(request, "fund.keep")
    funds = WHOLE.accessible_to(request.user, "keep").order_by(
        "donor__name", "donor", "code", "pk"
    )
    funds = list(funds[:MOST])
    log.log_list(request.user, "fund.listed", funds)
    return render(request, "funding/fund_list.html", {"donors": by_donor(accounts_of(funds))})


class FundAction(ActionView):
    """An action on a fund, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = WHOLE
    permission = "keep"

    def get_page(self, fund):
        return {"fund": fund, "crumbs": [(get_fund_url(fund), fund.code)]}

    def get_back_url(self, fund):
        return get_fund_url(fund)


class NewFund(FundAction):
    """Sets up a fund of an office that the user keeps funds for."""

    title = _("Create fund")
    submit_label = _("Create fund")
    success_message = _("The fund is set up. Add what it is for.")
    form_class = FundForm

    def get_record(self):
        require_permission(self.request, "fund.keep")

    def get_form_kwargs(self, fund):
        return {"user": self.request.user, "project": self.request.GET.get("project", "")}

    def get_page(self, fund):
        return {"crumbs": [(reverse("funding:funds"), _("Funds"))]}

    def get_back_url(self, fund):
        return reverse("funding:funds")

    def perform(self, fund, *, by, **fields):
        return Fund.set_up(by=by, **fields)

    def get_success_url(self, fund, result):
        return get_fund_url(result)


new = NewFund.as_view()


@require_safe
def show(request, ref):
    fund = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    [account] = accounts_of([fund])
    panels = list(panels_of(fund, request.user))
    day = fund.office.today()
    context = {
        "fund": fund, "account": account, "panels": panels, "burn": account.burn_on(day),
        "costs": costs_of(account.line_keys, fund.since, min(day, fund.until or day)),
        "currency": fund.currency,
    }  # fmt: skip
    return render(request, "funding/fund_detail.html", context)


class EditFund(FundAction):
    """Changes the name, the last day or the project of a fund."""

    title = _("Edit fund")
    submit_label = _("Save")
    success_message = _("The fund is changed.")
    form_class = FundChangeForm

    def get_form_kwargs(self, fund):
        return {"user": self.request.user, "fund": fund}

    def perform(self, fund, *, by, **fields):
        fund.change(by=by, **fields)


edit = EditFund.as_view()

new_line = FundAction.as_view(
    title=_("Add budget line"), submit_label=_("Add budget line"), form_class=LineForm,
    success_message=_("Budget line added."), perform=BudgetLine.add,
)  # fmt: skip


class ChangeLine(FundAction):
    """Changes the amount of a budget line; says how it stands and how it changed before."""

    queryset = BudgetLine.objects.select_related("fund__office")
    title = _("Edit budget line")
    submit_label = _("Save")
    success_message = _("The budget is changed.")
    form_class = LineChangeForm
    above_template = "funding/budget_line_standing.html"

    def get_record(self, ref, line):
        return self.find(self.queryset, ref=line, fund__ref=ref)

    def get_form_kwargs(self, line):
        return {"initial": {"amount": line.amount}}

    def get_page(self, line):
        return super().get_page(line.fund)

    def get_context(self, line):
        changes = line.changes.select_related("by").order_by("-pk")[:MOST]
        return {
            "line": line, "standing": line.standing, "changes": changes,
            "below_template": "funding/budget_line_changes.html",
        }  # fmt: skip

    def get_back_url(self, line):
        return get_fund_url(line.fund)

    def perform(self, line, *, by, **fields):
        line.change(by=by, **fields)


line = ChangeLine.as_view()


def get_fund_url(fund: Fund) -> str:
    return reverse("funding:fund", args=[fund.ref])
