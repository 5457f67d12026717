"""What a service costs, for which area it is, and whom there to ask for."""

from decimal import Decimal
from uuid import uuid4

import pytest

from amparo.foundation.directory.models import (
    ContactPoint,
    DirectoryEdition,
    ServiceCost,
    save_details,
)

pytestmark = pytest.mark.django_db


def send(client, service, **answers):
    url = f"/directory/services/{service.ref}/details/"
    return client.post(url, {"once": str(uuid4())} | answers)


def test_it_is_written_down_and_read_by_colleagues(client, supervisor, shelter, harbour):
    client.force_login(supervisor)
    answered = send(
        client, shelter, cost_amount_1="12.50", cost_currency_1="BOB",
        cost_option_1="Después de la quinta noche", area_place_1=harbour.ref,
        contact_point_title_2="Trabajadora social de turno", contact_point_phone_2="555 0143",
    )  # fmt: skip
    assert answered.status_code == 303
    cost, area, contact = shelter.costs.get(), shelter.areas.get(), shelter.contact_points.get()
    assert (cost.amount, cost.currency) == (Decimal("12.50"), "BOB")
    assert "Después de la quinta noche" in cost.option.values()
    assert (area.place, contact.phone) == (harbour, "555 0143")
    page = client.get(f"/directory/services/{shelter.ref}/").content.decode()
    assert "Trabajadora social de turno" in page


@pytest.mark.parametrize(
    "told",
    [
        {"cost_amount_1": "12"},
        {"cost_currency_1": "BOB"},
        {"cost_amount_1": "-3", "cost_currency_1": "BOB"},
        {"contact_point_phone_1": "555 0143"},
    ],
)
def test_half_a_line_is_asked_again_and_the_old_ones_stay(client, supervisor, shelter, told):
    save_details(shelter, by=None, contact_points=[ContactPoint(title="Portería")])
    client.force_login(supervisor)
    assert send(client, shelter, **told).status_code == 422
    assert shelter.contact_points.get().title == "Portería"


def test_words_in_other_languages_stay(client, supervisor, shelter):
    cost = ServiceCost(amount=5, currency="BOB", option={"ar": "لليلة"})
    save_details(shelter, by=None, costs=[cost])
    client.force_login(supervisor)
    send(client, shelter, cost_amount_1="6", cost_currency_1="BOB", cost_option_1="Por noche")
    assert shelter.costs.get().option["ar"] == "لليلة"


def test_a_caseworker_reads_it_and_does_not_change_it(client, caseworker, shelter):
    client.force_login(caseworker)
    assert send(client, shelter).status_code == 403


def test_every_change_turns_the_edition_and_says_when(shelter, supervisor):
    first, when = DirectoryEdition.in_force(), shelter.changed_at
    save_details(shelter, by=supervisor, contact_points=[ContactPoint(title="Portería")])
    shelter.refresh_from_db()
    assert DirectoryEdition.in_force() != first
    assert shelter.changed_at > when
