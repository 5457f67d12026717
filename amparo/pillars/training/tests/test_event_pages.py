"""Pages of training events: planned in one go, seen by whom, no name where only figures are."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.search import SearchTerms
from amparo.pillars.training import printing
from amparo.pillars.training.models import TrainingEvent
from amparo.pillars.training.search_sources import find_events

pytestmark = pytest.mark.django_db
LIST, NEW = "/trainings/", "/trainings/new/"
NAME, TRAINER = "Ana Vidal", "Iván Rueda"
# Six of them on PostgreSQL alone, where each request says for whom it asks.
MOST_QUERIES = 20


@pytest.fixture
def desk(client, organizer):
    client.force_login(organizer)
    return client


@pytest.fixture
def enrolled(event, enrol):
    return enrol(event, NAME, institution="Policía", email="ana@example.org", phone="+59170012345")


def page_of(event, name="event", *more):
    return reverse(f"training:{name}", args=[event.ref, *more])


def planned(course_version, office, **more):
    """What the form of two days in a venue sends."""
    return {
        "course": course_version.course.pk, "office": office.pk, "subtitle": "Border police",
        "mode": "in_person", "venue": "Escuela", "time_zone": "America/La_Paz", "seats": 30,
        "languages": ["es", "ar"], "first_day": "2026-11-20", "days": 2, "starts": "09:00",
        "ends": "16:30", "only_working_days": "on", "outside_trainers": "Marta Quiroga\n\n",
        "has_waiting_list": "on",
    } | more  # fmt: skip


def test_an_event_is_planned_in_one_go_from_its_course(desk, course_version, office, cast):
    trainer = cast.trainer
    form = desk.get(NEW, {"course": str(course_version.course.ref)}).text
    assert f'<option value="{course_version.course.pk}" selected>' in form
    answer = desk.post(NEW, planned(course_version, office, trainers=[trainer.pk]))
    event = TrainingEvent.objects.get()
    assert answer.url == event.get_absolute_url()
    days = [each.day for each in event.sessions.all()]
    assert days == [date(2026, 11, 20), date(2026, 11, 23)]  # a Friday, and the Monday after
    assert {each.minutes for each in event.sessions.all()} == {450}
    assert [each.shown_name for each in event.trainers.all()] == [TRAINER, "Marta Quiroga"]
    assert (event.version, event.languages, event.state) == (course_version, "es ar", "draft")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends": "08:00"}, "The session ends before it starts."),
        ({"venue": ""}, "Say where it takes place"),
        ({"time_zone": "Europe/Madrid", "first_day": "2027-03-28", "starts": "02:30"},
         "this hour does not exist there"),
        ({"days": 99}, "31"),
        ({"time_zone": "Mars/Base"}, "time zone"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_planned(desk, course_version, office, wrong, words):
    answer = desk.post(NEW, planned(course_version, office, **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert not TrainingEvent.objects.exists()


def test_a_copy_brings_all_but_its_days_and_people(desk, event, enrolled, office, course_version):
    form = desk.get(NEW, {"copy": str(event.ref)}).text
    assert 'value="Border police"' in form
    assert 'value="16:00"' in form
    assert NAME not in form
    assert desk.get(NEW, {"copy": "nothing"}).status_code == 404


def test_the_page_shows_the_next_step_and_asks_seldom(
    desk, event, enrolled, trainer, organizer, django_assert_max_num_queries
):
    assert TRAINER in desk.get(page_of(event)).text  # without scripts all of it comes at once
    with django_assert_max_num_queries(MOST_QUERIES):
        later = desk.get(page_of(event), headers={"HX-Request": "true"}).text
    with django_assert_max_num_queries(MOST_QUERIES):
        first = desk.get(page_of(event)).text
    assert TRAINER in later
    assert TRAINER not in first
    text = first + later
    with django_assert_max_num_queries(MOST_QUERIES):
        desk.get(LIST)
    for words in ("Registration", "Pre-test", "Follow-up", TRAINER, "1 of 30 seats", "In person"):
        assert words in text
    assert "Print lists for signatures" not in text
    first = event.sessions.first()
    with clock.at(first.starts_at - timedelta(hours=20)):
        desk.force_login(organizer)
        assert "Print lists for signatures" in desk.get(page_of(event)).text
    with clock.at(event.ends_at + timedelta(hours=1)):
        desk.force_login(organizer)
        assert desk.get(page_of(event)).text.count("btn-primary") == 1
        assert desk.post(page_of(event, "event-hold")).status_code == 303
    event.refresh_from_db()
    assert event.state == "held"


def test_the_list_is_filtered_and_searched_by_number_and_words(desk, event, make_event, organizer):
    other = make_event(subtitle="Enfermeras de frontera")
    held = make_event(subtitle="Fiscales")
    held.cancel(by=organizer, because="Strike")

    def found(text: str = "", **filters) -> set[str]:
        address = f"{LIST}?{'&'.join(f'{name}={value}' for name, value in filters.items())}"
        answer = desk.post(address, {"q": text}) if text else desk.get(address)
        return {each.event.number for each in answer.context["rows"]}

    assert found() == {event.number, other.number, held.number}
    assert found(event.number.lower()) == {event.number}
    assert found("ENFERMERAS identifying") == {other.number}
    assert found(state="cancelled") == {held.number}
    assert found(when="past") == set()
    assert found(course="VOT-1", mine="mine", when="coming") == found()
    assert found(course="nothing") == found()  # said, and filters nothing


def test_the_search_for_everything_finds_events_that_open(event, organizer, cast):
    terms = SearchTerms.parse(f"{event.number} police")
    [hit] = find_events(organizer, terms, 5)
    assert (hit.title, hit.url) == (event.title, event.get_absolute_url())
    assert find_events(cast.trainer, terms, 5) == []


def test_the_month_shows_sessions_on_the_day_of_their_own_clock(desk, event):
    first = event.sessions.first()

    def days(month: str) -> list[date]:
        weeks = desk.get(LIST, {"as": "month", "month": month}).context["weeks"]
        return [day.on for week in weeks for day in week if day.sessions]

    assert first.day in days(f"{first.day:%Y-%m}")
    assert days("2019-02") == []
    assert days("2026-99") == days(f"{event.office.today():%Y-%m}")


def test_what_waits_stands_above_the_list(desk, event, organizer):
    assert "nobody is named to train" in desk.get(LIST).text
    with clock.at(event.ends_at + timedelta(hours=1)):
        desk.force_login(organizer)
        assert "Sessions are over" in desk.get(LIST).text


def test_a_trainer_sees_own_events_alone_and_changes_none(
    client, event, enrolled, trainer, make_event
):
    other = make_event(subtitle="Nurses")
    client.force_login(trainer)
    text = client.get(LIST).text
    assert event.number in text
    assert other.number not in text
    assert client.get(page_of(other)).status_code == 404
    assert client.get(page_of(event)).status_code == 200
    assert client.get(page_of(event, "event-signatures")).status_code == 200
    for name in ("event-edit", "event-cancel", "event-badges"):
        assert client.get(page_of(event, name)).status_code == 403
    assert client.get(page_of(event, "event-participants-file", "csv")).status_code == 403
    event.trainers.get(user=trainer).remove(by=event.by)
    assert client.get(page_of(event)).status_code == 404


def test_an_observer_reads_numbers_and_never_a_name(client, event, enrolled, trainer, cast):
    event.change(by=event.by, link="https://meet.example/room")
    client.force_login(cast.training_observer)
    for url in (LIST, page_of(event), page_of(event, "event-calendar")):
        answer = client.get(url)
        assert answer.status_code == 200
        for secret in (NAME, TRAINER, "ana@example.org", "meet.example"):
            assert secret not in answer.content.decode(), url
    assert "1 of 30 seats" in client.get(page_of(event)).text
    for name, more in (
        ("event-signatures", ()), ("event-badges", ()), ("event-participants-file", ("xlsx",)),
        ("event-participants-file", ("csv",)), ("event-trainer-new", ()),
    ):  # fmt: skip
        assert client.get(page_of(event, name, *more)).status_code == 403


def test_files_of_participants_run_no_formula_and_are_in_the_log(desk, event, enrol):
    enrol(event, '=HYPERLINK("https://evil")', phone="+59170012345")
    answer = desk.get(page_of(event, "event-participants-file", "csv"))
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["name"].startswith("'=")
    assert row["phone"] == "+59170012345"
    answer = desk.get(page_of(event, "event-participants-file", "xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cell = next(each for each in sheet[2] if str(each.value).startswith("="))
    assert cell.data_type == "s"
    assert AuditEntry.objects.filter(event="trainingevent.exported").count() == 2
    assert desk.get(page_of(event, "event-participants-file", "exe")).status_code == 404


def test_where_being_named_is_dangerous_no_paper_and_no_file_names_anybody(
    desk, make_event, enrol
):
    event = make_event(uses_codes=True)
    enrol(event, NAME, code="PA-07", institution="Inteligencia", email="ana@example.org")
    enrolments = printing._enrolled(event)
    papers = f"""{printing.badges_content(event, enrolments)}
    {printing.signatures_content(event, [], enrolments)}
    {desk.get(page_of(event, "event-participants-file", "csv")).content.decode()}"""
    assert "PA-07" in papers
    for secret in (NAME, "ana@example.org", "Border police"):
        assert secret not in papers


def test_badges_and_lists_come_out_as_pdf_in_arabic_too(desk, event, enrol):
    enrol(event, "أمينة بنت خالد", institution="شرطة الحدود")
    enrol(event, "Ngọc Anh Đỗ", institution="Poliția de Frontieră")
    for name in ("event-badges", "event-signatures"):
        answer = desk.get(page_of(event, name), {"language": "ar"})
        assert answer.content[:5] == b"%PDF-", name
        assert answer["Content-Type"] == "application/pdf"


def test_participants_are_told_of_a_cancellation_and_why_it_is_kept_here(desk, event, enrolled):
    assert desk.post(page_of(event, "event-cancel"), {"because": " "}).status_code == 422
    desk.post(page_of(event, "event-cancel"), {"because": "The hall was flooded"})
    assert "The hall was flooded" in desk.get(page_of(event)).text
    assert [each.kind for each in enrolled.notices.all()] == ["cancelled"]


def test_the_page_of_a_badge_gives_times_and_a_calendar_file_without_an_account(
    client, event, enrolled, organizer
):
    event.change(by=organizer, link="https://meet.example/room", venue="Escuela")
    assert client.get("/a/p/event.ics").status_code == 302
    form = client.get("/a/p/").text.split('name="form" value="')[1].split('"')[0]
    client.post("/a/p/", {"form": form, "code": enrolled.code})
    own = client.get("/a/p/").text
    for words in ("Escuela", "https://meet.example/room", "09:00"):
        assert words in own
    assert b"meet.example" in client.get("/a/p/event.ics").content
