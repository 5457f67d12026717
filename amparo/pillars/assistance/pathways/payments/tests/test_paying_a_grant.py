"""A grant is paid by a third person, whole or in parts, never twice and never too much."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Payment

pytestmark = pytest.mark.django_db


def test_in_parts_until_it_is_paid(approved, pay, line):
    pay(approved, 30)
    assert (approved.state, approved.rest) == ("part_paid", 70)
    pay(approved, 70)
    assert (approved.state, line.standing.outstanding) == ("paid", 0)
    with pytest.raises(Refusal, match="paid already"):
        pay(approved, 1)


def test_never_more_than_was_approved(approved, pay):
    pay(approved, 60)
    with pytest.raises(Refusal, match=r"40.00\sUSD are left"):
        pay(approved, 41)
    assert Payment.objects.count() == 1


def test_also_the_database_refuses_too_much(approved, payer):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistanceGrant.objects.filter(pk=approved.pk).update(paid=Decimal("100.01"), state="paid")


def test_also_the_database_refuses_that_who_approved_pays(approved, pay, supervisor):
    payment = pay(approved)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(by=supervisor)


def test_what_is_not_approved_is_not_paid(ask, pay):
    with pytest.raises(Refusal, match="not approved"):
        pay(ask())


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN"])
def test_a_payment_is_above_nothing(approved, pay, amount):
    with pytest.raises(Refusal, match="amount"):
        pay(approved, amount)


def test_three_different_people(approved, pay, supervisor, caseworker, stranger, data_officer):
    for somebody, said in (
        (supervisor, "approved it"), (caseworker, "asked for it"), (stranger, "somebody else"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            pay(approved, by=somebody)
    assert pay(approved, by=data_officer).by == data_officer


def test_where_nobody_else_may_who_asked_pays(approved, office, caseworker):
    """A post of two: one asks and hands over, the other approves."""
    paid = approved.pay(by=caseworker, amount=Decimal(100), on=office.today(), how="cash")
    assert paid.approved_by != caseworker


def test_paid_again_under_the_same_ref_it_is_one_payment(approved, pay, line):
    ref = uuid4()
    first, again = pay(approved, 40, ref=ref), pay(approved, 40, ref=ref)
    assert first == again
    assert (approved.paid, line.standing.paid) == (40, 40)
    with pytest.raises(Refusal, match="another amount"):
        pay(approved, 50, ref=ref)
    assert AuditEntry.objects.filter(event="payment.made").count() == 1


def test_not_before_it_was_approved_nor_in_the_future(approved, pay, office):
    for days, said in ((1, "not before"), (-1, "approved after")):
        with pytest.raises(Refusal, match=said):
            pay(approved, on=office.today() + timedelta(days=days))


def test_cancelled_by_another_it_can_be_paid_anew(approved, pay, payer, supervisor, line):
    payment = pay(approved)
    with pytest.raises(Refusal, match="Somebody else than who paid"):
        payment.void(by=payer, because="Lost")
    voided = payment.void(by=supervisor, because="The bus left without her.")
    assert payment.void(by=supervisor, because="Again") == voided
    assert (payment.grant.state, line.standing.paid) == ("approved", 0)
    approved.refresh_from_db()
    assert pay(approved).receipt != payment.receipt


def test_a_payment_is_acknowledged_once(approved, pay, payer, office):
    payment = pay(approved)
    with pytest.raises(Refusal, match="paper"):
        payment.acknowledge(by=payer, how="paper", on=office.today())
    first = payment.acknowledge(by=payer, how="thumbprint", on=office.today())
    assert payment.acknowledge(by=payer, how="thumbprint", on=office.today()) == first
    with pytest.raises(Refusal, match="not before"):
        payment.acknowledge(by=payer, how="signed", on=office.today() - timedelta(days=1))


def test_what_was_cancelled_is_not_acknowledged(approved, pay, payer, supervisor, office):
    payment = pay(approved)
    payment.void(by=supervisor, because="Not handed over")
    with pytest.raises(Refusal, match="cancelled"):
        payment.acknowledge(by=payer, how="signed", on=office.today())


def test_a_restricted_file_is_paid_by_who_may_open_it(approved, pay, case, supervisor, cast):
    from amparo.foundation.core.models import RestrictedGroupAccess as Leave

    Leave.give(to=supervisor, group="trafficking", office=case.office, by=None)
    case.restrict("trafficking", by=supervisor)
    keeper = cast.keeper
    for somebody in (cast.colleague, cast.data_officer):
        with pytest.raises(Refusal, match="somebody else"):
            pay(approved, by=somebody)
    assert pay(approved, by=keeper).by == keeper


def test_in_another_currency_the_parts_take_exactly_what_was_bound(
    ask, rate, supervisor, pay, line
):
    grant = ask("100.01", "BOB")
    grant.approve(by=supervisor)
    for amount in ("33.33", "33.33", "33.35"):
        pay(grant, amount)
    assert (grant.bound, line.standing.paid) == (Decimal("12.50"), Decimal("12.50"))


def test_a_case_that_went_to_another_office_is_not_paid_from_here(approved, case, cast):
    case.team = cast.other_team
    case.save()
    grant = AssistanceGrant.objects.get(pk=approved.pk)
    boss = cast._user("pilar", "Pilar Cárdenas", "supervisor", office=cast.other_office)
    with pytest.raises(Refusal, match="another office"):
        grant.pay(by=boss, amount=Decimal(100), on=case.office.today(), how="cash")
