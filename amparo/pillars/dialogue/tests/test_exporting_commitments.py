"""Commitments as files: codes that an import knows again, no formulas, drafts of a report."""

import csv
import io
from datetime import date

import docx
import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.law.countries import find_country

from ..exports import csv_of, xlsx_of
from ..models import Cluster, Commitment, Position, ProgressReport, Review, SourceDocument
from ..models.progress import Progressed
from ..recommendation_tables import Said, guess_mapping, read_rows
from ..selection import selected_commitments
from ..state_reports import FORMATS, ReportWish, compose_report

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(cast):
    return cast.policy_officer


@pytest.fixture
def document(officer):
    return SourceDocument.record(by=officer, kind="upr", title="A made-up list", symbol="A/EX/9")


@pytest.fixture
def commitment(cast, officer, document):
    """A recommendation of Peru and Chile, borne by the organization, reported and reviewed."""
    made = Commitment.record(
        by=officer, office=officer.office, origin="recommendation", text="Open the *registry*",
        language="en", bearers=[cast.organization], today=DAY, document=document,
        reference="10.1", country="BO", theme="Birth registration", deadline=date(2027, 1, 31),
        authors=[{"country": "PE"}, {"country": "CL"}], tags=["right:documents"],
    )  # fmt: skip
    Position.record(made, by=officer, answer="supported", stated_on=DAY, source="A/EX/9/Add.1")
    return made


@pytest.fixture
def formula(officer, document):
    return Commitment.record(
        by=officer, office=officer.office, origin="pledge", text='=HYPERLINK("http://x.example")',
        language="en", today=DAY, document=document, reference="10.2",
    )  # fmt: skip


def report_and_review(commitment, cast):
    ProgressReport.send(
        cast.organization,
        by=cast.official,
        since=DAY,
        until=date(2026, 6, 30),
        lines=[Progressed(commitment, "on_track", "Two desks # opened", figure=2)],
    )
    Review.record(
        commitment, by=cast.policy_officer, progress="behind", text="One desk is closed",
        evidence="Visit of May",
    )  # fmt: skip


def test_a_table_has_all_codes_and_is_read_by_an_import_again(commitment, cast):
    report_and_review(commitment, cast)
    text = csv_of(Commitment.objects.all()).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    told = dict(zip(header, row, strict=True))
    assert told["authors"] == "PE; CL"
    assert told["tags"] == "right:documents"
    assert (told["position"], told["position_date"]) == ("supported", "2026-03-02")
    assert (told["reported_progress"], told["review_progress"]) == ("on_track", "behind")
    assert told["ref"] == str(commitment.ref)
    assert told["lead"] == cast.organization.name
    [found] = read_rows([(2, row)], guess_mapping(header), find_country, Said()).found
    assert (found.reference, found.text, found.country) == ("10.1", "Open the *registry*", "BO")
    assert [each.country for each in found.authors] == ["PE", "CL"]
    assert found.answer_codes == {"supported"}


def test_what_begins_like_a_formula_does_not_run(formula):
    _head, row = csv.reader(io.StringIO(csv_of(Commitment.objects.all()).decode("utf-8-sig")))
    assert row[6].startswith("'=HYPERLINK")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(Commitment.objects.all()))).active
    assert sheet.cell(2, 7).data_type != "f"


def test_a_file_takes_the_filters_of_a_list_and_says_how_many(
    client, officer, commitment, formula
):
    client.force_login(officer)
    address = reverse("dialogue:commitments-export", args=["csv"])
    answer = client.get(address, {"country": "BO", "position": "supported"})
    assert commitment.number in answer.content.decode()
    assert formula.number not in answer.content.decode()
    assert AuditEntry.objects.filter(event="commitment.exported").count() == 1
    assert client.get(reverse("dialogue:commitments-export", args=["exe"])).status_code == 404


def test_filters_find_clusters_and_ticks_and_a_malformed_tick_finds_nothing(
    officer, commitment, formula
):
    cluster = Cluster.create(by=officer, office=officer.office, name="Documents")
    cluster.add(by=officer, commitments=Commitment.objects.filter(pk=commitment.pk))

    def found(query: str) -> list[Commitment]:
        return list(selected_commitments(QueryDict(query), officer).order_by("pk"))

    assert found(f"cluster={cluster.ref}") == [commitment]
    assert found(f"ref={formula.ref}") == [formula]
    assert found("author=CL") == [commitment]
    assert found("ref=nonsense") == []


# The report composer.


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_a_draft_says_what_was_reported_beside_what_was_reviewed(commitment, cast, language):
    report_and_review(commitment, cast)
    wish = ReportWish("Draft", language, "bearer")
    draft = FORMATS["docx"].write(compose_report(Commitment.objects.all(), wish))
    read = docx.Document(io.BytesIO(draft))
    said = "\n".join(each.text for each in read.paragraphs)
    for words in ("Open the *registry*", "Two desks # opened", "One desk is closed", "10.1",
                  cast.organization.name, "A/EX/9/Add.1"):  # fmt: skip
        assert words in said


def test_a_draft_of_many_asks_no_more_than_one_of_few(
    commitment, cast, django_assert_max_num_queries
):
    for number in range(3):
        made = Commitment.record(
            by=cast.policy_officer, office=cast.office, origin="pledge", text=f"Pledge {number}",
            language="en", today=DAY, bearers=[cast.organization],
        )  # fmt: skip
        report_and_review(made, cast)
    with django_assert_max_num_queries(9):
        assert len(compose_report(Commitment.objects.all(), ReportWish("D", "en")).sections) > 4


def test_where_nothing_was_reported_the_draft_says_so(formula):
    said = compose_report(Commitment.objects.all(), ReportWish("Draft", "en"))
    text = "\n".join(each.text for each in said.sections)
    assert "No progress was reported." in text
    assert "Nobody reviewed" in text


def test_a_wording_in_another_language_is_marked_and_a_translation_is_named(commitment):
    wish = ReportWish("Informe", "es")
    assert compose_report(Commitment.objects.all(), wish).sections[2].languages == {0: "en"}
    commitment.texts.create(language="es", text="Abrir el registro")
    section = compose_report(Commitment.objects.all(), wish).sections[2]
    assert "Abrir el registro" in section.text
    assert not section.languages


def test_ticked_commitments_become_a_file_and_none_is_refused(client, officer, commitment):
    client.force_login(officer)
    address = reverse("dialogue:state-report")
    said = {"title": "Draft", "language": "en", "group": "theme", "format": "docx"}
    answer = client.post(address, said)
    assert answer.status_code == 422
    assert "Tick at least one" in answer.content.decode()
    answer = client.post(address, said | {"ref": str(commitment.ref)})
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    answer = client.post(address, said | {"ref": str(commitment.ref), "format": "pdf"})
    assert answer.status_code in (200, 503)
    if answer.status_code == 200:
        assert answer.content[:4] == b"%PDF"
