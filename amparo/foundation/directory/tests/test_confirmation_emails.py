"""Each year the house asks by e-mail whether services are still true; the silent are called."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Job, Notification
from amparo.foundation.directory.models import ConfirmationRequest
from amparo.foundation.directory.tasks import (
    MAXIMUM_MAILS,
    REMINDER_INTERVAL,
    request_confirmations_by_email,
    send_confirmation_email,
)
from amparo.foundation.directory.tests.conftest import (  # noqa: F401
    hall,
    harbour,
    provider,
    safe_house,
    shelter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_configured(settings):
    settings.AMPARO_MAIL_HOST = "mail.example.org"
    settings.AMPARO_BASE_URL = "https://amparo.example.org"


@pytest.fixture
def kept(shelter):  # noqa: F811
    """Nobody has confirmed it yet, and somebody there reads mails."""
    shelter.provider.change(by=None, contact_name="Inés Rojas", contact_email="ines@example.org")
    return shelter


def a_day(days=0):
    """What the house does by itself so many days from now."""
    at(now() + timedelta(days=days))


def at(moment):
    with clock.at(moment):
        request_confirmations_by_email.call()
        for job in Job.objects.all():  # jobs go by the clock of the database: it cannot be set
            send_confirmation_email.call(*job.args)
            job.delete()


def link_in(message):
    return re.search(r"https://amparo\.example\.org(\S+)", message.body)[1]


def test_the_mail_asks_one_question_with_one_link_and_names_nobody(kept):
    a_day()
    [sent] = mail.outbox
    assert sent.to == ["ines@example.org"]
    assert sent.body.count("https://") == 1
    told = f"{sent.subject} {sent.body}"
    for secret in ("Cruz del Sur", "San José", "Inés", "migra", "Calle", "Amparo"):
        assert secret not in told


def test_who_answers_is_asked_no_more(kept, client):
    a_day()
    link = link_in(mail.outbox[0])
    assert client.get(link).status_code == 200
    kept.refresh_from_db()
    assert kept.is_stale, "a mail scanner that opens the link has confirmed nothing"
    client.post(link, {"once": str(uuid4()), "is_1": "true"})
    kept.refresh_from_db()
    assert not kept.is_stale
    a_day(20)
    assert len(mail.outbox) == 1


def test_a_silent_organization_is_reminded_twice_and_then_called_by_a_colleague(
    kept, supervisor, client
):
    for day in range(int(REMINDER_INTERVAL.days * (MAXIMUM_MAILS + 2))):
        a_day(day)
    assert len(mail.outbox) == MAXIMUM_MAILS
    asked = {link_in(each).rpartition("/still-true/")[2].partition(":")[0] for each in mail.outbox}
    assert len(asked) == 1, "the first mail still opens it"
    [told] = Notification.objects.filter(user=supervisor, event="directory.silent")
    assert str(kept.provider.ref) in told.url
    deeds = AuditEntry.objects.filter(event__startswith="provider.").values_list(
        "event", flat=True
    )
    assert list(deeds).count("provider.mailed") == MAXIMUM_MAILS
    assert list(deeds).count("provider.silent") == 1


def test_the_link_still_opens_when_the_colleague_calls(kept):
    a_day()
    token = link_in(mail.outbox[0]).strip("/").rpartition("/")[2]
    with clock.at(now() + REMINDER_INTERVAL * (MAXIMUM_MAILS + 1)):
        assert ConfirmationRequest.from_token(token) is not None


def test_a_request_by_a_colleague_is_not_repeated_by_mail(kept, supervisor):
    ConfirmationRequest.send(kept.provider, by=supervisor)
    a_day()
    assert mail.outbox == []


def test_who_is_asked_today_is_not_asked_twice_today(kept):
    a_day()
    a_day()
    assert len(mail.outbox) == 1


def test_nobody_is_asked_about_what_was_confirmed_or_where_no_mail_is_read(kept, caseworker):
    kept.confirm("call", by=caseworker)
    a_day()
    assert mail.outbox == []
    a_day(366)
    assert len(mail.outbox) == 1
    kept.provider.change(by=None, contact_email="")
    a_day(366 + 15)
    assert len(mail.outbox) == 1


def test_without_a_mail_server_nobody_is_asked_and_nothing_is_logged(kept, settings):
    settings.AMPARO_MAIL_HOST = ""
    a_day()
    assert mail.outbox == []
    assert not ConfirmationRequest.objects.exists()


def test_it_is_written_in_the_language_they_speak_of_themselves_in(kept):
    kept.provider.change(by=None, about={"fr": "Nous accueillons."})
    kept.change(by=None, name={"fr": "Refuge"})
    at(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert "25 janv 2027" in mail.outbox[0].body
