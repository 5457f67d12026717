"""An incident: what was done to somebody, by whom, and which rights it touched."""

import pytest
from django.urls import reverse

from amparo.foundation.protection.models import Incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("cases:incident-new", args=[case.ref])


def incident_data(rosa, **more):
    return {
        "victims": [str(rosa.ref)], "harm": "exploitation", "severity": "2",
        "perpetrator": "employer", "reliability": "person", "rights": ["liberty"], **more,
    }  # fmt: skip


def test_it_is_alleged_and_names_the_rights(client, page, case, rosa, caseworker):
    client.force_login(caseworker)
    answer = client.post(
        page, incident_data(rosa, happened_year="2026", narrative="Kept her passport")
    )
    incident = Incident.objects.get()
    assert answer.url == reverse("cases:incidents", args=[case.ref])
    assert (incident.verification, incident.rights_touched) == ("alleged", ["liberty"])
    assert (incident.case_ref, incident.date_precision) == (case.ref, "year")
    shown = client.get(answer.url).content.decode()
    assert "Kept her passport" in shown
    assert "ICCPR" in shown


def test_somebody_suffered_it(client, page, rosa, caseworker):
    client.force_login(caseworker)
    assert client.post(page, incident_data(rosa, victims=[])).status_code == 422
    assert not Incident.objects.exists()


def test_nobody_of_another_case_is_named(client, page, rosa, nayeli, caseworker):
    client.force_login(caseworker)
    assert client.post(page, incident_data(rosa, victims=[str(nayeli.ref)])).status_code == 422


def test_a_stranger_reads_and_writes_nothing(client, page, case, rosa, stranger):
    client.force_login(stranger)
    assert client.get(reverse("cases:incidents", args=[case.ref])).status_code == 404
    assert client.post(page, incident_data(rosa)).status_code == 404
