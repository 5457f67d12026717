"""A rumour of the office, who keeps it, and who confirms it."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck
from amparo.pillars.advocacy.rumours.models import Rumour

RUMOUR_TEXT = "Dicen que el refugio entrega a la policía a quien no tiene papeles."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def keeper(cast):
    return cast.communications_officer


@pytest.fixture
def record_rumour(caseworker, keeper, office):
    """Record a rumour as a caseworker does, in an office that has somebody for communications."""

    def record_rumour(text=RUMOUR_TEXT, *, by=caseworker, **said) -> Rumour:
        told = {
            "kind": "rumour", "topic": "services", "channel": "person", "language": "es",
        } | said  # fmt: skip
        return Rumour.record(by=by, office=office, text=text, **told)

    return record_rumour


@pytest.fixture
def rumour(record_rumour):
    return record_rumour()


@pytest.fixture
def checked(rumour, keeper, supervisor):
    """The rumour with a verdict that two people stand behind."""
    check_rumour(rumour, keeper, supervisor)
    return rumour


def check_rumour(rumour, by, second, verdict="false"):
    source = {"what": "The shelter gives nobody's name.", "said_by": "Head of the shelter"}
    rumour.add_source(by=by, learned_on=rumour.office.today() - timedelta(days=1), **source)
    check = rumour.propose_verdict(
        by=by, verdict=verdict, explanation="The shelter asks for no papers."
    )
    if second is not None:
        rumour.confirm_verdict(check, by=second)
    return check


RIGHT = {"heading": "The shelter asks for no papers", "body": "Nobody's name is given on."}


def draft_answer(rumour, by, heading=RIGHT["heading"]) -> KeyMessage:
    """A draft in English alone, with its words."""
    return rumour.draft_answer(
        by=by, title="Shelter and papers", audience="migrants", need="Is the shelter safe?",
        languages=["en"], wordings={"en": {**RIGHT, "heading": heading}},
    )  # fmt: skip


def approve_message(message: KeyMessage, by, second) -> None:
    """Brings a draft to approved, as the message bank asks: change this place where it asks more
    before a message is submitted.
    """
    RiskCheck.make(message, by=by, answer="no", measures="It names an open service.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    message.approve(by=second)
