"""Reconciling a fund, and what its page shows of that."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.funding.models import Fund
from amparo.foundation.funding.views.funds import FundAction

from ..forms.reconciliations import ReconcileForm
from ..models import Reconciliation

MOST = 200

reconcile = FundAction.as_view(
    title=_("Reconcile the fund"), submit_label=pgettext_lazy("button", "Record"),
    form_class=ReconcileForm,
    success_message=_("Fund reconciled. Payments of this period can no longer be changed."),
    perform=Reconciliation.make, get_form_kwargs=lambda fund: {"fund": fund},
)  # fmt: skip


def reconciliations_of(fund: Fund, user: User) -> dict[str, Any]:
    """What the panel on the page of the fund shows, the latest first."""
    found = Reconciliation.objects.accessible_to(user).filter(fund=fund)
    return {
        "counted": found.select_related("by").order_by("-until", "-pk")[:MOST],
        "may_open_grants": "money.pay" in user.permissions,
    }
