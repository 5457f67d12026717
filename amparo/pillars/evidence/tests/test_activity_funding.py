"""The 5W names what paid: to who may see it, and only where it paid for many."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from amparo.foundation.core.models import Organization
from amparo.foundation.funding.models import BudgetLine, Fund, Project
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, freezing, hxl, outside
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Computation, MonthlyReport
from amparo.pillars.evidence.outside import PublishedFigures
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

pytestmark = pytest.mark.django_db


@shared_start
@counting_few()
def report(cast):
    """A frozen month, with one service that a fund of a project paid."""
    today = cast.office.today()
    project = Project.objects.create(
        code="P-77", title="Return", currency="USD", by=cast.supervisor,
        donor=Organization.objects.create(name="Fondo Sur"),
        starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=300),
    )  # fmt: skip
    project.offices.add(cast.office)
    fund = Fund.set_up(
        by=cast.supervisor, code="F-1", name="Return", donor=project.donor, office=cast.office,
        currency="BOB", since=project.starts_on, until=project.ends_on,
    )  # fmt: skip
    Fund.objects.filter(pk=fund.pk).update(project=project)
    line = BudgetLine.add(fund, by=cast.supervisor, code="1", name="Food", amount=Decimal(900))
    ServiceProvided.give(
        cast.case, by=cast.caseworker, service_type="food", given_on=earlier(today, 1),
        quantity=Decimal(1), value=Decimal(10), currency="BOB", budget_line=line,
        is_emergency=True,
    )  # fmt: skip
    computing.run(Computation.objects.create())
    made = MonthlyReport.ask(
        by=cast.data_officer, office=cast.office, is_with_branches=False, month=earlier(today, 1)
    )
    freezing.freeze(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def project(report):
    return Project.objects.get(code="P-77")


def as_if_assisted(report, project, persons):
    """The frozen 5W as if so many persons had got food, all of them paid by the project."""
    frozen = report.figures.get(version__indicator__code="OPT-2")
    at = ["", "", "food"]
    frozen.figures |= {
        "activities": [[*at, None, None, 40, 11], [*at, "adult", "female", 40, 11]],
        "funding": [[*at, "project", str(project.pk), persons]],
    }  # fmt: skip
    frozen.save()
    return PublishedFigures(outside.prepare(report))


def column_of(content):
    _tags, *rows = csv.DictReader(io.StringIO(content.decode()))
    return [row["Project or fund"] for row in rows]


def test_a_frozen_month_knows_what_paid(report, project):
    frozen = report.figures.get(version__indicator__code="OPT-2")
    assert ["", "", "food", "project", str(project.pk), 1] in frozen.figures["funding"]
    assert [row[3:5] for row in frozen.figures["activities"] if row[3] is None] == [[None, None]]


def test_the_page_names_the_project_to_who_may_see_it(client, data_officer, report, project):
    client.force_login(data_officer)
    url = f"/evidence/activities/?month={report.month:%Y-%m}"
    assert "P-77" in client.get(url).text
    project.offices.clear()  # a project of nobody here
    page = client.get(url).text
    assert "Persons reached" in page
    assert "P-77" not in page
    assert "Project or fund" not in page


def test_the_file_names_it_where_it_paid_for_as_many_as_are_shown(report, project, data_officer):
    published = as_if_assisted(report, project, 5)
    assert column_of(hxl.csv_file_of(report, published, data_officer)) == ["P-77"]


def test_it_names_none_that_paid_for_fewer(report, project, data_officer):
    published = as_if_assisted(report, project, 4)
    assert column_of(hxl.csv_file_of(report, published, data_officer)) == [""]


def test_who_may_not_see_the_project_gets_the_file_without_it(report, project, stranger):
    published = as_if_assisted(report, project, 5)
    assert column_of(hxl.csv_file_of(report, published, stranger)) == [""]


def test_the_workbook_has_the_same_rows_with_their_tags(report, project, data_officer):
    published = as_if_assisted(report, project, 5)
    content = hxl.xlsx_file_of(report, published, data_officer)
    _heads, tags, row = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert tags == hxl.TAGS
    assert "P-77" in row
    assert 40 in row
