"""A refused entry that its author discards on the device is discarded at the office, by name."""

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import Device, OutboxDecision, OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone
from amparo.pillars.assistance.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def refused(phone, case):
    """A note that came after the case was closed."""
    Case.objects.filter(pk=case.pk).update(status="closed")
    key = phone.write("note.write", case.ref, text="Too late.")
    assert [each["state"] for each in phone.send()] == ["refused"]
    return OutboxEntry.objects.get(key=key)


def discard(phone, entry):
    phone.write("entry.discard", entry.key)
    [receipt] = phone.send(list(phone.outbox)[-1])
    return receipt["state"]


def test_the_supervisor_sees_that_it_was_discarded_and_by_whom(
    client, phone, refused, supervisor, caseworker
):
    client.force_login(supervisor)
    assert "Too late." in client.get(f"/field/waiting/{refused.ref}/").text
    assert discard(phone, refused) == "done"
    refused.refresh_from_db()
    assert (refused.state, refused.body) == (OutboxEntry.State.DISCARDED, None)
    page = client.get(f"/field/waiting/{refused.ref}/").text
    assert "Discarded on the device by its author." in page
    assert page.count(caseworker.name) >= 2  # who wrote it, and who discarded it
    assert "Too late." not in page
    assert AuditEntry.objects.filter(event="sent.put_away", record_ref=refused.ref).count() == 1


def test_sent_twice_it_is_discarded_once(phone, refused):
    assert discard(phone, refused) == "done"
    assert discard(phone, refused) == "done"
    assert OutboxDecision.objects.count() == 1


def test_what_a_supervisor_decided_stays(phone, refused, supervisor, case):
    OutboxDecision.discard(refused, by=supervisor, because="Written in the file by me.")
    assert discard(phone, refused) == "done"
    assert OutboxDecision.objects.get().by == supervisor


def test_another_device_discards_nothing_of_it(refused, colleague, caseworker):
    for somebody in (Phone(colleague), Phone(caseworker, name="a second one")):
        other = somebody.register()
        other.write("entry.discard", refused.key)
        other.send()
    refused.refresh_from_db()
    assert refused.state == OutboxEntry.State.REFUSED
    assert not OutboxDecision.objects.exists()


def test_a_revoked_device_changes_nothing(phone, refused, supervisor):
    Device.objects.get(ref=phone.device).revoke(by=supervisor)
    phone.write("entry.discard", refused.key)
    phone.send(list(phone.outbox)[-1])
    refused.refresh_from_db()
    assert refused.state == OutboxEntry.State.REFUSED


def test_what_never_arrived_is_discarded_on_the_device_alone(phone, case):
    phone.write("entry.discard", case.ref)
    assert [each["state"] for each in phone.send()] == ["done"]
    assert not OutboxDecision.objects.exists()
