"""Whoever asks what we hold about them is told all of it, but what belongs to others."""

import io
import json
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.pdf import LETTERS
from amparo.foundation.protection.models import Incident
from amparo.pillars.assistance.cases.models import Attachment, Closure, Note, Task
from amparo.pillars.assistance.privacy.disclosure import disclosed_sections, records_to_review
from amparo.pillars.assistance.privacy.models import DataExport, DataSubjectRequest, WithheldRecord
from amparo.pillars.assistance.privacy.tasks import delete_data_exports
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


@pytest.fixture
def asked(rosa, case, caseworker):
    return DataSubjectRequest.hear(
        rosa, by=caseworker, what="access", heard_on=case.office.today(), language="es"
    )


@pytest.fixture
def note(case, caseworker):
    return Note.write(case, by=caseworker, text="Her neighbour Carmen told us where he lives.")


@pytest.fixture
def paper(case, caseworker):
    looked = validate_upload("letter.txt", "text/plain", 5, BytesIO(b"Hello"))
    return Attachment.keep(case, by=caseworker, paper=looked)


def at(user):
    client = Client()
    client.force_login(user)
    return client


def prepare(user, asked, **answers):
    """Everything is told, but what is said otherwise."""
    client = at(user)
    url = f"/rights/{asked.ref}/prepare/"
    form = client.get(url).context["form"]
    sent = {bound.name: "tell" for bound in form.lines()}
    response = client.post(url, sent | answers | {"once": str(uuid4())})
    run_due_jobs()
    return response


def taken(user):
    export = DataExport.objects.latest("pk")
    response = at(user).post(f"/rights/exports/{export.ref}/take/", {"once": str(uuid4())})
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def test_it_is_told_to_read_and_for_a_machine_with_the_papers(asked, note, paper, caseworker):
    assert prepare(caseworker, asked).status_code == 303
    assert Notification.objects.filter(user=caseworker, event="rights.ready").exists()
    export = taken(caseworker)
    assert export.read(f"papers/{paper.pk}.txt") == b"Hello"
    letter = "letter.pdf" if any(LETTERS.glob("*.ttf")) else "letter.txt"
    assert export.read(letter)
    data = json.loads(export.read("data.json"))
    assert data["format"] == "amparo-subject-access/1"
    sections = {section["kind"]: section for section in data["sections"]}
    assert sections["person"]["records"][0]["given_names"] == "Rosa"
    assert sections["contact"]["records"][0]["value"] == "+591 70012345"
    assert sections["note"]["records"][0]["text"] == note.text
    assert sections["consent"]["records"][0]["purpose"] == "case_management"


def test_a_paper_that_was_taken_out_is_told_without_a_file(asked, paper, caseworker):
    paper.remove(by=caseworker, because="It belongs to another person")
    prepare(caseworker, asked)
    export = taken(caseworker)
    data = json.loads(export.read("data.json"))
    told = next(each["records"] for each in data["sections"] if each["kind"] == "attachment")
    assert [record.get("paper", "") for record in told] == [""]
    assert not [name for name in export.namelist() if name.startswith("papers/")]


def test_what_names_somebody_else_is_withheld_with_its_reason(asked, note, caseworker):
    prepare(caseworker, asked, **{f"note_{note.pk}": "others"})
    assert WithheldRecord.objects.get().why == "others"
    export = taken(caseworker)
    whole = b"".join(export.read(name) for name in export.namelist())
    assert b"Carmen" not in whole
    sections = json.loads(export.read("data.json"))["sections"]
    [notes] = [section for section in sections if section["kind"] == "note"]
    assert (notes["records"], notes["withheld"]) == ([], ["others"])


def test_what_was_done_to_them_takes_a_decision(asked, rosa, case, caseworker):
    incident = Incident.report(
        by=caseworker, victims=[rosa], harm="exploitation", case_ref=case.ref,
        narrative="Don Pedro keeps her passport.",
    )  # fmt: skip
    client, url = at(caseworker), f"/rights/{asked.ref}/prepare/"
    assert client.post(url, {"once": str(uuid4())}).status_code == 422
    prepare(caseworker, asked, **{f"incident_{incident.pk}": "safety"})
    data = taken(caseworker).read("data.json").decode()
    assert "Pedro" not in data


def test_a_colleague_reads_why_a_service_was_cancelled_and_no_other_service(
    asked, case, caseworker
):
    food, bed = (
        ServiceProvided.give(
            case, by=caseworker, service_type=kind, is_emergency=True, given_on=case.office.today()
        )
        for kind in ("food.inkind", "shelter")
    )
    bed.void(by=caseworker, because="Her neighbour Carmen slept there.")
    looked = {
        item.ref for _section, item in records_to_review(disclosed_sections(asked, caseworker))
    }
    assert bed.ref in looked
    assert food.ref not in looked


