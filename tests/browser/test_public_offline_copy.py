"""Somebody keeps the pages on their telephone because they ask for it, and removes all of it."""

from datetime import time

import pytest
from playwright.sync_api import Error, expect

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import (
    EmergencyNumber,
    Location,
    OpeningHours,
    Provider,
    Service,
)
from amparo.foundation.directory.opening_hours import DAYS, Hours
from amparo.foundation.people.models import Place
from amparo.public import offline_copy
from tests.support.browser import right_to_left_by_day

LEFT = """async () => {
  const found = { caches: [], workers: 0, stored: localStorage.length + sessionStorage.length };
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    found.caches.push(...kept.map(({ url }) => new URL(url).pathname));
  }
  found.workers = (await navigator.serviceWorker.getRegistrations()).length;
  found.stored += (await indexedDB.databases()).length;
  return found;
}"""
NOTHING = {"caches": [], "workers": 0, "stored": 0}
TWO_DAYS_AGO = """async () => {
  const cache = await caches.open("kept");
  const key = (await cache.keys()).find(({ url }) => url.includes("/a/o/c/"));
  const kept = await cache.match(key);
  const copy = await kept.clone().json();
  copy.made -= 2 * 24 * 60 * 60 * 1000;
  await cache.put(key, new Response(JSON.stringify(copy), { headers: kept.headers }));
}"""
SAID = """async () => {
  const cache = await caches.open("kept");
  const key = (await cache.keys()).find(({ url }) => url.includes("/a/o/c/"));
  return (await cache.match(key)).text();
}"""


@pytest.fixture
def provider(caseworker):
    offline_copy.build_copy.cache_clear()
    cross = Organization.objects.create(name="Cruz del Sur", kind="ngo", country="BO")
    return Provider.list(cross, by=None, phone="555 0150")


@pytest.fixture
def puerto(provider, caseworker):
    """A bed in Puerto Alto that is open all day, and a house there that is on no map."""
    EmergencyNumber.note(by=None, country="BO", kind="police", number="110")
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    there = Location.note(provider, by=None, place=town, address="Calle 1")
    offer(provider, there, "Casa abierta", caseworker)
    hidden = Location.note(
        provider, by=None, place=town, address="Camino Secreto 7", is_confidential=True
    )
    offer(provider, hidden, "Casa segura", caseworker, is_confidential=True)
    return town


@pytest.fixture
def valle(provider, caseworker):
    town = Place.create(by=None, name="Valle Seco", kind="town", country="BO")
    there = Location.note(provider, by=None, place=town, address="Calle 2")
    offer(provider, there, "Otra casa", caseworker)
    return town


def offer(provider, there, name, caseworker, **fields):
    service = Service.offer(
        provider, by=None, types=["shelter.emergency"], at=[there],
        name={"es": name, "ar": name}, requires_documents=False, **fields,
    )  # fmt: skip
    OpeningHours.replace(
        service.service_at_locations.get(),
        [Hours(frozenset(DAYS), time(0), time(23, 59))],
        by=None,
    )
    service.confirm("call", by=caseworker, name="Cruz del Sur")
    return service


@pytest.fixture
def keep():
    """Open the page on which one may keep the others, and tap."""

    def keep(page, language="es", place=None):
        page.goto(f"/a/o/?lang={language}" + (f"&at={place.ref}" if place else ""))
        page.locator("[data-keep]").tap()
        expect(page.locator("[data-kept]")).to_be_visible()

    return keep


@pytest.fixture
def no_network(server_errors):
    """Switch the network off; that pages then say so in the console is no fault of theirs."""
    yield lambda page: page.context.set_offline(True)
    server_errors[:] = [
        fault for fault in server_errors if "ERR_INTERNET_DISCONNECTED" not in fault
    ]


def test_nothing_is_kept_before_it_is_asked_for(puerto, phone_page):
    page = phone_page("es")
    for url in ("/", "/a/?lang=es", "/a/n/2/?lang=es", "/a/k/?lang=es", "/a/o/?lang=es"):
        page.goto(url, wait_until="networkidle")
        assert page.evaluate(LEFT) == NOTHING
    expect(page.locator("[data-kept]")).to_be_hidden()


