"""A median that changed since it was frozen, and cases that another office took over."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.transfers.models import Transfer
from amparo.pillars.evidence.models import MonthlyReport
from amparo.pillars.evidence.report_pages import ReportPage
from amparo.pillars.evidence.restating import Cause
from amparo.pillars.evidence.sheet import change_text

from .test_reports import compute, frozen, give, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(case):
    """The month before, in which the case was identified."""
    today = case.office.today()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    Case.objects.filter(pk=case.pk).update(identified_on=month)
    return month


def changes_of(report: MonthlyReport, code: str):
    with translation.override("en"):
        page = ReportPage(report, report.by)
        return {
            change.label: change
            for indicator, changes in page.details
            if indicator.code == code
            for change in changes
        }


def test_a_median_says_how_many_days_and_cases_it_was_and_is(
    case, team, caseworker, consent, data_officer, month
):
    person = Person.register(
        by=caseworker, team=team, consent=consent, given_names="Luz", family_names="Mamani"
    )
    other = Case.open(by=caseworker, team=team, owner=caseworker, person=person)
    Case.objects.filter(pk=other.pk).update(identified_on=month)
    Assessment.objects.create(case=case, by=caseworker)
    compute()
    report = frozen(case, data_officer, month)
    with later(2):
        Assessment.objects.create(case=other, by=caseworker)
        compute()
    total = changes_of(report, "OPT-5")[""]
    days = (case.office.today() - month).days
    assert (total.before, total.now) == (1, 2)
    assert total.medians == (f"{days} days", f"{days + 1} days")
    assert total.causes == [("recorded after the freeze", "+1")]
    assert "cases: 1 then, 2 now" in change_text(total)


def test_only_a_case_that_another_office_took_over_has_moved(
    case, caseworker, data_officer, other_office, month
):
    give(case, caseworker, month)
    compute()
    report = frozen(case, data_officer, month)
    team = other_office.teams.first() or other_office.teams.create(name="Another")
    with later():
        Transfer.objects.create(
            case=case, by=caseworker, from_team=case.team, to_team=team, reason="moves",
            state=Transfer.State.ACCEPTED, ended_at=clock.now(), ended_by=caseworker,
            new_owner=caseworker,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(team=team)
        compute()
    found = report.restatements.get(version__indicator__code="OPT-1").changes
    assert {label: causes for label, _before, _now, causes in found}[""] == {Cause.MOVED: -1}
    [change] = [each for each in changes_of(report, "OPT-2").values() if not each.label]
    assert change.causes == [("case moved to or from another office", "−1")]
