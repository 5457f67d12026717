"""How the deeds with money are told: in the ledger, in the story of a case, and on work lists."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import deeds

from ..timeline import TOLD, aside, narrates, said
from .models import Grant, GrantDecision

DEEDS = {
    "fund.set_up": _("Set up a fund"),
    "fund.reconciled": _("Reconciled a fund"),
    "fund.taken_out": _("Took out the payments of a fund"),
    "budgetline.added": _("Added a line to a budget"),
    "rate.told": _("Wrote an exchange rate down"),
    "grant.listed": _("Looked through grants"),
    "grant.asked": _("Asked for a grant"),
    "grant.approved": _("Approved a grant"),
    "grant.refused": _("Refused a grant"),
    "grant.withdrawn": _("Withdrew a grant"),
    "payment.made": _("Recorded a payment"),
    "payment.acknowledged": _("Recorded that a payment arrived"),
    "payment.voided": _("Cancelled a payment"),
    "payment.printed": _("Made the receipt of a payment"),
}
KINDS = {
    "fund": _("Fund"),
    "budgetline": _("Line of a budget"),
    "exchangerate": _("Exchange rate"),
    "grant": _("Grant"),
    "grantdecision": _("Decision about a grant"),
    "grantwithdrawn": _("Grant that was withdrawn"),
    "payment": _("Payment"),
    "reconciliation": _("Reconciliation of a fund"),
}
NOTICES = {
    "grant.asked": _("Somebody asks for a grant. Decide."),
    "grant.approved": _("A grant was approved. It can be paid."),
    "grant.refused": _("A grant was refused. Read why."),
    "payment.made": _("A grant was paid."),
    "payment.voided": _("A payment was cancelled. Read why."),
}


def tell() -> None:
    deeds.DEEDS.update(DEEDS)
    deeds.NOTICES.update(NOTICES)
    deeds.KINDS.update(KINDS)
    TOLD.update(
        {
            "grant.asked": said("building-bank", _("Asked for a grant")),
            "grant.approved": said("circle-check", _("The grant was approved")),
            "grant.refused": said("x", _("The grant was refused")),
            "grant.withdrawn": said("x", _("The grant was withdrawn")),
            "payment.made": said("heart-handshake", _("A grant was paid")),
            "payment.acknowledged": aside("signature", _("They confirmed that they have it")),
            "payment.voided": said("x", _("A payment was cancelled")),
            "payment.printed": aside("printer", _("The receipt of a payment was made")),
        }
    )
    narrates(Grant, "words")
    narrates(GrantDecision, "because")
