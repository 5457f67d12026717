"""A text reaches only a safe telephone of somebody who agreed, at a good hour; a no ends it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from amparo.foundation.core import clock, erasure
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import AuditEntry, Job, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging import recipients
from amparo.foundation.people.messaging.delivery import (
    ProviderEvent,
    handle_overdue_messages,
    handle_provider_event,
    send_message,
)
from amparo.foundation.people.messaging.providers import MessageRejected, ProviderUnavailable
from amparo.foundation.people.messaging.recipients import (
    NotReachableByText,
    Recipient,
    recipient_for,
)
from amparo.foundation.people.messaging.templates import MessageDraft
from amparo.foundation.people.models import Message, MessageOwner, MessageReply, OptedOutNumber

from .support import MORNING, NUMBER, queue_message, record_contact_consent

# Their numbers, and the hours at which they may ring, are of Bolivia.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_la_paz")]
NIGHT = MORNING + timedelta(hours=13)  # 23:00 in La Paz


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def leaves(message, at=MORNING):
    with clock.at(at):
        send_message(str(message.ref))
    message.refresh_from_db()
    return message


def why_not(person, code):
    with pytest.raises(NotReachableByText) as refused:
        recipient_for(person, country="BO")
    assert refused.value.code == code


def test_it_leaves_as_written_and_no_more(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    [text] = recorder.handed
    assert (text.number, text.text) == (NUMBER, "Hola. Llama cuando puedas.")
    assert text.key == message.ref
    assert message.state == "handed"
    assert [step.what for step in message.status_changes.all()] == ["taken", "handed"]


def test_the_job_is_queued_in_the_same_transaction_and_for_that_hour(reachable, caseworker):
    message = queue_message(reachable, caseworker, at=NIGHT)
    job = Job.objects.about(message.ref).get()
    assert job.run_at == message.due_at == MORNING + timedelta(hours=22)  # 08:00
    assert job.args == [str(message.ref)]


# Who must not be texted.


def test_nobody_is_texted_who_has_not_agreed(rosa):
    why_not(rosa, "no_consent")


def test_nor_on_the_signature_under_a_register(rosa, data_officer):
    from amparo.foundation.people.models import RegisterBasis

    rosa.basis = RegisterBasis.objects.create(
        title="San José", basis="agreement", purposes=["contact"], by=data_officer,
        signed_on=date(2026, 1, 1),
    )  # fmt: skip
    why_not(rosa, "no_consent")


def test_nor_who_wants_us_no_more(reachable, caseworker):
    reachable.consents.get(purpose="case_management").withdraw(by=caseworker)
    why_not(reachable, "no_consent")


@pytest.mark.parametrize("channel", ["", "call", "email", "in_person", "through_other", "none"])
def test_nor_whose_safe_way_is_another_or_not_known(reachable, channel):
    reachable.safe_channel = channel
    why_not(reachable, "not_by_text")


def test_nor_at_a_telephone_that_is_not_safe(reachable, caseworker):
    reachable.contacts.get().change(by=caseworker, is_safe=False)
    why_not(reachable, "no_safe_number")


def test_nor_at_a_number_that_cannot_be_dialled(reachable, caseworker):
    reachable.contacts.get().change(by=caseworker, value="her sister's")
    why_not(reachable, "not_dialled")


def test_nor_while_a_pillar_says_that_it_is_dangerous(reachable, monkeypatch):
    monkeypatch.setattr(recipients, "do_not_contact_checks", [lambda person: person == reachable])
    why_not(reachable, "danger")


# What changes until it leaves is obeyed.


@pytest.mark.parametrize("change", ["withdrawn", "unsafe", "other number", "channel"])
def test_what_they_said_last_is_obeyed_when_it_leaves(change, reachable, caseworker, recorder):
    message = queue_message(reachable, caseworker)
    contact = reachable.contacts.get()
    if change == "withdrawn":
        reachable.consents.get(purpose="contact").withdraw(by=caseworker)
    elif change == "unsafe":
        contact.change(by=caseworker, is_safe=False)
    elif change == "other number":
        contact.change(by=caseworker, value="+591 70099999")
    else:
        reachable.change(by=caseworker, safe_channel="in_person")
    leaves(message)
    assert recorder.handed == []
    assert message.state == "expired"
    assert message.because
    assert Notification.objects.filter(user=caseworker, event="message.failed").count() == 1


def test_by_night_it_waits_for_the_morning(reachable, caseworker, recorder):
    message = queue_message(reachable, caseworker)
    leaves(message, at=NIGHT)
    assert (recorder.handed, message.state) == ([], "queued")
    again = Job.objects.about(message.ref).first()
    assert again.run_at == MORNING + timedelta(hours=22)
    assert leaves(message, at=again.run_at).state == "handed"


def test_the_hours_that_they_gave_come_before_ours(reachable, caseworker):
    reachable.contacts.get().change(by=caseworker, safe_from=time(21), safe_until=time(23))
    message = queue_message(reachable, caseworker)
    assert message.due_at == MORNING + timedelta(hours=11)  # 21:00, when nobody else reads it


def test_the_clock_is_that_of_where_they_live(reachable, caseworker):
    reachable.contacts.get().change(by=caseworker, time_zone="Asia/Kabul")
    there = queue_message(reachable, caseworker, at=NIGHT).due_at.astimezone(
        ZoneInfo("Asia/Kabul")
    )
    assert there.hour == 8 or NIGHT.astimezone(ZoneInfo("Asia/Kabul")).hour in range(8, 20)


def test_a_number_from_afar_sounds_by_day_both_here_and_there(reachable, caseworker):
    reachable.contacts.get().change(by=caseworker, value="+34 612 345 678")
    evening = MORNING + timedelta(hours=7)  # 17:00 here, 22:00 in Spain
    assert queue_message(reachable, caseworker, at=evening).due_at == MORNING + timedelta(hours=22)


def test_where_no_hour_is_safe_by_both_clocks_somebody_is_asked(reachable, caseworker):
    contact = reachable.contacts.get()
    contact.change(by=caseworker, value="+93 70 123 4567", safe_from=time(18), safe_until=time(20))
    with pytest.raises(NotReachableByText) as refused:
        queue_message(reachable, caseworker)
    assert refused.value.code == "no_good_hour"
    contact.change(by=caseworker, time_zone="Asia/Kabul")
    assert queue_message(reachable, caseworker).state == "queued"


def test_not_more_than_two_a_day_to_one_telephone(reachable, caseworker, recorder):
    messages = [queue_message(reachable, caseworker) for _ in range(3)]
    for message in messages:
        leaves(message)
    assert [message.state for message in messages] == ["handed", "handed", "queued"]
    again = Job.objects.about(messages[2].ref).first()
    assert again.run_at == MORNING + timedelta(days=1)
    assert leaves(messages[2], at=again.run_at).state == "handed"


def test_one_that_comes_too_late_is_not_sent(reachable, caseworker, recorder):
    message = queue_message(reachable, caseworker, until=MORNING + timedelta(hours=1))
    leaves(message, at=MORNING + timedelta(hours=1))
    assert (recorder.handed, message.state) == ([], "expired")
    assert message.because == "The time it was for has passed."


# What may be said.


def test_an_appointment_is_named_only_to_who_asked_to_be_reminded(reachable, caseworker):
    about = {"day": date(2026, 12, 1), "hour": time(10)}
    with pytest.raises(Refusal):
        queue_message(reachable, caseworker, "appointment", **about)
    message = queue_message(reachable, caseworker, "appointment", is_asked_for=True, **about)
    assert message.text == (
        "Tienes una cita el martes 1 de diciembre a las 10:00. Responde NO si no puedes."
    )


def test_a_text_that_names_a_day_has_one(reachable, caseworker):
    with pytest.raises(Refusal):
        queue_message(reachable, caseworker, "day")


def test_the_number_is_sealed_and_the_ledger_knows_no_number(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    [row] = Message.objects.filter(pk=message.pk).values_list("number")
    assert b"70012345" not in bytes(row[0])
    lines = AuditEntry.objects.of_file(reachable.ref).filter(event__startswith="message.")
    assert [line.event for line in lines.order_by("pk")] == ["message.queued", "message.handed"]
    assert "70012345" not in str([line.details for line in lines])
    assert "Hola" not in str([line.details for line in lines])


# What a provider answers.


def test_who_does_not_answer_is_asked_again_under_the_same_key(reachable, caseworker, recorder):
    recorder.answers = [ProviderUnavailable(), ProviderUnavailable(), "id-3"]
    message, at = queue_message(reachable, caseworker), MORNING
    for wait in (timedelta(minutes=1), timedelta(minutes=5)):
        assert leaves(message, at=at).state == "taken"
        at += wait
        assert Job.objects.about(message.ref).first().run_at == at
    assert leaves(message, at=at).state == "handed"
    assert {text.key for text in recorder.handed} == {message.ref}
    assert [text.tried_at for text in recorder.handed] == [None, MORNING, MORNING]


def test_after_five_silences_it_failed_and_who_wrote_it_is_told(reachable, caseworker, recorder):
    recorder.answers = [ProviderUnavailable()] * 5
    message = queue_message(reachable, caseworker)
    for _ in range(6):
        leaves(message)
    assert (len(recorder.handed), message.state) == (5, "failed")
    assert Notification.objects.filter(user=caseworker, event="message.failed").count() == 1


def test_what_it_refuses_is_not_tried_again(reachable, caseworker, recorder):
    recorder.answers = [MessageRejected()]
    message = leaves(queue_message(reachable, caseworker))
    assert message.state == "failed"
    leaves(message)
    assert len(recorder.handed) == 1


def test_once_handed_over_no_later_job_hands_it_over_again(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    leaves(message)
    assert len(recorder.handed) == 1


def test_an_erased_file_takes_its_texts_along(reachable, caseworker, supervisor, recorder):
    message = queue_message(reachable, caseworker)
    erasure.erase(reachable, Erasure(reason="asked", by=supervisor))
    send_message(str(message.ref))
    assert recorder.handed == []
    assert not Message.objects.exists()


# Taken back.


def test_what_still_waits_can_be_taken_back(reachable, caseworker, recorder):
    message = queue_message(reachable, caseworker)
    assert message.take_back(by=caseworker)
    assert (leaves(message).state, recorder.handed) == ("cancelled", [])
    assert not message.take_back(by=caseworker)


def test_what_has_left_cannot(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    assert not message.take_back(by=caseworker)
    message.refresh_from_db()
    assert message.state == "handed"


# What they answer.


def test_stop_is_obeyed_by_the_next_text(reachable, caseworker, recorder):
    leaves(queue_message(reachable, caseworker))
    waiting = queue_message(reachable, caseworker)
    assert handle_provider_event(ProviderEvent(number=NUMBER, text="BAJA", event="1"))
    waiting.refresh_from_db()
    assert (waiting.state, len(recorder.handed)) == ("expired", 1)
    why_not(reachable, "stopped")
    assert Notification.objects.filter(user=caseworker, event="message.stop").exists()


def test_until_they_say_yes_anew(reachable, caseworker, recorder):
    handle_provider_event(ProviderEvent(number=NUMBER, text="STOP", event="1"))
    why_not(reachable, "stopped")
    record_contact_consent(reachable, caseworker)
    assert recipient_for(reachable, country="BO").number == NUMBER


def test_stop_from_a_telephone_that_we_never_wrote_to_is_kept_too(reachable):
    handle_provider_event(ProviderEvent(number=NUMBER[1:], text="STOP", event="1"))
    assert OptedOutNumber.objects.count() == 1
    why_not(reachable, "stopped")


def test_no_is_told_to_who_wrote(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    handle_provider_event(
        ProviderEvent(number=NUMBER, text="No puedo, él está en casa", event="1")
    )
    reply = message.replies.get()
    assert (reply.kind, reply.text) == ("no", "No puedo, él está en casa")
    notice = Notification.objects.get(user=caseworker, event="message.no")
    assert "él" not in notice.about + notice.url
    [row] = MessageReply.objects.values_list("text")
    assert b"casa" not in bytes(row[0])


def test_what_is_told_twice_counts_once(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    for _ in range(2):
        handle_provider_event(ProviderEvent(number=NUMBER, text="NO", event="7"))
        handle_provider_event(ProviderEvent(key=str(message.ref), state="delivered"))
    message.refresh_from_db()
    assert message.replies.count() == 1
    assert message.state == "delivered"
    assert AuditEntry.objects.filter(event="message.delivered").count() == 1


def test_by_the_providers_own_name_too(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    handle_provider_event(ProviderEvent(key="id-1", state="failed"))
    message.refresh_from_db()
    assert (message.state, message.because) == ("failed", "The telephone was not reached.")


def test_what_arrived_did_not_fail(reachable, caseworker, recorder):
    message = leaves(queue_message(reachable, caseworker))
    handle_provider_event(ProviderEvent(key=str(message.ref), state="delivered"))
    handle_provider_event(ProviderEvent(key=str(message.ref), state="failed"))
    message.refresh_from_db()
    assert message.state == "delivered"


def test_what_arrives_before_we_noted_that_it_left_stays_arrived(
    reachable, caseworker, recorder, monkeypatch
):
    message = queue_message(reachable, caseworker)
    taken = recorder.send

    def and_it_arrives_at_once(text):
        known_as = taken(text)
        handle_provider_event(ProviderEvent(key=str(text.key), state="delivered"))
        return known_as

    monkeypatch.setattr(recorder, "send", and_it_arrives_at_once)
    assert leaves(message).state == "delivered"
    assert {step.what for step in message.status_changes.all()} == {"taken", "delivered"} | {
        "handed"
    }


# Nothing hangs, nothing is lost.


def test_a_text_whose_job_was_lost_is_asked_for_again(reachable, caseworker):
    message = queue_message(reachable, caseworker)
    Job.objects.all().delete()
    with clock.at(MORNING + timedelta(minutes=11)):
        handle_overdue_messages()
        assert Job.objects.about(message.ref).count() == 1
        handle_overdue_messages()
        assert Job.objects.about(message.ref).count() == 1


def test_a_text_of_which_nothing_is_heard_ends_and_is_told(reachable, caseworker):
    message = queue_message(reachable, caseworker)
    message.start_attempt()
    with clock.at(message.until + timedelta(minutes=1)):
        handle_overdue_messages()
    message.refresh_from_db()
    assert message.state == "expired"
    assert Notification.objects.filter(user=caseworker, event="message.failed").exists()


# Those who have no file of a person.


def test_somebody_without_a_file_is_reached_as_their_own_record_says(
    office, caseworker, recorder, monkeypatch
):
    from uuid import uuid4

    owner = MessageOwner("helprequest", uuid4())
    way = Recipient(NUMBER, MORNING - timedelta(days=1), ("ar",))
    found = {"helprequest": {owner.ref: way}.__getitem__}
    monkeypatch.setattr(recipients, "recipient_resolvers", found)
    with clock.at(MORNING):
        message = Message.queue(owner, MessageDraft("answer"), way=way, by=None, office=office)
    assert leaves(message).state == "handed"
    assert recorder.handed[0].text == "مرحبا. هناك رد لك."
    handle_provider_event(ProviderEvent(number=NUMBER, text="إيقاف", event="1"))
    with clock.at(MORNING):
        later = Message.queue(owner, MessageDraft("answer"), way=way, by=None, office=office)
    assert leaves(later).state == "expired"


def test_days_of_the_clock_are_those_of_the_office(reachable, caseworker):
    asked = datetime(2026, 12, 1, 0, 0, tzinfo=ZoneInfo("America/La_Paz"))
    message = queue_message(reachable, caseworker, not_before=asked)
    assert message.due_at == asked + timedelta(hours=8)


def test_by_a_clock_that_runs_it_leaves_at_the_first_attempt(
    reachable, caseworker, recorder, settings
):
    settings.AMPARO_SMS_HOURS = "00:00-00:00"
    message = Message.queue(
        reachable,
        MessageDraft("call"),
        way=recipient_for(reachable),
        by=caseworker,
        office=caseworker.office,
    )
    send_message(str(message.ref))
    message.refresh_from_db()
    assert message.state == "handed"
