"""The calendar: visits and limits by day; a feed that names nobody; an address one can change."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware
from icalendar import Calendar

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.cases.views.calendar import first_day

pytestmark = pytest.mark.django_db
URL = "/calendar/"


@pytest.fixture
def visit(case, caseworker):
    today = case.office.today()
    at = make_aware(datetime.combine(today, time(9, 30)), case.office.zone)
    return Task.set(case, "visit", today, by=caseworker, due_at=at, text="At Rosa's sister's")


def test_the_week_shows_what_is_due_on_its_day(client, visit, caseworker):
    client.force_login(caseworker)
    text = client.get(URL).content.decode()
    assert "Rosa Quispe Mamani" in text
    assert "09:30" in text
    later = visit.due_on + timedelta(days=70)
    assert "Rosa" not in client.get(URL, {"week": later.isoformat()}).content.decode()


def test_the_list_goes_day_by_day(client, visit, caseworker):
    client.force_login(caseworker)
    text = client.get(URL, {"as": "list"}).content.decode()
    assert "At Rosa&#x27;s sister&#x27;s" in text


def test_days_on_which_the_office_rests_are_shown(client, caseworker):
    client.force_login(caseworker)
    text = client.get(URL, {"week": "2026-12-25"}).content.decode()
    assert "Navidad" in text
    assert text.count("No working day") == 2


def test_a_date_that_makes_no_sense_is_this_week(client, visit, caseworker):
    client.force_login(caseworker)
    assert "Rosa" in client.get(URL, {"week": "2026-13-45"}).content.decode()


def test_the_week_begins_when_the_office_begins_it(office):
    assert first_day(date(2026, 11, 25), office) == date(2026, 11, 23)
    office.working_week = "60123"
    assert first_day(date(2026, 11, 25), office) == date(2026, 11, 22)


def test_the_feed_tells_what_and_when_and_never_whom(client, visit, caseworker):
    key = caseworker.rotate_calendar_key(by=caseworker)
    answer = client.get(f"/calendar/{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["summary"]).split(" · ")[0] for event in events} == {
        "Visit", "Intake interview and screening",
    }  # fmt: skip
    for secret in (b"Rosa", b"Quispe", b"sister"):
        assert secret not in answer.content
    assert visit.case.number.encode() in answer.content
    assert AuditEntry.objects.filter(event="calendar.fetched", by=caseworker).count() == 1


def test_a_new_address_ends_the_old_one(client, visit, caseworker):
    old = caseworker.rotate_calendar_key(by=caseworker)
    client.force_login(caseworker)
    answer = client.post("/calendar/address/", follow=True)
    caseworker.refresh_from_db()
    assert caseworker.calendar_key in answer.content.decode()
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{caseworker.calendar_key}.ics").status_code == 200


def test_who_left_has_no_feed_and_a_case_taken_away_leaves_it(
    client, visit, case, caseworker, colleague, supervisor
):
    key = caseworker.rotate_calendar_key(by=caseworker)
    case.assign(colleague, by=supervisor)
    assert case.number.encode() not in client.get(f"/calendar/{key}.ics").content
    caseworker.deactivate(by=supervisor)
    assert client.get(f"/calendar/{key}.ics").status_code == 404
    assert client.get("/calendar/nothing.ics").status_code == 404


def test_those_without_cases_have_no_calendar(client, administrator):
    client.force_login(administrator)
    assert client.get(URL).status_code == 404
    assert client.post("/calendar/address/").status_code == 404
