"""Somebody who did not pay counts, and explains what differs; then its payments stand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.erasure import Erasure, erase
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways.payments.models import AnonymousPayment, Reconciliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def reconcile(fund, data_officer):
    def reconcile(counted=100, by=data_officer, explained="", days=0):
        today = fund.office.today()
        return Reconciliation.make(
            fund, by=by, since=today - timedelta(days=20), until=today - timedelta(days=days),
            counted=Decimal(counted), explained=explained,
        )  # fmt: skip

    return reconcile


def test_what_was_counted_stands_beside_what_was_recorded(approved, pay, reconcile):
    pay(approved)
    made = reconcile()
    assert (made.recorded, made.difference) == (100, 0)
    assert reconcile() == made  # sent twice


def test_a_difference_is_explained(approved, pay, reconcile):
    pay(approved)
    with pytest.raises(Refusal, match="Explain"):
        reconcile("98.50")
    assert reconcile("98.50", explained="Exchange at the bank").difference == Decimal("-1.50")


def test_who_paid_does_not_count(approved, pay, reconcile, data_officer, supervisor):
    pay(approved, by=data_officer)
    with pytest.raises(Refusal, match="You paid"):
        reconcile()
    assert reconcile(by=supervisor).by == supervisor


def test_who_does_not_keep_the_funds_does_not_count(reconcile, caseworker):
    with pytest.raises(Refusal, match="kept by somebody else"):
        reconcile(0, by=caseworker)


def test_afterwards_its_payments_stand(approved, pay, reconcile, supervisor):
    payment = pay(approved, 50)
    reconcile(50)
    with pytest.raises(Refusal, match="reconciled for that day"):
        payment.void(by=supervisor, because="Mistake")
    approved.refresh_from_db()
    with pytest.raises(Refusal, match="reconciled for that day"):
        pay(approved, 10)


def test_no_day_is_reconciled_twice(reconcile):
    reconcile(0)
    with pytest.raises(Refusal, match="already"):
        reconcile(0, days=3)


def test_not_in_the_future_and_not_below_nothing(reconcile):
    with pytest.raises(Refusal, match="future"):
        reconcile(0, days=-1)
    with pytest.raises(Refusal, match="amount"):
        reconcile("-1")


def test_when_a_file_is_erased_the_figure_stays_and_names_nobody(
    approved, pay, case, line, reconcile
):
    pay(approved, 60)
    before = line.standing
    erase(case, Erasure(reason="rights", by=None))
    assert AnonymousPayment.objects.get().charged == 60
    assert (line.standing.paid, line.standing.committed) == (before.paid, 60)
    assert reconcile(60).difference == 0
