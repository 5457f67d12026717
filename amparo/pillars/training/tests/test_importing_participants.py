"""Lists of participants and of past trainings: shown first, all or nothing, never twice."""

import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.jobs.models import Job
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training import participant_lists
from amparo.pillars.training.models import (
    Course,
    Enrolment,
    Participant,
    ParticipantImport,
    TrainingEvent,
)
from amparo.pillars.training.participant_lists import apply_list, check_list, guessed_mapping
from amparo.pillars.training.participant_retention import delete_undecided_lists
from amparo.pillars.training.participant_tasks import apply_participant_import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


HEAD = "Nombre;Correo;Institución;Cargo"
PEOPLE = (
    "José Muñoz;jose@example.org;Policía de Frontera;Teniente",
    "María Pérez;maria@example.org;Migración;Jefa",
)
PAST = (
    "Nombre;Institución;Curso;Fecha de inicio;Fecha de fin;Horas",
    "José Muñoz;Policía;Derechos en la frontera;14/03/2024;15/03/2024;14",
    "María Pérez;Migración;Derechos en la frontera;14/03/2024;15/03/2024;14",
    "José Muñoz;Policía;Niñez migrante;20/05/2024;20/05/2024;6",
)


@pytest.fixture
def receive(organizer, office):
    """A list that was checked, with the columns as they are guessed."""

    def receive(*rows, event=None, encoding="utf-8", content=b"", **about):
        content = content or "\n".join(rows).encode(encoding)
        received = ParticipantImport.receive(
            io.BytesIO(content), by=organizer, office=office, name="list", event=event
        )
        mapping = guessed_mapping(received, participant_lists.read_head(received))
        check_list(received, by=organizer, mapping=mapping, **about)
        return received

    return receive


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "cp437"])
def test_the_participants_of_an_event_are_imported_whatever_the_encoding(
    receive, event, organizer, encoding
):
    received = receive(HEAD, *PEOPLE, event=event, encoding=encoding)
    assert (received.new, received.known, received.problems) == (2, 0, 0)
    assert not Participant.objects.exists()
    apply_list(received, by=organizer)
    event.refresh_from_db()
    people = [each.participant for each in event.enrolments.order_by("number")]
    assert [each.name for each in people] == ["José Muñoz", "María Pérez"]
    assert (people[0].role, people[0].institution_type) == ("Teniente", "border")
    assert (event.seats_taken, event.last_number) == (2, 2)
    assert received.storage_key == ""


def test_arabic_names_of_windows_are_read_and_shown_before(client, organizer, event):
    content = "الاسم;الجهة\nفاطمة أحمد;شرطة الحدود\nمحمد علي;وزارة العدل\n".encode("cp1256")
    file = io.BytesIO(content)
    file.name = "list.csv"
    client.force_login(organizer)
    answer = client.post(
        reverse("training:participant-import-new", args=[event.ref]), {"file": file}
    )
    page = client.get(answer.headers["Location"]).content.decode()
    assert "فاطمة أحمد" in page
    assert "cp1256" in page
    assert not Participant.objects.exists()


def test_the_same_list_again_records_nobody_twice(receive, event, organizer):
    apply_list(receive(HEAD, *PEOPLE, event=event), by=organizer)
    again = receive(HEAD, *PEOPLE, event=event)
    assert (again.new, again.known, again.same) == (0, 0, 2)
    with pytest.raises(Refusal, match="changes nothing"):
        apply_list(again, by=organizer)
    assert again.earlier is not None
    assert Participant.objects.count() == 2


def test_who_is_known_is_enrolled_and_not_recorded_again(receive, event, make_event, organizer):
    apply_list(receive(HEAD, *PEOPLE, event=event), by=organizer)
    other = make_event()
    received = receive(HEAD, *PEOPLE, "Ana Vidal;jose@example.org;Otra;", event=other)
    assert (received.new, received.known) == (1, 2)
    apply_list(received, by=organizer)
    assert Participant.objects.count() == 3
    assert other.enrolments.count() == 3


def test_further_addresses_are_offered_and_chosen_by_a_person(client, receive, event, organizer):
    row = "Ana Vidal;ana@example.org, av@example.org, a@example.net;Aduana;"
    received = receive(HEAD, row, event=event)
    client.force_login(organizer)
    assert "av@example.org" in client.get(received.get_absolute_url()).content.decode()
    apply_list(received, by=organizer)
    participant = Participant.objects.get()
    assert participant.email == "ana@example.org"
    assert participant.other_emails == ["av@example.org", "a@example.net"]
    url = reverse("training:participant-address", args=[participant.ref])
    client.post(url, {"email": "av@example.org"})
    participant.refresh_from_db()
    assert (participant.email, participant.other_emails) == ("av@example.org", None)


