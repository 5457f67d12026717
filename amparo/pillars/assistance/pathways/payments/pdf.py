"""The receipt of a payment on paper: what was handed over, and a place for a sign or a thumb.

Safe to be found: it carries the number of the case and no name. Of a restricted file it does not
say what the money was for, nor who gave it.
"""

from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.pdf import paper_of
from amparo.ui import formats

from .models import Payment

PAGE = Path(__file__).parent / "templates" / "payments" / "receipt.typ"


def payment_receipt(payment: Payment) -> bytes:
    """As a PDF, in the language that is in force."""
    return paper_of(PAGE, receipt_data(payment))


def receipt_data(payment: Payment) -> dict[str, Any]:
    office = payment.file.office
    house = formats.join_list((office.organization.name, office.name))
    return {
        "title": _("Receipt"),
        "number": payment.receipt,
        "office": "" if payment.file.is_restricted else house,
        "printed": formats.with_year(localtime(now()).date()),
        "cancelled": pgettext("payment, receipt", "Cancelled") if payment.is_void else "",
        "facts": [(name, value) for name, value in _facts(payment) if value],
        "text": payment.text if not payment.file.is_restricted else "",
        "said": _("I have received this, whole, and nothing was asked of me in return."),
        "received": _("Received (signature)"),
        "thumb": _("or thumbprint"),
        "delivered": _("Delivered (signature)"),
        "day": _("Day"),
    }


def _facts(payment: Payment) -> list[tuple[str, str]]:
    grant = payment.grant
    what = "" if payment.file.is_restricted else str(grant.get_kind_display())
    return [
        (_("Receipt"), payment.receipt),
        (_("Case"), payment.file.number),
        (_("Day"), formats.with_year(payment.on)),
        (pgettext("field", "Description"), what),
        (_("Amount or value"), formats.amount(payment.amount, grant.currency)),
        (pgettext("column", "Mode"), str(payment.get_how_display())),
    ]
