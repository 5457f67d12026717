"""Lists of commitments imported: checked first, applied once, changed editions keep old words."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.jobs.models import Job
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal

from .. import imports
from ..import_comparison import replaced_wordings
from ..imports import apply_import, check_import, read_head
from ..models import Commitment, FormerWording, Position, RecommendationImport, SourceDocument
from ..tasks import apply_commitment_import, discard_undecided
from .lists import FOURTH, docx_list

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
HEAD = "Number,Recommendation,Recommending State,Position"
FIRST = (
    HEAD, "10.1,Open the registry,Peru,Supported", "10.2,Translate the forms,Chile,Noted",
)  # fmt: skip
LATER = (
    HEAD, "10.1,Open the registry on Saturdays,Peru; Chile,Supported",
    "10.2,Translate the forms,Chile,Supported", "10.3,Answer in thirty days,Peru,Supported",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(cast):
    return cast.policy_officer


@pytest.fixture
def document(officer):
    return SourceDocument.record(by=officer, kind="upr", title="A made-up list", country="BO")


@pytest.fixture
def receive(document, officer):
    def receive(content, **fields) -> RecommendationImport:
        """A file of this document; a table is checked with the columns that are guessed."""
        if not isinstance(content, bytes):
            content = "\n".join(content).encode()
        received = RecommendationImport.receive(
            document, io.BytesIO(content), by=officer, office=officer.office, name="list",
            **{"format": "csv", "origin": "recommendation", "language": "en", "country": "BO",
               "stated_on": DAY} | fields,
        )  # fmt: skip
        if received.is_table:
            check_import(received, by=officer, mapping=read_head(received).guessed)
        else:
            check_import(received, by=officer)
        return received

    return receive


def test_a_document_is_imported_once_and_a_second_time_changes_nothing(receive, officer):
    received = receive(FOURTH, format="docx")
    assert not Commitment.objects.exists()  # a check writes none
    before = AuditEntry.objects.count()
    apply_import(received, by=officer)
    assert AuditEntry.objects.count() == before + 1  # one line for all of them
    seven = Commitment.objects.get(reference="140.7")
    assert (seven.state, seven.adopted_on, seven.country) == ("adopted", DAY, "BO")
    assert sorted(seven.authors.values_list("country", flat=True)) == ["MV", "PT"]
    assert seven.positions.get().source == "A/EX/3/Add.1 - Para.3"
    assert Commitment.objects.get(reference="140.253").state == "proposed"  # noted
    again = receive(FOURTH, format="docx")
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert again.earlier == received
    with pytest.raises(Refusal, match="changes nothing"):
        apply_import(again, by=officer)
    assert Commitment.objects.count() == 2


def test_a_changed_edition_shows_its_words_and_keeps_the_old_ones(receive, officer):
    apply_import(receive(FIRST), by=officer)
    later = receive(LATER, stated_on=date(2026, 9, 1))
    [words, position] = imports.show_import(later).changed
    assert ("added", " on Saturdays") in [(str(state), run) for state, run in words.word_changes]
    assert [each.country for each in words.new_authors] == ["CL"]
    assert position.new_answers == [("supported", date(2026, 9, 1), "")]
    assert Commitment.objects.get(reference="10.1").text == "Open the registry"  # untouched yet
    apply_import(later, by=officer)
    first = Commitment.objects.get(reference="10.1")
    assert first.text == "Open the registry on Saturdays"
    assert "saturdays" in first.search_text
    assert FormerWording.objects.get(commitment=first).text == "Open the registry"
    [replaced] = replaced_wordings(later, 10)
    assert (replaced.commitment, replaced.word_changes) == (first, words.word_changes)
    second = Commitment.objects.get(reference="10.2")
    assert list(second.positions.values_list("answer", "stated_on")) == [
        ("noted", DAY), ("supported", date(2026, 9, 1)),
    ]  # fmt: skip
    assert (second.state, second.adopted_on) == ("adopted", date(2026, 9, 1))


def test_what_no_longer_stands_in_the_file_is_listed_and_left(receive, officer, document):
    apply_import(receive(FIRST), by=officer)
    shorter = receive((HEAD, "10.1,Open the registry now,Peru,Supported"))
    assert (shorter.changed, shorter.gone) == (1, 1)
    apply_import(shorter, by=officer)
    assert document.commitments.count() == 2
    [missing] = shorter.missing.all()
    assert missing.commitment.reference == "10.2"


def test_a_total_that_differs_is_decided_by_a_person_before_anything(receive, officer):
    received = receive(FIRST, stated_total=3)
    with pytest.raises(Refusal, match="another total"):
        apply_import(received, by=officer)
    with pytest.raises(Refusal, match="how you know"):
        received.say_total(by=officer, right_total="found", right_because=" ")
    received.say_total(by=officer, right_total="found", right_because="Counted by hand.")
    apply_import(received, by=officer)
    received.refresh_from_db()
    assert (received.state, received.stated_total, received.found) == ("applied", 3, 2)
    assert (received.right_total, received.right_said_by) == ("found", officer)
    assert received.storage_key == ""


def test_what_changed_since_the_check_is_shown_again_first(receive, officer, document):
    received = receive(FIRST)
    Commitment.record(
        by=officer, office=officer.office, origin="recommendation", text="Open the registry",
        language="en", document=document, reference="10.1", today=DAY,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Check it again"):
        apply_import(received, by=officer)
    assert Commitment.objects.count() == 1


def test_a_large_list_is_a_job_that_tells_when_it_is_done(receive, officer, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    received = receive(FIRST)
    apply_import(received, by=officer)
    assert not Commitment.objects.exists()
    job = Job.objects.get(task=imports.TASK)
    apply_commitment_import.call(*job.args)
    received.refresh_from_db()
    assert received.state == "applied"
    assert Commitment.objects.count() == 2
    assert Notification.objects.get(user=officer).event == "recommendationimport.applied"


def test_what_nobody_decides_on_is_deleted_and_a_job_given_up_is_decided_anew(
    receive, officer, monkeypatch
):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    waiting, given_up = receive(FIRST), receive(FIRST)
    apply_import(given_up, by=officer)  # no worker takes it
    discard_undecided.call()
    given_up.refresh_from_db()
    assert given_up.state == "applying"
    with clock.at(clock.now() + timedelta(days=61)):
        discard_undecided.call()
    given_up.refresh_from_db()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.storage_key) == ("discarded", "")
    assert (given_up.state, given_up.ended_by) == ("checked", None)
    assert given_up.storage_key


@pytest.mark.parametrize(
    ("encoding", "separator", "ending"),
    [
        ("utf-8", ",", "\r\n"), ("utf-8-sig", ";", "\n"), ("utf-16", "\t", "\r\n"),
        ("cp1252", ";", "\r\n"), ("latin-1", ",", "\n"), ("mac_roman", ",", "\r"),
    ],
)  # fmt: skip
def test_tables_of_old_and_new_programs_are_read(receive, encoding, separator, ending):
    rows = [
        ("Número", "Recomendación", "Estado recomendante", "Posición"),
        *((f"10.{n}", f"Inscribir a cada niña y niño ya: año {n} según el código", "México",
           "Aceptada") for n in range(1, 6)),
    ]  # fmt: skip
    content = ending.join(separator.join(row) for row in rows).encode(encoding)
    [first, *_others] = imports.show_import(receive(content)).reading.found
    assert first.text == "Inscribir a cada niña y niño ya: año 1 según el código"
    assert first.authors[0].country == "MX"


def test_a_new_edition_of_a_list_without_numbers_finds_the_changed_one(receive, officer):
    head = "To,Text,From,Response,Session"
    row = "Bolivia,Open the civil registry on Saturdays,Peru,Accepted,13"
    apply_import(receive((head, row)), by=officer)
    later = receive((head, row.replace("Saturdays", "Saturdays and Sundays")))
    assert (later.new, later.changed, later.gone) == (0, 1, 0)
    apply_import(later, by=officer)
    again = receive((head, row.replace("Saturdays", "Saturdays and Sundays")))
    assert (again.new, again.changed, again.same) == (0, 0, 1)


# On the screen.


def upload(client, content: bytes, name: str, **fields):
    file = io.BytesIO(content)
    file.name = name
    said = {"file": file, "title": "A made-up list", "kind": "upr", "language": "en",
            "origin": "recommendation", "country": "BO"}  # fmt: skip
    return client.post(reverse("dialogue:import-new"), said | fields)


def test_a_file_is_chosen_its_columns_confirmed_and_imported(client, officer):
    client.force_login(officer)
    answer = upload(client, "\n".join(FIRST).encode(), "list.csv")
    received = RecommendationImport.objects.get()
    assert answer.status_code == 303
    answer = client.post(
        reverse("dialogue:import-columns", args=[received.ref]),
        {"reference": "0", "text": "1", "author": "2", "position": "3"},
    )
    assert answer.status_code == 303
    page = client.get(received.get_absolute_url()).content.decode()
    assert "Translate the forms" in page
    answer = client.post(reverse("dialogue:import-apply", args=[received.ref]))
    assert answer.status_code == 303
    assert Position.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.4", "list.pdf", "Choose a DOCX"),
        (b"PK\x03\x04nothing", "list.docx", "not a Word document"),
        (docx_list("fourth"), "list.docx", "No commitment was found"),
        (b"%PDF-1.4 and more", "list.csv", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, officer, content, name, words):
    client.force_login(officer)
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RecommendationImport.objects.exists()
    assert not SourceDocument.objects.exists()


def test_a_workbook_is_read_as_a_table(receive, officer):
    book = openpyxl.Workbook()
    for row in (("Number", "Recommendation", "Recommending State", "Position", "Deadline"),
                ("10.1", "Open the registry", "Peru; Chile", "Supported", date(2027, 1, 31)),
                (10.2, "Translate the forms", "Peru", "Noted", None)):  # fmt: skip
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    apply_import(receive(written.getvalue(), format="xlsx"), by=officer)
    assert set(Commitment.objects.values_list("reference", "deadline")) == {
        ("10.1", date(2027, 1, 31)), ("10.2", None),
    }  # fmt: skip
