"""The page of a broadcast: the count before approval, who may do what, and no subscriber."""

import re

import pytest
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.advocacy.broadcasts.models import Broadcast
from amparo.pillars.advocacy.broadcasts.presenters import BroadcastPage
from amparo.pillars.advocacy.broadcasts.shown_counts import ShownCount
from amparo.pillars.advocacy.broadcasts.worklists import pending_broadcasts
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .conftest import FIRST_NUMBER, approved_message, send, subscribe

State = Broadcast.State


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def test_the_count_is_shown_before_anybody_approves_and_small_numbers_are_not(
    client, draft, communications_officer, supervisor, office
):
    message = approved_message(communications_officer, supervisor, office, ["es", "en"])
    for number in range(6):
        subscribe(number, language="es")
    for number in range(6, 9):
        subscribe(number, language="fr")
    subscribe(10, language="en")
    broadcast = draft(message=message)
    page = BroadcastPage(broadcast)
    assert page.total == ShownCount(6, is_at_least=True)
    assert page.left_out == ShownCount(None)
    client.force_login(communications_officer)
    shown = text_of(client.get(broadcast.get_absolute_url()))
    assert "no wording in: French" in shown
    assert "fewer than 5" in shown
    assert "Responda BAJA" in shown
    assert str(FIRST_NUMBER) not in shown


def test_the_writer_is_offered_no_approval_and_somebody_else_is(
    client, draft, communications_officer, supervisor
):
    broadcast = draft()
    broadcast.submit(by=communications_officer)
    approve = reverse("broadcasts:broadcast-approve", args=[broadcast.ref])
    assert pending_broadcasts(communications_officer) == []
    [pending] = pending_broadcasts(supervisor)
    assert broadcast.number in pending.title
    client.force_login(communications_officer)
    assert approve not in text_of(client.get(broadcast.get_absolute_url()))
    client.post(approve)
    broadcast.refresh_from_db()
    assert broadcast.state == State.SUBMITTED
    client.force_login(supervisor)
    assert approve in text_of(client.get(broadcast.get_absolute_url()))
    client.post(approve)
    broadcast.refresh_from_db()
    assert broadcast.state == State.APPROVED


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"begins": "03:00"}, "Telephones may sound"),
        ({"last_day": "2020-01-01"}, "before the first day"),
        ({"languages": []}, "still missing"),
    ],
)
def test_what_cannot_be_sent_is_said_where_it_is_written(
    client, settings, communications_officer, message, office, said, error
):
    settings.AMPARO_BROADCAST_HOURS = "08:00-20:00"
    client.force_login(communications_officer)
    today = office.today()
    told = {
        "message": KeyMessage.objects.get().pk, "topic": "false_offers", "languages": ["es"],
        "channels": ["sms"], "first_day": today, "last_day": today, "begins": "09:00",
        "ends": "18:00", "office": office.pk,
    }  # fmt: skip
    page = client.post(reverse("broadcasts:broadcast-new"), told | said)
    assert page.status_code == 422
    assert error in text_of(page)
    assert not Broadcast.objects.exists()


def test_what_was_sent_is_counted_and_no_line_of_the_ledger_names_a_number(
    client, approve, communications_officer, django_assert_max_num_queries
):
    for number in range(7):
        subscribe(number)
    sent = send(approve())
    [line] = BroadcastPage(sent).audience
    assert (line.count.number, line.sent.number, line.parts) == (7, 7, 2)
    client.force_login(communications_officer)
    client.get(sent.get_absolute_url())
    with django_assert_max_num_queries(20):
        assert "Ofertas falsas" in text_of(client.get(sent.get_absolute_url()))
    counts = text_of(client.get(reverse("broadcasts:subscriptions")))
    assert "SMS · Spanish" in counts
    assert str(FIRST_NUMBER) not in counts
    told = AuditEntry.objects.values_list("details", flat=True)
    assert not [each for each in told if "5917" in str(each)]
