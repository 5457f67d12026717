"""Sheets for donors: agreed, composed, audited, signed by another, read by the donor alone."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from amparo.foundation.core.models import AuditEntry, Membership, Office, Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.funding.models import BudgetLine, Fund, Project
from amparo.pillars.evidence import donor_sheets, holdings, iati, outside, releasing, shipped
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import (
    DonorAgreement,
    DonorSheet,
    Indicator,
    MonthlyReport,
    ProjectResult,
    Release,
    ResultIndicator,
    Target,
)
from amparo.pillars.evidence.outside import PublishedFigures

from .made_up_months import CUTS, PROJECT_CUTS, made_up_people, signed_month

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "schemas"
ALL = ("sex", "age_group", "disability")
ALL_CUTS = (*CUTS, *PROJECT_CUTS)


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def donor(db):
    return Organization.found(by=None, name="Alba Cooperation", kind="agency")


def reader_of(organization, name="reader"):
    office = Office.set_up(by=None, name=f"Desk of {organization.name}", country="BO",
                           time_zone="America/La_Paz", organization=organization)  # fmt: skip
    user = User.objects.invite(f"{name}@example.org", name, by=None)
    User.objects.filter(pk=user.pk).update(language="en")
    Membership.objects.create(user=user, office=office, role="donor_reader")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def reader(donor):
    return reader_of(donor)


@pytest.fixture
def project(programme_manager, office, donor, month):
    return Project.set_up(
        by=programme_manager, code="ALB-26", title="Safe ways", donor=donor, currency="USD",
        starts_on=month, ends_on=month + timedelta(days=300), offices=[office],
    )  # fmt: skip


@pytest.fixture
def fund(project, data_officer, donor, office):
    fund = Fund.set_up(
        by=data_officer, code="F-1", name="Food", donor=donor, office=office, currency="USD",
        since=project.starts_on, until=project.ends_on, project=project,
    )  # fmt: skip
    BudgetLine.add(fund, by=data_officer, code="1", name="Food", amount=Decimal(1000))
    return fund


@pytest.fixture
def chosen(project, programme_manager, month):
    shipped.install()
    result = ProjectResult.add(
        project, by=programme_manager, level="output", text="People are assisted"
    )
    chosen = ResultIndicator.choose(
        result, by=programme_manager, indicator=Indicator.objects.get(code="OPT-1"),
        baseline=Decimal(7), baseline_on=month,
    )  # fmt: skip
    Target.set_for(
        chosen, by=programme_manager, starts_on=month,
        ends_on=earlier(month, -1) - timedelta(days=1), value=Decimal(100),
    )  # fmt: skip
    return chosen


@pytest.fixture
def agreement(project, chosen, programme_manager, donor, fund):
    return DonorAgreement.record(
        project, by=programme_manager, recipient=donor, purpose="Reporting", reference="C-77",
        indicators=[chosen.indicator], breakdowns=ALL, funds=[fund],
        starts_on=project.starts_on, until=project.ends_on,
    )  # fmt: skip


def people_of(project, few=3):
    """Of the project 30 women, 20 men, 9 girls and a few boys; and others."""
    key = str(project.pk)
    return made_up_people({
        ("", "female", "adult", key): 30, ("", "male", "adult", key): 20,
        ("", "female", "child", key): 9, ("", "male", "child", key): few,
        ("", "female", "adult", "other"): 40, ("", "male", "child", "other"): 12,
    })  # fmt: skip


def report_of(people, *, office, month, by, signer):
    return signed_month(people, office=office, month=month, by=by, signer=signer, cuts=ALL_CUTS)


@pytest.fixture
def report(project, chosen, office, month, data_officer, supervisor):
    people = people_of(project)
    return report_of(people, office=office, month=month, by=data_officer, signer=supervisor)


def composed(agreement, report, by):
    sheet = DonorSheet.ask(agreement, by=by, report=report)
    donor_sheets.compose(sheet)
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def sheet(agreement, report, data_officer):
    return composed(agreement, report, data_officer)


@pytest.fixture
def sent(sheet, supervisor):
    sheet.sign(by=supervisor)
    return sheet


def test_exact_from_five_on_with_complements(sheet):
    """Of four sexes two are nobody: the number of men is hidden, or theirs could be worked out."""
    [row] = sheet.content["rows"]
    assert row["figure"] == [62, None]
    sexes = dict(row["by"]["sex"])
    assert sexes.pop("female") == 39
    assert set(sexes.values()) == {None}  # else nobody of another sex would be certain
    assert dict(row["by"]["disability"])["no"] in (62, None)
    assert find_disclosures(sheet.published, RULES[Audience.DONOR]) == []
    [goal] = row["targets"]
    assert (goal["value"], goal["reached"]) == ("100.00", [62, None])
    assert row["baseline"][0] == "7.00"


def test_what_could_be_worked_out_with_public_figures_is_hidden(
    agreement, project, office, month, data_officer, supervisor
):
    """All but four of the office are of the project: public totals and exact ones say so."""
    key = str(project.pk)
    people = made_up_people({
        ("", "female", "adult", key): 30, ("", "male", "child", key): 4,
        ("", "female", "adult", "other"): 1,
    })  # fmt: skip
    report = report_of(people, office=office, month=month, by=data_officer, signer=supervisor)
    release = Release.propose(
        by=data_officer, reports=[report], indicators=Indicator.objects.filter(code="OPT-1"),
        breakdowns=("sex", "age_group"),
    )  # fmt: skip
    releasing.audit(release)
    release.refresh_from_db()
    release.sign(by=supervisor)
    sheet = composed(agreement, report, data_officer)
    [row] = sheet.content["rows"]
    assert dict(row["by"]["sex"])["male"] is None
    assert dict(row["by"]["age_group"])["child"] is None
    held = [*holdings.public_tables(), *sheet.published]
    assert len({each.measure for each in held}) == 1
    assert find_disclosures(held, RULES[Audience.DONOR]) == []


def test_a_small_office_is_not_the_head_office_less_the_branch(
    agreement, project, office, month, data_officer, supervisor, programme_manager, donor, chosen
):
    """The attack: forty at the branch, forty-two with the head office, so two at the head office.

    The first sheet is exact; of the second, which would be too, the difference is hidden.
    """
    key, head = str(project.pk), Office.objects.create(
        organization=office.organization, name="Head office", country="BO"
    )  # fmt: skip
    office.parent = head
    office.save()
    project.offices.add(head)
    at_branch = made_up_people({("", "female", "adult", key): 40})
    at_head = made_up_people({("", "female", "adult", key): 2}, seed=9)
    reports = [
        signed_month(
            people, office=at, month=month, by=data_officer, signer=supervisor, cuts=ALL_CUTS,
            is_with_branches=at == head,
        )
        for people, at in ((at_branch, office), ([*at_branch, *at_head], head))
    ]  # fmt: skip
    alone = composed(agreement, reports[1], data_officer)
    assert alone.content["rows"][0]["figure"] == [42, None]
    alone.withdraw(by=supervisor, because="Composed to show what it says alone.")
    branch = composed(agreement, reports[0], data_officer)
    branch.sign(by=supervisor)
    assert branch.content["rows"][0]["figure"] == [40, None]
    both = [*branch.published, *alone.published]
    assert any(
        each.high == each.low == 2 for each in find_disclosures(both, RULES[Audience.DONOR])
    )
    second = composed(agreement, reports[1], data_officer)
    shown = [row["figure"] for row in (second.content or {"rows": []})["rows"]]
    assert [42, None] not in shown
    held = [*branch.published, *second.published]
    assert find_disclosures(held, RULES[Audience.DONOR]) == []


def test_signed_by_another_and_never_after_others_were_given_more(
    sheet, data_officer, supervisor, report
):
    with pytest.raises(Refusal, match="composed"):
        sheet.sign(by=data_officer)
    release = report.release
    release.finish({"figures": {}, "refused": [], "activities": [], "projects": {}, "tables": []})
    with pytest.raises(Refusal, match="since this sheet was checked"):
        sheet.sign(by=supervisor)


def test_changed_figures_are_not_sent(sheet, supervisor):
    sheet.content = sheet.content | {"rows": []}
    sheet.save()
    with pytest.raises(Refusal, match="not those that were checked"):
        sheet.sign(by=supervisor)


def test_only_signed_months_of_offices_of_the_project(
    agreement, report, other_office, data_officer, supervisor, month
):
    there = signed_month([], office=other_office, month=month, by=data_officer, signer=supervisor)
    with pytest.raises(Refusal, match="does not carry out"):
        DonorSheet.ask(agreement, by=data_officer, report=there)
    report.state = MonthlyReport.State.FROZEN
    with pytest.raises(Refusal, match="Only signed months"):
        DonorSheet.ask(agreement, by=data_officer, report=report)


def test_under_an_ended_agreement_nothing_is_sent_or_read(
    client, agreement, report, data_officer, supervisor, reader, sent
):
    client.force_login(reader)
    assert client.get(sent.get_absolute_url()).status_code == 200
    with pytest.raises(Refusal, match="Write why"):
        agreement.end(by=supervisor, because=" ")
    agreement.end(by=supervisor, because="The contract was ended.")
    assert client.get(sent.get_absolute_url()).status_code == 404
    agreement.refresh_from_db()
    with pytest.raises(Refusal, match="not in force"):
        DonorSheet.ask(agreement, by=data_officer, report=report)


def test_after_its_last_day_it_does_not_open(client, agreement, reader, sent):
    today = sent.office.today()
    DonorAgreement.objects.filter(pk=agreement.pk).update(
        starts_on=today - timedelta(days=9), until=today - timedelta(days=2)
    )
    client.force_login(reader)
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert "No sheet yet" in client.get(reverse("evidence:donor-sheets")).text


def test_the_reader_sees_the_sheets_of_their_institution_and_nothing_else(
    client, sent, sheet, reader, agreement, report
):
    client.force_login(reader)
    page = client.get(reverse("evidence:donor-sheets"))
    assert "ALB-26" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    shown = client.get(sent.get_absolute_url())
    assert "62" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    for address in (
        agreement.get_absolute_url(), report.get_absolute_url(), "/evidence/", "/projects/",
        agreement.project.get_absolute_url(),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get(f"{sent.get_absolute_url()}withdraw/").status_code == 403
    assert AuditEntry.objects.filter(event="donorsheet.opened").count() == 1


def test_neither_source_nor_files_hold_a_hidden_number(client, agreement, project, office, month, data_officer, supervisor, reader):  # fmt: skip # noqa: E501
    """Four people of a project: no number of the page, the PDF's data or the workbook says so."""
    key = str(project.pk)
    people = made_up_people({
        ("", "female", "adult", key): 4, ("", "female", "adult", "other"): 71,
    })  # fmt: skip
    report = report_of(people, office=office, month=month, by=data_officer, signer=supervisor)
    sheet = composed(agreement, report, data_officer)
    sheet.sign(by=supervisor)
    client.force_login(reader)
    page = client.get(sheet.get_absolute_url()).text
    assert "not shown" in page
    words = re.sub(r"<[^>]*>", " ", page.split("<main", 1)[1].split("Where the figures")[0])
    undated = re.sub(r"\d+ \w+ 20\d\d|\d+:\d\d", " ", words)
    assert not {"4", "71", "75"} & set(re.findall(r"\d+", undated))
    [row] = sheet.content["rows"]
    assert row["figure"] == [None, None]
    assert sheet.content["money"]["per_person"] is None
    answer = client.get(f"{sheet.get_absolute_url()}files/xlsx/")
    book = load_workbook(io.BytesIO(answer.content))
    numbers = [
        cell.value for each in book for line in each.iter_rows() for cell in line
        if isinstance(cell.value, int | float)
    ]  # fmt: skip
    assert set(numbers) <= {100, 1000, 0}
    assert all(each.sheet_state == "visible" for each in book)


