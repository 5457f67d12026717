"""What everybody meets in a place is noted once, and is context for every case there."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.people.models import Place
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.assessment.observations import observations_by_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    country = Place.objects.create(name="Bolivia", kind="country", country="BO")
    return Place.objects.create(name="Puerto Alto", kind="town", within=country)


@pytest.fixture
def answers(office):
    factor = codes.choices("factor", level="community")[0][0]
    return {"factor": factor, "weighs": "risk:2", "observed_on": office.today().isoformat()}


def test_it_is_inherited_by_the_cases_there(client, town, case, caseworker, answers):
    client.force_login(caseworker)
    answer = client.post(f"/known/{town.within.ref}/observe/?level=community", answers)
    assert answer.status_code == 303, answer.context["form"].errors
    case.place = town
    case.save()
    community = next(
        each for each in observations_by_level(case, caseworker) if each.level == "community"
    )
    assert community.context[0].record.place == town.within
    here = client.get(f"/known/{town.ref}/").context["levels"]
    assert [seen.record for _level, _name, known in here for seen in known] == [
        community.context[0].record
    ]


def test_it_can_be_over(client, town, caseworker, answers):
    client.force_login(caseworker)
    client.post(f"/known/{town.ref}/observe/?level=community", answers)
    observation = Observation.objects.get()
    client.post(f"/known/{town.ref}/observations/{observation.ref}/end/", {"how": "lapsed"})
    assert not Observation.objects.current().exists()


def test_what_is_missing_is_said(client, town, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"/known/{town.ref}/observe/?level=community", {"once": ""})
    assert answer.status_code == 422
    assert not Observation.objects.exists()


@pytest.mark.parametrize("who", ["nurse", "official", "administrator", "auditor"])
def test_it_is_for_those_who_work_there(client, town, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/known/{town.ref}/").status_code == 404
