"""Legacy totals and targets from a spreadsheet: typed with a source, explained cell by cell."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from amparo.foundation.core.models import Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import Project
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import shipped
from amparo.pillars.evidence.models import (
    Indicator,
    LegacyTotal,
    ProjectResult,
    ResultIndicator,
    Target,
)

pytestmark = pytest.mark.django_db

IMPORT = "/evidence/legacy-totals/import/"
HEAD = "indicator,from,to,area,total,source,source_date"
GOOD = "OPT-1,2024-01-01,2024-12-31,,1250,Annual report 2024,2025-02-01"


@pytest.fixture(autouse=True)
def indicators(db):
    shipped.install()
    Place.create(by=None, name="Altiplano Norte", kind="region", country="BO", pcode="BO01")


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


def csv_file(*rows):
    return SimpleUploadedFile("totals.csv", "\n".join([HEAD, *rows]).encode(), "text/csv")


def checked(page):
    return re.search(r'name="rows" value="([^"]+)"', page)[1]


def said(**more):
    fields = {
        "indicator": Indicator.objects.get(code="OPT-1"), "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31), "value": Decimal(1250), "source": "Annual report",
        "source_on": date(2025, 2, 1),
    }  # fmt: skip
    return fields | more


def test_a_total_stands_apart_with_its_source(officer, data_officer, office):
    form = {
        "indicator": Indicator.objects.get(code="OPT-1").pk, "starts_on": "2024-01-01",
        "ends_on": "2024-12-31", "value": "1250", "source": "Annual report 2024",
        "source_on": "2025-02-01",
    }  # fmt: skip
    assert officer.post("/evidence/legacy-totals/new/", form).status_code == 303
    page = officer.get("/evidence/indicators/OPT-1/").text
    assert "Annual report 2024" in page
    assert "They are part of no sum above." in page
    assert "1250" in officer.get("/evidence/legacy-totals/").text
    total = LegacyTotal.objects.get()
    assert officer.post(f"/evidence/legacy-totals/{total.ref}/remove/").status_code == 303
    assert "Annual report 2024" not in officer.get("/evidence/indicators/OPT-1/").text


@pytest.mark.parametrize(
    "wrong",
    [{"ends_on": date(2023, 1, 1)}, {"source_on": date(2999, 1, 1)}, {"value": Decimal(-1)}],
)
def test_what_cannot_be_is_refused(data_officer, office, wrong):
    with pytest.raises(Refusal):
        LegacyTotal.record(office, by=data_officer, **said(**wrong))


def test_the_same_is_not_recorded_twice(data_officer, office):
    first = LegacyTotal.record(office, by=data_officer, **said())
    with pytest.raises(Refusal):
        LegacyTotal.record(office, by=data_officer, **said())
    first.remove(by=data_officer)
    LegacyTotal.record(office, by=data_officer, **said())


def test_a_dry_run_explains_each_bad_cell_and_imports_nothing(officer):
    answer = officer.post(IMPORT, {"file": csv_file(
        GOOD,
        "NOPE,2024-01-01,2024-12-31,,1,Report,2025-02-01",
        "OPT-1,31/12/2023,2024-12-31,,1,Report,2025-02-01",
        "OPT-1,2022-01-01,2022-12-31,Atlantis,about 90,,2025-02-01",
        "OPT-1,2021-12-31,2021-01-01,,1,Report,2025-02-01",
    )})  # fmt: skip
    assert answer.status_code == 422
    for text in (
        "There is no indicator with this code.", "This is no date. Write it as 2025-12-31.",
        "There is no area of level 1 with this name or p-code.", "This is no number.",
        "This cell is empty. Fill it in.", "It ends before it starts.", "about 90",
        "Nothing was imported. Mend the file and choose it again.",
    ):  # fmt: skip
        assert text in answer.text, text
    assert not LegacyTotal.objects.exists()


def test_checked_first_and_imported_afterwards(officer, data_officer, office):
    rows = (GOOD, "opt-1,2023-01-01,2023-12-31,BO01,980.5,Annual report 2023,2024-02-01")
    page = officer.post(IMPORT, {"file": csv_file(*rows)})
    assert page.status_code == 200
    assert "Checked: all rows are right" in page.text
    assert not LegacyTotal.objects.exists()
    payload = checked(page.text)
    assert officer.post(IMPORT, {"rows": payload}).status_code == 303
    total = LegacyTotal.objects.get(starts_on=date(2023, 1, 1))
    assert (total.value, total.place.name, total.by) == (
        Decimal("980.5"), "Altiplano Norte", data_officer,
    )  # fmt: skip
    # Sent twice it explains that they are there, and adds none.
    again = officer.post(IMPORT, {"rows": payload})
    assert again.status_code == 422
    assert "is there already" in again.text
    assert LegacyTotal.objects.count() == 2


def test_rows_that_nobody_checked_are_not_imported(officer):
    answer = officer.post(IMPORT, {"rows": "e30:forged:signature"})
    assert "The check has expired. Choose the file again." in answer.text
    assert not LegacyTotal.objects.exists()


def test_a_workbook_with_dates_and_numbers_of_its_own(officer):
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(
        ["OPT-1", date(2024, 1, 1), date(2024, 12, 31), None, 1250, "Report", date(2025, 2, 1)]
    )
    file = io.BytesIO()
    book.save(file)
    page = officer.post(IMPORT, {"file": SimpleUploadedFile("totals.xlsx", file.getvalue())})
    assert page.status_code == 200, page.text
    assert officer.post(IMPORT, {"rows": checked(page.text)}).status_code == 303
    assert LegacyTotal.objects.get().value == 1250


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"a,b\n1,2\n", "These columns are missing"), (HEAD.encode(), "There is no row"),
     (HEAD.strip().encode() + b",total\n1,2,3,4,5,6,7,8\n", "stand there twice: total"),
     (b"%PDF-1.7\n", "")],
)  # fmt: skip
def test_what_is_no_such_table_is_said(officer, content, text):
    answer = officer.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert text in answer.text


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "official", "administrator"])
def test_nobody_else_imports(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(IMPORT).status_code == 404
    assert client.get("/evidence/legacy-totals/new/").status_code == 404


def test_targets_of_a_project_from_the_same_kind_of_file(
    client, programme_manager, supervisor, office
):
    today = office.today()
    project = Project.set_up(
        by=programme_manager, code="ALB-26", title="Safe return",
        donor=Organization.found(by=None, name="Fondo Alba", kind="agency"), currency="USD",
        offices=[office], partners=[], starts_on=today, ends_on=today + timedelta(days=300),
    )  # fmt: skip
    result = ProjectResult.add(project, by=programme_manager, level="output", text="Assisted")
    ResultIndicator.choose(
        result, by=programme_manager, indicator=Indicator.objects.get(code="OPT-1")
    )
    client.force_login(programme_manager)
    url = f"/evidence/projects/{project.ref}/targets/"
    assert client.get(url).status_code == 200
    head = "indicator,from,to,area,target,milestone"
    start, end = today.isoformat(), (today + timedelta(days=200)).isoformat()

    def file(*rows):
        return SimpleUploadedFile("targets.csv", "\n".join([head, *rows]).encode(), "text/csv")

    bad = client.post(url, {"file": file(
        f"OPT-1,{start},2999-01-01,,100,", f"OPT-3,{start},{end},,100,",
    )})  # fmt: skip
    assert "A target lies within the time of the project." in bad.text
    assert "The project measures no result, or several, by this indicator." in bad.text
    page = client.post(url, {"file": file(f"OPT-1,{start},{end},,100,Two offices open")})
    assert client.post(url, {"rows": checked(page.text)}).status_code == 303
    target = Target.objects.get()
    assert (target.value, target.milestone) == (100, "Two offices open")
    client.force_login(supervisor)
    assert client.get(url).status_code in (403, 404)