@pytest.mark.parametrize("code", ["pdf", "xlsx"])
def test_files_leave_in_one_tap_in_every_language(client, sent, reader, code):
    for language in ("es", "en", "fr", "ar"):
        User.objects.filter(pk=reader.pk).update(language=language)
        client.force_login(User.objects.get(pk=reader.pk))
        answer = client.get(f"{sent.get_absolute_url()}files/{code}/")
        assert answer.status_code == 200
        assert answer.content[:4] == (b"%PDF" if code == "pdf" else b"PK\x03\x04")
        assert "provisional" not in answer.headers["Content-Disposition"]


def test_another_institution_has_none_of_it(client, sent):
    other = Organization.found(by=None, name="Another donor", kind="agency")
    client.force_login(reader_of(other, "other"))
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert client.get(f"{sent.get_absolute_url()}files/xlsx/").status_code == 404
    assert "ALB-26" not in client.get(reverse("evidence:donor-sheets")).text


def test_a_sheet_that_waits_is_not_there_for_its_reader(client, sheet, reader):
    client.force_login(reader)
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_withdrawn_it_does_not_open_and_counts_as_held(client, sent, supervisor, reader, donor):
    with pytest.raises(Refusal, match="Write why"):
        sent.withdraw(by=supervisor, because="")
    sent.withdraw(by=supervisor, because="Wrong project.")
    client.force_login(reader)
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert holdings.sent_to(donor)


