"""A ministry with its focal point, and a commitment that it bears."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.pillars.dialogue.models import Commitment


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def ministry(official):
    return official.office.organization


@pytest.fixture
def beds(policy_officer, office, ministry, today):
    return Commitment.record(
        by=policy_officer, office=office, origin="pledge", text="Open 40 shelter places for men.",
        language="en", bearers=[ministry], today=today, adopted_on=today - timedelta(days=60),
        deadline=today + timedelta(days=20), target=Decimal(40), unit="places open",
        tags=["right:housing"],
    )  # fmt: skip
