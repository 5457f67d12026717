"""Lists name nobody in a restricted case: it stands there by initials and number."""

import pytest

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.cases.models import SafetyAlert, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(case, caseworker, supervisor):
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=case.office, by=None)
    case.restrict("gbv", by=caseworker)
    Task.set(case, "visit", case.office.today(), by=caseworker)
    return case


@pytest.mark.parametrize("url", ["/today/", "/calendar/"])
def test_the_day_of_a_caseworker_names_no_restricted_case(client, restricted, caseworker, url):
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert f"{restricted.person.initials} · {restricted.number}" in page
    assert restricted.person.given_names not in page


def test_an_alert_on_the_first_page_of_a_supervisor_names_no_restricted_case(
    client, restricted, caseworker, supervisor
):
    SafetyAlert.sound(restricted, by=caseworker, text="Seen at the check")
    client.force_login(supervisor)
    page = client.get("/waiting/").content.decode()
    assert f"{restricted.person.initials} · {restricted.number}" in page
    assert restricted.person.given_names not in page


def test_other_cases_keep_their_names(client, case, caseworker):
    Task.set(case, "visit", case.office.today(), by=caseworker)
    client.force_login(caseworker)
    assert case.person.name in client.get("/today/").content.decode()