def test_the_whole_way_through_the_pages(
    client, project, chosen, fund, report, donor, programme_manager, data_officer, supervisor,
    run_jobs, reader,
):  # fmt: skip
    client.force_login(programme_manager)
    new = reverse("evidence:donor-agreement-new", args=[project.ref])
    assert "Record donor agreement" in client.get(project.get_absolute_url()).text
    said = {
        "recipient": donor.pk, "purpose": "Reporting", "reference": "C-77",
        "starts_on": f"{project.starts_on}", "until": f"{project.ends_on}",
        "indicators": [chosen.indicator_id], "breakdowns": ["sex"], "funds": [fund.pk],
        "rhythm": "month",
    }  # fmt: skip
    assert client.post(new, said | {"indicators": []}).status_code == 422
    backwards = client.post(new, said | {"until": "2001-01-01"})
    assert backwards.status_code == 422
    assert "It ends before it starts." in backwards.text
    assert client.post(new, said).status_code == 303
    agreement = DonorAgreement.objects.get()
    client.force_login(data_officer)
    compose = reverse("evidence:donor-sheet-new", args=[agreement.ref])
    assert client.post(compose, {"report": "nonsense"}).status_code == 422
    assert client.post(compose, {"report": str(report.ref), "remark": "Rain."}).status_code == 303
    run_jobs()
    sheet = DonorSheet.objects.get()
    assert sheet.is_composed
    assert client.post(f"{sheet.get_absolute_url()}sign/").status_code == 403
    client.force_login(supervisor)
    assert "Sign and send" in client.get(sheet.get_absolute_url()).text
    assert client.post(f"{sheet.get_absolute_url()}sign/").status_code == 303
    client.force_login(reader)
    assert "Rain." in client.get(sheet.get_absolute_url()).text


