"""The calendar of meetings: the same UID for ever, and nothing of a closed meeting."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from amparo.pillars.dialogue.calendar import calendar_of, uid_of
from amparo.pillars.dialogue.models import Convening

pytestmark = pytest.mark.django_db


def events(content: bytes) -> dict:
    return {str(each["uid"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(forums, policy_officer):
    meeting, uid = forums.meeting, uid_of(forums.meeting)
    before = events(calendar_of([meeting]))[uid]
    day = timedelta(days=1)
    meeting.move(
        by=policy_officer, starts_at=meeting.starts_at + day, ends_at=meeting.ends_at + day
    )
    [after] = events(calendar_of([meeting])).values()
    assert (str(after["uid"]), after["sequence"]) == (uid, before["sequence"] + 1)
    assert after["dtstart"].dt - before["dtstart"].dt == day


def test_a_time_zone_comes_with_its_rules_and_a_cancelled_meeting_is_crossed_out(
    forums, policy_officer
):
    meeting = forums.meeting
    zone = str(meeting.time_zone)
    read = Calendar.from_ical(calendar_of([meeting]))
    assert [str(each["tzid"]) for each in read.walk("VTIMEZONE")] == [zone]
    [event] = read.walk("VEVENT")
    assert event["status"] == "TENTATIVE"
    assert event["dtstart"].params["TZID"] == zone
    meeting.cancel(by=policy_officer, because="Strike")
    [event] = Calendar.from_ical(calendar_of([meeting])).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", meeting.sequence)


def test_of_a_closed_meeting_the_feed_shows_no_topic(client, forums, policy_officer):
    meeting = forums.meeting
    meeting.change(by=policy_officer, rule=Convening.Rule.CLOSED)
    key = policy_officer.rotate_calendar_key(by=policy_officer)
    answer = client.get(f"/meetings/calendar/{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    event = events(answer.content)[uid_of(meeting)]
    assert str(event["summary"]) == "Closed meeting"
    assert not {"location", "url", "description"} & {name.lower() for name in event}
    for secret in (b"Escuela", b"Casa comunal", b"Rivas", b"Beltr"):
        assert secret not in answer.content.split(uid_of(meeting).encode())[1].split(b"END:")[0]
    assert client.get("/meetings/calendar/nothing.ics").status_code == 404
