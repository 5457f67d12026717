"""A shelter by the harbour, and a house that is on no map."""

from datetime import time

import pytest

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Location, OpeningHours, Provider, Service
from amparo.foundation.directory.opening_hours import DAYS, Hours
from amparo.foundation.people.models import Place

EVERY_DAY = frozenset(DAYS)


@pytest.fixture
def harbour(db):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    return Place.create(by=None, name="Puerto Alto", kind="town", within=country, country="BO")


@pytest.fixture
def provider(db):
    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    return Provider.list(refuge, by=None, about={"es": "Acogemos."}, keeps_firewall=True)


@pytest.fixture
def hall(provider, harbour):
    return Location.note(
        provider, by=None, name="Albergue San José", place=harbour, time_zone="America/La_Paz",
        address="Calle del Faro 18", latitude=-16.5, longitude=-68.1,
    )  # fmt: skip


@pytest.fixture
def shelter(provider, hall):
    service = Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[hall],
        name={"es": "Albergue San José", "ar": "مأوى القديس يوسف"}, requires_documents=False,
        is_free=True, languages=["es"], interpreted=["ht"],
    )  # fmt: skip
    OpeningHours.replace(
        service.service_at_locations.get(), [Hours(EVERY_DAY, time(16), time(22))], by=None
    )
    return service


@pytest.fixture
def safe_house(provider, harbour):
    hidden = Location.note(
        provider, by=None, place=harbour, time_zone="America/La_Paz", is_confidential=True,
        address="Camino Secreto 7", latitude=-16.4, longitude=-68.2,
    )  # fmt: skip
    return Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[hidden], is_confidential=True,
        name={"es": "Refugio con dirección reservada"}, audience="women",
    )  # fmt: skip