def test_an_open_question_to_the_supervisor_is_not_told_and_their_note_takes_a_decision(
    asked, case, caseworker, supervisor
):
    Closure.propose(case, by=caseworker, reason="goals_met", summary="They are well.")
    question = case.approvalrequests.get()
    assert "approval" not in {each.kind for each in disclosed_sections(asked, caseworker)}
    question.decide(by=supervisor, approved=False, note="Ask her neighbour Carmen first.")
    [section] = [each for each in disclosed_sections(asked, caseworker) if each.kind == "approval"]
    assert [(item.ref, item.must_decide) for item in section.items] == [(question.ref, True)]


def test_the_files_of_others_are_not_in_it(asked, case, nayeli, family, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    prepare(caseworker, asked)
    assert "Nayeli" not in taken(caseworker).read("data.json").decode()


def test_whoever_comes_along_is_not_told_the_case_of_another(case, nayeli, note, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    hers = DataSubjectRequest.hear(
        nayeli, by=caseworker, what="access", heard_on=case.office.today(), language="es"
    )
    prepare(caseworker, hers)
    data = taken(caseworker).read("data.json").decode()
    assert "Carmen" not in data
    assert case.number not in data


def test_a_restricted_file_is_told_by_its_own_circle_alone(rosa, cast, caseworker, colleague):
    """Those without leave are not told that it exists; its owner is told to prepare their part."""
    ordinary = cast.open_case(person=rosa, owner=colleague)
    hidden = cast.open_case(person=rosa, kind="trafficking")
    Note.write(hidden, by=caseworker, text="She was sold in Tacna.")
    hidden.restrict("trafficking", by=caseworker)
    asked = DataSubjectRequest.hear(
        rosa, by=colleague, what="access", heard_on=ordinary.office.today(), language="es"
    )
    assert asked.owner == colleague
    assert Notification.objects.filter(user=caseworker, event="rights.also_yours").exists()
    prepare(colleague, asked)
    data = taken(colleague).read("data.json").decode()
    assert "Tacna" not in data
    assert hidden.number not in data
    prepare(caseworker, asked)
    assert "Tacna" in taken(caseworker).read("data.json").decode()


def test_it_is_taken_once_by_who_prepared_it_and_then_deleted(
    asked, caseworker, colleague, stranger
):
    prepare(caseworker, asked)
    export = DataExport.objects.get()
    url = f"/rights/exports/{export.ref}/take/"
    for other in (colleague, stranger):
        assert at(other).post(url, {"once": str(uuid4())}).status_code == 404
    taken(caseworker)
    assert at(caseworker).post(url, {"once": str(uuid4())}).status_code == 409
    assert (
        AuditEntry.objects.of_file(asked.person.ref)
        .filter(event="rights.recipients_notified")
        .count()
        == 1
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        delete_data_exports.call()
    assert list(EncryptedFile.names()) == []


def test_a_screen_left_open_is_not_enough_to_take_it(asked, caseworker):
    prepare(caseworker, asked)
    client, export = at(caseworker), DataExport.objects.get()
    with clock.at(export.at + timedelta(minutes=16)):
        url = f"/rights/exports/{export.ref}/take/"
        response = client.post(url, {"once": str(uuid4())})
    assert response["Location"].startswith(reverse("reauthenticate"))
    export.refresh_from_db()
    assert export.taken_at is None


def test_not_fetched_in_a_week_it_is_deleted(asked, caseworker):
    prepare(caseworker, asked)
    export = DataExport.objects.get()
    with clock.at(export.at + timedelta(days=8)):
        with TestCase.captureOnCommitCallbacks(execute=True):
            delete_data_exports.call()
        url = f"/rights/exports/{export.ref}/take/"
        assert at(caseworker).post(url, {"once": str(uuid4())}).status_code == 409
    assert list(EncryptedFile.names()) == []


def test_it_stands_among_what_is_due_until_it_is_answered(asked, case, caseworker, settings):
    task = case.tasks.get(what=Task.What.RIGHTS)
    assert task.due_on == asked.heard_on + timedelta(days=settings.AMPARO_RIGHTS_ANSWERED_DAYS)
    client = at(caseworker)
    assert asked.get_absolute_url() in client.get(f"/cases/{case.ref}/").content.decode()
    answer = {"outcome": "done", "because": "", "once": str(uuid4())}
    assert client.post(f"/rights/{asked.ref}/answer/", answer).status_code == 422, "not told yet"
    prepare(caseworker, asked)
    taken(caseworker)
    answer["once"] = str(uuid4())
    assert client.post(f"/rights/{asked.ref}/answer/", answer).status_code == 303
    task.refresh_from_db()
    assert not task.is_open


def test_for_a_stranger_there_is_no_such_request(asked, stranger):
    client = at(stranger)
    for path in ("", "prepare/", "answer/"):
        assert client.get(f"/rights/{asked.ref}/{path}").status_code == 404
