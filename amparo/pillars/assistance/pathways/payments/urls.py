"""Nouns in the path; the verb is the last word and is always POSTed."""

from django.urls import path

from .views import exports, grants, payments, reconciliations

app_name = "payments"
GRANT, PAYMENT = (
    "cases/<uuid:ref>/grants/<uuid:grant>/",
    "cases/<uuid:ref>/payments/<uuid:payment>/",
)
urlpatterns = [
    path("grants/", grants.index, name="grants"),
    path("cases/<uuid:ref>/grants/", grants.of_case, name="case-grants"),
    path("cases/<uuid:ref>/grants/new/", grants.new, name="grant-new"),
    path(GRANT, grants.show, name="grant"),
    path(f"{GRANT}approve/", grants.approve, name="grant-approve"),
    path(f"{GRANT}refuse/", grants.refuse, name="grant-refuse"),
    path(f"{GRANT}withdraw/", grants.withdraw, name="grant-withdraw"),
    path(f"{GRANT}pay/", payments.pay, name="grant-pay"),
    path(f"{PAYMENT}acknowledge/", payments.acknowledge, name="payment-acknowledge"),
    path(f"{PAYMENT}cancel/", payments.cancel, name="payment-cancel"),
    path(f"{PAYMENT}receipt/", payments.receipt, name="payment-receipt"),
    path("funds/<uuid:ref>/reconcile/", reconciliations.reconcile, name="fund-reconcile"),
    path("funds/<uuid:ref>/payments/", exports.payments, name="fund-payments"),
]