def test_an_indicator_that_was_not_counted_says_so(
    client, agreement, project, office, month, data_officer, supervisor, chosen, programme_manager
):
    ResultIndicator.choose(
        chosen.result, by=programme_manager, indicator=Indicator.objects.get(code="OPT-4")
    )
    agreement.indicators.add(Indicator.objects.get(code="OPT-4"))
    people = people_of(project)
    report = report_of(people, office=office, month=month, by=data_officer, signer=supervisor)
    sheet = composed(agreement, report, data_officer)
    client.force_login(data_officer)
    assert "was not counted in this month" in client.get(sheet.get_absolute_url()).text


def test_a_donor_reader_is_told_of_no_disclosure(donor, reader):
    from amparo.foundation.people.models.disclosures import staff_of

    assert reader not in staff_of(donor)


def test_iati_says_baseline_and_targets_of_the_results_framework(
    report, chosen, project, programme_manager, month
):
    """Valid by IATI's own schema; the month is rounded, as the file is for anybody."""
    Target.set_for(
        chosen, by=programme_manager, starts_on=project.starts_on, ends_on=project.ends_on,
        value=Decimal("450.5"),
    )  # fmt: skip
    published = PublishedFigures(outside.prepare(report))
    root = etree.fromstring(iati.outputs_of(report, published))
    etree.XMLSchema(etree.parse(SCHEMAS / "iati-activities-schema.xsd")).assertValid(root)
    [found] = root.xpath("indicator[baseline]")
    assert found.find("baseline").attrib == {
        "year": str(month.year), "iso-date": month.isoformat(), "value": "7",
    }  # fmt: skip
    assert found.xpath("period/target/@value") == ["100", "450.5"]
    [actual] = found.xpath("period/actual/@value")
    assert int(actual) in (60, 65)
