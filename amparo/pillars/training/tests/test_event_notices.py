"""Notices to participants: by consent, once each, in their language, with nothing that hurts."""

from datetime import timedelta

import pytest
from django.core import mail

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification
from amparo.foundation.people.models import Message
from amparo.pillars.training.models import Enrolment, Participant, TrainingNotice
from amparo.pillars.training.reminders import REST, remind_of_trainings, tell_of_changes
from amparo.pillars.training.tasks import send_training_notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def mail_host(settings):
    settings.AMPARO_MAIL_HOST = "mail.example"
    settings.AMPARO_BASE_URL = "https://amparo.example"


@pytest.fixture
def seat(event, organizer):
    """Seats somebody three weeks before the event."""

    def seat(name="Ana Vidal", may_be_reminded=True, **fields):
        fields = {"email": "ana@example.org", "language": "es"} | fields
        participant = Participant.objects.create(office=event.office, name=name, **fields)
        with clock.at(event.starts_at - 21 * DAY):
            return Enrolment.enrol(
                event, participant, by=organizer, may_be_reminded=may_be_reminded
            )

    return seat


def sent() -> list:
    """Lets the jobs of all notices send their mails; returns the new mails."""
    mail.outbox.clear()
    for notice in TrainingNotice.objects.order_by("pk"):
        send_training_notice.call(str(notice.ref))
    return list(mail.outbox)


def kinds(enrolment) -> list[str]:
    return [each.kind for each in enrolment.notices.order_by("pk")]


def test_who_agreed_is_reminded_a_week_and_a_day_before_once_each(event, seat):
    agreed = seat()
    refused = seat("Beto Mena", may_be_reminded=False)
    for ahead in (9, 7, 7, 6, 3, 1, 1):
        with clock.at(event.starts_at - ahead * DAY):
            remind_of_trainings()
    assert kinds(agreed) == ["week", "day"]
    assert kinds(refused) == []


def test_a_mail_says_when_in_their_language_and_neither_topic_nor_name(event, seat):
    enrolment = seat()
    with clock.at(event.starts_at - 7 * DAY):
        remind_of_trainings()
    [message] = sent()
    told = f"{message.subject}\n{message.body}"
    assert message.to == ["ana@example.org"]
    assert enrolment.code in told
    assert "https://amparo.example/a/p/?lang=es" in told
    assert "09:00" in told
    for secret in ("Identifying", "Ana", "Vidal", "Border", "trata"):
        assert secret not in told


def test_a_move_is_told_once_it_has_come_to_rest_and_to_who_knew_the_old_time(
    event, seat, organizer, trainer
):
    known = seat(may_be_reminded=False)
    for each in event.sessions.all():
        each.change(by=organizer, starts_at=each.starts_at + DAY, ends_at=each.ends_at + DAY)
    later = Participant.objects.create(office=event.office, name="Carla", email="c@example.org")
    with clock.at(now() + timedelta(minutes=1)):
        new = Enrolment.enrol(event, later, by=organizer)
        assert tell_of_changes() == 0
    with clock.at(now() + REST + timedelta(minutes=1)):
        assert tell_of_changes() == 1
        assert tell_of_changes() == 0
    assert (kinds(known), kinds(new)) == (["moved"], [])
    [notice] = Notification.objects.filter(user=trainer, event="trainingevent.moved")
    assert notice.url == event.get_absolute_url()
    [message] = sent()
    [(name, content, _type)] = message.attachments
    assert name == "training.ics"
    assert "SEQUENCE:" in content
    assert "Identifying" not in content


def test_a_change_of_words_is_told_to_nobody(event, seat, organizer):
    seat()
    event.refresh_from_db()
    event.change(by=organizer, subtitle="Border police, second group")
    with clock.at(now() + REST + timedelta(minutes=1)):
        assert tell_of_changes() == 0


def test_a_moved_event_is_reminded_of_again_for_its_new_day(event, seat, organizer):
    enrolment = seat()
    with clock.at(event.starts_at - 7 * DAY):
        remind_of_trainings()
    for each in event.sessions.all():
        each.change(
            by=organizer, starts_at=each.starts_at + 30 * DAY, ends_at=each.ends_at + 30 * DAY
        )
    event.refresh_from_db()
    with clock.at(event.starts_at - 7 * DAY):
        remind_of_trainings()
    assert kinds(enrolment) == ["week", "week"]


def test_a_cancellation_crosses_itself_out_of_calendars(event, seat, organizer):
    seat(may_be_reminded=False)
    event.cancel(by=organizer, because="Strike of the border police")
    [message] = sent()
    assert "METHOD:CANCEL" in message.attachments[0][1]
    assert "Strike" not in message.body


def test_who_gave_a_number_gets_a_text_the_day_before_that_says_only_the_day(event, seat):
    enrolment = seat(phone="+59170012345", email="")
    with clock.at(event.starts_at - DAY):
        remind_of_trainings()
    text = Message.objects.get(about_ref=enrolment.ref)
    assert (text.template, text.person) == ("day", None)
    assert text.number == "+59170012345"
    assert sent() == []


def test_who_was_erased_meanwhile_is_sent_nothing(event, seat):
    enrolment = seat()
    with clock.at(event.starts_at - 7 * DAY):
        remind_of_trainings()
    enrolment.participant.email = ""
    enrolment.participant.save()
    assert sent() == []
