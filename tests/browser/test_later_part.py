"""The lower part of a page is fetched after it: where it does not arrive, its place says so."""

from itertools import count

import pytest
from django.urls import reverse
from playwright.sync_api import expect


@pytest.fixture
def failure_is_meant(server_errors):
    """The one failure that the test asks for is no fault."""
    yield
    meant = [each for each in server_errors if "Failed to fetch" in each or each.startswith("500")]
    assert len(meant) == 1
    server_errors.remove(meant[0])


@pytest.fixture
def page_without_rest(phone_page, sign_in, case, caseworker):
    """The page of a case whose lower part fails once, as `fail` says."""

    def open_page(fail):
        page = sign_in(phone_page("en"), caseworker)
        url = reverse("cases:case", args=[case.ref])
        page.goto(reverse("display"))
        page.locator("a[aria-controls=page-help]").click()  # a script asked for something
        expect(page.get_by_role("dialog")).to_be_visible()
        asked = count(1)

        def handle(route):
            is_part = "hx-request" in route.request.headers
            fail(route) if is_part and next(asked) == 1 else route.continue_()

        page.route(f"**{url}", handle)
        page.goto(url)
        return page

    return open_page


@pytest.mark.parametrize(
    "fail",
    [
        pytest.param(lambda route: route.abort(), id="lost"),
        pytest.param(lambda route: route.fulfill(status=500, body=""), id="broken"),
    ],
)
def test_it_says_so_in_its_place_and_is_asked_for_again(page_without_rest, failure_is_meant, fail):
    page = page_without_rest(fail)
    alert = page.locator("[data-later] [role=alert]")
    expect(alert).to_be_visible()
    expect(page.locator("#summary")).to_be_visible()  # the rest of the page stays
    expect(page.locator("[data-later] a")).to_have_attribute("href", "?all=1")
    alert.get_by_role("button").click()
    expect(page.locator("[data-later]")).to_have_count(0)
    expect(page.locator("#notes, #story, #timeline").first).to_be_attached()
