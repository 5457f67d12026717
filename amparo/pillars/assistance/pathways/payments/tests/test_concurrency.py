"""Two who pay, approve or bind in the same moment: each sees what the other did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Payment
from tests.test_concurrency import at_once, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def together(*deeds: Callable) -> list[bool]:
    """Each in a hand of its own; whether it was done."""
    start = Barrier(len(deeds))

    def do(deed) -> bool:
        try:
            start.wait(timeout=60)
            deed()
        except Refusal:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(do, deeds))


def fresh(grant: AssistanceGrant) -> AssistanceGrant:
    return AssistanceGrant.objects.select_related("line__fund", "case__team__office").get(
        pk=grant.pk
    )


def test_of_three_who_pay_all_of_it_one_does(approved, payer, data_officer, office, line):
    def pay(by):
        fresh(approved).pay(by=by, amount=Decimal(100), on=office.today(), how="cash")

    done = together(*(lambda by=by: pay(by) for by in (payer, data_officer, payer)))
    assert sorted(done) == [False, False, True]
    assert (Payment.objects.count(), line.standing.paid) == (1, 100)


def test_of_two_that_do_not_fit_together_one_is_approved(ask, supervisor, line):
    first, second = ask(700), ask(700)
    done = together(
        *(lambda g=g: fresh(g).approve(by=supervisor) for g in (first, second))
    )  # fmt: skip
    assert sorted(done) == [False, True]
    assert line.standing.free == 300


def test_the_same_payment_from_two_hands_is_one(approved, payer, office):
    ref = uuid4()

    def pay():
        fresh(approved).pay(by=payer, amount=Decimal(40), on=office.today(), how="cash", ref=ref)

    assert together(pay, pay) == [True, True]
    assert Payment.objects.count() == 1
    assert fresh(approved).paid == 40


def test_a_form_that_arrives_twice_at_the_same_moment_pays_once(case, approved, payer):
    url = reverse("payments:grant-pay", args=[case.ref, approved.ref])
    sent = {"amount": "40", "on": str(case.office.today()), "how": "cash", "once": str(uuid4())}
    answered = at_once(*[(signed_in(payer), url, sent) for _tap in range(3)])
    assert {response.status_code for response in answered} == {303}
    assert Payment.objects.count() == 1


def test_paid_and_withdrawn_at_the_same_moment_the_line_tallies(
    approved, payer, caseworker, office, line
):
    together(
        lambda: fresh(approved).pay(
            by=payer, amount=Decimal(60), on=office.today(), how="cash"
        ),
        lambda: fresh(approved).withdraw(by=caseworker),
    )  # fmt: skip
    grant = fresh(approved)
    assert grant.state == "withdrawn"
    assert grant.bound == grant.paid == line.standing.paid


def test_stopped_in_the_middle_nothing_of_it_is_done(approved, payer, office, line, monkeypatch):
    """As if the machine had died between the payment and its books."""

    def die(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(AssistanceGrant, "settle", die)
    with pytest.raises(SystemExit):
        fresh(approved).pay(by=payer, amount=Decimal(40), on=office.today(), how="cash")
    assert not Payment.objects.exists()
    assert (fresh(approved).paid, line.standing.paid) == (0, 0)
