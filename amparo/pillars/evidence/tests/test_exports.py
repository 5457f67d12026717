"""What leaves of a monthly report: exact for the office, hidden and rounded for others."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.extension_points import reported_indicators
from amparo.foundation.core.measures import ReportedIndicator
from amparo.foundation.disclosure_control.audiences import RULES
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, freezing, outside
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.hxl import last_day
from amparo.pillars.evidence.models import (
    Computation,
    DHIS2DataElement,
    DHIS2OrgUnit,
    Indicator,
    MonthlyReport,
    ReportRelease,
)
from amparo.pillars.evidence.outside import PublishedFigures
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

SCHEMAS = Path(__file__).parent / "schemas"
ELEMENT, COMBO, WOMEN, UNIT = "fbfJHSPpUQD", "HllvX50cXC0", "J2Qf1jtZuj8", "DiszpKrYNg8"
pytestmark = pytest.mark.django_db


@pytest.fixture
def month(case):
    return earlier(case.office.today(), 1)


@pytest.fixture(autouse=True)
def _in_english(supervisor, data_officer):
    for user in (supervisor, data_officer):
        user.language = "en"
        user.save(update_fields=["language"])


def frozen_month(cast):
    """Last month of one person and one service, frozen."""
    month = earlier(cast.case.office.today(), 1)
    ServiceProvided.give(
        cast.case, by=cast.caseworker, service_type="food", given_on=month, quantity=Decimal(1),
        is_emergency=True,
    )  # fmt: skip
    computing.run(Computation.objects.create())
    report = MonthlyReport.ask(
        by=cast.data_officer, office=cast.case.office, is_with_branches=False, month=month,
        remark="Floods, and no visits for two weeks.",
    )  # fmt: skip
    freezing.freeze(report)
    report.refresh_from_db()
    return report


@shared_start
@counting_few()
def report(cast):
    """A frozen month."""
    return frozen_month(cast)


def stored(month, total, **breakdowns):
    """Figures of one month as `figures.collect` stores them."""
    [[_values, *amounts]] = total
    day = {"total": amounts, "breakdowns": json.dumps(breakdowns)}
    return {"month": {month.isoformat(): day}}


def cells(*rows):
    """Stored cells: values, count and persons alike, each group with a key of its own."""
    return [
        [list(values), count, None, None, count, 7919 * (1 + len(values)) * count + at]
        for at, (values, count) in enumerate(rows)
    ]


@shared_start
@counting_few()
def signed(cast):
    """A signed month of 60 persons, three of them men, as if so many had been assisted."""
    area = Place.objects.create(name="=Altiplano", kind=Place.Kind.REGION, pcode="BO04")
    report = frozen_month(cast)
    month = report.month
    frozen = report.figures.get(version__indicator__code="OPT-1")
    frozen.figures = stored(
        month, cells(((), 60)), sex=cells((("female",), 57), (("male",), 3)),
        age_group=cells((("child",), 24), (("adult",), 36)),
    )  # fmt: skip
    frozen.save()
    outcome = {"": [[[], 27, 54, None, 27, 77]]}
    report.figures.create(
        version=Indicator.objects.get(code="OUT-3").version,
        figures={"month": {month.isoformat(): outcome}},
    )
    frozen = report.figures.get(version__indicator__code="OPT-2")
    at = [str(area.pk), "", "food"]
    frozen.figures |= {
        "activities": [
            [*at, None, None, 40, 11], [*at, "child", "female", 22, 12],
            [*at, "adult", "female", 16, 13], [*at, "adult", "male", 2, 14],
            ["", "", "cash", None, None, 2, 15], ["", "", "cash", "adult", "male", 2, 15],
        ]
    }  # fmt: skip
    frozen.save()
    report.state, report.signed_by, report.signed_at = "signed", cast.supervisor, now()
    report.digest = report.digest_of_figures()
    report.save()
    log.log_event(report.by, "monthlyreport.frozen", report, code=report.digest)
    ReportRelease.objects.create(report=report).finish(outside.prepare(report))
    return report


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


def take(client, report, code):
    return client.get(f"/evidence/reports/{report.ref}/export/{code}/")


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


# For the office.


def test_the_sheet_is_made_in_each_language(officer, data_officer, report):
    name = f"protection-{report.month:%Y-%m}-pdf-provisional.pdf"
    for language in ("en", "es", "fr", "ar"):
        data_officer.language = language
        data_officer.save(update_fields=["language"])
        answer = take(officer, report, "pdf")
        assert answer.status_code == 200, language
        assert answer.content.startswith(b"%PDF-")
        assert name in answer.headers["Content-Disposition"]


def test_the_workbook_says_that_it_is_provisional_and_hides_nothing(officer, report):
    answer = take(officer, report, "xlsx")
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(answer.content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert "Figures (provisional)" in parts["xl/workbook.xml"]
    assert "hidden" not in parts["xl/workbook.xml"]
    assert "Persons assisted" in parts["xl/worksheets/sheet1.xml"]
    about = parts["xl/worksheets/sheet3.xml"]
    assert "For the office only" in about
    assert "Floods" in about
    assert report.digest in about
    assert report.block_head in about
    assert "<f>" not in "".join(parts.values())


def test_each_download_is_in_the_audit_log(officer, report):
    take(officer, report, "xlsx")
    entry = AuditEntry.objects.get(event="monthlyreport.exported")
    assert entry.details == {"format": "xlsx", "purpose": "reporting"}
    assert entry.record_ref == report.ref


def test_it_is_asked_who_is_there_when_the_sign_in_is_old(officer, report):
    session = officer.session
    session["fresh"] = ""
    session.save()
    assert take(officer, report, "xlsx").status_code in (302, 303)
    assert not AuditEntry.objects.filter(event="monthlyreport.exported").exists()


# For others.


OUTSIDE = ("5w", "activityinfo", "dhis2", "iati-outputs", "iati-outcomes")


@pytest.mark.parametrize("code", OUTSIDE)
def test_nothing_leaves_before_it_is_signed(officer, report, code):
    answer = take(officer, report, code)
    assert answer.status_code == 422
    assert "not signed yet" in answer.text
    assert not AuditEntry.objects.filter(event="monthlyreport.exported").exists()


def test_nothing_leaves_of_figures_that_were_changed(officer, signed):
    frozen = signed.figures.get(version__indicator__code="OPT-1")
    frozen.figures = {"month": {}}
    frozen.save()
    for code in ("xlsx", "activityinfo"):
        answer = take(officer, signed, code)
        assert answer.status_code == 422
        assert "not those that were frozen" in answer.text


def test_signing_prepares_what_others_may_have(report, supervisor, client, run_jobs):
    client.force_login(supervisor)
    report.sign(by=supervisor)
    page = f"/evidence/reports/{report.ref}/export/"
    assert "being prepared" in client.get(page).text
    run_jobs()
    assert ReportRelease.objects.get(report=report).ready_at
    assert "5W with HXL tags" in client.get(page).text


def test_few_are_hidden_and_the_rest_is_rounded(signed):
    published = PublishedFigures(ReportRelease.objects.get(report=signed).tables)
    version = signed.figures.get(version__indicator__code="OPT-1").version_id
    assert published.figure(version).value % 5 == 0
    assert published.figure(version, "sex", "male").value is None
    shown = [published.figure(version, "age_group", each).value for each in ("child", "adult")]
    assert all(value is None or value % 5 == 0 for value in shown)


def test_what_was_given_is_kept_for_later_audits(signed):
    tables = PublishedFigures(ReportRelease.objects.get(report=signed).tables).tables
    assert all(f"/{signed.month:%Y-%m}" in each.measure for each in tables)
    assert {each.dimensions[0].categories for each in tables} == {(str(signed.office_id),)}
    assert find_disclosures(tables, RULES[outside.AUDIENCE]) == []
    exact = {"57", "3"}
    shown = {str(cell.people.number) for table in tables for cell in table.cells}
    assert not exact & shown


def test_a_number_of_records_of_few_persons_is_hidden_too(report, month):
    frozen = report.figures.get(version__indicator__code="OPT-2")
    frozen.figures = stored(month, [[[], 90, None, None, 3, 5]])
    frozen.save()
    published = PublishedFigures(outside.prepare(report))
    assert published.figure(frozen.version_id).value is None


def test_activityinfo_has_a_key_and_no_exact_number(officer, signed):
    answer = take(officer, signed, "activityinfo")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer)
    assert len({row["record_key"] for row in rows}) == len(rows)
    of = {(row["indicator_code"], row["category_code"]): row for row in rows}
    assert of["OPT-1", "male"]["value"] == ""
    assert of["OPT-1", "male"]["note"]
    assert int(of["OPT-1", ""]["value"]) % 5 == 0
    assert not {"57", "3", "24", "36"} & {row["value"] for row in rows}


def test_the_5w_leaves_out_rows_of_few_persons(officer, signed):
    _tags, *rows = rows_of(take(officer, signed, "5w"))
    [row] = rows
    assert row["Service code"] == "food"
    assert row["P-code of the area"] == "BO04"
    assert row["Area"] == "'=Altiplano"  # no formula
    assert row["Persons reached"] == "40"
    assert row["Men"] == ""
    assert row["Note"]


def test_who_did_what_where_is_counted_at_the_freeze(report):
    frozen = report.figures.get(version__indicator__code="OPT-2")
    totals = [row for row in frozen.figures["activities"] if row[3] is None]
    [[_area, provider, service, _age, _sex, people, _members]] = totals
    assert (provider, service, people) == ("", "food", 1)
    assert report.is_intact


def test_restricted_cases_are_in_no_row_of_the_5w(case, caseworker, data_officer, month):
    ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=month, quantity=Decimal(1),
        is_emergency=True,
    )  # fmt: skip
    case.confidentiality = case.Confidentiality.TRAFFICKING
    case.save()
    computing.run(Computation.objects.create())
    report = MonthlyReport.ask(
        by=data_officer, office=case.office, is_with_branches=False, month=month
    )
    freezing.freeze(report)
    frozen = report.figures.get(version__indicator__code="OPT-2")
    assert frozen.figures["activities"] == []


# By the schemas of others (`schemas/README.md`).


@pytest.mark.parametrize("code", ["iati-outputs", "iati-outcomes"])
def test_iati_is_valid_by_its_own_schema(officer, signed, code):
    answer = take(officer, signed, code)
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "iati-activities-schema.xsd"))
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    schema.assertValid(root)
    del root.attrib["type"]
    assert not schema.validate(root)


@pytest.mark.parametrize("is_known", [True, False])
def test_published_indicators_that_others_report_stand_among_the_outcomes(
    officer, signed, monkeypatch, is_known
):
    asked = []

    def provide(office, until):
        asked.append((office, until))
        return [
            ReportedIndicator(
                titles={"es": "COM-26-001: 40 camas", "en": "COM-26-001: 40 beds"},
                descriptions={"es": "camas"}, target=Decimal("40.00"), baseline=Decimal(4),
                starts_on=date(2025, 3, 1), ends_on=date(2026, 12, 31),
                actual=Decimal("14.50") if is_known else None,
                sources={"en": "Found in a review."},
            )
        ]  # fmt: skip

    monkeypatch.setattr(reported_indicators, "content", [provide])
    root = etree.fromstring(take(officer, signed, "iati-outcomes").content)
    etree.XMLSchema(etree.parse(SCHEMAS / "iati-activities-schema.xsd")).assertValid(root)
    assert asked == [(signed.office, last_day(signed.month))]
    [said] = root.xpath("//indicator[title/narrative='COM-26-001: 40 beds']")
    assert said.xpath("baseline/@value") == ["4"]
    assert said.xpath("period[period-end/@iso-date='2026-12-31']/target/@value") == ["40"]
    assert said.xpath("period/actual/@value") == (["14.5"] if is_known else [])
    assert said.xpath("period/actual/comment/narrative/text()") == ["Found in a review."]
    outputs = etree.fromstring(take(officer, signed, "iati-outputs").content)
    assert outputs.xpath("//narrative[contains(., 'COM-26-001')]") == []


def test_a_hidden_actual_has_no_value_and_says_so(officer, signed):
    root = etree.fromstring(take(officer, signed, "iati-outputs").content)
    men = root.xpath("//actual[dimension[@name='sex' and @value='male']]")
    assert "value" not in men[0].attrib
    texts = men[0].xpath("comment/narrative/text()")
    assert len(texts) == 4
    total = root.xpath("//indicator[1]/period/actual[not(dimension)]/@value")
    assert int(total[0]) % 5 == 0


def hxl_problems(text: str) -> Iterator[str]:
    """What the core schema of libhxl calls an error: its dates and numbers."""
    _heads, tags, *rows = csv.reader(io.StringIO(text))
    for rule in json.loads((SCHEMAS / "hxl-default-schema.json").read_text()):
        if rule["#valid_severity"] != "error":
            continue
        wanted = {each.split("+")[0] for each in rule["#valid_tag"].split(",") if "+" not in each}
        for at, tag in enumerate(tags):
            for row in rows:
                if tag.split("+")[0] in wanted and row[at]:
                    yield from _problem(rule["#valid_datatype"], row[at])


def _problem(datatype: str, value: str) -> Iterator[str]:
    try:
        date.fromisoformat(value) if datatype == "date" else float(value)
    except ValueError:
        yield value


def test_the_5w_is_valid_by_the_core_schema_of_hxl(officer, signed):
    text = take(officer, signed, "5w").content.decode()
    tags = list(csv.reader(io.StringIO(text)))[1]
    assert all(tag.startswith("#") for tag in tags)
    assert list(hxl_problems(text)) == []
    assert list(hxl_problems(text.replace(",40,", ",<5,"))) == ["<5"]


# DHIS2.


def test_dhis2_has_mapped_cells_alone_and_no_hidden_one(officer, data_officer, signed):
    indicator = Indicator.objects.get(code="OPT-1")
    combos = {"": COMBO, "sex=female": WOMEN, "sex=male": WOMEN}
    DHIS2DataElement.put(indicator, by=data_officer, uid=ELEMENT, option_combos=combos)
    assert "no DHIS2 code yet" in take(officer, signed, "dhis2").text
    DHIS2OrgUnit.put(signed.office, by=data_officer, uid=UNIT)
    values = json.loads(take(officer, signed, "dhis2").content)["dataValues"]
    assert {each["period"] for each in values} == {f"{signed.month:%Y%m}"}
    assert {each["orgUnit"] for each in values} == {UNIT}
    assert 1 <= len(values) <= 2  # never the three men
    assert all(int(each["value"]) % 5 == 0 for each in values)
    page = officer.get(f"/evidence/reports/{signed.ref}/export/").text
    assert "Without a DHIS2 code" in page
    assert "Age group: Children" in page


def test_codes_are_entered_by_indicator_and_office(officer, case, report):
    url = "/evidence/indicators/OPT-1/dhis2/"
    assert officer.get(url).status_code == 200
    assert "eleven letters" in officer.post(url, {"uid": "12345678901"}).text
    assert "data element too" in officer.post(url, {"cell-0": COMBO}).text
    assert officer.post(url, {"uid": ELEMENT, "cell-0": COMBO}).status_code == 303
    found = DHIS2DataElement.objects.get()
    assert (found.uid, found.option_combos) == (ELEMENT, {"": COMBO})
    url = "/evidence/dhis2/offices/"
    assert officer.post(url, {f"office-{case.office.pk}": UNIT}).status_code == 303
    assert DHIS2OrgUnit.objects.get(office=case.office).uid == UNIT


# Who may.


def test_nobody_else_takes_anything_out(
    client, signed, caseworker, administrator, auditor, nurse, stranger, subtests
):
    for user in (caseworker, administrator, auditor, nurse, stranger):
        client.force_login(user)
        for code in ("pdf", "xlsx", *OUTSIDE):
            with subtests.test(user=user.name, code=code):
                assert take(client, signed, code).status_code in (403, 404)
        page = client.get(f"/evidence/reports/{signed.ref}/export/")
        assert page.status_code in (403, 404)


def test_a_format_that_is_none_is_not_there(officer, report):
    assert take(officer, report, "docx").status_code == 404
