"""A register arrives as a spreadsheet: every bad row is explained, and nothing is half done."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook

from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.foundation.core.models import AuditEntry, Job, Notification
from amparo.foundation.people.models import Family, Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.imports.job import LIST_IMPORT
from amparo.pillars.assistance.intake.models import BeneficiaryList, ImportedRow, ImportFile

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEADER = "Nº;Nombres;Apellidos;Sexo;Fecha de nacimiento;Nacionalidad;Familia;Consentimiento"
ROWS = (
    "1;Ana;Flores Rojas;Mujer;14/03/1992;Bolivia;F1;sí",
    "2;Luz;Flores;Mujer;02/05/2017;Bolivia;F1;sí",
    "3;Omar;Haddad;Hombre;31/11/1990;Siria;;sí",
    "4;Marie;Pierre;Mujer;21/07/1988;Haití;;",
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


def csv_of(*rows):
    return "\n".join((HEADER, *rows)).encode("utf-8-sig")


@pytest.fixture
def send(client, data_officer, team):
    """Send a file for a new register, confirm its columns; the answer is the page of the file."""
    client.force_login(data_officer)

    def send(content, name="register.csv", title="San José"):
        agreed = {
            "title": title, "team": team.pk, "basis": "agreement", "signed_by": "Sister Inés",
            "signed_on": "2026-01-15", "purposes": ["case_management"],
            "file": SimpleUploadedFile(name, content),
        }  # fmt: skip
        return client.post("/registers/new/", agreed)

    return send


def confirm(client, **answers):
    """Accept what was proposed for each column."""
    file = ImportFile.objects.latest("pk")
    url = f"/registers/files/{file.ref}/columns/"
    form = client.get(url).context["form"]
    columns = {
        f"column_{at}": form.fields[f"column_{at}"].initial for at in range(len(form.header))
    }
    client.post(url, {**columns, "opens_cases": "on", **answers})
    run_due_jobs()
    file.refresh_from_db()
    return file


def bring_in(client, file):
    """Say yes to what was found, and wait until it is done."""
    client.post(f"/registers/files/{file.ref}/bring/")
    run_due_jobs()
    file.refresh_from_db()


def test_everything_is_seen_before_anybody_enters(send, client):
    send(csv_of(*ROWS))
    file = confirm(client)
    assert (file.rows, file.ready, file.to_correct) == (4, 2, 2)
    page = client.get(f"/registers/files/{file.ref}/").content.decode()
    assert "31/11/1990" in page
    assert not Person.objects.exists()


def test_sound_rows_enter_whole_and_the_others_stay_out(send, client, data_officer, team):
    send(csv_of(*ROWS))
    file = confirm(client)
    bring_in(client, file)
    assert (file.state, file.entered) == ("done", 2)
    ana = Person.objects.get(birth_year=1992)
    assert (ana.given_names, ana.nationality, ana.basis.title) == ("Ana", "BO", "San José")
    assert ana.cases.get().team == team
    assert AuditEntry.objects.filter(event="person.registered", by=data_officer).count() == 2


def test_what_short_codes_mean_is_said_once_for_a_whole_column(send, client):
    send(csv_of("1;Amina;Farah;Mujer;14/03/1992;SO;;sí", "2;Ana;Rojas;Mujer;14/03/1993;VE;;sí"))
    assert confirm(client).to_correct == 1
    file = confirm(client, codes_5="codes")
    assert (file.ready, file.to_correct) == (2, 0)
    bring_in(client, file)
    assert Person.objects.get(birth_year=1992).nationality == "SO"


def test_a_family_of_the_register_is_a_family_here(send, client):
    send(csv_of(*ROWS))
    bring_in(client, confirm(client))
    assert Family.objects.get().members.count() == 2


MINORS = (
    "2;Luz;Flores;Mujer;02/05/2017;Bolivia;F1;sí", "1;Ana;Flores;Mujer;14/03/1992;Bolivia;F1;sí",
    "5;Iker;Poma;Hombre;03/05/2014;Bolivia;;sí", "6;Sol;Poma;Mujer;03/05/2020;Bolivia;;sí",
)  # fmt: skip


def listed_of(client, supervisor):
    client.force_login(supervisor)
    page = client.get("/children/minors/").text
    return [name for name in ("Luz", "Iker", "Sol") if name in page], page


def test_a_minor_without_a_parent_of_the_list_is_told_to_the_supervisor_once(
    send, client, supervisor
):
    """Luz of F1 is with her mother, whichever of them comes first; Iker and Sol are not."""
    relations = ("hija", "jefa de familia", "", "")
    rows = [f"{row};{word}" for row, word in zip(MINORS, relations, strict=True)]
    send("\n".join((f"{HEADER};Parentesco", *rows)).encode("utf-8-sig"))
    bring_in(client, confirm(client))
    [notice] = Notification.objects.filter(user=supervisor, event__startswith="minor")
    assert (notice.event, notice.about, notice.is_urgent) == ("minors.imported", "2", True)
    names, page = listed_of(client, supervisor)
    assert (names, "Unaccompanied" in page, "To be checked" in page) == (
        ["Iker", "Sol"], True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "names", "proposal"),
    [
        ("", ["Luz", "Iker", "Sol"], "To be checked"),
        ("unknown", ["Luz", "Iker", "Sol"], "To be checked"),
        ("no", ["Luz", "Iker", "Sol"], "Unaccompanied"),
        ("yes", [], "No minors to review"),
    ],
)
def test_a_list_that_does_not_say_who_belongs_to_whom_asks_once(
    send, client, supervisor, answer, names, proposal
):
    """F1 is a family, but nothing says that Ana is the mother of Luz."""
    send(csv_of(*MINORS))
    who = {"minors_came_with": answer, "minors_said_by": "Sister Inés, San José"}
    file = confirm(client, **who)
    assert "Sister Inés" in client.get(f"/registers/files/{file.ref}/").text or not answer
    bring_in(client, file)
    listed, page = listed_of(client, supervisor)
    assert (listed, proposal in page) == (names, True)
    assert (file.minors_came_with, file.minors_said_by) == (answer, "Sister Inés, San José")


def test_whose_minors_came_with_adults_says_who_said_so(send, client):
    send(csv_of(*MINORS))
    file = confirm(client, minors_came_with="yes")
    assert file.state == "columns"


def test_the_same_list_twice_raises_nothing_twice(send, client, supervisor):
    for _time in range(2):
        send(csv_of(*MINORS))
        ImportFile.objects.update(register=BeneficiaryList.objects.first())
        bring_in(client, confirm(client))
    of_minors = AuditEntry.objects.filter(event="minorwithoutadult.found")
    raised = AuditEntry.objects.filter(event="flag.raised")
    assert (of_minors.count(), raised.count()) == (3, 3)


def test_the_same_file_twice_changes_nothing(send, client):
    for _time in range(2):
        send(csv_of(*ROWS))
        register = BeneficiaryList.objects.first()
        ImportFile.objects.update(register=register)
        file = confirm(client)
        bring_in(client, file)
    assert (file.known, file.entered) == (2, 0)
    assert Person.objects.count() == Case.objects.count() == 2


def test_a_corrected_row_enters_alone(send, client):
    send(csv_of(*ROWS))
    file = confirm(client)
    bring_in(client, file)
    to_correct = client.get(f"/registers/files/{file.ref}/to-correct/").getvalue().decode()
    assert to_correct.count("\n") == 3
    corrected = to_correct.replace("31/11/1990", "30/11/1990").encode()
    taken = SimpleUploadedFile("corrected.csv", corrected)
    client.post(f"/registers/{file.register.ref}/files/new/", {"file": taken})
    again = confirm(client)
    assert (again.ready, again.to_correct) == (1, 1)


def test_v1_2_10_nothing_in_the_file_to_correct_runs_as_a_formula(send, client):
    """A spreadsheet program opens it: what began as a formula comes back as text."""
    runs = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")')
    send(csv_of(*(f'{n};"{cell.replace(chr(34), chr(34) * 2)}";{cell[0]}x;;;;;' for n, cell in
                  enumerate(runs))))  # fmt: skip
    file = confirm(client)
    told = client.get(f"/registers/files/{file.ref}/to-correct/").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))[1:]
    assert len(rows) == len(runs)
    assert [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))] == []
    assert "'=1+1" in rows[0]


def test_stopped_in_the_middle_and_begun_again_nobody_is_lost_or_doubled(
    send, client, monkeypatch
):
    monkeypatch.setattr(LIST_IMPORT, "slice_size", 10)
    rows = [f"{n};Ana {n};Flores;Mujer;14/03/1992;Bolivia;;sí" for n in range(55)]
    send(csv_of(*rows))
    file = confirm(client)
    file.start(ImportFile.State.IMPORTING)
    for passed in LIST_IMPORT.import_slices(file):
        if passed >= 30:
            break  # the machine is switched off here
    assert Person.objects.count() == ImportedRow.objects.filter(kind="person").count() == 30
    client.post(f"/registers/files/{file.ref}/go-on/")
    run_due_jobs()
    file.refresh_from_db()
    assert (file.state, file.entered) == ("done", 55)
    assert Person.objects.count() == Case.objects.count() == 55


def broken_off(content):
    """A workbook whose sheet ends in the middle of a row."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            is_sheet = name.endswith("sheet1.xml")
            part.writestr(name, data[: len(data) * 4 // 5] if is_sheet else data)
    return out.getvalue()


def test_a_list_that_breaks_off_imports_nobody_and_says_why(send, client):
    book = Workbook()
    for row in (HEADER, *(f"{n};Ana {n};Flores;Mujer;1992;Bolivia;;sí" for n in range(900))):
        book.active.append(row.split(";"))
    out = io.BytesIO()
    book.save(out)
    send(broken_off(out.getvalue()), "register.xlsx")
    file = confirm(client)
    assert (file.state, file.ready) == (ImportFile.State.UNREADABLE, 0)
    assert [each.code for each in file.issues.all()] == ["damaged"]
    page = client.get(f"/registers/files/{file.ref}/").content.decode()
    assert "This file cannot be read" in page
    assert "This workbook is damaged." in page
    asked = client.post(f"/registers/files/{file.ref}/bring/", follow=True)
    assert "This file cannot be read. Choose a new one." in asked.content.decode()
    file.refresh_from_db()
    assert (file.state, Person.objects.count()) == (ImportFile.State.UNREADABLE, 0)


def test_whoever_brings_it_in_sees_that_it_waits_and_how_far_it_is(send, client):
    send(csv_of(*ROWS))
    file = confirm(client)
    client.post(f"/registers/files/{file.ref}/bring/")
    page = client.get(f"/registers/files/{file.ref}/").content.decode()
    assert "?progress=1" in page
    assert "/go-on/" not in page
    run_due_jobs()
    job = Job.objects.about(file.ref).first()
    assert (job.state, job.progress, job.total) == ("done", 4, 4)
    assert job.asked_by == file.by


def test_what_gave_up_is_tried_again_by_whoever_asked_for_it(send, client):
    send(csv_of(*ROWS))
    file = confirm(client)
    client.post(f"/registers/files/{file.ref}/bring/")
    Job.objects.about(file.ref).unfinished().update(state="dead")
    assert "/go-on/" in client.get(f"/registers/files/{file.ref}/").content.decode()
    client.post(f"/registers/files/{file.ref}/go-on/")
    assert AuditEntry.objects.filter(event="job.retried").count() == 1
    run_due_jobs()
    file.refresh_from_db()
    assert (file.state, file.entered) == ("done", 2)


def test_a_person_who_stands_there_twice_is_asked_about(send, client):
    send(csv_of(ROWS[0], ROWS[0]))
    file = confirm(client)
    assert (file.ready, file.to_correct) == (1, 1)
    assert file.issues.get().code == "row-twice"


def test_a_spreadsheet_of_excel_comes_in_too(send, client):
    book = Workbook()
    book.active.append(HEADER.split(";"))
    for row in ROWS:
        book.active.append(row.split(";"))
    out = io.BytesIO()
    book.save(out)
    send(out.getvalue(), "register.xlsx")
    assert confirm(client).ready == 2


def test_what_is_no_table_is_told_in_the_form(send):
    answer = send(b"%PDF-1.7 not a table", "register.pdf")
    assert answer.status_code == 422
    assert not BeneficiaryList.objects.exists()


def test_the_file_never_lies_there_in_clear(send, tmp_path):
    send(csv_of(*ROWS))
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert stored
    assert not any(b"Flores" in content for content in stored)


@pytest.mark.parametrize("who", ["caseworker", "nurse", "stranger", "administrator"])
def test_for_everybody_else_registers_do_not_exist(send, client, request, who):
    send(csv_of(*ROWS))
    file = ImportFile.objects.get()
    client.force_login(request.getfixturevalue(who))
    for url in ("/registers/", f"/registers/files/{file.ref}/"):
        assert client.get(url).status_code == 404


def test_the_command_does_the_same(data_officer, team, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(csv_of(*ROWS))
    out = io.StringIO()
    call_command(
        "import_register",
        str(path),
        by=data_officer.email,
        register="San José",
        confirm=True,
        stdout=out,
    )
    assert "2 people entered" in out.getvalue()
    assert Person.objects.count() == 2
