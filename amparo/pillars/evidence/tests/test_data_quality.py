"""The data quality of a month: counts without names, whom to ask, reminders, and the freeze."""

from decimal import Decimal

import pytest

from amparo.foundation.core.models import Notification
from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.models import DataIssue, DataReminder
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, freezing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Computation, MonthlyReport

pytestmark = pytest.mark.django_db

PAGE, REMIND = "/evidence/data-quality/", "/evidence/data-quality/remind/"


@pytest.fixture
def month(case):
    return earlier(case.office.today(), 1)


@pytest.fixture
def missing(case, caseworker, rosa, month):
    """Rosa was assisted in the last month, and nobody wrote down her sex."""
    ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=month, quantity=Decimal(1),
        is_emergency=True,
    )  # fmt: skip
    rosa.sex = ""
    rosa.save()
    runs.run_all()
    return DataIssue.objects.get(kind="sex")


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


def test_the_data_officer_sees_how_many_and_whom_to_ask_and_no_migrant(
    officer, missing, case, caseworker, rosa
):
    page = officer.get(PAGE).text
    assert "Sex not recorded" in page
    assert caseworker.name in page
    for hidden in ("Rosa", "Quispe", case.number, str(case.ref), str(rosa.ref), str(missing.ref)):
        assert hidden not in page


def test_another_month_is_not_touched(officer, missing, month):
    assert "Sex not recorded" not in officer.get(f"{PAGE}?month=2026-01").text


def test_who_does_not_read_figures_finds_nothing(client, missing, caseworker, stranger):
    for user in (caseworker, stranger):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404
        assert client.get(REMIND).status_code == 404


def test_a_supervisor_reads_it_and_sends_no_reminder(client, missing, supervisor):
    client.force_login(supervisor)
    assert client.get(PAGE).status_code == 200
    assert REMIND not in client.get(PAGE).text
    assert client.get(REMIND).status_code == 404


def test_a_restricted_case_is_in_no_number(officer, missing, case, caseworker, cast):
    case.restrict("trafficking", by=cast.keeper)
    page = officer.get(PAGE).text
    assert "Nothing is missing for this month" in page
    assert caseworker.name not in page


def test_a_colleague_is_reminded_once_and_the_page_says_so(officer, missing, caseworker):
    form = officer.get(REMIND)
    assert f"{caseworker.name}: 2" in form.text or caseworker.name in form.text
    said = {"colleagues": [str(caseworker.ref)], "remark": "Before Thursday, please."}
    assert officer.post(REMIND, said).status_code == 303
    [notice] = Notification.objects.filter(user=caseworker, event="dataissue.asked")
    assert notice.about == str(DataReminder.objects.get().count)
    assert "Before Thursday, please." in officer.get(PAGE).text
    again = officer.post(REMIND, said)
    assert again.status_code == 422
    assert "reminded today already" in again.text
    assert officer.post(REMIND, {"colleagues": []}).status_code == 422
    assert officer.post(REMIND, {"colleagues": ["nobody"]}).status_code == 422


def test_the_colleague_reads_the_remark(client, officer, missing, caseworker):
    officer.post(REMIND, {"colleagues": [str(caseworker.ref)], "remark": "Before Thursday."})
    client.force_login(caseworker)
    assert "Before Thursday." in client.get("/data-quality/").text
    assert "incomplete for the monthly figures" in client.get("/notices/").text


def test_a_freeze_says_how_many_are_open_and_keeps_it(officer, missing, case, data_officer, month):
    computing.run(Computation.objects.create())
    assert "open for the last month" in officer.get("/evidence/reports/new/").text
    report = MonthlyReport.ask(
        by=data_officer, office=case.office, is_with_branches=False, month=month
    )
    freezing.freeze(report)
    report.refresh_from_db()
    assert report.open_issues == 1
    assert "one data quality issue was open" in officer.get(report.get_absolute_url()).text


def test_the_first_page_leads_to_whom_to_ask(officer, missing):
    assert f"{PAGE}?office=" in officer.get("/evidence/").text
