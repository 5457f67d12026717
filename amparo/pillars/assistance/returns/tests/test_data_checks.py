"""What is missing for the figures of departures is asked of who holds the case."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.models import DataIssue
from amparo.pillars.assistance.returns.models import ReturnJourney

from . import ways

pytestmark = pytest.mark.django_db


def open_of(kind):
    return DataIssue.objects.open().filter(kind=kind)


def test_a_departure_is_asked_about_once_its_booked_day_is_over(client, journey, caseworker):
    ways.booked(journey)
    runs.run_all()
    assert not open_of("departure").exists()
    with clock.at(clock.now() + timedelta(days=4)):
        runs.run_all()
        [issue] = open_of("departure")
        assert (issue.record_ref, issue.file_ref) == (journey.ref, journey.case.ref)
        assert issue.colleague == caseworker
        client.force_login(caseworker)
        page = client.get(f"/data-quality/{issue.ref}/").text
        assert "Departure not recorded" in page
        assert f"/returns/{journey.ref}/" in page
        ReturnJourney.objects.filter(pk=journey.pk).update(state="departed")
        runs.run_all()
        assert not open_of("departure").exists()


def test_sex_and_age_of_who_departed(journey, rosa, caseworker):
    ways.departed(journey)
    rosa.sex, rosa.birth_date, rosa.birth_year = "", None, None
    rosa.save()
    runs.run_all()
    for kind in ("returnee_sex", "returnee_age"):
        [issue] = open_of(kind)
        assert (issue.record_ref, issue.file_ref) == (rosa.ref, journey.case.ref)


def test_a_colleague_answers_it_where_it_is_asked(client, journey, rosa, caseworker):
    ways.departed(journey)
    rosa.sex = ""
    rosa.save()
    runs.run_all()
    client.force_login(caseworker)
    url = f"/data-quality/{open_of('returnee_sex').get().ref}/"
    assert "Rosa" in client.get(url).text
    assert client.post(url, {"sex": "female"}).status_code == 303
    rosa.refresh_from_db()
    assert rosa.sex == "female"
