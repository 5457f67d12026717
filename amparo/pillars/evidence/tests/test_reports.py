"""A month frozen and signed: who may, what stays, and why it differs later."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Device
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, freezing
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import (
    Computation,
    FrozenErasure,
    FrozenFigures,
    FrozenSet,
    Indicator,
    MonthlyReport,
)
from amparo.pillars.evidence.report_pages import ReportPage
from amparo.pillars.evidence.restating import Cause
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(case):
    return earlier(case.office.today(), 1)


def give(case, caseworker, day, **fields):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=day, quantity=Decimal(1),
        is_emergency=True, **fields,
    )  # fmt: skip


def compute():
    computation = Computation.objects.create()
    computing.run(computation)
    return computation


@shared_start
@counting_few()
def first_report(cast):
    month = earlier(cast.case.office.today(), 1)
    give(cast.case, cast.caseworker, month)
    compute()
    return frozen(cast.case, cast.data_officer, month)


@pytest.fixture
def report(first_report, few_indicators):
    """A frozen month; whatever else is computed in the test counts few indicators too."""
    return first_report


def frozen(case, data_officer, month):
    report = MonthlyReport.ask(
        by=data_officer, office=case.office, is_with_branches=False, month=month
    )
    freezing.freeze(report)
    report.refresh_from_db()
    return report


def causes(report, code="OPT-1", label=""):
    found = report.restatements.filter(version__indicator__code=code).first()
    changes = {each[0]: each for each in found.changes} if found else {}
    return changes[label][3] if label in changes else {}


def later(days=1):
    return clock.at(clock.now() + timedelta(days=days))


def test_frozen_figures_stay_and_the_change_has_a_cause(report, case, caseworker, month):
    assert freezing.figures_of(report, "OPT-1").total(Period.MONTH, month).count == 1
    with later():
        give(case, caseworker, month)
        compute()
    assert freezing.figures_of(report, "OPT-2").total(Period.MONTH, month).count == 1
    assert causes(report, "OPT-2") == {Cause.LATE: 1}
    assert causes(report, "OPT-1") == {}  # the same person
    with translation.override("en"):
        page = ReportPage(report, case.owner)
        [change] = [row.change for row in page.rows if row.indicator.code == "OPT-2"]
    assert (change.difference, change.causes) == ("+1", [("recorded after the freeze", "+1")])


def test_the_first_page_leads_to_why_a_month_differs(
    client, report, case, caseworker, data_officer, month
):
    client.force_login(data_officer)
    assert "See why" not in client.get("/evidence/").text
    with later():
        give(case, caseworker, month)
        compute()
    assert f"{report.get_absolute_url()}#restatement" in client.get("/evidence/").text


def test_a_cancelled_service(report, case, caseworker):
    with later():
        ServiceProvided.objects.get().void(by=caseworker, because="By mistake.")
        compute()
    assert causes(report) == {Cause.CANCELLED: -1}
    assert causes(report, "OPT-2") == {Cause.CANCELLED: -1}


def test_a_corrected_person_changes_cells_and_not_the_total(report, case):
    person = case.person
    before = person.sex
    with later():
        person.sex = "male" if before == "female" else "female"
        person.save()
        compute()
    assert causes(report) == {}
    assert causes(report, label=f"sex={before}") == {Cause.CORRECTED: -1}
    assert causes(report, label=f"sex={person.sex}") == {Cause.CORRECTED: 1}


def test_who_is_erased_leaves_a_count_and_no_hash(report, case):
    person = case.person
    before = freezing.members_of(report)
    freezing.forget(person)
    erased = dict(
        FrozenErasure.objects.filter(version__indicator__code="OPT-1").values_list("cell", "count")
    )
    assert erased[""] == 1
    version = str(report.figures.get(version__indicator__code="OPT-1").version_id)
    assert len(before[version][""]) == 1
    assert freezing.members_of(report)[version][""] == set()
    ServiceProvided.objects.all().delete()
    compute()
    assert causes(report) == {Cause.ERASED: -1}


def test_another_definition_is_a_line_of_its_own(report, case, data_officer):
    indicator = Indicator.objects.get(code="OPT-1")
    said = indicator.version.definition
    indicator.define(said | {"where": {"service": ["cash"]}}, by=data_officer)
    compute()
    assert causes(report) == {}
    assert causes(report, label="definition") == {Cause.DEFINITION: -1}


def test_who_freezes_does_not_sign(report, data_officer, supervisor):
    with pytest.raises(Refusal, match="does not sign"):
        report.sign(by=data_officer)
    report.sign(by=supervisor)
    assert report.signed_by == supervisor
    with pytest.raises(Refusal, match="Only a frozen report"):
        report.sign(by=supervisor)


def test_figures_that_were_changed_are_noticed_and_not_signed(report, supervisor):
    assert report.is_intact
    frozen = report.figures.get(version__indicator__code="OPT-1")
    frozen.figures = {"month": {}}
    frozen.save()
    assert not report.is_intact
    with pytest.raises(Refusal, match="not those that were frozen"):
        report.sign(by=supervisor)


def test_a_digest_that_was_changed_too_is_noticed(report):
    frozen = report.figures.get(version__indicator__code="OPT-1")
    frozen.figures = {"month": {}}
    frozen.save()
    report.digest = report.digest_of_figures()
    report.save()
    assert not report.is_intact


def test_returned_it_is_frozen_anew_and_the_first_one_stays(
    report, case, data_officer, supervisor, month
):
    with pytest.raises(Refusal, match="frozen already"):
        frozen(case, data_officer, month)
    with pytest.raises(Refusal, match="Write what"):
        report.send_back(by=supervisor, because=" ")
    report.send_back(by=supervisor, because="The visits of the 30th are missing.")
    again = frozen(case, data_officer, month)
    assert again.pk != report.pk
    assert FrozenFigures.objects.filter(report=report).exists()


def test_a_month_is_frozen_when_it_is_over_and_computed_since(case, data_officer, month):
    def ask(month):
        MonthlyReport.ask(by=data_officer, office=case.office, is_with_branches=False, month=month)

    with pytest.raises(Refusal, match="not over"):
        ask(case.office.today())
    with pytest.raises(Refusal, match="computed since"):
        ask(month)
    compute()
    ask(month)


def test_after_the_agreed_time_figures_stay_and_explanations_end(report, month):
    kept = FrozenSet.objects.get(report=report)
    freezing.expire(kept.until + timedelta(days=1))
    assert not DataKey.objects.filter(owner_ref=kept.ref).exists()
    with pytest.raises(FileNotFoundError):
        EncryptedFile.open(kept.storage_key)
    assert freezing.members_of(report) is None
    assert freezing.figures_of(report, "OPT-1").total(Period.MONTH, month).count == 1


def test_through_the_pages(client, case, caseworker, data_officer, supervisor, month, run_jobs):
    give(case, caseworker, month)
    compute()
    client.force_login(data_officer)
    assert "Freeze a month" in client.get("/evidence/reports/").text
    form = client.get("/evidence/reports/new/").text
    code = f"{case.office.pk}|{month:%Y-%m}"
    assert code in form
    answer = client.post("/evidence/reports/new/", {"month": code, "remark": "Floods."})
    assert answer.status_code == 303
    assert "This month is being frozen" in client.get(answer["Location"]).text
    run_jobs()
    url = answer["Location"]
    page = client.get(url).text
    assert "It waits for a supervisor" in page
    assert "Floods." in page
    assert client.get(f"{url}sign/").status_code in (403, 404)
    bad = client.post("/evidence/reports/new/", {"month": "x", "remark": ""})
    assert bad.status_code == 422
    client.force_login(supervisor)
    assert client.post(f"{url}sign/").status_code == 303
    assert "Signed" in client.get(url).text
    client.force_login(caseworker)
    assert client.get(url).status_code in (403, 404)


def test_a_month_says_whose_telephones_were_still_out(
    client, case, caseworker, data_officer, month
):
    Device.register(by=caseworker, kind="field", name="the old Samsung")
    long_ago = clock.now() - timedelta(days=90)
    Device.objects.update(at=long_ago, last_contact_at=long_ago)
    compute()
    client.force_login(data_officer)
    assert caseworker.name in client.get("/evidence/reports/new/").text
    report = frozen(case, data_officer, month)
    assert report.devices_out == [caseworker.pk]
    assert caseworker.name in client.get(report.get_absolute_url()).text


def test_a_telephone_that_was_in_contact_since_is_in(case, caseworker, data_officer, month):
    Device.register(by=caseworker, kind="field", name="the old Samsung")
    Device.objects.update(at=clock.now() - timedelta(days=90), last_contact_at=clock.now())
    compute()
    assert frozen(case, data_officer, month).devices_out == []