@right_to_left_by_day
def test_what_was_kept_opens_without_a_network(language, puerto, phone_page, keep, no_network):
    page = phone_page(language)
    keep(page, language)
    no_network(page)
    page.goto("/a/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".kept")).to_be_visible()
    page.locator(".needs a[href*='/n/2/']").tap()
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator(".state-open, .state-short")).to_have_count(0)  # read at an hour unknown
    page.locator("article a", has_text="Casa abierta").tap()
    expect(page.locator("h1")).to_have_text("Casa abierta")
    expect(page.locator("main")).to_contain_text("Calle 1")
    expect(page.locator("main")).to_contain_text("00:00–23:59")
    page.locator("a.back").tap()
    expect(page.locator(".needs")).to_be_visible()
    page.goto(f"/a/t/?lang={language}")
    expect(page.locator("a[href='tel:110']")).to_be_visible()
    page.goto(f"/a/r/?lang={language}")
    expect(page.locator("a[data-quick-exit]")).to_be_visible()


def test_one_town_is_kept_and_no_other(puerto, valle, phone_page, keep, no_network):
    page = phone_page("es")
    keep(page, place=valle)
    no_network(page)
    page.goto("/a/n/2/")
    assert page.locator("article h2").all_text_contents() == ["Otra casa", "Casa segura"]
    other = Service.objects.get(name__es="Casa abierta").service_at_locations.get()
    page.goto(f"/a/s/{other.ref}/")
    expect(page.locator("h1")).to_have_text("No hay red")


def test_only_what_anybody_may_read_is_kept(puerto, phone_page, keep, no_network):
    page = phone_page("es")
    keep(page)
    page.goto("/a/n/7/?lang=es")
    page.goto("/sign-in/")
    page.goto("/a/")
    kept = page.evaluate(LEFT)["caches"]
    assert kept.count("/a/o/c/") == 1
    assert [path for path in kept if not path.startswith(("/a/o/c/", "/static/assets/"))] == []
    assert "Camino Secreto" not in page.evaluate(SAID)
    no_network(page)
    for elsewhere in ("/sign-in/", "/", "/a/anything-else/"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(elsewhere)


def test_one_tap_removes_all_of_it_also_without_a_network(puerto, phone_page, keep, no_network):
    page = phone_page("es")
    keep(page)
    assert page.evaluate(LEFT)["workers"] == 1
    no_network(page)
    page.goto("/a/")
    page.locator(".kept a").tap()
    page.locator("[data-remove]").tap()
    expect(page.locator("[data-kept]")).to_be_hidden()
    expect(page.locator("[data-result]")).to_contain_text("Quitado")
    assert page.evaluate(LEFT) == NOTHING
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/a/")
    page.context.set_offline(False)
    page.goto("/a/", wait_until="networkidle")
    assert page.evaluate(LEFT) == NOTHING, "and it does not come back by itself"


def test_where_the_network_breaks_off_nothing_is_kept(puerto, phone_page, no_network):
    page = phone_page("es")
    page.goto("/a/o/?lang=es")
    page.route("**/a/o/c/**", lambda route: route.abort())
    page.context.route("**/a/o/c/**", lambda route: route.abort())
    page.locator("[data-keep]").tap()
    expect(page.locator("[data-result]")).to_contain_text("No se guardó nada")
    assert page.evaluate(LEFT) == NOTHING


def test_it_renews_itself_once_a_day_and_not_more(puerto, provider, caseworker, phone_page, keep):
    page = phone_page("es")
    keep(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto("/a/", wait_until="networkidle")
    assert not [url for url in asked if "/a/o/c/" in url]
    there = Location.note(provider, by=None, place=puerto, address="Calle 3")
    offer(provider, there, "Casa nueva", caseworker)
    offline_copy.build_copy.cache_clear()
    page.evaluate(TWO_DAYS_AGO)
    page.goto("/a/", wait_until="networkidle")
    page.wait_for_function(f"async () => (await ({SAID})()).includes('Casa nueva')")


def test_who_asks_with_the_network_reads_what_is_true_now(puerto, phone_page, keep):
    page = phone_page("es")
    keep(page)
    page.goto("/a/n/2/?lang=es")
    expect(page.locator(".kept")).to_have_count(0)
    # In the last hour before midnight it is said that the place soon closes.
    expect(page.locator(".state-open, .state-short").first).to_be_visible()
