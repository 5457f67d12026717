"""The list of cases on a telephone, in both directions and without scripts: chips and ticks."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import Task
from tests.support.browser import audit, overflows, right_to_left_by_day


@pytest.fixture
def open_list(phone_page, sign_in, caseworker, live_server):
    """The list of cases of the caseworker on a telephone."""

    def open_for(language, **options):
        caseworker.language = language
        caseworker.save()
        page = sign_in(phone_page(language, **options), caseworker)
        page.goto(f"{live_server.url}/cases/")
        return page

    return open_for


def has_rows(page, count):
    expect(page.locator("table.caseload tbody tr")).to_have_count(count)


@right_to_left_by_day
@pytest.mark.parametrize("scripts", [True, False])
def test_chips_filter_and_ticks_act(language, scripts, open_list, case, rosa, caseworker):
    set_case_risk(case, "high", by=caseworker)
    rosa.change(by=caseworker, nationality="VE")
    page = open_list(language, java_script_enabled=scripts)
    chips = page.locator("nav.chips").first
    assert chips.locator("a").first.get_attribute("aria-current") == "true"
    assert overflows(page) == []
    chips.locator("a[href*='choose=nationality']").click()
    page.locator("#choices a[href*='nationality=VE']").click()
    assert "nationality=VE" in urlsplit(page.url).query
    has_rows(page, 1)
    assert overflows(page) == []
    if scripts:
        assert audit(page) == []
    box = page.locator("tbody .pick input").first
    box.check()
    page.locator("button[formaction$='/cases/task/']").click()
    assert re.search(r"/cases/task/\?.*case=", page.url)
    page.locator("#id_due_on").fill(case.office.today().isoformat())
    page.locator(".action-bar button").click()
    page.wait_for_url("**/cases/?*")
    assert Task.objects.filter(case=case, what="call").count() == 1
    assert overflows(page) == []
