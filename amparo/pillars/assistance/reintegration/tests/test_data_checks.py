"""What is missing for the figures of reintegration is asked of who holds the case."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.models import DataIssue

pytestmark = pytest.mark.django_db


def open_of(kind):
    return DataIssue.objects.open().filter(kind=kind)


def late(item):
    """A night on which the agreed last day of the item is over."""
    return clock.at(clock.now() + timedelta(days=(item.ends_on - item.starts_on).days + 2))


def test_an_item_whose_last_day_is_over_is_asked_about(client, agreed, item, caseworker):
    runs.run_all()
    assert not open_of("plan_item").exists()
    with late(item):
        runs.run_all()
        [issue] = open_of("plan_item")
        assert (issue.record_ref, issue.colleague) == (item.ref, caseworker)
        client.force_login(caseworker)
        page = client.get(f"/data-quality/{issue.ref}/").text
        assert "Mark as done" in page
        assert "completed or not?" in page
        item.complete(by=caseworker, text="The oven is there.")
        runs.run_all()
        assert not open_of("plan_item").exists()


def test_what_nobody_agreed_to_is_not_asked(plan, item):
    with late(item):
        runs.run_all()
        assert not open_of("plan_item").exists()


def test_sex_and_age_of_who_received_assistance(agreed, item, rosa, caseworker):
    item.complete(by=caseworker, text="The oven is there.")
    rosa.sex, rosa.birth_date, rosa.birth_year = "unknown", None, None
    rosa.save()
    runs.run_all()
    for kind in ("reintegration_sex", "reintegration_age"):
        [issue] = open_of(kind)
        assert (issue.record_ref, issue.file_ref) == (rosa.ref, agreed.case.ref)
    rosa.sex = "female"
    rosa.save()
    runs.run_all()
    assert not open_of("reintegration_sex").exists()
