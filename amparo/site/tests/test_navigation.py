"""What waits on the journeys is found from the menu, also on a day on which nothing waits."""

import pytest

pytestmark = pytest.mark.django_db
LISTS = {
    "/returns/": "Returns (AVRR)",
    "/reintegration/plans/": "Reintegration plans",
    "/surveys/due/": "Monitoring surveys due",
    "/exploitation/": "Victims of trafficking",
    "/children/": "Unaccompanied and separated children",
}


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_the_lists_of_the_journeys_stand_in_the_menu(client, cast, case, who):
    client.force_login(getattr(cast, who))
    page = client.get("/more/").content.decode()
    missing = [name for url, name in LISTS.items() if f'href="{url}"' not in page]
    assert missing == []
    assert all(client.get(url).status_code == 200 for url in LISTS)


def test_a_supervisor_finds_the_plans_that_they_answer_for(client, case, caseworker, supervisor):
    from amparo.pillars.assistance.reintegration.models import ReintegrationPlan

    ReintegrationPlan.begin(case, by=caseworker, arrived_on=case.office.today())
    client.force_login(supervisor)
    assert case.number in client.get("/reintegration/plans/").content.decode()
    assert case.number not in client.get("/reintegration/plans/?whose=mine").content.decode()
    client.force_login(caseworker)
    assert case.number in client.get("/reintegration/plans/").content.decode()
