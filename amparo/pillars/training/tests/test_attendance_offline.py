"""Attendance in the hand of a trainer without a network: what goes along, what comes back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from amparo.foundation.core.clock import at, now
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.training.attendance_records import attendance_of
from amparo.pillars.training.models import AttendanceEntry
from amparo.pillars.training.offline import badge_hash, taken_along

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(event):
    return event.sessions.first()


@pytest.fixture(autouse=True)
def in_session(session):
    with override("en"), at(session.starts_at + timedelta(hours=1)):
        yield


@pytest.fixture
def device(trainer):
    return Device.register(by=trainer, kind=Device.Kind.FIELD, name="Samsung")[0]


def command(session, verb, seq, **fields) -> OutboxCommand:
    return OutboxCommand(
        key=uuid4(), seq=seq, made_at=now(), verb=f"attendance.{verb}", about=session.ref,
        fields=fields,
    )  # fmt: skip


def receive(device, *commands) -> list[OutboxEntry]:
    return [OutboxEntry.receive(device, each, "digest") for each in commands]


def test_a_trainer_takes_own_events_along_with_badges_as_hashes(event, enrol, trainer, make_event):
    ana = enrol(event, "Ana Vidal")
    enrol(make_event(subtitle="Of somebody else"), "Beto Mena")
    [told] = taken_along(user=trainer)["events"]
    assert told["people"] == [
        {"number": 1, "name": "Ana Vidal", "badge": badge_hash(ana.code, event)}
    ]
    assert len(told["sessions"]) == 2
    assert told["sessions"][0]["when"].endswith(" · 09:00–16:00")
    assert ana.code not in str(told)


def test_who_is_no_trainer_today_takes_nothing_along(event, enrol, trainer, cast):
    enrol(event)
    event.trainers.update(until=now())
    assert taken_along(user=trainer)["events"] == []
    assert taken_along(user=cast.training_organizer)["events"] == []


def test_commands_in_any_order_and_twice_are_one_attendance(session, enrol, device):
    ana = enrol(session.event, "Ana Vidal")
    first = command(session, "mark", 3, number=1, present=False, minutes=None)
    last = command(session, "mark", 9, number=1, present=True, minutes=200)
    badge = command(session, "scan", 5, badge=ana.code, minutes=None)
    states = [each.state for each in receive(device, last, badge, first, last, badge)]
    assert set(states) == {"done"}
    assert AttendanceEntry.objects.count() == 3
    answer = attendance_of(session.event).answers[ana.pk][session.pk]
    assert (answer.is_present, answer.minutes) == (True, 200)
    [known] = taken_along(user=device.user)["events"][0]["sessions"][0]["known"]
    assert known == [1, True, 200]


def test_what_is_wrong_is_refused_in_words_and_stays_on_the_device(
    session, enrol, device, make_event
):
    enrol(session.event)
    stranger = enrol(make_event(subtitle="Consulates"), "Beto Mena")
    wrong = receive(
        device, command(session, "mark", 1, number=44, present=True, minutes=None),
        command(session, "scan", 2, badge=stranger.code, minutes=None),
        command(session, "mark", 3, number=1, present=True, minutes=421),
        command(session, "mark", 4, number=0, present=True, minutes=None),
    )  # fmt: skip
    assert {each.state for each in wrong} == {"refused"}
    words = [each.text for each in wrong]
    for part, said in zip(
        ("Number 44", "another training event", "420 minutes", "Number"), words, strict=True
    ):
        assert part in said


def test_a_head_count_comes_from_the_device(session, device):
    receive(device, command(session, "count", 1, counted=27))
    session.refresh_from_db()
    assert session.head_count == 27


def test_what_a_former_trainer_sends_waits_for_the_organizer(session, enrol, device, organizer):
    enrol(session.event)
    session.event.trainers.update(until=now())
    sent = command(session, "mark", 1, number=1, present=True, minutes=None)
    [waits] = receive(device, sent)
    assert waits.state == "review"
    assert list(OutboxEntry.objects.waiting().accessible_to(organizer, "settle")) == [waits]
    waits.accept(by=organizer)
    assert waits.state == "done"
