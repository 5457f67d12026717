"""How many trafficked persons are assisted: told to whoever may open their files, as a count."""

import pytest

from amparo.pillars.assistance.counter_trafficking.figures import outcome_counts
from amparo.pillars.assistance.counter_trafficking.models import StatusDetermination
from amparo.pillars.assistance.counter_trafficking.models.ways import ACTUAL, NOT_A_VICTIM

pytestmark = pytest.mark.django_db


def decide(way, by, status=ACTUAL):
    StatusDetermination.make(
        way, by=by, status=status, decided_on=way.case.office.today(), decided_by="Police",
        organization_name="Fiscalía",
    )  # fmt: skip


def counted(user):
    return [line.count for line in outcome_counts(user)]


def test_before_people_decided_nobody_is_counted(way, lead):
    assert counted(lead) == [0]


def test_of_whom_it_was_decided_they_are_counted(way, caseworker, lead):
    decide(way, caseworker)
    assert counted(lead) == [1]


def test_whoever_was_not_trafficked_is_not_counted(way, caseworker, lead):
    decide(way, caseworker, NOT_A_VICTIM)
    assert counted(lead) == [0]


def test_without_leave_the_first_screen_tells_no_count(client, way, caseworker, supervisor):
    decide(way, caseworker)
    assert counted(supervisor) == []
    client.force_login(supervisor)
    assert "Victims of trafficking assisted" not in client.get("/waiting/team/").content.decode()


def test_with_leave_the_first_screen_leads_to_the_figures(client, way, caseworker, lead):
    decide(way, caseworker)
    client.force_login(lead)
    first = client.get("/waiting/team/").content.decode()
    assert "Victims of trafficking assisted" in first
    assert "Of the files that you may open." in first
    assert "/exploitation/figures/" in first