def test_who_finds_no_seat_is_said_before_and_waits(client, receive, make_event, organizer):
    event = make_event(seats=1)
    received = receive(HEAD, *PEOPLE, event=event)
    client.force_login(organizer)
    assert "1 person of the list finds no free seat" in client.get(
        received.get_absolute_url()
    ).content.decode()  # fmt: skip
    apply_list(received, by=organizer)
    assert list(event.enrolments.values_list("state", flat=True)) == ["enrolled", "waiting"]
    full = make_event(seats=1, has_waiting_list=False)
    with pytest.raises(Refusal, match="Give the event more"):
        apply_list(receive(HEAD, *PEOPLE, event=full), by=organizer)
    assert not full.enrolments.exists()
    assert Participant.objects.count() == 2


def test_a_formula_that_was_never_worked_out_leaves_its_row_out(receive, event):
    book = openpyxl.Workbook()
    book.active.append(["Name", "Institution"])
    book.active.append(["=A1", "Police"])
    written = io.BytesIO()
    book.save(written)
    received = receive(event=event, content=written.getvalue())
    assert (received.new, received.problems) == (0, 1)


def test_a_workbook_whose_names_are_results_of_formulas_is_refused(receive, event):
    written = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["Name", "Institution"], ["Ana Vidal", "Police"]):
        book.active.append(row)
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    formula = b'<c r="A2" t="str"><f>B2</f><v>Ana Vidal</v></c>'
    parts[sheet] = re.sub(rb'<c r="A2".*?</c>', formula, parts[sheet])
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Refusal, match="holds formulas"):
        receive(event=event, content=changed.getvalue())


def test_a_workbook_is_read_as_a_list(receive, event, organizer):
    book = openpyxl.Workbook()
    for row in (["Liste des participants"], ["Nom", "Prénom", "Sexe"], ["Benoît", "Hélène", "F"]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    apply_list(receive(event=event, content=written.getvalue()), by=organizer)
    participant = Participant.objects.get()
    assert (participant.name, participant.sex) == ("Hélène Benoît", "female")


def test_an_event_with_codes_takes_no_names_from_a_list(receive, make_event, organizer):
    event = make_event(uses_codes=True)
    rows = ("Name;Code;Sex", "Ana Vidal;k7m4xw;f", "Beto;;m")
    received = receive(*rows, event=event)
    assert (received.new, received.problems) == (1, 1)
    apply_list(received, by=organizer)
    participant = Participant.objects.get()
    assert (participant.name, participant.code) == ("", "K7M4XW")
    assert receive(*rows, event=event).same == 1


def test_past_trainings_become_events_that_were_held_once(receive, office, organizer):
    received = receive(*PAST)
    assert (received.new, received.new_events) == (2, 2)
    apply_list(received, by=organizer)
    first = TrainingEvent.objects.get(seats_taken=2)
    assert (first.state, first.seats_taken, first.title) == (
        "held", 2, "Derechos en la frontera",
    )  # fmt: skip
    assert first.number.startswith("TRN-24-00")
    assert first.imported.source == received
    assert [each.minutes for each in first.sessions.all()] == [420, 420]
    assert Participant.objects.count() == 2
    again = receive(*PAST, "Ana Vidal;Aduana;Niñez migrante;20/05/2024;20/05/2024;6")
    assert (again.new, again.known, again.same, again.new_events) == (1, 0, 3, 0)
    apply_list(again, by=organizer)
    assert (TrainingEvent.objects.count(), Enrolment.objects.count()) == (2, 4)
    assert Course.objects.count() == 2


def test_a_past_training_of_a_known_course_is_of_that_course(receive, course_version, organizer):
    rows = ("Name;Course;First day;Hours", "Ana;identifying VICTIMS;2024-03-11;14")
    apply_list(receive(*rows), by=organizer)
    assert TrainingEvent.objects.get().version == course_version


def test_nothing_half_done(receive, event, organizer):
    received = receive(HEAD, *PEOPLE, event=event)
    Participant.record(
        by=organizer, office=event.office, name="José Muñoz", email="jose@example.org"
    )
    with pytest.raises(Refusal, match="Check the list again"):
        apply_list(received, by=organizer)
    assert not event.enrolments.exists()


def test_a_long_list_is_a_job_that_tells_when_it_is_done(receive, event, organizer, monkeypatch):
    monkeypatch.setattr(participant_lists, "AT_ONCE", 1)
    received = receive(HEAD, *PEOPLE, event=event)
    assert apply_list(received, by=organizer) is False
    job = Job.objects.get(task=participant_lists.TASK)
    apply_participant_import.call(*job.args)
    received.refresh_from_db()
    assert received.state == "applied"
    assert Notification.objects.get(user=organizer).event == "participantimport.applied"


def test_lists_that_nobody_decides_on_are_deleted(receive, event):
    received = receive(HEAD, *PEOPLE, event=event)
    with clock.at(clock.now() + timedelta(days=61)):
        delete_undecided_lists()
    received.refresh_from_db()
    assert (received.state, received.storage_key) == ("discarded", "")


def test_a_file_that_is_no_table_is_refused_in_words(client, organizer, event):
    file = io.BytesIO(b"%PDF-1.4 and more")
    file.name = "list.csv"
    client.force_login(organizer)
    url = reverse("training:participant-import-new", args=[event.ref])
    answer = client.post(url, {"file": file})
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert not ParticipantImport.objects.exists()
