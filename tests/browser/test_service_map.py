"""The map of the directory of colleagues: by a tap, of what the list shows, and no more."""

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Location, Provider, Service
from amparo.foundation.people.models import Place
from tests.support.browser import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def services(db):
    """Two shelters a walk apart, one of them in two places; a house on no map; a line to call."""
    cross = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    provider = Provider.list(cross, by=None)
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    places = [
        Location.note(provider, by=None, place=town, latitude=latitude, longitude=-68.85)
        for latitude in (-16.20, -16.30, -16.40)
    ]
    hidden = Location.note(
        provider, by=None, place=town, address="Camino Secreto 7", is_confidential=True
    )
    for name, at in (
        ("Albergue", places[:1]), ("Comedor", places[1:]), ("Casa segura", [hidden]),
        ("Línea", [Location.note(provider, by=None, kind="virtual")]),
    ):  # fmt: skip
        Service.offer(
            provider, by=None, types=["shelter.emergency"], at=at, name={"es": name, "ar": name}
        )


def test_it_comes_by_a_tap_and_numbers_what_the_list_shows(
    services, caseworker, phone_page, sign_in
):
    page = sign_in(phone_page("es"), caseworker)
    fetched = []
    page.on("requestfinished", lambda request: fetched.append(request.url))
    page.goto("/directory/", wait_until="networkidle")
    assert not [url for url in fetched if "public-map" in url or "countries" in url]
    page.locator("[data-map-open]").tap()
    expect(page.locator(".spot").first).to_be_visible()
    pins = page.locator("table .pin").all_text_contents()
    spots = page.locator(".spot .pin").all_text_contents()
    assert sorted(pins) == sorted(" ".join(spots).split()) == ["1", "2", "3"]
    assert "Casa segura" not in page.locator("[data-map]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-map-open]").tap()
    expect(page.locator("[data-map]")).to_be_hidden()


def test_it_is_walked_by_keyboard_and_leads_to_the_service(
    services, caseworker, desktop_page, sign_in
):
    page = sign_in(desktop_page("ar"), caseworker)
    page.goto("/directory/")
    page.locator("[data-map-open]").click()
    first = page.locator(".spot").first
    expect(first).to_be_visible()
    assert "1. Albergue" in first.get_attribute("aria-label")
    assert audit(page) == []
    first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup-content a")
    expect(link).to_be_visible()
    with page.expect_navigation():
        link.press("Enter")
    expect(page.locator("h1")).to_contain_text("Albergue")


def test_without_scripts_there_is_the_list_and_no_word_of_a_map(
    services, caseworker, phone_page, sign_in
):
    page = sign_in(phone_page("es", java_script_enabled=False), caseworker)
    page.goto("/directory/")
    expect(page.locator("[data-map-open]")).to_be_hidden()
    expect(page.locator("table tbody tr")).to_have_count(4)
