"""The payments of a fund as a table, for the accounts of a donor: the number of the case, no name.

Of files that the reader may not open not even the number is told; the amount is, so that the sum
is right.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.foundation.funding.models import Fund

from ..models import AnonymousPayment, Payment

COLUMNS = (
    "receipt", "paid_on", "case", "kind", "in_kind", "how", "amount", "currency", "charged",
    "fund_currency", "budget_line", "confirmed_on", "cancelled",
)  # fmt: skip
LINE = COLUMNS.index("budget_line")


@require_safe
@require_recent_authentication
def payments(request, ref):
    fund = get_permitted_or_404(request, Fund, to="keep", ref=ref)
    rows = rows_of(fund, request.user)
    read_limits.check_export_limit(request.user, len(rows), fund)
    log.log_event(request.user, "fund.taken_out", fund, rows=len(rows), format="csv")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([escape_formula(str(cell)) for cell in row] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{_('payments')}-{fund.code}.csv")
    return response


def rows_of(fund: Fund, user: User) -> list[tuple]:
    codes = dict(fund.lines.values_list("pk", "code"))
    return [(*row[:LINE], codes[row[LINE]], *row[LINE + 1 :]) for row in _rows(fund, user)]


@aggregate_query("the sum must be right also where a case is closed to the reader")
def _rows(fund: Fund, user: User) -> tuple[tuple, ...]:
    """With the key of the budget line in the place of its code."""
    return tuple(_each_row(fund, user))


def _each_row(fund: Fund, user: User) -> Iterator[tuple]:
    found = Payment.objects.filter(grant__line__fund=fund).order_by("on", "pk")
    theirs = set(found.accessible_to(user).values_list("pk", flat=True))
    for each in found.select_related("grant__case", "receipt_given"):
        yield _row(each, fund, is_open=each.pk in theirs)
    for gone in AnonymousPayment.objects.filter(line__fund=fund):
        blank = ("",) * 5
        yield (
            gone.receipt, gone.on, *blank, "", gone.charged, fund.currency, gone.line_id, "", "",
        )  # fmt: skip


def _row(payment: Payment, fund: Fund, *, is_open: bool) -> tuple:
    grant = payment.grant
    confirmed = payment.receipt_given.on if payment.is_acknowledged else ""
    about = (grant.case.number, grant.kind, int(grant.in_kind)) if is_open else ("", "", "")
    return (
        payment.receipt, payment.on, *about, payment.how, payment.amount, grant.currency,
        payment.charged, fund.currency, grant.line_id, confirmed, int(payment.is_void),
    )  # fmt: skip
