"""Grants through the front door: who may ask, decide, pay and keep, and who finds nothing."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.funding.models import ExchangeRate, Fund
from amparo.pillars.assistance.pathways.payments import pdf
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Reconciliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def go(client):
    def go(user, route, *args, query="", **sent):
        client.force_login(user)
        name = route if ":" in route else f"payments:{route}"
        url = reverse(name, args=[getattr(each, "ref", each) for each in args])
        return client.post(url, sent) if sent else client.get(f"{url}{query}")

    return go


def asked(of, **more):
    return {
        "kind": "travel", "text": "The bus", "amount": "45.00", "currency": "USD",
        "line": str(of.ref), "once": str(uuid4()),
    } | more  # fmt: skip


def test_from_asking_to_a_signed_receipt(
    go, case, line, caseworker, supervisor, data_officer, monkeypatch
):
    assert go(caseworker, "grant-new", case, **asked(line)).status_code == 303
    grant = AssistanceGrant.objects.get()
    assert go(supervisor, "grants", query="?state=asked").content.count(b"45.00") == 1
    assert go(supervisor, "grant-approve", case, grant, once=str(uuid4())).status_code == 303
    paid = {"amount": "45", "on": str(case.office.today()), "how": "cash", "once": str(uuid4())}
    assert go(data_officer, "grant-pay", case, grant, **paid).status_code == 303
    payment = grant.payments.get()
    said = {"how": "thumbprint", "on": str(case.office.today()), "once": str(uuid4())}
    assert go(caseworker, "payment-acknowledge", case, payment, **said).status_code == 303
    monkeypatch.setattr(pdf, "paper_of", lambda page, told: b"%PDF-" + repr(told).encode())
    paper = go(caseworker, "payment-receipt", case, payment, query="?language=es")
    assert paper["Content-Type"] == "application/pdf"
    assert case.number in paper.content.decode()
    assert "Rosa" not in paper.content.decode()


def test_the_same_form_sent_twice_pays_once(go, case, approved, payer):
    paid = {"amount": "40", "on": str(case.office.today()), "how": "cash", "once": str(uuid4())}
    for _time in range(2):
        assert go(payer, "grant-pay", case, approved, **paid).status_code == 303
    assert approved.payments.count() == 1
    assert AuditEntry.objects.filter(event="payment.made").count() == 1


def test_what_is_refused_is_said_on_the_form_and_nothing_written_is_lost(
    go, case, line, caseworker
):
    answer = go(caseworker, "grant-new", case, **asked(line, amount="1000.01"))
    assert answer.status_code == 422
    assert "are free" in answer.content.decode()
    assert "The bus" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "-5"}, {"amount": "0"}, {"amount": "1e3000"}, {"amount": "5.001"},
        {"amount": "99999999999999999"}, {"currency": "XQX"}, {"line": str(uuid4())},
        {"kind": "gift"}, {"text": ""}, {"way": "nowhere"},
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_asked_again(go, case, line, caseworker, wrong):
    assert go(caseworker, "grant-new", case, **asked(line, **wrong)).status_code == 422
    assert not AssistanceGrant.objects.exists()


def test_who_asked_is_not_offered_to_approve(go, case, approved, ask, supervisor, caseworker):
    mine = ask(by=supervisor)
    answer = go(supervisor, "grant-approve", case, mine, once=str(uuid4()))
    assert answer.status_code == 409
    assert go(caseworker, "grant-approve", case, mine, once=str(uuid4())).status_code == 403


def test_for_a_stranger_there_is_no_grant(go, case, approved, stranger, nurse):
    for somebody in (stranger, nurse):
        assert go(somebody, "grant", case, approved).status_code == 404
        assert go(somebody, "grant-pay", case, approved, amount="1").status_code == 404


def test_who_pays_sees_the_amount_and_not_the_story(go, case, approved, data_officer):
    page = go(data_officer, "grant", case, approved).content.decode()
    assert case.number in page
    assert "Two nights" not in page
    assert "Rosa" not in page


def test_a_restricted_file_is_hidden_from_who_pays_and_its_number_stays_in(
    go, case, approved, pay, fund, supervisor, data_officer, client
):
    from amparo.foundation.core.models import RestrictedGroupAccess as Leave

    pay(approved)
    Leave.give(to=supervisor, group="trafficking", office=case.office, by=None)
    case.restrict("trafficking", by=supervisor)
    assert go(data_officer, "grant", case, approved).status_code == 404
    assert case.number not in go(data_officer, "grants", query="?state=paid").content.decode()
    table = taken_out(go, data_officer, fund)
    assert case.number not in table
    assert "100.00" in table


def taken_out(go, user, fund):
    answer = go(user, "fund-payments", fund)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_payments_are_taken_out_by_number_and_without_names(
    go, case, approved, pay, fund, data_officer
):
    pay(approved)
    table = taken_out(go, data_officer, fund)
    assert case.number in table
    assert "Rosa" not in table
    assert AuditEntry.objects.filter(event="fund.taken_out").count() == 1


def test_a_fund_is_set_up_budgeted_and_reconciled(
    go, office, supervisor, data_officer, organization
):
    fund = {
        "code": "B-1", "name": "Bridge", "donor": organization.pk, "office": office.pk,
        "currency": "EUR", "since": str(office.today()), "once": str(uuid4()),
    }  # fmt: skip
    assert go(data_officer, "funding:fund-new", **fund).status_code == 303
    made = Fund.objects.get()
    line = {"code": "1", "name": "Travel", "amount": "500", "once": str(uuid4())}
    assert go(data_officer, "funding:budget-line-new", made, **line).status_code == 303
    change = {"amount": "600", "because": "More came", "once": str(uuid4())}
    assert (
        go(supervisor, "funding:budget-line", made, made.lines.get(), **change).status_code == 303
    )
    counted = {
        "since": str(office.today()), "until": str(office.today()), "counted": "0",
        "once": str(uuid4()),
    }  # fmt: skip
    assert go(supervisor, "fund-reconcile", made, **counted).status_code == 303
    assert Reconciliation.objects.get().difference == 0
    page = go(supervisor, "funding:funds").content.decode()
    assert "600.00" in page


def test_a_caseworker_keeps_no_funds(go, fund, caseworker):
    for route, args in (
        ("funding:funds", ()),
        ("funding:fund-new", ()),
        ("funding:exchange-rates", ()),
        ("funding:fund", (fund,)),
    ):
        assert go(caseworker, route, *args).status_code in (403, 404)


def test_a_rate_is_written_down_with_its_source(go, office, data_officer):
    told = {
        "base": "USD", "rate": "6.96", "currency": "BOB", "on": str(office.today()),
        "source": "Central bank", "once": str(uuid4()),
    }  # fmt: skip
    assert go(data_officer, "funding:exchange-rates", **told).status_code == 303
    assert ExchangeRate.objects.get().rate == Decimal("6.96")
    assert "6.96" in go(data_officer, "funding:exchange-rates").content.decode()


def test_the_case_shows_what_waits(client, case, approved, caseworker):
    client.force_login(caseworker)
    page = client.get(case.get_absolute_url()).content.decode()
    assert approved.get_absolute_url() in page


def test_what_waits_stands_on_the_first_screen(client, approved, ask, supervisor, payer):
    ask()
    for user, where in ((supervisor, "cases:waiting-team"), (payer, "cases:today")):
        client.force_login(user)
        assert "/grants/?state=" in client.get(reverse(where)).content.decode()


def test_the_page_of_a_journey_takes_its_grants_in(case, ask):
    way = uuid4()
    grant, other = ask(way=way), ask()
    told = {"case": case, "grants": case.assistancegrants.of(way), "way": way, "may_ask": True}
    panel = render_to_string("payments/grants.html", told)
    assert grant.get_absolute_url() in panel
    assert other.get_absolute_url() not in panel
    assert f"?way={way}" in panel


def test_cases_are_filtered_by_the_fund_of_a_grant(client, ask, caseworker, fund, case):
    client.force_login(caseworker)
    url = f"/cases/?fund={fund.ref.hex}"
    assert case.number not in client.get(url).content.decode()
    grant = ask()
    assert case.number in client.get(url).content.decode()
    grant.withdraw(by=caseworker, because="No longer needed.")
    assert case.number not in client.get(url).content.decode()
