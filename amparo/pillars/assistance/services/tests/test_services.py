"""A service is recorded with its receipt; a mistake is cancelled, and stays visible."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/services/"


@pytest.fixture
def action(case, caseworker):
    goal = CasePlan.begin(case, by=caseworker).set_goal(
        by=caseworker, text="A safe place", horizon="immediate"
    )
    return goal.add_action(
        by=caseworker, text="A bed", service_type="food.inkind", due_on=case.office.today()
    )


@pytest.fixture
def refuge():
    return Organization.found(by=None, name="Refugio Alba", kind="ngo", country="BO")


@pytest.fixture
def answers(case, action):
    return {
        "service_type": "food.voucher", "action": str(action.ref),
        "given_on": case.office.today().isoformat(), "quantity": "2", "unit": "voucher",
        "value": "45", "currency": "USD", "provider": "Market", "note": "",
    }  # fmt: skip


@pytest.fixture
def service(case, action, caseworker):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food.voucher", action=action, quantity=2,
        unit="voucher", value=45, currency="USD", given_on=case.office.today(),
        provider="Market", note="Sells on credit",
    )  # fmt: skip


def test_a_service_has_a_receipt(client, url, case, caseworker, answers):
    client.force_login(caseworker)
    assert "Food vouchers" in client.get(f"{url}new/").content.decode()
    answer = client.post(f"{url}new/", answers)
    assert answer.status_code == 303
    service = ServiceProvided.objects.get()
    assert service.receipt.startswith("R-")
    assert service.receipt in client.get(f"/cases/{case.ref}/").content.decode()


def test_the_provider_is_chosen_from_the_directory(client, url, caseworker, refuge, answers):
    client.force_login(caseworker)
    form = client.get(f"{url}new/").content.decode()
    assert f'<option value="{refuge.ref}">{refuge.name}</option>' in form
    chosen = {**answers, "organization": str(refuge.ref), "provider": ""}
    assert client.post(f"{url}new/", chosen).status_code == 303
    service = ServiceProvided.objects.get()
    assert (service.organization, service.provider) == (refuge, refuge.name)


def test_a_provider_that_is_not_in_the_directory_is_typed(client, url, caseworker, answers):
    client.force_login(caseworker)
    assert client.post(f"{url}new/", answers).status_code == 303
    service = ServiceProvided.objects.get()
    assert (service.organization, service.provider) == (None, "Market")


def test_two_providers_of_one_service_are_a_contradiction(
    client, url, caseworker, refuge, answers
):
    client.force_login(caseworker)
    answer = client.post(f"{url}new/", {**answers, "organization": str(refuge.ref)})
    assert answer.status_code == 422
    assert "not both" in answer.content.decode()
    assert not ServiceProvided.objects.exists()


def test_the_currency_of_the_office_and_of_its_country_stand_first(client, url, caseworker):
    client.force_login(caseworker)
    form = client.get(f"{url}new/").content.decode()
    currencies = form.partition('name="currency"')[2].partition("</optgroup>")[0]
    assert currencies.index('value="USD" selected') < currencies.index('value="BOB"')
    assert 'value="AED"' not in currencies


def test_a_script_gets_the_services_as_they_are_now(client, url, caseworker, answers):
    client.force_login(caseworker)
    answer = client.post(f"{url}new/", answers, headers=HX).content.decode()
    assert answer.strip().startswith('<section class="panel" id="services"')
    assert "The service is recorded." in answer


def test_outside_the_plan_only_in_an_emergency(client, url, caseworker, answers):
    client.force_login(caseworker)
    answers["action"] = ""
    answer = client.post(f"{url}new/", answers)
    assert answer.status_code == 422
    assert "say that it could not wait" in answer.content.decode()
    assert client.post(f"{url}new/", {**answers, "is_emergency": "on"}).status_code == 303


def test_it_is_not_recorded_before_it_was_given(client, url, case, caseworker, answers):
    client.force_login(caseworker)
    answers["given_on"] = (case.office.today() + timedelta(days=1)).isoformat()
    assert client.post(f"{url}new/", answers).status_code == 422


@pytest.mark.parametrize(("name", "value"), [("quantity", "0"), ("value", "-1"), ("currency", "")])
def test_sums_that_cannot_be(client, url, caseworker, answers, name, value):
    client.force_login(caseworker)
    assert client.post(f"{url}new/", {**answers, name: value}).status_code == 422


def test_from_an_action_the_form_knows_what_it_serves(client, url, action, caseworker):
    client.force_login(caseworker)
    form = client.get(f"{url}new/?action={action.ref}").content.decode()
    assert f'value="{action.ref}" selected' in form
    assert 'value="food.inkind" selected' in form


def test_the_receipt_is_safe_to_be_found(client, url, case, service, caseworker):
    client.force_login(caseworker)
    paper = client.get(f"{url}{service.ref}/receipt/").content.decode()
    assert service.receipt in paper
    for secret in ("Rosa", "Quispe", "Lucía", case.number, "Sells on credit", "Market"):
        assert secret not in paper
    assert 'lang="es"' in paper  # Rosa speaks Aymara and Spanish; the house speaks Spanish


def test_of_a_restricted_case_it_does_not_say_what_was_given(
    client, url, case, service, caseworker
):
    case.restrict("trafficking", by=caseworker)
    client.force_login(caseworker)
    paper = client.get(f"{url}{service.ref}/receipt/").content.decode()
    assert service.receipt in paper
    assert "alimentaria" not in paper
    assert "Casa del Camino" not in paper


def test_a_record_is_cancelled_with_a_reason(client, url, case, service, caseworker):
    client.force_login(caseworker)
    there = f"{url}{service.ref}/cancel/"
    assert client.post(there, {"because": " "}).status_code == 422
    assert client.post(there, {"because": "Written twice"}).status_code == 303
    assert "Written twice" in client.get(f"{url}{service.ref}/").content.decode()
    assert "Cancelled" in client.get(url).content.decode()
    again = client.post(there, {"because": "Again"})
    assert again.status_code == 422
    assert "Again" in again.content.decode()


def test_a_stranger_finds_no_service(client, url, service, stranger):
    client.force_login(stranger)
    for there in (url, f"{url}new/", f"{url}{service.ref}/", f"{url}{service.ref}/receipt/"):
        assert client.get(there).status_code == 404


def test_the_list_asks_the_same_of_the_database_however_long(
    client, url, case, service, caseworker, django_assert_max_num_queries
):
    for _ in range(60):
        ServiceProvided.give(
            case, by=caseworker, service_type="food", is_emergency=True,
            given_on=case.office.today(),
        )  # fmt: skip
    client.force_login(caseworker)
    client.get(url)
    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()
    assert "Show more" in page


def test_without_a_plan_the_form_asks_only_whether_it_could_wait(client, case, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/services/new/"
    assert 'name="action"' not in client.get(url).content.decode()
    answers = {
        "service_type": "food.inkind", "quantity": "1",
        "given_on": case.office.today().isoformat(),
    }  # fmt: skip
    assert client.post(url, answers).status_code == 422
    assert client.post(url, {**answers, "is_emergency": "on"}).status_code == 303


def test_of_two_who_cancel_it_in_the_same_moment_the_second_is_told(service, caseworker):
    stale = ServiceProvided.objects.get(pk=service.pk)
    service.void(by=caseworker, because="Written twice")
    with pytest.raises(Refusal):
        stale.void(by=caseworker, because="Again")
    assert ServiceProvided.objects.get().voided_reason == "Written twice"
