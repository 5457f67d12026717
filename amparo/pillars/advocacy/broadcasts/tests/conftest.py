"""An approved message, subscribers by their own hand, and a folder as the service of texts."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.pillars.advocacy.broadcasts.models import Broadcast, Subscription
from amparo.pillars.advocacy.message_bank.models import KeyMessage, PretestWaiver, RiskCheck

HEADINGS = {
    "es": "Ofertas falsas en la terminal", "en": "False offers at the terminal",
    "fr": "Fausses offres à la gare", "ar": "عروض كاذبة في المحطة",
}  # fmt: skip
# Bolivian numbers of a block that is given to nobody.
FIRST_NUMBER = 59170000100


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> Path:
    """Texts lie here; hours and pace are not limited unless a test says so."""
    settings.AMPARO_SMS_PROVIDER = f"file:{tmp_path / 'texts'}"
    settings.AMPARO_BROADCAST_HOURS = settings.AMPARO_SMS_HOURS = "00:00-00:00"
    settings.AMPARO_BROADCAST_RATE, settings.AMPARO_MAIL_HOST = 0, "mail.example"
    return tmp_path / "texts" / "broadcasts"


def approved_message(by, approver, office, languages=("es", "en", "fr", "ar")) -> KeyMessage:
    """A message that two people have read, with wordings in these languages."""
    message = KeyMessage.draft(
        by=by, office=office, title="False offers", kind="warning", topic="false_offers",
        audience="migrants", languages=",".join(languages),
    )  # fmt: skip
    for language in languages:
        heading = HEADINGS[language]
        message.write_wording(
            language, by=by, fields={"heading": heading, "body": heading, "text": heading}
        )
    RiskCheck.make(message, by=by, answer="no", measures="It names an open service.")
    PretestWaiver.sign(message, by=by, reason="translation")
    message.submit(by=by)
    message.approve(by=approver)
    return message


@pytest.fixture
def communications_officer(cast):
    return cast.communications_officer


@pytest.fixture
def message(communications_officer, supervisor, office):
    return approved_message(communications_officer, supervisor, office)


def subscribe(number: int = 0, *, channel="sms", language="es", topics=("false_offers",), **more):
    """One subscriber, as their own confirmed form leaves it."""
    is_mail = channel == "email"
    address = f"reader{number}@mail.example" if is_mail else f"+{FIRST_NUMBER + number}"
    return Subscription.confirm(address, channel=channel, language=language, topics=topics, **more)


@pytest.fixture
def draft(communications_officer, office, message):
    """Drafts a broadcast; what is said replaces what is usual."""

    def draft(**said) -> Broadcast:
        today = office.today()
        usual = {
            "message": message, "topic": "false_offers", "languages": ["es", "en", "fr", "ar"],
            "channels": ["sms", "email"], "first_day": today,
            "last_day": today + timedelta(days=2),
            "begins": "00:00", "ends": "00:00",
        }  # fmt: skip
        made = Broadcast.draft(by=communications_officer, office=office, **usual | said)
        return Broadcast.objects.get(pk=made.pk)

    return draft


@pytest.fixture
def approve(draft, supervisor, communications_officer):
    """Drafts, submits and approves one; nothing of it has left."""

    def approve(**said) -> Broadcast:
        broadcast = draft(**said)
        broadcast.submit(by=communications_officer)
        broadcast.approve(by=supervisor)
        return broadcast

    return approve


def send(broadcast: Broadcast) -> Broadcast:
    """Does all that is due now, as a worker does."""
    run_due_jobs()
    return Broadcast.objects.get(pk=broadcast.pk)


def numbers_in(folder: Path) -> list[str]:
    """The numbers that lie in the folder, each as often as it does."""
    return sorted(
        number for path in folder.glob("*.json") for number in json.loads(path.read_text())["to"]
    )
