"""A broadcast leaves in batches: pauses, STOP, withdrawal and a failing gateway between two."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Job, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging import providers
from amparo.foundation.people.messaging.delivery import ProviderEvent, handle_provider_event
from amparo.pillars.advocacy.broadcasts import delivery
from amparo.pillars.advocacy.broadcasts.models import Broadcast, Subscription
from amparo.pillars.advocacy.broadcasts.models.batches import BatchState
from amparo.pillars.advocacy.broadcasts.models.progress import Halt

from .conftest import FIRST_NUMBER, approved_message, numbers_in, send, subscribe

State = Broadcast.State


@pytest.fixture
def batches_of_two(monkeypatch):
    """So that few subscribers are many batches."""
    monkeypatch.setattr("amparo.pillars.advocacy.broadcasts.audience.MANY", 2)


@pytest.fixture
def between_batches(monkeypatch):
    """Does something after each batch that was handed over; tells how many were."""
    counted = []

    def after(do, *, nth=1):
        handed = delivery.hand_over

        def hand_over(batch):
            outcome = handed(batch)
            counted.append(batch)
            if len(counted) == nth:
                do()
            return outcome

        monkeypatch.setattr(delivery, "hand_over", hand_over)
        return counted

    return after


def test_each_subscriber_gets_it_once_in_their_language_with_how_to_stop(approve, folder):
    subscribe(1, language="es")
    subscribe(2, language="ar")
    subscribe(3, channel="email", language="fr")
    subscribe(4, topics=["weather"])
    sent = send(approve())
    assert sent.state == State.SENT
    texts = {each["language"]: each for each in map(json.loads, _files(folder))}
    assert texts.keys() == {"es", "ar"}
    assert texts["es"]["text"] == (
        "Ofertas falsas en la terminal. La ayuda es gratuita. Quejas y preguntas: "
        "localhost:8000/a/c/. Responda BAJA para no recibir más."
    )
    assert "قف" in texts["ar"]["text"]
    [letter] = mail.outbox
    assert letter.to == ["reader3@mail.example"]
    assert "/a/alerts/u/" in letter.body
    assert AuditEntry.objects.filter(event="broadcast.batch").count() == 3


def _files(folder):
    return [path.read_text() for path in folder.glob("*.json")]


def test_a_subscriber_without_a_wording_in_their_language_gets_no_other_and_is_counted(
    approve, communications_officer, supervisor, office, folder
):
    message = approved_message(communications_officer, supervisor, office, ["es", "en"])
    for number in range(5):
        subscribe(number, language="fr")
    subscribe(7, language="es")
    sent = send(approve(message=message))
    assert numbers_in(folder) == [f"+{FIRST_NUMBER + 7}"]
    [left_out] = sent.groups.exclude(left_out="")
    assert (left_out.language, left_out.left_out, left_out.count) == ("fr", "no_wording", 5)


def test_who_wrote_it_does_not_approve_it_nor_does_the_database_take_it(
    draft, communications_officer
):
    broadcast = draft()
    broadcast.submit(by=communications_officer)
    with pytest.raises(Refusal, match="Somebody else"):
        broadcast.approve(by=communications_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Broadcast.objects.filter(pk=broadcast.pk).update(
            approved_by=communications_officer, state=State.APPROVED
        )


@pytest.mark.usefixtures("batches_of_two")
def test_pause_holds_within_one_batch_and_resuming_doubles_nobody(
    approve, between_batches, supervisor, folder
):
    for number in range(6):
        subscribe(number)
    broadcast = approve()
    between_batches(lambda: Broadcast.objects.get(pk=broadcast.pk).pause(by=supervisor))
    paused = send(broadcast)
    assert paused.state == State.PAUSED
    assert len(numbers_in(folder)) == 2
    paused.resume(by=supervisor)
    assert send(paused).state == State.SENT
    assert numbers_in(folder) == [f"+{FIRST_NUMBER + number}" for number in range(6)]


@pytest.mark.usefixtures("batches_of_two")
def test_stop_between_two_batches_is_obeyed_by_the_next(approve, between_batches, folder):
    for number in range(6):
        subscribe(number)
    last = f"+{FIRST_NUMBER + 5}"
    between_batches(lambda: handle_provider_event(ProviderEvent(number=last, text="BAJA",
                                                                event="1")))  # fmt: skip
    send(approve())
    assert last not in numbers_in(folder)
    assert len(numbers_in(folder)) == 5
    assert not Subscription.objects.at(last).exists()


@pytest.mark.usefixtures("batches_of_two")
def test_a_withdrawn_message_stops_at_the_next_batch(
    approve, between_batches, supervisor, message, folder
):
    for number in range(6):
        subscribe(number)
    between_batches(lambda: message.withdraw(by=supervisor, because="Wrong place"))
    ended = send(approve())
    assert (ended.state, ended.stopped_reason) == (State.STOPPED, "withdrawn")
    assert len(numbers_in(folder)) == 2


@pytest.mark.usefixtures("batches_of_two")
def test_whoever_subscribes_or_chooses_anew_after_approval_is_not_in_it(
    approve, between_batches, folder
):
    for number in range(4):
        subscribe(number)
    between_batches(lambda: [subscribe(8), subscribe(3)])
    send(approve())
    assert numbers_in(folder) == [f"+{FIRST_NUMBER + number}" for number in range(3)]


# A gateway that is silent, refuses, or talks nonsense.


class Gateway:
    """A service that answers with what it is told, and notes what it was handed."""

    name = "gateway"

    def __init__(self, *answers):
        self.answers, self.handed = list(answers), []

    def hand_over_many(self, texts):
        answer = self.answers.pop(0) if self.answers else "ok"
        self.handed.append((texts.key, texts.tried_at is not None))
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def gateway(monkeypatch):
    def use(*answers) -> Gateway:
        made = Gateway(*answers)
        monkeypatch.setattr(
            "amparo.pillars.advocacy.broadcasts.batch_delivery.provider", lambda: made
        )
        return made

    return use


@pytest.mark.usefixtures("batches_of_two")
def test_a_silent_gateway_keeps_its_place_tells_both_and_is_tried_again_by_itself(
    approve, gateway, communications_officer, supervisor
):
    for number in range(4):
        subscribe(number)
    used = gateway("first", providers.ProviderUnavailable("Timeout"))
    halted = send(approve())
    assert (halted.state, halted.halted) == (State.PAUSED, Halt.SILENT)
    assert [each.state for each in halted.batches.all()] == ["handed", "taken"]
    told = Notification.objects.filter(event="broadcast.halted")
    assert {each.user for each in told} == {communications_officer, supervisor}
    Broadcast.objects.filter(pk=halted.pk).update(retry_at=now() - timedelta(seconds=1))
    delivery.continue_waiting()
    assert send(halted).state == State.SENT
    # The same key again, and it says that it was tried before.
    assert used.handed[1][0] == used.handed[2][0]
    assert [tried for _key, tried in used.handed] == [False, False, True]


def test_what_the_gateway_refuses_waits_for_a_person_who_may_leave_the_batch_out(
    approve, gateway, supervisor
):
    subscribe(1)
    gateway(providers.MessageRejected("400"))
    halted = send(approve())
    assert (halted.halted, halted.retry_at) == (Halt.REFUSED, None)
    with transaction.atomic():
        assert delivery.skip_batch(halted, by=supervisor)
    halted.resume(by=supervisor)
    ended = send(halted)
    assert ended.state == State.SENT
    assert [each.state for each in ended.batches.all()] == [BatchState.SKIPPED]


def test_a_person_who_paused_is_not_overruled_by_trying_again(
    approve, gateway, supervisor, between_batches
):
    subscribe(1)
    gateway(providers.ProviderUnavailable("Timeout"))
    broadcast = approve()
    between_batches(lambda: Broadcast.objects.get(pk=broadcast.pk).pause(by=supervisor))
    assert send(broadcast).retry_at is None


@pytest.mark.usefixtures("batches_of_two")
def test_two_workers_do_not_hand_the_same_batch_over_twice(approve, gateway, between_batches):
    for number in range(4):
        subscribe(number)
    used = gateway()
    broadcast = approve()
    # In the middle of the first batch another worker is asked to go on with the broadcast.
    between_batches(delivery.continue_waiting)
    assert send(broadcast).state == State.SENT
    assert len(used.handed) == 2


def test_what_a_killed_process_left_is_taken_up_under_the_same_key(approve, gateway):
    subscribe(1)
    used = gateway()
    broadcast = approve()
    left = delivery.start_run(str(broadcast.ref), Broadcast.objects.get(pk=broadcast.pk).run)
    taken = left.take_next_batch(None)  # and then it is killed
    Job.objects.all().delete()
    delivery.continue_waiting()
    assert send(broadcast).state == State.SENT
    assert used.handed == [(taken.key, True)]


def test_a_mail_server_that_breaks_off_goes_on_after_the_last_mail_that_left(
    approve, monkeypatch, supervisor
):
    for number in range(4):
        subscribe(number, channel="email")
    broken = [2]

    def send_messages(self, mails):
        if len(mail.outbox) == 2 and broken:
            broken.pop()
            raise OSError("gone")
        mail.outbox.extend(mails)
        return len(mails)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages",
                        send_messages)  # fmt: skip
    halted = send(approve())
    assert halted.state == State.PAUSED
    halted.resume(by=supervisor)
    ended = send(halted)
    assert sorted(each.to[0] for each in mail.outbox) == [
        f"reader{number}@mail.example" for number in range(4)
    ]
    assert sum(each.sent for each in ended.batches.all()) == 4


# When.


def test_outside_its_hours_it_waits_for_them(approve, folder, settings, monkeypatch, office):
    subscribe(1)
    # Tomorrow at one in the morning in La Paz, so that eight o'clock still lies ahead of the jobs.
    early = (now() + timedelta(days=1)).replace(hour=5, minute=0)
    monkeypatch.setattr(delivery, "now", lambda: early)
    broadcast = approve(begins="08:00", ends="20:00")
    waiting = send(broadcast)
    assert waiting.state == State.SENDING
    assert not numbers_in(folder)
    job = Job.objects.about(broadcast.ref).waiting().get()
    assert job.run_at.astimezone(office.zone).hour == 8


def test_after_its_last_day_what_is_left_is_not_sent(approve, folder, monkeypatch):
    subscribe(1)
    broadcast = approve()
    monkeypatch.setattr(Broadcast, "is_past_window", True)
    ended = send(broadcast)
    assert (ended.state, ended.stopped_reason) == (State.STOPPED, "window")
    assert not numbers_in(folder)


@pytest.mark.usefixtures("batches_of_two")
def test_no_more_than_the_rate_leaves_in_a_minute(approve, folder, settings):
    settings.AMPARO_BROADCAST_RATE = 100
    for number in range(6):
        subscribe(number)
    broadcast = send(approve())
    assert len(numbers_in(folder)) == 2
    assert Job.objects.about(broadcast.ref).waiting().get().run_at > now()
