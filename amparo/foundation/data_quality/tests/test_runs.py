"""The nightly run of one check: what begins, follows the records, ends, and is forgotten."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.clock import now
from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.checks import DataCheck, Finding
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.data_quality.models import DataIssue

pytestmark = pytest.mark.django_db

SINCE = date(2026, 10, 1)


def run(*findings, since=SINCE, **more):
    check = DataCheck(
        "sex", "Sex", (), lambda _day: findings, lambda _issues, _user: {}, lambda *_asked: None,
        lambda _record: True, AnswerForm, lambda *_said, by: None, **more,
    )  # fmt: skip
    runs.run(check, since)


@pytest.fixture
def finding(office, caseworker):
    return Finding(
        uuid4(), uuid4(), office.pk, caseworker.pk, False, date(2026, 10, 3), date(2026, 10, 20)
    )


def test_an_issue_follows_its_record(finding, colleague):
    run(finding)
    run(replace(finding, colleague=colleague.pk, until=date(2026, 11, 2), is_restricted=True))
    issue = DataIssue.objects.get()
    assert (issue.colleague, issue.until) == (colleague, date(2026, 11, 2))
    assert issue.is_restricted


def test_what_is_no_longer_looked_at_is_not_called_completed(finding):
    other = replace(finding, record=uuid4())
    run(finding, other)
    run(other)
    run(since=date(2026, 12, 1))
    ends = dict(DataIssue.objects.values_list("record_ref", "end"))
    assert ends == {finding.record: DataIssue.End.MENDED, other.record: DataIssue.End.LAPSED}


def test_what_is_missing_again_is_asked_again(finding):
    run(finding)
    run()
    run(finding)
    assert DataIssue.objects.count() == 2
    assert DataIssue.objects.open().count() == 1


def ended(finding, end, days, kind="sex"):
    run(finding)
    DataIssue.objects.filter(record_ref=finding.record).update(
        kind=kind, ended_at=now() - timedelta(days=days), end=end
    )


def test_what_nobody_knows_is_asked_again_after_a_year(finding):
    ended(finding, "explained", 364)
    run(finding)
    assert not DataIssue.objects.open().exists()
    DataIssue.objects.update(ended_at=now() - timedelta(days=366))
    run(finding)
    run(finding)
    assert DataIssue.objects.open().count() == 1


def test_a_check_says_itself_when_it_is_asked_again(finding):
    ended(finding, "explained", 40)
    run(finding, asked_again_after=timedelta(days=30))
    assert DataIssue.objects.open().count() == 1


def test_what_does_not_change_is_never_asked_again(finding):
    ended(finding, "explained", 4000)
    run(finding, asked_again_after=None)
    assert not DataIssue.objects.open().exists()


def test_what_ended_goes_after_a_year_and_what_is_never_asked_again_stays(finding):
    known, never = (replace(finding, record=uuid4()) for _each in range(2))
    ended(finding, "mended", 400)
    ended(known, "explained", 400)
    ended(never, "explained", 400, kind="budget_line")
    runs.run_all()
    assert [each.record_ref for each in DataIssue.objects.all()] == [never.record]
