"""Calendar entries of trainings: one UID for ever, clocks with rules, crossed out when off."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from amparo.foundation.core import clock
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.calendar import event_ics, uid_of

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/room"


def entries(content: bytes) -> dict:
    return {str(each["uid"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_a_moved_session_keeps_its_uid_and_every_change_raises_the_sequence(event, organizer):
    first = event.sessions.first()
    before = entries(event_ics(event))[uid_of(first.ref)]
    day = timedelta(days=1)
    first.change(by=organizer, starts_at=first.starts_at + day, ends_at=first.ends_at + day)
    event.refresh_from_db()
    after = entries(event_ics(event))[uid_of(first.ref)]
    assert after["sequence"] == before["sequence"] + 1
    assert after["dtstart"].dt - before["dtstart"].dt == day
    event.change(by=organizer, venue="Escuela de policía")
    assert entries(event_ics(event))[uid_of(first.ref)]["sequence"] == after["sequence"] + 1


def test_a_removed_session_is_sent_as_cancelled(event, organizer):
    first, last = event.sessions.all()
    last.remove(by=organizer)
    event.refresh_from_db()
    found = entries(event_ics(event))
    assert str(found[uid_of(last.ref)]["status"]) == "CANCELLED"
    assert str(found[uid_of(first.ref)]["status"]) == "CONFIRMED"
    assert event.ends_at == first.ends_at


def test_a_cancelled_event_takes_itself_out_of_calendars(event, organizer):
    event.cancel(by=organizer, because="Strike")
    read = Calendar.from_ical(event_ics(event))
    assert str(read["method"]) == "CANCEL"
    assert {str(each["status"]) for each in read.walk("VEVENT")} == {"CANCELLED"}


def test_the_clock_of_the_event_comes_with_its_rules(event, organizer):
    event.change(by=organizer, time_zone="Europe/Madrid")
    read = Calendar.from_ical(event_ics(event))
    assert [str(each["tzid"]) for each in read.walk("VTIMEZONE")] == ["Europe/Madrid"]
    assert {each["dtstart"].params["TZID"] for each in read.walk("VEVENT")} == {"Europe/Madrid"}


def test_the_room_is_told_to_who_has_a_seat_and_the_topic_not_where_names_are_dangerous(
    event, organizer
):
    event.change(by=organizer, link=LINK)
    assert LINK.encode() not in event_ics(event)
    assert LINK.encode() in event_ics(event, has_seat=True)
    assert b"Identifying victims" in event_ics(event)
    event.change(by=organizer, uses_codes=True)
    assert b"Identifying victims" not in event_ics(event)


def test_the_feed_holds_the_events_of_a_trainer_and_no_others(client, event, trainer, make_event):
    other = make_event(subtitle="Nurses")
    key = trainer.rotate_calendar_key(by=trainer)
    answer = client.get(f"/trainings/calendar/{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    found = entries(answer.content)
    assert {uid_of(each.ref) for each in event.sessions.all()} == set(found)
    assert not {uid_of(each.ref) for each in other.sessions.all()} & set(found)
    assert client.get("/trainings/calendar/nothing.ics").status_code == 404


def test_a_session_that_has_begun_is_not_removed(event, organizer):
    first = event.sessions.first()
    with clock.at(first.starts_at + timedelta(minutes=1)), pytest.raises(Refusal):
        first.remove(by=organizer)
    assert event.sessions.count() == 2
