"""An approved message and a campaign that carries it."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.campaigns.models import Campaign, Placement
from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck

HEADINGS = {"en": "Read the contract", "es": "Lea el contrato"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


def draft_message(by, office) -> KeyMessage:
    message = KeyMessage.draft(
        by=by, office=office, title="Contract", kind="information", topic="false_offers",
        audience="workers", languages=",".join(HEADINGS),
    )  # fmt: skip
    for language, heading in HEADINGS.items():
        message.write_wording(language, by=by, fields={"heading": heading, "body": heading})
    return message


def approve_message(message: KeyMessage, *, second) -> KeyMessage:
    """The one place where tests of campaigns approve: what the bank asks for first comes here."""
    RiskCheck.make(message, by=message.by, answer="no", measures="It names an open service.")
    PretestWaiver.sign(message, by=message.by, reason="translation")
    message.submit(by=message.by)
    message.approve(by=second)
    return message


@pytest.fixture
def keeper(cast):
    return cast.communications_officer


@pytest.fixture
def message(keeper, office, supervisor):
    return approve_message(draft_message(keeper, office), second=supervisor)


@pytest.fixture
def place():
    return Place.objects.create(name="Puerto Alto", country="BO", kind=Place.Kind.TOWN)


@pytest.fixture
def plan(keeper, office, today, message):
    def plan(**other):
        fields = {
            "by": keeper, "office": office, "title": "Before you travel",
            "objective": "awareness", "audience": "workers",
            "expected_change": "More people ask for a contract.", "begins_on": today,
            "ends_on": today + timedelta(days=41), "messages": [message],
        }  # fmt: skip
        return Campaign.plan(**fields | other)

    return plan


def record_capacity(campaign, by):
    campaign.record_capacity(
        by=by, contact_line="0800 11 22", contact_hours="8–20 h", contact_capacity=40
    )


@pytest.fixture
def campaign(plan, keeper):
    """A running campaign."""
    made = plan()
    record_capacity(made, keeper)
    made.start(by=keeper)
    return made


@pytest.fixture
def place_message(campaign, message, keeper, today):
    def place_message(**other):
        fields = {
            "by": keeper, "message": message, "channel": "radio", "languages": "es",
            "where": "Radio Valle", "from_on": today, "until_on": today + timedelta(days=6),
            "times": 20,
        }  # fmt: skip
        return Placement.plan(campaign, **fields | other)

    return place_message
